"""What commands say of registers with made-up populations, for the claims of the report of 2021 (claims_commands.py)."""
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from claims_answers import BEST, answered, answers_of_seven  # noqa: E402
from compilationkit import NAMES, data  # noqa: E402
from count_answers import Edition  # noqa: E402
from generate import EDITION, Population, Submission  # noqa: E402
from organisations import organisations  # noqa: E402
from published import document, published  # noqa: E402
from sigill_test import expect, sigill  # noqa: E402
from splitmix import SplitMix  # noqa: E402
from worldkit import World  # noqa: E402


class Programs:
    """Registers with the made-up population and with seven organisations, and what commands say of them."""

    def __init__(self, directory):
        self.directory, self.edition = directory, Edition(EDITION)
        self.worlds, self.results, self.ran = {}, {}, []

    def world(self, name):
        if name not in self.worlds:
            place = self.directory / name
            place.mkdir()
            self.worlds[name] = World(place, published() if name == "all" else seven(self.edition, name))
            self.worlds[name].declare()
        return self.worlds[name]

    def says(self, command, *words, world="all"):
        """A command's JSON, run once."""
        key = command, *map(str, words), world
        self.note(" ".join([command, *map(str, words)]).replace(str(self.directory) + "/", ""))
        if key not in self.results:
            self.results[key] = self.world(world).says(command, "--round", "2021", *words)
        return self.results[key]

    def note(self, command):
        if command not in self.ran:
            self.ran.append(command)

    def stats(self, group=None):
        return next(row for row in self.says("stats")["groups"] if row["group"] == (None if group == "all" else group))

    def report(self):
        """The directory of the report, made once."""
        where = self.directory / "rapport"
        self.note(f"report --target foreskrift -o rapport")
        if not where.exists():
            self.world("all").does("report", "--round", "2021", "--target", "foreskrift", "-o", where)
            self.tables = data(where)
        return where

    def table(self, file):
        """The rows below the headings of one of its tables."""
        self.report()
        self.note(f"{file}.csv")
        return self.tables[file][1:]

    def page(self, group):
        """What stands on the page below the table of area points of a group."""
        text = (self.report() / "rapport.html").read_text(encoding="utf-8")
        start = re.search(rf"<caption>[^<]*{NAMES[group]}: area points", text).end()
        return text[start:text.index("<caption>", start)]

    def part(self, identity):
        """What stands on the page below a heading, up to the next one of its level or above."""
        text = (self.report() / "rapport.html").read_text(encoding="utf-8")
        level, start = re.search(rf'<h([2-6])[^>]* id="{identity}">', text).group(1), text.index(f' id="{identity}">')
        end = re.search(rf"<h[2-{level}][ >]", text[start:])
        return text[start:start + end.start()] if end else text[start:]

    def counts(self, group, question):
        row = next(row for row in self.says("counts")["groups"] if row["group"] == group)
        return next(one for one in row["questions"] if one["id"] == question)

    def typical(self, name):
        group = name.removesuffix("_30_best")
        return self.says("benchmark", "--group", group, *([] if name == group else ["--best", BEST]))

    def score(self, points, unsure=()):
        """The result of made answers."""
        self.note("sigill score")
        path = self.directory / "made.json"
        path.write_text(json.dumps(whole(self.edition, answered(self.edition, points, unsure).document["answers"])), encoding="utf-8")
        return json.loads(expect(sigill("score", "--json", path), 0).out)


def whole(edition, answers):
    organisation = organisations(SplitMix(1), "kommun", 1)[0]
    return document(edition.model, SplitMix(1), organisation, answers, True, ("", ""))


def seven(edition, name):
    """Seven made-up organisations of a worked example, and nobody else."""
    population, random = Population(), SplitMix(7)
    population.asked = organisations(random, "kommun", 7)
    for member, answers in zip(population.asked, answers_of_seven(name)):
        population.submissions.append(Submission(member, document(edition.model, random, member, answers, True, ("", "")), "2021-06-01"))
        population.submissions[-1].name = f"{member.number}-1"
    return population
