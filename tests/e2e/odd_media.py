"""What lies on a medium beside bundles that are called so: odd names, what systems leave, keys, images, links, gaps."""
import os
import re
import shutil

from bundlekit import Bundle, listed, receive, stock, world
from parties import holdings
from sigill_test import expect, msb, run, test, tree, unchanged

CLOSED = {
    "a.rar": b"Rar!\x1a\x07\x01\0", "b.cab": b"MSCF\0\0\0\0", "c.tar.gz": b"\x1f\x8b\x08\0", "d.bz2": b"BZh91AY&SY", "e.xz": b"\xfd7zXZ\0",
    "f.zst": b"\x28\xb5\x2f\xfd", "g.udf": bytes(32768) + b"\0BEA01\1\0", "h.img": b"\xeb\x3c\x90MSDOS5.0".ljust(510, b"\0") + b"\x55\xaa",
    "i.ntfs": b"\xeb\x52\x90NTFS    ", "j.exfat": b"\xeb\x76\x90EXFAT   ", "k.gpt": bytes(512) + b"EFI PART", "l.ext4": bytes(1080) + b"\x53\xef",
    "m.vhdx": b"vhdxfile", "n.vmdk": b"KDMV\1", "o.qcow2": b"QFI\xfb\0\0\0\3", "p.vdi": bytes(64) + b"\x7f\x10\xda\xbe"}
DISKS = "ghijklmnopqr"  # those that are mounted rather than unpacked


def at(register):
    return ["-r", register, "-k", world().authority.keys]


def by_name(result):
    return {os.path.basename(line["file"]): line for line in result.lines}


@test
def test_a_bundle_is_known_by_how_it_begins(directory):
    register, medium = world().copy(directory), directory / "medium"
    first, second = Bundle(world()), Bundle(world(), "exempelby")
    first.write(medium, "11.SIGILL")
    shutil.copy(medium / "11.SIGILL", medium / "svar")
    second.write(medium / "mapp", "10.sigill.txt")
    shutil.copy(medium / "mapp" / "10.sigill.txt", medium / ".sigill")
    Bundle(world(), sealed=lambda _: bytes(4096)).write(medium, "x.sigill")
    (medium / "brev.txt").write_text("Hej")
    before = tree(medium)
    result = expect(receive(world(), register, medium), 1, err_has=["imported: 2, refused: 3, failed: 0, left aside: 1\n",
                                                                   f"left aside, no bundle: {medium}/brev.txt\n"])
    unchanged(medium, before)
    assert {name: line["reason"] for name, line in by_name(result).items()} == {
        ".sigill": None, "11.SIGILL": None, "10.sigill.txt": "already-imported", "svar": "already-imported", "x.sigill": "not-a-bundle"}
    odd = re.findall(r"^looked into, though its name does not end in \.sigill: (.*)$", result.err, re.M)
    assert sorted(map(os.path.basename, odd)) == [".sigill", "10.sigill.txt", "11.SIGILL", "svar"], result.err


@test
def test_what_systems_put_there_is_passed_over_in_one_line(directory):
    register, medium = world().copy(directory), directory / "medium"
    deleted = Bundle(world())
    for folder in (".Trash-1000/files", ".Trashes/501", "$RECYCLE.BIN/S-1-5-21", "System Volume Information", "lost+found", "FOUND.000"):
        deleted.write(medium / folder, "deleted.sigill")
    for name in ("._11.sigill", ".DS_Store", "Thumbs.db", "THUMBS.DB", "desktop.ini"):
        (medium / name).write_bytes(b"\0\5\x16\7")
    good = Bundle(world(), "exempelby").write(medium, "11.sigill")
    result = expect(receive(world(), register, medium), 0, err_has="imported: 1, refused: 0, failed: 0, left aside: 0\n")
    assert [line["file"] for line in result.lines] == [str(good)]
    said = result.err[:result.err.index("imported:")].split()
    assert " ".join(said) == ("passed over, what systems put there (11): .Trash-*, .Trashes, $RECYCLE.BIN, System Volume Information, "
                              "lost+found, found.[0-9][0-9][0-9], ._*, .DS_Store, Thumbs.db, desktop.ini"), said
    expect(receive(world(), register, medium / ".Trash-1000"), 0, err_has="imported: 1")


# ---- keys ----

def put_keys(medium, register):
    """Every form in which a secret key is carried by mistake. -> their names"""
    medium.mkdir()
    identity = stock(["age-keygen", "-pq"], ".")
    secret = re.search(rb"^AGE-SECRET-KEY-\S+$", identity, re.M)[0].decode()
    (medium / "key.txt").write_bytes(identity)
    (medium / "bom.sigill").write_text(f"\ufeff  {secret.lower()}\r\n", encoding="utf-8")
    (medium / "notepad").write_text(f"{secret}\n", encoding="utf-16")
    locked = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 18\n" + bytes(200)
    (medium / "receive.key").write_bytes(locked)
    (medium / "locked.sigill").write_bytes(locked)
    (medium / "armored").write_bytes(b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBBQUFB\n")
    shutil.copy(world().ankeborg.keys / "sign.key", medium / "sign.key")
    stock(["minisign", "-G", "-W", "-p", medium / "sign.pub", "-s", medium / "minisign.key"], ".")
    shutil.copy(register / "register.key", medium / "register.key")
    shutil.copy(register / "register.key", medium / "svar.sigill")
    return {path.name for path in medium.iterdir()} - {"sign.pub"}


@test
def test_a_secret_key_is_called_one_and_goes_nowhere(directory):
    register, medium = world().copy(directory), directory / "medium"
    names = put_keys(medium, register)
    before, lay = holdings(register), tree(medium)
    result = expect(receive(world(), register, medium), 1,
                    err_has=[f"*** {len(names)} SECRET KEYS LIE ON THIS MEDIUM", f"{medium}/sign.pub\n"])
    assert {os.path.basename(line["file"]) for line in result.lines} == names, result
    for line in result.lines:
        assert (line["verdict"], line["reason"], line["sealed"], line["recorded"]) == ("refused", "secret-key", None, False), line
        assert "no bundle; it was neither copied nor recorded" in line["message"], line
    named = expect(receive(world(), register, medium / "receive.key"), 1, err_has="*** A SECRET KEY LIES ON THIS MEDIUM")
    assert named.lines[0]["reason"] == "secret-key"
    assert holdings(register) == before and not any((register / "incoming").iterdir())
    unchanged(medium, lay)
    Bundle(world()).write(medium)
    plain = expect(msb("receive", *at(register), medium), 1, out_has=f"imported: 1, refused: {len(names)}, failed: 0")
    assert plain.out.count("\nA KEY ") == 2 * len(names) and f"refused for: secret-key {len(names)}\n" in plain.out, plain


@test
def test_what_only_speaks_of_keys_is_none(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    (medium / "README.txt").write_text("A key looks like AGE-SECRET-KEY-PQ-1…, or AGE-SECRET-KEY-1QQQ. Never carry one.\n")
    shutil.copy(world().authority.keys / "sign.pub", medium)
    shutil.copy(world().authority.keys / "own.card", medium)
    Bundle(world()).write(medium)
    expect(receive(world(), register, medium), 0, err_has="imported: 1, refused: 0, failed: 0, left aside: 3\n")


# ---- images ----

@test
def test_what_is_not_looked_into_is_named_with_advice(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    files = {**CLOSED, "q.vhd": bytes(65536 - 512) + b"conectix", "r.dmg": bytes(65536 - 512) + b"koly"}
    for name, head in files.items():
        (medium / name).write_bytes(head.ljust(65536, b"\0"))
    Bundle(world()).write(medium)
    before = holdings(register)
    result = expect(receive(world(), register, medium), 1, err_has=f"imported: 1, refused: {len(files)}, failed: 0, left aside: 0\n")
    for name, line in by_name(result).items():
        if name in files:
            assert line["reason"] == "unread-container" and line["recorded"] is False, line
            assert ("mount it" if name[0] in DISKS else "unpack it") in line["message"], line
    after = holdings(register)
    assert after != before and not any((register / "quarantine").iterdir())
    plain = expect(msb("receive", *at(register), medium), 1)
    assert plain.out.count("\nNOT READ ") == 2 * len(files), plain


# ---- gaps and links ----

@test
def test_a_path_that_is_not_there_hinders_no_other(directory):
    register, medium = world().copy(directory), directory / "medium"
    Bundle(world()).write(medium / "a")
    Bundle(world(), "exempelby").write(medium / "b")
    (directory / "dangling").symlink_to(directory / "nowhere")
    missing = [directory / "nowhere", directory / "dangling"]
    result = expect(receive(world(), register, missing[0], medium / "a", missing[1], medium / "b"), 3,
                    err_has="imported: 2, refused: 0, failed: 2, left aside: 0\n")
    assert [line["reason"] for line in result.lines] == ["io-error", None, "io-error", None]
    assert str(missing[0]) in result.lines[0]["message"], result.lines[0]
    assert len(listed(world(), register)) == 2


@test
def test_register_and_keys_below_a_link_are_those_where_it_leads(directory):
    """As where /home is a link to /var/home."""
    (directory / "var" / "home").mkdir(parents=True)
    (directory / "home").symlink_to("var/home")
    register, home = world().copy(directory), directory / "home"
    shutil.move(register, directory / "var" / "home" / "register")
    shutil.copytree(world().authority.keys, directory / "var" / "home" / "msb")
    below = ["-r", home / "register", "-k", home / "msb"]
    Bundle(world()).write(home / "usb", "1.sigill")
    assert "imported: 1, refused: 0, failed: 0" in expect(msb("receive", *below, home / "usb"), 0).out
    expect(msb("receipts", *below, "-o", home / "out", "--all"), 0)
    expect(msb("backup", *below, "-o", home / "copy"), 0)
    expect(msb("fsck", *below), 0)
    assert (directory / "var" / "home" / "copy").is_dir() and list((directory / "var" / "home" / "out").rglob("*.kvittens"))


@test
def test_a_link_that_is_named_is_followed_and_one_on_a_medium_is_not(directory):
    register, medium = world().copy(directory), directory / "media" / "cdrom0"
    Bundle(world()).write(medium, "1.sigill")
    elsewhere = Bundle(world(), "exempelby").write(directory / "elsewhere", "2.sigill")
    (medium / "inside.sigill").symlink_to(elsewhere)
    (medium / "folder").symlink_to(elsewhere.parent)
    (directory / "media" / "cdrom").symlink_to("cdrom0")
    result = expect(receive(world(), register, directory / "media" / "cdrom"), 0, err_has="imported: 1, refused: 0, failed: 0, left aside: 2\n")
    assert [line["file"] for line in result.lines] == [str(directory / "media" / "cdrom" / "1.sigill")]
    (directory / "link").symlink_to(elsewhere)
    expect(receive(world(), register, directory / "link"), 0, err_has="imported: 1, refused: 0, failed: 0")


run()
