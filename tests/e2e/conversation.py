"""`sigill answer`: the answers filled in on a terminal, wherever and however it is interrupted."""
import json
import os
import re
import signal
import termios
import time
from pathlib import Path

from bundlekit import preload
from conversationkit import Conversation, Script, answer_all, at_the_end, load, small_document
from memorykit import HEAD
from sigill_test import expect, flat, refused, run, sigill, skip_unless, test

EXAMPLE = Path("docs/examples/ankeborg.json").resolve()
EDITION = Path("editions/infosakkollen-2021.json").resolve()
ANY_KEY = re.compile("Press any key to go on")
STAY = re.compile("or Enter to stay")
SMALL = Path("tests/data/small-edition.json").resolve()
EVERY_KIND = Path("tests/data/every-kind-edition.json").resolve()


def script(document=None, edition=EDITION):
    return Script(document or load(EXAMPLE), load(edition))


def every_kind_document():
    """With a follow-up that is asked, one that is not, and notes."""
    document = load("tests/data/every-kind-answers.json")
    document["period"], document["approval"]["date"] = {"from": "2019-01-01", "to": "2019-12-31"}, "2020-01-20"
    document["answers"]["1"] = {"yes": ["a"], "assessment": "sure"}
    document["answers"]["6"]["note"] = "Fråga Kajsa."
    document["answers"]["9"] = {}
    document["answers"]["10"] = {"yes": ["a", "c"], "note": "Igen."}
    return document


def same_answers(path, document):
    """Of what people write: all but what the file says about itself."""
    found = without_about(load(path))
    assert found == document, [(key, found.get(key), document.get(key)) for key in document if found.get(key) != document[key]]


def without_about(value):
    if isinstance(value, dict):
        return {key: without_about(one) for key, one in value.items() if key != "about"}
    return value


@test
def a_whole_questionnaire(directory):
    talk = Conversation("answer", "svar.json", cwd=directory)
    answer_all(talk, script())
    talk.type("q")
    assert talk.finish() == 0
    same_answers(directory / "svar.json", load(EXAMPLE))
    expect(sigill("check", directory / "svar.json"), 0)
    assert os.stat(directory / "svar.json").st_mode & 0o777 == 0o600
    assert sigill("score", directory / "svar.json", "--json").out == sigill("score", EXAMPLE, "--json").out
    print(f"# {talk.keys} keys, {talk.screens} screens")


def wide_document():
    """With all that a document may hold."""
    document = load(EXAMPLE)
    document["organisation"]["covers"] = [{"name": "Ankeborgs Hamn AB", "number": "556123-4567"}, {"name": "Östra räddningstjänsten"}]
    document["circumstances"] = "Två av tre tjänster har varit vakanta.\nÄven ett byte av system – å ä ö."
    document["answers"]["7"]["note"] = "En rad\noch en till."
    document["answers"]["9"] = {"no": "none", "assessment": "unsure"}
    document["answers"]["10"] = {"no": "partly", "assessment": "sure"}
    return document


def number_with_check_digit(nine):
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return f"{nine[:6]}-{nine[6:]}{-total % 10}"


def written_text(path, heading):
    """Of a text of several lines, as far as it was typed."""
    document = without_about(load(path))
    texts = {**document.get("background", {}), **{key: document[key] for key in ("circumstances", "obstacles") if key in document}}
    return next((texts.get(one["id"], "") for edition in (EDITION, SMALL, EVERY_KIND) for one in load(edition)["wording"]["background"]
                 if one["topic"] == heading), "")


def typed_from(talk, script, path):
    """What is still to be typed here: a note that is written is not written again."""
    typed = script.typed(talk.heading())
    if typed[0].strip() == "#" and path.exists():
        number = talk.heading().split()[1].rstrip(".")
        written = load(path)["answers"][number].get("note", "").split("\n")
        if written != [""]:
            return typed[-1:] if len(written) == len(typed) - 3 else typed[:1] + typed[1 + len(written):]
    text = written_text(path, talk.heading()) if path.exists() else ""
    if text and talk.heading() in script.texts:
        return typed[len(text.split("\n")):]
    if talk.heading() == "Organisations that you answer for besides":
        return typed[2 * len(load(path)["organisation"].get("covers", [])):]
    return typed


def record(directory, script, edition=()):
    """A run without interruptions: the file at each heading, and in the end."""
    path, seen = directory / "whole.json", {}
    talk = Conversation("answer", path.name, *edition, cwd=directory)
    talk.wait()
    talk.type("y\n")
    while True:
        talk.wait()
        if at_the_end(talk):
            break
        for number, typed in enumerate(script.typed(talk.heading())):
            if number:
                talk.wait()
            seen.setdefault(talk.heading(), []).append(path.read_bytes())
            talk.type(typed)
    seen["end"] = [path.read_bytes()]
    talk.type("q")
    assert talk.finish() == 0
    return path.read_bytes(), seen


def interrupted(directory, script, how, edition=(), every=1, **options):
    """A run that is ended at every prompt, each time with something half typed there, and begun again.
    every: of the single questions, only each so many."""
    whole, seen = record(directory, script, edition)
    path, prompts, questions = directory / "svar.json", 0, 0

    def begin():
        return Conversation("answer", path.name, *edition, cwd=directory, **options)

    def cut(talk, typed):
        nonlocal prompts
        prompts += 1
        talk.type(typed[:-1] if len(typed) > 1 and typed[0] not in "<?=/q" else "")
        talk.interrupt(how)
        assert path.read_bytes() in seen[talk.heading()], (how, talk.heading())
        return begin()

    talk = begin()
    talk.wait()
    talk.interrupt(how)
    assert not path.exists()
    talk = begin()
    talk.wait()
    talk.type("y\n")
    while True:
        talk.wait()
        if at_the_end(talk):
            break
        heading = talk.heading()
        whole_typed = script.typed(heading)
        questions += heading.startswith("Question")
        skip = len(whole_typed) == 1 and heading.startswith("Question") and questions % every != 0
        for place in range(0 if skip else len(whole_typed)):
            typed = typed_from(talk, script, path)
            confirmed = len(whole_typed) - len(typed)
            for again in typed[:max(0, place - confirmed)]:
                talk.type(again)
                talk.wait()
            talk = cut(talk, whole_typed[place])
            talk.wait()
            passed = 0
            while talk.heading() != heading:  # what was passed over, or may not be whole, is asked for again
                passed += 1
                assert passed < 5, (talk.heading(), heading)
                if heading in script.texts:  # behind a question without an answer, where Enter passes over what is not blank
                    if not talk.shown.endswith("> "):
                        talk.type("/")
                        talk.wait()
                    talk.type(heading + "\n" if talk.shown.endswith("/ ") else f"/{heading}\n")
                else:
                    talk.type("\n")
                talk.wait()
            assert talk.heading() == heading, (talk.heading(), heading)
        for place, typed in enumerate(typed_from(talk, script, path)):
            if place:
                talk.wait()
            talk.type(typed)
    talk.interrupt(how)
    assert path.read_bytes() == whole, how
    return prompts


EVERY = int(os.environ.get("CONVERSATION_EVERY", "6"))  # 1: at every prompt of the whole questionnaire too


for how in "SIGINT", "SIGKILL", "closed", "SIGTERM":
    def at_every_prompt(directory, how=how):
        document = wide_document()
        document["organisation"]["covers"][0]["number"] = number_with_check_digit("556123456")
        prompts = interrupted(directory, script(document), how, every=EVERY)
        assert prompts > (60 if EVERY == 1 else 25), prompts
    at_every_prompt.__name__ = f"interrupted_at_every_prompt_by_{how}"
    test(at_every_prompt)


for name, edition, document in (("with_other_sections_kinds_and_areas", SMALL, small_document()), ("with_every_kind_of_question", EVERY_KIND, every_kind_document())):
    def another_edition(directory, edition=edition, document=document):
        options = ("--edition", str(edition))
        interrupted(directory, script(document, edition), "SIGKILL", options)
        same_answers(directory / "svar.json", document)
        expect(sigill("check", directory / "svar.json", *options), 0)
    another_edition.__name__ += f"_{name}"
    test(another_edition)


# ---- terminals ----

def shown_lines(talk):
    """The lines as they stand in the end: what is written over is gone."""
    return [line.rsplit("\r", 1)[-1].replace("\b", "").rstrip() for line in talk.shown.replace("\x1b[1m", "").replace("\x1b[0m", "").split("\n")]


TERMINALS = {
    "40_columns": {"width": 40},
    "dumb": {"env": {"TERM": "dumb"}},
    "no_colour": {"env": {"TERM": "xterm", "NO_COLOR": "1"}},
    "latin_1": {"env": {"LC_ALL": "sv_SE.ISO-8859-1", "TERM": "xterm"}, "codeset": "latin-1", "utf8": False},
    "ascii_40_columns": {"env": {"LC_ALL": "C", "TERM": "xterm"}, "utf8": False, "width": 40},
}

for name, options in TERMINALS.items():
    def on_this_terminal(directory, options=options):
        document = load(EXAMPLE)
        document["circumstances"] = "Ändrade förhållanden å ä ö."
        talk = Conversation("answer", "svar.json", cwd=directory, **options)
        answer_all(talk, script(document))
        talk.type("q")
        assert talk.finish() == 0
        same_answers(directory / "svar.json", document)
        width = options.get("width", 80)
        wide = [line for line in shown_lines(talk) if len(line) > width and "sigill " not in line and not line.startswith("> ")]
        assert not wide, wide
        env = options.get("env", {})
        assert ("\x1b" in talk.shown) == (env.get("TERM") == "xterm" and "NO_COLOR" not in env), env
        if env.get("LC_ALL") == "C":
            talked = talk.shown.replace(document["circumstances"], "")  # what is typed is shown by the terminal itself
            assert [letter for letter in talked if ord(letter) > 127 and letter not in "åäöÅÄÖ"] == [], talked
            assert "Informationssakerhetspolicyn" in talk.shown
        else:
            assert "Informationssäkerhetspolicyn" in talk.shown
    on_this_terminal.__name__ = f"on_a_terminal_{name}"
    test(on_this_terminal)


@test
def what_is_typed_without_utf8_is_understood(directory):
    for codeset, name in (("latin-1", "l.json"), ("utf-8", "u.json")):
        talk = Conversation("answer", name, cwd=directory, env={"LC_ALL": "C"}, codeset=codeset, utf8=False)
        talk.wait()
        talk.type("y\n")
        talk.wait()
        talk.type("Östra Åmåls kommun\n")
        talk.wait()
        talk.type("q\n")
        assert talk.finish() == 0
        assert load(directory / name)["organisation"]["name"] == "Östra Åmåls kommun"


# ---- moving about ----

def begun(directory, *typed, **options):
    """At question 1 of a file with a head."""
    document = load(EXAMPLE)
    document["answers"] = {}
    (directory / "svar.json").write_text(json.dumps({**document, "answers": {}}), encoding="utf-8")
    talk = Conversation("answer", "svar.json", cwd=directory, **options)
    talk.wait()
    for one in typed:
        talk.type(one)
        talk.wait()
    return talk


def answers(directory):
    return without_about(load(directory / "svar.json"))["answers"]


@test
def going_back_and_forth(directory):
    talk = begun(directory)
    assert talk.heading().startswith("Question 1.")
    for key, number in (("\n", 2), ("\x1b[C", 3), ("<", 2), ("\x1b[D", 1), ("\x1bOB", 2), ("\x1b[A", 1), ("\x1b[15~", 1)):
        talk.type(key)
        if key != "\x1b[15~":
            talk.wait()
        assert talk.heading().startswith(f"Question {number}."), (key, talk.heading())
    talk.type("abs")
    talk.wait()
    talk.type("<")
    talk.wait()
    assert "Answer: a b, Säker" in talk.block(), talk.block()
    talk.type("a\n")  # an assessment is asked for
    talk.wait(re.compile("To drop it, press -"))
    assert talk.heading().startswith("Question 1.") and "sure (s) or unsure (o)" in talk.block(), talk.block()
    assert answers(directory)["1"] == {"yes": ["a", "b"], "assessment": "sure"}
    talk.type("o")
    talk.wait()
    assert answers(directory)["1"] == {"yes": ["b"], "assessment": "unsure"}
    talk.type("s")  # nothing is chosen
    talk.wait(re.compile("first, or no"))
    assert talk.heading().startswith("Question 2.") and "or no" in talk.block()
    for typed in ("<", "-"):
        talk.type(typed)
        talk.wait()
    assert answers(directory)["1"] == {} and talk.heading().startswith("Question 1.")
    talk.type("q")
    assert talk.finish() == 0


@test
def notes_help_search_and_what_is_left(directory):
    talk = begun(directory, "#", "Fråga Kajsa.\n", "\n")
    assert answers(directory)["1"] == {"note": "Fråga Kajsa."} and "Note: Fråga Kajsa." in talk.block()
    for typed in ("#", "Igen.\n", "\n"):
        talk.type(typed)
        talk.wait()
    assert answers(directory)["1"]["note"] == "Fråga Kajsa.\nIgen."
    for typed in ("#", "-\n"):
        talk.type(typed)
        talk.wait()
    assert answers(directory)["1"] == {}
    talk.type("?")
    assert "goes back" in talk.wait(ANY_KEY)
    talk.type(" ")
    talk.wait()
    talk.type("=")
    shown = talk.wait(ANY_KEY)
    assert "40 places are left" in shown and "Unanswered questions: 1, 2, 3" in shown and "holds back level 1" in shown, shown
    talk.type(" ")
    talk.wait()
    for typed, heading in (("12\n", "Question 12."), ("riskanalys\n", None), ("ATGARDER EFTER\n", "Question 23."), ("zzz\n", "Question 23.")):
        talk.type("/")
        talk.wait()
        talk.type(typed)
        shown = talk.wait(None if heading else STAY)
        if heading is None:
            assert shown.count("\n  ") > 3 and "stand" not in shown, shown
            talk.type("b")
            talk.wait()
            assert "riskanalys" in talk.block().lower()
        else:
            assert talk.heading().startswith(heading), (typed, talk.heading())
    talk.type("q")
    assert talk.finish() == 0


HINDRANCES = "De största hindren för nästa nivå"


def at_the_hindrances(directory, **options):
    """Where a text of several lines is asked for that is empty."""
    document = load(EXAMPLE)
    document["obstacles"] = ""
    (directory / "svar.json").write_text(json.dumps(document), encoding="utf-8")
    talk = Conversation("answer", "svar.json", cwd=directory, **options)
    talk.wait()
    talk.type("/")
    talk.wait()
    talk.type("hindren\n")
    talk.wait()
    assert talk.heading() == HINDRANCES, talk.heading()
    return talk


def hindrances(directory):
    return without_about(load(directory / "svar.json"))["obstacles"]


LATER_LINES = ("q", "?", "<", "/media är bra", "#", "=", "-", "Q")


@test
def signs_are_text_on_the_later_lines_of_a_text(directory):
    talk = at_the_hindrances(directory)
    for line in ("Tid.", *LATER_LINES):
        talk.type(line + "\n")
        talk.wait(same=True)
        assert talk.heading() == HINDRANCES, (line, talk.shown[-300:])
    talk.type("\n")
    talk.wait()
    assert talk.heading() != HINDRANCES and hindrances(directory).split("\n") == ["Tid.", *LATER_LINES], hindrances(directory)
    talk.type("<")
    talk.type("q\n" if talk.shown.endswith("> ") else "q")
    talk.interrupt("SIGKILL")


@test
def signs_are_commands_on_the_first_line_of_a_text(directory):
    talk = at_the_hindrances(directory)
    talk.type("?\n")
    assert "goes back" in talk.wait(ANY_KEY)
    talk.type(" ")
    talk.wait()
    assert talk.heading() == HINDRANCES
    talk.type("q\n")
    assert talk.finish() == 0 and hindrances(directory) == ""


for how in "\x04", "SIGINT", "closed", "SIGKILL":
    def lines_that_were_ended_stay(directory, how=how):
        talk = at_the_hindrances(directory)
        for line in ("Tid.", "Pengar."):
            talk.type(line + "\n")
            talk.wait(same=True)
        if how == "\x04":
            talk.type(how)
            assert talk.finish() == 0 and "All that you answered is in" in flat(talk.shown) or "All is filled in" in flat(talk.shown), talk.shown[-300:]
        else:
            talk.type("halv")
            talk.interrupt(how)
        assert hindrances(directory) == "Tid.\nPengar.", hindrances(directory)
    lines_that_were_ended_stay.__name__ = f"lines_that_were_ended_stay_after_{'Ctrl-D' if how == chr(4) else how}"
    test(lines_that_were_ended_stay)


@test
def a_note_ended_by_ctrl_d_and_a_name_without_its_number_stay(directory):
    talk = begun(directory, "#", "Fråga Kajsa.\n", "q\n")
    talk.type("\x04")
    assert talk.finish() == 0 and answers(directory)["1"] == {"note": "Fråga Kajsa.\nq"}, answers(directory)["1"]
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    talk.type("/")
    talk.wait()
    talk.type("answer for besides\n")
    talk.wait()
    talk.type("Östra hamnen\n")
    talk.wait(same=True)
    talk.type("\x04")
    assert talk.finish() == 0 and load(directory / "svar.json")["organisation"]["covers"] == [{"name": "Östra hamnen"}]


@test
def arrow_keys_in_a_typed_line_are_dropped(directory):
    talk = at_the_hindrances(directory)
    for line in ("Ti\x1b[D\x1b[Cd.", "\x1bOAPengar\x1b[3~.\x1b[1;5D"):
        talk.type(line + "\n")
        talk.wait(same=True)
    assert "cannot be seen" not in flat(talk.shown) and hindrances(directory) == "Tid.\nPengar.", talk.shown[-400:]
    talk.type("Folk\x01.\n")
    talk.wait(same=True)
    assert "cannot be seen; type it again" in flat(talk.shown)
    talk.type("\x04")
    assert talk.finish() == 0 and hindrances(directory) == "Tid.\nPengar."


@test
def what_is_chosen_stays_while_a_note_is_written(directory):
    talk = begun(directory)
    for typed in ("ac", "#", "Fråga Kajsa.\n", "\n"):
        talk.type(typed)
        talk.wait(same=True)
    assert talk.shown.rsplit("\r", 1)[-1].strip() == "Answer: a c" and answers(directory)["1"] == {"note": "Fråga Kajsa."}, talk.block()
    talk.type("s")
    talk.wait()
    assert answers(directory)["1"] == {"yes": ["a", "c"], "assessment": "sure", "note": "Fråga Kajsa."}
    for typed in ("a", "#", "q\n"):  # who ends in the note is asked for the assessment first
        talk.type(typed)
        talk.wait(same=True)
    assert talk.heading().startswith("Question 2.") and "To drop it, press -" in flat(talk.shown)
    talk.type("s")
    talk.wait()
    talk.type("q")
    assert talk.finish() == 0


@test
def an_enter_from_habit_passes_no_question_over(directory):
    talk = begun(directory)
    talk.type("as\n")  # as if each answer were to be confirmed
    talk.wait(re.compile("Press Enter once more"))
    assert talk.heading().startswith("Question 2."), talk.heading()
    for typed, number in (("\n", 3), ("\n", 4), ("<", 3)):
        talk.type(typed)
        talk.wait()
        assert talk.heading().startswith(f"Question {number}."), (typed, talk.heading())
    talk.type("q")
    assert talk.finish() == 0 and answers(directory)["2"] == {}


@test
def a_word_that_is_none_of_those_chooses_nothing(directory):
    document = load(EXAMPLE)
    del document["background"]["comparison"]
    (directory / "svar.json").write_text(json.dumps(document), encoding="utf-8")
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    talk.type("/")
    talk.wait()
    talk.type("jämföra\n")
    talk.wait()
    heading = talk.heading()
    for typed in ("Tid och pengar.\n", "j n\n", "nja\n"):
        talk.type(typed)
        talk.wait()
        assert talk.heading() == heading and "none of them" in talk.shown and "comparison" not in load(directory / "svar.json")["background"], typed
        talk.shown += "\n> "
    talk.type("Nej\n")
    talk.wait()
    assert load(directory / "svar.json")["background"]["comparison"] == "nej" and talk.heading() != heading
    talk.type("q\n" if talk.shown.endswith("> ") else "q")
    assert talk.finish() == 0


@test
def stopped_and_continued(directory):
    talk = begun(directory)
    talk.type("a")
    talk.wait(re.compile("Answer: a"))
    os.write(talk.ours, b"\x1a")  # Ctrl-Z; without a shell that waits nobody is stopped, but all else happens
    talk.typed_at = len(talk.shown)
    talk.wait()
    assert talk.heading().startswith("Question 1.")
    talk.type("bs")
    talk.wait()
    assert answers(directory)["1"] == {"yes": ["b"], "assessment": "sure"}
    talk.type("\x04")
    assert talk.finish() == 0


@test
def a_mistyped_head_is_asked_for_again(directory):
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    talk.type("y\n")
    talk.wait()
    for typed, heading, said in (
            ("  Ankeborgs   kommun \n", "The organisation's name", "single spaces"), ("Ankeborgs kommun\n", "Organisation number", ""),
            ("2129990005\n", "Organisation number", "mistyped digit"), ("16 212999–0004\n", "Group", ""), ("<\n", "Organisation number", ""),
            ("-\n", "Organisation number", ""), ("212999 0004\n", "Group", ""), ("Kommunen\n", "Group", "none of them"), ("REGION\n", "Organisations that", ""),
            ("2019-10-01\n", "Organisations that", "no letter"), ("\n", "First day", ""), ("2021-02-29\n", "First day", "not a day"), ("20191001\n", "Last day", "Enter takes 2021-09-30"),
            ("\n", "Marking", "")):
        talk.wait()
        talk.type(typed)
        talk.wait()
        assert talk.heading().startswith(heading) and said in talk.shown, (typed, talk.heading(), talk.shown[-500:])
        talk.shown += "\n> "  # what follows is typed at the same prompt
    talk.type("q\n")
    assert talk.finish() == 0
    document = load(directory / "svar.json")
    assert document["organisation"] == {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "region"}
    assert document["period"] == {"from": "2019-10-01", "to": "2021-09-30"}


def begun_with(directory, **changed):
    """A file that differs from the example, at the place where one goes on."""
    document = load(EXAMPLE)
    document["answers"]["40"] = {"no": "no", "assessment": "sure"}
    (directory / "svar.json").write_text(json.dumps({**document, **changed}), encoding="utf-8")
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    return talk


def typed_at(talk, text, **how):
    talk.type(text)
    return flat(talk.wait(**how))


@test
def a_last_day_is_judged_when_it_is_typed(directory):
    talk = begun_with(directory, answers={}, period={"from": "2024-11-01", "to": ""})
    assert talk.heading().startswith("Last day"), talk.heading()
    said = typed_at(talk, "2024-10-30\n", same=True)
    assert "it ends on 2024-10-30, before it begins on 2024-11-01" in said and talk.heading().startswith("Last day"), said
    assert load(directory / "svar.json")["period"] == {"from": "2024-11-01", "to": ""}
    said = typed_at(talk, "2025-10-31\n")
    assert "24 whole months" in said and "2026-10-31" in said and talk.heading().startswith("Question 1."), said
    assert load(directory / "svar.json")["period"]["to"] == "2025-10-31"
    talk.type("=")
    assert "24 whole months" in flat(talk.wait(ANY_KEY))
    talk.type(" ")
    talk.wait()
    talk.type("q")
    assert talk.finish() == 0


@test
def a_first_day_behind_the_last_leads_to_the_last(directory):
    talk = begun_with(directory, answers={}, period={"from": "", "to": "2021-09-30"})
    said = typed_at(talk, "2022-10-01\n")
    assert "before it begins on 2022-10-01" in said and talk.heading().startswith("Last day"), said
    said = typed_at(talk, "2024-09-30\n")
    assert "before it begins" not in said and talk.heading().startswith("Question 1."), said
    talk.type("q")
    assert talk.finish() == 0 and load(directory / "svar.json")["period"] == {"from": "2022-10-01", "to": "2024-09-30"}


@test
def one_goes_on_where_something_is_wrong(directory):
    talk = begun_with(directory, answers={}, period={"from": "2024-11-01", "to": "2024-10-30"})
    assert talk.heading().startswith("First day") and "before it begins" in flat(talk.shown), talk.shown
    talk.interrupt("SIGKILL")
    talk = begun_with(directory, period={"from": "2024-11-01", "to": "2024-10-30"})
    for typed in ("/Reference of the approval\n", "-\n", "\n"):
        shown = typed_at(talk, typed)
    assert talk.heading() == "The end; something is to be corrected" and "before it begins" in shown, shown
    talk.type("\n")
    talk.wait()
    assert talk.heading().startswith("First day"), talk.heading()
    talk.type("q\n")
    assert talk.finish() == 0 and "All that you answered is in" in flat(talk.shown)


@test
def a_day_of_approval_that_has_not_come_is_said_and_gone_to(directory):
    approval = {**load(EXAMPLE)["approval"], "date": ""}
    talk = begun_with(directory, approval=approval)
    assert talk.heading().startswith("Day of the approval"), talk.heading()
    said = typed_at(talk, "2999-12-24\n")
    assert "2999-12-24 has not come yet" in said, said
    assert load(directory / "svar.json")["approval"]["date"] == "2999-12-24"
    talk.interrupt("SIGTERM")
    talk = Conversation("answer", "svar.json", cwd=directory)
    said = flat(talk.wait())
    assert talk.heading().startswith("Day of the approval") and "has not come yet" in said, said
    said = typed_at(talk, "2021-12-24\n")
    assert "has not come" not in said and at_the_end(talk), said
    talk.type("q")
    assert talk.finish() == 0


# ---- the file ----

@test
def what_another_program_writes_meanwhile_is_kept(directory):
    talk = begun(directory)
    talk.type("a")
    talk.wait(re.compile("Answer: a"))
    (directory / "svar.json").write_text("{}", encoding="utf-8")
    talk.type("s")
    assert talk.finish() == 3
    assert "another program has changed the file" in " ".join(talk.shown.split())
    assert (directory / "svar.json").read_text() == "{}"


@test
def a_link_leads_to_the_file_that_is_written(directory):
    (directory / "there").mkdir()
    talk = begun(directory)
    talk.type("q")
    talk.finish()
    (directory / "svar.json").rename(directory / "there/real.json")
    (directory / "there/real.json").chmod(0o640)
    (directory / "svar.json").symlink_to("there/real.json")
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    talk.type("as")
    talk.wait()
    talk.type("q")
    assert talk.finish() == 0
    assert (directory / "svar.json").is_symlink() and load(directory / "there/real.json")["answers"]["1"]["yes"] == ["a"]
    assert (directory / "there/real.json").stat().st_mode & 0o777 == 0o640


@test
def what_cannot_be_filled_in_is_refused(directory):
    refused(sigill("answer", directory / "svar.json"), 2, "there is no terminal")
    assert list(directory.iterdir()) == []
    (directory / "svar.json").write_text('{"edition": "infosakkollen-2021", "answers": []}')
    before = (directory / "svar.json").read_bytes()
    talk = Conversation("answer", "svar.json", cwd=directory)
    assert talk.finish() == 1 and "answers" in talk.shown, talk.shown
    assert (directory / "svar.json").read_bytes() == before
    expect(sigill("template", "-o", "form.xlsx", cwd=directory), 0)
    before = (directory / "form.xlsx").read_bytes()
    talk = Conversation("answer", "form.xlsx", cwd=directory)
    assert talk.finish() == 1 and "sigill convert form.xlsx" in " ".join(talk.shown.split()).replace(str(directory) + "/", ""), talk.shown
    assert (directory / "form.xlsx").read_bytes() == before
    talk = Conversation("answer", "ny.json", cwd=directory)
    talk.wait()
    talk.type("n\n")
    assert talk.finish() == 1 and not (directory / "ny.json").exists()
    talk = Conversation("answer", "nowhere/ny.json", cwd=directory)
    talk.wait()
    talk.type("y\n")
    assert talk.finish() == 3 and not (directory / "nowhere").exists(), talk.shown


@test
def a_line_whose_end_may_be_lost_is_typed_again(directory):
    talk = Conversation("answer", "svar.json", cwd=directory)
    talk.wait()
    talk.type("y\n")
    talk.wait()
    for long in ("x" * 4050, "x" * 300):
        talk.type(long + "\n")
        talk.wait(same=True)
        assert talk.heading() == "The organisation's name"
    assert "typed again" not in talk.shown and "type it again in parts" in flat(talk.shown) and "At most 200 bytes" in talk.shown
    talk.type("q\n")
    assert talk.finish() == 0 and load(directory / "svar.json")["organisation"]["name"] == ""


@test
def an_interrupt_that_takes_what_was_typed_with_it_ends(directory):
    """Ctrl-C drops what was typed and not read yet, also what the program has seen to be there."""
    begun(directory).close()
    talk = Conversation("answer", "svar.json", cwd=directory, env=preload("late_poll"))
    talk.wait(re.compile(r"\S"))
    time.sleep(0.5)
    talk.type("a")
    time.sleep(0.2)
    talk.interrupt("SIGINT")


@test
def want_of_memory_leaves_the_terminal_as_it_was(directory):
    skip_unless(not os.environ.get("ASAN_OPTIONS"), "a sanitizer takes its memory beforehand")
    filled, plan = directory / "filled", directory / "plan"
    filled.mkdir()
    plan.write_bytes(HEAD.pack(0, 0, 0, 0, 0, 0, 0, 0))
    talk = begun(filled, env=preload("failing_alloc", FAILING_ALLOC=plan))
    before = (filled / "svar.json").read_bytes()
    # From here on it gets none, whatever it still has to spare.
    plan.write_bytes(HEAD.pack(0, 1, 1, 0, 0, 0, 0, 0))
    talk.type("as")
    assert talk.finish() == 3 and "memory" in talk.shown, (talk.status, talk.shown)
    assert (filled / "svar.json").read_bytes() == before and len(list(filled.iterdir())) == 1


run()
