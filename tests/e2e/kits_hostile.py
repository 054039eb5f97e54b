"""Kits that were changed, or that a trusted key signed around something hostile: refused with the reason, and nothing replaced."""
import copy
import time

from authoritykit import SMALL, canonical, kit, parties, refuses_kit, rounds, take, written
from documentkit import archive, gzip
from sigill_test import run, test, tree, unchanged


@test
def test_S1_no_changed_byte_of_a_kit_is_taken(directory):
    keys, authority = parties(directory)
    good = kit(authority, [("round.json", rounds())])
    places = {place for place in range(0, len(good), 211)}
    at = 0
    for _ in range(4):  # each part's header, beginning and end
        size = int(good[at + 124:at + 135], 8)
        places |= {at, at + 125, at + 150, at + 400, at + 512, at + 512 + size // 2, at + 512 + size - 1}
        at += 512 + size + -size % 512
    path = directory / "changed.kit"
    before = tree(keys)
    for place in sorted(places):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0x10]) + good[place + 1:])
        result = take(keys, path, "--yes")
        assert result.status == 1 and result.err, f"{place}: {result}"
    for length in (0, 1, 511, 600, len(good) - 1, len(good) - 1024):
        path.write_bytes(good[:length])
        assert take(keys, path, "--yes").status == 1, length
    path.write_bytes(good + b"\0")
    assert take(keys, path, "--yes").status == 1
    unchanged(keys, before)


HOSTILE = {
    "a bomb": (lambda: {"payload": gzip(archive([("round.json", bytes(50 << 20))]))}, "kit.tar.gz is not what was signed"),
    "a byte behind the last member": (lambda: {"payload": gzip(archive([("round.json", rounds())])) + b"\0"},
                                      "kit.tar.gz is not what was signed"),
    "another member": (lambda: {"payload": gzip(archive([("round.json", rounds()), ("more.json", b"{}")]))},
                       "kit.tar.gz is not what was signed"),
    "another name in the archive": (lambda: {"payload": gzip(archive([("../round.json", rounds())]))},
                                    "kit.tar.gz is not what was signed"),
    "a gzip with a name": (lambda: {"payload": b"\x1f\x8b\x08\x08\0\0\0\0\2\3x\0" + gzip(archive([("round.json", rounds())]))[10:]},
                           "kit.tar.gz is not what was signed"),
    "no gzip": (lambda: {"payload": archive([("round.json", rounds())])}, "kit.tar.gz is not what was signed"),
    "a name with a slash": (lambda: {"members": [("edition-a/b.json", b"{}")]}, "kit.json is not as a kit has it"),
    "a name that is not known": (lambda: {"members": [("svar.json", b"{}")]}, "what this version of the program does not know"),
    "names out of order": (lambda: {"members": [("round.json", rounds()), ("edition-a.json", b"{}")]}, "kit.json is not as a kit has it"),
    "bad JSON": (lambda: {"members": [("round.json", b'{"format":')]}, "round.json: not whole"),
    "a round of no edition": (lambda: {"members": [("round.json", rounds(edition="okand"))]}, "round.json: has what this version"),
    "a newer kit.json": (lambda: {"format": "sigill-kit/2"}, "what this version of the program does not know"),
    "a member more in kit.json": (lambda: {"more": 1}, "kit.json is not as a kit has it"),
    "another card's fingerprint": (lambda: {"card": "00" * 32}, "another card than the one beside it"),
    "a comment of another number": (lambda: {"comment": "sigill-kit/1 2"}, "signature"),
    "number 0": (lambda: {"number": 0}, "kit.json is not as a kit has it"),
}


@test
def test_S8_S13_a_hostile_kit_of_a_trusted_key_is_refused(directory):
    keys, authority = parties(directory)
    before = tree(keys)
    for name, (make, words) in HOSTILE.items():
        parts = make()
        members = parts.pop("members", [("round.json", rounds())])
        path = written(directory / "hostile.kit", kit(authority, members, **parts))
        begun = time.monotonic()
        result = take(keys, path, "--yes")
        assert result.status == 1 and words in " ".join(result.err.split()), f"{name}\n{result}"
        assert time.monotonic() - begun < 30, name
        unchanged(keys, before)


@test
def test_a_kit_with_a_kind_of_question_that_is_not_known_says_so(directory):
    keys, authority = parties(directory)
    newer = copy.deepcopy(SMALL)
    newer["model"]["questions"][0]["kind"] = "tidslinje"
    name = newer["model"]["id"]
    path = written(directory / "a.kit", kit(authority, [(f"edition-{name}.json", canonical(newer)), ("round.json", rounds(edition=name))]))
    refuses_kit(keys, path, "such as a new kind of question; get a newer one, and take the kit then")


run()
