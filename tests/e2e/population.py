"""A population whose answers are known: every figure of the programs against an independent count (tests/population)."""
import hashlib
import json
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Counted, Edition  # noqa: E402
from count_groups import LATE, ON_TIME, benchmark, best, group_row, held_members, members, near_members, quarter, ranked, selected  # noqa: E402
from count_differences import differences, equal  # noqa: E402
from count_outlook import cooperation, forecasts, mixed, partners, trend_of_group, trend_of_one  # noqa: E402
from count_recommended import RECOMMENDED, recommended  # noqa: E402
from generate import EDITION, ROUNDS, generate, write  # noqa: E402
from sigill_test import expect, msb, run, sigill, test  # noqa: E402
from subtract import Reader, at  # noqa: E402
from supportkit import chosen, told  # noqa: E402
from worldkit import World, opened_feedback  # noqa: E402

WORDS = {"group", "name", "withheld", "id", "question", "from", "to", "level", "steps", "left"}  # members that are no figures
# Of all files that the generator writes: SHA-256 over them in the order of their names.
DIGEST = "99588da91508b8b3e94aaa17f2aeee3617742eb2214e4cc29d9570bcd0b672cd"
RESPONSE = {"population", "on_time", "late", "covered", "covered_late", "missing", "outside", "counted", "answered_for"}
GROUPS = [None, "kommun", "region", "myndighet"]


def counted_answers(directory):
    """(file, its independent count) of each submission of the population."""
    edition, population = Edition(EDITION), generate()
    write(population, directory / "all")
    return [(directory / "all/answers" / f"{submission.name}.json", Counted(edition, submission.answers))
            for submission in population.submissions]


@test
def test_the_population_is_the_same_everywhere(directory):
    write(generate(), directory / "all")
    digest = hashlib.sha256()
    for path in sorted((directory / "all").rglob("*.*")):
        digest.update(path.read_bytes())
    assert digest.hexdigest() == DIGEST, digest.hexdigest()


@test
def test_every_figure_of_every_score(directory):
    for path, counted in counted_answers(directory):
        said = json.loads(expect(sigill("score", "--json", path), 0).out)
        equal(said, counted.as_json(), path.name)


@test
def test_every_step_of_every_gap_to_the_next_level(directory):
    found = Counter()
    for path, counted in counted_answers(directory):
        said = json.loads(expect(sigill("gap", "--json", path), 0).out)
        if counted.level < len(counted.edition.levels):
            equal(said, counted.gap(counted.level + 1), path.name)
        for step in said["steps"]:
            assert step["support"] == chosen(step["question"], counted.area_levels), (path.name, step)
        assert said["support"] == told(said["steps"]), path.name
        assert said["recommendations"] == recommended(counted, counted.document["organisation"]["group"]), path.name
        found.update(one["id"] for one in said["recommendations"])
    assert set(found) == {one["id"] for one in RECOMMENDED if any("figures" not in ground for ground in one["rests_on"])}, found


@test
def test_the_population_has_the_cases_that_tables_trip_over(directory):
    counted = [one for _, one in counted_answers(directory)]
    assert {one.level for one in counted} == {0, 1, 2, 3, 4}
    held = held_members(counted)
    assert {one.measures_left() for one in held} >= {0, 1, 2, 3, 4, 5, 6}
    assert any(one.enough_for() > one.next and one.measures_left() < sum(one.lacking(one.enough_for()).values()) for one in held)
    near = near_members(counted)
    assert any(one.measures_left() > len(one.below_minimum()) for one in near)
    assert any(one.measures_left() < sum(one.below_minimum().values()) for one in near)
    assert {status for one in counted for status in one.status.values()} == {"yes", "no", "unanswered"}
    assert {0, 200} <= {one.total for one in counted}
    assert len({tuple(one.standing) for one in counted}) < len(counted)


def with_points(edition, full, identity, points):
    """A copy of answers with so many points on one question."""
    question, answers = edition.questions[identity], dict(full["answers"])
    yes = points if question["kind"] == "scale" else list(question["options"])[:points]
    answers[str(identity)] = {**({"yes": yes} if points else {"no": "no"}), "assessment": "sure"}
    return {**full, "answers": answers}


@test
def test_every_gate_of_every_area(directory):
    edition = Edition(EDITION)
    full = next(one.answers for one in generate().submissions if Counted(edition, one.answers).total == 200)
    for identity in edition.questions:
        documents = [with_points(edition, full, identity, points) for points in range(edition.most(identity) + 1)]
        levels = [Counted(edition, document).area_levels for document in documents]
        for points, document in enumerate(documents):
            path = directory / f"{identity}-{points}.json"
            path.write_text(json.dumps(document), encoding="utf-8")
            said = json.loads(expect(sigill("score", "--json", path), 0).out)
            equal(said, Counted(edition, document).as_json(), path.name)
        for area, gate in [(area, gate) for area in edition.areas for gate in area["gates"] if gate["question"] == identity]:
            gates = area["gates"]
            earlier = [{**gate, "from_level": gate["from_level"] - 1}] if gate["from_level"] > 1 else []
            # Whoever forgot the gate, or had it one level earlier, would have counted otherwise.
            for wrong in ([], earlier):
                area["gates"] = [other for other in gates if other is not gate] + wrong
                assert [Counted(edition, one).area_levels for one in documents] != levels, (area["id"], gate, wrong)
            area["gates"] = gates


# ---- the register's side ----

def choices(everyone):
    """The options that choose members, and those whom they should choose: all and each group, late ones or not, a
    county."""
    for late in (False, True):
        for group in GROUPS:
            words = [*(["--late"] if late else []), *(["--group", group] if group else [])]
            yield words, selected(everyone, group, late)


# ---- statistics ----

def group_names(path):
    words = json.loads(path.read_text(encoding="utf-8"))["wording"]["groups"]
    return {word["id"]: word["name"] for word in words}


def check_stats(world, name, asked, everyone, late=False, county=None):
    words = [*(["--late"] if late else []), *(["--tag", f"county={county}"] if county else [])]
    said = world.says("stats", "--round", name, *words)
    opens, closes = ROUNDS[name]
    equal(said["round"], {"id": name, "edition": world.edition.id, "opens": opens, "closes": closes}, "the round")
    assert (said["late_included"], said["published"]) == (late, False)
    names = {**group_names(EDITION), None: said["groups"][-1]["name"]}
    rows = [{**group_row(world.edition, everyone, asked, group, late, county), "name": names[group]}
            for group in [*world.edition.groups, None]]
    equal(said["groups"], rows, f"stats of {name}, late {late}, county {county}")
    return said


@test
def test_every_cell_of_the_statistics(directory):
    world = World(directory)
    for name, (asked, everyone) in world.declare().items():
        for late in (False, True):
            check_stats(world, name, asked, everyone, late)
    asked, everyone = world.population.asked, world.members("2021", world.population.asked)
    for county in ("Silverlandet", "Ylvabygden"):
        assert selected(everyone, county=county)
        check_stats(world, "2021", asked, everyone, county=county)


@test
def test_the_statistics_show_who_answered_late_and_unasked(directory):
    world = World(directory)
    world.declare()
    row = world.says("stats", "--round", "2021")["groups"][-1]
    assert (row["population"], row["counted"], row["outside"]) == (561, 299, 5)
    assert (row["on_time"], row["late"], row["missing"]) == (299, 11, 251)


# ---- what is published ----

def cells(value, path=()):
    """(path, value) of every figure of a group's statistics."""
    if isinstance(value, (dict, list)):
        keys = value.items() if isinstance(value, dict) else enumerate(value)
        return [cell for key, inner in keys for cell in cells(inner, (*path, key))]
    return [] if path[-1] in WORDS else [(path, value)]


def blank_smallest(row):
    """Statistics in which only the counts of 1 and 2 at the levels are hidden: their totals tell them."""
    return {**row, "levels": [None if count in (1, 2) else count for count in row["levels"]]}


def check_published(world, *words, late=False):
    """What is told is true, what is hidden cannot be worked out; gives how many are hidden."""
    words = [*words, *(["--late"] if late else [])]
    true = {row["group"]: row for row in world.says("stats", "--round", "2021", *(["--late"] if late else []))["groups"]}
    said = world.says("stats", "--round", "2021", "--publish", "--again", *words)
    published = {row["group"]: row for row in said["groups"]}
    assert said["published"] and list(published) == list(true)
    for group, row in published.items():
        for path, value in cells({**row, "holding": []}):
            assert value is None or at(true[group], path) in ((1, 2) if value == "<3" else (value,)), (group, path, value)
    reader = Reader(published, list(range(len(world.edition.levels) + 1)), late)
    assert reader.single_out() == [], (words, reader.single_out())
    least = max(LEAST, *(int(word) for word in words if word.isdigit()), 0)
    for group, row in published.items():
        small = true[group]["counted"] < least
        assert row["withheld"] or not small, (group, true[group]["counted"])
        assert not row["withheld"] or group is None or small, (group, true[group]["counted"])
        figures = [(path, value) for path, value in cells({**row, "holding": []}) if path[0] not in RESPONSE]
        assert not row["withheld"] or true[group]["counted"] == 0 or all(value is None for _, value in figures), (group, figures)
    return sum(value in (None, "<3") for row in published.values() for _, value in cells(row))


@test
def test_nobody_is_singled_out_by_subtracting(directory):
    world = World(directory)
    world.declare()
    naked = world.says("stats", "--round", "2021")["groups"]
    assert any(value in (1, 2) for row in naked for _, value in cells(row))
    assert check_published(world) > 0
    assert check_published(world, "--min-group", "11") > check_published(world)
    blanked = {row["group"]: blank_smallest(row) for row in naked}
    assert Reader(blanked, [0, 1, 2, 3, 4]).single_out(), "the reader does not subtract"
    # The regions' sum of points is hidden although there are ten: it would tell which of their classes has one.
    published = {row["group"]: row for row in world.says("stats", "--round", "2021", "--publish", "--again")["groups"]}
    assert published["region"]["points"]["sum"] is None and published["kommun"]["points"]["sum"] is not None
    expect(msb("benchmark", "-r", world.register, "-k", world.keys, "--round", "2021", "--publish", "--group", "region", "--best",
               "5"), 1, out="", err_has="5 best of 10")  # twice as many are not enough
    published["region"]["points"]["sum"] = next(row for row in naked if row["group"] == "region")["points"]["sum"]
    assert Reader(published, [0, 1, 2, 3, 4]).single_out(), "the reader does not weigh"


def asked_of_sizes(world, sizes):
    """A list by which each group has so many in time, late and missing."""
    everyone = world.members("2021", None)
    found, stock = [], {"on time": [m.organisation for m in everyone if m.place == ON_TIME],
                        "late": [m.organisation for m in everyone if m.place == LATE]}
    came = {m.organisation.number for m in everyone}
    stock["missing"] = [one for one in world.population.asked if one.number not in came]
    for group, counts in zip(world.edition.groups, sizes):
        for kind, count in zip(("on time", "late", "missing"), counts):
            found += [(stock[kind].pop(), group) for _ in range(count)]
    return found


def import_list(world, listed):
    path = world.files / "listed.csv"
    path.write_text("number,name,group\n" + "".join(f"{one.number},{one.name},{group}\n" for one, group in listed),
                    encoding="utf-8")
    world.does("population", path, "--round", "2021")


def sizes_to_try():
    """Of each of the three groups: in time, late, missing. Chosen ones, then some by chance (always the same)."""
    chance = random.Random(20211001)
    found = [[(5, 1, 0), (40, 0, 0), (9, 0, 3)], [(5, 0, 1), (5, 0, 0), (5, 0, 0)], [(4, 0, 0), (5, 0, 0), (30, 0, 0)],
             [(1, 0, 5), (40, 0, 9), (12, 0, 0)], [(2, 0, 4), (4, 0, 4), (30, 1, 9)], [(1, 0, 0), (4, 1, 0), (9, 2, 2)],
             [(0, 0, 9), (2, 0, 2), (20, 0, 0)], [(2, 3, 0), (6, 2, 0), (40, 1, 1)]]
    for _ in range(8):
        found.append([(chance.choice((0, 1, 2, 4, 5, 6, 9, 30)), chance.choice((0, 0, 1, 2, 3)), chance.choice((0, 1, 2, 3, 9)))
                      for _ in range(3)])
    return found


@test
def test_groups_that_are_small_cannot_be_worked_out(directory):
    world = World(directory)
    world.declare()
    for sizes in sizes_to_try():
        import_list(world, asked_of_sizes(world, sizes))
        try:
            for late in (False, True):
                check_published(world, late=late)
            check_published(world, "--min-group", "6")
        except AssertionError as wrong:
            raise AssertionError(f"with {sizes} in time, late and missing") from wrong


# ---- places and benchmarks ----

def ranking(chosen):
    return [{"place": place, "number": m.organisation.number, "organisation": m.organisation.name,
             "group": m.organisation.group, "level": m.counted.level, "points": m.counted.total,
             "standing": m.counted.standing, "next": m.counted.to_next()} for place, m in ranked(chosen)]


def check_ranking(world, name, everyone):
    for words, chosen in choices(everyone):
        said = world.says("rank", "--round", name, *words)
        assert said["n"] == len(chosen)
        equal(said["organisations"], ranking(chosen), f"rank {name} {words}")


def check_benchmark(world, chosen, *words):
    said = world.says("benchmark", *words)
    questions, result = benchmark(world.edition, chosen)
    assert said["n"] == len(chosen)
    equal(said["questions"], questions, f"benchmark {words}")
    equal(said["result"], result, f"benchmark {words}: result")


def check_benchmarks(world, name, everyone):
    for group in GROUPS:
        words = ["--round", name, *(["--group", group] if group else [])]
        chosen = selected(everyone, group)
        check_benchmark(world, chosen, *words)
        for count in (5, max(1, len(chosen))) if group else (1, 2, 9, 10, len(chosen) + 1):
            check_benchmark(world, best(chosen, count), *words, "--best", count)


@test
def test_every_place(directory):
    world = World(directory)
    for name, (_, everyone) in world.declare().items():
        check_ranking(world, name, everyone)


@test
def test_every_answer_of_benchmarks(directory):
    world = World(directory)
    for name, (_, everyone) in world.declare().items():
        check_benchmarks(world, name, everyone)
    everyone = world.members("2021", world.population.asked)
    check_benchmark(world, selected(everyone, late=True), "--round", "2021", "--late")
    check_benchmark(world, selected(everyone, county="Silverlandet"), "--round", "2021", "--tag", "county=Silverlandet")


@test
def test_a_register_without_rounds_and_lists(directory):
    world = World(directory)
    everyone = members(world.edition, world.population.submissions, None)
    assert len(everyone) == 315
    equal(world.says("rank")["organisations"], ranking(everyone), "rank")
    check_benchmark(world, everyone)


# ---- outlook ----

@test
def test_every_count_of_who_can_teach(directory):
    world = World(directory)
    _, everyone = world.declare()["2021"]
    for words, chosen in choices(everyone):
        said = world.says("cooperate", "--round", "2021", *words)
        assert said["n"] == len(chosen)
        equal(said, cooperation(world.edition, chosen), f"cooperate {words}")
        assert said["groups"] == ([] if "--group" in words else mixed(world.edition, chosen)), (words, said["groups"])
    for words in ([], ["--group", "kommun"], ["--group", "region"]):
        true = cooperation(world.edition, selected(everyone, *words[1:]))
        said = world.says("cooperate", "--round", "2021", "--publish", *words)
        shown = {row["id"]: row["yes_count"] for row in world.says("benchmark", "--round", "2021", "--publish", *words)["questions"]}
        assert said["published"] and said["groups"] == [] and said["hidden"] == sum(not isinstance(one, int) for one in shown.values())
        for name in ("even", "few_teach"):
            told = [{key: row[key] for key in ("question", "areas", "with", "without")} for row in said[name]]
            assert told == [row for row in true[name] if isinstance(shown[row["question"]], int)], (words, name)
    chosen = selected(everyone)
    for own in everyone[::40]:
        said = world.says("cooperate", own.organisation.number, "--round", "2021", "--limit", "1000")
        counted = partners(world.edition, chosen, own)
        assert said["suitable"] == len(counted)
        equal(said["partners"], counted, f"partners of {own.organisation.number}")


@test
def test_every_forecast(directory):
    world = World(directory)
    _, everyone = world.declare()["2021"]
    for words, chosen in choices(everyone):
        counted = forecasts(world.edition, chosen)
        equal(world.says("forecast", "--round", "2021", *words), counted, f"forecast {words}")
        assert "--group" in words or counted["organisations"]


@test
def test_every_figure_of_trends(directory):
    world = World(directory)
    rounds = world.declare()
    for group in GROUPS:
        said = world.says("trend", *(["--group", group] if group else []))
        counted = [trend_of_group(world.edition, selected(everyone, group)) for _, everyone in rounds.values()]
        equal(said["rounds"], counted, f"trend of {group}")
    for member in rounds["2023"][1][::6] + rounds["2021"][1][:3]:
        number = member.organisation.number
        found = [[m.counted for m in everyone if m.organisation.number == number] for _, everyone in rounds.values()]
        counted = [trend_of_one(world.edition, one[0] if one else None) for one in found]
        equal(world.says("trend", number)["rounds"], counted, f"trend of {number}")


# ---- feedback ----

BEST = 10  # as many as feedback calls the best, if they are a third of the group at most
LEAST = 5  # members that a group needs for being told of


def expected_feedback(world, everyone, member):
    group = member.organisation.group
    peers, own = selected(everyone, group), member.counted
    found = {"organisation": {"name": member.organisation.name, "number": member.organisation.number, "group": group},
             "score": own.as_json(), "place": None, "benchmarks": [], "gap": None, "recommendations": recommended(own, group)}
    if own.level < len(world.edition.levels):
        found["gap"] = own.gap(own.level + 1)
    if len(peers) >= LEAST:
        found["place"] = {"group": group, "of": len(peers), "quarter": quarter(peers, own)}
        found["benchmarks"].append({"of": "group", "n": len(peers), "score": world.benchmark_of(group, peers)})
    if len(peers) >= 3 * BEST:
        found["benchmarks"].append({"of": "best", "n": BEST, "score": world.benchmark_of(group, best(peers, BEST))})
    return found


@test
def test_every_figure_of_every_feedback(directory):
    world = World(directory)
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten"), 0)
    _, everyone = world.declare()["2021"]
    world.does("feedback", "--all", "--round", "2021", "-o", directory / "feedback")
    for member in everyone:
        said = json.loads(opened_feedback(world, directory / "feedback" / f"{member.organisation.number}.sigill")[1])
        equal(said, expected_feedback(world, everyone, member), f"feedback to {member.organisation.number}")
    assert len(list((directory / "feedback").iterdir())) == len(everyone)


run()
