"""A register that holds the generated population (tests/population)."""
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Edition  # noqa: E402
from count_groups import benchmark, members, round_of  # noqa: E402
from generate import EDITION, ROUNDS, generate, write  # noqa: E402
from parties import make_register  # noqa: E402
from sigill_test import BUILD, expect, msb  # noqa: E402


class World:
    """A register that holds a population's submissions, written by tests/tools/fill_register.c, and keeps the editions of these
    files."""

    def __init__(self, directory, population=None, editions=()):
        self.edition, self.population = Edition(EDITION), population or generate()
        self.benchmarks = {}
        self.register, self.keys = make_register(directory)
        self.files = directory / "all"
        write(self.population, self.files)
        subprocess.run([BUILD / "tools/fill_register", self.register, self.keys, self.files / "submissions.tsv", "0", *editions],
                       check=True)
        for path in editions:
            self.does("edition", "add", path)

    def does(self, *words):
        return expect(msb(words[0], "-r", self.register, "-k", self.keys, *words[1:]), 0)

    def says(self, *words):
        return json.loads(self.does(words[0], "--json", *words[1:]).out)

    def declare(self):
        """The rounds, and the list of the first; gives {round: (list or None, members)}."""
        for name, (opens, closes) in ROUNDS.items():
            self.does("round", name, "--edition", self.edition.id, "--opens", opens, "--closes", closes)
        first, second = ROUNDS
        self.does("population", self.files / "population.csv", "--round", first)
        return {first: (self.population.asked, self.members(first, self.population.asked)),
                second: (None, self.members(second, None))}

    def members(self, name, asked):
        sent = [one for one in self.population.submissions if round_of(ROUNDS, one.arrived) == name]
        return members(self.edition, sent, asked, ROUNDS[name][1])

    def group_name(self, group):
        """The edition's word for a group's id."""
        wording = json.loads(EDITION.read_text(encoding="utf-8"))["wording"]
        return next(one["name"] for one in wording["groups"] if one["id"] == group)

    def benchmark_of(self, group, chosen):
        """The result of a benchmark as a score, counted once for each group and number of members."""
        key = group, len(chosen)
        if key not in self.benchmarks:
            _, self.benchmarks[key] = benchmark(self.edition, chosen)
            for area in self.benchmarks[key]["areas"]:
                del area["measures"]
        return self.benchmarks[key]


def opened_feedback(world, bundle):
    """Page, JSON and plan of a feedback bundle, as bytes. The tool that filled the register enrolled everyone with the
    authority's own key."""
    plain = subprocess.run([BUILD / "tools/age_tool", "decrypt", "-i", world.keys / "receive.key"], check=True,
                           input=bundle.read_bytes(), stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(plain)) as frame:
        payload = frame.extractfile("payload.tar.gz").read()
    with tarfile.open(fileobj=io.BytesIO(payload)) as files:
        return [files.extractfile(f"attachments/{number:03}").read() for number in (1, 2, 3)]


def members_of(world, name):
    return world.members(name, world.population.asked if name == "2021" else None)


def fed(world, directory, name, *words):
    """{number: (page, JSON)} of all feedback of a round."""
    expect(msb("card", "-k", world.keys, "--name", "Myndigheten", "--force"), 0)
    world.does("feedback", "--all", "--round", name, "-o", directory / name, *words)
    found = {}
    for path in sorted((directory / name).glob("*.sigill")):
        page, said, _ = opened_feedback(world, path)
        found[path.stem] = page.decode(), json.loads(said)
    return found


_shared = []


def shared_world():
    """The register with its rounds, made once for the tests of a suite, which leave it as it is."""
    if not _shared:
        directory = tempfile.TemporaryDirectory(prefix="sigill-test-")
        made = World(Path(directory.name))
        made.declare()
        _shared.extend((made, directory))
    return _shared[0]
