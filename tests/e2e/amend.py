"""What the authority said of a submission when it was received is corrected: with a row in the audit, and nothing else."""
import sqlite3
import time

from parties import DAY, make_world, receipt_says, received, refuses, rows, sealed
from sigill_test import expect, msb, refused, run, test

NOW = int(time.time())


def day(seconds):
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def made(directory):
    """A register with a submission. -> where it is, its id"""
    register, keys, party = make_world(directory)
    bundle = sealed(party, directory / "medium")
    received(register, keys, bundle["file"], "--arrived", day(NOW - DAY), "--reference", "MSB 2026-1")
    return register, keys, ["-r", register, "-k", keys], bundle


@test
def test_day_and_reference_are_corrected_with_a_row_in_the_audit(directory):
    register, keys, where, bundle = made(directory)
    before = rows(register, "SELECT subject FROM audit WHERE kind = 'import'")[0][0]
    expect(msb("amend", *where, bundle["id"][:8], "--arrived", day(NOW - 2 * DAY)), 0, err="", out_has=[day(NOW - 2 * DAY), "MSB 2026-1"])
    (subject,), = rows(register, "SELECT subject FROM audit WHERE kind = 'amend'")
    assert subject == before.replace(day(NOW - DAY), day(NOW - 2 * DAY)) and subject != before, subject
    expect(msb("amend", *where, bundle["id"], "--reference", "MSB 2026-7"), 0, out_has="receipt was written anew")
    assert rows(register, "SELECT arrived, reference FROM submissions") == [(day(NOW - 2 * DAY), "MSB 2026-7")]
    receipt, = (register / "receipts").iterdir()
    assert receipt_says(receipt)["reference"] == "MSB 2026-7" and receipt_says(receipt)["verdict"] == "imported", receipt_says(receipt)
    expect(msb("amend", *where, bundle["id"], "--reference", "MSB 2026-7", "--arrived", day(NOW - 2 * DAY)), 0, err="",
           out_has="nothing was changed")
    assert len(rows(register, "SELECT subject FROM audit WHERE kind = 'amend'")) == 2
    expect(msb("fsck", *where), 0, err="")
    expect(msb("backup", *where, "-o", directory / "copy"), 0)
    expect(msb("restore", "--check", directory / "copy", "-k", keys), 0)


@test
def test_what_cannot_be_is_refused_and_changes_nothing(directory):
    _, _, where, bundle = made(directory)
    refuses(directory, 2, "still to come", "sigill-msb", "amend", *where, bundle["id"], "--arrived", day(NOW + 3 * DAY))
    refuses(directory, 2, "YYYY-MM-DD", "sigill-msb", "amend", *where, bundle["id"], "--arrived", "i går")
    refuses(directory, 2, "at most 200 bytes", "sigill-msb", "amend", *where, bundle["id"], "--reference", "x" * 201)
    refuses(directory, 2, ["--arrived, --reference or both"], "sigill-msb", "amend", *where, bundle["id"])
    refuses(directory, 1, "", "sigill-msb", "amend", *where, "ffffffff", "--reference", "x")


@test
def test_R4_a_row_that_was_amended_by_hand_is_noticed(directory):
    """Also back to what the import said."""
    register, keys, where, bundle = made(directory)
    expect(msb("amend", *where, bundle["id"], "--arrived", day(NOW - 2 * DAY)), 0)
    with sqlite3.connect(register / "register.db") as database:
        database.execute("UPDATE submissions SET arrived = ?", (day(NOW - DAY),))
    refused(msb("list", *where), 1, "is not as it was imported")
    expect(msb("fsck", *where), 1, out_has="not-audited")


@test
def test_a_receipt_that_a_cut_run_left_behind_is_written_when_the_file_comes_again(directory):
    register, keys, where, bundle = made(directory)
    receipt, = (register / "receipts").iterdir()
    first = receipt.read_bytes()
    expect(msb("amend", *where, bundle["id"], "--reference", "MSB 2026-7"), 0)
    receipt.write_bytes(first)
    expect(msb("fsck", *where), 1)
    received(register, keys, bundle["file"], status=1)
    assert receipt_says(receipt)["reference"] == "MSB 2026-7"
    expect(msb("fsck", *where), 0)


run()
