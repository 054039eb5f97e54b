"""The form as a workbook in LibreOffice, the real program: what is typed there, saved as .xlsx and .ods, and computed there,
against the JSON way.

OFFICE_SETS random sets of answers (default 2) beside the worked examples; `make real` has more."""
import json
import os

from officekit import Office
from resultkit import (BUILT_IN, EVERY_KIND, IT_SECURITY, SKR, SMALL, STATES, WORKED, Edition, compare, converted, is_asked, of_question, scored,
                       some_answers)
from sigill_test import expect, run, sigill, test

SETS = int(os.environ.get("OFFICE_SETS", "2"))


def fill_and_compare(directory, office, edition, name, document, otherwise=False):
    blank, plain = directory / "form.xlsx", directory / f"{name}.json"
    plain.write_text(json.dumps(document), encoding="utf-8")
    score = scored(edition, plain)
    if not blank.exists():
        expect(sigill("template", "-o", blank, "--edition", edition.path, lang="sv"), 0)
    saved = [directory / f"{name}.xlsx", directory / f"{name}.ods"]
    compare(edition, office.fill(blank, edition.typed(document, otherwise), saved)["Resultat"], score)
    as_written = converted(edition, plain, directory)
    for path in saved:
        assert scored(edition, path) == score, path
        assert converted(edition, path, directory) == as_written, path


@test
def test_the_worked_examples_agree(directory):
    with Office() as office:
        for path in WORKED[:SETS]:
            fill_and_compare(directory, office, Edition(BUILT_IN), path.stem, json.loads(path.read_text(encoding="utf-8")))


@test
def test_other_ways_of_writing_count_alike(directory):
    with Office() as office:
        for path in WORKED[:SETS]:
            document = json.loads(path.read_text(encoding="utf-8"))
            fill_and_compare(directory, office, Edition(BUILT_IN), path.stem, document, otherwise=True)


def compare_random(directory, edition):
    with Office() as office:
        for seed in range(SETS):
            fill_and_compare(directory, office, edition, f"set{seed}", some_answers(edition, seed))


@test
def test_random_answers_agree(directory):
    compare_random(directory, Edition(BUILT_IN))


@test
def test_another_edition_s_answers_agree(directory):
    compare_random(directory, Edition(SMALL))


@test
def test_answers_of_every_kind_agree_however_they_were_entered(directory):
    """Numbers and days entered as such, and as texts; steps and choices in words, and by their names."""
    edition = Edition(EVERY_KIND)
    with Office() as office:
        for seed in range(2 * SETS):
            fill_and_compare(directory, office, edition, f"set{seed}", some_answers(edition, seed), otherwise=bool(seed % 2))


@test
def test_what_is_typed_wrong_asks_for_the_same(directory):
    """Whether a follow-up is asked, by the sheet and by check, after what is no answer to the question before it."""
    other, path = json.loads(EVERY_KIND.read_text(encoding="utf-8")), directory / "edition.json"
    next(one for one in other["model"]["questions"] if one["id"] == 3)["kind"] = "choices"
    path.write_text(json.dumps(other), encoding="utf-8")
    edition, blank, saved = Edition(path), directory / "form.xlsx", directory / "typed.ods"
    unknown, more = directory / "unknown.json", directory / "more.xlsx"
    unknown.write_text(json.dumps({"answers": {"3": {"yes": ["z"]}}}), encoding="utf-8")
    expect(sigill("template", "-o", blank, "--edition", path, lang="sv"), 0)
    expect(sigill("convert", unknown, "-o", more, "--edition", path, lang="sv"), 0)
    with Office() as office:
        for form, typed, asked in ((blank, {"3.a": "kanske"}, True), (blank, {"3.no": "kanske"}, True), (blank, {"3.no": "nej"}, False),
                                   (blank, {"3.a": "kanske", "3.b": "ja"}, False), (blank, {"3.b": "kanske", "3.a": "ja"}, True),
                                   (blank, {"3.no": "under utveckling"}, False), (more, {}, False)):
            rows = office.fill(form, {**typed, "4.step": "2"}, [saved])["Resultat"]
            for question in scored(edition, saved)["questions"][3:5]:  # one with points, and one without
                assert is_asked(question) == (asked if question["id"] == 4 else "ja" == typed.get("3.a")), (typed, question)
                told = of_question(edition, rows, question)[0]
                assert (told not in (STATES["not-asked"], STATES["uncalled"])) == is_asked(question), (typed, question, told)


@test
def test_answers_without_points_agree(directory):
    compare_random(directory, Edition(SKR))


@test
def test_answers_of_the_example_of_it_security_agree(directory):
    compare_random(directory, Edition(IT_SECURITY))


@test
def test_answers_in_hidden_rows_and_columns_are_named(directory):
    form, saved = directory / "form.xlsx", [directory / "gömd.xlsx", directory / "gömd.ods"]
    expect(sigill("convert", WORKED[0], "-o", form, lang="sv"), 0)
    with Office() as office:
        sheets = office.put(form, {}, saved)
        header = next(number for number, row in enumerate(sheets["Svar"]) if "Nyckel" in row and "Svar" in row)
        column = "ABCDEFGHIJ"[sheets["Svar"][header].index("Svar")]
        typed = [number + 1 for number, row in enumerate(sheets["Svar"]) if number > header and row["ABCDEFGHIJ".index(column)]]
        for hidden, named in (([], None), ([f"Svar!{typed[0]}", f"Svar!{typed[3]}"], f"({column}{typed[0]}, {column}{typed[3]})"),
                              ([f"Svar!{column}"], f"({column}{typed[0]}, {column}{typed[1]}, ")):
            office.put(form, {}, saved, hidden)
            for path in saved:
                said = [one["message"] for one in json.loads(sigill("check", path, "--json").out)["warnings"] if one["code"] == "hidden"]
                assert len(said) == (named is not None) and all(named in one and "the sheet Svar" in one for one in said), (path, hidden, said)


@test
def test_a_plan_is_summed_alike_by_its_sheet_and_by_plan(directory):
    plan, saved = directory / "plan.xlsx", [directory / "fylld.xlsx", directory / "fylld.ods"]
    expect(sigill("gap", WORKED[0], "--level", 2, "-o", plan, lang="sv"), 0, out="")
    people = ["Eva", "Bo", "eva", ""]
    cells = {"Plan!K5": "klar", "Plan!K6": "påbörjad", "Plan!K7": "struken", "Plan!C90": "Egen rad", "Plan!I90": 16, "Plan!J90": 250}
    for row in range(5, 25):
        cells.update({f"Plan!G{row}": people[row % 4], f"Plan!I{row}": row / 4, f"Plan!J{row}": 100 * row})
    with Office() as office:
        rows = office.put(plan, cells)["Summor"]
        person = next(at for at, row in enumerate(rows) if row[0] == "Ansvarig")
        cells.update({f"Summor!A{person + 2}": "Eva", f"Summor!A{person + 3}": "Bo"})
        sheets = office.put(plan, cells, saved)
    rows = {row[0]: [round(100 * value) for value in row[1:3]] for row in sheets["Summor"] if row[0] and isinstance(row[1], float)}
    for path in saved:
        found = json.loads(expect(sigill("plan", path, "--json"), 0, err="").out)
        names = {area["id"]: area["name"] for area in json.loads(BUILT_IN.read_text())["wording"]["areas"]}
        words = {"planned": "planerad", "started": "påbörjad", "done": "klar", "optional": "möjlig", "dropped": "struken"}
        told = {**{words[one["status"]]: one for one in found["status"]}, **{names[one["id"]]: one for one in found["areas"] if one["id"]},
                **{one["name"].capitalize(): one for one in found["persons"] if one["name"]},
                next(name for name in rows if name.startswith("Totalt")): found["all"]}
        assert rows == {name: [one["hours_hundredths"], one["cost_hundredths"]] for name, one in told.items()}, (rows, told)
        assert found["all"]["hours_hundredths"] > 1600, found


run()
