"""The order of the refusals (docs/format.md, "Order of the refusals"): a bundle with one fault is refused for it, and one
with two, of steps that follow each other, for the first."""
import datetime
import functools
import tempfile
from pathlib import Path

import bundlekit
from bundlekit import SCRATCH, preload
from documentkit import BLOCK, LATER, TODAY, Submission, World, summed
from sigill_test import run, test

USED = "ab" * 16  # the id of a bundle that was imported before


def says(**members):
    return {"manifest": lambda manifest: {**manifest, **members}}


def sender(**members):
    return {"manifest": lambda manifest: {**manifest, "sender": {**manifest["sender"], **members}}}


def payload_says(**members):
    return {"manifest": lambda manifest: {**manifest, "payload": {**manifest["payload"], **members}}}


def altered(line):
    """A signature of which a byte of that line's content is another."""
    def change(data):
        lines = data.split(b"\n")
        lines[line] = lines[line][:40] + (b"A" if lines[line][40:41] != b"A" else b"B") + lines[line][41:]
        return b"\n".join(lines)
    return change


def answers_of(**members):
    return {"answers": lambda answers: {**answers, **members}}


def header_end(sealed):
    return sealed.index(b"\n--- ") + 49


def with_stanza(stanza):
    def change(sealed):
        end = sealed.index(b"\n--- ") + 1
        return sealed[:end] + stanza + sealed[end:]
    return change


def cut(place):
    """place: of the header's end"""
    return lambda sealed: sealed[:header_end(sealed) + place]


def other_mac(sealed):
    place = header_end(sealed) - 20
    return sealed[:place] + (b"A" if sealed[place:place + 1] != b"A" else b"B") + sealed[place + 1:]


def sized(size):
    return lambda frame: summed(frame[:124] + b"%011o\0" % size + frame[136:])


def manifest_name(frame):
    """The second member's name is another."""
    at = BLOCK + int(frame[124:135], 8)
    at += -at % BLOCK
    return frame[:at] + summed(b"x" + frame[at + 1:])


def last_byte(frame):
    return frame[:-1] + b"\1"


X25519 = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"


def steps(world):
    """-> code, and what makes a bundle be refused so: parts of it, and \"party\" and \"now\""""
    other = world.exempelby
    others_card = world.cards["exempelby"].fingerprint
    older = next(card for card in world.senders if card.says["number"] == world.gaseborg.says["number"])
    by_older = {"party": "gaseborg", "now": LATER, **sender(card=older.fingerprint)}
    return [
        ("not-a-bundle", {"sealed": lambda sealed: sealed[:22] + b"x" + sealed[22:]}),
        ("damaged", {"sealed": cut(-10)}),
        ("not-a-bundle", {"sealed": with_stanza(X25519)}),
        ("damaged", {"sealed": cut(20)}),
        ("not-for-us", {"recipients": other.says["recipients"]}),
        ("damaged", {"sealed": other_mac}),
        ("too-large", {"frame": sized((1 << 30) + (1 << 24) + 1)}),
        ("damaged", {"frame": manifest_name}),
        ("bad-signature", {"manifest_signature": lambda signature: signature.replace(b"\n", b"\r\n")}),
        ("unknown-sender", {"party": "stranger"}),
        ("bad-signature", {"manifest_signature": altered(1)}),
        ("revoked-key", {"party": "revoked"}),
        ("expired-key", {"now": LATER}),
        ("unknown-format", says(result={"level": 9, "points": 0, "measures": 0, "areas": []})),
        ("too-large", payload_says(size=2 << 30)),
        ("bad-signature", {"trusted": f"sigill-bundle/1 submission {'cd' * 16}"}),
        ("sender-mismatch", sender(name="Ankeborg")),
        ("expired-key", by_older),
        ("wrong-recipient", says(recipients=[others_card])),
        ("wrong-type", says(type="feedback")),
        ("id-reused", {"id": USED, "attachments": []}),
        ("unknown-edition", says(edition={"id": "x", "digest": "ab" * 32})),
        ("content-mismatch", payload_says(size=1)),
        ("damaged", {"frame": last_byte}),
        ("content-mismatch", payload_says(blake2b="ab" * 32)),
        ("invalid-answers", answers_of(participants=["x"])),
        ("bad-signature", {"answers_signature": altered(1)}),
        ("sender-mismatch", answers_of(organisation={key: other.says[key] for key in ("name", "number", "group")})),
        ("content-mismatch", says(marking="öppen")),
        ("result-mismatch", says(result={"level": 0, "points": 0, "measures": 0, "areas": []})),
    ]


def joined(one, two):
    """Both faults; of a part that both change, the first's change is made first."""
    both = {**two, **one}
    for name in one.keys() & two.keys():
        if callable(one[name]) and callable(two[name]):
            both[name] = lambda value, name=name: two[name](one[name](value))
    return both


def made(world, faults):
    """The bundle, and the day on which it comes."""
    faults = dict(faults)
    party, now = faults.pop("party", "ankeborg"), faults.pop("now", TODAY)
    return Submission(world, party, **faults).sealed, now


def pairs(world):
    faults = steps(world)
    for place, (code, fault) in enumerate(faults[:-1]):
        following, next_fault = faults[place + 1]
        yield f"{place + 1:02}: {code} before {following}", code, joined(fault, next_fault)


def received(world, cases, now):
    """The reasons of these bundles, in one run."""
    medium = Path(tempfile.mkdtemp(dir=SCRATCH.name))
    files = []
    for place, sealed in enumerate(cases):
        files.append(medium / f"{place:03}.sigill")
        files[-1].write_bytes(sealed)
    noon = datetime.datetime.combine(now, datetime.time(12), datetime.timezone.utc)
    env = None if now == TODAY else preload("fake_clock", FAKE_CLOCK=int(noon.timestamp()))
    return [line["reason"] for line in bundlekit.receive(world, world.register, *files, options=["--clock-is-right"], env=env).lines]


@functools.cache
def the_world():
    directory = Path(SCRATCH.name, "parties")
    directory.mkdir()
    return World(directory)


@functools.cache
def verdicts():
    """Of each pair by its name: what it is refused for, and what it must be."""
    world = the_world()
    assert received(world, [Submission(world, id=USED).sealed], TODAY) == [None]
    found = {}
    alone = [(f"{place + 1:02} alone: {code}", code, fault) for place, (code, fault) in enumerate(steps(world))]
    cases = [(name, code, *made(world, faults)) for name, code, faults in (*alone, *pairs(world))]
    for now in (TODAY, LATER):
        of_day = [case for case in cases if case[3] == now]
        for case, reason in zip(of_day, received(world, [case[2] for case in of_day], now)):
            found[case[0]] = reason, case[1]
    return found


@test
def test_too_large_before_not_a_bundle(directory):
    """A file of zeros that is longer than any bundle is not read at all."""
    path = directory / "x.sigill"
    with open(path, "wb") as file:
        file.truncate((5 << 28) + 1)
    world = the_world()
    result = bundlekit.receive(world, world.register, path)
    assert [line["reason"] for line in result.lines] == ["too-large"], result


def judged(name_of, step, word):
    def check(directory):
        name, = (one for one in verdicts() if one.startswith(f"{step:02}{word}"))
        reason, expected = verdicts()[name]
        assert reason == expected, f"{name}: {reason}"
    check.__name__ = f"test_step_{step:02}_{name_of}"
    test(check)


STEPS = 30
for number in range(1, STEPS + 1):
    judged("alone", number, " alone")
for number in range(1, STEPS):
    judged("is_before_the_next", number, ":")


run()
