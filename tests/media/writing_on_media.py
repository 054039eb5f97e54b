"""What the programs write onto a medium: by whoever sits there on a desktop, by root, and by a user on a medium that is
root's but open to all, where nothing can be given a mode or an owner."""
from sigill_test import expect, test, tree, unchanged
from stick import DESKTOP, PLAIN, USER, make_image, mounted, private
from stick_world import World, temporary, verdicts

def all_written(world, medium, user):
    """A bundle, a card, extracted answers, a copy of the register: all whole, and nothing beside."""
    before = {path.name for path in medium.iterdir()}
    expect(world.seal(0, "-o", medium, user=user), 0)
    expect(world.seal(1, "-o", medium / "svar från Ängelholm.sigill", user=user), 0)
    expect(world.party_card(2, medium / "own.card", user), 0)
    lines, _ = world.receive(*world.bundles[2:4], status=0, user=user)
    expect(world.msb("extract", lines[0]["id"], "-o", medium / "answers", user=user), 0)
    expect(world.msb("backup", "-o", medium / "copy", user=user), 0)
    expect(world.msb("receipts", "--all", "-o", medium, user=user), 0)
    names = {path.name for path in medium.iterdir()} - before
    assert {"svar från Ängelholm.sigill", "own.card", "answers", "copy"} < names and len(names) == 7, names
    assert len(list(medium.glob("*-*/*.kvittens"))) == 2, names
    assert not temporary(medium), temporary(medium)


def taken_back(world, medium, user):
    """What lies there is read on another machine: bundles are received, the copy becomes a register."""
    assert (medium / "answers/answers.json").stat().st_size > 1000
    lines, _ = world.receive(*sorted(medium.glob("*.sigill")), status=0, user=user)
    assert verdicts(lines) == ["imported", "imported"], lines
    expect(world.msb_restore(medium / "copy", world.place / "restored", user), 0)


def written_and_read(directory, kind, options, user):
    world, image = World(directory), make_image(directory, kind)
    with mounted(image, kind, options) as medium:
        if kind == "ext4" and user:
            private(medium)
        all_written(world, medium, user)
    with mounted(image, kind, ",".join(filter(None, ["ro", options]))) as medium:
        taken_back(world, medium, user)


@test
def test_a_user_writes_onto_vfat(directory):
    written_and_read(directory, "vfat", DESKTOP["vfat"], USER)


@test
def test_a_user_writes_onto_exfat(directory):
    written_and_read(directory, "exfat", DESKTOP["exfat"], USER)


@test
def test_a_user_writes_onto_ext4(directory):
    written_and_read(directory, "ext4", DESKTOP["ext4"], USER)


@test
def test_a_user_writes_onto_udf(directory):
    written_and_read(directory, "udf", DESKTOP["udf"], USER)


@test
def test_root_writes_onto_vfat(directory):
    written_and_read(directory, "vfat", PLAIN["vfat"], 0)


@test
def test_root_writes_onto_exfat(directory):
    written_and_read(directory, "exfat", PLAIN["exfat"], 0)


@test
def test_a_user_writes_onto_vfat_of_root_that_is_open_to_all(directory):
    written_and_read(directory, "vfat", "umask=0000,utf8", USER)


@test
def test_a_user_writes_onto_exfat_of_root_that_is_open_to_all(directory):
    written_and_read(directory, "exfat", "umask=0000", USER)


def nothing_written(world, medium, reason):
    for said in (world.seal(0, "-o", medium / "svar.sigill"), world.party_card(2, medium / "own.card"),
                 world.msb("backup", "-o", medium / "copy")):
        expect(said, 3, out="", err_has=[str(medium), reason])


@test
def test_nothing_is_written_onto_a_medium_that_is_write_protected(directory):
    world, kind = World(directory), "vfat"
    with mounted(make_image(directory, kind), kind, f"{DESKTOP[kind]},ro") as medium:
        nothing_written(world, medium, "write-protected")


@test
def test_nothing_is_written_onto_a_medium_of_root(directory):
    world, kind = World(directory), "vfat"
    with mounted(make_image(directory, kind), kind, PLAIN[kind]) as medium:
        nothing_written(world, medium, "access is denied")


@test
def test_names_that_a_medium_takes_for_one_replace_nothing(directory):
    world, kind = World(directory), "vfat"
    with mounted(make_image(directory, kind), kind, DESKTOP[kind]) as medium:
        expect(world.seal(0, "-o", medium / "svar.sigill"), 0)
        before = tree(medium)
        expect(world.seal(1, "-o", medium / "SVAR.sigill"), 3, out="", err_has=[str(medium / "SVAR.sigill"), "exists already"])
        unchanged(medium, before)


@test
def test_names_that_a_medium_does_not_have_are_refused(directory):
    world, kind = World(directory), "vfat"
    with mounted(make_image(directory, kind), kind, DESKTOP[kind]) as medium:
        for name, reason in (("svar: rättat?.sigill", "has no such name"), (f"{'s' * 250}.sigill", "the name is too long")):
            expect(world.seal(0, "-o", medium / name), 3, out="", err_has=[str(medium / name), reason])
        assert not list(medium.iterdir())
