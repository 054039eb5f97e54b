"""The subcommands about keys and senders on the authority's side: init, enrol, revoke."""
import os
import shutil

from parties import (GROUP, LONG, NAME, PAST, ZEROS, enrol, example, forge, hexadecimal, make_authority,
                     make_keys, make_party, make_register, mode, own, refuses, rows, told)
from sigill_test import expect, msb, run, terminal, test, tree, unchanged


# ---- init, enrol, revoke ----

@test
def test_S6_init_makes_keys_and_a_register_for_their_owner(directory):
    before = os.umask(0)
    try:
        register, keys = make_register(directory)
    finally:
        os.umask(before)
    assert mode(register) == mode(keys) == mode(register / "originals") == 0o700
    assert mode(register / "register.key") == mode(register / "register.db") == mode(keys / "sign.key") == 0o600
    assert rows(register, "SELECT demo FROM meta") == [(0,)]


@test
def test_init_takes_the_keys_that_are_there_and_tells_the_next_step(directory):
    keys = make_keys(directory / "msb")
    before = tree(keys)
    result = expect(msb("init", "-r", directory / "one", "-k", keys), 0, err="", out_has=f"sigill-msb card -k {keys} ")
    assert "Keys were made" not in result.out
    assert len(list((keys / "heads").iterdir())) == 1
    shutil.rmtree(keys / "heads")
    unchanged(keys, before)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    expect(msb("init", "-r", directory / "two", "-k", keys), 0, err="", out_has="sigill-msb enrol -r ")


@test
def test_init_locks_new_keys_with_a_passphrase(directory):
    talk = [("New passphrase", LONG + "\n"), ("Once more", LONG + "\n")]
    expect(terminal("sigill-msb", "init", "-r", directory / "r", "-k", directory / "k", talk=talk), 0)
    refuses(directory, 3, "--passphrase-file", "sigill-msb", "card", "-k", directory / "k", "--name", "MSB")


@test
def test_init_that_fails_leaves_nothing(directory):
    register, keys = make_register(directory)
    (directory / "file").touch()
    (directory / "half").mkdir()
    shutil.copy(keys / "sign.pub", directory / "half")
    (directory / "lone").mkdir()
    shutil.copy(register / "register.key", directory / "lone")
    (directory / "blocked").mkdir()
    (directory / "blocked" / "originals").touch()
    new = directory / "new"
    for status, words, options in [
            (3, "holds a register already", ["-r", register, "-k", new, "--no-passphrase"]),
            (3, "holds a register already", ["-r", directory / "lone", "-k", new, "--no-passphrase"]),
            (3, "cannot be made", ["-r", directory / "no" / "r", "-k", new, "--no-passphrase"]),
            (3, "cannot be made", ["-r", directory / "file", "-k", new, "--no-passphrase"]),
            (3, "cannot be made", ["-r", directory / "blocked", "-k", new, "--no-passphrase"]),
            (3, "cannot be made", ["-r", new, "-k", directory / "no" / "k", "--no-passphrase"]),
            (3, "receive.pub", ["-r", new, "-k", directory / "half"]),
            (3, "--passphrase-file", ["-r", new, "-k", directory / "k"]),
            (2, "--register", ["-k", new]),
            (2, "--keys", ["-r", new])]:
        before = tree(directory)
        expect(msb("init", *options), status, out="", err_has=words)
        unchanged(directory, before)


@test
def test_enrol_takes_an_organisation_once(directory):
    register, keys = make_register(directory)
    party = make_party(directory / "party")
    expect(enrol(register, keys, own(party)), 0, err="", out_has=["enrolled", "Ankeborgs kommun", told(own(party))])
    assert rows(register, "SELECT hex(fingerprint), number, revoked FROM senders") == [
        (hexadecimal(own(party)).upper(), "212999-0004", None)]
    expect(enrol(register, keys, own(party)), 1, out="", err_has="enrolled already")
    other = make_party(directory / "other")
    expect(enrol(register, keys, own(other)), 1, out="", err_has="another card in force")
    assert rows(register, "SELECT count(*) FROM senders") == [(1,)]


@test
def test_S2_enrol_compares_the_fingerprint_before_it_parses_the_card(directory):
    register, keys = make_register(directory)
    broken = forge(make_party(directory / "party"), directory / "broken.card", text='{"a":1,"a":')
    command = ["enrol", "-r", register, "-k", keys, broken, "--fingerprint"]
    result = expect(msb(*command, ZEROS), 1, out="", err_has="(10 of 10 groups differ)")
    assert "card.json" not in result.err, result
    expect(msb(*command, told(broken)), 1, out="", err_has="card.json")
    assert rows(register, "SELECT count(*) FROM senders") == [(0,)]


@test
def test_enrol_refuses_what_may_not_send(directory):
    register, keys = make_register(directory)
    party = make_party(directory / "party")
    authority = make_authority(directory / "authority")
    club = forge(party, directory / "club.card", group="klubb")
    old = forge(party, directory / "old.card", valid=PAST)
    for status, words, options in [
            (1, "only organisations are enrolled", [own(authority), "--fingerprint", told(own(authority))]),
            (1, "kommun, region, myndighet", [club, "--fingerprint", told(club)]),
            (1, "valid until 2021-12-31", [old, "--fingerprint", told(old)]),
            (1, "(10 of 10 groups differ)", [own(party), "--fingerprint", told(own(authority))]),
            (2, "--fingerprint", [own(party), "--fingerprint", "12345"]),
            (1, "--fingerprint", [own(party)]),
            (2, "expected", ["--fingerprint", ZEROS]),
            (3, "cannot be opened", [directory / "no.card", "--fingerprint", ZEROS])]:
        expect(msb("enrol", "-r", register, "-k", keys, *options), status, out="", err_has=words)
    refuses(directory / "party", 3, "no register here", "sigill-msb", "enrol", "-r", party, "-k", keys, own(party),
            "--fingerprint", told(own(party)))
    assert rows(register, "SELECT count(*) FROM senders") == [(0,)]


@test
def test_revoke_asks_and_keeps_the_reason(directory):
    register, keys = make_register(directory)
    party = make_party(directory / "party")
    expect(enrol(register, keys, own(party)), 0)
    command = ["revoke", "-r", register, "-k", keys, "212999-0004", "--reason", "datorn är stulen"]
    expect(msb(*command), 2, out="", err_has="--yes")
    expect(terminal("sigill-msb", *command, talk=[("Revoke the card of Ankeborgs kommun (212999-0004)?", "nej\n")]), 1, out="")
    assert rows(register, "SELECT revoked FROM senders") == [(None,)]
    expect(terminal("sigill-msb", *command, talk=[("Revoke the card of Ankeborgs kommun (212999-0004)?", "ja\n")]), 0, err_has="--since DAY",
           out_has="revoked")
    assert rows(register, "SELECT reason, revoked > 0 FROM senders") == [("datorn är stulen", 1)]
    expect(msb(*command, "--yes"), 1, out="", err_has="no card in force")
    new = make_party(directory / "new")
    expect(enrol(register, keys, own(new)), 0)


@test
def test_revoke_refuses_what_it_cannot_keep(directory):
    register, keys = make_register(directory)
    place = ["-r", register, "-k", keys, "--yes"]
    for status, words, options in [
            (2, "check digit", [*place, "212999-0005", "--reason", "x"]),
            (2, "--reason", [*place, "212999-0004"]),
            (2, "--reason", [*place, "212999-0004", "--reason", ""]),
            (2, "--reason", [*place, "212999-0004", "--reason", "two\nlines"]),
            (2, "--reason", [*place, "212999-0004", "--reason", "x" * 501]),
            (2, "--register", ["-k", keys, "212999-0004", "--reason", "x"]),
            (2, "--keys", ["-r", register, "212999-0004", "--reason", "x"]),
            (1, "no organisation of this number is enrolled", [*place, "212999-0004", "--reason", "x"]),
            (3, "no register here", ["-r", keys, "-k", keys, "212999-0004", "--reason", "x", "--yes"])]:
        expect(msb("revoke", *options), status, out="", err_has=words)


# ---- example keys ----

@test
def test_S10_example_keys_are_refused_by_every_command(directory):
    register, keys = make_register(directory)
    (directory / "examples").mkdir()
    authority = example("msb", directory / "examples")
    card = own(authority)
    for command, *args in [
            ["init", "-r", directory / "new", "-k", authority],
            ["card", "-k", authority, "--name", "MSB", "--force"],
            ["fingerprint", "-k", authority],
            ["enrol", "-r", register, "-k", authority, card, "--fingerprint", told(card)],
            ["revoke", "-r", register, "-k", authority, "212999-0004", "--reason", "x", "--yes"]]:
        refuses(directory, 1, ["example keys", "--allow-example-keys"], "sigill-msb", command, *args)


@test
def test_S10_an_example_card_is_not_enrolled(directory):
    register, keys = make_register(directory)
    expect(enrol(register, keys, own(example("ankeborg", directory))), 1, out="", err_has="example keys")
    assert rows(register, "SELECT count(*) FROM senders") == [(0,)]
    assert rows(register, "SELECT demo FROM meta") == [(0,)]


@test
def test_S10_allowed_example_keys_mark_a_register_for_ever(directory):
    register, keys = make_register(directory)
    municipality = example("ankeborg", directory)
    party = make_party(directory / "party", *NAME, "--number", "232999-0002", *GROUP)
    expect(enrol(register, keys, own(party), "--allow-example-keys"), 0, err="")
    assert rows(register, "SELECT demo FROM meta") == [(0,)]
    expect(enrol(register, keys, own(municipality), "--allow-example-keys"), 0,
           err_has=["they protect nothing", "demonstration for ever"])
    assert rows(register, "SELECT demo FROM meta") == [(1,)]
    other = directory / "other"
    expect(msb("init", "-r", other, "-k", example("msb", directory / "party"), "--allow-example-keys"), 0,
           err_has="demonstration for ever")
    assert rows(other, "SELECT demo FROM meta") == [(1,)]


run()
