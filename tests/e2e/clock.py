"""A clock that is wrong: questioned before anything is written that bears its time, and a register that was changed by one
is taken on."""
import json
import os
import shutil
import sqlite3
import time

from parties import (CARD, DAY, LONG, enrol, fake_clock, listed, make_party, make_world, own, receive, received, record, refuses, sealed,
                     told, written_secret)
from sigill_test import expect, msb, refused, run, sigill, terminal, test, tree, unchanged

NOW = int(time.time())
AHEAD = NOW + 900 * DAY


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def day(seconds):
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def enrol_then(register, keys, party, moment_there):
    """By a clock of that moment, which somebody has said is right."""
    card = own(party)
    expect(msb("enrol", "-r", register, "-k", keys, card, "--fingerprint", told(card), "--clock-is-right",
               env=fake_clock(register.parent, moment_there)), 0)


def make_other(directory, *words):
    return make_party(directory / "other", "--name", "Exempelby", "--number", "212999-0012", "--group", "kommun", *words)


def audited(register, keys):
    return json.loads(expect(msb("audit", "-r", register, "-k", keys, "--json"), 0).out)["rows"]


# ---- the register's own ----

@test
def test_a_clock_far_ahead_is_questioned_by_all_that_changes_the_register(directory):
    register, keys, party = make_world(directory)
    bundle = sealed(party, directory / "medium")["file"]
    where, ahead = ["-r", register, "-k", keys], fake_clock(directory, NOW + 200 * DAY)
    received(register, keys, bundle)
    first, = listed(register, keys)
    says = ["the clock of this machine says", "days after", "the register was last changed", "--clock-is-right"]
    words = {"receive": ["--retry"], "revoke": ["212999-0004", "--reason", "x", "--yes"], "choose": [first["id"]],
             "backup": ["-o", directory / "copy"], "round": ["2026", "--edition", "infosakkollen-2021", "--opens", "2026-01-01",
             "--closes", "2026-12-31"], "export": ["-o", directory / "out.xlsx"], "report": ["-o", directory / "report"],
             "feedback": ["--all", "-o", directory / "fed"], "enrol": [own(party), "--fingerprint", told(own(party))]}
    for name, more in words.items():
        refuses(directory, 3, says, "sigill-msb", name, *where, *more, env=ahead)
    expect(msb("list", *where, env=ahead), 0)
    expect(msb("choose", *where, first["id"], "--clock-is-right", env=ahead), 0)


@test
def test_where_there_is_a_terminal_the_question_is_asked_there(directory):
    register, keys, _ = make_world(directory)
    ahead = fake_clock(directory, NOW + 200 * DAY)
    words = ["backup", "-r", register, "-k", keys, "-o", directory / "copy"]
    before = tree(directory)
    result = terminal("sigill-msb", *words, talk=[("Is the clock of this machine right?", "nej\n")], env=ahead)
    assert result.status == 1 and "not confirmed" in result.err + result.out, result
    unchanged(directory, before)
    result = terminal("sigill-msb", *words, talk=[("Is the clock of this machine right?", "ja\n")], env=ahead)
    assert result.status == 0 and (directory / "copy").exists(), result


@test
def test_a_clock_before_the_program_was_made_is_questioned(directory):
    """Also where nothing else is known."""
    register, keys, party = make_world(directory)
    early = fake_clock(directory, 1577836800)  # 2020
    fresh = directory / "fresh"
    expect(msb("init", "-r", fresh, "-k", keys), 0)
    (fresh / "register.lock").touch(0o600)
    refuses(directory, 3, ["says 2020-01-01T00:00:00Z", "this program was made"], "sigill-msb", "enrol", "-r", fresh, "-k", keys,
            own(party), "--fingerprint", told(own(party)), env=early)


@test
def test_files_that_are_newer_than_the_clock_are_a_question(directory):
    register, keys, party = make_world(directory)
    medium = directory / "medium"
    path = sealed(party, medium)["file"]
    os.utime(path, (NOW + 40 * DAY, NOW + 40 * DAY))
    refuses(directory, 3, ["the newest file on the medium was written"], "sigill-msb", "receive", "-r", register, "-k", keys, medium)
    expect(receive(register, keys, medium, "--clock-is-right"), 0)


# ---- taken on ----

@test
def test_a_register_that_was_changed_by_a_clock_ahead_is_taken_on(directory):
    register, keys, party = make_world(directory)
    where, ahead = ["-r", register, "-k", keys], fake_clock(directory, AHEAD)
    other = make_other(directory, "--valid-until", day(AHEAD + 300 * DAY))
    enrol_then(register, keys, other, AHEAD)
    refused(msb("revoke", *where, "212999-0012", "--reason", "x", "--yes"), 3, "set the clock right", "clock --was-wrong")
    refused(msb("clock", *where), 2, "--was-wrong")
    refuses(directory, 1, ["not behind", "set the clock right first"], "sigill-msb", "clock", *where, "--was-wrong", env=ahead)
    before = audited(register, keys)
    expect(msb("clock", *where, "--was-wrong"), 0, err="", out_has=[moment(AHEAD), "by a clock that was ahead"])
    *same, last = audited(register, keys)
    assert same == before and last["kind"] == "clock" and last["subject"] == {"last": moment(AHEAD)}, last
    assert abs(last["time"] < moment(time.time() + 60)), last
    expect(msb("revoke", *where, "212999-0012", "--reason", "stulen", "--yes"), 0)
    received(register, keys, sealed(party, directory / "medium")["file"])
    expect(msb("fsck", *where), 0, err="")
    refused(enrol(register, keys, own(other)), 1, "its key was revoked (stulen)")
    states = {card["number"]: card["state"] for card in json.loads(expect(msb("keys", *where, "--json"), 0).out)["senders"]}
    assert states["212999-0012"] == "revoked", states
    expect(msb("backup", *where, "-o", directory / "copy"), 0)
    late = fake_clock(directory, NOW - 2 * DAY)
    refused(msb("revoke", *where, "212999-0004", "--reason", "x", "--yes", env=late), 3, "clock --was-wrong")


@test
def test_taking_on_asks_for_the_passphrase(directory):
    register, keys, secret = directory / "register", directory / "msb", written_secret(directory / "secret")
    expect(msb("init", "-r", register, "-k", keys, "--passphrase-file", secret), 0)
    words = ["clock", "-r", register, "-k", keys, "--was-wrong"]
    (register / "register.lock").touch(0o600)
    before = tree(directory)
    refused(msb(*words), 3, "ask for the passphrase")
    refused(msb(*words, "--passphrase-file", written_secret(directory / "wrong", LONG + "x")), 1, "passphrase")
    (directory / "wrong").unlink()
    unchanged(directory, before)


@test
def test_the_row_of_a_clock_cannot_be_made_by_hand(directory):
    """Nor the least time be lowered without one."""
    register, keys, party = make_world(directory)
    enrol_then(register, keys, make_other(directory), NOW + 300 * DAY)
    forged = shutil.copytree(register, directory / "forged")
    with sqlite3.connect(forged / "register.db") as database:
        database.execute("INSERT INTO audit SELECT serial + 1, ?, 'clock', ?, link FROM audit ORDER BY serial DESC LIMIT 1",
                         (NOW, f"last={moment(NOW + 300 * DAY)}"))
    refused(receive(forged, keys, sealed(party, directory / "medium")["file"]), 1, "the audit is not whole")


# ---- the sender's ----

@test
def test_seal_questions_a_clock_before_its_own_card_its_journal_and_the_program(directory):
    _, _, party = make_world(directory)
    answers = json.loads(open("tests/data/typical-municipality.json", encoding="utf-8").read())
    answers["organisation"].update({key: record(own(party))[key] for key in ("name", "number", "group")})
    path = directory / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    words = ["seal", path, "-k", party, "--yes", "-o", directory / "new.sigill"]
    # A card of another time than the program, whose day may be today's.
    since, later = NOW + 30 * DAY, fake_clock(directory, NOW + 31 * DAY)
    expect(sigill("card", "-k", party, *CARD, "--force", env=fake_clock(directory, since)), 0)
    before_card = fake_clock(directory, since - 3 * DAY)
    refuses(directory, 3, ["your own card becomes valid", "--clock-is-right"], "sigill", *words, env=before_card)
    refuses(directory, 3, ["this program was made"], "sigill", *words, env=fake_clock(directory, 1577836800))
    expect(sigill(*words, env=fake_clock(directory, since + 40 * DAY)), 0)
    words[-1] = directory / "newer.sigill"
    refuses(directory, 3, ["the last bundle in the journal was sealed"], "sigill", *words, env=later)
    expect(sigill(*words, "--clock-is-right", env=later), 0)


@test
def test_a_time_of_sealing_that_cannot_be_is_noted_at_reception(directory):
    register, keys, party = make_world(directory)
    medium = directory / "medium"
    ahead = sealed(party, medium / "1", env=fake_clock(directory, NOW + 40 * DAY))
    early = sealed(party, medium / "2", "--supersedes", "none", "--clock-is-right", env=fake_clock(directory, NOW - 40 * DAY))
    right = sealed(party, medium / "3", "--supersedes", "none", "--clock-is-right")
    lines = received(register, keys, *(one["file"] for one in (ahead, early, right)))
    notes = [line["notes"] for line in lines]
    assert [line["verdict"] for line in lines] == ["imported"] * 3 and notes[2] == [], lines
    assert len(notes[0]) == 1 and f"sealed at {day(NOW + 40 * DAY)}" in notes[0][0] and "when it came" in notes[0][0], notes
    assert len(notes[1]) == 1 and f"sealed at {day(NOW - 40 * DAY)}" in notes[1][0] and "before its card of" in notes[1][0], notes


run()
