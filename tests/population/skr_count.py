"""An independent count over answers to an edition with fields (docs/edition.md, "Model"): yes and no, follow-up and maturity, and
how much of what is asked was answered. It shares nothing with the programs and reads the rules from the edition's file."""
import json
from pathlib import Path


class Fields:
    """An edition's fields. A question is named by its id, an option by its letter."""

    def __init__(self, path):
        whole = json.loads(Path(path).read_text(encoding="utf-8"))
        self.model, self.wording, self.id = whole["model"], whole["wording"], whole["model"]["id"]
        self.questions = {question["id"]: question for question in self.model["questions"]}
        self.fields, self.target = self.model["fields"], self.model.get("target")

    def asked(self, answers):
        """The questions that answers are asked."""
        found = set()
        for identity, question in self.questions.items():
            before = question.get("asked_if")
            if before is None or (before["question"] in found and chosen(answers, before["question"]) in list(before["options"])):
                found.add(identity)
        return found


def chosen(answers, identity):
    """The option of a question; None if it is not answered."""
    return answers.get(str(identity), {}).get("yes")


def completeness(edition, answers):
    """"whole" or "partial"."""
    return "whole" if all(chosen(answers, identity) for identity in edition.asked(answers)) else "partial"


def one_result(edition, answers):
    """As "fields" of `score --json`."""
    rows = []
    for field in edition.fields:
        first = chosen(answers, field["question"])
        row = {"id": field["id"], "answer": {"a": "yes", "b": "no", None: None}[first], "follow_up": None, "maturity": None}
        for name in ("follow_up", "maturity"):
            option = chosen(answers, field[name]) if name in field and field[name] in edition.asked(answers) else None
            row[name] = None if option is None else "abcdefgh".index(option) + 1
        row["reached"] = None if "maturity" not in field else row["maturity"] is not None and row["maturity"] >= edition.target
        rows.append(row)
    return rows


def distribution(edition, identity, everyone):
    """How many chose each option, and how many of those who were asked chose none."""
    here = [answers for answers in everyone if identity in edition.asked(answers)]
    options = [chosen(answers, identity) for answers in here]
    return {"question": identity, "chosen": [options.count(letter) for letter in edition.questions[identity]["options"]],
            "unanswered": options.count(None)}


def field_row(edition, field, everyone):
    """An element of "fields" of a group of `stats --json`."""
    first = [chosen(answers, field["question"]) for answers in everyone]
    row = {"id": field["id"], "question": field["question"], "yes": first.count("a"), "no": first.count("b"),
           "unanswered": first.count(None), "follow_up": None, "maturity": None}
    if "follow_up" in field:
        row["follow_up"] = distribution(edition, field["follow_up"], everyone)
    if "maturity" in field:
        found = distribution(edition, field["maturity"], everyone)
        row["maturity"] = {**found, "target": edition.target, "reached": sum(found["chosen"][edition.target - 1:])}
    return row


def group_fields(edition, everyone, asked):
    """What a group of `stats --json` has of such an edition; everyone: the answers of those who are
    counted; asked: how many were, None without a list."""
    classes = [completeness(edition, answers) for answers in everyone]
    return {"completeness": {"whole": classes.count("whole"), "partial": classes.count("partial"),
                             "none": None if asked is None else asked - len(everyone)},
            "fields": [field_row(edition, field, everyone) for field in edition.fields]}
