"""The claims of the report of 2021 that a command shows: each value as the program gives it.

SHOWN has, by the claim's id in tests/data/report-2021.json, a function of Programs (claims_programs.py) that gives the value; Programs
notes the commands that it ran on the way. No figure is counted here: values are read out of results, or compared, added and divided."""
import itertools
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from claims_answers import GROUPS, QUESTION, by_group, full, majority, of_seven, percent  # noqa: E402
from claims_programs import whole  # noqa: E402
from compilationkit import NAMES  # noqa: E402
from figurekit import AREAS  # noqa: E402
from fit import REPORT  # noqa: E402
from published import NO_CIRCUMSTANCE, PANDEMIC, RESOURCES  # noqa: E402
from sheetkit import xlsx  # noqa: E402
from sigill_test import expect, sigill  # noqa: E402
from textkit import code_cells  # noqa: E402

SHOWN = {}


def shows(*identities):
    """Registers a function of Programs; with several identities it takes each as its second argument."""
    def register(function):
        for identity in identities:
            SHOWN[identity] = function if len(identities) == 1 else lambda programs, identity=identity: function(programs, identity)
        return function
    return register


# ---- the model ----

@shows("OR-01")
def size(programs):
    programs.note("sigill check")
    programs.score(full(programs.edition))
    said = json.loads(expect(sigill("check", "--json", programs.directory / "made.json"), 0).out)["answered"]
    return {"questions": said["of"], "up_to_section": list(itertools.accumulate(section["of"] for section in said["sections"]))}


@shows("OR-02", "OR-03")
def most(programs, identity):
    return programs.score(full(programs.edition))[{"OR-02": "measures", "OR-03": "points"}[identity]]


@shows("OR-04", "OR-05", "OR-06", "OR-07")
def level_edges(programs, identity):
    """The level is reached with the value, and not with one less, or one unsure more."""
    level, everything = int(identity[-1]) - 3, full(programs.edition)
    def reaches(points, unsure=()):
        return programs.score(points, unsure)["level"] >= level
    asked = [i for i in everything if not reaches({**everything, i: 0})]
    each = next(points for points in range(6) if reaches({**everything, asked[0]: points}))
    least = {i: each if i in asked else 0 for i in everything}
    def with_total(total):
        points = dict(least)
        for i in everything:
            points[i] += min(5 - points[i], total - sum(points.values()))
        return points
    low, high = sum(least.values()), 200
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(with_total(middle)) else (middle + 1, high)
    # The last questions that the level asks for belong to no level below it, but for some of the highest.
    unsure = next(count for count in range(len(asked)) if not reaches(everything, set(asked[-count - 1:])))
    return {"points": low, "questions": len(asked), "each": each, "most_unsure": unsure}


@shows("OR-08")
def totals(programs):
    return [level_edges(programs, f"OR-0{level + 3}")["points"] for level in (1, 2, 3, 4)]


@shows("OR-09")
def most_area_points(programs):
    return {area["id"]: area["points"] for area in programs.score(full(programs.edition))["areas"]}


@shows("OR-11", "OR-12")
def areas_of_question(programs, identity):
    question = {"OR-11": 23, "OR-12": 16}[identity]
    said = programs.score({i: programs.edition.most(i) if i == question else 0 for i in programs.edition.questions})
    return [area["id"] for area in said["areas"] if area["points"]]


@shows("OR-13")
def options_differ(programs):
    found = set()
    programs.note("sigill score")
    for option in programs.edition.questions[14]["options"]:
        answers = {str(i): {"no": "no", "assessment": "sure"} for i in programs.edition.questions}
        answers["14"] = {"yes": [option], "assessment": "sure"}
        path = programs.directory / "made.json"
        path.write_text(json.dumps(whole(programs.edition, answers)), encoding="utf-8")
        said = json.loads(expect(sigill("score", "--json", path), 0).out)
        found.add(tuple(area["id"] for area in said["areas"] if area["points"]))
    return "yes" if len(found) > 1 else "no"


# ---- areas, benchmarks ----

@shows("T1")
def area_percents(programs):
    columns = list(zip(*programs.table("tabell-01")))
    return {group: dict(zip(AREAS, map(int, columns[1 + place]))) for place, group in enumerate(GROUPS)}


@shows("OR-34")
def area_percents_of_168(programs):
    return {area: percent(above[0], 168) for area, above in of_areas(programs, "tabell-03").items()}


def of_areas(programs, file):
    """{area: numbers} of a table by area, without the row of sums."""
    return {area: list(map(int, row[1:])) for area, row in zip(AREAS, programs.table(file))}


@shows("T2", "T3", "T4", "T5", "T6", "T7")
def by_area(programs, identity):
    return of_areas(programs, f"tabell-0{identity[-1]}")


@shows("T8")
def level_demands(programs):
    return {row[0]: list(map(int, row[2:])) for row in programs.table("tabell-08")}


@shows("OR-10")
def summed_area_points(programs):
    return {name: programs.typical(name)["result"]["standing"][3] for name in REPORT["area_points"]}


@shows("OR-20", "OR-21", "OR-22")
def measures_of_typical(programs, identity):
    return programs.typical({"OR-20": "kommun", "OR-21": "region", "OR-22": "myndighet"}[identity])["result"]["measures"]


@shows("OR-23", "OR-24")
def measures_of_best(programs, identity):
    result = programs.typical({"OR-23": "kommun_30_best", "OR-24": "myndighet_30_best"}[identity])["result"]
    return {"measures": result["measures"], "points": result["points"]}


@shows("OR-27")
def typical_region(programs):
    result = programs.typical("region")["result"]
    sections = [one for one in programs.edition.of_level(2)]
    return {"level": result["level"], "stops": [one["id"] for one in result["questions"] if one["id"] in sections and one["points"] < 2]}


@shows("OR-43")
def tied_steps(programs):
    said = programs.typical("region")
    return {"yes": next(one["yes"] for one in said["questions"] if one["id"] == 22),
            "points": next(one["points"] for one in said["result"]["questions"] if one["id"] == 22)}


@shows("OR-45")
def yes_without_points(programs):
    return {"answer": next(one["answer"] for one in programs.typical("kommun")["questions"] if one["id"] == 8)}


@shows("OR-35")
def levels_reached(programs):
    return by_group(lambda group: [sum(programs.stats(group)["levels"][least:]) for least in (1, 2, 3)])


@shows("OR-25")
def left_to_the_target(programs):
    names = [name for group in GROUPS for name in (group, f"{group}_30_best")]
    return {name: int(row[-1]) for name, row in zip(names, programs.table("typiska")) if row[-1]}


def of_example(programs, name):
    programs.note("benchmark, of seven made-up municipalities")
    said = programs.world(name).says("benchmark", "--round", "2021")
    return next(one for one in said["questions"] if one["id"] == QUESTION)


@shows("T9", "T10")
def worked_example(programs, identity):
    """As the report has it; and as a benchmark of seven who answered so."""
    who, ticked, answer, points = programs.table(f"tabell-{int(identity[1:]):02}")[-1]
    shown = of_seven(of_example(programs, identity))
    assert (who, ticked.split(), answer, int(points)) == ("Benchmark", shown["yes"], shown["answer"], shown["points"]), shown
    return shown


@shows("OR-42")
def with_an_error(programs):
    return {f"instead_of_a_{name}": of_example(programs, name)["answer"] for name in ("no", "yes")}


# ---- points ----

def ranked(programs, group=None):
    return programs.says("rank", *(["--group", group] if group else []))["organisations"]


@shows("OR-53")
def few_points(programs):
    return programs.stats()["points"]["classes"][0]["count"]


@shows("OR-54")
def many_points_no_level(programs):
    return sum(one["points"] > 100 and one["level"] == 0 for one in ranked(programs))


@shows("OR-55")
def authorities_with_few(programs):
    few = [one for one in ranked(programs, "myndighet") if one["points"] < 50]
    return {"under_50": len(few), "with_a_level": sum(one["level"] > 0 for one in few)}


@shows("OR-56")
def authorities_with_many(programs):
    many = [one for one in ranked(programs, "myndighet") if one["points"] > 100]
    without = sum(one["level"] == 0 for one in many)
    return {"over_100": len(many), "without_level": without, "with_level": len(many) - without}


def ends(programs):
    """{group: (fewest, most)}."""
    rows = [list(map(int, row[1:])) for row in programs.table("atgarder")]
    return {group: (row[:3], row[3:]) for group, row in zip(GROUPS, rows)}


@shows("OR-36")
def most_measures(programs):
    return ends(programs)["kommun"][1]


@shows("OR-57")
def fewest_measures(programs):
    return {group: ends(programs)[group][0] for group in REPORT["fewest_measures"]}


# ---- who answered ----

@shows("OR-50")
def used(programs):
    return by_group(lambda group: programs.stats(group)["counted"], "all")


@shows("OR-51")
def asked(programs):
    row = programs.table("svar")[-1]
    return {"asked": int(row[1]), "per_cent": int(row[-4])}  # before the covered, the answered for, and their share


@shows("OR-51b")
def answered_for(programs):
    row = programs.stats("all")
    return {"answered_for": row["covered"], "per_cent": percent(row["answered_for"], row["population"])}


@shows("OR-52")
def received(programs):
    return by_group(lambda group: sum(programs.stats(group)[key] for key in ("on_time", "late", "outside")), "all")


def with_role(programs, group):
    said = next(row for row in programs.says("counts")["groups"] if row["group"] == (None if group == "all" else group))["security_role"]
    return said["with"], said["without"]


@shows("OR-63")
def role_percents(programs):
    def of(group):
        has, not_has = with_role(programs, group)
        return percent(has["n"], has["n"] + not_has["n"])
    has, not_has = with_role(programs, "all")
    return {**by_group(of, "all"), "all_without": percent(not_has["n"], has["n"] + not_has["n"])}


@shows("OR-63b")
def points_by_role(programs):
    found = {group: with_role(programs, group) for group in ("kommun", "myndighet")}
    return {group: "more" if has["median"] > not_has["median"] else "not more" for group, (has, not_has) in found.items()}


# ---- the next level ----

@shows("OR-58")
def held_by_unsure(programs):
    return sum(row["unsure_only"] for row in programs.stats()["held"])


@shows("OR-59", "OR-60")
def of_next_level(programs, identity):
    return by_group(lambda group: programs.stats(group)["next_level"][{"OR-59": "enough", "OR-60": "near"}[identity]], "all")


@shows("OR-61")
def as_many(programs):
    return programs.stats()["next_level"]["as_many"]


@shows("OR-62")
def hold_back(programs):
    return [row["question"] for row in programs.stats()["holding"][:4]]


@shows("EX-01")
def could_rise(programs):
    return percent(programs.stats()["next_level"]["near"], programs.stats()["counted"])


@shows("EX-02")
def rise_by_themselves(programs):
    return "some" if programs.says("forecast")["rises"] else "none"


@shows("EX-05")
def lag_behind(programs):
    row = next(row for row in programs.table("malet") if row[0] == NAMES["myndighet"])
    return majority(int(row[2]), int(row[1]))


# ---- texts ----

@shows("OR-64", "OR-65")
def told_of(programs, identity):
    row = next(row for row in programs.says("texts")["groups"] if row["group"] is None)
    return row["told"][{"OR-64": "circumstances", "OR-65": "obstacles"}[identity]]


def code_of(text):
    """What somebody might write beside a text."""
    return "pandemi" if text in PANDEMIC else "ingen" if text == NO_CIRCUMSTANCE else "resurser" if text in RESOURCES else "annat"


def coded(programs, field):
    """{code: per cent of the texts, by group}."""
    world, made, filled = programs.world("all"), programs.directory / "texter.xlsx", programs.directory / "kodade.xlsx"
    if not filled.exists():
        texts = {one["number"]: one["texts"] for one in programs.says("texts")["organisations"]}
        world.does("texts", "--round", "2021", "-o", made)
        def code(key):
            question, number = key.split(":")[:2]
            return code_of(texts[number][question])
        filled.write_bytes(xlsx(code_cells(made, code)))
    said = programs.says("texts", "--codes", filled)
    one = next(one for one in said["questions"] if one["id"] == field)
    groups = [group or "all" for group in said["groups"]]
    return {row["code"]: dict(zip(groups, map(percent, row["counts"], one["told"]))) for row in one["codes"]}


@shows("OR-64b")
def pandemic(programs):
    return coded(programs, "circumstances")["pandemi"]["all"]


@shows("OR-64c")
def no_circumstance(programs):
    return by_group(lambda group: coded(programs, "circumstances")["ingen"][group])


@shows("OR-65b")
def resources(programs):
    return coded(programs, "obstacles")["resurser"]["all"]


# ---- single questions ----

@shows("OR-66")
def risks_of_municipalities(programs):
    said, n = programs.counts("kommun", 8), programs.stats("kommun")["counted"]
    return {"some_way": said["points"] + said["none"], "no_points": n - said["points"], "partly": said["partly"]}


@shows("OR-67", "OR-68")
def risks(programs, identity):
    said = programs.counts({"OR-67": "region", "OR-68": "myndighet"}[identity], 8)
    return {key: said[key] for key in ("points", "none", *(["partly"] if identity == "OR-68" else []))}


@shows("OR-69", "OR-71", "OR-72")
def with_points(programs, identity):
    return programs.counts(*{"OR-69": ("kommun", 10), "OR-71": ("kommun", 15), "OR-72": ("myndighet", 15)}[identity])["points"]


def most_have(programs, question):
    return programs.counts("kommun", question)["points"], programs.stats("kommun")["counted"]


@shows("EX-03", "EX-04")
def no_way_of_working(programs, identity):
    some, n = most_have(programs, {"EX-03": 8, "EX-04": 13}[identity])
    return majority(n - some, n)


@shows("EX-07")
def direction(programs):
    return {str(question): majority(*most_have(programs, question)) for question in (1, 2)}


# ---- lists ----

@shows("OR-73", "OR-74", "OR-75", "OR-76", "OR-77", "OR-78")
def lists(programs, identity):
    group = {"3": "kommun", "4": "kommun", "5": "region", "6": "region", "7": "myndighet", "8": "myndighet"}[identity[-1]]
    return sorted(row["question"] for row in programs.says("cooperate", "--group", group)["even" if identity[-1] in "357" else "few_teach"])


@shows("OR-79")
def most_mixed(programs):
    return [row["group"] for row in programs.says("cooperate")["groups"]]


# ---- notes, drawings ----

@shows("R-1")
def recommendations(programs):
    return {group: len(re.findall(r'<h4 class="part"', programs.part("advice-all" if group == "all" else f"group-{group}-advice")))
            for group in ("all", *GROUPS)}


@shows("R-5")
def areas_in_words(programs):
    return by_group(lambda group: len(re.findall("<h4>", programs.part(f"group-{group}-areas"))))


@shows("R-2")
def pull_up(programs):
    return int(re.search(r"30 best is pulled up by (\d+)", programs.page("kommun"))[1])


@shows("R-3")
def rests_on(programs):
    return int(re.search(r"rests on few answers: (\d+)", programs.page("region"))[1])


@shows("R-4")
def no_best(programs):
    return "none" if "The 30 best are not shown: the group is too small" in programs.page("region") else "some"


@shows("D-1")
def drawings(programs):
    programs.report()
    return len([path for path in (programs.report() / "diagram").iterdir() if path.suffix == ".svg"])
