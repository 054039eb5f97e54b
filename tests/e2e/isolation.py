"""Which process of `receive` opens what, as strace sees it (S9)."""
import json
import os
import re

from parties import LONG
from sigill_test import BUILD, DATA, expect, msb, run, sigill, strace, terminal, test
from tracekit import Traced, confined, prepare, traced


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


def check_workers(seen):
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
def test_S9_a_worker_opens_nothing_and_runs_nothing(directory):
    secret, register, keys, medium = prepare(directory)
    check_workers(traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium))


@confined
def test_S9_a_large_payload_is_read_by_several_workers_confined_as_one_is(directory):
    """A share of some MiB each, where there are cores for them; the later one reads nothing before the first has read all (S2)."""
    secret, register, keys, medium = prepare(directory)
    attached = []
    for name in ("scan", "picture"):
        (directory / name).write_bytes(os.urandom(5 << 20))
        attached += ["--attach", directory / name]
    large = medium / "two.sigill"
    large.unlink()
    expect(sigill("seal", DATA / "typical-municipality.json", "-k", directory / "party", "--yes", "--supersedes", "none", "-o", large,
                  *attached), 0)
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    check_workers(seen)
    reads = {worker: [i for i, (pid, call) in enumerate(seen.lines) if pid == worker and call.startswith("pread64(")]
             for worker in seen.workers}
    small, *others = sorted(seen.workers, key=lambda worker: len(reads[worker]))
    assert len(reads[small]) < 10 < min(len(reads[other]) for other in others), reads
    assert len(others) == min(2, len(os.sched_getaffinity(0))), others
    if len(others) == 2:
        later, first = sorted(others, key=lambda worker: len(reads[worker]))
        assert len([i for i in reads[first] if i < reads[later][0]]) > large.stat().st_size // 65552, reads


@confined
def test_S9_a_worker_that_is_made_ahead_reads_nothing_before_it_is_confined(directory):
    """It takes the descriptors of its work, and no second ones: what it reads of them it reads in the sandbox."""
    secret, register, keys, medium = prepare(directory)
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    for worker in seen.workers:
        calls = [call for call in seen.of({worker}) if re.match(r"\w+\(|<\.\.\. \w+ resumed", call)]
        inside = next(i for i, call in enumerate(calls) if "SECCOMP_SET_MODE_FILTER" in call)
        before = {re.search(r"\w+(?=\(| resumed)", call).group(0) for call in calls[:inside]}
        assert before <= {"recvmsg", "close_range", "seccomp", "prctl"}, before
        assert not [call for call in calls[inside:] if "recvmsg" in call], calls[inside:]
        assert len([call for call in calls[:inside] if "SCM_RIGHTS" in call]) == 1, calls[:inside]
    for waiting in seen.waiting:
        names = {match.group(1) for call in seen.of({waiting}) if (match := re.match(r"(\w+)\(", call))}
        assert names <= {"recvmsg", "prctl", "exit_group"}, names


@confined
def test_S9_a_large_bundle_is_opened_while_it_is_copied(directory):
    """Its worker is told how much is there before all is; it has a descriptor that cannot write."""
    secret, register, keys, medium = prepare(directory)
    (directory / "scan").write_bytes(os.urandom(3 << 20))
    large = medium / "two.sigill"
    large.unlink()
    expect(sigill("seal", DATA / "typical-municipality.json", "-k", directory / "party", "--yes", "--supersedes", "none", "-o", large,
                  "--attach", directory / "scan"), 0)
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    copied = [i for i, (pid, call) in enumerate(seen.lines) if pid == seen.main and call.startswith("write(") and ", 262144" in call]
    told = [i for i, (pid, call) in enumerate(seen.lines) if pid == seen.main and call.startswith("sendto(") and
            re.search(r", 16, MSG_DONTWAIT\|MSG_NOSIGNAL", call)]
    assert len(copied) > 10 and told and told[0] < copied[-1], (copied, told)
    assert not [call for call in seen.of({seen.main}) if "/incoming/" in call and "O_RDWR" in call and "O_CREAT" not in call]
    assert [call for call in seen.of({seen.main}) if "/incoming/" in call and "O_RDONLY" in call]


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
