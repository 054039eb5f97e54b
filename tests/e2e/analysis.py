"""The subcommands of analysis over a small population that was really sealed and received; what they
must say is counted here once more, from the same answers, by other means."""
import atexit
import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "analysis"))

from organisations import ANSWERS, CONSENTS, EDITION, GROUP, NAME, QUESTIONS, number_of, write_answers  # noqa: E402
from parties import enrol, make_party, make_register, own, received, rows, trust  # noqa: E402
from recount import (about, area_level, area_parts, area_points, by_standing, lacking, lasted, level,  # noqa: E402
                     members, points, standing, suits, typical)
from sigill_test import expect, msb, refused, run, sigill, test  # noqa: E402


# ---- the population ----

_built = []


def population():
    """A register with everybody's submission, made once for all tests: register, keys, directory."""
    if _built:
        return _built[0]
    directory = Path(tempfile.mkdtemp(prefix="sigill-test-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    (directory / "in").mkdir()
    for place, (number, answers) in enumerate(ANSWERS.items()):
        party = make_party(directory / str(place), "--name", NAME[number], "--number", number, "--group", GROUP[number])
        expect(enrol(register, keys, own(party)), 0)
        expect(trust(party, own(keys)), 0)
        path = write_answers(directory / f"{place}.json", number, answers)
        expect(sigill("seal", path, "-k", party, "--yes", "-o", directory / "in"), 0)
    assert {line["verdict"] for line in received(register, keys, directory / "in")} == {"imported"}
    _built.append((register, keys, directory))
    return _built[0]


def ask(*words, status=0):
    """The JSON that a subcommand prints about the population."""
    register, keys, _ = population()
    return json.loads(expect(msb(*words[:1], "-r", register, "-k", keys, "--json", *words[1:]), status).out)


def text(*words, lang="en"):
    """The text likewise, which fits a terminal."""
    register, keys, _ = population()
    shown = expect(msb(*words[:1], "-r", register, "-k", keys, *words[1:], lang=lang), 0, err="").out
    assert all(len(line) <= 80 and line == line.rstrip() for line in shown.splitlines()), shown
    return shown


def refusal(status, parts, *words):
    register, keys, _ = population()
    return refused(msb(words[0], "-r", register, "-k", keys, *words[1:]), status, *([parts] if isinstance(parts, str) else parts))


# ---- benchmark ----

def judge_benchmark(found, numbers):
    answers = {}
    assert found["n"] == len(numbers), found["n"]
    for question, told in zip(QUESTIONS, found["questions"], strict=True):
        kind, kept, said, counts = typical(question, numbers)
        assert told["id"] == question["id"]
        assert (told["kind"], told["yes"], told["yes_count"], told["chosen"]) == (kind, kept, said, counts), told
        assert told["answer"] == ("yes" if kept else "no"), told
        offered = question.get("options") or range(1, question.get("steps", 0) + 1)
        least = min((count for option, count in zip(offered, counts) if option in kept), default=len(numbers) - said)
        assert told["strength"] == {"part": least, "of": said if kept else len(numbers)}, told
        answers[str(question["id"])] = {"yes": max(kept) if question["kind"] == "scale" and kept else kept}
    result = found["result"]
    assert result["standing"] == standing(answers), (result["standing"], standing(answers))
    assert result["measures"] == sum(len(told["yes"]) for told in found["questions"])
    for area, told in zip(EDITION["areas"], result["areas"], strict=True):
        parts = area_parts(area)
        kept = sum(len([option for option in told_question["yes"]
                        if parts[str(told_question["id"])] is True or question["kind"] == "scale"
                        or option in parts[str(told_question["id"])]])
                   for question, told_question in zip(QUESTIONS, found["questions"]) if str(question["id"]) in parts)
        assert (told["id"], told["points"], told["level"], told["measures"]) == \
            (area["id"], area_points(area, answers), area_level(area, answers), kept), told


@test
def test_benchmark_of_all_and_of_each_group_is_what_is_counted(directory):
    for group in (None, "kommun", "region", "myndighet"):
        found = ask("benchmark", *(["--group", group] if group else []))
        assert (found["group"], found["best"], found["of"]) == (group, None, len(members(group))), found
        judge_benchmark(found, members(group))
    assert {told["kind"] for told in ask("benchmark")["questions"]} == {None, "majority", "minority"}


@test
def test_benchmark_of_the_best_takes_exactly_so_many_in_the_order_of_standing(directory):
    for best in (1, 3, 5, 9, 40):
        found = ask("benchmark", "--group", "kommun", "--best", best)
        assert (found["best"], found["of"]) == (best, 9), found
        judge_benchmark(found, by_standing(members("kommun"))[:best])


@test
def test_benchmark_tells_who_stands_as_high_and_is_left_out(directory):
    order = by_standing(members("kommun"))
    first = min(order.index(number_of(0)), order.index(number_of(1)))
    found = ask("benchmark", "--group", "kommun", "--best", first + 1)
    assert found["left_out"] == 1, found["left_out"]
    judge_benchmark(found, order[:first + 1])
    assert "1 more stands as high as the last of them" in " ".join(text(
        "benchmark", "--group", "kommun", "--best", str(first + 1)).split())
    assert ask("benchmark", "--group", "kommun", "--best", first + 2)["left_out"] == 0


@test
def test_benchmark_as_text_and_csv(directory):
    register, keys, _ = population()
    shown = text("benchmark", "--group", "kommun")
    found = ask("benchmark", "--group", "kommun")
    assert "Round infosakkollen-2021, group Kommun: 9 organisations\n" in shown, shown
    assert f"Points              {found['result']['points']:4} of 200\n" in shown, shown
    lines = msb("benchmark", "-r", register, "-k", keys, "--group", "kommun", "--csv").raw.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 42 and lines[-1] == "", lines
    for line, told in zip(lines[1:-1], found["questions"], strict=True):
        [cells] = csv.reader([line], delimiter=";")
        chosen = ("" if isinstance((told["yes"] or [""])[0], str) else " ").join(str(option) for option in told["yes"])
        assert cells[0] == str(told["id"]) and cells[1] == told["topic"], line
        assert cells[2:] == [told["answer"], told["kind"] or "", chosen, str(told["yes_count"]), "9",
                             str(told["strength"]["part"]), str(told["strength"]["of"])], line
    assert f"Poäng               {found['result']['points']:4} av 200\n" in text("benchmark", "--group", "kommun", lang="sv")


@test
def test_published_benchmark_hides_what_is_small(directory):
    found = ask("benchmark", "--group", "kommun", "--publish")
    shown = [told["yes_count"] for told in found["questions"]]
    whole = [typical(question, members("kommun"))[2] for question in QUESTIONS]
    assert found["published"] is True
    assert all(told["chosen"] is None and told["strength"] is None for told in found["questions"])
    assert [told["yes"] for told in found["questions"]] == [typical(question, members("kommun"))[1] for question in QUESTIONS]
    for told, count in zip(shown, whole, strict=True):
        assert told == count or told is None or (told == "<3" and count in (1, 2)), (told, count)
        assert not isinstance(told, int) or not (0 < told < 3 or 0 < 9 - told < 3), told
    assert any(isinstance(told, int) for told in shown) and any(count in (1, 2, 7, 8) for count in whole)


@test
def test_published_benchmark_of_all_reveals_nothing_of_groups_that_are_too_small(directory):
    every = ask("benchmark", "--publish")["questions"]
    municipalities = ask("benchmark", "--group", "kommun", "--publish")["questions"]
    for question, whole, part in zip(QUESTIONS, every, municipalities, strict=True):
        others = [number for number in members() if GROUP[number] != "kommun"]
        count = typical(question, others)[2]
        if isinstance(whole["yes_count"], int):
            assert isinstance(part["yes_count"], int), (whole, part)
            rest = whole["yes_count"] - part["yes_count"]
            assert rest == count and not (0 < rest < 3 or 0 < len(others) - rest < 3), (whole, part)


@test
def test_benchmark_that_would_single_somebody_out_is_not_published(directory):
    refusal(1, ["4 organisations", "at least 5"], "benchmark", "--group", "region", "--publish")
    refusal(1, ["2 organisations", "at least 5"], "benchmark", "--group", "myndighet", "--publish")
    refusal(1, ["5 best of 9", "three times"], "benchmark", "--group", "kommun", "--best", "5", "--publish")
    refusal(1, ["6 best", "5, 10, 15"], "benchmark", "--best", "6", "--publish")
    refusal(1, ["4 best", "5, 10, 15"], "benchmark", "--best", "4", "--publish")
    found = ask("benchmark", "--best", "5", "--publish")
    assert all(told["yes_count"] is None for told in found["questions"])
    assert [told["yes"] for told in found["questions"]] == \
        [typical(question, by_standing(members())[:5])[1] for question in QUESTIONS]


def audited():
    """What the audit says of what left the register."""
    register, _, _ = population()
    return [(kind, dict(word.split("=") for word in subject.split())) for kind, subject in rows(
        register, "SELECT kind, subject FROM audit WHERE kind IN ('export', 'publish') ORDER BY serial")]


@test
def test_a_choice_that_changes_nothing_is_the_same_set(directory):
    register, keys, _ = population()
    place = ["-r", shutil.copytree(register, directory / "register"), "-k", shutil.copytree(keys, directory / "keys")]
    expect(msb("stats", *place, "--publish"), 0, err="")
    current = json.loads(expect(msb("list", *place, "--json"), 0).out)[0]
    expect(msb("choose", *place, current["id"]), 0)
    expect(msb("benchmark", *place, "--publish=hidden", "--group", "kommun"), 0, err="")


@test
def test_what_leaves_the_register_is_in_its_audit(directory):
    register, keys, _ = population()
    place = ["-r", register, "-k", keys]
    before = len(audited())
    for name, words in (("benchmark", ["--csv"]), ("rank", ["--json"]), ("gap", [number_of(0), "--csv"])):
        printed = expect(msb(name, *place, *words), 0).raw
        assert len(audited()) == before, "what is only shown leaves a row"
        expect(msb(name, *place, *words, "-o", directory / name), 0, out="", err="")
        assert (directory / name).read_bytes() == printed and (directory / name).stat().st_mode & 0o777 == 0o600
        before += 1
        assert audited()[-1] == ("export", {"what": name, "round": EDITION["id"]}), audited()[-1]
        refused(msb(name, *place, *words, "-o", directory / name), 3, str(directory / name))
        before = len(audited())
    expect(msb("benchmark", *place, "--publish", "--group", "kommun"), 0, err="")
    kind, told = audited()[-1]
    assert kind == "publish" and len(told.pop("benchmark")) == 64 == len(told.pop("set")), told
    assert told == {"what": "benchmark", "round": EDITION["id"], "edition": EDITION["id"], "late": "0", "form": "hidden",
                    "group": "kommun", "best": "0"}, told
    before = len(audited())
    expect(msb("benchmark", *place, "--publish", "--group", "kommun", "-o", directory / "published"), 0, out="", err="")
    assert [kind for kind, _ in audited()[before:]] == ["publish"]
    expect(msb("benchmark", *place, "--publish", "--group", "region"), 1, out="")
    assert len(audited()) == before + 1, "what is refused leaves a row"
    expect(msb("benchmark", *place, "--publish", "--best", "5"), 0, err="")
    expect(msb("benchmark", *place, "--publish", "--late", "--group", "kommun"), 0,  # nobody is late, but it says that they count
           err_has="another benchmark of the same organisations was made for publication on")
    expect(msb("audit", *place), 0)


# ---- rank ----

@test
def test_rank_is_total_and_equals_share_a_place(directory):
    for group in (None, "kommun"):
        found = ask("rank", *(["--group", group] if group else []))
        order = by_standing(members(group))
        assert found["n"] == len(order)
        assert [told["number"] for told in found["organisations"]] == order
        for told in found["organisations"]:
            own_standing = standing(ANSWERS[told["number"]])
            better = sum(standing(ANSWERS[number]) > own_standing for number in order)
            assert told["standing"] == own_standing and told["place"] == better + 1, told
            assert (told["organisation"], told["group"]) == (NAME[told["number"]], GROUP[told["number"]]), told
    places = [told["place"] for told in ask("rank")["organisations"]]
    assert len(places) - len(set(places)) == 1, places


@test
def test_rank_shows_as_many_as_wanted(directory):
    assert [told["number"] for told in ask("rank", "--limit", "3")["organisations"]] == by_standing(members())[:3]
    shown = text("rank", "--limit", "3")
    assert "… and 12 more\n" in shown and NAME[by_standing(members())[0]] in shown, shown
    assert NAME[by_standing(members())[3]] + " " not in shown, shown
    register, keys, _ = population()
    listed = msb("rank", "-r", register, "-k", keys, "--csv").raw.decode("utf-8-sig").split("\r\n")
    assert [line[2] for line in csv.reader(listed[1:-1], delimiter=";")] == by_standing(members())
    refusal(2, "--limit", "rank", "--limit", "0")
    refusal(2, "--csv", "rank", "--csv", "--json")


# ---- gap ----

def judge_difference(told, target, answers):
    expected = lacking(target, answers)
    assert {one["question"]: one["options"] or (one["from"], one["to"]) for one in told["questions"]} == expected, told
    assert told["points"] == sum(what[1] - what[0] if isinstance(what, tuple) else len(what) for what in expected.values())
    assert told["measures"] == sum(what[0] == 0 if isinstance(what, tuple) else len(what) for what in expected.values())
    for one in told["questions"]:
        assert set(one["areas"]) <= {area["id"] for area in EDITION["areas"] if str(one["question"]) in area_parts(area)}
        assert one["topic"]
    return expected


@test
def test_gap_to_a_level_is_what_the_organisation_itself_is_told(directory):
    _, _, place = population()
    for index in (0, 4, 6, 11):
        for words in ([], ["--level", "4"]):
            found = ask("gap", number_of(index), *words)
            told = json.loads(expect(sigill("gap", place / f"{index}.json", "--json", *words), 0).out)
            assert {key: found[key] for key in told} == told, (found, told)
            assert set(found) - set(told) == {"organisation", "round"}, found.keys()
            assert found["organisation"] == {"number": number_of(index), "name": NAME[number_of(index)],
                                             "group": GROUP[number_of(index)]}
            assert found["from"] == level(ANSWERS[number_of(index)])
    assert f"{NAME[number_of(0)]} ({number_of(0)}), round infosakkollen-2021\n" in text("gap", number_of(0))


@test
def test_a_number_may_be_typed_without_its_hyphen(directory):
    typed = number_of(0).replace("-", "")
    for command in ("gap", "trend", "cooperate"):
        assert ask(command, typed) == ask(command, number_of(0)), command


@test
def test_gap_to_the_benchmark_of_a_group(directory):
    for group, best in ((None, None), ("region", None), ("kommun", 3)):
        words = [*(["--group", group] if group else []), *(["--best", best] if best else [])]
        numbers = by_standing(members(group or "kommun"))[:best]
        target = {}
        for question in QUESTIONS:
            kept = typical(question, numbers)[1]
            target[str(question["id"])] = {"yes": (max(kept) if question["kind"] == "scale" else kept) if kept else []}
        found = ask("gap", number_of(0), "--benchmark", *words)
        assert judge_difference(found, target, ANSWERS[number_of(0)])
        assert f"({len(numbers)} organisations)" in found["target"], found["target"]
    refusal(2, "--benchmark", "gap", number_of(0), "--best", "3")
    refusal(2, "--benchmark", "gap", number_of(0), "--group", "kommun")
    refusal(2, "exclude", "gap", number_of(0), "--benchmark", "--level", "2")


@test
def test_gap_to_another_organisation_needs_the_consent_of_both(directory):
    one, other, silent = number_of(0), number_of(4), number_of(5)
    assert judge_difference(ask("gap", one, "--with", other), ANSWERS[other], ANSWERS[one])
    assert ask("gap", one, "--with", other)["target"] == f"{NAME[other]} ({other})"
    for words, who in (([one, "--with", silent], silent), ([silent, "--with", one], silent)):
        refusal(1, [f"{NAME[who]} ({who}) has not consented", "both"], "gap", *words)
    refusal(1, "999999-9999", "gap", one, "--with", "999999-9999")
    refusal(1, "999999-9999", "gap", "999999-9999")


@test
def test_gap_to_a_target_profile(directory):
    profile = directory / "profile.json"
    wanted = {"1": {"yes": ["a", "e"]}, "3": {"yes": 5}, "40": {"yes": ["b"]}}
    profile.write_text(json.dumps({"format": "sigill-target/1", "edition": EDITION["id"], "name": "Föreskriften",
                                   "measures": [{"question": int(id), **given} for id, given in wanted.items()]}))
    target = {str(question["id"]): wanted.get(str(question["id"]), {}) for question in QUESTIONS}
    found = ask("gap", number_of(2), "--target", profile)
    assert judge_difference(found, target, ANSWERS[number_of(2)]) and found["target"] == "Föreskriften"
    listed = {str(one["question"]): {"yes": one["yes"]} for one in json.loads(Path("editions/target-foreskrift-2021.json").read_text())["measures"]}
    target = {str(question["id"]): listed.get(str(question["id"]), {}) for question in QUESTIONS}
    assert judge_difference(ask("gap", number_of(2), "--target", "foreskrift"), target, ANSWERS[number_of(2)])
    refusal(3, "nowhere.json", "gap", number_of(2), "--target", directory / "nowhere.json")
    profile.write_text("{}")
    refusal(1, "profile.json", "gap", number_of(2), "--target", profile)


@test
def test_gap_as_a_plan_to_fill_in(directory):
    register, keys, _ = population()
    place = ["-r", register, "-k", keys, number_of(0)]
    for words in (["--level", "2"], ["--benchmark"], ["--with", number_of(4)]):
        found = ask("gap", number_of(0), *words)
        plan = expect(msb("gap", *place, *words, "--csv"), 0, err="").raw.decode("utf-8-sig").split("\r\n")
        lines = list(csv.reader(plan[:-1], delimiter=";"))
        assert plan[-1] == "" and all(line[6:10] == ["", "", "", ""] for line in lines[1:]), plan
        assert {line[1] for line in lines[1:-2]} == {str(one["question"]) for one in found.get("steps", found.get("questions"))}


# ---- cooperate ----

@test
def test_cooperate_of_a_group_counts_who_can_teach(directory):
    for group in (None, "kommun"):
        numbers = members(group)
        having = {question["id"]: sum(points(ANSWERS[number][str(question["id"])]) > 0 for number in numbers)
                  for question in QUESTIONS}
        found = ask("cooperate", *(["--group", group] if group else []))
        even = [question for question, count in having.items() if len(numbers) <= 3 * count <= 2 * len(numbers)]
        few = [question for question, count in having.items() if 3 * count < len(numbers)]
        assert [told["question"] for told in found["even"]] == \
            sorted(even, key=lambda question: (abs(2 * having[question] - len(numbers)), question)), found["even"]
        assert [told["question"] for told in found["few_teach"]] == \
            sorted(few, key=lambda question: (having[question], question)), found["few_teach"]
        for told in found["even"] + found["few_teach"]:
            count = having[told["question"]]
            assert (told["with"], told["without"]) == (count, len(numbers) - count), told
            assert told["areas"] == [area["id"] for area in EDITION["areas"]
                                     if about(area, told["question"])], told
    assert ask("cooperate")["even"], "nothing to see"
    text("cooperate", "--group", "kommun")


@test
def test_cooperate_finds_partners_of_the_same_group_first(directory):
    seen = 0
    for number in (number_of(4), number_of(6), number_of(10)):
        partners = {other: suits(number, other) for other in members() if other != number}
        partners = {other: pair for other, pair in partners.items() if pair[0] and pair[1]}
        order = sorted(partners, key=lambda other: (GROUP[other] != GROUP[number], -min(map(len, partners[other])),
                                                    -sum(map(len, partners[other])), other))
        found = ask("cooperate", number, "--limit", "20")
        assert found["organisation"] == {"number": number, "name": NAME[number], "group": GROUP[number],
                                         "consents": number in CONSENTS}, found["organisation"]
        assert [told["number"] for told in found["partners"]] == order, (found["partners"], order)
        for told in found["partners"]:
            assert (told["teaches"], told["learns"]) == partners[told["number"]], told
            assert told["same_group"] == (GROUP[told["number"]] == GROUP[number])
            assert told["consents"] == (told["number"] in CONSENTS)
        seen += len(order)
        text("cooperate", number)
    assert seen > 0
    refusal(1, "999999-9999", "cooperate", "999999-9999")


# ---- forecast ----

@test
def test_forecast_tells_who_rises_by_itself(directory):
    expected = {}
    for number in members():
        now, least, most = (level(ANSWERS[number]), level(lasted(ANSWERS[number], False)),
                            level(lasted(ANSWERS[number], True)))
        if most > now:
            expected[number] = ("rises" if least > now else "may-rise", now, least, most)
    found = ask("forecast")
    told = {one["number"]: (one["rise"], one["now"]["level"], one["least"]["level"], one["most"]["level"])
            for one in found["organisations"]}
    assert told == expected, (told, expected)
    assert told[number_of(2)] == ("rises", 0, 1, 1) and told[number_of(3)] == ("may-rise", 0, 0, 1), told
    assert (found["rises"], found["may_rise"]) == tuple(
        sum(kind == one[0] for one in expected.values()) for kind in ("rises", "may-rise"))
    assert found["partly"] == sum(any(given.get("no") == "partly" for given in ANSWERS[number].values())
                                  for number in members())
    for one in found["organisations"]:
        assert one["now"]["points"] == standing(ANSWERS[one["number"]])[2]
        assert one["least"]["points"] == standing(lasted(ANSWERS[one["number"]], False))[2]
        assert one["most"]["points"] == standing(lasted(ANSWERS[one["number"]], True))[2]
    shown = text("forecast", "--group", "kommun")
    assert NAME[number_of(2)] in shown and NAME[number_of(3)] in shown, shown


# ---- nobody, and nothing kept ----

@test
def test_analysis_of_nobody_is_no_error(directory):
    register, keys = make_register(directory)
    place = ["-r", register, "-k", keys]
    for command in ("benchmark", "rank", "cooperate", "forecast"):
        found = json.loads(expect(msb(command, *place, "--json"), 0).out)
        assert found["n"] == 0, found
        expect(msb(command, *place), 0, out_has="No submissions")
    assert json.loads(expect(msb("trend", *place, "--json"), 0).out)["rounds"] == []
    expect(msb("trend", *place), 0, out_has="No submissions")
    refused(msb("trend", *place, number_of(0)), 1, number_of(0))
    refused(msb("cooperate", *place, number_of(0)), 1, number_of(0))
    refused(msb("benchmark", *place, "--publish"), 1, "0 organisations")


@test
def test_analysis_refuses_a_group_that_is_none(directory):
    for command in ("benchmark", "rank", "cooperate", "forecast", "trend"):
        refusal(1, "kommuner", command, "--group", "kommuner")


run()
