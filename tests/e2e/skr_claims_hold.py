"""docs/claims-skr.md is what tests/population/skr_claims.py makes of the programs as they are."""
import difflib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

import skr_claims  # noqa: E402
from sigill_test import run, test  # noqa: E402
from skr_population import PRINTED  # noqa: E402


@test
def test_the_document_is_as_it_is_made_now(directory):
    stands, made = skr_claims.DOCUMENT.read_text(encoding="utf-8"), skr_claims.made(directory)
    apart = difflib.unified_diff(stands.splitlines(), made.splitlines(), "docs/claims-skr.md", "made now", lineterm="", n=0)
    assert stands == made, "tests/population/skr_claims.py writes it anew; read what became different:\n" + "\n".join(apart)


@test
def test_nothing_that_is_shown_disagrees(_):
    """Whatever can be counted agrees with what is printed, or contradicts it where SKR contradicts itself."""
    rows = [line.split(" | ") for line in skr_claims.DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    claims = skr_claims.claims()
    assert [row[0].removeprefix("| ") for row in rows] == [claim.id for claim in claims]
    assert len({claim.id for claim in claims}) == len(claims)
    for row, claim in zip(rows, claims):
        how = row[-1].removesuffix(" |")
        assert not how.startswith("no") or how.startswith("not shown"), row
        assert not how.startswith("as contradicted") or claim.mark == "contradicted", row
        assert claim.mark != "none" or how.startswith("not shown"), row


@test
def test_every_printed_number_is_a_claim(_):
    """Of each field all that is printed of it: its counts, every share, its levels, and what follows from them."""
    known = {claim.id for claim in skr_claims.claims()}
    for number, said in enumerate(PRINTED["fields"].values(), 1):
        wanted = {"answered", "follow-up", *(f"yes-{place}" for place in range(1, len(said["yes"]) + 1)),
                  *(name.replace("_", "-") for name in said["counted"]), *(name.replace("_", "-") for name in ("level", "other_level", "time") if name in said)}
        assert {f"F{number}-{name}" for name in wanted} <= known, wanted
    assert {f"R-{name}{kind}" for name in PRINTED["response"] for kind in ("", "-%")} <= known
    assert {f"D-{kind.replace('_', '-')}" for kind in PRINTED["diagrams"] if kind != "model"} <= known


run()
