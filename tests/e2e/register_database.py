"""The register's database by itself: it has the tables and indexes that the program made, no others, and the indexes say
what the tables say. Someone with the file could have made them say anything, and an answer from an index is not looked up
in its table."""
import contextlib
import hashlib
import json
import sqlite3

from parties import make_running_register, received, sealed
from sigill_test import expect, msb, run, test, tree, unchanged

COMMANDS = (["list"], ["fsck"], ["audit"], ["keys"], ["stats"])


@contextlib.contextmanager
def schema(register):
    """A connection that may change the schema's own rows."""
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database, database:
        database.execute("PRAGMA writable_schema = ON")
        yield database


def of_one_index(register, table, change):
    """Makes the change to a table while its first index does not exist, and puts that back as it was."""
    index = f"sqlite_autoindex_{table}_1"
    with schema(register) as database:
        [(text,)] = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
        [kept] = database.execute("SELECT rowid, * FROM sqlite_schema WHERE name = ?", (index,))
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text.replace("NOT NULL UNIQUE", "NOT NULL"), table))
        database.execute("DELETE FROM sqlite_schema WHERE name = ?", (index,))
        others = list(database.execute("SELECT rowid, name FROM sqlite_schema WHERE name LIKE ?", (f"sqlite_autoindex_{table}_%",)))
        for rowid, name in others:
            database.execute("UPDATE sqlite_schema SET name = ? WHERE rowid = ?", (f"{name[:-1]}{int(name[-1]) - 1}", rowid))
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database, database:
        database.execute(change)
    with schema(register) as database:
        for rowid, name in others:
            database.execute("UPDATE sqlite_schema SET name = ? WHERE rowid = ?", (name, rowid))
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text, table))
        database.execute("INSERT INTO sqlite_schema(rowid, type, name, tbl_name, rootpage, sql) VALUES(?,?,?,?,?,?)", kept)


def in_indexes(register, table, change):
    """Makes the change, and puts the table's own pages back: the indexes then say what it does not. Or those of one index."""
    path = register / "register.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        [(size,)] = database.execute("PRAGMA page_size")
    kept = path.read_bytes()
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(change)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    assert len(content) == len(kept)
    at = slice((page - 1) * size, page * size)
    content[at] = kept[at]
    path.write_bytes(content)


def with_submissions(directory):
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    for party in (ankeborg, exempelby):
        received(register, keys, sealed(party, directory / "medium")["file"])
    expect(msb("fsck", "-r", register, "-k", keys), 0)
    return register, keys


@test
def test_an_index_does_not_stand_in_for_a_row(directory):
    register, keys = with_submissions(directory)
    of_one_index(register, "submissions", "DELETE FROM submissions WHERE serial = 2")
    found = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 1).out)
    assert "database" in {finding["code"] for finding in found["findings"]}, found


@test
def test_R4_an_index_makes_no_file_an_imported_one(directory):
    """Only the index has the digest of the file; the row that it names is another file's."""
    register, keys = with_submissions(directory)
    rubbish = directory / "rubbish.sigill"
    rubbish.write_bytes(b"no bundle")
    digest = hashlib.blake2b(rubbish.read_bytes(), digest_size=32).hexdigest()
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        [(before,)] = database.execute("SELECT hex(sealed_digest) FROM submissions WHERE serial = 2")
    in_indexes(register, "submissions", f"UPDATE submissions SET sealed_digest = x'{digest}' WHERE serial = 2")
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        assert list(database.execute("SELECT hex(sealed_digest) FROM submissions NOT INDEXED WHERE serial = 2")) == [(before,)]
        assert list(database.execute("SELECT serial FROM submissions WHERE sealed_digest = ?", (bytes.fromhex(digest),))) == [(2,)]
    receipts = sorted((register / "receipts").iterdir())
    expect(msb("receive", "-r", register, "-k", keys, rubbish), 3, out_has="a submission's row is broken")
    assert sorted((register / "receipts").iterdir()) == receipts


COUNTS = (["stats"], ["benchmark"], ["rank"], ["list"])  # which read cards' rows from an index
EARLIER = "UPDATE senders SET enrolled = enrolled - 1 WHERE number = (SELECT max(number) FROM senders)"
EDITED = "somebody has edited the register"


def counted(register, keys):
    return [expect(msb(*words, "-r", register, "-k", keys, "--json"), 0).out for words in COUNTS]


def refused(register, keys, *commands):
    for words in commands:
        expect(msb(*words, "-r", register, "-k", keys), 1, out="", err_has=[EDITED])


def contradicts_itself(register, keys):
    found = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 1).out)
    return "database" in {finding["code"] for finding in found["findings"]}


@contextlib.contextmanager
def put_back(register):
    """The database as it was, once what follows has been done with it."""
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = (register / "register.db").read_bytes()
    yield
    for beside in ("-wal", "-shm"):
        (register / f"register.db{beside}").unlink(missing_ok=True)
    (register / "register.db").write_bytes(kept)


@test
def test_R4_an_index_of_cards_is_compared_as_the_cards_are(directory):
    register, keys = with_submissions(directory)
    known = counted(register, keys)
    with put_back(register):
        in_indexes(register, "senders", EARLIER)  # all but the cards' own rows
        refused(register, keys, *COUNTS)
        expect(msb("keys", "-r", register, "-k", keys), 0)
        assert contradicts_itself(register, keys)
    with put_back(register):
        in_indexes(register, "senders_by_enrolment", EARLIER)  # all but that index
        refused(register, keys, ["keys"])
        assert counted(register, keys) == known  # nothing in it is of the cards' rows
        assert contradicts_itself(register, keys)
    assert counted(register, keys) == known and expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_R4_a_card_s_row_that_is_lacking_is_noticed_by_whom_an_organisation_is_named_to(directory):
    register, keys = with_submissions(directory)
    known = counted(register, keys)
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        number, = database.execute("SELECT number FROM senders ORDER BY rowid").fetchone()
    with put_back(register):
        in_indexes(register, "senders_by_enrolment", f"DELETE FROM senders WHERE number = '{number}'")  # all but that index
        refused(register, keys, ["keys"], ["list", number], ["gap", "Ankeborgs kommun"])
        assert counted(register, keys) == known
    expect(msb("list", number, "-r", register, "-k", keys), 0)


@test
def test_R4_without_that_index_the_cards_are_compared_themselves(directory):
    register, keys = with_submissions(directory)
    known = counted(register, keys)
    has_index = "SELECT count(*) FROM sqlite_schema WHERE name = 'senders_by_enrolment'"
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        assert list(database.execute(has_index)) == [(1,)]
        database.execute("DROP INDEX senders_by_enrolment")
        assert counted(register, keys) == known
        database.execute(EARLIER)
        refused(register, keys, ["keys"], *COUNTS)
        database.execute(EARLIER.replace("- 1", "+ 1"))
        expect(msb("round", "later", "-r", register, "-k", keys, "--edition", "infosakkollen-2021", "--opens", "2020-01-01",
                   "--closes", "2020-12-31"), 0)
        assert list(database.execute(has_index)) == [(1,)]
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_S5_a_link_in_place_of_a_register_s_directory_leads_nowhere(directory):
    """What lies in incoming/ is cleared away by each receive: by a link there it was the keys."""
    register, keys = with_submissions(directory)
    for name in ("incoming", "originals", "quarantine", "receipts"):
        (register / name).rename(directory / "kept")
        (register / name).symlink_to(keys)
        before = tree(keys)
        for words in (["receive", directory / "medium"], *COMMANDS):
            expect(msb(*words, "-r", register, "-k", keys), 3, out="", err_has=[f"{name}: is a link or a file"])
        unchanged(keys, before)
        (register / name).unlink()
        (directory / "kept").rename(register / name)
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_a_schema_of_someone_else_s_is_not_opened(directory):
    register, keys = with_submissions(directory)
    kept = (register / "register.db").read_bytes()
    for change in ("CREATE INDEX more ON submissions(sealed_digest, number)", "CREATE TABLE more(a)",
                   "CREATE VIEW more AS SELECT 1", "CREATE TRIGGER more AFTER INSERT ON audit BEGIN DELETE FROM refusals; END",
                   "ALTER TABLE refusals ADD COLUMN more TEXT", "DROP INDEX senders_by_number",
                   "UPDATE sqlite_schema SET sql = replace(sql, 'number TEXT', 'number TEXT COLLATE NOCASE') WHERE name = 'senders'"):
        with schema(register) as database:
            database.execute(change)
        for words in COMMANDS:
            expect(msb(*words, "-r", register, "-k", keys), 3, out="", err_has="has other tables or indexes than this program makes")
        for beside in ("-wal", "-shm"):
            (register / f"register.db{beside}").unlink(missing_ok=True)
        (register / "register.db").write_bytes(kept)
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_a_register_may_lie_below_a_link(directory):
    """As where /home leads to /var/home."""
    made, keys, [party] = make_running_register(directory, ["ankeborg"])
    home = directory / "home"
    home.symlink_to(made.parent)
    register = home / made.name
    sealed(party, directory / "medium")
    received(register, keys, directory / "medium")
    at = ["-k", keys, "-r"]
    expect(msb("backup", *at, register, "-o", home / "copy"), 0)
    expect(msb("restore", "--yes", home / "copy", *at, home / "again"), 0)
    expect(msb("init", *at, home / "new"), 0)
    for place in ("again", "new"):
        expect(msb("fsck", *at, home / place), 0)
    made = register.resolve() / "register.db"
    made.rename(directory / "elsewhere.db")
    made.symlink_to(directory / "elsewhere.db")
    assert "register.db" in expect(msb("list", *at, register), 3).err


run()
