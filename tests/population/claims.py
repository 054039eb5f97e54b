#!/usr/bin/env python3
"""Every claim of the report of 2021 (tests/data/report-2021.json) beside what a command shows of a made-up population that is
fitted to it: BUILD=build python3 tests/population/claims.py     writes docs/claims.md

Each value comes twice: from a command (claims_commands.py), and counted anew from the answers (claims_answers.py)."""
import sys
import tempfile
from pathlib import Path

import claims_answers
import claims_commands
import claims_programs
from fit import REPORT

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/claims.md"
HEAD = """# What the report of 2021 claims, and what the programs show

Made by `tests/population/claims.py`, which writes this file; `tests/e2e/claims_hold.py` compares it with what the programs show now. The
population is made up and fitted to nothing but the printed numbers (`tests/population/fit.py`), so agreement says that all of them can be
true at once and that a command shows them, not that the answers of 2021 were these. Each value is also counted from the answers, without
the programs (`tests/population/claims_answers.py`); where the two differ, nothing is written here.

Commands are those of `sigill-msb`, with `--round 2021` and (but for `report`) `--json`, or of `sigill` where they begin so; below
`report` stands the file. Marks: *exact* must come out
for any answers, or follows from others; *fit* is what a population is fitted to, words read as bounds; *bound* is an inequality; *list*
a set or an order; *contradicted* is what the report itself says otherwise in another place; *none* cannot be counted.
"""


class Claim:
    def __init__(self, said):
        self.id, self.claim, self.mark = said["id"], said["claim"], said["mark"]
        self.why, self.unit = said.get("why"), said.get("unit")
        self.printed = said.get("printed")
        if "printed_in" in said:
            self.printed = REPORT
            for key in said["printed_in"]:
                self.printed = self.printed[key]


def agrees(printed, came):
    if is_range(printed):
        return printed.get("least", came) <= came <= printed["most"]
    if isinstance(printed, dict) and isinstance(came, dict):
        return set(printed) == set(came) and all(agrees(printed[key], came[key]) for key in printed)
    if isinstance(printed, list) and isinstance(came, list):
        return len(printed) == len(came) and all(map(agrees, printed, came))
    return printed == came


def is_range(value):
    return isinstance(value, dict) and value.keys() in ({"least", "most"}, {"most"})


def words(value):
    if value is None:
        return "–"
    if is_range(value):
        return f"{value['least']} to {value['most']}" if "least" in value else f"≤ {value['most']}"
    if isinstance(value, dict):
        return "; ".join(f"{key.replace('_', ' ')} {words(one)}" for key, one in value.items())
    return ", ".join(map(words, value)) or "none" if isinstance(value, list) else str(value)


def shown(claim, came):
    return "as printed" if came is not None and came == claim.printed else words(came)


def verdict(claim, came):
    if came is None:
        return "not shown" + (f": {claim.why}" if claim.why else "")
    if agrees(claim.printed, came):
        return "yes" + (f"; {claim.why}" if claim.why else "")
    return f"as contradicted: {claim.why}" if claim.mark == "contradicted" else f"no{'; ' + claim.why if claim.why else ''}"


def rows(programs, count):
    """(claim, commands, what came, counted anew)."""
    for said in REPORT["claims"]:
        claim, programs.ran = Claim(said), []
        came = claims_commands.SHOWN[claim.id](programs) if claim.id in claims_commands.SHOWN else None
        commands = list(programs.ran)
        anew = claims_answers.COUNTED[claim.id](count) if claim.id in claims_answers.COUNTED else None
        assert came is None or anew is None or came == anew, f"{claim.id}: a command shows {came}, counted {anew}"
        yield claim, commands, came, anew


def made(directory):
    """The document, and (yes, contradicted, no, not shown)."""
    lines, tally = [], {}
    for claim, commands, came, anew in rows(claims_programs.Programs(directory), claims_answers.Count()):
        how = verdict(claim, came)
        tally[how.split(":")[0].split(";")[0]] = tally.get(how.split(":")[0].split(";")[0], 0) + 1
        unit = f" {claim.unit}" if claim.unit else ""
        counted = "the same" if anew == came and came is not None else words(anew)
        lines.append(f"| {claim.id} | {claim.claim} | {claim.mark} | {words(claim.printed)}{unit} | "
                     + "; ".join(f"`{command}`" for command in commands) + f" | {shown(claim, came)} | {counted} | {how} |")
    summary = ", ".join(f"{count} {how}" for how, count in tally.items())
    return (f"{HEAD}\nOf {len(lines)} claims: {summary}.\n\n"
            "| | claim | mark | printed | command | shown | counted anew | agrees |\n|---|---|---|---|---|---|---|---|\n"
            + "\n".join(lines) + "\n")


def main():
    with tempfile.TemporaryDirectory(prefix="sigill-test-") as directory:
        DOCUMENT.write_text(made(Path(directory)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
