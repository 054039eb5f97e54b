"""A receive that is killed: whatever the call at which it ends, nothing is half there, and a further run completes
it. strace counts the calls of the process with the keys and kills it at one of them; nothing is slept."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from parties import flipped, holdings, make_running_register, rows, seal
from sigill_test import BUILD, environment, expect, msb, run, test

CALLS = ("openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "unlink", "close",
         "ftruncate", "mkdir", "flock", "fcntl")
KILLS = 20 if "ASAN_OPTIONS" in os.environ else 200
if os.path.isdir("/dev/shm"):  # a file system in memory: the calls are the same, and none waits for a disk
    tempfile.tempdir = "/dev/shm"


def medium(directory, register, keys):
    """12 files: eight that are good, a copy of one, a changed, a cut, and one of an unknown organisation."""
    where = directory / "medium"
    where.mkdir()
    good = [seal(directory, name, where / f"{number}-{name}.sigill")
            for number in range(4) for name in ("ankeborg", "exempelby")]
    shutil.copy(good[0], where / "5-again.sigill")
    flipped(good[1], where / "5-changed.sigill")
    (where / "6-cut.sigill").write_bytes(good[2].read_bytes()[:-5000])
    seal(directory, "gaseborg", where / "7-unknown.sigill")
    return where


def traced(options, register, keys, where):
    """Only the process with the keys is traced: what it starts is killed by its end."""
    return subprocess.run(["strace", "-qq", *options, BUILD / "sigill-msb", "receive", "-r", register, "-k", keys, where],
                          env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, timeout=120)


def calls_of(directory, register, keys, where):
    """The calls of a run that nothing disturbs, each as (name, how many of that name came before, plus one), from
    where the register is opened."""
    log = directory / "calls"
    done = traced(["-e", "trace=" + ",".join(CALLS), "-o", log], register, keys, where)
    assert done.returncode == 1, done.stderr
    seen, found, begun = dict.fromkeys(CALLS, 0), [], False
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(\w+)\(", line)
        if name is None:
            continue
        seen[name[1]] += 1
        begun = begun or "register.lock" in line
        if begun:
            found.append((name[1], seen[name[1]]))
    return found


def fresh(source, directory):
    """A register and keys as they were before receiving."""
    shutil.rmtree(directory, ignore_errors=True)
    return Path(shutil.copytree(source / "register", directory / "register")), Path(
        shutil.copytree(source / "msb", directory / "msb"))


def whole_or_not_at_all(register):
    """After a kill: each row has its original. (fsck says so too, but it opens the database as its owner.)"""
    there = {path.name for path in (register / "originals").iterdir()}
    lacking = [sealed for sealed, in rows(register, "SELECT lower(hex(sealed_digest)) FROM submissions")
               if f"{sealed}.sigill" not in there]
    assert not lacking, lacking


def spread(calls, count):
    return [calls[place * len(calls) // count] for place in range(count)] if len(calls) > count else calls


@test
def test_R1_receive_killed_at_any_call_is_completed_by_a_further_run(directory):
    source = directory / "source"
    source.mkdir()
    register, keys, _ = make_running_register(source, strangers=["gaseborg"])
    where = medium(source, register, keys)
    register, keys = fresh(source, directory / "undisturbed")
    calls = calls_of(directory, register, keys, where)
    wanted = holdings(register)
    assert [len(part) for part in wanted] == [8, 3, 11, 11], wanted
    killed, names = 0, set()
    # some more than are wanted: a call that does not come again in another run kills nothing
    for name, number in spread(calls, KILLS * 11 // 10):
        if killed == KILLS:
            break
        register, keys = fresh(source, directory / "killed")
        done = traced(["-e", f"inject={name}:signal=SIGKILL:when={number}"], register, keys, where)
        if done.returncode != -9:
            continue
        killed += 1
        names.add(name)
        whole_or_not_at_all(register)
        expect(msb("receive", "-r", register, "-k", keys, where), 1)
        got = holdings(register)
        assert got == wanted, (name, number, [pair for pair in zip(got, wanted) if pair[0] != pair[1]])
        result = expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0)
        assert '"leftovers": []' in result.out and '"findings": []' in result.out, (name, number, result)
        leftovers = [str(path) for place in (register, keys) for path in place.rglob("*.tmp")]
        assert not leftovers, (name, number, leftovers)
    print(f"# {killed} kills at {len(names)} different kinds of calls, of {len(calls)} calls: {sorted(names)}")
    assert killed >= KILLS, killed


run()
