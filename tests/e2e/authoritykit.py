"""An authority's kits (docs/format.md, "Kit") for tests: a second writer of them, by that document; the programs that make and take
them; and what is held afterwards."""
import datetime
import hashlib
import json
from pathlib import Path

from bundlekit import minisign
from documentkit import archive, gzip
from parties import make_authority, make_party, make_register, own, refuses, told
from sigill_test import DATA, expect, msb, sigill

SMALL = json.loads((DATA / "small-edition.json").read_text(encoding="utf-8"))
FULL = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))
ID = FULL["model"]["id"]
TODAY = datetime.date.today()
LATER, BEFORE = str(TODAY + datetime.timedelta(days=30)), str(TODAY - datetime.timedelta(days=3))


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


# ---- a second writer ----

def rounds(closes=LATER, edition=ID, name="2026", opens="2026-01-01"):
    return canonical({"format": "sigill-round/1", "rounds": [{"id": name, "edition": edition, "opens": opens, "closes": closes}]})


def kit(keys, members, number=1, front=None, comment=None, payload=None, **changes):
    """A kit by that key directory: what follows from the members, but for what is changed."""
    card = (front or own(keys)).read_bytes()
    files = [{"path": name, "size": len(content), "blake2b": digest(content)} for name, content in members]
    payload = gzip(archive(members)) if payload is None else payload
    document = {"format": "sigill-kit/1", "card": digest(inner(card, 0)), "number": number, "date": str(TODAY), "files": files,
                "payload": {"size": len(payload), "blake2b": digest(payload)}, **changes}
    text = canonical(document)
    signature = minisign((keys / "sign.key").resolve(), text, comment or f"sigill-kit/1 {number}")
    return archive([("authority.card", card), ("kit.tar.gz", payload), ("kit.json", text), ("kit.json.minisig", signature)])


def inner(frame, place):
    """The content of a member of a frame."""
    at = 0
    for _ in range(place + 1):
        size = int(frame[at + 124:at + 135], 8)
        content, at = frame[at + 512:at + 512 + size], at + 512 + size + -size % 512
    return content


def written(path, data):
    path.write_bytes(data)
    return path


def parties(directory):
    """-> an organisation's keys that trust an authority's, and those."""
    keys, authority = make_party(directory / "keys"), make_authority(directory / "msb", "MSB")
    expect(sigill("trust", "-k", keys, own(authority), "--fingerprint", told(own(authority))), 0)
    return keys, authority


def take(keys, path, *more, **options):
    return sigill("trust", path, "-k", keys, *more, **options)


def held(keys):
    path = keys / "kit" / "kit.json"
    return json.loads(path.read_text()) if path.exists() else None


def refuses_kit(keys, path, words, status=1, *more):
    """Refused in these words, and nothing in the key directory changed."""
    return refuses(keys, status, words, "sigill", "trust", path, "-k", keys, "--yes", *more)


def declared(register, keys, closes=LATER, name="2026"):
    expect(msb("round", name, "--edition", ID, "--opens", "2026-01-01", "--closes", closes, "-r", register, "-k", keys), 0)


def made(register, keys, path, *more):
    return json.loads(expect(msb("kit", "-r", register, "-k", keys, "-o", path, "--json", *more), 0).out)


def authority_with_register(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    return register, keys
