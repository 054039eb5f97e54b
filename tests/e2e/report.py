"""sigill-msb report: the report of a round as a directory with a page, a workbook and tables; the same figures as those of the
commands that it is made of, published or not."""
import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from parties import mode, rows
from sigill_test import BUILD, environment, expect, msb, refused, run, strace, strace_reads, test, tree
from workbookkit import Workbook
from worldkit import shared_world

TARGET = Path("docs/examples/target-foreskrift.json")
ROUND = ("--round", "2021")
FORMS = {"whole": (), "hidden": ("--publish=hidden", "--again"), "rounded": ("--publish=rounded", "--again")}
BEST = 5


def report(where, *words, world=None):
    world = world or shared_world()
    return msb("report", "-r", world.register, "-k", world.keys, *ROUND, *words, "-o", where)


def table(where, name):
    """(headings, rows) of one table's file; numbers are numbers, what is hidden is None."""
    text = (where / "tabeller" / f"{name}.csv").read_text(encoding="utf-8-sig")
    found = list(csv.reader(io.StringIO(text), delimiter=";"))
    return found[0], [[int(cell) if cell.isdigit() else cell or None for cell in row] for row in found[1:]]


def audit(world):
    return rows(world.register, "SELECT count(*) FROM audit")


_written = {}


def written(directory, form):
    """The report in one form, made once."""
    if form not in _written:
        where = Path(shared_world().files).parent / f"report-{form}"
        expect(report(where, "--best", BEST, "--target", TARGET, *FORMS[form]), 0, out=f"Written: {where}\n")
        _written[form] = where
    return _written[form]


def shown(value):
    """A figure of JSON as a table has it: one that is not a number is an empty field, or a text."""
    return value if isinstance(value, (int, str)) else None


def told(command, form, *words):
    """What a command says in the same form; nothing where it refuses."""
    world = shared_world()
    done = msb(command, "-r", world.register, "-k", world.keys, *ROUND, "--json", *words, *FORMS[form])
    return json.loads(done.out) if done.status == 0 else None


def groups(form):
    return {group["group"] or "all": group for group in told("stats", form)["groups"]}


@test
def test_it_is_a_new_directory(directory):
    world = shared_world()
    where = written(directory, "whole")
    names = {path.name for path in where.iterdir()}
    assert {"rapport.html", "rapport.xlsx", "texter.txt", "tabeller"} <= names, names
    for path in (where, *where.rglob("*")):
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert not [path for path in where.parent.iterdir() if path.name.startswith(".sigill-")]
    numbered = sorted(path.stem for path in (where / "tabeller").glob("tabell-*.csv"))
    count = 1 + 2 * (len(groups("whole")) - 1) + 3
    assert numbered == [f"tabell-{number:02}" for number in range(1, count + 1)], numbered
    log = msb("audit", "-r", world.register, "-k", world.keys).out
    assert "report" in log, log


@test
def test_tables_by_area_are_those_of_stats(directory):
    for form in FORMS:
        where, counted = written(directory, form), groups(form)
        _, shares = table(where, "tabell-01")
        for place, name in enumerate(counted):
            numbered = f"tabell-{3 + 2 * place:02}" if name != "all" else "omradesantal-alla"
            above = [[shown(cell) for cell in area["above"]] for area in counted[name]["areas"]]
            assert [row[1:] for row in table(where, numbered)[1]] == above, (form, name)
            wholes = [sum(area["at_level"]) if all(isinstance(cell, int) for cell in area["at_level"]) else counted[name]["counted"]
                      for area in counted[name]["areas"]]
            for row, cells, whole in zip(shares, above, wholes):
                expected = (200 * cells[0] + whole) // (2 * whole) if isinstance(cells[0], int) and isinstance(whole, int) and whole else None
                assert row[1 + place] == expected, (form, name, row, cells, whole)


@test
def test_benchmarks_are_those_of_benchmark(directory):
    for form in FORMS:
        where = written(directory, form)
        _, results = table(where, "typiska")
        headings, levels = table(where, "omradesnivaer")
        column = 1
        for place, name in enumerate(groups(form)):
            words = () if name == "all" else ("--group", name)
            for offset, best in enumerate(((), ("--best", BEST))):
                found = told("benchmark", form, *words, *best)
                row = results[2 * place + offset]
                if found is None or best and found["of"] < 3 * BEST:
                    assert row[1:] == [None] * 6, (form, name, best, row)
                    continue
                result = found["result"]
                assert row[1:5] == [found["n"], result["level"], result["points"], result["measures"]], (form, name, best, row)
                assert [line[column] for line in levels] == [area["level"] for area in result["areas"]], (form, name, best)
                column += 1
                points = table(where, f"tabell-{2 + 2 * place:02}" if name != "all" else "omradespoang-alla")[1]
                assert [line[1 + offset] for line in points[:-1]] == [area["points"] for area in result["areas"]], (form, name, best)
                assert points[-1][1 + offset] == sum(area["points"] for area in result["areas"])
        assert column == len(headings), (form, headings)


@test
def test_lists_are_those_of_cooperate(directory):
    for form in FORMS:
        where = written(directory, form)
        for name in groups(form):
            found = told("cooperate", form, *(() if name == "all" else ("--group", name)))
            for kind, key in (("jamna", "even"), ("fa", "few_teach")):
                path = where / "tabeller" / f"{kind}-{'alla' if name == 'all' else name}.csv"
                assert path.exists() == (found is not None), (form, path)
                if found is not None:
                    listed = [(row[0], row[2], row[3]) for row in table(where, path.stem)[1]]
                    assert listed == [(one["question"], one["with"], one["without"]) for one in found[key]], (form, path)


@test
def test_what_is_of_single_organisations_is_not_published(directory):
    world = shared_world()
    numbers = [one.organisation.number for one in world.population.submissions]
    for form in FORMS:
        where = written(directory, form)
        names = {path.stem for path in (where / "tabeller").iterdir()}
        assert (names & {"atgarder", "resultattal"} != set()) == (form == "whole"), (form, names)
        if form == "whole":
            assert len(table(where, "resultattal")[1]) == groups(form)["all"]["counted"]
        for path in where.rglob("*.*"):
            data = Workbook(path).text() if path.suffix == ".xlsx" else path.read_text(encoding="utf-8")
            assert not [number for number in numbers if number in data], (form, path)


@test
def test_page_and_workbook_have_the_figures_of_the_tables(directory):
    for form in FORMS:
        where = written(directory, form)
        page = (where / "rapport.html").read_text(encoding="utf-8")
        book = Workbook(where / "rapport.xlsx")
        lines = [[f"{cell:g}" if isinstance(cell, float) else cell for cell in row.values() if cell not in (None, "", "–")]
                 for sheet in book.sheets.values() for row in sheet]
        for name in ("tabell-02", "tabell-08", "tabell-09", "typiska"):
            for row in table(where, name)[1]:
                cells = [cell for cell in row if cell is not None]
                assert [str(cell) for cell in cells] in lines, (form, name, row)
                assert all(str(cell) in page for cell in cells), (form, row)


SVG = "{http://www.w3.org/2000/svg}"


def drawings(form):
    """{(group, kind): root of the file}; the model's group is None."""
    found = {}
    for path in sorted((written(None, form) / "diagram").iterdir()):
        _, number, *words = path.stem.split("-")
        group, kind = words if len(words) == 2 else (None, words[0])
        found["all" if group == "alla" else group, kind] = number, ElementTree.parse(path).getroot(), path.read_text(encoding="utf-8")
    return found


@test
def test_diagrams_are_numbered_files_that_need_nothing_else(directory):
    for form in FORMS:
        found = drawings(form)
        order = ["all"] + [name for name in groups(form) if name != "all"]
        names = [(None, "modellen")] + [(name, kind) for name in order for kind in ("resultattal", "arbetsomraden")]
        numbers = {name: f"{number:02}" for number, name in enumerate(names, 1)}
        assert form != "whole" or {*found} == {*numbers}, {*found} ^ {*numbers}
        for name, (number, root, text) in found.items():
            assert number == numbers[name], (form, name, number)
            assert root.find(f"{SVG}title").text and len(root.find(f"{SVG}desc").text) > 40, (form, name)
            assert root.find(f"{SVG}style").text and not [word for word in ("href", "url(", "<script", "var(") if word in text], (form, name)


@test
def test_result_numbers_are_drawn_of_each_organisation_or_of_none(directory):
    for form in FORMS:
        for (name, kind), (_, root, _) in drawings(form).items():
            stretched = [part for part in root.iter(f"{SVG}svg") if part.get("preserveAspectRatio") and part.find(f"{SVG}path") is not None]
            if kind == "resultattal":
                columns = [len(part.findall(f"{SVG}rect")) for part in stretched]
                assert columns == ([groups(form)[name]["counted"]] if form == "whole" else []), (form, name, columns)


@test
def test_areas_are_drawn_at_their_levels(directory):
    wording = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["wording"]
    for form in FORMS:
        headings, levels = table(written(directory, form), "omradesnivaer")
        for group in wording["groups"]:
            typical, best = group["typical"], f"{group['name']}, the {BEST} best"
            columns = [headings.index(name) for name in (typical, best) if name in headings]
            found = drawings(form).get((group["id"], "arbetsomraden"))
            assert (found is not None) == (typical in headings), (form, group["id"])
            if found:
                shares = [label.text for label in found[1].iter(f"{SVG}text") if label.get("class") == "share"]
                assert shares == [" · ".join(str(row[column]) for column in columns) for row in levels], (form, group["id"])


@test
def test_an_editor_s_texts_are_kept_for_the_next_run(directory):
    places = (written(directory, "whole") / "texter.txt").read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    filled = directory / "texter.txt"
    filled.write_text(places.replace("## sammanfattning\n", "## sammanfattning\nDet går åt rätt håll & vidare.\n", 1), encoding="utf-8")
    expect(report(directory / "one", "--texts", filled), 0)
    expect(report(directory / "two", "--texts", directory / "one" / "texter.txt"), 0)
    for where in (directory / "one", directory / "two"):
        assert "Det går åt rätt håll & vidare." in (where / "texter.txt").read_text(encoding="utf-8"), where
    assert tree(directory / "one")["texter.txt"] == tree(directory / "two")["texter.txt"]
    filled.write_text("## sammanfatning\nx\n", encoding="utf-8")
    refused(report(directory / "three", "--texts", filled), 1, "texter.txt", "sammanfattning")
    assert not (directory / "three").exists()


@test
def test_the_same_round_gives_the_same_bytes(directory):
    first, again = written(directory, "rounded"), directory / "again"
    expect(report(again, "--best", BEST, "--target", TARGET, *FORMS["rounded"]), 0)

    def content(where):
        found = {name: data for name, (_, data) in tree(where).items() if not name.endswith(".xlsx")}
        with zipfile.ZipFile(where / "rapport.xlsx") as archive:  # the time stands in one part of it
            return {**found, **{name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}}

    assert content(first) == content(again)


@test
def test_another_form_is_refused_or_warned_of_once(directory):
    for form in FORMS:
        written(directory, form)
    refused(report(directory / "other", "--publish=hidden"), 1, "--again")
    done = expect(report(directory / "other", "--publish=hidden", "--again"), 0)
    assert done.err.count("in another form") == 1, done.err


@test
def test_what_is_wrong_leaves_nothing(directory):
    world = shared_world()
    there = directory / "there"
    there.mkdir()
    bad = directory / "target.json"
    bad.write_text("{}", encoding="utf-8")
    before, count = tree(directory), audit(world)
    refused(report(there), 3, str(there))
    refused(report(directory / "no" / "where"), 3, "where")
    refused(report(directory / "new", "--best", "7"), 2, "--best 7")
    refused(report(directory / "new", "--target", bad), 1, "target.json")
    refused(report(directory / "new", "--target", directory / "none.json"), 3, "none.json")
    refused(report(directory / "new", "--publish=hidden", "--min-group", "9"), 2, "--min-group")
    refused(msb("report", "-r", world.register, "-k", world.keys), 2, "--output")
    assert tree(directory) == before and audit(world) == count


@test
def test_one_that_is_killed_leaves_no_directory_of_that_name(directory):
    if not strace_reads():
        return
    world = shared_world()
    log = directory / "calls"
    words = [BUILD / "sigill-msb", "report", "-r", world.register, "-k", world.keys, *ROUND, "-o"]

    def traced(*options, to):
        subprocess.run([*strace(), "-qq", *options, *words, to], env=environment(), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)

    traced("-e", "trace=fsync", "-o", log, to=directory / "whole")
    calls = len(log.read_text().splitlines())
    assert calls > 10 and (directory / "whole" / "rapport.xlsx").exists(), calls
    for number in range(1, calls, max(1, calls // 8)):
        to = directory / str(number)
        traced("-e", "trace=fsync", "-e", f"inject=fsync:signal=KILL:when={number}", to=to)
        assert not to.exists() or tree(to).keys() == tree(directory / "whole").keys(), number
    for path in directory.glob(".sigill-*"):
        shutil.rmtree(path)
    expect(msb("audit", "-r", world.register, "-k", world.keys), 0)


run()
