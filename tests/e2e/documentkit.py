"""Documents in the making for the tests that compare two receivers: a world with parties of every state, submissions
written by a second writer, and the ways in which a document may be damaged."""
import base64
import copy
import datetime
import re
import shutil
import zlib

import bundlekit
from bundlekit import Bundle, Party, minisign
from parties import forge
from second_forms import BLOCK, digest, header, padme
from second_receiver import Card, Receiver
from sigill_test import expect, msb, sigill

TODAY = datetime.date.today()
LATER = TODAY + datetime.timedelta(days=8 * 365)
LONG = str(TODAY + datetime.timedelta(days=20 * 365))  # a validity that lasts until then and beyond


NOT_YET = {"from": str(TODAY + datetime.timedelta(days=30 * 365)), "until": str(TODAY + datetime.timedelta(days=31 * 365))}


# ---- a second writer ----

def padded(data):
    return data.ljust(padme(max(len(data), 65536)), b"\0")


def member(name, content):
    return header(name, len(content)) + content + bytes(-len(content) % BLOCK)


def archive(members):
    return b"".join(member(name, content) for name, content in members) + bytes(2 * BLOCK)


def gzip(data):
    shrink = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (b"\x1f\x8b\x08\0\0\0\0\0\2\3" + shrink.compress(data) + shrink.flush() +
            zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little"))


def signed_file(keys, name, text, comment, change=lambda signature: signature):
    """The file of a card, receipt or head, signed by that directory's key."""
    return archive([(f"{name}.json", text), (f"{name}.json.minisig", change(minisign((keys / "sign.key").resolve(), text, comment)))])


class World(bundlekit.World):
    """An authority with four cards, of which one has ended and one has not begun; organisations, of which one is not
    enrolled, one revoked, one has a card whose first day is to come, one has two cards, and one a card for many years."""

    NUMBERS = {"ankeborg": ("Ankeborgs kommun", "212999-0004", "kommun"), "exempelby": ("Exempelby kommun", "212999-0012", "kommun"),
               "gaseborg": ("Region Gåseborg", "232999-0002", "region"), "stranger": ("Främmande kommun", "212999-0038", "kommun"),
               "revoked": ("Indragna kommun", "212999-0046", "kommun"), "early": ("Tidiga kommun", "212999-0053", "kommun")}

    def __init__(self, directory):
        super().__init__(directory)
        keys = self.authority.keys
        expect(msb("card", "-k", keys, "--renew", "--valid-until", LONG), 0)
        self.authority = Party(keys)
        for day in ({"from": "2020-01-01", "until": "2021-12-31"}, NOT_YET):
            path = forge(keys, directory / "forged.card", series=7, valid=day)
            shutil.copy(path, keys / "history" / f"{Card(path.read_bytes()).fingerprint}.card")
        self.own = [Card(path.read_bytes()) for path in sorted((keys / "history").iterdir())]
        forge(self.early.keys, self.early.keys / "forged.card", valid=NOT_YET)
        shutil.move(self.early.keys / "forged.card", self.early.keys / "own.card")
        self.early = Party(self.early.keys)
        self.cards = {name: Card((getattr(self, name).keys / "own.card").read_bytes()) for name in self.NUMBERS}
        for name in ("gaseborg", "revoked", "early"):
            self.enrol(getattr(self, name))
        self.senders = [card for name, card in self.cards.items() if name != "stranger"]
        self.renewed = self.renew("exempelby", "--name", "Exempelby nya kommun")
        self.cards["gaseborg"] = self.renew("gaseborg", "--valid-until", LONG)
        self.gaseborg = Party(self.gaseborg.keys)
        expect(msb("revoke", "-r", self.register, "-k", keys, self.revoked.says["number"], "--reason", "test", "--yes"), 0)
        self.receiver = self.make_receiver()

    def renew(self, name, *options):
        party = getattr(self, name)
        expect(sigill("card", "-k", party.keys, "--renew", *options), 0)
        self.enrol(Party(party.keys))
        self.senders.append(Card((party.keys / "own.card").read_bytes()))
        return self.senders[-1]

    def make_receiver(self):
        """The second receiver, with an empty register and these senders."""
        made = Receiver(self.own, self.senders, self.authority.keys / "receive.key", str(TODAY), bundlekit.EDITION)
        made.revoked.add(self.cards["revoked"].fingerprint)
        return made

    def result(self, answers):
        return self.receiver.result(answers)


class Submission(Bundle):
    """As bundlekit has it, with a second writer's archives, and an attachment."""

    def make_attachments(self):
        return [("protokoll.txt", b"protokoll")]

    def make_payload_tar(self):
        return archive([(path, content) for path, _, content in self.files])

    def make_payload(self):
        return gzip(self.payload_tar)

    def make_archive(self):
        return archive(self.members)

    def make_frame(self):
        return padded(self.archive)

    def make_manifest_result(self):
        try:
            return self.world.result(self.answers)
        except (AttributeError, KeyError, TypeError):  # answers that cannot be counted
            return self.world.result(self.world.answers(self.sender))

    def make_manifest(self):
        says = self.sender.says
        return {
            "format": "sigill-bundle/1", "type": "submission", "id": self.id, "created": "2026-11-21T12:00:00Z",
            "marking": "begränsat hemlig",
            "sender": {"name": says["name"], "number": says.get("number", ""), "group": says.get("group", ""),
                       "card": self.sender.fingerprint},
            "recipients": [self.world.authority.fingerprint],
            "edition": {"id": self.world.receiver.model["id"], "digest": self.world.receiver.edition_digest},
            "supersedes": [], "result": self.manifest_result,
            "files": [{"path": path, "name": name, "size": len(content), "blake2b": digest(content)}
                      for path, name, content in self.files],
            "payload": {"size": len(self.payload), "blake2b": digest(self.payload)}}

    def make_trusted(self):
        words = [self.manifest.get(name) for name in ("type", "id")]
        return " ".join(["sigill-bundle/1", *(word if isinstance(word, str) and 0 < len(word) < 40 and word.isprintable() else "x"
                                              for word in words)])


# ---- changes by structure ----

VALUES = [None, "", "x", "ja", "Å" * 31, "Å" * 32, "x" * 40, "x" * 41, "x" * 63, "x" * 64, "x" * 200, "x" * 201, "y" * 8000, "y" * 8001, "a\nb",
          "a\tb", "a/b", "a\\b", "..", "a\u202eb", "a\u200bb", "a\ufeffb", "a\ue000b", "a\ufffeb", "\U0001fffe", "ｅ́", "a\u00adb", "a  b", " a", "a ", "a\u00a0b", "a\u3164b", "a\u2800", "a\ufe0f", "\U0001d159", "a\u0301", "\u200c", "\u2028",
          "0", "1", "A" * 64, "a" * 64, "a" * 63, "a" * 32, "A" * 32, "g" * 32, "2026-11-28", "1969-12-31", "1970-01-01", "2026-02-29", "2024-02-29",
          "9999-12-31", "10000-01-01", "2026-11-28T12:00:00Z", "2026-11-28T24:00:00Z", "2026-11-28T23:59:60Z", "2026-11-28T12:00:00z",
          "2026-11-28T12:00:00+00:00", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "212999-0004", "212999-0012", "2129990004", "212999-0005",
          "012999-0006", "٢١٢٩٩٩-٠٠٠٤", "submission", "feedback", "greeting", "sigill-bundle/2", "sigill-card/2", "sigill-receipt/2", "imported",
          "refused", "organisation", "authority", "kommun", "region", "öppen", "begränsat hemlig", "hemlig", "sure", "no", "none", "partly", "å-1",
          "damaged", "later-reason", "a--b", "-a", "a-", "a1", 0, 1, 2, 4, 5, 8, 9, 16, 17, 255, 256, 1024, 1025, 65535, 65536, 1 << 20, (1 << 20) + 1,
          1000000, 1000001, 1 << 30, (1 << 30) + 1, (1 << 30) + (1 << 24), (1 << 30) + (1 << 24) + 1, (1 << 32), (1 << 53) - 1,
          [], {}, ["a"], ["b", "a"], ["a", "a"], [[]], [None], {"a": 1}]


def paths(value, at=()):
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield from paths(child, (*at, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def changed(document, path, change):
    """A copy in which change(container, key) was done at this path."""
    document = copy.deepcopy(document)
    change(at(document, path[:-1]), path[-1])
    return document


def setting(value):
    def change(container, key):
        container[key] = copy.deepcopy(value)
    return change


def removing(container, key):
    del container[key]


def renaming(container, key):
    container[key + "x"] = container.pop(key)


def adding(container, key):
    if isinstance(container[key], dict):
        container[key]["more"] = 1
    else:
        container[key].append(copy.deepcopy(container[key][-1]) if container[key] else 1)


def reversing(container, key):
    container[key].reverse()


def many(count):
    def change(container, key):
        container[key] = (container[key] or ["a" * 64])[:1] * count
    return change


def lengthened(container, key):
    container[key] += 1


def structural(document):
    """-> name and maker of each way in which a document may differ"""
    for path in paths(document):
        name = ".".join(map(str, path)) or "all"
        if not path:
            continue
        value = at(document, path)
        yield f"{name} removed", lambda d, p=path: changed(d, p, removing)
        if isinstance(path[-1], str):
            yield f"{name} renamed", lambda d, p=path: changed(d, p, renaming)
        if isinstance(value, (dict, list)):
            yield f"{name} with more", lambda d, p=path: changed(d, p, adding)
        if isinstance(value, list):
            yield f"{name} reversed", lambda d, p=path: changed(d, p, reversing)
            for count in (2, 8, 9, 16, 17, 32, 33, 200, 201, 202, 203):
                yield f"{name} of {count}", lambda d, p=path, c=count: changed(d, p, many(c))
        if isinstance(value, int):
            yield f"{name} and one", lambda d, p=path: changed(d, p, lengthened)
        for other in VALUES:
            yield f"{name} = {other!r:.40}", lambda d, p=path, v=other: changed(d, p, setting(v))


TEXTS = [
    ("empty", lambda t: b""), ("null", lambda t: b"null"), ("array", lambda t: b"[" + t + b"]"), ("line feed", lambda t: t + b"\n"),
    ("space", lambda t: t.replace(b":", b": ", 1)), ("space in front", lambda t: b" " + t), ("mark", lambda t: b"\xef\xbb\xbf" + t),
    ("cut", lambda t: t[:-1]), ("more", lambda t: t + b"}"), ("NUL", lambda t: t + b"\0"), ("twice", lambda t: t + t),
    ("key twice", lambda t: b'{"a":1,"a":1,' + t[1:]), ("empty key", lambda t: b'{"":1,' + t[1:]),
    ("escape", lambda t: re.sub(rb'":"(.)', lambda m: b'":"\\u%04x' % m[1][0], t, count=1)),
    ("slash", lambda t: t.replace(b"/", b"\\/", 1)), ("true", lambda t: t[:-1] + b',"z":true}'),
    ("fraction", lambda t: t[:-1] + b',"z":1.5}'), ("negative", lambda t: t[:-1] + b',"z":-1}'), ("minus zero", lambda t: t[:-1] + b',"z":-0}'),
    ("exponent", lambda t: t[:-1] + b',"z":1e3}'), ("2^53", lambda t: t[:-1] + b',"z":9007199254740992}'),
    ("leading zero", lambda t: t[:-1] + b',"z":01}'), ("bad UTF-8", lambda t: t[:-1] + b',"z":"\xff"}'),
    ("surrogate", lambda t: t[:-1] + b',"z":"\xed\xa0\x80"}'), ("escaped surrogate", lambda t: t[:-1] + b',"z":"\\ud800"}'),
    ("NaN", lambda t: t[:-1] + b',"z":NaN}'), ("single quotes", lambda t: t.replace(b'"', b"'")),
    ("depth", lambda t: t[:-1] + b',"z":' + b"[" * 8 + b"]" * 8 + b"}"), ("great depth", lambda t: t[:-1] + b',"z":' + b"[" * 9000 + b"]" * 9000 + b"}"),
    ("C1", lambda t: t[:-1] + b',"z":"\xc2\x85"}'), ("raw tab", lambda t: t[:-1] + b',"z":"\t"}'), ("comment", lambda t: t + b"//"),
    ("order", lambda t: b'{"zz":1,' + t[1:]),
]


def bitflip(place):
    return lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1:]


def cut(place):
    return lambda data: data[:place]


def signatures():
    """-> name and change of a signature's four lines"""
    def line(number, change):
        def make(data):
            lines = data.split(b"\n")
            lines[number] = change(lines[number])
            return b"\n".join(lines)
        return make
    yield "CR", lambda d: d.replace(b"\n", b"\r\n")
    yield "no last line feed", lambda d: d[:-1]
    yield "more", lambda d: d + b"\n"
    yield "empty", lambda d: b""
    yield "untrusted", line(0, lambda one: one + b"x")
    yield "untrusted of minisign", line(0, lambda one: b"untrusted comment: signature from minisign secret key")
    yield "legacy", line(1, lambda one: base64.b64encode(b"Ed" + base64.b64decode(one)[2:]))
    yield "another number", line(1, lambda one: base64.b64encode(bitflip(2)(base64.b64decode(one))))
    yield "altered", line(1, lambda one: base64.b64encode(bitflip(20)(base64.b64decode(one))))
    yield "S altered", line(1, lambda one: base64.b64encode(bitflip(60)(base64.b64decode(one))))
    yield "R of zeros", line(1, lambda one: base64.b64encode(base64.b64decode(one)[:10] + bytes(32) + base64.b64decode(one)[42:]))
    yield "a byte more", line(1, lambda one: base64.b64encode(base64.b64decode(one) + b"\0"))
    yield "base64 without padding", line(1, lambda one: one.rstrip(b"="))
    yield "base64 that is not the one form", line(1, lambda one: one[:-2] + bytes([one[-2] + 1]) + b"=")
    yield "base64url", line(1, lambda one: one.replace(b"+", b"-").replace(b"/", b"_") + b"")
    yield "space", line(1, lambda one: one + b" ")
    yield "trusted word", line(2, lambda one: one.replace(b"trusted", b"Trusted", 1))
    yield "trusted altered", line(2, lambda one: one[:-1] + (b"0" if one[-1:] != b"0" else b"1"))
    yield "trusted empty", line(2, lambda one: b"trusted comment: ")
    yield "whole altered", line(3, lambda one: base64.b64encode(bitflip(20)(base64.b64decode(one))))
    yield "whole short", line(3, lambda one: base64.b64encode(base64.b64decode(one)[:-1]))


def comments(honest):
    """Trusted comments that are signed and name another thing."""
    for other in (honest + " ", " " + honest, honest + "x", honest.upper(), honest.replace("/1", "/2"), "x", "x" * 100, "x" * 300,
                  "sigill-answers/1 212999-0012", "sigill-card/1 authority", honest.replace(" ", "\t"), honest + "\u200b", "å" * 20):
        yield f"comment {other[:30]!r}", other


def headers(data):
    """-> name and change of each field of a frame's first header, and cuts at each boundary of its blocks"""
    fields = {"name": 0, "name's end": 99, "mode": 100, "mode's NUL": 107, "owner": 110, "group": 120, "size": 134, "size's NUL": 135, "time": 140,
              "checksum": 150, "checksum's space": 155, "type": 156, "link": 160, "magic": 257, "version": 263, "uname": 265, "device": 330,
              "prefix": 345, "last": 511}
    for name, place in fields.items():
        yield f"header's {name}", bitflip(place)
        yield f"header's {name}, summed", lambda d, p=place: summed(bitflip(p)(d))
    ends = [BLOCK * place for place in range(len(data) // BLOCK + 1)]
    for end in sorted({*(ends[:12]), *ends[-4:], *(end + 1 for end in ends[:4]), *(max(end - 1, 0) for end in ends[-3:])}):
        yield f"cut at {end}", cut(end)
    yield "a zero more", lambda d: d + b"\0"
    yield "a block more", lambda d: d + bytes(BLOCK)
    yield "a one more", lambda d: d + b"\1"
    yield "a one at the end", lambda d: d[:-1] + b"\1"
    yield "empty", lambda d: b""


def summed(data):
    block = data[:148] + b" " * 8 + data[156:BLOCK]
    return block[:148] + b"%06o\0 " % sum(block) + block[156:] + data[BLOCK:]


def sized(value):
    return lambda data: summed(data[:124] + value + data[136:])


SIZES = [(repr(size), sized(size)) for size in (b"00000000000\0", b"00000000001\0", b"77777777777\0", b" 0000000001\0", b"0000000001 \0", b"0000000000\0\0",
                                                 b"\x80\0\0\0\0\0\0\0\0\0\2\0", b"10000000000\0", b"00001000001\0", b"00001000000\0")]
