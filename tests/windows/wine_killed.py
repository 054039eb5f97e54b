"""sigill.exe is killed at any moment of what writes: what it leaves is what was there, or all of it, and a further run goes on.

KILLS times each, at moments spread by chance over what a whole run takes."""
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import winekit
from winekit import here
from parties import CARD, enrol, make_register, own, received, trust, written_secret
from sigill_test import command_line, environment, expect, msb, run, sigill, test, tree

ANSWERS = Path("docs/examples/ankeborg.json").resolve()
SEED, KILLS = 2021, int(os.environ.get("WINDOWS_KILLS", "8"))
OTHER = "sju helt andra ord i rad"


def killed_at_any_moment(words, anew, judge):
    """anew() before each run, judge() after it: what it gives must not always be the same."""
    chance, line = random.Random(SEED), command_line("sigill", words, "en")
    anew()
    begun = time.monotonic()
    expect(sigill(*words), 0)
    lasted, killed, found = time.monotonic() - begun, 0, [judge()]
    for number in range(KILLS):
        anew()
        child = subprocess.Popen(line, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(lasted * (number + chance.random()) / KILLS)
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        found.append(judge())
    assert killed > 0 and len(set(found)) > 1, (killed, found)
    anew()
    expect(sigill(*words), 0)
    assert judge() == found[0], found


def contents(place):
    return {name: content for name, (_, content) in tree(place).items()}


@test
def test_R2_keys_are_made_or_not(directory):
    keys, secret = directory / "nycklar", written_secret(directory / "fras.txt")

    def anew():
        shutil.rmtree(keys, ignore_errors=True)

    def judge():
        if keys.exists():
            expect(here("card", "-k", keys, *CARD, "--passphrase-file", secret), 0)
        return keys.exists()

    killed_at_any_moment(["keygen", "-k", keys, "--passphrase-file", secret], anew, judge)


@test
def test_R2_a_passphrase_is_the_old_one_or_the_new_one(directory):
    first, keys, old = directory / "först", directory / "nycklar", written_secret(directory / "fras.txt")
    new = written_secret(directory / "ny.txt", OTHER)
    expect(sigill("keygen", "-k", first, "--passphrase-file", old), 0)
    expect(sigill("card", "-k", first, *CARD, "--passphrase-file", old), 0)

    def anew():
        shutil.rmtree(keys, ignore_errors=True)
        shutil.copytree(first, keys)

    def judge():
        """What opens the one secret opens the other one too."""
        opens = [here("keygen", "--rotate", "-k", shutil.copytree(keys, directory / "prov"), "--passphrase-file", old).status]
        shutil.rmtree(directory / "prov")
        opens.append(here("keygen", "--rotate", "-k", shutil.copytree(keys, directory / "prov"), "--passphrase-file", new).status)
        shutil.rmtree(directory / "prov")
        assert sorted(opens) == [0, 1], (opens, sorted(os.listdir(keys)))
        return tuple(opens)

    killed_at_any_moment(["passwd", "-k", keys, "--passphrase-file", old, "--new-passphrase-file", new], anew, judge)


@test
def test_R2_a_bundle_is_opened_or_not(directory):
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "Myndigheten"), 0)
    keys, out = directory / "nycklar", directory / "öppnat"
    expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0)
    expect(sigill("card", "-k", keys, *CARD), 0)
    expect(trust(keys, own(authority)), 0)
    expect(enrol(register, authority, own(keys)), 0)
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", directory / "svar.sigill"), 0)
    received(register, authority, directory / "svar.sigill")
    expect(msb("feedback", "-r", register, "-k", authority, "--all", "-o", directory / "åter"), 0)
    bundle, = (directory / "åter").iterdir()
    expect(here("open", bundle, "-k", keys, "-o", directory / "helt"), 0)
    whole, before = contents(directory / "helt"), contents(keys)

    def anew():
        shutil.rmtree(out, ignore_errors=True)

    def judge():
        assert not out.exists() or contents(out) == whole, sorted(contents(out))
        assert {name: content for name, content in contents(keys).items() if name in before} == before
        return out.exists()

    killed_at_any_moment(["open", bundle, "-k", keys, "-o", out, winekit.UNCONFINED], anew, judge)


run()
