"""The form as a workbook in LibreOffice, the real program: what is typed there, saved as .xlsx and .ods, and computed there,
against the JSON way.

OFFICE_SETS random sets of answers (default 2) beside the worked examples; `make real` has more."""
import json
import os

from officekit import Office
from resultkit import BUILT_IN, SMALL, WORKED, Edition, compare, converted, scored, some_answers
from sigill_test import expect, run, sigill, test

SETS = int(os.environ.get("OFFICE_SETS", "2"))


def fill_and_compare(directory, office, edition, name, document):
    blank, plain = directory / "form.xlsx", directory / f"{name}.json"
    plain.write_text(json.dumps(document), encoding="utf-8")
    score = scored(edition, plain)
    if not blank.exists():
        expect(sigill("template", "-o", blank, "--edition", edition.path, lang="sv"), 0)
    saved = [directory / f"{name}.xlsx", directory / f"{name}.ods"]
    compare(edition, office.fill(blank, edition.typed(document), saved)["Resultat"], score)
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
def test_random_answers_agree(directory):
    edition = Edition(BUILT_IN)
    with Office() as office:
        for seed in range(SETS):
            fill_and_compare(directory, office, edition, f"set{seed}", some_answers(edition, seed))


@test
def test_another_edition_s_answers_agree(directory):
    edition = Edition(SMALL)
    with Office() as office:
        for seed in range(SETS):
            fill_and_compare(directory, office, edition, f"set{seed}", some_answers(edition, seed))


run()
