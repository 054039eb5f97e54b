"""A round as the tests of analysis play it: organisations with sealed answers, made by the programs themselves."""
import json

from parties import TYPICAL, enrol, make_party, make_register, own, receive, trust
from sigill_test import expect, msb, sigill

GROUPS = {"kommun": 16, "region": 2}


def number_of(place):
    """An organisation number with its check digit: fictitious, as those of the examples."""
    digits = f"212998{place:03}"
    total = sum(sum(divmod(int(digit) * (2 if i % 2 == 0 else 1), 10)) for i, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}{-total % 10}"


def answers_of(place, group):
    """The further on in the group, the more questions have a point."""
    answers = json.loads(TYPICAL.read_text(encoding="utf-8"))
    answers["organisation"] = {"name": f"Ort {place}", "number": number_of(place), "group": group}
    without = [question for question, answer in answers["answers"].items() if "no" in answer]
    for question in without[:place % 100]:
        scale = 3 <= int(question) <= 5 or 16 <= int(question) <= 28
        answers["answers"][question] = {"yes": 1 if scale else ["a"], "assessment": "sure"}
    return answers


def organisation(directory, register, authority, place, group):
    keys = make_party(directory / str(place), "--name", f"Ort {place}", "--number", number_of(place), "--group", group)
    expect(trust(keys, own(authority)), 0)
    path = directory / f"{place}.json"
    path.write_text(json.dumps(answers_of(place, group)), encoding="utf-8")
    expect(enrol(register, authority, own(keys)), 0)
    (directory / "medium").mkdir(exist_ok=True)
    expect(sigill("seal", path, "-k", keys, "--yes", "-o", directory / "medium"), 0)
    return keys


def make_round(directory, groups=None):
    """A register with everybody's answers; gives register, the authority's keys, and everybody's by place."""
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "MSB"), 0)
    keys = {}
    for offset, (group, count) in enumerate((groups or GROUPS).items()):
        for place in range(100 * offset, 100 * offset + count):
            keys[place] = organisation(directory, register, authority, place, group)
    expect(receive(register, authority, directory / "medium"), 0)
    return register, authority, keys
