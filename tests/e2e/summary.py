"""score --summary: what the management is shown, as text and as a page of one sheet, beside a profile or the authority's
benchmarks. What a browser makes of the page: pages_browser.py."""
import json
import xml.etree.ElementTree as ElementTree

from pagekit import ANKEBORG, MUNICIPALITY, changed
from sigill_test import DATA, expect, flat, refused, run, sigill, test, tree, unchanged

PROFILE = "docs/examples/target-foreskrift.json"
PUBLISHED = json.loads((DATA / "benchmarks.json").read_text(encoding="utf-8"))
GROUP, REGION = PUBLISHED["benchmarks"]
BEST = {**REGION, "id": "kommun-30-best", "group": "kommun", "best": 30}
NOTHING = {**GROUP, "questions": [{**question, "answer": "no", "kind": None, "yes": [], "yes_count": None, "points": 0} for question in GROUP["questions"]],
           "result": {"level": 0, "points": 0, "measures": 0, "areas": [{**area, "points": 0, "level": 0, "measures": 0} for area in GROUP["result"]["areas"]]}}
EDITION = json.loads(open("editions/infosakkollen-2021.json", encoding="utf-8").read())


def summary(*words, status=0, **options):
    return expect(sigill("score", *words, "--summary", **options), status).out


def page(path):
    return flat(" ".join(ElementTree.fromstring(path.read_text()).find("body").itertext()))


def feedback(directory, *benchmarks, **changes):
    """The figures that an authority sends back, with these benchmarks."""
    path = directory / "aterkoppling.json"
    path.write_text(json.dumps({"format": "sigill-feedback/1", "later": 1, "published": {**PUBLISHED, "benchmarks": list(benchmarks), **changes}}))
    return path


# ---- what it says ----

@test
def test_summary_says_level_obstacles_three_steps_and_areas(directory):
    text = summary(ANKEBORG)
    score = json.loads(sigill("score", ANKEBORG, "--json").out)
    gap = json.loads(sigill("gap", ANKEBORG, "--json").out)
    assert f"Level {score['level']} of 4" in text and "Level 2 (Genomförandet) is held back by 7 questions" in flat(text), text
    assert f"{score['points']} of 200 points, {score['measures']} of 132 measures, {score['unsure']} unsure answers" in text
    steps = {step["topic"] for step in gap["steps"]}
    shown = [topic for topic in steps if topic in flat(text)]
    assert len(shown) == 3 and all(f"\n  {number}. " in text for number in (1, 2, 3)) and "\n  4. " not in text, text
    for area in score["areas"]:
        assert f" {area['points']}/{area['max']} " in text, (area, text)
    assert len(text.splitlines()) < 40, text


@test
def test_the_page_says_the_same(directory):
    out = directory / "summary.html"
    expect(sigill("score", ANKEBORG, "--summary", "-o", out), 0, out="", err_has="open it in a browser")
    text = page(out)
    for part in ("Level 1 of 4", "Level 2 (Genomförandet) is held back by 7 questions", "The most important steps to level 2",
                 "the full report lists them", "66 of 200"):
        assert part in text, f"{part}\n{text}"
    assert "How to read" not in text and "By area" not in text, text
    assert expect(sigill("score", ANKEBORG, "--summary", "--html"), 0).out == out.read_text()


@test
def test_answers_with_errors_and_the_highest_level(directory):
    wrong = changed(directory, lambda d: d["answers"].update({"8": {"yes": [], "assessment": "sure"}}))
    assert "1 answer has an error and gives no points." in flat(summary(wrong, status=1))
    best = {str(q["id"]): {"yes": list(q["options"]) if q["kind"] == "checklist" else q["steps"], "assessment": "sure"}
            for q in EDITION["model"]["questions"]}
    text = summary(changed(directory, lambda d: d.update(answers=best)))
    assert "Level 4 of 4" in text and "The highest level is reached." in text and "steps to level" not in text, text


@test
def test_another_edition_has_its_own_summary(directory):
    small = ("--edition", DATA / "small-edition.json", DATA / "small-answers.json")
    text = summary(*small)
    assert "Level 0 of 2" in text and "Människor" in text and "The steps to level 1" in text, text
    out = directory / "small.html"
    expect(sigill("score", *small, "--summary", "-o", out), 0)
    assert "2 / 13" in page(out) or "2/13" in page(out), page(out)


# ---- beside what ----

@test
def test_a_profile_says_what_is_lacking(directory):
    lacks = json.loads(sigill("gap", ANKEBORG, "--target", PROFILE, "--json").out)
    text = summary(ANKEBORG, "--against", PROFILE)
    assert f"{lacks['measures']} measures are lacking of what this demands: {lacks['target']}." in flat(text), text
    assert "Demanded" in text and "Furthest behind in Analys och hantering av informationssäkerhetsrisker: 8 of 47" in flat(text), text
    out = directory / "page.html"
    expect(sigill("score", ANKEBORG, "--summary", "--against", PROFILE, "-o", out), 0)
    assert "25 measures are lacking" in page(out) and lacks["target"] in page(out)


@test
def test_benchmarks_of_feedback_stand_beside(directory):
    path = feedback(directory, GROUP, BEST)
    text, group, best = summary(ANKEBORG, "--against", path), GROUP["result"], BEST["result"]
    for part in (f"The group's benchmark: level {group['level']} and {group['points']} points, beside 66 here.",
                 f"Benchmark of the best: level {best['level']} and {best['points']} points", "The group", "The best"):
        assert part in flat(text), f"{part}\n{text}"
    risk = best["areas"][0]
    assert f"8 of {risk['max']} points, beside {risk['points']} there" in flat(text) and f" 8/{risk['max']} " in text
    assert "Furthest behind" not in summary(ANKEBORG, "--against", feedback(directory, NOTHING))
    # The authority's document holds the same, and one of it can be asked for.
    document = directory / "benchmarks.json"
    document.write_text(json.dumps({**PUBLISHED, "benchmarks": [GROUP, BEST]}))
    assert summary(ANKEBORG, "--against", document) == text
    asked = flat(summary(ANKEBORG, "--benchmarks", document, "--benchmark", "kommun-30-best"))
    assert f"the benchmark of the 30 best of the group Kommun ({BEST['n']} organisations): level {best['level']}" in asked, asked
    assert "119" not in asked and "76 measures are lacking" not in asked
    assert "measures are lacking of what this demands: MSBFS 2020:6 som riktmärke" in flat(summary(ANKEBORG, "--against", "foreskrift"))


@test
def test_the_page_has_the_group_beside_each_question(directory):
    out, document = directory / "page.html", directory / "benchmarks.json"
    document.write_text(json.dumps({**PUBLISHED, "benchmarks": [GROUP, BEST]}))
    expect(sigill("score", ANKEBORG, "--html", "--benchmarks", document, "-o", out), 0)
    rows = [["".join(cell.itertext()) for cell in row] for row in ElementTree.fromstring(out.read_text()).iter("tr")]
    head = next(row for row in rows if row[-1] == "Say yes")
    beside = {row[0]: row[-2:] for row in rows if len(row) == len(head) and row[0].isdigit()}
    assert head[-2] == f"Typkommun ({GROUP['n']} organisations)" and len(beside) == 40, head
    for question in GROUP["questions"]:
        count = question["yes_count"]
        assert beside[str(question["id"])] == [str(question["points"]), "–" if count is None else f"{count} of {GROUP['n']}"], question
    lacks = json.loads(sigill("gap", ANKEBORG, "--benchmarks", document, "--json").out)
    text = page(out)
    assert f"Lacking: {lacks['measures']} measures, {lacks['points']} points, in {len(lacks['questions'])} questions." in text
    assert all(str(one["question"]) in [row[0] for row in rows if len(row) == 3] for one in lacks["questions"])


@test
def test_what_cannot_be_compared_with_is_refused(directory):
    before = tree(directory)
    for benchmarks, changes, said in (([], {}, "at least one benchmark"), ([GROUP], {"edition": "andra"}, "\"andra\""),
                                      ([{**GROUP, "result": {**GROUP["result"], "level": 9}}], {}, "other figures"),
                                      ([REGION], {}, "no benchmark of the answers' group \"kommun\"")):
        path = feedback(directory, *benchmarks, **changes)
        refused(sigill("score", ANKEBORG, "--summary", "--against", path), 1, said)
    refused(sigill("score", ANKEBORG, "--summary", "--against", path, "--benchmarks", path), 2, "exclude each other")
    path.write_text(json.dumps({"format": "sigill-feedback/1", "published": None}))
    refused(sigill("score", ANKEBORG, "--summary", "--against", path), 1, "too few of the group")
    refused(sigill("score", ANKEBORG, "--summary", "--json"), 2, "--summary cannot be combined with --json")
    refused(sigill("score", ANKEBORG, "--against", PROFILE), 2, "are for --summary and --html")
    refused(sigill("score", ANKEBORG, "--summary", "--against", MUNICIPALITY), 1, str(MUNICIPALITY))
    path.unlink()
    unchanged(directory, before)


run()
