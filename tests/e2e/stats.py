"""Statistics over a round that is so small that every figure below was counted by hand."""
import atexit
import csv
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from parties import TYPICAL, enrol, make_party, make_register, own, receive, rows, trust  # noqa: E402
from roundkit import number_of  # noqa: E402
from sigill_test import expect, msb, refused, run, sigill, test  # noqa: E402
from subtract import Reader  # noqa: E402

EDITION = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["model"]
ROUND, OPENS, CLOSES = "2021", "2021-05-01", "2021-09-30"


# ---- the round ----

def answer(question, points, assessment):
    if points == 0:
        return {"no": "no", "assessment": assessment}
    if question["kind"] == "scale":
        return {"yes": min(points, question["steps"]), "assessment": assessment}
    return {"yes": list(question["options"][:points]), "assessment": assessment}


def answers(first, others=0, without=(), assessment="sure"):
    """So many points on each of the 15 questions of the first section, and on each of the others."""
    return {str(question["id"]): answer(question, 0 if question["id"] in without else first if question["section"] == 1
                                        else others, assessment) for question in EDITION["questions"]}


NOTHING = answers(0)                             # level 0, 0 points, 0 measures
FIRST = answers(2)                               # level 1, 30 points: 3 scales at step 2, 12 lists of two; 27 measures
LACKS_8 = answers(2, without=[8])                # 28 points, enough for level 1; question 8 holds back; 25 measures
UNSURE = answers(2, assessment="unsure")         # 30 points, enough for level 1; only the assessments hold back; 27
EVERYTHING = answers(5, 5)                       # level 4, 200 points, 132 measures

KOMMUNER = [NOTHING, NOTHING, FIRST, FIRST, FIRST, LACKS_8, UNSURE, EVERYTHING]
# place: group, answers, day of arrival, whether the participants have a security role
MEMBERS = {place: ("kommun", given, "2021-09-15", place < 4) for place, given in enumerate(KOMMUNER)}
MEMBERS[8] = ("kommun", FIRST, "2021-10-02", True)      # late
MEMBERS[9] = ("kommun", FIRST, "2021-09-16", True)      # not in the population list
MEMBERS[10] = ("region", FIRST, "2021-09-17", False)
ASKED = {"kommun": [*range(9), 20], "region": [10, 21, 22]}
_built = []


def enter(directory, register, keys, place):
    group, given, arrived, secure = MEMBERS[place]
    name, number = f"Ort {place}", number_of(place)
    document = json.loads(TYPICAL.read_text(encoding="utf-8"))
    document.update(organisation={"name": name, "number": number, "group": group}, answers=given,
                    participants=["informationssäkerhetschef" if secure else "it-chef"])
    path = directory / f"{place}.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    party = make_party(directory / str(place), "--name", name, "--number", number, "--group", group)
    expect(trust(party, own(keys)), 0)
    expect(enrol(register, keys, own(party)), 0)
    bundle = directory / f"{place}.sigill"
    expect(sigill("seal", path, "-k", party, "--yes", "-o", bundle), 0)
    expect(receive(register, keys, bundle, "--arrived", arrived), 0)


def the_round():
    """Register and keys, made once for all tests."""
    if not _built:
        directory = Path(tempfile.mkdtemp(prefix="sigill-test-"))
        atexit.register(shutil.rmtree, directory, ignore_errors=True)
        register, keys = make_register(directory)
        expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
        for place in MEMBERS:
            enter(directory, register, keys, place)
        undeclared = [shutil.copytree(path, directory / f"undeclared-{path.name}") for path in (register, keys)]
        listed = directory / "population.csv"
        listed.write_text("number;name;group;size\n" + "".join(
            f"{number_of(place)};Ort {place};{group};{'large' if place < 5 else 'small'}\n"
            for group, places in ASKED.items() for place in places), encoding="utf-8")
        expect(msb("round", ROUND, "-r", register, "-k", keys, "--edition", EDITION["id"], "--opens", OPENS,
                   "--closes", CLOSES), 0)
        expect(msb("population", "-r", register, "-k", keys, listed, "--round", ROUND), 0)
        _built.extend([(register, keys), undeclared])
    return _built[0]


def before_any_round(directory):
    """Copies of them from before a round was declared."""
    the_round()
    return [shutil.copytree(path, directory / path.name) for path in _built[1]]


def stats(*words, status=0, **options):
    register, keys = the_round()
    return expect(msb("stats", "-r", register, "-k", keys, "--round", ROUND, *words, **options), status)


def groups(*words):
    return {group["group"]: group for group in json.loads(stats("--json", *words).out)["groups"]}


# ---- by hand ----

def counts(values, key):
    return {value[key] if key in value else (value["from"], value["to"]): value["count"] for value in values if value["count"]}


@test
def test_every_figure_as_counted_by_hand(directory):
    kommun = groups()["kommun"]
    assert [kommun[key] for key in ("population", "on_time", "late", "outside", "missing", "counted")] == [10, 8, 1, 1, 1, 8]
    assert (kommun["levels"], kommun["any_level"]) == ([4, 3, 0, 0, 1], 4)
    points = kommun["points"]
    assert [points[key] for key in ("sum", "lowest", "median", "highest")] == [3 * 30 + 28 + 30 + 200, 0, 30, 200]
    assert counts(points["classes"], "range") == {(0, 9): 2, (20, 29): 1, (30, 39): 4, (190, 200): 1}
    assert kommun["measures"] == {"sum": 3 * 27 + 25 + 27 + 132}
    areas = {area["id"]: area for area in kommun["areas"]}
    assert areas["risk"] == {"id": "risk", "at_level": [3, 4, 0, 0, 1], "above": [5, 1, 1]}  # question 8 is a gate of it
    assert areas["procurement"] == {"id": "procurement", "at_level": [2, 5, 0, 0, 1], "above": [6, 1, 1]}
    first, *others = kommun["held"]
    assert (first["level"], first["enough"], counts(first["lacks"], "left"), first["more"], first["unsure_only"]) == \
        (1, 2, {1: 1}, 0, 1)
    assert [(held["enough"], held["more"], held["unsure_only"]) for held in others] == [(0, 0, 0)] * 3
    assert kommun["next_level"] == {"enough": 2, "near": 1, "as_many": 1}
    assert kommun["holding"] == [{"question": 8, "count": 1}]
    assert kommun["background"]["security_role"] == {"with": [2, 2, 0, 0, 0], "without": [2, 1, 0, 0, 1]}


@test
def test_all_together_are_the_sum_of_the_groups(directory):
    told = groups()
    assert list(told) == ["kommun", "region", "myndighet", None]
    assert told[None]["levels"] == [4, 4, 0, 0, 1] and told[None]["points"]["sum"] == 378
    assert [told[None][key] for key in ("population", "on_time", "late", "outside", "missing")] == [13, 9, 1, 1, 3]
    assert told["myndighet"]["counted"] == 0 and told["myndighet"]["points"]["median"] is None


@test
def test_late_ones_are_counted_only_if_asked_for(directory):
    told = groups("--late")["kommun"]
    assert (told["counted"], told["on_time"], told["late"], told["levels"]) == (9, 8, 1, [4, 4, 0, 0, 1])


@test
def test_a_tag_selects_members_and_those_who_were_asked(directory):
    told = groups("--tag", "size=large")[None]
    assert (told["population"], told["counted"], told["levels"]) == (5, 5, [2, 3, 0, 0, 0])


@test
def test_one_group_and_all_alone(directory):
    every = groups()
    assert groups("--group", "region") == {"region": every["region"]}
    assert groups("--together") == {None: every[None]}


# ---- as text and CSV ----

@test
def test_the_text_fits_a_terminal_and_speaks_swedish(directory):
    for words in ((), ("--publish",), ("--together",), ("--group", "kommun")):
        lines = stats(*words, lang="sv").out.splitlines()
        assert all(len(line) <= 80 and line == line.rstrip() for line in lines), max(lines, key=len)
        assert any(line.startswith("Svarsfrekvens") for line in lines)
        assert any(line.startswith("Övergripande nivå") for line in lines)
    assert "Level 1 or higher" in stats(lang="en").out


@test
def test_the_text_shows_shares_of_those_counted(directory):
    level = next(line for line in stats("--group", "kommun").out.splitlines() if line.startswith("Level 1 or higher"))
    assert level.split() == ["Level", "1", "or", "higher", "4", "50", "%"], level


@test
def test_csv_holds_the_figures_of_the_json(directory):
    result = stats("--csv")
    assert result.raw.startswith(b"\xef\xbb\xbfgroup;table;row;column;value\r\n") and result.raw.count(b"\n") == result.raw.count(b"\r\n")
    lines = list(csv.DictReader(io.StringIO(result.raw.decode("utf-8-sig")), delimiter=";"))
    cell = {(line["group"], line["table"], line["row"], line["column"]): line["value"] for line in lines}
    assert len(cell) == len(lines), "a figure stands there twice"
    for identity, group in groups().items():
        name = identity or "all"
        assert [cell[name, "levels", "", str(level)] for level in range(5)] == [str(count) for count in group["levels"]]
        for area in group["areas"]:
            assert [cell[name, "areas_above", area["id"], str(level)] for level in range(3)] == [str(n) for n in area["above"]]
        assert cell[name, "next_level", "", "near"] == str(group["next_level"]["near"])
        assert cell[name, "held", "1", "unsure_only"] == str(group["held"][0]["unsure_only"])
    assert cell["kommun", "holding", "8", "count"] == "1" and cell["myndighet", "points", "", "median"] == ""


# ---- published ----

def figures(value, key=""):
    if isinstance(value, dict):
        return [one for name, inner in value.items() if name not in ("from", "to", "level", "left", "question")
                for one in figures(inner, name)]
    return [one for inner in value for one in figures(inner, key)] if isinstance(value, list) else [(key, value)]


@test
def test_published_tables_tell_no_small_count_of_answers(directory):
    told = groups("--publish")
    assert told["region"]["withheld"] and told["region"]["levels"] == [None] * 5
    assert told["kommun"]["levels"].count("<3") == 1 and None in told["kommun"]["levels"]
    assert told[None]["withheld"], "the group of one could be subtracted out of all"
    public = ("population", "on_time", "counted", "missing", "late")  # who has answered is no secret
    for identity, group in told.items():
        small = [(key, value) for key, value in figures(group) if value in (1, 2) and value is not True and key not in public]
        assert small == [], (identity, small)
        assert group["points"]["lowest"] is None and group["points"]["highest"] is None
    assert Reader(told, range(5)).single_out() == []


@test
def test_all_together_may_be_published_without_the_groups(directory):
    told = groups("--publish", "--together")
    assert list(told) == [None] and not told[None]["withheld"]
    # 4, 4, 0, 0, 1: were only the 1 hidden, or only one 4 beside it, the sum of nine would tell it.
    assert told[None]["levels"] == [None, None, 0, 0, "<3"]
    assert Reader({"all": told[None]}, range(5)).single_out() == []


@test
def test_raising_the_least_group_hides_more(directory):
    assert groups("--publish", "--min-group", "9")["kommun"]["withheld"]
    assert not groups("--publish", "--min-group", "8")["kommun"]["withheld"]


@test
def test_a_group_alone_shows_what_it_shows_among_all(directory):
    assert groups("--publish", "--group", "kommun")["kommun"] == groups("--publish")["kommun"]


@test
def test_two_different_publications_are_warned_of(directory):
    register, keys = (shutil.copytree(path, directory / path.name) for path in the_round())
    place = ["-r", register, "-k", keys, "--round", ROUND, "--publish"]
    expect(msb("stats", *place, "--min-group", "7"), 0)
    expect(msb("stats", *place), 0, err_has=["for publication on", "whoever has both can subtract"])


def publications(register):
    return [subject for kind, subject in rows(register, "SELECT kind, subject FROM audit ORDER BY serial") if kind == "publish"]


@test
def test_a_round_is_published_in_one_form_and_from_one_set(directory):
    register, keys = (shutil.copytree(path, directory / path.name) for path in the_round())
    place = ["-r", register, "-k", keys, "--round", ROUND]
    first = len(publications(register))
    expect(msb("stats", *place, "--publish=hidden"), 0)
    before = publications(register)
    assert len(before) == first + 1 and " form=hidden set=" in before[-1], before
    for words, about in ((["stats", *place, "--publish=rounded"], "published in another form"),
                         (["stats", *place, "--publish", "--late"], "published from other submissions"),
                         (["export", *place, "--publish", "--late", "-o", directory / "t.xlsx"], "published from other submissions"),
                         (["benchmark", *place, "--publish", "--late", "--group", "kommun"], "published from other submissions")):
        refused(msb(*words), 1, about, "whoever has both can subtract one from the other", "--again")
    assert publications(register) == before and not (directory / "t.xlsx").exists()
    for words in (["--publish=rounded"], ["--publish", "--late"]):
        expect(msb("stats", *place, *words, "--again"), 0, err_has="whoever has both can subtract")
    after = publications(register)[len(before):]
    assert [" form=rounded " in row for row in after] == [True, False] and all(row.endswith(" again=1") for row in after), after
    refused(msb("stats", *place, "--publish"), 1, "--again")  # from now on there are two


def declare(place, round_id, opens, closes):
    expect(msb("round", round_id, *place, "--edition", EDITION["id"], "--opens", opens, "--closes", closes), 0)


def tables(place, round_id, *words):
    told = json.loads(expect(msb("stats", *place, "--round", round_id, "--publish=rounded", "--json", *words), 0, err="").out)
    return [{key: value for key, value in group.items() if key not in ("population", "missing", "late", "rate")}
            for group in told["groups"]]


@test
def test_S14_a_round_that_is_declared_after_its_publication_is_bound_by_it(directory):
    register, keys = before_any_round(directory)
    place = ["-r", register, "-k", keys]
    expect(msb("stats", *place, "--publish=hidden"), 0, err="")
    declare(place, "r1", OPENS, "2021-12-31")  # all submissions go over
    refused(msb("stats", *place, "--round", "r1", "--publish=rounded"), 1, EDITION["id"], "in another form", "--again")
    expect(msb("stats", *place, "--round", "r1", "--publish=hidden"), 0)
    declare(place, "r1", OPENS, CLOSES)  # one is late now
    refused(msb("stats", *place, "--round", "r1", "--publish=hidden"), 1, "from other submissions", "--again")
    expect(msb("stats", *place, "--round", "r1", "--publish=rounded", "--again"), 0, err_has="whoever has both can subtract")


@test
def test_S14_counts_are_rounded_once_whatever_their_round_is_called(directory):
    register, keys = before_any_round(directory)
    place = ["-r", register, "-k", keys]
    first = tables(place, EDITION["id"])
    assert any(group["counted"] for group in first)
    for year, name in enumerate(("r1", "r2", "r3"), 2001):
        declare(place, name, OPENS, "2021-12-31")
        assert tables(place, name) == first
        declare(place, name, f"{year}-01-01", f"{year}-12-31")  # the next one takes the days over
    declare(place, "r4", OPENS, "2021-09-30")
    refused(msb("stats", *place, "--round", "r4", "--publish=rounded"), 1, "from other submissions", "--again")


@test
def test_a_round_of_other_submissions_is_published_as_if_it_were_alone(directory):
    register, keys = before_any_round(directory)
    place = ["-r", register, "-k", keys]
    declare(place, "spring", OPENS, CLOSES)
    expect(msb("stats", *place, "--round", "spring", "--publish=hidden"), 0, err="")  # its late one is not counted
    declare(place, "autumn", "2021-10-01", "2021-12-31")  # and comes in time to this
    expect(msb("stats", *place, "--round", "autumn", "--publish=hidden"), 0, err="")


@test
def test_a_round_that_a_late_submission_went_over_to_is_bound_by_the_former(directory):
    register, keys = before_any_round(directory)
    place = ["-r", register, "-k", keys]
    declare(place, "spring", OPENS, CLOSES)
    expect(msb("stats", *place, "--round", "spring", "--publish=hidden", "--late"), 0, err="")
    declare(place, "autumn", "2021-10-01", "2021-12-31")
    refused(msb("stats", *place, "--round", "autumn", "--publish=hidden"), 1, "spring", "from other submissions", "--again")


# ---- refusals ----

@test
def test_a_hidden_benchmark_has_no_least_of_its_own(directory):
    register, keys = the_round()
    for command in ("benchmark", "cooperate"):
        refused(msb(command, "-r", register, "-k", keys, "--publish", "--min-group", "6"), 2, f"{command} takes", "--publish=rounded only")


@test
def test_cooperation_is_published_from_the_same_set_as_tables(directory):
    register, keys = before_any_round(directory)
    place = ["-r", register, "-k", keys, "--publish=rounded"]
    expect(msb("stats", *place, "--min-group", "11"), 0, err="")
    refused(msb("cooperate", *place, "--group", "kommun"), 1, "from other submissions", "--again")
    refused(msb("cooperate", *place, "--group", "kommun", "--min-group", "11"), 1, "at least 11 are needed")
    register, keys = before_any_round(directory / "other")
    place = ["-r", register, "-k", keys, "--publish=rounded", "--group", "kommun"]
    expect(msb("cooperate", *place, "--min-group", "10"), 0, err="")
    expect(msb("benchmark", *place), 0, err="")
    assert [row.split()[0] for row in publications(register)] == ["what=cooperate", "what=benchmark"], publications(register)


@test
def test_options_that_contradict_each_other_are_refused(directory):
    register, keys = the_round()
    for words, about in (((["--publish", "--tag", "size=large"]), "subtracting"), (["--min-group", "6"], "give --publish too"),
                         (["--publish", "--min-group", "4"], "--min-group"),
                         (["--publish=rounded", "--min-group", "9"], "--min-group"), (["--again"], "give --publish too"),
                         (["--publish=other"], "--publish=rounded"), (["--together", "--group", "kommun"], "--together"),
                         (["--json", "--csv"], "choose one"), (["--csv", "--html"], "choose one")):
        refused(msb("stats", "-r", register, "-k", keys, *words), 2, about)


run()
