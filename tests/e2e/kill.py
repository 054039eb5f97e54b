"""A receive that is killed: whatever the call at which it ends, nothing is half there, and a further run completes
it. strace counts the calls of the process with the keys and kills it at one of them; nothing is slept.

KILL_BUNDLES files on the medium, KILL_MOMENTS calls, spread over the whole run (as `make torture` has them: 200 each); of what
init calls one of KILL_EVERY, and each of the last ones (1: each)."""
import os
import random
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from parties import flipped, holdings, make_keys, make_running_register, rows, seal
from sigill_test import BUILD, environment, expect, msb, run, strace, strace_reads, test

CALLS = ("openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "unlink", "close",
         "ftruncate", "mkdir", "flock", "fcntl")
BUNDLES = int(os.environ.get("KILL_BUNDLES", "12"))
EVERY = int(os.environ.get("KILL_EVERY", "5"))  # of the calls of init, the last ones apart
LAST = 30
KILLS = int(os.environ.get("KILL_MOMENTS", "60"))
LIMIT = 120 + BUNDLES  # seconds for one run
if os.path.isdir("/dev/shm"):  # a file system in memory: the calls are the same, and none waits for a disk
    tempfile.tempdir = "/dev/shm"


def medium(directory):
    """A folder of BUNDLES files: of twelve each, eight that are good, a copy of one, a changed, a cut, and one of an
    unknown organisation. -> the folder; how many are good, and how many will be kept apart"""
    where, kinds = directory / "medium", {"good": 0, "copy": 0, "changed": 0, "cut": 0, "unknown": 0}
    where.mkdir()
    for number in range(BUNDLES):
        kind = {2: "copy", 5: "changed", 8: "cut", 11: "unknown"}.get(number % 12, "good")
        path, kinds[kind] = where / f"{number:04}-{kind}.sigill", kinds[kind] + 1
        if kind == "good":
            seal(directory, ("ankeborg", "exempelby")[number % 2], path)
            good = path
        elif kind == "copy":
            shutil.copy(good, path)
        elif kind == "changed":
            flipped(good, path)
        elif kind == "cut":
            path.write_bytes(good.read_bytes()[:-5000])
        else:
            seal(directory, "gaseborg", path)
    return where, kinds["good"], kinds["changed"] + kinds["cut"] + kinds["unknown"]


def traced(options, *words):
    """Only the process with the keys is traced: what it starts is killed by its end."""
    return subprocess.run([*strace(), "-qq", *options, BUILD / "sigill-msb", *words],
                          env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, timeout=LIMIT)


def calls_of(directory, register, keys, where):
    """The calls of a run that nothing disturbs, each as (name, how many of that name came before, plus one), from
    where the register is opened; from the first one where strace cannot read which file a call is about."""
    log = directory / "calls"
    done = traced(["-e", "trace=" + ",".join(CALLS), "-o", log], "receive", "-r", register, "-k", keys, where)
    assert done.returncode == 1, done.stderr
    return calls_in(log, "register.lock")


def calls_in(log, begin):
    """The calls in a log of strace, from the first one that is about a file with that in its name."""
    seen, found, begun = dict.fromkeys(CALLS, 0), [], not strace_reads()
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(\w+)\(", line)
        if name is None:
            continue
        seen[name[1]] += 1
        begun = begun or begin in line
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


def moments(calls, count):
    """The run in that many equal parts; of each a few calls by chance (always the same), to be tried until one comes
    again."""
    chance = random.Random(20261122)
    parts = [calls[part * len(calls) // count:(part + 1) * len(calls) // count] for part in range(count)]
    return [chance.sample(part, min(len(part), 5)) for part in parts]


def killed_and_completed(source, directory, where, moment, wanted):
    """Whether the call came; if it did, the register after a further run is the wanted one."""
    name, number = moment
    register, keys = fresh(source, directory)
    done = traced(["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={number}"],
                  "receive", "-r", register, "-k", keys, where)
    if done.returncode != -9:
        return False
    whole_or_not_at_all(register)
    expect(msb("receive", "-r", register, "-k", keys, where), 1)
    got = holdings(register)
    assert got == wanted, (moment, [pair for pair in zip(got, wanted) if pair[0] != pair[1]])
    result = expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0)
    assert '"leftovers": []' in result.out and '"findings": []' in result.out, (moment, result)
    leftovers = [str(path) for place in (register, keys) for path in place.rglob("*.tmp")]
    assert not leftovers, (moment, leftovers)
    return True


@test
def test_R1_receive_killed_at_any_call_is_completed_by_a_further_run(directory):
    source = directory / "source"
    source.mkdir()
    register, keys, _ = make_running_register(source, strangers=["gaseborg"])
    where, good, bad = medium(source)
    register, keys = fresh(source, directory / "undisturbed")
    calls = calls_of(directory, register, keys, where)
    wanted = holdings(register)
    assert [len(part) for part in wanted] == [good, bad, good + bad, good + bad], wanted
    killed = [next((moment for moment in part if killed_and_completed(source, directory / "killed", where, moment, wanted)), None)
              for part in moments(calls, KILLS)]
    assert None not in killed, killed
    names = sorted({name for name, _ in killed})
    print(f"# {BUNDLES} files ({good} imported, {bad} kept apart), {len(calls)} calls: {len(killed)} kills at "
          f"{len(set(killed))} of them, of {len(names)} kinds: {', '.join(names)}")


# ---- init ----

def opens(register, keys):
    """Its key is the one that the head commits to, and it is whole."""
    assert expect(msb("list", "-r", register, "-k", keys, "--json"), 0, err="").out.strip() == "[]"
    expect(msb("fsck", "-r", register, "-k", keys), 0)


def init_killed(directory, keys_there):
    """At calls from where something is made: afterwards there is no register, and a further init makes one beside
    what the killed one left; or there is one that opens."""
    kept = make_keys(directory / "kept")
    place = directory / "place"
    register, keys, killed, made = place / "register", place / "keys", 0, 0
    words = ["init", "-r", register, "-k", keys, *([] if keys_there else ["--no-passphrase"])]

    def begin():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if keys_there:
            shutil.copytree(kept, keys)
    begin()
    log = directory / "calls"
    assert traced(["-e", "trace=" + ",".join(CALLS), "-o", log], *words).returncode == 0
    calls = calls_in(log, ".tmp")
    calls = calls[:-LAST:EVERY] + calls[-LAST:]
    for name, number in calls:
        begin()
        done = traced(["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={number}"], *words)
        assert done.returncode in (0, -9), done
        killed += done.returncode == -9
        made += register.exists()
        if not register.exists():
            expect(msb(*words), 0)
        opens(register, keys)
    assert killed >= len(calls) - 2 and 0 < made < killed, (killed, made, len(calls))
    print(f"# {killed} kills at {len(calls)} calls; after {made} of them there was a register")


@test
def test_R1_an_init_that_is_killed_leaves_nothing_or_a_register_that_opens(directory):
    init_killed(directory, keys_there=True)


@test
def test_R1_an_init_that_is_killed_leaves_no_half_of_its_keys(directory):
    init_killed(directory, keys_there=False)


run()
