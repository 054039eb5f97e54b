"""docs/claims.md is what tests/population/claims.py makes of the programs as they are."""
import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

import claims  # noqa: E402
from claims_answers import COUNTED  # noqa: E402
from claims_commands import SHOWN  # noqa: E402
from fit import REPORT  # noqa: E402
from sigill_test import run, test  # noqa: E402


@test
def test_the_document_is_as_it_is_made_now(directory):
    stands, made = claims.DOCUMENT.read_text(encoding="utf-8"), claims.made(directory)
    apart = difflib.unified_diff(stands.splitlines(), made.splitlines(), "docs/claims.md", "made now", lineterm="", n=0)
    assert stands == made, "tests/population/claims.py writes it anew; read what became different:\n" + "\n".join(apart)


@test
def test_nothing_that_is_shown_disagrees(_):
    """Whatever can be counted agrees with what is printed, or contradicts it where the report contradicts itself."""
    rows = [line.split(" | ") for line in claims.DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(REPORT["claims"])
    for row, said in zip(rows, REPORT["claims"]):
        how = row[-1].removesuffix(" |")
        assert not how.startswith("no") or how.startswith("not shown"), row
        assert how.startswith("as contradicted") == (said["mark"] == "contradicted"), row
        assert said["mark"] != "none" or how.startswith("not shown"), row


@test
def test_values_are_of_claims_that_there_are(_):
    known = [said["id"] for said in REPORT["claims"]]
    assert len(set(known)) == len(known) and set(SHOWN) | set(COUNTED) <= set(known)
    assert set(SHOWN) - set(COUNTED) <= {"D-1", "R-1"}, "shown, but not counted anew"


run()
