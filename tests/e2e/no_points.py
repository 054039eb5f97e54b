"""An edition that gives no points and has no fields: what every command says that shows one organisation, with no level, no
empty table and nothing left out of what was answered."""
import copy
import json
import re
from pathlib import Path

from kindkit import Kinds
from parties import enrol, make_party, make_register, own, trust
from sigill_test import DATA, expect, flat, msb, refused, run, sigill, test

SKR = Path("editions/skr-2019.json").resolve()
SCORED = ("checklist", "scale")
NOTHING = "This questionnaire gives no points, so there is no level."
EMPTY = re.compile(r"[Ll]evel [0-9]|\b0 of 0\b|[0-9] points|Standing|Points|Assessment|Lacks")


def edition_without_points(directory):
    """The edition with every kind, without its questions with points and what is asked after them."""
    edition = json.loads((DATA / "every-kind-edition.json").read_text(encoding="utf-8"))
    model, wording = edition["model"], edition["wording"]
    scored = {one["id"] for one in model["questions"] if one["kind"] in SCORED}
    kept = [one for one in model["questions"] if one["id"] not in scored and one.get("asked_if", {}).get("question") not in scored
            and "validates" not in one]
    model.update(id="utan-poang-2030", questions=kept, levels=[], areas=[], totals={"questions": len(kept), "points": 0, "measures": 0})
    numbers = {one["id"] for one in kept}
    wording.update(questions=[one for one in wording["questions"] if one["id"] in numbers], areas=[], scales={})
    path = directory / "edition.json"
    path.write_text(json.dumps(edition), encoding="utf-8")
    return path


ANSWERED = {3: {"yes": "a"}, 5: {"yes": ["a", "d"]}, 6: {"yes": 250}, 10: {"no": "no"}, 11: {"yes": "2030-02-01"}}
SHOWN = ["3 Anlitas leverantörer a: Ja", "5 Vilka leverantörer a: Drift d: Annat", "6 Antal anställda 250 anställda",
         "10 Vem som läser resultatet Nej", "11 Nästa genomgång 2030-02-01"]


def written(directory, edition, answers, name="svar.json"):
    path = directory / name
    path.write_text(json.dumps(Kinds(edition).document(answers)), encoding="utf-8")
    return path


def visible(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8").split("<body")[1]).split())


@test
def test_the_result_is_what_was_answered(directory):
    edition = edition_without_points(directory)
    path, words = written(directory, edition, ANSWERED), ("--edition", edition)
    for more in ((), ("--summary",)):
        said = flat(expect(sigill("score", path, *more, *words), 0).out)
        assert NOTHING in said and not EMPTY.search(said) and "Answered:" not in said, said
        assert all(row in said for row in SHOWN), said
    for more in (("--html",), ("--summary",)):
        page = directory / f"{more[0][2:]}.html"
        expect(sigill("score", path, *more, "-o", page, *words), 0)
        said = visible(page)
        assert NOTHING in said and not EMPTY.search(said) and "250 anställda" in said and "2030-02-01" in said, said
        assert "<svg" not in page.read_text(encoding="utf-8")
    score = json.loads(expect(sigill("score", path, "--json", *words), 0).out)
    assert (score["level"], score["points"], score["measures"], score["standing"], score["areas"]) == (None, None, None, None, []), score


@test
def test_what_is_left_or_wrong_is_said_without_points(directory):
    edition = edition_without_points(directory)
    words = ("--edition", edition)
    said = flat(expect(sigill("score", written(directory, edition, {3: {"yes": "b"}, 6: {}, 10: {}, 11: {}}), *words), 0).out)
    assert "Answered: 1 of 4 questions" in said and "5 Vilka leverantörer not asked" in said and not EMPTY.search(said), said
    wrong = written(directory, edition, {**ANSWERED, 6: {"yes": 2000}})
    said = flat(expect(sigill("score", wrong, *words), 1).out)
    assert "6 Antal anställda error in the answer" in said, said
    assert "The answers have errors: - question 6:" in said and "gives no points:" not in said, said
    page = directory / "fel.html"
    expect(sigill("score", wrong, "--html", "-o", page, *words), 1)
    assert "1 answer has an error." in visible(page) and "give no points" not in visible(page)


@test
def test_a_page_of_answers_without_a_head_has_no_empty_box(directory):
    path, page = directory / "tom.json", directory / "tom.html"
    expect(sigill("template", "--edition", SKR, "-o", path), 0)
    expect(sigill("score", path, "--html", "-o", page, "--edition", SKR), 1)
    html = page.read_text(encoding="utf-8")
    assert '<strong class="marking">No marking yet</strong>' in html and "<h1>Organisation without a name</h1>" in html
    assert "period  to" not in html and "is reached in 0 of 9 fields. Of 9 fields no level is answered." in html
    said = flat(expect(sigill("score", path, "--edition", SKR), 1).out)
    assert "is reached in 0 of 9 fields. Of 9 fields no level is answered." in said and "Answered: 0 of 19 questions" in said, said


@test
def test_what_has_to_be_named_again_is_said_and_check_speaks_of_no_points(directory):
    path = directory / "tom.json"
    said = flat(expect(sigill("template", "--edition", SKR, "-o", path), 0).err)
    assert f"add `--edition {SKR}` to each command on that form" in said, said
    refused(sigill("check", path), 1, "is not known here", "name its file with --edition FILE")
    said = flat(expect(sigill("check", path, "--edition", SKR), 1).out)
    assert "19 questions are not answered: 1, 3, 5," in said and "points" not in said, said
    few = written(directory, SKR, {1: {"yes": "b"}, 2: {}})
    said = flat(expect(sigill("check", few, "--edition", SKR), 0).out)
    assert "No errors, but only 1 of 19 questions are answered. Answer the others too" in said and "points" not in said, said


@test
def test_what_needs_points_says_so(directory):
    edition = edition_without_points(directory)
    path, words = written(directory, edition, ANSWERED), ("--edition", edition)
    refused(sigill("gap", path, *words), 1, "gap counts points and levels, and the questionnaire utan-poang-2030 has none; what was "
            "answered is shown by `sigill score`")
    wrong = sigill("gap", written(directory, edition, {**ANSWERED, 6: {"yes": 2000}}, "fel.json"), *words)
    refused(wrong, 1, "the questionnaire utan-poang-2030 has none")
    assert "see `check`" in flat(wrong.err) and "answers with errors" not in flat(wrong.err), wrong.err
    later = written(directory, edition, {**ANSWERED, 6: {"yes": 260}}, "sedan.json")
    said = flat(expect(sigill("compare", path, later, *words), 0).out)
    assert NOTHING in said and "Question 6: 250 anställda -> 260 anställda." in said and not EMPTY.search(said), said


@test
def test_the_authority_s_commands_of_one_organisation_show_no_points(directory):
    edition = edition_without_points(directory)
    register, keys = make_register(directory)
    place = ("-r", register, "-k", keys)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    added = flat(expect(msb("edition", "add", edition, *place), 0).out + expect(msb("edition", *place), 0).out)
    assert "(utan-poang-2030): 5 questions, without points" in added, added
    whose = Kinds(edition).document(ANSWERED)["organisation"]
    party = make_party(directory / "party", "--name", whose["name"], "--number", whose["number"], "--group", whose["group"], "--edition", edition)
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    done = expect(sigill("seal", written(directory, edition, ANSWERED), "-k", party, "--edition", edition, "--yes", "-o", directory / "paket.sigill"), 0)
    assert not EMPTY.search(done.out + done.err), done
    expect(msb("receive", *place, directory / "paket.sigill"), 0, out_has="imported")
    said = flat(expect(msb("show", *place, whose["number"]), 0).out)
    assert NOTHING in said and not EMPTY.search(said) and all(row in said for row in SHOWN), said
    refused(msb("gap", *place, whose["number"]), 1, "gap counts points and levels, and the questionnaire utan-poang-2030 has none; what "
            "was answered is shown by `sigill-msb show`")
    said = expect(msb("list", *place), 0).out
    assert whose["name"] in said and not re.search(r"Level|Points| - ", said), said
    expect(msb("extract", whose["number"], "-o", directory / "ut", *place), 0)
    sealed = json.loads((directory / "ut/answers.json").read_text(encoding="utf-8"))
    assert {int(number): one for number, one in sealed["answers"].items()} == ANSWERED, sealed["answers"]


@test
def test_a_unit_that_is_worded_anew_is_told(directory):
    edition = edition_without_points(directory)
    register, keys = make_register(directory)
    place = ("-r", register, "-k", keys)
    expect(msb("edition", "add", edition, *place), 0)
    changed = copy.deepcopy(json.loads(edition.read_text(encoding="utf-8")))
    next(one for one in changed["wording"]["questions"] if one["id"] == 6)["unit"] = "personer"
    (directory / "ny.json").write_text(json.dumps(changed), encoding="utf-8")
    done = expect(msb("edition", "add", directory / "ny.json", *place, "--yes"), 0)
    assert "Question 6: unit" in done.out + done.err, done


run()
