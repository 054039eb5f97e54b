"""What each process of a command does, as strace sees it."""
import re
import subprocess

from parties import enrol, make_party, own, trust, written_secret
from sigill_test import (BUILD, DATA, TIMEOUT, command_line, environment, expect, msb, sigill, skip_unless, strace, strace_reads,
                         test)

# Sanitizers and the counting of lines make calls that no worker may make: their builds work in one process.
CONFINED = not any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))
MUNICIPALITY = ["--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun"]


class Traced:
    """The calls of each process, in order: pid -> list of lines; and all of them, with their pid."""

    def __init__(self, path):
        self.lines = [tuple(line.split(maxsplit=1)) for line in path.read_text(errors="replace").splitlines()]
        self.spawners = [pid for pid, call in self.lines if call.startswith("execve(") and "worker-spawner" in call]
        self.main = self.lines[0][0]
        self.threads = set(re.findall(r"parent_tid=\[(\d+)\]", " ".join(self.of({self.main}))))  # of the process with the keys
        children = {pid for pid, _ in self.lines} - {self.main, *self.spawners, *self.threads}
        self.workers = {pid for pid, call in self.lines if pid in children and "SECCOMP_SET_MODE_FILTER" in call}
        self.waiting = children - self.workers  # made ahead, and never needed

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
