"""Pairs of rounds by chance, of one edition or of two of which one follows the other, in a register."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Edition  # noqa: E402
from count_groups import members  # noqa: E402
from count_panel import panel  # noqa: E402
from generate import LATER_PERIOD, ROUNDS, Population, Submission, document, model_of, named, some_answers  # noqa: E402
from organisations import organisations  # noqa: E402
from sigill_test import expect, msb  # noqa: E402
from splitmix import SplitMix  # noqa: E402
from successionkit import FILES, mapping  # noqa: E402
from worldkit import World  # noqa: E402

SIZES = {"kommun": (0, 4, 30, 60, 140), "region": (0, 3, 11, 21), "myndighet": (0, 10, 26, 60, 120)}
TWO_EDITIONS = [(2021, 2023), (2023, 2025), (2021, 2025)]
KINDS = {"ordinary": 50, "reached": 24, "held": 16, "all": 4, "nothing": 6}


def pair(seed, years=(2021, 2021)):
    """Two rounds: of each group some answer both times, some only once; the weak rather fall away. years: of the editions."""
    models, chance, population = [model_of(FILES[year]) for year in years], SplitMix(7000 + seed), Population()
    for group, sizes in SIZES.items():
        here = organisations(chance, group, chance.pick(sizes))
        population.asked += here
        stays = chance.pick((300, 700, 900, 1000))
        for member in here:
            weak, when = chance.chance(400), chance.below(1000)
            first = when < stays or when % 2 == 0 or weak
            second = when < stays - (300 if weak else 0) or not first
            late = chance.chance(60)
            for there, period, year, model in ((first, None, 2021, models[0]), (second, LATER_PERIOD, 2023, models[1])):
                if there:
                    kind = "ordinary" if weak else chance.weighted(KINDS)
                    answers = some_answers(model, chance, group, kind)
                    written = document(model, chance, member, answers, *([period] if period else []))
                    arrived = f"{year}-{'11' if late else '06'}-{1 + chance.below(28):02}"
                    population.submissions.append(Submission(member, written, arrived))
    return named(population) if population.submissions else pair(seed + 1000, years)


class Two:
    """Two rounds in a register, of one edition or of two."""

    def __init__(self, directory, population, years=(2021, 2021)):
        directory.mkdir()
        self.directory, self.years, self.editions = directory, years, [Edition(FILES[year]) for year in years]
        self.world = World(directory, population, [FILES[year] for year in (2023, 2025)] if set(years) != {2021} else ())
        self.rounds, found = list(ROUNDS), []
        for (name, (opens, closes)), edition in zip(ROUNDS.items(), self.editions):
            self.world.does("round", name, "--edition", edition.id, "--opens", opens, "--closes", closes)
            sent = [one for one in population.submissions if one.arrived[:4] == name]
            found.append(members(edition, sent, None, closes))
        self.world.does("population", self.world.files / "population.csv", "--round", self.rounds[0])
        self.first, self.second = found

    def run(self, *words, rounds=None):
        return msb("panel", "-r", self.world.register, "-k", self.world.keys, *(rounds or self.rounds), *words)

    def says(self, *words):
        return json.loads(expect(self.run("--json", *words), 0).out)

    def counted(self, late=False):
        related = mapping(*self.years) if self.years[0] != self.years[1] else None
        return panel(self.editions, self.rounds, self.first, self.second, late, related)
