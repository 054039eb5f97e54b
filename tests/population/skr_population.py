#!/usr/bin/env python3
"""Municipalities that do not exist, whose answers come to what SKR printed of its questionnaire of 2019 (tests/data/skr-2019.json):
the same on every machine, from one seed.

tests/population/skr_population.py DIRECTORY [--reading questions] [--seed N]     writes what generate.py does.

The numbers of those who answered everything and of those who answered the question on continuity contradict each other
(SX-07). So there are two readings: `response` comes to whole, partial and no answers, `questions` to the answers of each
question. They differ in nothing else. What SKR did not print, such as how far those with a yes have come, is made up."""
import argparse
import json
import sys
from pathlib import Path

from generate import Population, Submission, document, model_of, named, write
from organisations import organisations
from splitmix import SplitMix

HERE = Path(__file__).resolve()
FILE = HERE.parents[2] / "editions/skr-2019.json"
PRINTED = json.loads((HERE.parents[1] / "data/skr-2019.json").read_text(encoding="utf-8"))
SEED = 20190325
PERIOD = {"from": "2019-03-25", "to": "2019-05-03"}
READINGS = ("response", "questions")
YES, NO = "a", "b"
# How far those with a yes have come, of 100: made up, but further where the words say that it is far.
DEGREES = {"far": (8, 22, 40, 30), "some way": (25, 40, 25, 10)}
# A share that is said in words lies within half a tenth of what is named. It is aimed at the middle.
AIM = {"<": -0.02, ">": 0.02, "≈": 0.0}


def of_reading(reading):
    """(how many answered everything, how many a part; {field: how many answered its first question})."""
    answered = {field: said["answered"] for field, said in PRINTED["fields"].items()}
    whole, partial = PRINTED["response"]["whole"][0], PRINTED["response"]["partial"][0]
    if reading == "response":
        return whole, partial, {field: max(count, whole) for field, count in answered.items()}
    least = min(answered.values())
    return least, whole + partial - least, answered


class Answering:
    """Who has answered what: sets of places in the list of those asked."""

    def __init__(self, random, reading):
        self.random = random
        whole, partial, counts = of_reading(reading)
        order = random.shuffled(range(PRINTED["asked"]))
        self.whole, self.partial = order[:whole], order[whole:whole + partial]
        self.answered = {}
        for place, (field, count) in enumerate(counts.items()):
            turned = self.partial[place % partial:] + self.partial[:place % partial]
            self.answered[field] = self.whole + turned[:count - whole]
        self.yes = {field: self.chosen(self.answered[field], said["follow_up"]) for field, said in PRINTED["fields"].items()}
        self.cross(*PRINTED["both"]["fields"])

    def chosen(self, among, count):
        return set(self.random.shuffled(among)[:count])

    def cross(self, first, second):
        """So many have a yes in both fields as the per cent that is printed makes of those asked."""
        both = round(PRINTED["both"]["percent"] * PRINTED["asked"] / 100)
        yes, count = self.yes[first], PRINTED["fields"][second]["follow_up"]
        inside = self.chosen([one for one in self.answered[second] if one in yes], both)
        outside = self.chosen([one for one in self.answered[second] if one not in yes], count - both)
        self.yes[second] = inside | outside

    def second_level(self, field):
        """Those at level 2, all of them with a yes; the others who answered are at level 1."""
        said = PRINTED["fields"][field]["level"]
        share = said["part"] / said["of"] + AIM[said["relation"]]
        share = 1 - share if said["level"] == 1 else share
        return self.chosen(sorted(self.yes[field]), round(share * len(self.answered[field])))


def steps(random, field, count):
    """The option that each of those with a yes chooses of the follow-up."""
    said = PRINTED["fields"][field]
    if "time" in said:
        more = round(count * said["time"]["part"] / said["time"]["of"])
        return random.shuffled(["c"] * (more - more // 4) + ["d"] * (more // 4) + ["a"] * ((count - more) // 2) + ["b"] * ((count - more + 1) // 2))
    weights = dict(zip("abcd", DEGREES["far" if said["in_words"] else "some way"]))
    return [random.weighted(weights) for _ in range(count)]


def all_answers(model, random, reading):
    """{place: its answers}, of those who answered anything or at least sent something."""
    who = Answering(random, reading)
    found = {place: {} for place in [*who.whole, *who.partial]}
    for field in model["fields"]:
        yes = sorted(who.yes[field["id"]])
        second = who.second_level(field["id"]) if "maturity" in field else set()
        for place in who.answered[field["id"]]:
            found[place][str(field["question"])] = {"yes": YES if place in who.yes[field["id"]] else NO}
            if "maturity" in field:
                found[place][str(field["maturity"])] = {"yes": "b" if place in second else "a"}
        for place, step in zip(yes, steps(random, field["id"], len(yes))):
            found[place][str(field["follow_up"])] = {"yes": step}
    return found


def generate(reading="response", seed=SEED):
    model, random, population = model_of(FILE), SplitMix(seed), Population()
    population.asked = organisations(random, "kommun", PRINTED["asked"])
    for place, answers in sorted(all_answers(model, random, reading).items()):
        whole = {str(question["id"]): answers.get(str(question["id"]), {}) for question in model["questions"]}
        one = population.asked[place]
        sent = document(model, random, one, whole, PERIOD)
        sent["approval"]["date"] = "2019-05-03"
        day = random.between(25, 63)
        population.submissions.append(Submission(one, sent, f"2019-03-{day}" if day < 32 else f"2019-04-{day - 31:02}" if day < 62 else f"2019-05-{day - 61:02}"))
    return named(population)


def main():
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("directory")
    reader.add_argument("--reading", choices=READINGS, default=READINGS[0])
    reader.add_argument("--seed", type=int, default=SEED)
    given = reader.parse_args()
    write(generate(given.reading, given.seed), given.directory)


if __name__ == "__main__":
    sys.exit(main())
