"""The audit and its signed head (R4), and fsck: whatever is edited behind the program's back is noticed. The edits are
made with SQLite itself, and with files."""
import contextlib
import functools
import hashlib
import json
import re
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from bundlekit import preload
from parties import (enrol, flipped, hexadecimal, make_party, make_running_register, own, receive, seal, told)
from sigill_test import expect, msb, run, test, tree, unchanged

KEPT = tempfile.TemporaryDirectory(prefix="sigill-audit-")
KINDS = ["enrol", "enrol", "import", "import", "import", "refuse", "choose", "revoke"]
DAY = 86400


@functools.cache
def source():
    """A register in which everything has happened once: see KINDS."""
    directory = Path(KEPT.name)
    register, keys, _ = make_running_register(directory)
    medium = directory / "medium"
    medium.mkdir()
    bundles = [seal(directory, name, medium / f"{number}.sigill")
               for number, name in enumerate(["ankeborg", "ankeborg", "exempelby"])]
    flipped(bundles[2], medium / "3.sigill", 200)
    expect(receive(register, keys, medium), 1)
    entry = json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out)[2]
    expect(msb("choose", "-r", register, "-k", keys, entry["id"]), 0)
    expect(msb("revoke", "-r", register, "-k", keys, "212999-0012", "--reason", "stulen dator", "--yes"), 0)
    return directory


class Case:
    """A copy of that register and of its keys."""

    def __init__(self, directory):
        self.register = Path(shutil.copytree(source() / "register", directory / "register"))
        self.keys = Path(shutil.copytree(source() / "msb", directory / "msb"))
        self.where = ["-r", self.register, "-k", self.keys]
        self.head, = (self.keys / "heads").iterdir()

    def edit(self, *statements):
        with contextlib.closing(sqlite3.connect(self.register / "register.db", isolation_level=None)) as database:
            for statement in statements:
                changed = database.execute(statement).rowcount
                assert changed > 0 or not statement.startswith(("UPDATE", "DELETE")), statement

    def audit(self, status, **options):
        return json.loads(expect(msb("audit", *self.where, "--json", **options), status).out)

    def fsck(self, status):
        said = json.loads(expect(msb("fsck", *self.where, "--json"), status, err="").out)
        assert said["whole"] == (status == 0) == (not said["findings"]), said
        return said

    def amiss(self, *codes):
        """fsck finds exactly that, and changes nothing."""
        before = tree(self.register)
        said = self.fsck(1)
        unchanged(self.register, before)
        assert [finding["code"] for finding in said["findings"]] == list(codes), said
        text = expect(msb("fsck", *self.where), 1, err="", out_has=["NOT WHOLE", *codes]).out
        assert all(finding["subject"] in text for finding in said["findings"])
        return said["findings"]

    def broken_at(self, serial):
        """audit and fsck say so: up to there the rows are shown."""
        said = self.audit(1)
        assert (said["whole"], said["reason"], said["count"]) == (False, "broken-chain", serial - 1), said
        assert [row["serial"] for row in said["rows"]] == list(range(1, serial)), said
        assert f"row {serial} " in said["message"], said
        expect(msb("audit", *self.where), 1, err="", out_has=["NOT WHOLE", f"row {serial} "])
        assert "audit" in [finding["code"] for finding in self.fsck(1)["findings"]]

    def refused(self, reason, *commands):
        """These words are in what other subcommands say, and they change nothing."""
        before = tree(self.register)
        for command in commands or (["list"], ["receive", source() / "medium"], ["enrol", own(source() / "ankeborg"),
                                    "--fingerprint", told(own(source() / "ankeborg"))], ["backup", "-o", self.register / "copy"]):
            expect(msb(command[0], *self.where, *command[1:]), 1, out="", err_has=reason)
        unchanged(self.register, before)


OLDER = "is an older one, or it was edited"
BROKEN = "the audit is not whole"
UNPROVEN = "nothing proves that the register"


# ---- what is told of ----

@test
def test_audit_tells_of_what_was_done_and_nothing_of_answers(directory):
    case = Case(directory)
    before = tree(directory)
    said = case.audit(0)
    assert set(said) == {"register", "whole", "reason", "message", "count", "head", "rows"}, said
    assert (said["whole"], said["reason"], said["message"], said["count"]) == (True, None, None, len(KINDS)), said
    assert [row["kind"] for row in said["rows"]] == KINDS and said["head"] == said["rows"][-1]["link"], said
    subjects = [row["subject"] for row in said["rows"]]
    assert subjects[0] == {"number": "212999-0004", "card": hexadecimal(own(source() / "ankeborg"))}, subjects
    assert set(subjects[2]) == {"number", "id", "sealed", "manifest", "card"}, subjects
    assert subjects[5]["reason"] and set(subjects[5]) == {"sealed", "reason", "kept", "size"} and subjects[5]["kept"] == "1", subjects
    assert subjects[6] == {"number": "212999-0012", "id": subjects[4]["id"]}, subjects
    reason = hashlib.blake2b("stulen dator".encode(), digest_size=32).hexdigest()
    assert subjects[7] == {"number": "212999-0012", "reason": reason}, subjects
    text = expect(msb("audit", *case.where), 0, err="", out_has=[f"chain of {len(KINDS)} rows is whole", subjects[2]["sealed"]])
    assert re.findall(r"^ *\d+ +\d{4}-\S+ +(\S+)", text.out, re.M) == KINDS, text
    for word in ("stulen", "Ankeborg", "Exempelby"):
        assert word not in text.out, text
    unchanged(directory, before)


@test
def test_fsck_of_a_whole_register_finds_nothing(directory):
    case = Case(directory)
    before = tree(directory)
    said = case.fsck(0)
    assert said["checked"] == {"audit": len(KINDS), "senders": 2, "submissions": 3, "refusals": 1, "unrecorded": 0}, said
    assert said["leftovers"] == [] and set(said) == {"whole", "findings", "leftovers", "checked"}, said
    expect(msb("fsck", *case.where), 0, err="", out_has="The register is whole.")
    unchanged(directory, before)


@test
def test_what_is_refused_is_not_audited_as_done(directory):
    case = Case(directory)
    card = own(source() / "ankeborg")
    expect(enrol(case.register, case.keys, card), 1, out="")
    expect(msb("revoke", *case.where, "212999-0012", "--reason", "x", "--yes"), 1, out="")
    expect(msb("choose", *case.where, "ffff"), 1, out="")
    assert case.audit(0)["count"] == len(KINDS)


# ---- R4: rows ----

def changed(name, serial, *statements, by_all=False):
    def check(directory):
        case = Case(directory)
        case.edit(*statements)
        case.broken_at(serial)
        if by_all:  # the head's row, or the one before it
            case.refused(OLDER)
        else:  # noticed by those who look at the whole chain, as all do who go by a table
            case.refused("the audit is not whole")
    check.__name__ = f"test_R4_{name}_is_noticed"
    test(check)


changed("a_changed_time", 4, "UPDATE audit SET time = time - 1 WHERE serial = 4")
changed("a_changed_kind", 2, "UPDATE audit SET kind = 'demo' WHERE serial = 2")
changed("a_changed_subject", 3, "UPDATE audit SET subject = replace(subject, '0', '1') WHERE serial = 3")
changed("a_word_moved_from_kind_to_subject", 1, "UPDATE audit SET kind = 'enro', subject = 'l' || subject WHERE serial = 1")
changed("a_subject_with_a_NUL", 3, "UPDATE audit SET subject = subject || char(0) || 'x' WHERE serial = 3")
changed("a_changed_link", 5, "UPDATE audit SET link = zeroblob(32) WHERE serial = 5")
changed("a_short_link", 5, "UPDATE audit SET link = x'00' WHERE serial = 5")
changed("a_removed_row", 3, "DELETE FROM audit WHERE serial = 3")
changed("the_removed_first_row", 1, "DELETE FROM audit WHERE serial = 1")
changed("a_removed_row_with_the_rest_moved_up", 3, "DELETE FROM audit WHERE serial = 3",
        "UPDATE audit SET serial = -serial WHERE serial > 3 AND serial < 8", "UPDATE audit SET serial = -serial - 1 WHERE serial < 0",
        by_all=True)
changed("a_changed_last_row", 8, "UPDATE audit SET subject = replace(subject, '0012', '0004') WHERE serial = 8", by_all=True)
changed("a_changed_time_of_the_last_row", 8, "UPDATE audit SET time = time + 1 WHERE serial = 8", by_all=True)
changed("a_changed_link_before_the_last_row", 7, "UPDATE audit SET link = zeroblob(32) WHERE serial = 7", by_all=True)
changed("two_rows_that_changed_places", 3, "UPDATE audit SET serial = 100 WHERE serial = 3",
        "UPDATE audit SET serial = 3 WHERE serial = 4", "UPDATE audit SET serial = 4 WHERE serial = 100")
changed("a_row_put_between", 4, "DELETE FROM audit WHERE serial = 4",
        "INSERT INTO audit SELECT 4, time, kind, subject, link FROM audit WHERE serial = 2")


@test
def test_R4_a_row_put_in_before_the_first_is_noticed(directory):
    case = Case(directory)
    case.edit("INSERT INTO audit SELECT -1, time, kind, subject, link FROM audit WHERE serial = 2")
    assert case.audit(1)["reason"] == "broken-chain"
    case.amiss("audit")


@test
def test_R4_a_row_put_in_at_the_end_is_noticed_by_everyone(directory):
    case = Case(directory)
    case.edit("INSERT INTO audit SELECT 9, time, kind, subject, link FROM audit WHERE serial = 8")
    case.broken_at(9)
    case.refused(BROKEN)


@test
def test_R4_removed_last_rows_are_noticed_by_everyone(directory):
    case = Case(directory)
    case.edit("DELETE FROM audit WHERE serial > 6")
    said = case.audit(1)
    assert (said["reason"], said["count"]) == ("older-register", 6), said
    case.amiss("audit", "not-audited", "not-audited")
    case.refused(OLDER)


@test
def test_R4_another_row_in_the_last_place_is_noticed_by_everyone(directory):
    case = Case(directory)
    case.edit("UPDATE audit SET link = zeroblob(32) WHERE serial = 8")
    case.broken_at(8)
    case.refused(OLDER)


@test
def test_R4_an_older_register_is_noticed_by_everyone(directory):
    case = Case(directory)
    older = shutil.copytree(case.register, directory / "older")
    expect(receive(case.register, case.keys, source() / "medium"), 1)
    assert case.audit(0)["count"] == len(KINDS) + 1  # the refused one, once more
    shutil.rmtree(case.register)
    shutil.move(older, case.register)
    assert case.audit(1)["reason"] == "older-register"
    case.amiss("audit")
    case.refused(OLDER)


@test
def test_R4_a_register_without_its_audit_is_noticed(directory):
    case = Case(directory)
    case.edit("DELETE FROM audit")
    case.refused(OLDER)
    assert {finding["code"] for finding in case.fsck(1)["findings"]} == {"not-audited", "audit"}
    case.head.unlink()
    case.refused(UNPROVEN)


# ---- the head ----

@test
def test_a_register_ahead_of_its_head_is_whole_and_the_head_follows(directory):
    """As after a kill between commit and head."""
    case = Case(directory)
    newest, older = case.head.read_bytes(), case.head.with_suffix(".old")
    shutil.copy(case.head, older)
    expect(receive(case.register, case.keys, source() / "medium"), 1)
    shutil.move(older, case.head)
    assert case.audit(0)["count"] == len(KINDS) + 1
    expect(msb("list", *case.where), 0, err="")
    assert case.head.read_bytes() == newest, "a subcommand that only reads wrote the head"
    expect(msb("choose", *case.where, "ffff"), 1)
    assert case.head.read_bytes() != newest
    case.edit("DELETE FROM audit WHERE serial = 9")
    case.refused(OLDER, ["list"])


@test
def test_R4_without_its_head_a_register_is_read_by_nobody(directory):
    case = Case(directory)
    kept = case.head.read_bytes()
    case.head.unlink()
    case.refused([UNPROVEN, f"heads/{case.head.name}"], ["list"], ["audit"], ["fsck"], ["choose", "ffff"], ["keys"])
    assert not case.head.exists()
    case.head.write_bytes(kept)
    expect(msb("list", *case.where), 0, err="")


@test
def test_R4_a_head_that_is_not_ours_is_refused(directory):
    case = Case(directory)
    genuine = case.head.read_bytes()
    other = Path(shutil.copytree(source() / "msb", directory / "other"))
    other_register = directory / "other-register"
    expect(msb("init", "-r", other_register, "-k", other), 0)
    expect(enrol(other_register, other, own(source() / "ankeborg")), 0)
    foreign, = [path for path in (other / "heads").iterdir() if path.name != case.head.name]
    for words, content in [("another register", foreign.read_bytes()),
                           ("signature", genuine.replace(b'"count":8', b'"count":7')),
                           (case.head.name, genuine[:-512]), (case.head.name, b"")]:
        case.head.write_bytes(content)
        case.refused(words, ["list"], ["audit"], ["fsck"])
    case.head.write_bytes(genuine)
    case.fsck(0)


@test
def test_a_clock_behind_the_audit_changes_nothing(directory):
    case = Case(directory)
    early = preload("fake_clock", FAKE_CLOCK=int(time.time()) - DAY)
    before = tree(directory)
    for command in (["receive", source() / "medium"], ["choose", "ffff"], ["backup", "-o", directory / "copy"],
                    ["revoke", "212999-0004", "--reason", "x", "--yes"]):
        expect(msb(command[0], *case.where, *command[1:], env=early), 3, out="", err_has=["the clock of this machine says"])
    unchanged(directory, before)
    expect(msb("list", *case.where, env=early), 0)
    assert case.audit(0, env=early)["whole"]


# ---- R4: what the rows tell of ----

@test
def test_R4_answers_put_into_another_row_are_noticed(directory):
    case = Case(directory)
    case.edit("CREATE TEMP TABLE other AS SELECT answers FROM submissions WHERE serial = 1;",
              "UPDATE submissions SET answers = (SELECT answers FROM submissions WHERE serial = 2) WHERE serial = 1",
              "UPDATE submissions SET answers = (SELECT answers FROM other) WHERE serial = 2")
    ids = sorted(row["subject"]["id"] for row in case.audit(0)["rows"][2:4])
    for one in ids:
        expect(msb("show", *case.where, one), 1, out="", err_has="are not what was put there")
    found = case.amiss("answers", "answers")
    assert sorted(finding["subject"] for finding in found) == ids, found


def noticed(name, codes, *statements):
    def check(directory):
        case = Case(directory)
        case.edit(*statements)
        case.amiss(*codes)
    check.__name__ = f"test_R4_{name}_is_noticed"
    test(check)


noticed("a_changed_time_of_enrolment", ["not-audited"], "UPDATE senders SET enrolled = enrolled - 1 WHERE revoked IS NULL")
noticed("a_removed_card", ["row-missing", *["manifest-mismatch", "answers"] * 2],
        "PRAGMA foreign_keys = OFF", "DELETE FROM senders WHERE number = '212999-0004'")
noticed("a_revocation_taken_back", ["row-missing"], "UPDATE senders SET revoked = NULL, reason = NULL WHERE revoked > 0")
noticed("a_revocation_by_hand", ["not-audited"], "UPDATE senders SET revoked = 1, reason = 'x' WHERE revoked IS NULL")
noticed("a_card_under_another_number", ["sender", *["manifest-mismatch", "answers"] * 2], "UPDATE senders SET number = '212999-0020' WHERE number = '212999-0004'")
noticed("a_card_under_another_sign_key", ["sender", *["manifest-mismatch", "answers"] * 2], "UPDATE senders SET sign_key = zeroblob(32) WHERE number = '212999-0004'")
noticed("a_card_under_another_key", ["sender", *["manifest-mismatch", "answers"] * 2], "UPDATE senders SET key_number = x'0011223344556677' WHERE number = '212999-0004'")
noticed("a_removed_submission", ["row-missing"], "DELETE FROM submissions WHERE serial = 3")
noticed("a_changed_time_of_import", ["not-audited", "receipt-wrong"], "UPDATE submissions SET imported = imported + 1 WHERE serial = 1")
noticed("a_changed_time_of_sealing", ["manifest-mismatch"], "UPDATE submissions SET created = created + 1 WHERE serial = 1")
noticed("a_changed_predecessor", ["not-audited", "manifest-mismatch"], "UPDATE submissions SET supersedes = x'' WHERE supersedes != x''")
noticed("a_choice_by_hand", ["not-audited"], "UPDATE submissions SET chosen = 1 WHERE serial = 1")
noticed("a_changed_reason", ["not-audited"], "UPDATE refusals SET reason = 'damaged'")
noticed("a_removed_refusal", ["row-missing"], "DELETE FROM refusals")
noticed("a_changed_reference", ["not-audited", "receipt-wrong"], "UPDATE submissions SET reference = 'MSB 2026-1' WHERE serial = 1")


@test
def test_R4_a_card_enrolled_by_hand_is_noticed(directory):
    case = Case(directory)
    other, other_keys = directory / "other", directory / "other-keys"
    expect(msb("init", "-r", other, "-k", other_keys, "--no-passphrase"), 0)
    expect(enrol(other, other_keys, own(make_party(directory / "stranger", "--name", "Främmande", "--number", "212999-0020",
                                                   "--group", "kommun"))), 0)
    case.edit(f"ATTACH '{other}/register.db' AS other", "INSERT INTO senders SELECT * FROM other.senders")
    found = case.amiss("not-audited")
    assert found[0]["subject"] == "212999-0020", found


# ---- files ----

def with_files(name, codes, change):
    def check(directory):
        case = Case(directory)
        change(case.register)
        case.amiss(*codes)
    check.__name__ = f"test_{name}"
    test(check)


def first(register, place):
    """The file of the first submission, or the only one."""
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        sealed, = database.execute("SELECT lower(hex(sealed_digest)) FROM submissions ORDER BY serial").fetchone()
    found = [path for path in (register / place).iterdir() if path.stem == sealed or place == "quarantine"]
    return found[0]


@test
def a_missing_receipt_alone_is_no_reason_to_restore(directory):
    case = Case(directory)
    receipt, original = first(case.register, "receipts"), first(case.register, "originals")
    receipt.unlink()
    expect(msb("fsck", *case.where), 1, err="", out_has=["receipts that are missing: 1", f"receive {case.register}/originals -r"])
    shutil.copy(original, directory / "again.sigill")
    original.unlink()
    expect(msb("fsck", *case.where), 1, err="", out_has=["NOT WHOLE; findings: 2.", "restore"])
    expect(receive(case.register, case.keys, directory / "again.sigill"), 1)
    assert receipt.exists() and original.exists()
    expect(msb("fsck", *case.where), 0, err="", out_has=["The register is whole."])


def flip(path):
    flipped(path, path)


def foreign_receipt(register):
    """A genuine one, of another file."""
    other = [path for path in (register / "receipts").iterdir() if path != first(register, "receipts")][0]
    shutil.copy(other, first(register, "receipts"))


with_files("a_missing_original_is_told", ["original-missing"], lambda register: first(register, "originals").unlink())
with_files("a_changed_original_is_told", ["original-changed"], lambda register: flip(first(register, "originals")))
with_files("a_missing_receipt_is_told", ["receipt-missing"], lambda register: first(register, "receipts").unlink())
with_files("a_changed_receipt_is_told", ["receipt-wrong"], lambda register: flip(first(register, "receipts")))
with_files("another_receipt_in_its_place_is_told", ["receipt-wrong"], foreign_receipt)
with_files("a_missing_refused_file_is_told", ["quarantine"], lambda register: first(register, "quarantine").unlink())
with_files("a_changed_refused_file_is_told", ["quarantine"], lambda register: flip(first(register, "quarantine")))


@test
def test_a_missing_receipt_comes_back_when_the_file_is_received_again(directory):
    case = Case(directory)
    first(case.register, "receipts").unlink()
    case.fsck(1)
    expect(receive(case.register, case.keys, source() / "medium"), 1)
    case.fsck(0)


@test
def test_leftovers_are_told_and_harmless(directory):
    case = Case(directory)
    names = ["originals/" + "0" * 64 + ".sigill", "quarantine/" + "1" * 64 + ".sigill", "incoming/x", "receipts/x.kvittens",
             "originals/\x1b[2J"]
    for name in names:
        (case.register / name).write_bytes(b"")
    said = case.fsck(0)
    assert {entry["subject"] for entry in said["leftovers"]} == {*names[:-1], "originals/?[2J"}, said
    assert {entry["code"] for entry in said["leftovers"]} == {"leftover"} and len(said["leftovers"]) == 5, said
    expect(msb("fsck", *case.where), 0, err="", out_has=["leftover", "The register is whole."])


@test
def test_originals_that_changed_places_are_noticed(directory):
    """Each file is whole, but is that of another row."""
    case = Case(directory)
    with contextlib.closing(sqlite3.connect(case.register / "register.db")) as database:
        one, other = [sealed for sealed, in database.execute("SELECT hex(sealed_digest) FROM submissions WHERE serial < 3")]
    case.edit("UPDATE submissions SET sealed_digest = zeroblob(32) WHERE serial = 1",
              f"UPDATE submissions SET sealed_digest = x'{one}' WHERE serial = 2",
              f"UPDATE submissions SET sealed_digest = x'{other}' WHERE serial = 1")
    case.amiss(*["not-audited", "manifest-mismatch", "receipt-wrong"] * 2)


run()
