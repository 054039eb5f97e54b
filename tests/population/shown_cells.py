#!/usr/bin/env python3
"""How many figures of ten regions each form of publishing shows: BUILD=build python3 tests/population/shown_cells.py

Prints the table of docs/cli.md. The rounded form is counted with as many keys of a register as KEYS says, since the key decides what
is withheld."""
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))
sys.argv = sys.argv[:1]

from worldkit import World  # noqa: E402

KEYS = int(os.environ.get("KEYS", "10"))


def shown(row, benchmark):
    """{table: (shown, all)} of the figures of a group that people read."""
    roles = row["background"]["security_role"]
    held = [value for one in row["held"] for value in (one["enough"], one["more"], one["unsure_only"],
                                                       *(lack["count"] for lack in one["lacks"]))]
    tables = {"levels": [*row["levels"], row["any_level"]], "areas above a level": [value for area in row["areas"] for value in area["above"]],
              "security role by level": [*roles["with"], *roles["without"]],
              "points by ten": [one["count"] for one in row["points"]["classes"]], "next level": list(row["next_level"].values()), "held back": held,
              "lowest, median, highest points": [row["points"][key] for key in ("lowest", "median", "highest")],
              "yes to a question": [one["yes_count"] for one in benchmark["questions"]]}
    return {name: (sum(isinstance(value, int) for value in cells), len(cells)) for name, cells in tables.items()}


def count(directory, form):
    world = World(directory)
    world.declare()
    words = ["--round", "2021", "--group", "region", f"--publish={form}"]
    benchmark = world.says("benchmark", *words)
    return shown(world.says("stats", *words)["groups"][0], benchmark)


def main():
    found = {"hidden": [], "rounded": []}
    for number in range(KEYS):
        for form in found if number == 0 else ["rounded"]:
            with tempfile.TemporaryDirectory() as directory:
                found[form].append(count(Path(directory), form))
    print("| Of ten regions | figures | hidden shows | rounded shows |\n|---|---|---|---|")
    for name, (one, every) in found["hidden"][0].items():
        rounded = [told[name][0] for told in found["rounded"]]
        few, many = min(rounded), max(rounded)
        print(f"| {name} | {every} | {one} | {few if few == many else f'{few} to {many}'} |")


main()
