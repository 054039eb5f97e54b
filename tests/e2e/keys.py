"""The subcommands about keys, cards and trust on the organisation's side."""
import contextlib
import datetime
import json
import os
import pty
import signal
import subprocess
import termios
from pathlib import Path

from parties import (CARD, GROUP, LONG, NAME, NUMBER, PAST, ZEROS, example, forge, hexadecimal, make_authority,
                     make_keys, make_party, members, mode, own, record, refuses, told, trust, trusted, written_secret)
from sigill_test import BUILD, environment, expect, msb, program, run, sigill, terminal, test, tree, unchanged


@contextlib.contextmanager
def asking(*args):
    """sigill, on a terminal, until it asks for a new passphrase: its process and the terminal."""
    process, ours = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # which may be ignored where tests run in the background
        os.execve(BUILD / "sigill", ["sigill", "--lang", "en", *map(str, args)], environment())
    try:
        shown = b""
        while b"New passphrase" not in shown:
            shown += os.read(ours, 4096)
        yield process, ours
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ours)


def echoes(fd):
    return bool(termios.tcgetattr(fd)[3] & termios.ECHO)


# ---- keygen ----

@test
def test_S6_secrets_are_for_their_owner_whatever_the_umask(directory):
    keys = directory / "keys"
    before = os.umask(0)
    try:
        result = expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0, err_has="NO PASSPHRASE")
    finally:
        os.umask(before)
    assert mode(keys) == 0o700
    assert {path.name: mode(path) for path in keys.iterdir()} == {
        "sign.key": 0o600, "receive.key": 0o600, "sign.pub": 0o644, "receive.pub": 0o644}
    assert f"sigill card -k {keys} " in result.out, result


@test
def test_keygen_leaves_keys_that_are_there(directory):
    keys = make_keys(directory / "keys")
    refuses(directory, 3, "has keys already", "sigill", "keygen", "-k", keys, "--no-passphrase")
    (keys / "sign.key").unlink()
    refuses(directory, 3, "has keys already", "sigill", "keygen", "-k", keys)


@test
def test_keygen_that_is_refused_makes_nothing(directory):
    (directory / "file").touch()
    long = written_secret(directory / "long")
    short = written_secret(directory / "short", "elva tecken")
    empty = written_secret(directory / "empty", "")
    keys = directory / "keys"
    for status, words, options in [
            (3, "cannot be made", ["-k", directory / "no" / "keys", "--no-passphrase"]),
            (3, "cannot be made", ["-k", directory / "file", "--no-passphrase"]),
            (2, "exclude each other", ["-k", keys, "--no-passphrase", "--passphrase-file", long]),
            (1, "shorter than 12", ["-k", keys, "--passphrase-file", short]),
            (1, "empty", ["-k", keys, "--passphrase-file", empty]),
            (3, "cannot be opened", ["-k", keys, "--passphrase-file", directory / "no"]),
            (3, "--passphrase-file", ["-k", keys]),
            (2, "--keys", ["--no-passphrase"]),
            (2, "nothing but options", ["-k", keys, "more"])]:
        refuses(directory, status, words, "sigill", "keygen", *options)


@test
def test_S6_a_passphrase_is_not_shown_and_opens_the_keys(directory):
    keys = directory / "keys"
    result = terminal("sigill", "keygen", "-k", keys,
                      talk=[("New passphrase for the keys in", LONG + "\n"), ("Once more", LONG + "\n")])
    expect(result, 0, out_has="Keys were made", err_has="some seconds")
    assert LONG not in result.shown + result.out + result.err
    assert "NO PASSPHRASE" not in result.err
    result = terminal("sigill", "card", "-k", keys, *CARD, talk=[("Passphrase for the keys in", LONG + "\n")])
    expect(result, 0)
    assert LONG not in result.shown
    assert mode(keys / "sign.key") == mode(keys / "receive.key") == 0o600


@test
def test_a_passphrase_that_is_not_repeated_makes_nothing(directory):
    talk = [("New passphrase", LONG + "\n"), ("Once more", LONG + "!\n")] * 3
    expect(terminal("sigill", "keygen", "-k", directory / "keys", talk=talk), 1, out="", err_has="not the same")
    assert tree(directory) == {}


@test
def test_S6_the_terminal_is_restored_when_the_passphrase_is_given_up(directory):
    with asking("keygen", "-k", directory / "keys") as (process, ours):
        assert not echoes(ours)
        os.kill(process, signal.SIGINT)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        assert echoes(ours)
    assert tree(directory) == {}


@test
def test_S6_memory_is_locked_and_dumps_no_core(directory):
    with asking("keygen", "-k", directory / "keys") as (process, _):
        limits = Path(f"/proc/{process}/limits").read_text().splitlines()
        about = Path(f"/proc/{process}/status").read_text().splitlines()
    core = next(line for line in limits if line.startswith("Max core file size")).split()
    locked = next(line for line in about if line.startswith("VmLck:")).split()
    assert core[4:6] == ["0", "0"], core
    # AddressSanitizer turns mlock into a call that does nothing.
    assert int(locked[1]) > 0 or b"__asan_init" in (BUILD / "sigill").read_bytes(), locked


@test
def test_S6_no_secret_is_readable_in_the_files(directory):
    keys = directory / "keys"
    secret = written_secret(directory / "secret")
    result = expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    everything = b"".join(path.read_bytes() for path in keys.iterdir()) + result.raw + result.err.encode()
    assert LONG.encode() not in everything
    assert b"AGE-SECRET-KEY" not in everything
    plain = make_keys(directory / "plain")
    assert b"AGE-SECRET-KEY-PQ-1" in (plain / "receive.key").read_bytes()


@test
def test_a_passphrase_file_that_others_can_read_is_warned_of(directory):
    secret = written_secret(directory / "secret")
    secret.chmod(0o644)
    expect(sigill("keygen", "-k", directory / "keys", "--passphrase-file", secret), 0, err_has="others can read")


# ---- card ----

@test
def test_a_card_says_what_it_was_told_and_stock_minisign_verifies_it(directory):
    keys = make_keys(directory / "keys")
    result = expect(sigill("card", "-k", keys, *NAME, "--number", "2129990004", *GROUP, "--valid-until", "2999-12-31",
                           "--json"), 0)
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    assert record(own(keys)) == {
        "format": "sigill-card/1", "role": "organisation", "name": "Ankeborgs kommun", "number": "212999-0004",
        "group": "kommun", "series": 1, "sign": (keys / "sign.pub").read_text().splitlines()[1],
        "recipients": (keys / "receive.pub").read_text().split(), "valid": {"from": today, "until": "2999-12-31"}}
    assert json.loads(result.out) == {
        "name": "Ankeborgs kommun", "number": "212999-0004", "role": "organisation",
        "fingerprint": hexadecimal(own(keys)), "fingerprint_text": told(own(keys))}
    text, signature = members(own(keys))
    (directory / "card.json").write_bytes(text)
    (directory / "card.json.minisig").write_bytes(signature)
    subprocess.run(["minisign", "-V", "-m", directory / "card.json", "-p", keys / "sign.pub"], check=True,
                   stdout=subprocess.DEVNULL)


@test
def test_a_card_is_valid_for_five_years_if_nothing_is_said(directory):
    valid = record(own(make_party(directory / "keys")))["valid"]
    year, rest = int(valid["from"][:4]), valid["from"][4:]
    assert valid["until"] == f"{year + 5}{'-02-28' if rest == '-02-29' else rest}", valid


@test
def test_a_card_is_shown_and_copied(directory):
    keys = make_keys(directory / "keys")
    copy = directory / "copy.card"
    result = expect(sigill("card", "-k", keys, *CARD, "-o", copy), 0)
    expect(result, 0, out_has=[told(own(keys)), "Ankeborgs kommun", "212999-0004", str(own(keys)), str(copy)])
    assert own(keys).read_bytes() == copy.read_bytes()


@test
def test_the_authoritys_card(directory):
    keys = make_authority(directory / "keys", "MSB")
    document = record(own(keys))
    assert document["role"] == "authority" and "number" not in document and "group" not in document
    result = json.loads(expect(msb("fingerprint", "-k", keys, "--json"), 0).out)
    assert result == {"name": "MSB", "number": None, "role": "authority", "fingerprint": hexadecimal(own(keys)),
                      "fingerprint_text": told(own(keys))}
    refuses(directory, 2, "there is no option --number", "sigill-msb", "card", "-k", keys, *CARD)


@test
def test_a_second_card_needs_force(directory):
    keys = make_party(directory / "keys")
    refuses(directory, 3, ["there is a card already", "--force"], "sigill", "card", "-k", keys, *CARD)
    # A file alone that is asked for is a copy of it; a group may be typed by its name.
    expect(sigill("card", "-k", keys, "-o", directory / "copy.card"), 0, out_has="a copy in")
    assert (directory / "copy.card").read_bytes() == own(keys).read_bytes()
    refuses(directory, 3, "copy.card", "sigill", "card", "-k", keys, "-o", directory / "copy.card")
    refuses(directory, 3, "there is a card already", "sigill", "card", "-k", keys, "-o", directory / "other.card", "--name", "Ankeborg")
    other = make_keys(directory / "other")
    expect(sigill("card", "-k", other, "--name", "Ankeborg", *NUMBER, "--group", "Kommun"), 0)
    assert record(own(other))["group"] == "kommun"
    expect(sigill("card", "-k", keys, "--name", "Ankeborg", *NUMBER, *GROUP, "--force"), 0)
    assert record(own(keys))["name"] == "Ankeborg"


@test
def test_a_copy_that_cannot_be_written_leaves_no_card(directory):
    keys = make_keys(directory / "keys")
    (directory / "copy.card").touch()
    refuses(directory, 3, "exists already", "sigill", "card", "-k", keys, *CARD, "-o", directory / "copy.card")
    refuses(directory, 3, "there is no such directory", "sigill", "card", "-k", keys, *CARD, "-o", directory / "no" / "copy")


@test
def test_a_card_refuses_what_it_cannot_say(directory):
    keys = make_keys(directory / "keys")
    for words, options in [
            ("--name", [*NUMBER, *GROUP]),
            ("--name", ["--name", "", *NUMBER, *GROUP]),
            ("--name", ["--name", "Anke\u202eborg", *NUMBER, *GROUP]),
            ("--name", ["--name", "x" * 201, *NUMBER, *GROUP]),
            ("--number", [*NAME, *GROUP]),
            ("check digit", [*NAME, "--number", "212999-0005", *GROUP]),
            ("check digit", [*NAME, "--number", "19800101-1234", *GROUP]),
            ("--group", [*NAME, *NUMBER]),
            ("kommun, region, myndighet", [*NAME, *NUMBER, "--group", "klubb"]),
            ("--valid-until", [*CARD, "--valid-until", "2020-01-01"]),
            ("--valid-until", [*CARD, "--valid-until", "2999-02-30"])]:
        refuses(directory, 2, words, "sigill", "card", "-k", keys, *options)


@test
def test_a_card_needs_keys_and_their_passphrase(directory):
    keys = directory / "keys"
    secret = written_secret(directory / "secret")
    wrong = written_secret(directory / "wrong", LONG + "!")
    refuses(directory, 3, "no keys here", "sigill", "card", "-k", keys, *CARD)
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    refuses(directory, 1, "passphrase", "sigill", "card", "-k", keys, *CARD, "--passphrase-file", wrong)
    refuses(directory, 3, "--passphrase-file", "sigill", "card", "-k", keys, *CARD)
    expect(sigill("card", "-k", keys, *CARD, "--passphrase-file", secret), 0)


@test
def test_keys_that_others_can_reach_are_warned_of(directory):
    keys = make_keys(directory / "keys")
    (keys / "receive.key").chmod(0o640)
    expect(sigill("card", "-k", keys, *CARD), 0, err_has=["warning", "chmod -R go="])


# ---- fingerprint ----

@test
def test_fingerprint_of_ones_own_card_and_of_a_file(directory):
    keys = make_party(directory / "keys")
    expect(sigill("fingerprint", "-k", keys), 0, err="", out_has=[told(own(keys)), "Your card"])
    for name in ("sigill", "sigill-msb"):
        expect(program(name, "fingerprint", own(keys)), 0, err="", out_has=[told(own(keys)), "nobody has checked it"])
    with open("/dev/full", "wb") as full:
        expect(sigill("fingerprint", own(keys), out=full), 3, err_has="standard output")


@test
def test_fingerprint_wants_one_card(directory):
    keys = make_keys(directory / "keys")
    (directory / "pipe.card").touch()
    for status, words, options in [
            (2, "either", []),
            (2, "either", ["-k", keys, own(keys)]),
            (3, "no card of your own", ["-k", keys]),
            (3, "cannot be opened", [directory / "no.card"]),
            (1, "sign.pub", [keys / "sign.pub"]),
            (1, "pipe.card", [directory / "pipe.card"])]:
        refuses(directory, status, words, "sigill", "fingerprint", *options)


# ---- trust and distrust ----

def two_parties(directory):
    return make_party(directory / "keys"), make_authority(directory / "msb")


@test
def test_trust_and_distrust_take_a_fingerprint_in_every_form(directory):
    keys, authority = two_parties(directory)
    card = own(authority)
    for form in (told(card), told(card).replace("-", " "), told(card).replace("-", ""), hexadecimal(card),
                 hexadecimal(card).upper(), told(card).replace("-", "\u00a0–\t") + "\r\n", hexadecimal(card) + "\n"):
        expect(sigill("trust", "-k", keys, card, "--fingerprint", form), 0, err="", out_has="Myndigheten")
        assert trusted(keys) == [hexadecimal(card) + ".card"]
        expect(sigill("distrust", "-k", keys, form), 0, err="", out_has="Myndigheten")
        assert trusted(keys) == []


@test
def test_a_fingerprint_without_quotation_marks_is_several_words(directory):
    keys, authority = two_parties(directory)
    card = own(authority)
    groups = told(card).split("-")
    for words in ([card, "--fingerprint", *groups], ["--fingerprint", *groups, card], [f"--fingerprint={groups[0]}", card, *groups[1:]],
                  ["--fingerprint", *(" ".join(groups[at:at + 5]) for at in (0, 5)), card]):
        expect(sigill("trust", "-k", keys, *words), 0, err="", out_has="Myndigheten")
        expect(sigill("distrust", "-k", keys, *groups), 0, err="", out_has="Myndigheten")
        assert trusted(keys) == []
    refuses(directory, 2, "this is not a fingerprint", "sigill", "trust", "-k", keys, card, "--fingerprint", *groups[:9])
    wrong = [*groups[:4], "99999" if groups[4] != "99999" else "00000", *groups[5:]]
    refuses(directory, 1, "group 5", "sigill", "trust", "-k", keys, card, "--fingerprint", *wrong)


@test
def test_trust_of_a_card_that_is_trusted_changes_nothing(directory):
    keys, authority = two_parties(directory)
    expect(trust(keys, own(authority)), 0)
    before = tree(directory)
    expect(trust(keys, own(authority)), 0)
    unchanged(directory, before)


@test
def test_trust_names_the_group_that_differs(directory):
    keys, authority = two_parties(directory)
    groups = told(own(authority)).split("-")
    groups[6] = f"{(int(groups[6]) + 1) % 100000:05}"
    refuses(directory, 1, "group 7", "sigill", "trust", "-k", keys, own(authority), "--fingerprint", " ".join(groups))


@test
def test_S2_trust_compares_the_fingerprint_before_it_parses_the_card(directory):
    keys, authority = two_parties(directory)
    broken = forge(authority, directory / "broken.card", text='{"a":1,"a":')
    command = ["sigill", "trust", "-k", keys, broken, "--fingerprint"]
    result = refuses(directory, 1, "(10 of 10 groups differ)", *command, ZEROS)
    assert "card.json" not in result.err, result
    refuses(directory, 1, "card.json", *command, told(broken))


@test
def test_trust_refuses_a_card_that_another_key_signed(directory):
    keys, authority = two_parties(directory)
    other = make_authority(directory / "other")
    forged = forge(other, directory / "forged.card", sign=record(own(authority))["sign"])
    refuses(directory, 1, "forged.card", "sigill", "trust", "-k", keys, forged, "--fingerprint", told(forged))


@test
def test_trust_without_a_fingerprint_tells_to_ask_for_it(directory):
    keys, authority = two_parties(directory)
    refuses(directory, 1, ["ring its owner", "--fingerprint"], "sigill", "trust", "-k", keys, own(authority))
    expect(trust(keys, own(authority)), 0)
    stranger = make_authority(directory / "stranger")
    refuses(directory, 1, ["ring its owner", "--fingerprint"], "sigill", "trust", "-k", keys, own(stranger))


@test
def test_trust_refuses_what_is_no_fingerprint_and_what_is_no_card(directory):
    keys, authority = two_parties(directory)
    with open(directory / "large", "wb") as file:
        file.truncate(70000)
    card = own(authority)
    for status, words, operand, digits in [
            (2, "--fingerprint", card, ""), (2, "--fingerprint", card, "12345"),
            (2, "--fingerprint", card, told(card) + "-00000"), (2, "--fingerprint", card, "g" * 64),
            (3, "no.card", directory / "no.card", ZEROS), (3, "is a directory", directory, ZEROS),
            (1, "sign.pub", keys / "sign.pub", ZEROS), (1, "larger", directory / "large", ZEROS)]:
        refuses(directory, status, words, "sigill", "trust", "-k", keys, operand, "--fingerprint", digits)


@test
def test_trust_refuses_an_expired_card(directory):
    keys, authority = two_parties(directory)
    old = forge(authority, directory / "old.card", valid=PAST)
    refuses(directory, 1, "valid until 2021-12-31", "sigill", "trust", "-k", keys, old, "--fingerprint", told(old))


@test
def test_the_next_card_of_a_trusted_party_needs_no_fingerprint(directory):
    keys, authority = two_parties(directory)
    expect(trust(keys, own(authority)), 0)
    skipping = forge(authority, directory / "third.card", series=3)
    refuses(directory, 1, "number 3 in its series", "sigill", "trust", "-k", keys, skipping)
    past = forge(authority, directory / "past.card", series=2, valid=PAST)
    refuses(directory, 1, "valid until", "sigill", "trust", "-k", keys, past)
    following = forge(authority, directory / "second.card", series=2)
    expect(sigill("trust", "-k", keys, following), 0, err="")
    assert trusted(keys) == [hexadecimal(following) + ".card"]
    refuses(directory, 1, "number 2 is trusted already", "sigill", "trust", "-k", keys, own(authority), "--fingerprint",
            told(own(authority)))


@test
def test_distrust_takes_the_card_too(directory):
    keys, authority = two_parties(directory)
    expect(trust(keys, own(authority)), 0)
    for status, words, operand in [(1, "this card is not trusted here", own(keys)),
                                   (1, "this card is not trusted here", ZEROS),
                                   (3, "neither a fingerprint nor a file", "12345"),
                                   (1, "sign.pub", keys / "sign.pub")]:
        refuses(directory, status, words, "sigill", "distrust", "-k", keys, operand)
    expect(sigill("distrust", "-k", keys, own(authority)), 0, err="", out_has="Myndigheten")
    assert trusted(keys) == []


# ---- example keys ----

@test
def test_S10_example_keys_are_refused_by_every_command(directory):
    municipality = example("ankeborg", directory)
    card = own(example("msb", directory))
    for command, *args in [
            ["card", "-k", municipality, *CARD, "--force"],
            ["fingerprint", "-k", municipality],
            ["fingerprint", own(municipality)],
            ["trust", "-k", municipality, card, "--fingerprint", told(card)],
            ["distrust", "-k", municipality, told(card)]]:
        refuses(directory, 1, ["example keys", "--allow-example-keys"], "sigill", command, *args)


@test
def test_S10_an_example_card_is_not_trusted(directory):
    keys = make_party(directory / "keys")
    card = own(example("msb", directory))
    refuses(directory, 1, "example keys", "sigill", "trust", "-k", keys, card, "--fingerprint", told(card))
    expect(trust(keys, card, "--allow-example-keys"), 0, err_has="they protect nothing")
    assert trusted(keys) == [hexadecimal(card) + ".card"]


@test
def test_S10_one_example_recipient_among_ones_own_is_refused(directory):
    keys = make_keys(directory / "keys")
    with open(keys / "receive.pub", "a", encoding="ascii") as file:
        file.write(Path("keys-example/msb/receive.pub").read_text())
    refuses(directory, 1, "example keys", "sigill", "card", "-k", keys, *CARD)


run()
