"""Which process of `receive` opens what, as strace sees it (S9)."""
import json
import re
import subprocess

from parties import LONG, enrol, make_party, own, trust, written_secret
from sigill_test import (BUILD, DATA, TIMEOUT, command_line, environment, expect, msb, run, sigill, skip_unless, strace, strace_reads,
                         terminal, test)

# Sanitizers and the counting of lines make calls that no worker may make: their builds work in one process.
CONFINED = not any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))
MUNICIPALITY = ["--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun"]


class Traced:
    """The calls of each process, in order: pid -> list of lines; and all of them, with their pid."""

    def __init__(self, path):
        self.lines = [tuple(line.split(maxsplit=1)) for line in path.read_text(errors="replace").splitlines()]
        self.spawners = [pid for pid, call in self.lines if call.startswith("execve(") and "worker-spawner" in call]
        self.main = self.lines[0][0]
        self.workers = {pid for pid, _ in self.lines} - {self.main, *self.spawners}

    def place(self, *parts, pid=None):
        """Where the first call with these parts stands."""
        return next(i for i, (who, call) in enumerate(self.lines)
                    if all(part in call for part in parts) and pid in (None, who))

    def of(self, pids):
        return [call for pid, call in self.lines if pid in pids]


def prepare(directory):
    """A register with a passphrase, one enrolled organisation, and two of its bundles."""
    secret = written_secret(directory / "secret")
    register, keys = directory / "register", directory / "msb"
    expect(msb("init", "-r", register, "-k", keys, "--passphrase-file", secret), 0)
    expect(msb("card", "-k", keys, "--name", "Myndigheten", "--passphrase-file", secret), 0)
    party = make_party(directory / "party", *MUNICIPALITY)
    expect(trust(party, own(keys)), 0)
    expect(enrol(register, keys, own(party), "--passphrase-file", secret), 0)
    medium = directory / "medium"
    medium.mkdir()
    for name in ("one", "two"):
        expect(sigill("seal", DATA / "typical-municipality.json", "-k", party, "--yes", "-o", medium / f"{name}.sigill"), 0)
    return secret, register, keys, medium


def traced(directory, *args):
    path = directory / "trace"
    command = [*strace(), "-f", "-qq", "-s", "4096", "-o", str(path), "-e",
               "trace=%file,%process,%network,read,write,pread64,pwrite64,mmap,ptrace,seccomp,close_range",
               *command_line("sigill-msb", args, "en")]
    done = subprocess.run(command, env=environment({"SECRET_OF_THE_SHELL": "x"}), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr.decode()
    assert len(done.stdout.splitlines()) == 2, done.stdout.decode()
    return Traced(path)


def confined(function):
    """A test of processes, where there are any."""
    def check(directory):
        skip_unless(CONFINED, "no processes in this build")
        skip_unless(strace_reads(), "neither root nor a user namespace: what the processes do cannot be seen")
        function(directory)
    check.__name__ = function.__name__
    return test(check)


@confined
def test_S9_the_spawner_and_the_workers_never_see_a_passphrase_or_a_key(directory):
    secret, register, keys, medium = prepare(directory)
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    assert len(seen.spawners) == 1 and len(seen.workers) == 2, (seen.spawners, seen.workers)
    executed = seen.place("execve(", "worker-spawner", "/* 0 vars */", pid=seen.spawners[0])
    asked = seen.place("openat(", f'"{secret}"')
    assert executed < seen.place("sendmsg(", pid=seen.main), "a worker before the spawner"
    assert seen.place("execve(", "worker-spawner") < asked, "the passphrase was read before the spawner was executed"
    assert not any(secret.name in call or LONG in call for call in seen.of({*seen.spawners, *seen.workers}))
    for call in seen.of(seen.spawners):
        assert str(keys) not in call and str(register) not in call and str(medium) not in call, call


@confined
def test_S9_a_worker_opens_nothing_and_runs_nothing(directory):
    secret, register, keys, medium = prepare(directory)
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    for worker in seen.workers:
        calls = [call for call in seen.of({worker}) if not call.startswith(("+++", "---", "<..."))]
        names = [re.match(r"(\w+)\(", call).group(1) for call in calls if re.match(r"(\w+)\(", call)]
        assert "seccomp" in names or any("SECCOMP" in call for call in calls), names
        confined_from = next((i for i, name in enumerate(names) if name == "seccomp" or name == "close_range"), 0)
        after = set(names[confined_from:]) - {"seccomp", "close_range", "prctl"}
        assert after <= {"pread64", "recvfrom", "sendto", "mmap", "exit_group"}, after
        for call in calls:
            if call.startswith("pread64("):
                assert call.startswith("pread64(3,"), call
            if call.startswith(("recvfrom(", "sendto(")):
                assert re.match(r"\w+\(4,", call), call


@confined
def test_S9_a_passphrase_on_the_terminal_is_asked_for_after_the_spawner_runs(directory):
    _, register, keys, medium = prepare(directory)
    trace = directory / "trace"
    tracer = directory / "sigill-msb"
    tracer.write_text(f'#!/bin/sh\nexec {" ".join(strace())} -f -qq -o {trace} -e trace=openat,execve,read {BUILD}/sigill-msb "$@"\n')
    tracer.chmod(0o755)
    talk = [("assphrase", LONG + "\n")]
    result = terminal(str(tracer), "receive", "-r", register, "-k", keys, "--json", medium, talk=talk)
    expect(result, 0)
    assert all(json.loads(line)["verdict"] == "imported" for line in result.out.splitlines()), result
    seen = Traced(trace)
    assert seen.place("execve(", "worker-spawner") < seen.place("openat(", '"/dev/tty"')
    assert not any("/dev/tty" in call or call.startswith("read(0,") for call in seen.of({*seen.spawners, *seen.workers}))


@test
def test_S9_no_program_is_linked_with_the_hostile_double(directory):
    for name in ("sigill", "sigill-msb"):
        apart = BUILD / ".debug" / f"{name}.debug"  # the names of functions, unless a sanitizer is in it
        program = (BUILD / name).read_bytes() + (apart.read_bytes() if apart.exists() else b"")
        assert b"serve_requests" in program or name == "sigill", name
        assert b"fixture_hostile" not in program, name


run()
