"""sigill.exe where something is wrong: it says so by its status and in words, and leaves nothing half done."""
import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

from winekit import UNCONFINED, here, read_unconfined
from parties import CARD, NUMBER, enrol, make_register, own, received, trust, written_secret
from sigill_test import command_line, environment, expect, msb, run, sigill, skip_unless, test, tree, unchanged

ANSWERS = Path("docs/examples/ankeborg.json").resolve()
LARGE = 8 << 20  # bytes of an attachment, so that sealing takes a while
SEED, KILLS = 2021, 8


def party(directory):
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "Myndigheten"), 0)
    keys = directory / "nycklar"
    expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0)
    expect(sigill("card", "-k", keys, *CARD), 0)
    expect(trust(keys, own(authority)), 0)
    return register, authority, keys


def answered(directory):
    """The same, and a bundle with feedback to the organisation."""
    register, authority, keys = party(directory)
    expect(enrol(register, authority, own(keys)), 0)
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", directory / "svar.sigill"), 0)
    received(register, authority, directory / "svar.sigill")
    expect(msb("feedback", "-r", register, "-k", authority, NUMBER[1], "-o", directory / "tillbaka"), 0)
    bundle, = (directory / "tillbaka").iterdir()
    return register, authority, keys, bundle


def leaves(directory, status, words, *args, **options):
    """Refused with this status in these words, and nothing below the directory changed."""
    before = tree(directory)
    result = expect(sigill(*args, **options), status, out="", err_has=words)
    unchanged(directory, before)
    return result


@test
def test_S9_what_is_foreign_is_not_read_where_nothing_is_confined(directory):
    """Bundles, workbooks and kits: each with the reason and the way out, and none is read in part."""
    register, authority, keys, bundle = answered(directory)
    where = ["-r", register, "-k", authority]
    expect(msb("round", "2026", "--edition", "infosakkollen-2021", "--opens", "2026-01-01", "--closes", "2099-01-01", *where), 0)
    expect(msb("kit", *where, "-o", directory / "omgång.kit"), 0)
    expect(here("convert", ANSWERS, "-o", directory / "svår.xlsx"), 0)
    expect(here("gap", ANSWERS, "-o", directory / "plan.xlsx"), 0)
    ways = [("open", bundle, "-k", keys, "-o", directory / "öppnat"), ("trust", directory / "omgång.kit", "-k", keys),
            ("check", directory / "svår.xlsx"), ("score", directory / "svår.xlsx", "--json"),
            ("convert", directory / "svår.xlsx", "-o", directory / "nya.json"), ("plan", directory / "plan.xlsx"),
            ("seal", directory / "svår.xlsx", "-k", keys, "--yes", "-o", directory / "nytt.sigill")]
    for words in ways:
        leaves(directory, 3, ["restricted tokens and job objects", UNCONFINED], *words)
    for words in ways:
        read_unconfined(sigill(*words, UNCONFINED), status=0)
    assert "begränsade åtkomsttoken och jobbobjekt" in " ".join(sigill("check", directory / "svår.xlsx", lang="sv").err.split())


@test
def test_what_is_not_there_is_named(directory):
    _, _, keys = party(directory)
    leaves(directory, 3, "saknas å.json: cannot be opened: there is no such file", "check", directory / "saknas å.json")
    leaves(directory, 3, "no keys here", "seal", ANSWERS, "-k", directory / "inga", "--yes", "-o", directory / "ut.sigill")
    leaves(directory, 3, "borta.pdf", "seal", ANSWERS, "-k", keys, "--yes", "--attach", directory / "borta.pdf", "-o", directory / "ut.sigill")
    leaves(directory, 3, "mapp", "template", "-o", directory / "ingen mapp" / "svar.json")
    leaves(directory, 3, "saknas", "receipt", directory / "saknas.kvittens", "-k", keys)


@test
def test_what_is_there_is_not_written_over(directory):
    path = directory / "svar å.json"
    expect(sigill("template", "-o", path), 0)
    leaves(directory, 3, ["svar å.json", "--force"], "template", "-o", path)
    before = path.read_bytes()
    path.write_bytes(b"annat")
    expect(sigill("template", "-o", path, "--force"), 0)
    assert path.read_bytes() == before


@test
def test_R2_where_nobody_may_write_nothing_is_written(directory):
    """A directory of the kernel's own, where root may not write either."""
    _, _, keys, bundle = answered(directory)
    for words in (("template", "-o", "/proc/svar.json"), ("template", "-o", "/proc/svar.xlsx"), ("keygen", "-k", "/proc/nycklar", "--no-passphrase"),
                  ("seal", ANSWERS, "-k", keys, "--yes", "-o", "/proc/ut.sigill"), ("open", bundle, "-k", keys, "-o", "/proc/ut", UNCONFINED)):
        leaves(directory, 3, "/proc", *words)


def is_open(path):
    """Whether a process has it open: of Wine's, the server that stands for the system."""
    for one in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if one.readlink() == path:
                return True
    return False


@contextlib.contextmanager
def held_open(path):
    """By another program of that system, which lets nobody replace it; the end of a line that it adds is taken off again."""
    content = path.read_bytes()
    process = subprocess.Popen(["wine", "cmd", "/c", f"set /p x= >> {path.name}"], cwd=path.parent, env=environment(), stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not is_open(path) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert is_open(path), "nobody holds it"
        yield
    finally:
        process.communicate(b"\r\n", timeout=60)
        path.write_bytes(content)


@test
def test_R2_what_somebody_has_open_is_not_replaced(directory):
    path = directory / "oppen.json"
    path.write_bytes(b"innan")
    with held_open(path):
        leaves(directory, 3, "oppen.json: cannot be given its name: another program has it open", "template", "-o", path, "--force")
    assert path.read_bytes() == b"innan"
    expect(sigill("template", "-o", path, "--force"), 0)
    assert path.read_bytes() == expect(here("template"), 0).raw


def seals_and_cannot_note_it(directory, keys, why, *words):
    """The bundle is whole then, and it is said that it does not stand in the journal."""
    path, journal = directory / "onoterad.sigill", (keys / "sealed.json").read_bytes()
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", path, *words), 3, err_has=["the bundle is whole", "could not be noted in the journal", why])
    assert (keys / "sealed.json").read_bytes() == journal
    expect(here("inspect", path), 0)


@test
def test_R2_keys_that_somebody_has_open_are_as_they_were(directory):
    """What seals notes it among the keys; another passphrase is one for both secrets."""
    _, _, keys = party(directory)
    old, new = written_secret(directory / "fras.txt"), written_secret(directory / "ny.txt", "sju helt andra ord i rad")
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", directory / "svar.sigill"), 0)
    expect(sigill("passwd", "-k", keys, "--new-passphrase-file", old), 0)
    passphrase = ("--passphrase-file", old)
    with held_open(keys / "sign.key"):
        leaves(directory, 3, ["sign.key", "another program has it open"], "passwd", "-k", keys, *passphrase, "--new-passphrase-file", new)
    with held_open(keys / "sealed.json"):
        seals_and_cannot_note_it(directory, keys, "another program has it open", *passphrase)
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", directory / "nytt.sigill", *passphrase), 0)


@test
def test_R2_names_that_cannot_be_are_told_of(directory):
    """Devices, streams of other files, and what a quotation mark behind a backslash makes of a command."""
    (directory / "svar").write_bytes(b"annat")
    for name, words in (("a?b.json", "has no such name"), ("svar:x.json", "has no such name"), ('mapp" -k nycklar.json', "has no such name"),
                        ("NUL.json", "NUL.json"), ("a" * 300 + ".json", "a" * 300)):
        leaves(directory, 3, words, "template", "-o", name, cwd=directory)
    leaves(directory, 3, "no name can be so here", "check", 'E:\\våra svar" svar.json', cwd=directory)


@contextlib.contextmanager
def small_disk(place, size):
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=False, stderr=subprocess.DEVNULL).returncode == 0
    skip_unless(made, "no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@test
def test_R2_a_full_disk_is_told_of(directory):
    _, _, keys = party(directory)
    (directory / "stor.bin").write_bytes(random.Random(SEED).randbytes(LARGE))
    with small_disk(directory / "disk", "256k") as disk:
        (disk / "fyllnad").write_bytes(bytes(200 << 10))
        for words in (("template", "-o", disk / "svar.html"), ("template", "-o", disk / "svar.xlsx"),
                      ("seal", ANSWERS, "-k", keys, "--yes", "--attach", directory / "stor.bin", "-o", disk / "ut.sigill")):
            leaves(disk, 3, str(disk), *words)
        expect(sigill("card", "-k", keys, "-o", disk / "kort.card"), 0)


@test
def test_R2_keys_and_what_was_opened_need_room_too(directory):
    _, _, keys, bundle = answered(directory)
    with small_disk(directory / "disk", "64k") as disk:
        (disk / "fyllnad").write_bytes(bytes(60 << 10))
        for words in (("keygen", "-k", disk / "nycklar", "--no-passphrase"), ("open", bundle, "-k", keys, "-o", disk / "ut", UNCONFINED)):
            leaves(disk, 3, str(disk), *words)


@test
def test_R2_a_write_protected_stick_stays_as_it_is(directory):
    _, _, keys, bundle = answered(directory)
    with small_disk(directory / "disk", "1m") as disk:
        shutil.copytree(keys, disk / "nycklar")
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        for words in (("keygen", "-k", disk / "nya", "--no-passphrase"), ("open", bundle, "-k", keys, "-o", disk / "ut", UNCONFINED)):
            leaves(directory, 3, str(disk), *words)
        before = tree(disk)
        seals_and_cannot_note_it(directory, disk / "nycklar", "nycklar: cannot be")
        unchanged(disk, before)


@test
def test_R2_who_is_killed_leaves_nothing_half_under_its_name(directory):
    _, _, keys = party(directory)
    (directory / "stor.bin").write_bytes(random.Random(SEED).randbytes(LARGE))
    chance, path = random.Random(SEED), directory / "ut.sigill"
    words = command_line("sigill", ["seal", ANSWERS, "-k", keys, "--yes", "--attach", directory / "stor.bin", "-o", path], "en")
    begun = time.monotonic()
    expect(sigill(*words[3:]), 0)
    lasted, killed = time.monotonic() - begun, 0
    for _ in range(KILLS):
        path.unlink(missing_ok=True)
        child = subprocess.Popen(words, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, lasted))
        child.send_signal(signal.SIGKILL)
        killed += child.wait() != 0
        if path.exists():
            expect(here("inspect", path), 0)
            assert path.stat().st_size > LARGE
    assert killed > 0
    path.unlink(missing_ok=True)
    expect(sigill(*words[3:]), 0)  # the keys and the journal go on
    assert os.path.getsize(path) > LARGE


run()
