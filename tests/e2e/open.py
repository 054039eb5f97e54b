"""sigill open, inspect and receipt: what comes back. Bundles between organisations that trust each other,
honest ones and hostile ones, made with stock tools."""
import hashlib
import json
import shutil

from bundlekit import Bundle, canonical, edit, minisign, tar, world
from parties import PAST, ZEROS, forge, hexadecimal, make_authority, mode, own, told, trust, written_secret
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged

TO_EXEMPELBY = dict(recipients=lambda _: world().exempelby.says["recipients"],
                    manifest=edit(recipients=lambda _: [world().exempelby.fingerprint]))


# ---- fixture ----

def reader(directory):
    """Exempelby's keys, which trust Ankeborg's card."""
    keys = directory / "keys"
    shutil.copytree(world().exempelby.keys, keys)
    expect(trust(keys, own(world().ankeborg.keys)), 0)
    return keys


def addressed(**members):
    """A bundle from Ankeborg to Exempelby, with other members in its manifest."""
    return Bundle(world(), "ankeborg", recipients=world().exempelby.says["recipients"],
                  manifest=edit(**{"recipients": [world().exempelby.fingerprint], **members}))


def refuses(directory, status, words, *args):
    """Nothing below the directory changes."""
    before = tree(directory)
    result = refused(sigill(*args), status, *([words] if isinstance(words, str) else words))
    unchanged(directory, before)
    return result


# ---- open ----

@test
def test_what_is_opened_is_what_was_sealed(directory):
    keys, out = reader(directory), directory / "out"
    bundle = Bundle(world(), "ankeborg", recipients=world().exempelby.says["recipients"],
                    manifest=edit(recipients=[world().exempelby.fingerprint]),
                    attachments=[("Årsrapport; rm -rf *.pdf", b"x" * 100000), ("tom", b"")])
    path = bundle.write(directory)
    result = expect(sigill("open", path, "-k", keys, "-o", out), 0,
                    out_has=["Verified: submission " + bundle.id, "Ankeborgs kommun", "212999-0004", "001-Arsrapport"])
    assert {name: content for name, (_, content) in tree(out).items()} == {
        "answers.json": bundle.answers_json, "answers.json.minisig": bundle.answers_signature,
        "manifest.json": bundle.manifest_json, "manifest.json.minisig": bundle.manifest_signature,
        "001-Arsrapport__rm_-rf__.pdf": b"x" * 100000, "002-tom": b""}, result
    assert mode(out) == 0o700 and all(mode(path) == 0o600 for path in out.iterdir())


@test
def test_the_result_is_a_contract(directory):
    keys, out = reader(directory), directory / "out"
    bundle = addressed()
    result = json.loads(expect(sigill("open", bundle.write(directory), "-k", keys, "-o", out, "--json"), 0).out)
    assert result == {
        "directory": str(out), "id": bundle.id, "type": "submission", "created": "2026-11-21T12:00:00Z",
        "answers_verified": True,
        "sender": {"name": "Ankeborgs kommun", "number": "212999-0004", "role": "organisation",
                   "fingerprint": world().ankeborg.fingerprint, "fingerprint_text": told(own(world().ankeborg.keys))},
        "files": [{"file": name, "name": name, "size": len(content)} for name, content in (
            ("answers.json", bundle.answers_json), ("answers.json.minisig", bundle.answers_signature))]}


@test
def test_the_authority_opens_with_the_signers_card_and_fingerprint(directory):
    path = Bundle(world()).write(directory)
    keys, card = world().authority.keys, own(world().ankeborg.keys)
    args = ["open", path, "-k", keys, "-o", directory / "out"]
    refuses(directory, 1, "no trusted card", *args)
    refuses(directory, 2, "--fingerprint", *args, "--signer", card)
    refuses(directory, 2, "--signer", *args, "--fingerprint", told(card))
    refuses(directory, 1, "fingerprint", *args, "--signer", card, "--fingerprint", ZEROS)
    refuses(directory, 1, "no trusted card", *args, "--signer", own(world().exempelby.keys), "--fingerprint",
            told(own(world().exempelby.keys)))
    expect(sigill(*args, "--signer", card, "--fingerprint", told(card)), 0)


@test
def test_mistakes_leave_nothing(directory):
    keys, path = reader(directory), addressed().write(directory)
    there = directory / "there"
    there.mkdir()
    refuses(directory, 2, "--output", "open", path, "-k", keys)
    refuses(directory, 2, "--keys", "open", path, "-o", directory / "out")
    refuses(directory, 3, "exists already", "open", path, "-k", keys, "-o", there)
    refuses(directory, 3, "cannot be opened", "open", directory / "none", "-k", keys, "-o", directory / "out")
    refuses(directory, 3, "is a directory; name a file in it", "open", directory, "-k", keys, "-o", directory / "out")
    refuses(directory, 3, "cannot be made", "open", path, "-k", keys, "-o", directory / "none" / "out")
    refuses(directory, 1, "is a card", "open", own(keys), "-k", keys, "-o", directory / "out")
    refuses(directory, 1, "sealed to other keys", "open", path, "-k", world().gaseborg.keys, "-o", directory / "out")


@test
def test_a_passphrase_opens(directory):
    secret, wrong = written_secret(directory / "secret"), written_secret(directory / "wrong", "not this passphrase")
    keys = directory / "keys"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    expect(sigill("card", "-k", keys, "--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun",
                  "--passphrase-file", secret), 0)
    expect(trust(keys, own(world().ankeborg.keys)), 0)
    lines = [line for line in (keys / "receive.pub").read_text().splitlines() if line.startswith("age1")]
    path = Bundle(world(), "ankeborg", recipients=lines,
                  manifest=edit(recipients=[hexadecimal(own(keys))])).write(directory)
    args = ["open", path, "-k", keys, "-o", directory / "out", "--passphrase-file"]
    refuses(directory, 1, "the passphrase does not open", *args, wrong)
    expect(sigill(*args, secret), 0)


def hostile(name, words, make):
    """A test of that name: the bundle that make() gives is refused, and nothing is left of it."""
    def check(directory):
        keys, path = reader(directory), make().write(directory)
        refuses(directory, 1, words, "open", path, "-k", keys, "-o", directory / "out")
    check.__name__ = "test_" + name
    test(check)


def to_exempelby(**parts):
    return Bundle(world(), "ankeborg", **{**TO_EXEMPELBY, **parts})


hostile("S3_naming_another_recipient", "another recipient",
        lambda: addressed(recipients=[world().gaseborg.fingerprint]))
hostile("S3_naming_one_recipient_more", "another recipient",
        lambda: addressed(recipients=[world().exempelby.fingerprint, world().gaseborg.fingerprint]))
hostile("S3_sealed_to_one_recipient_more", "another recipient",
        lambda: to_exempelby(recipients=world().exempelby.says["recipients"] + world().gaseborg.says["recipients"]))
hostile("a_sender_that_did_not_sign", "another organisation or card",
        lambda: addressed(sender=lambda sender: {**sender, "number": "212999-0012"}))
hostile("a_card_that_did_not_sign", "the card was renewed",
        lambda: addressed(sender=lambda sender: {**sender, "card": world().exempelby.fingerprint}))
hostile("a_signature_by_a_stranger", "no trusted card",
        lambda: to_exempelby(manifest_signature=lambda b: minisign(world().gaseborg.sign, b"x", "sigill-bundle/1 x")))
hostile("S2_a_manifest_that_was_not_signed", "signature",
        lambda: to_exempelby(manifest_json=b'{"format":', manifest_signature=lambda honest: minisign(
            world().ankeborg.sign, b"something else", "sigill-bundle/1 submission " + "a1" * 16)))
hostile("S2_a_payload_with_another_digest", "promises",
        lambda: addressed(payload=lambda payload: {**payload, "blake2b": "00" * 32}))
hostile("another_format", "not in the form that this program reads", lambda: addressed(format="sigill-bundle/2"))
hostile("a_manifest_that_is_not_canonical", "not in the form that this program reads",
        lambda: to_exempelby(manifest_json=lambda honest: honest + b"\n"))
hostile("S5_a_path_that_leads_away", "not in the form that this program reads",
        lambda: addressed(files=lambda files: [{**files[0], "path": "../answers.json"}, *files[1:]]))
hostile("S8_a_size_that_is_not_true", "promise",
        lambda: addressed(files=lambda files: [{**files[0], "size": 1}, *files[1:]]))
hostile("answers_that_the_organisation_did_not_sign", "answers.json",
        lambda: to_exempelby(answers_signature=lambda honest: minisign(world().gaseborg.sign, b"{}",
                                                                       "sigill-answers/1 212999-0004")))
hostile("S1_a_byte_that_was_changed", "", lambda: to_exempelby(
    sealed=lambda honest: honest[:-40000] + bytes([honest[-40000] ^ 1]) + honest[-39999:]))
hostile("S1_a_byte_that_was_added", "", lambda: to_exempelby(sealed=lambda honest: honest + b"\0"))
hostile("S1_a_byte_that_was_taken_away", "", lambda: to_exempelby(sealed=lambda honest: honest[:-1]))


@test
def test_a_card_that_has_expired_is_refused(directory):
    keys = directory / "keys"
    shutil.copytree(world().exempelby.keys, keys)
    forge(world().ankeborg.keys, directory / "old.card", valid=PAST)
    fingerprint = hexadecimal(directory / "old.card")
    (keys / "trusted").mkdir(exist_ok=True)
    (directory / "old.card").rename(keys / "trusted" / f"{fingerprint}.card")
    path = addressed(sender=lambda sender: {**sender, "card": fingerprint}).write(directory)
    refuses(directory, 1, "valid from 2020-01-01 to 2021-12-31", "open", path, "-k", keys, "-o", directory / "out")


# ---- inspect ----

@test
def test_inspect_tells_what_everyone_can_see(directory):
    path = Bundle(world()).write(directory)
    content = path.read_bytes()
    digest = hashlib.blake2b(content, digest_size=32)
    groups = "-".join(f"{int.from_bytes(digest.digest()[i:i + 3], 'big') % 100000:05}" for i in range(0, 12, 3))
    before = tree(directory)
    expect(sigill("inspect", path), 0, out_has=[groups, digest.hexdigest(), f"{len(content)} bytes", "1 key\n",
                                                "only with the"])
    result = json.loads(expect(sigill("inspect", path, "--json"), 0).out)
    assert result == {"file": str(path), "sealed": digest.hexdigest(), "short": groups, "size": len(content),
                      "recipients": 1}
    unchanged(directory, before)


@test
def test_inspect_says_what_is_no_bundle(directory):
    text, cut = directory / "a.txt", directory / "cut.sigill"
    text.write_text("Hello")
    cut.write_bytes(Bundle(world()).sealed[:1000])
    refuses(directory, 1, "not a bundle, but a card", "inspect", own(world().ankeborg.keys))
    refuses(directory, 1, "not a bundle", "inspect", text)
    refuses(directory, 1, "cut short", "inspect", cut)
    refuses(directory, 1, "not a bundle, but a receipt", "inspect", receipt_file(directory, digest="00" * 32))
    refuses(directory, 3, "cannot be opened", "inspect", directory / "none")
    refuses(directory, 3, "is a directory; name a file in it", "inspect", directory)
    refuses(directory, 2, "BUNDLE", "inspect")


# ---- receipt ----

def receipt_file(directory, digest, signer=None, trusted_comment=None, name="a.kvittens", **members):
    """A receipt made with stock tools."""
    document = {"format": "sigill-receipt/1", "sealed": digest, "id": "a1" * 16, "verdict": "imported", "reason": None,
                "time": "2026-11-22T10:00:00Z", "reference": "MSB 2026-1234", **members}
    text = canonical(document)
    signature = minisign(signer or world().authority.sign, text, trusted_comment or f"sigill-receipt/1 {digest}")
    path = directory / name
    path.write_bytes(tar([("receipt.json", text), ("receipt.json.minisig", signature)]))
    return path


def sealed_by(directory):
    """A copy of Ankeborg's keys, and what seal told of a bundle."""
    keys = directory / "keys"
    shutil.copytree(world().ankeborg.keys, keys)
    result = sigill("seal", world().answers_file(world().ankeborg, directory), "-k", keys, "--yes", "--json", "-o",
                    directory / "out.sigill")
    return keys, json.loads(expect(result, 0).out)


@test
def test_the_whole_way_and_back(directory):
    keys, told_of = sealed_by(directory)
    register = world().copy(directory)
    expect(msb("receive", "-r", register, "-k", world().authority.keys, "--reference", "MSB 2026-7",
               directory / "out.sigill"), 0)
    (kvittens,) = (register / "receipts").iterdir()
    expect(sigill("receipt", kvittens, "-k", keys), 0,
           out_has=["Imported by MSB", told_of["short"], told_of["id"], "MSB 2026-7", "infosakkollen-2021"])
    result = json.loads(expect(sigill("receipt", kvittens, "-k", keys, "--json"), 0).out)
    assert result == {"sealed": told_of["sealed"], "id": told_of["id"], "verdict": "imported", "reason": None,
                      "time": result["time"], "reference": "MSB 2026-7", "authority": "MSB", "known": True}


@test
def test_a_receipt_made_with_stock_tools_is_read(directory):
    keys, told_of = sealed_by(directory)
    path = receipt_file(directory, told_of["sealed"], id=told_of["id"])
    before = tree(directory)
    zone = {"TZ": "CET-1CEST,M3.5.0,M10.5.0/3"}
    assert "Imported by MSB, 2026-11-22 11:00\n" in expect(sigill("receipt", path, "-k", keys, env=zone), 0).out
    assert json.loads(sigill("receipt", path, "-k", keys, "--json", env=zone).out)["time"] == "2026-11-22T10:00:00Z"
    expect(sigill("receipt", path, "-k", keys, env={"TZ": "UTC"}), 0, out_has=["Imported by MSB, 2026-11-22 10:00 UTC", "MSB 2026-1234"])
    unchanged(directory, before)


@test
def test_a_refusal_says_why_and_what_to_do(directory):
    keys, told_of = sealed_by(directory)
    for reason, words in (("unknown-sender", "not enrolled"), ("damaged", "another medium"),
                          ("wrong-recipient", "present card"), ("invalid-answers", "Correct them")):
        path = receipt_file(directory, told_of["sealed"], verdict="refused", reason=reason, id=None)
        result = expect(sigill("receipt", path, "-k", keys), 1, err="", out_has=["Refused by MSB", reason])
        assert words in " ".join(result.out.split()), result
        result = json.loads(expect(sigill("receipt", path, "-k", keys, "--json"), 1, err="").out)
        assert (result["verdict"], result["reason"], result["id"], result["known"]) == ("refused", reason, None, True)


@test
def test_a_reason_of_a_newer_program_is_read_and_told(directory):
    keys, told_of = sealed_by(directory)
    path = receipt_file(directory, told_of["sealed"], verdict="refused", reason="spoilt-by-moths", id=None)
    result = expect(sigill("receipt", path, "-k", keys), 1, err="", out_has=["a newer reason: spoilt-by-moths"])
    assert "newer version of this program" in " ".join(result.out.split()), result
    result = json.loads(expect(sigill("receipt", path, "-k", keys, "--json"), 1, err="").out)
    assert (result["verdict"], result["reason"], result["known"]) == ("refused", "spoilt-by-moths", True)
    for reason in ("Spoilt", "spoilt by moths", "none", "x" * 41):
        refuses(directory, 1, "reason", "receipt", receipt_file(
            directory, told_of["sealed"], verdict="refused", reason=reason, id=None), "-k", keys)


@test
def test_a_receipt_for_another_bundle_is_told(directory):
    keys, _ = sealed_by(directory)
    path = receipt_file(directory, "00" * 32)
    expect(sigill("receipt", path, "-k", keys), 1, err="", out_has=["Imported by MSB", "not about a bundle in the"])
    assert json.loads(expect(sigill("receipt", path, "-k", keys, "--json"), 1).out)["known"] is False


@test
def test_receipts_that_cannot_be_relied_on_are_refused(directory):
    keys, told_of = sealed_by(directory)
    digest = told_of["sealed"]
    for path in (receipt_file(directory, digest, signer=world().exempelby.sign),
                 receipt_file(directory, digest, name="b.kvittens", trusted_comment="sigill-receipt/1 " + "00" * 31 + "zz")):
        refuses(directory, 1, "signed by no authority", "receipt", path, "-k", keys)
    refuses(directory, 1, "receipt", "receipt", receipt_file(
        directory, digest, trusted_comment="sigill-receipt/1 " + "00" * 32), "-k", keys)
    whole = receipt_file(directory, digest).read_bytes()
    broken = directory / "broken.kvittens"
    for content, said in ((b"", "not a receipt"), (b"Hello", "not a receipt"), (whole[:-1], "not a receipt"),
                          (whole + b"\0", "not a receipt"), (own(keys).read_bytes(), "is a card")):
        broken.write_bytes(content)
        refuses(directory, 1, said, "receipt", broken, "-k", keys)
    refuses(directory, 3, "cannot be opened", "receipt", directory / "none", "-k", keys)
    refuses(directory, 2, "--keys", "receipt", broken)


# Names before and after that of the authority, in whose order keys are tried.
OTHERS = ("A-myndigheten", "Ö-myndigheten")


def trusts_others(directory, keys):
    """Two more authorities that the keys trust, on both sides of the first; gives their sign keys."""
    others = [make_authority(directory / name, name) for name in OTHERS]
    for other in others:
        expect(trust(keys, own(other)), 0)
    return [other / "sign.key" for other in others]


@test
def test_S3_a_receipt_of_another_trusted_authority_is_refused(directory):
    keys, told_of = sealed_by(directory)
    others = trusts_others(directory, keys)
    for signer, name in zip(others, OTHERS):
        for said in ({}, {"verdict": "refused", "reason": "not-for-us", "id": None}):
            path = receipt_file(directory, told_of["sealed"], signer=signer, **said)
            for words in ((), ("--json",)):
                refuses(directory, 1, [name, "sealed to another authority"], "receipt", path, "-k", keys, *words)
        elsewhere = receipt_file(directory, "00" * 32, signer=signer)
        expect(sigill("receipt", elsewhere, "-k", keys), 1, err="", out_has=[name, "not about a bundle in the"])


@test
def test_what_an_earlier_card_was_tried_in_vain_for_is_not_told(directory):
    """Of several trusted authorities each is tried; what the first ones gave is no result."""
    keys, told_of = sealed_by(directory)
    trusts_others(directory, keys)
    path = receipt_file(directory, told_of["sealed"], id=told_of["id"])
    expect(sigill("receipt", path, "-k", keys), 0, err="", out_has="Imported by MSB")
    path = receipt_file(directory, told_of["sealed"], verdict="refused", reason="damaged", id=None)
    expect(sigill("receipt", path, "-k", keys), 1, err="", out_has="Refused by MSB")


@test
def test_the_receipt_of_a_bundle_sealed_before_a_renewal_is_read(directory):
    keys = directory / "keys"
    shutil.copytree(world().ankeborg.keys, keys)
    authority = make_authority(directory / "authority", "Ny")
    for trusted in (keys / "trusted").iterdir():
        trusted.unlink()
    expect(trust(keys, own(authority)), 0)
    answers = world().answers_file(world().ankeborg, directory)
    sealed = json.loads(expect(sigill("seal", answers, "-k", keys, "--yes", "--json", "-o", directory / "out.sigill"), 0).out)
    expect(msb("card", "-k", authority, "--renew"), 0)
    expect(sigill("trust", own(authority), "-k", keys), 0, err="")
    path = receipt_file(directory, sealed["sealed"], signer=authority / "sign.key")
    expect(sigill("receipt", path, "-k", keys), 0, err="", out_has="Imported by Ny")


@test
def test_a_damaged_journal_is_told(directory):
    keys, told_of = sealed_by(directory)
    (keys / "sealed.json").write_text("{")
    refuses(directory, 3, "journal", "receipt", receipt_file(directory, told_of["sealed"]), "-k", keys)


run()
