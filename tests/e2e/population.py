"""A population whose answers are known: every figure of the programs against an independent count (tests/population)."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Counted, Edition  # noqa: E402
from generate import EDITION, generate, write  # noqa: E402
from sigill_test import expect, run, sigill, test  # noqa: E402


def differences(said, counted, path=""):
    """Where two JSON values differ, as paths with both."""
    if isinstance(said, dict) and isinstance(counted, dict):
        return [line for key in sorted({*said, *counted})
                for line in differences(said.get(key, "nothing"), counted.get(key, "nothing"), f"{path}.{key}")]
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


run()
