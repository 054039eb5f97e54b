"""A medium without room: what does not fit leaves nothing behind, neither under its name nor under another."""
from sigill_test import expect, test
from stick import DESKTOP, fill, make_image, mounted, private
from stick_world import World, temporary

NO_ROOM = "the disk is full"


def full(directory, kind):
    world, image = World(directory), make_image(directory, kind, 8 << 20)
    with mounted(image, kind, DESKTOP[kind]) as medium:
        if kind == "ext4":
            private(medium)
        expect(world.seal(0, "-o", medium / "svar.sigill"), 0)
        old = (medium / "svar.sigill").read_bytes()
        fill(medium, 20000)
        names = sorted(path.name for path in medium.iterdir())
        for said in (world.seal(1, "-o", medium / "nytt.sigill"), world.seal(0, "--force", "-o", medium / "svar.sigill"),
                     world.msb("backup", "-o", medium / "copy"), world.extract_large(medium / "answers")):
            expect(said, 3, out="", err_has=[str(medium), NO_ROOM])
        assert sorted(path.name for path in medium.iterdir()) == names
        assert (medium / "svar.sigill").read_bytes() == old and not temporary(medium)
        (medium / "holiday.mov").unlink()
        expect(world.seal(1, "-o", medium / "nytt.sigill"), 0)


@test
def test_R2_a_full_vfat_stick(directory):
    full(directory, "vfat")


@test
def test_R2_a_full_exfat_stick(directory):
    full(directory, "exfat")


@test
def test_R2_a_full_ext4_stick(directory):
    full(directory, "ext4")


@test
def test_R2_a_full_udf_stick(directory):
    full(directory, "udf")
