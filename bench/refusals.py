#!/usr/bin/env python3
"""Measures a register that strangers fill: the processor's seconds of receiving files of 26 bytes, and of fsck, backup and
restore over so many refusals and over four times as many, in one run.

bench/refusals.py BUILD [REFUSALS]     the smaller number, 500 if not given

Growth that is worse than linear ends with exit status 1.
"""
import os
import shutil
import sys
import tempfile

from measure import BUILD, run, spent

SMALL = int(sys.argv[2]) if len(sys.argv) > 2 else 500
TIMES = 4
LINEAR = 1.5  # what the time of one refusal may grow by: trees are deeper, and a busy machine's caches smaller
AT_ONCE = 1000  # what one run of receive records (docs/format.md, "Limits")


def place(where):
    return ["-r", f"{where}/register", "-k", f"{where}/keys"]


def receive(where, first, last):
    """Files of no sender, which all differ; exit status 1 says that they were refused."""
    seconds = 0
    for begin in range(first, last, AT_ONCE):
        medium = f"{where}/medium-{begin}"
        os.mkdir(medium)
        for number in range(begin, min(begin + AT_ONCE, last)):
            with open(f"{medium}/{number:08}.sigill", "wb") as file:
                file.write(b"age-encryption.org/v1\n%04x" % (number % 65536))
        seconds += spent("receive", ["sh", "-c", '"$@"; test $? = 1', "sh", f"{BUILD}/sigill-msb", "receive", *place(where), "--json",
                                     medium])[1]
    return seconds


def measure(where, count):
    copy, restored, keys = f"{where}/copy-{count}", f"{where}/restored-{count}", f"{where}/keys-{count}"
    shutil.copytree(f"{where}/keys", keys)  # the head in it follows the restored register
    found = {}
    for name, words in (("fsck", ["fsck", *place(where)]), ("backup", ["backup", *place(where), "-o", copy]),
                        ("restore", ["restore", copy, "-r", restored, "-k", keys])):
        seconds, processor, resident, _ = spent(name, [f"{BUILD}/sigill-msb", *words])
        found[name] = processor
        print(f"{count} refusals: {name} {seconds:.2f} s ({processor:.2f} s on a processor, {processor / count * 1e6:.0f} µs each), "
              f"{resident / 1024:.1f} MiB resident", flush=True)
    return found


def main():
    with tempfile.TemporaryDirectory() as where:
        run(f"{BUILD}/sigill-msb", "init", *place(where), "--no-passphrase")
        run(f"{BUILD}/sigill-msb", "card", "-k", f"{where}/keys", "--name", "MSB")
        seconds = receive(where, 0, SMALL)
        print(f"{SMALL} refusals: received in {seconds:.2f} s on a processor, {seconds / SMALL * 1e6:.0f} µs each", flush=True)
        small = measure(where, SMALL)
        receive(where, SMALL, TIMES * SMALL)
        large = measure(where, TIMES * SMALL)
    worse = []
    for name, before in small.items():
        ratio = large[name] / before / TIMES
        print(f"{name}: for each refusal, {TIMES * SMALL} to {SMALL}: {ratio:.2f}")
        worse += [name] if ratio > LINEAR else []
    if worse:
        sys.exit(f"worse than linear: {', '.join(worse)}")


main()
