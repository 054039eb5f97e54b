"""The programs on real file systems: makes a register, its organisations and their bundles here, then boots user-mode-linux
(tests/media/inside.py), in which the tests of tests/media run, and hands on what they say.

MEDIA_ONLY=WORD runs only the tests with that word in their name; MEDIA_CONSOLE=1 shows what the system said."""
import json
import sys
import tempfile
from pathlib import Path

from parties import TYPICAL, enrol, make_party, make_register, own, trust
from roundkit import number_of
from sigill_test import expect, msb, sigill
from umlkit import said_there

PARTIES = 6


def make_world(place):
    """A register, the authority's keys, PARTIES organisations that trust it and are enrolled, answers and a bundle of each."""
    register, keys = make_register(place)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    for number in range(PARTIES):
        name = f"Kommun {number}"
        party = make_party(place / f"party{number}", "--name", name, "--number", number_of(number), "--group", "kommun")
        expect(trust(party, own(keys)), 0)
        expect(enrol(register, keys, own(party)), 0)
        answers = json.loads(TYPICAL.read_text(encoding="utf-8"))
        answers["organisation"].update(name=name, number=number_of(number), group="kommun")
        (place / f"answers{number}.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
        expect(sigill("seal", place / f"answers{number}.json", "-k", party, "--yes", "-o", place / f"bundle{number}.sigill"), 0)


def main():
    with tempfile.TemporaryDirectory(prefix="sigill-test-") as directory:
        place = Path(directory)
        (place / "world").mkdir()
        make_world(place / "world")
        sys.exit(0 if said_there(place, "tests/media/every_medium.py") else 1)


main()
