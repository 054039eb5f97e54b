"""Ctrl-C on a terminal while sigill.exe unpacks: what it has written of the content goes, as on this system (interrupted.py)."""
import os
import time

from winetalk import There  # first: it finds the others
import seal_parties
import winekit
from parties import own, told
from sigill_test import expect, run, test
from winekit import here

ATTACHED = 192 << 20  # bytes, none of which shrink: what takes longer than to press a key
FOUND_WITHIN = 30     # seconds
GONE_WITHIN = 10      # seconds: Wine removes what was open when the program that had it so has ended


def bytes_unpacked(place):
    """Of the attachment; none while it gets its name."""
    try:
        return sum(path.stat().st_size for path in place.rglob("*-attached.bin"))
    except FileNotFoundError:
        return 0


@test
def test_S7_ctrl_c_on_windows_leaves_nothing_of_what_is_unpacked(directory):
    (directory / "attached.bin").write_bytes(os.urandom(ATTACHED))
    keys, authority = seal_parties.parties(directory)
    bundle, place = directory / "one.sigill", directory / "place"
    expect(here("seal", seal_parties.answers(directory), "-k", keys, "--yes", "--attach", directory / "attached.bin", "-o", bundle), 0)
    place.mkdir()
    talk = There("open", bundle, "-k", authority, "-o", "new", "--signer", own(keys), "--fingerprint", told(own(keys)), winekit.UNCONFINED,
                 cwd=place)
    deadline = time.monotonic() + FOUND_WITHIN
    unpacked = bytes_unpacked(place)
    while unpacked == 0 and time.monotonic() < deadline:
        time.sleep(0.001)
        unpacked = bytes_unpacked(place)
    assert 0 < unpacked < ATTACHED, unpacked
    talk.interrupt("SIGINT")
    deadline = time.monotonic() + GONE_WITHIN
    while any(place.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(place.iterdir()) == [], list(place.rglob("*"))


run()
