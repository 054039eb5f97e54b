"""The workbook form's sheet of the result held against `sigill score`, answers of every state for any edition, and what is typed
for them."""
import json
import random
from pathlib import Path

from kindkit import SCORED, Kinds
from sigill_test import DATA, expect, sigill

BUILT_IN, SMALL = Path("editions/infosakkollen-2021.json").resolve(), DATA / "small-edition.json"
WORKED = (DATA / "typical-municipality.json", DATA / "typical-region.json", Path("docs/examples/ankeborg.json"),
          Path("docs/examples/gaseborg.json"))
EVERY_KIND, SKR = DATA / "every-kind-edition.json", Path("editions/skr-2019.json").resolve()
IT_SECURITY = Path("editions/it-sakerhet-exempel.json").resolve()
STATES = {"unanswered": "inte besvarad", "yes": "ja", "no": "nej", "contradictory": "motsägande",
          "no-assessment": "ingen bedömning", "unknown-option": "okänt alternativ",
          "not-asked": "inte ställd", "uncalled": "besvarad, men inte ställd",
          "empty": "inte besvarad"}  # a yes to nothing has no place in a workbook


class Edition(Kinds):
    def __init__(self, path):
        super().__init__(path)
        self.words = {words["id"]: words for words in self.wording["questions"]}

    def typed(self, document, otherwise=False):
        """The document as what is typed beside each key; otherwise: in other ways than the lists have, which count alike."""
        organisation, approval = document.get("organisation", {}), document.get("approval", {})
        groups = {group["id"]: group["name"] for group in self.wording["groups"]}
        cells = {f"organisation.{name}": organisation.get(name, "") for name in ("name", "number")}
        cells["organisation.group"] = groups.get(organisation.get("group"), "")
        for number, covered in enumerate(organisation.get("covers", []), 1):
            cells[f"organisation.covers.{number}"] = [covered["name"], covered.get("number", "")]
        cells |= {f"period.{name}": document.get("period", {}).get(name, "") for name in ("from", "to")}
        cells |= {f"approval.{name}": approval.get(name, "") for name in ("by", "role", "date", "reference")}
        cells |= {f"participants.{role}": "ja" for role in document.get("participants", [])}
        cells |= {name: document[name] for name in ("circumstances", "obstacles") if name in document}
        cells |= {f"background.{name}": text for name, text in document.get("background", {}).items()}
        cells["marking"] = document.get("marking", "")
        for number, answer in document["answers"].items():
            cells |= self.typed_answer(int(number), answer)
            if otherwise:
                cells |= self.typed_otherwise(int(number), answer)
        return {key: text for key, text in cells.items() if text != ""}

    def typed_answer(self, number, answer):
        cells, words, kind = {}, self.words[number], self.questions[number]["kind"]
        if isinstance(answer.get("yes"), list):
            cells |= {f"{number}.{letter}": "ja" for letter in answer["yes"]}
        elif "yes" in answer and kind == "choice":
            cells[f"{number}.choice"] = f"{answer['yes']}: {words['options'][answer['yes']]}"
        elif "yes" in answer and kind in ("number", "date"):
            cells[f"{number}.value"] = {"entered": str(answer["yes"])}
        elif "yes" in answer:
            cells[f"{number}.step"] = f"{answer['yes']}: {self.wording['scales'][words['scale']][answer['yes'] - 1]}"
        if "no" in answer:
            cells[f"{number}.no"] = self.wording["zero_answers"][answer["no"]]
        if "assessment" in answer:
            cells[f"{number}.assessment"] = self.wording["assessments"][answer["assessment"]]
        if "note" in answer:
            cells[f"{number}.note"] = answer["note"]
        return cells

    def typed_otherwise(self, number, answer):
        """Other ways of writing the words; what is not chosen is "nej"."""
        cells, ways = {}, ("x", "yes", " Ja ", "X", "ja")
        kind = self.questions[number]["kind"]
        if "yes" in answer and kind == "choice":
            cells[f"{number}.choice"] = (answer["yes"], answer["yes"].upper(), f" {answer['yes']}")[number % 3]
        if "yes" in answer and kind in ("number", "date"):
            cells[f"{number}.value"] = str(answer["yes"])  # a text in the place of a number
        if isinstance(answer.get("yes"), list):
            for place, letter in enumerate(self.questions[number]["options"]):
                cells[f"{number}.{letter}"] = ways[(number + place) % 5] if letter in answer["yes"] else ("nej", "No", "")[number % 3]
        if "no" in answer:
            swedish = {"no": "nej", "none": "inget av alternativen", "partly": "under utveckling"}[answer["no"]]
            cells[f"{number}.no"] = (swedish, answer["no"], swedish.upper())[number % 3]
        if "assessment" in answer:
            cells[f"{number}.assessment"] = {"sure": ("säker", "sure"), "unsure": ("Osäker", "UNSURE")}[answer["assessment"]][number % 2]
        return cells

    def needed(self, level, question):
        """The points that the level after this one needs of a question."""
        for demands in self.model["levels"]:
            if self.questions[question]["kind"] in SCORED and demands["level"] == level + 1 and self.questions[question]["section"] in demands["sections"]:
                return demands["min_points_each"]
        return 0


def some_answer(random_, question, eager):
    """An answer in any state that can be typed; the more eager, the more points."""
    options = question.get("options") or question["steps"]
    most = len(options) if isinstance(options, str) else options
    count = max(1, min(most, round(random_.gauss(eager * most, 1.2))))
    yes = sorted(random_.sample(options, count)) if isinstance(options, str) else count
    no = random_.choice(question["zero_answers"])
    assessment = {"assessment": random_.choice(("sure", "sure", "unsure"))}
    kind = random_.choices(("yes", "no", "nothing", "assessed", "both", "unassessed", "no unassessed"), (60, 12, 5, 3, 4, 3, 2))[0]
    answer = {"yes": {"yes": yes} | assessment, "no": {"no": no} | assessment, "nothing": {}, "assessed": assessment,
              "both": {"yes": yes, "no": no} | assessment, "unassessed": {"yes": yes}, "no unassessed": {"no": no}}[kind]
    if random_.random() < 0.1:
        answer["note"] = random_.choice(("=1+1", "rad ett\nrad två", "åäö & <b>", "'05", "2024-01-02"))
    return answer


def some_unscored(random_, edition, question):
    """An answer without points, or none, or both yes and no where there is a no."""
    answer = {} if random_.random() < 0.1 else {"yes": edition.some_value(random_, question)}
    if edition.noes(question) and random_.random() < 0.25:
        answer = {"no": "no"} | (answer if random_.random() < 0.2 else {})
    return answer | ({"note": "å\ntvå"} if random_.random() < 0.1 else {})


def some_answers_of(random_, edition, eager):
    """Of what is asked, and now and then of what is not."""
    answers = {}
    for number, question in edition.questions.items():
        if not edition.asked(answers, question) and random_.random() < 0.9:
            answers[number] = {}
        elif question["kind"] in SCORED:
            answers[number] = some_answer(random_, question, eager)
        else:
            answers[number] = some_unscored(random_, edition, question)
    return {str(number): answer for number, answer in answers.items()}


def some_answers(edition, seed):
    random_ = random.Random(seed)
    eager = random_.random() ** 0.5
    covers = [{"name": "En", "number": "212000-0019"}, {"name": "Två"}][:seed % 3]
    return {
        "edition": edition.model["id"],
        "organisation": {"name": f"Nr {seed} & <söner>", "number": "212000-0001", "group": edition.model["groups"][0]}
        | ({"covers": covers} if covers else {}),
        "period": {"from": "2019-10-01", "to": "2021-09-30"},
        "marking": edition.model["markings"][-1],
        "participants": edition.model["roles"][:seed % 3],
        "answers": some_answers_of(random_, edition, eager),
        "approval": {"by": "Någon", "date": "2021-10-01"},
    }


def scored(edition, path):
    """Answers with errors are scored too, with status 1."""
    told = sigill("score", path, "--json", "--edition", edition.path, lang="sv")
    score = json.loads(told.out)
    wrong = any(question["status"] not in ("unanswered", "yes", "no", "not-asked") for question in score["questions"])
    expect(told, 1 if wrong else 0)
    return score


def converted(edition, path, directory):
    """The document that a form holds."""
    out = directory / "converted.json"
    expect(sigill("convert", path, "-o", out, "--edition", edition.path, lang="sv"), 0)
    told = json.loads(out.read_text(encoding="utf-8"))
    out.unlink()
    return told


def figures(rows, label, after=None):
    """The cells after the label in the row that begins with it, below the row that begins with after."""
    begin = 0 if after is None else next(place for place, row in enumerate(rows) if row[0] == after)
    return next(row[1:] for row in rows[begin:] if row[0] == label)


def compare(edition, rows, score):
    """Each figure of the sheet with what sigill computes."""
    level = score["level"]
    states = [question["status"] for question in score["questions"] if question["status"] not in ("not-asked", "uncalled")]
    told = figures(rows, "Besvarade frågor")[:2]
    assert told == [sum(state not in ("unanswered", "empty") for state in states), f"av {len(states)}"], (told, states)
    wrong = sum(question["status"] not in ("unanswered", "empty", "yes", "no", "not-asked") for question in score["questions"])
    assert figures(rows, "Frågor med fel" if level is None else "Frågor med fel (ger inga poäng)")[0] == wrong
    assert figures(rows, "Saknas på bladet Organisation")[0] == 0
    if level is None:
        compare_states(edition, rows, score)
        compare_fields(edition, rows, score)
        return
    assert figures(rows, "Nivå")[0] == level, (figures(rows, "Nivå"), level)
    for label, name in (("Poäng", "points"), ("Åtgärder", "measures"), ("Osäkra bedömningar", "unsure")):
        assert figures(rows, label)[0] == score[name], (label, figures(rows, label), score[name])
    for area, words in zip(score["areas"], edition.wording["areas"]):
        told = figures(rows, words["name"])
        assert told[:2] == [area["points"], area["max"]] and told[3] == area["level"], (words["name"], told, area)
        assert abs(told[2] - area["points"] / area["max"]) < 1e-9
    compare_states(edition, rows, score)
    lacking = []
    for question in score["questions"]:
        told = of_question(edition, rows, question)
        if edition.questions[question["id"]]["kind"] not in SCORED:
            assert not any(told[1:]), (question, told)
            continue
        assessment = edition.wording["assessments"].get(question["assessment"])
        lacks = max(0, edition.needed(level, question["id"]) - question["points"]) * is_asked(question)
        lacking += [str(question["id"])] * (lacks > 0)
        assert told[1] == question["points"], (question, told)
        assert (told[3] or None) == assessment and told[4] == lacks, (question, told, lacks)
    assert figures(rows, "Frågor med för få poäng")[0] == len(lacking)
    listed = [row[1] for row in rows if row[0] == "De här frågorna:"]
    assert listed == ([", ".join(lacking)] if lacking else []), listed
    compare_levels(edition, rows, score)


def is_asked(question):
    return question["status"] not in ("not-asked", "uncalled")


def of_question(edition, rows, question):
    return figures(rows, f"{question['id']}. {edition.words[question['id']]['topic']}", "Frågor")


def compare_states(edition, rows, score):
    for question in score["questions"]:
        assert of_question(edition, rows, question)[0] == STATES[question["status"]], question


def compare_fields(edition, rows, score):
    """What is said of each field, and how many are at the target."""
    fields, target = edition.model.get("fields", []), edition.model.get("target", 0)
    names = {section["section"]: section["name"] for section in edition.wording["sections"]}
    for number, (field, said) in enumerate(zip(fields, score["fields"]), 1):
        told = figures(rows, f"{number}. {names[edition.questions[field['question']]['section']]}", "Fälten")
        assert told[0] == {"yes": "ja", "no": "nej", None: "obesvarad"}[said["answer"]], (told, said)
        level = said["maturity"] or 0
        if "maturity" in field:
            assert told[1:3] == [level, target] and (told[3] or None) == {True: "ja", False: "nej"}.get(said["reached"] if level else None), (
                told, said)
    if target:
        label = f"Fält på mognadsnivå {target} eller högre, som är målet"
        assert figures(rows, label)[:2] == [sum(said["reached"] or 0 for said in score["fields"]),
                                            f"av {sum('maturity' in field for field in fields)}"], score["fields"]


def compare_levels(edition, rows, score):
    by_id = {question["id"]: question for question in score["questions"]}
    for demands in edition.model["levels"]:
        tested = [by_id[number] for number, question in edition.questions.items()
                  if question["section"] in demands["sections"] and question["kind"] in SCORED]
        asked = [question for question in tested if is_asked(question)]
        below = sum(question["points"] < demands["min_points_each"] for question in asked)
        total = max(0, demands["min_total"] - score["points"])
        unsure = sum(question["assessment"] == "unsure" for question in asked)
        unsure = max(0, unsure - len(tested) * demands["max_uncertain_percent"] // 100)
        told = figures(rows, f"Nivå {demands['level']}")[1:5]
        assert told == [below, total, unsure, int(below + total + unsure == 0)], (demands, told)
        if demands["level"] == score["level"] + 1:
            assert figures(rows, "Poäng som saknas sammanlagt")[0] == total
            assert figures(rows, "Osäkra bedömningar för många")[0] == unsure
