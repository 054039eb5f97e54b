"""Names that cannot be seen through: what looks like one name is one, wherever a name comes in."""
import json
import sys
import unicodedata

from bundlekit import Bundle, edit, world
from parties import (CARD, forge, make_authority, make_party, make_register, own, received, refuses, told)
from sigill_test import DATA, expect, msb, refused, run, sigill, test

# One of every kind: fillers, joiners, selectors, tags, signs that are drawn as nothing, spaces that are no space.
UNSEEN = ["\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180b", "\u180e", "\u200b", "\u200d", "\u202e", "\u2060",
          "\u2800", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\U0001d159", "\U0001d173", "\U000e0041", "\U000e0100",
          "\u00a0", "\u1680", "\u2003", "\u202f", "\u3000", "\ue000", "\U000f0000"]
SPACED = [" Ort", "Ort ", "Ort  B", "Ort\tB"]


def spoilt():
    return [*(f"Ort{letter}B" for letter in UNSEEN), *SPACED]


@test
def test_S2_no_card_is_made_with_a_letter_that_is_not_seen(directory):
    """Every character that this Python's Unicode calls a control, a format or a space; private use by its ends."""
    keys = make_party(directory / "party")
    kinds = [chr(code) for code in range(1, sys.maxunicode + 1)
             if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zs", "Zl", "Zp") and code not in (0x0A, 0x20)]
    tags = [letter for letter in kinds if letter >= "\U000e0000"]
    for letter in [*UNSEEN, *(letter for letter in kinds if letter not in tags), tags[0], tags[-1]]:
        refused(sigill("card", "-k", keys, "--renew", "--name", f"Ort{letter}B"), 2, "--name", "can be seen")
    for name in SPACED:
        refused(sigill("card", "-k", keys, "--renew", "--name", name), 2, "--name")
    expect(sigill("card", "-k", keys, "--renew", "--name", "Østre Ärlinge – Å/Ö kommun (nr 2)"), 0)


@test
def test_S2_no_card_is_taken_with_a_letter_that_is_not_seen(directory):
    register, keys = make_register(directory)
    party, authority = make_party(directory / "party"), make_authority(directory / "authority")
    reader = make_party(directory / "reader", *CARD)
    for name in spoilt():
        card = forge(party, directory / "forged.card", name=name)
        refuses(directory, 1, "name", "sigill-msb", "enrol", "-r", register, "-k", keys, card, "--fingerprint", told(card))
        card = forge(authority, directory / "forged.card", name=name)
        refuses(directory, 1, "name", "sigill", "trust", "-k", reader, card, "--fingerprint", told(card))


@test
def test_S2_no_answers_have_a_name_with_a_letter_that_is_not_seen(directory):
    path = directory / "answers.json"
    for name in spoilt():
        for member, change in (("organisation.name", lambda answers: answers["organisation"].update(name=name)),
                               ("organisation.covers", lambda answers: answers["organisation"].update(covers=[{"name": name}])),
                               ("approval.by", lambda answers: answers["approval"].update(by=name))):
            answers = json.loads((DATA / "typical-municipality.json").read_text())
            answers.setdefault("approval", {})
            change(answers)
            path.write_text(json.dumps(answers), encoding="utf-8")
            said = sigill("check", path)
            assert said.status == 1 and member in said.out + said.err, f"{name!r}: {said}"


@test
def test_S2_no_manifest_names_a_sender_with_a_letter_that_is_not_seen(directory):
    register = world().copy(directory)
    for number, name in enumerate(["Ort\u3164B", "Ort  B", "Ort\u00a0B"]):
        folder = directory / str(number)
        folder.mkdir()
        Bundle(world(), "ankeborg", manifest=edit(sender=lambda sender: {**sender, "name": name})).write(folder)
        [line] = received(register, world().authority.keys, folder, status=1)
        assert line["reason"] == "unknown-format", line


@test
def test_S2_no_population_has_a_name_with_a_letter_that_is_not_seen(directory):
    register, keys = make_register(directory)
    path = directory / "list.csv"
    # What stands around a field is no part of it, and spreadsheets make no-break spaces of spaces: those are read as spaces.
    for name in spoilt():
        path.write_text(f"nummer;namn;grupp\n212999-0004;{name};kommun\n", encoding="utf-8")
        if name not in ("Ort\u00a0B", "Ort\u202fB") and name == name.strip(" ") and "\t" not in name:
            refused(msb("population", path, "-r", register, "-k", keys), 1, "line 2", "name")


run()
