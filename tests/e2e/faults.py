"""A seal and a receive in which one call fails: a write, a sync, a renaming or a closing, each in its turn, with a
broken disk and with a full one. Nothing stands half under its name, the failure is told, and a further run completes."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from parties import holdings, make_running_register, seal
from sigill_test import BUILD, environment, expect, msb, run, sigill, strace, strace_reads, test, tree

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "close", "ftruncate", "mkdir")
ERRORS = ["EIO"] if "ASAN_OPTIONS" in os.environ else ["EIO", "ENOSPC"]
if os.path.isdir("/dev/shm"):  # a file system in memory: the calls are the same, and none waits for a disk
    tempfile.tempdir = "/dev/shm"


class Run:
    """A program under strace, which follows only the process that was started."""

    def __init__(self, options, program, *args):
        done = subprocess.run([*strace(), "-qq", *options, BUILD / program, "--lang", "en", *args], env=environment(),
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()

    def __str__(self):
        return f"status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}"


def calls_of(directory, begin, program, *args):
    """The calls of an undisturbed run after the one that names `begin`: (name, its number among its kind). Where
    strace cannot read what they name, those after the loader's, which only opens and closes."""
    log = directory / "calls"
    done = Run(["-e", "trace=openat," + ",".join(CALLS), "-o", log], program, *args)
    assert done.status == 0, done
    seen, found, begun = {}, [], False
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(\w+)\(", line)
        if name is None:
            continue
        seen[name[1]] = seen.get(name[1], 0) + 1
        begun = begun or (begin in line if strace_reads() else name[1] not in ("openat", "close"))
        if begun and name[1] in CALLS:
            found.append((name[1], seen[name[1]]))
    return found


def faulty(name, number, error, program, *args):
    return Run(["-e", f"trace={name}", "-o", "/dev/null", "-e", f"inject={name}:error={error}:when={number}"],
               program, *args)


def no_temporaries(*places):
    left = [str(path) for place in places for path in place.rglob("*.tmp")]
    assert not left, left


def fresh(source, directory, *names):
    shutil.rmtree(directory, ignore_errors=True)
    return [Path(shutil.copytree(source / name, directory / name)) for name in names]


def told(result):
    """Exit status 3 and a sentence; or done all the same, where what failed did not matter."""
    assert result.status in (0, 3), result
    assert result.status == 0 or re.search("^sigill(-msb)?: ", result.err, re.M) or "io-error:" in result.out, result


# ---- seal ----

@test
def test_R2_seal_with_a_failing_call_leaves_no_bundle_or_a_whole_one(directory):
    source = directory / "source"
    source.mkdir()
    make_running_register(source)
    words = ["seal", source / "ankeborg.json", "--yes", "-k"]
    keys, = fresh(source, directory / "counted", "ankeborg")
    calls = calls_of(directory, "ankeborg.json", "sigill", *words, keys, "-o", directory / "counted" / "out.sigill")
    assert len(calls) > (20 if strace_reads() else 10), calls
    failed = 0
    for error in ERRORS:
        for name, number in calls:
            place = directory / "faulty"
            keys, register, authority = fresh(source, place, "ankeborg", "register", "msb")
            before = tree(place)
            bundle = place / "out.sigill"
            result = faulty(name, number, error, "sigill", *words, keys, "-o", bundle)
            told(result)
            no_temporaries(place)
            changed = {path for path, was in tree(place).items() if before.get(path) != was}
            assert changed <= {"out.sigill", "ankeborg/sealed.json"}, (name, number, changed, str(result))
            if result.status == 0:
                assert changed == {"out.sigill", "ankeborg/sealed.json"}, (name, number, str(result))
            else:
                failed += 1
            if bundle.exists():
                expect(msb("receive", "-r", register, "-k", authority, bundle), 0)
                bundle.unlink()
            expect(sigill(*words, keys, "-o", bundle), 0)
    print(f"# {failed} runs of {len(calls) * len(ERRORS)} failed and said so")
    assert failed >= len(calls) * len(ERRORS) // 4, failed


# ---- receive ----

@test
def test_R2_receive_with_a_failing_call_loses_nothing(directory):
    source = directory / "source"
    source.mkdir()
    make_running_register(source)
    bundle = seal(source, "ankeborg", source / "one.sigill")
    register, keys = fresh(source, directory / "counted", "register", "msb")
    calls = calls_of(directory, "register.lock", "sigill-msb", "receive", "-r", register, "-k", keys, bundle)
    wanted = holdings(register)
    assert len(calls) > 40 and [len(part) for part in wanted] == [1, 0, 1, 1], (calls, wanted)
    failed = 0
    for error in ERRORS:
        for name, number in calls:
            register, keys = fresh(source, directory / "faulty", "register", "msb")
            words = ["receive", "-r", register, "-k", keys, bundle]
            result = faulty(name, number, error, "sigill-msb", *words)
            told(result)
            no_temporaries(register, keys)
            assert not list((register / "incoming").iterdir()), (name, number, str(result))
            got = holdings(register)
            # originals, and receipts, of what is in the register, whole; or none
            assert got == wanted or got == ([], [], {}, {}) or got[:3] == wanted[:3] and not got[3], (name, number, got)
            if result.status == 0:
                assert got == wanted, (name, number, str(result))
            else:
                failed += 1
                again = msb(*words)
                expect(again, 1 if got[0] else 0, out_has="already-imported" if got[0] else "imported  ")
                assert holdings(register) == wanted, (name, number, again)
            checked = expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0)
            assert '"leftovers": []' in checked.out, (name, number, checked)
    print(f"# {failed} runs of {len(calls) * len(ERRORS)} failed and said so")
    assert failed >= len(calls) * len(ERRORS) // 4, failed


run()
