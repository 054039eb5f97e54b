#!/usr/bin/env python3
"""Every number that SKR printed of its questionnaire of 2019 (tests/data/skr-2019.json) beside what a command shows of municipalities
that are made up to come to it: BUILD=build python3 tests/population/skr_claims.py     writes docs/claims-skr.md

Each value comes twice: from what the command says, and from the answers counted anew (skr_count.py); both have one shape."""
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from sigill_test import expect  # noqa: E402
from skr_count import chosen, group_fields  # noqa: E402
from skr_population import PRINTED, READINGS  # noqa: E402
from skrkit import SkrWorld  # noqa: E402

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/claims-skr.md"
HEAD = """# What SKR printed in 2019, and what the programs show

Made by `tests/population/skr_claims.py`, which writes this file; `tests/e2e/skr_claims_hold.py` compares it with what the programs
show now. The municipalities are made up and fitted to nothing but the printed numbers (`tests/population/skr_population.py`), so
agreement says that these can be true at once and that a command shows them, not that the answers of 2019 were these. Each value is
also counted from the answers, without the programs (`tests/population/skr_count.py`); where the two differ, nothing is written here.

The command is `sigill-msb stats --edition editions/skr-2019.json`, with `--json` or `--html`; shares are of the counts that it shows.
Words are read as bounds: *nearly* is up to half a tenth below, *just over* up to half a tenth above, *about* within half a tenth on
either side; *below* and *above* are no more than that. Marks: *fit* is what the made-up answers are fitted to; *follows* is what follows from printed numbers; *contradicted* is
what SKR says otherwise in another place (the SX numbers are those of `tests/data/skr-2019.json`); *none* cannot be counted.

The numbers of those who answered everything and of those who answered the question on continuity cannot both be right (SX-07). So there
are two readings of the population: what is shown is the one that comes to the first; where it differs, the other one stands beside it.
"""
NEAR = 0.05
CHECKS = {"nearly": lambda share, named: named - NEAR <= share < named, "just over": lambda share, named: named < share <= named + NEAR,
          "about": lambda share, named: abs(share - named) <= NEAR, "below": lambda share, named: share < named,
          "above": lambda share, named: share > named}


class Claim:
    """value: of the figures of a group, what is to be shown, or None; holds: whether a value agrees with what is printed."""

    def __init__(self, identity, claim, mark, printed, value=None, holds=None, why=None, how="`stats --json`"):
        self.id, self.claim, self.mark, self.printed = identity, claim, mark, printed
        self.value, self.holds, self.why, self.how = value, holds or (lambda came: came == printed), why, how


def percent(part, whole):
    """A whole per cent, a half upwards."""
    return (200 * part + whole) // (2 * whole)


def tenths(part, whole):
    return round(100 * part / whole, 1)


def of(figures, field):
    return next(row for row in figures["fields"] if row["id"] == field)


def answered(row):
    return row["yes"] + row["no"]


# ---- who answered ----

def response():
    values = {"answered": lambda f: f["completeness"]["whole"] + f["completeness"]["partial"],
              **{name: (lambda name: lambda f: f["completeness"][name])(name) for name in ("whole", "partial", "none")}}
    words = {"answered": "answered", "whole": "answered everything", "partial": "answered a part", "none": "did not answer"}
    yield Claim("R-asked", "municipalities asked", "follows", PRINTED["asked"], lambda f: f["population"])
    for name, (count, share) in PRINTED["response"].items():
        why = "SX-07" if name in ("whole", "partial") else None
        mark = "contradicted" if why else "fit"
        yield Claim(f"R-{name}", f"{words[name]}", mark, count, values[name], why=why)
        yield Claim(f"R-{name}-%", f"{words[name]}, per cent of those asked", mark, share,
                    (lambda name: lambda f: percent(values[name](f), f["population"]))(name), why=why)


# ---- fields ----

def fraction(said):
    return f"{said['word']} {said['part']} of {said['of']}"


def within(said):
    return lambda came: CHECKS[said["word"]](came["of"][0] / came["of"][1], said["part"] / said["of"])


def share(part, whole):
    return {"per cent": tenths(part, whole), "of": (part, whole)}


def yes_shares(number, field, said):
    for place, one in enumerate(said["yes"], 1):
        contradicted = {("function", 3): "SX-03: it is 67.6 % of those who answered the question, which is no less than two thirds",
                        ("management_info", 4): "SX-04: it is 32.4 % of those who answered the question"}.get((field, place))
        note = {("action_plan", 1): "SX-05, both can be said of it", ("action_plan", 2): "SX-05, both can be said of it"}.get((field, place))
        yield Claim(f"F{number}-yes-{place}", f"{field}: yes, of all asked", "contradicted" if contradicted else "fit", fraction(one),
                    lambda f: share(of(f, field)["yes"], f["population"]), within(one), contradicted or note)


def levels(number, field, said):
    for name, mark in (("level", "fit"), ("other_level", "follows")):
        one = said[name]
        yield Claim(f"F{number}-{name.replace('_', '-')}", f"{field}: at level {one['level']}, of those who told their level", mark, fraction(one),
                    (lambda level: lambda f: share(of(f, field)["maturity"]["chosen"][level - 1], sum(of(f, field)["maturity"]["chosen"])))(one["level"]),
                    within(one), "SX-13: of whom is not printed" if name == "level" else None)


def counted(number, field, said):
    values = {"yes_at_least": lambda f: of(f, field)["yes"],
              "percent_of_asked": lambda f: tenths(of(f, field)["yes"], f["population"]),
              "percent_of_answered": lambda f: tenths(of(f, field)["yes"], answered(of(f, field))),
              "not_yes_of_asked": lambda f: of(f, field)["no"] + of(f, field)["unanswered"] + f["completeness"]["none"],
              "no_of_answered": lambda f: of(f, field)["no"],
              "unanswered": lambda f: of(f, field)["unanswered"] + f["completeness"]["none"]}
    words = {"yes_at_least": "yes", "percent_of_asked": "yes, per cent of those asked", "percent_of_answered": "yes, per cent of those who answered it",
             "not_yes_of_asked": "no, not answered, or nothing answered at all", "no_of_answered": "no", "unanswered": "not answered, or nothing at all"}
    for name, value in values.items():
        contradicted = field == "continuity" and name in ("percent_of_answered", "no_of_answered", "unanswered")
        yield Claim(f"F{number}-{name.replace('_', '-')}", f"{field}: {words[name]}", "contradicted" if contradicted else "follows",
                    said["counted"][name], value, why="SX-07" if contradicted else None)


def fields():
    for number, (field, said) in enumerate(PRINTED["fields"].items(), 1):
        contradicted = field == "continuity"
        yield Claim(f"F{number}-answered", f"{field}: answered yes or no", "contradicted" if contradicted else "fit", said["answered"],
                    (lambda field: lambda f: answered(of(f, field)))(field), why="SX-07" if contradicted else None)
        yield Claim(f"F{number}-follow-up", f"{field}: answered how far, or how much", "fit", said["follow_up"],
                    (lambda field: lambda f: sum(of(f, field)["follow_up"]["chosen"]))(field))
        yield from yes_shares(number, field, said)
        if "time" in said:
            yield Claim(f"F{number}-time", f"{field}: more than half of the working time, of those who told", "fit", fraction(said["time"]),
                        lambda f: share(sum(of(f, "function")["follow_up"]["chosen"][2:]), sum(of(f, "function")["follow_up"]["chosen"])),
                        within(said["time"]))
        if "level" in said:
            yield from levels(number, field, said)
        yield from counted(number, field, said)
        if said["in_words"]:
            yield Claim(f"F{number}-words", f"{field}: those with a yes have come far, in words alone", "none", "words", how="", why="no number is printed")


# ---- the questionnaire and its drawings ----

def questionnaire():
    counts, told = PRINTED["counts"], PRINTED["levels"]
    with_level = [field for field, said in PRINTED["fields"].items() if "level" in said]
    yield Claim("B-both", "yes in management_info and in action_plan, per cent of those asked", "contradicted", PRINTED["both"]["percent"], how="",
                why="SX-06: it is a third times 23.8 %, shares of different wholes multiplied, and no count; how many say yes to both is "
                    "printed nowhere, and no command crosses two fields")
    yield Claim("Q-fields", "fields", "follows", counts["fields"], lambda f: len(f["fields"]))
    yield Claim("Q-follow-ups", "follow-ups", "follows", counts["follow_ups"], lambda f: sum(row["follow_up"] is not None for row in f["fields"]))
    yield Claim("Q-questions", "questions; those on maturity, which are ours, apart", "follows", counts["questions"],
                lambda f: len(f["fields"]) + sum(row["follow_up"] is not None for row in f["fields"]))
    yield Claim("Q-levels", "levels of maturity", "follows", told["all"], lambda f: max(len(row["maturity"]["chosen"]) for row in f["fields"] if row["maturity"]))
    yield Claim("Q-target", "the level aimed at", "follows", told["target"], lambda f: next(row["maturity"]["target"] for row in f["fields"] if row["maturity"]))
    yield Claim("Q-with-level", "fields with a level: all but function", "follows", with_level, lambda f: [row["id"] for row in f["fields"] if row["maturity"]])
    yield Claim("Q-seen", "levels that any has", "fit", told["seen"], lambda f: sorted(
        {level for row in f["fields"] if row["maturity"] for level, count in enumerate(row["maturity"]["chosen"], 1) if count}))
    yield Claim("Q-rule", "in all nine more say yes than are at level 2", "follows", len(with_level), lambda f: sum(
        row["yes"] > row["maturity"]["chosen"][1] for row in f["fields"] if row["maturity"]))
    for kind, count in PRINTED["diagrams"].items():
        if kind != "model":
            yield Claim(f"D-{kind.replace('_', '-')}", f"drawings of the kind {kind}", "follows", count, (lambda kind: lambda f: f["drawings"][kind])(kind),
                        how="`stats --html`")
    yield Claim("D-all", "drawings of results", "follows", counts["result_diagrams"], lambda f: sum(f["drawings"].values()), how="`stats --html`")
    yield Claim("D-captions", "captions, the model's too", "contradicted", counts["captions"], lambda f: sum(f["drawings"].values()), how="`stats --html`",
                why="SX-01, SX-02: two have the number 1 and two 26, so the numbers end at 28; the model is not drawn")
    yield Claim("W-further", "areas for further work", "none", counts["further_work"], how="", why="SX-16: a list in words")
    yield Claim("W-words", "what contradicts itself in words: SX-08 to SX-12, SX-14, SX-15", "none", "words", how="", why="nothing to count")


def claims():
    return [*response(), *fields(), *questionnaire()]


# ---- both ways ----

def drawings(html):
    """How many bars a page draws of each kind; the time of the first field is a follow-up like the others."""
    found = {name: len(re.findall(rf'aria-labelledby="{name}-\d+', html)) for name in ("answers", "follow-up", "maturity")}
    return {"yes_no": found["answers"], "time": 1, "degree": found["follow-up"] - 1, "level": found["maturity"]}


def said_by_commands(world, directory):
    page = directory / "page.html"
    expect(world.runs("stats", "--html", "-o", page), 0)
    row = next(row for row in world.says("stats")["groups"] if row["group"] == "kommun")
    return {**row, "drawings": drawings(page.read_text(encoding="utf-8"))}


def counted_anew(world):
    """The drawings are one of each question."""
    found = {"population": len(world.population.asked), **group_fields(world.edition, world.everyone, len(world.population.asked))}
    kinds = {"yes_no": len(found["fields"]), "time": 1, "degree": sum(row["follow_up"] is not None for row in found["fields"]) - 1,
             "level": sum(row["maturity"] is not None for row in found["fields"])}
    return {**found, "drawings": kinds}


def with_a_yes_in_both(world):
    """What no command shows."""
    first, second = ({row["id"]: row["question"] for row in world.edition.fields}[field] for field in PRINTED["both"]["fields"])
    count = sum(chosen(answers, first) == chosen(answers, second) == "a" for answers in world.everyone)
    return percent(count, len(world.population.asked))


def words(value):
    if value is None:
        return "–"
    if isinstance(value, dict):
        return f"{value['per cent']} % ({value['of'][0]} of {value['of'][1]})"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def verdict(claim, came, other):
    why = f": {claim.why}" if claim.why else ""
    if came is None:
        return f"not shown{why}"
    if claim.holds(came):
        return f"yes{'; ' + claim.why if claim.why else ''}"
    if claim.mark == "contradicted":
        return f"as contradicted{why}" + (f"; yes in the other reading ({words(other)})" if claim.holds(other) else "")
    return f"no{why}"


def made(directory):
    """The document."""
    worlds = {reading: SkrWorld(directory / reading, reading) for reading in READINGS}
    said = {reading: said_by_commands(world, directory / reading) for reading, world in worlds.items()}
    anew = {reading: counted_anew(world) for reading, world in worlds.items()}
    lines, tally = [], {}
    for claim in claims():
        came, other = (claim.value(said[reading]) if claim.value else None for reading in READINGS)
        for reading in READINGS:
            assert claim.value is None or claim.value(anew[reading]) == claim.value(said[reading]), (claim.id, reading)
        again = "the same" if claim.value else words(with_a_yes_in_both(worlds[READINGS[0]])) if claim.id == "B-both" else "–"
        how = verdict(claim, came, other)
        tally[re.split("[:;]", how)[0]] = tally.get(re.split("[:;]", how)[0], 0) + 1
        lines.append(f"| {claim.id} | {claim.claim} | {claim.mark} | {words(claim.printed)} | {claim.how} | {words(came)} | {again} | {how} |")
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
