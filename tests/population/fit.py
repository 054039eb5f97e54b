#!/usr/bin/env python3
"""Searches for answers of organisations that come to the numbers of tests/data/report-2021.json, and to nothing else that is known.

tests/population/fit.py GROUP [--moves N] [--seed N] [--heat FROM TO]      prints what the answers still miss, and writes them
                                                                            into tests/population/published.txt

It begins with the answers that stand there, and changes one answer of one organisation, or exchanges those of two, over and
over (simulated annealing). A change that brings the figures nearer to the numbers stays; one that does not stays with a chance
that falls with the heat. 400 000 changes take some minutes. From nothing, three or four runs with less and less heat do, from
1 down to 0.1; a fit that misses nothing is left as it is.

The cost of each figure is how far it is from its number. Some organisations are meant for something from the start (the best,
those with few points), so that each of them has a way to go downhill."""
import argparse
import json
import math
import random
import sys
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
ANSWERS = HERE / "published.txt"
REPORT = json.loads((DATA / "report-2021.json").read_text(encoding="utf-8"))
MODEL = json.loads((HERE.parents[1] / "editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["model"]
DIGITS = "0123456789abcdefghijklmnopqrstuv"  # a scale's step, or the ticked options as bits, a the lowest; 0 is a no
IDS = [question["id"] for question in MODEL["questions"]]
SECTION = {question["id"]: question["section"] for question in MODEL["questions"]}
SCALES = {question["id"] for question in MODEL["questions"] if question["kind"] == "scale"}
LEVELS = {level["level"]: level for level in MODEL["levels"]}
OF_LEVEL = {level: [i for i in IDS if SECTION[i] in demand["sections"]] for level, demand in LEVELS.items()}
TICKED = [value.bit_count() for value in range(32)]


def bits(options):
    return sum(1 << "abcde".index(option) for option in options)


class Area:
    """What an area's level hangs on: questions of the first section, and the gates of each level."""

    def __init__(self, area):
        self.id = area["id"]
        self.full = [i for i in area["in_full"] if SECTION[i] == 1]
        self.parts = [(int(i), bits(options)) for i, options in area["options"].items() if SECTION[int(i)] == 1]
        self.gates = [[gate["question"] for gate in area["gates"]
                       if gate["from_level"] <= level and gate["question"] in OF_LEVEL[level]] for level in sorted(LEVELS)]


AREAS = [Area(area) for area in MODEL["areas"]]


class Result:
    """What follows from one answer set. counts: the figures that it adds one to."""

    def __init__(self, answers, doubted):
        points = {i: value if i in SCALES else TICKED[value] for i, value in answers.items()}
        self.points, self.total = points, sum(points.values())
        self.measures = sum(min(value, 1) if i in SCALES else value for i, value in points.items())
        self.level = 0 if doubted else self._level()
        self.areas = [self._area_level(area, answers) for area in AREAS]
        self.counts = self._counts(doubted)

    def lacking(self, level):
        least = LEVELS[level]["min_points_each"]
        return [i for i in OF_LEVEL[level] if self.points[i] < least]

    def left(self, level):
        """Measures that single questions lack of a level."""
        least = LEVELS[level]["min_points_each"]
        return sum(1 if i in SCALES else least - self.points[i] for i in self.lacking(level))

    def _level(self):
        reached = 0
        while reached < 4 and self.total >= LEVELS[reached + 1]["min_total"] and not self.lacking(reached + 1):
            reached += 1
        return reached

    def _area_level(self, area, answers):
        if not any(self.points[i] for i in area.full) and not any(answers[i] & part for i, part in area.parts):
            return 0
        reached = 0
        while reached < 4 and all(self.points[i] >= LEVELS[reached + 1]["min_points_each"] for i in area.gates[reached]):
            reached += 1
        return reached

    def _counts(self, doubted):
        counts = {("above", area.id, least) for area, level in zip(AREAS, self.areas) for least in range(3) if level > least}
        named = {"under 10": self.total < 10, "under 50": self.total < 50, "over 100, a level": self.total > 100 and self.level > 0,
                 "over 100, none": self.total > 100 and self.level == 0, "under 50, a level": self.total < 50 and self.level > 0,
                 "plans": self.points[10] > 0, "exercised": self.points[10] > 0 and self.points[27] > 0,
                 "exercised once": self.points[10] > 0 and self.points[27] == 1}
        if self.level < 4:
            lacking, left = self.lacking(self.level + 1), self.left(self.level + 1)
            named["enough"] = self.total >= LEVELS[self.level + 1]["min_total"]
            named["near"] = named["enough"] and 1 <= left <= 5
            named["near, breadth"] = named["near"] and left == len(lacking)
            named["nothing left"] = named["enough"] and left == 0 and not doubted
            if named["near"]:
                counts |= {("held by", i) for i in lacking}
        return counts | {name for name, holds in named.items() if holds}


class Aim:
    """What a group is to come to. figures: {name: (least, most, weight)}; typical, best: the answers of the typical one
    and of the typical one of the best; with_level: how many, from the first on, are to have a level; best_areas: least sum of
    area levels of those best that have none; near_three: places of those meant to have level 2 and
    lack little of level 3, with more measures left than questions: nobody below level 2 can have that, since a list's minimum rises by
    one there. totals: [(how many, least points, most points)], in order."""

    def __init__(self, group, figures, typical, best, with_level, totals, measures, yes, best_areas=None, doubted=None, tie=None,
                 near_three=range(0)):
        self.group, self.size, self.typical, self.best = group, REPORT["answered"][group], typical, best
        self.with_level, self.best_areas, self.measures, self.doubted, self.tie = with_level, best_areas, measures, doubted, tie
        self.near_three = near_three
        self.bounds = [(low, high) for count, low, high in totals for _ in range(count)]
        self.figures = {("above", area, least): (count, count, 2)
                        for area, counts in REPORT["area_levels_above_0_1_2"][group].items() for least, count in enumerate(counts)}
        self.figures.update(figures)
        self.yes = {i: yes.get(i) or self._yes(i) for i in IDS}

    def _yes(self, i):
        """How many may have points on a question, by the lists and by the typical one's answer, which comes first."""
        size, even, clear = self.size, i in REPORT["even"][self.group], i in REPORT["clear_no"][self.group]
        low, high = math.ceil(size / 3), 2 * size // 3
        bounds = (0, high) if even and clear else (low, high) if even else (0, low - 1) if clear else (high + 1, size)
        half = size // 2
        wanted = (max(bounds[0], half + 1), bounds[1]) if self.typical[i] else (bounds[0], min(bounds[1], half))
        return wanted if wanted[0] <= wanted[1] else (low, half)


class Fit:
    """A group's answers while they are changed."""

    def __init__(self, aim, answers, chance):
        self.aim, self.answers, self.chance = aim, answers, chance
        self.bests = 30 if aim.best else 0
        self.results = [self._result(place) for place in range(aim.size)]
        self.counts = {}
        self.said = {True: {i: [0] * 6 for i in IDS}, False: {i: [0] * 6 for i in IDS}}
        for place, result in enumerate(self.results):
            for name in result.counts:
                self.counts[name] = self.counts.get(name, 0) + 1
            for i in IDS:
                self._say(place, i, 1)
        self.of_question = {i: self._question_cost(i) for i in IDS}
        self.of_place = [self._place_cost(place) for place in range(aim.size)]
        self.of_figure = {name: self._figure_cost(name) for name in aim.figures}
        self.of_holding = self._holding_cost()

    def cost(self):
        return sum(self.of_question.values()) + sum(self.of_place) + sum(self.of_figure.values()) + self.of_holding

    def _result(self, place):
        return Result(self.answers[place], place == self.aim.doubted)

    def _say(self, place, i, sign):
        """Counts an answer of an organisation, or takes it out: [yes, then each option or step]."""
        value = self.answers[place][i]
        if not value:
            return
        parts = [value] if i in SCALES else [bit + 1 for bit in range(5) if value >> bit & 1]
        for best in ([True, False] if place < self.bests else [False]):
            for part in [0, *parts]:
                self.said[best][i][part] += sign

    # ---- costs ----

    def _typical_cost(self, i, said, typical, size):
        """How many answers are lacking until the typical one of these answers so."""
        yes = said[0]
        if not typical:
            return max(0, yes - size // 2)
        cost = max(0, size // 2 + 1 - yes)
        if i not in SCALES:
            return cost + sum(max(0, yes + 1 - 2 * said[bit + 1]) / 2 if typical >> bit & 1 else max(0, 2 * said[bit + 1] - yes) / 2
                              for bit in range(5))
        steps = [step for step in range(1, 6) if step != typical]
        if i == self.aim.tie:
            steps.remove(typical - 1)
            cost += abs(said[typical] - said[typical - 1]) + max(0, 2 * said[typical] - yes)
        return cost + sum(max(0, said[step] + 1 - said[typical]) for step in steps)

    def _question_cost(self, i):
        said, (low, high) = self.said[False][i], self.aim.yes[i]
        cost = 2 * (max(0, low - said[0]) + max(0, said[0] - high)) + self._typical_cost(i, said, self.aim.typical[i], self.aim.size)
        return cost + (self._typical_cost(i, self.said[True][i], self.aim.best[i], self.bests) if self.bests else 0)

    def _figure_cost(self, name):
        low, high, weight = self.aim.figures[name]
        count = self.counts.get(name, 0)
        return weight * (max(0, low - count) + max(0, count - high))

    def _holding_cost(self):
        """The questions that hold back most often, in their order, and no other as often. Of ten, too few do."""
        if self.aim.size < 30:
            return 0
        order = REPORT["most_held_back_by"]
        often = {i: self.counts.get(("held by", i), 0) for i in IDS}
        cost = sum(max(0, often[second] + 1 - often[first]) for first, second in zip(order, order[1:]))
        return 2 * (cost + sum(max(0, often[i] + 1 - often[order[-1]]) for i in IDS if i not in order))

    def _place_cost(self, place):
        result, aim, cost = self.results[place], self.aim, 0
        low, high = aim.bounds[place]
        cost += 0.4 * (max(0, low - result.total) + max(0, result.total - high))
        if place < aim.with_level:
            cost += 1.5 * len(result.lacking(1)) + (3 if place not in aim.measures and "enough" not in result.counts else 0)
            if place in aim.near_three:
                left = result.left(3)
                cost += result.left(2) + max(0, left - 5) + (0 if len(result.lacking(3)) < left else 1)
        elif result.level:
            cost += 6
        elif aim.best_areas:
            areas = sum(result.areas)
            cost += 0.5 * max(0, aim.best_areas - areas if place < self.bests else areas - aim.best_areas + 1)
        if place == aim.doubted:
            cost += 3 * len(result.lacking(1)) + (3 if "enough" not in result.counts else 0)
        least, most = aim.measures.get(place, (4, 127))
        return cost + max(0, least - result.measures) + max(0, result.measures - most)

    # ---- changes ----

    def change(self, place, i, value):
        """Puts an answer in place of another, and every cost that follows."""
        self._say(place, i, -1)
        self.answers[place][i] = value
        self._say(place, i, 1)
        old, self.results[place] = self.results[place].counts, self._result(place)
        new = self.results[place].counts
        for names, sign in ((old - new, -1), (new - old, 1)):
            for name in names:
                self.counts[name] = self.counts.get(name, 0) + sign
        self.of_question[i], self.of_place[place] = self._question_cost(i), self._place_cost(place)
        for name in (old ^ new) & self.of_figure.keys():
            self.of_figure[name] = self._figure_cost(name)
        if any(name[0] == "held by" for name in old ^ new):
            self.of_holding = self._holding_cost()

    def propose(self):
        """Changes to try: [(place, question, value)]."""
        chance = self.chance
        place, i, kind = chance.randrange(self.aim.size), chance.choice(IDS), chance.random()
        value = self.answers[place][i]
        if kind < 0.4:
            other = chance.randrange(self.bests) if place < self.bests else chance.randrange(self.bests, self.aim.size)
            return [(place, i, self.answers[other][i]), (other, i, value)]
        if i in SCALES:
            return [(place, i, chance.randint(0, 5) if kind < 0.7 else min(5, max(0, value + chance.choice((-1, 1)))))]
        return [(place, i, value ^ 1 << chance.randrange(5) if kind < 0.85 else 0 if value else chance.randint(1, 31))]

    def search(self, moves, heat_from, heat_to):
        cost = self.cost()
        for move in range(moves):
            if cost == 0:
                return
            heat = heat_from * (heat_to / heat_from) ** (move / moves)
            changes = self.propose()
            before = [(place, i, self.answers[place][i]) for place, i, _ in changes]
            for change in changes:
                self.change(*change)
            new = self.cost()
            if new <= cost or self.chance.random() < math.exp((cost - new) / heat):
                cost = new
                continue
            for change in reversed(before):
                self.change(*change)

    def missed(self):
        """What is not as it should be: [(what, cost)]."""
        rows = [*(("question " + str(i), cost) for i, cost in self.of_question.items()), *self.of_figure.items(),
                *((f"organisation {place}", cost) for place, cost in enumerate(self.of_place)), ("held back by", self.of_holding)]
        return [row for row in rows if row[1]]


# ---- what each group comes to ----

def printed(name):
    """The answers of a typical organisation that the report tells."""
    said = json.loads((DATA / name).read_text(encoding="utf-8"))["answers"]
    yes = {i: said.get(str(i), {}).get("yes", 0) for i in IDS}
    return {i: value if isinstance(value, int) else bits(value) for i, value in yes.items()}


def coded(text):
    return dict(zip(IDS, (DIGITS.index(digit) for digit in text)))


# Of those whose answers are not told: answer sets with the printed area points, measures, and measures left to the regulation.
BEST_MUNICIPALITIES = coded("fr434vfvvftrnvf3254555433235bnqvtvvuvv5v")
TYPICAL_AUTHORITY = coded("vv435v5uefvh40v5005414355403v0ptrtfovt0v")
BEST_AUTHORITIES = coded("ff253vvplnunvtv5515545554142v4qvu7vvvv3v")


def next_level(group, breadth):
    """The figures of what is left to the next level. breadth: of how many questions and measures left are as many."""
    enough, near = REPORT["total_enough_for_the_next_level"][group], REPORT["of_these_at_most_five_measures_left"][group]
    return {"enough": (enough, enough, 2), "near": (near, near, 5), "near, breadth": (breadth, breadth, 2), "nothing left": (0, 0, 5)}


def exactly(count):
    return count, count, 2


def aim_of(group):
    """Numbers that are printed for all three groups together are shared out among them here, as it fits."""
    if group == "kommun":
        fewest, most = REPORT["fewest_measures"][group], REPORT["most_measures"][group]
        few = {166 + place: (count, count) for place, count in enumerate(reversed(fewest))}
        return Aim(group, {**next_level(group, 50), "under 10": exactly(20), "over 100, none": exactly(9),
                           "exercised": (29, 31, 1), "exercised once": (19, 21, 1)},
                   printed("typical-municipality.json"), BEST_MUNICIPALITIES, with_level=21, best_areas=14, near_three=range(3, 6),
                   totals=[(3, 0, 200), (3, 133, 179), (15, 70, 179), (9, 50, 150), (9, 101, 150), (78, 23, 100), (32, 10, 22), (20, 0, 9)],
                   measures={place: (count, count) for place, count in enumerate(most)} | few,
                   yes={8: (80, 80), 10: tuple(REPORT["question_10_with_points"][group]), 15: (56, 56)})
    if group == "region":
        return Aim(group, {**next_level(group, 9), "under 10": exactly(0), "over 100, none": exactly(8)},
                   printed("typical-region.json"), None, with_level=1, totals=[(10, 60, 150)], measures={}, yes={8: (8, 8)}, tie=22)
    few = {119 + place: (count, count) for place, count in enumerate(reversed(REPORT["fewest_measures"][group]))}
    said = REPORT["authorities"]
    over, none = said["over_100_points"], said["over_100_points_and_no_level"]
    return Aim(group, {**next_level(group, 49), "under 10": exactly(7), "under 50": exactly(said["under_50_points"]),
                       "under 50, a level": exactly(0), "over 100, none": exactly(none), "over 100, a level": exactly(over - none)},
               TYPICAL_AUTHORITY, BEST_AUTHORITIES, with_level=over - none, best_areas=14, doubted=40, near_three=range(1, 10),
               totals=[(10, 133, 179), (12, 101, 185), (18, 101, 150), (1, 50, 100), (12, 101, 150), (28, 50, 100), (13, 23, 49), (21, 10, 22), (7, 0, 9)],
               measures=few, yes={8: (83, 83), 15: (63, 65)})


# ---- the file ----

def read_answers(path=ANSWERS):
    """{group: [answers]}, in the file's order."""
    found = {group: [] for group in REPORT["answered"]}
    for line in path.read_text(encoding="ascii").splitlines():
        group, text = line.split()
        found[group].append(coded(text))
    return found


def write_answers(answers, path=ANSWERS):
    lines = [f"{group} {''.join(DIGITS[one[i]] for i in IDS)}\n" for group, all_of_it in answers.items() for one in all_of_it]
    path.write_text("".join(lines), encoding="ascii")


def first_answers(aim, chance):
    """Something to begin with: whoever stands early has more, and the best answer much as their typical one."""
    answers = [{} for _ in range(aim.size)]
    for i in IDS:
        low, high = aim.yes[i]
        order = sorted(range(aim.size), key=lambda place: place / aim.size + chance.gauss(0, 0.15))
        for rank, place in enumerate(order):
            best = aim.best if aim.best and place < 30 else None
            has = chance.random() < 0.97 if best else rank < (low + high) // 2
            typical = (best or aim.typical)[i]
            if i in SCALES:
                value = typical if typical and chance.random() < 0.6 else chance.randint(1, 5)
            else:
                value = sum(1 << bit for bit in range(5) if chance.random() < (0.8 if typical >> bit & 1 else 0.35)) or 1
            answers[place][i] = value if has else 0
    return answers


def main():
    parser = argparse.ArgumentParser(description="Searches for answers that come to the numbers of a printed report.")
    parser.add_argument("group", choices=list(REPORT["answered"]))
    parser.add_argument("--moves", type=int, default=400000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--heat", type=float, nargs=2, default=(1.0, 0.1), metavar=("FROM", "TO"))
    wanted = parser.parse_args()
    chance, aim, answers = random.Random(wanted.seed), aim_of(wanted.group), read_answers()
    fit = Fit(aim, answers[wanted.group] or first_answers(aim, chance), chance)
    fit.search(wanted.moves, *wanted.heat)
    for what, cost in fit.missed():
        print(what, round(cost, 1))
    answers[wanted.group] = fit.answers
    write_answers(answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
