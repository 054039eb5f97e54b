"""Registers that somebody has forged who can write where the register lies, but has no key of the authority's (R4).

register.key is sealed to public keys, which stand on the authority's card: anyone can make another one. Three attacks, each
tried on every subcommand that opens a register, on a register that was made and used here, and on one that was restored
from a backup: the key replaced before anything was received; key and answers replaced; all of it replaced."""
import base64
import contextlib
import ctypes
import ctypes.util
import functools
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from memorykit import make_place, number_of, shared, subcommands
from parties import enrol, hexadecimal, make_keys, make_party, own, receive, rows, sealed, told, trust
from sigill_test import expect, msb, run, test

KEPT = tempfile.TemporaryDirectory(prefix="sigill-forgery-", dir=shared())
REPLACED = "is not the key that this register was made with"
UNPROVEN = "nothing proves that the register in"
SODIUM = ctypes.CDLL(ctypes.util.find_library("sodium"))


@functools.cache
def source():
    """A register in use with six organisations, its keys, a backup in copy/, and media."""
    place = Path(KEPT.name) / "place"
    make_place(place)
    return place


def fresh(directory):
    return Path(shutil.copytree(source(), directory / "place", symlinks=True))


def of(place):
    return ["-r", place / "register", "-k", place / "msb"]


# ---- every subcommand ----

def opening():
    """Every subcommand that opens a register: name -> words. The names are those that take --register."""
    told_of = json.loads((source() / "told.json").read_text())
    first = json.loads((source() / "ids.json").read_text())[0]
    number = number_of(0)
    words = {
        "rewrap": ["--to", "other"], "keys": [], "enrol": ["stranger/own.card", "--fingerprint", told_of["stranger"]],
        "revoke": [number, "--reason", "förlorad", "--yes"], "receive": ["medium"], "receipts": ["--all", "-o", "new"], "list": [], "show": [first],
        "extract": [first, "-o", "new"], "choose": [first], "round": [], "population": [], "stats": [], "benchmark": [],
        "rank": [], "gap": [number, "--level", "2"], "cooperate": [], "trend": [number], "panel": ["1999", "2021"], "forecast": [], "texts": [], "counts": [],
        "export": ["-o", "new.xlsx"], "report": ["-o", "new"], "feedback": [number, "-o", "new"], "audit": [], "edition": [], "kit": ["-o", "new.kit"], "fsck": [],
        "backup": ["-o", "new"], "clock": ["--was-wrong"], "amend": [first, "--reference", "2"],
    }
    takes = {name for name in subcommands("sigill-msb") if "--register" in expect(msb(name, "--help"), 0).out}
    assert takes == {*words, "init", "restore", "doctor"}, takes ^ {*words}
    return words


def look(place):
    """Every file, but for the lock and for what SQLite keeps beside a database that is open."""
    return {str(path.relative_to(place)): path.read_bytes() if path.is_file() else None for path in place.rglob("*")
            if not re.search(r"register\.lock$|register\.db-(wal|shm)$", path.name)}


def refused_by_all(place, said, of_rewrap):
    """Each says why and names the file, shows nothing, and changes nothing. of_rewrap: what that one says, which would
    take up by register.head what the keys do not know."""
    before = look(place)
    for name, words in opening().items():
        result = expect(msb(name, "-r", "register", "-k", "msb", *words, cwd=place), 1, out="",
                        err_has=of_rewrap if name == "rewrap" else said)
        assert "Ort" not in result.err, result
        after = look(place)
        changed = sorted(key for key in {*before, *after} if before.get(key, "") != after.get(key, ""))
        assert not changed, (name, changed)
    print(f"# {len(opening())} subcommands")


def doctor_says(place, state):
    """It opens no key, and so sees only whether the register is known."""
    said = json.loads(expect(msb("doctor", *of(place), "--json"), 1).out)
    assert [entry["state"] for entry in said if entry["id"] == "head"] == [state], said


# ---- what the forger makes ----

def replace_key(register):
    """Another register.key, with the stock tool and what stands on the authority's card. -> the key in it"""
    key, path = os.urandom(32), register / "register.key"
    path.unlink()
    subprocess.run(["age", "-R", source() / "msb/receive.pub", "-o", path], input=key, check=True)
    path.chmod(0o600)
    return key


def blob(key, row, answers, signature):
    """docs/format.md, "Register"."""
    register, number, edition, digest = row
    content = len(answers).to_bytes(4, "little") + answers + signature
    plain = (len(content).to_bytes(4, "little") + content).ljust(16384, b"\0")
    bound = register + b"submissions\0" + number.encode() + b"\0" + edition.encode() + b"\0" + digest
    nonce, out, size = os.urandom(24), ctypes.create_string_buffer(len(plain) + 16), ctypes.c_ulonglong()
    SODIUM.crypto_aead_xchacha20poly1305_ietf_encrypt(out, ctypes.byref(size), plain, ctypes.c_ulonglong(len(plain)), bound,
                                                      ctypes.c_ulonglong(len(bound)), None, nonce, key)
    return nonce + out.raw[:size.value]


@functools.cache
def pattern_of_answers():
    """What the program writes: only its form is of use to the forger."""
    first = json.loads((source() / "ids.json").read_text())[0]
    expect(msb("extract", first, *of(source()), "-o", source().parent / "pattern"), 0)
    return json.loads((source().parent / "pattern/answers.json").read_text())


def forge_answers(register_directory, key):
    """All answers of the register are the forger's, under his key."""
    pattern = pattern_of_answers()
    with contextlib.closing(sqlite3.connect(register_directory / "register.db", isolation_level=None)) as database:
        register, = database.execute("SELECT id FROM meta").fetchone()
        for serial, *row in database.execute("SELECT serial, number, edition, manifest_digest FROM submissions").fetchall():
            pattern["organisation"].update(number=row[0], name="Falskt svar")
            text = json.dumps(pattern, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            database.execute("UPDATE submissions SET answers = ? WHERE serial = ?",
                             (blob(key, (register, *row), text, b"signature"), serial))


def forged_register(place):
    """A whole one, made with this program and the forger's keys, which the authority opens. -> its directory, his keys"""
    forger = place / "forger"
    forger.mkdir()
    keys, made = make_keys(forger / "keys"), forger / "register"
    expect(msb("add-recipient", "-k", keys, place / "msb/receive.pub"), 0)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    expect(msb("init", "-r", made, "-k", keys), 0)
    party = make_party(forger / "party", "--name", "Ort 0", "--number", number_of(0), "--group", "kommun")
    expect(trust(party, own(keys)), 0)
    expect(enrol(made, keys, own(party)), 0)
    expect(receive(made, keys, sealed(party, forger / "medium")["file"]), 0)
    return made, keys


def put_in_place(place, made):
    shutil.rmtree(place / "register")
    shutil.copytree(made, place / "register")


def restored(place):
    """The register is from now on one that was made from a backup."""
    shutil.rmtree(place / "copy")
    expect(msb("backup", *of(place), "-o", place / "copy"), 0)
    shutil.rmtree(place / "register")
    expect(msb("restore", "--yes", *of(place), place / "copy"), 0)


# ---- the attacks ----

def key_after_init(place, after_backup):
    shutil.rmtree(place / "register")
    expect(msb("init", *of(place)), 0)
    if after_backup:
        restored(place)
    replace_key(place / "register")


def key_and_answers(place, after_backup):
    if after_backup:
        restored(place)
    forge_answers(place / "register", replace_key(place / "register"))


def whole_register(place, after_backup):
    if after_backup:
        restored(place)
    made, _ = forged_register(place)
    put_in_place(place, made)


def attack(name, make, said, head, of_rewrap=None):
    def check(directory, after_backup=False):
        place = fresh(directory)
        make(place, after_backup)
        refused_by_all(place, said, of_rewrap or said)
        doctor_says(place, head)
    for after_backup in (False, True):
        one = functools.partial(check, after_backup=after_backup)
        one.__name__ = name + ("_after_a_restore" if after_backup else "")
        test(one)


attack("test_R4_a_key_replaced_right_after_init_is_noticed_by_every_subcommand", key_after_init,
       [REPLACED, "register/register.key"], "ok")
attack("test_R4_a_key_and_answers_replaced_in_a_used_register_is_noticed_by_every_subcommand", key_and_answers,
       [REPLACED, "register/register.key"], "ok")
attack("test_R4_a_forged_register_in_its_place_is_noticed_by_every_subcommand", whole_register,
       [UNPROVEN, "msb/heads/"], "warning", of_rewrap=["register/register.head", "signature"])


@test
def test_R4_the_genuine_register_is_read_by_every_subcommand(directory):
    """What the attacks are compared with: none of these words is refused for itself."""
    for name, words in opening().items():
        place = fresh(directory / name)
        result = msb(name, "-r", "register", "-k", "msb", *words, cwd=place)
        assert result.status == (1 if name in ("receive", "clock") else 0), result


# ---- forged copies ----

def restore_refused(place, *words, to="new", keys="msb"):
    before = look(place)
    expect(msb("restore", "--yes", "-r", place / to, "-k", place / keys, place / "copy"), 1, out="", err_has=list(words))
    assert look(place) == before


@test
def test_R4_a_forged_copy_makes_no_register(directory):
    """Whether the key directory knows the register or not."""
    for heads in (True, False):
        place = fresh(directory / str(heads))
        made, forger = forged_register(place)
        if not heads:
            shutil.rmtree(place / "msb/heads")
        genuine = (place / "copy/register.head").read_bytes()
        forge_answers(place / "copy", replace_key(place / "copy"))
        restore_refused(place, REPLACED)
        shutil.rmtree(place / "copy")
        expect(msb("backup", "-r", made, "-k", forger, "-o", place / "copy"), 0)
        restore_refused(place, "register.head", "signature")
        (place / "copy/register.head").write_bytes(genuine)
        restore_refused(place, "another register")
        with contextlib.closing(sqlite3.connect(place / "copy/register.db", isolation_level=None)) as database:
            database.execute("UPDATE meta SET id = ?", rows(source() / "copy", "SELECT id FROM meta")[0])
        restore_refused(place, REPLACED)


# ---- adoption ----

@test
def test_R4_no_key_directory_adopts_a_forged_register(directory):
    place = fresh(directory)
    made, _ = forged_register(place)
    genuine = (place / "register/register.head").read_bytes()
    put_in_place(place, made)
    shutil.rmtree(place / "msb/heads")
    new = make_keys(place / "new")
    card, identity = own(place / "msb"), place / "msb/receive.key"
    adopting = [["-k", place / "msb", "--to", place / "msb"], ["-k", place / "msb", "--to", new],
                ["--identity", identity, "--card", card, "--fingerprint", told(card), "--to", new]]
    before = look(place)

    def nobody(*words):
        for options in adopting:
            expect(msb("rewrap", "-r", place / "register", *options), 1, out="", err_has=list(words))
        expect(msb("rewrap", "-r", place / "register", "--identity", identity, "--to", new), 1, out="", err_has="--card")
        for name in ("fsck", "audit", "list"):
            expect(msb(name, *of(place)), 1, out="", err_has=UNPROVEN)
        assert not (place / "msb/heads").exists() and not (new / "heads").exists()
    nobody("register.head", "signature")
    assert look(place) == before
    (place / "register/register.head").write_bytes(genuine)
    nobody("another register")
    with contextlib.closing(sqlite3.connect(place / "register/register.db", isolation_level=None)) as database:
        database.execute("UPDATE meta SET id = ?", rows(source() / "register", "SELECT id FROM meta")[0])
    nobody(REPLACED)
    (place / "register/register.head").unlink()
    nobody("register.head", "is missing")


@test
def test_a_key_directory_that_lost_its_heads_takes_its_register_up_again(directory):
    place = fresh(directory)
    shutil.rmtree(place / "msb/heads")
    expect(msb("list", *of(place)), 1, out="", err_has=UNPROVEN)
    expect(msb("rewrap", *of(place), "--to", place / "msb"), 0)
    expect(msb("list", *of(place)), 0, err="")
    expect(msb("fsck", *of(place)), 0)


@test
def test_R4_an_edited_register_is_not_taken_up(directory):
    """register.head is older than the register: every row that came since must hold."""
    place = fresh(directory)
    shutil.rmtree(place / "msb/heads")
    with contextlib.closing(sqlite3.connect(place / "register/register.db", isolation_level=None)) as database:
        database.execute("UPDATE audit SET time = time + 1 WHERE serial = 2")
    expect(msb("rewrap", *of(place), "--to", place / "msb"), 1, out="", err_has="its row 2 is not")
    assert not (place / "msb/heads").exists()


# ---- whoever has the register's key, but not the organisation's ----

@test
def test_R4_answers_that_no_organisation_signed_are_neither_chosen_nor_answered(directory):
    place = fresh(directory)
    key = subprocess.run(["age", "-d", "-i", place / "msb/receive.key", place / "register/register.key"], check=True,
                         stdout=subprocess.PIPE).stdout
    forge_answers(place / "register", key)
    before = look(place)
    words = opening()
    for name in ("choose", "feedback"):
        expect(msb(name, "-r", "register", "-k", "msb", *words[name], cwd=place), 1, err_has="signature" if name == "choose" else "")
    assert [path for path in look(place) if before.get(path, "") != look(place)[path]] == ["new"]
    assert list((place / "new").iterdir()) == []
    said = json.loads(expect(msb("fsck", *of(place), "--json"), 1).out)
    assert {finding["code"] for finding in said["findings"]} == {"answers"}, said


# ---- cards that the forger edits: by them an organisation is believed and answered ----

EDITED = "somebody has edited the register"
BY_NO_CARD = {"audit", "fsck", "backup", "rewrap", "keys"}  # they show what is amiss, or go by no card


def forgers_card(place):
    """A card with the first organisation's number -> its columns."""
    party = make_party(place / "forger", "--name", "Ort 0", "--number", number_of(0), "--group", "kommun")
    sign = base64.b64decode((party / "sign.pub").read_text().split("\n")[1])
    return bytes.fromhex(hexadecimal(own(party))), number_of(0), sign[2:10], sign[10:], 9, own(party).read_bytes()


EDITS = {
    "a card is put in": lambda card: [("INSERT INTO senders VALUES(?,?,?,?,?,0,NULL,NULL,?)", card)],
    "a card is put in another's place": lambda card: [
        ("UPDATE senders SET fingerprint = ?, key_number = ?, sign_key = ?, series = ?, card = ? WHERE number = ?",
         (card[0], *card[2:], card[1]))],
    "a card is given another's number": lambda card: [
        ("UPDATE senders SET number = ? WHERE number = ?", (number_of(0), number_of(1)))],
    "a card is taken away": lambda card: [("DELETE FROM senders WHERE number = ?", (number_of(1),))],
    "a revocation is taken back": lambda card: [
        ("UPDATE senders SET revoked = NULL, reason = NULL WHERE number = ?", (number_of(5),))],
    "a card is revoked": lambda card: [
        ("UPDATE senders SET revoked = 9, reason = 'x' WHERE number = ?", (number_of(1),))],
    "a card is older than it was": lambda card: [
        ("UPDATE senders SET enrolled = enrolled - 1 WHERE number = ?", (number_of(1),))],
}


@functools.cache
def with_a_revoked_card():
    place = fresh(Path(KEPT.name) / "revoked")
    expect(msb("revoke", *of(place), number_of(5), "--reason", "förlorad", "--yes"), 0)
    return place


@test
def test_R4_an_edited_card_is_noticed_by_every_subcommand_that_goes_by_cards(directory):
    by_cards = {name: words for name, words in opening().items() if name not in BY_NO_CARD}
    for what, edit in EDITS.items():
        place = Path(shutil.copytree(with_a_revoked_card(), directory / what))
        with contextlib.closing(sqlite3.connect(place / "register/register.db")) as database, database:
            for sql, values in edit(forgers_card(place)):
                assert database.execute(sql, values).rowcount == 1, what
        before = look(place)
        for name, words in by_cards.items():
            expect(msb(name, "-r", "register", "-k", "msb", *words, cwd=place), 1, out="", err_has=[EDITED, "register: "])
        assert look(place) == before, what
        assert json.loads(expect(msb("fsck", *of(place), "--json"), 1).out)["findings"], what
    print(f"# {len(EDITS)} edits, {len(by_cards)} subcommands")


# ---- the other tables, by which it is decided what is signed, counted together and shown ----

NUMBER = "(SELECT max(number) FROM submissions WHERE number < (SELECT max(number) FROM submissions))"
TABLES = {
    "a submission is of another file": "UPDATE submissions SET sealed_digest = zeroblob(32) WHERE serial = 1",
    "a submission is of another manifest": "UPDATE submissions SET manifest_digest = zeroblob(32) WHERE serial = 1",
    "a submission has another id": "UPDATE submissions SET id = zeroblob(16) WHERE serial = 1",
    "a submission is another's": "UPDATE submissions SET number = '212999-0004' WHERE serial = 1",
    "a submission was sent by another": "UPDATE submissions SET sender = (SELECT max(fingerprint) FROM senders) WHERE sender <"
                                        " (SELECT max(fingerprint) FROM senders) AND serial < 3",
    "a submission came earlier": "UPDATE submissions SET imported = imported - 1 WHERE serial = 1",
    "a submission arrived on a day": "UPDATE submissions SET arrived = '2020-02-02' WHERE serial = 1",
    "a submission has a reference": "UPDATE submissions SET reference = 'betald' WHERE serial = 1",
    "a submission replaces another": f"UPDATE submissions SET supersedes = id WHERE number = {NUMBER}",
    "a submission is chosen": "UPDATE submissions SET chosen = 1 WHERE serial = 1",
    "a submission is doubted": "UPDATE submissions SET suspect = 1 WHERE serial = 1",
    "a submission is taken away": f"DELETE FROM submissions WHERE number = {NUMBER}",
    "the last submission is taken away": "DELETE FROM submissions WHERE serial = (SELECT max(serial) FROM submissions)",
    "a submission is put in": "INSERT INTO submissions SELECT serial + 9, number, zeroblob(16), sender, edition, edition_digest,"
                              " created, imported, supersedes, manifest_digest, zeroblob(32), arrived, reference, chosen, suspect,"
                              " rewrapped, rewrapped_to, answers FROM submissions WHERE serial = 1",
    "a round closes earlier": "UPDATE rounds SET closes = '2021-12-31'",
    "a round is taken away": "DELETE FROM rounds",
    "an edition is put in": "INSERT INTO editions VALUES('infosakkollen-2021', x'7b7d')",
    "another edition is put in": "INSERT INTO editions VALUES('egen-2026', x'7b7d')",
    "a round is put in": "INSERT INTO rounds VALUES('2022', 'infosakkollen-2021', '2019-01-01', '2019-12-31')",
    "somebody is not asked": "DELETE FROM population WHERE number = (SELECT max(number) FROM population)",
    "nobody is asked": "DELETE FROM population",
    "somebody is in another group": "UPDATE population SET \"group\" = 'region' WHERE number = (SELECT max(number) FROM population)",
    "somebody has another name": "UPDATE population SET name = 'Ort\x1b[31m' WHERE number = (SELECT max(number) FROM population)",
    "somebody has another tag": "UPDATE population SET tags = 'län=X\n' WHERE number = (SELECT max(number) FROM population)",
    "another round has a list": "INSERT INTO population SELECT 'infosakkollen-2021', number, name, \"group\", tags FROM population",
    "a revocation is from another day": "UPDATE senders SET revoked = revoked + 1 WHERE revoked IS NOT NULL",
    "a revocation has another reason": "UPDATE senders SET reason = 'x' WHERE revoked IS NOT NULL",
}
BY_NO_TABLE = {"audit", "fsck", "backup", "rewrap"}  # they show what is amiss, copy it, or move it to other keys


def edited(place, sql):
    with contextlib.closing(sqlite3.connect(place / "register/register.db")) as database, database:
        assert database.execute(sql).rowcount > 0, sql


@test
def test_R4_an_edited_table_is_noticed_by_every_subcommand_that_goes_by_it(directory):
    """Each subcommand with an edit, in turn, and each edit with the one that answers others."""
    names, edits = sorted(name for name in opening() if name not in BY_NO_TABLE), list(TABLES.items())
    for i in range(max(len(names), len(edits))):
        what, sql = edits[i % len(edits)]
        place = Path(shutil.copytree(with_a_revoked_card(), directory / str(i)))
        edited(place, sql)
        before = look(place)
        for name in ("feedback", "receive", names[i % len(names)]):
            result = msb(name, "-r", "register", "-k", "msb", *opening()[name], cwd=place)
            assert (result.status, result.out) == (1, "") and EDITED in result.err, (what, result)
        assert look(place) == before, what
        assert json.loads(expect(msb("fsck", *of(place), "--json"), 1).out)["findings"], what
    print(f"# {len(TABLES)} edits, {len(names)} subcommands")


@test
def test_R4_no_receipt_is_signed_for_what_was_not_imported(directory):
    """By the digest of a file in its row it was taken for a submission that is here already, and its receipt for lost."""
    place = fresh(directory)
    rubbish = place / "rubbish.sigill"
    rubbish.write_bytes(b"no bundle")
    digest = hashlib.blake2b(rubbish.read_bytes(), digest_size=32).hexdigest()
    edited(place, f"UPDATE submissions SET sealed_digest = x'{digest}' WHERE serial = 1")
    before = look(place)
    expect(msb("receive", *of(place), rubbish), 1, out="", err_has=EDITED)
    assert look(place) == before


@test
def test_R4_marks_and_lists_that_changed_for_good_are_no_edits(directory):
    """What the audit says of them, row by row, is what the tables then have."""
    place = fresh(directory)
    first, again = json.loads((place / "ids.json").read_text())
    csv = place / "population.csv"
    steps = [["choose", again], ["choose", first], ["receive", "incoming", "--reference", "Dnr 1", "--arrived", "2021-06-01"],
             ["revoke", number_of(0), "--reason", "stulen", "--yes", "--since", "2020-01-01"], ["choose", again],
             ["round", "2022", "--edition", "infosakkollen-2021", "--opens", "2019-01-01", "--closes", "2019-12-31"],
             ["round", "2021", "--edition", "infosakkollen-2021", "--opens", "2020-01-01", "--closes", "2998-12-31"],
             ["population", csv, "--round", "2021"], ["population", csv, "--round", "2022"]]
    for words in steps:
        expect(msb(words[0], "-r", "register", "-k", "msb", *words[1:], cwd=place), 1 if words[0] == "receive" else 0)
        expect(msb("list", *of(place)), 0, err="")
    expect(msb("fsck", *of(place)), 0)
    assert rows(place / "register", "SELECT count(*) FROM submissions WHERE reference = 'Dnr 1' AND arrived <> ''") == [(1,)]


run()
