"""Every document, genuine and damaged, judged by the programs and by a second receiver written from docs/format.md
alone (second_receiver.py): both come to the same verdict, for the same reason.

Of all cases that there are at most CASES (default 300) are chosen by SEED (default 1); 0 takes all."""
import datetime
import functools
import io
import os
import random
import shutil
import zlib
from pathlib import Path

import bundlekit
from bundlekit import SCRATCH, age, canonical, minisign, preload
from documentkit import (BLOCK, LATER, SIZES, TEXTS, TODAY, Submission, World, bitflip, comments, cut, gzip,
                         headers, member, padded, signatures, signed_file,
                         structural)
from second_forms import MIB, Refusal
from second_receiver import Card, open_head, open_receipt
from sigill_test import BUILD, run, test

CASES, SEED = int(os.environ.get("CASES", "300")), int(os.environ.get("SEED", "1"))


# ---- the cases ----

class Case:
    """now: the receiver's day. make: -> the bytes of the file."""

    def __init__(self, name, make, now=TODAY):
        self.name, self.make, self.now = name, make, now


def submissions(world, rng):
    """Everything about bundles to the authority."""
    def parts(name, party="ankeborg", now=TODAY, **changes):
        identity = rng.randbytes(16).hex()
        return Case(name, lambda: Submission(world, party, **{"id": identity, **changes}).sealed, now)

    honest = Submission(world)
    yield parts("genuine")
    for name, change in structural(honest.manifest):
        yield parts(f"manifest: {name}", manifest=change)
    for name, change in structural(honest.answers):
        if not name.startswith("answers.") or name.split(".")[1].split(" ")[0] in ("1", "3", "7", "40"):
            yield parts(f"answers: {name}", answers=change)
    for name, change in TEXTS:
        yield parts(f"manifest's text: {name}", manifest_json=change)
        yield parts(f"answers' text: {name}", answers_json=change)
    for name, change in signatures():
        yield parts(f"manifest's signature: {name}", manifest_signature=change)
        yield parts(f"answers' signature: {name}", answers_signature=change)
    for name, other in comments("sigill-bundle/1 submission " + "ab" * 16):
        yield parts(f"manifest's {name}", trusted=other)
    for name, other in comments("sigill-answers/1 212999-0004"):
        yield parts(f"answers' {name}", answers_signature=minisign(world.ankeborg.sign, honest.answers_json, other))
    for name, change in headers(honest.frame):
        yield parts(f"frame: {name}", frame=change)
    for name, change in SIZES:
        yield parts(f"frame's size: {name}", frame=change)
    for name, change in headers(honest.payload_tar):
        yield parts(f"payload: {name}", payload_tar=change)
    for name, change in SIZES:
        yield parts(f"payload's size: {name}", payload_tar=change)
    yield from frames(parts)
    yield from payloads(parts)
    yield from age_files(world, rng)
    yield from parties(world, rng, parts)


def frames(parts):
    def members(*order):
        def make(frame):
            found, stream = [], io.BytesIO(frame)
            for _ in range(3):
                block = stream.read(BLOCK)
                length = int(block[124:135], 8)
                found.append(block + stream.read(length + -length % BLOCK))
            return padded(b"".join(found[one] for one in order) + bytes(2 * BLOCK))
        return make
    for order in ((1, 0, 2), (0, 2, 1), (0, 1), (0,), (), (0, 1, 2, 2), (0, 0, 1, 2), (2, 1, 0)):
        yield parts(f"frame of members {order}", frame=members(*order))
    yield parts("frame longer than padded", frame=lambda f: f + bytes(2048))
    yield parts("frame not padded", frame=lambda f: f.rstrip(b"\0") + bytes(2 * BLOCK + -len(f.rstrip(b"\0")) % BLOCK))
    yield parts("nothing in the frame", frame=b"")
    yield parts("manifest of nothing", manifest_json=b"", manifest_signature=b"")
    yield parts("payload of nothing", payload=b"")
    yield parts("manifest too large", manifest_json=lambda t: t + b" " * (256 * 1024))
    yield parts("signature too large", manifest_signature=lambda t: t + b"x" * 1024)
    yield parts("signature large", manifest_signature=lambda t: t.ljust(1024, b"x"))


def payloads(parts):
    for place in range(18):
        yield parts(f"gzip: byte {place}", payload=bitflip(place))
    yield parts("gzip: cut", payload=lambda p: p[:-1])
    yield parts("gzip: checksum cut", payload=lambda p: p[:-8])
    yield parts("gzip: checksum", payload=bitflip(-5))
    yield parts("gzip: length", payload=lambda p: p[:-4] + b"\0\0\0\0")
    yield parts("gzip: more", payload=lambda p: p + b"\0")
    yield parts("gzip: two members", payload=lambda p: p + gzip(b""))
    yield parts("gzip: a second member first", payload=lambda p: gzip(b"") + p)
    yield parts("gzip: level and system", payload=lambda p: p[:8] + b"\4\xff" + p[10:])
    yield parts("gzip: stored", payload_tar=lambda t: t, payload=lambda p: p[:10] + stored(zlib.decompress(p, 31)) + p[-8:])
    yield from rows(parts)
    yield parts("tar: without end", payload_tar=lambda t: t[:-1024])
    yield parts("tar: half an end", payload_tar=lambda t: t[:-512])
    yield parts("tar: a longer end", payload_tar=lambda t: t + bytes(512))
    yield parts("tar: an attachment more", payload_tar=lambda t: t[:-1024] + member("attachments/002", b"x") + bytes(1024))
    yield parts("tar: padding", payload_tar=lambda t: t[:-1025] + b"\1" + t[-1024:])
    yield parts("files: none attached", attachments=[])
    yield parts("files: an empty one attached", attachments=[("tomt", b"")])
    for count in (200, 201, 203):
        yield parts(f"files: {count} attached", attachments=[("bilaga", b"x")] * count)
    yield parts("files: a gap", files=lambda f: [*f[:2], ("attachments/002", "x", b"x")])
    yield parts("files: another order", files=lambda f: [f[1], f[0], f[2]])


def rows(parts):
    """Payloads of more than one gzip member, with an attachment for which there must be three, or one."""
    attached = [("stor.txt", b"\0\1\2\3\4\5\6\7" * 300_000)]
    for name, lengths in {"as it must be": [MIB, MIB], "one member": [], "short in the middle": [MIB, MIB - 1], "short first": [MIB - 1, MIB],
                          "long first": [MIB + 1, MIB - 1], "long in the middle": [MIB, MIB + 1], "one more": [MIB, MIB, 100_000],
                          "one less": [MIB], "two in the first": [2 * MIB], "empty first": [0, MIB, MIB], "empty in the middle": [MIB, 0, MIB],
                          "empty last": [MIB, MIB, 1 << 40]}.items():
        yield parts(f"gzip: a row, {name}", attachments=attached, payload=lambda p, lengths=lengths: row(zlib.decompress(p, 31), lengths))
    for name, change in {"a time": lambda m: m[:4] + b"\1" + m[5:], "a name": lambda m: m[:3] + b"\x08" + m[4:10] + b"x\0" + m[10:],
                         "cut": lambda m: m[:-1], "more": lambda m: m + b"\0", "a checksum": lambda m: m[:-5] + b"x" + m[-4:],
                         "a bomb": lambda m: gzip(zlib.decompress(m, 31) + bytes(64 * MIB))}.items():
        yield parts(f"gzip: a row whose last member has {name}", attachments=attached,
                    payload=lambda p, change=change: row(zlib.decompress(p, 31), [MIB, MIB], change))


def row(data, lengths, change=lambda member: member):
    """gzip members of these lengths and one of what is left, which is changed."""
    members = []
    for length in lengths:
        members.append(gzip(data[:length]))
        data = data[length:]
    return b"".join([*members, change(gzip(data))])


def stored(data):
    shrink = zlib.compressobj(0, zlib.DEFLATED, -15)
    return shrink.compress(data) + shrink.flush()


def age_files(world, rng):
    sealed, mine = Submission(world).sealed, world.authority.says["recipients"]
    end = sealed.index(b"\n--- ") + 49
    lines = [place + 1 for place in range(end) if sealed[place:place + 1] == b"\n"]
    chunk = end + 16 + 65552
    ends = {0, 1, 10, 21, 22, 23, 24, 25, *lines, *(place - 1 for place in lines), *(place + 1 for place in lines[-3:]),
            end + 15, end + 16, end + 17, end + 31, end + 32, end + 33, chunk - 1, chunk, chunk + 1, len(sealed) - 16, len(sealed) - 1}
    for place in sorted(ends):
        if place < len(sealed):
            yield Case(f"file cut at {place - end:+} of the header's end ({place})", lambda p=place: sealed[:p])
    for place in sorted({*range(0, 40), *range(end - 60, end + 40), *(rng.randrange(len(sealed)) for _ in range(60))}):
        yield Case(f"file: byte {place - end:+} of the header's end", lambda p=place: bitflip(p)(sealed))
    stanza = sealed[22:sealed.index(b"\n--- ") + 1]
    mac = sealed[len(stanza) + 22:]
    for name, middle in {
            "two stanzas": stanza * 2, "eight stanzas": stanza * 8, "nine stanzas": stanza * 9, "no stanza": b"", "twelve": stanza * 12,
            "grease": stanza + b"-> x-grease\n\n", "X25519 too": stanza + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n",
            "X25519 alone": b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n", "scrypt": b"-> scrypt " + b"A" * 22 + b" 18\n" + b"A" * 43 + b"\n",
            "an argument more": stanza.replace(b"\n", b" x\n", 1), "two spaces": stanza.replace(b" ", b"  ", 1), "CR": stanza.replace(b"\n", b"\r\n"),
            "body longer": stanza[:-1] + b"A\n", "body of two lines": stanza[:-44] + b"A" * 64 + b"\n" + stanza[-44:], "no body": stanza[:-44],
            "empty line": stanza + b"\n", "type in capitals": stanza.replace(b"mlkem", b"MLKEM", 1),
            "share of zeros": b"-> mlkem768x25519 " + b"A" * 1494 + b"\n" + stanza[-44:],
            "long header": (stanza + b"-> x " + b"a" * 900 + b"\n\n" * 1) * 18}.items():
        yield Case(f"age: {name}", lambda m=middle: sealed[:22] + m + mac)
    for name, data in {"armor": age(mine, b"x", ["-a"]), "nothing": b"",
                       "the first line": sealed[:22], "another version": sealed.replace(b"v1", b"v2", 1), "rubbish": rng.randbytes(70000),
                       "rubbish after the first line": sealed[:22] + rng.randbytes(70000), "a frame": Submission(world).frame,
                       "a byte": b"a", "another byte": b"x", "16 KiB of header": sealed[:22] + b"-> x\n\n" * 3000,
                       "a long first stanza": sealed[:22] + b"-> " + b"a" * 20000, "more than 16 KiB of nothing": bytes(16384)}.items():
        yield Case(f"age: {name}", lambda d=data: d)
    yield Case("age: more", lambda: sealed + b"\0")
    yield Case("age: twice", lambda: sealed + sealed)
    other = world.exempelby.says["recipients"]
    for name, recipients in {"to another": other, "to another too": mine + other, "to another first": other + mine, "twice to us": mine * 2}.items():
        yield Case(f"sealed {name}", lambda r=recipients: Submission(world, recipients=r).sealed)


def parties(world, rng, parts):
    def says(**members):
        return lambda manifest: {**manifest, **members}

    def sender(**members):
        return lambda manifest: {**manifest, "sender": {**manifest["sender"], **members}}
    for name in world.NUMBERS:
        yield parts(f"sealed by {name}", name)
        yield parts(f"sealed by {name}, later", name, LATER)
    older, newer = world.cards["exempelby"], world.renewed
    yield parts("named by its newer card", "exempelby", manifest=sender(card=newer.fingerprint, name=newer.says["name"]))
    yield parts("the newer card's name on the older card", "exempelby", manifest=sender(name=newer.says["name"]))
    yield parts("the older card's name on the newer card", "exempelby", manifest=sender(card=newer.fingerprint, name=older.says["name"]))
    others = world.answers(world.exempelby)
    signed = minisign(world.exempelby.sign, canonical(others), "sigill-answers/1 212999-0012")
    yield parts("another's answers", answers=others)
    yield parts("another's answers with another's signature", answers=others, answers_signature=signed)
    for card in world.own:
        yield parts(f"to the own card valid from {card.says['valid']['from']}", manifest=says(recipients=[card.fingerprint]))
    for name, card in world.cards.items():
        yield parts(f"names the card of {name}", manifest=sender(card=card.fingerprint))
        yield parts(f"is to {name}", manifest=says(recipients=[card.fingerprint]))
    yield parts("to the own card twice", manifest=says(recipients=[world.authority.fingerprint] * 2))
    yield parts("to the own card and another", manifest=says(recipients=[world.authority.fingerprint, "ab" * 32]))
    again = rng.randbytes(16).hex()
    yield parts("once", id=again)
    yield parts("the same again, sealed anew", id=again)
    yield parts("the same id for something else", id=again, manifest=says(created="2026-11-21T12:00:01Z"))
    yield parts("the same id of another", "gaseborg", id=again)
    yield parts("supersedes", manifest=says(supersedes=[again]))
    yield parts("supersedes what is not there", manifest=says(supersedes=["ab" * 16]))
    for count in (32, 33):
        yield parts(f"supersedes {count}", manifest=says(supersedes=[rng.randbytes(16).hex() for _ in range(count)]))
    yield parts("supersedes one twice", manifest=says(supersedes=[again, again]))
    own = rng.randbytes(16).hex()
    yield parts("supersedes itself", id=own, manifest=says(supersedes=[again, own]))


def cards(world):
    """-> name and maker of the bytes of cards"""
    for role, party in (("organisation", world.ankeborg), ("authority", world.authority)):
        says, number = party.says, party.says.get("number", "authority")

        def made(text, comment=f"sigill-card/1 {number}", change=lambda s: s, keys=party.keys):
            return signed_file(keys, "card", text, comment, change)

        def renamed(document_, keys=party.keys):
            other = document_.get("number", "authority")
            word = other if isinstance(other, str) and 0 < len(other) < 60 and other.isprintable() else "authority"
            return signed_file(keys, "card", canonical(document_), f"sigill-card/1 {word}")
        text, genuine = canonical(says), made(canonical(says))
        yield f"{role}: genuine", lambda g=genuine: g
        for name, change in structural(says):
            yield f"{role}: {name}", lambda c=change, d=says, r=renamed: r(c(d))
        for name, change in (("with a group", {"group": "kommun"}), ("with a number", {"number": "212999-0004"}),
                             ("with number and group", {"number": "212999-0004", "group": "kommun"}), ("with an empty group", {"group": ""}),
                             ("with an empty number", {"number": ""})):
            yield f"{role}: {name}", lambda c=change, d=says, m=made: m(canonical({**d, **c}))
        for name, change in TEXTS:
            yield f"{role}'s text: {name}", lambda c=change, t=text, m=made: m(c(t))
        for name, change in (*headers(genuine), *SIZES):
            yield f"{role}'s frame: {name}", lambda c=change, g=genuine: c(g)
        for name, change in signatures():
            yield f"{role}'s signature: {name}", lambda c=change, t=text, m=made: m(t, change=c)
        for name, other in comments(f"sigill-card/1 {number}"):
            yield f"{role}'s {name}", lambda o=other, t=text, m=made: m(t, o)


def signed_documents(world, name, documents, comment_of):
    """-> name and maker of the bytes of what the authority signs; documents: by kind, the first two to be changed; comment_of: the trusted comment"""
    def made(says, text=None, comment=None, change=lambda s: s):
        return signed_file(world.authority.keys, name, canonical(says) if text is None else text,
                           comment or comment_of(says), change)
    for kind, says in documents.items():
        text, genuine = canonical(says), made(says)
        yield f"{kind}: as it is", lambda g=genuine: g
        if kind not in list(documents)[:2]:
            continue
        for way, change in structural(says):
            yield f"{kind}: {way}", lambda c=change, s=says: made(s, canonical(c(s)))
        for way, change in TEXTS:
            yield f"{kind}'s text: {way}", lambda c=change, s=says, t=text: made(s, c(t))
        for way, change in signatures():
            yield f"{kind}'s signature: {way}", lambda c=change, s=says: made(s, change=c)
        for way, other in comments(comment_of(says)):
            yield f"{kind}'s {way}", lambda o=other, s=says: made(s, comment=o)
        for way, change in (*headers(genuine), *SIZES):
            yield f"{kind}'s frame: {way}", lambda c=change, g=genuine: c(g)


def receipts(world):
    says = {"format": "sigill-receipt/1", "sealed": "ab" * 32, "id": "cd" * 16, "verdict": "imported", "reason": None,
            "time": "2026-11-28T12:00:00Z", "reference": "dnr 1"}
    refused = {**says, "id": None, "verdict": "refused", "reference": ""}
    kinds = {"imported": says, "refused": {**refused, "reason": "damaged"}}
    for reason in ("later-reason", "a", "a" * 40, "a" * 41, "ab-cd-ef", "io-error", "worker-failed", "no-consent"):
        kinds[f"refused for {reason}"] = {**refused, "reason": reason}
    return signed_documents(world, "receipt", kinds, lambda receipt: f"sigill-receipt/1 {receipt['sealed']}")


def heads(world):
    says = {"format": "sigill-head/1", "register": "ab" * 16, "key": "cd" * 32, "count": 4711, "head": "ef" * 32,
            "time": "2026-11-28T12:00:00Z"}
    kinds = {"later": says, "first": {**says, "count": 0, "head": "0" * 64}, "link of no row": {**says, "count": 0},
             "row without a link": {**says, "head": "0" * 64}, "highest": {**says, "count": (1 << 53) - 1}}
    return signed_documents(world, "head", kinds, lambda head: f"sigill-head/1 {head['count']}")


# ---- both judge ----

# What a card or receipt that is not in its form is called is for whoever corrects it; it is refused by either name.
FORM = {"bad-syntax": "form", "bad-value": "form", "unknown-format": "form", "too-large": "form"}

# What the programs say of files that are no bundles but something else that they know by its beginning.
NO_BUNDLE = {"secret-key": "not-a-bundle", "unread-container": "not-a-bundle"}


def forms(judged):
    return [(name, FORM.get(one, one), FORM.get(other, other)) for name, one, other in judged]


def second(call, *args):
    try:
        call(*args)
        return "ok"
    except Refusal as refusal:
        return refusal.code


def sample(cases, name, share):
    """The same each time: the first, which is genuine, and at most this share of CASES, a half of it of other values for a
    member, which are most."""
    first, *cases = cases
    random.Random(SEED).shuffle(cases)
    if not CASES:
        return [first, *cases]
    values = [case for case in cases if " = " in name(case)]
    others = [case for case in cases if " = " not in name(case)]
    return [first, *values[:int(CASES * share / 2)], *others[:int(CASES * share / 2)]]


def compare(kind, judged):
    """judged: name, what the programs and what the second receiver say."""
    judged = list(judged)
    differ = [f"{name}: programs {one}, second receiver {other}" for name, one, other in judged if one != other]
    accepted = sum(1 for _, one, _ in judged if one == "ok")
    print(f"# {kind}: {len(judged)} cases, {accepted} accepted, {len(differ)} disagreements", flush=True)
    for line in differ:
        print(f"#   {line}", flush=True)
    assert not differ, f"{len(differ)} disagreements"
    assert 0 < accepted < len(judged)


@functools.cache
def world():
    directory = Path(SCRATCH.name, "parties")
    directory.mkdir()
    return World(directory)


def received(cases):
    """-> name and verdicts of cases of one day, judged in one run"""
    medium = Path(SCRATCH.name, "medium")
    shutil.rmtree(medium, ignore_errors=True)
    medium.mkdir()
    verdicts = []
    for place, case in enumerate(cases):
        path = medium / f"{place:05}.sigill"
        path.write_bytes(case.make())
        world().receiver.today = str(case.now)
        verdicts.append(second(world().receiver.receive, path.read_bytes()))
    env = None
    if cases[0].now != TODAY:
        noon = datetime.datetime.combine(cases[0].now, datetime.time(12), datetime.timezone.utc)
        env = preload("fake_clock", FAKE_CLOCK=int(noon.timestamp()))
    paths_of = [medium / f"{place:05}.sigill" for place in range(len(cases))]
    result = bundlekit.receive(world(), world().register, *paths_of, options=["--clock-is-right"], env=env)
    assert len(result.lines) == len(cases), result
    # Not always in the order of the command line: containers come last.
    lines = {line["file"]: line for line in result.lines}
    for case, path, verdict in zip(cases, paths_of, verdicts):
        line = lines[str(path)]
        yield case.name, "ok" if line["verdict"] == "imported" else NO_BUNDLE.get(line["reason"], line["reason"]), verdict


def asked(lines):
    """What document_tool says of each line."""
    return bundlekit.stock([BUILD / "tools/document_tool"], ".", "".join(line + "\n" for line in lines).encode()).decode().split()


@test
def test_submissions_are_judged_alike(directory):
    cases = sample(submissions(world(), random.Random(SEED)), lambda case: case.name, 0.55)
    cases.sort(key=lambda case: case.now)
    judged = []
    for now in sorted({case.now for case in cases}):
        of_day = [case for case in cases if case.now == now]
        for start in range(0, len(of_day), 200):
            judged += received(of_day[start:start + 200])
    compare("submissions", judged)


def judge_documents(directory, kind, cases, open_, *key):
    chosen = [(name, make()) for name, make in sample(cases, lambda case: case[0], 0.15)]
    for place, (_, data) in enumerate(chosen):
        (directory / str(place)).write_bytes(data)
    said = asked([" ".join([kind, str(directory / str(place)), *key]) for place in range(len(chosen))])
    compare(f"{kind}s", forms((name, one, second(open_, data, *key)) for (name, data), one in zip(chosen, said)))


@test
def test_cards_are_judged_alike(directory):
    judge_documents(directory, "card", cards(world()), Card)


@test
def test_receipts_are_judged_alike(directory):
    judge_documents(directory, "receipt", receipts(world()), open_receipt, world().authority.says["sign"])


@test
def test_heads_are_judged_alike(directory):
    judge_documents(directory, "head", heads(world()), open_head, world().authority.says["sign"])


if __name__ == "__main__":
    run()
