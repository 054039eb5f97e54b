"""A medium as it comes to the authority's officer: many good bundles, some that are not, and a holiday photo."""
import collections
import json
import os
import re
import shutil

from containerkit import pack
from parties import (enrol, flipped, listed, make_authority, make_party, make_register, mode, own, reasons, received,
                     rows, sealed, told, trust)
from roundkit import number_of
from sigill_test import expect, msb, run, test, tree, unchanged
from tracekit import confined

MANY = 30
DIGEST = r"\d{5}(?:-\d{5}){3}"
STRANGE = ["--name", "Region Gåseborg", "--number", "232999-0002", "--group", "region"]
STRAY = ["--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun"]


def name_of(place):
    return f"Kommun {place:02}"


def enrol_many(directory, register, keys):
    """MANY organisations that trust the authority and are enrolled from one list. -> their keys"""
    parties, lists, lines = [], directory / "cards", ["nummer;fingeravtryck;kort"]
    lists.mkdir()
    for place in range(MANY):
        number = number_of(place)
        party = make_party(directory / f"party-{place}", "--name", name_of(place), "--number", number, "--group", "kommun")
        expect(trust(party, own(keys)), 0)
        shutil.copy(own(party), lists / f"{place}.card")
        lines.append(f"{number};{told(own(party))};{place}.card")
        parties.append(party)
    (lists / "list.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    expect(msb("enrol", "-r", register, "-k", keys, "--list", lists / "list.csv"), 0, err="",
           out_has=f"enrolled: {MANY}, known before: 0, refused: 0")
    return parties


def seal(party, path):
    """A bundle of that name."""
    os.rename(sealed(party, path.parent)["file"], path)


def make_medium(directory, keys, parties):
    """-> the medium, and the stranger whose card lies on it"""
    medium = directory / "medium"
    for place, party in enumerate(parties):
        seal(party, medium / f"{place:02}.sigill")
    stranger, stray, elsewhere = make_party(directory / "stranger", *STRANGE), make_party(directory / "stray", *STRAY), \
        make_authority(directory / "elsewhere")
    expect(trust(stranger, own(keys)), 0)
    expect(trust(stray, own(elsewhere)), 0)
    seal(stranger, medium / "from-a-stranger.sigill")
    seal(stray, medium / "to-another.sigill")
    shutil.copy(own(stranger), medium / "sender.card")
    flipped(medium / "07.sigill", medium / "07-tampered.sigill")
    shutil.copy(medium / "11.sigill", medium / "11 (copy).sigill")
    (medium / "IMG_2031.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40)
    return medium, stranger


def prepare(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    parties = enrol_many(directory, register, keys)
    medium, stranger = make_medium(directory, keys, parties)
    return register, keys, medium, stranger


def table(text):
    """The rows between the heading and the first empty line: result, whose or which, number, short digest."""
    lines = text.splitlines()
    assert re.split(r"  +", lines[0]) == ["Result", "Organisation or file", "Number", "Short digest"], lines[0]
    found = lines[1:lines.index("")]
    assert all(len(line) <= 80 for line in lines[:len(found) + 1]), found
    cut = [re.fullmatch(rf"(imported|REFUSED|was there) +(\S.*?) +(?:(\d{{6}}-\d{{4}}) +)?({DIGEST})", line) for line in found]
    assert all(cut), found
    return [row.groups() for row in cut]


def nothing_to_clean_up(register, keys):
    assert not any((register / "incoming").iterdir())
    assert sorted(path.name for path in register.iterdir() if path.is_dir()) == ["incoming", "originals", "quarantine", "receipts"]
    result = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0).out)
    assert result["findings"] == [] and result["leftovers"] == [], result


def enrol_and_retry(register, keys, stranger):
    expect(enrol(register, keys, own(stranger)), 0)
    lines = received(register, keys, "--retry", status=1)
    assert sorted(reasons(lines)) == ["damaged", "imported", "not-for-us"], lines
    assert len(listed(register, keys)) == MANY + 1
    assert len(list((register / "quarantine").iterdir())) == 2


@test
def test_an_officer_receives_a_medium_with_one_command(directory):
    register, keys, medium, stranger = prepare(directory)
    before = tree(medium)
    result = expect(msb("receive", "-r", register, "-k", keys, medium), 1, err="")
    unchanged(medium, before)
    found = table(result.out)
    good = [(name_of(place), number_of(place)) for place in range(MANY)]
    assert sorted(row[1:3] for row in found if row[0] == "imported") == good
    assert [row[1:3] for row in found if row[0] == "REFUSED"] == [
        ("07-tampered.sigill", None), ("from-a-stranger.sigill", None), ("to-another.sigill", None)], found
    assert [row[1:3] for row in found if row[0] == "was there"] == [good[11]], found
    assert len({row[3] for row in found}) == MANY + 3, "a copy has the digest of what it is a copy of"
    said = result.out[result.out.index("\n\n"):]
    for name, reason in (("07-tampered", "damaged: "), ("11", "already-imported: "), ("from-a-stranger", "unknown-sender: "),
                         ("to-another", "not-for-us: ")):
        assert re.search(rf"^(?:REFUSED|was there)\s+{re.escape(str(medium / name))}.*\n(?:  \S.*\n)*?  {reason}", said, re.M), (name, said)
    assert len(re.findall(r"^(?:REFUSED|was there)\s", said, re.M)) == 4 and "Nothing is amiss" not in said and "\nimported  " not in said, said
    assert told(own(stranger)) in said and "UNVERIFIED" in said and f"sigill-msb enrol {medium / 'sender.card'} " in said, said
    assert all(len(line) <= 80 for line in said.splitlines() if str(directory) not in line), said
    assert (f"\nimported: {MANY}, refused: 4, failed: 0, left aside: 2\n"
            "refused for: not-for-us 1, damaged 1, unknown-sender 1, already-imported 1\nCompare each short digest") in said, said
    assert sorted(path.rpartition("/")[2] for path in re.findall(r"^left aside, no bundle:\s+(\S+)$", said, re.M)) == [
        "IMG_2031.jpg", "sender.card"], said
    nothing_to_clean_up(register, keys)
    enrol_and_retry(register, keys, stranger)
    nothing_to_clean_up(register, keys)


@test
def test_the_same_medium_for_a_program(directory):
    """With --json: one object for each file, and the counts beside; a second time everything is known."""
    register, keys, medium, stranger = prepare(directory)
    result = expect(msb("receive", "-r", register, "-k", keys, "--json", medium), 1,
                    err_has=[f"imported: {MANY}, refused: 4, failed: 0, left aside: 2\n", "IMG_2031.jpg"])
    lines = {line["file"].rpartition("/")[2]: line for line in map(json.loads, result.out.splitlines())}
    assert len(lines) == MANY + 4
    assert {name: line["reason"] for name, line in lines.items() if line["verdict"] != "imported" and not name.startswith("11")} == {
        "07-tampered.sigill": "damaged", "from-a-stranger.sigill": "unknown-sender", "to-another.sigill": "not-for-us"}
    assert {lines["11.sigill"]["reason"], lines["11 (copy).sigill"]["reason"]} == {None, "already-imported"}
    assert lines["11.sigill"]["sealed"] == lines["11 (copy).sigill"]["sealed"]
    assert lines["from-a-stranger.sigill"]["card"]["number"] == "232999-0002"
    assert [line for line in lines.values() if line["card"]] == [lines["from-a-stranger.sigill"]]
    receipts = sorted(path.name for path in (register / "receipts").iterdir())
    assert receipts == sorted({f"{line['sealed']}.kvittens" for line in lines.values()}) and len(receipts) == MANY + 3
    assert all(mode(path) == 0o600 for path in (register / "originals").iterdir())
    assert rows(register, "SELECT count(*) FROM submissions") == [(MANY,)]
    again = received(register, keys, medium, status=1)
    assert sorted(reasons(again)) == ["already-imported"] * (MANY + 1) + ["damaged", "not-for-us", "unknown-sender"], again
    nothing_to_clean_up(register, keys)
    enrol_and_retry(register, keys, stranger)


@test
def test_the_card_beside_a_bundle_is_known_whatever_its_name(directory):
    """And none is shown as the stranger's but the one whose key made the signature."""
    register, keys, medium, stranger = prepare(directory)
    (medium / "sender.card").rename(medium / "ny kommun.card")
    shutil.copy(own(make_party(directory / "other", *STRAY)), medium / "a.card")
    (medium / "b.card").write_bytes(b"no card")
    lines = {line["file"].rpartition("/")[2]: line for line in received(register, keys, medium, status=1)}
    card = lines["from-a-stranger.sigill"]["card"]
    assert (card["file"], card["number"], card["signer"]) == (str(medium / "ny kommun.card"), "232999-0002", True), card
    assert [line for line in lines.values() if line["card"]] == [lines["from-a-stranger.sigill"]]
    (medium / "ny kommun.card").unlink()
    lines = {line["file"].rpartition("/")[2]: line for line in received(register, keys, medium, status=1)}
    assert lines["from-a-stranger.sigill"]["card"] is None, lines["from-a-stranger.sigill"]
    shutil.copy(own(stranger), medium / "ny kommun.card")
    said = msb("receive", "-r", register, "-k", keys, medium).out
    assert "beside it lies ny kommun.card, UNVERIFIED" in said and f"sigill-msb enrol '{medium}/ny kommun.card' --fingerprint F" in said, said


# ---- a medium with everything on it ----

def good_ones(medium, parties):
    """MANY good bundles: under their own names, under odd ones, and in containers."""
    spare = medium.parent / "spare"
    for place, party in enumerate(parties):
        seal(party, (medium if place < 20 else spare) / f"{place:02}.sigill")
    for place, name in zip(range(20, 24), ("20.SIGILL", "21.sigill.txt", "svar", "23")):
        shutil.move(spare / f"{place}.sigill", medium / name)
    for kind, places in (("zip", (24, 25)), ("tar", (26, 27)), ("7z", (28,)), ("iso", (29,))):
        pack(medium / f"låda.{kind}", {f"svar å/{place}.sigill": (spare / f"{place}.sigill").read_bytes() for place in places}
             | {"läs mig.txt": b"Hej", "__MACOSX/._24.sigill": b"\0\5\x16\7"})


def bad_ones(medium, spare, keys, parties, register):
    """Each kind twice. -> the reasons, with how often each is said"""
    stranger, stray, elsewhere = make_party(spare / "stranger", *STRANGE), make_party(spare / "stray", *STRAY), \
        make_authority(spare / "elsewhere")
    expect(trust(stranger, own(keys)), 0)
    expect(trust(stray, own(elsewhere)), 0)
    for place in (1, 2):
        seal(stranger, medium / f"from-a-stranger-{place}.sigill")
        seal(stray, medium / f"to-another-{place}.sigill")
        flipped(medium / f"0{place}.sigill", medium / f"0{place}-tampered.sigill")
        shutil.copy(medium / f"1{place}.sigill", medium / f"1{place} (copy).sigill")
        (medium / f"letter-{place}.sigill").write_text("Hej")
        (medium / f"empty-{place}.sigill").write_bytes(b"")
        (medium / f"photos-{place}.rar").write_bytes(b"Rar!\x1a\7\1\0")
        (medium / f"stick-{place}.img").write_bytes((b"\xeb\x3c\x90MSDOS5.0".ljust(510, b"\0") + b"\x55\xaa").ljust(1 << 16, b"\0"))
        pack(medium / f"locked-{place}.zip", {"1.sigill": (medium / "01.sigill").read_bytes()}, "encryption=traditional", "hemligt")
        pack(medium / f"nested-{place}.tar", {"inner.zip": (medium / "låda.zip").read_bytes()})
        (medium / f"broken-{place}.7z").write_bytes((medium / "låda.7z").read_bytes()[:-40])
    shutil.copy(parties[3] / "sign.key", medium / "sign.key")
    shutil.copy(register / "register.key", medium / "register.key")
    (medium / "link.sigill").symlink_to(medium / "03.sigill")
    return {"unknown-sender": 2, "not-for-us": 2, "damaged": 4, "already-imported": 2, "not-a-bundle": 2, "unread-container": 10,
            "secret-key": 2}


def junk(medium):
    """Of Windows, macOS and Linux."""
    for folder in ("System Volume Information", "$RECYCLE.BIN", ".Trashes", ".Spotlight-V100", ".Trash-1000", "lost+found"):
        (medium / folder).mkdir()
        shutil.copy(medium / "04.sigill", medium / folder / "gone.sigill")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "._04.sigill"):
        (medium / name).write_bytes(b"\0\5\x16\7")


def make_mixed(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    parties, medium, spare = enrol_many(directory, register, keys), directory / "medium", directory / "spare"
    spare.mkdir()
    medium.mkdir()
    good_ones(medium, parties)
    why = bad_ones(medium, spare, keys, parties, register)
    junk(medium)
    (medium / "IMG_2031.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 40)
    shutil.copy(own(parties[0]), medium / "kort.card")
    assert len(list(medium.iterdir())) >= 60, len(list(medium.iterdir()))
    return register, keys, medium, why


@confined
def test_a_mixed_medium_is_received_in_one_go(directory):
    register, keys, medium, why = make_mixed(directory)
    before = tree(medium)
    result = expect(msb("receive", "-r", register, "-k", keys, "--json", medium), 1, err_has=[
        f"imported: {MANY}, refused: {sum(why.values())}, failed: 0, left aside: 3\n", "*** 2 SECRET KEYS LIE ON THIS MEDIUM",
        "what systems put there (14): "])
    unchanged(medium, before)
    lines = [json.loads(line) for line in result.out.splitlines()]
    counted = collections.Counter(line["reason"] for line in lines)
    assert counted == {**why, None: MANY}, counted
    assert len(listed(register, keys)) == MANY and {line["organisation"]["number"] for line in lines if line["reason"] is None} == {
        number_of(place) for place in range(MANY)}
    boxed = collections.Counter(line["container"].rpartition(".")[2] for line in lines if line["container"] and not line["reason"])
    assert boxed == {"zip": 2, "tar": 2, "7z": 1, "iso": 1}, boxed
    odd = re.findall(r"^looked into, though its name does not end in \.sigill: .*/(.*)$", result.err, re.M)
    assert sorted(odd) == ["20.SIGILL", "21.sigill.txt", "23", "svar"], odd
    nothing_to_clean_up(register, keys)
    for columns in (80, 40):
        shown = expect(msb("receive", "-r", register, "-k", keys, "medium", cwd=directory, env={"COLUMNS": str(columns)}), 1)
        long = [line for line in shown.out.splitlines() if len(line) > columns and "medium/" not in line]  # a path is one word
        assert long == [], long
        assert re.findall(r"^from (.*):$", shown.out, re.M) == [
            "broken-1.7z", "broken-2.7z", "locked-1.zip", "locked-2.zip", "låda.7z", "låda.iso", "låda.tar", "låda.zip", "nested-1.tar",
            "nested-2.tar"], shown


run()
