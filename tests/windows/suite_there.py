"""Runs a suite of tests/e2e/ with sigill.exe in place of this system's program; speaks TAP. suite_there.py SUITE [TEST...]: all but
those tests.

What is otherwise there is taken off, so that the suite sees what is the same on both systems: nothing confines there, so that files of
strangers are read by who says that they may be (what is said of that is wine_faults.py's); a locked directory keeps a hidden file; and
Wine shows access lists as modes of its own, of which this system's program would warn, so that any mode is the one that is expected."""
import functools
import os
import runpy
import stat
import sys

import winekit
import sigill_test

LOCK = ".sigill.lock"  # base/system/lock_windows.c

suite, left_out = sys.argv[1], sys.argv[2:]
run_all, run_program, find_tree = sigill_test.run, sigill_test.program, sigill_test.tree


def run_those():
    names = {one.__name__ for one in sigill_test._tests}
    assert names >= set(left_out), f"no test of {suite}: {sorted(set(left_out) - names)}"
    sigill_test._tests[:] = [one for one in sigill_test._tests if one.__name__ not in left_out]
    run_all()


@functools.cache
def may_be_unconfined(command):
    return winekit.UNCONFINED in run_program("sigill-here", command, "--help").out


def close_keys(words):
    for option, path in zip(words, words[1:]):
        if option in ("-k", "--keys"):
            for place, folders, files in os.walk(path):
                for entry in (place, *(os.path.join(place, name) for name in files)):
                    os.chmod(entry, stat.S_IMODE(os.stat(entry).st_mode) & ~0o077)


def run_unconfined(name, *args, **options):
    words = [str(word) for word in args]
    named = name == "sigill" and words and not words[0].startswith("-") and winekit.UNCONFINED not in words and "--" not in words
    more = [winekit.UNCONFINED] if named and may_be_unconfined(words[0]) else []
    result = run_program(name, *args, *more, **options)
    if more:
        result.err = "".join(line for line in result.err.splitlines(keepends=True) if winekit.WARNING not in line)
    if name == "sigill":
        close_keys(words)
    return result


def no_terminal(*words, **options):
    sigill_test.skip_unless(False, "Wine has a terminal only where standard output is one")


def tree_without_modes(directory):
    return {name: (0, content) for name, (_, content) in find_tree(directory).items() if name.rpartition("/")[2] != LOCK}


class AnyMode:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


sigill_test.run, sigill_test.program, sigill_test.tree, sigill_test.terminal = run_those, run_unconfined, tree_without_modes, no_terminal
import conversationkit  # noqa: E402, needs the above, as the next ones do
import parties  # noqa: E402
import winetalk  # noqa: E402

parties.mode = lambda path: AnyMode()
conversationkit.Conversation = winetalk.There
runpy.run_path(f"tests/e2e/{suite}.py", run_name="__main__")
