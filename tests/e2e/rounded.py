"""Rounded publishing: made-up rounds are published, counted again from their answers, and attacked (tests/population).

ROUNDED_ROUNDS says how many rounds are tried (`make torture`: 1000), TAGGED_ROUNDS so by tag, TAGGED_FROM which is the first of these."""
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from attack_rounded import SMALL, Person, Row, Table, may_be  # noqa: E402
from attack_tagged import Crossed, left_of_all, may_be_published  # noqa: E402
from count_answers import Edition  # noqa: E402
from count_groups import Member, ON_TIME, benchmark_question  # noqa: E402
from generate import EDITION, document, some_answers  # noqa: E402
from organisations import Organisation, number  # noqa: E402
from sigill_test import BUILD, run, test  # noqa: E402
from splitmix import SplitMix  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDED_ROUNDS", "6"))
NOS = {None: 0, "no": 1, "none": 2, "partly": 3}
ASSESSMENTS = {None: 0, "sure": 1, "unsure": 2}
KINDS = {"any": 60, "reached": 14, "held": 14, "unsure": 4, "all": 2, "nothing": 6}
# Members of the groups; several below ten in one round must be possible.
SIZES = (0, 3, 6, 9, 10, 10, 11, 12, 13, 15, 20, 30)
TAGGED_SIZES = (0, 6, 20, 24, 30, 40)
LEAST = 10
TAGGED_ROUNDS = int(os.environ.get("TAGGED_ROUNDS", str(ROUNDS)))
TAGGED_FROM = int(os.environ.get("TAGGED_FROM", "0"))
UNIONS = 10  # by chance, of each column and those who know something of it
KEY = bytes(range(32)).hex()


class MadeUp:
    """A round whose answers are known."""

    def __init__(self, edition, seed, sizes=None):
        chance = SplitMix(seed)
        self.edition, self.name, self.key = edition, f"round-{seed}", KEY
        sizes = sizes or [chance.pick(SIZES) for _ in edition.groups]
        self.members, self.ids = [], {}
        for place, (group, size) in enumerate(zip(edition.groups, sizes)):
            alike = some_answers(edition.model, chance, group, "any")
            for serial in range(size):
                answers = alike if chance.chance(250) else some_answers(edition.model, chance, group, chance.weighted(KINDS))
                organisation = Organisation("Alm", number(f"2{place}2999", serial), group, "", "")
                written = document(edition.model, chance, organisation, answers)
                self.members.append(Member(edition, SimpleNamespace(organisation=organisation, answers=written), ON_TIME))
                self.ids[organisation.number] = f"{chance.next():016x}{chance.next():016x}"
        self.members.sort(key=lambda member: member.organisation.number)
        self.value = {}  # of a tag, by number
        self.people = {id(member): Person(edition, member) for member in self.members}

    def of(self, group):
        return [member for member in self.members if group in (None, member.organisation.group)]

    def line(self):
        return json.dumps({"round": self.name, "key": self.key, "least": LEAST, "members": [{
            "number": member.organisation.number, "id": self.ids[member.organisation.number],
            "group": member.organisation.group, "value": self.value.get(member.organisation.number, ""), "security_role": member.security_role,
            "answers": [self.numbers(member.document["answers"].get(str(i), {}), question)
                        for i, question in self.edition.questions.items()]} for member in self.members]})

    @staticmethod
    def numbers(answer, question):
        yes = answer.get("yes")
        scale = question["kind"] == "scale"
        options = 0 if scale or yes is None else sum(1 << "abcdefghijklmnopqrstuvwxyz".index(option) for option in yes)
        return [int(yes is not None), NOS[answer.get("no")], ASSESSMENTS[answer.get("assessment")], yes or 0 if scale else 0, options]


def published(rounds):
    """What the programs publish of each round."""
    lines = "".join(one.line() + "\n" for one in rounds)
    told = subprocess.run([BUILD / "tools/publish_rounds"], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in told.splitlines()]


def rows_of(one, told):
    """(group, statistics, benchmark or None, members) of each row that shows anything, the groups before all."""
    for stats in told["stats"]["groups"]:
        group = stats["group"]
        if not stats["withheld"]:
            yield group, stats, told["benchmarks"][group or "all"], one.of(group)


def attack(one, told):
    """A Row for each group that shows anything, and what was found out."""
    rows, found = [], []
    for group, stats, benchmark, members in rows_of(one, told):
        if group is None:
            continue
        row = Row(one.edition, stats, benchmark, [one.people[id(member)] for member in members])
        insiders = [(), *[(person,) for person in row.people]]
        some = random.Random(one.name)
        insiders += [tuple(some.sample(row.people, 2)) for _ in range(20)]
        found += [(group, *each) for each in row.found() + row.found_across(insiders)]
        rows.append(row)
    return rows, found


# ---- by tag ----

class Tagged(MadeUp):
    """A round whose organisations have values of a tag, by chance: any, or one for a whole group, or of some two. Of five rounds in
    four the tag is drawn until it may be published, if it can be."""

    def __init__(self, edition, seed):
        chance = random.Random(seed)
        super().__init__(edition, seed, [chance.choice(TAGGED_SIZES) for _ in edition.groups])
        for _ in range(60 if seed % 5 else 1):
            self.draw_values(edition, chance)
            if self.may_be_published():
                break

    def draw_values(self, edition, chance):
        names = [f"value {place}" for place in range(chance.choice((2, 2, 3, 3, 4, 6)))] + chance.choice(([], [], [""]))
        of_group = {group: chance.choice((names, names, names, names[:1], names[-1:], names[:2])) for group in edition.groups}
        for member in self.members:
            self.value[member.organisation.number] = chance.choice(of_group[member.organisation.group])

    def may_be_published(self):
        blocks = Counter((self.value[member.organisation.number], member.organisation.group) for member in self.members)
        return len({value for value, _ in blocks} - {""}) > 0 and may_be_published(blocks, LEAST)

    def blocks(self):
        """{member: (value, group)}; the groups that are too small are one."""
        small = {group for group in self.edition.groups if len(self.of(group)) < LEAST}
        return {member: (self.value[member.organisation.number], "small" if member.organisation.group in small else member.organisation.group)
                for member in self.members}


class Halved(Tagged):
    """One whose first group is two values, which nobody else has: what one has, beside the group, the other lacks."""

    def __init__(self, edition, seed):
        MadeUp.__init__(self, edition, seed, [36, 20, 0])
        halved = self.of(next(iter(edition.groups)))
        for member in self.members:
            self.value[member.organisation.number] = "others"
        for place, member in enumerate(random.Random(seed).sample(halved, len(halved))):
            self.value[member.organisation.number] = "some" if place < 18 else "rest"


def attack_tagged(one, told, chance):
    """What was found out of what is published by group and by tag."""
    every = next(row for row in told["stats"]["groups"] if row["group"] is None)
    by_group = {row["group"]: row for row in told["stats"]["groups"] if row["group"] is not None and not row["withheld"]}
    if any(group == "small" for _, group in one.blocks().values()):
        by_group["small"] = left_of_all(every, list(by_group.values()))
    by_value = {row["value"]: row for row in told["tagged"]["groups"] if row["value"] is not None}
    crossed = Crossed(one.edition, by_group, by_value, {one.people[id(member)]: block for member, block in one.blocks().items()})
    found = crossed.found(chance, UNIONS)
    for (kind, name), row in crossed.rows.items():
        if kind == "value":
            insiders = [(), *((person,) for person in chance.sample(row.people, 10)), *(tuple(chance.sample(row.people, 2)) for _ in range(10))]
            found += [(name, *each) for each in row.found() + row.found_across(insiders)]
    return crossed, found


def rounds_to_try(edition):
    for first in range(0, ROUNDS, 20):
        some = [MadeUp(edition, 130000 + seed) for seed in range(first, min(first + 20, ROUNDS))]
        yield from zip(some, published(some))


def figures(value, path=()):
    if isinstance(value, (dict, list)):
        keys = value.items() if isinstance(value, dict) else enumerate(value)
        return [cell for key, inner in keys for cell in figures(inner, (*path, key))]
    return [] if path[-1] in ("group", "name", "withheld", "id", "question", "from", "to", "level", "left") else [(path, value)]


def at(value, path):
    for step in path:
        value = value[step]
    return value


def check_sums(stats, every):
    """Every sum is one of what stands beside it; all is the sum of the groups, if no group is too small."""
    levels, roles = stats["levels"], stats["background"]["security_role"]
    for level, shown in enumerate(levels):
        assert shown is None or shown == roles["with"][level] + roles["without"][level]
    assert levels[0] is None or stats["any_level"] == sum(levels[1:])
    for area in stats["areas"]:
        for least, shown in enumerate(area["above"]):
            assert shown is None or shown == sum(area["at_level"][least + 1:])
    for held in stats["held"]:
        assert held["enough"] is None or held["enough"] == sum(
            [lack["count"] for lack in held["lacks"]] + [held["more"], held["unsure_only"]])
    groups = [row for row in every if row["group"] is not None]
    if stats["group"] is None and not any(row["withheld"] and row["population"] != 0 for row in groups):
        for path, shown in figures({key: stats[key] for key in ("levels", "areas", "held", "background")}):
            parts = [at(row, path) for row in groups if not row["withheld"]]
            assert shown == (None if None in parts else sum(parts)), (path, shown, parts)


def check_exact(stats, members):
    assert stats["counted"] == len(members) >= LEAST
    for hidden in ("late", "outside"):
        assert stats[hidden] is None
    assert all(stats["points"][figure] is None for figure in ("sum", "lowest", "median", "highest"))
    assert stats["measures"]["sum"] is None


def check_benchmark(edition, row, members):
    """It is decided on the published counts, and an answer that is not close is the true one. What is withheld decides nothing."""
    counted = [member.counted for member in members]
    withheld = [question for question in row["questions"] if question["answer"] is None]
    assert row["withheld"] == len(withheld)
    assert all(value is None for question in withheld for key, value in question.items() if key not in ("id", "topic")), withheld
    scored = {question["id"]: question for question in row["result"]["questions"]}
    assert all((scored[question["id"]]["status"], scored[question["id"]]["points"]) == ("unanswered", 0) for question in withheld)
    for question in row["questions"]:
        if question in withheld:
            continue
        true = benchmark_question(edition, counted, question["id"])
        if not question["close"]:
            assert all(question[key] == true[key] for key in ("answer", "kind", "yes")), (question, true)
        yes = question["yes_count"]
        assert (question["answer"] == "yes") == (2 * yes > len(members) and yes > len(members) // 2), question
        assert max(question["chosen"]) <= yes + 3 * 4  # nobody chose who said no: 3 apart in each of four rows at most


@test
def test_S14_no_rest_of_one_or_two_is_worked_out(directory):
    edition, tried, shown, hidden, undecided, off = Edition(EDITION), 0, 0, 0, 0, []
    for one, told in rounds_to_try(edition):
        rows, found = attack(one, told)
        assert not found, (one.name, found[:5])
        for group, stats, benchmark, members in rows_of(one, told):
            check_exact(stats, members)
            check_sums(stats, told["stats"]["groups"])
            check_benchmark(edition, benchmark, members)
            undecided += benchmark["withheld"]
        for stats in told["stats"]["groups"]:
            if stats["group"] is not None:
                assert stats["withheld"] == (len(one.of(stats["group"])) < LEAST)
                assert not stats["withheld"] or all(value is None for path, value in figures(stats) if path[0] != "population")
        for row in rows:
            off += row.deviations()
            shown += row.shown()
            hidden += sum(len(table.shown) for table, _ in row.tables) - row.shown()
        tried += 1
    assert off and all(abs(one) <= 2 for one in off) and hidden > 0 and undecided > 0
    mean, error = sum(off) / len(off), (sum(one * one for one in off) ** 0.5) / len(off)
    print(f"# {tried} rounds, {shown} counts shown, {hidden} withheld, published minus true {mean:+.5f}, standard error {error:.5f}")
    assert abs(mean) <= 3 * error, (mean, error)


@test
def test_S14_no_rest_of_one_or_two_is_worked_out_by_tag_and_group(directory):
    edition, tried, refused, shown, hidden, off = Edition(EDITION), 0, 0, 0, 0, []
    for first in range(TAGGED_FROM, TAGGED_FROM + TAGGED_ROUNDS, 10):
        rounds = [Tagged(edition, 170000 + seed) for seed in range(first, min(first + 10, TAGGED_FROM + TAGGED_ROUNDS))]
        for one, told in zip(rounds, published(rounds)):
            may = one.may_be_published()
            assert may == isinstance(told["tagged"], dict), (one.name, told["tagged"] if isinstance(told["tagged"], str) else "published")
            if not may:
                refused += 1
                continue
            crossed, found = attack_tagged(one, told, random.Random(one.name))
            assert not found, (one.name, len(found), found[:5])
            for (kind, _), row in crossed.rows.items():
                if kind == "value":
                    off += row.deviations()
                    shown += row.shown()
                    hidden += sum(len(table.shown) for table, _ in row.tables) - row.shown()
            tried += 1
    assert tried > 0 and refused > 0 and off and all(abs(one) <= 2 for one in off)
    mean, error = sum(off) / len(off), (sum(one * one for one in off) ** 0.5) / len(off)
    print(f"# {tried} rounds by tag, {refused} refused, {shown} counts of values shown, {hidden} withheld, published minus true {mean:+.5f}, "
          f"standard error {error:.5f}")
    assert abs(mean) <= 3 * error, (mean, error)


@test
def test_S14_a_value_that_is_rounded_otherwise_than_its_group_gives_nobody_of_the_other_away(directory):
    edition = Edition(EDITION)
    rounds = [Halved(edition, 190000 + seed) for seed in range(8)]
    for one, told in zip(rounds, published(rounds)):
        _, found = attack_tagged(one, told, random.Random(one.name))
        assert not found, (one.name, len(found), found[:5])


@test
def test_the_same_contributors_give_the_same_count(directory):
    edition = Edition(EDITION)
    one = MadeUp(edition, 131, (12, 11, 20))
    last = edition.groups[-1]
    fewer = MadeUp(edition, 131, (12, 11, 20))
    fewer.members = [member for member in fewer.members if member is not fewer.of(last)[0]]
    key = MadeUp(edition, 131, (12, 11, 20))
    key.key = bytes(range(1, 33)).hex()
    first, again, without, otherwise = published([one, one, fewer, key])
    assert first == again
    rows = [{row["group"]: row for row in told["stats"]["groups"]} for told in (first, without, otherwise)]
    for group in edition.groups[:2]:  # whoever leaves another group changes nothing in these
        assert rows[0][group] == rows[1][group] != rows[2][group]
    assert rows[0][last] != rows[1][last]


@test
def test_a_complement_that_is_rounded_apart_would_be_found_out(directory):
    """The attacker is able: it finds what two rounded columns of one table tell, and so it would fail such a program."""
    edition, chance, found = Edition(EDITION), random.Random(13), 0
    rounds = [MadeUp(edition, 140 + seed, (12, 10, 11)) for seed in range(4)]
    for one, told in zip(rounds, published(rounds)):
        for group, stats, benchmark, members in rows_of(one, told):
            if group is None:
                continue
            for question in benchmark["questions"]:
                if edition.questions[question["id"]]["kind"] == "scale":
                    continue  # its yes is a sum
                said = [one.people[id(member)].chosen[question["id"]] is not None for member in members]
                apart = said.count(False) // 3 * 3 + (3 if chance.randrange(3) < said.count(False) % 3 else 0)
                table = Table("apart", [True, False], {True: question["yes_count"], False: apart}, said, (len(said), len(said)))
                found += bool(question["yes_count"] is not None and table.found())
    assert found


@test
def test_what_a_rounded_count_may_be(directory):
    assert [may_be(shown) for shown in (0, 3, 6, None)] == [(0, 2), (1, 5), (4, 8), (0, 10 ** 6)]
    assert SMALL == (1, 2)
    # Five twos that were all rounded down: ten members leave nothing else.
    everyone = [place // 2 for place in range(10)]
    assert Table("two", range(5), dict.fromkeys(range(5), 0), everyone, (10, 10)).found()


run()
