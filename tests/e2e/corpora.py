"""Every harness of tests/fuzz is shown the inputs of its corpus again: what was once found stays found."""
import os
import subprocess
from pathlib import Path

from sigill_test import BUILD, TIMEOUT, run, test

CORPUS = Path("tests/fuzz/corpus")


def replay(name):
    def check(directory):
        done = subprocess.run([BUILD / "replay" / name, CORPUS / name], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=TIMEOUT, env={**os.environ, "TMPDIR": str(directory)})
        told = done.stderr.decode("utf-8", "replace").splitlines()
        assert done.returncode == 0, f"status {done.returncode}\n" + "\n".join(told[-40:])
        assert sum(1 for line in told if line.startswith("# ")) == len(list((CORPUS / name).iterdir())), done.stdout
        assert any((CORPUS / name).glob("seed-*")), "no seeds"
    check.__name__ = f"test_corpus_{name}"
    test(check)


for source in sorted(Path("tests/fuzz").glob("fuzz_*.c")):
    replay(source.stem[len("fuzz_"):])
run()
