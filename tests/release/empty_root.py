"""The released programs where there is nothing else: a root directory with the two programs and the files, no /proc, no /dev. All the
way from keys to feedback. For another kind of machine, which RUNNER plays, in an ordinary directory."""
import json
import os
import shlex
import shutil
import subprocess

from parties import LONG, written_secret
from sigill_test import BUILD, Result, TIMEOUT, expect, run, test

RUNNER = shlex.split(os.environ.get("RUNNER", ""))  # such as qemu-aarch64, which confines nothing
UNCONFINED = ["--allow-no-sandbox"] if RUNNER else []
APART = ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]


class Root:
    """A root directory with the programs in it."""

    def __init__(self, directory):
        self.directory = directory
        for program in ("sigill", "sigill-msb"):
            shutil.copy(BUILD / program, directory / program)

    def __call__(self, program, *args):
        words = [f"./{program}", "--lang", "en", *map(str, args)]
        command = [*RUNNER, *words] if RUNNER else [*APART, f"--root={self.directory}", "--wd=/", *words]
        done = subprocess.run(command, cwd=self.directory, env={}, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True,
                              timeout=10 * TIMEOUT, check=False)
        return Result(command, done.returncode, done.stdout, done.stderr)

    def sigill(self, *args):
        return expect(self("sigill", *args), 0)

    def msb(self, *args):
        return expect(self("sigill-msb", *args), 0)

    def fingerprint(self, program, keys):
        return json.loads(expect(self(program, "fingerprint", "-k", keys, "--json"), 0).out)["fingerprint_text"]

    def names(self):
        return {path.name for path in self.directory.iterdir()}


# What a passphrase costs takes minutes in a system that is played.
SECRET, PROTECTED = ([], ["--no-passphrase"]) if "SLOW_PROCESSOR" in os.environ else (["--passphrase-file", "secret"],) * 2


def exchange_cards(root):
    """Keys and a register, with each other's cards."""
    written_secret(root.directory / "secret", LONG)
    root.sigill("keygen", "-k", "nycklar", *PROTECTED)
    root.sigill("card", "-k", "nycklar", "--name", "Ankeborgs kommun", "--number", "212999-0004", "--group", "kommun", "-o", "ankeborg.card", *SECRET)
    root.msb("init", "-r", "register", "-k", "msb", *PROTECTED)
    root.msb("card", "-k", "msb", "--name", "MSB", "-o", "msb.card", *SECRET)
    root.sigill("trust", "-k", "nycklar", "msb.card", "--fingerprint", root.fingerprint("sigill-msb", "msb"), *UNCONFINED)
    root.msb("enrol", "-r", "register", "-k", "msb", "ankeborg.card", "--fingerprint", root.fingerprint("sigill", "nycklar"), *SECRET)


@test
def test_the_whole_way_with_nothing_but_the_programs_and_the_files(directory):
    root = Root(directory)
    exchange_cards(root)
    shutil.copy("docs/examples/ankeborg.json", directory / "svar.json")
    root.sigill("convert", "svar.json", "-o", "svar.xlsx")
    scores = [json.loads(root.sigill("score", name, "--json", *UNCONFINED).out) for name in ("svar.json", "svar.xlsx")]
    assert scores[0] == scores[1] and scores[0]["points"] == 66, scores
    (directory / "medium").mkdir()
    (directory / "protokoll.txt").write_text("Beslut om säkerhetsåtgärder.\n", encoding="utf-8")
    root.sigill("seal", "svar.xlsx", "-k", "nycklar", "--yes", "--attach", "protokoll.txt", "--slip", "slip.html", "-o", "medium", *SECRET, *UNCONFINED)
    line = json.loads(root.msb("receive", "-r", "register", "-k", "msb", "--json", *SECRET, *UNCONFINED, "medium").out)
    assert line["verdict"] == "imported", line
    root.msb("receipts", "-r", "register", "-k", "msb", "--all", "-o", "kvittenser", *SECRET)
    assert "imported" in root.sigill("receipt", "kvittenser", "-k", "nycklar").out.lower()
    root.msb("stats", "-r", "register", "-k", "msb", "--html", "-o", "statistik.html", *SECRET)
    root.msb("export", "-r", "register", "-k", "msb", "-o", "tabeller.xlsx", *SECRET)
    assert (directory / "tabeller.xlsx").read_bytes()[:2] == b"PK"
    root.msb("feedback", "-r", "register", "-k", "msb", "--all", "-o", "aterkoppling", *SECRET)
    root.sigill("open", "aterkoppling/212999-0004.sigill", "-k", "nycklar", "-o", "oppnat", *SECRET, *UNCONFINED)
    assert list((directory / "oppnat").glob("*.html")), root.names()
    root.msb("fsck", "-r", "register", "-k", "msb", *SECRET, *UNCONFINED)


@test
def test_without_a_terminal_it_is_said_and_nothing_is_written(directory):
    root = Root(directory)
    result = expect(root("sigill", "keygen", "-k", "nycklar"), 3)
    assert "--passphrase-file" in result.err and root.names() == {"sigill", "sigill-msb"}, result


@test
def test_S9_what_cannot_be_confined_is_not_read(directory):
    """Where another kind of machine is played, nothing can be."""
    root = Root(directory)
    exchange_cards(root)
    shutil.copy("docs/examples/ankeborg.json", directory / "svar.json")
    (directory / "medium").mkdir()
    root.sigill("seal", "svar.json", "-k", "nycklar", "--yes", "-o", "medium", *SECRET)
    result = root("sigill-msb", "receive", "-r", "register", "-k", "msb", *SECRET, "medium")
    assert (result.status == 3 and "confine" in result.err) if RUNNER else result.status == 0, result


run()
