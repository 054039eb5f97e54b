"""Parties for the whole-program tests: keys, cards, registers, and cards that stock tools make."""
import base64
import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from pathlib import Path

from sigill_test import DATA, expect, msb, preloading, program, refused, sigill, tree, unchanged

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


def renumbered(path, number, *words):
    """A party whose sign key has a number of one's choice (16 digits in hexadecimal), as minisign writes it, and its card."""
    keys = make_keys(path)
    for name, at in (("sign.key", 54), ("sign.pub", 2)):
        comment, line, *rest = (keys / name).read_text().split("\n")
        raw = bytearray(base64.b64decode(line))
        raw[at:at + 8] = bytes.fromhex(number)
        (keys / name).write_text("\n".join([comment, base64.b64encode(raw).decode(), *rest]))
    expect(sigill("card", "-k", keys, *(words or CARD)), 0)
    return keys


def key_number(keys):
    """The number of a party's sign key."""
    return base64.b64decode((keys / "sign.pub").read_text().split("\n")[1])[2:10].hex()


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
    """The fingerprint as its owner reads it out (docs/format.md, "Fingerprint")."""
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
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        return database.execute(sql).fetchall()


# ---- a register in use ----

MEMBERS = {"ankeborg": ("Ankeborgs kommun", "212999-0004"), "exempelby": ("Exempelby kommun", "212999-0012"),
           "gaseborg": ("Gåseborgs kommun", "212999-0020")}
TYPICAL = Path("tests/data/typical-municipality.json")


def make_member(directory, name, authority):
    """An organisation that trusts the authority, with answers to seal."""
    title, number = MEMBERS[name]
    keys = make_party(directory / name, "--name", title, "--number", number, *GROUP)
    expect(trust(keys, own(authority)), 0)
    answers = json.loads(TYPICAL.read_text(encoding="utf-8"))
    answers["organisation"] = {"name": title, "number": number, "group": "kommun"}
    (directory / f"{name}.json").write_text(json.dumps(answers), encoding="utf-8")
    return keys


def make_running_register(directory, enrolled=("ankeborg", "exempelby"), strangers=()):
    """A register with an authority and members; gives register, keys, and the members' keys."""
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    members_keys = [make_member(directory, name, keys) for name in (*enrolled, *strangers)]
    for party in members_keys[:len(enrolled)]:
        expect(enrol(register, keys, own(party)), 0)
    return register, keys, members_keys


def seal(directory, name, path):
    """A bundle of a member's answers."""
    expect(sigill("seal", directory / f"{name}.json", "-k", directory / name, "--yes", "-o", path), 0)
    return path


def receive(register, keys, *paths, **options):
    return msb("receive", "-r", register, "-k", keys, *paths, **options)


def flipped(path, out, at=-2000):
    """A copy of a file with one byte changed."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    out.write_bytes(content)
    return out


def receipt_says(path):
    """What stock tar finds in a receipt, the time of writing apart."""
    text = subprocess.run(["tar", "-xOf", path, "receipt.json"], check=True, stdout=subprocess.PIPE).stdout
    return {key: value for key, value in json.loads(text).items() if key != "time"}


def holdings(register):
    """What a register holds, without times: rows, and every file that belongs to them."""
    files = {f"{place}/{path.name}": hashlib.blake2b(path.read_bytes()).hexdigest()
             for place in ("originals", "quarantine", "incoming") for path in (register / place).iterdir()}
    receipts = {path.name: receipt_says(path) for path in (register / "receipts").iterdir()}
    return (sorted(rows(register, "SELECT number, hex(id), hex(sealed_digest), hex(manifest_digest), hex(sender)"
                                  " FROM submissions")),
            sorted(rows(register, "SELECT hex(sealed_digest), reason, size FROM refusals")), files, receipts)


# ---- bundles ----

DAY = 86400


def fake_clock(directory, seconds):
    """An environment in which the clock stands still."""
    library = directory / "fake_clock.so"
    if not library.exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library, "tests/preload/fake_clock.c", "-ldl"], check=True)
    sanitizers = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": preloading(library), "FAKE_CLOCK": str(int(seconds)),
            "ASAN_OPTIONS": f"{sanitizers}:verify_asan_link_order=0".lstrip(":")}


def sealed(keys, folder, *options, env=None, **changes):
    """A bundle of a municipality's answers, sealed by the party: what `seal --json` says of it."""
    card = record(own(keys))
    answers = json.loads((DATA / "typical-municipality.json").read_text())
    answers["organisation"].update(name=card["name"], number=card["number"], group=card["group"])
    answers.update(changes)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sigill-test-") as place:
        path = Path(place) / "answers.json"
        path.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
        result = expect(sigill("seal", path, "-k", keys, "--yes", "--json", "-o", folder, *options, env=env), 0)
    return json.loads(result.out)


def received(register, keys, *words, status=0, env=None):
    """The lines of `receive --json`."""
    result = expect(msb("receive", "-r", register, "-k", keys, "--json", *words, env=env), status)
    return [json.loads(line) for line in result.out.splitlines()]


def reasons(lines):
    return [line["reason"] or line["verdict"] for line in lines]


def listed(register, keys):
    return json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out)


def make_world(directory):
    """A register, the authority's keys with a card, and an organisation that is enrolled and trusts it."""
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    party = make_party(directory / "party")
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    return register, keys, party
