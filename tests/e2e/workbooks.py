"""Forms as workbooks, in every way in which Excel and LibreOffice write them: read as the JSON with the same answers is; what is
typed in another way is understood or named, with sheet and cell; and `convert`."""
import json
import random
import re
import subprocess
import zipfile
from pathlib import Path

from seal_parties import parties, seal
from sheetkit import STRICT, Day, Error, Formula, Ods, Rich, Written, Xlsx, form, ods, where, xlsx
from sigill_test import BUILD, DATA, expect, run, sigill, test

EXAMPLES = ("typical-municipality.json", "typical-region.json")
WAYS = [{}, {"strings": "inline"}, {"places": "absolute"}, {"places": "missing"}, {"spaces": STRICT}, {"prefix": "x:"},
        {"absolute": True}, {"shuffle": 1}, {"shuffle": 2, "strings": "inline"}, {"since_1904": True}, {"merged": "B3:B4"},
        {"descriptor": True}, {"empty_cells": True}, {"comments": {"C7": "kommentar"}},
        {"spaces": STRICT, "prefix": "s:", "places": "missing", "strings": "inline", "shuffle": 3}]
ODS_WAYS = [{}, {"grouped": True}, {"spans": True}, {"covered": True}, {"whole": False}, {"annotations": {(5, 3): "kommentar\nmer"}},
            {"grouped": True, "spans": True, "covered": True}]


def document(name=EXAMPLES[0]):
    return json.loads((DATA / name).read_text())


def results(path, *more):
    """What check, score and gap say, without the cells."""
    found = []
    for command in ("check", "score", "gap"):
        result = sigill(command, path, "--json", *more)
        assert result.status in (0, 1), result
        told = re.sub(r'"cell": (null|"[^"]*")', "", result.out)
        found.append((result.status, re.sub(r'("message": ")[^":]*: ', r"\1", told)))  # which place it is about: a cell's label, or a key
    return found


def json_of(directory, answers):
    path = directory / "svar.json"
    path.write_text(json.dumps(answers, ensure_ascii=False))
    return path


def written(directory, name, content):
    path = directory / name
    path.write_bytes(content)
    return path


def cells(path):
    done = subprocess.run([BUILD / "tools/cells", path], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, done
    return {tuple(json.loads(line)[:1]): tuple(json.loads(line)[1:]) for line in done.stdout.splitlines()}


def check(directory, change, answers=None, how=xlsx, **ways):
    """The findings of a form with changes: {cell: (code, message)}, and the form."""
    sheets = form(answers or document(), change)
    result = sigill("check", written(directory, "svar.xlsx", how(sheets, **ways)), "--json")
    assert result.status in (0, 1) and not result.err, result
    found = json.loads(result.out)
    return {one["cell"]: (one["code"], one["message"], one["question"]) for kind in ("errors", "warnings") for one in found[kind]}, sheets


@test
def test_a_workbook_is_read_as_the_JSON_is_however_it_was_written(directory):
    for name in EXAMPLES:
        answers = document(name)
        answers["organisation"]["covers"] = [{"name": "Bolaget AB", "number": "212999-0004"}, {"name": "Stiftelsen & Co"}]
        answers["circumstances"] = 'Rad ett\nrad <två> & "tre"\n\n  fyra'
        wanted = results(json_of(directory, answers))
        sheets = form(answers)
        for way in WAYS:
            assert results(written(directory, "svar.xlsx", xlsx(sheets, **way))) == wanted, way
        for way in ODS_WAYS:
            assert results(written(directory, "svar.ods", ods(sheets, **way))) == wanted, way


def scrambled(sheets, chance):
    """The same form with rows sorted otherwise, columns put in, sheets renamed, added, and in another order."""
    made = []
    for name, kept in sheets:
        rows = sorted({row for row, _ in kept if row > 2})
        mixed = chance.sample(rows, len(rows))
        place = dict(zip(rows, mixed))
        columns = {1: 2, 2: 5, 3: 7, 4: 9}
        moved = {(2 if row == 2 else place[row], columns[column]): value for (row, column), value in kept.items()}
        moved.update({(2, 1): "Ansvarig", (2, 3): "Klart", **{(row, 1): "Kim" for row in mixed[:3]}})
        made.append((f"{name} (kopia) å", moved))
    made.append(("Egna anteckningar", {(1, 1): "Möte", (2, 2): Day("2024-01-02"), (3, 3): 17}))
    chance.shuffle(made)
    return made


@test
def test_sheets_columns_and_rows_may_be_moved_and_added(directory):
    answers = document()
    wanted = results(json_of(directory, answers))
    for seed in range(4):
        sheets = scrambled(form(answers), random.Random(seed))
        assert results(written(directory, "svar.xlsx", xlsx(sheets))) == wanted
        assert results(written(directory, "svar.ods", ods(sheets))) == wanted


@test
def test_random_answers_are_read_as_the_JSON_is(directory):
    """All states: unanswered, no, contradictory, without an assessment, unknown options, notes."""
    chance = random.Random(11)
    with open("editions/infosakkollen-2021.json", encoding="utf-8") as file:
        kinds = {str(question["id"]): question for question in json.load(file)["model"]["questions"]}
    for _ in range(8):
        answers = document()
        for number in answers["answers"]:
            made, scale = {}, kinds[number]["kind"] == "scale"
            if chance.random() < 0.7:
                made["yes"] = chance.randint(1, 4) if scale else sorted(chance.sample("abcd", chance.randint(1, 3)))
            if chance.random() < 0.3:
                made["no"] = chance.choice(["no", "none", "partly"])
            if chance.random() < 0.8:
                made["assessment"] = chance.choice(["sure", "unsure"])
            if chance.random() < 0.3:
                made["note"] = chance.choice(["kort", "två\nrader", "=1+1", "  x  ".strip(), "<&>"])
            answers["answers"][number] = made
        wanted = [(status, re.sub(r" \(line \d+, column \d+\)", "", text)) for status, text in results(json_of(directory, answers))]
        assert results(written(directory, "svar.xlsx", xlsx(form(answers)))) == wanted
        assert results(written(directory, "svar.ods", ods(form(answers)))) == wanted


@test
def test_a_second_edition_drives_it_too(directory):
    edition = DATA / "small-edition.json"
    template = json.loads(expect(sigill("template", "--edition", edition), 0).out)
    answers = {key: value for key, value in template.items() if key != "about"}
    answers["organisation"].update(name="Exempelby kommun", number="212999-0004")
    answers["period"] = {"from": "2024-01-01", "to": "2024-12-31"}
    for answer in answers["answers"].values():
        answer.pop("about", None)
        answer.pop("note", None)
        answer.update(no="no", assessment="sure")
    wanted = results(json_of(directory, answers), "--edition", edition)
    for name, content in (("svar.xlsx", xlsx(form(answers))), ("svar.ods", ods(form(answers)))):
        assert results(written(directory, name, content), "--edition", edition) == wanted


@test
def test_each_step_is_read_in_its_words_whatever_the_number_of_its_question(directory):
    for edition, answers in ((Path("editions/infosakkollen-2021.json"), document()),
                             (DATA / "small-edition.json", json.loads((DATA / "small-answers.json").read_text()))):
        wording = json.loads(edition.read_text())["wording"]
        scales = {question["id"]: wording["scales"][question["scale"]] for question in wording["questions"] if "scale" in question}
        for step in range(1, max(map(len, scales.values())) + 1):
            for answer in answers["answers"].values():
                answer.pop("note", None)
            answers["answers"].update({str(number): {"yes": step, "assessment": "sure"} for number in scales})
            wanted = results(json_of(directory, answers), "--edition", edition)
            for words in ("{0}: {1}", "{1}"):
                typed = {f"{number}.step": words.format(step, steps[step - 1]) for number, steps in scales.items()}
                path = written(directory, "svar.xlsx", xlsx(form(answers, typed)))
                assert results(path, "--edition", edition) == wanted, typed


# ---- values in other ways ----

@test
def test_what_a_spreadsheet_makes_of_what_was_typed_is_understood(directory):
    answers = document()
    wanted = results(json_of(directory, answers))
    number = int(answers["organisation"]["number"].replace("-", ""))
    period = answers["period"]
    change = {"organisation.number": number, "period.from": Day(period["from"]), "period.to": Day(period["to"]),
              "approval.date": Day(answers["approval"]["date"]), "organisation.group": " Kommun ", "marking": Rich(("öp", "pen"))
              if answers["marking"] == "öppen" else answers["marking"]}
    for question, answer in answers["answers"].items():
        if isinstance(answer.get("yes"), int):
            change[f"{question}.step"] = Written(f"{answer['yes']}E0")
        elif "yes" in answer:
            change[f"{question}.{answer['yes'][0]}"] = True
    sheets = form(answers, change)
    for way in ({}, {"since_1904": True}, {"day_format": "[$-41D]d mmmm yyyy"}, {"day_format": 'd/m "den" yy'}, {"places": "missing"}):
        assert results(written(directory, "svar.xlsx", xlsx(sheets, **way))) == wanted, way
    assert results(written(directory, "svar.ods", ods(sheets))) == wanted
    for typed in ("212999-0004", "2129990004", 2129990004, 2129990004.0, Written("2.129990004E9"), " 16212999-0004 ", "212999–0004"):
        found, _ = check(directory, {"organisation.number": typed})
        assert "organisation-number" not in {code for code, *_ in found.values()}, (typed, found)


@test
def test_numbers_and_days_come_in_one_form(directory):
    typed = [1, 1.0, 0.5, Written("1E0"), Written("1.50"), Written("-0"), Written("12E-1"), Written("1e3"), Written(".5"),
             Written("0.000001"), Written("123456789012345"), Day("1970-01-01"), Day("2000-02-29"), Day("9999-12-31"), True, False,
             Error("#N/A"), Formula("=A1", 5)]
    wanted = [("number", "1"), ("number", "1"), ("number", "0.5"), ("number", "1"), ("number", "1.5"), ("number", "0"), ("number", "1.2"),
              ("number", "1000"), ("number", "0.5"), ("number", "0.000001"), ("number", "123456789012345"), ("day", "1970-01-01"),
              ("day", "2000-02-29"), ("day", "9999-12-31"), ("truth", "1"), ("truth", "0"), ("error", "#N/A"), ("formula", "")]
    sheets = [("Å", {(row, 2): value for row, value in enumerate(typed, 1)}), ("B", {})]
    for content in (xlsx(sheets), xlsx(sheets, since_1904=True), ods(sheets)):
        found = [value for place, value in cells(written(directory, "x", content)).items() if place[0].startswith("Å!B")]
        if content[:60].find(b"mimetype") >= 0:
            wanted[16] = ("formula", "")
        assert found == wanted, found


@test
def test_letters_come_as_they_were_typed(directory):
    texts = ["å ä ö", "  två  blanka  ", "a\tb", "rad\nrad", "rad\r\nrad", "_x0041_ ska stå", "<&>\"'", "\U0001F600", "e\u0301", "x" * 5000]
    sheets = [("A", {(row, 1): text for row, text in enumerate(texts, 1)}), ("B", {})]
    plain = [("text", text) for text in texts]
    unescaped = [("text", "A ska stå") if "x0041" in text else ("text", text) for text in texts]
    for strings in ("shared", "inline"):
        found = cells(written(directory, "x", xlsx(sheets, strings=strings)))
        assert [value for place, value in found.items() if place[0].startswith("A!A")] == unescaped, found
    found = cells(written(directory, "x", ods(sheets)))
    assert [value for place, value in found.items() if place[0].startswith("A!A")] == [
        ("text", text.replace("\r\n", "\n")) for _, text in plain], found


# ---- findings ----

@test
def test_findings_name_sheet_cell_and_question(directory):
    change = {"organisation.group": "kommn", "marking": "hemlig", "1.assessment": "kanske", "2.note": "x" * 4001, "approval.by": Formula("=A1"),
              "approval.reference": Day("2021-05-01"), "period.from": "1 januari", "approval.role": "rad\nrad"}
    for how in (xlsx, ods):
        found, sheets = check(directory, change, how=how)
        for key, code, word, question in (
                ("organisation.group", "group", "kommn", None), ("marking", "marking", "hemlig", None),
                ("1.assessment", "no-assessment", "kanske", 1), ("2.note", "note", "longer than", 2),
                ("approval.by", "formula", "a formula stands", None), ("approval.reference", "typed", "2021-05-01", None),
                ("period.from", "period", "1 januari", None), ("approval.role", "approval", "line end", None)):
            assert where(sheets, key) in found, (key, found)
            assert found[where(sheets, key)][0] == code and found[where(sheets, key)][2] == question, (key, found)
            assert word in found[where(sheets, key)][1], (key, found)
    result = sigill("check", directory / "svar.xlsx", lang="sv")
    line = re.search(rf"{re.escape(where(sheets, '1.assessment'))}: fråga 1: [^-]*\[", result.out)
    assert line, result


@test
def test_what_is_in_the_form_and_no_answer_is_named(directory):
    sheets = form(document())
    answers = sheets[1][1]
    option = next(value for (row, column), value in sorted(answers.items()) if column == 1 and re.fullmatch(r"\d+\.[a-z]", value))
    last = max(row for row, _ in answers)
    answers.update({(last + 1, 3): "vilse", (last + 2, 1): "1.A", (last + 2, 3): "ja", (last + 3, 1): option, (last + 3, 3): "ja",
                    (last + 4, 1): "999.a", (last + 4, 3): "ja", (last + 5, 1): "998.a", (last + 6, 1): option})
    for content in (xlsx(sheets), ods(sheets)):
        result = sigill("check", written(directory, "svar.xlsx", content), "--json")
        found = {one["cell"]: one for one in json.loads(result.out)["errors"]}
        for row, word in ((1, "row without a key"), (2, "which is no key"), (3, "stands twice"), (4, "not of the edition")):
            assert word in found[f"Svar!C{last + row}"]["message"], found
            assert found[f"Svar!C{last + row}"]["code"] == "key"
        assert len(found) == 4, found
        assert result.status == 1


@test
def test_rows_and_keys_that_were_removed_are_named(directory):
    whole = directory / "whole.xlsx"
    expect(sigill("convert", json_of(directory, document()), "-o", whole), 0)
    with zipfile.ZipFile(whole) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    sheet = "xl/worksheets/sheet3.xml"

    def warned(pattern, form):
        with zipfile.ZipFile(directory / "cut.xlsx", "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, (re.sub(pattern, "", content, flags=re.S) if name == sheet else content).encode("latin-1"))
        lines = json.loads(sigill("check", form, "--json").out)["warnings"]
        return [one["message"] for one in lines if one["code"] == "missing-rows"]

    assert warned("never", whole) == [] == warned("never", directory / "cut.xlsx")
    row, = warned('<row r="12".*?</row>', directory / "cut.xlsx")
    assert re.match(r"rows of the form are missing \(1\), and what was answered in them is not read: \d+\.[a-z]+\. Take", row), row
    column, = warned(r'<c r="A\d+"[^>]*?(/>|>.*?</c>)', directory / "cut.xlsx")
    assert column.startswith("the sheet Answers has no column Key any more, so nothing"), column


@test
def test_sheets_that_were_copied_or_removed_are_named_once(directory):
    organisation, answers = form(document())
    for content in (xlsx([organisation, answers, ("Svar (2)", answers[1])]), ods([organisation, answers, ("Svar (2)", answers[1])])):
        found = json.loads(sigill("check", written(directory, "svar.xlsx", content), "--json").out)["errors"]
        assert len(found) == 1 and found[0]["code"] == "key", found
        assert re.match(r"the sheet Svar \(2\) has the same keys as the sheet Svar with something beside them, in \d\d+ rows", found[0]["message"]), found
    for left, lost in ((organisation, "Answers"), (answers, "Organisation")):
        found = json.loads(sigill("check", written(directory, "svar.xlsx", xlsx([left])), "--json").out)["warnings"]
        said = [one["message"] for one in found if one["code"] == "missing-rows"]
        assert len(said) == 1 and said[0].startswith(f"the sheet {lost} of the form is missing"), said


@test
def test_answers_on_a_hidden_sheet_count_and_are_warned_of(directory):
    wanted = results(json_of(directory, document()))
    sheets = form(document())
    for how, state in ((xlsx, "hidden"), (xlsx, "veryHidden"), (ods, True), (xlsx, ""), (xlsx, "visible"), (ods, False)):
        path = written(directory, "svar.xlsx", how(sheets, hidden=state))
        warned = [one["message"] for one in json.loads(sigill("check", path, "--json").out)["warnings"] if one["code"] == "hidden"]
        assert bool(warned) == (state not in ("", "visible", False)), (how, state, warned)
        assert all("the sheet Svar is hidden" in one for one in warned)
        assert results(path)[1:] == wanted[1:]


@test
def test_an_option_takes_a_yes_and_nothing_else(directory):
    answers = document()
    number, answer = next((number, answer) for number, answer in answers["answers"].items() if isinstance(answer.get("yes"), list))
    key = f"{number}.{answer['yes'][0]}"
    for typed in ("ja", "Ja", "JA ", "yes", True):
        found, _ = check(directory, {key: typed})
        assert not [code for code, *_ in found.values() if code == "unknown-option"], (typed, found)
    for typed in ("kryss", "1", 1, "kanske", Day("2024-01-01"), "jaja"):
        found, sheets = check(directory, {key: typed})
        assert found[where(sheets, key)][0] == "unknown-option", (typed, found)
    for typed in (Formula("=TRUE()", "ja"), Error("#REF!")):
        found, sheets = check(directory, {key: typed})
        assert found[where(sheets, key)][0] == "formula", (typed, found)


# ---- every command, and what is sealed ----

@test
def test_what_is_sealed_of_a_workbook_is_what_is_sealed_of_the_JSON(directory):
    keys, authority = parties(directory)
    answers = document()
    answers["organisation"] = {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "kommun"}
    answers["answers"]["1"]["note"] = "stannar hos oss"
    sheets, made = form(answers), []
    for name, content in (("svar.json", json.dumps(answers).encode()), ("svar.xlsx", xlsx(sheets)), ("svar.ods", ods(sheets))):
        bundle = directory / f"{name}.sigill"
        expect(seal(keys, written(directory, name, content), "-o", bundle, "--supersedes", "none"), 0)
        frame = subprocess.run(["age", "-d", "-i", authority / "receive.key", bundle], check=True, stdout=subprocess.PIPE).stdout
        payload = subprocess.run(["tar", "-xO", "payload.tar.gz"], input=frame, check=True, stdout=subprocess.PIPE).stdout
        made.append(subprocess.run(["tar", "-xzO", "answers.json"], input=payload, check=True, stdout=subprocess.PIPE).stdout)
        assert b"stannar" not in made[-1]
    assert made[0] == made[1] == made[2]


@test
def test_two_kinds_of_forms_are_compared(directory):
    old, new = document(EXAMPLES[0]), document(EXAMPLES[0])
    new["answers"]["1"] = {"no": "no", "assessment": "sure"}
    paths = [written(directory, "a.xlsx", xlsx(form(old))), written(directory, "b.ods", ods(form(new)))]
    wanted = [written(directory, "a.json", json.dumps(old).encode()), written(directory, "b.json", json.dumps(new).encode())]
    assert expect(sigill("compare", *paths, "--json"), 0).out == expect(sigill("compare", *wanted, "--json"), 0).out
    with open(paths[0], "rb") as stdin:
        expect(sigill("check", "-", stdin=stdin), 1, out="", err_has="read from a file alone")


# ---- convert ----

@test
def test_convert_loses_nothing_and_names_what_stays(directory):
    answers = document()
    answers["answers"]["1"]["note"] = "en anteckning\nmed två rader"
    answers["organisation"]["covers"] = [{"name": "Bolaget AB"}, {"name": "Stiftelsen", "number": "212999-0004"}]
    sheets = form(answers)
    sheets[1][1][3, 9] = "privat"
    sheets.append(("Egna", {(1, 1): "Möte", (1, 2): 5}))
    for place, content in enumerate((xlsx(sheets, comments={"C7": "fråga Kim"}), ods(sheets, annotations={(7, 3): "fråga Kim"}))):
        source, out = written(directory, "svar.xlsx", content), directory / f"{place}.json"
        result = expect(sigill("convert", source, "-o", out), 0, out="", err_has=[
            "Svar!I3: stands beside the form: \"privat\"", "the sheet Egna is not of the form; cells with something in them: 2",
            "Svar!C7: a comment on the cell: \"fråga Kim\""])
        assert source.read_bytes() == content, result
        expect(sigill("check", source), 0, err_has="no answers and are not sealed (3)")
        back = json.loads(out.read_text())
        back = {key: value for key, value in back.items() if key != "about"}
        for answer in back["answers"].values():
            answer.pop("about", None)
        assert back["answers"] == answers["answers"] and back["organisation"] == answers["organisation"], back
        assert results(out) == results(json_of(directory, answers))


def plain(path):
    """A JSON form without its explanations."""
    found = json.loads(path.read_text())
    found.pop("about", None)
    for answer in found["answers"].values():
        answer.pop("about", None)
    return found


@test
def test_any_form_becomes_any_other_and_comes_back_the_same(directory):
    chance = random.Random(5)
    for name in EXAMPLES:
        answers = document(name)
        for number, answer in answers["answers"].items():
            if chance.random() < 0.3:
                answer["note"] = chance.choice(["=1+1", "två\nrader", "<b> & \"c\"", "2024-01-01", "007", "ja", "'", "+46 8"])
            if chance.random() < 0.1:
                answers["answers"][number] = {"note": "ännu inte"}
        answers["organisation"]["covers"] = [{"name": "Bolaget AB"}, {"name": "Stiftelsen", "number": "212999-0004"}]
        answers["obstacles"] = "- ett\n- två"
        first = json_of(directory, answers)
        steps = [directory / f"{name}.{place}{ending}" for place, ending in enumerate((".json", ".xlsx", ".json", ".xlsx", ".json"))]
        for place, (source, out) in enumerate(zip([first, *steps], steps)):
            lang, written = (("sv", f"{out} är skriven.\n"), ("en", f"{out} is written.\n"))[place % 4 > 1]
            result = expect(sigill("convert", source, "-o", out, lang=lang), 0, out="", err=written)
        assert plain(steps[0]) == plain(steps[2]) == plain(steps[4])
        assert plain(steps[0])["answers"] == answers["answers"]
        page = directory / f"{name}.html"
        expect(sigill("convert", steps[3], "-o", page), 0, out="")
        assert "Bolaget AB" in page.read_text() and "ännu inte" in page.read_text()
        expect(sigill("check", page), 1, out="", err_has="this is a page; open it in a browser")


@test
def test_convert_refuses_what_it_cannot_take_over_and_writes_nothing(directory):
    for change in ({"1.note": "x" * 4001}, {"approval.by": Formula("=A1")}, {"organisation.name": "a\u202eb"}):
        source = written(directory, "svar.xlsx", xlsx(form(document(), change)))
        expect(sigill("convert", source, "-o", directory / "ut.json"), 1, out="", err_has=["not all that is typed", "!C"])
        assert not (directory / "ut.json").exists()
    source = written(directory, "svar.xlsx", xlsx(form(document())))
    expect(sigill("convert", source, "-o", directory / "ut.ods"), 2, out="", err_has=".ods is read and not written")
    expect(sigill("convert", source, "-o", directory / "ut.txt"), 2, out="", err_has="the ending says")
    expect(sigill("convert", source), 2, out="")
    before = source.read_bytes()
    expect(sigill("convert", source, "-o", source, "--force"), 1, out="", err_has="is read by the same command")
    assert source.read_bytes() == before


run()
