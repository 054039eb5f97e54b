"""The benchmarks that an authority hands out as one document, and what an organisation at home is shown of them."""
import json
import os
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_groups import benchmark, best, selected  # noqa: E402
from parties import make_party, own, told  # noqa: E402
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged  # noqa: E402
from worldkit import World, shared_world  # noqa: E402

FIRST = "2021"
EVERY = 7 if "ASAN_OPTIONS" in os.environ else 1


def published(world, directory, *words):
    """The document, as a file of the tests' directory. Another form than before is published again."""
    path = directory / "benchmarks.json"
    expect(msb("benchmark", "-r", world.register, "-k", world.keys, "--round", FIRST, "--all", *words, "--again", "--force", "-o", path), 0)
    return path, json.loads(path.read_text(encoding="utf-8"))


def everyone(world):
    return world.members(FIRST, world.population.asked)


# ---- what is handed out ----

@test
def test_each_benchmark_is_the_one_that_is_counted_independently(directory):
    world = shared_world()
    _, said = published(world, directory, "--publish")
    assert {key: said[key] for key in ("format", "edition", "round", "form")} == {
        "format": "sigill-benchmarks/1", "edition": world.edition.id, "round": FIRST, "form": "hidden"}
    wanted = []
    for group in ("kommun", "region", "myndighet", None):
        chosen = selected(everyone(world), group)
        wanted.append((group, None, chosen))
        if len(chosen) >= 90:
            wanted.append((group, 30, best(chosen, 30)))
    assert [(one["group"], one["best"]) for one in said["benchmarks"]] == [(group, count) for group, count, _ in wanted]
    for one, (group, count, chosen) in zip(said["benchmarks"], wanted):
        assert one["id"] == (group or "alla") + (f"-{count}-best" if count else "") and one["n"] == len(chosen)
        rows, result = benchmark(world.edition, chosen)
        for told, row in zip(one["questions"], rows, strict=True):
            assert {key: told[key] for key in ("id", "answer", "kind", "yes")} == {key: row[key] for key in ("id", "answer", "kind", "yes")}
            assert told["yes_count"] in (row["yes_count"], None, *(["<3"] if row["yes_count"] in (1, 2) else [])) and told["close"] is None
            assert count is None or told["yes_count"] is None, "counts of the best are not shown"
            assert told["points"] == next(other["points"] for other in result["questions"] if other["id"] == row["id"])
        assert one["result"] == {**{key: result[key] for key in ("level", "points", "measures")}, "areas": result["areas"]}


@test
def test_S14_the_document_holds_what_the_published_benchmark_shows_and_nothing_else(directory):
    world = shared_world()
    for form in ("hidden", "rounded"):
        _, said = published(world, directory, f"--publish={form}")
        assert said["form"] == form
        for one in said["benchmarks"]:
            whose = [*(["--group", one["group"]] if one["group"] else []), *(["--best", one["best"]] if one["best"] else [])]
            shown = world.says("benchmark", "--round", FIRST, f"--publish={form}", "--again", *whose)
            for told, row in zip(one["questions"], shown["questions"], strict=True):
                assert all(told[key] == row[key] for key in told if key != "points"), (form, one["id"], told, row)
            assert one["result"] == {key: shown["result"][key] for key in one["result"]} and one["n"] == shown["n"]
        noted = [row["subject"] for row in world.says("audit")["rows"] if row["kind"] == "publish"]
        of = {(row["group"], row["best"]) for row in noted if row["form"] == form and row["again"] == "1"}
        assert of >= {(one["group"] or "all", str(one["best"] or 0)) for one in said["benchmarks"]}, of


# ---- at home ----

@test
def test_the_list_at_home_is_the_authoritys_for_every_organisation(directory):
    world = shared_world()
    path, said = published(world, directory, "--publish")
    ids = [(one["id"], one["group"], one["best"]) for one in said["benchmarks"] if one["group"]]
    for place, member in enumerate(everyone(world)[::EVERY]):
        number, answers = member.organisation.number, directory / "answers.json"
        answers.write_text(json.dumps(member.document), encoding="utf-8")
        own = [one for one in ids if one[1] == member.document["organisation"]["group"] and one[2] is None]
        for id, group, count in own + [ids[place % len(ids)]]:
            whose = ["--group", group, *(["--best", count] if count else [])]
            theirs = json.loads(expect(msb("gap", number, "-r", world.register, "-k", world.keys, "--round", FIRST, "--benchmark", *whose, "--json"), 0).out)
            told = json.loads(expect(sigill("gap", answers, "--benchmarks", path, "--benchmark", id, "--json"), 0).out)
            assert told == {key: theirs[key] for key in told} and set(theirs) - set(told) <= {"organisation", "round"}, number
        # Without an id it is that of the own group.
        alone = json.loads(expect(sigill("gap", answers, "--benchmarks", path, "--json"), 0).out) if own and place % 20 == 0 else None
        assert alone is None or alone["target"].startswith(("Typ", "the benchmark of the group"))


@test
def test_a_kit_brings_benchmarks_and_profiles_home(directory):
    world = shared_world()
    path, _ = published(world, directory, "--publish")
    profile = {**json.loads(Path("docs/examples/target-foreskrift.json").read_text(encoding="utf-8")), "id": "egen"}
    (directory / "egen.json").write_text(json.dumps(profile), encoding="utf-8")
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten", "--force"), 0)
    expect(msb("kit", "-r", world.register, "-k", world.keys, "--round", FIRST, "--benchmarks", path, "--target", directory / "egen.json",
               "-o", directory / "omgang.kit"), 0)
    keys, answers = make_party(directory / "keys"), directory / "answers.json"
    answers.write_text(json.dumps(everyone(world)[0].document), encoding="utf-8")
    refused(sigill("gap", answers, "--benchmark", "kommun", "-k", keys), 1, "no benchmarks of the edition infosakkollen-2021 are at hand")
    refused(sigill("gap", answers, "--target", "egen", "-k", keys), 1, "egen: neither a file nor the id of a target profile")
    expect(sigill("trust", directory / "omgang.kit", "-k", keys, "--fingerprint", told(own(world.keys)), "--yes"), 0)
    for id in ("kommun", "kommun-30-best", "alla"):
        by_file = expect(sigill("gap", answers, "--benchmarks", path, "--benchmark", id, "--json"), 0).out
        assert expect(sigill("gap", answers, "-k", keys, "--benchmark", id, "--json"), 0).out == by_file
    page = expect(sigill("score", answers, "--html", "--benchmarks", path, "--benchmark", "region"), 0).out
    assert expect(sigill("score", answers, "--html", "-k", keys, "--benchmark", "region"), 0).out == page
    by_file = expect(sigill("gap", answers, "--target", directory / "egen.json", "--json"), 0).out
    assert expect(sigill("gap", answers, "-k", keys, "--target", "egen", "--json"), 0).out == by_file
    assert "en tänkt föreskrift" in expect(sigill("score", answers, "--summary", "-k", keys, "--against", "egen"), 0).out.replace("\n", " ")


@test
def test_a_kit_takes_the_benchmarks_that_are_published_as_they_are(directory):
    world = World(directory)
    world.declare()
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten", "--force"), 0)
    keys, kit, number = make_party(directory / "keys"), directory / "omgang.kit", 0

    def make(*words):
        return msb("kit", "-r", world.register, "-k", world.keys, "--round", FIRST, "--benchmarks-of", FIRST, "-o", kit, "--force", *words)

    refused(make(), 1, "no benchmark of the round 2021 is published", "benchmark --all --publish")
    assert not kit.exists()
    for form, again in (("hidden", []), ("rounded", ["--again"])):
        path = directory / f"{form}.json"
        world.does("benchmark", "--round", FIRST, "--all", f"--publish={form}", *again, "-o", path)
        before = [row for row in world.says("audit")["rows"] if row["kind"] == "publish"]
        expect(make(), 0)
        assert [row for row in world.says("audit")["rows"] if row["kind"] == "publish"] == before  # nothing is published by it
        with tarfile.open(kit) as frame, tarfile.open(fileobj=frame.extractfile("kit.tar.gz")) as content:
            name = next(name for name in content.getnames() if "benchmark" in name)
            assert content.extractfile(name).read() == path.read_bytes(), form
        number += 1
        expect(sigill("trust", kit, "-k", keys, *(["--fingerprint", told(own(world.keys))] if number == 1 else []), "--yes"), 0)
    # Another set than was published: nothing is taken.
    world.does("round", FIRST, "--closes", "2021-08-31")
    made = kit.read_bytes()
    refused(make(), 1, "published from other submissions than are counted now", "--benchmarks")
    assert kit.read_bytes() == made


# ---- what is refused ----

@test
def test_what_there_is_no_benchmark_of_is_said(directory):
    world = shared_world()
    path, said = published(world, directory, "--publish")
    answers = directory / "answers.json"
    answers.write_text(json.dumps(everyone(world)[0].document), encoding="utf-8")
    before = tree(directory)
    refused(sigill("gap", answers, "--benchmarks", path, "--benchmark", "kommun-5-best"), 1,
            'no benchmark "kommun-5-best" is published of the round 2021', "kommun-30-best")
    refused(sigill("gap", answers, "--benchmark", "kommun"), 1, "or a file with --benchmarks FILE")
    refused(sigill("gap", answers, "--benchmarks", directory / "none.json"), 3, "none.json")
    refused(sigill("gap", answers, "--benchmarks", path, "--level", "2"), 2, "exclude each other")
    refused(sigill("gap", answers, "--benchmarks", path, "--target", "foreskrift"), 2, "exclude each other")
    unchanged(directory, before)
    # Other figures than those of its answers, as from a hand that touched it.
    said["benchmarks"][0]["result"]["points"] += 1
    path.write_text(json.dumps(said), encoding="utf-8")
    refused(sigill("gap", answers, "--benchmarks", path), 1, "benchmarks[0]: result: other figures are stated than these answers come to")


@test
def test_the_document_is_made_to_be_published_or_not_at_all(directory):
    world = shared_world()
    for words, text in ((["--all"], "give --publish too"), (["--all", "--publish", "--group", "kommun"], "leave out --group"),
                        (["--all", "--publish", "--json"], "leave out"), (["--all", "--publish", "--best", "6"], "--best 6"),
                        (["--all", "--publish", "--tag", "län=X"], "--tag")):
        refused(msb("benchmark", "-r", world.register, "-k", world.keys, "--round", FIRST, *words, "-o", directory / "x.json"), 2, text)
    assert not (directory / "x.json").exists()


run()
