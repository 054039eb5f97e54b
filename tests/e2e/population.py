"""A population whose answers are known: every figure of the programs against an independent count (tests/population)."""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Counted, Edition  # noqa: E402
from count_groups import benchmark, best, group_row, members, ranked, round_of, selected  # noqa: E402
from generate import EDITION, ROUNDS, generate, write  # noqa: E402
from parties import make_register  # noqa: E402
from sigill_test import BUILD, expect, msb, run, sigill, test  # noqa: E402

GROUPS = [None, "kommun", "region", "myndighet"]


def differences(said, counted, path=""):
    """Where two JSON values differ, as paths with both. What is said beside what was counted, such as a topic, is passed
    over."""
    if isinstance(said, dict) and isinstance(counted, dict):
        return [line for key in counted for line in differences(said.get(key, "nothing"), counted[key], f"{path}.{key}")]
    if isinstance(said, list) and isinstance(counted, list) and len(said) == len(counted):
        return [line for place, (one, other) in enumerate(zip(said, counted))
                for line in differences(one, other, f"{path}[{place}]")]
    same = said == counted and isinstance(said, bool) == isinstance(counted, bool)
    return [] if same else [f"{path}: {said!r}, counted {counted!r}"]


def equal(said, counted, about):
    found = differences(said, counted)
    assert not found, f"{about}: {len(found)} differences: {'; '.join(found[:8])}"


def counted_answers(directory):
    """(file, its independent count) of each submission of the population."""
    edition, population = Edition(EDITION), generate()
    write(population, directory / "all")
    return [(directory / "all/answers" / f"{submission.name}.json", Counted(edition, submission.answers))
            for submission in population.submissions]


@test
def test_every_figure_of_every_score(directory):
    for path, counted in counted_answers(directory):
        said = json.loads(expect(sigill("score", "--json", path), 0).out)
        equal(said, counted.as_json(), path.name)


@test
def test_every_step_of_every_gap_to_the_next_level(directory):
    for path, counted in counted_answers(directory):
        if counted.level < len(counted.edition.levels):
            said = json.loads(expect(sigill("gap", "--json", path), 0).out)
            equal(said, counted.gap(counted.level + 1), path.name)


@test
def test_the_population_has_the_cases_that_tables_trip_over(directory):
    counted = [one for _, one in counted_answers(directory)]
    assert {one.level for one in counted} == {0, 1, 2, 3, 4}
    held = [one for one in counted if one.enough_for() > one.level]
    assert {sum(one.lacking(one.enough_for()).values()) for one in held} >= {0, 1, 2, 3, 4, 5, 6}
    assert {status for one in counted for status in one.status.values()} == {"yes", "no", "unanswered"}
    assert {0, 200} <= {one.total for one in counted}
    assert len({tuple(one.standing) for one in counted}) < len(counted)


# ---- the register's side ----

class World:
    """A register that holds the population's submissions, written by tests/tools/fill_register.c."""

    def __init__(self, directory):
        self.edition, self.population = Edition(EDITION), generate()
        self.register, self.keys = make_register(directory)
        self.files = directory / "all"
        write(self.population, self.files)
        subprocess.run([BUILD / "tools/fill_register", self.register, self.keys, self.files / "submissions.tsv"], check=True)

    def says(self, *words):
        return json.loads(expect(msb(words[0], "-r", self.register, "-k", self.keys, "--json", *words[1:]), 0).out)

    def members(self):
        """As nobody has declared a round or imported a list."""
        return members(self.edition, self.population.submissions, None)

    def members_of(self, name, asked):
        sent = [one for one in self.population.submissions if round_of(ROUNDS, one.arrived) == name]
        return members(self.edition, sent, asked, ROUNDS[name][1])


def ranking(chosen):
    return [{"place": place, "number": m.organisation.number, "organisation": m.organisation.name,
             "group": m.organisation.group, "level": m.counted.level, "points": m.counted.total,
             "standing": m.counted.standing} for place, m in ranked(chosen)]


def check_ranking(world, everyone, *words, late=False):
    for group in GROUPS:
        chosen = selected(everyone, group, late)
        said = world.says("rank", *words, *(["--late"] if late else []), *(["--group", group] if group else []))
        assert said["n"] == len(chosen) == len(said["organisations"]) > 0
        equal(said["organisations"], ranking(chosen), f"rank {words} {group}")


def check_benchmark(world, chosen, *words):
    said = world.says("benchmark", *words)
    questions, result = benchmark(world.edition, chosen)
    assert said["n"] == len(chosen)
    equal(said["questions"], questions, f"benchmark {words}")
    equal(said["result"], result, f"benchmark {words}: result")


def check_benchmarks(world, everyone, *words):
    for group in GROUPS:
        of_group = ["--group", group] if group else []
        chosen = selected(everyone, group)
        check_benchmark(world, chosen, *words, *of_group)
        for count in (5, len(chosen)) if group else (1, 2, 9, 10, 100, len(chosen) + 1):
            check_benchmark(world, best(chosen, count), *words, *of_group, "--best", count)


@test
def test_places_and_benchmarks_without_rounds_and_lists(directory):
    world = World(directory)
    check_ranking(world, world.members())
    check_benchmarks(world, world.members())


run()
