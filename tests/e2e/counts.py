"""`sigill-msb counts`: each answer to each question, and results with and without a security role, counted anew here."""
import csv
import io
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Counted, Edition  # noqa: E402
from figurekit import Page  # noqa: E402
from generate import EDITION  # noqa: E402
from sigill_test import expect, msb, refused, run, test  # noqa: E402
from textkit import GROUP_NAMES, GROUPS, MODEL, WORDING, by_chance, counted, make_told, percent  # noqa: E402
from workbookkit import Workbook  # noqa: E402

KINDS = {"points": "Yes, with points", "no": WORDING["zero_answers"]["no"], "none": WORDING["zero_answers"]["none"],
         "partly": WORDING["zero_answers"]["partly"], "unanswered": "Not answered", "unsure": "Assessed as unsure"}
CHOICES = [(None, False), (None, True), ("kommun", False), ("region", True)]
_made = {}


def some_answer(chance, question):
    kinds = [{"no": one} for one in question["zero_answers"]] + [{"yes": chance.randint(1, question["steps"])}
        if question["kind"] == "scale" else {"yes": sorted(chance.sample(question["options"], chance.randint(1, 5)))}] * 3
    if chance.random() < 0.1:
        return {}
    return {**chance.choice(kinds), "assessment": "unsure" if chance.random() < 0.1 else "sure"}


def place(seed, count=40):
    if seed not in _made:
        chance, home, edition = random.Random(seed), tempfile.TemporaryDirectory(prefix="sigill-test-"), Edition(EDITION)
        told = by_chance(seed, count)
        for one in told:
            one.document["answers"] = {str(question["id"]): some_answer(chance, question) for question in MODEL["questions"]}
            one.counted = Counted(edition, one.document)
        _made[seed] = (told, *make_told(Path(home.name), told), home)
    return _made[seed]


def counts(where, *more, status=0, **options):
    return expect(msb("counts", "-r", where[1], "-k", where[2], "--round", "2021", *more, **options), status)


def words(group, late):
    return [*(["--group", group] if group else []), *(["--late"] if late else [])]


def columns(group):
    return [group] if group else [*GROUPS, None]


# ---- counted anew ----

def kind_of(answer):
    return "points" if "yes" in answer else answer.get("no", "unanswered")


def question_counts(of, question):
    given = [one.document["answers"][str(question["id"])] for one in of]
    found = {"id": question["id"], **{kind: sum(kind_of(answer) == kind for answer in given) for kind in KINDS}}
    found["unsure"] = sum(answer.get("assessment") == "unsure" for answer in given)
    return {**found, **{kind: None for kind in ("none", "partly") if kind not in question["zero_answers"]}}


def role_counts(of):
    points = sorted(one.counted.total for one in of)
    return {"n": len(of), "levels": [sum(one.counted.level == level for one in of) for level in range(5)],
            "lowest": points[0] if of else None, "median": points[(len(of) - 1) // 2] if of else None,
            "highest": points[-1] if of else None}


def group_counts(chosen, group):
    of = [one for one in chosen if group in (None, one.group)]
    return {"group": group, "n": len(of), "security_role": {
        "with": role_counts([one for one in of if one.security()]), "without": role_counts([one for one in of if not one.security()])},
            "questions": [question_counts(of, question) for question in MODEL["questions"]]}


@test
def test_json_has_each_count(directory):
    for seed in (1, 2, 3):
        where = place(seed)
        for group, late in CHOICES:
            said = json.loads(counts(where, "--json", *words(group, late)).out)
            expected = [group_counts(counted(where[0], group, late), one) for one in columns(group)]
            assert said["groups"] == expected, [pair for pair in zip(said["groups"], expected) if pair[0] != pair[1]][:1]
            assert said["n"] == len(counted(where[0], group, late)) and said["published"] is False


@test
def test_csv_has_each_count_and_no_other(directory):
    where = place(1)
    for group, late in CHOICES:
        raw = counts(where, "--csv", *words(group, late)).raw.decode("utf-8-sig")
        head, *lines = list(csv.reader(io.StringIO(raw, newline=""), delimiter=";", strict=True))
        assert head == ["group", "table", "row", "column", "value"], head
        wanted = []
        for one in columns(group):
            found, name = group_counts(counted(where[0], group, late), one), one or "all"
            for word in ("with", "without"):
                role = found["security_role"][word]
                wanted += [[name, "security_role", "", word, role["n"]],
                           [name, "security_role", "", f"{word}_any_level", role["n"] - role["levels"][0]],
                           [name, "security_role", "", f"{word}_median", role["median"]]]
                wanted += [[name, "levels", word, str(level), role["levels"][level]] for level in range(5)]
                wanted += [[name, "points", word, key, role[key]] for key in ("lowest", "median", "highest")]
            wanted += [[name, "answers", str(question["id"]), kind, question[kind]] for question in found["questions"] for kind in KINDS
                       if question[kind] is not None]
        wanted = [[*rest, "" if value is None else str(value)] for *rest, value in wanted]
        assert sorted(lines) == sorted(wanted), [line for line in lines if line not in wanted][:3]


def expected_tables(chosen, group):
    """{title: {row: [(figure or None, share)] by group}}, those whose columns are groups."""
    of = [group_counts(chosen, one) for one in columns(group)]
    tables, roles = {}, {"with": "with a security role", "without": "without a security role"}
    for word, role in roles.items():
        tables[f"Overall level, {role}"] = {f"Level {level}": [
            (one["security_role"][word]["levels"][level], percent(one["security_role"][word]["levels"][level],
                                                                   one["security_role"][word]["n"])) for one in of] for level in range(5)}
    for word, role in roles.items():
        tables[f"Points, {role}"] = {key.capitalize(): [(one["security_role"][word][key], "") for one in of]
                                     for key in ("lowest", "median", "highest")}
    for place_of, question in enumerate(MODEL["questions"]):
        tables[f"{question['id']}. {WORDING['questions'][place_of]['topic']}"] = {
            KINDS[kind]: [(one["questions"][place_of][kind], percent(one["questions"][place_of][kind], one["n"])) for one in of]
            for kind in KINDS if of[0]["questions"][place_of][kind] is not None}
    return tables


def shown(row):
    return [" ".join(f"{'' if figure is None else figure} {share}".split()) for figure, share in row]


@test
def test_text_has_each_count(directory):
    where = place(1)
    for group, late in CHOICES:
        lines = counts(where, *words(group, late)).out.splitlines()
        assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
        at = 0
        for title, rows in expected_tables(counted(where[0], group, late), group).items():
            short = title if len(title) <= 31 else None
            at = next((place for place, line in enumerate(lines[at:], at) if line == title or short and line.startswith(
                short.ljust(31).rstrip())), None)
            assert at is not None, title
            for label, row in rows.items():
                start = label if len(label) <= 31 else label[:30] + "…"
                line = next(line for line in lines[at:] if line.startswith(start.ljust(31).rstrip()))
                assert line[31:].split() == " ".join(shown(row)).split(), (title, label, line, row)


def check_roles(rows, found):
    """The table whose rows are groups, as texts."""
    for group, row in zip(found, rows, strict=True):
        with_it, without = (group["security_role"][word] for word in ("with", "without"))
        expected = [(with_it["n"], percent(with_it["n"], group["n"])), (without["n"], percent(without["n"], group["n"])),
                    *((role["n"] - role["levels"][0], percent(role["n"] - role["levels"][0], role["n"])) for role in (with_it, without)),
                    (with_it["median"], ""), (without["median"], "")]
        assert [" ".join(cell.split()) for cell in row] == [GROUP_NAMES.get(group["group"], "All"), *shown(expected)], (row, expected)


@test
def test_page_and_workbook_have_each_count(directory):
    where = place(2)
    for group, late in CHOICES:
        chosen = counted(where[0], group, late)
        found = [group_counts(chosen, one) for one in columns(group)]
        page = {caption: rows for caption, rows in Page(counts(where, "--html", *words(group, late)).out).tables}
        check_roles(page["With and without a role of the security work among the participants"][1:], found)
        expected = expected_tables(chosen, group)
        for title, rows in expected.items():
            assert [[" ".join(cell.split()) for cell in row] for row in page[title][1:]] == [
                [label, *shown(row)] for label, row in rows.items()], title
        path = directory / f"{group}-{late}.xlsx"
        counts(where, "-o", path, *words(group, late))
        book = Workbook(path)
        assert list(book.sheets) == ["Roles", "Answers"]
        rows = [list(row.values()) for row in book.sheets["Answers"] if str(row.get("A", "")).isdigit()]
        half = len(rows) // 2
        wanted = [[str(question["id"]), WORDING["questions"][place_of]["topic"], label, *[figure for figure, _ in row]]
                  for place_of, question in enumerate(MODEL["questions"])
                  for label, row in expected[f"{question['id']}. {WORDING['questions'][place_of]['topic']}"].items()]
        assert rows[:half] == wanted, group
        shares = [[*one[:3], *[figure / of["n"] if of["n"] else "" for figure, of in zip(one[3:], found)]] for one in wanted]
        assert [[round(cell, 9) if isinstance(cell, float) else cell for cell in row] for row in rows[half:]] == [
            [round(cell, 9) if isinstance(cell, float) else cell for cell in row] for row in shares]


@test
def test_one_question_alone(directory):
    where = place(1)
    said = json.loads(counts(where, "--json", "--question", "8").out)
    assert [[one["id"] for one in group["questions"]] for group in said["groups"]] == [[8]] * 4
    out = counts(where, "--question", "8").out
    assert "8. Arbetssätt" in out and "7. Arbetssätt" not in out and "security role" not in out
    refused(msb("counts", "-r", where[1], "-k", where[2], "--question", "41"), 1, "has no such question")
    refused(msb("counts", "-r", where[1], "-k", where[2], "--publish"), 2, "publish")
    assert "Hur" in counts(where, lang="sv").out or "Inte besvarad" in counts(where, lang="sv").out


run()
