"""fsck against every column of every table: the schema is read from a register in which everything has happened, each
column is changed in a copy of its own in every way that its type allows, and each row is taken away, doubled and put in
once. What is reported is compared with WHERE, which has a line for every column: a new one without a line is a failure."""
import contextlib
import functools
import json
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from parties import (DAY, enrol, fake_clock, flipped, make_member, make_party, make_running_register, own, receive, received, sealed,
                     told)
from sigill_test import DATA, expect, msb, run, sigill, test, tree

KEPT = tempfile.TemporaryDirectory(prefix="sigill-columns-")
LIST = ("number,name,group,län\n212999-0004,Ankeborgs kommun,kommun,Ankeborg\n212999-0012,Exempelby kommun,kommun,Kalisota\n"
        "212999-0020,Gåseborgs kommun,kommun,Kalisota\n")


# ---- a register in which everything has happened ----

def shown(register, keys):
    return json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out)


@functools.cache
def source():
    """Three organisations: one whose second submission supersedes its first, one with two that stand side by side, of
    which one was chosen after another, one that was enrolled by a clock that was ahead, and revoked with what it had sent. A card that was renewed, originals
    that were rewrapped and one that came after, refusals that were kept and one that was not, rounds, lists."""
    directory = Path(KEPT.name)
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    gaseborg = make_member(directory, "gaseborg", keys)
    where = ["-r", register, "-k", keys]
    ahead = fake_clock(directory, time.time() + 100 * DAY)
    expect(msb("enrol", *where, own(gaseborg), "--fingerprint", told(own(gaseborg)), env=ahead), 0)
    expect(msb("clock", *where, "--was-wrong"), 0)
    medium = directory / "medium"
    first = [sealed(ankeborg, medium), sealed(ankeborg, medium)]
    side = [sealed(exempelby, medium, "--supersedes", "none") for _ in range(2)]
    lost = [sealed(gaseborg, medium), sealed(gaseborg, medium)]
    late = sealed(ankeborg, medium)
    received(register, keys, first[0]["file"], side[0]["file"], "--reference", "MSB 2026-1")
    received(register, keys, first[1]["file"], side[1]["file"], "--arrived", time.strftime("%Y-%m-%d", time.gmtime(time.time() - DAY)))
    received(register, keys, *(one["file"] for one in lost))
    for place in range(2):
        flipped(Path(late["file"]), directory / f"broken{place}.sigill", -2000 - place)
        received(register, keys, directory / f"broken{place}.sigill", status=1)
    expect(msb("amend", *where, side[0]["id"], "--reference", "MSB 2026-2"), 0)
    expect(msb("amend", *where, lost[0]["id"], "--arrived", time.strftime("%Y-%m-%d")), 0)
    expect(msb("choose", *where, side[0]["id"]), 0)
    expect(msb("choose", *where, side[1]["id"]), 0)
    expect(msb("revoke", *where, "212999-0020", "--reason", "stulen dator", "--since", "2026-01-01", "--yes"), 0)
    expect(msb("choose", *where, lost[1]["id"]), 0)
    expect(sigill("card", "-k", ankeborg, "--renew", "--valid-until", "2999-01-01"), 0)
    expect(enrol(register, keys, own(ankeborg)), 0)
    expect(msb("rotate", "-k", keys), 0)
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(msb("rewrap", *where, "--to", keys), 0)
    received(register, keys, late["file"])
    for year in ("2025", "2026"):
        expect(msb("round", *where, year, "--edition", "infosakkollen-2021", "--opens", f"{year}-01-01", "--closes", f"{year}-12-31"), 0)
        (directory / "list.csv").write_text(LIST, encoding="utf-8")
        expect(msb("population", *where, directory / "list.csv", "--round", year), 0)
    for edition in (DATA / "small-edition.json", "editions/it-sakerhet-exempel.json"):
        expect(msb("edition", "add", edition, *where), 0)
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    expect(msb("fsck", *where), 0, err="")
    return directory


# ---- the changes ----

# What finds a row again when one of its columns was changed.
KEYS = {"meta": "rowid", "senders": "rowid", "submissions": "rowid", "rounds": "rowid", "refusals": "rowid", "audit": "rowid",
        "population": "round || number", "answer_records": "rowid", "editions": "rowid"}


def opened(path):
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA foreign_keys = OFF")
    return contextlib.closing(database)


@functools.cache
def schema():
    """Of each table its columns, as (name, declared type, may be NULL), and its rows, as {key: {column: value}}."""
    with opened(source() / "register/register.db") as database:
        database.row_factory = sqlite3.Row
        found = {}
        for table, in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'sqlite_sequence'").fetchall():
            about = database.execute(f"PRAGMA table_info({table})").fetchall()
            rows = database.execute(f"SELECT {KEYS[table]} AS row_key, * FROM {table}").fetchall()
            found[table] = ([(column["name"], column["type"], not column["notnull"] and not column["pk"]) for column in about],
                            {row["row_key"]: {column["name"]: row[column["name"]] for column in about} for row in rows})
        return found


def others(value, declared, nullable):
    """What a value is changed to: a near one, ones that are not of its form, and nothing."""
    if value is None:
        made = {"INTEGER": [1, -1], "TEXT": ["x"], "BLOB": [bytes(8), bytes(16), bytes(32)]}[declared]
    elif isinstance(value, int):
        made = {value + 1, value + 2**32, 1 - value, -1, -2**63} - {value}
    elif isinstance(value, str):
        made = [value[:-1] + ("x" if value[-1:] != "x" else "y"), value + "\0x", "å" * 1000]
    elif value == b"":
        made = [bytes(16), bytes(8)]
    else:
        made = [bytes([value[0] ^ 1]) + value[1:], value[:-1] + bytes([value[-1] ^ 128]), value[:-1], value + b"\0", b""]
    return [*made, *([None] if nullable and value is not None else [])]


def sort_of(value):
    """Rows whose values are of one sort have one of them changed."""
    return value if value in (None, 0, 1, "", b"") else type(value)


def changed_values(table):
    columns, rows = schema()[table]
    for column, declared, nullable in columns:
        update = f'UPDATE {table} SET "{column}" = ? WHERE {KEYS[table]} = ?'
        firsts = {}
        for key, row in rows.items():
            firsts.setdefault(sort_of(row[column]), key)
        for key in firsts.values():
            for value in others(rows[key][column], declared, nullable):
                yield column, [key], f"{rows[key][column]!r} to {value!r}", [(update, (value, key))]


def swapped_values(table):
    """Each column's value of the first row, with that of each sort of other row."""
    columns, rows = schema()[table]
    first = next(iter(rows))
    for column, declared, _ in columns:
        seen = set()
        for key, row in rows.items():
            if row[column] == rows[first][column] or sort_of(row[column]) in seen:
                continue
            seen.add(sort_of(row[column]))
            update = f'UPDATE {table} SET "{column}" = ? WHERE {KEYS[table]} = ?'
            aside = {"INTEGER": 99999, "TEXT": "aside", "BLOB": b"aside"}[declared]
            yield column, [first, key], "swapped", [
                (update, (aside, first)), (update, (rows[first][column], key)),
                (f'UPDATE {table} SET "{column}" = ? WHERE "{column}" IS ?', (row[column], aside))]


def taken_rows(table):
    for key in schema()[table][1]:
        yield "a row taken away", [key], str(key), [(f"DELETE FROM {table} WHERE {KEYS[table]} = ?", (key,))]


def doubled_rows(table):
    """A row once more, with other values where two rows may not have the same."""
    columns, rows = schema()[table]
    fresh = {"senders": {"fingerprint": bytes(32), "series": 77}, "submissions": {"serial": 77, "id": bytes(16), "sealed_digest": bytes(32)},
             "rounds": {"id": "2077"}, "population": {"number": "212999-0079"}, "refusals": {"sealed_digest": bytes(32)},
             "audit": {"serial": len(schema()["audit"][1]) + 1}, "meta": {}, "answer_records": {"block": 77},
             "editions": {"id": "egen-2077"}}[table]
    for key, row in list(rows.items())[:2]:
        values = {**row, **fresh}
        names = ", ".join(f'"{name}"' for name, _, _ in columns)
        yield "a row put in", [key], str(key), [
            (f"INSERT INTO {table}({names}) VALUES({', '.join('?' * len(columns))})", tuple(values[name] for name, _, _ in columns))]


# ---- what is noticed ----

# Of each column: the code of the finding that names its row, if the value is of a form that the program writes.
WHERE = {
    "meta": {"version": None, "id": "audit", "demo": "not-audited"},
    "senders": {"fingerprint": "sender", "number": "sender", "key_number": "sender", "sign_key": "sender", "series": "sender", "card": "sender",
                "enrolled": "not-audited", "revoked": "not-audited", "reason": "not-audited"},
    "submissions": {"serial": "not-audited", "number": "not-audited", "id": "not-audited", "sender": "not-audited",
                    "edition": "manifest-mismatch", "edition_digest": "manifest-mismatch", "created": "manifest-mismatch",
                    "imported": "not-audited", "supersedes": "manifest-mismatch", "manifest_digest": "not-audited",
                    "sealed_digest": "not-audited", "arrived": "not-audited", "reference": "receipt-wrong",
                    "chosen": "not-audited", "suspect": "not-audited", "rewrapped": "original-changed",
                    "rewrapped_to": "not-audited", "answers": "answers"},
    "rounds": {"id": "not-audited", "edition": "not-audited", "opens": "not-audited", "closes": "not-audited"},
    "population": {"round": "not-audited", "number": "not-audited", "name": "not-audited", "group": "not-audited", "tags": "not-audited"},
    "refusals": {"sealed_digest": "not-audited", "reason": "not-audited", "refused": "not-audited", "size": "not-audited",
                 "number": "not-audited"},
    "audit": {"serial": "audit", "time": "audit", "kind": "audit", "subject": "audit", "link": "audit"},
    "answer_records": {"block": "record", "sealed": "record"},
    "editions": {"id": "not-audited", "file": "not-audited"},
}
# The code where a value is of no such form, or has no row that it could belong to.
OTHERWISE = {"senders": "sender", "submissions": "row-broken", "editions": "row-missing"}
# What may be found beside that: what hangs on the row.
BESIDE = {
    "meta": {"answers", "record"},
    "senders": {"row-missing", "manifest-mismatch", "answers"},
    "submissions": {"row-missing", "not-audited", "manifest-mismatch", "answers", "original-missing", "receipt-missing",
                    "receipt-wrong", "original-changed", "record"},
    "rounds": {"row-missing"}, "population": set(), "refusals": {"row-missing"}, "audit": {"not-audited"}, "answer_records": set(),
    "editions": {"row-missing"},
}
WHOLE = {"a row taken away": {table: "row-missing" for table in WHERE} | {"population": "not-audited", "audit": "audit"},
         "a row put in": {table: "not-audited" for table in WHERE} | {"senders": "sender", "audit": "audit", "answer_records": "record"}}


def names(table, key, row):
    """How a finding may name the row: as it stands in the table, or as the audit has it."""
    shown = {name: value.hex() if isinstance(value, bytes) else str(value) for name, value in row.items()}
    return {"meta": ["demo", "register.db"],
            "senders": [f"senders {key} ", shown.get("number"), f"card={shown.get('fingerprint')}"],
            "submissions": [f"submissions {key}", shown.get("id"), shown.get("sealed_digest")],
            "rounds": [f"round {shown.get('id')}"], "population": [f"population {shown.get('round')}"],
            "refusals": [f"refusals {key}", shown.get("sealed_digest")], "audit": ["register.db"],
            # Whose records they are, and the file where they are nobody's.
            "answer_records": [one["id"].hex() for one in schema()["submissions"][1].values()] + ["register.db"],
            "editions": [f"edition {shown.get('id')}"]}[table]


def table_rows(path, table):
    """{key: {column: value}}, as schema() has them."""
    with opened(path) as database:
        database.row_factory = sqlite3.Row
        return {row["row_key"]: {name: row[name] for name in row.keys()[1:]}
                for row in database.execute(f"SELECT {KEYS[table]} AS row_key, * FROM {table}").fetchall()}


def copied(directory):
    """A copy of the register and its keys. -> register, keys"""
    shutil.rmtree(directory / "case", ignore_errors=True)
    return [Path(shutil.copytree(source() / name, directory / "case" / name)) for name in ("register", "msb")]


def edit(register, statements):
    """Whether the database takes them: a value that must be there once is refused by it."""
    with opened(register / "register.db") as database:
        for statement, values in statements:
            try:
                assert database.execute(statement, values).rowcount == 1, (statement, values)
            except sqlite3.IntegrityError:
                return False
    return True


def fsck(register, keys, status):
    """What fsck finds; it changes nothing."""
    before = tree(register)
    result = expect(msb("fsck", "-r", register, "-k", keys, "--json"), status)
    said = json.loads(result.out)
    marked = f"sigill-msb: warning: {register}: the register has been used with example keys; nothing in it can be relied on\n"
    expect(result, status, err=marked if said.get("demo") else "")
    after = {name: value for name, value in tree(register).items() if not name.endswith(("-wal", "-shm"))}
    assert after == before, "fsck changed the register"
    assert said["whole"] == (status == 0) == (not said["findings"]), said
    return said["findings"]


def not_opened(register, keys, words):
    """Such a register is opened by nobody."""
    for command in (["fsck"], ["list"], ["audit"], ["choose", "ffff"]):
        result = expect(msb(command[0], "-r", register, "-k", keys, *command[1:]), 3, out="", err_has=words)
        assert str(register) in result.err, result


def notices_meta(register, keys, column, value):
    """One without version, id and mark is none."""
    if column == "demo" and value in (0, 1):
        found = fsck(register, keys, 1)
        assert [(one["code"], one["subject"]) for one in found] == [("not-audited", "demo")], found
    elif column == "id" and isinstance(value, bytes) and len(value) == 16:
        expect(msb("fsck", "-r", register, "-k", keys), 1)
        expect(msb("list", "-r", register, "-k", keys), 1, out="")
    else:
        not_opened(register, keys, "register")


def notices_audit(register, keys, first, at_end):
    """audit itself says how far the chain holds."""
    said = json.loads(expect(msb("audit", "-r", register, "-k", keys, "--json"), 1).out)
    assert (said["whole"], said["count"]) == (False, first - 1), said
    assert said["reason"] == ("older-register" if at_end else "broken-chain"), said


def notices(register, keys, table, code, row_names, what):
    found = fsck(register, keys, 1)
    codes = {one["code"] for one in found}
    named = [one for one in found if one["code"] in code and
             any(name in one["subject"] or name in one["message"] for name in row_names if name)]
    assert named, f"{table}, {what}: nothing of {code} names {row_names}: {found}"
    assert codes <= code | BESIDE[table], f"{table}, {what}: {found}"


def check(directory, table, make):
    rows, changed = schema()[table][1], set()
    for column, touched, what, statements in make(table):
        register, keys = copied(directory)
        if not edit(register, statements):
            continue
        now = table_rows(register / "register.db", table)
        if sorted(map(repr, now.values())) == sorted(map(repr, rows.values())):
            continue
        changed.add(column)
        if table == "meta":
            notices_meta(register, keys, column, next(iter(now.values()), {}).get(column) if len(now) == 1 else None)
            continue
        if table == "answer_records" and not now:  # what is lacking is made anew
            assert fsck(register, keys, 0) == []
            continue
        if table == "audit":
            first = min([key for key in rows if now.get(key) != rows[key]] + [len(rows) + 1] + [1 for key in now if key < 1])
            notices_audit(register, keys, first, len(now) < len(rows) and first == len(rows))
        code = {WHOLE[column][table]} if column in WHOLE else {WHERE[table][column], OTHERWISE.get(table, WHERE[table][column])}
        shown = [name for key in {*touched, *(key for key in now if key not in rows)} for row in (rows.get(key), now.get(key))
                 if row is not None for name in names(table, key, row)]
        notices(register, keys, table, code, shown, f"{column}: {what}")
    return changed


def checks(make, ending, whole=None):
    for table in WHERE:
        def one(directory, table=table):
            changed = check(directory, table, make)
            if whole == "columns":
                missing = {column for column, _, _ in schema()[table][0]} - changed
                assert not missing, f"{table}: nothing changed {missing}"
        one.__name__ = f"test_R4_{table}_{ending}_is_noticed"
        test(one)


@test
def test_every_table_and_column_has_its_line(directory):
    assert {table: {column for column, _, _ in columns} for table, (columns, _) in schema().items()} == \
        {table: set(columns) for table, columns in WHERE.items()}
    assert all(len(rows) > 1 for table, (_, rows) in schema().items() if table not in ("meta", "answer_records"))


checks(changed_values, "with_a_changed_value", "columns")
checks(swapped_values, "with_two_values_swapped")
checks(taken_rows, "with_a_row_taken_away")
checks(doubled_rows, "with_a_row_put_in")


@test
def test_S10_the_mark_of_a_demonstration_stays(directory):
    """Through a copy, and through new keys; and it is the audit's first row, so that nobody takes it away."""
    register, keys, new = directory / "register", directory / "msb", directory / "new"
    where, example = ["-r", register, "-k", keys], "--allow-example-keys"
    expect(msb("init", *where, "--no-passphrase", example), 0)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    expect(enrol(register, keys, own(make_party(directory / "party"))), 0)
    kinds = [row["kind"] for row in json.loads(expect(msb("audit", *where, "--json"), 0).out)["rows"]]
    assert kinds == ["demo", "enrol"], kinds
    expect(msb("list", *where), 0, out_has="DEMO")
    expect(msb("backup", *where, "-o", directory / "copy"), 0)
    restored = directory / "restored"
    expect(msb("restore", "--yes", directory / "copy", "-r", restored, "-k", keys), 0)
    expect(msb("keygen", "-k", new, "--no-passphrase"), 0)
    expect(msb("card", "-k", new, "--name", "MSB"), 0)
    expect(msb("list", "-r", restored, "-k", keys), 0, out_has="DEMO")
    fsck(restored, keys, 0)
    moved = Path(shutil.copytree(restored, directory / "moved"))
    expect(msb("rewrap", "-r", moved, "-k", keys, "--to", new), 0)
    expect(msb("list", "-r", moved, "-k", new), 0, out_has="DEMO")
    fsck(moved, new, 0)
    assert edit(restored, [("UPDATE meta SET demo = 0", ())])
    assert [(one["code"], one["subject"]) for one in fsck(restored, keys, 1)] == [("row-missing", "1 demo")]


# ---- files ----

PLACES = {"originals": ("original-changed", "original-missing"), "receipts": ("receipt-wrong", "receipt-missing"),
          "quarantine": ("quarantine", "quarantine")}


def changed_files(content):
    """What a file's content may become."""
    for at in (0, 100, len(content) // 2, len(content) - 1):
        yield content[:at] + bytes([content[at] ^ 1]) + content[at + 1:]
    yield content[:-1]
    yield content + b"\0"
    yield b""


def files_of(place):
    return sorted(path.name for path in (source() / "register" / place).iterdir())


def check_file(register, keys, place, name, code):
    found = fsck(register, keys, 1)
    assert (code, f"{place}/{name}") in [(one["code"], one["subject"]) for one in found], (place, name, found)
    assert all(one["subject"].startswith(f"{place}/") for one in found), found


def file_checks(place):
    changed, missing = PLACES[place]

    def one_changed(directory):
        for name in files_of(place):
            for content in changed_files((source() / "register" / place / name).read_bytes()):
                register, keys = copied(directory)
                (register / place / name).write_bytes(content)
                check_file(register, keys, place, name, changed)

    def one_missing(directory):
        for name in files_of(place):
            register, keys = copied(directory)
            (register / place / name).unlink()
            check_file(register, keys, place, name, missing)

    def one_for_another(directory):
        """Each file is genuine, and none is where it belongs."""
        register, keys = copied(directory)
        listed = files_of(place)
        content = [(register / place / name).read_bytes() for name in listed]
        for name, other in zip(listed, [*content[1:], content[0]]):
            (register / place / name).write_bytes(other)
        found = fsck(register, keys, 1)
        assert sorted((one["code"], one["subject"]) for one in found) == [(changed, f"{place}/{name}") for name in listed], found

    def one_more(directory):
        """A file that belongs to nothing is told of, and no harm."""
        register, keys = copied(directory)
        name = "5" * 64 + Path(files_of(place)[0]).suffix
        shutil.copy(register / place / files_of(place)[0], register / place / name)
        said = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0, err="").out)
        assert [one["subject"] for one in said["leftovers"]] == [f"{place}/{name}"], said

    for function, ending in ((one_changed, "changed_file_in_{}_is_noticed"), (one_missing, "missing_file_in_{}_is_noticed"),
                             (one_for_another, "file_in_the_place_of_another_in_{}_is_noticed"), (one_more, "file_too_many_in_{}_is_told")):
        function.__name__ = "test_R4_a_" + ending.format(place)
        test(function)


for each in PLACES:
    file_checks(each)


@test
def test_R4_a_changed_or_missing_register_key_opens_nothing(directory):
    content = (source() / "register/register.key").read_bytes()
    for other in [*changed_files(content), None]:
        register, keys = copied(directory)
        if other is None:
            (register / "register.key").unlink()
        else:
            (register / "register.key").write_bytes(other)
        for command in ("fsck", "list", "audit"):
            result = msb(command, "-r", register, "-k", keys)
            assert result.status in (1, 3) and result.out == "" and "register.key" in result.err, result


run()
