"""Tests in a system of their own: boots user-mode-linux, whose first process is tests/media/inside.py, and hands on what is said there.

MEDIA_ONLY=WORD runs only the tests with that word in their name, where the script heeds it; MEDIA_CONSOLE=1 shows what the system said."""
import os
import shlex
import subprocess
import sys
from pathlib import Path

from sigill_test import BUILD

ROOT = Path(__file__).resolve().parents[2]
MEMORY, LIMIT = "768M", 900  # of the system, seconds


def compiled(place):
    """The library without which the system does not run on every processor."""
    library = place / "whole_registers.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library, ROOT / "tests/preload/whole_registers.c", "-ldl"],
                   check=True)
    return library


def boot(place, script):
    """Runs the system until it halts; gives what its console said."""
    start = place / "start"
    words = [sys.executable, str(ROOT / "tests/media/inside.py"), str(ROOT), str(BUILD), str(place), script]
    start.write_text(f"#!/bin/sh\nexec {shlex.join(words)}\n", encoding="utf-8")
    start.chmod(0o755)
    command = ["linux.uml", f"mem={MEMORY}", "rootfstype=hostfs", "rootflags=/", "ro", "devtmpfs.mount=0", f"uml_dir={place}", f"init={start}",
               f"MEDIA_ONLY={os.environ.get('MEDIA_ONLY', '')}", "con=null", "con0=null,fd:1", "ssl=null", "quiet"]
    env = {"PATH": os.environ["PATH"], "HOME": str(place), "LD_PRELOAD": str(compiled(place))}
    with open(place / "console", "wb") as console:
        subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=console, stderr=subprocess.STDOUT, timeout=LIMIT,
                       start_new_session=True)
    return (place / "console").read_text(encoding="utf-8", errors="replace")


def said_there(place, script):
    """Prints what a script's tests say there; whether all of them held. place: a directory, which that system shares."""
    console, tap = boot(place, script), place / "tap"
    said = tap.read_text(encoding="utf-8", errors="replace") if tap.exists() else ""
    print(said, end="")
    whole = "\nok " in said and "\nnot ok" not in said
    if not whole or os.environ.get("MEDIA_CONSOLE"):
        print("".join(f"# console: {line}\n" for line in console.splitlines()), end="")
    return whole
