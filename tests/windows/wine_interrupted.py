"""Ctrl-C on a terminal while sigill.exe unpacks: what it has written of the content goes, as on this system (interrupted.py)."""
import time

from winetalk import There  # first: it finds the others
import seal_parties
import winekit
from parties import own, told
from sigill_test import expect, run, test
from winekit import here

ATTACHED = 96 << 20  # bytes: what takes longer than to press a key
FOUND_WITHIN = 30    # seconds


def bytes_unpacked(place):
    """Of the attachment; none while it gets its name."""
    try:
        return sum(path.stat().st_size for path in place.rglob("*-attached.bin"))
    except FileNotFoundError:
        return 0


@test
def test_S7_ctrl_c_while_a_bundle_is_unpacked_leaves_nothing_of_it(directory):
    (directory / "attached.bin").write_bytes(bytes(ATTACHED))
    keys, authority = seal_parties.parties(directory)
    bundle, place = directory / "one.sigill", directory / "place"
    expect(here("seal", seal_parties.answers(directory), "-k", keys, "--yes", "--attach", directory / "attached.bin", "-o", bundle), 0)
    place.mkdir()
    talk = There("open", bundle, "-k", authority, "-o", "new", "--signer", own(keys), "--fingerprint", told(own(keys)), winekit.UNCONFINED,
                 cwd=place)
    deadline = time.monotonic() + FOUND_WITHIN
    while bytes_unpacked(place) < 1 << 20 and time.monotonic() < deadline:
        time.sleep(0.001)
    assert 0 < bytes_unpacked(place) < ATTACHED
    talk.interrupt("SIGINT")
    assert list(place.iterdir()) == [], list(place.rglob("*"))


run()
