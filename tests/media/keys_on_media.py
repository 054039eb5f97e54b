"""Keys belong where only their owner can read them; no medium of others' systems is such a place, and one that keeps modes is."""
import os

from sigill_test import expect, program, test
from stick import DESKTOP, PLAIN, USER, make_image, mounted, private


def refuses_keys(directory, kind, options, user):
    """Without a file, and without advice to change modes, which nobody can there."""
    os.chown(directory, user, user)
    with mounted(make_image(directory, kind), kind, options) as medium:
        for name, words in (("sigill", ["keygen"]), ("sigill-msb", ["keygen"]), ("sigill-msb", ["init", "-r", directory / "register"])):
            result = expect(program(name, *words, "-k", medium / "keys", "--no-passphrase", user=user), 3, out="",
                            err_has=str(medium / "keys"))
            assert "chmod" not in result.err, result
        assert not list(medium.iterdir()) and not (directory / "register").exists()


@test
def test_no_keys_are_made_on_vfat(directory):
    for options, user in ((DESKTOP["vfat"], USER), (PLAIN["vfat"], 0), ("umask=0000", USER)):
        refuses_keys(directory, "vfat", options, user)


@test
def test_no_keys_are_made_on_exfat(directory):
    for options, user in ((DESKTOP["exfat"], USER), (PLAIN["exfat"], 0), ("umask=0000", USER)):
        refuses_keys(directory, "exfat", options, user)


@test
def test_keys_may_lie_on_a_medium_that_keeps_modes(directory):
    for kind in ("ext4", "udf"):
        with mounted(make_image(directory, kind), kind, DESKTOP[kind]) as medium:
            if kind == "ext4":
                private(medium)
            expect(program("sigill", "keygen", "-k", medium / "keys", "--no-passphrase", user=USER), 0)
            assert {path.stat().st_mode & 0o777 for path in (medium / "keys").glob("*.key")} == {0o600}
