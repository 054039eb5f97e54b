"""Of whom sigill.exe warns: who may put something else in the place of keys, by any directory above them up to the drive's root."""
import os
from pathlib import Path

import winekit  # noqa: F401
from sigill_test import expect, flat, run, sigill, skip_unless, test

WARNING = "others can change what lies there, or put something else in its place, by the directory "
STRANGER = 54321


def warned_of(keys):
    """The directory that is told of; None without a warning."""
    said = flat(expect(sigill("fingerprint", "-k", keys), 0, out_has="").err)
    return said.split(WARNING)[1].split(";")[0] if WARNING in said else None


def keys_below(place, named=None):
    expect(sigill("keygen", "-k", f"{named or place}/nycklar", "--no-passphrase"), 0)
    expect(sigill("card", "-k", f"{named or place}/nycklar", "--name", "Ankeborg", "--number", "212999-0004", "--group", "kommun"), 0)
    for path in (place / "nycklar", *(place / "nycklar").iterdir()):
        path.chmod(0o700)
    return f"{named or place}/nycklar"


def as_there(path):
    return "Z:" + str(path).replace("/", "\\")


@test
def keys_that_nobody_else_can_move_are_not_warned_of(directory):
    assert warned_of(keys_below(directory)) is None


@test
def a_directory_above_in_which_others_may_rename_is_told(directory):
    """Where each may do so with one's own alone, as in /tmp, Wine says that all may with all."""
    (directory / "allas/egen").mkdir(parents=True)
    keys = keys_below(directory / "allas/egen")
    for mode in (0o777, 0o1777):
        (directory / "allas").chmod(mode)
        assert warned_of(keys) == as_there(directory / "allas")
    (directory / "allas").chmod(0o755)
    assert warned_of(keys) is None


@test
def the_root_of_a_drive_is_one_of_them(directory):
    """As of a stick whose root everybody has all rights to, with a folder on it that is closed."""
    root, drive = directory / "sticka", Path(os.environ["WINEPREFIX"], "dosdevices/q:")
    root.mkdir()
    drive.symlink_to(root)
    try:
        keys = keys_below(root, "Q:")
        assert warned_of(keys) is None
        root.chmod(0o777)
        assert warned_of(keys) == "Q:\\"
    finally:
        drive.unlink()


@test
def an_owner_may_whatever_the_list_says(directory):
    skip_unless(os.geteuid() == 0, "only root can give a directory away")
    (directory / "annans/egen").mkdir(parents=True)
    keys = keys_below(directory / "annans/egen")
    (directory / "annans").chmod(0o055)  # so that the list has no entry for its owner
    assert warned_of(keys) is None
    os.chown(directory / "annans", STRANGER, -1)
    assert warned_of(keys) == as_there(directory / "annans")


run()
