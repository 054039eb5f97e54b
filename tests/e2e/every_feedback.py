"""Every figure of the page and the plan that an organisation gets back is one that is counted anew here; whatever else has a
digit in it is a text of the edition or of the list of support."""
import csv
import io
import json
import re
from pathlib import Path

from worldkit import opened_feedback, shared_world  # first: it finds tests/population
from count_feedback import exchange, lacking, size, typical
from count_groups import benchmark, best, quarter, selected
from count_recommended import CATALOGUE as RECOMMENDATIONS, recommended
from figurekit import AREAS, TOPICS, TYPICAL, WORDING, Page, percent
from sigill_test import expect, msb, run, test
from supportkit import CATALOGUE, ITEMS, chosen, named, named_for, told

BEST, LEAST = 10, 5
SECTIONS = [section["name"] for section in WORDING["sections"]]
TEXTS = json.dumps(WORDING, ensure_ascii=False)
DIGIT = re.compile("[0-9]")
WHY = {"minimum": "question", "total": "total"}
QUARTERS = ["the highest", "the second highest", "the second lowest", "the lowest"]


def plural(count, one, many):
    return one if count == 1 else many


TARGET = json.loads(Path("editions/target-foreskrift-2021.json").read_text(encoding="utf-8"))
OPTIONS = {question["id"]: question.get("options") or dict(enumerate(WORDING["scales"][question["scale"]], 1)) for question in WORDING["questions"]}


class Expected:
    """What a member's page must show. benchmarks: the results that stand beside its own. compared: [(name, what it has)]."""

    def __init__(self, edition, member, benchmarks, place, compared, peers):
        self.catch_up = [(name, lacking(edition, member.counted, has)) for name, has in compared]
        self.peers = peers
        self.edition, self.member, self.own, self.benchmarks, self.place = edition, member, member.counted, benchmarks, place
        self.next = self.own.level + 1 if self.own.level < len(edition.levels) else None
        self.gap = self.own.gap(self.next) if self.next else None
        self.result = self.own.as_json()

    def lacking(self, identity):
        if self.next is None:
            return 0
        return max(0, self.edition.minimum(identity, self.next) - self.own.points[identity])

    # ---- tables ----

    def area_rows(self):
        return [[f"{number}. {AREAS[area['id']]}", f"{area['points']}/{area['max']}",
                 *(str(one["areas"][number - 1]["points"]) for one in self.benchmarks), str(area["level"])]
                for number, area in enumerate(self.result["areas"], 1)]

    def question_rows(self):
        """Without what the answer is, which has no figure."""
        beside = [{question["id"]: str(question["points"]) for question in one["questions"]} for one in self.benchmarks]
        return [[str(i), TOPICS[i], f"{self.own.points[i]}/{self.edition.most(i)}", f"+{self.lacking(i)}" if self.lacking(i) else "",
                 *(one[i] for one in beside)] for i in self.edition.questions]

    def catch_up_rows(self):
        """A table for each that something is lacking of."""
        return [[[str(i), TOPICS[i], f"from step {first} to step {last}: {OPTIONS[i][last]}" if options is None
                  else "; ".join(f"{option}) {OPTIONS[i][option]}" for option in options)] for i, (options, first, last) in lacks.items()]
                for _, lacks in self.catch_up if lacks]

    def catch_up_texts(self):
        for name, lacks in self.catch_up:
            measures, points = size(lacks)
            yield name
            if lacks:
                yield (f"Lacking: {measures} {plural(measures, 'measure', 'measures')}, {points} {plural(points, 'point', 'points')}, "
                       f"in {len(lacks)} {plural(len(lacks), 'question', 'questions')}.")

    def exchange_rows(self):
        """Of the areas where there is somebody; no table where the organisation has not consented."""
        def told(peers):
            return "; ".join(f"{one['organisation']} ({one['number']}): {', '.join(map(str, one['questions']))}" for one in peers)
        return [[AREAS[one["area"]], told(one["teachers"]), told(one["learners"])] for one in self.peers or []
                if one["teachers"] or one["learners"]]

    def level_rows(self):
        rows = []
        for level, name in enumerate(SECTIONS, 1):
            demands, questions = self.edition.levels[level], len(self.edition.of_level(level))
            rows.append([f"{level} {name}", str(questions), str(demands["min_points_each"]), str(demands["min_total"]),
                         str(demands["max_uncertain_percent"] * questions // 100)])
        return rows

    # ---- sentences ----

    def held_back(self):
        """The numbers of the sentences about the next level, in their order."""
        if self.next is None:
            return []
        demands, questions, found = self.edition.levels[self.next], self.edition.of_level(self.next), []
        few = [i for i in questions if self.own.points[i] < demands["min_points_each"]]
        if few:
            found += [self.next, len(few), demands["min_points_each"], *(few if len(few) <= 6 else [])]
        if self.own.total < demands["min_total"]:
            found += [*([] if found else [self.next]), demands["min_total"], self.own.total]
        allowed = demands["max_uncertain_percent"] * len(questions) // 100
        over = len(self.own.unsure & set(questions)) - allowed
        if over > 0:
            found += [*([] if found else [self.next]), allowed, over]
        enough = self.own.enough_for()
        return found + ([enough] if enough > self.own.level else [])

    def gates_of(self, identity):
        return sum(gate["question"] == identity for area in self.edition.areas for gate in area["gates"])

    def first_steps(self):
        steps = sorted(self.gap["steps"], key=lambda step: (step["why"] != "minimum", -self.gates_of(step["question"])))[:3]
        for step in steps:
            gates, add = self.gates_of(step["question"]), step["add"]
            yield (f"Question {step['question']}: {add} {plural(add, 'point', 'points')} more."
                   + (f" It decides the level in {gates} {plural(gates, 'area', 'areas')}." if gates else ""))

    def steps(self):
        """Of each step its heading, what it needs, and the step of a scale."""
        have = dict(self.own.points)
        for step in self.gap["steps"]:
            identity, add = step["question"], step["add"]
            yield f"{identity}. {TOPICS[identity]}"
            yield f"{add} {plural(add, 'point', 'points')} more (it has {have[identity]})"
            have[identity] += add
            if self.edition.questions[identity]["kind"] == "scale":
                yield f"Step {have[identity]} of the scale: "

    def support(self):
        """Of each step the ids of the support that it names."""
        levels = {area["id"]: area["level"] for area in self.result["areas"]}
        for step in self.gap["steps"] if self.gap else []:
            yield chosen(step["question"], levels)

    def support_texts(self):
        """The texts with a figure about support, in their order."""
        steps = list(self.support())
        items = told([{"support": ids} for ids in steps])
        first = [item for item in ITEMS if item["id"] in {one for ids in steps for one in ids}]
        lines = [f"Support: {named_for(ids)}" for ids in steps if ids]
        for item in [*first, *(item for section in ("start", "network") for item in ITEMS if items and item["section"] == section)]:
            lines += [named(item), item["description"]]
        more = f"That is some of the {len(ITEMS)} kinds of support in the catalogue: `sigill support` shows all, with --area or --question those for one."
        return [text for text in [*lines, *([more, CATALOGUE["about"]] if items else [])] if DIGIT.search(text)]

    def recommended_texts(self):
        """The texts with a figure about what is recommended, in their order: the answers that are lacking, and the catalogue's own."""
        found = recommended(self.own, self.member.organisation.group)
        lines = []
        for one in found:
            lines += [one["title"], one["text"], one["why"], f"Lacking: {'; '.join(map(self.ground, one['lacks']))}"]
        return [text for text in [*lines, *([RECOMMENDATIONS["about"]] if found else [])] if DIGIT.search(text)]

    def ground(self, ground):
        if "area" in ground:
            return AREAS[ground["area"]]
        wanted = ground.get("yes", [])
        more = f", step {wanted}" if isinstance(wanted, int) else "".join(f" {letter}" for letter in wanted)
        return f"question {ground['question']}{more} ({TOPICS[ground['question']]})"

    def way(self):
        """What is told of the way to the next level, in the first page and in its own section."""
        if not self.gap or not self.gap["steps"]:
            return [], []
        more = len(self.gap["steps"]) > 3
        first = [f"The {'most important ' if more else ''}steps to level {self.next}", *self.first_steps()]
        first += [f"The shortest way has {self.gap['count']} steps in all; see “The way to level {self.next}”."] if more else []
        return first, list(self.steps())

    def standing(self):
        return ", ".join(map(str, self.own.standing)) + ": level, sum of the areas' levels, points, and sum of the areas' points."


def check_tables(page, expected):
    areas, questions, *others, levels = page.tables
    assert areas[1][1:] == expected.area_rows(), (areas[1], expected.area_rows())
    assert [[row[0], row[1], *row[3:]] for row in questions[1][1:]] == expected.question_rows(), questions[1]
    rows = [*expected.catch_up_rows(), *([expected.exchange_rows()] if expected.exchange_rows() else [])]
    assert [table[1][1:] for table in others] == rows, (others, rows)
    assert not any(DIGIT.search(row[2]) for row in questions[1]), questions[1]
    assert levels[1][1:] == expected.level_rows(), levels[1]


def check_drawings(page, expected):
    drawings = {drawing.words("title")[0]: drawing for drawing in page.drawings if drawing.words("title")}
    labels = ["", f"{TYPICAL[expected.member.organisation.group]}: ", "Benchmark of the best: "]
    radar = drawings.pop("Points of the areas, as a share of the most that each can have")
    told = [f"{number}. {AREAS[area['id']]}: " + "; ".join(
        label + percent(one["areas"][number - 1]["points"], area["max"]) for label, one in zip(labels, [expected.result, *expected.benchmarks]))
        for number, area in enumerate(expected.result["areas"], 1)]
    assert radar.words("desc") == ["".join(f"{one}. " for one in told)], (radar.words("desc"), told)
    own = expected.edition.questions
    for number, name in enumerate(SECTIONS, 1):
        bars = drawings.pop(f"Points of the questions in part {number}, {name}")
        inside = [i for i in own if own[i]["section"] == number]
        assert bars.words("desc") == ["; ".join(f"{i}: {expected.own.points[i]} of {expected.edition.most(i)}" for i in inside) + "."]
        kinds = [rect["class"] for rect in bars.rects]
        assert len(kinds) == sum(map(expected.edition.most, inside)) + kinds.count("under"), kinds
        assert kinds.count("full") == sum(expected.own.points[i] for i in inside), kinds
        assert kinds.count("lacks") == sum(map(expected.lacking, inside)), kinds
        assert [text for text in bars.words("text") if text != "?"] == list(map(str, inside)), bars.words("text")
        assert bars.words("text").count("?") == sum(i in expected.own.unsure for i in inside), bars.words("text")
    reached = drawings.pop(f"Level {expected.own.level} of 4")
    assert reached.words("text") == ["1", "2", "3", "4"] and [int(one) for one in re.findall(
        "[0-9]+", " ".join(reached.words("desc")))] == expected.held_back(), (reached.words("desc"), expected.held_back())
    assert not drawings, list(drawings)
    bars = [drawing for drawing in page.drawings if drawing.kind == "bar"]
    for bar, area in zip(bars, expected.result["areas"], strict=True):
        assert abs(float(bar.rects[1]["width"]) - 300 * area["points"] / area["max"]) <= 0.11, bar.rects


def check_texts(page, expected):
    """Takes every text with a figure in its order, and leaves none."""
    left = [text for _, text in page.texts if DIGIT.search(text)
            and text.removeprefix("Feedback: ") != expected.member.organisation.name]

    def take(*texts):
        for text in texts:
            assert left and (left[0] == text or text.endswith(": ") and left[0].startswith(text)), (left[:1], text)
            left.pop(0)

    document, own = expected.member.document, expected.own
    take(f"Feedback: {expected.member.organisation.name} – {WORDING['title']}", WORDING["title"], WORDING["title"],
         expected.member.organisation.number, "period {from} to {to}".format(**document["period"]))
    assert re.fullmatch("report of [0-9]{4}-[0-9]{2}-[0-9]{2}", left.pop(0))
    take(f"Level {own.level} of 4")
    if expected.next:
        assert [int(one) for one in re.findall("[0-9]+", left.pop(0))] == expected.held_back()
    if expected.place:
        of, place = expected.place
        assert re.fullmatch(f"Among the {of} that are counted .*{QUARTERS[place - 1]} quarter.*", left[0]), (left[0], expected.place)
        left.pop(0)
    take(str(own.total), "of 200", str(own.measures), "of 132", str(len(own.unsure)), "of 40")
    first, steps = expected.way()
    take(*first, *(f"{number}. {name}" for number, name in enumerate(SECTIONS, 1)))
    if expected.gap:
        take(f"The way to level {expected.next}")
        assert [int(one) for one in re.findall("[0-9]+", left.pop(0))] == [
            own.level, expected.next, expected.gap["count"], expected.gap["measures"]]
        if expected.gap["resolve_unsure"]:
            assert re.findall("[0-9]+", left.pop(0))[0] == str(expected.gap["resolve_unsure"])
    check_rest(left, steps, expected)


def check_rest(left, steps, expected):
    beside = [*expected.support_texts(), *expected.recommended_texts(), *(text for text in expected.catch_up_texts() if DIGIT.search(text))]
    for text in left:
        if steps and (text == steps[0] or steps[0].endswith(": ") and text.startswith(steps[0])):
            steps.pop(0)
        elif beside and text == beside[0]:
            beside.pop(0)
        elif text.startswith(f"{expected.own.level}, "):
            assert text.startswith(expected.standing()), text
        else:
            assert json.dumps(text, ensure_ascii=False)[1:-1].split(": ", 1)[-1] in TEXTS or text.startswith("Sigill "), text
    assert not steps and not beside, (steps, beside)


def check_plan(text, expected):
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    steps, basis = (expected.gap["steps"] if expected.gap else []), [line for line in lines if line[0] in ("edition", "answers")]
    assert [line[11] for line in basis] == [expected.edition.id, basis[1][11]] and len(basis) == 2, basis
    given = {number: answer for number, answer in json.loads(basis[1][11]).items() if answer}
    assert given == {number: {key: answer[key] for key in answer if key not in ("note", "about")}
                     for number, answer in expected.member.document["answers"].items() if answer}, given
    wanted = {}
    for step in steps:
        add, minimum = wanted.get(step["question"], (0, False))
        wanted[step["question"]] = (add + step["add"], minimum or step["why"] == "minimum")
    for identity, (add, minimum) in wanted.items():
        rows = [line for line in lines if line[1] == str(identity)]
        assert all(line[2] == TOPICS[identity] and line[6:10] == [""] * 4 and line[11] == "" for line in rows), rows
        assert all(line[12] == named_for(chosen(identity, expected.own.area_levels)) for line in rows), rows
        planned = [line for line in rows if line[10] == "planned"]
        if expected.edition.questions[identity]["kind"] == "scale":
            assert len(rows) == 1 == len(planned) and rows[0][4].startswith(f"to step {expected.own.points[identity] + add}: "), rows
        else:
            assert len(planned) == add and all(line[10] == "optional" for line in rows[add:]), rows
        why = WHY["minimum" if minimum else "total"]
        assert all(re.match(f"The {why} .*level {expected.next}", line[5]) for line in rows), rows
    assert {int(line[1]) for line in lines if line[1]} == set(wanted), lines


@test
def test_every_figure_of_what_comes_back(directory):
    world = shared_world()
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten"), 0)
    everyone = world.members("2021", world.population.asked)
    few = {level: [one for one in everyone if one.counted.level == level] for level in range(5)}
    for member in [one for level in few.values() for one in level[::max(1, len(level) // 6)]]:
        number, group = member.organisation.number, member.organisation.group
        world.does("feedback", number, "--round", "2021", "-o", directory / "out")
        parts = opened_feedback(world, directory / "out" / f"{number}.sigill")
        peers, benchmarks, place, compared = selected(everyone, group), [], None, []
        if len(peers) >= LEAST:
            benchmarks, place = [world.benchmark_of(group, peers)], (len(peers), quarter(peers, member.counted))
            compared.append((f"{TYPICAL[group]} ({len(peers)} organisations)", typical(benchmark(world.edition, peers)[0])))
        if len(peers) >= 3 * BEST:
            benchmarks.append(world.benchmark_of(group, best(peers, BEST)))
            compared.append((f"the benchmark of the {BEST} best of the group {world.group_name(group)} ({BEST} organisations)",
                             typical(benchmark(world.edition, best(peers, BEST))[0])))
        compared.append((TARGET["name"], {one["question"]: one["yes"] for one in TARGET["measures"]}))
        expected = Expected(world.edition, member, benchmarks, place, compared, exchange(world.edition, everyone, member))
        try:
            page = Page(parts[0].decode())
            check_tables(page, expected)
            check_drawings(page, expected)
            check_texts(page, expected)
            check_plan(parts[2].decode("utf-8-sig"), expected)
        except AssertionError as wrong:
            raise AssertionError(f"{number}: {wrong}") from wrong


run()
