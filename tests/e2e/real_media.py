"""The programs on real file systems: makes a register, its organisations and their bundles here, then boots user-mode-linux
(tests/media/inside.py), in which the tests of tests/media run, and hands on what they say.

MEDIA_ONLY=WORD runs only the tests with that word in their name; MEDIA_CONSOLE=1 shows what the system said."""
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from parties import TYPICAL, enrol, make_party, make_register, own, trust
from roundkit import number_of
from sigill_test import BUILD, expect, msb, sigill

ROOT = Path(__file__).resolve().parents[2]
MEMORY, LIMIT = "768M", 900  # of the system, seconds
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


def compiled(place):
    """The library without which the system does not run on every processor."""
    library = place / "whole_registers.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library, ROOT / "tests/preload/whole_registers.c", "-ldl"],
                   check=True)
    return library


def boot(place):
    """Runs the system until it halts; gives what its console said."""
    start = place / "start"
    words = [sys.executable, str(ROOT / "tests/media/inside.py"), str(ROOT), str(BUILD), str(place)]
    start.write_text(f"#!/bin/sh\nexec {shlex.join(words)}\n", encoding="utf-8")
    start.chmod(0o755)
    command = ["linux.uml", f"mem={MEMORY}", "rootfstype=hostfs", "rootflags=/", "ro", "devtmpfs.mount=0", f"uml_dir={place}", f"init={start}",
               f"MEDIA_ONLY={os.environ.get('MEDIA_ONLY', '')}", "con=null", "con0=null,fd:1", "ssl=null", "quiet"]
    env = {"PATH": os.environ["PATH"], "HOME": str(place), "LD_PRELOAD": str(compiled(place))}
    with open(place / "console", "wb") as console:
        subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, timeout=LIMIT,
                       start_new_session=True)
    return (place / "console").read_text(encoding="utf-8", errors="replace")


def main():
    with tempfile.TemporaryDirectory(prefix="sigill-test-") as directory:
        place = Path(directory)
        (place / "world").mkdir()
        make_world(place / "world")
        console, tap = boot(place), place / "tap"
        said = tap.read_text(encoding="utf-8", errors="replace") if tap.exists() else ""
    print(said, end="")
    whole = "\nok " in said and "\nnot ok" not in said
    if not whole or os.environ.get("MEDIA_CONSOLE"):
        print("".join(f"# console: {line}\n" for line in console.splitlines()), end="")
    sys.exit(0 if whole else 1)


main()
