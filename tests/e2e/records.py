"""The records of answers in a register (docs/format.md, "Records"): that figures come from them and from the sealed answers
alike, that a register without them is taken over, and that what is put in their place is found."""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile

from parties import fake_clock, make_register, make_running_register, reasons, received, sealed
from sigill_test import BUILD, DATA, expect, msb, run, sigill, skip_unless, test, tree

EARLIER = 1795935919  # when tests/data/older-register.tar.xz was made, by a program that had no records yet
ONE_EDITION = 1795976423  # when tests/data/register-of-one-edition.tar.xz was, by one that knew no edition but the built-in one
BLOCK = 16  # rows


def edited(register, *statements):
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        for statement in statements:
            assert database.execute(*statement).rowcount == 1, statement


def read(register, query):
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        return database.execute(query).fetchall()


def figures(register, keys, env=None):
    return [json.loads(expect(msb(*command, "-r", register, "-k", keys, "--json", env=env), 0).out)
            for command in (["list"], ["stats", "--late"], ["benchmark"], ["rank"], ["cooperate"], ["forecast"])]


def findings(register, keys, status=1):
    said = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), status).out)
    return [one["code"] for one in said["findings"]], said["checked"]["unrecorded"]


def refused_by_all(register, keys, block):
    """Nothing is counted of such a register, and it stays as it is."""
    before = tree(register)
    for command in ("stats", "benchmark", "rank", "list", "cooperate", "forecast", "trend"):
        expect(msb(command, "-r", register, "-k", keys), 1, out="",
               err_has=f"the block {block} of the answers' records is not what the register wrote there")
    after = {name: value for name, value in tree(register).items() if not name.endswith(("-wal", "-shm"))}
    assert after == {name: value for name, value in before.items() if not name.endswith(("-wal", "-shm"))}


# What a question is called, and how it is counted what holds organisations back, are of today.
OF_TODAY = {"topic", "held", "holding", "next_level"}


def as_then(found, said):
    """Of a result what it said then, without those: members that came later are passed over."""
    if isinstance(said, dict):
        return {key: as_then(found[key], value) for key, value in said.items() if key not in OF_TODAY}
    if isinstance(said, list) and len(found) == len(said):
        return [as_then(one, other) for one, other in zip(found, said)]
    return found


def filled(directory, count):
    """A register of so many organisations, with no originals."""
    subprocess.run(["python3", "tests/population/generate.py", directory / "answers"], check=True, stdout=subprocess.DEVNULL)
    register, keys = make_register(directory)
    subprocess.run([BUILD / "tools/fill_register", register, keys, directory / "answers/submissions.tsv", str(count)], check=True)
    return register, keys


@test
def test_an_older_register_is_taken_over_by_the_first_change(directory):
    with tarfile.open(DATA / "older-register.tar.xz") as archive:
        archive.extractall(directory, filter="data")
    register, keys, env = directory / "register", directory / "msb", fake_clock(directory, EARLIER)
    known = json.loads((directory / "figures.json").read_text(encoding="utf-8"))

    first = {}  # as it was counted from the sealed answers

    def gives_the_same():
        for command, said in known.items():
            found = json.loads(expect(msb(*command.split(), "-r", register, "-k", keys, "--json", env=env), 0).out)
            assert as_then(found, said) == as_then(said, said), command
            assert first.setdefault(command, found) == found, command

    gives_the_same()
    assert not read(register, "SELECT 1 FROM sqlite_schema WHERE name = 'answer_records'")
    expect(msb("round", "2027", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2027-01-01", "--closes",
               "2027-12-31", env=env), 0)
    assert read(register, "SELECT block FROM answer_records") == [(0,)]
    gives_the_same()
    codes, unrecorded = findings(register, keys)
    assert unrecorded == 0 and "record" not in codes, codes


@test
def test_a_register_from_before_it_kept_editions_is_taken_over(directory):
    """With the keys of the authority, and those of an organisation that has its feedback."""
    with tarfile.open(DATA / "register-of-one-edition.tar.xz") as archive:
        archive.extractall(directory, filter="data")
    register, keys, party, env = directory / "register", directory / "msb", directory / "party", fake_clock(directory, ONE_EDITION)
    for command, said in json.loads((directory / "figures.json").read_text(encoding="utf-8")).items():
        found = json.loads(expect(msb(*command.split(), "-r", register, "-k", keys, "--json", env=env), 0).out)
        assert as_then(found, said) == as_then(said, said), command
    expect(sigill("open", directory / "aterkoppling.sigill", "-k", party, "-o", directory / "read", env=env), 0)
    expect(sigill("seal", directory / "svar.json", "-k", party, "--yes", "-o", directory / "later.sigill", env=env), 0)
    os.utime(directory / "later.sigill", (ONE_EDITION, ONE_EDITION))  # the clock is compared with what lies on the medium
    assert reasons(received(register, keys, directory / "later.sigill", env=env)) == ["imported"]
    expect(msb("round", "omgang-2028", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2028-01-01", "--closes",
               "2028-12-31", env=env), 0)
    codes, unrecorded = findings(register, keys, 0)
    assert (codes, unrecorded) == ([], 0)


@test
def test_records_of_an_earlier_form_are_taken_over_by_the_first_change(directory):
    register, keys = filled(directory, BLOCK + 3)
    known = figures(register, keys)
    earlier = "CREATE TABLE records( block INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT"
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        database.execute("DROP TABLE answer_records")
        database.execute("DROP TABLE editions")  # which came later
        database.execute(earlier)
        database.execute("INSERT INTO records VALUES(0, zeroblob(3000))")  # what they say is not read
    assert figures(register, keys) == known
    assert findings(register, keys)[1] == BLOCK + 3
    expect(msb("round", "later", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2020-01-01", "--closes",
               "2999-12-31"), 0)
    assert read(register, "SELECT block FROM answer_records") == [(0,), (1,)]
    assert not read(register, "SELECT 1 FROM sqlite_schema WHERE name = 'records'")
    codes, unrecorded = findings(register, keys)
    assert unrecorded == 0 and "record" not in codes, codes


@test
def test_a_register_of_today_has_a_record_of_each_import(directory):
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    medium = directory / "medium"
    received(register, keys, *(sealed(party, medium)["file"] for party in (ankeborg, exempelby, ankeborg)))
    assert read(register, "SELECT block FROM answer_records") == [(0,)]
    assert findings(register, keys, 0) == ([], 0)
    known = figures(register, keys)
    edited(register, ["UPDATE submissions SET answers = zeroblob(20000) WHERE serial = 3"])
    assert figures(register, keys) == known  # which are not opened for it


@test
def test_blocks_that_are_lacking_are_made_anew_by_the_next_change(directory):
    register, keys = filled(directory, 3 * BLOCK + 5)
    known = figures(register, keys)
    blocks = read(register, "SELECT block FROM answer_records")
    assert blocks == [(0,), (1,), (2,), (3,)], blocks
    for lost in ("block = 1", "block = 3"):
        edited(register, [f"DELETE FROM answer_records WHERE {lost}"])
        assert figures(register, keys) == known
    assert findings(register, keys)[1] == BLOCK + 5
    expect(msb("round", "later", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2020-01-01", "--closes",
               "2999-12-31"), 0)
    assert read(register, "SELECT block FROM answer_records") == blocks
    assert findings(register, keys)[1] == 0
    assert "record" not in findings(register, keys)[0]


@test
def test_R4_a_block_that_was_changed_is_refused(directory):
    register, keys = filled(directory, 2 * BLOCK + 1)
    whole = findings(register, keys)[0]
    for place in (0, 30, -1):
        other = directory / f"other{place}"
        shutil.copytree(register, other)
        [(sealed_block,)] = read(other, "SELECT sealed FROM answer_records WHERE block = 1")
        changed = bytearray(sealed_block)
        changed[place] ^= 1
        edited(other, ["UPDATE answer_records SET sealed = ? WHERE block = 1", (bytes(changed),)])
        refused_by_all(other, keys, 1)
        assert "record" not in whole and "record" in findings(other, keys)[0]
    for sealed_block in (b"", bytes(3000)):
        edited(register, ["UPDATE answer_records SET sealed = ? WHERE block = 2", (sealed_block,)])
        refused_by_all(register, keys, 2)


@test
def test_R4_blocks_that_changed_places_are_refused(directory):
    register, keys = filled(directory, 3 * BLOCK)
    blocks = dict(read(register, "SELECT block, sealed FROM answer_records"))
    edited(register, ["UPDATE answer_records SET sealed = ? WHERE block = 0", (blocks[2],)],
           ["UPDATE answer_records SET sealed = ? WHERE block = 2", (blocks[0],)])
    refused_by_all(register, keys, 0)
    assert findings(register, keys)[0].count("record") == 2 * BLOCK
    edited(register, ["UPDATE answer_records SET sealed = ? WHERE block = 0", (blocks[0],)],
           ["UPDATE answer_records SET sealed = ? WHERE block = 2", (blocks[2],)], ["INSERT INTO answer_records VALUES(9, ?)", (blocks[2],)])
    refused_by_all(register, keys, 9)


@test
def test_R4_an_older_block_put_back_is_refused(directory):
    """Under the same key, of the same register and place, and of one row less."""
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    medium = directory / "medium"
    received(register, keys, sealed(ankeborg, medium)["file"])
    [(older,)] = read(register, "SELECT sealed FROM answer_records")
    late = sealed(ankeborg, medium)["file"]
    received(register, keys, sealed(exempelby, medium)["file"])
    edited(register, ["UPDATE answer_records SET sealed = ?", (older,)])
    refused_by_all(register, keys, 0)
    assert findings(register, keys)[0] == ["record"]
    expect(msb("receive", "-r", register, "-k", keys, late), 3)  # nothing is added to it either
    assert read(register, "SELECT count(*) FROM submissions") == [(2,)]


@test
def test_R4_a_row_that_is_not_its_records_is_refused(directory):
    """What only signed originals say, a record says too: an edited row is seen before anything is counted."""
    register, keys = filled(directory, 5)
    for column, value in (("edition_digest", bytes(32)), ("created", 7)):
        other = directory / column
        shutil.copytree(register, other)
        edited(other, [f"UPDATE submissions SET {column} = ? WHERE serial = 2", (value,)])
        refused_by_all(other, keys, 0)
    edited(register, ["UPDATE submissions SET edition = 'another' WHERE serial = 2"])  # so that it would belong to no round
    expect(msb("stats", "--round", "infosakkollen-2021", "-r", register, "-k", keys), 1, out="", err_has="the block 0 of")


@test
def test_R4_a_row_with_a_number_below_the_first_is_refused(directory):
    """As far below as a number goes, too."""
    register, keys = filled(directory, 5)
    for serial in (0, -1, -2**63):
        other = directory / f"other{serial}"
        shutil.copytree(register, other)
        edited(other, [f"UPDATE submissions SET serial = {serial} WHERE serial = 1"])
        before = tree(other)
        for command in ("stats", "benchmark", "rank", "list", "cooperate", "forecast", "trend"):
            expect(msb(command, "-r", other, "-k", keys), 3, out="", err_has="a submission's row is broken")
        assert {name for name in tree(other) if not name.endswith(("-wal", "-shm"))} == set(before)
        assert "row-broken" in findings(other, keys)[0]


@contextlib.contextmanager
def one_core():
    """What is started within has no other core than one."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def found_alike(register, keys, status, err_has=()):
    """All cores find what one does: the same figures, or the same fault, which is the first in order."""
    for command in ("stats", "benchmark", "rank", "list"):
        words = [command, "-r", register, "-k", keys, "--json"]
        shared = expect(msb(*words), status, err_has=err_has)
        with one_core():
            alone = msb(*words)
        assert (shared.status, shared.out, shared.err) == (alone.status, alone.out, alone.err), command
        assert status == 0 or shared.out == ""


@test
def test_R4_all_cores_find_what_one_finds(directory):
    skip_unless(len(os.sched_getaffinity(0)) > 1, "one core: there is nothing to compare with")
    register, keys = filled(directory, 700)
    found_alike(register, keys, 0)
    edited(register, ["DELETE FROM answer_records WHERE block = 20"])  # made for the moment
    found_alike(register, keys, 0)
    audit_row = "UPDATE audit SET time = time + 1 WHERE serial = 1001"
    row = "UPDATE submissions SET created = created + 1 WHERE serial = 611"
    doubted = "UPDATE submissions SET suspect = 1 WHERE serial = 500"
    block = "UPDATE answer_records SET sealed = zeroblob(9) WHERE block = 30"  # the serials from 481 on
    broken = "UPDATE submissions SET number = hex(zeroblob(99)) WHERE serial = 301"
    gone = "DELETE FROM submissions WHERE serial = 400"
    for number, (status, has, *statements) in enumerate((
            (1, "its row 1001 is not the one", [audit_row], [block]),
            (1, "its row 1000 is not the one", [audit_row], ["DELETE FROM audit WHERE serial = 1000"]),
            (1, "its row 1002 is not the one", ["UPDATE audit SET kind = hex(zeroblob(50)) WHERE serial = 1002"]),
            (1, "the block 38 of", [row]),
            (1, "the block 30 of", [row], [block]),
            (1, "a submission of", [doubted], [row]),
            (1, "the block 30 of", [doubted], [block]),
            (3, "a submission's row is broken", [broken], [gone], [block]),
            (1, "a submission of", [gone], [block]))):
        other = directory / f"edited-{number}"
        shutil.copytree(register, other)
        edited(other, *statements)
        found_alike(other, keys, status, has)


@test
def test_records_go_with_a_copy_and_with_new_keys(directory):
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    medium = directory / "medium"
    received(register, keys, *(sealed(party, medium)["file"] for party in (ankeborg, exempelby)))
    known = figures(register, keys)
    expect(msb("rotate", "-k", keys), 0)
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(msb("rewrap", "-r", register, "-k", keys, "--to", keys), 0)
    assert (figures(register, keys), findings(register, keys, 0)) == (known, ([], 0))
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    expect(msb("restore", "-r", directory / "restored", "-k", keys, directory / "copy", "--yes"), 0)
    assert (figures(directory / "restored", keys), findings(directory / "restored", keys, 0)) == (known, ([], 0))


run()
