"""The building blocks of docs/format.md for the second receiver (second_receiver.py): words and numbers, canonical JSON,
the frame, the form of a signature. Written from that page alone."""
import base64
import binascii
import datetime
import hashlib
import io
import json
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

BLOCK, MIB = 512, 1 << 20
INTEGER_MAX = (1 << 53) - 1
SCRATCH = tempfile.TemporaryDirectory(prefix="sigill-second-")


class Refusal(Exception):
    """code: the reason; notes of what was noticed without refusing it are none of its business."""

    def __init__(self, code, text=""):
        super().__init__(f"{code}: {text}")
        self.code = code


def need(holds, code, text=""):
    if not holds:
        raise Refusal(code, text)


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


# ---- Building blocks ----

INVISIBLE = [(0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F),
             (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF)]


# What a name may not have beside that, as docs/format.md lists it.
UNSEEN = """0000–001F 007F–00A0 00AD 034F 0600–0605 061C 06DD 070F 0890–0891 08E2 115F–1160 1680 17B4–17B5 180B–180F
    2000–200F 2028–202F 205F–206F 2800 3000 3164 E000–F8FF FDD0–FDEF FE00–FE0F FEFF FFA0 FFF0–FFFB 110BD 110CD 13430–1343F
    1BCA0–1BCA3 1D159 1D173–1D17A E0000–E0FFF F0000–10FFFF"""
UNSEEN = [tuple(int(end, 16) for end in (part.split("–") * 2)[:2]) for part in UNSEEN.split()]


def is_noncharacter(code):
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def is_plain(text, lines=False):
    return all((lines and letter in "\n\t") or
               not (unicodedata.category(letter) == "Cc" or is_noncharacter(ord(letter)) or
                    any(first <= ord(letter) <= last for first, last in INVISIBLE)) for letter in text)


def size(text):
    return len(text.encode())


def is_text(value, most, least=0, lines=False):
    return isinstance(value, str) and least <= size(value) <= most and is_plain(value, lines)


def is_word(value):
    return is_text(value, 63, 1)


def is_name(value):
    return (is_text(value, 200, 1) and value == value.strip(" ") and "  " not in value and
            not any(first <= ord(letter) <= last for letter in value for first, last in UNSEEN))


def is_shown_name(value):
    return is_text(value, 200, 1) and "/" not in value and "\\" not in value


def is_hex(value, count):
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{2 * count}}}", value) is not None


def is_integer(value, least=0, most=INTEGER_MAX):
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_day(value):
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII) is None:
        return False
    try:
        return datetime.date.fromisoformat(value).year >= 1970
    except ValueError:
        return False


def is_moment(value):
    if not isinstance(value, str) or re.fullmatch(r".{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", value, re.ASCII) is None:
        return False
    hours, minutes, seconds = (int(part) for part in value[11:19].split(":"))
    return is_day(value[:10]) and hours < 24 and minutes < 60 and seconds < 60


def is_organisation_number(value):
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{6}-[0-9]{4}", value, re.ASCII) is None or value[2] < "2":
        return False
    total = 0
    for place, letter in enumerate(value.replace("-", "")):
        doubled = int(letter) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


def is_group(value):
    return isinstance(value, str) and 1 <= size(value) <= 40 and re.fullmatch("[a-z0-9ß-öø-ÿ-]+", value) is not None


# ---- Canonical JSON ----

def no_constant(word):
    raise ValueError(word)


def once(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def written(value):
    """The canonical form; ValueError for what has none."""
    if value is None:
        return "null"
    if isinstance(value, str):
        if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in value):
            raise ValueError("a control character")
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    if is_integer(value):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    if isinstance(value, dict):
        if not all(re.fullmatch("[ -~]*", key) for key in value):
            raise ValueError("a key")
        return "{" + ",".join(f"{written(key)}:{written(value[key])}" for key in sorted(value)) + "}"
    raise ValueError(f"no {type(value)}")


def depth(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def read_json(data, code):
    """-> what canonical JSON says"""
    try:
        need(len(data) <= MIB, code)
        value = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_constant=no_constant)
        need(depth(value) <= 8 and written(value).encode() == data, code, "not canonical")
        return value
    except (ValueError, RecursionError) as broken:
        raise Refusal(code, str(broken)) from None


def members(value, names, code, optional=()):
    need(isinstance(value, dict), code, "no object")
    need(set(names) <= set(value) <= set(names) | set(optional), code, f"members {sorted(value)}")


# ---- Frame ----

def header(name, length):
    block = (name.encode().ljust(100, b"\0") + b"0000600\0" + b"0000000\0" * 2 + b"%011o\0" % length + b"00000000000\0" +
             b" " * 8 + b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167))
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def padme(length):
    exponent = length.bit_length() - 1
    bits = exponent - exponent.bit_length()
    return (length + (1 << bits) - 1) >> bits << bits


def take_member(stream, name, most, code, large):
    """-> content of the next member of a readable stream"""
    block = stream.read(BLOCK)
    need(len(block) == BLOCK and re.fullmatch(rb"[0-7]{11}\0", block[124:136]), code, name)
    length = int(block[124:135], 8)
    need(block == header(name, length), code, name)
    need(length <= most, large, name)
    content = stream.read(length)
    need(len(content) == length, code, name)
    padding = -length % BLOCK
    need(stream.read(padding) == bytes(padding), code, name)
    return content


def split_document(data, name, most, code="bad-syntax"):
    """-> the JSON's bytes and the signature's, of a card, head or receipt"""
    stream = io.BytesIO(data)
    document = take_member(stream, f"{name}.json", most, code, "too-large")
    signature = take_member(stream, f"{name}.json.minisig", 1024, code, "too-large")
    need(stream.read() == bytes(2 * BLOCK), code, "end")
    return document, signature


# ---- Signature ----

class Signature:
    """In the form of the page, nothing verified: .number (8 bytes) and .trusted."""

    def __init__(self, data):
        try:
            lines = data.decode("utf-8").split("\n")
        except UnicodeDecodeError:
            raise Refusal("bad-signature", "no text") from None
        need(len(data) <= 1024 and len(lines) == 5 and lines[4] == "", "bad-signature", "not four lines")
        need(lines[0] == "untrusted comment: sigill", "bad-signature", "untrusted comment")
        need(lines[2].startswith("trusted comment: "), "bad-signature", "trusted comment")
        self.data, self.trusted = data, lines[2][17:]
        need(is_text(self.trusted, 255, 1), "bad-signature", "trusted comment")
        raw, whole = self.decoded(lines[1]), self.decoded(lines[3])
        need(len(raw) == 74 and len(whole) == 64 and raw[:2] == b"ED", "bad-signature", "form")
        self.number = raw[2:10]

    @staticmethod
    def decoded(line):
        try:
            data = base64.b64decode(line, validate=True)
        except (ValueError, binascii.Error):
            raise Refusal("bad-signature", "base64") from None
        need(base64.b64encode(data).decode() == line, "bad-signature", "base64")
        return data

    def verify(self, key, document):
        """key: the 56 characters of a public key's line"""
        need(base64.b64decode(key)[2:10] == self.number, "bad-signature", "another key")
        path = Path(SCRATCH.name, "document")
        path.write_bytes(document)
        Path(SCRATCH.name, "document.minisig").write_bytes(self.data)
        done = subprocess.run(["minisign", "-V", "-q", "-H", "-P", key, "-m", path], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        need(done.returncode == 0, "bad-signature", "does not hold")


def is_public_key(value):
    """A minisign public key's line: "Ed", number, point."""
    if not isinstance(value, str) or len(value) != 56:
        return False
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        return False
    return raw[:2] == b"Ed" and len(raw) == 42 and base64.b64encode(raw).decode() == value
