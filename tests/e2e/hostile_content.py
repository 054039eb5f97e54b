"""Bundles whose signature holds and whose content does not: manifests, payloads and answers of an
enrolled sender gone bad, or of a thief who rearranges what others signed."""
import json
import os
import re
import stat
import struct
import subprocess
import time
import zlib

from bundlekit import (BLOCK, TAR, Bundle, canonical, digest, edit, gzip, hostile, imports, listed, minisign,
                       receive, refuses, stock, tar, tar_member, world)
from sigill_test import BUILD, environment, expect, msb, run, skip_unless, test, tree

GNU_TAR = [word for word in TAR if not word.startswith("--format")]


# ---- the manifest's form ----

def swapped(old, new):
    """manifest.json with a piece of its text replaced, which must be there."""
    def change(text):
        assert old in text
        return text.replace(old, new, 1)
    return change


def form(name, change):
    hostile("unknown-format", "manifest_" + name, manifest_json=change)


form("that_is_not_JSON", lambda _: b"begr\xc3\xa4nsat")
form("that_is_empty", lambda _: b"")
form("that_is_an_array", lambda text: b"[" + text + b"]")
form("with_a_last_line_feed", lambda text: text + b"\n")
form("with_white_space", swapped(b'"created":', b'"created": '))
form("with_a_byte_order_mark", lambda text: b"\xef\xbb\xbf" + text)
form("with_a_member_twice", swapped(b'"created":', b'"created":"2026-11-21T12:00:00Z","created":'))
form("with_a_member_twice_further_in", swapped(b'{"areas":', b'{"areas":[],"areas":'))
form("with_members_in_another_order", lambda text: text[:-1].replace(b'{"created"', b'{"type":"submission","created"', 1)
     .replace(b',"type":"submission"', b"", 1) + b"}")
form("with_a_NUL", swapped(b"Ankeborgs", b"Ankeborg\\u0000"))
form("with_a_raw_NUL", swapped(b"Ankeborgs", b"Ankeborg\0"))
form("with_a_needless_escape", swapped(b"Ankeborgs", b"\\u0041nkeborgs"))
form("with_bytes_that_are_not_UTF_8", swapped(b"Ankeborgs", b"Ankeborg\xff"))
form("with_a_surrogate", swapped(b"Ankeborgs", b"Ankeborg\\ud800"))
form("with_a_fraction", swapped(b'"measures":', b'"measures":0.5,"x":'))
form("with_a_fraction_that_is_none", lambda text: re.sub(rb'"level":(\d+)', rb'"level":\1.0', text, count=1))
form("with_an_exponent", lambda text: re.sub(rb'"level":(\d+)', rb'"level":\1e0', text, count=1))
form("with_minus_zero", lambda text: re.sub(rb'"level":\d+', rb'"level":-0', text, count=1))
form("with_a_leading_zero", lambda text: re.sub(rb'"level":(\d+)', rb'"level":0\1', text, count=1))
form("with_a_number_over_2_53", lambda text: re.sub(rb'"level":\d+', rb'"level":9007199254740992', text, count=1))
form("with_a_number_over_64_bits", lambda text: re.sub(rb'"level":\d+', b'"level":1' + b"0" * 30, text, count=1))
form("with_a_negative_number", lambda text: re.sub(rb'"level":\d+', rb'"level":-1', text, count=1))
form("with_a_boolean", swapped(b'"supersedes":[]', b'"supersedes":false'))
form("of_great_depth", lambda text: text[:-1] + b',"x":' + b"[" * 50000 + b"]" * 50000 + b"}")


# ---- the manifest's members ----

def member(reason, name, change):
    hostile(reason, "manifest_" + name, manifest=change)


def inside(name, /, **members):
    """A member that is an object, with other members."""
    return edit(**{name: edit(**members)})


def listed_file(place, **members):
    return edit(files=lambda files: [edit(**members)(file) if i == place else file for i, file in enumerate(files)])


def without(key):
    return lambda honest: {name: value for name, value in honest.items() if name != key}


MEMBERS = ["created", "edition", "files", "format", "id", "marking", "payload", "recipients", "result", "sender",
           "supersedes", "type"]
for key in MEMBERS:
    member("unknown-format", f"without_{key}", without(key))
    member("unknown-format", f"with_{key}_of_a_wrong_type", edit(**{key: 7}))
member("unknown-format", "with_an_unknown_member", edit(more=1))
member("unknown-format", "with_an_unknown_member_further_in", inside("payload", more=1))
member("unknown-format", "of_the_next_version", edit(format="sigill-bundle/2"))
member("unknown-format", "with_a_short_id", edit(id="ab"))
member("unknown-format", "with_an_id_in_upper_case", edit(id="AB" * 16))
member("unknown-format", "created_on_a_day_that_is_none", edit(created="2026-02-30T12:00:00Z"))
member("unknown-format", "created_in_another_form", edit(created="2026-02-03 12:00:00"))
member("unknown-format", "with_a_number_that_is_none", inside("sender", number="212999-0005"))
member("unknown-format", "with_nine_recipients", edit(recipients=["ab" * 32] * 9))
member("unknown-format", "without_files", edit(files=[]))
member("unknown-format", "with_answers_alone", edit(files=lambda files: files[:1]))
member("wrong-type", "of_a_feedback", edit(type="feedback"))
member("unknown-format", "of_an_unknown_type", edit(type="greeting"))
member("sender-mismatch", "with_another_s_number", inside("sender", number="212999-0012"))
member("sender-mismatch", "with_no_number", inside("sender", number=""))
member("sender-mismatch", "with_another_s_card", inside("sender", card="ab" * 32))
member("sender-mismatch", "with_another_name_than_the_card_s", inside("sender", name="Ankeborg"))
member("sender-mismatch", "with_another_group_than_the_card_s", inside("sender", group="region"))
member("sender-mismatch", "with_no_group", inside("sender", group=""))
member("unknown-edition", "of_an_unknown_edition", inside("edition", id="infosakkollen-1999"))
member("unknown-edition", "of_an_edition_altered", inside("edition", digest="ab" * 32))
member("result-mismatch", "with_a_point_more", inside("result", points=lambda points: points + 1))
member("result-mismatch", "with_a_measure_more", inside("result", measures=lambda measures: measures + 1))
member("result-mismatch", "with_an_area_s_level_raised",
       inside("result", areas=lambda areas: [edit(level=4)(areas[0]), *areas[1:]]))
member("result-mismatch", "with_areas_in_another_order", inside("result", areas=lambda areas: areas[::-1]))
member("result-mismatch", "without_areas", inside("result", areas=[]))
member("content-mismatch", "with_another_marking", edit(marking="öppen"))
member("content-mismatch", "with_a_payload_of_another_size", inside("payload", size=lambda size: size + 1))
member("content-mismatch", "with_a_payload_of_another_digest", inside("payload", blake2b="ab" * 32))
member("content-mismatch", "with_answers_of_another_size", listed_file(0, size=lambda size: size + 1))
member("content-mismatch", "with_answers_of_another_digest", listed_file(0, blake2b="ab" * 32))
member("content-mismatch", "with_a_signature_of_another_digest", listed_file(1, blake2b="ab" * 32))
member("unknown-format", "with_answers_of_another_name", listed_file(0, name="svar.json"))
member("unknown-format", "with_a_signature_of_another_name", listed_file(1, name="answers.json"))
member("too-large", "with_answers_over_1_MiB", listed_file(0, size=(1 << 20) + 1))
member("too-large", "with_a_signature_over_1_KiB", listed_file(1, size=1025))
member("too-large", "with_a_payload_over_the_limit", inside("payload", size=2 << 30))


# ---- attachments' names and limits (S5) ----

def attached(reason, name, shown="rapport.pdf", size=0, path="attachments/001", count=1):
    """A manifest that lists attachments so, though none is in the payload."""
    files = [{"path": path, "name": shown, "size": size, "blake2b": digest(b"")}] * count
    hostile(reason, name, manifest=edit(files=lambda own: own + files))


for label, shown in {"that_climbs": "../x", "that_is_absolute": "/etc/x", "with_a_slash": "a/b", "with_a_backslash": "..\\x",
                     "with_a_line_feed": "a\nb", "with_an_escape": "a\x1b[2J", "with_DEL": "a\x7f", "with_a_C1_control": "a\x9b",
                     "that_runs_backwards": "a\u202efdp.exe", "with_an_isolate": "a\u2066b", "with_a_zero_width": "a\u200bb",
                     "with_a_tag": "a\U000e0041", "that_is_no_character": "a\uffff", "of_201_bytes": "x" * 201,
                     "of_300_bytes": "å" * 150, "that_is_empty": ""}.items():
    attached("unknown-format", "S5_a_name_" + label, shown=shown)
for label, path in {"that_climbs": "attachments/../../x", "that_is_absolute": "/etc/cron.d/x", "that_is_the_answers": "answers.json",
                    "with_a_gap": "attachments/002", "with_another_form": "attachments/1", "elsewhere": "x"}.items():
    attached("unknown-format", "S5_a_path_" + label, path=path)
attached("too-large", "an_attachment_over_1_GiB", size=(1 << 30) + 1)
attached("too-large", "more_files_than_200", count=201)


@test
def test_S5_extract_writes_only_inside(directory):
    """Names that are allowed but not harmless become numbers and plain letters."""
    names = ["..", ".", "-rf", "CON", "a:b|c?.exe", "~root", "$(id)", "rapport åäö.pdf", "x" * 200, ".bashrc", "a b", "e\u0301.txt"]
    register, outside = world().copy(directory), directory / "outside"
    outside.mkdir()
    honest = Bundle(world(), attachments=[(name, name.encode()) for name in names])
    identity = imports(register, honest.write(directory / "medium"))
    before = tree(directory)
    expect(msb("extract", identity, "-r", register, "-k", world().authority.keys, "-o", outside / "out"), 0)
    found = tree(outside / "out")
    fixed = {"answers.json", "answers.json.minisig", "manifest.json"}
    assert {name: content for name, (mode, content) in found.items() if name in fixed} == {
        "answers.json": honest.answers_json, "answers.json.minisig": honest.answers_signature,
        "manifest.json": honest.manifest_json}
    others = sorted(set(found) - fixed)
    assert [found[name][1] for name in others] == [name.encode() for name in names], others
    assert all(re.fullmatch(rf"{place:03}-[A-Za-z0-9._-]*[A-Za-z0-9_-]", name) for place, name in enumerate(others, 1)), others
    assert all(stat.S_IMODE(mode) == 0o600 for mode, _ in found.values())
    after = {name: kept for name, kept in tree(directory).items() if not name.startswith("outside/out")}
    assert after == before


# ---- the payload ----

def payload(name, change, part="payload"):
    """The payload, or its archive, altered; the manifest promises the altered bytes."""
    hostile("content-mismatch", "payload_" + name, **{part: change})


def archived(name, change):
    payload(name, change, "payload_tar")


def first_member(**fields):
    """The archive with other fields in the first member's header."""
    def make(archive):
        size = int(archive[124:135], 8)
        whole = BLOCK + size + -size % BLOCK
        return tar_member("answers.json", archive[BLOCK:BLOCK + size], **fields) + archive[whole:]
    return make


def rearranged(name, order, tool=TAR):
    def make():
        bundle = Bundle(world())
        bundle.payload_tar = tar([(bundle.files[i][0], bundle.files[i][2]) for i in order], tool)
        return bundle
    hostile("content-mismatch", "payload_" + name, make=make)


def deflated(window):
    def change(archive):
        packer = zlib.compressobj(9, zlib.DEFLATED, window)
        return packer.compress(archive) + packer.flush()
    return change


END = bytes(2 * BLOCK)
rearranged("with_members_in_another_order", [1, 0])
rearranged("without_signature", [0])
rearranged("without_answers", [1])
rearranged("with_a_member_twice", [0, 1, 0])
rearranged("written_by_gnu_tar", [0, 1], [*GNU_TAR, "--format=gnu"])
rearranged("written_as_pax", [0, 1], [*GNU_TAR, "--format=pax"])
rearranged("written_as_v7", [0, 1], [*GNU_TAR, "--format=v7"])
rearranged("in_blocks_of_20", [0, 1], [word if word != "-b1" else "-b20" for word in TAR])
archived("with_a_member_more", lambda honest: honest[:-2 * BLOCK] + tar_member("more", b"x") + END)
archived("with_a_directory", lambda honest: honest[:-2 * BLOCK] + tar_member("attachments/", type=b"5") + END)
archived("with_a_hard_link", lambda honest: honest[:-2 * BLOCK] + tar_member("x", type=b"1", linkname=b"answers.json") + END)
archived("whose_answers_are_a_symbolic_link", first_member(type=b"2", linkname=b"/etc/passwd"))
archived("whose_answers_are_a_device", first_member(type=b"3"))
archived("whose_answers_have_another_name", first_member(name=b"../answers.json"))
archived("whose_answers_have_another_mode", first_member(mode=b"0004755"))
archived("whose_answers_have_an_owner", first_member(uid=b"0001750"))
archived("whose_answers_have_a_time", first_member(mtime=b"00000000001"))
archived("whose_answers_claim_more", first_member(size=b"00000177777"))
archived("with_a_byte_after_its_end", lambda honest: honest + b"\0")
archived("with_one_end_block", lambda honest: honest[:-BLOCK])
archived("with_an_end_not_zero", lambda honest: honest[:-1] + b"\1")
archived("with_an_empty_archive", lambda _: END)
payload("with_a_second_gzip_member", lambda honest: honest + gzip(b""))
payload("with_a_byte_after_the_gzip_member", lambda honest: honest + b"\0")
payload("with_a_cut_gzip_member", lambda honest: honest[:-1])
payload("with_a_wrong_checksum", lambda honest: honest[:-8] + bytes(4) + honest[-4:])
payload("with_a_wrong_length", lambda honest: honest[:-4] + bytes(4))
payload("with_a_gzip_time", lambda honest: honest[:4] + b"\1" + honest[5:])
payload("with_a_gzip_name", lambda honest: honest[:3] + b"\x08" + honest[4:10] + b"payload.tar\0" + honest[10:])
payload("with_a_gzip_comment", lambda honest: honest[:3] + b"\x10" + honest[4:10] + b"x\0" + honest[10:])
payload("with_a_gzip_extra_field", lambda honest: honest[:3] + b"\x04" + honest[4:10] + b"\1\0x" + honest[10:])
payload("with_a_gzip_flag_for_text", lambda honest: honest[:3] + b"\x01" + honest[4:])
payload("with_an_unknown_method", lambda honest: honest[:2] + b"\x09" + honest[3:])
payload("that_is_not_packed", lambda honest: stock(["gzip", "-dc"], world().directory, honest))
payload("that_is_zlib_s_own_format", lambda honest: deflated(15)(stock(["gzip", "-dc"], world().directory, honest)))
payload("that_is_empty", b"")




MIB = 1 << 20
LARGE = [("stor.bin", bytes(2 * MIB + 500_000))]  # of which three gzip members follow, or one


def in_members(name, lengths, change=lambda member: member):
    """The payload of an attachment that is large, in gzip members of these lengths and a changed one of what is left."""
    def pack(honest):
        left, packed = stock(["gzip", "-dc"], world().directory, honest), b""
        for length in lengths:
            packed, left = packed + gzip(left[:length]), left[length:]
        return packed + change(gzip(left))
    hostile("content-mismatch", "S8_payload_" + name, make=lambda: Bundle(world(), attachments=LARGE, payload=pack))


in_members("with_an_empty_first_member", [0, MIB, MIB])
in_members("with_an_empty_member_in_the_middle", [MIB, 0, MIB])
in_members("with_an_empty_last_member", [MIB, MIB, 1 << 40])
in_members("with_a_short_first_member", [MIB - 1, MIB])
in_members("with_a_short_member_in_the_middle", [MIB, MIB - 1])
in_members("with_a_long_member_in_the_middle", [MIB, MIB + 1])
in_members("with_one_member_more", [MIB, MIB, 1000])
in_members("with_one_member_less", [MIB])
in_members("with_a_bomb_in_a_late_member", [MIB, MIB], lambda last: bomb(stock(["gzip", "-dc"], world().directory, last), GIB))
in_members("with_bytes_behind_the_last_member", [MIB, MIB], lambda last: last + b"\0")
in_members("with_a_name_in_a_late_member", [MIB, MIB], lambda last: last[:3] + b"\x08" + last[4:10] + b"x\0" + last[10:])
in_members("with_a_time_in_a_late_member", [MIB, MIB], lambda last: last[:4] + b"\1" + last[5:])
in_members("with_a_truncated_last_member", [MIB, MIB], lambda last: last[:-1])


@test
def test_a_payload_in_one_member_or_in_the_members_that_follow_from_its_files(directory):
    """Stock gzip makes the one, `cat` of what it makes of each MiB the other."""
    register, medium = world().copy(directory), directory / "medium"
    imports(register, Bundle(world(), "ankeborg", attachments=LARGE).write(medium))

    def pack(honest):
        left = stock(["gzip", "-dc"], world().directory, honest)
        return b"".join(gzip(left[at:at + MIB]) for at in range(0, len(left), MIB))
    imports(register, Bundle(world(), "exempelby", attachments=LARGE, payload=pack).write(medium))


@test
def test_what_the_kit_alters_is_otherwise_as_it_must_be(directory):
    """An archive to which first_member was given nothing to change is the honest one."""
    imports(world().copy(directory), Bundle(world(), payload_tar=first_member()).write(directory))


@test
def test_a_payload_of_another_under_a_genuine_manifest(directory):
    """A thief of sealed bundles cannot give one organisation another's answers."""
    register, medium = world().copy(directory), directory / "medium"
    genuine, foreign = Bundle(world(), "ankeborg"), Bundle(world(), "exempelby")
    mixed = Bundle(world(), id=genuine.id, members=[("payload.tar.gz", foreign.payload), *genuine.members[1:]])
    refuses(register, mixed.write(medium), "content-mismatch")
    imports(register, genuine.write(medium))
    imports(register, foreign.write(medium))


# ---- S8: what is inflated is bounded by what was promised ----

GIB = 1 << 30
LITTLE_MEMORY = 256 << 20  # address space in bytes: what a worker limits itself to (isolate/task.h), and a little more


def bomb(front, zeros):
    """A gzip member of these bytes and so many MiB of zeros after them. They are deflated once: what one MiB of them becomes begins
    and ends at a byte and looks back at nothing, so it can stand a thousand times in a row."""
    packer, mib = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(1 << 20)
    begun = packer.compress(front) + packer.flush(zlib.Z_FULL_FLUSH)
    one = packer.compress(mib) + packer.flush(zlib.Z_FULL_FLUSH)
    checked = zlib.crc32(front)
    for _ in range(zeros >> 20):
        checked = zlib.crc32(mib, checked)
    head = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03"
    end = struct.pack("<II", checked, (len(front) + zeros) % (1 << 32))
    return head + begun + one * (zeros >> 20) + packer.flush() + end


def measured(register, path, reason):
    """Receives a file that is refused. -> the seconds and the most memory (KiB) that it took."""
    command = [BUILD / "sigill-msb", "receive", "-r", register, "-k", world().authority.keys, "--json", path]
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as child:
        out = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    line = json.loads(out)
    assert (child.returncode, line["reason"]) == (1, reason), line
    return time.monotonic() - started, usage.ru_maxrss


def blows_up_nothing(directory, reason, bundles):
    register, medium = world().copy(directory), directory / "medium"
    small = Bundle(world(), manifest=edit(type="feedback"))
    _, usual = measured(register, small.write(medium), "wrong-type")
    for bundle in bundles:
        seconds, most = measured(register, bundle.write(medium), reason)
        assert most < usual + 64 * 1024 and seconds < 20, (seconds, most, usual)
    imports(register, Bundle(world()).write(medium))


@test
def test_S8_a_bomb_behind_a_small_promise(directory):
    """1 GiB of zeros where the manifest promises some kilobytes: before, within and after the members."""
    honest = Bundle(world())
    unpacked = honest.payload_tar
    swollen = first_member(size=b"%011o" % GIB)(unpacked)[:BLOCK]
    payloads = [bomb(b"", GIB), bomb(swollen, GIB), bomb(unpacked, GIB)]
    assert max(map(len, payloads)) < 2 << 20
    blows_up_nothing(directory, "content-mismatch", [Bundle(world(), payload=payload) for payload in payloads])


@test
def test_S8_a_bomb_behind_a_promise_beyond_the_limits(directory):
    honest = Bundle(world())
    payload = bomb(honest.payload_tar, GIB)
    promises = [listed_file(0, size=GIB), listed_file(1, size=GIB),
                edit(files=lambda files: files + [{"path": "attachments/001", "name": "x", "size": GIB, "blake2b": digest(b"")},
                                                  {"path": "attachments/002", "name": "y", "size": 1, "blake2b": digest(b"")}])]
    blows_up_nothing(directory, "too-large", [Bundle(world(), payload=payload, manifest=promise) for promise in promises])


def claiming(place):
    """A frame whose header says of one member that it has 8 GiB less one byte."""
    bundle = Bundle(world())
    bundle.archive = b"".join(tar_member(name, content, **({"size": b"7" * 11} if i == place else {}))
                              for i, (name, content) in enumerate(bundle.members)) + bytes(2 * BLOCK)
    return bundle


@test
def test_S8_sizes_that_strangers_claim_end_no_run_of_thirty(directory):
    """The processes have little more memory than they need: a size that was believed would end the run."""
    instrumented = any(mark in (BUILD / "sigill-msb").read_bytes() for mark in (b"__asan_init", b"__gcov_init"))
    skip_unless(not instrumented, "the shadow memory of a sanitizer is larger than any limit")
    register, medium = world().copy(directory), directory / "medium"
    hostile_ones = [claiming(0), claiming(1), claiming(2), Bundle(world(), manifest=listed_file(0, size=GIB)),
                    Bundle(world(), manifest=inside("payload", size=1 << 50))]
    for place in range(30):
        bundle = hostile_ones[place // 6] if place % 6 == 3 else Bundle(world())
        bundle.write(medium, f"{place:02}.sigill")
    command = ["prlimit", f"--as={LITTLE_MEMORY}", BUILD / "sigill-msb", "receive", "-r", register, "-k",
               world().authority.keys, "--json", medium]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1 and len(lines) == 30, (done.returncode, len(lines), done.stderr)
    for place, line in enumerate(lines):
        wanted = "too-large" if place % 6 == 3 else None
        assert line["reason"] == wanted, (place, line)


# ---- the answers ----

def answers(reason, name, change):
    """Answers that an enrolled sender changed and then signed; the manifest states the honest result."""
    hostile(reason, "answers_" + name, answers_json=change)


def answer(number, value):
    """Another answer to one question, as canonical JSON."""
    def change(text):
        document = json.loads(text)
        document["answers"][number] = value
        return canonical(document)
    return change


def head(**members):
    return lambda text: canonical(edit(**members)(json.loads(text)))


SURE = {"assessment": "sure"}
answers("invalid-answers", "with_a_note", answer("1", {"yes": ["a"], **SURE, "note": "hemlig"}))
answers("invalid-answers", "yes_and_no", answer("1", {"yes": ["a"], "no": "no", **SURE}))
answers("invalid-answers", "yes_to_nothing", answer("1", {"yes": [], **SURE}))
answers("invalid-answers", "without_assessment", answer("1", {"yes": ["a"]}))
answers("invalid-answers", "with_an_unknown_option", answer("1", {"yes": ["a", "z"], **SURE}))
answers("invalid-answers", "with_options_not_sorted", answer("1", {"yes": ["b", "a"], **SURE}))
answers("invalid-answers", "with_an_option_twice", answer("1", {"yes": ["a", "a"], **SURE}))
answers("invalid-answers", "with_a_step_too_high", answer("3", {"yes": 6, **SURE}))
answers("invalid-answers", "with_step_0", answer("3", {"yes": 0, **SURE}))
answers("invalid-answers", "with_a_fraction_of_a_step", lambda text: re.sub(rb'"yes":(\d)', rb'"yes":\1.0', text, count=1))
answers("invalid-answers", "with_an_unknown_question", answer("41", {"yes": ["a"], **SURE}))
answers("invalid-answers", "with_a_question_0", answer("0", {}))
answers("invalid-answers", "of_a_class_above", head(marking="hemlig"))
answers("invalid-answers", "of_no_class", head(marking=""))
answers("invalid-answers", "with_an_unknown_member", head(more=1))
answers("invalid-answers", "with_a_member_twice", swapped(b'"marking":', b'"marking":"\xc3\xb6ppen","marking":'))
answers("invalid-answers", "with_an_answer_twice", swapped(b'"answers":{', b'"answers":{"1":{},'))
answers("invalid-answers", "with_a_NUL", head(obstacles="a\0b"))
answers("invalid-answers", "with_an_escape", head(obstacles="a\x1b[2Jb"))
answers("invalid-answers", "that_run_backwards", head(obstacles="a\u202eb"))
answers("invalid-answers", "with_white_space", lambda text: text.replace(b":", b": "))
answers("invalid-answers", "with_a_last_line_feed", lambda text: text + b"\n")
answers("invalid-answers", "in_another_order", lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False,
                                                                      separators=(",", ":")).encode())
answers("invalid-answers", "that_are_not_JSON", lambda _: b"{")
answers("invalid-answers", "with_a_false_period", head(period={"from": "2021-09-30", "to": "2019-10-01"}))
answers("invalid-answers", "with_a_number_that_is_none", lambda text: text.replace(b"212999-0004", b"212999-0005"))
answers("unknown-edition", "to_another_edition", head(edition="infosakkollen-2023"))
answers("sender-mismatch", "of_another_organisation", head(organisation=edit(number="212999-0012")))
answers("result-mismatch", "of_another_result", answer("1", {}))


def signed_by(party, trusted="sigill-answers/1 212999-0004", data=None, change=lambda made: made):
    def make():
        bundle = Bundle(world())
        bundle.answers_signature = change(minisign(getattr(world(), party).sign, data or bundle.answers_json, trusted))
        return bundle
    return make


hostile("bad-signature", "answers_signed_by_another", make=signed_by("exempelby"))
hostile("bad-signature", "answers_signed_for_another", make=signed_by("ankeborg", "sigill-answers/1 212999-0012"))
hostile("bad-signature", "answers_signed_as_a_bundle", make=signed_by("ankeborg", "sigill-bundle/1 submission " + "0" * 32))
hostile("bad-signature", "answers_whose_signature_is_of_others", make=signed_by("ankeborg", data=b"{}"))
hostile("bad-signature", "answers_whose_signature_has_CR_LF",
        make=signed_by("ankeborg", change=lambda made: made.replace(b"\n", b"\r\n")))
hostile("bad-signature", "answers_without_signature", answers_signature=b"")


@test
def test_the_card_s_name_and_group_are_used(directory):
    """What the answers, which people write, say otherwise is noted and refuses nothing."""
    register = world().copy(directory)
    bundle = Bundle(world(), answers=edit(organisation=edit(name="Ankeborgs stad", group="region")))
    result = expect(receive(world(), register, bundle.write(directory / "medium")), 0)
    notes = [note for note in result.lines[0]["notes"] if not note.startswith("sealed at ")]
    assert len(notes) == 1 and "Ankeborgs stad" in notes[0], notes
    assert [(entry["organisation"], entry["group"]) for entry in listed(world(), register)] == [("Ankeborgs kommun", "kommun")]


run()
