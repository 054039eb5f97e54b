"""Tables by a tag of the population list, published rounded beside those by group: what is refused, what is bound to what, and
how much is shown. What could be worked out of them is tried in rounded.py."""
import csv
import json
from collections import Counter

from sigill_test import expect, msb, refused, run, test
from worldkit import World

from count_groups import ON_TIME  # found by worldkit

ROUND = "2021"
NEAR = 3  # of other groups, beside the regions
LACKING = 4  # who lack a tag, of those counted
MANY = 17  # values


class Tagged:
    """A population in a register, whose list has further columns; tags: {name: {number: value}}."""

    def __init__(self, directory):
        self.world = World(directory)
        asked, everyone = self.world.declare()[ROUND]
        self.asked = asked
        self.counted = [member.organisation for member in everyone if member.place == ON_TIME]
        self.tags = self.made_up()
        self.take_list(self.tags)

    def made_up(self):
        counted = {one.number for one in self.counted}
        counties = sorted({one.county for one in self.asked})
        other = [one.number for one in self.counted if one.group != "region"]
        some = {one.number for one in self.asked} - set(other[:LACKING])
        return {
            "part": {one.number: f"part {counties.index(one.county) % 6 + 1}" for one in self.asked},
            "few": {one.number: "few" if one.number in other[:9] else "most" for one in self.asked},
            "near": {one.number: "some" if one.group == "region" or one.number in other[:NEAR] else "others" for one in self.asked},
            "many": {one.number: f"value {place % MANY}" for place, one in enumerate(self.asked)},
            "lacking": {number: "has" for number in some},
            "same as group": {one.number: {"kommun": "A", "region": "B", "myndighet": "C"}[one.group] for one in self.asked},
            "half": {one.number: "some" for place, one in enumerate(sorted(self.asked, key=lambda one: one.number))
                     if place % 2 or one.number not in counted},
        }

    def take_list(self, tags):
        path = self.world.files / "tagged.csv"
        with open(path, "w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(["number", "name", "group", *tags])
            table.writerows([one.number, one.name, one.group, *[values.get(one.number, "") for values in tags.values()]]
                            for one in self.asked)
        self.world.does("population", path, "--round", ROUND)

    def run(self, command, *words):
        return msb(command, "-r", self.world.register, "-k", self.world.keys, "--round", ROUND, *words)

    def published(self, *words):
        """What `stats` publishes, and what it warns of."""
        done = expect(self.run("stats", "--json", "--publish=rounded", *words), 0)
        return json.loads(done.out), done.err

    def refuses(self, status, about, *words, command="stats"):
        before = self.audit()
        refused(self.run(command, *words), status, *([about] if isinstance(about, str) else about))
        assert self.audit() == before, words

    def audit(self):
        return self.world.says("audit")["rows"]


def by_value(said):
    return {row["value"]: row for row in said["groups"]}


def figures(row):
    return {key: value for key, value in row.items() if key not in ("group", "name", "value")}


def compared(one, other, place=""):
    """Each figure of two rows: (place, the one, the other)."""
    if isinstance(one, dict):
        assert one.keys() == other.keys(), place
        return [cell for key in one for cell in compared(one[key], other[key], f"{place}/{key}")]
    if place == "/holding":
        found = [{held["question"]: held["count"] for held in some} for some in (one, other)]
        return [(f"{place}/{number}", *(some.get(number) for some in found)) for number in {**found[0], **found[1]}]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [cell for number, pair in enumerate(zip(one, other)) for cell in compared(*pair, f"{place}/{number}")]
    return [(place, one, other)]


def shown(row):
    """How many figures of the tables of a row are shown, of how many."""
    cells = [*row["levels"], *(cell for area in row["areas"] for cell in area["at_level"]),
             *(one["count"] for one in row["points"]["classes"]),
             *(cell for held in row["held"] for cell in [*(lack["count"] for lack in held["lacks"]), held["more"], held["unsure_only"]]),
             *row["background"]["security_role"]["with"], *row["background"]["security_role"]["without"]]
    return Counter(cell is not None and cell != "<3" for cell in cells)


@test
def test_S14_a_tag_that_would_tell_of_few_is_refused(directory):
    made = Tagged(directory)
    rounded = "--publish=rounded"
    for about, words in (
            (["few", "9 are counted", "at least 10 of each"], ["--tag", "few"]), (["near", "differ by 3 organisations", "some", "region"], ["--tag", "near"]),
            (["lacking", f"who lack the tag {LACKING} are counted"], ["--tag", "lacking"]), (["more than 16 values"], ["--tag", "many"]),
            (["nobody", "nothing"], ["--tag", "nothing"]), (["at least 400 of each"], ["--tag", "part", "--min-group", "400"])):
        made.refuses(1, about, rounded, *words)
        made.refuses(1, about, rounded, "-o", directory / "no.xlsx", *words, command="export")
    assert not (directory / "no.xlsx").exists()
    for about, words in (
            ("one value of a tag is not published by itself", [rounded, "--tag", "part=part 1"]),
            ("--publish cannot be combined with --tag", ["--publish", "--tag", "part"]),
            ("--publish cannot be combined with --tag", ["--publish=hidden", "--tag", "part=part 1"]),
            ("crossed", [rounded, "--tag", "part", "--group", "kommun"]), ("crossed", [rounded, "--tag", "part", "--together"]),
            ("a name and a value", ["--tag", "part"])):
        made.refuses(2, about, *words)
    for command in ("benchmark", "cooperate"):
        made.refuses(2, f"{command} is not published by tag", rounded, "--tag", "part", command=command)
    made.refuses(2, "--tag", rounded, "--tag", "part", "-o", directory / "report", command="report")
    assert not (directory / "report").exists()


@test
def test_S14_a_round_is_published_by_one_tag(directory):
    made = Tagged(directory)
    by_group, _ = made.published()
    first, warned = made.published("--tag", "part")
    assert "by another tag" not in warned and first["tag"] == "part"
    assert made.published("--tag", "part")[0] == first and made.published()[0] == by_group
    made.refuses(1, ["by another tag", "--again"], "--publish=rounded", "--tag", "half")
    second, warned = made.published("--tag", "half", "--again")
    assert "whoever has both can subtract" in warned and second["tag"] == "half"
    made.refuses(1, "by another tag", "--publish=rounded", "--tag", "part")
    told = [row["subject"] for row in made.audit() if row["kind"] == "publish"]
    assert [row.get("tag") for row in told] == [None, "part", "part", None, "half"]
    assert [row.get("again") for row in told] == [None] * 4 + ["1"]
    assert told[1]["values"] == told[2]["values"] != told[4]["values"] and "values" not in told[0]
    # The other form is another form.
    made.refuses(1, "in another form", "--publish=hidden")


@test
def test_S14_another_list_of_the_values_is_another_tag(directory):
    made = Tagged(directory)
    made.published("--tag", "part")
    made.tags["part"][made.counted[0].number] = "part 6" if made.tags["part"][made.counted[0].number] != "part 6" else "part 5"
    made.take_list(made.tags)
    made.refuses(1, "another list of its values", "--publish=rounded", "--tag", "part")


@test
def test_S14_a_value_that_is_a_group_has_its_figures(directory):
    made = Tagged(directory)
    tagged, _ = made.published("--tag", "same as group")
    assert [row["value"] for row in tagged["groups"]] == ["A", "B", "C", None]
    groups = {row["group"]: row for row in made.published()[0]["groups"]}
    for value, group in (("A", "kommun"), ("B", "region"), ("C", "myndighet"), (None, None)):
        cells = compared(figures(by_value(tagged)[value]), figures(groups[group]))
        both = [cell for cell in cells if None not in cell]  # how questions are answered is told of groups alone, so each may lack another table
        assert all(one == other for _, one, other in both) and len(both) > 0.75 * len(cells), (value, [cell for cell in cells if cell[1] != cell[2]])
    assert next(row["subject"]["tag"] for row in made.audit() if row["kind"] == "publish") == "same_as_group"


@test
def test_who_lacks_the_tag_is_a_value_and_all_are_as_by_group(directory):
    made = Tagged(directory)
    tagged, _ = made.published("--tag", "half")
    values = by_value(tagged)
    assert list(values) == ["some", "", None]
    for value, row in values.items():
        of = [one for one in made.counted if value in (None, made.tags["half"].get(one.number, ""))]
        asked = [one for one in made.asked if value in (None, made.tags["half"].get(one.number, ""))]
        assert (row["counted"], row["population"]) == (len(of), len(asked)) and row["group"] is None and row["name"] is None
        assert row["late"] is row["points"]["sum"] is row["points"]["median"] is row["measures"]["sum"] is None
    every = next(row for row in made.published()[0]["groups"] if row["group"] is None)
    assert figures(values[None]) == figures(every)


@test
def test_how_much_is_shown_of_six_values_and_of_ten_regions(directory):
    made = Tagged(directory)
    tagged, _ = made.published("--tag", "part")
    rounded = next(row for row in made.published()[0]["groups"] if row["group"] == "region")
    hidden = json.loads(expect(made.run("stats", "--json", "--publish=hidden", "--again"), 0).out)
    hidden = next(row for row in hidden["groups"] if row["group"] == "region")
    assert len(tagged["groups"]) == 7 and rounded["counted"] == 10
    parts = sum((shown(row) for row in tagged["groups"] if row["value"]), Counter())
    for about, found in (("six values", parts), ("ten regions, rounded", shown(rounded)), ("ten regions, hidden", shown(hidden))):
        print(f"# {about}: {found[True]} of {found.total()} cells are shown")
    assert parts[True] > 0.75 * parts.total() and shown(rounded)[True] > shown(hidden)[True]


run()
