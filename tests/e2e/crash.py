"""Kills and failures of the system at many places of receiving and sealing: what is left is whole or
not there, and the next run completes (R1, R2). Needs strace, which makes system calls fail."""
import json
import os
import resource
import shutil
import signal
import subprocess

from bundlekit import Bundle, digest, listed, preload, receive, world
from failingkit import receipts, traced
from sigill_test import BUILD, environment, expect, msb, run, sigill, test, tree

# The calls by which receiving changes the disk. Each is let fail, or is the last one made, at its
# first, second, ... place.
MOST_PLACES = 100
# In a sanitized build, which is slow, after the first places one of so many.
EACH, EVERY = 6, 4 if "ASAN_OPTIONS" in os.environ else 1
LOADER_FAILED = 127  # the program did not even start


class Load:
    """Two bundles on a medium, and the register as it is when they have been received undisturbed."""

    def __init__(self, directory):
        self.directory, self.medium = directory, directory / "medium"
        bundles = [Bundle(world(), "ankeborg"), Bundle(world(), "exempelby")]
        self.sealed = {bundle.id: digest(bundle.sealed) for bundle in bundles}
        self.bytes = {digest(bundle.sealed): bundle.sealed for bundle in bundles}
        for bundle in bundles:
            bundle.write(self.medium, f"{bundle.id}.sigill")

    def fresh(self):
        shutil.rmtree(self.directory / "register", ignore_errors=True)
        return world().copy(self.directory)

    def words(self, register):
        return ["receive", "-r", register, "-k", world().authority.keys, self.medium]

    def is_whole(self, register, after_a_kill):
        """Each bundle is there with its original or not at all; nothing speaks of one that is not."""
        here = {self.sealed[entry["id"]] for entry in listed(world(), register)}
        originals = {path.stem: path.read_bytes() for path in (register / "originals").glob("*.sigill")}
        assert here <= set(originals), "a row without its original"
        assert all(self.bytes[name] == content for name, content in originals.items()), "an original that is not whole"
        assert {name for name, verdict in receipts(register).items() if verdict == "imported"} <= here
        assert not any((register / "quarantine").iterdir())
        if not after_a_kill:
            assert set(originals) == here, "an original without its row"
            assert not [name for name in tree(register) if name.endswith(".tmp")]

    def completes(self, register):
        """One more run, and all is as if nothing had been."""
        result = receive(world(), register, self.medium)
        assert result.status in (0, 1), result
        assert all(line["reason"] in (None, "already-imported") for line in result.lines), result
        assert {self.sealed[entry["id"]] for entry in listed(world(), register)} == set(self.bytes)
        assert receipts(register) == dict.fromkeys(self.bytes, "imported")
        names = set(tree(register)) - {"register.db-wal", "register.db-shm"}
        wanted = {f"{folder}/{sealed}.{suffix}" for sealed in self.bytes
                  for folder, suffix in (("originals", "sigill"), ("receipts", "kvittens"))}
        assert {name for name in names if "/" in name} == wanted, names
        self.is_whole(register, False)


def every_place(load, call, how, check):
    """Runs receive with the call altered at its first place, its second, and so on. -> the exit statuses"""
    seen = []
    for place in [*range(1, EACH + 1), *range(EACH + 1, MOST_PLACES + 1, EVERY)]:
        register = load.fresh()
        status, failed, said = traced(f"{call}:{how}:when={place}", load.directory / "trace", "sigill-msb", *load.words(register))
        if status != -signal.SIGKILL and not failed:
            break
        try:
            check(register, status, said)
            load.completes(register)
        except AssertionError as error:
            raise AssertionError(f"{call} at place {place}, exit status {status}: {error}\n{said}") from error
        seen.append(status)
    return seen


def killed_at(call):
    def check(directory):
        load = Load(directory)

        def judge(register, *_):
            load.is_whole(register, True)
        assert every_place(load, call, "signal=KILL", judge), f"receive makes no {call}"
    check.__name__ = f"test_R1_killed_at_every_{call}"
    test(check)


def failing_at(call, error):
    def check(directory):
        load = Load(directory)

        def judge(register, status, said):
            assert status in (0, 3, LOADER_FAILED), "the wrong status"
            assert status == 0 or said or call == "write", "failed without a word"
            load.is_whole(register, False)
        assert 3 in every_place(load, call, f"error={error}", judge), f"no failing {call} was told of"
    check.__name__ = f"test_R2_{call}_fails_with_{error}"
    test(check)


@test
def test_R2_a_failed_close_is_noticed(directory):
    load, seen = Load(directory), []
    for place in range(1, 30):
        register = load.fresh()
        result = msb(*load.words(register), env=preload("failing_close", FAILING_CLOSE_UNDER=register, FAILING_CLOSE_AT=place))
        assert result.status in (0, 3), result
        load.is_whole(register, False)
        load.completes(register)
        seen.append(result.status)
    assert seen.count(3) >= 4 and seen[-1] == 0, seen


# ---- a full disk ----

def within(size, *words):
    """Runs sigill-msb with files limited to that size, the nearest to a full disk that needs no rights."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    command = [str(word) for word in (BUILD / words[0], "--lang", "en", *words[1:])]
    return subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, preexec_fn=limit, restore_signals=False, timeout=120)


@test
def test_R2_a_full_disk_imports_nothing_by_halves(directory):
    load, seen = Load(directory), []
    for size in range(0, 260000, 12000):
        register = load.fresh()
        done = within(size, "sigill-msb", *load.words(register))
        assert done.returncode in (0, 3), done
        load.is_whole(register, False)
        load.completes(register)
        seen.append(done.returncode)
    assert seen.count(3) > 4 and seen[-1] == 0, seen


# ---- sealing ----

def sealing(directory):
    """A key directory of one's own, answers, and the words that seal them into an empty folder."""
    keys = directory / "keys"
    shutil.copytree(world().ankeborg.keys, keys)
    answers = world().answers_file(world().ankeborg, directory)
    (directory / "out").mkdir()
    return ["seal", answers, "-k", keys, "--yes", "-o", directory / "out" / "bundle.sigill"]


def sealing_fails_at(call, error):
    def check(directory):
        words, out, seen = sealing(directory), directory / "out", []
        for place in range(1, MOST_PLACES + 1):
            status, failed, said = traced(f"{call}:error={error}:when={place}", directory / "trace", "sigill", *words)
            left = sorted(path.name for path in out.iterdir())
            for path in out.iterdir():
                path.unlink()
            if not failed:
                break
            seen.append(status)
            # all was well but for the last words, or for the journal
            told = status == 0 or "standard output" in said or "could not be noted in the journal" in said
            assert status in (0, 3, LOADER_FAILED), (place, status, said)
            assert left == (["bundle.sigill"] if told else []), (place, status, left, said)
        assert 3 in seen, f"no failing {call} was told of"
        expect(sigill(*words), 0)
        result = expect(receive(world(), world().copy(directory), out), 0)
        assert [line["verdict"] for line in result.lines] == ["imported"]
    check.__name__ = f"test_R2_sealing_when_{call}_fails_with_{error}"
    test(check)


for name in ("pwrite64", "fsync", "write", "rename", "unlink", "fdatasync", "ftruncate"):
    killed_at(name)
for name, number in (("write", "ENOSPC"), ("write", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fsync", "EIO"),
                     ("rename", "EIO"), ("rename", "ENOSPC")):
    failing_at(name, number)
for name, number in (("write", "ENOSPC"), ("pwrite64", "ENOSPC"), ("fsync", "EIO"), ("renameat2", "EIO")):
    sealing_fails_at(name, number)
run()
