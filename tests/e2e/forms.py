"""One result, many forms: what text, JSON, CSV, page and workbook show of the generated population is the same."""
import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_groups import response, selected  # noqa: E402
from sigill_test import run, test  # noqa: E402
from workbookkit import Workbook  # noqa: E402
from worldkit import World  # noqa: E402

GROUPS = ["kommun", "region", "myndighet", None]  # in the order of the rows; the last are all


# ---- the response rate ----

def percent(part, whole):
    """Rounded, a half up, as people do."""
    return (200 * part + whole) // (2 * whole)


def shown(text):
    """A rate that stands there; None if it is hidden."""
    found = re.search(r"(<?)(\d+) %", text)
    return None if not found else 0 if found.group(1) else int(found.group(2))


def rates(asked, everyone, late):
    """{group: (counted, asked)}: the rate is of those who are counted, whoever that is, of those who were asked."""
    return {group: (len(selected(everyone, group, late)), response(everyone, asked, group)["population"])
            for group in GROUPS}


def in_json(world, words):
    groups = json.loads(world.does("stats", "--json", *words).out)["groups"]
    return {row["group"]: (row["counted"], row["population"]) for row in groups}


def in_csv(world, words):
    told = {}
    for row in csv.DictReader(io.StringIO(world.does("stats", "--csv", *words).out.lstrip("\ufeff")), delimiter=";"):
        if row["table"] == "response":
            told.setdefault(None if row["group"] == "all" else row["group"], {})[row["column"]] = row["value"]
    return {group: (int(row["counted"]), int(row["population"]) if row["population"] else None) for group, row in told.items()}


def in_text(world, words):
    lines = world.does("stats", *words).out.splitlines()
    table = lines[next(place for place, line in enumerate(lines) if line.startswith("Response rate")):][1:]
    return {group: shown(line) for group, line in zip(GROUPS, table)}


def in_page(world, words):
    page = world.does("stats", "--html", *words).out
    table = page[page.index('<table class="response">'):]
    rows = re.findall(r"<tr>.*?</tr>", table[table.index("<tbody>"):table.index("</table>")], re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(?:<b>)?(.*?)(?:</b>)?</td>", row)[-1] for row in rows]
    return {group: shown(cell) for group, cell in zip(GROUPS, cells, strict=True)}


def in_workbook(world, words, path):
    world.does("export", *words, "-o", path)
    rows = Workbook(path).sheets["Overview"]
    first = next(place for place, row in enumerate(rows) if row.get("A") == "Group")
    share = next(column for column, heading in rows[first].items() if heading == "Share")
    return {group: row.get(share) for group, row in zip(GROUPS, rows[first + 1:])}


@test
def test_the_response_rate_is_one_in_every_form_late_ones_or_not(directory):
    world = World(directory)
    asked, everyone = world.declare()["2021"]
    seen = set()
    for late in (False, True):
        for publish in (False, True):
            words = ["--round", "2021", *(["--late"] if late else []), *(["--publish", "--again"] if publish else [])]
            true = rates(asked, everyone, late)
            told = in_json(world, words)
            hidden = {group for group, (_, population) in told.items() if population is None}
            assert told == {group: (counted, None if group in hidden else population)
                            for group, (counted, population) in true.items()}, (words, true)
            assert (hidden != set()) == (publish and not late), hidden  # one or two late ones would follow
            whole = {group: None if group in hidden else percent(*rate) for group, rate in true.items()}
            assert in_csv(world, words) == told, (words, told)
            assert in_text(world, words) == whole, (words, whole)
            assert in_page(world, words) == whole, (words, whole)
            told = in_workbook(world, words, directory / f"{late}{publish}.xlsx")
            for group, (part, asked_there) in true.items():
                assert told[group] is None if group in hidden else abs(told[group] - part / asked_there) < 1e-9, (words, told)
            if not publish:
                seen.add(tuple(whole.values()))
    assert len(seen) == 2, seen  # late ones change it


# ---- the tables ----

def texts(element):
    return " ".join("".join(element.itertext()).split())


@test
def test_every_form_has_the_same_tables_rows_and_groups(directory):
    world = World(directory)
    world.declare()
    for words in ([], ["--late"], ["--publish"], ["--publish=rounded", "--again"]):
        words = ["--round", "2021", *words]
        world.does("export", *words, "--force", "-o", directory / "tables.xlsx")
        strings = {string.strip() for string in Workbook(directory / "tables.xlsx").strings}
        text = world.does("stats", *words).out
        page = ElementTree.fromstring(world.does("stats", *words, "--html").out)
        tables = [table for table in page.iter("table") if table.find("caption") is not None]
        assert len(tables) >= 12, len(tables)
        for table in tables:
            caption = texts(table.find("caption"))
            assert caption in strings and f"\n{caption} " in text, caption
            for heading in table.iter("th"):
                assert texts(heading) in strings, (caption, texts(heading))
            for row in table.find("tbody"):
                assert re.search(rf"\n *{re.escape(texts(row[0])[:28])}", text), (caption, texts(row[0]))


# ---- the cells ----

SIGN = re.compile(r"(–|<3|\d+(?:\.\d)?)(?: +\d+ %)?")


def signs(texts_of_cells):
    """What stands in cells, without the shares beside the numbers; the last of them where a row's name comes first."""
    return [SIGN.match(text).group(1) for text in texts_of_cells]


def page_cells(page):
    """[(caption, name of the row, sign of each group)] of the tables with a caption."""
    return [(texts(table.find("caption")), texts(row[0]), signs(texts(cell) for cell in row[1:]))
            for table in page.iter("table") if table.find("caption") is not None for row in table.find("tbody")]


def book_cells(book):
    """{(title, name of the row): sign of each group}."""
    found, title = {}, None
    for row in (row for rows in book.sheets.values() for row in rows):
        name, *cells = row.values()
        title = title if cells else name
        if all(isinstance(cell, float) or cell in ("–", "<3") for cell in cells):
            found.setdefault((title, str(name).strip()), [
                cell if isinstance(cell, str) else f"{cell:.0f}" if cell == int(cell) else f"{cell:.1f}" for cell in cells])
    return found


def text_cells(text):
    """{(title, beginning of the row's name): sign of each group}; the text cuts what is long."""
    found, title, before = {}, None, ""
    for line in text.splitlines():
        if not before.strip():
            title = re.split(r"  +", line)[0]
        elif line.strip() and len(SIGN.findall(line)) >= len(GROUPS):
            found[title, line[:28].strip()] = SIGN.findall(re.sub("[█░]", "", line))[-len(GROUPS):]
        before = line
    return found


def csv_cells(text):
    """The sign of each group of every figure; what is hidden is empty there."""
    figures = {}
    for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"):
        figures.setdefault((row["table"], row["row"], row["column"]), []).append(row["value"] or "–")
    return list(figures.values())


@test
def test_every_cell_has_the_same_sign_in_every_form(directory):
    world = World(directory)
    world.declare()
    for words in ([], ["--late"], ["--publish"], ["--publish", "--min-group", "11"], ["--publish=rounded", "--again"]):
        words = ["--round", "2021", *words]
        world.does("export", *words, "--force", "-o", directory / "tables.xlsx")
        book, text = book_cells(Workbook(directory / "tables.xlsx")), text_cells(world.does("stats", *words).out)
        table = csv_cells(world.does("stats", *words, "--csv").out)
        cells = page_cells(ElementTree.fromstring(world.does("stats", *words, "--html").out))
        assert len(cells) > 90 and (len(words) > 2 and words[2] != "--late") == any("–" in row for _, _, row in cells)
        for title, name, row in cells:
            assert book[title, name] == row, (words, title, name, row, book[title, name])
            assert text[title, name[:28].strip()] == row, (words, title, name, row)
            assert row in table, (words, title, name, row)


@test
def test_the_table_of_responses_in_the_list_counts_who_came_in_time(directory):
    world = World(directory)
    asked, everyone = world.declare()["2021"]
    lines = world.does("list").out.splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Response, round 2021"))
    found = {line.split()[0]: int(re.search(r"(\d+) %", line).group(1)) for line in lines[first + 2:first + 6]}
    true = rates(asked, everyone, False)
    assert found == {group or "All": percent(*rate) for group, rate in true.items()}, (found, true)


run()
