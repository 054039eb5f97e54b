"""sigill.exe with answers: what it makes and counts is what the program of this system does."""
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from winekit import UNCONFINED, here, read_unconfined
from sigill_test import DATA, expect, run, sigill, test

EXAMPLES = [*sorted(Path("docs/examples").resolve().glob("*borg.json")), *sorted(DATA.glob("typical-*.json"))]
POPULATION = 20  # of the organisations that do not exist


def same(*words, status=0, **options):
    """The same status and the same bytes here and there; what was said."""
    there, ours = sigill(*words, **options), here(*words, **options)
    assert (there.status, there.raw, there.err) == (ours.status, ours.raw, ours.err), (there, ours)
    return expect(there, status)


def members(path):
    """What is in a workbook, but for when it was made."""
    with zipfile.ZipFile(path) as book:
        return {name: re.sub(rb"<dcterms:\w+[^>]*>[^<]*", b"", book.read(name)) for name in book.namelist()}


@test
def test_it_says_who_it_is(directory):
    assert same("--version").out.startswith("sigill "), "no version"
    for words in ((), ("--help",), ("check", "--help"), ("help", "nycklar")):
        for lang in ("en", "sv"):
            same(*words, status=0 if words else 2, lang=lang)


@test
def test_R5_every_example_is_scored_the_same(directory):
    assert len(EXAMPLES) >= 4, EXAMPLES
    for path in EXAMPLES:
        same("score", path, "--json")
        same("check", path, "--json")
    levels = [json.loads(expect(sigill("score", path, "--json"), 0).out)["level"] for path in EXAMPLES]
    assert len(set(levels)) > 1, levels


@test
def test_R5_a_population_is_scored_the_same(directory):
    subprocess.run([sys.executable, "tests/population/generate.py", directory / "all"], check=True, stdout=subprocess.DEVNULL)
    paths = sorted((directory / "all/answers").iterdir())
    for path in paths[::len(paths) // POPULATION][:POPULATION]:
        same("score", path, "--json", status=here("score", path).status)


@test
def test_R5_every_form_of_a_result_is_the_same(directory):
    for words in (("score",), ("score", "--html"), ("score", "--summary"), ("gap", "--level", "2", "--json"), ("gap", "--level", "3"),
                  ("gap", "--target", Path("editions/target-foreskrift-2021.json").resolve(), "--csv"), ("check",)):
        for lang in ("en", "sv"):
            same(words[0], EXAMPLES[0], *words[1:], lang=lang)
    same("compare", EXAMPLES[0], EXAMPLES[1], "--json")
    same("questions")
    same("support", "--json")


@test
def test_forms_are_the_same_under_swedish_names(directory):
    """Names that no old code page has, too."""
    folder = directory / "mapp å 日本"
    folder.mkdir()
    for name in ("svar-ö.json", "formulär.html", "svar-ä ☃.xlsx"):
        for who, program in (("there", sigill), ("here", here)):
            expect(program("template", "-o", f"{who}-{name}", cwd=folder, lang="sv"), 0)
        there, ours = folder / f"there-{name}", folder / f"here-{name}"
        if name.endswith(".xlsx"):
            assert members(there) == members(ours)
        else:
            assert there.read_bytes() == ours.read_bytes(), name
    assert len(list(folder.iterdir())) == 6, list(folder.iterdir())
    for who, program in (("there", sigill), ("here", here)):
        expect(program("gap", EXAMPLES[0], "-o", folder / f"{who}-plan.xlsx"), 0)
        expect(program("convert", EXAMPLES[0], "-o", folder / f"{who}-omgjord.xlsx"), 0)
    for name in ("plan", "omgjord"):
        assert members(folder / f"there-{name}.xlsx") == members(folder / f"here-{name}.xlsx")


@test
def test_paths_are_those_of_both_systems(directory):
    """Slashes and backslashes, a drive, and more letters than the old limit."""
    folder = directory / "år" / "2021"
    folder.mkdir(parents=True)
    (folder / "svar.json").write_bytes(EXAMPLES[0].read_bytes())
    wanted = expect(here("score", EXAMPLES[0], "--json"), 0).out
    drive = "Z:" + str(folder / "svar.json").replace("/", "\\")
    for path in ("år\\2021\\svar.json", "år/2021\\svar.json", ".\\år\\..\\år\\2021\\svar.json", drive):
        assert expect(sigill("score", path, "--json", cwd=directory), 0).out == wanted, path
    deep = directory.joinpath(*["en mapp med ett långt namn " * 3 + str(number) for number in range(5)])
    deep.mkdir(parents=True)
    assert len(str(deep)) > 400
    expect(sigill("template", "-o", deep / "formulär.xlsx"), 0)
    expect(sigill("convert", folder / "svar.json", "-o", deep / "svar.json"), 0)
    assert expect(sigill("score", deep / "svar.json", "--json"), 0).out == wanted
    assert sorted(path.name for path in deep.iterdir()) == ["formulär.xlsx", "svar.json"]


@test
def test_a_workbook_of_here_is_read_there(directory):
    """With what any editor of answers writes: another name, marks of the order of bytes, and ends of lines."""
    expect(here("convert", EXAMPLES[0], "-o", directory / "svår.xlsx"), 0)
    wanted = json.loads(expect(here("score", EXAMPLES[0], "--json"), 0).out)
    said = read_unconfined(sigill("score", directory / "svår.xlsx", "--json", UNCONFINED))
    assert json.loads(said.out)["level"] == wanted["level"] and json.loads(said.out)["points"] == wanted["points"]
    text = EXAMPLES[0].read_text(encoding="utf-8")
    (directory / "svar.json").write_bytes(text.replace("\n", "\r\n").encode())
    same("score", directory / "svar.json", "--json")


run()
