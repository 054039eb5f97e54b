"""Starting: what it takes until a short run has ended."""
from measure import PAIRS, SIGILL, interleaved, line, sh, wanted
from world import ANSWERS

TIMES = 50  # of one run, since a single one is shorter than what the clock of processors tells apart
LOOP = f'for i in {{1..{TIMES}}}; do "$@" >/dev/null; done'


def rows():
    if not wanted("start"):
        return
    answers = str(ANSWERS)
    for name, words in (("--version", ["--version"]), ("check", ["check", answers]), ("score", ["score", answers])):
        found = interleaved(PAIRS, ours=lambda words=words: sh(LOOP, SIGILL, *words), stock=lambda: sh(LOOP, "age", "--version"))
        line(f"start: {TIMES} times {name}", found["ours"], found["stock"])
