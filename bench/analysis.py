#!/usr/bin/env python3
"""Measures the analysis of large rounds: time and memory, and how they grow from one size to ten times that. Growth is told
of the processor's seconds, which a busy machine changes little.

bench/analysis.py BUILD [ORGANISATIONS]     the larger size, 100000 if not given

Growth that is worse than linear ends with exit status 1. The register is written by tests/tools/fill_register.c.
"""
import os
import sys
import tempfile

from measure import BUILD, run, spent

LARGE = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
SMALL = LARGE // 10
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMANDS = {"list": ["list"], "stats": ["stats"], "benchmark": ["benchmark", "--group", "kommun"],
            "best": ["benchmark", "--best", "50"], "rank": ["rank"]}
LINEAR = 1.25  # what time or memory of one organisation may grow by: a machine's caches are finite


def fill(where, organisations):
    register, keys = f"{where}/register-{organisations}", f"{where}/keys-{organisations}"
    run(f"{BUILD}/sigill-msb", "init", "-r", register, "-k", keys, "--no-passphrase")
    seconds, _, _, _ = spent("fill", [f"{BUILD}/tools/fill_register", register, keys, f"{where}/answers/submissions.tsv",
                                      str(organisations)])
    print(f"{organisations} organisations: register written in {seconds:.1f} s", flush=True)
    return register, keys


def measure(register, keys, organisations):
    """(processor's seconds, KiB) of each command; the output is JSON, so that laying out takes no part."""
    found = {}
    for name, words in COMMANDS.items():
        seconds, processor, resident, _ = spent(name, [f"{BUILD}/sigill-msb", *words, "-r", register, "-k", keys, "--json"])
        found[name] = processor, resident
        print(f"{organisations} organisations: {name} {seconds:.2f} s ({processor:.2f} s on a processor, "
              f"{processor / organisations * 1e6:.0f} µs each), {resident / 1024:.1f} MiB resident", flush=True)
    return found


def compare(small, large):
    """Prints the ratios; gives the commands that grow worse than linearly."""
    worse = []
    for name in COMMANDS:
        time, memory = (large[name][figure] / small[name][figure] * SMALL / LARGE for figure in (0, 1))
        print(f"{name}: for each organisation, {LARGE} to {SMALL}: time {time:.2f}, memory {memory:.2f}; "
              f"time to that of list: {large[name][0] / large['list'][0]:.2f}")
        worse += [name] if max(time, memory) > LINEAR else []
    return worse


def main():
    with tempfile.TemporaryDirectory() as where:
        run(sys.executable, f"{HERE}/tests/population/generate.py", f"{where}/answers")
        small = measure(*fill(where, SMALL), SMALL)
        large = measure(*fill(where, LARGE), LARGE)
        worse = compare(small, large)
    if worse:
        sys.exit(f"worse than linear: {', '.join(worse)}")


main()
