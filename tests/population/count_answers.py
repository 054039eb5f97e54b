"""An independent reading of the scoring rules (docs/edition.md, "Model"), for one organisation's answers.

Nothing here calls the programs or shares their code: tests compare the two. The rules are read from the edition's file,
the answers from theirs. A question is named by its id, a level by its number."""
import json
from pathlib import Path


class Edition:
    def __init__(self, path):
        model = json.loads(Path(path).read_text(encoding="utf-8"))["model"]
        self.model, self.id = model, model["id"]
        self.questions = {question["id"]: question for question in model["questions"]}
        self.levels = {level["level"]: level for level in model["levels"]}
        self.areas = model["areas"]
        self.groups = model["groups"]

    def most(self, identity):
        """The most points that a question gives."""
        question = self.questions[identity]
        return question["steps"] if question["kind"] == "scale" else len(question["options"])

    def of_level(self, level):
        sections = self.levels[level]["sections"]
        return [identity for identity, question in self.questions.items() if question["section"] in sections]

    def minimum(self, identity, level):
        """The most that any level up to this one asks of a question."""
        return max([self.levels[l]["min_points_each"] for l in range(1, level + 1) if identity in self.of_level(l)],
                   default=0)


def ticked(answer):
    yes = answer.get("yes")
    return set(yes) if isinstance(yes, list) else set()


class Counted:
    """What follows from one answers document: .status, .points, .measures, .unsure of each question, .level,
    .area_points and .area_levels by area id, and .standing."""

    def __init__(self, edition, document):
        self.edition, self.document = edition, document
        self.answers = {identity: document["answers"].get(str(identity), {}) for identity in edition.questions}
        self.status = {identity: self._status(identity) for identity in edition.questions}
        self.unsure = {i for i, answer in self.answers.items() if answer.get("assessment") == "unsure"}
        self.points = {identity: self._points(identity) for identity in edition.questions}
        self.measures = sum(1 if edition.questions[i]["kind"] == "scale" and points else points
                            for i, points in self.points.items())
        self.total = sum(self.points.values())
        self.level = self._level()
        self.area_points = {area["id"]: self._area_points(area, edition.questions) for area in edition.areas}
        self.area_levels = {area["id"]: self._area_level(area) for area in edition.areas}
        self.standing = [self.level, sum(self.area_levels.values()), self.total, sum(self.area_points.values())]

    def _status(self, identity):
        question, answer = self.edition.questions[identity], self.answers[identity]
        yes, no = answer.get("yes"), answer.get("no")
        offered = range(0, question["steps"] + 1) if question["kind"] == "scale" else set(question.get("options", ""))
        if no is not None and no not in question["zero_answers"]:
            return "unknown-option"
        if yes is not None and not (yes in offered if question["kind"] == "scale" else set(yes) <= offered):
            return "unknown-option"
        if yes is None and no is None:
            return "unanswered"
        if yes is not None and no is not None:
            return "contradictory"
        if yes is not None and not yes:
            return "empty"
        if answer.get("assessment") not in ("sure", "unsure"):
            return "no-assessment"
        return "no" if yes is None else "yes"

    def _points(self, identity):
        if self.status[identity] != "yes":
            return 0
        yes = self.answers[identity]["yes"]
        return len(yes) if isinstance(yes, list) else yes

    def _meets(self, level):
        demands, questions = self.edition.levels[level], self.edition.of_level(level)
        return (all(self.points[i] >= demands["min_points_each"] for i in questions)
                and self.total >= demands["min_total"]
                and 100 * len(self.unsure & set(questions)) <= demands["max_uncertain_percent"] * len(questions))

    def _level(self):
        reached = 0
        for level in sorted(self.edition.levels):
            if not self._meets(level):
                break
            reached = level
        return reached

    def _area_points(self, area, among):
        """The points of an area that come from some of the questions."""
        total = sum(self.points[i] for i in area["in_full"] if i in among)
        for identity, options in area["options"].items():
            if int(identity) in among and self.status[int(identity)] == "yes":
                total += len(ticked(self.answers[int(identity)]) & set(options))
        return total

    def _area_level(self, area):
        first = [i for i, question in self.edition.questions.items() if question["section"] == 1]
        if self._area_points(area, first) == 0:
            return 0
        reached = 0
        for level in sorted(self.edition.levels):
            gates = [gate["question"] for gate in area["gates"] if gate["from_level"] <= level]
            belonging = set(self.edition.of_level(level))
            if any(self.points[i] < self.edition.levels[level]["min_points_each"] for i in gates if i in belonging):
                break
            reached = level
        return reached

    # ---- the way to a level ----

    def lacking(self, level):
        """{question: points} that questions lack of what the level and those below it ask of each."""
        found = {i: self.edition.minimum(i, level) - self.points[i] for i in self.edition.questions}
        return {i: points for i, points in found.items() if points > 0}

    @property
    def next(self):
        """The next level; None at the highest."""
        return self.level + 1 if self.level + 1 in self.edition.levels else None

    def below_minimum(self):
        """{question: points} that the questions of the next level lack of what it asks of each."""
        least = self.edition.levels[self.next]["min_points_each"]
        return {i: least - self.points[i] for i in self.edition.of_level(self.next) if self.points[i] < least}

    def measures_left(self):
        """Boxes to tick: of a checklist as many as points are lacking, of a scale one."""
        return sum(points if self.edition.questions[i]["kind"] == "checklist" else 1 for i, points in self.below_minimum().items())

    def to_next(self):
        """As "next" of `rank --json`."""
        if not self.next:
            return None
        demands, questions = self.edition.levels[self.next], self.edition.of_level(self.next)
        allowed = demands["max_uncertain_percent"] * len(questions) // 100
        return {"level": self.next, "measures": self.measures_left(), "questions": len(self.below_minimum()),
                "points": max(0, demands["min_total"] - self.total), "unsure": max(0, len(self.unsure & set(questions)) - allowed)}

    def enough_for(self):
        """The highest level such that the points suffice for it and every level below."""
        reached = 0
        for level in sorted(self.edition.levels):
            if self.total < self.edition.levels[level]["min_total"]:
                break
            reached = level
        return reached

    def to_resolve(self, level, added):
        """The fewest assessments to make sure, when points are added to these questions. One that is made sure should
        count for as many levels as possible, so those of the lowest level's questions are taken first."""
        left = {i for i in self.unsure if not (added.get(i) and self.status[i] not in ("yes", "no"))}
        resolved = 0
        for asked in range(1, level + 1):
            questions = self.edition.of_level(asked)
            among = [i for i in questions if i in left]
            while 100 * len(among) > self.edition.levels[asked]["max_uncertain_percent"] * len(questions):
                left.discard(among.pop())
                resolved += 1
        return resolved

    def gap(self, level):
        """As `gap --json`, without the texts: the plan with the fewest steps, then measures, then earliest in question
        order. The steps for the total are found by dynamic programming over the questions."""
        minima = self.lacking(level)
        wanted = max([self.edition.levels[l]["min_total"] for l in range(1, level + 1)], default=0)
        rest = max(0, wanted - self.total - sum(minima.values()))
        extra = self._spread(minima, rest)
        added = {i: minima.get(i, 0) + extra.get(i, 0) for i in self.edition.questions}
        steps = [{"question": i, "why": why, "add": plan[i], "areas": self.areas_of(i)}
                 for why, plan in (("minimum", minima), ("total", extra)) for i in self.edition.questions if plan.get(i)]
        return {"from": self.level, "to": level, "steps": steps, "count": sum(added.values()),
                "measures": sum(self._cost(i, self.points[i], add) for i, add in added.items()),
                "resolve_unsure": self.to_resolve(level, added)}

    def areas_of(self, identity):
        """The areas that hold the question whole; if there are none, those that hold some of its options."""
        whole = [area["id"] for area in self.edition.areas if identity in area["in_full"]]
        return whole or [area["id"] for area in self.edition.areas if str(identity) in area["options"]]

    def _cost(self, identity, has, add):
        if self.edition.questions[identity]["kind"] == "scale":
            return 1 if has == 0 and add > 0 else 0
        return add

    def _spread(self, minima, rest):
        order = list(self.edition.questions)
        never = float("inf")
        least = [[0] + [never] * rest]  # from the last question on: fewest measures for so many steps
        for identity in reversed(order):
            has, beyond = self.points[identity] + minima.get(identity, 0), least[-1]
            room = self.edition.most(identity) - has
            least.append([min(beyond[steps - add] + self._cost(identity, has, add) for add in range(min(room, steps) + 1))
                          for steps in range(rest + 1)])
        least.reverse()
        extra = {}
        for place, identity in enumerate(order):
            has = self.points[identity] + minima.get(identity, 0)
            for add in range(min(self.edition.most(identity) - has, rest), -1, -1):
                if least[place + 1][rest - add] + self._cost(identity, has, add) == least[place][rest]:
                    extra[identity], rest = add, rest - add
                    break
        return extra

    # ---- as the programs say it ----

    def as_json(self):
        """As `score --json`."""
        most = {area["id"]: sum(self.edition.most(i) for i in area["in_full"]) + sum(map(len, area["options"].values()))
                for area in self.edition.areas}
        return {
            "edition": self.edition.id, "level": self.level, "points": self.total, "measures": self.measures,
            "unsure": len(self.unsure), "standing": self.standing,
            "areas": [{"id": identity, "points": points, "max": most[identity], "level": self.area_levels[identity]}
                      for identity, points in self.area_points.items()],
            "questions": [{"id": i, "status": self.status[i], "points": self.points[i],
                           "assessment": self.answers[i].get("assessment")} for i in self.edition.questions],
        }
