"""Whether a test that was skipped may be: by the list tests/skips, whose conditions are found out here and not where the
test was skipped."""
import ctypes
import fnmatch
import os
import shutil
import subprocess
from pathlib import Path

LANDLOCK_CREATE_RULESET, VERSION_FLAG = 444, 1  # linux/landlock.h, asm-generic/unistd.h


def has_landlock():
    return ctypes.CDLL(None).syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_FLAG) > 0


def may_trace():
    """Root may look into any process, and so may the root of a user namespace of one's own."""
    inside = ["unshare", "--user", "--map-root-user", "true"]
    return os.geteuid() == 0 or subprocess.run(inside, stderr=subprocess.DEVNULL).returncode == 0


CONDITIONS = {
    "valgrind": lambda suite: suite.startswith("valgrind:"),
    "sanitized": lambda suite: suite.startswith("sanitized:"),
    "no-landlock": lambda suite: not has_landlock(),
    "no-tracing": lambda suite: not may_trace(),
    "one-core": lambda suite: len(os.sched_getaffinity(0)) == 1,
    "no-root": lambda suite: os.geteuid() != 0,
    "no-chromium": lambda suite: not shutil.which("chromium"),
    "no-firefox": lambda suite: not (shutil.which("firefox-esr") or shutil.which("firefox")),
}


def permitted(path=Path(__file__).with_name("skips")):
    """The lines of the list: (suite, part of the test's name, condition)."""
    lines = (line.split("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return [tuple(words) for words in lines if words]


def may_skip(lines, suite, name):
    return any(fnmatch.fnmatchcase(suite, pattern) and part in name and CONDITIONS[condition](suite)
               for pattern, part, condition in lines)
