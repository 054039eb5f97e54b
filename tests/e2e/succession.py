"""Editions that follow another (docs/edition.md, "What an edition follows"): what compare, template and questions make of answers
to two of them, also counted here, from the editions' files."""
import copy
import json
import random
import zipfile

from sigill_test import DATA, expect, refused, run, sigill, test
from successionkit import EDITIONS, compared, given, mapping, names, questions, written

# ---- compare ----

@test
def test_what_is_comparable_is_compared_as_counted_here(directory):
    chance = random.Random(2023)
    for then_year, now_year in ((2021, 2023), (2023, 2025), (2021, 2025)):
        for turn in range(8):
            old, then = written(directory, then_year, chance, "old")
            new, now = written(directory, now_year, chance, "new")
            said = json.loads(expect(sigill("compare", old, new, "--json", *given(2023, 2025)), 0).out)
            wanted = compared(then_year, now_year, then, now)
            assert said["questions"] == wanted, (then_year, now_year, turn)
            mapped = mapping(then_year, now_year)
            kinds = [one["kind"] for one in wanted]
            assert said["comparable"] == {"same": kinds.count("same"), "changed": kinds.count("changed"),
                                          **{key: sum(one[key] for one in wanted) for key in ("of", "from", "to")}}
            continued = {one[0] for one in mapped.values() if one}
            assert said["gone"] == [number for number in questions(then_year) if number not in continued]
            for side, path, year in (("from", old, then_year), ("to", new, now_year)):
                alone = json.loads(expect(sigill("score", path, "--json", *(given(year))), 0).out)
                model = EDITIONS[year]["model"]
                assert said[side] == {"edition": model["id"], "level": alone["level"], "points": alone["points"],
                                      "points_max": model["totals"]["points"], "unsure": alone["unsure"]}
    expect(sigill("compare", old, new, *given(2023, 2025)), 0, out_has="On what is comparable")


@test
def test_areas_are_the_same_changed_new_or_gone(directory):
    chance = random.Random(1)
    old, new = written(directory, 2023, chance)[0], written(directory, 2025, chance)[0]
    said = json.loads(expect(sigill("compare", old, new, "--json", *given(2023, 2025)), 0).out)
    assert [(one["id"], one["kind"], one["was"]) for one in said["areas"]] == [
        ("management", "changed", "management"), ("supply", "same", "supply"), ("training", "same", "training"),
        ("followup", "new", None)]
    assert said["gone_areas"] == [] and said["areas"][3]["from"] is None
    first = json.loads(expect(sigill("compare", written(directory, 2021, chance)[0], old, "--json", *given(2023)), 0).out)
    assert [one["kind"] for one in first["areas"]] == ["changed", "changed", "new"]
    assert first["gone_areas"] == EDITIONS[2023]["follows"]["gone_areas"]


@test
def test_what_nothing_relates_is_refused(directory):
    chance = random.Random(2)
    old, new = written(directory, 2021, chance)[0], written(directory, 2025, chance)[0]
    refused(sigill("compare", old, new, *given(2025)), 1, "does not say that it follows infosakkollen-2021")
    refused(sigill("compare", new, old, *given(2023, 2025)), 1, "does not say that it follows fortsattning-2025")
    small = directory / "small.json"
    small.write_text((DATA / "small-answers.json").read_text(encoding="utf-8"), encoding="utf-8")
    refused(sigill("compare", old, small, "--edition", DATA / "small-edition.json"), 1, "does not say that it follows")


# ---- template ----

def carried(question, one, options_before, answer):
    """What of last time's answer stands in the form."""
    _, options, same = one
    kept = {key: value for key, value in answer.items() if key != "assessment"}
    if same or not answer:
        return kept
    if "no" in answer:
        whole = set(options) == set(names(question)) and answer["no"] in question["zero_answers"]
        return kept if whole else {}
    chosen = {str(answer["yes"])} if question["kind"] == "scale" else set(answer["yes"])
    now = sorted(name for name, was in options.items() if was in chosen)
    if not now:
        return {}
    return {"yes": int(now[0]) if question["kind"] == "scale" else now}


@test
def test_a_form_begins_with_what_is_certain_of_last_time(directory):
    chance = random.Random(3)
    for then_year, now_year in ((2021, 2023), (2023, 2025), (2021, 2025)):
        mapped = mapping(then_year, now_year)
        for turn in range(8):
            old, then = written(directory, then_year, chance, "old")
            document = json.loads(old.read_text(encoding="utf-8"))
            for answer in document["answers"].values():
                answer["note"] = f"Anteckning {turn}"
            old.write_text(json.dumps(document), encoding="utf-8")
            out = directory / f"{then_year}{now_year}{turn}.json"
            expect(sigill("template", "--from", old, *given(2023, now_year), "-o", out), 0)
            form = json.loads(out.read_text(encoding="utf-8"))
            assert form["edition"] == EDITIONS[now_year]["model"]["id"] and form["organisation"]["number"] == "212999-0012"
            for number, question in questions(now_year).items():
                found = {key: value for key, value in form["answers"][str(number)].items() if key != "about"}
                one = mapped[number]
                note = {"note": f"Anteckning {turn}"} if one else {}
                wanted = carried(question, one, names(question), then[str(one[0])]) if one else {}
                assert found == {**wanted, **note}, (then_year, now_year, number)


@test
def test_the_forms_say_what_is_new_and_changed(directory):
    marks = {one["id"]: "ny" if "from" not in one else "ändrad" if "options" in one else None
             for one in EDITIONS[2023]["follows"]["questions"]}
    topics = {one["id"]: one["topic"] for one in EDITIONS[2023]["wording"]["questions"]}
    printed = expect(sigill("questions", *given(2023), lang="sv"), 0).out
    expect(sigill("template", *given(2023), "-o", directory / "form.html", lang="sv"), 0)
    expect(sigill("template", *given(2023), "-o", directory / "form.xlsx", lang="sv"), 0)
    page = (directory / "form.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(directory / "form.xlsx") as archive:
        cells = archive.read("xl/sharedStrings.xml").decode()
    for number, mark in marks.items():
        for text in (printed, page, cells):
            assert topics[number] in text
            for word in ("ny", "ändrad"):
                assert (f"{topics[number]} ({word})" in text) == (word == mark), (number, word)


# ---- questions ----

@test
def test_questions_says_what_is_another_since_last_time(directory):
    said = expect(sigill("questions", "--since", *given(2023)), 0).out
    for words in ("New: 1", "Changed: 3", "Gone: 32", "The same: 5", "Question 6. Molntjänster", "+ f  ", "(6 before)", "- c  Utbildning",
                  "Areas that are new: Leverantörer"):
        assert words in said, words
    chain = expect(sigill("questions", "--since=infosakkollen-2021", *given(2023, 2025)), 0).out
    assert "New: 2" in chain and "Gone: 34" in chain and "Question 10. Reservdrift" in chain
    refused(sigill("questions", "--since", *given(2025)), 1, "fortsattning-2023 is not known here")
    refused(sigill("questions", "--since"), 1, "does not say that it follows")


# ---- what the file may say ----

@test
def test_what_follows_says_wrongly_is_refused_with_its_place(directory):
    def with_change(change):
        edition = copy.deepcopy(EDITIONS[2023])
        change(edition["follows"])
        path = directory / "changed.json"
        path.write_text(json.dumps(edition), encoding="utf-8")
        return path

    def at(number, **members):
        return lambda follows: follows["questions"][number].update(members)

    for change, words in (
            (lambda follows: follows.update(more=1), "more"),
            (lambda follows: follows.pop("gone"), "gone"),
            (lambda follows: follows.update(edition="fortsattning-2023"), "follows.edition"),
            (lambda follows: follows["questions"].pop(), "all 9 questions"),
            (at(0, id=2), "follows.questions[0]"),
            (at(1, **{"from": 1}), "another question continues 1"),
            (at(5, options={"a": "a"}), "no options from before"),
            (at(0, options={"f": "a"}), "no such option"),
            (at(0, options={"a": "a", "b": "a"}), "no other one continues"),
            (lambda follows: follows["gone"].append(5), "follows.gone[32]"),
            (lambda follows: follows["gone"].append(1), "follows.gone[32]"),
            (lambda follows: follows["areas"][2].update({"from": "training"}), "follows.areas[2].from"),
            (lambda follows: follows["areas"].reverse(), "follows.areas[0]"),
            (lambda follows: follows["gone_areas"].append("training"), "follows.gone_areas[8]")):
        refused(sigill("questions", "--edition", with_change(change)), 1, "changed.json", words)
    for change, words in (
            (at(0, **{"from": 99}), "question 1: the earlier edition has no such question"),
            (lambda follows: (at(2, **{"from": 5})(follows), follows["gone"].remove(5)), "what becomes of the question 3"),
            (lambda follows: (at(2, **{"from": 30})(follows), follows["gone"].remove(30)),
             "question 3: the earlier question is of another kind"),
            (at(8, options={"a": "f"}), "question 9: the earlier question has no such option"),
            (lambda follows: follows["questions"][1].pop("options"), "name the options that go on"),
            (lambda follows: follows["gone"].remove(40), "what becomes of the question 40"),
            (lambda follows: follows["gone"].append(41), "something is said to be gone"),
            (lambda follows: follows["areas"][2].update({"from": "cloud"}), "area supply: the earlier edition has no area cloud"),
            (lambda follows: follows["gone_areas"].remove("risk"), "what becomes of the area risk")):
        path = with_change(change)
        expect(sigill("questions", "--edition", path), 0)  # as far as that file knows
        refused(sigill("questions", "--since", "--edition", path), 1, words)


@test
def test_a_mapping_can_be_corrected_without_another_edition(directory):
    """It is no part of the model."""
    edition = copy.deepcopy(EDITIONS[2023])
    edition["follows"]["questions"][1].update(options={letter: letter for letter in "abcd"})
    path = directory / "corrected.json"
    path.write_text(json.dumps(edition), encoding="utf-8")
    chance = random.Random(4)
    new, _ = written(directory, 2023, chance)
    assert json.loads(expect(sigill("score", new, "--edition", path, "--json"), 0).out) == json.loads(
        expect(sigill("score", new, *given(2023), "--json"), 0).out)
    said = json.loads(expect(sigill("compare", written(directory, 2021, chance)[0], new, "--edition", path, "--json"), 0).out)
    assert [one["of"] for one in said["questions"]][1] == 4


run()
