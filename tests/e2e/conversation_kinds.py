"""`sigill answer` with questions of every kind: those without points, and those that are asked only after another."""
import copy
import json
import random
import re
from pathlib import Path

from conversationkit import Conversation, Script, answer_all, at_the_end, load
from kindkit import Kinds
from sigill_test import expect, flat, run, sigill, test

EVERY = Path("tests/data/every-kind-edition.json").resolve()
SKR = Path("editions/skr-2019.json").resolve()
ANSWERS = load("tests/data/every-kind-answers.json")
QUESTIONS = load(EVERY)["model"]["questions"]


def words_of(path):
    return ("--edition", str(path))


def answers(directory):
    found = load(directory / "svar.json")["answers"]
    return {int(number): {key: value for key, value in one.items() if key != "about"} for number, one in found.items()}


def begun(directory, given, **options):
    """A file with a whole head and these answers, where one goes on."""
    document = copy.deepcopy(ANSWERS)
    document["answers"] = {str(number): one for number, one in given.items()}
    (directory / "svar.json").write_text(json.dumps(document), encoding="utf-8")
    talk = Conversation("answer", "svar.json", *words_of(EVERY), cwd=directory, **options)
    talk.wait()
    return talk


def typed(talk, *keys):
    """What was shown after the last of them. A sign is confirmed where a line is typed."""
    shown = ""
    for key in keys:
        talk.type(key + "\n" if talk.shown.endswith("> ") and not key.endswith("\n") else key)
        shown = flat(talk.wait(same=True))
    return shown


def gone_to(talk, number):
    typed(talk, *([f"/{number}\n"] if talk.shown.endswith("> ") else ["/", f"{number}\n"]))
    assert talk.heading().startswith(f"Question {number}."), talk.heading()


def ended(talk):
    talk.type("q\n" if talk.shown.endswith("> ") else "q")
    assert talk.finish() == 0, talk.shown[-1000:]


def whole_answers():
    return {int(number): one for number, one in copy.deepcopy(ANSWERS["answers"]).items()}


# ---- the same as a file ----

def same_as_a_file(directory, path, document, **options):
    script = Script(document, load(path))
    talk = Conversation("answer", "svar.json", *words_of(path), cwd=directory, **options)
    answer_all(talk, script)
    assert talk.heading() == ("All is filled in" if all_answered(path, document) else "The end; some places are left"), talk.heading()
    talk.type("q")
    assert talk.finish() == 0
    (directory / "written.json").write_text(json.dumps(document), encoding="utf-8")
    expect(sigill("convert", "written.json", *words_of(path), "-o", "same.json", cwd=directory), 0)
    assert (directory / "svar.json").read_bytes() == (directory / "same.json").read_bytes()
    for name in ("svar.json", "same.json"):
        (directory / name).unlink()
    return talk


def all_answered(path, document):
    kinds = Kinds(path)
    given = {int(number): one for number, one in document["answers"].items()}
    return "unanswered" not in {kinds.status_of(given, question) for question in kinds.questions.values()}


for name, path, count in (("every_kind", EVERY, 5), ("skr", SKR, 2)):
    def answers_by_chance_give_the_file_that_json_gives(directory, path=path, count=count):
        kinds, chance = Kinds(path), random.Random(14)
        for _ in range(count):
            document = kinds.document(kinds.some_answers(chance))
            if document["edition"] == ANSWERS["edition"]:
                document["background"] = {"comparison": chance.choice(("ja", "nej"))}
            for answer in document["answers"].values():
                if answer and chance.random() < 0.2:
                    answer["note"] = "Fråga Kajsa.\nIgen."
            same_as_a_file(directory, path, document, width=chance.choice((40, 80)))
    answers_by_chance_give_the_file_that_json_gives.__name__ += f"_{name}"
    test(answers_by_chance_give_the_file_that_json_gives)


# ---- each kind ----

HINTS = {3: "Choose one.", 5: 'Choose all that apply, or "Nej" if none does.', 6: "A whole number from 0 to 1000 (anställda).",
         7: "A day from 2020-01-01 to 2030-12-31, written YYYY-MM-DD.", 11: "A day, written YYYY-MM-DD."}


@test
def each_kind_says_how_it_is_answered(directory):
    talk = begun(directory, whole_answers())
    for number, hint in HINTS.items():
        gone_to(talk, number)
        assert hint in flat(talk.block()), talk.block()
    assert "Now: 2030-02-01" in talk.block()
    gone_to(talk, 6)
    assert "Now: 250 anställda" in talk.block()
    gone_to(talk, 1)
    assert "Choose one." not in talk.block() and "Enter\xa0next" in talk.block()
    gone_to(talk, 3)
    assert "Enter\xa0give it, next" in talk.block()
    ended(talk)


@test
def what_does_not_fit_is_said_and_changes_nothing(directory):
    for number, wrong in ((6, ("1001", "-1", "1.5", "många", "10-20")), (9, ("0", "41")), (7, ("2019-12-31", "2031-01-01", "2029-02-30", "3/4 2029", "12"))):
        talk = begun(directory, whole_answers())
        gone_to(talk, number)
        before = (directory / "svar.json").read_bytes()
        for one in wrong:
            shown = typed(talk, one + "\n")
            assert "That does not fit here. A " in shown and talk.heading().startswith(f"Question {number}."), (one, shown)
            assert (directory / "svar.json").read_bytes() == before, one
        ended(talk)
    for number, wrong in ((3, "d7n"), (5, "e9"), (10, "d0")):
        talk = begun(directory, whole_answers())
        gone_to(talk, number)
        before = (directory / "svar.json").read_bytes()
        prompt = talk.shown.rsplit("\r", 1)[-1]
        typed(talk, *wrong)
        assert talk.shown.rsplit("\r", 1)[-1].strip() == prompt.strip() and talk.heading().startswith(f"Question {number}."), talk.shown[-300:]
        assert (directory / "svar.json").read_bytes() == before
        ended(talk)


@test
def one_of_several_takes_the_place_of_another_and_enter_gives_it(directory):
    talk = begun(directory, {**whole_answers(), 3: {}, 4: {}, 5: {}})
    assert talk.heading().startswith("Question 3."), talk.heading()
    typed(talk, "a", "b")
    assert talk.shown.rsplit("\r", 1)[-1].strip() == "Answer: b" and answers(directory)[3] == {}
    said = typed(talk, "<")
    assert "Press Enter to give this answer, or - to drop it." in said and talk.heading().startswith("Question 3."), said
    typed(talk, "-")
    assert answers(directory)[3] == {} and talk.heading().startswith("Question 3.")
    typed(talk, "c", "\n")
    assert answers(directory)[3] == {"yes": "c"}
    gone_to(talk, 3)
    typed(talk, "c", "\n")  # taken back, and Enter gives that
    assert answers(directory)[3] == {}
    ended(talk)


@test
def several_or_none_of_them(directory):
    talk = begun(directory, {**whole_answers(), 10: {}})
    assert talk.heading().startswith("Question 10."), talk.heading()
    typed(talk, "c", "a", "n")
    assert talk.shown.rsplit("\r", 1)[-1].strip() == "Answer: Nej"
    typed(talk, "a", "c", "\n")
    assert answers(directory)[10] == {"yes": ["a", "c"]} and at_the_end(talk), talk.heading()
    ended(talk)


@test
def a_number_and_a_day_as_people_write_them_are_emptied_and_noted(directory):
    talk = begun(directory, {**whole_answers(), 6: {}, 7: {}, 11: {}})
    typed(talk, "#", "Fråga lönekontoret.\n", "\n")
    assert talk.heading().startswith("Question 6.") and "Note: Fråga lönekontoret." in talk.block()
    typed(talk, "1 000\n")
    assert answers(directory)[6] == {"yes": 1000, "note": "Fråga lönekontoret."} and talk.heading().startswith("Question 7.")
    typed(talk, "5 november 2029\n")
    assert answers(directory)[7] == {"yes": "2029-11-05"} and talk.heading().startswith("Question 11.")
    typed(talk, "\n")
    assert at_the_end(talk) and answers(directory)[11] == {}, talk.heading()
    gone_to(talk, 6)
    typed(talk, "-")
    assert answers(directory)[6] == {"note": "Fråga lönekontoret."} and talk.heading().startswith("Question 6.")
    ended(talk)


@test
def enter_from_habit_passes_no_number_over(directory):
    talk = begun(directory, {**whole_answers(), 4: {}, 6: {}})
    assert talk.heading().startswith("Question 4."), talk.heading()
    talk.type("2s\n")  # as if each answer were to be confirmed
    talk.wait(re.compile("Press Enter once more[^>]*> "))
    assert talk.heading().startswith("Question 6."), talk.heading()
    ended(talk)


# ---- what is asked only after another answer ----

@test
def a_follow_up_is_asked_only_after_the_answer_that_asks_it(directory):
    for given, number, without in (({"yes": "a"}, 4, False), ({"yes": "b"}, 6, True), ({"yes": "c"}, 6, True)):
        talk = begun(directory, {1: ANSWERS["answers"]["1"], 2: ANSWERS["answers"]["2"]})
        assert talk.heading().startswith("Question 3."), talk.heading()
        typed(talk, given["yes"], "\n")
        assert talk.heading().startswith(f"Question {number}."), (given, talk.heading())
        typed(talk, "<")
        assert talk.heading().startswith("Question 3."), talk.heading()
        typed(talk, "\n")
        assert talk.heading().startswith(f"Question {number}."), talk.heading()
        if without:
            gone_to(talk, 5)
            assert 'Is asked only after "a" to question 3. As long as that is not the answer, this question stays unanswered.' in flat(talk.block())
            assert HINTS[5] not in flat(talk.block()) and "Enter\xa0next" in talk.block(), talk.block()
            typed(talk, "#", "Till nästa år.\n", "\n")
            said = typed(talk, "a")
            assert "this question stays unanswered" in said and talk.shown.rsplit("\r", 1)[-1].strip() == "Answer:", said
            typed(talk, "\n")
            assert talk.heading().startswith("Question 6.") and answers(directory)[5] == {"note": "Till nästa år."}
            gone_to(talk, 7)
            typed(talk, "2025-01-01\n")
            assert answers(directory)[7] == {"yes": "2025-01-01"}
        ended(talk)
    talk = begun(directory, {1: ANSWERS["answers"]["1"], 2: {"no": "no", "assessment": "sure"}})
    gone_to(talk, 7)
    assert "this question stays unanswered" in typed(talk, "2025-01-01\n") and answers(directory).get(7, {}) == {}
    ended(talk)


@test
def an_answer_that_is_no_longer_asked_for_is_taken_away_only_when_that_is_wanted(directory):
    for way in ("no", "end", "kill", "yes"):
        given = whole_answers()
        given[5]["note"] = "Enligt upphandlingen."
        talk = begun(directory, given)
        gone_to(talk, 3)
        before = (directory / "svar.json").read_bytes()
        said = typed(talk, "b", "\n")
        assert "4. Krav på leverantörer 2: Hälften 5. Vilka leverantörer a: Drift d: Annat Shall the answer be given" in said, said
        assert (directory / "svar.json").read_bytes() == before
        if way == "kill":
            talk.interrupt("SIGKILL")
        elif way == "end":
            talk.type("\x04")
            assert talk.finish() == 0
        else:
            said = typed(talk, way + "\n")
            if way == "no":
                assert "All stays as it was." in said and talk.heading().startswith("Question 3."), said
                assert talk.shown.rsplit("\r", 1)[-1].strip() == "Answer: a"
            ended(talk)
        if way == "yes":
            assert answers(directory) == {**whole_answers(), 3: {"yes": "b"}, 4: {}, 5: {"note": "Enligt upphandlingen."}}
            expect(sigill("check", directory / "svar.json", *words_of(EVERY)), 0)
        else:
            assert (directory / "svar.json").read_bytes() == before, way


@test
def so_is_one_after_a_yes_that_is_emptied_or_turned_to_no(directory):
    talk = begun(directory, whole_answers())
    gone_to(talk, 2)
    assert "7. Senaste genomgången 2029-11-05" in typed(talk, "n", "s")
    typed(talk, "yes\n")
    assert answers(directory)[2] == {"no": "no", "assessment": "sure"} and answers(directory)[7] == {}
    gone_to(talk, 1)
    said = typed(talk, "-")
    assert "9. Timmar i veckan 8" in said and "7." not in said, said
    assert "Without the answer these questions are not asked" in said and "Shall the answer be taken away, and the others with it?" in said, said
    assert "After this answer" not in said and "Shall the answer be given" not in said, said
    typed(talk, "yes\n")
    assert answers(directory)[1] == {} and answers(directory)[9] == {}
    ended(talk)


@test
def what_a_file_has_unasked_is_gone_to_and_taken_away_by_hand(directory):
    given = {**whole_answers(), 3: {"yes": "b"}, 4: {}}
    talk = begun(directory, given)
    assert talk.heading().startswith("Question 5.") and "remove the answer, or correct the other one" in flat(talk.shown), talk.shown
    assert "But it is answered: press - to take the answer away, or correct the other one." in flat(talk.block())
    before = (directory / "svar.json").read_bytes()
    typed(talk, "b")
    assert (directory / "svar.json").read_bytes() == before
    typed(talk, "-")
    assert answers(directory)[5] == {}
    expect(sigill("check", directory / "svar.json", *words_of(EVERY)), 0)
    ended(talk)


@test
def what_was_unasked_before_is_not_taken_away_with_another(directory):
    talk = begun(directory, {**whole_answers(), 3: {"yes": "b"}, 4: {}})
    gone_to(talk, 2)
    said = typed(talk, "n", "s")
    assert "7. Senaste genomgången" in said and "5. Vilka" not in said, said
    typed(talk, "yes\n")
    assert answers(directory)[7] == {} and answers(directory)[5] == {"yes": ["a", "d"]}
    ended(talk)


@test
def what_is_wrong_begins_a_line_of_its_own_where_no_points_are_counted(directory):
    document = Kinds(SKR).document({1: {"yes": "b"}, 2: {"yes": "a"}, 3: {}, 4: {}})
    (directory / "svar.json").write_text(json.dumps(document), encoding="utf-8")
    talk = Conversation("answer", "svar.json", *words_of(SKR), cwd=directory)
    talk.wait()
    talk.type("=")
    lines = [line.strip() for line in talk.wait(re.compile("Press any key to go on")).split("\n")]
    assert any(line.startswith("- question 2: answered, but it is asked only after") for line in lines), lines
    talk.type(" ")
    talk.wait()
    ended(talk)


# ---- what comes next ----

@test
def the_command_that_goes_on_names_the_edition_as_this_one_did(directory):
    talk = begun(directory, {})
    ended(talk)
    said = flat(talk.shown)
    for command in ("answer", "check"):
        assert f"`sigill {command} svar.json --edition {EVERY}`" in said, said[-600:]
    talk = begun(directory, whole_answers())
    ended(talk)
    said = flat(talk.shown)
    for command in ("score", "guide"):
        assert f"`sigill {command} svar.json --edition {EVERY}`" in said, said[-600:]


# ---- terminals ----

@test
def no_line_is_wider_than_the_terminal(directory):
    for width in (40, 80):
        talk = begun(directory, whole_answers(), width=width)
        for number in HINTS:
            gone_to(talk, number)
        gone_to(talk, 3)
        typed(talk, "b", "\n", "no\n")
        talk.type("?")
        talk.wait(re.compile("Press any key to go on"))
        assert "A number or a day is typed, and given by Enter." in flat(talk.shown)
        talk.type(" ")
        talk.wait()
        ended(talk)
        lines = [line.rsplit("\r", 1)[-1].rstrip() for line in talk.shown.split("\n")]
        wide = [line for line in lines if len(line) > width and "sigill " not in line and str(EVERY) not in line and not line.startswith("> ")]
        assert not wide, wide


run()
