"""Keys as only a terminal has them: what the unit tests make of them, on one."""
import os
import pty
import re
import select
import signal
import time

import winekit  # noqa: F401
from sigill_test import BUILD, TIMEOUT, environment, run, test

UNITS = (BUILD / "sigill-here").resolve().parent / "windows/unit"


def on_a_terminal(name):
    """What a program of the unit tests shows there, until it ends."""
    process, ours = pty.fork()
    if process == 0:
        os.execvpe("wine", ["wine", str(UNITS / f"test_{name}.exe")], environment({"TERM": "dumb"}))
    shown, deadline = b"", time.monotonic() + TIMEOUT
    try:
        while select.select([ours], [], [], max(0, deadline - time.monotonic()))[0]:
            shown += os.read(ours, 65536)
    except OSError:  # it has ended
        pass
    finally:
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        os.close(ours)
    return os.waitstatus_to_exitcode(status), re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", shown.decode("utf-8", "replace"))


@test
def a_key_that_is_held_down_writes_over_nothing(_):
    status, shown = on_a_terminal("key_held")
    assert "[PASSED]1test" in re.sub(r"\s", "", shown) and "SKIPPED" not in shown, (status, shown)


run()
