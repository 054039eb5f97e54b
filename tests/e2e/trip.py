"""One trip: the card beside the bundle, ringing back, enrolling, and receiving what was kept; many at once."""
import json
import os
import shutil

from parties import (CARD, LONG, ZEROS, enrol, expect, forge, hexadecimal, key_number, listed, make_authority, make_keys,
                     make_party, make_register, own, received, reasons, renumbered, rows, sealed, told, trust)
from sigill_test import msb, run, sigill, terminal, test, tree, unchanged

REGION = ["--name", "Region Exempel", "--number", "232999-0010", "--group", "region"]


def authority(directory):
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    return register, keys


def stranger(directory, keys, name="party", *words):
    """An organisation that trusts the authority and is not enrolled."""
    party = make_party(directory / name, *words)
    expect(trust(party, own(keys)), 0)
    return party


@test
def test_one_trip(directory):
    register, keys = authority(directory)
    party, medium = stranger(directory, keys), directory / "medium"
    bundle = sealed(party, medium)
    shutil.copy(own(party), medium / "sender.card")
    [line] = received(register, keys, medium, status=1)
    assert line["reason"] == "unknown-sender" and line["organisation"] is None and line["id"] is None
    assert line["card"] == {
        "file": str(medium / "sender.card"), "name": "Ankeborgs kommun", "number": "212999-0004", "group": "kommun",
        "role": "organisation", "fingerprint": hexadecimal(own(party)), "fingerprint_text": told(own(party)),
        "signer": True, "verified": False}, line
    shown = expect(msb("receive", "-r", register, "-k", keys, medium), 1, out_has=[
        "sender.card, UNVERIFIED", "Ankeborgs kommun", "212999-0004", told(own(party)), "ring back", "--retry"]).out
    assert "not signed with the key" not in shown
    assert rows(register, "SELECT count(*) FROM senders") == [(0,)]
    shutil.rmtree(medium)
    expect(enrol(register, keys, own(party)), 0)
    [line] = received(register, keys, "--retry")
    assert (line["verdict"], line["id"], line["card"]) == ("imported", bundle["id"], None)
    assert not any((register / "quarantine").iterdir()) and rows(register, "SELECT * FROM refusals") == []
    assert [entry["id"] for entry in listed(register, keys)] == [bundle["id"]]
    expect(msb("receive", "-r", register, "-k", keys, "--retry"), 0, out_has="imported: 0")


@test
def test_retry_takes_up_what_may_pass_and_keeps_the_rest(directory):
    register, keys = authority(directory)
    medium = directory / "medium"
    party, other = stranger(directory, keys), stranger(directory, keys, "other", *REGION)
    good, unknown = sealed(party, medium), sealed(other, medium)
    damaged = bytearray((medium / os.path.basename(good["file"])).read_bytes())
    damaged[-1] ^= 1
    (medium / "damaged.sigill").write_bytes(damaged)
    assert sorted(reasons(received(register, keys, medium, status=1))) == ["damaged", "unknown-sender", "unknown-sender"]
    expect(enrol(register, keys, own(party)), 0)
    assert sorted(reasons(received(register, keys, "--retry", status=1))) == ["damaged", "imported", "unknown-sender"]
    before = tree(register / "quarantine")
    assert len(before) == 2
    assert sorted(reasons(received(register, keys, "--retry", status=1))) == ["damaged", "unknown-sender"]
    unchanged(register / "quarantine", before)
    more = sealed(party, directory / "more")
    assert sorted(reasons(received(register, keys, "--retry", more["file"], status=1))) == ["damaged", "imported", "unknown-sender"]
    expect(msb("receive", "-r", register, "-k", keys), 2, out="", err_has=["PATH", "--retry"])
    assert len(listed(register, keys)) == 2


@test
def test_S2_a_card_beside_that_is_no_card_harms_nothing(directory):
    register, keys = authority(directory)
    party, medium = stranger(directory, keys), directory / "medium"
    sealed(party, medium)
    card = medium / "sender.card"
    broken = forge(party, directory / "broken.card", text='{"a":1,"a":').read_bytes()
    for content in (b"", b"x" * 70000, b"\0" * 4096, broken, own(party).read_bytes()[:-512]):
        card.write_bytes(content)
        [line] = received(register, keys, medium, status=1)
        assert line["reason"] == "unknown-sender" and line["card"] == {
            "file": str(card), "name": None, "number": None, "group": None, "role": None, "fingerprint": None,
            "fingerprint_text": None, "signer": None, "verified": False}, line
    expect(msb("receive", "-r", register, "-k", keys, medium), 1, out_has="not a card that can be read")
    card.unlink()
    card.symlink_to(own(party))
    assert received(register, keys, medium, status=1)[0]["card"]["name"] is None
    card.unlink()
    os.mkfifo(card)
    assert received(register, keys, medium, status=1)[0]["card"]["name"] is None


@test
def test_the_card_of_another_is_told_apart(directory):
    register, keys = authority(directory)
    party, medium = stranger(directory, keys), directory / "medium"
    sealed(party, medium)
    shutil.copy(own(make_party(directory / "other", *REGION)), medium / "sender.card")
    [line] = received(register, keys, medium, status=1)
    assert line["card"]["name"] == "Region Exempel" and line["card"]["signer"] is False
    expect(msb("receive", "-r", register, "-k", keys, medium), 1, out_has="not signed with the key of that card")


@test
def test_S4_a_key_number_keeps_no_one_out(directory):
    """Keys with the number of another's, enrolled before it: both hand in, and one that goes takes nobody with it."""
    register, keys = authority(directory)
    party = stranger(directory, keys)
    twin = renumbered(directory / "twin", key_number(party), *REGION)
    expect(trust(twin, own(keys)), 0)
    expect(enrol(register, keys, own(twin)), 0)
    medium, other = directory / "medium", directory / "other"
    bundle, theirs = sealed(party, medium), sealed(twin, other)
    shutil.copy(own(party), medium / "sender.card")
    shutil.copy(own(party), other / "sender.card")
    [line] = received(register, keys, medium, status=1)
    assert (line["reason"], line["card"]["name"], line["card"]["signer"]) == ("bad-signature", "Ankeborgs kommun", True), line
    shutil.copy(own(twin), medium / "sender.card")
    assert received(register, keys, medium, status=1)[0]["card"] is None
    expect(enrol(register, keys, own(party)), 0)
    assert {line["id"] for line in received(register, keys, "--retry", other)} == {theirs["id"], bundle["id"]}
    for card in (own(party), own(twin)):
        expect(sigill("card", "-k", card.parent, "--renew"), 0)
        expect(msb("enrol", "-r", register, "-k", keys, card), 0)
    expect(msb("revoke", "-r", register, "-k", keys, "232999-0010", "--reason", "borta", "--yes"), 0)
    assert reasons(received(register, keys, sealed(party, directory / "later")["file"])) == ["imported"]
    assert reasons(received(register, keys, sealed(twin, directory / "last")["file"], status=1)) == ["revoked-key"]
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_S4_an_authority_is_trusted_by_its_key_and_not_its_number(directory):
    """Two authorities whose keys share a number: each one's renewal is its own."""
    party = make_party(directory / "party")
    first = make_authority(directory / "first", "Myndigheten")
    other = renumbered(directory / "other", key_number(first))
    for path in (own(other), *(other / "history").iterdir()):
        path.unlink()
    expect(msb("card", "-k", other, "--name", "Annan"), 0)
    for one in (first, other):
        expect(trust(party, own(one)), 0)
    for one in (first, other):
        expect(msb("card", "-k", one, "--renew"), 0)
        expect(sigill("trust", "-k", party, own(one)), 0, err="")
    assert sorted(path.stem for path in (party / "trusted").iterdir()) == sorted(hexadecimal(own(one)) for one in (first, other))


@test
def test_the_card_beside_with_the_signers_number_is_not_taken_for_it(directory):
    register, keys = authority(directory)
    party, medium = stranger(directory, keys), directory / "medium"
    sealed(party, medium)
    shutil.copy(own(renumbered(directory / "twin", key_number(party), *REGION)), medium / "sender.card")
    [line] = received(register, keys, medium, status=1)
    assert line["card"]["name"] == "Region Exempel" and line["card"]["signer"] is False


def changed_card(directory, party):
    """The party's next card, of another name and group."""
    expect(sigill("card", "-k", party, "--renew", "--name", "Ankeborgs region", "--group", "region"), 0)
    return own(party)


CHANGES = ['Name, from "Ankeborgs kommun" to "Ankeborgs region"', 'Group, from "kommun" to "region"']


@test
def test_what_a_renewal_changes_is_shown_and_confirmed(directory):
    register, keys = authority(directory)
    party = stranger(directory, keys)
    expect(enrol(register, keys, own(party)), 0, err="")
    words = ["enrol", "-r", register, "-k", keys, changed_card(directory, party)]
    before = rows(register, "SELECT hex(fingerprint) FROM senders")
    for more in ((), ("--fingerprint", told(own(party)))):
        expect(msb(*words, *more), 2, out="", err_has=[*CHANGES, "--yes"])
        expect(terminal("sigill-msb", *words, *more, talk=[("[yes/no]", "no\n")]), 1, err_has=["not confirmed"])
        assert rows(register, "SELECT hex(fingerprint) FROM senders") == before
    result = expect(terminal("sigill-msb", *words, talk=[("[yes/no]", "yes\n")]), 0, out_has="Ankeborgs region", err_has=CHANGES)
    assert all(line.startswith("sigill-msb: warning: ") for line in result.err.splitlines()), result
    expect(sigill("card", "-k", party, "--renew"), 0)
    expect(msb(*words), 0, err="")


@test
def test_what_a_card_of_a_list_changes_is_refused_without_yes(directory):
    register, keys = authority(directory)
    party = stranger(directory, keys)
    expect(enrol(register, keys, own(party)), 0)
    card = changed_card(directory, party)
    words = ["enrol", "-r", register, "-k", keys, "--list", directory / "list.csv", "--json"]
    for fingerprint in ("", told(card)):
        (directory / "list.csv").write_text(f"212999-0004,{fingerprint},party/own.card\n")
        [line] = json.loads(expect(msb(*words), 1, err_has=CHANGES).out)
        assert (line["verdict"], line["reason"]) == ("refused", "not-trusted"), line
        assert "Ankeborgs region" in line["message"] and "--yes" in line["message"], line
    assert rows(register, "SELECT count(*) FROM senders") == [(1,)]
    [line] = json.loads(expect(msb(*words, "--yes"), 0, err_has=CHANGES).out)
    assert line["verdict"] == "enrolled"


@test
def test_new_keys_under_another_name_are_shown_and_confirmed(directory):
    """After a revocation too: the number says whose card it is, and what stood under it."""
    register, keys = authority(directory)
    party = stranger(directory, keys)
    expect(enrol(register, keys, own(party)), 0)
    expect(msb("revoke", "-r", register, "-k", keys, "212999-0004", "--reason", "borta", "--yes"), 0)
    other = make_party(directory / "other", "--name", "Ankeborgs stad", "--number", "212999-0004", "--group", "kommun")
    expect(enrol(register, keys, own(other)), 2, err_has='from "Ankeborgs kommun" to "Ankeborgs stad"')
    expect(enrol(register, keys, own(other), "--yes"), 0)


@test
def test_what_the_authoritys_next_card_changes_is_shown_and_confirmed(directory):
    keys, party = make_authority(directory / "msb", "Myndigheten"), make_party(directory / "party")
    expect(trust(party, own(keys)), 0, err="")
    expect(msb("card", "-k", keys, "--renew", "--name", "Annan myndighet"), 0)
    words = ["trust", "-k", party, own(keys)]
    before = tree(party)
    change = 'Name, from "Myndigheten" to "Annan myndighet"'
    for more in ((), ("--fingerprint", told(own(keys)))):
        expect(sigill(*words, *more), 2, out="", err_has=[change, "--yes"])
        expect(terminal("sigill", *words, *more, talk=[("[yes/no]", "nej\n")]), 1, err_has=["not confirmed"])
        unchanged(party, before)
    expect(sigill(*words, "--yes"), 0, out_has="Annan myndighet", err_has=change)
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(sigill(*words), 0, err="")


@test
def test_no_card_is_looked_for_beside_a_known_sender(directory):
    register, keys = authority(directory)
    party, medium = stranger(directory, keys), directory / "medium"
    expect(enrol(register, keys, own(party)), 0)
    sealed(party, medium)
    shutil.copy(own(party), medium / "sender.card")
    assert received(register, keys, medium)[0]["card"] is None


@test
def test_a_list_is_read_as_spreadsheets_save_it(directory):
    register, keys = authority(directory)
    party = stranger(directory, keys)
    shutil.copy(own(party), directory / "a.card")
    groups = told(own(party)).split("-")
    for text in (f"sep=;\r\nNummer;Fingeravtryck;Kort;;\r\n162129990004;\"{' '.join(groups[:5])}\r\n{' '.join(groups[5:])}\";a.card;;\r\n",
                 f"number\tfingerprint\tcard\r212999\u20130004\t{chr(0xa0).join(groups)}\ta.card\r"):
        (directory / "list.csv").write_text("\ufeff" + text, encoding="utf-8", newline="")
        [line] = json.loads(expect(msb("enrol", "-r", register, "-k", keys, "--list", directory / "list.csv", "--json"), 0, err="").out)
        assert line["verdict"] in ("enrolled", "known") and line["name"] == "Ankeborgs kommun", line


@test
def test_many_are_enrolled_from_a_list(directory):
    register, keys = authority(directory)
    folder = directory / "list"
    folder.mkdir()
    for name, words in [("a", CARD), ("b", REGION), ("c", ["--name", "Tredje", "--number", "212999-0012", "--group", "kommun"])]:
        shutil.copy(own(make_party(directory / name, *words)), folder / f"{name}.card")
    cards = [folder / f"{name}.card" for name in "abc"]
    spaced = told(cards[1]).replace("-", " ")
    (folder / "list.csv").write_text(
        "\ufeffnummer;fingeravtryck;kort\r\n"
        f"212999-0004;{told(cards[0])};a.card\r\n"
        f'2329990010;"{spaced}";"b.card"\r\n'
        "# a comment\r\n\r\n"
        f"212999-0012;{ZEROS};c.card\r\n"
        f"232999-0010;{told(cards[2])};c.card\r\n"
        f"212999-0012;{told(cards[2])};none.card\r\n"
        f"212999-0012;{told(cards[2])};../list/c.card\r\n"
        "212999-0012;;c.card\r\n"
        "212999-0013;x;c.card\r\n"
        "only one\r\n", encoding="utf-8")
    command = ["enrol", "-r", register, "-k", keys, "--list", folder / "list.csv"]
    lines = json.loads(expect(msb(*command, "--json"), 3, err="").out)
    assert [(line["line"], line["verdict"], line["reason"]) for line in lines] == [
        (2, "enrolled", None), (3, "enrolled", None), (6, "refused", "fingerprint-mismatch"), (7, "refused", "sender-mismatch"),
        (8, "refused", "io-error"), (9, "refused", "bad-value"), (10, "refused", "not-trusted"), (11, "refused", "bad-value"),
        (12, "refused", "bad-syntax")], lines
    assert [line["name"] for line in lines[:2]] == ["Ankeborgs kommun", "Region Exempel"]
    assert rows(register, "SELECT number FROM senders ORDER BY number") == [("212999-0004",), ("232999-0010",)]
    (folder / "list.csv").write_text(f"212999-0004,{told(cards[0])},a.card\n212999-0012,{told(cards[2])},c.card\n")
    expect(msb(*command), 0, err="", out_has=["known", "enrolled  212999-0012", "enrolled: 1, known before: 1, refused: 0"])
    expect(sigill("card", "-k", directory / "a", "--renew", "-o", folder / "next.card"), 0)
    (folder / "list.csv").write_text("212999-0004,,next.card\n")
    expect(msb(*command), 0, err="", out_has="enrolled: 1")
    (folder / "list.csv").write_text(f"212999-0004,{ZEROS},next.card\n")
    expect(msb(*command), 1, err="", out_has=["REFUSED", "(10 of 10 groups differ)", "refused: 1"])


@test
def test_lists_that_cannot_be_read(directory):
    register, keys = authority(directory)
    (directory / "latin").write_bytes("Åmål".encode("latin-1"))
    (directory / "empty").touch()
    for status, words, options in [(3, "cannot be opened", ["--list", directory / "none"]), (1, "UTF-8", ["--list", directory / "latin"]),
                                   (2, "CARD", []), (2, "CARD", ["--list", directory / "empty", directory / "x.card"]),
                                   (2, "--fingerprint", ["--list", directory / "empty", "--fingerprint", ZEROS])]:
        expect(msb("enrol", "-r", register, "-k", keys, *options), status, out="", err_has=words)
    expect(msb("enrol", "-r", register, "-k", keys, "--list", directory / "empty"), 0, out_has="enrolled: 0")


run()
