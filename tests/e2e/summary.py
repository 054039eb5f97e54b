"""score --summary: what the management is shown, as text and as a page of one sheet, beside a profile or the authority's
benchmarks. What a browser makes of the page: pages_browser.py."""
import json
import xml.etree.ElementTree as ElementTree

from pagekit import ANKEBORG, MUNICIPALITY, changed
from sigill_test import DATA, expect, flat, refused, run, sigill, test, tree, unchanged

PROFILE = "docs/examples/target-foreskrift.json"
EDITION = json.loads(open("editions/infosakkollen-2021.json", encoding="utf-8").read())


def summary(*words, status=0, **options):
    return expect(sigill("score", *words, "--summary", **options), status).out


def page(path):
    return flat(" ".join(ElementTree.fromstring(path.read_text()).find("body").itertext()))


def feedback(directory, *benchmarks, **changes):
    """The figures that an authority sends back, with these benchmarks: (of, level, points, points of the first area)."""
    score = json.loads(expect(sigill("score", ANKEBORG, "--json"), 0).out)
    listed = []
    for of, level, points, first in benchmarks:
        areas = [{**area, "points": 0} for area in score["areas"]]
        areas[0]["points"] = first
        listed.append({"of": of, "n": 12, "score": {**score, "level": level, "points": points, "areas": areas}})
    path = directory / "aterkoppling.json"
    path.write_text(json.dumps({"format": "sigill-feedback/1", "edition": score["edition"], "benchmarks": listed, "later": 1, **changes}))
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
    path = feedback(directory, ("group", 2, 91, 40), ("best", 4, 180, 47))
    text = summary(ANKEBORG, "--against", path)
    for part in ("The group's benchmark: level 2 and 91 points, beside 66 here.", "Benchmark of the best: level 4 and 180 points",
                 "8 of 47 points, beside 40 there", "The group", "The best"):
        assert part in flat(text), f"{part}\n{text}"
    assert " 8/47 " in text and " 40 " in text and " 47 " in text
    behind = feedback(directory, ("group", 0, 1, 0))
    assert "Furthest behind" not in summary(ANKEBORG, "--against", behind)


@test
def test_what_cannot_be_compared_with_is_refused(directory):
    before = tree(directory)
    for benchmarks, changes, said in (([], {}, "too few of the group"), ([], {"edition": "andra"}, "\"andra\""),
                                      ([("group", 9, 1, 1)], {}, "level"), ([("group", 1, 1, 99)], {}, "points")):
        refused(sigill("score", ANKEBORG, "--summary", "--against", feedback(directory, *benchmarks, **changes)), 1, said)
    refused(sigill("score", ANKEBORG, "--summary", "--json"), 2, "--summary cannot be combined with --json")
    refused(sigill("score", ANKEBORG, "--against", PROFILE), 2, "--against is for --summary and --html")
    refused(sigill("score", ANKEBORG, "--summary", "--against", MUNICIPALITY), 1, str(MUNICIPALITY))
    (directory / "aterkoppling.json").unlink()
    unchanged(directory, before)


run()
