"""Registers and keys where not all can be done with files: on a medium that is write-protected, on one that keeps no
modes, and after they were used as root once."""
import os
import subprocess

from bundlekit import preload
from parties import make_party, make_running_register, receive, seal
from sigill_test import Result, command_line, environment, expect, msb, program, refused, run, sigill, skip_unless, test, tree, unchanged

USER = 65534


def as_user(name, *args, env=None):
    """A program as somebody whom modes bind: another user if root runs this."""
    whom = {"user": USER, "group": USER, "extra_groups": []} if os.geteuid() == 0 else {}
    command = command_line(name, args, "en")
    done = subprocess.run(command, env=environment(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True, **whom)
    return Result(command, done.returncode, done.stdout, done.stderr)


def give(directory, user=USER):
    """All of a directory to that user, and the way to it."""
    if os.geteuid() != 0:
        return
    for path in (directory, *directory.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)


def protect(directory):
    for path in (directory, *directory.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o222)


def release(directory):
    for path in (directory, *directory.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)


def in_use(directory):
    """A register with a submission, and its keys."""
    register, keys, _ = make_running_register(directory)
    expect(receive(register, keys, seal(directory, "ankeborg", directory / "a.sigill")), 0)
    return register, keys


# ---- write-protected ----

@test
def test_a_write_protected_register_and_backup_can_be_read(directory):
    register, keys = in_use(directory)
    copy = directory / "copy"
    expect(msb("backup", "-r", register, "-k", keys, "-o", copy), 0)
    identity = msb("list", "-r", register, "-k", keys, "--json").out
    assert '"id": "' in identity, identity
    give(directory)
    for place in (register, copy):
        protect(place)
        protect(keys)
        before = tree(directory)
        where = ["-r", place, "-k", keys]
        assert as_user("sigill-msb", "list", *where, "--json").out == identity
        for words in (["show", identity.split('"id": "')[1][:8]], ["stats"], ["rank"], ["keys"], ["audit"], ["fsck"]):
            expect(as_user("sigill-msb", *words, *where), 0)
        unchanged(directory, before)
        expect(as_user("sigill-msb", "stats", *where, "--csv", "-o", directory / "out.csv"), 3, out="",
               err_has=["cannot be written to", "copy the whole directory"])
        assert not (directory / "out.csv").exists()
        release(place)
        release(keys)


@test
def test_what_waits_in_the_log_is_not_left_out_in_silence(directory):
    register, keys = in_use(directory)
    (register / "register.db-wal").write_bytes(b"x" * 32)
    give(directory)
    protect(register)
    expect(as_user("sigill-msb", "list", "-r", register, "-k", keys), 3, out="", err_has=["register.db-wal", "open the copy"])
    release(register)


# ---- once as root ----

@test
def test_a_run_as_root_locks_nobody_out(directory):
    skip_unless(os.geteuid() == 0, "needs root, who may write where another lives")
    give(directory)
    register, keys = in_use(directory)
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    expect(msb("rotate", "-k", keys), 0)
    expect(sigill("template", "-o", directory / "form"), 0)
    foreign = [path for path in directory.rglob("*") if path.lstat().st_uid != USER and path.suffix != ".json"]
    assert foreign == [], foreign
    expect(as_user("sigill-msb", "card", "-k", keys, "--renew"), 0)
    expect(as_user("sigill-msb", "list", "-r", register, "-k", keys), 0)
    expect(as_user("sigill-msb", "fsck", "-r", register, "-k", keys), 0)
    expect(as_user("sigill-msb", "backup", "-r", register, "-k", keys, "-o", directory / "again"), 0)


# ---- without modes ----

UNABLE = ("fchmod=EPERM", "fchmod=ENOSYS", "fchmod=EOPNOTSUPP")


def failing(calls):
    """What a stick or a network disk says, below a folder of that name."""
    return preload("failing_calls", FAILING_UNDER="/stick/", FAILING_CALLS=calls)


@test
def test_no_keys_are_made_or_used_where_modes_are_not_kept(directory):
    stick = directory / "stick"
    stick.mkdir()
    for calls in UNABLE:
        for name in ("sigill", "sigill-msb"):
            result = refused(program(name, "keygen", "-k", stick / "keys", "--no-passphrase", env=failing(calls)), 3,
                             "keeps no modes")
            assert "chmod" not in result.err and not list(stick.iterdir()), result
    keys = make_party(stick / "keys")
    (keys / "sign.key").chmod(0o644)
    expect(sigill("card", "-k", keys, "--renew"), 0, err_has="chmod -R go=")
    before = tree(stick)
    for calls in UNABLE:
        refused(sigill("card", "-k", keys, "--renew", env=failing(calls)), 3, "keeps no modes", "copy the directory")
        unchanged(stick, before)


run()
