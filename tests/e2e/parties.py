"""Parties for the whole-program tests: keys, cards, registers, and cards that stock tools make."""
import contextlib
import hashlib
import json
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from pathlib import Path

from sigill_test import expect, msb, program, refused, sigill, tree, unchanged

LONG = "korrekt häst batteri klammer"
NAME, NUMBER, GROUP = ["--name", "Ankeborgs kommun"], ["--number", "212999-0004"], ["--group", "kommun"]
CARD = [*NAME, *NUMBER, *GROUP]
ZEROS = "0" * 50  # a fingerprint that nothing has


# ---- parties ----

def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def written_secret(path, text=LONG):
    path.write_text(text + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def make_keys(path):
    expect(sigill("keygen", "-k", path, "--no-passphrase"), 0)
    return path


def make_party(path, *words):
    expect(sigill("card", "-k", make_keys(path), *(words or CARD)), 0)
    return path


def make_authority(path, name="Myndigheten"):
    expect(msb("card", "-k", make_keys(path), "--name", name), 0)
    return path


def make_register(directory):
    register, keys = directory / "register", directory / "msb"
    expect(msb("init", "-r", register, "-k", keys, "--no-passphrase"), 0)
    return register, keys


def example(name, directory):
    """A copy of example keys, closed to others."""
    path = Path(shutil.copytree(Path("keys-example") / name, directory / name))
    subprocess.run(["chmod", "-R", "go=", path], check=True)
    return path


def own(keys):
    return keys / "own.card"


# ---- cards, with the stock tools ----

def members(card):
    """What stock tar takes out of a card's file: card.json and its signature."""
    return [subprocess.run(["tar", "-xOf", card, name], check=True, stdout=subprocess.PIPE).stdout
            for name in ("card.json", "card.json.minisig")]


def record(card):
    return json.loads(members(card)[0])


def hexadecimal(card):
    return hashlib.blake2b(members(card)[0], digest_size=32).hexdigest()


def told(card):
    """The fingerprint as its owner reads it out (design, section 5)."""
    digest = bytes.fromhex(hexadecimal(card))
    return "-".join(f"{int.from_bytes(digest[i:i + 3], 'big') % 100000:05}" for i in range(0, 30, 3))


def forge(keys, path, text=None, **changes):
    """The party's card with some members changed, or with other text, signed by its key."""
    document = {**record(own(keys)), **changes}
    if text is None:
        text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="sigill-test-") as place:
        (Path(place) / "card.json").write_text(text, encoding="utf-8")
        subprocess.run(["minisign", "-S", "-s", keys.resolve() / "sign.key", "-m", "card.json", "-c", "sigill", "-t",
                        f"sigill-card/1 {document.get('number', 'authority')}"],
                       cwd=place, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        subprocess.run(["tar", "--format=ustar", "-b1", "--mode=0600", "--owner=0", "--group=0", "--numeric-owner",
                        "--mtime=@0", "-cf", path.resolve(), "card.json", "card.json.minisig"], cwd=place, check=True)
    return path


PAST = {"from": "2020-01-01", "until": "2021-12-31"}


# ---- judging ----

def refuses(directory, status, words, name, *args, **options):
    """One sentence that has the words, and nothing below the directory changed."""
    before = tree(directory)
    result = refused(program(name, *args, **options), status, *([words] if isinstance(words, str) else words))
    unchanged(directory, before)
    return result


def trusted(keys):
    return sorted(path.name for path in (keys / "trusted").glob("*"))


def trust(keys, card, *more):
    return sigill("trust", "-k", keys, card, "--fingerprint", told(card), *more)


def enrol(register, keys, card, *more):
    return msb("enrol", "-r", register, "-k", keys, card, "--fingerprint", told(card), *more)


def rows(register, sql):
    with contextlib.closing(sqlite3.connect(f"file:{register}/register.db?mode=ro", uri=True)) as database:
        return database.execute(sql).fetchall()
