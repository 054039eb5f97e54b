"""What a reader of counts that were rounded to multiples of three can work out, and how the counts are checked.

It knows how rounding works, how many are counted, what ties columns and tables together, and, as an insider, the answers of one or
two of the counted. It shares nothing with the programs: of each row it lists the columns of every table with the true counts
from the answers, and asks of each whether only one true value is possible."""
from itertools import combinations_with_replacement

from count_answers import ticked
from count_groups import CLASS, MEASURES_TOLD, held_members, near_members

SMALL = (1, 2)
HIGHEST = 200  # points


def may_be(shown):
    """The least and the most that a count shown so can truly be."""
    if shown is None:
        return 0, 10 ** 6
    truths = [true for true in range(max(0, shown - 5), shown + 6) if shown in (true // 3 * 3, -(-true // 3) * 3)]
    return truths[0], truths[-1]


class Person:
    """What one of the counted adds: columns is {table: column}, asked {question: set of what it chose, or None}."""

    def __init__(self, edition, member):
        one = member.counted
        self.columns = {("levels",): (one.level, member.security_role),
                        ("points",): min(one.total // CLASS, HIGHEST // CLASS - 1), ("held",): None}
        for area in edition.areas:
            self.columns["area", area["id"]] = one.area_levels[area["id"]]
        self.near, self.lacking = bool(near_members([one])), {}
        if held_members([one]):
            left = one.measures_left()
            self.columns["held",] = one.next, "unsure_only" if not left else left if left <= MEASURES_TOLD else "more"
        if self.near:
            self.lacking = one.below_minimum()
        self.as_many = self.near and len(self.lacking) == one.measures_left()
        self.chosen = {}
        for i, question in edition.questions.items():
            said = one.answers[i].get("yes") if one.status[i] == "yes" else None
            self.chosen[i] = None if said is None else {said} if question["kind"] == "scale" else ticked(one.answers[i])


class Table:
    """Columns of which each person is in one. shown: {column: what is published, or None}; whole: least and most of all."""

    def __init__(self, name, columns, shown, people, whole, base=True):
        self.name, self.columns = name, list(columns)
        self.bounds = {column: may_be(shown.get(column)) for column in self.columns}
        self.shown, self.people, self.whole, self.base = shown, people, whole, base
        self.true = {column: sum(person == column for person in people) for column in self.columns}

    def possible(self, some, inside):
        """The least and the most of a sum of columns, for whoever knows that so many are in each of these columns."""
        low, high = self.whole
        sums = []
        for among in (some, [column for column in self.columns if column not in some]):
            sums.append((sum(max(self.bounds[c][0], inside.get(c, 0)) for c in among), sum(self.bounds[c][1] for c in among)))
        return max(sums[0][0], low - sums[1][1]), min(sums[0][1], high - sums[1][0])

    def found(self, sums=()):
        """(columns, what insiders are in) where the others, truly one or two, can be only so many."""
        asked = [[column] for column in self.columns] + [list(some) for some in sums]
        there = [column for column in self.columns if self.true[column]]
        insiders = [()] + [(c,) for c in there] + [pair for pair in combinations_with_replacement(there, 2)
                                                  if pair[0] != pair[1] or self.true[pair[0]] > 1]
        result = []
        for inside in insiders:
            counted = {column: inside.count(column) for column in inside}
            for some in asked:
                rest = sum(self.true[c] - counted.get(c, 0) for c in some)
                low, high = self.possible(some, counted) if rest in SMALL else (0, 1)
                assert rest not in SMALL or low <= rest + sum(counted.get(c, 0) for c in some) <= high, "the truth is not possible"
                if low == high:
                    result.append((self.name, some, inside))
        return result


class Row:
    """A row of `stats --publish=rounded --json` and of the benchmark, with those who are truly in it."""

    def __init__(self, edition, stats, benchmark, people):
        self.edition, self.stats, self.people = edition, stats, people
        self.levels = list(range(len(edition.levels) + 1))
        self.count = len(people)
        self.tables = [self._levels(), self._points(), self._held(), *self._areas(), *self._holding()]
        self.tables += self._questions(benchmark) if benchmark else []

    def _table(self, name, columns, shown, whole=None):
        return Table(name, columns, shown, [person.columns[name] for person in self.people],
                     whole or (self.count, self.count))

    def _levels(self):
        roles = self.stats["background"]["security_role"]
        shown = {(level, role): roles["with" if role else "without"][level] for level in self.levels for role in (False, True)}
        table = self._table(("levels",), shown, shown)
        return table, [[(level, False), (level, True)] for level in self.levels] + [
            [(level, role) for level in self.levels if level >= least for role in (False, True)] for least in self.levels[1:]]

    def _points(self):
        shown = {place: row["count"] for place, row in enumerate(self.stats["points"]["classes"])}
        return self._table(("points",), shown, shown), []

    def _held(self):
        shown = {}
        for row in self.stats["held"]:
            shown.update({(row["level"], lack["left"]): lack["count"] for lack in row["lacks"]})
            shown.update({(row["level"], key): row[key] for key in ("more", "unsure_only")})
        sums = [[column for column in shown if column[0] == row["level"]] for row in self.stats["held"]]
        return self._table(("held",), [*shown, None], shown), [*sums, list(shown)]

    def _areas(self):
        found = []
        for row in self.stats["areas"]:
            shown = dict(enumerate(row["at_level"]))
            found.append((self._table(("area", row["id"]), shown, shown),
                          [[level for level in self.levels if level > least] for least in self.levels[1:-1]]))
        return found

    def _holding(self):
        if self.stats["holding"] is None:
            return []
        told = {row["question"]: row["count"] for row in self.stats["holding"]}
        near = [person for person in self.people if person.near]
        table, _ = self._held()
        whole = table.possible([column for column in table.columns if column and column[1] in range(1, MEASURES_TOLD + 1)], {})
        as_many = {True: self.stats["next_level"]["as_many"]}
        return [(Table(("as many",), [True, False], as_many, [person.as_many for person in near], whole), []),
                *[(Table(("holding", i), [True, False], {True: told.get(i, 0)}, [i in person.lacking for person in near], whole), [])
                  for i in self.edition.questions]]

    def _questions(self, benchmark):
        found = []
        for row in benchmark["questions"]:
            question = self.edition.questions[row["id"]]
            names = range(1, question["steps"] + 1) if question["kind"] == "scale" else question["options"]
            chosen = dict(zip(names, row["chosen"] or [None] * len(names)))
            said = [person.chosen[row["id"]] for person in self.people]
            if question["kind"] == "scale":
                table = Table(("question", row["id"]), [*chosen, None], chosen, [next(iter(one), None) if one else None for one in said],
                              (self.count, self.count))
                found.append((table, [list(chosen)]))
                continue
            shown = {True: row["yes_count"]}
            found.append((Table(("question", row["id"]), [True, False], shown, [one is not None for one in said],
                                (self.count, self.count)), []))
            whole = found[-1][0].possible([True], {})
            for name, count in chosen.items():
                found.append((Table(("option", row["id"], name), [True, False], {True: count},
                                    [name in one for one in said if one is not None], whole), []))
        return found

    def found(self):
        return [one for table, sums in self.tables for one in table.found(sums)]

    def deviations(self):
        """Published minus true of every base cell that is shown."""
        return [shown - table.true[column] for table, _ in self.tables for column, shown in table.shown.items()
                if shown is not None]

    def shown(self):
        return sum(shown is not None for table, _ in self.tables for shown in table.shown.values())

    # ---- across tables ----

    def rules(self):
        """Lists of (variable, factor) whose sum is not above 0; the variable "all" is how many are counted."""
        found = []
        levels, held, points, areas = self.levels[1:], self.tables[2][0].columns[:-1], self.tables[1][0].columns, self.edition.areas
        at = [(("levels",), column) for column in self.tables[0][0].columns]
        for table, _ in self.tables[:3 + len(areas)]:
            found += equal([(table.name, column) for column in table.columns], ["all"])
        for least in levels:
            above = [(name, column) for name, column in at if column[0] >= least]
            for area in areas:
                here = [(("area", area["id"]), level) for level in self.levels if level >= least]
                found.append([(one, 1) for one in above] + [(one, -1) for one in here])
            needs = self.edition.levels[least]["min_total"]
            some = [(("points",), place) for place in points if place * CLASS + CLASS > needs or place == points[-1]]
            sure = [(("points",), place) for place in points if place * CLASS >= needs]
            here = [(("held",), column) for column in held if column[0] == least]
            over = [(("held",), column) for column in held if column[0] <= least]
            found.append([(one, 1) for one in here] + [((("levels",), column), -1) for column in self.tables[0][0].columns
                                                       if column[0] == least - 1])
            found.append([(one, 1) for one in above + here] + [(one, -1) for one in some])
            found.append([(one, 1) for one in sure] + [(one, -1) for one in above + over])
        return found

    def narrowed(self, inside=(), known=None):
        """Least and most of each column, for insiders who know what these people add; known: what is known of them already."""
        bounds = {"all": (self.count, self.count)}
        for table, _ in self.tables[:3 + len(self.edition.areas)]:
            for column in table.columns:
                added = sum(person.columns[table.name] == column for person in inside)
                low, high = table.bounds[column]
                bounds[table.name, column] = max(low, added), min(high, self.count)
        for one, (low, high) in (known or {}).items():
            bounds[one] = max(bounds[one][0], low), min(bounds[one][1], high)
        rules, changed = self.rules(), True
        while changed:
            changed = False
            for rule in rules:
                least = sum(factor * bounds[one][0 if factor > 0 else 1] for one, factor in rule)
                for one, factor in rule:
                    low, high = bounds[one]
                    room = -least  # how far this one may be from its end
                    if high - low <= room:
                        continue
                    bounds[one] = (low, low + room) if factor > 0 else (high - room, high)
                    assert bounds[one][0] <= bounds[one][1], "the truth is not possible"
                    changed = True
        return bounds

    def found_across(self, insiders):
        result = []
        for inside in insiders:
            bounds = self.narrowed(inside)
            for table, _ in self.tables[:3 + len(self.edition.areas)]:
                for column in table.columns:
                    low, high = bounds[table.name, column]
                    known = sum(person.columns[table.name] == column for person in inside)
                    if low == high and table.true[column] - known in SMALL:
                        result.append((table.name, column, len(inside)))
        return result


def equal(ones, others):
    return [[(one, 1) for one in ones] + [(one, -1) for one in others], [(one, -1) for one in ones] + [(one, 1) for one in others]]
