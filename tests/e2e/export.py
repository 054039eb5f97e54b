"""sigill-msb export: a round's tables as a workbook, read back as the XML that it is."""
import json
import os
import re
import subprocess
from pathlib import Path

from parties import mode, rows
from roundkit import make_round, number_of
from sigill_test import expect, msb, refused, run, test, tree, unchanged
from workbookkit import Workbook

WORDING = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["wording"]


def export(register, keys, *words, **options):
    return msb("export", "-r", register, "-k", keys, *words, **options)


@test
def test_the_figures_are_those_of_stats(directory):
    register, keys, _ = make_round(directory)
    path = directory / "tables.xlsx"
    before = set(directory.iterdir())
    expect(export(register, keys, "-o", path), 0, out=f"Written: {path}\n", err="")
    assert set(directory.iterdir()) == before | {path} and mode(path) == 0o600
    book = Workbook(path)
    assert list(book.sheets) == ["Overview", "Levels", "By area", "Points", "Held back", "Roles", "Benchmarks",
                                 "Organisations"], list(book.sheets)
    groups = json.loads(expect(msb("stats", "-r", register, "-k", keys, "--json"), 0).out)["groups"]
    for level in range(5):
        assert book.row("Levels", f"Level {level}") == [group["levels"][level] for group in groups]
    assert book.row("Levels", "Level 1 or higher") == [group["any_level"] for group in groups]
    for place in range(20):
        group = groups[-1]["points"]["classes"][place]
        assert book.row("Points", f"{group['from']}–{group['to']}")[-1] == group["count"]
    for place, area in enumerate(WORDING["areas"]):
        for above in range(3):  # the numbers of each stand before their shares
            assert book.row("By area", area["name"], 2 * above) == [group["areas"][place]["above"][above] for group in groups]
    ranked = json.loads(expect(msb("rank", "-r", register, "-k", keys, "--json"), 0).out)["organisations"]
    listed = [row for row in book.sheets["Organisations"] if isinstance(row.get("A"), float)]
    assert [(row["A"], row["B"], row["C"], [row[letter] for letter in "EFGH"]) for row in listed] == [
        (one["place"], one["organisation"], one["number"], one["standing"]) for one in ranked]


@test
def test_the_list_of_organisations_is_written_row_by_row(directory):
    """It grows with the register, so nothing of it is held: its texts stand in its rows and not among the shared ones. The
    headings can be filtered by and stay in sight."""
    register, keys, _ = make_round(directory)
    expect(export(register, keys, "-o", directory / "tables.xlsx"), 0)
    book = Workbook(directory / "tables.xlsx")
    sheet = book.parts[f"xl/worksheets/sheet{len(book.sheets)}.xml"].decode()
    names = [row["B"] for row in book.sheets["Organisations"] if isinstance(row.get("A"), float)]
    assert names and not set(names) & book.shared, names
    top = next(number for number, row in book.numbered["Organisations"].items() if row.get("B") == "Organisation")
    last = max(number for number, row in book.numbered["Organisations"].items() if row)
    assert f'<autoFilter ref="A{top}:' in sheet and f'{last}"/>' in sheet and f'ySplit="{top}"' in sheet, sheet[:2000]
    assert list(book.numbered["Organisations"][top].values())[:4] == ["Place", "Organisation", "Number", "Group"]


@test
def test_a_group_s_benchmark_is_that_of_benchmark(directory):
    register, keys, _ = make_round(directory)
    expect(export(register, keys, "-o", directory / "tables.xlsx"), 0)
    book = Workbook(directory / "tables.xlsx")
    found = json.loads(expect(msb("benchmark", "-r", register, "-k", keys, "--group", "kommun", "--json"), 0).out)
    told = {row["A"]: row["C"] for row in book.sheets["Benchmarks"] if isinstance(row.get("A"), float)}
    assert told == {question["id"]: " ".join(str(one) for one in question["yes"]) or "no"
                    for question in found["questions"]}, told
    assert [row["C"] for row in book.sheets["Benchmarks"] if row.get("A") == "Points"] == [found["result"]["points"]]


@test
def test_nothing_is_computed_by_the_spreadsheet(directory):
    register, keys, _ = make_round(directory, {"kommun": 1})
    expect(msb("population", "-r", register, "-k", keys, listed(directory, "=1+1 & <b>")), 0)
    expect(export(register, keys, "-o", directory / "tables.xlsx"), 0)
    book = Workbook(directory / "tables.xlsx")
    assert "=1+1 & <b>" in book.strings
    for name, part in book.parts.items():
        assert not name.startswith("xl/worksheets/") or b"<f>" not in part, name


def listed(directory, name):
    path = directory / "asked.csv"
    path.write_text(f"nummer;namn;grupp\n{number_of(0)};{name};kommun\n", encoding="utf-8")
    return path


@test
def test_what_is_published_names_nobody_and_hides_what_is_small(directory):
    register, keys, _ = make_round(directory)
    path = directory / "tables.xlsx"
    expect(export(register, keys, "--publish", "-o", path), 0)
    book = Workbook(path)
    assert "Organisations" not in book.sheets and not re.search(r"Ort \d", book.text()), book.text()
    groups = json.loads(expect(msb("stats", "-r", register, "-k", keys, "--publish", "--json"), 0).out)["groups"]
    for level in range(5):
        assert book.row("Levels", f"Level {level}") == [
            "–" if group["levels"][level] is None else group["levels"][level] for group in groups]
    headings = [row for row in book.sheets["Benchmarks"] if row.get("A") == "Question"][0]
    assert "Typregion" not in headings.values() and "Typkommun" in headings.values(), headings
    kinds = [kind for kind, _ in rows(register, "SELECT kind, subject FROM audit")]
    assert kinds.count("publish") >= 2 and "export" not in kinds, kinds


@test
def test_R2_what_stands_in_the_way_is_said_before_anything_is_done(directory):
    register, keys, _ = make_round(directory, {"kommun": 1})
    path = directory / "tables.xlsx"
    refused(export(register, keys), 2, "--output")
    refused(export(register, keys, "--min-group", "7", "-o", path), 2, "--publish")
    path.write_text("something else", encoding="utf-8")
    before = tree(directory)
    refused(export(register, keys, "-o", path), 3, "tables.xlsx", "exists", "--force")
    refused(export(register, keys, "-o", directory / "nowhere/tables.xlsx"), 3, "nowhere")
    assert [name for name in tree(directory) if "parts" in str(name)] == []
    expect(export(register, keys, "--force", "-o", path), 0)
    assert path.read_bytes()[:2] == b"PK" and set(tree(directory)) == {*before, "tables.xlsx~"}


def calls(trace):
    """How often the traced run wrote."""
    return sum(" write(" in line or line.startswith("write(") for line in trace.read_text(errors="replace").splitlines())


def traced(directory, register, keys, path, *options):
    return subprocess.run(["strace", "-f", "-o", directory / "trace", *options, msb("--version").command[0], "--lang", "en",
                           "export", "-r", register, "-k", keys, "-o", path], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})


@test
def test_R2_a_full_medium_leaves_no_workbook(directory):
    register, keys, _ = make_round(directory, {"kommun": 1})
    out = directory / "out"
    out.mkdir()
    done = traced(directory, register, keys, out / "whole.xlsx", "-e", "trace=write")
    assert done.returncode == 0 and (out / "whole.xlsx").exists(), done.stderr
    every = calls(directory / "trace")
    (out / "whole.xlsx").unlink()
    assert every > 40, every
    failed = 0
    # The parts and the workbook come last. One write that fails by itself the library does not tell of.
    for when, on in [(when, on) for when in range(every - 45, every, 5) for on in ("", "+")]:
        done = traced(directory, register, keys, out / "tables.xlsx", "-e", "trace=write", "-e",
                      f"inject=write:error=ENOSPC:when={when}{on}")
        left = [path.name for path in out.iterdir()]
        if done.returncode == 0:
            Workbook(out / "tables.xlsx")
            (out / "tables.xlsx").unlink()
            continue
        failed += 1
        assert done.returncode == 3 and left == [], (when, done.returncode, left, done.stderr)
    assert failed >= 10, failed


run()
