"""Golden files: what a version wrote (tests/vectors/own), and what each command says of it. Made once by tests/vectors/own/make, from the
table below; opened ever after by tests/e2e/golden.py."""
import hashlib
import json
import re
import shutil
import tarfile
from pathlib import Path

from parties import fake_clock
from sigill_test import program

OWN = Path("tests/vectors/own").resolve()
PASSPHRASE = "hemlig fras för prov"  # of the organisation's keys; everyone knows it
NUMBER = "212999-0004"
STATE = ("ankeborg", "msb", "register", "copy")  # what is kept packed, since its modes count
SECRET = ("--passphrase-file", "secret.txt")
REGISTER = ("-r", "register", "-k", "msb")
# The clock of then is before a later program's release, and before the day on which the files were copied.

# name: program and words. Each is run in a copy of the files of its own.
COMMANDS = {
    "answers-check": ("sigill", "check", "answers.json"),
    "answers-score": ("sigill", "score", "answers.json"),
    "answers-kinds": ("sigill", "check", "kinds.json", "--edition", "kinds-edition.json"),
    "answers-compare": ("sigill", "compare", "answers.json", "answers.xlsx"),
    "workbook-check": ("sigill", "check", "answers.xlsx"),
    "workbook-score": ("sigill", "score", "answers.xlsx"),
    "workbook-kinds": ("sigill", "check", "kinds.xlsx", "--edition", "kinds-edition.json"),
    "plan": ("sigill", "plan", "plan.xlsx"),
    "gap-benchmark": ("sigill", "gap", "answers.json", "--benchmarks", "benchmarks.json", "--benchmark", "kommun"),
    "card": ("sigill", "fingerprint", "ankeborg.card"),
    "card-authority": ("sigill-msb", "fingerprint", "msb.card"),
    "card-own": ("sigill", "fingerprint", "-k", "ankeborg"),
    "bundle-inspect": ("sigill", "inspect", "answers.sigill"),
    "bundle-again": ("sigill-msb", "receive", *REGISTER, "--clock-is-right", "answers.sigill"),
    "bundle-changed": ("sigill-msb", "receive", *REGISTER, "--clock-is-right", "changed.sigill"),
    "receipt": ("sigill", "receipt", "imported.kvittens", "-k", "ankeborg"),
    "receipt-refused": ("sigill", "receipt", "refused.kvittens", "-k", "ankeborg"),
    "kit": ("sigill", "trust", "round.kit", "-k", "ankeborg", "--yes"),
    "feedback": ("sigill", "open", "feedback.sigill", "-k", "ankeborg", "-o", "opened", *SECRET),
    "register-list": ("sigill-msb", "list", *REGISTER),
    "register-show": ("sigill-msb", "show", NUMBER, "--attachments", *REGISTER),
    "register-keys": ("sigill-msb", "keys", *REGISTER),
    "register-audit": ("sigill-msb", "audit", *REGISTER),
    "register-rounds": ("sigill-msb", "round", *REGISTER),
    "register-editions": ("sigill-msb", "edition", *REGISTER),
    "register-population": ("sigill-msb", "population", *REGISTER),
    "register-stats": ("sigill-msb", "stats", *REGISTER),
    "register-whole": ("sigill-msb", "fsck", *REGISTER),
    "register-extract": ("sigill-msb", "extract", NUMBER, *REGISTER, "-o", "extracted"),
    "register-copy": ("sigill-msb", "restore", "--check", "copy", "-k", "msb"),
}
# What a command writes whose content is compared too.
WRITTEN = {"feedback": "opened", "register-extract": "extracted", "kit": "ankeborg/kit"}
WITHOUT_JSON = {"kit", "register-extract", "register-copy"}


class Golden:
    """The files of a version in a directory of their own, at a time shortly after they were made."""

    def __init__(self, version, directory):
        self.directory = directory
        shutil.copytree(version / "files", directory, dirs_exist_ok=True)
        with tarfile.open(version / "state.tar.xz") as archive:
            archive.extractall(directory, filter="data")
        (directory / SECRET[1]).chmod(0o600)
        self.env = fake_clock(directory.parent, int((version / "clock").read_text(encoding="utf-8")))

    def run(self, name, *words, **options):
        return program(name, *words, cwd=self.directory, env=self.env, lang="sv", **options)

    def says(self, command):
        """-> what a command of the table says: exit status, JSON, and the digest of each file that it wrote."""
        name, *words = COMMANDS[command]
        speaks = command not in WITHOUT_JSON
        result = self.run(name, *words, *(["--json"] if speaks else []))
        written = self.directory / WRITTEN.get(command, "-")
        assert result.out or not speaks, result
        return {"status": result.status, "json": json.loads(result.out) if speaks else None,
                "written": {str(path.relative_to(written)): hashlib.sha256(path.read_bytes()).hexdigest()
                            for path in sorted(written.rglob("*")) if path.is_file()}}


def words_of(name):
    """{subcommand: its options, each with "=" where a value follows} of a program."""
    listed = re.findall(r"^  ([a-z][a-z-]*)  ", program(name, "--help", lang="en").out, re.M)
    return {one: sorted(re.findall(r"^  (?:-\w, |    )--([a-z-]+=?)", program(name, one, "--help", lang="en").out, re.M)) for one in listed}


def reason_codes():
    return sorted(re.findall(r'^    \[REASON_\w+\] = \{"([a-z0-9-]+)"', Path("base/reason.c").read_text(encoding="utf-8"), re.M))


def promised():
    """The names that scripts use, which stay (CHANGELOG.md)."""
    return {"subcommands": {name: words_of(name) for name in ("sigill", "sigill-msb")}, "reasons": reason_codes()}
