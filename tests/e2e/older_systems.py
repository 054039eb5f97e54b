"""Linux 4.4, ten years old, by a filter that has no newer call: what strangers wrote is read there confined, as on any other (S9)."""
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from containerkit import pack
from no_sandbox_kit import be_older, within
from parties import make_running_register, seal
from sigill_test import BUILD, command_line, environment, expect, msb, run, sigill, skip_unless, test

# Sanitizers and the counting of lines make calls that no worker may make: their builds work in one process.
CONFINED = not any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))


def there(name, *args):
    """A run that ends well, and warns of nothing."""
    result = within(be_older, name, *args)
    assert result.status == 0 and result.err.find("warning") < 0 and "confined" not in result.err, (args, result)
    return result


@test
def test_S9_everything_of_strangers_is_read_confined(directory):
    """Workbook, bundle, container, card and kit: each has its worker."""
    skip_unless(CONFINED, "this build has no processes of workers")
    register, authority, (keys, other) = make_running_register(directory)
    where = ["-r", register, "-k", authority]
    expect(sigill("convert", directory / "ankeborg.json", "-o", directory / "ankeborg.xlsx"), 0)
    there("sigill", "seal", directory / "ankeborg.xlsx", "-k", keys, "--yes", "-o", directory / "one.sigill")
    seal(directory, "exempelby", directory / "two.sigill")
    packed = pack(directory / "medium.zip", {"two.sigill": (directory / "two.sigill").read_bytes()})
    lines = [json.loads(line) for line in there("sigill-msb", "receive", *where, "--json", directory / "one.sigill", packed).out.splitlines()]
    assert [line["verdict"] for line in lines] == ["imported", "imported"], lines
    there("sigill-msb", "feedback", *where, "--all", "-o", directory / "feedback")
    [bundle, _] = sorted((directory / "feedback").iterdir())
    there("sigill", "open", bundle, "-k", keys, "-o", directory / "opened")
    expect(msb("round", "2026", "--edition", "infosakkollen-2021", "--opens", "2026-01-01", "--closes", "2099-12-31", *where), 0)
    expect(msb("kit", *where, "--edition", "tests/data/small-edition.json", "-o", directory / "kit"), 0)
    there("sigill", "trust", directory / "kit", "-k", other, "--yes")
    there("sigill-msb", "fsck", *where)


def others_of(group):
    """The processes of a group but for the first."""
    found = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and int(path.name) != group]
    members = []
    for pid in found:
        try:
            if os.getpgid(pid) == group:
                members.append(pid)
        except ProcessLookupError:
            pass
    return members


@test
def test_S9_no_process_is_left_when_a_program_has_ended(directory):
    """By itself, or killed in the middle."""
    skip_unless(CONFINED, "this build has no processes of workers")
    register, authority, _ = make_running_register(directory)
    seal(directory, "ankeborg", directory / "one.sigill")
    command = command_line("sigill-msb", ["receive", "-r", register, "-k", authority, directory / "one.sigill"], "en")
    for seconds in (0.05, 0.1, None):
        child = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 start_new_session=True, preexec_fn=be_older)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
        deadline = time.monotonic() + 5
        while others_of(child.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not others_of(child.pid), seconds


run()
