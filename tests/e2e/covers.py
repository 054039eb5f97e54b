"""One answer for many: an agency that answers for 88 courts. Whom another's answers cover is answered for, and not missing;
everybody once, and those in the population list alone."""
import contextlib
import csv
import json
import sqlite3
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "analysis"))

from organisations import luhn  # noqa: E402
from parties import enrol, make_party, make_register, own, sealed, trust  # noqa: E402
from sigill_test import DATA, expect, msb, refused, run, sigill, test  # noqa: E402

GROUPS = ("kommun", "region", "myndighet", None)


def number_of(place):
    nine = f"202999{place:03}"
    return f"{nine[:6]}-{nine[6:]}{luhn(nine)}"


def named(place):
    return {"name": f"Domstol {place}", "number": number_of(place)}


AGENCY, LATER, OUTSIDER, LACKING, UNLISTED = (number_of(place) for place in (200, 201, 202, 203, 204))
COURTS = [number_of(place) for place in range(89)]
COVERED = {"kommun": 0, "region": 0, "myndighet": 87, None: 87}


def answer_for(directory, world, number, group, arrived, covers):
    """Seals and receives the answers of an organisation, which cover those."""
    register, keys = world
    party = make_party(directory / number, "--name", f"Organisation {number}", "--number", number, "--group", group)
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    answers = json.loads((DATA / "typical-municipality.json").read_text(encoding="utf-8"))["organisation"]
    bundle = sealed(party, directory / "in", organisation={**answers, "name": f"Organisation {number}", "number": number, "group": group,
                                                           **({"covers": covers} if covers else {})})
    expect(msb("receive", "-r", register, "-k", keys, bundle["file"], "--arrived", arrived), 0)


def asked(directory):
    """A round with its list, in which agencies, a court and somebody outside the list have answered."""
    register, keys = world = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    expect(msb("round", "spring", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2021-05-01", "--closes",
               "2021-09-30"), 0)
    listed = "".join(f"{number};Namn;myndighet\n" for number in [AGENCY, LATER, *COURTS]) + f"{LACKING};Namn;kommun\n"
    (directory / "list.csv").write_text("nummer;namn;grupp\n" + listed, encoding="utf-8")
    expect(msb("population", directory / "list.csv", "-r", register, "-k", keys, "--round", "spring"), 0)
    courts = [named(place) for place in range(88)]
    answer_for(directory, world, AGENCY, "myndighet", "2021-06-01",
               [*courts, courts[5], {"name": "Utanför", "number": UNLISTED}, {"name": "Utan nummer"}])
    answer_for(directory, world, LATER, "myndighet", "2021-10-02", [*courts[:3], named(88)])
    answer_for(directory, world, COURTS[0], "myndighet", "2021-06-02", [])
    answer_for(directory, world, OUTSIDER, "kommun", "2021-06-03", [{"name": "Namn", "number": LACKING}])
    return world


def groups_of(world, *words):
    """What `stats --json` says of each group."""
    register, keys = world
    said = json.loads(expect(msb("stats", "-r", register, "-k", keys, "--json", *words), 0).out)
    return {group["group"]: group for group in said["groups"]}


KEYS = ("population", "on_time", "late", "covered", "covered_late", "missing", "outside", "counted", "answered_for")


def check_counted(world):
    found = {group: [row[key] for key in KEYS] for group, row in groups_of(world).items()}
    assert found == {"kommun": [1, 0, 0, 0, 0, 1, 1, 0, 0], "region": [0] * 9, "myndighet": [91, 2, 1, 87, 1, 0, 0, 2, 89],
                     None: [92, 2, 1, 87, 1, 1, 1, 2, 89]}, found
    found = {group: [row[key] for key in KEYS] for group, row in groups_of(world, "--late").items()}
    assert found["myndighet"] == [91, 2, 1, 88, 0, 0, 0, 3, 91] and found[None] == [92, 2, 1, 88, 0, 1, 1, 3, 91], found


def check_shown(world):
    """In terminal, CSV, list and population, with both rates."""
    register, keys = world
    shown = expect(msb("stats", "-r", register, "-k", keys), 0, err_has=[UNLISTED, "1 organisation by its name alone"]).out
    rate = next(line for line in shown.splitlines() if line.startswith("All"))
    assert rate.split() == ["All", "92", "2", "1", "87", "1", "1", "2", "%", "97", "%"], rate
    assert all(len(line) <= 80 for line in shown.splitlines()), shown
    lines = msb("stats", "-r", register, "-k", keys, "--csv").raw.decode("utf-8-sig").splitlines()
    told = {(row[0], row[3]): row[4] for row in csv.reader(lines, delimiter=";") if row[1] == "response"}
    assert [told[group or "all", "covered"] for group in GROUPS] == [str(COVERED[group]) for group in GROUPS], told
    assert (told["all", "answered_for"], told["all", "covered_late"]) == ("89", "1"), told
    response = expect(msb("list", "-r", register, "-k", keys), 0).out
    line = next(line for line in response.splitlines() if line.startswith("All"))
    assert line.split() == ["All", "92", "2", "2", "%", "1", "87", "97", "%", "1", "1"], line
    said = json.loads(expect(msb("population", "-r", register, "-k", keys, "--json", "--round", "spring"), 0, err_has=UNLISTED).out)
    assert [one["number"] for one in said["missing"]] == [LACKING], said["missing"]
    assert said["groups"][-1] == {"group": None, "population": 92, "answered": 3, "covered": 88, "missing": 1}
    assert (said["outside"], said["covered_outside"], said["unnumbered"]) == (1, 1, 1), said
    listed = expect(msb("population", "-r", register, "-k", keys, "--missing", "--round", "spring"), 0).out
    assert listed.splitlines()[-1].startswith(LACKING) and COURTS[3] not in listed, listed


@test
def test_an_agency_answers_for_88_courts(directory):
    world = asked(directory)
    check_counted(world)
    check_shown(world)
    with contextlib.closing(sqlite3.connect(world[0] / "register.db", isolation_level=None)) as database:
        assert database.execute("DELETE FROM answer_records").rowcount == 1
    check_counted(world)  # from the sealed answers


@test
def test_what_is_published_marks_one_or_two_of_them(directory):
    world = asked(directory)
    found = groups_of(world, "--publish")
    assert (found["myndighet"]["covered"], found["myndighet"]["covered_late"]) == (87, "<3"), found["myndighet"]
    assert (found[None]["covered"], found[None]["covered_late"], found[None]["population"]) == (87, None, None), found[None]
    rounded = groups_of(world, "--publish=rounded", "--again")
    assert {row["covered"] for row in rounded.values()} == {None}, rounded  # of fewer than ten nothing is shown


@test
def test_a_number_that_is_none_is_refused_before_it_is_sealed(directory):
    party = make_party(directory / "party")
    answers = json.loads((DATA / "typical-municipality.json").read_text(encoding="utf-8"))
    answers["organisation"]["covers"] = [{"name": "Domstol", "number": COURTS[0][:-1] + str((int(COURTS[0][-1]) + 1) % 10)}]
    path = directory / "answers.json"
    path.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    refused(sigill("seal", path, "-k", party, "--yes", "-o", directory / "in"), 1, "organisation.covers[0].number")


run()
