"""A medium as it comes to the authority's officer: many good bundles, some that are not, and a holiday photo."""
import json
import os
import re
import shutil

from parties import (enrol, flipped, listed, make_authority, make_party, make_register, mode, own, reasons, received,
                     rows, sealed, told, trust)
from roundkit import number_of
from sigill_test import expect, msb, run, test, tree, unchanged

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
    cut = [re.fullmatch(rf"(imported|REFUSED) +(\S.*?) +(?:(\d{{6}}-\d{{4}}) +)?({DIGEST})", line) for line in found]
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
        ("07-tampered.sigill", None), good[11], ("from-a-stranger.sigill", None), ("to-another.sigill", None)], found
    assert len({row[3] for row in found}) == MANY + 3, "a copy has the digest of what it is a copy of"
    said = result.out[result.out.index("\n\n"):]
    for name, reason in (("07-tampered", "damaged: "), ("11", "already-imported: "), ("from-a-stranger", "unknown-sender: "),
                         ("to-another", "not-for-us: ")):
        assert re.search(rf"^REFUSED   {re.escape(str(medium / name))}.*\n(?:  \S.*\n)*?  {reason}", said, re.M), (name, said)
    assert said.count("\nREFUSED ") == 4 and "\nimported  " not in said, said
    assert told(own(stranger)) in said and "UNVERIFIED" in said and f"sigill-msb enrol {medium / 'sender.card'} " in said, said
    assert all(len(line) <= 80 for line in said.splitlines() if str(directory) not in line), said
    assert said.endswith(f"\nimported: {MANY}, refused: 4, failed: 0, left aside: 2\n"
                         "refused for: not-for-us 1, damaged 1, unknown-sender 1, already-imported 1\n"), said
    assert sorted(line.rpartition("/")[2] for line in said.splitlines() if line.startswith("left aside")) == [
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


run()
