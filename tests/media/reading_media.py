"""What is received from a medium as somebody else's system has written and mounted it."""
import os
import shutil

from sigill_test import expect, test, tree, unchanged
from stick import DESKTOP, PLAIN, command, make_disc, make_image, mounted, private
from stick_world import World, verdicts

DISC = {"iso9660": "ro,iocharset=utf8", "udf": "ro,iocharset=utf8"}
NAMES = ["svar.sigill", "SVAR-2.SIGILL", "Svar från Ängelholm (slutlig version, rättad efter mötet 2026-11-27).sigill",
         "Underlag/a.sigill", "Underlag/Åtgärder & övrigt/b.Sigill"]


def laid_out(world, place):
    """Bundles under each of the names; gives the folder."""
    for name, bundle in zip(NAMES, world.bundles):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bundle, place / name)
    return place


def received_whole(world, medium):
    before = tree(medium)
    lines, _ = world.receive(medium, status=0)
    assert verdicts(lines) == ["imported"] * len(NAMES), lines
    unchanged(medium, before)
    return lines


def names_in(medium, lines):
    return {os.path.relpath(line["file"], medium) for line in lines}


def received_from_stick(directory, kind, options):
    """Written by one machine, read by a user whom the medium does not belong to."""
    world, image = World(directory), make_image(directory, kind)
    with mounted(image, kind, PLAIN[kind]) as medium:
        laid_out(world, medium)
    with mounted(image, kind, options) as medium:
        assert names_in(medium, received_whole(world, medium)) == set(NAMES)


@test
def test_bundles_are_received_from_a_vfat_stick_that_is_the_roots(directory):
    received_from_stick(directory, "vfat", PLAIN["vfat"])


@test
def test_bundles_are_received_from_an_exfat_stick_that_is_the_roots(directory):
    received_from_stick(directory, "exfat", "umask=0022")


@test
def test_bundles_are_received_from_a_udf_stick_that_is_the_roots(directory):
    received_from_stick(directory, "udf", "ro")


@test
def test_bundles_are_received_from_an_ext4_stick_that_is_the_roots(directory):
    """lost+found, which only root may read, is no fault of the medium's."""
    received_from_stick(directory, "ext4", "ro")


def received_from_disc(directory, kind, *words):
    world = World(directory)
    folder = directory / "folder"
    with mounted(make_disc(directory, laid_out(world, folder), *words), kind, DISC[kind]) as medium:
        return received_whole(world, medium)


@test
def test_bundles_are_received_from_a_disc_that_windows_has_burned(directory):
    lines = received_from_disc(directory, "iso9660", "-J", "-joliet-long")
    assert {line["file"].rpartition("/")[2] for line in lines} >= {"svar.sigill", "b.Sigill"}, lines


@test
def test_bundles_are_received_from_a_disc_that_a_unix_has_burned(directory):
    received_from_disc(directory, "iso9660", "-R")


@test
def test_bundles_are_received_from_a_disc_with_names_of_eight_letters_and_three(directory):
    lines = received_from_disc(directory, "iso9660")
    assert not any(line["file"].lower().endswith(".sigill") for line in lines), lines


@test
def test_bundles_are_received_from_a_disc_with_udf(directory):
    received_from_disc(directory, "udf", "-udf")


@test
def test_what_cannot_be_read_fails_alone(directory):
    """A folder and a file that are another user's."""
    world, image = World(directory), make_image(directory, "ext4")
    with mounted(image, "ext4", PLAIN["ext4"]) as medium:
        laid_out(world, medium)
        os.chmod(medium / "Underlag", 0o700)
        os.chmod(medium / "svar.sigill", 0o600)
        lines, result = world.receive(medium, status=3)
        assert verdicts(lines).count("imported") == 2, lines
        assert str(medium / "Underlag") in result.out + result.err and str(medium / "svar.sigill") in result.out + result.err
        os.chmod(medium / "Underlag", 0o755)
        os.chmod(medium / "svar.sigill", 0o644)
        world.receive(medium, status=1)
        assert len(world.listed()) == len(NAMES)


@test
def test_a_medium_that_is_closed_to_the_user_is_said_to_be(directory):
    world, image = World(directory), make_image(directory, "vfat")
    with mounted(image, "vfat", "umask=0077,utf8") as medium:
        laid_out(world, medium)
        expect(world.msb("receive", medium), 3, out_has=[str(medium), "access is denied"])
        assert not world.listed()


@test
def test_an_image_of_a_disc_is_received_from_as_the_disc(directory):
    """It lies on a stick as a file, as each kind of tool writes it."""
    folder = laid_out(World(directory), directory / "folder")
    image = make_image(directory, "vfat", 32 << 20)
    with mounted(image, "vfat", DESKTOP["vfat"]) as medium:
        for number, words in enumerate(([], ["-J", "-joliet-long"], ["-R"])):
            shutil.copyfile(make_disc(directory, folder, *words), medium / f"{number}.iso")
    (directory / "world").rename(directory / "used")
    for number in range(3):
        world = World(directory)
        with mounted(image, "vfat", f"{DESKTOP['vfat']},ro") as medium:
            lines, _ = world.receive(medium / f"{number}.iso", status=0)
        assert verdicts(lines) == ["imported"] * len(NAMES), lines
        assert all(f"{number}.iso" in line["file"] for line in lines), lines
        shutil.rmtree(world.place)


@test
def test_an_image_that_must_be_mounted_is_named(directory):
    world, stick = World(directory), make_image(directory, "vfat", 32 << 20)
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        for kind in ("udf", "ext4", "exfat"):
            shutil.copyfile(make_image(directory, kind), medium / f"{kind}.img")
        shutil.copyfile(world.bundles[0], medium / "svar.sigill")
        lines, _ = world.receive(medium, status=1)
        assert verdicts(lines) == ["imported"] + ["unread-container"] * 3, lines
        assert all("mount it" in line["message"] for line in lines if line["reason"]), lines
