"""Analysis of several rounds and of a population list: who is counted where, and what changes from round to round."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "analysis"))

from organisations import EDITION, NAME, QUESTIONS, number_of, write_answers  # noqa: E402
from parties import enrol, make_party, make_register, own, received, trust  # noqa: E402
from recount import area_level, area_points, level, standing  # noqa: E402
from sigill_test import expect, msb, refused, run, sigill, test  # noqa: E402

FIRST, SECOND = ("2019-10-01", "2021-09-30"), ("2021-10-01", "2023-09-30")


def each(points):
    """So many points on every question that can give them."""
    return {str(question["id"]): {"yes": min(points, question["steps"]) if question["kind"] == "scale"
                                  else list(question["options"][:points]), "assessment": "sure"} for question in QUESTIONS}


# Answers in the first and in the second round; None: none.
GIVEN = {number_of(0): (each(1), each(3)), number_of(1): (each(2), each(2)), number_of(2): (None, each(4)),
         number_of(9): (each(5), None)}
LATE, OUTSIDE = number_of(2), number_of(1)  # in the second round


class World:
    def __init__(self, directory):
        self.register, self.keys = make_register(directory)
        expect(msb("card", "-k", self.keys, "--name", "Myndigheten"), 0)
        self.does("round", "2021", "--edition", EDITION["id"], "--opens", "2021-05-01", "--closes", "2021-09-30")
        self.does("round", "2023", "--edition", EDITION["id"], "--opens", "2023-05-01", "--closes", "2023-09-30")
        for place, (number, given) in enumerate(GIVEN.items()):
            group = "region" if number == number_of(9) else "kommun"
            party = make_party(directory / str(place), "--name", NAME[number], "--number", number, "--group", group)
            expect(enrol(self.register, self.keys, own(party)), 0)
            expect(trust(party, own(self.keys)), 0)
            for answers, period, day in zip(given, (FIRST, SECOND), ("2021-06-01", self.day(number))):
                if answers is not None:
                    self.send(directory, party, number, answers, period, day)

    @staticmethod
    def day(number):
        return "2023-12-24" if number == LATE else "2023-06-01"

    def send(self, directory, party, number, answers, period, day):
        path = write_answers(directory / "answers.json", number, answers, period)
        bundles = directory / f"{number}-{day}"
        bundles.mkdir()
        expect(sigill("seal", path, "-k", party, "--yes", "-o", bundles), 0)
        assert [line["verdict"] for line in received(self.register, self.keys, bundles, "--arrived", day)] == ["imported"]

    def does(self, *words, **options):
        return msb(words[0], "-r", self.register, "-k", self.keys, *words[1:], **options)

    def says(self, *words):
        return json.loads(expect(self.does(words[0], "--json", *words[1:]), 0).out)


@test
def test_rounds_and_lists_decide_who_is_counted(directory):
    world = World(directory)
    listed = directory / "list.csv"
    listed.write_text("number;name;group;county\n" + "".join(
        f"{number};{NAME[number]};{'region' if number == number_of(9) else 'kommun'};{county}\n"
        for number, county in ((number_of(0), "Skåne"), (number_of(2), "Skåne"), (number_of(9), "Dalarna"))))
    expect(world.does("population", listed, "--round", "2023"), 0)
    for words, numbers in ((["--round", "2021"], [9, 1, 0]), ([], [0]), (["--late"], [2, 0]),
                           (["--tag", "county=Skåne", "--late"], [2, 0]), (["--group", "region"], []),
                           (["--round", "2021", "--group", "region"], [9])):
        found = world.says("rank", *words)
        assert [told["number"] for told in found["organisations"]] == [number_of(place) for place in numbers], (words, found)
        assert world.says("benchmark", *words)["n"] == len(numbers), words
    assert world.says("benchmark", "--tag", "county=Skåne", "--late")["tag"] == {"name": "county", "value": "Skåne"}
    assert world.says("gap", OUTSIDE)["from"] == level(GIVEN[OUTSIDE][1])
    refused(world.does("benchmark", "--tag", "county=Skåne", "--publish"), 2, "--tag")
    refused(world.does("rank", "--tag", "county=Halland"), 1, "county=Halland")
    refused(world.does("gap", number_of(9)), 1, number_of(9), "2023")


@test
def test_trend_of_an_organisation_and_of_a_group(directory):
    world = World(directory)
    for number, given in GIVEN.items():
        found = world.says("trend", number)
        assert found["organisation"] == {"number": number, "name": NAME[number]}, found
        assert [told["round"] for told in found["rounds"]] == ["2021", "2023"]
        for told, answers in zip(found["rounds"], given, strict=True):
            if answers is None:
                assert told["n"] == 0 and "level" not in told, told
                continue
            assert (told["n"], told["level"], told["points"]) == (1, level(answers), standing(answers)[2]), told
            assert [(area["id"], area["points"], area["level"]) for area in told["areas"]] == \
                [(area["id"], area_points(area, answers), area_level(area, answers)) for area in EDITION["areas"]], told
    for words, numbers in ((["--late"], [number_of(0), number_of(1), number_of(2)]), ([], [number_of(0), number_of(1)])):
        second = world.says("trend", "--group", "kommun", *words)["rounds"][1]
        answers = [GIVEN[number][1] for number in numbers]
        totals = sorted(standing(one)[2] for one in answers)
        assert second["n"] == len(numbers), second
        assert second["levels"] == [sum(level(one) == reached for one in answers) for reached in range(5)], second
        assert second["points"] == {"sum": sum(totals), "lowest": totals[0], "median": totals[(len(totals) - 1) // 2],
                                    "highest": totals[-1]}, second
        assert [area["points"] for area in second["areas"]] == \
            [sum(area_points(area, one) for one in answers) for area in EDITION["areas"]], second
    shown = expect(world.does("trend", number_of(0)), 0, err="").out
    assert all(len(line) <= 80 for line in shown.splitlines()), shown
    assert f"{NAME[number_of(0)]} ({number_of(0)}), round by round:\n" in shown and "2023-05-01" in shown, shown
    refused(world.does("trend", "999999-9999"), 1, "999999-9999")
    refused(world.does("trend", number_of(0), "--late"), 2, "--late")


class Chance(World):
    """Two rounds with the same twelve municipalities in each, so that there is something to hide."""

    def __init__(self, directory):
        self.register, self.keys = make_register(directory)
        expect(msb("card", "-k", self.keys, "--name", "Myndigheten"), 0)
        self.does("round", "2021", "--edition", EDITION["id"], "--opens", "2021-05-01", "--closes", "2021-09-30")
        self.does("round", "2023", "--edition", EDITION["id"], "--opens", "2023-05-01", "--closes", "2023-09-30")
        for place in range(12):
            party = make_party(directory / str(place), "--name", f"Kommun {place}", "--number", number_of(place), "--group", "kommun")
            expect(enrol(self.register, self.keys, own(party)), 0)
            expect(trust(party, own(self.keys)), 0)
            for round_place, (period, day) in enumerate(((FIRST, "2021-06-01"), (SECOND, "2023-06-01"))):
                self.send(directory, party, number_of(place), each(1 + (place + round_place) % 4), period, day)

    def rows(self):
        """What the audit says of each publication."""
        shown = json.loads(expect(self.does("audit", "--json"), 0).out)["rows"]
        return [row["subject"] for row in shown if row["kind"] == "publish"]


def of_round(world, name, form, group):
    """What `stats --publish` says of a round, with that group alone, or all."""
    said = world.says("stats", "--round", name, f"--publish={form}", "--again")
    return {**said, "groups": [one for one in said["groups"] if one["group"] == group]}


@test
def test_S14_a_published_trend_is_what_each_round_publishes(directory):
    world = Chance(directory)
    refused(world.does("trend", number_of(0), "--publish"), 2, "--publish")
    refused(world.does("trend", "--min-group", "7"), 2, "--min-group")
    for form, more in (("hidden", []), ("rounded", ["--again"])):
        for group, words in (("kommun", ["--group", "kommun"]), (None, [])):
            found = world.says("trend", f"--publish={form}", *words, *more)
            assert (found["group"], found["organisation"]) == (group, None), found
            assert found["rounds"] == [of_round(world, name, form, group) for name in ("2021", "2023")], (form, group)
            shown = expect(world.does("trend", f"--publish={form}", *words, "--again"), 0).out
            assert all(len(line) <= 80 for line in shown.splitlines()), shown
            levels = [found["rounds"][1]["groups"][0]["counted"], *found["rounds"][1]["groups"][0]["levels"]]
            line = next(line for line in shown.splitlines() if line.startswith("2023"))
            assert line.split()[2:2 + len(levels)] == ["–" if one is None else str(one) for one in levels], (line, levels)


@test
def test_a_published_trend_of_a_group_that_an_edition_lacks_has_nobody_there(directory):
    world = Chance(directory)
    other = json.loads((Path(__file__).resolve().parents[2] / "editions/infosakkollen-2021.json").read_text(encoding="utf-8"))
    other["model"].update(id="annan", groups=["bolag", "region"])
    other["wording"]["groups"] = [{"id": "bolag", "name": "Bolag"}, {"id": "region", "name": "Region"}]
    (directory / "annan.json").write_text(json.dumps(other), encoding="utf-8")
    words = ("--edition", directory / "annan.json")
    expect(world.does("round", "2025", *words, "--opens", "2025-05-01", "--closes", "2025-09-30"), 0)
    for form, more in (("hidden", []), ("rounded", ["--again"])):
        found = world.says("trend", "--group", "bolag", f"--publish={form}", *words, *more)
        assert [[row["group"] for row in one["groups"]] for one in found["rounds"]] == [["bolag"]] * 3, found
        assert [one["groups"][0]["counted"] for one in found["rounds"][:2]] == [0, 0], found


@test
def test_S14_a_trend_is_refused_whole_where_a_round_was_published_otherwise(directory):
    world = Chance(directory)
    world.says("stats", "--round", "2023", "--publish=rounded")
    noted = world.rows()
    assert len(noted) == 1, noted
    refused(world.does("trend", "--publish"), 1, "2023", "another form", "--again")
    assert world.rows() == noted  # nor has the first round a row
    world.says("trend", "--publish=rounded")
    assert [row["round"] for row in world.rows()[1:]] == ["2021", "2023"], world.rows()


run()
