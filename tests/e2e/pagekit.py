"""What the tests of pages share: answers that make different pages, and the pages themselves."""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Edition  # noqa: E402
from generate import EDITION, ROUNDS, generate, write  # noqa: E402
from parties import GROUP, make_authority, make_party, make_register, own, trust  # noqa: E402
from sigill_test import BUILD, DATA, expect, msb, sigill  # noqa: E402

ANKEBORG = Path("docs/examples/ankeborg.json").resolve()
MUNICIPALITY = DATA / "typical-municipality.json"
REGION = DATA / "typical-region.json"
HOSTILE = "</title><script>alert('x')</script> & \"C:o\" <b>"


def changed(directory, change):
    """A copy of the municipality's answers after change(document)."""
    document = json.loads(MUNICIPALITY.read_text())
    change(document)
    path = directory / "changed.json"
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def page_of(directory, *args, lang="sv", status=0):
    """The file that `score --html` writes."""
    path = directory / f"page-{len(list(directory.iterdir()))}.html"
    expect(sigill("score", *args, "--html", "-o", path, lang=lang), status, out="", err_has=[path.name])
    return path


def rename(name):
    return lambda document: document["organisation"].update(name=name)


def unanswer(document):
    document["answers"] = {}


def all_yes(document):
    questions = json.loads(Path("editions/infosakkollen-2021.json").read_text())["model"]["questions"]
    document["answers"] = {str(q["id"]): {"yes": list(q["options"]) if q["kind"] == "checklist" else q["steps"],
                                          "assessment": "sure"} for q in questions}


def with_references(directory):
    path = directory / "references.html"
    done = subprocess.run([BUILD / "tools/page_tool", ANKEBORG, MUNICIPALITY, REGION], check=True, stdout=subprocess.PIPE)
    path.write_bytes(done.stdout)
    return path


def slips(directory):
    """By name: transfer slips, one of them with the longest names that there can be."""
    pages, long = {}, "Överförmyndarverksamhet " * 7
    for name, party, authority in (("slip", "Ankeborgs kommun", "MSB"), ("long_slip", long.rstrip(), long.rstrip())):
        place = directory / name
        place.mkdir()
        keys = make_party(place / "keys", "--name", party, "--number", "212999-0012", *GROUP)
        expect(trust(keys, own(make_authority(place / "msb", authority))), 0)
        pages[name] = place / f"{name}.html"
        bundle = place / (("w" * 240 if name == "long_slip" else "out") + ".sigill")
        expect(sigill("seal", MUNICIPALITY, "-k", keys, "--yes", "-o", bundle, "--slip", pages[name], lang="sv"), 0)
    pages["empty_slip"] = directory / "empty_slip.html"
    expect(sigill("slip", bundle, "-o", pages["empty_slip"], lang="sv"), 0)
    return pages


class Round:
    """A register with the known population (tests/population) in the round 2021, shown by stats."""

    def __init__(self, directory):
        self.register, self.keys = make_register(directory)
        files = directory / "all"
        write(generate(), files)
        subprocess.run([BUILD / "tools/fill_register", self.register, self.keys, files / "submissions.tsv"], check=True)
        opens, closes = ROUNDS["2021"]
        self.does("round", "2021", "--edition", Edition(EDITION).id, "--opens", opens, "--closes", closes)
        self.does("population", files / "population.csv", "--round", "2021")

    def does(self, *words, lang="en"):
        return expect(msb(words[0], "-r", self.register, "-k", self.keys, *words[1:], lang=lang), 0)

    def stats(self, *words, lang="en"):
        return self.does("stats", "--round", "2021", *words, lang=lang).out

    def page(self, path, *words, lang="sv"):
        path.write_text(self.stats("--html", *words, lang=lang))
        return path
