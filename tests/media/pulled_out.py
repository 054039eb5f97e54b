"""A stick that is pulled out: while it is read, while it is written to, and right after a program has said that all is done. It
is a disk of the kernel's own making, which forgets nothing while it is out."""
import shutil
import subprocess
import threading
import time
from pathlib import Path

from sigill_test import expect, test
from stick import DESKTOP, command, mounted, plugged, pull_out, slow_down
from stick_world import LARGE, World, temporary, verdicts


def formatted(kind="vfat"):
    stick = plugged()
    command("wipefs", "--all", stick)
    command("mkfs.vfat", "-I", "-n", "STICKA", stick)
    return stick


def drop_caches():
    """What is read from now on is read from the stick."""
    with open("/proc/sys/vm/drop_caches", "w") as file:
        file.write("3")


def written_and_pulled(stick, write):
    """Does that, and takes the stick at once."""
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        expect(write(medium), 0)
        pull_out(stick)
    return plugged()


@test
def test_R2_what_was_written_is_there_though_the_stick_is_pulled_out_at_once(directory):
    world, stick = World(directory), formatted()
    stick = written_and_pulled(stick, lambda medium: world.seal(0, "-o", medium / "svar.sigill"))
    stick = written_and_pulled(stick, lambda medium: world.party_card(2, medium / "own.card"))
    stick = written_and_pulled(stick, lambda medium: world.msb("backup", "-o", medium / "copy"))
    with mounted(stick, "vfat", DESKTOP["vfat"] + ",ro") as medium:
        assert sorted(path.name for path in medium.iterdir()) == ["copy", "own.card", "svar.sigill"]
        assert (medium / "own.card").read_bytes() == (world.party(2) / "own.card").read_bytes()
        lines, _ = world.receive(medium / "svar.sigill", status=0)
        assert verdicts(lines) == ["imported"], lines
        expect(world.msb_restore(medium / "copy", world.place / "restored"), 0)


@test
def test_R2_nothing_is_said_to_be_written_to_a_stick_that_is_gone(directory):
    world, stick = World(directory), formatted()
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        pull_out(stick)
        expect(world.seal(0, "-o", medium / "svar.sigill"), 3, out="", err_has=str(medium))
        expect(world.party_card(2, medium / "own.card"), 3, out="", err_has=str(medium))
        expect(world.msb("backup", "-o", medium / "copy"), 3, out="", err_has=str(medium))
    with mounted(plugged(), "vfat", DESKTOP["vfat"]) as medium:
        assert not list(medium.iterdir())
        expect(world.seal(0, "-o", medium / "svar.sigill"), 0)


def pulled_while_written(world, stick, medium, write):
    """A run in which the stick goes while what it writes is on its way."""
    results = []
    slow_down(5)
    run = threading.Thread(target=lambda: results.append(write(medium)))
    run.start()
    while run.is_alive() and not temporary(medium):
        time.sleep(0.002)
    pull_out(stick)
    run.join()
    slow_down(0)
    return results[0]


@test
def test_R2_a_stick_that_is_pulled_out_while_it_is_written_to(directory):
    world, stick = World(directory), formatted()
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        expect(world.seal(0, "-o", medium / "first.sigill"), 0)
        old = (medium / "first.sigill").read_bytes()
    for name, write in (("svar.sigill", lambda medium: world.seal(1, "-o", medium / "svar.sigill")),
                        ("own.card", lambda medium: world.party_card(2, medium / "own.card")),
                        ("copy", lambda medium: world.msb("backup", "-o", medium / "copy"))):
        with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
            expect(pulled_while_written(world, stick, medium, write), 3, out="", err_has=str(medium))
        stick = plugged()
        with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
            assert not (medium / name).exists() and (medium / "first.sigill").read_bytes() == old, name
            expect(write(medium), 0)
            assert (medium / name).exists()


@test
def test_a_stick_that_is_pulled_out_while_it_is_received_from_is_received_the_next_time(directory):
    world, stick = World(directory), formatted()
    world.make_last_bundle_large()
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        for path in world.bundles:
            shutil.copy(path, medium)
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        slow_down(20)
        first = pulled_while(world, stick, medium)
        slow_down(0)
        expect(first[1], 3)
        done = [line for line in first[0] if line["verdict"] == "imported"]
        assert 0 < len(done) < len(world.bundles), first
        assert all(line["reason"] == "io-error" for line in first[0] if line not in done), first
        assert len(world.listed()) == len(done)
        assert not temporary(world.register)
    with mounted(plugged(), "vfat", DESKTOP["vfat"]) as medium:
        lines, _ = world.receive(medium, status=1)
    assert len(world.listed()) == len(world.bundles)
    assert verdicts(lines) == ["already-imported"] * len(done) + ["imported"] * (len(world.bundles) - len(done)), lines
    expect(world.msb("fsck"), 0)


def sectors_read(stick):
    return int((Path("/sys/block") / stick.name / "stat").read_text().split()[2])


def pulled_while(world, stick, medium):
    """A run of receive in which the stick goes while the last bundle, which takes seconds, is read."""
    drop_caches()
    others = sum(path.stat().st_size for path in world.bundles[:-1])
    enough = sectors_read(stick) + (others + LARGE // 5) // 512
    results = []
    run = threading.Thread(target=lambda: results.append(world.received_anyhow(medium)))
    run.start()
    while run.is_alive() and sectors_read(stick) < enough:
        time.sleep(0.002)
    pull_out(stick)
    run.join()
    return results[0]


@test
def test_a_stick_that_is_gone_is_asked_after(directory):
    """The kernel shows the folder of such a stick as an empty one."""
    world, stick = World(directory), formatted()
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        shutil.copy(world.bundles[0], medium)
    with mounted(stick, "vfat", DESKTOP["vfat"]) as medium:
        pull_out(stick)
        assert not subprocess.run(["ls", medium], stdout=subprocess.PIPE).stdout
        expect(world.msb("receive", medium), 1, out="", err_has="is it the right medium?")
    assert not world.listed()
    plugged()
