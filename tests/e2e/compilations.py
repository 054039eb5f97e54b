"""`sigill-msb report`: each cell of each table, in CSV, page and workbook, is what tests/population counts from the answers.

COMPILATIONS says how many small rounds by chance are tried (`make torture`: 300)."""
import copy
import os
import random
from pathlib import Path

from compilationkit import data, differences, expected, target_of
from generate import generate, small
from published import published
from sigill_test import run, test
from worldkit import World

COUNT = int(os.environ.get("COMPILATIONS", "4"))
TARGETS = [Path("editions/target-foreskrift-2021.json"), Path("docs/examples/target-foreskrift.json")]
FURTHER = (11, 12, 13)  # seeds of populations that are fitted to nothing


def options(late=False, count=30, target=None):
    return [*(["--late"] if late else []), *(["--best", count] if count != 30 else []), *(["--target", target] if target else [])]


class Made:
    """A population in a register, and its reports."""

    def __init__(self, directory, population):
        directory.mkdir()
        self.directory, self.world = directory, World(directory, population)
        self.everyone = self.world.declare()["2021"][1]

    def tables(self, late=False, count=30, target=None):
        return expected(self.world.edition, self.everyone, self.world.population.asked, late, count, target and target_of(target))

    def report(self, *how):
        where = self.directory / "-".join(["report", *(str(one).split("/")[-1] for one in how)])
        if not where.exists():
            self.world.does("report", "--round", "2021", *options(*how), "-o", where)
        return where

    def check(self, about, *how):
        found = differences(self.report(*how), self.tables(*how))
        assert not found, f"{about}, {how}: {len(found)} differences: " + "; ".join(found[:6])


@test
def test_the_population_of_the_printed_report(directory):
    Made(directory / "all", published()).check("printed", False, 30, TARGETS[0])


def changed(population, seed):
    """The same, but for one answer of one organisation that counts."""
    chance, found = random.Random(seed), copy.deepcopy(population)
    one = chance.choice([submission for submission in found.submissions if submission.arrived <= "2021-09-30"
                         and not any(other.replaces is submission or other.organisation.number == submission.organisation.number
                                     for other in found.submissions if other is not submission)])
    question = str(chance.randint(1, 40))
    given = one.answers["answers"][question]
    one.answers["answers"][question] = {"no": "no", "assessment": "sure"} if "yes" in given else {
        "yes": 1 if 3 <= int(question) <= 5 or 16 <= int(question) <= 28 or question == "39" else ["a"], "assessment": "sure"}
    return found


def cells(tables):
    return {(file, row, column): cell for file, rows in tables.items() for row, line in enumerate(rows) for column, cell in enumerate(line)}


def differing(before, after):
    return {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@test
def test_three_populations_fitted_to_nothing_and_one_answer_changed(directory):
    for seed in FURTHER:
        population, how = generate(seed), (False, 30, TARGETS[seed % 2])
        before, after = Made(directory / f"{seed}", population), Made(directory / f"{seed}-changed", changed(population, seed))
        before.check(seed, *how)
        after.check(f"{seed}, one answer changed", *how)
        shown = differing(cells(data(before.report(*how))), cells(data(after.report(*how))))
        counted = differing(*(cells({table.file: table.data() for table in made.tables(*how)}) for made in (before, after)))
        assert shown == counted and 0 < len(shown) < 400, (seed, len(shown), len(counted))


@test
def test_small_rounds_by_chance(directory):
    for seed in range(COUNT):
        chance = random.Random(seed)
        how = chance.random() < 0.3, chance.choice([30, 5, 5, 10]), chance.choice([None, *TARGETS])
        made = Made(directory / f"{seed}", small(seed))
        made.check(f"round {seed}", *how)


if __name__ == "__main__":
    run()
