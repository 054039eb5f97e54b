"""Bundles that lie in their envelope, frame or signature: each is refused for the right reason, and
consumes nothing (docs/format.md, "Reason codes")."""
import base64
import random
import re

from bundlekit import (BLOCK, TAR, Bundle, age, canonical, edit, hostile, imports, listed, minisign, padme, receive,
                       refuses, stock, tar, tar_member, world)
from sigill_test import expect, run, test

VERDICTS = {"not-a-bundle", "not-for-us", "damaged", "unknown-format", "unknown-sender", "bad-signature",
            "too-large", "content-mismatch"}
GNU_TAR = [word for word in TAR if not word.startswith("--format")]


def new_recipient(option="-pq"):
    """A recipient whose key nobody keeps."""
    key = stock(["age-keygen", option] if option else ["age-keygen"], ".").decode()
    return re.search(r"^# public key: (\S+)$", key, re.M)[1]


def ours():
    return world().authority.says["recipients"]


# ---- the envelope ----

def header_with(line, body):
    """An honest file with one more stanza in its header."""
    def change(sealed):
        at = sealed.index(b"\n---")
        return sealed[:at] + b"\n-> " + line + b"\n" + body + sealed[at:]
    return change


def nine_stanzas():
    return Bundle(world(), recipients=[*ours(), *(new_recipient() for _ in range(8))])


def long_header():
    bundle = Bundle(world(), recipients=[*ours(), *(new_recipient() for _ in range(11))])
    assert bundle.sealed.index(b"\n---") > 16384
    return bundle


SALT = base64.b64encode(bytes(16)).rstrip(b"=")
KEY = base64.b64encode(bytes(32)).rstrip(b"=")
hostile("not-a-bundle", "armor", make=lambda: Bundle(world(), sealed=lambda _: age(ours(), bytes(65536), ["-a"])))
hostile("not-a-bundle", "an_X25519_recipient", recipients=lambda _: [new_recipient(None)])
hostile("not-a-bundle", "an_X25519_stanza_beside", sealed=header_with(b"X25519 " + KEY, KEY))
hostile("not-a-bundle", "a_scrypt_stanza_beside", sealed=header_with(b"scrypt " + SALT + b" 10", KEY))
hostile("not-a-bundle", "a_stanza_of_an_unknown_type", sealed=header_with(b"grease abc", KEY))
hostile("not-a-bundle", "nine_stanzas", make=nine_stanzas)
hostile("not-a-bundle", "a_header_over_16_KiB", make=long_header)
hostile("not-a-bundle", "another_version_of_age", sealed=lambda sealed: sealed.replace(b"org/v1", b"org/v2", 1))
hostile("not-a-bundle", "a_text_file", sealed=b"Begr\xc3\xa4nsat hemlig\n")
hostile("not-a-bundle", "a_frame_that_is_not_sealed", sealed=lambda _: bytes(65536))
hostile("damaged", "an_empty_file", sealed=b"")
hostile("damaged", "a_header_without_content", sealed=lambda sealed: sealed[:sealed.index(b"\n---") + 49])
hostile("damaged", "a_byte_more", sealed=lambda sealed: sealed + b"\0")
hostile("not-for-us", "S3_sealed_to_another_alone", recipients=lambda _: [new_recipient()])
hostile("wrong-recipient", "S3_sealed_to_one_more", recipients=lambda honest: [*honest, new_recipient()])
hostile("wrong-recipient", "S3_naming_another", manifest=edit(recipients=["ab" * 32]))
hostile("wrong-recipient", "S3_naming_one_more", manifest=edit(recipients=lambda honest: [*honest, "ab" * 32]))
hostile("unknown-format", "S3_naming_nobody", manifest=edit(recipients=[]))


# ---- the frame ----

def frame_of(*order):
    return {"members": lambda honest: [honest[i] for i in order]}


def framed(name, content=b"", **fields):
    """One member more, behind the others."""
    return {"archive": lambda honest: honest[:-2 * BLOCK] + tar_member(name, content, **fields) + bytes(2 * BLOCK)}


def reheaded(**fields):
    """The first member's header with other fields."""
    def make():
        bundle = Bundle(world())
        name, content = bundle.members[0]
        bundle.archive = tar_member(name, content, **fields) + tar(bundle.members[1:])
        return bundle
    return make


def written_by(command):
    """The frame as another tar would write it."""
    def make():
        bundle = Bundle(world())
        bundle.archive = tar(bundle.members, command)
        return bundle
    return make


def lengthened(by):
    return {"frame": lambda honest: honest + bytes(by)}


def unpadded():
    bundle = Bundle(world())
    bundle.frame = bundle.archive
    return bundle


def poke(at, byte=b"\x01"):
    def change(frame):
        place = at(frame) if callable(at) else at
        return frame[:place] + byte + frame[place + 1:]
    return {"frame": change}


@test
def test_what_the_kit_alters_is_otherwise_as_it_must_be(directory):
    """A header that tar_member was given nothing to change is the honest one."""
    imports(world().copy(directory), reheaded()().write(directory))


hostile("damaged", "frame_in_another_order", **frame_of(1, 2, 0))
hostile("damaged", "frame_with_the_signature_first", **frame_of(0, 2, 1))
hostile("damaged", "frame_without_payload", **frame_of(1, 2))
hostile("damaged", "frame_without_manifest", **frame_of(0, 2))
hostile("damaged", "frame_without_signature", **frame_of(0, 1))
hostile("damaged", "frame_with_nothing", frame=bytes(65536))
hostile("damaged", "frame_with_a_member_twice", archive=lambda honest: honest[:-2 * BLOCK] + honest)
hostile("damaged", "frame_with_a_member_more", **framed("more.json", b"{}"))
hostile("damaged", "frame_with_an_empty_member_more", **framed("more.json"))
hostile("damaged", "frame_with_a_directory_more", **framed("dir/", type=b"5"))
hostile("damaged", "frame_written_by_gnu_tar", make=written_by([*GNU_TAR, "--format=gnu"]))
hostile("damaged", "frame_written_as_pax", make=written_by([*GNU_TAR, "--format=pax"]))
hostile("damaged", "frame_written_as_v7", make=written_by([*GNU_TAR, "--format=v7"]))
hostile("damaged", "frame_with_times", make=reheaded(mtime=b"00000000001"))
hostile("damaged", "frame_with_another_mode", make=reheaded(mode=b"0000644"))
hostile("damaged", "frame_with_an_owner", make=reheaded(uid=b"0001750"))
hostile("damaged", "frame_with_an_owner_s_name", make=reheaded(uname=b"root"))
hostile("damaged", "frame_with_a_link_as_payload", make=reheaded(type=b"2", linkname=b"/etc/passwd"))
hostile("damaged", "frame_one_block_longer", **lengthened(BLOCK))
hostile("damaged", "frame_of_the_next_padded_length", **lengthened(padme(65537) - 65536))
hostile("damaged", "frame_without_padding", make=unpadded)
hostile("damaged", "frame_cut_within_a_block", frame=lambda honest: honest[:-1])
hostile("damaged", "frame_with_a_last_byte_not_zero", **poke(lambda frame: len(frame) - 1))
hostile("damaged", "frame_with_an_end_block_not_zero", **poke(lambda frame: len(frame.rstrip(b"\0")) + 600))
hostile("damaged", "frame_with_a_wrong_checksum", **poke(148, b"7"))
hostile("damaged", "frame_with_a_size_in_base_256", **poke(124, b"\x80"))
hostile("too-large", "frame_with_a_member_of_8_GiB", make=reheaded(size=b"7" * 11))
hostile("too-large", "a_manifest_over_256_KiB", manifest_json=lambda honest: honest + b" " * (262145 - len(honest)))
hostile("too-large", "a_signature_over_1_KiB", manifest_signature=lambda honest: honest * 5)


# ---- the signature ----

def resigned(*, party="ankeborg", data=None, trusted=None, untrusted="sigill", options=(), change=lambda made: made):
    """The manifest signed otherwise."""
    def make():
        bundle = Bundle(world())
        made = minisign(getattr(world(), party).sign, data or bundle.manifest_json,
                        trusted(bundle) if trusted else bundle.trusted, untrusted, options)
        bundle.manifest_signature = change(made)
        return bundle
    return make


def number_of(signature, number=None):
    """The key number in a signature, or the signature with another one."""
    lines = signature.split(b"\n")
    raw = base64.b64decode(lines[1])
    if number is None:
        return raw[2:10]
    lines[1] = base64.b64encode(raw[:2] + number + raw[10:])
    return b"\n".join(lines)


def line(place, change):
    def edited(signature):
        lines = signature.split(b"\n")
        lines[place] = change(lines[place])
        return b"\n".join(lines)
    return edited


def forged():
    """A stranger's signature under the number of an enrolled key."""
    bundle = Bundle(world())
    number = number_of(bundle.manifest_signature)
    stranger = minisign(world().gaseborg.sign, bundle.manifest_json, bundle.trusted)
    bundle.manifest_signature = number_of(stranger, number)
    return bundle


HOSTILE_JSON = [b"{", b'{"format":"sigill-bundle/1","format":"x"}', b"[" * 100000, b'{"a":"\\u0000"}', b"\xff\xfe", b""]


@test
def test_S2_a_manifest_is_not_looked_at_before_its_signature(directory):
    """Hostile JSON with a signature that does not hold is refused for its signature, never its content."""
    register = world().copy(directory)
    for content in [*HOSTILE_JSON, canonical({"format": "sigill-bundle/2"})]:
        bundle = Bundle(world(), manifest_json=content)
        bundle.manifest_signature = minisign(world().ankeborg.sign, b"something else", f"sigill-bundle/1 submission {bundle.id}")
        refuses(register, bundle.write(directory / "medium"), "bad-signature")
    imports(register, Bundle(world()).write(directory / "medium"))


@test
def test_S2_an_unknown_sender_s_manifest_is_not_looked_at(directory):
    register = world().copy(directory)
    for content in HOSTILE_JSON:
        bundle = Bundle(world(), "gaseborg", manifest_json=content, trusted="sigill-bundle/1 submission " + "0" * 32)
        result = refuses(register, bundle.write(directory / "medium"), "unknown-sender")
        assert result.lines[0]["id"] is None and result.lines[0]["organisation"] is None, result


@test
def test_S2_a_payload_is_not_inflated_before_its_digest_holds(directory):
    """Bytes that are no gzip at all are refused like any others that the manifest does not promise. (That it is the
    digest that is found wrong, tests/unit/test_bundle.c shows: of a worker's finding only the reason comes up.)"""
    register = world().copy(directory)
    honest = Bundle(world())
    for payload in (b"\x1f\x8b" + bytes(len(honest.payload) - 2), honest.payload[:-1] + b"\xff"):
        bundle = Bundle(world(), id=honest.id, manifest_json=honest.manifest_json, answers_json=honest.answers_json,
                        manifest_signature=honest.manifest_signature)
        bundle.payload = payload
        result = refuses(register, bundle.write(directory / "medium"), "content-mismatch")
        assert "the signed manifest promises" in result.lines[0]["message"], result
    imports(register, honest.write(directory / "medium"))


def comment(text):
    """The trusted comment: text with the bundle's own id at its end."""
    return lambda bundle: f"{text} {bundle.id}"


def last_character_changed(text):
    return text[:-1] + (b"0" if text[-1:] != b"0" else b"1")


hostile("unknown-sender", "signed_by_a_stranger_in_another_s_name", make=resigned(party="gaseborg"))
hostile("sender-mismatch", "signed_by_one_in_another_s_name", make=resigned(party="exempelby"))
hostile("bad-signature", "a_stranger_s_signature_with_an_enrolled_number", make=forged)
hostile("bad-signature", "a_signature_of_other_bytes", make=resigned(data=b"{}"))
hostile("bad-signature", "a_signature_in_the_legacy_form", make=resigned(options=["-l"]))
hostile("bad-signature", "another_untrusted_comment", make=resigned(untrusted="signature from minisign secret key"))
hostile("bad-signature", "a_trusted_comment_with_another_id",
        make=resigned(trusted=lambda _: "sigill-bundle/1 submission " + "ab" * 16))
hostile("bad-signature", "a_trusted_comment_of_another_type", make=resigned(trusted=comment("sigill-bundle/1 feedback")))
hostile("bad-signature", "a_trusted_comment_of_answers", make=resigned(trusted=lambda _: "sigill-answers/1 212999-0004"))
hostile("bad-signature", "a_trusted_comment_of_another_version", make=resigned(trusted=comment("sigill-bundle/2 submission")))
hostile("bad-signature", "a_signature_with_CR_LF", make=resigned(change=lambda made: made.replace(b"\n", b"\r\n")))
hostile("bad-signature", "a_signature_without_a_last_LF", make=resigned(change=lambda made: made[:-1]))
hostile("bad-signature", "a_signature_with_a_line_more", make=resigned(change=lambda made: made + b"\n"))
hostile("bad-signature", "a_signature_with_an_altered_comment", make=resigned(change=line(2, last_character_changed)))
hostile("bad-signature", "a_signature_without_its_last_line",
        make=resigned(change=lambda made: made[:made.rindex(b"\n", 0, -1) + 1]))
hostile("bad-signature", "a_signature_with_a_line_cut", make=resigned(change=line(1, lambda text: text[:-4])))
hostile("bad-signature", "an_empty_signature", manifest_signature=b"")


# ---- S1 and S4: every byte counts, and no one is kept out ----

def broken(sealed, rounds, change):
    """Altered copies of a file, from a fixed seed."""
    dice = random.Random(20261121)
    return [change(sealed, dice) for _ in range(rounds)]


def flipped(sealed, dice):
    at = dice.randrange(len(sealed))
    return sealed[:at] + bytes([sealed[at] ^ 1 << dice.randrange(8)]) + sealed[at + 1:]


def truncated(sealed, dice):
    return sealed[:dice.randrange(len(sealed))]


def with_a_byte_more(sealed, dice):
    at = dice.randrange(len(sealed) + 1)
    return sealed[:at] + bytes([dice.randrange(256)]) + sealed[at:]


def no_broken_one_is_imported(directory, rounds, change):
    register, medium = world().copy(directory), directory / "medium"
    honest = Bundle(world())
    medium.mkdir()
    for place, content in enumerate(broken(honest.sealed, rounds, change)):
        (medium / f"{place:04}.sigill").write_bytes(content)
    result = expect(receive(world(), register, medium), 1)
    assert len(result.lines) == rounds, result.err
    wrong = [line for line in result.lines if line["verdict"] != "refused" or line["reason"] not in VERDICTS]
    assert not wrong, wrong
    assert listed(world(), register) == [] and not any((register / "originals").iterdir())
    imports(register, honest.write(directory))


@test
def test_S1_no_flipped_byte_is_let_through(directory):
    no_broken_one_is_imported(directory, 500, flipped)


@test
def test_S1_no_truncated_file_is_let_through(directory):
    no_broken_one_is_imported(directory, 500, truncated)


@test
def test_S1_no_file_with_a_byte_more_is_let_through(directory):
    no_broken_one_is_imported(directory, 100, with_a_byte_more)


@test
def test_S4_an_id_belongs_to_its_sender(directory):
    """Another organisation may use the same id, whoever comes first; the same one may not."""
    register, medium = world().copy(directory), directory / "medium"
    first = Bundle(world(), "exempelby")
    imports(register, first.write(medium))
    imports(register, Bundle(world(), "ankeborg", id=first.id).write(medium))
    assert [entry["number"] for entry in listed(world(), register)] == ["212999-0012", "212999-0004"]
    again = Bundle(world(), "exempelby", id=first.id, manifest=edit(created="2026-11-21T12:00:01Z"))
    refuses(register, again.write(medium), "id-reused")


@test
def test_S4_a_refusal_consumes_no_id(directory):
    """Also when what was refused came under the right key."""
    register, medium = world().copy(directory), directory / "medium"
    honest = Bundle(world())
    level = honest.manifest["result"]["level"] + 1
    lying = Bundle(world(), id=honest.id, manifest=edit(result=lambda result: {**result, "level": level}))
    refuses(register, lying.write(medium), "result-mismatch")
    imports(register, honest.write(medium))


@test
def test_S4_sealed_anew_it_is_the_same(directory):
    """The same signed content in another envelope is not imported a second time."""
    register, medium = world().copy(directory), directory / "medium"
    honest = Bundle(world())
    imports(register, honest.write(medium))
    refuses(register, Bundle(world(), frame=honest.frame).write(medium), "already-imported")
    refuses(register, honest.write(medium), "already-imported")


run()
