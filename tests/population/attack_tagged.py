"""What a reader of counts that were rounded by group, and by the values of a tag, can work out of both.

Of each column it knows from what to what each row can be, how many are in each cell of value and group, and, as an insider, what
one or two of them add. The true counts are a flow from values to groups; a sum of cells can be another one just where a round
trip raises or lowers it, which is looked for as a cycle of weight (Bellman and Ford). It shares nothing with the programs."""
from itertools import combinations

from attack_rounded import SMALL, Row

NOBODY = "-"  # where counts come from and go to


def may_be_published(blocks, least):
    """Whether a tag may, by trying every union of values with every one of groups. blocks: {(value, group): how many}."""
    values, groups = sorted({value for value, _ in blocks}), sorted({group for _, group in blocks})
    sizes = {group: sum(blocks.get((value, group), 0) for value in values) for group in groups}
    if any(sum(blocks.get((value, group), 0) for group in groups) < least for value in values):
        return False
    small = [group for group in groups if sizes[group] < least]
    together = sum(sizes[group] for group in small) >= least
    parts = [[group] for group in groups if group not in small] + ([small] if small and together else [])
    for chosen in range(2 ** len(values)):
        some = {value for place, value in enumerate(values) if chosen >> place & 1}
        for among in range(2 ** len(parts)):
            those = {group for place, part in enumerate(parts) if among >> place & 1 for group in part}
            apart = sum(count for (value, group), count in blocks.items() if (value in some) != (group in those))
            if 0 < apart < least:
                return False
    return True


class Tables:
    """Tables of counts that could be: each cell within its bounds, sums of cells within theirs. They are tried, those next to the true
    one first."""

    def __init__(self, bounds, sums):
        self.sums = sums
        self.cells = [cell for cell in bounds if any(cell in cells for cells, _, _ in sums)]
        self.bounds = {cell: bounds[cell] for cell in self.cells}

    def narrowed(self, least, most):
        """The bounds of cells, narrowed by the sums until nothing more follows; None where nothing can be."""
        changed = True
        while changed:
            changed = False
            for cells, low, high in self.sums:
                down, up = sum(least[cell] for cell in cells), sum(most[cell] for cell in cells)
                if down > high or up < low:
                    return None
                for cell in cells:
                    floor, ceiling = max(least[cell], low - (up - most[cell])), min(most[cell], high - (down - least[cell]))
                    if floor > ceiling:
                        return None
                    if (floor, ceiling) != (least[cell], most[cell]):
                        down, up = down + floor - least[cell], up + ceiling - most[cell]
                        least[cell], most[cell], changed = floor, ceiling, True
        return least, most

    def any(self, least=None, most=None):
        """Whether there is one."""
        found = self.narrowed(dict(least or {cell: self.bounds[cell][0] for cell in self.cells}),
                              dict(most or {cell: self.bounds[cell][1] for cell in self.cells}))
        if found is None:
            return False
        least, most = found
        open_cells = [cell for cell in self.cells if least[cell] < most[cell]]
        if not open_cells:
            return True
        cell = min(open_cells, key=lambda one: most[one] - least[one])
        true = self.bounds[cell][2]
        return any(self.any({**least, cell: value}, {**most, cell: value})
                   for value in sorted(range(least[cell], most[cell] + 1), key=lambda value: abs(value - true)))


class Column:
    """rows: {("value" or "group", which): (least, most)}; cells: {(value, group): (how many there are, how many in the column)};
    differ: pairs of rows that are rounded otherwise, and so are not of the same organisations."""

    def __init__(self, rows, cells, differ=()):
        self.rows, self.cells, self.differ = rows, cells, differ
        self.true = {row: sum(count for cell, (_, count) in cells.items() if self.has(row, cell)) for row in rows}
        for row, (least, most) in rows.items():
            assert least <= self.true[row] <= most, "the truth is not possible"
        self.values = sorted({value for value, _ in cells})
        self.groups = sorted({group for _, group in cells})

    @staticmethod
    def has(row, cell):
        return cell[0 if row[0] == "value" else 1] == row[1]

    def bounds(self, inside):
        """{what: (least, most, true)} for insiders: [(cell, whether in the column)]."""
        known = {cell: [0, 0] for cell in self.cells}
        for cell, is_in in inside:
            known[cell][is_in] += 1
        found = {cell: (known[cell][1], there - known[cell][0], count) for cell, (there, count) in self.cells.items()}
        found.update({row: (least, most, self.true[row]) for row, (least, most) in self.rows.items()})
        return found

    def told(self, bounds):
        """The cells of rows of which all are in the column, but insiders who are not: of the others it is told."""
        whole = [row for row, (least, _) in self.rows.items()
                 if least == sum(bounds[cell][1] for cell in self.cells if self.has(row, cell))]
        return {cell for cell in self.cells if any(self.has(row, cell) for row in whole)}

    def turns(self, bounds, some):
        """Whether the sum of these cells can be another one."""
        if not self.turns_alone(bounds, some):
            return False
        differ = [self.apart(pair) for pair in self.differ]
        if all(sum(self.cells[cell][1] for cell in apart) > 2 for apart in differ):
            return True  # a round trip takes at most two of those apart
        count = sum(self.cells[cell][1] for cell in some)
        sums = [(self.of(row), least, most) for row, (least, most) in self.rows.items()]
        sums += [(apart, 1, len(self.cells) * 10 ** 6) for apart in differ]
        return any(Tables(bounds, [*sums, (list(some), *ends)]).any() for ends in ((0, count - 1), (count + 1, 10 ** 6)))

    def of(self, row):
        return [cell for cell in self.cells if self.has(row, cell)]

    def apart(self, pair):
        """The cells of one of two rows, but not of both: somebody of these is in the column where different counts are shown."""
        return [cell for cell in self.cells if self.has(pair[0], cell) != self.has(pair[1], cell)]

    def turns_alone(self, bounds, some):
        """Whether it could be, if nothing were known but of rows and cells."""
        def up(what):
            return bounds[what][2] < bounds[what][1]

        def down(what):
            return bounds[what][2] > bounds[what][0]
        for cell in some:
            along = (cell, ("value", cell[0]), ("group", cell[1]))
            if all(map(up, along)) or all(map(down, along)):
                return True
        edges = []
        for what in bounds:
            ends = ((NOBODY, what) if what[0] == "value" else (what, NOBODY)) if what in self.rows else (("value", what[0]), ("group", what[1]))
            weight = int(what in some)
            edges += [(*ends, weight)] if up(what) else []
            edges += [(*reversed(ends), -weight)] if down(what) else []
        return self.has_cycle(edges) or self.has_cycle([(one, other, -weight) for one, other, weight in edges])

    def has_cycle(self, edges):
        """Whether a cycle of weight below nothing is there."""
        far = dict.fromkeys([NOBODY, *self.rows], 0)
        for _ in far:
            changed = False
            for one, other, weight in edges:
                if far[one] + weight < far[other]:
                    far[other], changed = far[one] + weight, True
            if not changed:
                return False
        return True

    def unions(self, chance, most):
        """Cells by themselves, rows, what pairs that differ do not share, and unions of values without unions of groups, or the other way round."""
        yield from ((cell,) for cell in self.cells)
        yield from (tuple(cell for cell in self.cells if self.has(row, cell)) for row in self.rows)
        yield from (tuple(self.apart(pair)) for pair in self.differ)
        for _ in range(most):
            values = {value for value in self.values if chance.random() < 0.5}
            groups = {group for group in self.groups if chance.random() < 0.5}
            yield tuple(cell for cell in self.cells if cell[0] in values and cell[1] not in groups)
            yield tuple(cell for cell in self.cells if cell[0] not in values and cell[1] in groups)

    def found(self, insiders, chance, most):
        result, tried = [], []
        for some in self.unions(chance, most):
            cells = frozenset(some)
            if any(self.cells[cell][1] for cell in cells):
                tried.append(cells)
        for inside in insiders if tried else []:
            bounds, known = self.bounds(inside), [cell for cell, is_in in inside if is_in]
            told = self.told(bounds)
            for some in tried:
                cells = some - told
                rest = sum(self.cells[cell][1] for cell in cells) - sum(cell in cells for cell in known)
                if rest in SMALL and not self.turns(bounds, cells):
                    result.append((sorted(cells), inside))
        return result


def less(whole, parts):
    """What is left of figures of all when those of the groups are taken away; None where one is not shown."""
    if isinstance(whole, dict):
        return {key: less(value, [part[key] for part in parts]) for key, value in whole.items()}
    if isinstance(whole, list):
        return [less(value, [part[place] for part in parts]) for place, value in enumerate(whole)]
    return None if None in (whole, *parts) else whole - sum(parts)


def left_of_all(every, groups):
    """The row of the groups that are too small, as it follows from what is shown of all and of the others."""
    figures = ("background", "points", "held", "areas", "next_level")
    words = {"id", "level", "left", "from", "to"}

    def numbers(value):
        if isinstance(value, dict):
            return {key: numbers(inner) for key, inner in value.items() if key not in words}
        return [numbers(inner) for inner in value] if isinstance(value, list) else value

    def named(value, like):
        if isinstance(like, dict):
            return {key: named(value[key], inner) if key in value else inner for key, inner in like.items()}
        return [named(one, inner) for one, inner in zip(value, like)] if isinstance(like, list) else value
    told = {key: named(less(numbers(every[key]), [numbers(row[key]) for row in groups]), every[key]) for key in figures}
    hold = [{one["question"]: one["count"] for one in row["holding"]} for row in [every, *groups]]
    told["holding"] = [{"question": question, "count": less(count, [one.get(question, 0) for one in hold[1:]])}
                       for question, count in hold[0].items()]
    return told


class Crossed:
    """Everything that is published of a round by group and by tag. of: {person: (value, group)}, groups too small as one."""

    def __init__(self, edition, by_group, by_value, of):
        self.of, self.people = of, list(of)
        self.rows = {}
        for kind, told in (("value", by_value), ("group", by_group)):
            for name, stats in told.items():
                place = 0 if kind == "value" else 1
                self.rows[kind, name] = Row(edition, stats, None, [person for person in self.people if of[person][place] == name])

    def ranges(self):
        """{row: {column: (least, most)}}: all values have together what all groups have, so that each row is narrowed by the others."""
        found = {row: told.narrowed() for row, told in self.rows.items()}
        for _ in range(3):
            for column in [one for one in next(iter(found.values())) if one != "all"]:
                for kind, other in (("value", "group"), ("group", "value")):
                    mine, theirs = ([row for row in found if row[0] == which] for which in (kind, other))
                    low, high = (sum(found[row][column][place] for row in theirs) for place in (0, 1))
                    for row in mine:
                        beside = [found[one][column] for one in mine if one != row]
                        least, most = found[row][column]
                        found[row][column] = (max(least, low - sum(one[1] for one in beside)), min(most, high - sum(one[0] for one in beside)))
            found = {row: told.narrowed((), found[row]) for row, told in self.rows.items()}
        return found

    def columns(self):
        """(name, Column, {person: whether in it}) of each."""
        blocks = {}
        for person in self.people:
            blocks.setdefault(self.of[person], []).append(person)
        ranges = self.ranges()
        first = next(iter(self.rows.values()))
        for place, (table, _) in enumerate(first.tables):
            for column in table.columns:
                if column is False:
                    continue  # what is left of a part, whose number is not known
                inside = {person: is_in(person, table.name, column) for person in self.people}
                rows = {}
                for row, told in self.rows.items():
                    mine = next((one for one, _ in told.tables if one.name == table.name), None)
                    low, high = (0, len(told.people)) if mine is None else mine.possible([column], {})
                    more = ranges[row].get((table.name, column), (low, high))
                    rows[row] = max(low, more[0], 0), min(high, more[1], len(told.people))
                cells = {cell: (len(some), sum(inside[person] for person in some)) for cell, some in blocks.items()}
                yield (table.name, column), Column(rows, cells, self.differ(table.name, column)), inside

    def differ(self, table, column):
        """The pairs of a value and a group of which different counts are shown."""
        told = {row: next((one.shown.get(column) for one, _ in of.tables if one.name == table), None) for row, of in self.rows.items()}
        return [(one, other) for one in told for other in told
                if (one[0], other[0]) == ("value", "group") and None not in (told[one], told[other]) and told[one] != told[other]]

    def found(self, chance, unions):
        """What outsiders, members, and two of them find; of members whose number is small all are tried."""
        result = []
        for name, column, inside in self.columns():
            those = [person for person in self.people if inside[person]]
            others = [person for person in self.people if not inside[person]]
            pool = those if len(those) <= 4 else chance.sample(those, 4)
            pool = pool + chance.sample(others, min(3, len(others)))
            known = [(self.of[person], int(inside[person])) for person in pool]
            insiders = {(), *((one,) for one in known), *(tuple(sorted(pair)) for pair in combinations(known, 2))}
            result += [(name, *one) for one in column.found(sorted(insiders), chance, unions)]
        return result


def is_in(person, table, column):
    if table in person.columns:
        return person.columns[table] == column
    return person.near and (person.as_many if table == ("as many",) else table[1] in person.lacking)
