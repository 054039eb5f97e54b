"""Skipped tests are counted as such, and one that may not be skipped here is a failure (TAP): run by skipping.sh."""
import importlib.machinery
import importlib.util
import os
import sys

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, TESTS)
loader = importlib.machinery.SourceFileLoader("runner", os.path.join(TESTS, "run"))
runner = importlib.util.module_from_spec(importlib.util.spec_from_loader("runner", loader))
loader.exec_module(runner)
import skipping  # noqa: E402

SAID = "1..4\nok 1 - test_a\nok 2 - test_S5_b # SKIP the kernel has none\nnot ok 3 # SKIP test_c\nnot ok 4 - test_d\n"


def counts(name, said):
    """(passed, failed, skipped) of a suite that says so."""
    return runner.run(runner.Suite(name, ["printf", "%s", said]))[2:5]


def main():
    skipping.CONDITIONS.update({"yes": lambda suite: True, "no": lambda suite: False})
    runner.SKIPS[:] = [("plain:x*", "test_S5", "yes"), ("plain:x*", "test_c", "yes"), ("plain:y", "test_", "no")]
    checks = [
        ("a skipped test neither passes nor fails", counts("plain:x", SAID) == (1, 1, 2)),
        ("one that no line permits fails", counts("plain:z", SAID) == (1, 3, 2)),
        ("one whose condition does not hold fails", counts("plain:y", SAID) == (1, 3, 2)),
        ("a suite that ends before its plan fails", counts("plain:x", "1..2\nok 1 - test_a\n") == (1, 1, 0)),
        ("a suite that says nothing fails", counts("plain:x", "") == (0, 1, 0)),
        ("every line of tests/skips has a condition that is known",
         all(condition in skipping.CONDITIONS for _, _, condition in skipping.permitted())),
        ("a suite may be skipped under valgrind only where it is run so",
         skipping.may_skip(skipping.permitted(), "valgrind:test_sandbox", "test_S9_x")
         and not skipping.may_skip(skipping.permitted(), "plain:test_sandbox", "test_S9_x")),
    ]
    print(f"1..{len(checks)}")
    for number, (name, good) in enumerate(checks, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {name}")


main()
