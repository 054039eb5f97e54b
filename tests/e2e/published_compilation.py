"""What leaves the authority with `sigill-msb report --publish`: every file of it, in both forms, says what `stats`, `benchmark` and
`cooperate` publish and nothing else, and nothing of single organisations.

Those commands are attacked in rounded.py and population.py, so that whatever follows from the report has been tried there.
PUBLISHED_ROUNDS says how many small rounds by chance are tried (`make torture`: 100)."""
import html
import json
import os
import re
import zipfile
from pathlib import Path

from compilationkit import differences, expected_published
from figurekit import Page
from generate import generate, small
from published import published
from sigill_test import expect, msb, refused, run, test, tree
from worldkit import World

COUNT = int(os.environ.get("PUBLISHED_ROUNDS", "2"))
FORMS = ("rounded", "hidden")
BEST = 10
TEXT = "Lavinhunden hade ledigt hela hösten."


class Public:
    """A population in a register, and its published reports."""

    def __init__(self, directory, population):
        directory.mkdir()
        self.directory, self.world = directory, World(directory, population)
        self.world.declare()

    def run(self, command, form, *words):
        return msb(command, "-r", self.world.register, "-k", self.world.keys, "--round", "2021", f"--publish={form}", "--again", *words)

    def said(self, command, form, *words):
        done = self.run(command, form, "--json", *words)
        return json.loads(done.out) if done.status == 0 else None

    def report(self, form):
        where = self.directory / form
        if not where.exists():
            expect(self.run("report", form, "--best", BEST, "-o", where), 0)
        return where

    def check(self, about):
        for form in FORMS:
            stats = self.said("stats", form)
            if stats is None:  # the rounded form refuses a round in which so few are counted
                refused(self.run("report", form, "-o", self.directory / form), 1)
                continue
            tables = expected_published(self.world.edition, stats, lambda command, *words, form=form: self.said(command, form, *words), BEST)
            found = differences(self.report(form), tables)
            assert not found, f"{about}, {form}: {len(found)} differences: " + "; ".join(found[:5])
            check_drawings(self.report(form), about)
            check_words(self.report(form), about, self.complements(stats, form))

    def complements(self, stats, form):
        """(how many lack something, of how many) that follow from what is published by subtraction from those counted, or from one."""
        found = set()
        for row in stats["groups"]:
            words = [] if row["group"] is None else ["--group", row["group"]]
            said = self.said("benchmark", form, *words)
            for question in said["questions"] if said else []:
                chosen = question["chosen"] or []
                steps = [sum(chosen[place:]) for place in range(len(chosen))]
                found |= {(max(said["n"] - some, 0), said["n"]) for some in [question["yes_count"], *chosen, *steps] if isinstance(some, int)}
            for levels in (row["levels"], *(area["at_level"] for area in row["areas"])):
                whole = sum(levels) if all(isinstance(one, int) for one in levels) else row["counted"]
                found.add((levels[0], whole))
        return found


# ---- every figure ----

AXIS = {str(points) for points in range(0, 201, 10)} | {str(level) for level in range(6)}


def check_drawings(where, about):
    """Each number that a drawing says stands in a table too, or at an axis."""
    told = set(re.findall(r"\d+", " ".join(path.read_text(encoding="utf-8") for path in (where / "tabeller").iterdir())))
    tables = Page((where / "rapport.html").read_text(encoding="utf-8")).tables
    told |= set(re.findall(r"\d+(?= %)", " ".join(cell for _, rows in tables for row in rows for cell in row)))
    for path in (where / "diagram").iterdir():
        words = re.findall(r"<(?:text|tspan|title|desc)[^>]*>([^<]*)", path.read_text(encoding="utf-8"))
        numbers = set(re.findall(r"\d+", html.unescape(" ".join(words)))) - AXIS
        assert numbers <= told, (about, path.name, sorted(numbers - told))


@test
def test_every_figure_is_one_that_other_commands_publish(directory):
    for name, population in (("printed", published()), ("made", generate())):
        Public(directory / name, population).check(name)
    for seed in range(COUNT):
        Public(directory / str(seed), small(1000 + seed)).check(f"round {seed}")


STATIC = set(re.findall(r"\d+", " ".join(path.read_text(encoding="utf-8") for path in Path("editions").glob("*-2021.json")))) | AXIS


def check_words(where, about, complements):
    """So many that lack something are so many of those counted as lack a published yes; all other numbers stand in a table too, or in
    what is said of every round."""
    told = set(re.findall(r"\d+", " ".join(path.read_text(encoding="utf-8") for path in (where / "tabeller").iterdir())))
    told |= {str(part) for pair in complements for part in pair}
    for _, text in Page((where / "rapport.html").read_text(encoding="utf-8")).texts:
        assert "pulled up by" not in text, (about, where.name, text)  # an exact count of the best
        for some, whole in re.findall(r"(\d+) of (\d+) (?:lack it|have not come that far|have no level)", text):
            assert (int(some), int(whole)) in complements, (about, where.name, text)
        assert set(re.findall(r"\d+", re.sub(r"\d{4}-\d\d-\d\d|Sigill .*", "", text))) <= told | STATIC, (about, where.name, text)


# ---- nobody ----

def contents(where):
    """(file, part, text) of everything that was written; parts of the workbook apart."""
    for path in sorted(path for path in where.rglob("*") if path.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                for part in archive.namelist():
                    yield path.name, part, html.unescape(archive.read(part).decode("utf-8"))
        else:
            yield path.name, "", html.unescape(path.read_text(encoding="utf-8"))


def secrets(world):
    """What tells of single organisations, one way or another."""
    submissions = [one["id"] for one in json.loads(world.does("list", "--json").out)]
    found = {TEXT, *submissions, *(one[:8] for one in submissions)}
    for one in world.population.submissions:
        plain = one.organisation.number.replace("-", "")
        found |= {one.organisation.name, one.organisation.number, plain, one.answers["approval"]["by"], one.arrived}
        found |= {one.answers[field] for field in ("circumstances", "obstacles") if one.answers[field]}
    found |= {one.county for one in world.population.asked} | {one.name for one in world.population.asked}
    return found - set(days_of_round(world))


def days_of_round(world):
    one = json.loads(world.does("stats", "--round", "2021", "--json").out)["round"]
    return one["opens"], one["closes"]


@test
def test_S14_no_file_names_anybody_or_what_somebody_wrote(directory):
    population = generate()
    population.submissions[5].answers["circumstances"] = TEXT
    made = Public(directory / "all", population)
    hidden = secrets(made.world)
    assert len(hidden) > 900
    for form in FORMS:
        names = {path.name for path in made.report(form).rglob("*.csv")}
        assert not names & {"resultattal.csv", "atgarder.csv"}, names
        for file, part, text in contents(made.report(form)):
            found = [word for word in hidden if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
            assert not found, (form, file, part, found[:3])


# ---- one form, one set ----

@test
def test_a_report_binds_the_round_to_its_form_and_set(directory):
    world = World(directory, generate())
    world.declare()
    world.does("report", "--round", "2021", "--publish=rounded", "--best", BEST, "-o", directory / "rapport")
    before = tree(directory / "rapport")
    where = ["-r", world.register, "-k", world.keys, "--round", "2021"]
    refused(msb("report", *where, "--publish=hidden", "--best", BEST, "-o", directory / "two"), 1, "--again")
    refused(msb("report", *where, "--publish=rounded", "--late", "--best", BEST, "-o", directory / "two"), 1, "--again")
    refused(msb("stats", *where, "--publish=hidden"), 1, "--again")
    assert tree(directory / "rapport") == before and not (directory / "two").exists()
    world.does("report", "--round", "2021", "--publish=hidden", "--best", BEST, "--again", "-o", directory / "two")
    said = json.loads(world.does("audit", "--json").out)["rows"]
    assert [row for row in said if row["kind"] == "publish" and "again" in json.dumps(row["subject"])], "it does not stand in the audit"


run()
