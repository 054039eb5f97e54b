"""An independent reading of what is recommended to an organisation (docs/edition.md, "The recommendations"), from the catalogue's
file and one organisation's count."""
import json
from pathlib import Path

CATALOGUE = json.loads(Path("editions/recommendations-2021.json").read_text(encoding="utf-8"))
RECOMMENDED = CATALOGUE["recommendations"]


def lacks(counted, ground):
    """Whether an organisation lacks a ground; None where its answers say nothing of it."""
    if "area" in ground:
        return counted.area_levels[ground["area"]] == 0
    if "question" not in ground:
        return None
    question, wanted = ground["question"], ground.get("yes")
    if wanted is None:
        return counted.points[question] == 0
    if isinstance(wanted, int):
        return counted.points[question] < wanted
    return counted.status[question] != "yes" or not set(wanted) <= set(counted.answers[question]["yes"])


def recommended(counted, group):
    """As `gap --json` has it: those for all and for the group of which a ground is lacked, with these grounds."""
    found = []
    for one in RECOMMENDED:
        grounds = [ground for ground in one["rests_on"] if lacks(counted, ground)]
        if grounds and one["group"] in (None, group):
            found.append({**{key: one[key] for key in ("id", "group", "title", "text", "why")}, "lacks": grounds})
    return found
