"""What somebody does who has only the first page and --help: each mistake is answered with what to do, in words that need
no format."""
from parties import CARD, enrol, make_keys, make_party, own, receive, told, trust, written_secret
from seal_parties import answers, parties, seal, sealed
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged


# ---- cards ----

@test
def a_card_that_is_there_is_handed_over_by_copying_it(directory):
    keys = make_party(directory / "keys")
    before = tree(directory)
    refused(sigill("card", "-k", keys, *CARD, "-o", directory / "copy.card"), 3, "alone writes a copy of it to hand over", str(own(keys)))
    refused(sigill("card", "-k", keys), 3, "alone writes a copy of it to hand over")
    unchanged(directory, before)
    expect(sigill("card", "-k", keys, "-o", directory / "copy.card"), 0)
    assert (directory / "copy.card").read_bytes() == own(keys).read_bytes()
    (directory / "copy.card").unlink()
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


# ---- what replaces what ----

@test
def a_corrected_period_is_said_to_stand_beside_the_old_one(directory):
    keys, _ = parties(directory)
    first = sealed(keys, answers(directory), "-o", directory / "first.sigill")
    moved = answers(directory, period={"from": "2019-11-01", "to": "2021-10-31"})
    said = "for another period, 2019-10-01 to 2021-09-30, a bundle was sealed too"
    result = expect(seal(keys, moved, "-o", directory / "second.sigill"), 0, err_has=(said, f"--supersedes {first['id']}"))
    third = seal(keys, moved, "--supersedes", first["id"], "-o", directory / "third.sigill")
    assert said not in " ".join(expect(third, 0).err.split()), third
    # What was said once is known from then on.
    fourth = expect(seal(keys, moved, "-o", directory / "fourth.sigill"), 0)
    assert "for another period" not in fourth.err and "sigill: warning" in result.err, fourth


@test
def of_several_receipts_it_is_said_which_bundle_counts(directory):
    keys, authority = parties(directory)
    register = directory / "register"
    expect(msb("init", "-r", register, "-k", authority), 0)
    expect(enrol(register, authority, own(keys)), 0)
    bundles = [sealed(keys, answers(directory), "-o", directory / f"{name}.sigill") for name in "ab"]
    for bundle in bundles:
        expect(receive(register, authority, bundle["file"]), 0)
    expect(msb("receipts", "-r", register, "-k", authority, "--all", "-o", directory / "out"), 0)
    said = " ".join(expect(sigill("receipt", directory / "out", "-k", keys), 0).out.split())
    assert f"For bundles of these keys: 2 imported. Of those that were imported this one counts: short digest {bundles[1]['short']}, " \
           "sealed" in said and "period 2019-10-01 to 2021-09-30." in said, said


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
