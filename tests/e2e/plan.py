"""What `gap` gives beside the steps: support, a plan for a spreadsheet, and what is lacking against a target."""
import csv
import io
import json
import re
import stat
from pathlib import Path

from sigill_test import DATA, expect, refused, run, sigill, test, tree, unchanged
from supportkit import CATALOGUE, chosen, named_for, told

MUNICIPALITY = DATA / "typical-municipality.json"
REGION = DATA / "typical-region.json"
SMALL_EDITION = DATA / "small-edition.json"
SMALL = DATA / "small-answers.json"
TARGET = Path("docs/examples/target-foreskrift.json").resolve()
EDITION = json.loads(Path("editions/infosakkollen-2021.json").read_text())
TOPIC = {question["id"]: question["topic"] for question in EDITION["wording"]["questions"]}
AREAS = EDITION["model"]["areas"]


def as_json(result):
    return json.loads(expect(result, 0).out)


def written(directory, document, name="file.json"):
    path = directory / name
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def lines(text):
    """The measures of a plan as a spreadsheet reads them, without the headings and what it was made from."""
    assert text.startswith("\ufeff"), text[:10]
    table = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";", strict=True))
    assert [len(line) for line in table] == [13] * len(table), table
    assert [line[0] for line in table[-2:]] == ["edition", "answers"] and table[-2][11] == EDITION["model"]["id"], table[-2]
    return table[1:-2]


def questions_of(table):
    """The questions of a plan's measures, each once, in their order."""
    return list(dict.fromkeys(int(line[1]) for line in table))


def areas_of(question, options):
    """The areas that a scale (options None) or these options of a checklist belong to."""
    return {area["id"] for area in AREAS if question in area["in_full"] or
            set(options or "") & set(area["options"].get(str(question), ""))}


def check_support(result, steps, answers):
    levels = {area["id"]: area["level"] for area in as_json(sigill("score", "--json", answers))["areas"]}
    for step in steps:
        question = step["question"]
        assert step["support"] == chosen(question, levels), step
    assert result["support"] == told(steps), result["support"]


def lacking(answers, target):
    """What the target has that the answers lack, by question: (options, None) or (None, (from, to))."""
    found = {}
    for measure in target["measures"]:
        own = answers["answers"].get(str(measure["question"]), {}).get("yes")
        if isinstance(measure["yes"], int):
            if (own or 0) < measure["yes"]:
                found[measure["question"]] = (None, (own or 0, measure["yes"]))
        elif set(measure["yes"]) - set(own or []):
            found[measure["question"]] = (sorted(set(measure["yes"]) - set(own or [])), None)
    return found


@test
def test_support_follows_the_steps(directory):
    seen = 0
    for level in range(1, 5):
        for answers in (MUNICIPALITY, REGION):
            gap = as_json(sigill("gap", "--json", "--level", level, answers))
            check_support(gap, gap["steps"], answers)
            seen += len(gap["steps"])
            assert all(step["topic"] == TOPIC[step["question"]] for step in gap["steps"]), gap
    assert seen > 50, seen


@test
def test_support_is_shown_within_80_columns(directory):
    for lang in ("sv", "en"):
        for options in (["--level", 4], ["--target", TARGET]):
            result = expect(sigill("gap", *options, MUNICIPALITY, lang=lang), 0, err="",
                            out_has=["KLASSA (SKR)", CATALOGUE["about"].split(". ")[0][:40], "sigill support"])
            assert max(len(line) for line in result.out.splitlines()) <= 80, result


@test
def test_no_support_where_no_step_is_needed(directory):
    assert as_json(sigill("gap", "--json", "--level", 1, REGION))["support"] == []
    assert "sigill support" not in expect(sigill("gap", "--level", 1, REGION), 0).out


@test
def test_no_support_for_another_edition(directory):
    assert as_json(sigill("gap", "--json", "--edition", SMALL_EDITION, SMALL))["support"] == []


@test
def test_a_plan_opens_in_a_spreadsheet(directory):
    plan = directory / "plan.csv"
    expect(sigill("gap", "--csv", "--level", 2, "-o", plan, MUNICIPALITY, lang="sv"), 0, out="", err="")
    assert stat.S_IMODE(plan.stat().st_mode) == 0o600
    text = plan.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf") and text.endswith(b"\r\n") and text.count(b"\n") == text.count(b"\r\n")
    table = lines(text.decode())
    steps = as_json(sigill("gap", "--json", "--level", 2, MUNICIPALITY))["steps"]
    assert questions_of(table) == sorted({step["question"] for step in steps})
    assert all(line[2] == TOPIC[int(line[1])] and line[0].lstrip("'").split(".")[0] == line[1] for line in table), table
    names = {area["id"]: area["name"] for area in EDITION["wording"]["areas"]}
    for line in table:
        option = line[0].split(".")[1]
        assert set(line[3].split("; ")) - {""} == {names[area] for area in areas_of(int(line[1]), option if option.isalpha() else None)}, line
    assert all(line[4] and line[5] and line[6:10] == [""] * 4 and line[10] in ("planerad", "möjlig") and not line[11] for line in table)
    levels = {area["id"]: area["level"] for area in as_json(sigill("score", "--json", MUNICIPALITY))["areas"]}
    assert all(line[12] == named_for(chosen(int(line[1]), levels)) for line in table) and any(line[12] for line in table), table
    refused(sigill("gap", "--csv", "-o", plan, MUNICIPALITY), 3, "plan.csv: exists already")
    assert plan.read_bytes() == text
    expect(sigill("gap", "--csv", "--level", 2, "-o", plan, "--force", MUNICIPALITY, lang="sv"), 0)
    assert plan.read_bytes() == text


@test
def test_a_plan_is_printed_without_a_file(directory):
    before = tree(directory)
    result = expect(sigill("gap", "--csv", MUNICIPALITY, cwd=directory), 0, err="")
    assert questions_of(lines(result.out)) == [8, 10, 11, 13, 14, 15]
    unchanged(directory, before)


@test
def test_what_is_lacking_against_a_target(directory):
    answers, target = json.loads(MUNICIPALITY.read_text()), json.loads(TARGET.read_text())
    wanted = lacking(answers, target)
    assert any(options for options, _ in wanted.values()) and any(steps for _, steps in wanted.values())
    result = as_json(sigill("gap", "--json", "--target", TARGET, MUNICIPALITY))
    assert result["target"] == target["name"] and "Exempel" in result["target"]
    assert {line["question"]: (line["options"], None if line["to"] is None else (line["from"], line["to"]))
            for line in result["questions"]} == wanted
    for line in result["questions"]:
        assert set(line["areas"]) == areas_of(line["question"], line["options"]), line
        assert line["topic"] == TOPIC[line["question"]]
        assert line["points"] == (len(line["options"]) if line["options"] else line["to"] - line["from"]), line
    assert result["points"] == sum(line["points"] for line in result["questions"])
    assert result["measures"] == sum(line["measures"] for line in result["questions"])
    touched = {area for line in result["questions"] for area in line["areas"]}
    assert touched == {area["id"] for area in result["areas"] if area["points"]}
    check_support(result, result["questions"], MUNICIPALITY)
    assert questions_of(lines(expect(sigill("gap", "--csv", "--target", TARGET, MUNICIPALITY), 0).out)) == sorted(wanted)


@test
def test_no_name_becomes_a_formula_by_whatever_the_lines_are_divided(directory):
    target = json.loads(TARGET.read_text())
    for name in ("Kommun,=1+1", "a;=1+1", "Kommun, \"=1+1\"", "a, =1+1", "a|-1", "a,'=1"):
        path = written(directory, {**target, "name": name})
        text = expect(sigill("gap", "--csv", "--target", path, MUNICIPALITY), 0).out
        assert name.replace("=", "'=").replace("-", "'-") in lines(text)[0][5], lines(text)[0]
        for divider in ",;\t|":
            for row in csv.reader(io.StringIO(text[1:], newline=""), delimiter=divider):
                assert not [cell for cell in row if re.match('[ "]*[=+@-]', cell)], (divider, row)


@test
def test_doing_all_of_it_leaves_nothing_lacking(directory):
    answers, target = json.loads(MUNICIPALITY.read_text()), json.loads(TARGET.read_text())
    for measure in target["measures"]:
        answers["answers"][str(measure["question"])] = {"yes": measure["yes"], "assessment": "unsure"}
    path = written(directory, answers)
    expect(sigill("gap", "--target", TARGET, path), 0, err="", out_has=["Nothing is lacking."])
    result = as_json(sigill("gap", "--json", "--target", TARGET, path))
    assert (result["points"], result["questions"], result["support"]) == (0, [], []), result


@test
def test_wrong_targets_are_refused_with_their_place(directory):
    for change, text in [(lambda target: target["measures"][0].update(question=41), "measures[0]: the edition has no question 41"),
                         (lambda target: target["measures"][2].update(yes=6), "measures[2].yes: a whole number from 1 to 5"),
                         (lambda target: target["measures"][0].update(yes=["f"]), "measures[0].yes[0]: "),
                         (lambda target: target.update(edition="infosakkollen-1999"), 'the profile is for "infosakkollen-1999"'),
                         (lambda target: target.update(format="sigill-target/9"), "the format is not sigill-target/1"),
                         (lambda target: target.update(matt=[]), "matt: unknown key")]:
        target = json.loads(TARGET.read_text())
        change(target)
        path = written(directory, target, "mal.json")
        result = refused(sigill("gap", "--target", path, MUNICIPALITY), 1, "mal.json", text)
        assert result.out == "", result
    refused(sigill("gap", "--target", directory / "none.json", MUNICIPALITY), 3, "none.json")


@test
def test_the_regulations_yardstick_comes_to_the_printed_numbers(directory):
    """Those of the typical municipality and the typical region; docs/claims.md has the authorities' 34, which needs their answers."""
    listed = {one["question"]: one["yes"] for one in json.loads(Path("editions/target-foreskrift-2021.json").read_text())["measures"]}
    for name, left in (("municipality", 76), ("region", 22)):
        path = Path(f"tests/data/typical-{name}.json").resolve()
        told = as_json(sigill("gap", "--json", "--target", "foreskrift", path))
        given = json.loads(path.read_text())["answers"]
        lacks = {question: sorted(set(wanted if isinstance(wanted, list) else ["step"]) - set(
            had if isinstance(had := given[str(question)].get("yes") or [], list) else ["step"])) for question, wanted in listed.items()}
        assert told["measures"] == left == sum(map(len, lacks.values())), told["measures"]
        assert [one["question"] for one in told["questions"]] == [question for question in sorted(lacks) if lacks[question]]
        assert "inte offentlig" in told["target"]
        expect(sigill("gap", "--target", "foreskrift", path), 0, out_has=["MSB:s egen lista är inte offentlig"])
    refused(sigill("gap", "--target", "foreskrif", MUNICIPALITY), 1, "foreskrif: neither a file nor the id of a target profile")
    (directory / "foreskrif").write_text(TARGET.read_text())
    expect(sigill("gap", "--target", "foreskrif", MUNICIPALITY, cwd=directory), 0, out_has=["en tänkt föreskrift"])


@test
def test_options_that_exclude_each_other(directory):
    before = tree(directory)
    for args, text in [(["--level", 2, "--target", TARGET], "--level, --target and --benchmark exclude each other"),
                       (["--csv", "--json"], "--csv and --json exclude each other"),
                       (["-o", directory / "x"], "--output is for the plan that --csv makes")]:
        refused(sigill("gap", *args, MUNICIPALITY), 2, text)
    unchanged(directory, before)


# ---- consent ----

@test
def test_consent_is_asked_for_and_checked(directory):
    expect(sigill("questions", lang="sv"), 0, out_has=["  [ ] ja  [ ] nej"])
    template = directory / "mall.json"
    expect(sigill("template", "-o", template), 0)
    assert json.loads(template.read_text())["background"] == {"comparison": ""}
    answers = json.loads(MUNICIPALITY.read_text())
    for text, wrong in [("ja", False), ("nej", False), ("", False), ("Ja", True), ("kanske", True)]:
        answers["background"] = {"comparison": text}
        path = written(directory, answers)
        result = sigill("check", "--json", path)
        codes = [finding["code"] for finding in json.loads(result.out)["errors"]]
        assert codes == (["background"] if wrong else []) and result.status == (1 if wrong else 0), result


run()
