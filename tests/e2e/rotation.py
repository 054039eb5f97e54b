"""The life of keys: next cards, new keys, an offline backup, revocation, and moving a register to new keys."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import time

from parties import (CARD, DAY, LONG, NUMBER, enrol, example, expect, fake_clock, forge, hexadecimal, listed, make_authority, make_keys,
                     make_party, make_register, make_world, mode, own, received, reasons, record, refuses, rows, sealed, told, trust,
                     trusted, written_secret, ZEROS)
from sigill_test import msb, refused, run, sigill, test, tree, unchanged


def renew(program, keys, *options):
    return expect(program("card", "-k", keys, "--renew", *options), 0)


def recipients(keys):
    return [line for line in (keys / "receive.pub").read_text().splitlines() if not line.startswith("#")]


def identities(keys):
    return [line for line in (keys / "receive.key").read_text().splitlines() if not line.startswith("#")]


def backup(directory):
    """An offline backup: another directory's identities and its recipient."""
    keys = make_keys(directory / "backup")
    return keys / "receive.key", keys / "receive.pub"


def extracts(register, keys, id, place, status=0):
    return expect(msb("extract", id, "-r", register, "-k", keys, "-o", place), status)


def copies(directory, *paths):
    """Copies for a run on a later day: the register itself then still takes today's clock."""
    return [shutil.copytree(path, directory / f"later-{path.name}") for path in paths]


def originals(register):
    return sorted((register / "originals").iterdir())


def opens(identity, path):
    """Whether the stock tool opens the age file with the identities in a file."""
    return subprocess.run(["age", "-d", "-i", identity, "-o", "/dev/null", path], stderr=subprocess.DEVNULL).returncode == 0


# ---- cards ----

@test
def test_the_next_card_follows_the_present_one(directory):
    keys = make_party(directory / "party")
    first = record(own(keys))
    expect(sigill("card", "-k", keys, "--renew", "--name", "Ankeborgs stad", "--valid-until", "2999-01-01", "-o",
                  directory / "next.card"), 0, out_has=["Ankeborgs stad", "need not compare"])
    second = record(own(keys))
    assert second == {**first, "series": 2, "name": "Ankeborgs stad", "valid": {**first["valid"], "until": "2999-01-01"}}
    assert (directory / "next.card").read_bytes() == own(keys).read_bytes()
    assert len(list((keys / "history").iterdir())) == 2 and mode(keys / "history") == 0o700
    assert hexadecimal(own(keys)) + ".card" in {path.name for path in (keys / "history").iterdir()}
    refuses(directory, 3, "next.card", "sigill", "card", "-k", keys, "--renew", "-o", directory / "next.card")


@test
def test_a_card_is_renewed_only_by_its_own_kind(directory):
    keys = make_party(directory / "party")
    refuses(directory, 1, "the other program", "sigill-msb", "card", "-k", keys, "--renew")
    refuses(directory, 2, "that of 212999-0004", "sigill", "card", "-k", keys, "--renew", "--number", "232999-0002")
    refuses(directory, 3, "no card of your own", "sigill", "card", "-k", make_keys(directory / "bare"), "--renew")
    refuses(directory, 2, "--name", "sigill", "card", "-k", directory / "bare")
    refuses(directory, 3, "there is a card already", "sigill", "card", "-k", keys)


@test
def test_directories_from_before_the_history_work(directory):
    register, keys, party = make_world(directory)
    shutil.rmtree(keys / "history")
    assert reasons(received(register, keys, sealed(party, directory / "m")["file"])) == ["imported"]
    first = own(keys).read_bytes()
    renew(msb, keys)
    assert own(keys).read_bytes() != first and len(list((keys / "history").iterdir())) == 1


# ---- a bundle on the road ----

@test
def test_a_bundle_on_the_road_when_the_key_changes_is_received(directory):
    register, keys, party = make_world(directory)
    on_the_road = sealed(party, directory / "medium")
    before = recipients(keys), identities(keys)
    expect(msb("rotate", "-k", keys), 0, out_has=["card -k", "--renew", "rewrap"])
    assert len(recipients(keys)) == 1 and recipients(keys) != before[0]
    assert identities(keys)[1:] == before[1] and len(identities(keys)) == 2
    assert mode(keys / "receive.key") == 0o600
    refused(msb("receive", "-r", register, "-k", keys, on_the_road["file"]), 1, "card --renew")
    renew(msb, keys)
    assert record(own(keys))["series"] == 2 and record(own(keys))["recipients"] == recipients(keys)
    assert reasons(received(register, keys, on_the_road["file"])) == ["imported"]
    expect(sigill("trust", "-k", party, own(keys)), 0)
    assert trusted(party) == [hexadecimal(own(keys)) + ".card"]
    later = sealed(party, directory / "medium")
    assert reasons(received(register, keys, later["file"])) == ["imported"]
    assert [entry["current"] for entry in listed(register, keys)] == [False, True]
    for place, entry in enumerate(listed(register, keys)):
        extracts(register, keys, entry["id"], directory / f"out{place}")


@test
def test_S3_an_earlier_card_is_good_until_its_end(directory):
    register, keys = make_register(directory)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * DAY))
    expect(msb("card", "-k", keys, "--name", "Myndigheten", "--valid-until", soon), 0)
    party = make_party(directory / "party")
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    bundle = sealed(party, directory / "medium")
    renew(msb, keys)
    late = fake_clock(directory, time.time() + 5 * DAY)
    [line] = received(*copies(directory, register, keys), bundle["file"], status=1, env=late)
    assert line["reason"] == "wrong-recipient" and soon in line["message"], line
    assert reasons(received(register, keys, bundle["file"])) == ["imported"]


@test
def test_S3_a_card_that_was_never_ones_own_is_refused(directory):
    """Another authority's card in history/ is not believed: it lacks this directory's signature."""
    register, keys, party = make_world(directory)
    other = directory / "other"
    expect(msb("keygen", "-k", other, "--no-passphrase"), 0, out_has="card -k")
    shutil.copy(keys / "receive.pub", other)
    shutil.copy(keys / "receive.key", other)
    expect(msb("card", "-k", other, "--name", "Andra myndigheten"), 0)
    expect(trust(party, own(other)), 0)
    shutil.copy(own(other), keys / "history" / f"{hexadecimal(own(other))}.card")
    bundle = sealed(party, directory / "medium", "--to", "Andra myndigheten")
    assert reasons(received(register, keys, bundle["file"], status=1)) == ["wrong-recipient"]


@test
def test_feedback_and_own_keys_of_an_organisation_rotate_too(directory):
    keys = make_party(directory / "party")
    first = recipients(keys)
    expect(sigill("keygen", "--rotate", "-k", keys), 0, out_has="sigill card -k")
    assert recipients(keys) != first and len(identities(keys)) == 2
    refuses(directory, 2, "--rotate", "sigill", "keygen", "--rotate", "--no-passphrase", "-k", keys)
    renew(sigill, keys)
    assert record(own(keys))["recipients"] == recipients(keys)


@test
def test_S6_rotation_keeps_the_passphrase(directory):
    secret = written_secret(directory / "secret")
    wrong = written_secret(directory / "wrong", "fel fras fel fras fel")
    keys = directory / "keys"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    before = tree(keys)
    refused(sigill("keygen", "--rotate", "-k", keys, "--passphrase-file", wrong), 1, "passphrase does not open")
    unchanged(keys, before)
    expect(sigill("keygen", "--rotate", "-k", keys, "--passphrase-file", secret), 0)
    assert b"AGE-SECRET-KEY" not in (keys / "receive.key").read_bytes()
    expect(sigill("card", "-k", keys, *CARD, "--passphrase-file", secret), 0)
    before = tree(keys)
    expect(sigill("keygen", "--rotate", "-k", keys, "--passphrase-file", secret), 0)


@test
def test_R2_a_rotation_that_fails_leaves_the_keys_as_they_were(directory):
    keys = make_party(directory / "party")
    before = tree(keys)
    program = sigill("--version").command[0]
    for call in (1, 2):
        done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", f"inject=rename:error=EIO:when={call}",
                               program, "--lang", "en", "keygen", "--rotate", "-k", keys],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
        assert done.returncode == 3 and b"cannot be given its name" in done.stderr and done.stdout == b"", done
        unchanged(keys, before)


@test
def test_twenty_keys_are_the_most(directory):
    keys = make_keys(directory / "keys")
    for _ in range(19):
        expect(sigill("keygen", "--rotate", "-k", keys), 0)
    assert len(identities(keys)) == 20
    refuses(directory, 1, "which is the most", "sigill", "keygen", "--rotate", "-k", keys)


# ---- an offline backup, and moving to new keys ----

@test
def test_a_lost_key_directory_is_made_good_with_the_backup(directory):
    register, keys, party = make_world(directory)
    early = sealed(party, directory / "medium")
    received(register, keys, early["file"])
    identity, recipient = backup(directory)
    expect(msb("add-recipient", "-k", keys, recipient), 0, out_has=["2 in all", "--renew", "rewrap"])
    refuses(directory, 1, "already", "sigill-msb", "add-recipient", "-k", keys, recipient.read_text().strip())
    renew(msb, keys)
    expect(msb("rewrap", "-r", register, "-k", keys, "--to", keys), 0, out_has="already before: 0")
    expect(sigill("trust", "-k", party, own(keys)), 0)
    assert len(record(own(keys))["recipients"]) == 2
    late = sealed(party, directory / "medium")
    assert reasons(received(register, keys, late["file"])) == ["imported"]
    card = shutil.copy(own(keys), directory / "lost.card")
    bundles = originals(register)
    assert len(bundles) == 2 and all(opens(identity, path) for path in [*bundles, register / "register.key"])
    shutil.rmtree(keys)

    new = directory / "new"
    expect(msb("keygen", "-k", new, "--no-passphrase"), 0)
    expect(msb("card", "-k", new, "--name", "Myndigheten"), 0)
    expect(msb("list", "-r", register, "-k", new), 1, err_has="register.key")
    expect(msb("rewrap", "-r", register, "--identity", identity, "--card", card, "--fingerprint", told(card), "--to", new,
               "--json"), 0)
    expect(msb("fsck", "-r", register, "-k", new), 0)
    entries = listed(register, new)
    assert [entry["id"] for entry in entries] == [early["id"], late["id"]]
    for place, entry in enumerate(entries):
        extracts(register, new, entry["id"], directory / f"out{place}")
        answers = json.loads((directory / f"out{place}" / "answers.json").read_text())
        assert answers["organisation"]["number"] == "212999-0004"
    assert not any(opens(identity, path) for path in [*bundles, register / "register.key"])
    assert expect(trust(party, own(new)), 0)
    assert reasons(received(register, new, sealed(party, directory / "medium", "--to", hexadecimal(own(new)))["file"])) == ["imported"]


@test
def test_receipts_of_lost_keys_hold_with_the_old_card(directory):
    keys, register, new = directory / "keys", directory / "register", directory / "new"
    identity, recipient = backup(directory)
    for path in (keys, new):
        expect(msb("keygen", "-k", path, "--no-passphrase"), 0)
    said = expect(msb("add-recipient", "-k", keys, recipient), 0, out_has=["card -k", "rewrap"]).out
    assert "--renew" not in said, said  # there is none yet
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    expect(msb("init", "-r", register, "-k", keys), 0)
    party = make_party(directory / "party")
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    received(register, keys, sealed(party, directory / "medium")["file"])
    old_card = shutil.copy(own(keys), directory / "old.card")
    shutil.rmtree(keys)
    command = ["rewrap", "-r", register, "--identity", identity, "--to", new]
    before = tree(directory / "register"), tree(new)
    expect(msb(*command), 1, out="", err_has=["nothing proves", "--card"])
    expect(msb(*command, "--card", old_card), 2, out="", err_has="--fingerprint")
    expect(msb(*command, "--card", own(party), "--fingerprint", told(own(party))), 1, out="",
           err_has="not the card of an authority")
    expect(msb(*command, "--card", old_card, "--fingerprint", ZEROS), 1, out="", err_has="fingerprint")
    other = directory / "other"
    expect(msb("keygen", "-k", other, "--no-passphrase"), 0)
    expect(msb("card", "-k", other, "--name", "Myndigheten"), 0)
    expect(msb(*command, "--card", own(other), "--fingerprint", told(own(other))), 1, out="", err_has="register.head")
    assert (tree(directory / "register"), tree(new)) == before
    expect(msb(*command, "--card", old_card, "--fingerprint", told(old_card)), 0, out_has="already before: 0")
    expect(msb("fsck", "-r", register, "-k", new), 0)
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        assert "signed=unknown" not in database.execute("SELECT subject FROM audit ORDER BY serial DESC").fetchone()[0]
    expect(msb(*command), 0, out_has="already before: 1")
    expect(msb("fsck", "-r", register, "-k", new), 0)


@test
def test_what_is_no_hybrid_recipient_is_not_added(directory):
    keys = make_keys(directory / "keys")
    classic = directory / "classic"
    classic.write_text("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n")
    two = directory / "two"
    two.write_text("".join((make_keys(directory / name) / "receive.pub").read_text() for name in "ab"))
    for words, given in [("line 1", classic), ("", two), ("cannot be opened", directory / "none"), ("", "age1pq1xyz")]:
        refuses(directory, 3 if "none" in str(given) else 1, words, "sigill-msb", "add-recipient", "-k", keys, given)
    (directory / "examples").mkdir()
    refuses(directory, 1, "example keys", "sigill-msb", "add-recipient", "-k", keys,
            example("msb", directory / "examples") / "receive.pub")


@test
def test_rewrap_changes_headers_only_and_the_old_key_opens_nothing(directory):
    register, keys, party = make_world(directory)
    received(register, keys, sealed(party, directory / "medium")["file"],
             sealed(party, directory / "medium", "--attach", "tests/data/small-edition.json")["file"])
    before = {path.name: path.read_bytes() for path in originals(register)}
    digests = rows(register, "SELECT hex(sealed_digest) FROM submissions")
    old = directory / "old"
    shutil.copytree(keys, old)
    expect(msb("rotate", "-k", keys), 0)
    new = directory / "new.txt"
    new.write_text(identities(keys)[0] + "\n")
    renew(msb, keys)
    result = json.loads(expect(msb("rewrap", "-r", register, "-k", old, "--to", keys, "--json"), 0, err="").out)
    assert result == {"rewrapped": 2, "already": 0, "failed": 0}
    for path in originals(register):
        now, then = path.read_bytes(), before[path.name]
        assert now[:now.index(b"\n---")] != then[:then.index(b"\n---")]
        cut, was = now.index(b"\n", now.index(b"\n--- ") + 1), then.index(b"\n", then.index(b"\n--- ") + 1)
        assert now[cut:] == then[was:] and path.stat().st_mode & 0o777 == 0o600
    assert rows(register, "SELECT hex(sealed_digest) FROM submissions") == digests
    for path in [*originals(register), register / "register.key"]:
        assert opens(new, path) and not opens(old / "receive.key", path)
    for path, digest in zip(originals(register), sorted(rows(register, "SELECT hex(sealed_digest), hex(rewrapped) FROM submissions"))):
        assert subprocess.run(["b2sum", "-l", "256", path], stdout=subprocess.PIPE, check=True).stdout.decode().split()[0].upper() == digest[1]
    extracts(register, keys, listed(register, keys)[1]["id"], directory / "out")
    expect(msb("list", "-r", register, "-k", old), 1, err_has="register.key")
    again = json.loads(expect(msb("rewrap", "-r", register, "-k", old, "--to", keys, "--json"), 0).out)
    assert again == {"rewrapped": 0, "already": 2, "failed": 0}
    expect(msb("fsck", "-r", register, "-k", keys), 0)
    path = originals(register)[0]
    path.write_bytes(before[path.name])
    expect(msb("fsck", "-r", register, "-k", keys, "--json"), 1, out_has="original-changed")


@test
def test_R1_a_rewrap_that_is_killed_is_completed(directory):
    register, keys, party = make_world(directory)
    received(register, keys, *[sealed(party, directory / "medium")["file"] for _ in range(2)])
    new = directory / "new"
    expect(msb("keygen", "-k", new, "--no-passphrase"), 0)
    expect(msb("card", "-k", new, "--name", "Myndigheten"), 0)
    program, kills = msb("--version").command[0], 0
    for calls in ("write,pwrite64", "fsync,fdatasync", "rename"):
        for when in range(1, 40, 2 if calls == "write,pwrite64" else 1):
            place = directory / f"{calls.replace(',', '-')}-{when}"
            copy, moved = shutil.copytree(register, place / "register"), shutil.copytree(new, place / "new")
            words = ["rewrap", "-r", copy, "-k", keys, "--to", moved]
            command = ["strace", "-f", "-o", "/dev/null", "-e", f"inject={calls}:signal=SIGKILL:when={when}", program, "--lang", "en", *words]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"})
            if done.returncode == 0:
                break
            kills += 1
            expect(msb(*words), 0)
            assert [entry["level"] for entry in listed(copy, moved)] == [0, 0]
            expect(msb("fsck", "-r", copy, "-k", moved), 0)
            assert not any(opens(keys / "receive.key", path) for path in [*originals(copy), copy / "register.key"])
            shutil.rmtree(place)
    assert kills > 20, kills


@test
def test_rewrap_refuses_keys_that_do_not_open_it(directory):
    register, keys, party = make_world(directory)
    received(register, keys, sealed(party, directory / "medium")["file"])
    stranger = make_keys(directory / "stranger")
    other = make_keys(directory / "other")
    before = tree(register / "originals"), (register / "register.key").read_bytes()
    expect(msb("rewrap", "-r", register, "-k", stranger, "--to", other), 1, out="", err_has="register.key")
    assert (tree(register / "originals"), (register / "register.key").read_bytes()) == before
    result = expect(msb("rewrap", "-r", register, "-k", stranger, "--to", keys), 1, out_has="failed: 1",
                    err_has="originals/")
    assert "register.key" not in result.err and tree(register / "originals") == before[0]
    assert len(listed(register, keys)) == 1
    for status, words, options in [(2, "--to", ["-k", keys]), (2, "--identity", ["--to", keys]),
                                   (2, "--identity", ["-k", keys, "--identity", keys / "receive.key", "--to", keys]),
                                   (2, "--card", ["-k", keys, "--card", own(keys), "--to", keys]),
                                   (3, "no keys here", ["-k", keys, "--to", directory / "none"]),
                                   (3, "cannot be opened", ["--identity", directory / "none", "--to", keys])]:
        expect(msb("rewrap", "-r", register, *options), status, out="", err_has=words)


# ---- senders ----

@test
def test_the_next_card_of_an_enrolled_organisation_needs_no_fingerprint(directory):
    register, keys, party = make_world(directory)
    first = shutil.copy(own(party), directory / "first.card")
    early = sealed(party, directory / "medium")
    renew(sigill, party, "--name", "Ankeborgs stad")
    later = sealed(party, directory / "medium")
    assert reasons(received(register, keys, later["file"], status=1)) == ["sender-mismatch"]
    expect(msb("enrol", "-r", register, "-k", keys, own(party), "--yes"), 0, out_has="Ankeborgs stad")
    lines = received(register, keys, early["file"], later["file"])
    assert [line["organisation"]["name"] for line in lines] == ["Ankeborgs kommun", "Ankeborgs stad"], lines
    assert [entry["organisation"] for entry in listed(register, keys)] == ["Ankeborgs kommun", "Ankeborgs stad"]
    extracts(register, keys, early["id"], directory / "out")
    for card, words in [(first, "enrolled already"), (own(party), "enrolled already")]:
        expect(enrol(register, keys, card), 1, out="", err_has=words)
    expect(enrol(register, keys, forge(party, directory / "same.card", series=2, name="Annat")), 1, out="", err_has="number 2 is enrolled")
    skipping = forge(party, directory / "skipping.card", series=4)
    expect(msb("enrol", "-r", register, "-k", keys, skipping), 1, out="", err_has="number 4 in its series")
    expect(enrol(register, keys, skipping), 0)


@test
def test_S2_a_successor_is_verified_before_it_is_parsed(directory):
    register, keys, party = make_world(directory)
    thief = make_party(directory / "thief")
    path = forge(thief, directory / "broken.card", text='{"a":1,"a":')
    result = expect(msb("enrol", "-r", register, "-k", keys, path), 1, out="", err_has="vouches")
    assert "card.json" not in result.err
    card = bytearray(own(party).read_bytes())
    card[600] ^= 1
    (directory / "changed.card").write_bytes(card)
    result = expect(msb("enrol", "-r", register, "-k", keys, directory / "changed.card"), 1, out="")
    assert "JSON" not in result.err and rows(register, "SELECT count(*) FROM senders") == [(1,)]


@test
def test_an_older_card_of_a_sender_is_good_until_its_end(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 3 * DAY))
    party = make_party(directory / "party", *CARD, "--valid-until", soon)
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    early = sealed(party, directory / "medium")
    renew(sigill, party)
    expect(msb("enrol", "-r", register, "-k", keys, own(party)), 0)
    later = sealed(party, directory / "medium")
    late = fake_clock(directory, time.time() + 5 * DAY)
    lines = received(*copies(directory, register, keys), early["file"], later["file"], status=1, env=late)
    assert reasons(lines) == ["expired-key", "imported"]
    assert reasons(received(register, keys, early["file"])) == ["imported"]


@test
def test_a_stolen_key_with_a_back_dated_time_is_refused(directory):
    register, keys, party = make_world(directory)
    expect(msb("revoke", "-r", register, "-k", keys, "212999-0004", "--reason", "stulen dator", "--yes"), 0)
    past = fake_clock(directory, time.time() - 3600)
    stolen = sealed(party, directory / "medium", env=past)
    [line] = received(register, keys, stolen["file"], status=1)
    assert line["reason"] == "revoked-key" and listed(register, keys) == [], line
    renew(sigill, party)
    expect(msb("enrol", "-r", register, "-k", keys, own(party)), 1, out="", err_has="vouches")
    expect(enrol(register, keys, own(party)), 1, out="", err_has="was revoked")


@test
def test_a_time_within_an_expired_card_does_not_make_it_valid(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + DAY))
    party = make_party(directory / "party", *CARD, "--valid-until", soon)
    expect(enrol(register, keys, own(party)), 0)
    expect(trust(party, own(keys)), 0)
    bundle = sealed(party, directory / "medium")
    late = fake_clock(directory, time.time() + 3 * DAY)
    assert reasons(received(register, keys, bundle["file"], status=1, env=late)) == ["expired-key"]


@test
def test_revocation_marks_what_came_since_as_suspect(directory):
    register, keys, party = make_world(directory)
    now = time.time()
    good = sealed(party, directory / "medium")
    received(register, keys, good["file"])
    forged = sealed(party, directory / "medium", env=fake_clock(directory, now + 9 * DAY))
    received(register, keys, forged["file"], env=fake_clock(directory, now + 10 * DAY))
    assert [entry["current"] for entry in listed(register, keys)] == [False, True]
    env = fake_clock(directory, now + 11 * DAY)
    expect(msb("choose", forged["id"], "-r", register, "-k", keys, env=env), 0)
    command = ["revoke", "-r", register, "-k", keys, "212999-0004", "--reason", "stulen", "--yes", "--since"]
    day = lambda days: time.strftime("%Y-%m-%d", time.gmtime(now + days * DAY))
    expect(msb(*command, day(1)), 2, out="", err_has="not a day until today")
    expect(msb(*command, "x"), 2, out="", err_has="not a day until today")
    assert rows(register, "SELECT revoked FROM senders") == [(None,)]
    expect(msb(*command, day(5), env=env), 0, out_has="Marked as suspect: 1.")
    entries = listed(register, keys)
    assert [(entry["current"], entry["suspect"]) for entry in entries] == [(True, False), (False, True)], entries
    shown = json.loads(expect(msb("show", forged["id"], "-r", register, "-k", keys, "--json"), 0).out)
    assert (shown["suspect"], shown["current"], shown["revoked"]) == (True, False, True)
    expect(msb("show", forged["id"], "-r", register, "-k", keys), 0, out_has="Suspect")
    expect(msb("list", "-r", register, "-k", keys), 0, out_has=["revoked Ankeborgs", "suspect"])
    expect(msb(*command, day(0), env=env), 0, out_has="Marked as suspect: 1.")
    assert [(entry["current"], entry["suspect"]) for entry in listed(register, keys)] == [(False, True), (False, True)]
    assert rows(register, "SELECT DISTINCT revoked > 0, reason FROM senders") == [(1, "stulen")]
    expect(msb("choose", good["id"], "-r", register, "-k", keys, env=env), 0)
    assert [entry["current"] for entry in listed(register, keys)] == [True, False]
    expect(msb("revoke", "-r", register, "-k", keys, "232999-0002", "--reason", "x", "--yes", "--since", day(0),
               env=env), 1, out="", err_has="no organisation of this number is enrolled")
    expect(msb("fsck", "-r", register, "-k", keys), 0)
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database, database:
        database.execute("UPDATE submissions SET suspect = 0")
    expect(msb("fsck", "-r", register, "-k", keys, "--json"), 1, out_has="not-audited")


@test
def test_a_renewed_card_shows_each_key_that_the_one_before_lacked(directory):
    """receive.pub is signed by nobody: who could write there would be on the next card, whose fingerprint nobody compares."""
    keys, other = make_authority(directory / "msb"), make_authority(directory / "other")
    lines = (other / "receive.pub").read_text().split()
    assert "Keys on it" not in expect(msb("card", "-k", keys, "--renew"), 0).out
    with (keys / "receive.pub").open("a") as file:
        file.write(lines[0] + "\n")
    said = expect(msb("card", "-k", keys, "--renew"), 0, out_has=["Keys on it that the card before did not have:", "rotate"]).out
    shown = [line.strip() for line in said.split("\n") if line.startswith("  age1pq1")]
    assert shown == [lines[0][:40] + "..."], said
    assert "Keys on it" not in expect(msb("card", "-k", keys, "--renew"), 0).out
    expect(msb("rotate", "-k", keys), 0)
    newest = (keys / "receive.pub").read_text().split()[0]
    expect(msb("card", "-k", keys, "--renew"), 0, out_has=newest[:40] + "...")
    expect(msb("card", "-k", keys, "--force", "--name", "MSB"), 0, out_has="Your card:")


@test
def test_keys_lists_them_all(directory):
    register, keys, party = make_world(directory)
    identity, recipient = backup(directory)
    expect(msb("add-recipient", "-k", keys, recipient), 0)
    expect(msb("rotate", "-k", keys), 0)
    renew(msb, keys)
    renew(sigill, party)
    expect(msb("enrol", "-r", register, "-k", keys, own(party)), 0)
    expect(enrol(register, keys, own(example("gaseborg", directory)), "--allow-example-keys"), 0)
    command = ["keys", "-r", register, "-k", keys]
    marked = f"sigill-msb: warning: {register}: the register has been used with example keys; nothing in it can be relied on\n"
    listing = json.loads(expect(msb(*command, "--json"), 0, err=marked).out)
    assert [(card["series"], card["state"], [one["present"] for one in card["recipients"]]) for card in listing["own"]] == [
        (1, "valid", [False]), (2, "valid", [True, True])], listing
    assert [one["added"] for one in listing["own"][1]["recipients"]] == [False, True]
    senders = {(card["number"], card["series"]): (card["state"], card["example"]) for card in listing["senders"]}
    assert senders[("212999-0004", 1)] == senders[("212999-0004", 2)] == ("valid", False) and ("valid", True) in senders.values()
    expect(msb("revoke", "-r", register, "-k", keys, "212999-0004", "--reason", "borta", "--yes"), 0)
    listing = json.loads(expect(msb(*command, "--json"), 0, err=marked).out)
    assert [card["because"] for card in listing["senders"] if card["state"] == "revoked"] == ["borta", "borta"]
    late = fake_clock(directory, time.time() + 3000 * DAY)
    expect(msb(*command, env=late), 0, out_has=["revoked", "expired", "EXAMPLE KEYS", "added key", "of earlier"])
    early = fake_clock(directory, time.time() - 3 * DAY)
    expect(msb(*command, env=early), 0, out_has="not yet valid")


run()
