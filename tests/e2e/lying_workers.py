"""Every subcommand that has a worker, with one that was taken over (S9). The programs are those that are shipped but for
isolate/serve.c (tests/hostile/): their workers are made by the real spawner, are in the real sandbox, and tell one lie."""
import contextlib
import functools
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

from parties import DATA, enrol, make_running_register, own, receive, rows, sealed, trust, written_secret
from sigill_test import (BUILD, TIMEOUT, Result, environment, expect, msb, program, run, sigill, skip_unless, strace, strace_reads, test,
                         tree, unchanged)

KEPT = tempfile.TemporaryDirectory(prefix="sigill-lying-")
# Builds whose workers are in the process itself have none that could lie.
CONFINED = not any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))
HONEST = "honest"
MUNICIPALITY = ["--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun"]  # whose the typical answers are


def with_worker(function):
    def check(directory):
        skip_unless(CONFINED, "the workers of this build are in the process itself")
        function(directory)
    check.__name__ = function.__name__
    return test(check)


# ---- the liars ----

@functools.cache
def liar(plan, name):
    """A program whose workers lie: which lie is the name of its directory."""
    path = Path(KEPT.name, plan, name)
    path.parent.mkdir(exist_ok=True)
    with contextlib.suppress(OSError):
        os.link(BUILD / "hostile" / name, path)
    if not path.exists():
        shutil.copy(BUILD / "hostile" / name, path)
    return path


@functools.cache
def plans(which):
    """The names of the plans in one of the lists of tests/unit/."""
    text = Path(f"tests/unit/fixture_hostile_{which}.c").read_text(encoding="utf-8")
    found = re.findall(r'\{\.name = "([^"]+)"(?:, \.(\w+) = )?', text)
    return {name: hook for name, hook in found}


@functools.cache
def world():
    """A register with one submission that has attachments, feedback on it, and a copy of the register."""
    directory = Path(KEPT.name, "world")
    directory.mkdir()
    register, keys, (party, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    attached = [word for path in (DATA / "small-edition.json", "README.md") for word in ("--attach", path)]
    bundle = Path(sealed(party, directory / "medium", *attached)["file"])
    expect(receive(register, keys, bundle), 0)
    entry, = json.loads(expect(msb("list", *where, "--json"), 0).out)
    expect(msb("feedback", *where, "212999-0004", "-o", directory / "feedback"), 0)
    feedback, = (directory / "feedback").iterdir()
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        database.execute("DELETE FROM answer_records")  # whose witness would stand for the original
    expect(msb("backup", *where, "-o", directory / "copy"), 0)
    return directory, bundle, entry["id"], feedback


class Place:
    """A copy of that world, in which a program with a lying worker runs."""

    def __init__(self, directory, plan):
        shutil.rmtree(directory / "place", ignore_errors=True)
        self.directory, self.plan = directory / "place", plan
        source, self.bundle, self.id, self.feedback = world()
        for name in ("register", "msb", "ankeborg", "copy"):
            shutil.copytree(source / name, self.directory / name)
        self.register, self.keys = self.directory / "register", self.directory / "msb"
        self.where = ["-r", self.register, "-k", self.keys]
        self.out = self.directory / "out"

    def msb(self, *words):
        return program(liar(self.plan, "sigill-msb"), *words)

    def open(self):
        return program(liar(self.plan, "sigill"), "open", self.feedback, "-k", self.directory / "ankeborg", "-o", self.out)

    def extract(self):
        return self.msb("extract", self.id, *self.where, "-o", self.out)

    def fsck(self):
        return self.msb("fsck", *self.where, "--json")

    def backup(self):
        return self.msb("backup", *self.where, "-o", self.out)

    def restore(self):
        return self.msb("restore", "--yes", self.directory / "copy", "-r", self.out, "-k", self.keys)


UNPACKING = [Place.open, Place.extract]
READING = [Place.fsck, Place.backup, Place.restore]


# What each refusal says, on standard error or among the findings: a sentence of ours, whatever the worker told.
FAILED = "the process that reads the bundle did not do its work and was ended"
CONTENT = "what came out of the bundle is not what the signed manifest promises"


def refuses(place, run_it, *words):
    """Status 1, one of these sentences, nothing on standard output, and nothing written: not even a directory that is
    being made. The head that a backup adds is no lie of a worker's."""
    before = tree(place.directory)
    result = run_it(place)
    expect(result, 1, out="")
    assert any(word in result.err for word in words), f"{place.plan}: {result}"
    assert "\x1b" not in result.err, result
    assert not place.out.exists(), f"{place.plan}: {result}"
    if run_it is not Place.backup:
        unchanged(place.directory, before)
    return result


# ---- the lies ----

DAMAGED = "what is sealed in it is not whole"
FORM = "its manifest is not in the form that this program reads"
SIGNED = "the signature does not hold"
SAID = {
    "damaged": DAMAGED, "members-refused-at-the-end": DAMAGED,
    "manifest-bytes": SIGNED, "no-manifest": SIGNED, "signature-bytes": "the signature of the trusted comment does not hold",
    "no-signature": "the signature is not in the form that sigill writes", "huge-payload": FAILED,
    "more-recipients": FORM, "strange-type": FORM, "strange-flag": FORM, "more-areas": FORM, "endless-name": FORM,
    "endless-everything": FORM, "more-files": "it holds more than a bundle may",
    **{f"{record}-byte-{word}": FAILED for record in ("size", "manifest") for word in ("less", "more")},
    "verdict-between-members": FAILED, "large-part-of-member": FAILED, "empty-part-of-member": FAILED,
    "end-amid-members": FAILED, "end-before-verdict": FAILED,
    "members-refused-for-nothing": FAILED, "members-failed-at-the-end": FAILED, "members-with-a-short-verdict": FAILED,
}
# What is no lie, since it is so.
TRUE = {("sender", Place.extract), ("sender", Place.fsck), ("sender", Place.backup), ("sender", Place.restore), ("type", Place.open)}
# A worker that dies, or makes a call that it has no right to, once it has the file key.
ENDS = {"crash": FAILED, "end": FAILED, "open": FAILED, "socket": FAILED, "memory": FAILED}


def lies():
    """plan -> (hook, sentence): of a worker's words and records, as far as these subcommands ask for them."""
    found = {name: ("at_once", said) for name, said in ENDS.items()}
    for which, otherwise in (("words", FAILED), ("records", CONTENT), ("members", CONTENT)):
        for name, hook in plans(which).items():
            if not hook.startswith("answers"):
                found[name] = hook, SAID.get(name, otherwise)
    return found


def name_of(run_it):
    return run_it.__name__


def amiss(place, run_it, sentence):
    """fsck, and those that run it first: the original is named, with the sentence; restore makes no register, and a copy
    that is amiss is said to be so."""
    before = tree(place.register)
    result = run_it(place)
    expect(result, 1, out_has=["manifest-mismatch", "originals/"])
    text = " ".join(result.out.split())
    assert sentence in text and "\x1b" not in result.out + result.err, f"{place.plan}: {result}"
    if run_it is Place.restore:
        assert not place.out.exists(), result
    if run_it is not Place.backup:
        unchanged(place.register, before)


@with_worker
def test_the_lists_of_lies_are_read_whole(directory):
    found = lies()
    assert len(plans("members")) >= 24 and len(found) > 59, found
    assert {"first-member-changed", "one-member-more", "id", "revoked"} <= set(found) and set(SAID) <= set(found), found


@with_worker
def test_with_an_honest_worker_the_programs_do_what_they_do(directory):
    """So that what is refused below is refused for the lie."""
    for run_it in UNPACKING + READING:
        expect(run_it(Place(directory, HONEST)), 0)


def lying_tests():
    for run_it in UNPACKING:
        def unpacks(directory, run_it=run_it):
            for plan, (_, sentence) in lies().items():
                if (plan, run_it) not in TRUE:
                    refuses(Place(directory, plan), run_it, sentence)
        unpacks.__name__ = f"test_S9_{name_of(run_it)}_believes_no_lie"
        with_worker(unpacks)
    for run_it in READING:
        def reads(directory, run_it=run_it):
            for plan, (hook, sentence) in lies().items():
                if hook != "members" and (plan, run_it) not in TRUE:
                    amiss(Place(directory, plan), run_it, sentence)
        reads.__name__ = f"test_S9_{name_of(run_it)}_believes_no_lie"
        with_worker(reads)


lying_tests()


@with_worker
def test_S9_what_receive_is_told_of_members_is_not_asked_for(directory):
    """It asks for the answers, and imports what these are."""
    for plan in ("first-member-changed", "no-members"):
        place = Place(directory, plan)
        result = expect(place.msb("receive", *place.where, place.bundle, "--json"), 1)
        assert json.loads(result.out)["reason"] == "already-imported", result


@with_worker
def test_S9_a_worker_that_hangs_holds_up_no_other_import(directory):
    """What is larger than the attacked bundle is served honestly, whatever the plan (tests/unit/fixture_hostile.h)."""
    register, keys, (party, _) = make_running_register(directory)
    medium, noise = directory / "medium", directory / "noise"
    medium.mkdir()
    noise.write_bytes(os.urandom(300000))
    for name in ("a", "b", "c"):
        made = sealed(party, directory / name, *(["--attach", noise] if name != "b" else []))["file"]
        shutil.move(made, medium / f"{name}.sigill")
    command = [liar("wait", "sigill-msb"), "receive", "-r", register, "-k", keys, "--json", medium]
    running = subprocess.Popen([str(word) for word in command], env=environment(), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    imported = [(0,)]
    while imported == [(0,)] and running.poll() is None:
        imported = rows(register, "SELECT count(*) FROM submissions")
        time.sleep(0.02)
    out, _ = running.communicate(timeout=TIMEOUT)
    lines = [json.loads(line) for line in out.splitlines()]
    assert imported == [(1,)] and running.returncode == 1, (imported, lines)
    assert [line["reason"] for line in lines] == [None, "worker-failed", None], lines
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@with_worker
def test_S9_a_worker_that_lies_costs_no_other_import(directory):
    """Among others that are opened at the same time and wait for one commit; every lie that receive can be told is among those of
    tests/unit/test_isolation.c, and here some of each list."""
    register, keys, (party, _) = make_running_register(directory)
    medium, noise = directory / "medium", directory / "noise"
    medium.mkdir()
    noise.write_bytes(os.urandom(300000))
    for name in "abcdef":
        made = sealed(party, directory / name, *(["--attach", noise] if name not in "cd" else []))["file"]
        shutil.move(made, medium / f"{name}.sigill")
    for plan in [*ENDS, *list(plans("words"))[::5], *list(plans("records"))[::7]]:
        there = directory / "there"
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(register, there / "register")
        shutil.copytree(keys, there / "keys")
        where = ["-r", there / "register", "-k", there / "keys"]
        result = expect(program(liar(plan, "sigill-msb"), "receive", *where, "--json", medium), 1)
        lines = [json.loads(line) for line in result.out.splitlines()]
        assert [Path(line["file"]).stem for line in lines] == list("abcdef"), (plan, lines)
        assert [line["verdict"] == "imported" for line in lines] == [name not in "cd" for name in "abcdef"], (plan, lines)
        assert not list((there / "register" / "incoming").iterdir()), plan
        expect(msb("fsck", *where), 0)


@with_worker
def test_S9_subcommands_without_a_worker_ask_none(directory):
    """What is chosen, answered or sealed anew is what rests in the register under its key: a worker that dies at once
    changes nothing of it."""
    for words in (["list"], ["show"], ["audit"], ["choose"], ["feedback", "212999-0004"], ["rewrap"]):
        told = []
        for plan in (HONEST, "crash"):
            place = Place(directory, plan)
            more = {"show": [place.id], "choose": [place.id], "feedback": ["-o", place.out], "rewrap": ["--to", place.keys]}
            result = expect(place.msb(*words, *place.where, *more.get(words[0], [])), 0)
            told.append((re.sub("(?:[0-9]{5}-){3}[0-9]{5}", "", result.out), result.err))
        assert told[0] == told[1], told



def order(directory, secret, name, *words):
    """Where the spawner is executed, and where the passphrase is opened, in a list of calls."""
    trace = directory / "trace"
    command = [str(word) for word in (*strace(), "-f", "-o", trace, "-e", "trace=execve,openat", BUILD / name, "--lang", "en", *words,
                                      "--passphrase-file", secret)]
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=TIMEOUT)
    expect(Result(command, done.returncode, done.stdout, done.stderr), 0)
    lines = trace.read_text(errors="replace").splitlines()
    return ([at for at, line in enumerate(lines) if "execve(" in line and "worker-spawner" in line],
            [at for at, line in enumerate(lines) if "openat(" in line and f'{secret}"' in line])


@with_worker
def test_S9_the_spawner_runs_before_any_passphrase_is_read(directory):
    """In every subcommand that has workers: what is forked later never saw it."""
    skip_unless(strace_reads(), "neither root nor a user namespace: what the processes do cannot be seen")
    secret = written_secret(directory / "secret")
    words = ["--passphrase-file", secret]
    register, keys, party, medium = (directory / name for name in ("register", "msb", "party", "medium"))
    where = ["-r", register, "-k", keys]
    expect(msb("init", *where, *words), 0)
    expect(msb("card", "-k", keys, "--name", "MSB", *words), 0)
    expect(sigill("keygen", "-k", party, *words), 0)
    expect(sigill("card", "-k", party, *MUNICIPALITY, *words), 0)
    expect(trust(party, own(keys)), 0)
    expect(enrol(register, keys, own(party), *words), 0)
    medium.mkdir()
    expect(sigill("seal", DATA / "typical-municipality.json", "-k", party, "--yes", "-o", medium, *words), 0)
    found = {"receive": order(directory, secret, "sigill-msb", "receive", *where, medium)}
    entry, = json.loads(expect(msb("list", *where, "--json", *words), 0).out)
    expect(msb("feedback", *where, entry["number"], "-o", directory / "answer", *words), 0)
    answer, = (directory / "answer").iterdir()
    found["open"] = order(directory, secret, "sigill", "open", answer, "-k", party, "-o", directory / "opened")
    found["extract"] = order(directory, secret, "sigill-msb", "extract", entry["id"], *where, "-o", directory / "extracted")
    found["fsck"] = order(directory, secret, "sigill-msb", "fsck", *where)
    found["backup"] = order(directory, secret, "sigill-msb", "backup", *where, "-o", directory / "copy")
    found["restore"] = order(directory, secret, "sigill-msb", "restore", "--yes", directory / "copy", "-r", directory / "new", "-k", keys)
    for name, (spawned, opened) in found.items():
        assert len(spawned) == 1 and opened and spawned[0] < min(opened), (name, spawned, opened)


run()
