"""A second receiver, written from docs/format.md alone: nothing here calls the programs or shares their code.

It opens what an organisation or an authority made, in the order of the page's list of refusals, and ends in a Refusal
with the code of the page, or with what was read. Stock `age` decrypts and stock `minisign` verifies; the forms that they
forgive are judged here first. An edition's model is read from its file; the result is counted by tests/population/."""
import base64
import io
import re
import subprocess
import sys
import zlib
from pathlib import Path

from second_forms import (BLOCK, MIB, Refusal, Signature, digest, header, is_day, is_group, is_hex, is_integer, is_moment,
                          is_name, is_organisation_number, is_public_key, is_shown_name, is_text, is_word, members, need, padme,
                          read_json, split_document, take_member, written)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))
import count_answers  # noqa: E402


# ---- X25519 ----

PRIME = (1 << 255) - 19
LOW_ORDER = {0, 1, PRIME - 1, 325606250916557431795983626356110631294008115727848805560023387167927233504,
             39382357235489614581723060781553021112529911719440698176882885853963445705823}


def is_low_order(share):
    """RFC 7748, 6.1: multiplied by any key it gives zero; the top bit does not count."""
    return (int.from_bytes(share, "little") & (1 << 255) - 1) % PRIME in LOW_ORDER


# ---- Card ----

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32_checksum(prefix, values):
    check = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> place & 1 else 0
    return check


def is_recipient(value):
    """age1pq1 and 1216 bytes: a public key of ML-KEM-768 and one of X25519."""
    if not isinstance(value, str) or not value.startswith("age1pq1") or not set(value[7:]) <= set(BECH32):
        return False
    values = [BECH32.index(letter) for letter in value[7:]]
    bits = 5 * (len(values) - 6)
    if bits // 8 != 1216 or bits % 8 > 4 or bech32_checksum("age1pq", values) != 1:
        return False
    number = 0
    for five in values[:-6]:
        number = number << 5 | five
    if number & (1 << bits % 8) - 1:
        return False
    key = (number >> bits % 8).to_bytes(1216, "big")
    # FIPS 203, 7.2: each coefficient of the key is below 3329.
    twelve = (pair for at in range(0, 1152, 3)
              for pair in (key[at] | (key[at + 1] & 15) << 8, key[at + 1] >> 4 | key[at + 2] << 4))
    return all(one < 3329 for one in twelve) and not is_low_order(key[-32:])


class Card:
    """code: of what is no card."""

    def __init__(self, data, fingerprint=None):
        self.data = data
        need(len(data) <= 64 * 1024, "too-large")
        self.json, raw = split_document(data, "card", 32 * 1024)
        self.fingerprint = digest(self.json)
        need(fingerprint in (None, self.fingerprint), "fingerprint-mismatch")
        says = self.says = read_json(self.json, "bad-syntax")
        need(isinstance(says, dict) and isinstance(says.get("format"), str), "bad-value")
        if says["format"] != "sigill-card/1":
            raise Refusal("unknown-format" if says["format"].startswith("sigill-card/") else "bad-value")
        need(says.get("role") in ("organisation", "authority"), "bad-value", "role")
        own = ["number", "group"] if says["role"] == "organisation" else []
        members(says, ["format", "role", "name", "series", "sign", "recipients", "valid", *own], "bad-value")
        need(is_name(says["name"]), "bad-value", "name")
        if own:
            need(is_organisation_number(says["number"]), "bad-value", "number")
            need(is_group(says["group"]), "bad-value", "group")
        need(is_integer(says["series"], 1, 1000000), "bad-value", "series")
        need(is_public_key(says["sign"]), "bad-value", "sign")
        recipients = says["recipients"]
        need(isinstance(recipients, list) and 1 <= len(recipients) <= 8, "bad-value", "recipients")
        need(all(map(is_recipient, recipients)), "bad-value", "recipients")
        need(len(set(recipients)) == len(recipients), "bad-value", "recipients")
        members(says["valid"], ["from", "until"], "bad-value")
        need(is_day(says["valid"]["from"]) and is_day(says["valid"]["until"]), "bad-value", "valid")
        need(says["valid"]["from"] <= says["valid"]["until"], "bad-value", "valid")
        signature = Signature(raw)
        need(signature.trusted == f"sigill-card/1 {says.get('number', 'authority')}", "bad-signature", "comment")
        signature.verify(says["sign"], self.json)
        self.key_number = base64.b64decode(says["sign"])[2:10]

    def valid_on(self, day):
        return self.says["valid"]["from"] <= day <= self.says["valid"]["until"]


# ---- Receipt ----

def open_receipt(data, key):
    """key: the authority's sign key. -> what it says"""
    need(len(data) <= 16 * 1024, "too-large")
    document, raw = split_document(data, "receipt", 16 * 1024)
    signature = Signature(raw)
    need(re.fullmatch("sigill-receipt/1 [0-9a-f]{64}", signature.trusted), "bad-signature", "comment")
    signature.verify(key, document)
    says = read_json(document, "unknown-format")
    members(says, ["format", "sealed", "id", "verdict", "reason", "time", "reference"], "unknown-format")
    need(says["format"] == "sigill-receipt/1" and is_hex(says["sealed"], 32), "unknown-format")
    need(says["id"] is None or is_hex(says["id"], 16), "unknown-format", "id")
    reason = says["reason"]
    need(reason is None or isinstance(reason, str) and len(reason) <= 40 and re.fullmatch("[a-z]+(-[a-z]+)*", reason),
         "unknown-format", "reason")
    need(reason != "none", "unknown-format", "reason")
    need(says["verdict"] == ("imported" if reason is None else "refused"), "unknown-format", "verdict")
    need(is_moment(says["time"]), "unknown-format", "time")
    need(is_text(says["reference"], 200), "unknown-format", "reference")
    need(signature.trusted == f"sigill-receipt/1 {says['sealed']}", "unknown-format", "of another file")
    return says


# ---- Head ----

def open_head(data, key):
    """key: the authority's sign key. -> what it says"""
    need(len(data) <= 16 * 1024, "too-large")
    document, raw = split_document(data, "head", 16 * 1024)
    signature = Signature(raw)
    signature.verify(key, document)
    says = read_json(document, "unknown-format")
    members(says, ["format", "register", "key", "count", "head", "time"], "unknown-format")
    need(says["format"] == "sigill-head/1" and is_hex(says["register"], 16) and is_hex(says["key"], 32), "unknown-format")
    need(is_integer(says["count"]) and is_hex(says["head"], 32) and is_moment(says["time"]), "unknown-format")
    need(says["count"] > 0 or says["head"] == "0" * 64, "unknown-format", "a link of no row")
    need(signature.trusted == f"sigill-head/1 {says['count']}", "bad-signature", "comment")
    return says


# ---- Bundle ----

MAGIC = b"age-encryption.org/v1\n"
TYPE = "mlkem768x25519"


def unpadded(text, length):
    data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    return len(data) == length and base64.b64encode(data).decode().rstrip("=") == text


def read_age_header(data):
    """-> how many stanzas, and the header's size"""
    need(data[:len(MAGIC)] == MAGIC[:len(data)], "not-a-bundle", "does not begin as an age file")
    cut = "damaged" if len(data) < 16384 else "not-a-bundle"
    need(len(data) >= len(MAGIC), cut)
    at, stanzas = len(MAGIC), 0
    while True:
        ends, lines = [], []
        while True:
            end = data.find(b"\n", at, 16384)
            need(end >= 0, cut)
            lines.append(data[at:end].decode("latin-1"))
            at = end + 1
            if lines[0].startswith("---") or len(lines) > 1 and len(lines[-1]) < 64:
                break
            if len(lines) == 1:
                need(lines[0].startswith("-> "), "not-a-bundle", "no stanza")
        try:
            if lines[0].startswith("---"):
                need(lines[0].startswith("--- ") and unpadded(lines[0][4:], 32) and stanzas, "not-a-bundle", "mac")
                need(stanzas <= 8, "not-a-bundle")
                return stanzas, at
            words = lines[0][3:].split(" ")
            need(len(words) == 2 and words[0] == TYPE and unpadded(words[1], 1120), "not-a-bundle", words[0])
            need(all(len(line) == 64 for line in lines[1:-1]) and unpadded("".join(lines[1:]), 32), "not-a-bundle", "body")
        except ValueError:
            raise Refusal("not-a-bundle", "base64") from None
        stanzas += 1
        need(stanzas <= 8, "not-a-bundle", "stanzas")


def decrypt(data, identities):
    """-> how many stanzas, and the plaintext"""
    stanzas, start = read_age_header(data)
    shares = re.findall(rb"\n-> mlkem768x25519 ([0-9A-Za-z+/]+)", data[:start])
    # A nonce, and chunks of which only the one of an empty file may be empty.
    chunks = len(data) - start - 16
    need(chunks >= 16 and (chunks == 16 or chunks % 65552 == 0 or chunks % 65552 > 16), "damaged", "cut short")
    need(not any(is_low_order(base64.b64decode(share + b"==")[-32:]) for share in shares), "not-a-bundle", "low order")
    done = subprocess.run(["age", "-d", "-i", identities], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    error = done.stderr.decode()
    need("no identity matched" not in error and "incorrect identity" not in error, "not-for-us")
    need(done.returncode == 0, "damaged", error)
    return stanzas, done.stdout


def read_manifest(data):
    """-> the manifest"""
    bad = "unknown-format"
    says = read_json(data, bad)
    need(isinstance(says, dict) and says.get("format") == "sigill-bundle/1", bad)
    members(says, ["format", "type", "id", "created", "marking", "sender", "recipients", "edition", "supersedes", "result",
                   "files", "payload"], bad)
    need(says["type"] in ("submission", "feedback"), bad, "type")
    need(is_hex(says["id"], 16) and is_moment(says["created"]) and is_word(says["marking"]), bad)
    sender, edition, result = says["sender"], says["edition"], says["result"]
    members(sender, ["name", "number", "group", "card"], bad)
    need(is_name(sender["name"]) and is_hex(sender["card"], 32), bad)
    need(sender["number"] == "" or is_organisation_number(sender["number"]), bad)
    need(is_text(sender["group"], 63), bad)
    recipients = says["recipients"]
    need(isinstance(recipients, list) and 1 <= len(recipients) <= 8 and all(is_hex(one, 32) for one in recipients), bad)
    members(edition, ["id", "digest"], bad)
    need(is_word(edition["id"]) and is_hex(edition["digest"], 32), bad)
    supersedes = says["supersedes"]
    need(isinstance(supersedes, list) and len(supersedes) <= 32 and all(is_hex(one, 16) for one in supersedes), bad)
    need(len({says["id"], *supersedes}) == len(supersedes) + 1, bad, "supersedes")
    members(result, ["level", "points", "measures", "areas"], bad)
    need(is_integer(result["level"], 0, 8) and is_integer(result["points"], 0, 65535), bad)
    need(is_integer(result["measures"], 0, 65535), bad)
    need(isinstance(result["areas"], list) and len(result["areas"]) <= 16, bad)
    for area in result["areas"]:
        members(area, ["id", "level", "points"], bad)
        need(is_word(area["id"]) and is_integer(area["level"], 0, 8) and is_integer(area["points"], 0, 65535), bad)
    files, payload, large = says["files"], says["payload"], False
    need(isinstance(files, list) and len(files) >= 2, bad)
    attached = 0
    for place, file in enumerate(files if len(files) <= 202 else []):
        members(file, ["path", "name", "size", "blake2b"], bad)
        need(is_shown_name(file["name"]) and is_integer(file["size"]) and is_hex(file["blake2b"], 32), bad)
        path = ("answers.json", "answers.json.minisig")[place] if place < 2 else f"attachments/{place - 1:03}"
        need(file["path"] == path and (place > 1 or file["name"] == path), bad, "files")
        attached += file["size"] if place > 1 else 0
        large |= place < 2 and file["size"] > (MIB, 1024)[place]
    members(payload, ["size", "blake2b"], bad)
    need(is_integer(payload["size"]) and is_hex(payload["blake2b"], 32), bad)
    need(not large and len(files) <= 202 and attached <= 1 << 30, "too-large")
    need(payload["size"] <= (1 << 30) + 16 * MIB, "too-large")
    return says


def unpack(payload, files):
    """-> the members' contents; inflates no more than is promised"""
    bad = "content-mismatch"
    expected = sum(BLOCK + file["size"] + -file["size"] % BLOCK for file in files) + 2 * BLOCK
    archive, rest, row = b"", payload, False
    while True:
        need(rest[:8] == b"\x1f\x8b\x08\0\0\0\0\0", bad, "gzip header")
        inflate = zlib.decompressobj(31)
        try:
            member = inflate.decompress(rest, min(MIB, expected - len(archive)) + 1 if row else expected + 1)
        except zlib.error as broken:
            raise Refusal(bad, str(broken)) from None
        archive, rest = archive + member, inflate.unused_data
        need(inflate.eof and len(archive) <= expected, bad, "length")
        if len(archive) == expected and (len(member) <= MIB or not row):
            break
        need(len(member) == MIB, bad, "length of a member")
        row = True
    need(not rest, bad, "more")
    stream, contents = io.BytesIO(archive), []
    for file in files:
        need(stream.read(BLOCK) == header(file["path"], file["size"]), bad, file["path"])
        contents.append(stream.read(file["size"]))
        need(digest(contents[-1]) == file["blake2b"], bad, file["path"])
        padding = -file["size"] % BLOCK
        need(stream.read(padding) == bytes(padding), bad)
    need(stream.read() == bytes(2 * BLOCK), bad)
    return contents


# ---- Answers ----

def is_answer(question, answer):
    """Whether an answer is in the sealed form and has no error."""
    if not isinstance(answer, dict) or not set(answer) <= {"yes", "no", "assessment"}:
        return False
    if "assessment" in answer and answer["assessment"] not in ("sure", "unsure"):
        return False
    if "yes" not in answer and "no" not in answer:
        return True
    if "yes" in answer and "no" in answer or "assessment" not in answer:
        return False
    if "no" in answer:
        return answer["no"] in question["zero_answers"]
    yes = answer["yes"]
    if question["kind"] == "scale":
        return is_integer(yes, 1, question["steps"])
    return (isinstance(yes, list) and yes != [] and all(isinstance(one, str) and len(one) == 1 for one in yes) and
            yes == sorted(set(yes)) and set(yes) <= set(question["options"]))


def read_answers(data, model):
    bad = "invalid-answers"
    says = read_json(data, bad)
    need(isinstance(says, dict), bad)
    top = [one["id"] for one in model["background"] if one["id"] in ("circumstances", "obstacles")]
    names = ["edition", "organisation", "period", "marking", "participants", "answers", "background", "approval", *top]
    need(set(says) <= set(names), bad, "an unknown member")
    if isinstance(says.get("edition"), str) and says["edition"] not in ("", model["id"]) and is_word(says["edition"]):
        raise Refusal("unknown-edition")
    members(says, names, bad)
    organisation, period, approval = says["organisation"], says["period"], says["approval"]
    need(says["edition"] == model["id"], bad)
    members(organisation, ["name", "number", "group"], bad, ["covers"])
    need(is_name(organisation["name"]) and is_organisation_number(organisation["number"]), bad)
    need(organisation["group"] in model["groups"], bad)
    if "covers" in organisation:
        covers = organisation["covers"]
        need(isinstance(covers, list) and 1 <= len(covers) <= 200, bad)
        for one in covers:
            members(one, ["name"], bad, ["number"])
            need(is_name(one["name"]) and ("number" not in one or is_organisation_number(one["number"])), bad)
    members(period, ["from", "to"], bad)
    need(is_day(period["from"]) and is_day(period["to"]) and period["from"] <= period["to"], bad)
    need(says["marking"] in model["markings"], bad)
    need(isinstance(says["participants"], list) and len(says["participants"]) <= 32, bad)
    need(all(isinstance(one, str) and one in model["roles"] for one in says["participants"]), bad)
    members(says["answers"], [str(one["id"]) for one in model["questions"]], bad)
    for question in model["questions"]:
        need(is_answer(question, says["answers"][str(question["id"])]), bad, f"question {question['id']}")
    members(says["background"], [one["id"] for one in model["background"] if one["id"] not in top], bad)
    for one in model["background"]:
        text = says[one["id"]] if one["id"] in top else says["background"][one["id"]]
        need(is_text(text, 8000, lines=True) and (one["kind"] == "text" or text in ("ja", "nej", "")), bad)
    members(approval, ["by", "role", "date", "reference"], bad)
    need(approval["by"] == "" or is_name(approval["by"]), bad)
    need(all(is_text(approval[one], 200) for one in ("role", "reference")), bad)
    need(approval["date"] == "" or is_day(approval["date"]), bad)
    return says


# ---- the order of the refusals ----

class Receiver:
    """An authority, or an organisation: .own and .senders are Cards; .identities a file of age identities."""

    def __init__(self, own, senders, identities, today, edition):
        self.own, self.senders, self.identities, self.today = own, senders, identities, today
        self.edition = count_answers.Edition(edition)
        self.model = self.edition.model
        self.edition_digest = digest(written(self.model).encode())
        self.revoked, self.imported, self.files = set(), {}, set()

    def open(self, data, feedback=False):
        """-> manifest and the contents of the members, as far as both sides judge a bundle alike"""
        need(len(data) <= 5 << 28, "too-large")
        stanzas, frame = decrypt(data, self.identities)
        stream = io.BytesIO(frame)
        payload, manifest_json, raw = (take_member(stream, name, most, "damaged", "too-large") for name, most in (
            ("payload.tar.gz", (1 << 30) + 16 * MIB), ("manifest.json", 256 * 1024), ("manifest.json.minisig", 1024)))
        end = stream.tell()
        need(len(frame) == padme(max(65536, end + 2 * BLOCK)) and not any(frame[end:]), "damaged", "padding")
        signature = Signature(raw)
        signer = max((card for card in self.senders if card.key_number == signature.number),
                     key=lambda card: card.says["series"], default=None)
        need(signer is not None, "unknown-sender")
        signature.verify(signer.says["sign"], manifest_json)
        need(signer.fingerprint not in self.revoked, "revoked-key")
        need(signer.valid_on(self.today), "expired-key")
        manifest = read_manifest(manifest_json)
        need(signature.trusted == f"sigill-bundle/1 {manifest['type']} {manifest['id']}", "bad-signature", "comment")
        named = next((card for card in self.senders if card.fingerprint == manifest["sender"]["card"] and
                      card.says["sign"] == signer.says["sign"]), None)
        need(named is not None, "sender-mismatch", "card")
        for member in ("number", "name", "group"):
            need(manifest["sender"][member] == named.says.get(member, ""), "sender-mismatch", member)
        need(named.valid_on(self.today), "expired-key")
        own = next((card for card in self.own if manifest["recipients"] == [card.fingerprint]), None)
        need(own is not None and own.valid_on(self.today), "wrong-recipient")
        need(stanzas == len(own.says["recipients"]), "wrong-recipient", "stanzas")
        need(manifest["type"] == ("feedback" if feedback else "submission"), "wrong-type")
        need(named.says["role"] == ("authority" if feedback else "organisation"), "wrong-type")
        return manifest, manifest_json, payload, named, own

    def result(self, answers):
        """As a manifest states it."""
        counted = count_answers.Counted(self.edition, answers)
        return {"level": counted.level, "points": counted.total, "measures": counted.measures,
                "areas": [{"id": one, "level": counted.area_levels[one], "points": points}
                          for one, points in counted.area_points.items()]}

    def open_payload(self, payload, manifest):
        need(len(payload) == manifest["payload"]["size"] and digest(payload) == manifest["payload"]["blake2b"],
             "content-mismatch")
        return unpack(payload, manifest["files"])

    def verify_answers(self, data, raw, card):
        signature = Signature(raw)
        need(signature.trusted == f"sigill-answers/1 {card.says['number']}", "bad-signature", "comment")
        signature.verify(card.says["sign"], data)

    def receive(self, data):
        """A submission, at the authority: Refusal, or what was imported."""
        sealed = digest(data)
        need(sealed not in self.files, "already-imported")
        manifest, manifest_json, payload, named, _ = self.open(data)
        known = self.imported.get((manifest["sender"]["number"], manifest["id"]))
        need(known is None or known != digest(manifest_json), "already-imported")
        need(known is None, "id-reused")
        need(manifest["edition"] == {"id": self.model["id"], "digest": self.edition_digest}, "unknown-edition")
        contents = self.open_payload(payload, manifest)
        answers = read_answers(contents[0], self.model)
        self.verify_answers(contents[0], contents[1], named)
        need(answers["organisation"]["number"] == named.says["number"], "sender-mismatch")
        need(answers["marking"] == manifest["marking"], "content-mismatch")
        need(manifest["result"] == self.result(answers), "result-mismatch")
        self.imported[manifest["sender"]["number"], manifest["id"]] = digest(manifest_json)
        self.files.add(sealed)
        return manifest

    def open_feedback(self, data):
        """Feedback, at the organisation: Refusal, or manifest and contents."""
        manifest, _, payload, _, own = self.open(data, feedback=True)
        contents = self.open_payload(payload, manifest)
        if Signature(contents[1]).number == own.key_number:
            self.verify_answers(contents[0], contents[1], own)
        return manifest, contents
