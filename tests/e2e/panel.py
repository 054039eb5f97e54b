"""Two rounds part by part, `sigill-msb panel`: every figure is what tests/population counts, the parts add up to the round, and what is
published of them gives nobody away.

PANEL_PAIRS says how many pairs of rounds by chance are tried (`make torture`: 200)."""
import csv
import io
import json
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_panel import PARTS, parted, shown, tables, worked_out  # noqa: E402
from figurekit import Page  # noqa: E402
from pairkit import TWO_EDITIONS, Two, pair  # noqa: E402
from sigill_test import expect, flat, msb, refused, run, test, tree  # noqa: E402
from successionkit import EDITIONS, mapping, questions  # noqa: E402
from workbookkit import Workbook  # noqa: E402

COUNT = int(os.environ.get("PANEL_PAIRS", "4"))


def without_names(groups):
    return [{key: value for key, value in group.items() if key != "name"} for group in groups]


def cells(part):
    return [part["counted"], part["with_level"], *part["levels"], *(n for area in part["areas"] for n in area["at_level"]),
            *(row["yes"] for row in part["questions"])]


def check_parts(groups):
    """The two add up to the round, cell by cell."""
    for group in groups:
        for of in group["rounds"]:
            both, apart, whole = (cells(of[part]) for part in PARTS)
            assert [one + other for one, other in zip(both, apart)] == whole, (group["group"], of["round"])


@test
def test_parts_are_counted_and_add_up(directory):
    for seed in range(COUNT):
        two = Two(directory / str(seed), pair(seed))
        for late in (False, True):
            said, counted = two.says(*(["--late"] if late else [])), two.counted(late)
            assert without_names(said["groups"]) == counted, (seed, late)
            check_parts(said["groups"])
            assert (said["published"], said["form"], said["rounds"]) == (False, None, two.rounds)


@test
def test_parts_of_rounds_of_two_editions_are_counted(directory):
    for seed in range(COUNT):
        years = TWO_EDITIONS[seed % len(TWO_EDITIONS)]
        two = Two(directory / str(seed), pair(seed, years), years)
        for late in (False, True):
            said, counted = two.says(*(["--late"] if late else [])), two.counted(late)
            assert without_names(said["groups"]) == counted, (seed, late)
            check_parts(said["groups"])
        assert said["editions"] == [edition.id for edition in two.editions] and said["edition"] == said["editions"][1]
        check_relation(said["relation"], years)


def check_relation(said, years):
    related = mapping(*years)
    assert said["questions"] == [{"id": i, "kind": "new" if one is None else "same" if one[2] else "changed", "was": one and one[0]}
                                 for i, one in related.items()]
    assert said["gone"] == [i for i in questions(years[0]) if i not in {one[0] for one in related.values() if one}]
    assert [area["id"] for area in said["areas"]] == [area["id"] for area in EDITIONS[years[1]]["model"]["areas"]]


# ---- what may be published ----

def members_of(two, group):
    return parted(two.first, two.second, group, False)


def check_published(two, said, rounded, about):
    least = 10 if rounded else 5
    for group in said["groups"]:
        if group["group"] is None:
            continue
        truth = members_of(two, group["group"])
        assert group["rise"] is None
        for of, true, edition in zip(group["rounds"], truth, two.editions):
            sizes = [len(true[part]) for part in ("both", "apart")]
            assert of["withheld"] or all(size == 0 or size >= least for size in sizes), (about, sizes)
            if of["withheld"]:
                assert all(value is None for part in ("both", "apart") for value in cells(of[part])), about
                continue
            assert [of[part]["counted"] for part in PARTS] == [len(true[part]) for part in PARTS], about
            check_truth(edition, of, true, rounded, about)
            found = attacked(edition, of, true, rounded)
            assert not found, (about, group["group"], of["round"], found[:3])


def check_truth(edition, of, true, rounded, about):
    for part in PARTS:
        told, columns = shown(edition, of[part]), tables(edition, true[part])
        assert of[part]["median"] is None
        for table, row in told.items():
            for column, value in row.items():
                count = columns[table].count(column)
                if value == "<3":
                    assert count in (1, 2), (about, part, table, column)
                elif isinstance(value, int) and not rounded:
                    assert value == count and value not in (1, 2), (about, part, table, column)
                elif isinstance(value, int):  # levels are the sum of two that are rounded, with a role and without; scales of steps
                    assert value % 3 == 0 and (count > 0 or value == 0), (about, part, table, column, value, count)


def attacked(edition, of, true, rounded):
    """Levels are left to the program's own test: they are sums of two rounded counts."""
    told = {part: shown(edition, of[part]) for part in PARTS}
    columns = {part: tables(edition, true[part]) for part in PARTS}
    found = []
    for table in told["whole"]:
        scale = table[0] == "question" and edition.questions[table[1]]["kind"] == "scale"
        if rounded and (table == "levels" or scale):
            continue
        found += [(table, *one) for one in worked_out({part: told[part][table] for part in PARTS},
                                                      {part: columns[part][table] for part in PARTS}, rounded, rounded)]
    return found


@test
def test_S14_what_is_published_of_parts_gives_nobody_away(directory):
    showing = {"rounded": 0, "hidden": 0}
    for seed in range(COUNT):
        for form in showing:
            years = ((2021, 2021), *TWO_EDITIONS)[seed % 4]
            two = Two(directory / f"{seed}-{form}", pair(seed, years), years)
            done = two.run("--json", f"--publish={form}")
            said = json.loads(expect(done, 0).out)
            assert said["form"] == form and said["published"]
            check_published(two, said, form == "rounded", (seed, form))
            showing[form] += sum(isinstance(value, int) for group in said["groups"] if group["group"]
                                 for of in group["rounds"] for part in ("both", "apart") for value in cells(of[part]))
    assert all(showing.values()), showing


@test
def test_S14_a_round_is_parted_in_one_way(directory):
    two = Two(directory / "two", pair(1))
    expect(two.run("--json", "--publish=rounded"), 0)
    expect(two.run("--json", "--publish=rounded"), 0)  # the same again
    said, warned = two.run("--json", "--publish=rounded", rounds=two.rounds[::-1]), two.world.says("audit")["rows"]
    expect(said, 0, err="")  # nor is it another the other way round
    assert len({(row["subject"]["values"], row["subject"]["tables"]) for row in warned if row["kind"] == "publish"}) == 2
    two.world.does("round", "2022", "--edition", two.world.edition.id, "--opens", "2022-05-01", "--closes", "2022-09-30")
    before = two.world.says("audit")["rows"]
    refused(two.run("--publish=rounded", rounds=["2021", "2022"]), 1, "parted otherwise", "beside another round", "--again")
    refused(two.run("--publish=hidden"), 1, "--again")
    assert [row["kind"] for row in two.world.says("audit")["rows"]] == [row["kind"] for row in before]
    expect(two.run("--publish=hidden", "--again"), 0)


@test
def test_two_hidden_panels_that_leave_out_other_groups_are_warned_of(directory):
    two = Two(directory / "two", pair(0))
    said = json.loads(expect(two.run("--json", "--publish=hidden"), 0, err="").out)
    expect(two.run("--json", "--publish=hidden"), 0, err="")  # the same again
    least = min(of["both"]["counted"] for group in said["groups"] for of in group["rounds"] if of["both"]["counted"])
    told = flat(expect(two.run("--json", "--publish=hidden", "--min-group", least + 1), 0, err_has="publish only one of them").err)
    assert all(f"other tables of the round {number} were made" in told for number in two.rounds), told


# ---- how it looks ----

def check_csv(two, said):
    rows = list(csv.reader(io.StringIO(expect(two.run("--csv"), 0).out.lstrip("\ufeff"), newline=""), delimiter=";"))
    found = {}
    for group, name, part, table, row, column, value in rows[1:]:
        found.setdefault((group, name, part), []).append(int(value) if value else None)
    for group, name, part in found:
        of = next(one for one in said[None if group == "all" else group]["rounds"] if one["round"] == name)[part]
        wanted = [of["counted"], of["median"], *of["levels"], *(n for area in of["areas"] for n in area["at_level"]),
                  *(one["yes"] for one in of["questions"])]
        assert found[group, name, part] == wanted, (group, name, part)
    assert len(found) == 2 * 3 * len(said)


@test
def test_text_csv_page_and_workbook_say_the_same(directory):
    two = Two(directory / "two", pair(1))
    said = {group["group"]: group for group in two.says()["groups"]}
    check_csv(two, said)
    expect(two.run("--html", "-o", directory / "sida.html"), 0)
    expect(two.run("-o", directory / "bok.xlsx"), 0)
    page = Page((directory / "sida.html").read_text(encoding="utf-8"))
    sheets = Workbook(directory / "bok.xlsx").sheets
    everything = " ".join(str(cell) for sheet in sheets.values() for row in sheet for cell in row.values())
    text = expect(two.run(), 0).out
    for name in ("2021", "2023"):
        for part in ("everybody", "in both", "only then"):
            assert f"{name}, {part}" in text and f"{name}, {part}" in everything
    whole = said[None]["rounds"][0]["whole"]
    captions = dict(page.tables)
    row = next(row for row in captions["All"] if row[0] == "2021, everybody")
    assert [int(cell) for cell in row[1:2 + len(whole["levels"])]] == [whole["counted"], *whole["levels"]], row
    assert "The share with a level went from" in text and "of those who answered both times" in everything


def percent(part, whole):
    return f"{(200 * part + whole) // (2 * whole)} %" if whole else ""


@test
def test_of_two_editions_only_what_is_the_same_stands_beside_each_other(directory):
    years = (2021, 2023)
    two = Two(directory / "two", pair(1, years), years)
    said = {group["group"]: group for group in two.says()["groups"]}
    check_csv(two, said)
    expect(two.run("--html", "-o", directory / "sida.html"), 0)
    page = dict(Page((directory / "sida.html").read_text(encoding="utf-8")).tables)
    topics = {one["id"]: one["topic"] for one in EDITIONS[2023]["wording"]["questions"]}
    first, second = said[None]["rounds"]
    yes = [{part: {row["id"]: row["yes"] for row in of[part]["questions"]} for part in PARTS} for of in (first, second)]
    rows = {row[0]: row[1:] for row in page["All: with points on each question"][1:]}
    order = ("whole", "both", "apart")
    for number, one in mapping(*years).items():
        same = one is not None and one[2]
        row = rows[f"{number}. {topics[number]}" + ("" if same else " (new)" if one is None else " (changed)")]
        assert row[3:] == [percent(yes[1][part][number], second[part]["counted"]) for part in order], (number, row)
        assert row[:3] == ([percent(yes[0][part][one[0]], first[part]["counted"]) for part in order] if same else [""] * 3), (number, row)
    gone = page["Questions and areas that are new, changed and gone"]
    assert [row[2] for row in gone[1:]].count("gone") == 32 + 8 and [row[2] for row in gone[1:]].count("new") == 2
    text = " ".join(expect(two.run(), 0).out.split())
    assert "2021 answers Infosäkkollen" in text and "levels and points as a whole are not comparable" in text
    shares = [percent(sum(yes[place][part][number if place else one[0]] for number, one in mapping(*years).items() if one and one[2]),
                      5 * of[part]["counted"])[:-2] for part in ("whole", "both") for place, of in enumerate((first, second))]
    assert (f"answers with points went from {shares[0]} to {shares[1]} per cent of all, and from {shares[2]} to {shares[3]} per cent "
            "of those who answered both times") in text, shares
    refused(two.run(rounds=["2023", "2021"]), 1, "does not say that it follows")


# ---- in the report of a round ----

def report(two, where, *words):
    return msb("report", "-r", two.world.register, "-k", two.world.keys, "--round", two.rounds[1], "-o", where, *words)


def check_drawing(two, group, where, rounded):
    """What a diagram says in words: of everybody and of those in both the levels, or of two editions the answers on what is the same."""
    desc = re.search(r"<desc[^>]*>(.*?)</desc>", where.read_text(encoding="utf-8"), re.S)[1]
    for of, place in ((of, place) for of in ("whole", "both") for place in (0, 1)):
        part = group["rounds"][place][of]
        name = f"{two.rounds[place]}, {'everybody' if of == 'whole' else 'in both'}: "
        shown = ["–" if value is None else str(value) for value in part["levels"]]
        if two.years[0] == two.years[1]:
            assert name + "; ".join(f"Level {level}: {value}" for level, value in enumerate(shown)) + "." in desc, (name, shown, desc)
            continue
        same = [number if place else one[0] for number, one in mapping(*two.years).items() if one and one[2]]
        yes = {row["id"]: row["yes"] for row in part["questions"]}
        known = all(isinstance(yes[number], int) for number in same) and part["counted"] is not None
        some, whole = (sum(yes[number] for number in same), len(same) * part["counted"]) if known else (0, 0)
        some = min(some, whole)
        words = (f"without points: {whole - some if known else '–'}; with points: {some if known else '–'}.")
        assert name + words in desc, (name, words, desc)


@test
def test_the_report_has_a_chapter_with_the_panel(directory):
    for number, (years, form) in enumerate((((2021, 2021), None), ((2021, 2021), "rounded"), ((2021, 2023), "rounded"), ((2021, 2023), "hidden"))):
        two, words = Two(directory / str(number), pair(1, years), years), [f"--publish={form}"] if form else []
        where = two.directory / "rapport"
        expect(report(two, where, "--since", "2021", *words), 0)
        expect(two.run("--html", "-o", two.directory / "sida.html", *words), 0, err="")  # nothing is published otherwise than it was
        expect(two.run("-o", two.directory / "bok.xlsx", *words), 0, err="")
        text = expect(two.run("--csv", *words), 0).out.lstrip("\ufeff")
        assert (where / "tabeller/panel.csv").read_text(encoding="utf-8").lstrip("\ufeff").replace("\r\n", "\n") == text.replace("\r\n", "\n")
        alone, page = (dict(Page(path.read_text(encoding="utf-8")).tables) for path in (two.directory / "sida.html", where / "rapport.html"))
        assert alone and all(page[title] == rows for title, rows in alone.items()), (years, form)
        alone, book = (Workbook(path).sheets for path in (two.directory / "bok.xlsx", where / "rapport.xlsx"))
        assert book["Part by part"][2:] == alone["Part by part"][-len(book["Part by part"]) + 2:], (years, form)  # below what stands on top
        for group in two.says(*words)["groups"]:
            drawing = where / f"diagram/panel-{group['group'] or 'alla'}.svg"
            if drawing.exists():
                check_drawing(two, group, drawing, form == "rounded")
        assert (where / "diagram/panel-alla.svg").exists()
        published = [row["subject"] for row in two.world.says("audit")["rows"] if row["kind"] == "publish"]
        assert not form or {row["round"] for row in published if row["what"] == "report" and "values" in row} == set(two.rounds)


@test
def test_a_report_beside_no_other_round_is_refused(directory):
    two = Two(directory / "two", pair(1))
    before = tree(two.world.register)
    for words, status, sentence in ((["--together"], 2, "--together"), ([], 1, "2099")):
        refused(report(two, two.directory / "rapport", "--since", "2099", *words), status, sentence)
    refused(report(two, two.directory / "rapport", "--since", "2023"), 1, "two different rounds")
    assert not (two.directory / "rapport").exists() and tree(two.world.register) == before
    expect(two.run("--json", "--publish=rounded"), 0)
    two.world.does("round", "2022", "--edition", two.editions[0].id, "--opens", "2022-05-01", "--closes", "2022-09-30")
    rows = two.world.says("audit")["rows"]
    refused(report(two, two.directory / "rapport", "--since", "2022", "--publish=rounded"), 1, "beside another round")
    assert two.world.says("audit")["rows"] == rows and not (two.directory / "rapport").exists()


@test
def test_what_cannot_be_parted_is_refused(directory):
    two = Two(directory / "two", pair(2))
    before = tree(two.world.register)
    refused(two.run(rounds=["2021", "2021"]), 1)
    refused(two.run(rounds=["2021", "1999"]), 1)
    refused(two.run("--group", "ingen"), 1)
    refused(two.run("--again"), 2)
    refused(two.run("--json", "--csv"), 2)
    assert tree(two.world.register) == before
    one = two.says("--group", "region")
    assert [group["group"] for group in one["groups"]] == ["region"]


run()
