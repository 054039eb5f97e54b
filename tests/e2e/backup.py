"""Copies of a register, made while it is in use, and registers made from copies."""
import contextlib
import functools
import hashlib
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from pathlib import Path

from parties import flipped, holdings, make_running_register, mode, receive, seal
from sigill_test import BUILD, environment, expect, flat, msb, refused, run, terminal, test, tree, unchanged

if os.path.isdir("/dev/shm"):  # a file system in memory: the calls are the same, and none waits for a disk
    tempfile.tempdir = "/dev/shm"
KEPT = tempfile.TemporaryDirectory(prefix="sigill-backup-")
PLACES = 10 if "ASAN_OPTIONS" in os.environ else 60


@functools.cache
def source():
    """A register with two submissions and a refused file, its keys, and further media."""
    directory = Path(KEPT.name)
    register, keys, _ = make_running_register(directory)
    for name in ("first", "later"):
        (directory / name).mkdir()
        for member in ("ankeborg", "exempelby"):
            seal(directory, member, directory / name / f"{member}.sigill")
    flipped(directory / "first" / "ankeborg.sigill", directory / "first" / "changed.sigill")
    expect(receive(register, keys, directory / "first"), 1)
    return directory


def digest_of(path):
    return hashlib.blake2b(path.read_bytes(), digest_size=32).hexdigest()


class Case:
    """A copy of that register and of its keys, to make backups of."""

    def __init__(self, directory):
        self.directory = directory
        self.register = Path(shutil.copytree(source() / "register", directory / "register"))
        self.keys = Path(shutil.copytree(source() / "msb", directory / "msb"))
        self.copy = directory / "copy"

    def backup(self, status=0, to=None, **options):
        return expect(msb("backup", "-r", self.register, "-k", self.keys, "-o", to or self.copy), status, **options)

    def restore(self, status=0, *more, to=None, copy=None, **options):
        return expect(msb("restore", "--yes", "-r", to or self.directory / "new", "-k", self.keys, copy or self.copy, *more), status,
                      **options)

    def fsck(self, register, status=0):
        said = json.loads(expect(msb("fsck", "-r", register, "-k", self.keys, "--json"), status).out)
        assert said["leftovers"] == [], said
        return said

    def audit(self, register):
        return json.loads(expect(msb("audit", "-r", register, "-k", self.keys, "--json"), 0).out)["rows"]

    def nothing_made(self, *names):
        """Nothing stands under these names, nor in the making."""
        left = [path.name for path in self.directory.iterdir() if path.name in names or path.name.endswith(".tmp")]
        assert not left, left


# ---- backup ----

@test
def test_backup_is_a_whole_register(directory):
    case = Case(directory)
    before = holdings(case.register)
    result = case.backup(err="", out_has=[str(case.copy), "submissions in it: 2"])
    assert "NOT WHOLE" not in result.out
    assert holdings(case.copy) == before == holdings(case.register)
    assert {path.name for path in case.copy.iterdir()} == {"register.db", "register.key", "register.head", "originals",
                                                          "quarantine", "receipts", "incoming"}
    assert (case.copy / "register.key").read_bytes() == (case.register / "register.key").read_bytes()
    for path in [case.copy, *case.copy.rglob("*")]:
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_ISREG((case.copy / "register.head").lstat().st_mode)
    last = case.audit(case.copy)[-1]
    assert (last["kind"], last["subject"]) == ("backup", {"submissions": "2"}), last
    assert case.audit(case.copy) == case.audit(case.register)
    case.fsck(case.copy)
    case.nothing_made()


@test
def test_backup_leaves_what_is_there(directory):
    case = Case(directory)
    case.copy.mkdir()
    before = tree(directory)
    case.backup(3, out="", err_has="exists already")
    case.backup(3, to=case.register, out="", err_has="exists already")
    case.backup(3, to=directory / "no" / "copy", out="", err_has="cannot be made")
    expect(msb("backup", "-r", case.register, "-k", case.keys), 2, out="", err_has="--output")
    unchanged(directory, before)


ARRIVING = 72  # bundles; receiving them takes some backups' time


@test
def test_backup_of_a_register_in_use(directory):
    """Copies are made all the while that others receive; each is whole."""
    case = Case(directory)
    medium = directory / "medium"
    medium.mkdir()
    for number in range(ARRIVING):
        seal(source(), "ankeborg", medium / f"{number}.sigill")
    copies, counts = [], []
    receiving = subprocess.Popen([BUILD / "sigill-msb", "receive", "-r", case.register, "-k", case.keys, medium],
                                 env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while receiving.poll() is None:
        copies.append(directory / f"copy{len(copies)}")
        case.backup(to=copies[-1], err="")
    assert receiving.returncode == 0, receiving.stderr.read()
    receiving.stderr.close()
    case.backup()
    for copy in copies:  # none is the newest any more, and that is all
        checked = json.loads(expect(msb("fsck", "-r", copy, "-k", case.keys, "--json"), 1).out)
        assert [finding["code"] for finding in checked["findings"]] == ["audit"], checked
        counts.append(checked["checked"]["submissions"])
    print(f"# copies with {counts} submissions")
    assert len(copies) >= 2 and counts == sorted(counts) and counts[0] < 2 + ARRIVING, counts
    case.fsck(case.register)
    case.restore(0)
    assert holdings(directory / "new") == holdings(case.register)


@test
def test_backup_of_what_is_not_whole_says_so(directory):
    case = Case(directory)
    lost = next((case.register / "originals").iterdir())
    lost.unlink()
    case.backup(1, out_has=["NOT WHOLE", "original-missing", lost.name])
    assert case.copy.exists()
    before = tree(directory)
    case.restore(1, out_has=["NOT WHOLE", "Nothing was restored", lost.name])
    unchanged(directory, before)


@test
def test_R4_backup_of_an_audit_that_is_not_whole_is_refused(directory):
    case = Case(directory)
    sql(case.register, "UPDATE audit SET time = 1 WHERE serial = 2")
    case.backup(1, out="", err_has="the audit is not whole: its row 2")
    case.nothing_made("copy")


# ---- restore ----

def said(result, status, *parts):
    """Without a warning, and wherever the lines are broken."""
    expect(result, status)
    text = " ".join(result.out.split())
    assert all(part in text for part in parts) and "warning" not in result.err, result


@test
def test_restore_makes_the_register_again(directory):
    case = Case(directory)
    case.backup()
    before = holdings(case.register)
    copy = tree(case.copy)
    shutil.rmtree(case.register)
    case.restore(0, to=case.register, err="", out_has="submissions in it: 2")
    unchanged(case.copy, copy)
    assert holdings(case.register) == before
    assert (case.register / "register.head").read_bytes() != (case.copy / "register.head").read_bytes()
    for path in [case.register, *case.register.rglob("*")]:
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    last = case.audit(case.register)[-1]
    assert (last["kind"], last["subject"]["older"]) == ("restore", "0"), last
    case.fsck(case.register)
    expect(receive(case.register, case.keys, source() / "later"), 0)
    case.fsck(case.register)


@test
def test_R4_restore_refuses_an_older_copy_unless_told(directory):
    case = Case(directory)
    case.backup()
    expect(receive(case.register, case.keys, source() / "later"), 0)
    before = tree(directory)
    case.restore(1, out="", err_has=["older than the register", "has 6 rows", "had 8", "--accept-older"])
    unchanged(directory, before)
    case.restore(0, "--accept-older", err="", out_has="It is OLDER")
    new = directory / "new"
    last = case.audit(new)[-1]
    assert (last["kind"], last["subject"]) == ("restore", {"older": "1", "rows": "6", "head": "8"}), last
    assert holdings(new) == holdings(case.copy)
    case.fsck(new)
    # the one that was replaced is another register now
    expect(msb("list", "-r", case.register, "-k", case.keys), 1, out="", err_has=["this register was replaced", f"the one in {new} is taken, which had 7 rows", "this one has 8, to", "Use that one. Only", "--take-back"])
    expect(receive(new, case.keys, source() / "later"), 0)
    case.fsck(new)


@test
def test_a_copy_is_looked_at_without_a_trace(directory):
    """Neither the keys, nor the register, nor the copy is written to, and the register stays the one."""
    case = Case(directory)
    case.backup()
    before = tree(directory)
    words = ["restore", "--check", "-k", case.keys, case.copy]
    would = ["is whole; submissions in it: 2", "as new as the register", "would be refused from then on", "Nothing was written"]
    said(msb(*words), 0, *would)
    said(msb(*words, "-r", directory / "new"), 0, *would)
    unchanged(directory, before)
    expect(receive(case.register, case.keys, source() / "later"), 0)
    before = tree(directory)
    said(msb(*words), 1, "It is OLDER", "--accept-older", "Nothing was written")
    unchanged(directory, before)
    lost = next((case.copy / "originals").iterdir())
    lost.unlink()
    before = tree(directory)
    expect(msb(*words), 1, out_has=["NOT WHOLE", "original-missing", lost.name])
    expect(msb("restore", "--check", "-k", case.keys), 2, out="", err_has="COPY")
    unchanged(directory, before)


@test
def test_restore_asks_before_it_replaces_a_register(directory):
    case = Case(directory)
    case.backup()
    before, new = tree(directory), directory / "new"
    words = ["restore", "-r", new, "-k", case.keys, case.copy]
    expect(msb(*words), 2, out="", err_has=["knows this register, with 6 rows", f"The one in {new} replaces it", "--check", "--yes"])
    result = terminal("sigill-msb", *words, talk=[("Replace the register?", "nej\n")])
    assert result.status == 1 and "nothing was done" in result.err, result
    unchanged(directory, before)
    said(msb(*words, "--yes"), 0, "replaces the one whose audit had 6 rows", "is refused from now on")
    shutil.rmtree(case.keys / "heads")
    expect(msb("restore", "-r", directory / "unknown", "-k", case.keys, case.copy), 0, err_has="keeps no head")


@test
def test_a_register_that_was_replaced_by_a_trial_is_taken_back(directory):
    """Also when it has come further than the copy; and what is not the one that was replaced is not."""
    case = Case(directory)
    case.backup()
    older = Path(shutil.copytree(case.register, directory / "older"))
    expect(receive(case.register, case.keys, source() / "later"), 0)
    back = lambda register, *more: msb("restore", "--take-back", "-r", register, "-k", case.keys, *more)
    refused(back(case.register, "--yes"), 1, "no other register was restored")
    case.restore(0, "--accept-older")
    new = directory / "new"
    expect(receive(case.register, case.keys, source() / "first"), 1, out="", err_has=["was replaced", f"--take-back -r {case.register}"])
    before = tree(directory)
    expect(back(case.register), 2, out="", err_has=["with 8 rows of its audit", "made the one that counts again", f"{new} had 7 rows", "--yes"])
    expect(back(older, "--yes"), 1, out="", err_has="lacks what the register had when it was replaced")
    refused(back(case.register, case.copy, "--yes"), 2, "--take-back without one")
    unchanged(directory, before)
    said(back(case.register, "--yes"), 0, "is the one that counts again")
    assert case.audit(case.register)[-1]["kind"] == "restore"
    case.fsck(case.register)
    expect(msb("list", "-r", new, "-k", case.keys), 1, out="", err_has=["was replaced", f"the one in {case.register} is taken"])
    # Its own trial has one row less than the head, and not what was done with the other one.
    result = expect(back(new, "--yes"), 1, out="", err_has=["is OLDER than the register", "has 7 rows", "had 9", "would be lost", "--accept-older"])
    said(back(new, "--yes", "--accept-older"), 0, "is the one that counts again")
    case.fsck(new)


@test
def test_an_older_register_says_so_before_it_offers_a_way_back(directory):
    """A backup, too, that is used as a register. What is in force already is so."""
    case = Case(directory)
    case.backup()
    older = Path(shutil.copytree(case.register, directory / "older"))
    expect(receive(case.register, case.keys, source() / "later"), 0)
    case.restore(0, "--accept-older")
    new = directory / "new"
    expect(receive(new, case.keys, source() / "later"), 0)
    back = lambda register, *more: msb("restore", "--take-back", "-r", register, "-k", case.keys, *more)
    for register, own in ((older, 6), (case.register, 8)):
        text = flat(expect(msb("list", "-r", register, "-k", case.keys), 1, out="").err)
        assert "this register was replaced" in text and f"{new} is taken, which had 9 rows" in text and f"this one has {own}, to" in text, text
        assert ("OLDER" in text, "--take-back" in text) == (own == 6, own == 8), text
        assert " copy" not in text
    before = tree(directory)
    said(back(new), 0, "is the one that counts already. Nothing was done")
    expect(back(older, "--yes", "--accept-older"), 1, out="", err_has="lacks what the register had")
    unchanged(directory, before)


@test
def test_restore_leaves_what_is_there(directory):
    case = Case(directory)
    case.backup()
    empty = directory / "empty"
    empty.mkdir()
    before = tree(directory)
    case.restore(3, to=case.register, out="", err_has="exists already")
    case.restore(3, to=empty, out="", err_has="exists already")
    case.restore(3, copy=empty, out="", err_has="no copy of a register here")
    case.restore(3, copy=directory / "no", out="", err_has="no copy of a register here")
    case.restore(3, to=directory / "no" / "new", out="", err_has="cannot be made")
    expect(msb("restore", "--yes", "-r", directory / "new", "-k", case.keys), 2, out="", err_has="expected")
    expect(msb("restore", "--yes", "-k", case.keys, case.copy), 2, out="", err_has="--register")
    unchanged(directory, before)


def edited(name, status, words, change):
    """A copy that was changed makes no register."""
    def check(directory):
        case = Case(directory)
        case.backup()
        change(case)
        before = tree(directory)
        result = case.restore(status)
        assert words in result.out + result.err, result
        unchanged(directory, before)
    check.__name__ = f"test_R4_restore_refuses_a_copy_{name}"
    test(check)


def sql(register, statement):
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        database.execute(statement)


def other_authority(case):
    """The same copy, opened with keys that it was not made with."""
    shutil.rmtree(case.keys)
    expect(msb("init", "-r", case.directory / "other", "-k", case.keys, "--no-passphrase"), 0)


edited("with_a_changed_row", 1, "is not the one that was appended", lambda case: sql(case.copy, "UPDATE audit SET time = 1 WHERE serial = 2"))
edited("that_was_cut", 1, "register.head", lambda case: sql(case.copy, "DELETE FROM audit WHERE serial = 6"))
edited("without_a_head", 1, "is missing", lambda case: (case.copy / "register.head").unlink())
edited("with_a_changed_head", 1, "register.head", lambda case: flipped(case.copy / "register.head", case.copy / "register.head"))
edited("with_a_changed_original", 1, "original-changed", lambda case: [flipped(path, path) for path in (case.copy / "originals").iterdir()])
edited("without_its_key", 3, "register.key", lambda case: (case.copy / "register.key").unlink())
edited("for_other_keys", 1, "register.key", other_authority)


def advised(text):
    """The commands that are said to write receipts; their paths are as they stand here."""
    return re.findall(r"^  sigill-msb receive (\S+) -r \S+ -k \S+$", text, re.M)


@test
def test_a_copy_that_lacks_receipts_alone_makes_a_register_that_gets_them(directory):
    case = Case(directory)
    lost = sorted((case.register / "receipts").iterdir())
    for path in lost:
        path.unlink()
    case.backup(1, out_has=["NOT WHOLE", "receipt-missing"])
    before = tree(directory)
    expect(msb("restore", "--check", "-k", case.keys, case.copy), 1, out_has=[f"lacks receipts: {len(lost)}", "Nothing was written"])
    unchanged(directory, before)
    shutil.rmtree(case.register)
    result = case.restore(0, to=case.register, out_has=["receipt-missing", f"receipts that are missing: {len(lost)}"])
    assert advised(result.out) == [f"{case.register}/originals", f"{case.register}/quarantine"], result
    for place in advised(result.out):
        expect(receive(case.register, case.keys, place), 1)
    case.fsck(case.register)
    assert sorted((case.register / "receipts").iterdir()) == lost


@test
def test_a_receipt_of_a_rewrapped_original_needs_the_file_as_it_came(directory):
    case = Case(directory)
    expect(msb("rotate", "-k", case.keys), 0)
    expect(msb("card", "-k", case.keys, "--renew"), 0)
    expect(msb("rewrap", "-r", case.register, "-k", case.keys, "--to", case.keys), 0)
    (directory / "as-it-came").mkdir()
    shutil.copy(source() / "first" / "ankeborg.sigill", directory / "as-it-came")
    lost = case.register / "receipts" / f"{digest_of(directory / 'as-it-came/ankeborg.sigill')}.kvittens"
    lost.unlink()
    said = expect(msb("fsck", "-r", case.register, "-k", case.keys), 1, out_has=["receipts that are missing: 1", "Receive the same files"])
    assert advised(said.out) == [], said
    receive(case.register, case.keys, directory / "as-it-came")
    case.fsck(case.register)


@test
def test_restore_with_a_key_directory_without_heads_says_what_it_cannot_tell(directory):
    case = Case(directory)
    case.backup()
    shutil.rmtree(case.keys / "heads")
    case.restore(0, err_has="keeps no head")
    case.fsck(directory / "new")
    expect(msb("list", "-r", directory / "new", "-k", case.keys), 0, err="")


# ---- cut off, and failing ----

CALLS = ("openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat2", "close", "mkdir")


def traced(options, *args):
    return subprocess.run(["strace", "-qq", *options, BUILD / "sigill-msb", "--lang", "en", *args], env=environment(),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


def calls_of(case, begin, *args):
    log = case.directory / "calls"
    done = traced(["-e", "trace=" + ",".join(CALLS), "-o", log], *args)
    assert done.returncode == 0, done
    seen, found, begun = {}, [], False
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(\w+)\(", line)
        if name is None:
            continue
        seen[name[1]] = seen.get(name[1], 0) + 1
        begun = begun or begin in line
        if begun:
            found.append((name[1], seen[name[1]]))
    return found


def places(calls):
    return [calls[place * len(calls) // PLACES] for place in range(PLACES)] if len(calls) > PLACES else calls


def prepare(directory, older, heads=True):
    """A case with a copy, which is older or not; and keys that know the register or not."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    case = Case(directory)
    case.backup()
    if older:
        expect(receive(case.register, case.keys, source() / "later"), 0)
    if not heads:
        shutil.rmtree(case.keys / "heads")
    return case


def cut(name, older, heads=True):
    def check(directory):
        case = prepare(directory / "counted", older, heads)
        more = ["--accept-older"] if older else []
        words = lambda: ["restore", "--yes", "-r", case.directory / "new", "-k", case.keys, case.copy, *more]
        calls = calls_of(case, "mkdir(", *words())
        killed = 0
        for call, number in places(calls):
            case = prepare(directory / "cut", older, heads)
            done = traced(["-e", f"trace={call}", "-o", "/dev/null", "-e", f"inject={call}:signal=SIGKILL:when={number}"], *words())
            killed += done.returncode == -9
            if not (case.directory / "new").exists():
                expect(msb(*words()), 0)
            elif older or done.returncode == 0:
                case.fsck(case.directory / "new")
            expect(receive(case.directory / "new", case.keys, source() / "later"), 0)
            case.fsck(case.directory / "new")
        assert killed >= min(PLACES, len(calls)) * 9 // 10, killed
    check.__name__ = f"test_R1_{name}_that_is_killed_can_be_repeated"
    test(check)


cut("a_restore", False)
cut("a_restore_of_an_older_copy", True)
cut("a_restore_to_keys_without_heads", False, heads=False)


def failing(name, *words):
    """One call fails in its turn: nothing stands under the name, unless it is whole."""
    def check(directory):
        case = prepare(directory / "counted", False)
        command = lambda to: [words[0], "-r", *([case.register, "-o", to] if words[0] == "backup" else [to, case.copy, "--yes"]),
                              "-k", case.keys]
        calls = [call for call in calls_of(case, "mkdir(", *command(case.directory / "new")) if call[0] != "openat"]
        failed = 0
        for call, number in places(calls):
            case = prepare(directory / "failing", False)
            new = case.directory / "new"
            done = traced(["-e", f"trace={call}", "-o", "/dev/null", "-e", f"inject={call}:error=ENOSPC:when={number}"], *command(new))
            assert done.returncode in (0, 3), done
            case.nothing_made()
            if done.returncode == 3:
                failed += 1
                assert re.search("^sigill-msb: ", done.stderr, re.M) or call == "write", done
            if new.exists():
                assert holdings(new) == holdings(case.copy)
            else:
                expect(msb(*command(new)), 0)
        assert failed >= min(PLACES, len(calls)) // 3, failed
    check.__name__ = f"test_R2_{name}_with_a_failing_call_leaves_nothing_half_done"
    test(check)


failing("a_backup", "backup")
failing("a_restore", "restore")
run()
