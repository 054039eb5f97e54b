"""`sigill-msb texts`: every text, participant and approval of a round in every form, counted anew here, and codes read back."""
import csv
import io
import json
import re
import stat

from figurekit import Page
from sheetkit import Day, Formula, ods, xlsx
from sigill_test import expect, msb, refused, run, test, tree, unchanged
from textkit import (GROUP_NAMES, GROUPS, QUESTIONS, ROLE_NAMES, TEXTS, TOPICS, by_chance, code_cells, counted, make_told, percent,
                     tally)
from workbookkit import Workbook

CHOICES = [(None, False), (None, True), ("kommun", False), ("region", True)]
_made = {}


def place(directory, seed=1, count=45):
    """A register and what is in it, made once a seed."""
    if seed not in _made:
        import tempfile
        from pathlib import Path
        home = tempfile.TemporaryDirectory(prefix="sigill-test-")
        told = by_chance(seed, count)
        _made[seed] = (told, *make_told(Path(home.name), told), home)
    return _made[seed][:3]


def words(group, late):
    return [*(["--group", group] if group else []), *(["--late"] if late else [])]


def texts(where, *more, status=0, **options):
    _, register, keys = where
    return expect(msb("texts", "-r", register, "-k", keys, "--round", "2021", *more, **options), status)


def columns(group):
    """The groups that a result is shown by: ids, and None for all."""
    return [group] if group else [*GROUPS, None]


# ---- the texts in every form ----

@test
def test_json_has_everything_as_counted(directory):
    for seed in (1, 2, 3):
        where = place(directory, seed)
        for group, late in CHOICES:
            chosen = counted(where[0], group, late)
            said = json.loads(texts(where, "--json", *words(group, late)).out)
            assert (said["round"], said["group"], said["late_included"], said["published"], said["n"]) == (
                "2021", group, late, False, len(chosen)), said
            assert said["groups"] == [tally(chosen, one) for one in columns(group)], (group, late)
            expected = [{
                "number": one.number, "organisation": one.document["organisation"]["name"], "group": one.group,
                "texts": {i: one.text(i) for i in QUESTIONS},
                "participants": [role for role in ROLE_NAMES if role in one.document["participants"]],
                "security_role": one.security(),
                "approval": one.document["approval"] if any(one.document["approval"].values()) else None} for one in chosen]
            assert [{key: value for key, value in one.items() if key != "submission"} for one in said["organisations"]] == expected
            assert all(re.fullmatch("[0-9a-f]{32}", one["submission"]) for one in said["organisations"])


def unquoted(text):
    """As csv_read gives it back: without the apostrophes that keep a formula a text."""
    return re.sub(r"(^|[,;\t|\n\r])([ \"']*)'([=+\-@])", r"\1\2\3", text)


@test
def test_csv_has_a_line_an_organisation_and_no_formula(directory):
    where = place(directory)
    for group, late in CHOICES:
        chosen = counted(where[0], group, late)
        raw = texts(where, "--csv", *words(group, late)).raw.decode("utf-8-sig")
        head, *lines = list(csv.reader(io.StringIO(raw, newline=""), delimiter=";", strict=True))
        assert head == ["Group", "Organisation", "Number", *QUESTIONS, "Participants", "Approved by", "Role", "Day", "Reference"]
        assert len(lines) == len(chosen)
        for line, one in zip(lines, chosen):
            assert not any(cell[:1] and cell[0] in "=+-@\t\r" for cell in line), line
            approval = one.document["approval"]
            expected = [one.group, one.document["organisation"]["name"], one.number, *(one.text(i) for i in QUESTIONS),
                        ", ".join(role for role in ROLE_NAMES if role in one.document["participants"]),
                        approval["by"], approval["role"], approval["date"], approval["reference"]]
            for cell, wanted in zip(line, expected, strict=True):
                assert unquoted(cell) == wanted or cell.lstrip("'") == wanted, (cell, wanted)


def figures(line):
    return re.findall(r"<?\d+ %|\d+", line)


def count_rows(chosen, group):
    """The rows of the two tables of counts: {label: [(count, share or None) of each group]}."""
    of = [tally(chosen, one) for one in columns(group)]
    rows = {"Organisations": [(one["n"], "") for one in of]}
    for i in QUESTIONS:
        rows[TOPICS[i]] = [(one["told"][i], percent(one["told"][i], one["n"])) for one in of]
    rows["Approved by somebody"] = [(one["approved"], percent(one["approved"], one["n"])) for one in of]
    for role, name in ROLE_NAMES.items():
        rows[name] = [(one["participants"][role], percent(one["participants"][role], one["n"])) for one in of]
    rows["Any role of the security work"] = [(one["security_role"], percent(one["security_role"], one["n"])) for one in of]
    return rows


@test
def test_text_has_every_count_and_every_word(directory):
    where = place(directory)
    for group, late in CHOICES:
        chosen = counted(where[0], group, late)
        out = texts(where, *words(group, late)).out
        lines = out.splitlines()
        assert all(len(line) <= 80 and line == line.rstrip() for line in lines), max(lines, key=len)
        for label, row in count_rows(chosen, group).items():
            start = label if len(label) <= 31 else label[:30] + "…"
            line = next(line for line in lines if line.startswith(start.ljust(31)))
            assert figures(line[31:]) == [part for count, share in row for part in (str(count), share) if part], (label, line)
        said = "".join(out.split())
        for i in QUESTIONS:
            after = said[said.rindex("".join(TOPICS[i].split())):]
            for one in chosen:
                if one.tells(i):
                    assert one.number + "".join(one.text(i).split()) in after, (one.number, one.text(i))
        assert "\x1b" not in out


@test
def test_the_page_has_the_same_counts_and_texts(directory):
    where = place(directory)
    for group, late in CHOICES:
        chosen = counted(where[0], group, late)
        page = Page(texts(where, "--html", *words(group, late)).out)
        tables = {caption: rows for caption, rows in page.tables}
        told, roles = [rows for caption, rows in page.tables if caption in ("What was written", "Who took part")][:2]
        rows = count_rows(chosen, group)
        for label, row in rows.items():
            shown = next(line for line in [*told, *roles] if line[0] == label)
            assert [" ".join(cell.split()) for cell in shown[1:5]] == [f"{count} {share}".strip() for count, share in row][:4], label
        for i in QUESTIONS:
            wanted = [[GROUP_NAMES[one.group], one.document["organisation"]["name"], one.number, one.text(i)] for one in chosen
                      if one.tells(i)]
            shown = (tables.get(TOPICS[i]) or [None])[1:]
            assert shown == wanted, (i, group, [pair for pair in zip(shown, wanted) if pair[0] != pair[1]][:2])


def sheet_rows(book, sheet, header):
    """The cells below a header, as lists, up to the next empty row."""
    rows = [[row.get(chr(65 + place)) or "" for place in range(len(header))] for row in book.sheets[sheet]]
    start = next(place for place, row in enumerate(rows) if row[:len(header)] == header)
    found = []
    for row in rows[start + 1:]:
        if not any(row):
            break
        found.append(row)
    return found


NAMES = ["Group", "Organisation", "Number"]


@test
def test_the_workbook_has_the_same_and_cells_for_codes(directory):
    where = place(directory)
    for group, late in CHOICES:
        chosen = counted(where[0], group, late)
        path = directory / f"{group}-{late}.xlsx"
        assert texts(where, "-o", path, *words(group, late)).out == f"Written: {path}\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        book = Workbook(path)
        assert list(book.sheets) == ["Overview", "Texts 1", "Texts 2", "Participants", "Approvals"]
        assert not any(b"<f>" in part for name, part in book.parts.items() if "worksheets/" in name)
        for label, row in count_rows(chosen, group).items():
            assert book.row("Overview", label) == [count for count, _ in row], label
        for place_of, i in enumerate(QUESTIONS, 1):
            rows = sheet_rows(book, f"Texts {place_of}", [*NAMES, "Text", "Codes", "Key"])
            wanted = [[GROUP_NAMES[one.group], one.document["organisation"]["name"], one.number, one.text(i), ""]
                      for one in chosen if one.tells(i)]
            assert [row[:5] for row in rows] == wanted, [pair for pair in zip(rows, wanted) if pair[0][:5] != pair[1]][:2]
            assert all(re.fullmatch(rf"{i}:{row[2]}:[0-9a-f]{{16}}", row[5]) for row in rows)
        rows = sheet_rows(book, "Approvals", [*NAMES, "Approved by", "Role", "Day", "Reference"])
        wanted = [[one.number, *one.document["approval"].values()] for one in chosen]
        assert [row[2:] for row in rows] == wanted, [pair for pair in zip(rows, wanted) if pair[0][2:] != pair[1]][:2]
        rows = sheet_rows(book, "Participants", [*NAMES, "Participants"])
        assert [row[2:] for row in rows] == [[one.number, ", ".join(
            name for role, name in ROLE_NAMES.items() if role in one.document["participants"])] for one in chosen]


@test
def test_texts_are_never_published(directory):
    told, register, keys = place(directory)
    before = tree(register)
    for more in ([], ["--json"], ["-o", directory / "ut.xlsx"], ["--codes", directory / "x.xlsx"]):
        refused(msb("texts", "-r", register, "-k", keys, "--publish", *more), 2, "texts are never published")
    unchanged(register, before)
    assert not (directory / "ut.xlsx").exists()


@test
def test_what_leaves_stands_in_the_audit(directory):
    where = place(directory)
    _, register, keys = where
    def exported():
        rows = json.loads(expect(msb("audit", "-r", register, "-k", keys, "--json"), 0).out)["rows"]
        return [row["subject"] for row in rows if row["kind"] == "export"]
    before = exported()
    texts(where)
    assert exported() == before
    for place_of, name in enumerate(("a.xlsx", "a.csv", "a.html", "a.json"), 1):
        form = {"a.csv": ["--csv"], "a.html": ["--html"], "a.json": ["--json"]}.get(name, [])
        texts(where, *form, "-o", directory / name)
        assert len(exported()) == len(before) + place_of and "texts" in str(exported()[-1]), exported()[-1]
    refused(msb("texts", "-r", register, "-k", keys, "-o", directory / "a.xlsx"), 3, "exists already")
    refused(msb("texts", "-r", register, "-k", keys, "--csv", "-o", directory / "b.xlsx"), 2, "cannot be combined")


@test
def test_it_speaks_swedish(directory):
    out = texts(place(directory), lang="sv").out
    assert "Vad som har skrivits" in out and "Vilka som har deltagit" in out
    path = directory / "t.xlsx"
    texts(place(directory), "-o", path, lang="sv")
    assert list(Workbook(path).sheets) == ["Översikt", "Texter 1", "Texter 2", "Deltagare", "Godkännanden"]


# ---- codes ----

CODES = ["resurser", "tid", "Pandemi ", "ledning", "annat"]


def code_of(key):
    """By chance, but the same each time: what is typed, and what it comes to."""
    import random
    chance = random.Random(key)
    chosen = chance.sample(CODES, chance.randint(0, 3))
    typed = chance.choice([", ", ";", "\n", " ,"]).join(
        chance.choice([code, code.upper(), f" {code}"]) for code in chosen + chosen[:1])
    return typed, {code.strip().lower() for code in chosen}


def expected_codes(chosen, groups, codes):
    """What is counted: {question: (told, coded, {code: counts})}. codes: {(question, number): set}."""
    found = {}
    for i in QUESTIONS:
        def count(which):
            return [sum(which(codes.get((i, one.number), set())) for one in chosen if one.tells(i) and group in (None, one.group))
                    for group in groups]
        names = sorted({code for (question, number), of in codes.items() if question == i for code in of
                        if any(one.number == number and one.tells(i) for one in chosen)})
        found[i] = (count(lambda of: True), count(bool), {name: count(lambda of, name=name: name in of) for name in names})
    return found


def said_codes(said):
    return {one["id"]: (one["told"], one["coded"], {code["code"].strip().lower(): code["counts"] for code in one["codes"]})
            for one in said["questions"]}


def coded(where, directory, *more, name="koder.xlsx", as_ods=False):
    """A workbook of the texts with codes in it; its path, and the codes by (question, number)."""
    made = directory / "made.xlsx"
    texts(where, "-o", made, "--force", *more)
    codes = {}

    def change(key):
        typed, of = code_of(key)
        codes[tuple(key.split(":")[:2])] = of
        return typed
    path = directory / name
    sheets = code_cells(made, change)
    path.write_bytes((ods if as_ods else xlsx)(sheets))
    return path, codes


@test
def test_codes_are_counted_by_code_and_group_in_every_form(directory):
    for seed in (1, 2, 3):
        where = place(directory, seed)
        for as_ods in (False, True):
            path, codes = coded(where, directory, "--late", name=f"k{seed}.{'ods' if as_ods else 'xlsx'}", as_ods=as_ods)
            chosen = counted(where[0], None, True)
            said = json.loads(texts(where, "--late", "--codes", path, "--json").out)
            assert said["groups"] == [*GROUPS, None] and said["errors"] == [] and said["others"] == 0
            expected = expected_codes(chosen, columns(None), codes)
            assert said_codes(said) == expected
            for one in said["questions"]:
                order = [(-code["counts"][-1], code["code"]) for code in one["codes"]]
                assert order == sorted(order), order
    check_other_forms(where, path, expected, directory)


def check_other_forms(where, path, expected, directory):
    raw = texts(where, "--late", "--codes", path, "--csv").raw.decode("utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(raw, newline=""), delimiter=";", strict=True))
    assert head == ["Question", "Figure", "Code", *GROUPS, "all"]
    wanted = []
    for i, (told, with_code, counts) in expected.items():
        wanted += [[i, "told", "", *told], [i, "coded", "", *with_code], *([i, "code", code, *of] for code, of in counts.items())]
    assert sorted([i, kind, code.strip().lower(), *map(int, rest)] for i, kind, code, *rest in lines) == sorted(wanted)
    out = texts(where, "--late", "--codes", path).out.lower()
    page = Page(texts(where, "--late", "--codes", path, "--html").out)
    made = directory / "counted.xlsx"
    texts(where, "--late", "--codes", path, "-o", made, "--force")
    book = Workbook(made)
    assert list(book.sheets) == ["Codes", "Texts 1", "Texts 2", "Participants", "Approvals"]
    for i, (told, with_code, counts) in expected.items():
        part = out[out.index(TOPICS[i].lower()):]
        table = next(rows for caption, rows in page.tables if caption == TOPICS[i])
        sheet = [[cell for _, cell in sorted(row.items())] for row in book.sheets["Codes"]]
        sheet = sheet[sheet.index([TOPICS[i]]):]
        for label, of in [("texts", told), ("texts with a code", with_code), *counts.items()]:
            shares = [""] * 4 if label == "texts" else [percent(count, whole) for count, whole in zip(of, told)]
            line = next(line for line in part.splitlines() if line.startswith(label.ljust(31)))
            assert figures(line[31:]) == [cell for pair in zip(map(str, of), shares) for cell in pair if cell], (line, of)
            row = next(row for row in table if row[0].strip().lower() == label)
            assert [" ".join(cell.split()) for cell in row[1:]] == [f"{count} {share}".strip() for count, share in zip(of, shares)]
            row = next(row for row in sheet if str(row[0]).strip().lower() == label)
            assert row[1:] == of, (row, of)
    # The texts stand there with their codes: that workbook can be read again.
    again = json.loads(texts(where, "--late", "--codes", made, "--json").out)
    assert said_codes(again) == expected


@test
def test_a_group_is_counted_alone_and_others_are_told_of(directory):
    where = place(directory)
    path, codes = coded(where, directory, "--late")
    chosen = counted(where[0], "kommun", False)
    said = json.loads(texts(where, "--group", "kommun", "--codes", path, "--json").out)
    assert said_codes(said) == expected_codes(chosen, ["kommun"], codes) and said["errors"] == []
    mine = {one.number for one in chosen}
    others = sum(bool(of) for (_, number), of in codes.items() if number not in mine)
    assert said["others"] == others > 0
    assert f"{others} texts with codes are of organisations that this is not about." in " ".join(
        texts(where, "--group", "kommun", "--codes", path).out.split())


@test
def test_changed_and_gone_texts_are_named_by_their_cells(directory):
    where = place(directory)
    path, codes = coded(where, directory, "--late")
    told = by_chance(1, 45)
    sheets = code_cells(path)
    placed = {cell.rpartition(":")[0]: f"{name}!{chr(64 + column)}{row}" for name, cells in sheets for (row, column), cell in cells.items()
              if isinstance(cell, str) and re.fullmatch(r"\w+:\d{6}-\d{4}:[0-9a-f]{16}", cell)}
    has = [one for one in told if one.tells("obstacles") and codes["obstacles", one.number]]
    changed, gone, left = has[0], has[1], has[2]
    changed.document["obstacles"] += " Mer."
    gone.document["obstacles"] = " "
    told.remove(left)
    later = (told, *make_told(directory / "later", told))
    result = texts(later, "--late", "--codes", path, "--json", status=1)
    said = json.loads(result.out)
    found = {(one["code"], one["cell"]) for one in said["errors"]}
    expected = {("codes-changed", placed[f"obstacles:{changed.number}"]), ("codes-gone", placed[f"obstacles:{gone.number}"]),
                ("codes-gone", placed[f"obstacles:{left.number}"])}
    if codes.get(("circumstances", left.number)) and left.tells("circumstances"):
        expected.add(("codes-gone", placed[f"circumstances:{left.number}"]))
    assert found == expected, (found, expected)
    assert "not all codes are counted" in result.err and placed[f"obstacles:{changed.number}"] in result.err
    codes = {key: of for key, of in codes.items() if key != ("obstacles", changed.number)}
    assert said_codes(said) == expected_codes(counted(told, None, True), columns(None), codes)


@test
def test_what_is_not_understood_is_named_and_not_counted(directory):
    where = place(directory)
    path, _ = coded(where, directory, "--late")
    name, cells = next((name, cells) for name, cells in code_cells(path) if name == "Texts 2")
    row, key = next((row, column) for (row, column), cell in cells.items() if str(cell).startswith("obstacles:"))
    rows = sorted(row for (row, column), cell in cells.items() if column == key and str(cell).startswith("obstacles:"))
    codes = key - 1
    letter = chr(64 + codes)
    for one in rows:
        cells.pop((one, codes), None)
    cells[rows[0], codes] = Formula("1+1", 2)
    cells[rows[1], codes] = Day("2024-01-02")
    cells[rows[2], codes] = "x" * 101 + ", bra"
    cells[rows[3], key] = "obstacles:fel"
    cells[rows[3], codes] = "kod"
    cells[rows[4], codes] = ", ".join(str(number) for number in range(40))
    cells[rows[-1] + 2, codes] = "lös"
    cells[rows[5], codes] = 7
    for column in range(1, key + 1):
        cells[rows[-1] + 1, column] = cells.get((rows[5], column), "")
    bad = directory / "bad.xlsx"
    bad.write_bytes(xlsx([(name, {at: cell for at, cell in cells.items() if cell != ""})]))
    result = texts(where, "--late", "--codes", bad, "--json", status=1)
    said = json.loads(result.out)
    found = sorted((one["code"], one["cell"]) for one in said["errors"])
    keyed = chr(64 + key)
    assert found == sorted([
        ("codes-cell", f"{name}!{letter}{rows[0]}"), ("codes-cell", f"{name}!{letter}{rows[1]}"),
        ("codes-code", f"{name}!{letter}{rows[2]}"), ("codes-key", f"{name}!{keyed}{rows[3]}"),
        *[("codes-code", f"{name}!{letter}{rows[4]}")] * 8, ("codes-key", f"{name}!{letter}{rows[-1] + 2}"),
        ("codes-twice", f"{name}!{keyed}{rows[-1] + 1}")]), found
    told = {code["code"]: code["counts"][-1] for one in said["questions"] for code in one["codes"]}
    assert told == {"bra": 1, "7": 2, **{str(number): 1 for number in range(32) if number != 7}}, told
    for one in (TEXTS, result.err):
        assert one
    assert f"{name}!{letter}{rows[0]}" in result.err


@test
def test_what_is_no_workbook_of_texts_is_refused(directory):
    told, register, keys = place(directory)
    here = ["-r", register, "-k", keys]
    (directory / "a.json").write_text("{}", encoding="utf-8")
    refused(msb("texts", *here, "--codes", directory / "a.json"), 1, "a.json", "this is no workbook")
    (directory / "b.xlsx").write_bytes(xlsx([("Svar", {(1, 1): "Nyckel", (2, 1): "x"})]))
    refused(msb("texts", *here, "--codes", directory / "b.xlsx"), 1, "b.xlsx", "Key and Codes")


run()
