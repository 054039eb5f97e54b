"""What feedback tells an organisation of others, against an independent count; and that it names nobody who has not agreed to
it."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_feedback import exchange, lacking, size, typical  # noqa: E402
from count_groups import benchmark, best, selected  # noqa: E402
from sigill_test import expect, msb, run, sigill, test  # noqa: E402
from worldkit import World, fed, members_of, shared_world  # noqa: E402

BEST, LEAST = 10, 5
TARGET = {one["question"]: one["yes"] for one in json.loads(Path("editions/target-foreskrift-2021.json").read_text(encoding="utf-8"))["measures"]}


_told = {}


def told_of_2021(world, directory):
    """Of the shared world, made once."""
    if not _told:
        _told.update(fed(world, directory, "2021"))
    return _told


def wanted_of(world, everyone, group):
    """[(of, n, what the typical one has)]."""
    chosen, found = selected(everyone, group), []
    if len(chosen) >= LEAST:
        found.append(("group", len(chosen), typical(benchmark(world.edition, chosen)[0])))
    if len(chosen) >= 3 * BEST:
        found.append(("best", BEST, typical(benchmark(world.edition, best(chosen, BEST))[0])))
    return [*found, ("target", None, TARGET)]


def check_catch_up(world, member, said, wanted):
    assert [one["of"] for one in said["catch_up"]] == [of for of, _, _ in wanted], said["catch_up"]
    for told, (of, count, has) in zip(said["catch_up"], wanted):
        lacks = lacking(world.edition, member.counted, has)
        assert {one["question"]: (one["options"], one["from"], one["to"]) for one in told["questions"]} == lacks, (of, lacks)
        assert (told["measures"], told["points"]) == size(lacks)
        assert ("inte offentlig" if of == "target" else f"({count} organisations)") in told["target"]


@test
def test_what_is_lacking_and_whom_to_learn_from_are_counted_anew(directory):
    world = shared_world()
    everyone = members_of(world, "2021")
    feedback, wanted = told_of_2021(world, directory), {}
    assert set(feedback) == {one.organisation.number for one in everyone}
    for member in everyone:
        page, said = feedback[member.organisation.number]
        group = member.organisation.group
        wanted.setdefault(group, wanted_of(world, everyone, group))
        check_catch_up(world, member, said, wanted[group])
        assert said["since"] is None and said["exchange"] == exchange(world.edition, everyone, member)
        assert [one["of"] for one in said["benchmarks"]] == [of for of, _, _ in wanted[group] if of != "target"]
        assert (said["published"] is None) == (said["benchmarks"] == [])
        for one in (said["published"] or {"benchmarks": []})["benchmarks"]:
            assert all(question["yes_count"] is None for question in one["questions"]), "no counts in the hidden form"
    assert any(one.consents for one in everyone) and any(not one.consents for one in everyone)


@test
def test_S14_nobody_is_named_who_has_not_agreed(directory):
    world = shared_world()
    everyone = members_of(world, "2021")
    feedback, silent = told_of_2021(world, directory), [one for one in everyone if not one.consents]
    for member in everyone:
        page, said = feedback[member.organisation.number]
        text = page + json.dumps(said, ensure_ascii=False)
        for other in silent if member.consents else everyone:
            if other is not member:
                assert other.organisation.number not in text, (member.organisation.number, other.organisation.number)


@test
def test_feedback_is_what_organisations_compare_with_at_home(directory):
    world = shared_world()
    everyone = members_of(world, "2021")
    feedback = told_of_2021(world, directory)
    for member in everyone[::7]:
        if not feedback[member.organisation.number][1]["published"]:
            continue
        answers, path = directory / "answers.json", directory / "aterkoppling.json"
        document = {**member.document, "organisation": {**member.document["organisation"], "group": member.organisation.group}}
        answers.write_text(json.dumps(document), encoding="utf-8")
        path.write_text(json.dumps(feedback[member.organisation.number][1]), encoding="utf-8")
        for told in feedback[member.organisation.number][1]["catch_up"]:
            if told["of"] == "target":
                words = ["--target", "foreskrift"]
            else:
                words = ["--benchmarks", path, "--benchmark", member.organisation.group + ("-10-best" if told["of"] == "best" else "")]
            home = json.loads(expect(sigill("gap", answers, *words, "--json"), 0).out)
            for element in home["questions"]:
                element.pop("support", None)
            assert all(home[key] == told[key] for key in told if key != "of"), (member.organisation.number, words)


def publish_benchmarks(world, directory, name, *words):
    """{id: benchmark}, published rounded."""
    world.does("benchmark", "--round", name, "--all", "--publish=rounded", "--best", "10", *words, "--force", "-o", directory / "published.json")
    return {one["id"]: one for one in json.loads((directory / "published.json").read_text(encoding="utf-8"))["benchmarks"]}


def tells_only_published(feedback, published):
    """An attacker has its feedback and all that is published: what feedback says of the group stands there already."""
    shown = set()
    for number, (page, said) in feedback.items():
        assert said["place"] is None, number
        group = said["organisation"]["group"]
        told = (said["published"] or {"benchmarks": []})["benchmarks"]
        assert {one["id"] for one in told} == {id for id in published if id.startswith(group)}, number
        assert all(one == published[one["id"]] for one in told), number
        shown |= {one["id"] for one in told}
        assert not told or "are published rounded" in page
    assert shown == set(published) - {id for id in published if id.startswith("alla")}


def tells_nothing_of_the_group(feedback):
    for number, (page, said) in feedback.items():
        assert said["place"] is None and said["published"] is None and said["benchmarks"] == [], number
        assert [one["of"] for one in said["catch_up"]] == ["target"], number
        assert "counted from other submissions than now" in page, number


@test
def test_S14_beside_rounded_figures_feedback_has_nothing_else_of_the_group(directory):
    world, sizes = World(directory), []
    world.declare()
    for at, words in enumerate(([], ["--late"], ["--min-group", "40"], ["--late", "--min-group", "40"])):
        published = publish_benchmarks(world, directory, "2021", *words, *(["--again"] if at else []))
        tells_only_published(fed(world, directory, "2021", "--force"), published)
        sizes.append({id: one["n"] for id, one in published.items() if "best" not in id})
    plain, late, least, both = sizes
    assert late["kommun"] > plain["kommun"] == least["kommun"] and "region" in plain and "region" not in {*least, *both}, sizes


@test
def test_S14_feedback_is_bound_by_what_was_published_of_its_submissions_in_another_round(directory):
    world = World(directory)
    published = publish_benchmarks(world, directory, world.edition.id)
    world.does("round", "r1", "--edition", world.edition.id, "--opens", "2000-01-01", "--closes", "2999-01-01")
    tells_only_published(fed(world, directory, "r1"), published)


@test
def test_S14_feedback_tells_nothing_of_the_group_beside_another_set(directory):
    """What two sets give that differ by few, both rounded, would tell the answers of these."""
    world = World(directory)
    publish_benchmarks(world, directory, world.edition.id)
    world.does("round", "r1", "--edition", world.edition.id, "--opens", "2021-05-01", "--closes", "2021-09-30")
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten", "--force"), 0)
    told = world.does("feedback", "--all", "--round", "r1", "-o", directory / "told")
    assert "from other submissions than are counted now" in told.err and "knows no more" not in told.err
    assert f"figures of the round {world.edition.id} were published rounded" in told.err  # where they were, and not of r1
    tells_nothing_of_the_group(fed(world, directory, "r1"))
    published = publish_benchmarks(world, directory, "r1", "--again")
    tells_only_published(fed(world, directory, "r1", "--force"), published)
    world.does("round", "r1", "--edition", world.edition.id, "--opens", "2021-05-01", "--closes", "2021-06-20")
    tells_nothing_of_the_group(fed(world, directory, "r1", "--force"))
    # Of several that were published the last one counts that was counted from what is counted now.
    publish_benchmarks(world, directory, "r1", "--again")
    world.does("round", "r1", "--edition", world.edition.id, "--opens", "2021-05-01", "--closes", "2021-09-30")
    tells_only_published(fed(world, directory, "r1", "--force"), published)


run()
