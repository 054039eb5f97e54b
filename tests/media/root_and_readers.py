"""Registers and keys where a user may only read, and after somebody has run a program as root."""
import json
import shutil

from sigill_test import expect, test, tree, unchanged
from stick import DESKTOP, USER, make_image, mounted, private
from stick_world import World, verdicts


@test
def test_a_write_protected_register_is_read(directory):
    """A copy on a medium whose switch is set, or on a disc."""
    world, image = World(directory), make_image(directory, "ext4")
    lines, _ = world.receive(world.bundles[0], status=0)
    with mounted(image, "ext4", "") as medium:
        shutil.copytree(world.register, medium / "register")
        shutil.copytree(world.keys, medium / "msb")
        private(medium)
    with mounted(image, "ext4", "ro") as medium:
        world.register, world.keys = medium / "register", medium / "msb"
        before = tree(medium)
        assert [row["id"] for row in world.listed()] == [lines[0]["id"]]
        for words in (["show", lines[0]["id"]], ["stats"], ["audit"], ["fsck"],
                      ["extract", lines[0]["id"], "-o", world.place / "answers"]):
            expect(world.msb(*words), 0)
        expect(world.msb("receive", world.bundles[1]), 3, out="", err_has="the register cannot be written to")
        unchanged(medium, before)


@test
def test_a_run_as_root_locks_no_user_out(directory):
    """What root writes among a user's files is the user's."""
    world = World(directory)
    world.receive(world.bundles[0], status=0, user=0)
    expect(world.seal(0, "-o", world.place / "again.sigill", user=0), 0)
    roots = [path for place in (world.register, world.keys, world.party(0)) for path in place.rglob("*")
             if path.lstat().st_uid != USER]
    assert not roots, roots
    lines, _ = world.receive(*world.bundles[1:3], status=0)
    assert verdicts(lines) == ["imported", "imported"] and len(world.listed()) == 3, lines
    expect(world.seal(0, "-o", world.place / "third.sigill"), 0)
