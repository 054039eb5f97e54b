"""Rounds, population lists and the response: round, population, list; and what audit, fsck, backup and restore make of them."""
import contextlib
import hashlib
import json
import re
import shutil
import sqlite3

from parties import make_register, make_running_register, receive, refuses, rows, seal
from sigill_test import expect, msb, refused, run, test, tree, unchanged

EDITION = "infosakkollen-2021"
HEAD = "nummer;namn;grupp;län;storlek\r\n"
LIST = (HEAD + "212999-0004;Ankeborgs kommun;kommun;Kalmar;stor\r\n"
        '2129990012;"Exempelby ""nya"" kommun; med flera";kommun;Kalmar;\r\n'
        "\r\n"
        "212999-0020;Gåseborgs kommun;kommun;;liten\r\n"
        "232999-0010;Region Exempel;region;Kalmar;stor\r\n")


def analyse(register, keys, name, *words, **options):
    return msb(name, "-r", register, "-k", keys, *words, **options)


def told(register, keys, name, *words):
    return json.loads(expect(analyse(register, keys, name, "--json", *words), 0).out)


def declare(register, keys, name, opens, closes, *words):
    return expect(analyse(register, keys, "round", name, "--edition", EDITION, "--opens", opens, "--closes", closes,
                          *words), 0)


def written(directory, text, name="population.csv", encoding="utf-8"):
    (directory / name).write_bytes(text.encode(encoding))
    return directory / name


def audited(register, kind):
    return [subject for subject, in rows(register, f"SELECT subject FROM audit WHERE kind = '{kind}' ORDER BY serial")]


def digest(entries):
    """What the audit tells of a list: number, name, group and tags, each with a NUL behind it."""
    return hashlib.blake2b("".join(field + "\0" for entry in sorted(entries) for field in entry).encode(),
                           digest_size=32).hexdigest()


# ---- rounds ----

@test
def test_a_register_without_rounds(directory):
    register, keys = make_register(directory)
    assert told(register, keys, "round") == []
    expect(analyse(register, keys, "round"), 0, out="No round is declared, and nothing has come.\n", err="")


@test
def test_rounds_are_declared_changed_and_audited(directory):
    register, keys = make_register(directory)
    result = declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    assert result.out == f"The round spring of {EDITION} collects from 2021-05-01 to 2021-09-30.\n", result
    expect(analyse(register, keys, "round", "spring", "--closes", "2021-10-15"), 0, out_has="to 2021-10-15")
    declare(register, keys, "autumn", "2023-05-01", "2023-09-30")
    assert told(register, keys, "round") == [
        {"id": name, "edition": EDITION, "opens": opens, "closes": closes, "population": None, "answered": 0}
        for name, opens, closes in [("spring", "2021-05-01", "2021-10-15"), ("autumn", "2023-05-01", "2023-09-30")]]
    assert audited(register, "round") == [
        f"round={name} edition={EDITION} opens={opens} closes={closes}" for name, opens, closes in
        [("spring", "2021-05-01", "2021-09-30"), ("spring", "2021-05-01", "2021-10-15"),
         ("autumn", "2023-05-01", "2023-09-30")]]
    table = expect(analyse(register, keys, "round"), 0, out_has=["spring", "2023-09-30"]).out
    assert all(len(line) <= 80 for line in table.splitlines()), table
    expect(analyse(register, keys, "fsck"), 0)


@test
def test_what_no_round_can_be(directory):
    register, keys = make_register(directory)
    declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    days = ["--opens", "2022-01-01", "--closes", "2022-02-01"]
    for status, words, args in [
            (2, "needs --edition, --opens and --closes", ["new", "--opens", "2022-01-01"]),
            (2, "give its ID", ["--opens", "2022-01-01"]),
            (1, "neither an edition", ["new", "--edition", "none-1999", *days]),
            (1, "YYYY-MM-DD", ["new", "--edition", EDITION, "--opens", "2022-1-1", "--closes", "2022-02-01"]),
            (1, "too long", ["new", "--edition", EDITION, "--opens", "2022-01-011", "--closes", "2022-02-01"]),
            (1, "before it opens", ["new", "--edition", EDITION, "--opens", "2022-02-01", "--closes", "2022-01-01"]),
            (1, "overlap the round spring", ["new", "--edition", EDITION, "--opens", "2021-09-30", "--closes", "2022-01-01"]),
            (1, "without spaces", ["two words", "--edition", EDITION, *days]),
            (1, "too long", ["x" * 64, "--edition", EDITION, *days])]:
        refuses(register, status, words, "sigill-msb", "round", "-r", register, "-k", keys, *args)
    assert len(audited(register, "round")) == 1


@test
def test_a_round_of_an_edition_in_a_file(directory):
    register, keys = make_register(directory)
    expect(analyse(register, keys, "round", "prov", "--edition", "tests/data/small-edition.json",
                   "--opens", "2030-01-15", "--closes", "2030-03-31"), 0, out_has="smaprov-2030")
    listed = written(directory, "nummer;namn;grupp\n212999-0004;Skolan;skola\n")
    refused(analyse(register, keys, "population", listed), 1, "smaprov-2030, which is not known here")
    expect(analyse(register, keys, "population", listed, "--edition", "tests/data/small-edition.json"), 0)


# ---- population lists ----

@test
def test_a_list_is_imported_replaced_and_audited(directory):
    register, keys = make_register(directory)
    assert told(register, keys, "population", written(directory, "\ufeff" + LIST)) == {
        "round": EDITION, "population": 4, "added": 4, "removed": 0, "changed": 0, "same": 0}
    assert rows(register, 'SELECT round, number, name, "group", tags FROM population ORDER BY number') == [
        (EDITION, "212999-0004", "Ankeborgs kommun", "kommun", "län=Kalmar\nstorlek=stor\n"),
        (EDITION, "212999-0012", 'Exempelby "nya" kommun; med flera', "kommun", "län=Kalmar\n"),
        (EDITION, "212999-0020", "Gåseborgs kommun", "kommun", "storlek=liten\n"),
        (EDITION, "232999-0010", "Region Exempel", "region", "län=Kalmar\nstorlek=stor\n")]
    # columns in another order, in English, divided by commas; one removed, one changed, one added
    english = written(directory, "GROUP,name,län,number\nkommun,Ankeborgs kommun,Kalmar,212999-0004\n"
                      "region,Region Exempel,Kalmar,232999-0010\nmyndighet,Verket,,202199-0011\n")
    result = expect(analyse(register, keys, "population", english, "--round", EDITION), 0, out_has=[
        "has 3 organisations", "added: 1, removed: 2, changed: 2, as before: 0", "removed: 212999-0020 Gåseborgs kommun"])
    assert result.out.count("removed: 212999") == 2, result
    entries = rows(register, 'SELECT number, name, "group", tags FROM population')
    assert audited(register, "population")[-1] == f"round={EDITION} count=3 digest={digest(entries)}"
    assert told(register, keys, "population", english)["same"] == 3
    expect(analyse(register, keys, "fsck"), 0)


@test
def test_a_list_is_told_of_line_by_line(directory):
    register, keys = make_register(directory)
    declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    good = "212999-0004;A;kommun"
    for text, *words in [
            ("", "line 1", "nummer, namn, grupp"),
            ("212999-0004;A;kommun\n", "line 1", "nummer, namn, grupp"),
            ("nummer;namn\n212999-0004;A\n", "line 1", "nummer, namn, grupp"),
            ("nummer;number;namn;grupp\n", "line 1", "each once"),
            ("nummer;namn;grupp;;x\n", "line 1", "column 4"),
            ("nummer;namn;grupp;a=b\n", "line 1", "column 4"),
            ("nummer;namn;grupp;län;län\n", "line 1", "named län"),
            ("nummer;namn;grupp;" + ";".join("abcdefghi") + "\n", "line 1", "at most 8"),
            ("nummer;namn;grupp\n", "names no organisation"),
            (f"nummer;namn;grupp\n{good}\n\n212999-0005;B;kommun\n", "line 4", '"212999-0005"', "check digit"),
            (f"nummer;namn;grupp\n{good};x\n", "line 2", "has 4 fields", "expected 3"),
            (f"nummer;namn;grupp\n{good}\n212999-0012,B,kommun\n", "line 3", "has 1 fields", '";"'),
            ("nummer;namn;grupp\n212999-0004;;kommun\n", "line 2", "column namn"),
            ("nummer;namn;grupp\n212999-0004;" + "x" * 201 + ";kommun\n", "line 2", "at most 200 bytes"),
            ("nummer;namn;grupp\n212999-0004;A\u202e;kommun\n", "line 2", "letters that can be seen"),
            ("nummer;namn;grupp;län\n212999-0004;A;kommun;" + "x" * 64 + "\n", "line 2", "column län", "63 bytes"),
            ("nummer;namn;grupp\n212999-0004;A;Kommuner\n", "line 2", '"Kommuner"', "kommun, region, myndighet"),
            ('nummer;namn;grupp\n212999-0004;"A;kommun\n', "line 2", "field 2", "quotes"),
            ('nummer;namn;grupp\n212999-0004;"A"B;kommun\n', "line 2", "field 2", "quotes"),
            (f"nummer;namn;grupp\n{good}\n\n2129990004;B;region\n", "line 4", "212999-0004", "line 2 already")]:
        path = written(directory, text)
        result = refuses(register, 1, [str(path), *words], "sigill-msb", "population", "-r", register, "-k", keys, path)
        assert len(result.err.splitlines()) == 1, result
    refuses(register, 1, "save it as CSV in UTF-8", "sigill-msb", "population", "-r", register, "-k", keys,
            written(directory, LIST, encoding="latin-1"))
    refuses(register, 3, "cannot be opened", "sigill-msb", "population", "-r", register, "-k", keys, directory / "none")
    refuses(register, 1, "no such round", "sigill-msb", "population", "-r", register, "-k", keys, path, "--round", "x")
    refuses(register, 2, "--missing", "sigill-msb", "population", "-r", register, "-k", keys, path, "--missing")
    refuses(register, 1, "has no population list yet", "sigill-msb", "population", "-r", register, "-k", keys)
    assert audited(register, "population") == []


@test
def test_the_first_round_takes_the_list_over(directory):
    register, keys = make_register(directory)
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    result = declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    assert "(4 organisations) is now its" in result.out, result
    declare(register, keys, "autumn", "2023-05-01", "2023-09-30")
    assert [(row["id"], row["population"]) for row in told(register, keys, "round")] == [("spring", 4), ("autumn", None)]
    assert [line.split(" digest")[0] for line in audited(register, "population")] == [
        f"round={EDITION} count=4", f"round={EDITION} count=0", "round=spring count=4"]
    expect(analyse(register, keys, "fsck"), 0)


# ---- the response ----

def sent(directory, register, keys, name, arrived, *words):
    bundle = seal(directory, name, directory / f"{name}-{arrived}.sigill")
    expect(receive(register, keys, bundle, "--arrived", arrived, *words), 0)


def response(text, name):
    """The figures of each group's row, and of all."""
    part = text[text.index(f"Response, round {name}"):].split("\n\n")[0]
    return {line.split()[0]: line.split()[1:] for line in part.splitlines()[2:] if re.match(r"\w+ +\d", line)}


@test
def test_the_response_by_group(directory):
    register, keys, _ = make_running_register(directory, enrolled=("ankeborg", "exempelby", "gaseborg"))
    declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    declare(register, keys, "autumn", "2023-05-01", "2023-09-30")
    without = "".join(line for line in LIST.splitlines(True) if "0020" not in line)
    expect(analyse(register, keys, "population", written(directory, without), "--round", "spring"), 0)
    sent(directory, register, keys, "ankeborg", "2021-09-30")
    sent(directory, register, keys, "exempelby", "2021-10-01")
    sent(directory, register, keys, "gaseborg", "2021-06-01")
    sent(directory, register, keys, "ankeborg", "2023-06-01")  # supersedes the first one
    result = expect(analyse(register, keys, "list"), 0)
    assert response(result.out, "spring") == {
        "kommun": ["2", "1", "50", "%", "1", "0", "1"], "region": ["1", "0", "0", "%", "0", "1", "0"],
        "All": ["3", "1", "33", "%", "1", "1", "1"]}, result
    assert "round autumn" not in result.out, result
    assert all(len(line) <= 80 for line in result.out[result.out.index("Response"):].splitlines()), result
    assert len(told(register, keys, "list")) == 4
    assert [(row["id"], row["population"], row["answered"]) for row in told(register, keys, "round")] == [
        ("spring", 3, 3), ("autumn", None, 1)]
    figures = told(register, keys, "population", "--round", "spring")
    assert figures["outside"] == 1
    assert figures["groups"][-1] == {"group": None, "population": 3, "answered": 2, "covered": 0, "missing": 1}
    assert figures["groups"][0] == {"group": "kommun", "population": 2, "answered": 2, "covered": 0, "missing": 0}
    assert figures["missing"] == [{"number": "232999-0010", "name": "Region Exempel", "group": "region",
                                   "tags": {"län": "Kalmar", "storlek": "stor"}}]
    shown = expect(analyse(register, keys, "population", "--round", "spring", "--missing"), 0, out_has=[
        "round spring (infosakkollen-2021, 2021-05-01 – 2021-09-30)", "outside the list: 1"]).out
    assert shown.splitlines()[-1].split(None, 2) == ["232999-0010", "region", "Region Exempel"], shown
    assert "Region Exempel" not in expect(analyse(register, keys, "population", "--round", "spring"), 0).out
    refused(analyse(register, keys, "population"), 1, "the round autumn has no population list yet")


@test
def test_a_superseded_submission_is_not_counted_and_without_a_round_nothing_is_late(directory):
    register, keys, _ = make_running_register(directory)
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    sent(directory, register, keys, "ankeborg", "2021-06-01")
    sent(directory, register, keys, "ankeborg", "2026-06-01")
    result = expect(analyse(register, keys, "list"), 0, out_has="not the current submission")
    assert response(result.out, EDITION)["All"] == ["4", "1", "25", "%", "0", "3", "0"], result
    assert told(register, keys, "round") == [{"id": EDITION, "edition": EDITION, "opens": None, "closes": None,
                                              "population": 4, "answered": 1}]


@test
def test_in_swedish(directory):
    register, keys = make_register(directory)
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    for words in (["population", "--missing"], ["round"], ["list"]):
        expect(analyse(register, keys, *words, lang="sv"), 0)


# ---- audit, fsck, copies ----

@test
def test_R4_fsck_finds_what_the_audit_does_not_tell(directory):
    register, keys = make_register(directory)
    declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    expect(analyse(register, keys, "fsck"), 0)

    def findings(*statements):
        changed = directory / "changed"
        shutil.rmtree(changed, ignore_errors=True)
        shutil.copytree(register, changed)
        with contextlib.closing(sqlite3.connect(changed / "register.db")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
        result = expect(analyse(changed, keys, "fsck", "--json"), 1)
        return {(finding["code"], finding["subject"]) for finding in json.loads(result.out)["findings"]}

    assert findings("UPDATE rounds SET closes = '2021-12-31'") == {("not-audited", "round spring")}
    assert findings("DELETE FROM rounds") == {("row-missing", "round spring")}
    assert findings(f"INSERT INTO rounds VALUES('x', '{EDITION}', '2030-01-01', '2030-02-01')") == {("not-audited", "round x")}
    assert findings("DELETE FROM population WHERE number = '232999-0010'") == {("not-audited", "population spring")}
    assert findings("UPDATE population SET tags = 'län=X\n' WHERE number = '232999-0010'") == {("not-audited", "population spring")}
    assert findings("UPDATE population SET tags = 'broken'") == {("not-audited", "population spring")}
    assert findings("INSERT INTO population VALUES('x', '232999-0010', 'A', 'region', '')") == {("not-audited", "population x")}


@test
def test_a_copy_holds_rounds_and_lists(directory):
    register, keys = make_register(directory)
    declare(register, keys, "spring", "2021-05-01", "2021-09-30")
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    before = [told(register, keys, name) for name in ("round", "population")]
    expect(msb("restore", "--yes", directory / "copy", "-r", directory / "again", "-k", keys), 0)
    assert [told(directory / "again", keys, name) for name in ("round", "population")] == before
    assert before[0][0]["population"] == 4
    expect(analyse(directory / "again", keys, "fsck"), 0)


@test
def test_a_reader_changes_nothing(directory):
    register, keys = make_register(directory)
    expect(analyse(register, keys, "population", written(directory, LIST)), 0)
    before = tree(keys)
    for words in (["population", "--missing"], ["round"], ["list"]):
        expect(analyse(register, keys, *words), 0)
    unchanged(keys, before)


run()
