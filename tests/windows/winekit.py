"""What the tests of sigill.exe share. tests/windows/run makes the directory that BUILD names: `sigill` there is sigill.exe under Wine,
`sigill-here` the same program of this system, `sigill-msb` the authority's, which this system alone has."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from sigill_test import expect, program  # noqa: E402

# Wine confines nothing, so that what strangers wrote is read only by who says that it may be.
UNCONFINED = "--allow-no-sandbox"
WARNING = "is not confined"


def here(*args, **options):
    return program("sigill-here", *args, **options)


def read_unconfined(result, status=0, **options):
    """What was read where nothing is confined, which is warned of."""
    return expect(result, status, err_has=[WARNING], **options)
