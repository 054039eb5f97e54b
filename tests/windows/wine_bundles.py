"""sigill.exe with keys and bundles: what it seals is received here, and what is sent back is opened there."""
import json
import shutil
from pathlib import Path

from winekit import UNCONFINED, here, read_unconfined
from authoritykit import declared, held, made
from parties import CARD, LONG, enrol, listed, make_register, own, received, told, trust, written_secret
from sigill_test import expect, msb, refused, run, sigill, test, tree

ANSWERS = Path("docs/examples/ankeborg.json").resolve()
NUMBER = "212999-0004"


def world(directory):
    """A register of here, and an organisation of there whose keys lie in a folder with a Swedish name."""
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "Myndigheten"), 0)
    keys = directory / "nycklar å"
    expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0)
    expect(sigill("card", "-k", keys, *CARD), 0)
    expect(trust(keys, own(authority)), 0)
    expect(enrol(register, authority, own(keys)), 0)
    return register, authority, keys


def sealed(directory, keys, *words, name="paket å.sigill"):
    expect(sigill("seal", ANSWERS, "-k", keys, "--yes", "-o", directory / name, *words), 0)
    return directory / name


@test
def test_keys_with_a_passphrase_are_used_on_both_sides(directory):
    secret, keys = written_secret(directory / "lösenfras.txt"), directory / "nycklar"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    expect(sigill("card", "-k", keys, *CARD, "--passphrase-file", secret), 0)
    assert LONG.encode() not in b"".join(path.read_bytes() for path in keys.rglob("*") if path.is_file())
    prints = [expect(program("fingerprint", "-k", keys, "--json"), 0).out for program in (sigill, here)]
    assert prints[0] == prints[1], prints
    before = tree(keys)
    refused(sigill("keygen", "-k", keys, "--no-passphrase"), 3, "has keys already")
    assert tree(keys) == before
    wrong = written_secret(directory / "fel.txt", "inte den som valdes då")
    refused(sigill("passwd", "-k", keys, "--passphrase-file", wrong, "--new-passphrase-file", secret), 1, "passphrase")
    assert tree(keys) == before
    expect(here("passwd", "-k", keys, "--passphrase-file", secret, "--new-passphrase-file", wrong), 0)
    expect(sigill("card", "-k", keys, "--renew", "--passphrase-file", wrong, "-o", directory / "nästa.card"), 0)
    assert told(directory / "nästa.card") in expect(sigill("fingerprint", directory / "nästa.card"), 0).out


@test
def test_what_is_sealed_there_is_received_here(directory):
    register, authority, keys = world(directory)
    attached = directory / "protokoll åäö.txt"
    attached.write_bytes(bytes(range(256)) * 4000)
    path = sealed(directory, keys, "--attach", attached, "--slip", directory / "följesedel.html")
    line, = received(register, authority, path)
    assert line["verdict"] == "imported" and line["organisation"]["number"] == NUMBER, line
    out = directory / "uppackat"
    expect(msb("extract", "-r", register, "-k", authority, line["id"], "-o", out), 0)
    files = {item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()}
    assert attached.read_bytes() in files.values(), sorted(files)
    assert json.loads(files["answers.json"])["organisation"]["number"] == NUMBER
    slip = (directory / "följesedel.html").read_text(encoding="utf-8")
    short = json.loads(expect(here("inspect", path, "--json"), 0).out)["short"]
    assert short in slip, short
    assert [one["number"] for one in listed(register, authority)] == [NUMBER]


@test
def test_what_is_sent_back_is_opened_there(directory):
    register, authority, keys = world(directory)
    path = sealed(directory, keys)
    received(register, authority, path)
    where = ["-r", register, "-k", authority]
    expect(msb("receipts", *where, "--all", "-o", directory / "kvittenser å"), 0)
    receipt, = (directory / "kvittenser å" / NUMBER).iterdir()
    said = expect(sigill("receipt", receipt.parent, "-k", keys, "--json"), 0)
    assert json.loads(said.out) == json.loads(expect(here("receipt", receipt.parent, "-k", keys, "--json"), 0).out)
    assert "imported" in said.out
    expect(msb("feedback", *where, NUMBER, "-o", directory / "åter"), 0)
    bundle, = (directory / "åter").iterdir()
    read_unconfined(sigill("open", bundle, "-k", keys, "-o", directory / "öppnat", UNCONFINED), out_has="Verified: feedback")
    expect(here("open", bundle, "-k", keys, "-o", directory / "öppnat-här"), 0)
    there, ours = ({name: content for name, (_, content) in tree(directory / name).items()} for name in ("öppnat", "öppnat-här"))
    assert there == ours and len(there) > 2, (sorted(there), sorted(ours))


@test
def test_a_kit_is_taken_in_there(directory):
    register, authority, keys = world(directory)
    declared(register, authority)
    path = directory / "omgång 2026.kit"
    said = made(register, authority, path)
    read_unconfined(sigill("trust", path, "-k", keys, UNCONFINED), out_has="Myndigheten, kit number 1")
    assert held(keys)["number"] == said["number"] == 1
    expect(here("template", "-k", keys, "-o", directory / "svar.json"), 0)
    expect(sigill("template", "-k", keys, "-o", directory / "svar-där.json"), 0)
    assert (directory / "svar.json").read_bytes() == (directory / "svar-där.json").read_bytes()


@test
def test_a_key_directory_is_carried_from_here_to_there(directory):
    register, authority, keys = world(directory)
    shutil.copytree(keys, directory / "kopia")
    path = directory / "paket.sigill"
    expect(sigill("seal", ANSWERS, "-k", directory / "kopia", "--yes", "-o", path), 0)
    line, = received(register, authority, path)
    assert line["verdict"] == "imported", line


run()
