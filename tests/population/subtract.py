"""What a reader of published statistics can work out by adding and subtracting: bounds of every hidden number.

It knows that the cells of a row add up, that the groups add up to all, that "<3" is 1 or 2, what points a class has at
least and at most, and that the median is the middle one; and applies that until nothing more follows."""
SMALL = "<3"
MANY = 10 ** 6


def sums(group, levels, late):
    """(paths of the parts, path of the whole) for each sum within a group of `stats --json`. late: late ones are counted."""
    found = [([("levels", level) for level in levels], ("counted",)),
             ([("levels", level) for level in levels[1:]], ("any_level",)),
             ([("points", "classes", place, "count") for place in range(len(group["points"]["classes"]))], ("counted",))]
    for place in range(len(group["areas"])):
        cells = [("areas", place, "at_level", level) for level in levels]
        found.append((cells, ("counted",)))
        for least in range(len(group["areas"][place]["above"])):
            found.append((cells[least + 1:], ("areas", place, "above", least)))
    for level in levels:
        found.append(([("background", "security_role", role, level) for role in ("with", "without")], ("levels", level)))
    for place, held in enumerate(group["held"]):
        lacks = [("held", place, "lacks", few, "count") for few in range(len(held["lacks"]))]
        found.append((lacks + [("held", place, "more"), ("held", place, "unsure_only")], ("held", place, "enough")))
        found.append(([("held", place, "enough"), (f"without the points for level {place + 1}",)], ("levels", place)))
    places = range(len(group["held"]))
    found.append(([("held", place, "enough") for place in places], ("next_level", "enough")))
    found.append(([("held", place, "lacks", few, "count") for place in places for few in range(len(group["held"][place]["lacks"]))],
                  ("next_level", "near")))
    found.append(([("next_level", "as_many"), ("on fewer questions",)], ("next_level", "near")))
    counted = [("on_time",), ("late",)] if late else [("on_time",)]
    others = [("covered",), ("missing",)] if late else [("late",), ("covered",), ("covered_late",), ("missing",)]
    found += [(counted, ("counted",)), (others, ("not counted",)), ([("counted",), ("not counted",)], ("population",)),
              ([("counted",), ("covered",)], ("answered_for",))]
    return found


def at(group, path):
    """What is shown there; nothing of a sum that has no place of its own."""
    for step in path:
        group = group.get(step) if isinstance(group, dict) else group[step]
    return group


class Reader:
    """bounds: of each number, by (group, path)."""

    def __init__(self, groups, levels, late=False):
        self.told, self.bounds, self.equations = {}, {}, []
        for name, group in groups.items():
            for parts, whole in sums(group, levels, late):
                self.equations.append(([(name, path) for path in parts], (name, whole)))
                for path in [*parts, whole]:
                    self.told[name, path] = at(group, path)
        for name, path in list(self.told):
            if name is None:
                self.equations.append(([(other, path) for other in groups if other is not None], (None, path)))
        for cell, value in self.told.items():
            self.bounds[cell] = (1, 2) if value == SMALL else (0, MANY) if value is None else (value, value)
        self.groups = groups
        while any([self._apply(parts, whole) for parts, whole in self.equations] + [self._weigh(name) for name in groups]):
            pass

    def _narrow(self, cell, low, high):
        before = self.bounds[cell]
        self.bounds[cell] = max(before[0], low), min(before[1], high)
        assert self.bounds[cell][0] <= self.bounds[cell][1], f"{cell}: what is told contradicts itself"
        return self.bounds[cell] != before

    def _apply(self, parts, whole):
        """Narrows by one sum; whether anything became narrower."""
        lows, highs = (sum(self.bounds[part][end] for part in parts) for end in (0, 1))
        changed = self._narrow(whole, lows, highs)
        low, high = self.bounds[whole]
        for part in parts:
            own = self.bounds[part]
            changed |= self._narrow(part, low - (highs - own[1]), high - (lows - own[0]))
        return changed

    def _weigh(self, name):
        """Narrows the classes of a group by the sum of its points and by its median."""
        points, members = self.groups[name]["points"], self.groups[name]["counted"]
        if not isinstance(members, int):
            return False
        cells = [(name, ("points", "classes", place, "count")) for place in range(len(points["classes"]))]
        changed = False
        if isinstance(points["sum"], int):
            changed |= self._at_most(cells, [one["from"] for one in points["classes"]], points["sum"])
            changed |= self._at_most(cells, [-one["to"] for one in points["classes"]], -points["sum"])
        if isinstance(points["median"], int):
            half, place = (members + 1) // 2, next(
                place for place, one in enumerate(points["classes"]) if one["from"] <= points["median"] <= one["to"])
            for part, most in ((cells[:place], half - 1), (cells[place + 1:], members - half)):
                changed |= self._at_most(part, [1] * len(part), most)
            for part, least in ((cells[:place + 1], half), (cells[place:], members - half + 1)):
                changed |= self._at_most(part, [-1] * len(part), -least)
        return changed

    def _at_most(self, cells, weights, limit):
        """Narrows by: the cells, each as often as its weight, are at most a limit."""
        spare = limit - sum(weight * self.bounds[cell][weight < 0] for cell, weight in zip(cells, weights))
        changed = False
        for cell, weight in zip(cells, weights):
            low, high = self.bounds[cell]
            if weight > 0:
                changed |= self._narrow(cell, low, min(high, low + spare // weight))
            elif weight < 0:
                changed |= self._narrow(cell, max(low, high - spare // -weight), high)
        return changed

    def single_out(self):
        """The numbers that are not told but worked out to be 1 or 2."""
        return [cell for cell, (low, high) in self.bounds.items()
                if (self.told[cell] is None or self.told[cell] == SMALL) and low == high and low in (1, 2)]
