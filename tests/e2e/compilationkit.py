"""What `sigill-msb report` must show of a round, made from what tests/population counts, and what it does show: each table read
from its CSV, from the page by its caption, and from the workbook by its title."""
import csv
import io
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_groups import group_row  # noqa: E402
from count_report import Group, is_behind, percent  # noqa: E402
from figurekit import AREAS, TOPICS, WORDING, Figure, Page, Round  # noqa: E402
from workbookkit import Workbook  # noqa: E402

NAMES = {group["id"]: group["name"] for group in WORDING["groups"]}
TYPICAL = {group["id"]: group["typical"] for group in WORDING["groups"]}
FILES = {"Response rate": "svarande-1", "Overall level": "nivaer-1", None: "omraden-1", "Points": "poang-1",
         "Organisations by points": "poang-2", "Near the next level": "nasta-niva-1", "Questions that hold back": "nasta-niva-6",
         "With a security role": "roller-1", "Without a security role": "roller-2",
         **{f"Area level above {level}": f"omraden-{level + 2}" for level in range(3)},
         **{f"Points enough for next level {level}": f"nasta-niva-{level + 1}" for level in range(1, 5)}}
EXAMPLES = {"09": ("more have points than not", [("a", 1), ("b c", 2), ("a d", 2), ("", 0), ("b", 1), ("", 0), ("", 0), ("a b", 2)]),
            "10": ("fewer have points than not", [("a", 1), ("b c", 2), ("a d", 2), ("", 0), ("", 0), ("", 0), ("", 0), ("", 0)])}
MEASURES = 132


class Table:
    """rows: cells, each a text, a number, a Figure, or None for nothing. most: rows that the page shows; 0: all.
    media: where it is, of data, page and sheet."""

    def __init__(self, file, title, headings, rows, shares=None, most=None, media=("data", "page", "sheet"), page=None):
        self.file, self.title, self.headings, self.rows, self.shares, self.most = file, title, headings, rows, shares, most
        self.media, self.page = media, page  # page: (headings, rows) where they are others

    def data(self):
        headings, rows = (self.headings[:-2], [row[:-2] for row in self.rows]) if self.file == "svarande-1" else (self.headings, self.rows)
        return [headings, *([cell.data() if isinstance(cell, Figure) else "" if cell is None else str(cell) for cell in row] for row in rows)]

    def read(self):
        headings, rows = self.page or (self.headings, self.rows)
        return [headings, *([cell.words() if isinstance(cell, Figure) else "" if cell is None else str(cell) for cell in row]
                            for row in rows[:self.most])]

    def sheets(self):
        """[(title, rows)]: the figures, and where they have shares these once more."""
        found = [(self.title, [self.headings, *([cell.number() if isinstance(cell, Figure) else "" if cell is None else cell for cell in row]
                                                for row in self.rows)])]
        shares = [[row[0], *(cell.share_number() for cell in row[1:])] for row in self.rows
                  if any(isinstance(cell, Figure) and cell.whole for cell in row)]
        return found + ([(f"{self.title} ({self.shares})", [self.headings, *shares])] if shares and self.shares else [])


# ---- what it must show ----

def counted_statistics(edition, everyone, asked, late):
    """As `stats --json` has them, of what is counted here."""
    rows = [{**group_row(edition, everyone, asked, group, late), "name": NAMES.get(group)} for group in [*edition.groups, None]]
    return {"groups": rows, "published": False, "form": None, "late_included": late, "round": None}


def of_statistics(said):
    """The tables of `stats`."""
    for table in Round(said).tables:
        columns, cells = table.columns, [[label, *figures] for label, figures, _ in table.rows]
        page = None
        if table.title == "Response rate":
            shown = [0, 1, 2, 3, 4, 5, 9, 10] if any(row[4].value for row in cells) else [0, 1, 2, 4, 5, 9]  # with those covered, if any
            page = [table.label, *(columns[place] for place in shown)], [[row[0], *(row[place + 1] for place in shown)] for row in cells]
        media = [medium for medium in ("data", "page", "sheet") if medium in table.media or medium == "data"]
        yield Table(FILES[table.title], table.title, [table.label, *columns], cells, table.shares, table.most, media, page)


def typical_name(group):
    return TYPICAL[group.group] if group.group else "All, the typical member"


def name(group):
    return NAMES.get(group.group, "All")


def benchmarks(groups, count):
    """(what it is called, the benchmark or None) of all that there could be."""
    for group in groups:
        yield typical_name(group), group.typical
        yield f"{name(group)}, the {count} best", group.best


def results(groups, count, target):
    headings = ["Group", "Asked", "Received", "Left out: late", "Left out: not asked", "Counted", "Response rate, per cent",
                "Covered by others", "Answered for", "Share answered for, per cent"]
    asked = [[name(group), group.asked, group.received, group.late, group.outside, group.n, group.rate(), *group.reach()] for group in groups]
    covered = [row[7].value if isinstance(row[7], Figure) else row[7] for row in asked]
    read = None if any(one not in (0, None) for one in covered) else (headings[:7], [row[:7] for row in asked])
    yield Table("svar", "Who was asked, who has answered", headings, asked, page=read)
    rows = []
    for called, one in benchmarks(groups, count):
        cells = [Figure(None, "–")] * (6 if target else 5)
        if one:
            cells = [one.n, one.result["level"], one.result["points"], one.result["measures"], MEASURES, *([one.left(target)] if target else [])]
        rows.append([called, *cells])
    yield Table("typiska", "Typical members and the best", ["Benchmark", "Made of", "Level", "Points", "Measures", "Highest possible",
                                                            *(["Left to the target"] if target else [])], rows)
    if groups[0].published:
        return
    yield Table("atgarder", "The fewest and the most measures", ["Group", "Fewest", "second fewest", "third fewest", "Most", "second most",
                                                                 "third most"],
                [[name(group), *group.ends(False), *group.ends(True)] for group in groups])
    if target:
        yield Table("malet", "Members with measures left to the target", ["Group", "Counted", "With measures left"],
                    [[name(group), group.n, sum(is_behind(group.edition, one.counted, target) for one in group.chosen)] for group in groups])


def by_area(edition, groups, count):
    yield Table("tabell-01", "Table 1. How large a part of each group reaches a level in each area, per cent",
                ["Area", *map(name, groups)],
                [[called, *(group.reaches(area) for group in groups)] for area, called in AREAS.items()])
    for place, group in enumerate(groups):
        numbers = [f"Table {2 * place + 2 + more}. " if group.group else "" for more in (0, 1)]
        files = [f"tabell-{2 * place + 2 + more:02}" if group.group else f"{word}-alla"
                 for more, word in enumerate(("omradespoang", "omradesantal"))]
        shown = [one for one in (group.typical, group.best) if one]
        most = {area: group.typical.areas[area]["max"] for area in AREAS} if shown else {}
        rows = [[called, *(one.areas[area]["points"] for one in shown), most[area]] for area, called in AREAS.items() if shown]
        rows += [["All areas, added", *(one.result["standing"][3] for one in shown), sum(most.values())]] if shown else []
        yield Table(files[0], f"{numbers[0]}{name(group)}: area points of the typical member",
                    ["Area", typical_name(group), *([f"The {count} best"] if group.best else []), "Highest possible"], rows)
        yield Table(files[1], f"{numbers[1]}{name(group)}: organisations above each level in each area",
                    ["Area", "above level 0", "above level 1", "above level 2"], [[called, *group.above(area)] for area, called in AREAS.items()])
    there = [(called, one) for called, one in benchmarks(groups, count) if one]
    yield Table("omradesnivaer", "Area levels of typical members and the best", ["Area", *(called for called, _ in there)],
                [[called, *(one.areas[area]["level"] for _, one in there)] for area, called in AREAS.items() if there])


def typical_answers(edition, groups, count):
    there = [(called, one) for called, one in benchmarks(groups, count) if one]
    if not there:
        return
    figures = {"Organisations": lambda one: one.n, "Level": lambda one: one.result["level"], "Points": lambda one: one.result["points"],
               "Measures": lambda one: one.result["measures"]}
    yield Table("typiska-svar-1", "The benchmarks' own results", ["Figure", "", *(called for called, _ in there)],
                [[label, "", *(figure(one) for _, one in there)] for label, figure in figures.items()])
    yield Table("typiska-svar-2", "The typical answers", ["Question", "Topic", *(called for called, _ in there)],
                [[i, TOPICS[i], *(one.words(i) for _, one in there)] for i in edition.questions])


def lists(groups):
    for group in groups:
        if group.lists is None:
            continue
        for word, key, title in (("jamna", "even", "from 1/3 to 2/3 have points on the question"),
                                 ("fa", "few_teach", "fewer than 1/3 have points on the question, or nobody")):
            yield Table(f"{word}-{group.group or 'alla'}", f"{name(group)}: {title}", ["No.", "Question", "can teach", "can learn"],
                        [[row["question"], TOPICS[row["question"]], row["with"], row["without"]] for row in group.lists[key]])


def standings(groups):
    yield Table("resultattal", None, ["Group", "Place", "Level", "Area levels, added", "Points", "Area points, added"],
                [[name(group), place, *standing] for group in groups if group.group
                 for place, standing in enumerate(group.standings(), 1)], media=("data",))


def model(edition):
    yield Table("tabell-08", "Table 8. What each level demands",
                ["Level", "Sections", "Questions", "Least points on each", "Least points in all", "Most unsure, per cent"],
                [[str(level), ", ".join(map(str, one["sections"])), len(edition.of_level(level)), one["min_points_each"], one["min_total"],
                  one["max_uncertain_percent"]] for level, one in edition.levels.items()])
    for number, (title, ticked) in EXAMPLES.items():
        who = [*map(str, range(1, 8)), "Benchmark"]
        yield Table(f"tabell-{number}", f"Table {int(number)}. Example of a benchmark: {title}", ["Organisation", "Ticked", "Answer", "Points"],
                    [[one, options, "yes" if points else "no", points] for one, (options, points) in zip(who, ticked)])


def expected(edition, everyone, asked, late=False, count=30, target=None):
    """Every table of an unpublished report, in English."""
    groups = [Group(edition, everyone, asked, group, late, count) for group in [*edition.groups, None]]
    return [*of_statistics(counted_statistics(edition, everyone, asked, late)), *results(groups, count, target), *by_area(edition, groups, count),
            *typical_answers(edition, groups, count), *lists(groups), *standings(groups), *model(edition)]


# ---- what may be published ----

def cell(value):
    return value if isinstance(value, int) else Figure(value, "–")


class PublishedTypical:
    """What `benchmark --publish --json` tells."""

    def __init__(self, said):
        self.n, self.result = said["n"], said["result"]
        self.areas = {area["id"]: area for area in self.result["areas"]}
        self.rows = {row["id"]: row for row in said["questions"]}

    def words(self, question):
        row = self.rows[question]
        if row["answer"] is None:
            return Figure(None, "–")
        return (" ".join(map(str, row["yes"])) or "no") + (" *" if row["close"] else "")


class PublishedGroup:
    """What `stats`, `benchmark` and `cooperate` tell of a group with --publish. .typical, .best, .lists:
    None where they refuse."""

    published = True

    def __init__(self, row, said, count):
        self.row, self.group = row, row["group"]
        words = [] if self.group is None else ["--group", self.group]
        def told(*command):  # of a group whose tables are withheld the report has nothing
            return None if row["withheld"] else said(*command)
        typical, best = told("benchmark", *words), told("benchmark", *words, "--best", count)
        self.lists = told("cooperate", *words)
        self.typical, self.best = typical and PublishedTypical(typical), best and PublishedTypical(best)
        self.asked, self.late, self.outside, self.n = (cell(row[key]) for key in ("population", "late", "outside", "counted"))
        came = [row[key] for key in ("on_time", "late", "outside")]
        self.received = cell(sum(came) if all(isinstance(one, int) for one in came) else None)

    def rate(self):
        asked, counted = self.row["population"], self.row["counted"]
        known = isinstance(asked, int) and isinstance(counted, int)
        return percent(counted, asked) if known else None

    def reach(self):
        asked, answered = self.row["population"], self.row["answered_for"]
        known = isinstance(asked, int) and isinstance(answered, int)
        return cell(self.row["covered"]), cell(answered), percent(answered, asked) if known else None

    def above(self, area):
        return [cell(one) for one in self._area(area)["above"]]

    def reaches(self, area):
        levels, some = self._area(area)["at_level"], self._area(area)["above"][0]
        whole = sum(levels) if all(isinstance(one, int) for one in levels) else self.row["counted"]
        return percent(some, whole) if isinstance(some, int) and isinstance(whole, int) else Figure(None, "–")

    def _area(self, area):
        return next(one for one in self.row["areas"] if one["id"] == area)


def expected_published(edition, stats, said, count):
    """Every table of a report that is published. stats: what `stats` tells in that form; said: (command, words) to what it tells,
    or None where it refuses."""
    groups = [PublishedGroup(row, said, count) for row in stats["groups"]]
    return [*of_statistics(stats), *results(groups, count, None), *by_area(edition, groups, count),
            *typical_answers(edition, groups, count), *lists(groups), *model(edition)]


def target_of(path):
    return {one["question"]: one["yes"] for one in json.loads(Path(path).read_text(encoding="utf-8"))["measures"]}


# ---- what it does show ----

def data(directory):
    """{file: rows}."""
    found = {}
    for path in (directory / "tabeller").iterdir():
        text = path.read_text(encoding="utf-8-sig")
        found[path.stem] = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    return found


def page(directory):
    """{caption: rows}; of a table that goes on below, the parts beside each other."""
    found = {}
    for caption, rows in Page((directory / "rapport.html").read_text(encoding="utf-8")).tables:
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        if caption not in found:
            found[caption] = rows
            continue
        shared = next(place for place in range(len(rows[0])) if any(one[place] != other[place] for one, other in zip(rows, found[caption])))
        found[caption] = [one + other[shared:] for one, other in zip(found[caption], rows)]
    return found


def sheets(directory, titles):
    """{title: rows}: those below a row with one of the titles alone, up to the next row of one text."""
    found = {}
    for sheet in Workbook(directory / "rapport.xlsx").sheets.values():
        rows = None
        for row in sheet:
            cells = {letter: cell for letter, cell in row.items() if cell not in (None, "")}
            if list(cells) == ["A"] and cells["A"] in titles:
                rows = found[cells["A"]] = []
            elif list(cells) == ["A"] and str(cells["A"]).endswith("."):  # a sentence below a table
                rows = None
            elif rows is not None and cells:
                rows.append([cells.get(chr(65 + place), "") for place in range(max(ord(letter) for letter in cells) - 64)])
    return found


def same(one, other):
    """Whether two cells say the same: a blank is nothing, and a number one whatever it is made of."""
    one, other = (cell.strip() if isinstance(cell, str) else cell for cell in (one, other))
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) < 1e-12


def same_row(one, other):
    width = max(len(one), len(other))
    return all(map(same, *(row + [""] * (width - len(row)) for row in (list(one), list(other)))))


def apart(where, said, wanted):
    if said is None:
        return [f"{where}: is not there"]
    lines = [f"{where}, row {place}: {one} instead of {other}" for place, (one, other) in enumerate(zip(said, wanted)) if not same_row(one, other)]
    return ([f"{where}: {len(said)} rows instead of {len(wanted)}"] if len(said) != len(wanted) else []) + lines[:3]


def differences(directory, tables):
    """Where the report is not what it must be: lines for people."""
    shown, pages = data(directory), page(directory)
    books = sheets(directory, {title for table in tables if "sheet" in table.media and table.title for title, _ in table.sheets()})
    found = [f"{file}.csv is not expected" for file in sorted(set(shown) - {table.file for table in tables})]
    for table in tables:
        found += apart(f"{table.file}.csv", shown.get(table.file), table.data())
        if table.rows and "page" in table.media:
            found += apart(f"page, {table.title}", pages.get(table.title), table.read())
        if table.rows and "sheet" in table.media:
            for title, rows in table.sheets():
                found += apart(f"workbook, {title}", books.get(title), rows)
    return found
