"""No passphrase, key or answer is left in memory that is released, on the stack, or at the end of a process: the programs
run with a library that looks for them there (tests/preload/released.c), or, where they are static, under a program that looks from
outside (tests/preload/released_static.c). The worker, which has the bundle's own, ends by being killed."""
import base64
import collections
import json
import subprocess

from bundlekit import is_static, preload, stock
from parties import CARD, TYPICAL, enrol, make_party, make_register, own, rows, trust, written_secret
from sigill_test import BUILD, expect, program, run, terminal, test

PASSPHRASE = "korrekt-markerad-häst-4711"
WORDS = "Detta hinder har ingen annan skrivit, 8086"
SHOWN = 10  # places that a failure shows
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def seed(line):
    """The bytes of an age identity."""
    bits = "".join(f"{BECH32.index(letter):05b}" for letter in line.lower().rpartition("1")[2][:-6])
    return bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits) // 8 * 8, 8))


def of_keys(keys):
    """What is secret in a key directory without a passphrase (docs/format.md, "Key directory")."""
    line = next(line for line in (keys / "receive.key").read_text().splitlines() if not line.startswith("#"))
    signing = base64.b64decode((keys / "sign.key").read_text().splitlines()[1])
    return {"identity-text": line[-60:].encode(), "identity": seed(line)[:32], "sign-key": signing[62:94]}


class Watch:
    """A folder with parties, and programs that are watched there."""

    def __init__(self, directory):
        self.directory, self.markers, self.found, self.programs = directory, {}, [], BUILD
        if is_static():
            self.programs = directory / "programs"
            self.programs.mkdir()
            stock(["cc", "-D_GNU_SOURCE", "-o", self.programs / "sigill", "tests/preload/released_static.c"], ".")
            (self.programs / "sigill-msb").hardlink_to(self.programs / "sigill")
        self.passphrase = written_secret(directory / "passphrase", PASSPHRASE)
        self.look_for(passphrase=PASSPHRASE.encode(), answer=WORDS.encode())

    def look_for(self, **markers):
        self.markers.update({name.replace("_", "-"): bytes_ for name, bytes_ in markers.items()})
        lines = [f"{name} {bytes_.hex()}\n" for name, bytes_ in self.markers.items()]
        (self.directory / "markers").write_text("".join(lines))

    def environment(self):
        (self.directory / "log").write_text("")
        told = {"RELEASED_MARKERS": self.directory / "markers", "RELEASED_LOG": self.directory / "log"}
        if self.programs != BUILD:
            return {**told, "RELEASED_PROGRAMS": BUILD.resolve(), "GLIBC_TUNABLES": f"glibc.malloc.trim_threshold={1 << 40}"}
        # What libraries bind late, the dynamic linker saves registers on the stack for (SECURITY.md).
        return preload("released", **told, LD_BIND_NOW=1)

    def note(self, words, but):
        for line, count in collections.Counter((self.directory / "log").read_text().splitlines()).items():
            marker, where, *calls = line.split()
            if (marker, where) not in but:
                self.found.append(f"{words}: {marker} {where} {count} times: {self.places(calls)}")

    @staticmethod
    def places(calls):
        called = [call.split("+") for call in calls if call.startswith("sigill")][:7]
        return " < ".join(subprocess.run(["addr2line", "-fs", "-e", BUILD / name, at], stdout=subprocess.PIPE,
                                         text=True).stdout.splitlines()[0] for name, at in called) or " ".join(calls[:6])

    def does(self, name, *words, status=0, but=()):
        result = program(self.programs / name, *words, cwd=self.directory, env=self.environment())
        self.note(words[0], but)
        return expect(result, status)

    def talks(self, name, *words, talk):
        result = terminal(self.programs / name, *words, talk=talk, cwd=self.directory, env=self.environment())
        self.note(words[0], ())
        return expect(result, 0)

    def nothing_left(self):
        assert not self.found, "\n" + "\n".join(self.found[:SHOWN]) + f"\n{len(self.found)} in all"


def parties(directory):
    """An organisation whose keys have a passphrase, with answers, and an authority whose keys have none."""
    watch = Watch(directory)
    secret = ["--passphrase-file", watch.passphrase]
    register, authority = make_register(directory)
    watch.does("sigill", "keygen", "-k", "party", *secret)
    watch.does("sigill", "card", "-k", "party", *CARD, *secret)
    expect(program("sigill-msb", "card", "-k", authority, "--name", "Myndigheten"), 0)
    expect(trust(directory / "party", own(authority)), 0)
    expect(enrol(register, authority, own(directory / "party")), 0)
    answers = {**json.loads(TYPICAL.read_text(encoding="utf-8")), "obstacles": WORDS}
    answers["organisation"] = {"name": CARD[1], "number": CARD[3], "group": CARD[5]}
    (directory / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    watch.look_for(**of_keys(authority))
    return watch, secret


@test
def test_S6_nothing_secret_is_left_in_memory_that_is_released(directory):
    watch, secret = parties(directory)
    keyed = ["-r", "register", "-k", "msb"]
    watch.does("sigill", "seal", "answers.json", "-k", "party", "--yes", "-o", "one.sigill", *secret)
    watch.talks("sigill", "seal", "answers.json", "-k", "party", "--yes", "-o", "two.sigill",
                talk=[("assphrase", PASSPHRASE + "\n")])
    watch.does("sigill", "score", "answers.json")
    make_party(directory / "plain")
    expect(trust(directory / "plain", own(directory / "msb")), 0)
    watch.look_for(**{f"own-{name}": bytes_ for name, bytes_ in of_keys(directory / "plain").items()})
    watch.does("sigill", "seal", "answers.json", "-k", "plain", "--yes", "-o", "plain.sigill")
    watch.does("sigill-msb", "receive", *keyed, "one.sigill", "two.sigill")
    last = rows(directory / "register", "SELECT lower(hex(id)) FROM submissions ORDER BY rowid DESC")[0][0]
    watch.does("sigill-msb", "extract", last, *keyed, "-o", "out")
    watch.does("sigill-msb", "stats", *keyed)
    watch.does("sigill-msb", "fsck", *keyed)
    watch.does("sigill-msb", "choose", last, *keyed)
    watch.does("sigill-msb", "feedback", *keyed, "--all", "-o", "answered")
    watch.does("sigill", "open", f"answered/{CARD[3]}.sigill", "-k", "party", "-o", "opened", *secret)
    watch.does("sigill-msb", "backup", *keyed, "-o", "copy")
    watch.does("sigill", "card", "-k", "party", "--renew", *secret)
    watch.does("sigill-msb", "rotate", "-k", "msb")
    watch.does("sigill-msb", "rewrap", *keyed, "--to", "msb")
    watch.nothing_left()


@test
def test_S6_what_is_left_would_be_found(directory):
    """Of a name, which is no secret, copies are left on the stack."""
    watch, secret = parties(directory)
    watch.look_for(name=CARD[1].encode())
    watch.does("sigill", "seal", "answers.json", "-k", "party", "--yes", "-o", "one.sigill", *secret)
    assert any(": name stack " in line for line in watch.found), watch.found


run()
