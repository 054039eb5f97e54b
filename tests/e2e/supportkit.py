"""The catalogue of support by its file: what is chosen for a question is counted here anew, by the rules of docs/edition.md."""
import json
from pathlib import Path

CATALOGUE = json.loads(Path("editions/support-2024.json").read_text(encoding="utf-8"))
FACTS = json.loads(Path("tests/data/guide-catalogue.json").read_text(encoding="utf-8"))
ITEMS = CATALOGUE["items"]
CATEGORIES = ["support", "guidance", "training", "measuring", "reports", "contacts", None]
MODEL = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["model"]
DOCUMENTS = {one["id"]: one["name"] for one in CATALOGUE["documents"]}


def shown(item):
    """An item as JSON results have it."""
    return {**item, "source": DOCUMENTS[item["source"]]}


def whole_areas(question):
    """The areas that hold a question whole, or else those that hold some of its options."""
    options = set(next(one for one in MODEL["questions"] if one["id"] == question).get("options", ""))
    whole, parts = set(), set()
    for area in MODEL["areas"]:
        part = set(area["options"].get(str(question), ""))
        if question in area["in_full"] or options and part >= options:
            whole.add(area["id"])
        elif part:
            parts.add(area["id"])
    return whole or parts


def suiting(question, levels):
    """The level of support for a question, by the level of each area."""
    return "basic" if any(levels[area] < 2 for area in whole_areas(question)) else "advanced"


def rank(item, level):
    if item["section"] == "start":
        return 1
    if item["section"] == "earlier":
        return 4
    return 0 if item["level"] == level else 3 if item["level"] == "management" else 2


def chosen(question, levels):
    """The ids that are chosen for a question, by the level of each area."""
    level = suiting(question, levels)
    section = next(one for one in MODEL["questions"] if one["id"] == question)["section"]
    serving = [item for item in ITEMS if question in item["questions"]]
    serving.sort(key=lambda item: (rank(item, level), CATEGORIES.index(item["category"])))
    offered = [item for item in serving if item["section"] != "earlier"]
    two = offered[:2] or serving[:1]
    rest = [item for item in offered if item not in two and item["level"] == "management"]
    return [item["id"] for item in two + (rest[:1] if section == 1 else [])]


def told(steps):
    """The items that a result with these steps has: those that are chosen, then starting points and networks."""
    named = {one for step in steps for one in step["support"]}
    first = [item for item in ITEMS if item["id"] in named]
    rest = [item for item in ITEMS if item["id"] not in named and item["section"] in ("start", "network")]
    return [shown(item) for item in first + rest] if first else []


def named(item):
    """An item with who gives it and from when, as people read it."""
    said = ", ".join(str(one) for one in (item["issuer"], item["year"]) if one)
    return f"{item['name']} ({said})" if said else item["name"]


def named_for(ids):
    """The line of a step, without its heading."""
    return "; ".join(named(next(item for item in ITEMS if item["id"] == one)) for one in ids)
