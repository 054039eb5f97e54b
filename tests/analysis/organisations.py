"""Fifteen organisations of three groups, and what they answer: drawn by a fixed seed, or made to have just what a test
asks for."""
import json
import random
from pathlib import Path

EDITION = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["model"]
QUESTIONS = EDITION["questions"]
GROUPS = ["kommun"] * 9 + ["region"] * 4 + ["myndighet"] * 2


def luhn(nine):
    digits = [int(digit) for digit in nine]
    doubled = [digit if place % 2 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)]
    return str(-sum(doubled) % 10)


def number_of(place):
    nine = f"212999{900 + place:03}"
    return f"{nine[:6]}-{nine[6:]}{luhn(nine)}"


def answer(chance, question, quality):
    """A yes to some, or one of the noes that the question offers."""
    if quality < 1 and chance.random() > quality:
        return {"no": chance.choice(question["zero_answers"]), "assessment": "sure"}
    if question["kind"] == "scale":
        return {"yes": 1 + int(chance.random() * quality * question["steps"]), "assessment": "sure"}
    ticked = [letter for letter in question["options"] if chance.random() < quality]
    return {"yes": ticked or [question["options"][0]], "assessment": "sure"}


def even(level):
    """Answers that just reach a level of the first three: so many points on every question."""
    return {str(question["id"]): {"yes": min(level, question["steps"]) if question["kind"] == "scale"
                                  else list(question["options"][:level + 1]), "assessment": "sure"} for question in QUESTIONS}


def rising(least):
    """Answers of somebody whose ways of working are under development, and who rises by one point
    for each of them (least), or only by more."""
    answers = {str(question["id"]): {"no": "no", "assessment": "sure"} for question in QUESTIONS}
    for question in QUESTIONS:
        if question["section"] == 1:
            few = ["a", "b"] if least else ["a"]
            answers[str(question["id"])] = {"yes": 1 if question["kind"] == "scale" else few, "assessment": "sure"}
    for question in ("8", "9", "10"):
        answers[question] = {"no": "partly", "assessment": "sure"}
    return answers


def all_answers():
    """By number: what each organisation answers. The first two stand equal, the third and fourth rise."""
    chance = random.Random(20211001)
    given = {}
    for place, _ in enumerate(GROUPS):
        quality = 0.35 + 0.7 * ((place * 7) % len(GROUPS)) / len(GROUPS)
        given[number_of(place)] = {str(question["id"]): answer(chance, question, quality) for question in QUESTIONS}
    given[number_of(1)] = given[number_of(0)]
    given[number_of(2)], given[number_of(3)] = rising(True), rising(False)
    given[number_of(6)], given[number_of(11)] = even(1), even(2)
    return given


ANSWERS = all_answers()
GROUP = {number_of(place): group for place, group in enumerate(GROUPS)}
NAME = {number: f"Organisation {place + 1}" for place, number in enumerate(ANSWERS)}
CONSENTS = {number_of(place) for place in (0, 4, 9)}


def write_answers(path, number, answers, period=("2019-10-01", "2021-09-30")):
    document = {"edition": EDITION["id"], "organisation": {"name": NAME[number], "number": number, "group": GROUP[number]},
                "period": dict(zip(("from", "to"), period)), "marking": "begränsat hemlig",
                "participants": ["informationssäkerhetssamordnare"], "answers": answers,
                "background": {"comparison": "ja"} if number in CONSENTS else {},
                "approval": {"by": "A. Ansvarig", "date": "2021-09-01"}}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
