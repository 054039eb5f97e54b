"""Every subcommand of both programs, each in a way or several that give a result: what the suites run that ask the same
of all of them. Paths are those of memorykit's place."""
import atexit
import functools
import json
import re
import shutil
import tempfile
from pathlib import Path

from memorykit import Place, libraries, make_place, number_of, shared, subcommands

WHERE = ["-r", "register", "-k", "msb"]


class Run:
    """A run: what is called, and its status when nothing fails. When memory ends nothing is changed; except that
    whole=True: several things that belong together may all have been done, if only the telling failed;
    each=True: things that stand alone (a bundle, a change of the register) may have been done one by one;
    keys: whose the register may be in the end."""

    def __init__(self, program, *words, status=0, whole=False, each=False, keys=("msb",)):
        self.program, self.words, self.status, self.whole, self.each = program, words, status, whole, each
        self.keys = keys

    def __str__(self):
        return " ".join([self.program, *self.words])

    def name(self):
        return re.sub(r"[^a-z0-9]+", "_", str(self).lower())[:80].strip("_")


@functools.cache
def told():
    return {name: json.loads((fixture() / f"{name}.json").read_text()) for name in ("told", "ids")}


def organisation(*words, **options):
    return Run("sigill", *words, **options)


def authority(name, *words, **options):
    return Run("sigill-msb", name, *WHERE, *words, **options)


def keys_only(name, *words, **options):
    return Run("sigill-msb", name, *words, **options)


def runs():
    prints = told()["told"]
    first, second = told()["ids"]
    number = number_of(0)
    return [
        organisation("keygen", "-k", "new", "--no-passphrase", whole=True),
        organisation("keygen", "-k", "org0", "--rotate", whole=True),
        organisation("passwd", "-k", "org0", "--new-passphrase-file", "attached.txt", status=1),
        organisation("card", "-k", "blank", "--name", "Ort 8", "--number", number_of(8), "--group", "kommun", whole=True),
        organisation("card", "-k", "org0", "--renew", "-o", "copy.card", "--json", whole=True),
        organisation("fingerprint", "-k", "org0"),
        organisation("fingerprint", "msb/own.card", "--json"),
        organisation("trust", "other/own.card", "-k", "org2", "--fingerprint", prints["other"], whole=True),
        organisation("trust", "published.kit", "-k", "org2", whole=True),
        organisation("distrust", "msb/own.card", "-k", "org0", whole=True),
        organisation("template", "-o", "new.json", whole=True),
        organisation("template", "--edition", "edition.json"),
        organisation("answer", "typical.json", status=2),  # no terminal; tests/e2e/conversation.py has them
        organisation("guide", status=2),  # likewise; tests/e2e/guide.py
        organisation("questions"),
        organisation("questions", "-o", "new.txt"),
        organisation("questions", "--since", "--edition", "next.json"),
        organisation("support", "--area", "kultur"),
        organisation("support", "--question", "37", "--json"),
        organisation("check", "typical.json"),
        organisation("check", "form.xlsx"),
        organisation("check", "faulty.json", status=1),
        organisation("check", "faulty.json", "--json", status=1),
        organisation("score", "typical.json", "--summary", "--against", "target.json"),
        organisation("score", "typical.json", "--summary", "-o", "new.html", whole=True),
        organisation("score", "typical.json"),
        organisation("score", "typical.json", "--json"),
        organisation("score", "typical.json", "--html", "-o", "new.html", whole=True),
        organisation("gap", "typical.json"),
        organisation("gap", "typical.json", "--level", "2", "--csv", "-o", "new.csv"),
        organisation("gap", "typical.json", "--target", "target.json", "--json"),
        organisation("gap", "typical.json", "--benchmarks", "benchmarks.json", "--benchmark", "region"),
        organisation("gap", "typical.json", "-o", "new.xlsx", each=True),
        organisation("plan", "plan.xlsx"),
        organisation("template", "--from", "typical.json", "--plan", "plan.xlsx", "-o", "new.json", whole=True),
        organisation("convert", "typical.json", "-o", "new.xlsx", each=True),
        organisation("convert", "form.xlsx", "-o", "new.json", whole=True),
        organisation("compare", "0.json", "5.json"),
        organisation("compare", "0.json", "5.json", "--json"),
        organisation("seal", "1.json", "-k", "org1", "--yes", "--attach", "attached.txt", "-o", "new.sigill", whole=True),
        organisation("seal", "1.json", "-k", "org1", "--yes", "-o", "new.sigill", "--json", whole=True),
        organisation("slip", "medium/0.sigill", "-k", "org0", "-o", "new.html"),
        organisation("slip", "medium/0.sigill", "-o", "new.html"),
        organisation("inspect", "medium/0.sigill"),
        organisation("inspect", "medium/0.sigill", "--json"),
        organisation("open", f"fed/{number}.sigill", "-k", "org0", "-o", "opened", whole=True),
        organisation("open", f"fed/{number}.sigill", "-k", "org0", "-o", "opened", "--json", whole=True),
        organisation("receipt", "0.kvittens", "-k", "org0", "--json"),
        organisation("receipt", "0.kvittens", "-k", "org0"),
        organisation("receipt", ".", "-k", "org0"),
        keys_only("init", "-r", "new", "-k", "newkeys", "--no-passphrase", whole=True),
        keys_only("keygen", "-k", "new", "--no-passphrase", whole=True),
        keys_only("passwd", "-k", "blank", "--new-passphrase-file", "attached.txt", status=1),
        keys_only("card", "-k", "blank", "--name", "MSB", whole=True),
        keys_only("fingerprint", "-k", "msb", "--json"),
        keys_only("rotate", "-k", "msb", whole=True),
        keys_only("add-recipient", "other/receive.pub", "-k", "msb", whole=True),
        authority("rewrap", "--to", "other", each=True, keys=("other", "msb")),
        authority("keys"),
        authority("keys", "--json"),
        authority("enrol", "stranger/own.card", "--fingerprint", prints["stranger"], each=True),
        authority("enrol", "--list", "stranger.csv", "--json", each=True),
        authority("revoke", number, "--reason", "förlorad", "--since", "2020-01-01", "--yes", each=True),
        authority("doctor", status=1),
        authority("doctor", "--json", status=1),
        authority("receive", "incoming", status=1, each=True),
        authority("receive", "incoming", "--json", status=1, each=True),
        authority("receipts", "--all", "-o", "new", each=True),
        authority("receipts", number, "-o", "new", "--json", each=True),
        authority("list"),
        authority("list", "--json"),
        authority("show", first),
        authority("show", first, "--json"),
        authority("show", first, "--attachments"),
        authority("extract", first, "-o", "new", each=True),
        authority("choose", first, each=True),
        authority("round"),
        authority("round", "2031", "--edition", "infosakkollen-2021", "--opens", "3001-01-01", "--closes", "3001-02-01",
                  "--json", each=True),
        authority("population"),
        authority("population", "population.csv", "--json", each=True),
        authority("population", "--missing", "--json"),
        authority("stats"),
        authority("stats", "--publish", "--json", each=True),
        authority("stats", "--csv", "-o", "new.csv", each=True),
        authority("stats", "--late", "--html", "-o", "new.html", each=True),
        authority("benchmark"),
        authority("benchmark", "--publish", "--json", each=True),
        authority("benchmark", "--csv"),
        authority("rank"),
        authority("rank", "--json"),
        authority("rank", "--csv", "-o", "new.csv", each=True),
        authority("gap", number, "--level", "2"),
        authority("gap", number, "--benchmark", "--json"),
        authority("gap", number, "--target", "target.json", "--csv"),
        authority("cooperate", "--json"),
        authority("cooperate", number),
        authority("trend", number),
        authority("trend", "--json"),
        authority("panel", "1999", "2021"),
        authority("panel", "1999", "2021", "--json"),
        authority("panel", "1999", "2021", "--html", "-o", "new.html", each=True),
        authority("panel", "1999", "2021", "--publish", "-o", "new.xlsx", each=True),
        authority("forecast"),
        authority("forecast", "--json"),
        authority("counts"),
        authority("counts", "--csv", "-o", "new.csv", each=True),
        authority("texts"),
        authority("texts", "--codes", "texts.xlsx", "--json"),
        authority("texts", "--html", "-o", "new.html", each=True),
        authority("texts", "-o", "new.xlsx", each=True),
        authority("export", "-o", "new.xlsx", each=True),
        authority("export", "--publish", "-o", "new.xlsx", each=True),
        authority("report", "--round", "2021", "--since", "1999", "-o", "new", each=True),
        authority("feedback", number, "-o", "new", each=True),
        authority("feedback", "--all", "-o", "new", "--json", each=True),
        authority("edition"),
        authority("edition", "--json"),
        authority("edition", "add", "edition.json", each=True),
        authority("kit", "--round", "2021", "--benchmarks-of", "2021", "-o", "new.kit", "--json", each=True),
        authority("audit"),
        authority("audit", "--json"),
        authority("fsck"),
        authority("fsck", "--json"),
        authority("backup", "-o", "new", each=True),
        authority("amend", first, "--reference", "2", each=True),
        authority("clock", "--was-wrong", status=1),
        keys_only("restore", "--yes", "-r", "new", "-k", "msb", "copy", each=True),
    ]


# ---- the place ----

@functools.cache
def fixture():
    directory = Path(tempfile.mkdtemp(prefix="sigill-memory-", dir=shared()))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    make_place(directory / "fixture")
    libraries()
    return directory / "fixture"


@functools.cache
def the_place():
    return Place(fixture())


def fresh_place():
    """A directory that is as the fixture; one and the same, as it was before the last run."""
    the_place().reset()
    return the_place().directory


# ---- what is asked of the runs ----

def assert_every_subcommand_is_run():
    for program in ("sigill", "sigill-msb"):
        tried = {one.words[0] for one in runs() if one.program == program}
        assert tried == set(subcommands(program)), tried ^ set(subcommands(program))
