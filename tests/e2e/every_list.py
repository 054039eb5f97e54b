"""Every figure of benchmarks, lists and outlooks, in text and CSV, is that of the JSON, which population.py counts itself;
and none is shown beside those."""
import csv
import io
import json
import re

from figurekit import AREAS, LATE_REMARK, SHARES_REMARK, TOPICS, TYPICAL, percent
from sigill_test import run, test
from worldkit import EDITION, shared_world

MODEL = json.loads(EDITION.read_text(encoding="utf-8"))["model"]
SCALES = {question["id"] for question in MODEL["questions"] if question["kind"] == "scale"}
MOST = {area["id"]: area["max"] for area in MODEL["areas"]}
COUNTY = ["--tag", "county=Silverlandet"]


def fits(shown, full):
    """Whether it is the whole text, or its beginning."""
    return shown.strip() == full or shown.strip().endswith("…") and full.startswith(shown.strip()[:-1]) and len(shown) > 8


def heading(said):
    """What the figures are about: the first sentence."""
    group = f"group {shared_world().group_name(said['group'])}" if said["group"] else "all groups"
    tag = f", {said['tag']['name']} = {said['tag']['value']}" if said["tag"] else ""
    members = said.get("of", said["n"])
    return f"Round {said['round']}, {group}{tag}: {members} organisation{'' if members == 1 else 's'}"


def blocks(words):
    """The text in blocks of lines, between the empty ones."""
    return [block.split("\n") for block in shared_world().does(*words).out.rstrip("\n").split("\n\n")]


def lines_of(words):
    """The lines of the CSV as lists."""
    shown = shared_world().does(*words, "--csv").raw.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(shown, newline=""), delimiter=";"))


def check_bar(shown, part, whole):
    full = shown.count("█")
    assert shown == "█" * full + "░" * (len(shown) - full) and abs(full / len(shown) - part / whole) < 1 / len(shown), shown
    assert (full > 0) == (part > 0) and (full == len(shown)) == (part >= whole), shown


# ---- benchmark ----

WITHHELD_REMARK = ("A dash instead of an answer: nothing is shown of that question, since its counts would reveal one or two. Level, points "
                   "and measures are counted without it, and may be higher.")
AGAIN = "--again"  # the world is published in every form here
BENCHMARKS = [["benchmark", "--round", name, *words] for name, words in (
    ("2021", []), ("2023", []), ("2023", ["--group", "region"]), ("2021", ["--best", "9"]), ("2021", ["--late", "--best", "1"]),
    ("2021", ["--best", "400"]), ("2021", COUNTY), ("2021", ["--publish", AGAIN]), ("2021", ["--publish", AGAIN, "--group", "region"]),
    ("2021", ["--publish", AGAIN, "--group", "myndighet", "--best", "20"]), ("2021", ["--publish", AGAIN, "--late", "--best", "30"]),
    ("2021", ["--publish=rounded", AGAIN]), ("2021", ["--publish=rounded", AGAIN, "--group", "region"]),
    ("2021", ["--publish=rounded", AGAIN, "--group", "kommun", "--best", "30"]))]


def sign(figure):
    return "–" if figure is None else str(figure)


def whose(said):
    """What stands above a benchmark."""
    left, found = said["left_out"], [heading(said), *([LATE_REMARK] if said["late_included"] else [])]
    if said["best"]:
        found.append(f"Benchmark of the {said['n']} best of them by standing.")
        found += ["There are no more than that."] if said["best"] > said["n"] else []
        found += [f"{left} more {'stands' if left == 1 else 'stand'} as high as the last of them; those of the lowest numbers were "
                  "taken."] if left else []
    elif said["group"] and not said["tag"]:
        found.append(f"{TYPICAL[said['group']]}: the benchmark of all of them.")
    found += [SHARES_REMARK] if said["n"] and said["form"] != "hidden" else []
    if said["form"] == "rounded":
        found.append("For publication: each count is rounded at random to the multiple of three above or below, and sums and shares are of "
                     "rounded counts; only those asked, counted and covered are exact. Nothing is shown of a group of fewer than 10, and a dash is "
                     "what would reveal one or two.")
    found += [WITHHELD_REMARK] if said["withheld"] else []
    return " ".join(found)


def typical(question):
    """The answer as a reader sees it."""
    if question["answer"] is None:
        return "–"
    if question["answer"] == "no":
        return "no"
    return ("step " if question["id"] in SCALES else "") + " ".join(map(str, question["yes"]))


def check_area_line(line, area):
    name, bar, points, most, measures, level = re.fullmatch(r"(.*?) +([█░]+) +([0-9]+)/([0-9]+) +([0-9]+) +([0-9]+)", line).groups()
    assert fits(name, AREAS[area["id"]]), line
    assert [int(one) for one in (points, most, measures, level)] == [
        area["points"], MOST[area["id"]], area["measures"], area["level"]], line
    check_bar(bar, area["points"], MOST[area["id"]])


def kind_of(question):
    if question["answer"] is None:
        return "–"
    return f"{question['kind'] or ''} {'*' if question['close'] else ''}".strip()


def firmness(question, form):
    """The part, and what it is of; nothing where counts of options are never shown."""
    if form == "hidden":
        return []
    return [question["strength"]["part"], question["strength"]["of"]] if question["strength"] else [None, None]


def check_question_line(line, question, form):
    number, topic, answer, kind, rest = re.fullmatch(r"([ 0-9]{3}) (.{35}) (.{14}) (.{9}) (.*)", line).groups()
    assert int(number) == question["id"] and fits(topic, TOPICS[question["id"]]), line
    assert fits(kind, kind_of(question)) and answer.strip() == typical(question), line
    firm = firmness(question, form)
    firm = [] if not firm else ["–"] if firm[0] is None else percent(*firm).split()
    assert rest.split() == [sign(question["yes_count"]), *firm], line


def check_benchmark_text(shown, said):
    assert " ".join(shown.pop(0)) == whose(said), whose(said)
    if said["n"] == 0:
        assert shown == [["No submissions: there is nothing to compare with."]], shown
        return
    result, totals = said["result"], MODEL["totals"]
    assert [line.split() for line in shown.pop(0)] == [
        ["Level", str(result["level"]), "of", "4"], ["Points", str(result["points"]), "of", str(totals["points"])],
        ["Measures", str(result["measures"]), "of", str(totals["measures"])]]
    areas = shown.pop(0)
    assert areas.pop(0).split() == ["Area", "Points", "Measures", "Level"] and len(areas) == len(result["areas"]), areas
    for line, area in zip(areas, result["areas"]):
        check_area_line(line, area)
    assert not re.search("[0-9]", " ".join(shown.pop(0)))
    questions = shown.pop(0)
    assert questions.pop(0).split() == ["No.", "Question", "Answer", "Kind", "Yes", *([] if said["form"] == "hidden" else ["Firm"])]
    assert len(questions) == len(said["questions"]), questions
    for line, question in zip(questions, said["questions"]):
        check_question_line(line, question, said["form"])
    assert len(shown) == 1 and not re.search("[0-9]", " ".join(shown.pop()).replace("<3: one or two", "")), shown


def benchmark_data(said):
    """The lines of the CSV."""
    found = [["No.", "Question", "Answer", "Kind", "Chosen", "Yes", "Of", *([] if said["form"] == "hidden" else ["Firm: part", "Firm: of"])]]
    for question in said["questions"]:
        firm = ["" if one is None else str(one) for one in firmness(question, said["form"])]
        between = " " if question["id"] in SCALES else ""
        yes = "" if question["yes_count"] is None else str(question["yes_count"])
        if question["answer"] is None:
            found.append([str(question["id"]), TOPICS[question["id"]], "", "", "", yes, str(said["n"]), *firm])
            continue
        found.append([str(question["id"]), TOPICS[question["id"]], question["answer"], kind_of(question),
                      between.join(map(str, question["yes"])), yes, str(said["n"]), *firm])
    return found


@test
def test_every_figure_of_benchmarks(directory):
    for words in BENCHMARKS:
        said = shared_world().says(*words)
        try:
            check_benchmark_text(blocks(words), said)
            shown = lines_of(words)
            assert shown == benchmark_data(said), [one for one in zip(shown, benchmark_data(said)) if one[0] != one[1]][:3]
        except AssertionError as wrong:
            raise AssertionError(f"{words}: {wrong}") from wrong


@test
def test_what_a_published_benchmark_tells_is_true(directory):
    hidden = 0
    for words in [words for words in BENCHMARKS if "--publish" in words]:
        said, true = shared_world().says(*words), shared_world().says(*[word for word in words if word not in ("--publish", AGAIN)])
        assert said.pop("published") and not true.pop("published")
        assert (said.pop("form"), true.pop("form")) == ("hidden", None)
        assert said.pop("left_out") == (true["left_out"] if said["best"] is None else None)  # one, perhaps
        assert true.pop("left_out") is not None
        for own, one in zip(said.pop("questions"), true.pop("questions"), strict=True):
            yes, count = own.pop("yes_count"), one.pop("yes_count")
            assert yes is None or count in ((1, 2) if yes == "<3" else (yes,)), (words, own, count)
            assert (own.pop("chosen"), own.pop("strength")) == (None, None) and one.pop("chosen") and one.pop("strength")
            assert own == one, (own, one)
            hidden += not isinstance(yes, int)
        assert said == true, words
    assert hidden > 0, "nothing is hidden"


# ---- ranking ----

@test
def test_every_figure_of_rankings(directory):
    for words in (["rank", "--round", "2021"], ["rank", "--round", "2021", "--late", "--group", "region"],
                  ["rank", "--round", "2021", *COUNTY], ["rank", "--round", "2021", "--limit", "7"],
                  ["rank", "--round", "2021", "--late", "--next"]):
        said = shared_world().says(*words)
        cells = [[str(one["place"]), one["organisation"], one["number"], one["group"], *map(str, one["standing"]),
                  *(map(str, one["next"].values()) if one["next"] else [""] * 5)] for one in said["organisations"]]
        shown = lines_of(words)
        assert shown[1:] == cells or "--limit" in words, words
        cells = [row[:5] + row[8:] if "--next" in words else row[:8] for row in cells]  # of which a terminal has room
        top, table, notes = blocks(words)
        assert " ".join(top) == " ".join([heading(said), *([LATE_REMARK] if said["late_included"] else [])]), top
        more = said["n"] - len(table) + 1
        if table[-1].startswith(" … and"):
            more = said["n"] - len(table) + 2
            assert table.pop() == f" … and {more} more", table
        assert table.pop(0).split()[:2] == ["Place", "Organisation"] and len(table) + more == said["n"], (len(table), more)
        widths = [5, 20, 11, 10, 5, 5, 4, 5, 3, 3] if "--next" in words else [5, 26, 11, 10, 5, 5, 6, 5]
        shape = " ".join(f"(.{{{width}}})" for width in widths)
        for line, row in zip(table, cells):
            place, name, number, group, *figures = [one.strip() for one in re.fullmatch(shape, line.ljust(80)).groups()]
            assert [place, number, group, *figures] == [row[0], *row[2:]] and fits(name, row[1]), (line, row)
        assert not re.search("[0-9]", " ".join(notes)), notes


run()
