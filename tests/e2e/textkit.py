"""A round whose organisations wrote texts, took part and approved by chance, and an independent count of it."""
import json
import random
import re
import subprocess
from pathlib import Path

from parties import TYPICAL, make_register
from roundkit import number_of
from sigill_test import BUILD, expect, msb
from workbookkit import Workbook

MODEL = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["model"]
WORDING = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))["wording"]
GROUPS = [one["id"] for one in WORDING["groups"]]
GROUP_NAMES = {one["id"]: one["name"] for one in WORDING["groups"]}
ROLE_NAMES = {one["id"]: one["name"] for one in WORDING["roles"]}
TOPICS = {one["id"]: one["topic"] for one in WORDING["background"]}
QUESTIONS = [one["id"] for one in MODEL["background"] if one["kind"] == "text"]

# What people write, and what somebody writes who means harm.
TEXTS = ["", "   ", "Pandemin har tagit tid.", "Resurser saknas.\nTiden räcker inte.", "=HYPERLINK(\"http://x\";\"y\")", "+1+1", "@SUM(A1)",
         "-2; =3", "<script>alert(1)</script> & \"mer\"", "Koder: a, b; c", "100 % av tiden, \"allt\"", "1-2", "Rad ett\n\n\tRad tre",
         "Ö" * 70, "mycket " * 300]


class Told:
    """What one organisation sent: .document, .arrived."""

    def __init__(self, chance, place, arrived="2021-06-01"):
        self.number, self.group, self.arrived = number_of(place), chance.choice(GROUPS), arrived
        document = json.loads(TYPICAL.read_text(encoding="utf-8"))
        name = chance.choice([f"Ort {place}", f"=Ort {place}", f"Ort {place} & <b>Co</b>"])
        roles = chance.sample(MODEL["roles"], chance.randint(0, 3))
        document.update(
            organisation={"name": name, "number": self.number, "group": self.group}, participants=roles,
            circumstances=chance.choice(TEXTS), obstacles=chance.choice(TEXTS),
            approval={"by": chance.choice(["", "Kim Exempel", "=1+1"]), "role": chance.choice(["", "chef"]),
                      "date": chance.choice(["", "2021-05-02"]), "reference": ""})
        document.pop("background", None)
        self.document = document

    def text(self, question):
        return self.document[question]

    def tells(self, question):
        return self.text(question).strip() != ""

    def security(self):
        return bool(set(self.document["participants"]) & set(MODEL["security_roles"]))


def by_chance(seed, count):
    chance = random.Random(seed)
    late = {place for place in range(count) if chance.random() < 0.1}
    return [Told(chance, place, "2021-12-01" if place in late else "2021-06-01") for place in range(count)]


def make_told(directory, told):
    """A register with these submissions, in a round that closed on the last of September."""
    directory.mkdir(parents=True, exist_ok=True)
    register, keys = make_register(directory)
    lines = []
    for one in told:
        (directory / f"{one.number}.json").write_text(json.dumps(one.document, ensure_ascii=False), encoding="utf-8")
        lines.append(f"{one.number}.json\t{one.arrived}\t-\n")
    (directory / "submissions.tsv").write_text("".join(lines), encoding="utf-8")
    subprocess.run([BUILD / "tools/fill_register", register, keys, directory / "submissions.tsv"], check=True)
    expect(msb("round", "2021", "-r", register, "-k", keys, "--edition", MODEL["id"], "--opens", "2021-05-01", "--closes",
               "2021-09-30"), 0)
    return register, keys


def counted(told, group=None, late=False):
    """Whom a result is about, in its order."""
    chosen = [one for one in told if (late or one.arrived < "2021-10-01") and group in (None, one.group)]
    return sorted(chosen, key=lambda one: (GROUPS.index(one.group), one.number))


def tally(chosen, group):
    """The figures of a group, or of all (None)."""
    of = [one for one in chosen if group in (None, one.group)]
    return {"group": group, "n": len(of), "told": {i: sum(one.tells(i) for one in of) for i in QUESTIONS},
            "participants": {role: sum(role in one.document["participants"] for one in of) for role in MODEL["roles"]},
            "security_role": sum(one.security() for one in of),
            "approved": sum(one.document["approval"]["by"] != "" for one in of)}


def percent(part, whole):
    rounded = (200 * part + whole) // (2 * whole) if whole else 0
    return "" if whole == 0 else "<1 %" if rounded == 0 and part else f"{rounded} %"


def code_cells(path, change=None):
    """A workbook's sheets as sheetkit writes them, with cells changed: change(sheet, row of texts) gives the codes."""
    sheets = []
    for name, rows in Workbook(path).numbered.items():
        cells = {}
        for number, row in rows.items():
            key = next((letter for letter, cell in row.items() if isinstance(cell, str) and re.fullmatch(
                r"\w+:\d{6}-\d{4}:[0-9a-f]{16}", cell)), None)
            for letter, cell in row.items():
                column = ord(letter) - 64
                if key and letter == chr(ord(key) - 1) and change:
                    cell = change(row[key])
                if cell not in ("", None):
                    cells[number, column] = cell
        sheets.append((name, cells))
    return sheets
