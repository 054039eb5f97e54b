"""A register with municipalities whose answers come to what SKR printed of its questionnaire of 2019 (tests/population)."""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from generate import write  # noqa: E402
from parties import make_register  # noqa: E402
from sigill_test import BUILD, expect, msb  # noqa: E402
from skr_count import Fields  # noqa: E402
from skr_population import FILE, generate  # noqa: E402

ROUND, OPENS, CLOSES = "2019", "2019-03-25", "2019-05-03"
WORDS = ("--edition", FILE)


class SkrWorld:
    """A register with everybody's answers, of one reading of what was printed, and the list of those who were asked."""

    def __init__(self, directory, reading="response"):
        directory.mkdir(exist_ok=True)
        self.population, self.edition = generate(reading), Fields(FILE)
        self.register, self.keys = make_register(directory)
        self.files = directory / "all"
        write(self.population, self.files)
        subprocess.run([BUILD / "tools/fill_register", self.register, self.keys, self.files / "submissions.tsv", "0", FILE], check=True)
        self.place = ("-r", self.register, "-k", self.keys, *WORDS)
        expect(msb("round", ROUND, *self.place, "--opens", OPENS, "--closes", CLOSES), 0)
        expect(msb("population", *self.place, self.files / "population.csv", "--round", ROUND), 0)

    @property
    def everyone(self):
        return [submission.answers["answers"] for submission in self.population.submissions]

    def runs(self, command, *words, **how):
        return msb(command, *self.place, *words, **how)

    def says(self, command, *words):
        return json.loads(expect(self.runs(command, "--json", *words), 0).out)
