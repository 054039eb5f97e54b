"""The example keys (S10), which everyone has: refused on either side of every subcommand, and what they leave behind in a
register, a mark in all that is ever shown of it."""
import contextlib
import csv
import functools
import io
import json
import shutil
import sqlite3
import tempfile
from pathlib import Path

from parties import (MEMBERS, enrol, example, make_authority, make_member, make_party, make_running_register, own, receive, rows,
                     seal, told, trust)
from roundkit import number_of
from runkit import fixture, runs
from sigill_test import expect, msb, program, refused, run, sigill, test, tree, unchanged
from workbookkit import Workbook

ALLOW = "--allow-example-keys"
REFUSED = ["example keys, which everyone has", ALLOW]
KEPT = tempfile.TemporaryDirectory(prefix="sigill-example-")


def examples(directory):
    """All example key directories, closed to others."""
    (directory / "examples").mkdir()
    return {name: example(name, directory / "examples") for name in ("msb", "ankeborg", "gaseborg")}


def refuses_examples(directory, *words, name="sigill-msb"):
    """Refused in one sentence, with nothing written; also where the result would be JSON."""
    before = tree(directory)
    refused(program(name, *words), 1, *REFUSED)
    unchanged(directory, before)


# ---- one's own keys ----

@test
def test_S10_every_subcommand_of_both_programs_refuses_example_keys(directory):
    """Wherever a run names keys of its own: those, or the ones that it seals to."""
    place = Path(shutil.copytree(fixture(), directory / "place"))
    keys = examples(directory)
    tried = set()
    for one in runs():
        for option in {"-k", "--to"} & set(one.words):
            words = list(one.words)
            words[words.index(option) + 1] = keys["ankeborg" if one.program == "sigill" else "msb"]
            if words[0] == "keygen" and "--rotate" not in words:
                continue  # which makes keys, and leaves those that are there
            if words[0] == "doctor":
                continue  # which finds them: doctor.py
            before = tree(directory)
            refused(program(one.program, *words, cwd=place), 1, *REFUSED)
            unchanged(directory, before)
            tried.add((one.program, one.words[0], option))
    assert len(tried) > 35 and {("sigill-msb", "rewrap", "--to"), ("sigill-msb", "restore", "-k"), ("sigill", "open", "-k"),
                                ("sigill", "receipt", "-k"), ("sigill-msb", "rotate", "-k")} <= tried, tried


@test
def test_S10_one_example_recipient_among_those_of_new_keys_is_refused(directory):
    register, keys, _ = make_running_register(directory)
    new = make_authority(directory / "new", "MSB")
    with open(new / "receive.pub", "a", encoding="ascii") as file:
        file.write(Path("keys-example/gaseborg/receive.pub").read_text())
    refuses_examples(directory, "rewrap", "-r", register, "-k", keys, "--to", new)
    assert rows(register, "SELECT demo FROM meta") == [(0,)]


# ---- those of others ----

@test
def test_S10_what_an_example_authority_answers_is_refused(directory):
    """Its feedback and its receipts, though its card was trusted; and the same by --signer."""
    authority, register = examples(directory)["msb"], directory / "register"
    where = ["-r", register, "-k", authority, ALLOW]
    expect(msb("init", *where), 0)
    card = own(authority)
    title, number = MEMBERS["ankeborg"]
    party = make_party(directory / "ankeborg", "--name", title, "--number", number, "--group", "kommun")
    other = make_authority(directory / "other")
    expect(trust(party, own(other)), 0)
    shutil.copytree(party, directory / "before")
    expect(trust(party, card, ALLOW), 0)
    make_answers(directory, title, number)
    words = ["seal", directory / "ankeborg.json", "-k", party, "--yes", "--to", told(card), "-o", directory / "a.sigill"]
    refuses_examples(directory, *words, name="sigill")
    expect(sigill(*words, ALLOW), 0)
    expect(msb("enrol", *where, own(party), "--fingerprint", told(own(party))), 0)
    expect(msb("receive", *where, directory / "a.sigill"), 0)
    expect(msb("feedback", *where, number, "-o", directory / "fed"), 0)
    answer, = (directory / "fed").iterdir()
    receipt, = (register / "receipts").iterdir()
    for json_too in ([], ["--json"]):
        refuses_examples(directory, "open", answer, "-k", party, "-o", directory / "out", *json_too, name="sigill")
        refuses_examples(directory, "open", answer, "-k", directory / "before", "-o", directory / "out", "--signer", card,
                      "--fingerprint", told(card), *json_too, name="sigill")
        refuses_examples(directory, "receipt", receipt, "-k", party, *json_too, name="sigill")
    expect(sigill("receipt", receipt, "-k", party, ALLOW), 0, err_has="they protect nothing", out_has="Imported by")
    expect(sigill("open", answer, "-k", party, "-o", directory / "out", ALLOW), 0, err_has="they protect nothing")


def make_answers(directory, title, number):
    """The answers of an organisation without its keys."""
    other = directory / "as"
    make_member(other_made(other), "ankeborg", make_authority(other / "authority"))
    answers = json.loads((other / "ankeborg.json").read_text(encoding="utf-8"))
    answers["organisation"].update(name=title, number=number)
    (directory / "ankeborg.json").write_text(json.dumps(answers), encoding="utf-8")


def other_made(directory):
    directory.mkdir()
    return directory


@test
def test_S10_an_organisation_with_example_keys_is_not_answered(directory):
    """Nobody but it shall read that. It stands among the refused, and the others get theirs."""
    register, keys, (first, second) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    for name in ("ankeborg", "exempelby"):
        expect(receive(register, keys, seal(directory, name, directory / f"{name}.sigill")), 0)
    # A card of its own key, to which an example recipient was added.
    with open(first / "receive.pub", "a", encoding="ascii") as file:
        file.write(Path("keys-example/msb/receive.pub").read_text())
    expect(sigill("card", "-k", first, "--renew", ALLOW), 0)
    refuses_examples(directory, "enrol", *where, own(first))
    listed = directory / "list.csv"
    listed.write_text(f"{MEMBERS['ankeborg'][1]};{told(own(first))};ankeborg/own.card\n", encoding="utf-8")
    before = tree(directory)
    line, = json.loads(expect(msb("enrol", *where, "--list", listed, "--json"), 1).out)
    assert (line["verdict"], line["reason"]) == ("refused", "example-key"), line
    unchanged(directory, before)
    expect(msb("enrol", *where, own(first), ALLOW), 0, err_has="demonstration for ever")
    result = expect(msb("feedback", *where, "--all", "-o", directory / "fed", "--json"), 1)
    found = {line["number"]: (line["verdict"], line["reason"]) for line in json.loads(result.out)}
    assert found == {MEMBERS["ankeborg"][1]: ("refused", "example-key"), MEMBERS["exempelby"][1]: ("sealed", None)}, result
    assert [path.name for path in (directory / "fed").iterdir()] == [f"{MEMBERS['exempelby'][1]}.sigill"]
    before = tree(directory / "fed")
    expect(msb("feedback", *where, MEMBERS["ankeborg"][1], "-o", directory / "fed"), 1, out_has="example-key")
    unchanged(directory / "fed", before)
    expect(msb("feedback", *where, MEMBERS["ankeborg"][1], "-o", directory / "fed", ALLOW), 0)


@test
def test_S10_what_example_keys_open_or_vouch_for_is_not_taken_over(directory):
    """rewrap --identity and --card: whoever has those keys can have made the register and signed its head. Allowed, it
    is marked, whatever it said of itself."""
    authority, register = examples(directory)["msb"], directory / "register"
    new = make_authority(directory / "new", "MSB")
    expect(msb("init", "-r", register, "-k", authority, ALLOW), 0)
    expect(msb("backup", "-r", register, "-k", authority, "-o", directory / "copy", ALLOW), 0)
    expect(msb("fsck", "-r", register, "-k", authority, ALLOW), 0)
    shutil.rmtree(register)
    (directory / "copy").rename(register)
    (register / "register.lock").touch(mode=0o600)
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database, database:
        database.execute("UPDATE meta SET demo = 0")
    words = ["rewrap", "-r", register, "--to", new, "--identity"]
    card = ["--card", own(authority), "--fingerprint", told(own(authority))]
    refuses_examples(directory, *words, authority / "receive.key")
    refuses_examples(directory, *words, authority / "receive.key", *card)
    real = make_authority(directory / "real", "MSB")
    refuses_examples(directory, *words, real / "receive.key", *card)
    expect(msb(*words, authority / "receive.key", *card, ALLOW), 0, err_has="they protect nothing")
    assert rows(register, "SELECT demo FROM meta") == [(1,)]
    expect(msb("list", "-r", register, "-k", new), 0, out_has="DEMO")


# ---- the mark ----

MARK = "the register has been used with example keys; nothing in it can be relied on"
TEXT = "DEMO: this register has been used with example keys; nothing in it can be relied on."
FIGURES = "Demonstration: the figures come from a register that was made with example keys."
# What shows nothing of a register, or is about to make one; what has the mark among its findings.
NOTHING = {"init", "keygen", "passwd", "card", "fingerprint", "rotate", "add-recipient", "doctor"}
# What shows tables of what is in it; the others say what they did.
TABLES = {"audit", "benchmark", "cooperate", "counts", "edition", "feedback", "forecast", "fsck", "gap", "keys", "list", "panel", "population", "rank", "show",
          "stats", "texts", "trend"}


@functools.cache
def demo_fixture():
    """runkit's place, its register marked, and a copy of that."""
    place = Path(shutil.copytree(fixture(), Path(KEPT.name, "demo")))
    register, keys = place / "register", place / "msb"
    expect(enrol(register, keys, own(example("gaseborg", place)), ALLOW), 0)
    shutil.rmtree(place / "copy")
    expect(msb("backup", "-r", register, "-k", keys, "-o", place / "copy"), 0)
    return place


def written(place, one):
    """What the run leaves as its result: standard output, or the file of -o."""
    return place / one.words[one.words.index("-o") + 1] if "-o" in one.words else None


def judge_json(text):
    documents = [json.loads(line) for line in text.splitlines()] if "\n{\"" in text else json.loads(text)
    documents = documents if isinstance(documents, list) else [documents]
    assert documents and all(document["demo"] is True for document in documents), documents


def judge_marked(place, one, result):
    """The form that the run has carries the mark."""
    path, words = written(place, one), set(one.words)
    assert result.err.count(MARK) == 1, result
    text = path.read_text(encoding="utf-8-sig") if path and path.suffix in (".csv", ".html") else result.out
    if "--json" in words:
        judge_json(text)
    elif "--csv" in words:
        lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
        assert lines[-1] == [FIGURES] and len(lines[0]) > 1, lines
    elif "--html" in words:
        assert '<strong class="demo">Demonstration</strong>' in text and FIGURES in text, text
    elif path and path.suffix == ".xlsx":
        book = Workbook(path)
        sheets = [content.decode() for name, content in book.parts.items() if name.startswith("xl/worksheets/sheet")]
        assert FIGURES in book.text() and sheets and all("Demonstration" in sheet for sheet in sheets), book.sheets
    elif one.words[0] in TABLES or one.words == ("round", *one.words[1:5]):
        assert " ".join(result.out.split()).startswith(" ".join(TEXT.split())), result


def authority_runs():
    return [one for one in runs() if one.program == "sigill-msb" and one.words[0] not in NOTHING]


@test
def test_S10_every_form_of_what_is_shown_of_a_demonstration_says_so(directory):
    assert len(authority_runs()) > 45
    for one in authority_runs():
        place = Path(shutil.copytree(demo_fixture(), directory / "place"))
        result = expect(program(one.program, *one.words, cwd=place), one.status)
        judge_marked(place, one, result)
        shutil.rmtree(place)


@test
def test_S10_nothing_says_so_of_another_register(directory):
    for one in authority_runs():
        place = Path(shutil.copytree(fixture(), directory / "place"))
        result = expect(program(one.program, *one.words, cwd=place), one.status)
        path = written(place, one)
        shown = [result.out, result.err]
        if path and path.suffix == ".xlsx":
            shown.append(Workbook(path).text())
        elif path and path.is_file():
            shown.append(path.read_text(encoding="utf-8", errors="replace"))
        for text in shown:
            assert not any(word in text for word in ("DEMO", "emonstration", '"demo"', "example keys")), f"{one}: {text}"
        shutil.rmtree(place)


@test
def test_S10_feedback_from_a_demonstration_says_so_in_each_of_its_files(directory):
    place = Path(shutil.copytree(demo_fixture(), directory / "place"))
    for name, marked in ((place, True), (Path(shutil.copytree(fixture(), directory / "real")), False)):
        expect(msb("feedback", number_of(0), "-r", name / "register", "-k", name / "msb", "-o", directory / f"fed{marked}"), 0)
        bundle, = (directory / f"fed{marked}").iterdir()
        out = directory / f"out{marked}"
        expect(sigill("open", bundle, "-k", name / "org0", "-o", out), 0)
        page = (out / "001-aterkoppling.html").read_text(encoding="utf-8")
        assert ('<strong class="demo">' in page) is marked, page
        assert (json.loads((out / "002-aterkoppling.json").read_text(encoding="utf-8")).get("demo") is True) is marked
        lines = (out / "003-atgardsplan.csv").read_text(encoding="utf-8-sig").splitlines()
        assert ("emonstration" in lines[-1]) is marked, lines[-1]


@test
def test_S10_the_mark_is_there_after_a_restore_and_new_keys(directory):
    place = Path(shutil.copytree(demo_fixture(), directory / "place"))
    restored = directory / "restored"
    expect(msb("restore", "--yes", place / "copy", "-r", restored, "-k", place / "msb"), 0, err_has=MARK)
    expect(msb("rewrap", "-r", restored, "-k", place / "msb", "--to", place / "other"), 0, err_has=MARK)
    for form in ([], ["--json"]):
        result = expect(msb("list", "-r", restored, "-k", place / "other", *form), 0, err_has=MARK)
        expect(result, 0)
        if form:
            judge_json(result.out)
        else:
            assert TEXT.strip() in " ".join(result.out.split()), result
    checked = expect(msb("fsck", "-r", restored, "-k", place / "other"), 0)
    assert TEXT.strip() in " ".join(checked.out.split()), checked


run()
