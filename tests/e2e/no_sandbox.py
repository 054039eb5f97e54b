"""A system that does not let the reading process be started or confined: nothing is read then, unless --allow-no-sandbox says
so, which is warned of (S9)."""
import json
import os
import platform
import subprocess

from containerkit import pack
from no_sandbox_kit import LACKS, NUMBERS, lacking
from parties import make_running_register, seal
from sigill_test import BUILD, command_line, environment, expect, msb, run, sigill, skip_unless, test, tree

# Sanitizers and the counting of lines make calls that no worker may make: their builds work in one process.
CONFINED = not any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))
WARNING = "warning: the process that reads bundles is not confined; it holds the keys"


def needs_processes():
    skip_unless(CONFINED, "this build has no processes of workers")
    skip_unless(platform.machine() in NUMBERS, "the numbers of this machine's calls are not known here")


def prepare(directory):
    """What each command needs: the commands by name, as (program, arguments)."""
    register, authority, keys = make_running_register(directory)
    medium, copy = directory / "medium", directory / "copy"
    medium.mkdir()
    seal(directory, "ankeborg", medium / "one.sigill")
    line = json.loads(expect(msb("receive", "-r", register, "-k", authority, "--json", medium), 0).out)
    seal(directory, "exempelby", medium / "two.sigill")
    expect(msb("backup", "-r", register, "-k", authority, "-o", copy), 0)
    number = line["organisation"]["number"]
    expect(msb("feedback", "-r", register, "-k", authority, number, "-o", directory / "feedback"), 0)
    return {
        "receive": ("sigill-msb", ["receive", "-r", register, "-k", authority, medium / "two.sigill"]),
        "extract": ("sigill-msb", ["extract", "-r", register, "-k", authority, line["id"], "-o", directory / "extracted"]),
        "fsck": ("sigill-msb", ["fsck", "-r", register, "-k", authority]),
        "backup": ("sigill-msb", ["backup", "-r", register, "-k", authority, "-o", directory / "second"]),
        "restore": ("sigill-msb", ["restore", "--yes", copy, "-r", directory / "restored", "-k", authority, "--accept-older"]),
        "open": ("sigill", ["open", directory / "feedback" / f"{number}.sigill", "-k", keys[0], "-o", directory / "opened"]),
    }


def state(directory):
    """All files, but for the lock and the journal of the database, which reading may touch."""
    return {path: what for path, what in tree(directory).items() if not str(path).endswith(("-wal", "-shm", "lock"))}


def check_without(directory, names):
    needs_processes()
    commands = prepare(directory)
    for name in names:
        program, args = commands[name]
        for lacks in LACKS:
            before = state(directory)
            result = lacking(lacks, program, *args)
            assert result.status == 3 and result.out == "", (name, lacks, result)
            assert "confine" in result.err or "process to read bundles cannot be started" in result.err, (name, lacks, result)
            assert state(directory) == before, (name, lacks)
    for place, name in enumerate(names):
        program, args = commands[name]
        result = lacking(LACKS[place % len(LACKS)], program, *args, "--allow-no-sandbox")
        assert result.status == 0 and WARNING in result.err, (name, result)


@test
def test_S9_without_a_confined_process_nothing_is_received(directory):
    check_without(directory, ["receive", "extract"])


@test
def test_S9_without_a_confined_process_no_register_is_checked_or_copied(directory):
    check_without(directory, ["fsck", "backup", "restore"])


@test
def test_S9_without_a_confined_process_nothing_is_opened(directory):
    check_without(directory, ["open"])


@test
def test_S13_without_a_confined_process_no_container_is_looked_into(directory):
    """Whatever is allowed: the process with the keys never reads one."""
    needs_processes()
    program, args = prepare(directory)["receive"]
    *before, bundle = args
    packed = pack(directory / "a.zip", {"1.sigill": bundle.read_bytes()})
    result = lacking(LACKS[0], program, *before, "--allow-no-sandbox", "--json", packed)
    [line] = map(json.loads, result.out.splitlines())
    assert result.status == 1 and line["reason"] == "unread-container" and "without a confined process" in line["message"], result


@test
def test_S9_where_it_can_be_confined_it_is_whatever_is_allowed(directory):
    needs_processes()
    commands = prepare(directory)
    for name in ("receive", "open"):
        program, args = commands[name]
        result = (msb if program == "sigill-msb" else sigill)(*args, "--allow-no-sandbox")
        expect(result, 0)
        assert "confined" not in result.err, result


@test
def test_S9_no_process_is_left_when_a_program_has_ended(directory):
    """The program's process group: nobody of it is there when it has ended, killed in the middle or by itself."""
    needs_processes()
    commands = prepare(directory)
    program, args = commands["receive"]
    for seconds in (0.02, 0.05, 0.1, None):
        child = subprocess.Popen(command_line(program, args, "en"), env=environment(), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for _ in range(300):
            try:
                os.killpg(child.pid, 0)
            except ProcessLookupError:
                break
            subprocess.run(["sleep", "0.01"], check=True)
        else:
            raise AssertionError(f"after {seconds}: a process is left")


run()
