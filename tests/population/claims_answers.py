"""The claims of the report of 2021 that the answers alone decide: each counted by tests/population, without any program.

COUNTED has, by the claim's id in tests/data/report-2021.json, a function of a Count that gives the value."""
import json

from count_answers import Counted, Edition, ticked
from count_groups import benchmark, benchmark_question, best, held_members, holding, members, near_members, next_level, selected
from count_outlook import cooperation, forecasts, mixed
from fit import DATA, REPORT
from generate import EDITION, ROUNDS
from published import NO_CIRCUMSTANCE, PANDEMIC, RESOURCES, published

GROUPS = list(REPORT["answered"])
BEST = 30
TARGET = DATA.parent.parent / "editions/target-foreskrift-2021.json"
COUNTED = {}


def percent(part, whole):
    return (200 * part + whole) // (2 * whole)


def counts(*identities):
    """Registers a function of a Count; with several identities it takes each as its second argument."""
    def register(function):
        for identity in identities:
            COUNTED[identity] = function if len(identities) == 1 else lambda count, identity=identity: function(count, identity)
        return function
    return register


def by_group(function, *more):
    return {group: function(group) for group in (*GROUPS, *more)}


class Count:
    """The made-up population, and what tests/population counts of it."""

    def __init__(self):
        self.edition, self.population = Edition(EDITION), published()
        self.everyone = members(self.edition, self.population.submissions, self.population.asked, ROUNDS["2021"][1])
        self.required = {one["question"]: one["yes"] for one in json.loads(TARGET.read_text(encoding="utf-8"))["measures"]}
        self._benchmarks = {}

    def of(self, group=None):
        return selected(self.everyone, None if group == "all" else group)

    def counted(self, group=None):
        return [member.counted for member in self.of(group)]

    def typical(self, name):
        """A benchmark: of a group, or of its 30 best."""
        if name not in self._benchmarks:
            group = name.removesuffix("_30_best")
            self._benchmarks[name] = benchmark(self.edition, self.of(group) if name == group else best(self.of(group), BEST))
        return self._benchmarks[name]

    def first(self):
        """The 30 best municipalities."""
        return [member.counted for member in best(self.of("kommun"), BEST)]

    def with_points(self, group, question):
        return sum(one.points[question] > 0 for one in self.counted(group))

    def said_no(self, group, question, word):
        return sum(one.status[question] == "no" and one.answers[question]["no"] == word for one in self.counted(group))

    def left(self, chosen):
        """Measures of the target that {question: chosen options, or steps} lack."""
        return sum((max(chosen[i], default=0) < yes) if isinstance(yes, int) else len(set(yes) - set(chosen[i]))
                   for i, yes in self.required.items())


def answered(edition, points, unsure=()):
    """Answers with so many points on each question."""
    answers = {}
    for i, question in edition.questions.items():
        yes = points[i] if question["kind"] == "scale" else list(question["options"][:points[i]])
        answers[str(i)] = {**({"yes": yes} if points[i] else {"no": "no"}), "assessment": "unsure" if i in unsure else "sure"}
    return Counted(edition, {"answers": answers})


def full(edition):
    return {i: edition.most(i) for i in edition.questions}


# ---- the model ----

@counts("T8")
def level_demands(count):
    return {str(level): [len(count.edition.of_level(level)), demands["min_points_each"], demands["min_total"],
                         demands["max_uncertain_percent"]] for level, demands in count.edition.levels.items()}


@counts("OR-01")
def size(count):
    return {"questions": len(count.edition.questions), "up_to_section": [len(count.edition.of_level(level)) for level in count.edition.levels]}


@counts("OR-02")
def all_measures(count):
    return answered(count.edition, full(count.edition)).measures


@counts("OR-03")
def all_points(count):
    return answered(count.edition, full(count.edition)).total


@counts("OR-04", "OR-05", "OR-06", "OR-07")
def level_edges(count, identity):
    level = int(identity[-1]) - 3
    demands, questions = count.edition.levels[level], count.edition.of_level(level)
    return {"points": demands["min_total"], "questions": len(questions), "each": demands["min_points_each"],
            "most_unsure": demands["max_uncertain_percent"] * len(questions) // 100}


@counts("OR-08")
def formula(count):
    return [-(-len(count.edition.of_level(level)) * (2 * level + 1) // 2) for level in count.edition.levels]


@counts("OR-09")
def most_area_points(count):
    return answered(count.edition, full(count.edition)).area_points


@counts("OR-11", "OR-12")
def areas_of_question(count, identity):
    question = {"OR-11": 23, "OR-12": 16}[identity]
    one = answered(count.edition, {i: count.edition.most(i) if i == question else 0 for i in count.edition.questions})
    return [area for area, points in one.area_points.items() if points]


@counts("OR-13")
def options_differ(count):
    found = set()
    for option in count.edition.questions[14]["options"]:
        one = Counted(count.edition, {"answers": {"14": {"yes": [option], "assessment": "sure"}}})
        found.add(tuple(area for area, points in one.area_points.items() if points))
    return "yes" if len(found) > 1 else "no"


# ---- areas, benchmarks ----

@counts("T1", "OR-34")
def area_percents(count, identity):
    def of(group):
        levels = {area["id"]: [one.area_levels[area["id"]] for one in count.counted(group)] for area in count.edition.areas}
        return {area: percent(sum(level > 0 for level in found), 168 if identity == "OR-34" else len(found)) for area, found in levels.items()}
    return of("kommun") if identity == "OR-34" else by_group(of)


@counts("T3", "T5", "T7")
def above(count, identity):
    group = {"T3": "kommun", "T5": "region", "T7": "myndighet"}[identity]
    return {area["id"]: [sum(one.area_levels[area["id"]] > least for one in count.counted(group)) for least in range(3)]
            for area in count.edition.areas}


@counts("T2", "T4", "T6")
def area_points(count, identity):
    names = {"T2": ["kommun", "kommun_30_best"], "T4": ["region"], "T6": ["myndighet", "myndighet_30_best"]}[identity]
    results = [{area["id"]: area for area in count.typical(name)[1]["areas"]} for name in names]
    return {area["id"]: [*(result[area["id"]]["points"] for result in results), results[0][area["id"]]["max"]]
            for area in count.edition.areas}


@counts("OR-10")
def summed_area_points(count):
    return {name: count.typical(name)[1]["standing"][3] for name in REPORT["area_points"]}


@counts("OR-20", "OR-21", "OR-22")
def measures_of_typical(count, identity):
    return count.typical({"OR-20": "kommun", "OR-21": "region", "OR-22": "myndighet"}[identity])[1]["measures"]


@counts("OR-23", "OR-24")
def measures_of_best(count, identity):
    result = count.typical({"OR-23": "kommun_30_best", "OR-24": "myndighet_30_best"}[identity])[1]
    return {"measures": result["measures"], "points": result["points"]}


@counts("OR-25")
def left_to_the_regulation(count):
    return {name: count.left({row["id"]: row["yes"] for row in count.typical(name)[0]}) for name in REPORT["left_to_the_regulation"]}


@counts("OR-27")
def typical_region(count):
    result = count.typical("region")[1]
    points = {row["id"]: row["points"] for row in result["questions"]}
    return {"level": result["level"], "stops": [i for i in count.edition.of_level(2) if points[i] < count.edition.levels[2]["min_points_each"]]}


@counts("OR-43")
def tied_steps(count):
    row = benchmark_question(count.edition, count.counted("region"), 22)
    return {"yes": row["yes"], "points": max(row["yes"])}


@counts("OR-45")
def yes_without_points(count):
    return {"answer": benchmark_question(count.edition, count.counted("kommun"), 8)["answer"]}


@counts("OR-35")
def levels_reached(count):
    return by_group(lambda group: [sum(one.level > least for one in count.counted(group)) for least in range(3)])


# ---- points and measures ----

@counts("OR-36", "R-2")
def most_measures(count, identity):
    most = sorted((one.measures for one in count.counted("kommun")), reverse=True)[:3]
    return most if identity == "OR-36" else sum(one.measures >= REPORT["measures"]["all"] - 5 for one in count.first())


@counts("OR-57")
def fewest_measures(count):
    return {group: sorted(one.measures for one in count.counted(group))[:3] for group in REPORT["fewest_measures"]}


@counts("OR-53")
def few_points(count):
    return sum(one.total < 10 for one in count.counted())


@counts("OR-54")
def many_points_no_level(count):
    return sum(one.total > 100 and one.level == 0 for one in count.counted())


@counts("OR-55")
def authorities_with_few(count):
    few = [one for one in count.counted("myndighet") if one.total < 50]
    return {"under_50": len(few), "with_a_level": sum(one.level > 0 for one in few)}


@counts("OR-56")
def authorities_with_many(count):
    many = [one for one in count.counted("myndighet") if one.total > 100]
    without = sum(one.level == 0 for one in many)
    return {"over_100": len(many), "without_level": without, "with_level": len(many) - without}


# ---- who answered ----

@counts("OR-50")
def used(count):
    return by_group(lambda group: len(count.of(group)), "all")


@counts("OR-51")
def asked(count):
    return {"asked": len(count.population.asked), "per_cent": percent(len(count.of()), len(count.population.asked))}


@counts("OR-51b")
def answered_for(count):
    numbers = {member.organisation.number for member in count.of()}
    covered = [one["number"] for member in count.of() for one in member.document["organisation"].get("covers", [])]
    return {"answered_for": len(covered), "per_cent": percent(len(numbers | set(covered)), len(count.population.asked))}


@counts("OR-52")
def received(count):
    return by_group(lambda group: sum(group in ("all", member.organisation.group) for member in count.everyone), "all")


@counts("OR-63")
def role_percents(count):
    def of(group):
        return percent(sum(member.security_role for member in count.of(group)), len(count.of(group)))
    return {**by_group(of, "all"), "all_without": percent(sum(not member.security_role for member in count.of()), len(count.of()))}


@counts("OR-63b")
def points_by_role(count):
    def median(group, role):
        totals = sorted(member.counted.total for member in count.of(group) if member.security_role == role)
        return totals[(len(totals) - 1) // 2]
    return {group: "more" if median(group, True) > median(group, False) else "not more" for group in ("kommun", "myndighet")}


# ---- the next level ----

@counts("OR-58")
def held_by_unsure(count):
    return sum(one.measures_left() == 0 for one in held_members(count.counted()))


@counts("OR-59")
def enough(count):
    return by_group(lambda group: next_level(count.counted(group))["enough"], "all")


@counts("OR-60")
def near(count):
    return by_group(lambda group: next_level(count.counted(group))["near"], "all")


@counts("OR-61")
def as_many(count):
    return next_level(count.counted())["as_many"]


@counts("OR-62")
def hold_back(count):
    return [row["question"] for row in holding(count.edition, count.counted())[:4]]


@counts("EX-01")
def could_rise(count):
    return percent(len(near_members(count.counted())), len(count.of()))


@counts("EX-02")
def rise_by_themselves(count):
    return "some" if forecasts(count.edition, count.of())["rises"] else "none"


@counts("EX-05")
def lag_behind(count):
    left = [count.left({i: ticked(one.answers[i]) if count.edition.questions[i]["kind"] == "checklist" else [one.points[i]]
                        for i in one.answers}) for one in count.counted("myndighet")]
    return majority(sum(some > 0 for some in left), len(left))


# ---- texts ----

def told(count, field, group="all"):
    return [member.document[field] for member in count.of(group) if member.document[field].strip()]


@counts("OR-64", "OR-65")
def told_of(count, identity):
    return len(told(count, {"OR-64": "circumstances", "OR-65": "obstacles"}[identity]))


@counts("OR-64b")
def pandemic(count):
    texts = told(count, "circumstances")
    return percent(sum(text in PANDEMIC for text in texts), len(texts))


@counts("OR-64c")
def no_circumstance(count):
    return by_group(lambda group: percent(told(count, "circumstances", group).count(NO_CIRCUMSTANCE), len(told(count, "circumstances", group))))


@counts("OR-65b")
def resources(count):
    texts = told(count, "obstacles")
    return percent(sum(text in RESOURCES for text in texts), len(texts))


# ---- single questions ----

def majority(part, whole):
    return "majority" if 2 * part > whole else "no majority"


@counts("OR-66")
def risks_of_municipalities(count):
    points = count.with_points("kommun", 8)
    return {"some_way": points + count.said_no("kommun", 8, "none"), "no_points": len(count.of("kommun")) - points,
            "partly": count.said_no("kommun", 8, "partly")}


@counts("OR-67")
def risks_of_regions(count):
    return {"points": count.with_points("region", 8), "none": count.said_no("region", 8, "none")}


@counts("OR-68")
def risks_of_authorities(count):
    return {"points": count.with_points("myndighet", 8), "none": count.said_no("myndighet", 8, "none"),
            "partly": count.said_no("myndighet", 8, "partly")}


@counts("OR-69")
def continuity(count):
    return count.with_points("kommun", 10)


@counts("OR-70")
def exercises(count):
    plans = [one for one in count.counted("kommun") if one.points[10]]
    exercised = [one.points[27] for one in plans if one.points[27]]
    return {"exercised": percent(len(exercised), len(plans)), "lowest_step": percent(exercised.count(1), len(exercised))}


@counts("OR-71")
def informed(count):
    return count.with_points("kommun", 15)


@counts("OR-72")
def take_part(count):
    return count.with_points("myndighet", 15)


@counts("EX-03", "EX-04")
def no_way_of_working(count, identity):
    return majority(len(count.of("kommun")) - count.with_points("kommun", {"EX-03": 8, "EX-04": 13}[identity]), len(count.of("kommun")))


@counts("EX-07")
def direction(count):
    return {str(question): majority(count.with_points("kommun", question), len(count.of("kommun"))) for question in (1, 2)}


# ---- lists ----

@counts("OR-73", "OR-74", "OR-75", "OR-76", "OR-77", "OR-78")
def lists(count, identity):
    group, kind = {"OR-73": ("kommun", "even"), "OR-74": ("kommun", "few_teach"), "OR-75": ("region", "even"),
                   "OR-76": ("region", "few_teach"), "OR-77": ("myndighet", "even"), "OR-78": ("myndighet", "few_teach")}[identity]
    return sorted(row["question"] for row in cooperation(count.edition, count.of(group))[kind])


@counts("OR-79")
def most_mixed(count):
    return [row["group"] for row in mixed(count.edition, count.of())]


@counts("R-3")
def members_of_region(count):
    return len(count.of("region"))


@counts("R-5")
def areas(count):
    return by_group(lambda group: len(count.edition.areas))


@counts("R-4")
def no_best(count):
    return "none" if len(count.of("region")) < 3 * BEST else "some"


# ---- seven who answer one question ----

TICKED = {"T9": ["a", "bc", "ad", None, "b", None, None], "T10": ["a", "bc", "ad", None, None, None, None],
          # No answer, the only error that can be sealed, in place of a no and in place of a yes.
          "no": ["a", "bc", "ad", "", "b", None, None], "yes": ["a", "bc", "ad", None, "", None, None]}
QUESTION = 9


def answers_of_seven(name):
    """The answers of seven organisations, of whom each says something of QUESTION and no to the others."""
    for ticks in TICKED[name]:
        said = {"no": "no", "assessment": "sure"} if ticks is None else {"yes": list(ticks), "assessment": "sure"} if ticks else {}
        yield {str(i): said if i == QUESTION else {"no": "no", "assessment": "sure"} for i in range(1, 41)}


def of_seven(row):
    return {"answer": row["answer"], "kind": row["kind"], "yes": row["yes"], "points": len(row["yes"])}


def counted_seven(count, name):
    return benchmark_question(count.edition, [Counted(count.edition, {"answers": answers}) for answers in answers_of_seven(name)], QUESTION)


@counts("T9", "T10")
def worked_example(count, identity):
    return of_seven(counted_seven(count, identity))


@counts("OR-42")
def with_an_error(count):
    return {f"instead_of_a_{name}": counted_seven(count, name)["answer"] for name in ("no", "yes")}
