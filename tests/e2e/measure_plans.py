"""Plans of measures as workbooks: made by `gap`, changed by hand in every way, summed by `plan`, and what `template --from` makes of
last time's answers and of what a plan says is done."""
import json
import random
import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

from sheetkit import STRICT, Day, Formula, ods, xlsx
from sigill_test import BUILD, DATA, expect, refused, run, sigill, test, tree, unchanged

EDITION = Path("editions/infosakkollen-2021.json")
SMALL = DATA / "small-edition.json"
CASES = [(DATA / "typical-municipality.json", EDITION), (DATA / "typical-region.json", EDITION), (DATA / "small-answers.json", SMALL)]
STATUSES = {"planerad": "planned", "påbörjad": "started", "klar": "done", "möjlig": "optional", "struken": "dropped"}
MEANT = ("planned", "started", "done")
PEOPLE = ["Eva Ek", "Bo Berg", "åsa öst", "", "Driftgruppen"]


def with_edition(edition):
    return [] if edition == EDITION else ["--edition", edition]


def made(directory, answers, edition, *more, lang="sv"):
    """The plan that `gap` makes, and what stands in it: [(sheet, {(row, column): value})]."""
    path = directory / f"plan-{len(list(directory.iterdir()))}.xlsx"
    expect(sigill("gap", answers, "-o", path, *more, *with_edition(edition), lang=lang), 0, out="", err_has=["sigill plan"])
    done = subprocess.run([BUILD / "tools/cells", path], stdout=subprocess.PIPE, text=True, check=True)
    sheets = []
    for line in done.stdout.splitlines():
        place, kind, text = json.loads(line)
        if kind == "sheet":
            sheets.append((text, {}))
            continue
        cell = place.split("!")[1]
        column = sum((ord(letter) - 64) * 26 ** at for at, letter in enumerate(reversed(cell.rstrip("0123456789"))))
        row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        sheets[-1][1][row, column] = {"number": lambda text: int(text), "formula": lambda text: Formula("0")}.get(kind, str)(text)
    return path, sheets


def table(cells):
    """The header row, the names of its columns, and the rows below: [{name: value}]."""
    top = next(row for row, column in cells if cells.get((row, column)) in ("Nyckel", "Key"))
    names = {column: value for (row, column), value in cells.items() if row == top}
    rows = [{names[column]: cells[row, column] for column in names if (row, column) in cells}
            for row in sorted({row for row, _ in cells if row > top})]
    return top, names, rows


def put(sheets, rows, names, top=4):
    """The sheets with the plan's rows anew, in that order and with these columns."""
    cells = {(top, column): name for column, name in enumerate(names, 1)}
    for at, row in enumerate(rows, top + 1):
        cells.update({(at, names.index(name) + 1): value for name, value in row.items() if value != ""})
    return [("Vår plan", cells), *sheets[1:]]


def amounts(rng):
    """A number of hours or a cost as people write it, and what it is in hundredths."""
    value = Decimal(rng.choice(["0", "4", "7.5", "12.25", "160", "1500", "12500", "1250000.5"]))
    text = f"{value:,}".replace(",", rng.choice([" ", "\u00a0", ""])).replace(".", rng.choice(",."))
    typed = rng.choice([text, f" {text} ", text + rng.choice([" h", " kr", "h"]), float(value) if value % 1 else int(value)])
    return typed, int(value * 100)


def filled(rng, rows):
    """The rows as a person fills them in: {key: what it means}, in place."""
    meaning = {}
    for row in rows:
        status = rng.choice(list(STATUSES))
        hours, cost, person = amounts(rng), amounts(rng), rng.choice(PEOPLE)
        row.update({"Status": rng.choice([status, status.upper(), f" {status} "]), "Timmar": hours[0], "Kostnad": cost[0],
                    "Ansvarig": rng.choice([person, person.upper(), f"{person} "]) if person else "",
                    "Start": rng.choice(["", Day("2027-03-01"), "2027-03-01"])})
        meaning[row["Nyckel"]] = (STATUSES[status], hours[1], cost[1], person)
    return meaning


def added(document, model, keys):
    """The answers with these options or steps, as `plan` takes them to be when the measures are done."""
    document = json.loads(json.dumps(document))
    kinds = {question["id"]: question["kind"] for question in model["questions"]}
    for key in keys:
        number, option = key.split(".")
        answer = document["answers"].setdefault(number, {})
        if "yes" not in answer or not answer.get("assessment"):
            answer.pop("no", None)
            answer.pop("yes", None)
            answer["assessment"] = "sure"
        if kinds[int(number)] == "scale":
            answer["yes"] = max(answer.get("yes", 0), int(option))
        else:
            answer["yes"] = sorted({*answer.get("yes", []), option})
    return document


def score(directory, document, edition):
    path = directory / "score.json"
    path.write_text(json.dumps(document))
    found = json.loads(sigill("score", "--json", path, *with_edition(edition)).out)
    return {name: found[name] for name in ("level", "points", "measures")}


def areas_of(model, key):
    number, option = key.split(".")
    return [area["id"] for area in model["areas"] if int(number) in area["in_full"] or option in area["options"].get(number, "")]


def total(meaning):
    return {"measures": len(meaning), "hours_hundredths": sum(one[1] for one in meaning),
            "cost_hundredths": sum(one[2] for one in meaning)}


def compare(found, directory, meaning, document, edition):
    """What `plan --json` says against the same counted here."""
    model = json.loads(edition.read_text())["model"]
    meant = {key: one for key, one in meaning.items() if one[0] in MEANT}
    assert found["all"] == total(meant.values()), found["all"]
    for one in found["status"]:
        assert {**total([m for m in meaning.values() if m[0] == one["status"]]), "status": one["status"]} == one, one
    for one in found["areas"]:
        mine = [m for key, m in meant.items() if (one["id"] in areas_of(model, key) if one["id"] else not areas_of(model, key))]
        assert {**total(mine), "id": one["id"]} == one, one
    persons = {(one["name"] or "").strip().casefold(): one for one in found["persons"]}
    assert len(persons) == len(found["persons"]), persons
    for name in {m[3] for m in meant.values()}:
        one = persons.pop(name.casefold())
        assert {**total([m for m in meant.values() if m[3] == name]), "name": one["name"]} == one, one
    assert not persons, persons
    done = [key for key, one in meaning.items() if one[0] == "done"]
    assert found["now"] == score(directory, document, edition), found["now"]
    assert found["done"] == score(directory, added(document, model, done), edition), found["done"]
    assert found["planned"] == score(directory, added(document, model, meant), edition), found["planned"]
    return done


# ---- reading ----

@test
def test_a_plan_that_was_filled_in_sorted_and_cut_is_summed(directory):
    rng = random.Random(11)
    ways = [(xlsx, {}), (xlsx, {"strings": "inline"}), (xlsx, {"places": "missing", "spaces": STRICT}), (ods, {}), (xlsx, {"shuffle": 2})]
    for number, (write, how) in enumerate(ways * 2):
        answers, edition = CASES[number % 3]
        document = json.loads(answers.read_text())
        levels = json.loads(edition.read_text())["model"]["levels"]
        lang = ("sv", "en")[number % 2 if edition == SMALL else 0]
        _, sheets = made(directory, answers, edition, "--level", rng.choice(levels)["level"], lang="sv")
        _, names, rows = table(sheets[0][1])
        columns = [*names.values(), "Egen kolumn"]
        rng.shuffle(rows)
        rows = rows[:max(1, len(rows) * 2 // 3)]
        rng.shuffle(columns)
        meaning = filled(rng, rows)
        for row in rows:
            row["Egen kolumn"] = rng.choice(["", "en anteckning", 7])
        path = directory / ("plan.ods" if write is ods else "plan.xlsx")
        path.write_bytes(write(put(sheets, rows, columns), **how))
        result = expect(sigill("plan", path, "--json", *with_edition(edition), lang=lang), 0, err="")
        found = json.loads(result.out)
        assert found["errors"] == [] and len(found["rows"]) == len(rows), found
        compare(found, directory, meaning, document, edition)
        shown = expect(sigill("plan", path, *with_edition(edition), lang="sv"), 0, err="", out_has=["När planen gjordes: nivå"])
        assert max(map(len, shown.out.splitlines())) <= 80, shown


@test
def test_an_untouched_plan_reaches_the_level_that_it_is_for(directory):
    for answers, edition in CASES:
        for level in json.loads(edition.read_text())["model"]["levels"]:
            path, _ = made(directory, answers, edition, "--level", level["level"], lang="en")
            gap = json.loads(expect(sigill("gap", answers, "--json", "--level", level["level"], *with_edition(edition)), 0).out)
            found = json.loads(expect(sigill("plan", path, "--json", *with_edition(edition)), 0, err="").out)
            assert found["planned"]["points"] == found["now"]["points"] + gap["count"], (found, gap)
            assert found["planned"]["measures"] == found["now"]["measures"] + gap["measures"], (found, gap)
            assert found["planned_and_sure"]["level"] >= level["level"], found
            if gap["resolve_unsure"] == 0:
                assert found["planned"]["level"] >= level["level"], found


@test
def test_a_plan_without_measures_says_so_and_each_page_has_its_title(directory):
    document = json.loads(CASES[0][0].read_text())
    for question in json.loads(EDITION.read_text())["model"]["questions"]:
        document["answers"][str(question["id"])] = {"assessment": "sure", "yes": question["steps"] if question["kind"] == "scale" else list(question["options"])}
    (directory / "whole.json").write_text(json.dumps(document))
    target = Path("docs/examples/target-foreskrift.json").resolve()
    path, sheets = made(directory, directory / "whole.json", EDITION, "--target", target)
    assert "Inget saknas; skriv egna åtgärder nedanför." in dict(sheets)["Plan"].values()
    result = expect(sigill("plan", path, lang="sv"), 0, err="")
    assert result.out.startswith("Planen har inga åtgärder.") and "inga\n" not in result.out, result.out
    with zipfile.ZipFile(made(directory, CASES[0][0], EDITION)[0]) as archive:
        assert re.search(r"Print_Titles[^>]*>Plan!\$1:\$4<", archive.read("xl/workbook.xml").decode())
    told = "En åtgärd som gäller flera arbetsområden är räknad i vart och ett av dem."
    path, sheets = made(directory, CASES[0][0], EDITION)
    assert told in dict(sheets)["Summor"].values() and told in " ".join(sigill("plan", path, lang="sv").out.split())


@test
def test_a_plan_as_csv_is_summed_as_the_workbook_is(directory):
    for answers, edition in CASES:
        path = directory / f"{answers.stem}.csv"
        expect(sigill("gap", answers, "--csv", "-o", path, *with_edition(edition), lang="sv"), 0)
        book, _ = made(directory, answers, edition)
        whole, got = (json.loads(expect(sigill("plan", one, "--json", *with_edition(edition)), 0).out) for one in (book, path))
        assert got == whole, path
    # Filled in, with another divider, and sorted.
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    first = rows[1].split(";")
    filled = ";".join([*first[:6], "Eva Ek", "2027/3/1", "7,5", "15 000", "klar", ""])
    path.write_text("\r\n".join([rows[0], *reversed(rows[2:]), filled, "En rad för sig"]), encoding="utf-8")
    got = json.loads(expect(sigill("plan", path, "--json", "--edition", edition), 0).out)
    done = next(row for row in got["rows"] if row["status"] == "done")
    assert done | {"measure": ""} == {"measure": "", "status": "done", "responsible": "Eva Ek", "start": "2027-03-01", "hours_hundredths": 750,
                                      "cost_hundredths": 1500000}, done
    path.write_text(path.read_text().replace("7,5", "ca tio"))
    assert json.loads(sigill("plan", path, "--json", "--edition", edition).out)["errors"][0]["cell"].startswith("CSV!I")
    path.write_text("\r\n".join(rows[1:]))
    refused(sigill("plan", path), 1, "no CSV of a plan")


@test
def test_a_plan_against_a_target_has_what_is_lacking(directory):
    target = Path("docs/examples/target-foreskrift.json")
    path, sheets = made(directory, CASES[0][0], EDITION, "--target", target)
    lacking = json.loads(expect(sigill("gap", CASES[0][0], "--target", target, "--json"), 0).out)
    keys = {f"{one['question']}.{option}" for one in lacking["questions"] for option in one["options"] or [one["to"]]}
    assert {row["Nyckel"] for row in table(sheets[0][1])[2]} == keys, sheets[0]
    found = json.loads(expect(sigill("plan", path, "--json"), 0, err="").out)
    assert found["planned"]["points"] == found["now"]["points"] + lacking["points"], found


@test
def test_what_is_not_understood_is_named_with_its_cell_and_does_not_count(directory):
    _, sheets = made(directory, CASES[0][0], EDITION)
    _, names, rows = table(sheets[0][1])
    columns = list(names.values())
    wrong = [("Timmar", "ca 10", "plan-hours"), ("Timmar", Formula("8*3", 24), "plan-hours"), ("Kostnad", "5 tkr", "plan-cost"),
             ("Kostnad", -5, "plan-cost"), ("Start", "i maj", "plan-start"), ("Status", "nästan klar", "plan-status"),
             ("Nyckel", "99.z", "plan-key"), ("Nyckel", rows[0]["Nyckel"], "plan-twice"), ("Ansvarig", "Ekman\u202e", "plan-name")]
    for at, (column, value, code) in enumerate(wrong):
        changed = [dict(row) for row in rows[:3]]
        changed[1].update({"Timmar": 2, "Status": "planerad"})
        changed[1][column] = value
        path = directory / f"fel-{at}.xlsx"
        path.write_bytes(xlsx(put(sheets, changed, columns)))
        result = sigill("plan", path, "--json")
        found = json.loads(result.out)
        cell = f"Vår plan!{'ABCDEFGHIJK'[columns.index(column)]}6"
        assert result.status == 1 and [one["code"] for one in found["errors"]] == [code], (column, value, result)
        assert found["errors"][0]["cell"] == cell, (cell, found["errors"])
        assert found["all"]["cost_hundredths"] == 0, found
        assert found["all"]["hours_hundredths"] == (0 if column in ("Timmar", "Nyckel") else 200), (column, found)
        shown = sigill("plan", path, lang="sv")
        assert shown.status == 1 and cell in shown.err and "Totalt" in shown.out, shown


@test
def test_rows_of_their_own_count_and_sums_do_not(directory):
    _, sheets = made(directory, CASES[0][0], EDITION)
    _, names, rows = table(sheets[0][1])
    rows = [rows[0], {"Ämne": "Utbildningsdag", "Timmar": 16, "Kostnad": "8 000", "Ansvarig": "Eva"}, {},
            {"Ämne": "Summa", "Timmar": Formula("SUM(I5:I6)", 16), "Kostnad": Formula("SUM(J5:J6)", 8000)},
            {"Ämne": "Reviderad i maj"}]
    path = directory / "egna.xlsx"
    path.write_bytes(xlsx(put(sheets, rows, list(names.values()))))
    found = json.loads(expect(sigill("plan", path, "--json"), 0, err="").out)
    assert found["all"] == {"measures": 2, "hours_hundredths": 1600, "cost_hundredths": 800000}, found
    assert [row["measure"] for row in found["rows"]] == [rows[0]["Nyckel"], None], found["rows"]


@test
def test_what_is_no_plan_is_refused(directory):
    path, sheets = made(directory, CASES[0][0], EDITION)
    form = directory / "svar.xlsx"
    expect(sigill("template", "-o", form), 0)
    cut = directory / "avklippt.xlsx"
    cut.write_bytes(path.read_bytes()[:-100])
    bare = directory / "utan.xlsx"
    bare.write_bytes(xlsx(sheets[:2]))
    before = tree(directory)
    refused(sigill("plan", CASES[0][0]), 1, "this is no workbook")
    refused(sigill("plan", form), 1, "svar.xlsx: this is no plan")
    refused(sigill("plan", bare), 1, "utan.xlsx: this is no plan")
    refused(sigill("plan", cut), 1, "avklippt.xlsx")
    refused(sigill("plan", directory / "ingen.xlsx"), 3, "ingen.xlsx")
    refused(sigill("plan", path, "--edition", SMALL), 1, "plan-0.xlsx")
    refused(sigill("template", "--plan", path), 2, "--from")
    refused(sigill("template", "--from", CASES[2][0], "--plan", path, "--edition", SMALL), 1, "plan-0.xlsx")
    refused(sigill("gap", CASES[0][0], "--csv", "-o", directory / "ny.xlsx"), 2, ".xlsx")
    refused(sigill("gap", CASES[0][0], "--json", "-o", directory / "ny.xlsx"), 2, "--json")
    refused(sigill("gap", CASES[0][0], "-o", path, "--force"), 1, "never overwritten")
    refused(sigill("plan"), 2, "FILE")
    unchanged(directory, before)


# ---- the next time ----

def renewed(document):
    """What is prefilled of a document: {question: answer without its assessment}."""
    return {number: {member: value for member, value in answer.items() if member not in ("assessment", "about")}
            for number, answer in document["answers"].items()}


@test
def test_the_next_form_begins_with_last_time_and_with_what_is_done(directory):
    rng = random.Random(4)
    for answers, edition in CASES:
        document = json.loads(answers.read_text())
        document["answers"]["3"]["note"] = "Se pärm 4"
        last = directory / "forra.json"
        last.write_text(json.dumps(document))
        model = json.loads(edition.read_text())["model"]
        _, sheets = made(directory, last, edition, "--level", model["levels"][-1]["level"])
        _, names, rows = table(sheets[0][1])
        meaning = filled(rng, rows)
        plan = directory / "plan.ods"
        plan.write_bytes(ods(put(sheets, rows, list(names.values()))))
        done = [key for key, one in meaning.items() if one[0] == "done"]
        assert done
        for more, keys in (([], []), (["--plan", plan], done)):
            for kind in ("json", "xlsx", "html"):
                form = directory / f"nasta-{len(list(directory.iterdir()))}.{kind}"
                expect(sigill("template", "--from", last, *more, "-o", form, *with_edition(edition)), 0, out="")
                if kind == "html":
                    assert "Se pärm 4" in form.read_text(), form
                    continue
                if kind == "xlsx":
                    expect(sigill("convert", form, "-o", form.with_suffix(".json"), *with_edition(edition)), 0)
                    form = form.with_suffix(".json")
                found = json.loads(form.read_text())
                wanted = renewed(added(document, model, keys))
                for number, answer in renewed(found).items():
                    if "yes" in wanted.get(number, {}) and isinstance(wanted[number]["yes"], list):
                        wanted[number]["yes"] = sorted(wanted[number]["yes"])
                        answer["yes"] = sorted(answer["yes"])
                    assert answer == wanted.get(number, {}), (kind, number, answer, wanted.get(number))
                assert found["organisation"] == document["organisation"] and found["marking"] == document["marking"], found
                assert found["period"] == {"from": "", "to": ""} and found["participants"] == [], found
                assert not any(found["approval"].values()) and not any(found["background"].values()), found
                check = json.loads(sigill("check", form, "--json", *with_edition(edition)).out)
                lacking = {one["question"] for one in check["errors"] if one["code"] == "no-assessment"}
                assert lacking == {int(number) for number, answer in wanted.items() if "yes" in answer or "no" in answer}, lacking


@test
def test_the_inputs_of_the_next_form_are_not_overwritten(directory):
    last = directory / "forra.json"
    last.write_bytes(CASES[0][0].read_bytes())
    path, _ = made(directory, last, EDITION)
    before = tree(directory)
    for target in (last, path):
        result = sigill("template", "--from", last, "--plan", path, "-o", target, "--force")
        assert result.status in (1, 2, 3) and target.name in result.err, result
    unchanged(directory, before)


run()
