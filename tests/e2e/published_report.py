"""A population that is fitted to nothing but the numbers of a printed report (tests/population/fit.py) comes to them: counted from
the answers by tests/population alone, and by the programs."""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Edition  # noqa: E402
from count_groups import benchmark, best, members, selected  # noqa: E402
from fit import REPORT  # noqa: E402
from generate import EDITION, ROUNDS  # noqa: E402
from published import published  # noqa: E402
from sigill_test import run, test  # noqa: E402
from worldkit import World  # noqa: E402

GROUPS = list(REPORT["answered"])
EDITION_READ = Edition(EDITION)
_everyone = []


def everyone():
    if not _everyone:
        population = published()
        _everyone.extend(members(EDITION_READ, population.submissions, population.asked, ROUNDS["2021"][1]))
    return _everyone


def counted(group=None):
    return [member.counted for member in selected(everyone(), group)]


def percent(part, whole):
    return (200 * part + whole) // (2 * whole)


def within(value, bounds):
    return bounds[0] <= value <= bounds[1]


def next_level_of(one):
    """(measures left, questions below the minimum) of what the next level asks, or None if the total does not suffice."""
    level = one.level + 1
    if level > 4 or one.total < EDITION_READ.levels[level]["min_total"]:
        return None
    least = EDITION_READ.levels[level]["min_points_each"]
    below = [i for i in EDITION_READ.of_level(level) if one.points[i] < least]
    scales = [i for i in below if EDITION_READ.questions[i]["kind"] == "scale"]
    return len(scales) + sum(least - one.points[i] for i in below if i not in scales), below


@test
def test_so_many_answer(directory):
    for group in GROUPS:
        assert len(counted(group)) == REPORT["answered"][group], group
    population = published()
    assert len(population.asked) == REPORT["asked"]["organisations"]
    covered = [len(one.answers["organisation"].get("covers", [])) for one in population.submissions]
    assert sum(covered) == max(covered) == REPORT["asked"]["of_which_one_answered_for"]


@test
def test_areas_have_so_many_with_a_level(directory):
    for group in GROUPS:
        for area, printed in REPORT["area_levels_above_0_1_2"][group].items():
            levels = [one.area_levels[area] for one in counted(group)]
            assert [sum(level > least for level in levels) for least in range(3)] == printed, (group, area)
            # The municipal shares are printed of 168.
            whole = 168 if group == "kommun" else len(levels)
            assert percent(printed[0], whole) == REPORT["percent_with_an_area_level"][group][area], (group, area)


@test
def test_typical_organisations_have_so_many_area_points_and_measures(directory):
    for name, printed in REPORT["area_points"].items():
        group = name.removesuffix("_30_best")
        chosen = selected(everyone(), group)
        _, result = benchmark(EDITION_READ, best(chosen, 30) if name != group else chosen)
        assert {area["id"]: area["points"] for area in result["areas"]} == printed, name
        assert result["measures"] == REPORT["measures"][name], (name, result["measures"])


@test
def test_lists_of_even_and_clear_no_questions(directory):
    for group in GROUPS:
        chosen, even, clear = counted(group), [], []
        for i in EDITION_READ.questions:
            some = sum(one.points[i] > 0 for one in chosen)
            if 3 * some < len(chosen):
                clear.append(i)
            elif 3 * some <= 2 * len(chosen):
                even.append(i)
        printed_even = set(REPORT["even"][group]) - set(REPORT["clear_no"][group])
        # The typical region has nothing of question 35, which no list of the report holds.
        assert set(even) - printed_even == ({35} if group == "region" else set()), (group, even)
        assert clear == REPORT["clear_no"][group], (group, clear)


@test
def test_so_many_are_near_the_next_level(directory):
    breadth, below, no_questions = 0, [], 0
    for group in GROUPS:
        enough = [found for found in map(next_level_of, counted(group)) if found]
        near = [found for found in enough if 1 <= found[0] <= 5]
        assert len(enough) == REPORT["total_enough_for_the_next_level"][group], group
        assert len(near) == REPORT["of_these_at_most_five_measures_left"][group], group
        breadth += sum(left == len(questions) for left, questions in near)
        no_questions += sum(left == 0 for left, _ in enough)
        below += [i for _, questions in near for i in questions]
    assert breadth == REPORT["of_these_as_many_questions_as_measures"], breadth
    assert no_questions == REPORT["held_back_by_unsure_assessments"], no_questions
    often = sorted(set(below), key=lambda i: -below.count(i))
    assert often[:4] == REPORT["most_held_back_by"], often[:6]


@test
def test_points_and_measures_at_the_ends(directory):
    authorities = counted("myndighet")
    over = [one for one in authorities if one.total > 100]
    printed = REPORT["authorities"]
    assert sum(one.total < 50 for one in authorities) == printed["under_50_points"]
    assert len(over) == printed["over_100_points"] and not any(one.level for one in authorities if one.total < 50)
    assert sum(one.level == 0 for one in over) == printed["over_100_points_and_no_level"]
    assert within(sum(one.total < 10 for one in counted()), REPORT["under_10_points"])
    assert within(sum(one.total > 100 and one.level == 0 for one in counted()), REPORT["over_100_points_and_no_level"])
    for group, fewest in REPORT["fewest_measures"].items():
        assert sorted(one.measures for one in counted(group))[:3] == fewest, group
    for group, most in REPORT["most_measures"].items():
        assert sorted((one.measures for one in counted(group)), reverse=True)[:3] == most, group


@test
def test_roles_and_free_texts(directory):
    for group in [None, *GROUPS]:
        chosen = selected(everyone(), group)
        some = sum(member.security_role for member in chosen)
        assert percent(some, len(chosen)) == REPORT["percent_with_a_security_role"][group or "all"], group
        assert group is None or some == REPORT["with_a_security_role"][group], group
    for field in ("circumstances", "obstacles"):
        assert within(sum(member.document[field] != "" for member in selected(everyone())), REPORT[f"{field}_told"]), field


@test
def test_ways_of_working(directory):
    def answers(group, i):
        return [one.answers[i] for one in counted(group)]
    def with_points(group, i):
        return sum(one.points[i] > 0 for one in counted(group))
    said = REPORT["question_8"]
    kinds = {group: [answer.get("no") for answer in answers(group, 8)] for group in GROUPS}
    have = with_points("kommun", 8)
    assert within(have + kinds["kommun"].count("none"), said["kommun"]["yes_of_any_kind"])
    assert within(169 - have, said["kommun"]["no_points"]) and within(kinds["kommun"].count("partly"), said["kommun"]["partly"])
    assert [with_points("region", 8), kinds["region"].count("none")] == list(said["region"].values())
    assert within(with_points("myndighet", 8), said["myndighet"]["points"])
    assert within(kinds["myndighet"].count("none"), said["myndighet"]["none_of_the_options"])
    assert within(kinds["myndighet"].count("partly"), said["myndighet"]["partly"])
    assert within(with_points("kommun", 10), REPORT["question_10_with_points"]["kommun"])


# ---- by the programs ----

_world = []


def world():
    if not _world:
        directory = tempfile.TemporaryDirectory(prefix="sigill-test-")
        made = World(Path(directory.name), published())
        made.declare()
        _world.extend((made, directory))
    return _world[0]


@test
def test_stats_shows_what_the_report_prints(directory):
    rows = {row["group"]: row for row in world().says("stats", "--round", "2021")["groups"]}
    enough, near = REPORT["total_enough_for_the_next_level"], REPORT["of_these_at_most_five_measures_left"]
    for group in GROUPS:
        row = rows[group]
        assert row["counted"] == REPORT["answered"][group], row["counted"]
        assert {area["id"]: area["above"] for area in row["areas"]} == REPORT["area_levels_above_0_1_2"][group], group
        assert [row["next_level"]["enough"], row["next_level"]["near"]] == [enough[group], near[group]], row["next_level"]
        assert sum(row["background"]["security_role"]["with"]) == REPORT["with_a_security_role"][group], group
    # 221 is printed for all three; its parts come to 219.
    everyone_row = rows[None]
    assert everyone_row["population"] == REPORT["asked"]["organisations"] and everyone_row["counted"] == sum(REPORT["answered"].values())
    assert everyone_row["next_level"] == {"enough": sum(enough[group] for group in GROUPS), "near": near["all"],
                                          "as_many": REPORT["of_these_as_many_questions_as_measures"]}
    assert [row["question"] for row in everyone_row["holding"][:4]] == REPORT["most_held_back_by"]
    assert sum(row["unsure_only"] for row in everyone_row["held"]) == REPORT["held_back_by_unsure_assessments"]


@test
def test_benchmark_shows_what_the_report_prints(directory):
    for name, printed in REPORT["area_points"].items():
        group = name.removesuffix("_30_best")
        said = world().says("benchmark", "--round", "2021", "--group", group, *(["--best", "30"] if name != group else []))
        assert {area["id"]: area["points"] for area in said["result"]["areas"]} == printed, name
        assert said["result"]["measures"] == REPORT["measures"][name], name


@test
def test_cooperate_shows_what_the_report_prints(directory):
    order = [row["group"] for row in world().says("cooperate", "--round", "2021")["groups"]]
    assert order == ["kommun", "myndighet", "region"], order  # the most mixed first
    for group in GROUPS:
        said = world().says("cooperate", "--round", "2021", "--group", group)
        even = set(REPORT["even"][group]) - set(REPORT["clear_no"][group]) | ({35} if group == "region" else set())
        assert {row["question"] for row in said["even"]} == even, group
        assert {row["question"] for row in said["few_teach"]} == set(REPORT["clear_no"][group]), group


if __name__ == "__main__":
    run()
