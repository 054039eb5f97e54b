"""Editions that follow another, and the rules of what they have in common (docs/edition.md, "What an edition follows"), read
anew from the editions' files."""
import copy
import json
from pathlib import Path

from sigill_test import DATA

BUILTIN = Path("editions/infosakkollen-2021.json")
FILES = {2021: BUILTIN, 2023: DATA / "fortsattning-2023.json", 2025: DATA / "fortsattning-2025.json"}
EDITIONS = {year: json.loads(path.read_text(encoding="utf-8")) for year, path in FILES.items()}
TYPICAL = json.loads((DATA / "typical-municipality.json").read_text(encoding="utf-8"))


def given(*years):
    return [word for year in years if year != 2021 for word in ("--edition", FILES[year])]


# ---- the rules, read anew ----

def questions(year):
    return {question["id"]: question for question in EDITIONS[year]["model"]["questions"]}


def names(question):
    """What its options are called."""
    return list(question["options"]) if question["kind"] == "checklist" else [str(step + 1) for step in range(question["steps"])]


def step_map(later):
    """Of one step: {question: None or (earlier question, {option: earlier option}, whether all is the same)}."""
    earlier = {2023: 2021, 2025: 2023}[later]
    mapped = {}
    for one in EDITIONS[later]["follows"]["questions"]:
        if "from" not in one:
            mapped[one["id"]] = None
            continue
        own = names(questions(later)[one["id"]])
        mapped[one["id"]] = (one["from"], dict(one.get("options", {name: name for name in own})), "options" not in one)
        assert questions(earlier)[one["from"]]["kind"] == questions(later)[one["id"]]["kind"]
    return mapped


def mapping(earlier, later):
    if earlier == later:
        return {number: (number, {name: name for name in names(question)}, True) for number, question in questions(later).items()}
    last = step_map(later)
    between = {2023: 2021, 2025: 2023}[later]
    if between == earlier:
        return last
    first = mapping(earlier, between)
    whole = {}
    for number, one in last.items():
        before = first[one[0]] if one else None
        whole[number] = before and (before[0], {name: before[1][was] for name, was in one[1].items() if was in before[1]},
                                    one[2] and before[2])
    return whole


def held(question, answer):
    """The options that give points: of a scale all up to the step."""
    if not answer or "yes" not in answer or "assessment" not in answer:
        return set()
    if question["kind"] == "scale":
        return {str(step + 1) for step in range(answer["yes"])}
    return set(answer["yes"])


def random_answer(question, chance):
    which = chance.random()
    if which < 0.2:
        return {}
    if which < 0.4:
        return {"no": chance.choice(question["zero_answers"]), "assessment": "sure"}
    chosen = chance.sample(names(question), chance.randint(1, len(names(question))))
    yes = int(chosen[0]) if question["kind"] == "scale" else sorted(chosen)
    return {"yes": yes, "assessment": chance.choice(["sure", "unsure"])}


def written(directory, year, chance, name="answers"):
    """Answers by chance to that edition, in a file."""
    document = copy.deepcopy(TYPICAL)
    document["edition"] = EDITIONS[year]["model"]["id"]
    document["participants"] = EDITIONS[year]["model"]["roles"][:1]
    for key in ("circumstances", "obstacles", "background"):
        document.pop(key, None)
    document["answers"] = {str(number): random_answer(question, chance) for number, question in questions(year).items()}
    path = directory / f"{name}-{year}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path, document["answers"]


def compared(then_year, now_year, then, now):
    mapped = mapping(then_year, now_year)
    listed = []
    for number, question in questions(now_year).items():
        one = mapped[number]
        if one is None:
            listed.append({"id": number, "kind": "new", "was": None, "of": 0, "from": 0, "to": 0,
                           **dict.fromkeys(("added", "removed"), None if question["kind"] == "scale" else [])})
            continue
        was, options, same = one
        had = held(questions(then_year)[was], then[str(was)])
        before = {name for name, earlier in options.items() if earlier in had}
        after = held(question, now[str(number)]) & set(options)
        scale = question["kind"] == "scale"
        listed.append({"id": number, "kind": "same" if same else "changed", "was": was, "of": len(options), "from": len(before),
                       "to": len(after), "added": None if scale else sorted(after - before),
                       "removed": None if scale else sorted(before - after)})
    return listed
