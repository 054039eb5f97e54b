"""Answers by chance to an edition with questions of any kind, and which of its questions are asked after them: the rules of
docs/edition.md, "Model", read anew."""
import datetime
import json
from datetime import date, timedelta
from pathlib import Path

SCORED = ("checklist", "scale")


class Kinds:
    """Of one edition. Answers are by question's number: {3: {"yes": "a"}, 4: {}}."""

    def __init__(self, path):
        whole = json.loads(Path(path).read_text(encoding="utf-8"))
        self.path, self.model, self.wording = Path(path), whole["model"], whole["wording"]
        self.questions = {one["id"]: one for one in self.model["questions"]}

    def asked(self, answers, question, scored=None):
        """Whether it is asked: one with points also while what it follows is unanswered."""
        scored = question["kind"] in SCORED if scored is None else scored
        condition = question.get("asked_if")
        if condition is None:
            return True
        before = self.questions[condition["question"]]
        given = answers.get(before["id"], {})
        yes = given.get("yes")
        chosen = yes if isinstance(yes, (list, str)) else []
        met = yes is not None and ("options" not in condition or bool(set(chosen) & set(condition["options"])))
        return (met or (scored and not given.keys() & {"yes", "no"})) and self.asked(answers, before, scored)

    @staticmethod
    def points(answers, question):
        yes = answers.get(question["id"], {}).get("yes")
        if yes is None or question["kind"] not in SCORED:
            return 0
        return len(yes) if question["kind"] == "checklist" else yes

    @staticmethod
    def some_value(chance, question):
        kind = question["kind"]
        if kind == "scale":
            return chance.randint(1, question["steps"])
        if kind == "choice":
            return chance.choice(question["options"])
        if kind in ("checklist", "choices"):
            return sorted(chance.sample(question["options"], chance.randint(1, len(question["options"]))))
        if kind == "number":
            return chance.randint(question["least"], question["most"])
        first = date.fromisoformat(question.get("earliest", "2025-01-01"))
        last = date.fromisoformat(question.get("latest", "2031-01-01"))
        return (first + timedelta(chance.randint(0, (last - first).days))).isoformat()

    @staticmethod
    def noes(question):
        """The answers without points that it offers."""
        return question.get("zero_answers", ["no"] if question["kind"] == "choices" else [])

    def some_answer(self, chance, question):
        no = self.noes(question)
        answer = {"no": chance.choice(no)} if no and chance.random() < 0.3 else {"yes": self.some_value(chance, question)}
        return {**answer, "assessment": chance.choice(("sure", "sure", "unsure"))} if question["kind"] in SCORED else answer

    def some_answers(self, chance):
        """Valid ones: each question that is asked, but for some, is answered."""
        answers = {}
        for number, question in self.questions.items():
            left_out = not self.asked(answers, question) or chance.random() < 0.1
            answers[number] = {} if left_out else self.some_answer(chance, question)
        return answers

    def status_of(self, answers, question):
        one = answers[question["id"]]
        if not self.asked(answers, question):
            return "not-asked"
        return "yes" if "yes" in one else "no" if "no" in one else "unanswered"

    def document(self, answers):
        """A whole document with these answers, of an organisation of the first group."""
        months = self.wording.get("period_months", 12)
        end = date(datetime.date.today().year, 1, 1)
        first = date(end.year - -(-months // 12), months % 12 and 13 - months % 12 or 1, 1)
        return {"edition": self.model["id"],
                "organisation": {"name": "Exempelby", "number": "212999-0004", "group": self.model["groups"][0]},
                "period": {"from": first.isoformat(), "to": (end - timedelta(1)).isoformat()},
                "marking": self.model["markings"][0], "participants": self.model["roles"][:1],
                "answers": {str(number): one for number, one in answers.items()},
                "approval": {"by": "Ada Exempelsson", "role": "Chef", "date": end.isoformat(), "reference": "KS 1"}}
