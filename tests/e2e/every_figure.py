"""Every figure that is shown of a round, in text, CSV, page and workbook, is that of the JSON, which population.py counts
itself; and none is shown beside those."""
import csv
import io
import json
import re

from figurekit import ABOUT, AREAS, LEVELS, TYPICAL, UNREAD, WORDING, Page, Round
from sigill_test import msb, run, test
from workbookkit import Workbook
from worldkit import shared_world

AGAIN = "--again"  # the world is published in every form here
# Whom a table is about, and whether it may be published.
CHOICES = [["--round", name, *words] for name, words in (
    ("2021", []), ("2023", []), ("2021", ["--late"]), ("2021", ["--group", "region"]), ("2021", ["--together"]),
    ("2021", ["--tag", "county=Silverlandet"]), ("2021", ["--publish", AGAIN]), ("2021", ["--publish", AGAIN, "--together"]),
    ("2021", ["--publish", AGAIN, "--late", "--min-group", "11"]), ("2021", ["--publish", AGAIN, "--group", "kommun"]),
    ("2021", ["--publish=rounded", AGAIN]), ("2021", ["--publish=rounded", AGAIN, "--tag", "size"]), ("2021", ["--publish=rounded", AGAIN, "--late", "--min-group", "11"]))]


def is_public(words):
    return AGAIN in words


def differences(said, expected):
    """Of two lists: the first lines that differ."""
    found = [f"{one!r} instead of {other!r}" for one, other in zip(said, expected) if one != other]
    return [*([f"{len(said)} instead of {len(expected)}"] if len(said) != len(expected) else []), *found[:5]]


def equal(said, expected, about):
    found = differences(list(said), list(expected))
    assert not found, f"{about}: {'; '.join(found)}"


# ---- CSV ----

@test
def test_csv_holds_every_figure_and_no_other(directory):
    for words in CHOICES:
        shown = shared_world().does("stats", *words, "--csv").raw.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(shown, newline=""), delimiter=";"))
        assert lines[0] == ["group", "table", "row", "column", "value"], lines[0]
        expected = [[group, table, f"'{row}" if table == "classes" else row, column, value] for (group, table, row, column), value
                    in Round(shared_world().says("stats", *words)).data().items()]
        equal(sorted(lines[1:]), sorted(expected), words)


# ---- text ----

def fits(shown, full):
    """Whether it is the whole text, or its beginning."""
    return shown == full or shown.endswith("…") and full.startswith(shown[:-1]) and len(shown) > 3


def check_bar(shown, figure):
    """A bar is as long as its part is of the whole, and neither empty nor full unless that is so."""
    if not isinstance(figure.value, int):
        assert shown == "", shown
        return
    full = shown.count("█")
    assert shown == "█" * full + "░" * (len(shown) - full) and abs(full / len(shown) - figure.value / figure.of) < 1 / len(shown), shown
    assert (full > 0) == (figure.value > 0) and (full == len(shown)) == (figure.value >= figure.of), shown


def check_text_row(line, row, table, bars):
    label, figures, _ = row
    assert fits(line[:table.width].strip(), label.strip()), (line, label)
    rest, bar = re.fullmatch(r"([^█░]*)([█░]*)", line[table.width:]).groups()
    assert rest.split() == " ".join(figure.words() for figure in figures).split(), (line, [figure.words() for figure in figures])
    if bars:
        check_bar(bar, bars)
    else:
        assert bar == "", line


def check_text_headings(lines, table):
    """The title has a line of its own where it is long; gives how many lines there are."""
    over = [] if len(table.title) <= table.width else [table.title]
    first = table.label if over else table.title
    assert lines[:len(over)] == over and lines[len(over)][:table.width].strip() == first, lines[:2]
    left = lines[len(over)][table.width:].strip()
    for name in table.columns:
        shown = re.match(rf"({re.escape(name)}|\S.*?…)\s*", left)
        assert shown and fits(shown[1], name), (lines, name)
        left = left[shown.end():]
    assert left == "", lines
    return len(over) + 1


def in_text(table, last):
    """A table with what text shows of it, and for each row the figure that is drawn, or None."""
    rows, bars = table.read(), [None] * len(table.rows)
    if table.title == "Response rate":
        table.columns = [name for name in table.columns if name not in UNREAD]
        rows = [(label, [*figures[:3], *figures[4:6], figures[9]], words) for label, figures, words in rows]
        bars = [figures[-1] for _, figures, _ in rows]
    if table.title == "Organisations by points":
        most = max((figures[last].value for _, figures, _ in rows if isinstance(figures[last].value, int)), default=0)
        bars = [type(figures[last])(figures[last].value if most else None, "", of=most) for _, figures, _ in rows]
    return rows, bars


def check_text(shown, expected):
    blocks = [block.split("\n") for block in shown.rstrip("\n").split("\n\n")]
    assert " ".join(blocks[0]) == " ".join([expected.heading(), *expected.remarks()]), blocks[0]
    tables = [table for table in expected.tables if "text" in table.media]
    assert len(blocks) == 1 + len(tables), (len(blocks), len(tables))
    for lines, table in zip(blocks[1:], tables):
        rows, bars = in_text(table, len(expected.groups) - 1)
        if not rows:
            assert [line.strip() for line in lines] == [table.title, "none"], lines
            continue
        lines = lines[check_text_headings(lines, table):]
        more = len(table.rows) - len(rows)
        assert lines[len(rows):] == ([f" … and {more} more"] if more else []), lines[len(rows):]
        for line, row, bar in zip(lines, rows, bars):
            check_text_row(line, row, table, bar)


@test
def test_text_shows_every_figure_and_no_other(directory):
    for words in CHOICES:
        try:
            check_text(shared_world().does("stats", *words).out, Round(shared_world().says("stats", *words)))
        except AssertionError as wrong:
            raise AssertionError(f"stats {words}") from wrong


# ---- page ----

LEGEND = [f"Level {level}{', ' + name if name else ''}" for level, name in zip(
    LEVELS, ["", *(section["name"] for section in WORDING["sections"])])]
FIGURE = re.compile(r"[0-9]|–|<3")


def near(shown, expected, within=0.11):
    assert abs(float(str(shown).rstrip("%")) - expected) <= within, (shown, expected)


def described(names, figures):
    return "".join(f"{name}: {figure.sign()}. " for name, figure in zip(names, figures))


def check_shares(drawing, title, figures, whole):
    """A bar of the levels: its words, and what is drawn in it, of all of the counted."""
    assert drawing.kind == "shares" and drawing.words("title") == [title], (drawing.words("title"), title)
    assert drawing.words("desc") == [described([f"Level {level}" for level in LEVELS], figures)], drawing.words("desc")
    shown = [(f"kind-{level}", 100 * figure.value / whole) for level, figure in enumerate(figures)
             if whole and isinstance(figure.value, int) and figure.value]
    rest = 100 - sum(width for _, width in shown)
    shown += [("untold", rest)] if rest > 0.1 else []
    assert [rect["class"] for rect in drawing.rects] == [name for name, _ in shown], drawing.rects
    at, told = 0, []
    for rect, (name, width) in zip(drawing.rects, shown):
        near(rect["x"], at)
        near(rect["width"], width)
        at += width
        if float(rect["width"].rstrip("%")) >= 8.5 and whole:
            told.append(figures[int(name[-1])].share() if name != "untold" else "–")
    assert drawing.words("text") == told, (drawing.words("text"), told)


def check_spread(drawing, title, classes, figures):
    """Columns of the classes, the highest as high as there is room."""
    assert drawing.kind == "spread" and drawing.words("title") == [title], drawing.words("title")
    assert drawing.words("desc") == [described(classes, figures)], drawing.words("desc")
    counts = [figure.value if isinstance(figure.value, int) else 0 for figure in figures]
    drawn = [(place, count) for place, count in enumerate(counts) if count]
    assert len(drawing.rects) == len(drawn), drawing.rects
    for rect, (place, count) in zip(drawing.rects, drawn):
        near(rect["x"], 100 * (place + 1 / 8) / len(counts))
        near(rect["height"], 130 * count / max(counts), 0.51)
        assert int(rect["y"]) + int(rect["height"]) == 146, rect
    signs = [figure.sign() for figure in figures if figure.value != 0]
    assert [text for _, kind, text in drawing.texts if kind == "count"] == signs, drawing.texts
    assert [text for _, kind, text in drawing.texts if kind == "label"] == [name.split("–")[0] for name in classes[::2]]
    assert len(drawing.words("text")) == len(signs) + 10, drawing.words("text")


def check_standings(drawing, ranked):
    """A column for each organisation, as high as its points, and how many there are at each level."""
    told = []
    for level in reversed(LEVELS):
        points = [one["points"] for one in ranked if one["level"] == level]
        told.append(f"Level {level}: {len(points)}{f'; from {points[-1]} to {points[0]} points' if points else ''}. ")
    assert drawing.words("desc") == ["".join(told)], drawing.words("desc")
    lowest = ranked[::-1]
    assert [(rect["class"], int(rect["height"]), int(rect["y"]), int(rect["x"])) for rect in drawing.rects] == [
        (f"kind-{one['level']}", 10 * one["points"], 2000 - 10 * one["points"], 10 * place) for place, one in enumerate(lowest)]
    levels = [one["level"] for one in lowest]
    wide = [str(level) for level in LEVELS if 1000 * levels.count(level) >= 35 * len(levels)]
    assert drawing.words("text") == ["50", "100", "150", "200", *wide], (drawing.words("text"), wide)


def check_page_tables(page, expected):
    tables = [table for table in expected.tables if "page" in table.media and table.rows]
    assert [caption for caption, _ in page.tables] == [None, *(table.title for table in tables[1:])], page.tables
    for (_, said), table in zip(page.tables, tables):
        columns, rows = table.columns, table.read()
        if table.title == "Response rate":
            columns = [name for name in columns if name not in UNREAD]
            rows = [(label, [*figures[:3], *figures[4:6], figures[9]], words) for label, figures, words in rows]
        equal(said, [[table.label, *columns], *([label, *(figure.words() for figure in figures)] for label, figures, _ in rows)],
              table.title)


def expected_texts(expected, issued):
    """The texts with a figure in them that stand in no table and in no drawing."""
    one, last = expected.said["round"], len(expected.groups) - 1
    legend = LEGEND + (["–"] if expected.said["published"] else [])
    holding = next(table for table in expected.tables if table.title == "Questions that hold back")
    own = [question["question"] for question in expected.groups[-1]["holding"] or []][:3]
    first = [figures[last].sign() for _, figures, _ in holding.rows]
    found = [f"Round {one['id']} – {WORDING['title']}", f"Round {one['id']}", WORDING["title"], WORDING["title"], f"Round {one['id']}",
             *([f"{one['opens']} – {one['closes']}"] if one["opens"] else []), f"report of {issued}", *expected.remarks(), *legend,
             *(f"{figure.sign()} counted" for figure in expected.tables[1].rows[0][1]),
             *(f"Question {question}: {sign} organisations" for question, sign in zip(own, first)), *legend,
             *(f"{place}. {name}" for place, name in enumerate(AREAS.values(), 1))]
    for group in expected.groups:
        if all(one["count"] is None for one in group["points"]["classes"]):
            found.append("– not shown")
    more = len(holding.rows) - len(holding.read())
    return [text for text in found if FIGURE.search(text)] + ([f"… and {more} more"] if more else [])


def check_page_drawings(page, expected, ranked):
    drawings = [drawing for drawing in page.drawings if drawing.kind != "shares cell"]
    rates = [figures[9] for _, figures, _ in expected.tables[0].rows if figures[9].value is not None]
    for figure in rates:
        bar = drawings.pop(0)
        assert bar.kind == "bar" and len(bar.rects) == 2 and not bar.texts, bar.rects
        near(bar.rects[1]["width"], 300 * figure.value / figure.of)
    for place, (group, name) in enumerate(zip(expected.groups, expected.names)):
        figures = [figures[place] for label, figures, _ in expected.tables[1].rows if re.fullmatch(r"Level \d", label)]
        check_shares(drawings.pop(0), f"Overall levels: {name}", figures, expected.whole(lambda group: group["levels"])(group))
    if ranked:
        check_standings(drawings.pop(0), ranked)
    at_level = expected.tables[2].rows
    for place, name in enumerate(AREAS.values()):
        figures = [figures[-1] for _, figures, _ in at_level[5 * place:5 * place + 5]]
        whole = expected.whole(lambda group: group["areas"][place]["at_level"])
        check_shares(drawings.pop(0), name, figures, whole(expected.groups[-1]))
    classes = next(table for table in expected.tables if table.title == "Organisations by points").rows
    for place, name in enumerate(expected.names):
        figures = [figures[place] for _, figures, _ in classes]
        if any(figure.value is not None for figure in figures):
            check_spread(drawings.pop(0), f"Organisations by points: {name}", [label for label, _, _ in classes], figures)
    assert drawings == [], [drawing.words("title") for drawing in drawings]


def check_page(shown, expected, ranked):
    page = Page(shown)
    check_page_tables(page, expected)
    check_page_drawings(page, expected, ranked)
    issued = re.search(r"report of ([0-9]{4}-[0-9]{2}-[0-9]{2})", shown)[1]
    texts = [text for _, text in page.texts if FIGURE.search(text)]
    assert texts.pop().startswith("Sigill "), texts
    equal(texts, expected_texts(expected, issued), "texts")


@test
def test_the_page_shows_every_figure_and_no_other(directory):
    for words in CHOICES:
        expected = Round(shared_world().says("stats", *words))
        ranked = [] if is_public(words) else shared_world().says("rank", *[word for word in words if word != "--together"])["organisations"]
        try:
            check_page(shared_world().does("stats", *words, "--html").out, expected, ranked)
        except AssertionError as wrong:
            raise AssertionError(f"stats {words}: {wrong}") from wrong


# ---- workbook ----

def grid(rows):
    """A sheet's rows as lists from column A on, without empty cells at their ends; no text is nothing."""
    found = []
    for row in rows:
        places = {sum(26 ** power * (ord(letter) - 64) for power, letter in enumerate(reversed(name))) - 1: value or None
                  if isinstance(value, str) else value for name, value in row.items()}
        last = max((place for place, value in places.items() if value is not None), default=-1)
        found.append([places.get(place) for place in range(last + 1)])
    return found


def trimmed(row):
    row = [None if value == "" else value for value in row]
    while row and row[-1] is None:
        row.pop()
    return row


def same_cell(said, expected):
    if isinstance(said, float) and isinstance(expected, (int, float)):
        return abs(said - expected) < 1e-12 * max(1, abs(expected))
    return said == expected


def check_grid(said, expected, about):
    expected = [trimmed(row) for row in expected]
    wrong = [(one, other) for one, other in zip(said, expected)
             if len(one) != len(other) or not all(map(same_cell, one, other))]
    assert not wrong and len(said) == len(expected), (about, len(said), len(expected), wrong[:3])


def sheet_tables(table):
    """The rows of a table on its sheet, and those of its shares."""
    if not table.rows:
        return [[table.title], ["none"]]
    found = [[table.title], [table.label, *table.columns]]
    found += [[label, *(figure.number() for figure in figures)] for label, figures, _ in table.rows]
    shares = [[label, *(figure.share_number() for figure in figures)] for label, figures, _ in table.rows
              if any(figure.whole for figure in figures)]
    if table.shares and shares:
        found += [[f"{table.title} ({table.shares})"], [table.label, *table.columns], *shares]
    return found


def expected_sheets(expected, marking):
    found = {}
    for table in expected.tables:
        if table.sheet not in found:
            found[table.sheet] = [[table.sheet], [marking], [ABOUT[table.sheet]]]
        if "sheet" in table.media:
            found[table.sheet] += sheet_tables(table)
    found["Overview"][2:3] = [[line] for line in [expected.heading(), *expected.remarks()]]
    return found


def benchmarks(expected, words):
    """[(what the benchmark is called, what `benchmark --json` says)] of those that are shown."""
    found = []
    for group, name in zip(expected.groups, expected.names):
        least = () if "--publish=rounded" in words else ("--min-group", "11")
        own = [word for word in words if word not in ("--together", *least)]
        result = msb("benchmark", "-r", shared_world().register, "-k", shared_world().keys, "--json", *own,
                     *(["--group", group["group"]] if group["group"] else []))
        if result.status == 0 and json.loads(result.out)["n"] > 0:
            found.append((TYPICAL.get(group["group"], name), json.loads(result.out)))
    return found


WITHHELD_REMARK = ("A dash instead of an answer: nothing is shown of that question, since its counts would reveal one or two. Level, points "
                   "and measures are counted without it, and may be higher.")
CLOSE_REMARK = "*: decided on rounded counts, so closely that the exact ones could have decided otherwise."


def listed(question):
    if question["answer"] is None:
        return "–"
    return (" ".join(map(str, question["yes"])) or "no") + (" *" if question["close"] else "")


def benchmark_rows(marking, shown):
    head = [["Benchmarks"], [marking]]
    if not shown:
        return [*head, ["No group is large enough for its benchmark to be published."]]
    names, told = [name for name, _ in shown], [one for _, one in shown]
    answers = [[place["id"], place["topic"], *(listed(one["questions"][number]) for one in told)]
               for number, place in enumerate(told[0]["questions"])]
    remarks = [CLOSE_REMARK] if any(question["close"] for one in told for question in one["questions"]) else []
    remarks += [WITHHELD_REMARK] if any(one["withheld"] for one in told) else []
    head += [[" ".join(remarks)]] if remarks else []
    return [*head, ["The benchmarks' own results"], ["Figure", " ", *names], ["Organisations", None, *(one["n"] for one in told)],
            *([name, None, *(one["result"][name.lower()] for one in told)] for name in ("Level", "Points", "Measures")),
            ["The typical answers"], ["Question", "Topic", *names], *answers]


def organisation_rows(marking, ranked, members):
    """What the JSON does not say of each is counted."""
    counted = {member.organisation.number: member.counted for member in members}
    rows = [["Organisations"], [marking], ["By standing; the last columns are the levels of areas"],
            ["Place", "Organisation", "Number", "Group", "Level", "Sum of area levels", "Points", "Sum of area points", "Measures",
             "Unsure", "Next level", "Measures left", "Questions below the minimum", "Points left", "Too many unsure", *AREAS.values()]]
    for one in ranked:
        own = counted[one["number"]]
        rows.append([one["place"], one["organisation"], one["number"], one["group"], *one["standing"], own.measures, len(own.unsure),
                     *((own.to_next() or dict.fromkeys(("level", "measures", "questions", "points", "unsure"))).values()), *(own.area_levels[area] for area in AREAS)])
    return rows


def check_chart(book, expected):
    """The chart draws the rows of the shares of the levels, and nothing else."""
    chart = book.parts["xl/charts/chart1.xml"].decode()
    headings = [number for number, row in book.numbered["Levels"].items() if row.get("A") == "Level"]
    last = "ABCDE"[len(expected.groups)]
    rows = [headings[-1] + 1 + level for level in LEVELS]
    assert re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", chart) == [
        f"Levels!$B${row}" + (f":${last}${row}" if last != "B" else "") for row in rows], rows
    kept = [float(value) for value in re.findall(r"<c:v>([0-9.e+-]+)</c:v>", chart)]
    cells = [list(book.numbered["Levels"][row].values())[1:] for row in rows]
    assert kept == [value if isinstance(value, float) else 0 for row in cells for value in row], kept  # of "–" no bar is drawn


@test
def test_the_workbook_shows_every_figure_and_no_other(directory):
    asked = {"2021": shared_world().population.asked, "2023": None}
    for number, words in enumerate(words for words in CHOICES if "--group" not in words):
        path, public = directory / f"{number}.xlsx", is_public(words)
        expected, marking = Round(shared_world().says("stats", *words)), "öppen" if public else "begränsat hemlig"
        shared_world().does("export", *words, "-o", path)
        book, sheets = Workbook(path), expected_sheets(expected, marking)
        if expected.tag is None:
            sheets["Benchmarks"] = benchmark_rows(marking, benchmarks(expected, words))
        if not public:
            ranked = shared_world().says("rank", *[word for word in words if word != "--together"])["organisations"]
            sheets["Organisations"] = organisation_rows(marking, ranked, shared_world().members(words[1], asked[words[1]]))
        assert list(book.sheets) == list(sheets), list(book.sheets)
        for name, rows in sheets.items():
            check_grid(grid(book.sheets[name]), rows, (words, name))
        check_chart(book, expected)


run()
