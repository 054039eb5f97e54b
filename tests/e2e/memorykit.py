"""What the suite on want of memory runs: every subcommand of both programs, in a place where it has all that it
needs, and the runs themselves, of which an allocation fails.

Random bytes and the clock are the same in every run, so that an undisturbed one can be compared with to the byte."""
import functools
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
import time
from pathlib import Path

from authoritykit import kit, rounds
from bundlekit import preloaded
from parties import enrol, flipped, make_authority, make_keys, make_party, make_register, own, receive, told, trust
from roundkit import answers_of, number_of
from sigill_test import BUILD, DATA, TIMEOUT, command_line, environment, expect, msb, sigill

MEMBERS = 6  # as many as a published benchmark needs, and one
NOW = int(time.time()) + 3600


def shared():
    """A file system in memory, where there is one: thousands of runs wait for no disk."""
    return "/dev/shm" if os.path.isdir("/dev/shm") else None


# ---- the place ----

def make_place(directory):
    """A register in use, the keys of its authority and of six organisations, and files to work with."""
    directory.mkdir()
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    medium = directory / "medium"
    medium.mkdir()
    for place in range(MEMBERS):
        party = make_party(directory / f"org{place}", "--name", f"Ort {place}", "--number", number_of(place), "--group",
                           "kommun")
        expect(trust(party, own(keys)), 0)
        answers = answers_of(place, "kommun")
        (directory / f"{place}.json").write_text(json.dumps(answers), encoding="utf-8")
        expect(enrol(register, keys, own(party)), 0)
        expect(sigill("seal", directory / f"{place}.json", "-k", party, "--yes", "-o", medium / f"{place}.sigill"), 0)
    expect(sigill("seal", directory / "0.json", "-k", directory / "org0", "--yes", "--supersedes", "none", "-o",
                  medium / "again.sigill"), 0)
    expect(receive(register, keys, medium), 0)
    expect(msb("round", "2021", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2020-01-01",
               "--closes", "2999-12-31"), 0)
    expect(msb("round", "1999", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "1999-01-01",
               "--closes", "1999-12-31"), 0)
    list_population(directory, register, keys)
    more(directory, register, keys)


def list_population(directory, register, keys):
    rows = [f"{number_of(place)};Ort {place};kommun;{'Kalmar' if place % 2 else 'Skåne'}" for place in range(MEMBERS + 2)]
    (directory / "population.csv").write_text("\n".join(["nummer;namn;grupp;län", *rows]) + "\n", encoding="utf-8")
    expect(msb("population", directory / "population.csv", "-r", register, "-k", keys), 0)


def more(directory, register, keys):
    """What single subcommands need."""
    expect(msb("texts", "-r", register, "-k", keys, "-o", directory / "texts.xlsx"), 0)
    expect(msb("feedback", number_of(0), "-r", register, "-k", keys, "-o", directory / "fed"), 0)
    expect(msb("benchmark", "--all", "--publish", "--round", "2021", "-r", register, "-k", keys), 0)
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    receipts = sorted((register / "receipts").iterdir())
    digest = hashlib.blake2b((directory / "medium/0.sigill").read_bytes(), digest_size=32).hexdigest()
    shutil.copy(next(path for path in receipts if path.name.startswith(digest)), directory / "0.kvittens")
    listed = json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out)
    of_first = [entry["id"] for entry in listed if entry["number"] == number_of(0)]
    (directory / "ids.json").write_text(json.dumps(of_first))
    make_keys(directory / "blank")
    stranger = make_party(directory / "stranger", "--name", "Ort 7", "--number", number_of(7), "--group", "kommun")
    expect(trust(stranger, own(keys)), 0)
    (directory / "stranger.csv").write_text(f"{number_of(7)};{told(own(stranger))};stranger/own.card\n")
    other = make_authority(directory / "other", "Annan myndighet")
    expect(trust(directory / "org0", own(other)), 0)  # whose key is then tried first for a receipt
    (directory / "told.json").write_text(json.dumps({"stranger": told(own(stranger)), "other": told(own(other)),
                                                     "msb": told(own(keys))}))
    incoming = directory / "incoming"
    incoming.mkdir()
    (directory / "attached.txt").write_text("protokoll\n" * 2000)
    expect(sigill("seal", directory / "1.json", "-k", directory / "org1", "--yes", "--attach", directory / "attached.txt",
                  "-o", incoming / "new.sigill"), 0)
    flipped(incoming / "new.sigill", incoming / "damaged.sigill")
    (incoming / "none.sigill").write_text("no bundle")
    shutil.copy(own(stranger), incoming / "card.card")
    shutil.copy(DATA / "typical-municipality.json", directory / "typical.json")
    expect(sigill("gap", directory / "typical.json", "-o", directory / "plan.xlsx"), 0)
    expect(sigill("convert", directory / "typical.json", "-o", directory / "form.xlsx"), 0)
    faulty = json.loads((DATA / "typical-municipality.json").read_text())
    faulty["answers"]["1"] = {"yes": ["z"]}
    faulty["answers"]["999"] = {"no": True}
    (directory / "faulty.json").write_text(json.dumps(faulty), encoding="utf-8")
    shutil.copy("docs/examples/target-foreskrift.json", directory / "target.json")
    shutil.copy("tests/data/small-edition.json", directory / "edition.json")
    shutil.copy("tests/data/fortsattning-2023.json", directory / "next.json")
    shutil.copy(DATA / "benchmarks.json", directory / "benchmarks.json")
    (directory / "published.kit").write_bytes(kit(keys, [("round.json", rounds(opens="2020-01-01", closes="2999-12-31"))]))


# ---- the runs ----

HEAD = struct.Struct("8Q")
TAKEN = struct.Struct("2Q")
ROLES = ("main", "spawner", "worker")
ROOM = 400000  # allocations of a run of which is noted where they came from


@functools.cache
def libraries():
    return " ".join(str(preloaded(name)) for name in ("failing_alloc", "fixed_random", "fake_clock"))


class Done:
    """How a run ended: status, out, err; counted: how many allocations in each role; failed: how many of them failed."""

    def __init__(self, status, out, err, plan):
        self.status, self.out, self.err = status, out, err
        *_, self.failed, main, spawner, worker, _ = HEAD.unpack(plan[:HEAD.size])
        self.counted = (main, spawner, worker)

    def __str__(self):
        return (f"status {self.status}, {self.failed} of {self.counted} failed\n--- out\n{self.out.decode(errors='replace')}"
                f"\n--- err\n{self.err.decode(errors='replace')}")


class Place:
    """A copy of the fixture in which subcommands run, with paths that are relative to it."""

    def __init__(self, fixture):
        self.fixture = fixture
        self.holder = tempfile.TemporaryDirectory(prefix="sigill-memory-", dir=shared())
        self.directory = Path(self.holder.name) / "place"
        self.plan = Path(self.holder.name) / "plan"
        self.before = None
        self.reset()

    def reset(self):
        if self.before is not None and self.look() == self.before:
            return
        shutil.rmtree(self.directory, ignore_errors=True)
        shutil.copytree(self.fixture, self.directory, symlinks=True)
        self.before = self.before or self.look()

    def look(self):
        """Everything in it: path -> digest; None for a directory."""
        found = {}
        for directory, names, files in os.walk(self.directory):
            inside = os.path.relpath(directory, self.directory)
            found.update((os.path.normpath(f"{inside}/{name}"), None) for name in names)
            for name in files:
                with open(f"{directory}/{name}", "rb") as file:
                    content = hashlib.blake2b(file.read(), digest_size=16).hexdigest()
                found[os.path.normpath(f"{inside}/{name}")] = content
        return found

    def changes(self):
        """What is not as it was: path -> digest, or "gone". What SQLite keeps beside a database that was not closed,
        and itself takes up again, is no change."""
        now = self.look()
        names = [name for name in {*now, *self.before} if now.get(name, "gone") != self.before.get(name, "gone")]
        return {name: now.get(name, "gone") for name in names if not re.search(r"register\.db-(wal|shm|journal)$", name)}

    def run(self, program, words, role=0, at=0, later=False, room=0):
        """With the allocation of number `at` in that role failing, and all that follow if `later`; at 0: none."""
        with open(self.plan, "wb") as file:
            file.write(HEAD.pack(role, at, later, 0, 0, 0, 0, room))
            file.truncate(HEAD.size + TAKEN.size * room)
        env = environment({"LD_PRELOAD": libraries(), "FAKE_CLOCK": str(NOW), "FAILING_ALLOC": str(self.plan)})
        done = subprocess.run(command_line(program, words, "en"), cwd=self.directory, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, timeout=TIMEOUT)
        return Done(done.returncode, done.stdout, done.stderr, self.plan.read_bytes())

    def taken(self):
        """Of the allocations of the last run, in their order: role, and what stands for the calls that led there."""
        content = self.plan.read_bytes()
        *_, main, spawner, worker, room = HEAD.unpack(content[:HEAD.size])
        assert main + spawner + worker <= room, "more allocations than are noted"
        return [TAKEN.unpack_from(content, HEAD.size + TAKEN.size * i) for i in range(main + spawner + worker)]

    def close(self):
        self.holder.cleanup()


def subcommands(program):
    """The names in its --help."""
    shown = expect(sigill("--help") if program == "sigill" else msb("--help"), 0).out
    return re.findall(r"^  ([a-z][a-z-]+)  ", shown, re.M)
