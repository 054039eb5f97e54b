"""Runs a suite of tests/e2e/ with sigill.exe in place of this system's program; speaks TAP. suite_there.py SUITE [TEST...]: all but
those tests."""
import runpy
import sys

import winekit  # noqa: F401
import sigill_test

suite, left_out = sys.argv[1], sys.argv[2:]
run_all = sigill_test.run


def run_those():
    names = {one.__name__ for one in sigill_test._tests}
    assert names >= set(left_out), f"no test of {suite}: {sorted(set(left_out) - names)}"
    sigill_test._tests[:] = [one for one in sigill_test._tests if one.__name__ not in left_out]
    run_all()


sigill_test.run = run_those
runpy.run_path(f"tests/e2e/{suite}.py", run_name="__main__")
