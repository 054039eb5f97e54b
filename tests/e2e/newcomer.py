"""What somebody does who has only the first page and --help: each mistake is answered with what to do, in words that need
no format."""
import json
import os

from parties import CARD, make_authority, make_keys, make_party, own, told, trust, written_secret
from seal_parties import answers, parties, seal, sealed
from sigill_test import expect, refused, run, sigill, test, tree, unchanged


# ---- cards ----

@test
def a_card_that_is_there_is_handed_over_by_copying_it(directory):
    keys = make_party(directory / "keys")
    before = tree(directory)
    for words in (CARD, []):
        refused(sigill("card", "-k", keys, *words, "-o", directory / "copy.card"), 3, "to hand it over, copy that file", str(own(keys)))
    unchanged(directory, before)


@test
def the_own_card_is_not_trusted(directory):
    keys = make_party(directory / "keys")
    before = tree(directory)
    refused(trust(keys, own(keys)), 1, "this is your own card", "the card of the authority")
    unchanged(directory, before)


@test
def a_card_that_is_trusted_may_be_given_again(directory):
    keys, authority = parties(directory)
    before = tree(directory)
    for more in ([], ["--fingerprint", told(own(authority))]):
        expect(sigill("trust", "-k", keys, own(authority), *more), 0, out_has=("The card was trusted already:", "MSB"))
    unchanged(directory, before)
    # The same statement with another signature on it is not that card.
    forged = bytearray(own(authority).read_bytes())
    forged[-600] ^= 1
    (directory / "forged.card").write_bytes(forged)
    sigill("trust", "-k", keys, directory / "forged.card")
    (directory / "forged.card").unlink()
    unchanged(directory, before)


@test
def a_renewed_card_speaks_of_commands_that_there_are(directory):
    keys = make_party(directory / "keys")
    expect(sigill("keygen", "-k", keys, "--rotate"), 0)
    said = expect(sigill("card", "-k", keys, "--renew"), 0, out_has=("`sigill keygen --rotate`", "if it has the card before this one")).out
    assert "add-recipient" not in said and "`rotate`" not in said, said


# ---- passphrases ----

@test
def a_mistyped_passphrase_is_first_looked_at_in_its_file(directory):
    right, wrong = written_secret(directory / "right"), written_secret(directory / "wrong", "korrekt häst batteri klamer")
    expect(sigill("keygen", "-k", directory / "keys", "--passphrase-file", right), 0)
    result = refused(sigill("card", "-k", directory / "keys", *CARD, "--passphrase-file", wrong), 1,
                     f"Check the spelling of the first line of {wrong}", "revokes the lost one", "`seal --supersedes ID`")
    assert result.err.index("Check the spelling") < result.err.index("lost passphrase"), result


# ---- words ----

@test
def a_name_without_quotation_marks_is_answered_with_them(directory):
    keys = make_keys(directory / "keys")
    refused(sigill("card", "-k", keys, "--name", "Ankeborgs", "kommun", "--number", "212999-0004", "--group", "kommun"), 2,
            "kommun: belongs to nothing", "--name \"two words\"")


@test
def a_dash_of_a_word_processor_is_told_from_a_hyphen(directory):
    path = answers(directory)
    for dash in "‐‑‒–—−":
        refused(sigill("score", path, f"{dash}html"), 2, f"{dash}html: begins with a dash", "type - or --")
    odd = directory / "–svar.json"
    path.rename(odd)
    expect(sigill("check", odd.name, cwd=directory), 0)


# ---- files ----

@test
def a_file_of_another_kind_is_told_by_what_it_is_first(directory):
    keys, authority = parties(directory)
    path = answers(directory)
    sealed(keys, path, "-o", directory / "a.sigill")
    for words, said in ((["trust", path, "-k", keys, "--fingerprint", "0" * 50], f"sigill: {path} holds answers"),
                        (["seal", directory / "a.sigill", "-k", keys, "--yes"], f"sigill: {directory / 'a.sigill'} is a sealed bundle"),
                        (["gap", directory / "a.sigill"], f"sigill: {directory / 'a.sigill'} is a sealed bundle"),
                        (["gap", path, "--target", path], f"sigill: {path} holds answers, but a target profile is expected"),
                        (["score", path, "--summary", "--against", own(authority)], f"sigill: {own(authority)} is a card")):
        result = refused(sigill(*words), 1)
        assert result.err.startswith(said), result


run()
