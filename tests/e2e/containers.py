"""Zip, tar, 7z and ISO 9660 with bundles in them, honest and hostile, through the program (S13)."""
import re
import shutil
import struct
import zlib

from bundlekit import Bundle, listed, receive, stock, world
from containerkit import FORMATS, pack, zip_of_zeros
from sigill_test import expect, msb, run, tree, unchanged
from tracekit import confined, prepare, traced

PLACES = ({"LANG": "C", "LC_ALL": "C"}, {"LANG": "sv_SE.ISO-8859-1", "LC_ALL": ""}, {"LANG": "sv_SE.UTF-8", "TZ": ""},
          {"LANG": "sv_SE.UTF-8", "LC_ALL": "sv_SE.UTF-8", "TZ": "Europe/Stockholm"})
CALLS = {"pread64", "recvfrom", "sendto", "mmap", "munmap", "mremap", "brk", "exit_group", "exit"}


def at(register):
    return ["-r", register, "-k", world().authority.keys]


def the_row(result, container):
    """The one line that is about the container itself."""
    [line] = [line for line in result.lines if line["file"] == str(container)]
    assert (line["reason"], line["container"], line["recorded"]) == ("unread-container", None, False), line
    return line["message"]


@confined
def test_S13_bundles_are_taken_out_of_every_kind_of_container(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    for kind in FORMATS:
        pack(medium / f"låda.{kind}", {f"mäpp å/{kind} ö.sigill": Bundle(world()).sealed, "läs mig.txt": b"x", "._x": b"y",
                                       "tom": b"", "svar": Bundle(world(), "exempelby").sealed})
    before = tree(medium)
    result = expect(receive(world(), register, medium), 0, err_has=["imported: 8, refused: 0, failed: 0, left aside: 0\n",
                                                                   "what systems put there (4): ._*\n"])
    unchanged(medium, before)
    assert sorted((line["file"], line["container"]) for line in result.lines) == sorted(
        (f"{medium}/låda.{kind}: {name}", f"{medium}/låda.{kind}") for kind in FORMATS for name in (f"mäpp å/{kind} ö.sigill", "svar"))
    assert result.err.count("looked into, though its name does not end in .sigill: ") == 4, result.err
    assert len(listed(world(), register)) == 8
    again = expect(msb("receive", *at(register), medium), 1, out_has="imported: 0, refused: 8, failed: 0")
    assert re.findall(r"^from (.*):$", again.out, re.M) == [f"låda.{kind}" for kind in sorted(FORMATS)], again


@confined
def test_S13_names_and_content_come_in_every_locale_and_zone(directory):
    medium = directory / "medium"
    medium.mkdir()
    names = {"zip": b"\xe5.sigill", "tar": b"\xe5.sigill", "7z": "å\u0394\u4e2d.sigill", "iso": "å\u0394\u4e2d.sigill"}
    bundles = {kind: Bundle(world()) for kind in FORMATS}
    for kind, name in names.items():
        pack(medium / f"a.{kind}", {name: bundles[kind].sealed})
    for place, env in enumerate(PLACES):
        register = world().copy(directory / str(place))
        result = expect(receive(world(), register, medium, env=env), 0, err_has="imported: 4, refused: 0")
        shown = {line["container"].rpartition(".")[2]: line["file"].partition(": ")[2] for line in result.lines}
        assert shown["7z"] == shown["iso"] == names["iso"], (env, shown)
        assert {shown["zip"], shown["tar"]} <= {"file 1", "\ufffd.sigill", "?.sigill", "å.sigill"}, (env, shown)


@confined
def test_S13_a_member_is_judged_as_if_it_had_come_as_a_file(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    secret = re.search(rb"^AGE-SECRET-KEY-\S+$", stock(["age-keygen", "-pq"], "."), re.M)[0]
    good, damaged = Bundle(world()), Bundle(world(), sealed=lambda sealed: sealed[:-1])
    pack(medium / "a.zip", {"1.sigill": good.sealed, "2.sigill": damaged.sealed, "3.sigill": good.sealed, "key.txt": secret,
                            "4.sigill": b"age-encryption.org/v1\n-> X25519 abc\n", "5.sigill": b"x" * 100, "../../6.sigill": b"",
                            "7.sigill": Bundle(world(), "exempelby").sealed})
    result = expect(receive(world(), register, medium), 1, err_has=["imported: 2, refused: 6", "*** A SECRET KEY LIES ON THIS MEDIUM"])
    assert [line["reason"] for line in result.lines] == [
        None, "damaged", "already-imported", "secret-key", "damaged", "not-a-bundle", "not-a-bundle", None], result
    assert [line["recorded"] for line in result.lines] == [True, True, True, False, True, False, False, True]
    assert len(list((register / "quarantine").iterdir())) == 2 and not any((register / "incoming").iterdir())
    assert secret not in b"".join(path.read_bytes() for path in register.rglob("*") if path.is_file())
    retried = expect(receive(world(), register, "--retry"), 1)
    assert sorted(line["reason"] for line in retried.lines) == ["damaged", "damaged"]


@confined
def test_S13_what_holds_no_bundle_is_left_aside(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    for kind in FORMATS:
        pack(medium / f"a.{kind}", {"läs.txt": b"x" * 100000})
    pack(medium / "tom.zip", {})
    pack(medium / "brev.docx.zip", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    Bundle(world()).write(medium)
    expect(receive(world(), register, medium), 0, err_has="imported: 1, refused: 0, failed: 0, left aside: 6\n")


# ---- what is named and left ----

@confined
def test_S13_encrypted_and_nested_files_are_named_and_the_rest_goes_on(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    inner = pack(directory / "inner.zip", {"1.sigill": Bundle(world()).sealed})
    pack(medium / "nested.tar", {"inre.zip": inner.read_bytes(), "a.rar": b"Rar!\x1a\x07\x01\0", "2.sigill": Bundle(world()).sealed})
    pack(medium / "locked.zip", {"1.sigill": Bundle(world()).sealed}, "encryption=traditional", "hemligt")
    pack(medium / "aes.zip", {"1.sigill": Bundle(world()).sealed}, "encryption=aes256", "hemligt")
    Bundle(world(), "exempelby").write(medium, "z.sigill")
    result = expect(receive(world(), register, medium), 1, err_has="imported: 2, refused: 3, failed: 0")
    said = the_row(result, medium / "nested.tar")
    assert "containers themselves" in said and ": 2, such as inre.zip; unpack them" in said, said
    for name in ("locked.zip", "aes.zip"):
        said = the_row(result, medium / name)
        assert "not read: 1" in said and "encrypted" in said, said


def with_dictionary(path, size):
    """A 7z whose LZMA properties ask for that much memory, and whose header says so with sums that hold."""
    data = bytearray(path.read_bytes())
    offset, length = struct.unpack_from("<QQ", data, 12)
    header = data[32 + offset:32 + offset + length]
    at_ = header.index(b"\x03\x01\x01\x05") + 5
    header[at_:at_ + 4] = struct.pack("<I", size)
    data[32 + offset:32 + offset + length] = header
    struct.pack_into("<I", data, 28, zlib.crc32(bytes(header)))
    struct.pack_into("<I", data, 8, zlib.crc32(bytes(data[12:32])))
    path.write_bytes(bytes(data))
    return path


@confined
def test_S13_a_dictionary_beyond_the_memory_is_named(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    bundle = Bundle(world())
    with_dictionary(pack(medium / "a.7z", {"1.sigill": bundle.sealed}, "7zip:compression=lzma1"), 1 << 30)
    with_dictionary(pack(medium / "b.7z", {"1.sigill": bundle.sealed}, "7zip:compression=lzma1"), 64 << 20)
    result = expect(receive(world(), register, medium), 1, err_has="imported: 1, refused: 1, failed: 0")
    assert "more memory than is allowed" in the_row(result, medium / "a.7z")


@confined
def test_S13_a_bomb_costs_no_more_than_its_limit(directory):
    """6 GiB of zeros: not unpacked where they are no bundle; refused as too large where they begin as one."""
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    zip_of_zeros(medium / "a.zip", "zeros", 6 << 30)
    zip_of_zeros(medium / "b.zip", "bundle.sigill", 3 << 29, b"age-encryption.org/v1\n-> mlkem768x25519 ")
    Bundle(world()).write(medium, "z.sigill")
    result = expect(receive(world(), register, medium), 1, err_has=["imported: 1, refused: 1, failed: 0, left aside: 1\n", "a.zip"])
    assert [line["reason"] for line in result.lines] == [None, "too-large"], result
    assert not any((register / "incoming").iterdir()) and not any((register / "quarantine").iterdir())


@confined
def test_S13_no_more_than_10000_files_of_a_container_are_looked_at(directory):
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    many = {f"{number}": b"" for number in range(10000)}
    pack(medium / "a.zip", {**many, "last.sigill": Bundle(world()).sealed})
    del many["9999"]
    pack(medium / "b.zip", {**many, "last.sigill": Bundle(world(), "exempelby").sealed})
    result = expect(receive(world(), register, medium), 1, err_has="imported: 1, refused: 1, failed: 0")
    assert "10000 files or 4 GiB" in the_row(result, medium / "a.zip")
    assert [line["container"] for line in result.lines if line["reason"] is None] == [str(medium / "b.zip")]


@confined
def test_S13_a_container_that_is_cut_or_changed_hinders_nothing_beside_it(directory):
    """What came whole before the cut is taken; no byte that is changed ends more than the container."""
    medium = directory / "medium"
    medium.mkdir()
    first, second = Bundle(world()), Bundle(world())
    good = Bundle(world(), "exempelby").write(medium, "z.sigill")
    for kind in FORMATS:
        whole = pack(directory / f"whole.{kind}", {"1.sigill": first.sealed, "2.sigill": second.sealed}).read_bytes()
        for place, change in enumerate((whole[:-1], whole[:len(whole) // 2], whole[:600], whole[:40], *(
                whole[:at_] + bytes([whole[at_] ^ 0xff]) + whole[at_ + 1:] for at_ in (30, 100, 300, len(whole) // 3, len(whole) - 30)))):
            (medium / f"{place}.{kind}").write_bytes(change)
    register = world().copy(directory)
    result = receive(world(), register, medium)
    assert result.status in (0, 1), result
    assert [line["reason"] for line in result.lines if line["file"] == str(good)] == [None]
    assert all(line["reason"] in (None, "already-imported", "damaged", "not-a-bundle", "not-for-us", "bad-signature", "unread-container")
               for line in result.lines), result
    assert not any((register / "incoming").iterdir())
    expect(msb("fsck", *at(register)), 0)


# ---- the worker ----

@confined
def test_S13_a_container_s_worker_opens_nothing_and_runs_nothing(directory):
    secret, register, keys, medium = prepare(directory)
    shutil.move(medium / "two.sigill", directory / "two.sigill")
    for kind in FORMATS:
        pack(medium / f"å.{kind}", {"2 å.sigill": (directory / "two.sigill").read_bytes()} if kind == "iso" else {"x": b"y"})
    seen = traced(directory, "receive", "-r", register, "-k", keys, "--json", "--passphrase-file", secret, medium)
    assert len(seen.workers) == 2 + len(FORMATS), seen.workers
    readers = 0
    for worker in seen.workers:
        names = [match[1] for call in seen.of({worker}) if (match := re.match(r"(\w+)\(", call))]
        if "openat" not in names:  # a bundle's
            continue
        readers += 1
        confined_from = names.index("close_range")
        assert "pread64" not in names[:confined_from] and "pread64" in names, "the container was read before the process was confined"
        assert set(names[confined_from:]) - {"close_range", "prctl", "seccomp"} <= CALLS, set(names[confined_from:])
        said = seen.of({worker})
        assert not any(str(place) in call for call in said for place in (keys, register, medium, secret)), said
    assert readers == len(FORMATS)
    assert not any("AGE-SECRET-KEY" in call for call in seen.of(seen.workers))


run()
