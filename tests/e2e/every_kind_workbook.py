"""Questions of every kind in a workbook: answers by chance are read from it as they are from JSON, whoever wrote it; what is typed
that is no answer is named with its cell; and each command takes such a workbook."""
import copy
import json
import random
import re
import subprocess

from parties import make_authority, make_party, own, trust
from resultkit import EVERY_KIND, SKR, Edition, some_answers, some_answers_of
from sheetkit import Day, Formula, Shown, Written, form, ods, where, xlsx
from sigill_test import DATA, expect, refused, run, sigill, test, tree, unchanged

KINDS, FIELDS = Edition(EVERY_KIND), Edition(SKR)
ANSWERS = json.loads((DATA / "every-kind-answers.json").read_text(encoding="utf-8"))


def kinds_of(edition):
    return {str(number): question["kind"] for number, question in edition.questions.items()}


def made(directory, document, name="svar.json"):
    path = directory / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def workbook(directory, document, change=None, how=xlsx, edition=KINDS):
    """The document typed into a workbook by hand: its path, and its sheets."""
    sheets = form(document, change, kinds=kinds_of(edition))
    path = directory / f"typed.{how.__name__}"
    path.write_bytes(how(sheets))
    return path, sheets


def told(command, path, edition, *more):
    """What a command says, without the places of findings."""
    result = sigill(command, path, "--json", "--edition", edition.path, *more)
    assert result.status in (0, 1) and (result.status == 0 or command != "convert"), result
    text = re.sub(r'"cell": (null|"[^"]*")', "", result.out)
    text = re.sub(r" \(line \d+, column \d+\)", "", text)
    return result.status, re.sub(r'("message": ")[^":]*: ', r"\1", text)


def kind_parties(directory):
    """The keys of the organisation that the answers are of, and those of the authority that it trusts."""
    who = ANSWERS["organisation"]
    keys = make_party(directory / "keys", "--name", who["name"], "--number", who["number"], "--group", who["group"], "--edition", EVERY_KIND)
    authority = make_authority(directory / "msb", "MSB")
    expect(trust(keys, own(authority)), 0)
    return keys, authority


def answers_in(path):
    found = json.loads(path.read_text(encoding="utf-8"))["answers"]
    for answer in found.values():
        answer.pop("about", None)
    return found


@test
def test_random_answers_are_read_as_the_JSON_is(directory):
    for edition, sets in ((KINDS, 12), (FIELDS, 4)):
        for seed in range(sets):
            document = some_answers(edition, seed)
            plain = made(directory, document)
            wanted = [told(command, plain, edition) for command in ("check", "score")]
            for how in (xlsx, ods):
                path, _ = workbook(directory, document, how=how, edition=edition)
                found = [told(command, path, edition) for command in ("check", "score")]
                assert found == wanted, (seed, how, found, wanted)


@test
def test_a_form_of_ours_is_read_back_whatever_is_in_it(directory):
    """JSON to a workbook and back, and that to a workbook again: nothing is lost, notes and faults among it."""
    for edition in (KINDS, FIELDS):
        for seed in range(8):
            document = some_answers(edition, seed)
            plain, book = made(directory, document), directory / "bok.xlsx"
            for source, target in ((plain, book), (book, directory / "igen.json"), (directory / "igen.json", directory / "igen.xlsx"),
                                   (directory / "igen.xlsx", directory / "sist.json")):
                expect(sigill("convert", source, "-o", target, "--edition", edition.path, "--force"), 0, out="")
            assert answers_in(directory / "igen.json") == document["answers"] == answers_in(directory / "sist.json"), seed
            assert told("score", book, edition) == told("score", plain, edition), seed
            for path in (book, directory / "igen.xlsx", directory / "igen.json", directory / "sist.json"):
                path.unlink()


@test
def test_last_time_s_answers_fill_the_form(directory):
    last, book = made(directory, ANSWERS), directory / "nästa.xlsx"
    expect(sigill("template", "--from", last, "-o", book, "--edition", EVERY_KIND), 0)
    expect(sigill("convert", book, "-o", directory / "nästa.json", "--edition", EVERY_KIND), 0)
    wanted = {number: {key: value for key, value in answer.items() if key != "assessment"} for number, answer in ANSWERS["answers"].items()}
    assert answers_in(directory / "nästa.json") == wanted


# ---- what is no answer ----

WRONG = [  # key, what is typed, code, words
    ("6.value", "många", "unknown-option", '"många" is no number that the question takes; write a whole one from 0 to 1000'),
    ("6.value", 1001, "unknown-option", '"1001" is no number'),
    ("6.value", -5, "unknown-option", '"-5" is no number'),
    ("6.value", 2.5, "unknown-option", '"2.5" is no number'),
    ("6.value", "10–20", "unknown-option", "is no number"),
    ("6.value", Day("2026-01-02"), "unknown-option", '"2026-01-02" is no number'),
    ("6.value", True, "unknown-option", "is no number"),
    ("6.value", Formula("=1+1", 2), "formula", "a formula stands"),
    ("7.value", "i våras", "unknown-option", '"i våras" is no day that the question takes; write one from 2020-01-01 to 2030-12-31'),
    ("7.value", Day("2019-12-31"), "unknown-option", '"2019-12-31" is no day'),
    ("7.value", Day("2031-01-01"), "unknown-option", '"2031-01-01" is no day'),
    ("7.value", "2029-02-30", "unknown-option", "is no day"),
    ("7.value", 5, "unknown-option", '"5" is no day'),
    ("3.choice", "a, b", "unknown-option", '"a, b" is none of the options, of which one is chosen'),
    ("3.choice", "ja och nej", "unknown-option", "is none of the options"),
    ("3.choice", "d", "unknown-option", "is none of the options"),
    ("3.choice", 1, "unknown-option", "is none of the options"),
    ("10.a", "kanske", "unknown-option", "is no answer here"),
]


@test
def test_what_is_typed_wrong_is_named_with_its_cell_and_nothing_is_written(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"]["10"] = {"yes": ["a", "b"]}
    keys, _ = kind_parties(directory)
    for key, typed, code, words in WRONG:
        for how in (xlsx, ods):
            path, sheets = workbook(directory, document, {key: typed}, how)
            before, cell, question = tree(directory), where(sheets, key), int(key.split(".")[0])
            found = json.loads(expect(sigill("check", path, "--json", "--edition", EVERY_KIND), 1, err="").out)["errors"]
            named = [one for one in found if one["cell"] == cell]
            assert [(one["code"], one["question"]) for one in named] == [(code, question)], (key, typed, found)
            assert words in named[0]["message"], named
            taken = sigill("convert", path, "-o", directory / "ut.json", "--edition", EVERY_KIND)
            expect(taken, 1, out="", err_has=["not all that is typed can be taken over (1)", cell])
            sealing = sigill("seal", path, "-k", keys, "--yes", "--edition", EVERY_KIND, "-o", directory / "ut.sigill")
            assert sealing.status == 1 and cell in sealing.out + sealing.err, sealing
            unchanged(directory, before)


OTHERWISE = [  # what is stored, the cell's format or the number of a built-in one, what is shown; whether the program says so, and whether it is an answer
    (Shown("250", "0", "250"), False, True),
    (Shown("250", "# ##0.00", "250,00"), False, True),
    (Shown("250", '0" anställda"', "250 anställda"), False, True),
    (Shown("250", "0%", "25000%"), True, True),
    (Shown("250", "0,", "0"), True, True),
    (Shown("250", '"300"', "300"), True, True),
    (Shown("250", 14, "1900-09-06"), True, True),
    (Shown("250", "yyyy\\-mm\\-dd", "1900-09-06"), True, True),
    (Shown("250", "[$1-409]0", "1250"), True, True),
    (Shown("250", "-0", "-250"), True, True),
    (Shown("250", "0/0", "250/1"), True, True),
    (Shown("250", '0"."0', "25.0"), True, True),
    (Shown("250", '0"‰"', "250‰"), True, True),
    (Shown("250", 3, "250"), False, True),
    (Shown("2.6", "0", "3"), True, False),
    (Shown("2.6", "General", "2,6"), False, False),
]


@test
def test_S13_a_number_that_is_shown_otherwise_is_named_with_its_cell(directory):
    for value, named, answer in OTHERWISE:
        for how in (xlsx, ods):
            path, sheets = workbook(directory, ANSWERS, {"6.value": value}, how)
            before, result = tree(directory), sigill("check", path, "--json", "--edition", EVERY_KIND)
            expect(result, 0 if answer else 1, err="")
            said, cell = json.loads(result.out), where(sheets, "6.value")
            assert [one["cell"] for one in said["warnings"] if one["code"] == "otherwise"] == [cell] * named, (value, how, said)
            assert [(one["code"], one["cell"]) for one in said["errors"]] == [("unknown-option", cell)] * (not answer), (value, how, said)
            assert not named or f"the number {value.text}, which counts" in result.out, (value, how, said)
            unchanged(directory, before)


@test
def test_an_answer_that_was_not_asked_for_is_an_error_in_its_cell(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"].update({"3": {"yes": "b"}, "4": {}, "5": {"yes": ["c"]}})
    path, sheets = workbook(directory, document)
    before = tree(directory)
    found = json.loads(expect(sigill("check", path, "--json", "--edition", EVERY_KIND), 1, err="").out)["errors"]
    assert [(one["code"], one["question"], one["cell"]) for one in found] == [("uncalled", 5, where(sheets, "5.c"))], found
    assert '"a" to question 3' in found[0]["message"]
    unchanged(directory, before)
    said = expect(sigill("check", path, "--edition", EVERY_KIND, lang="sv"), 1, err="").out
    assert f"{where(sheets, '5.c')}: fråga 5: besvarad, men den ställs bara efter" in " ".join(said.split())


@test
def test_of_an_answer_that_was_not_asked_for_nothing_else_is_said(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"].update({"3": {"yes": "b"}, "4": {}, "5": {"yes": ["a", "c"]}})
    path, sheets = workbook(directory, document, {"5.a": "kanske"})
    before = tree(directory)
    found = json.loads(expect(sigill("check", path, "--json", "--edition", EVERY_KIND), 1, err="").out)["errors"]
    assert [(one["code"], one["question"]) for one in found] == [("uncalled", 5)], found
    expect(sigill("convert", path, "-o", directory / "ut.json", "--edition", EVERY_KIND), 1, out="", err_has=[where(sheets, "5.a")])
    unchanged(directory, before)


@test
def test_a_form_of_another_edition_is_told_of_with_both(directory):
    """In every form that answers have, whoever reads it."""
    keys, _ = kind_parties(directory)
    plain, (book, _) = made(directory, ANSWERS), workbook(directory, ANSWERS)
    plan = directory / "plan.xlsx"
    expect(sigill("gap", plain, "--edition", EVERY_KIND, "-o", plan), 0)
    before = tree(directory)
    other = ("--edition", SKR)
    for path in (plain, book):
        for command in (("check", path), ("check", path, "--json"), ("score", path), ("convert", path, "-o", directory / "ut.json"),
                        ("seal", path, "-k", keys, "--yes", "-o", directory / "ut.sigill")):
            refused(sigill(*command, *other), 1, str(path), '"alla-slag-2030"', '"skr-2019"', "leave out --edition")
    refused(sigill("plan", plan, *other), 1, '"alla-slag-2030"', '"skr-2019"', "leave out --edition")
    unchanged(directory, before)


@test
def test_a_no_to_a_question_that_has_none_is_kept_and_named(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"].update({"6": {"yes": 250, "no": "no"}, "3": {"yes": "a", "no": "no"}, "11": {"no": "no"}})
    plain, book = made(directory, document), directory / "bok.xlsx"
    expect(sigill("convert", plain, "-o", book, "--edition", EVERY_KIND), 0)
    expect(sigill("convert", book, "-o", directory / "igen.json", "--edition", EVERY_KIND), 0)
    assert answers_in(directory / "igen.json") == document["answers"]
    found = json.loads(sigill("check", book, "--json", "--edition", EVERY_KIND).out)["errors"]
    assert [(one["code"], one["question"]) for one in found] == [("unknown-option", number) for number in (3, 6, 11)], found
    assert 'its no is the option "b"; remove this no' in found[0]["message"], found
    assert all("it is not answered with a no; remove that" in one["message"] for one in found[1:]) and all(one["cell"] for one in found), found


@test
def test_a_choice_of_nothing_is_named_when_it_has_no_cell(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"]["8"] = {"yes": ""}
    plain, book = made(directory, document), directory / "bok.xlsx"
    expect(sigill("convert", plain, "-o", book, "--edition", EVERY_KIND), 0, err_has="question 8: a yes to nothing has no cell")


@test
def test_rows_and_answers_that_are_hidden_or_gone_are_named(directory):
    document = copy.deepcopy(ANSWERS)
    document["answers"]["11"] = {}
    for gone in ("3.choice", "6.value", "10.no", "5.c"):
        sheets = form(document, kinds=kinds_of(KINDS))
        answers = sheets[1][1]
        last = max(row for row, _ in answers)
        for option in ("5.b", "5.c", "10.a", "10.b", "10.c", "11.value"):  # of a form that has all its rows
            last += 1
            answers[last, 1] = option
        cut = next(row for (row, column), value in answers.items() if column == 1 and value == gone)
        for place in [place for place in answers if place[0] == cut]:
            del answers[place]
        path = directory / "svar.xlsx"
        path.write_bytes(xlsx(sheets))
        said = json.loads(sigill("check", path, "--json", "--edition", EVERY_KIND).out)["warnings"]
        missing = [one["message"] for one in said if one["code"] == "missing-rows"]
        assert len(missing) == 1 and f"(1), and what was answered in them is not read: {gone}." in missing[0], (gone, missing)
    path.write_bytes(xlsx(form(document, kinds=kinds_of(KINDS)), hidden="hidden"))
    said = json.loads(sigill("check", path, "--json", "--edition", EVERY_KIND).out)["warnings"]
    assert any(one["code"] == "hidden" for one in said), said


# ---- other ways of typing ----

@test
def test_values_may_be_typed_in_other_ways(directory):
    wanted = told("score", made(directory, ANSWERS), KINDS)
    serial = (Day("2029-11-05").serial())
    for change in ({"6.value": "250"}, {"6.value": " 250 "}, {"6.value": Written("2.5E2")}, {"7.value": "5 november 2029"},
                   {"7.value": "20291105"}, {"7.value": 20291105}, {"7.value": serial}, {"3.choice": "Ja"}, {"3.choice": "A: ja"},
                   {"8.choice": "b: Ja, i praktiken"}, {"5.a": "x", "5.d": True}):
        for how in (xlsx, ods):
            path, _ = workbook(directory, ANSWERS, change, how)
            assert told("score", path, KINDS) == wanted, change
            assert json.loads(sigill("check", path, "--json", "--edition", EVERY_KIND).out)["errors"] == [], change
    found = json.loads(sigill("check", workbook(directory, ANSWERS, {"7.value": serial})[0], "--json", "--edition", EVERY_KIND).out)
    assert ["2029-11-05" in one["message"] for one in found["warnings"] if one["code"] == "typed"] == [True], found


# ---- every command ----

def sealed_answers(bundle, authority):
    """The bytes in it, by stock programs."""
    frame = subprocess.run(["age", "-d", "-i", authority / "receive.key", bundle], check=True, stdout=subprocess.PIPE).stdout
    payload = subprocess.run(["tar", "-xO", "payload.tar.gz"], input=frame, check=True, stdout=subprocess.PIPE).stdout
    return subprocess.run(["tar", "-xzO", "answers.json"], input=payload, check=True, stdout=subprocess.PIPE).stdout


@test
def test_each_command_takes_such_a_workbook(directory):
    chance = random.Random(3)
    keys, authority = kind_parties(directory)
    document = ANSWERS
    plain = made(directory, document)
    other = copy.deepcopy(document)
    while sigill("check", made(directory, other, "annan.json"), "--edition", EVERY_KIND).status or other == document:
        other["answers"] = some_answers_of(chance, KINDS, 0.7)
    book, path = directory / "bok.xlsx", directory / "annan.json"
    expect(sigill("convert", plain, "-o", book, "--edition", EVERY_KIND), 0)
    same = expect(sigill("compare", path, book, "--json", "--edition", EVERY_KIND), 0).out
    assert same == expect(sigill("compare", path, plain, "--json", "--edition", EVERY_KIND), 0).out
    for command in ("check", "score", "gap"):
        assert told(command, book, KINDS) == told(command, plain, KINDS), command
    for source in (plain, book):
        bundle = directory / f"{source.name}.sigill"
        expect(sigill("seal", source, "-k", keys, "--yes", "--edition", EVERY_KIND, "--supersedes", "none", "-o", bundle), 0)
    assert sealed_answers(directory / "svar.json.sigill", authority) == sealed_answers(directory / "bok.xlsx.sigill", authority)


run()
