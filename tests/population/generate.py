#!/usr/bin/env python3
"""A population whose answers are known: the same on every machine, from one seed.

tests/population/generate.py DIRECTORY [--seed N]     writes

    population.csv     who was asked: number, name, group, county, size
    submissions.tsv    what was sent, in order: file, day of arrival, the file that it replaces or "-"
    answers/           the answers' files; the file's name is the submission's

In the first round 169 of 290 municipalities, 10 of 21 regions and 122 of 250 agencies answer. Beside them some come late,
some were not asked, some send again; some answer in a second round too, to which no list belongs. Their answers are spread
over all levels, with the odd cases that tables trip over: points enough but a question lacking, too many unsure, nothing
answered, everything answered, equal answers.
"""
import argparse
import csv
import json
import sys
from pathlib import Path

from organisations import GROUPS, organisations
from splitmix import SplitMix

SEED = 20210930
EDITION = Path(__file__).resolve().parents[2] / "editions/infosakkollen-2021.json"
ROUNDS = {"2021": ("2021-05-01", "2021-09-30"), "2023": ("2023-05-01", "2023-09-30")}  # first and last day
LAST_DAY = ROUNDS["2021"][1]
EARLIER_PERIOD = {"from": "2017-10-01", "to": "2019-09-30"}
PERIOD = {"from": "2019-10-01", "to": "2021-09-30"}
LATER_PERIOD = {"from": "2021-10-01", "to": "2023-09-30"}
LATE, REPLACED, REPLACED_LATE, EARLIER, AGAIN = 9, 7, 2, 3, 30  # of those asked
OUTSIDE = {"kommun": 3, "myndighet": 2}                         # not asked

# What an organisation's answers are like, and how many in a hundred are so.
KINDS = {"ordinary": 62, "reached": 16, "held": 14, "unsure": 4, "twin": 4}
SMALL_KINDS = {"ordinary": 55, "reached": 20, "held": 14, "unsure": 4, "all": 3, "nothing": 2, "silent": 2}
FIRST_KINDS = ["all", "nothing", "silent", "reached", "held", "unsure", "twin"]  # of each group, in this order
MATURITY = {"kommun": (80, 620), "region": (250, 850), "myndighet": (120, 900)}  # lowest and highest, of 1000
OTHER_MATURITY = (100, 950)                                                      # of a group of another edition
HARDER = {1: 0, 2: 150, 3: 120, 4: 330}                                          # a section, of 1000
ZERO = {"no": 60, "partly": 30, "none": 10}                                      # answers without points
AIMS = {1: 10, 2: 6, 3: 3, 4: 1}                                                 # levels that are aimed at


class Submission:
    """Answers as sent. arrived: a day. replaces: an earlier submission, or None."""

    def __init__(self, organisation, answers, arrived, replaces=None):
        self.organisation, self.answers, self.arrived, self.replaces = organisation, answers, arrived, replaces
        self.name = None


class Population:
    def __init__(self):
        self.asked = []         # organisations of the list, those that never answer too
        self.submissions = []   # in order of arrival


def model_of(path=EDITION):
    return json.loads(Path(path).read_text(encoding="utf-8"))["model"]


# ---- one organisation's points ----

class Respondent:
    """Answers question by question: a number of points, or the word of an answer without any; and which are unsure."""

    def __init__(self, model, random, group):
        self.model, self.random = model, random
        self.questions = {question["id"]: question for question in model["questions"]}
        low, high = MATURITY.get(group, OTHER_MATURITY)
        self.maturity = (random.between(low, high) + random.between(low, high)) // 2
        self.careless = random.chance(120)
        self.doubt = random.weighted({0: 25, 50: 45, 220: 20, 420: 7, 650: 3})
        self.points = {identity: self.tried(question) for identity, question in self.questions.items()}

    def most(self, identity):
        question = self.questions[identity]
        return question["steps"] if question["kind"] == "scale" else len(question["options"])

    def tried(self, question):
        random, skill = self.random, max(60, self.maturity - HARDER[question["section"]])
        if not random.chance(min(980, skill * 3 // 2)):
            return 0
        return 1 + sum(random.chance(skill) for _ in range(self.most(question["id"]) - 1))

    def total(self):
        return sum(self.points.values())

    def aim(self, level):
        """Raises what a level asks for, as the model says, and no more than a little beyond."""
        demands = self.model["levels"][level - 1]
        for identity, question in self.questions.items():
            if question["section"] in demands["sections"]:
                self.points[identity] = max(self.points[identity], demands["min_points_each"])
        self.raise_to(demands["min_total"] + self.random.below(6), self.questions)

    def raise_to(self, total, among):
        room = [i for i in among if self.points[i] < self.most(i)]
        while self.total() < total and room:
            identity = self.random.pick(room)
            self.points[identity] += 1
            room = [i for i in room if self.points[i] < self.most(i)]

    def hold(self, level, count):
        """Takes so many of the level's questions down below its minimum and gives others the points."""
        demands, before = self.model["levels"][level - 1], self.total()
        asked = [i for i, question in self.questions.items() if question["section"] in demands["sections"]]
        held = self.random.shuffled(asked)[:count]
        for identity in held:
            self.points[identity] = self.random.below(demands["min_points_each"])
        self.raise_to(before, [i for i in self.questions if i not in held])

    def without_points(self, question):
        random = self.random
        if self.careless and random.chance(200):
            return {}
        zero = question["zero_answers"]
        word = random.weighted({word: weight for word, weight in ZERO.items() if word in zero}) if len(zero) > 1 else zero[0]
        return {"no": word}

    def answer(self, identity):
        question, points = self.questions[identity], self.points[identity]
        if points == 0:
            return self.without_points(question)
        if question["kind"] == "scale":
            return {"yes": points}
        return {"yes": sorted(self.random.shuffled(question["options"])[:points])}

    def answers(self):
        found = {}
        for identity in self.questions:
            answer = self.answer(identity)
            if answer:
                answer["assessment"] = "unsure" if self.random.chance(self.doubt) else "sure"
            found[str(identity)] = answer
        return found


def some_answers(model, random, group, kind):
    one = Respondent(model, random, group)
    if kind in ("reached", "held", "unsure"):
        level = random.weighted({level: weight for level, weight in AIMS.items() if level <= len(model["levels"])})
        one.aim(level)
        one.doubt = min(one.doubt, 60)
    if kind == "held":
        one.hold(level, random.weighted({1: 30, 2: 24, 3: 14, 4: 10, 5: 8, 6: 8, 8: 6}))
    if kind == "unsure":
        one.doubt = 800
    if kind == "all":
        one.points, one.doubt = {i: one.most(i) for i in one.questions}, 0
    if kind == "nothing":
        one.points, one.careless, one.doubt = {i: 0 for i in one.questions}, False, 0
    if kind == "silent":
        return {str(i): {} for i in one.questions}
    return one.answers()


# ---- a whole answers' file ----

def consents(model, random):
    """Answers to what the edition asks consent for: a yes, a no, or nothing said."""
    found = {}
    for question in model["background"]:
        said = random.weighted({"ja": 50, "nej": 20, None: 30})
        if question["kind"] == "consent" and said:
            found[question["id"]] = said
    return found


def participants(model, random):
    security = [role for role in model["roles"] if role in model["security_roles"]]
    others = [role for role in model["roles"] if role not in model["security_roles"]]
    found = random.shuffled(security)[:random.weighted({0: 35, 1: 50, 2: 15})]
    return found + random.shuffled(others)[:random.between(0 if found else 1, 2)]


def document(model, random, organisation, answers, period=None):
    said, texts = participants(model, random), {"circumstances": "", "obstacles": random.pick(["", "Tiden räcker inte.", "Mätningar saknas."])}
    return {
        "edition": model["id"],
        "organisation": {"name": organisation.name, "number": organisation.number, "group": organisation.group},
        "period": period or PERIOD, "marking": "begränsat hemlig", "participants": said, "answers": answers,
        **{one["id"]: texts[one["id"]] for one in model["background"] if one["id"] in texts}, "background": consents(model, random),
        "approval": {"by": "Kim Exempel", "role": "chef", "date": "2021-05-01", "reference": ""},
    }


# ---- all of them ----

def day(random, month_low, month_high):
    return f"2021-{random.between(month_low, month_high):02}-{random.between(1, 28):02}"


def group_answers(model, random, group, count):
    """Answers of `count` organisations; a twin answers as the one before it."""
    found = []
    for place in range(count):
        kind = FIRST_KINDS[place] if place < len(FIRST_KINDS) else random.weighted(KINDS)
        found.append(found[-1] if kind == "twin" else some_answers(model, random, group, kind))
    return found


def first_round(model, random, population):
    """One submission in time from each that answers at all; gives them, and those of the list that do not."""
    for group, (_, asked, answering) in GROUPS.items():
        members = organisations(random, group, asked)
        population.asked += members
        for member, answers in zip(members, group_answers(model, random, group, answering)):
            population.submissions.append(
                Submission(member, document(model, random, member, answers), day(random, 5, 9)))
    answered = {submission.organisation for submission in population.submissions}
    return [member for member in population.asked if member not in answered]


def add_replacements(model, random, population):
    """Some send again, in time or late; some also answer about an earlier period, which never counts."""
    chosen = random.shuffled(population.submissions)[:REPLACED + REPLACED_LATE + EARLIER]
    for place, old in enumerate(chosen):
        member = old.organisation
        answers = some_answers(model, random, member.group, "ordinary")
        if place >= REPLACED + REPLACED_LATE:
            earlier = document(model, random, member, answers, EARLIER_PERIOD)
            population.submissions.append(Submission(member, earlier, LAST_DAY))
            continue
        arrived = LAST_DAY if place < REPLACED else day(random, 10, 11)
        population.submissions.append(Submission(member, document(model, random, member, answers), arrived, old))


def add_strays(model, random, population, silent):
    """Some of those who had not answered come late; others answer without having been asked."""
    late = random.shuffled(silent)[:LATE]
    outside = [member for group, count in OUTSIDE.items() for member in organisations(random, group, count, 900)]
    for place, member in enumerate(outside):
        member.name = f"{place + 1}:a {member.name}"
    for member in late + outside:
        answers = some_answers(model, random, member.group, random.pick(["ordinary", "reached", "held"]))
        arrived = day(random, 10, 11) if member in late else day(random, 6, 9)
        population.submissions.append(Submission(member, document(model, random, member, answers), arrived))


def add_second_round(model, random, population):
    """Some answer in the next round too. A few say that this replaces what they sent in the first: that changes nothing
    there."""
    for place, old in enumerate(random.shuffled(population.submissions)[:AGAIN]):
        answers = some_answers(model, random, old.organisation.group, random.pick(["ordinary", "reached"]))
        again = document(model, random, old.organisation, answers, LATER_PERIOD)
        population.submissions.append(
            Submission(old.organisation, again, f"2023-06-{place % 28 + 1:02}", old if place < AGAIN // 5 else None))


def generate(seed=SEED, model=None):
    model, random, population = model or model_of(), SplitMix(seed), Population()
    silent = first_round(model, random, population)
    add_replacements(model, random, population)
    add_strays(model, random, population, silent)
    add_second_round(model, random, population)
    return named(population)


def small(seed, model=None):
    """A round of 3 to 60 who answer in time, shared out among the groups by chance, none in some; a few late, unasked or silent."""
    model, random, population = model or model_of(), SplitMix(seed), Population()
    groups, count = random.shuffled(GROUPS)[:random.between(1, len(GROUPS))], random.between(3, 60)
    places = sorted(random.below(count + 1) for _ in groups[1:])
    for group, low, high in zip(groups, [0, *places], [*places, count]):
        answering = min(high - low, 21) if group == "region" else high - low
        here = organisations(random, group, min(answering + random.below(8), 21) if group == "region" else answering + random.below(8))
        population.asked += here
        for place, member in enumerate(here):
            late = place >= answering and random.chance(300)
            if place < answering or late:
                answers = some_answers(model, random, group, random.weighted(SMALL_KINDS))
                arrived = day(random, 10, 11) if late else day(random, 5, 9)
                population.submissions.append(Submission(member, document(model, random, member, answers), arrived))
    if random.chance(300):
        stranger = organisations(random, groups[0], 1, 900)[0]
        answers = some_answers(model, random, groups[0], "ordinary")
        population.submissions.append(Submission(stranger, document(model, random, stranger, answers), day(random, 6, 9)))
    return named(population)


def named(population):
    """The same in the order of arrival, each submission with a name."""
    population.submissions.sort(key=lambda submission: submission.arrived)
    sent = {}
    for submission in population.submissions:
        number = submission.organisation.number
        sent[number] = sent.get(number, 0) + 1
        submission.name = f"{number}-{sent[number]}"
    return population


def write(population, directory):
    directory = Path(directory)
    (directory / "answers").mkdir(parents=True)
    with open(directory / "population.csv", "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["number", "name", "group", "county", "size"])
        table.writerows([o.number, o.name, o.group, o.county, o.size] for o in population.asked)
    lines = []
    for submission in population.submissions:
        path = directory / "answers" / f"{submission.name}.json"
        path.write_text(json.dumps(submission.answers, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        lines.append("\t".join([f"answers/{submission.name}.json", submission.arrived,
                                f"answers/{submission.replaces.name}.json" if submission.replaces else "-"]) + "\n")
    (directory / "submissions.tsv").write_text("".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="Writes a population whose answers are known.")
    parser.add_argument("directory")
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    write(generate(wanted.seed), wanted.directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
