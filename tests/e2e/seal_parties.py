"""What the scripts about sealing share: an organisation, an authority that it trusts, and its answers."""
import json

from parties import make_authority, make_party, own, trust
from sigill_test import DATA, expect, sigill

TYPICAL = DATA / "typical-municipality.json"


def answers(directory, **members):
    """The typical answers as those of CARD's organisation (parties.py)."""
    document = {**json.loads(TYPICAL.read_text()), **members}
    document["organisation"] = {"name": "Ankeborgs kommun", "number": "212999-0004", "group": "kommun"}
    path = directory / "answers.json"
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def parties(directory):
    """-> the organisation's keys, which trust the authority's, and those."""
    keys, authority = make_party(directory / "keys"), make_authority(directory / "msb", "MSB")
    expect(trust(keys, own(authority)), 0)
    return keys, authority


def seal(keys, path, *more, **options):
    return sigill("seal", path, "-k", keys, "--yes", *more, **options)


def sealed(keys, path, *more, **options):
    """Seals and returns what --json tells."""
    return json.loads(expect(seal(keys, path, "--json", *more, **options), 0).out)
