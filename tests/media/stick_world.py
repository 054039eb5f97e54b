"""The world that tests/e2e/real_media.py has made, a copy for each test: register, the authority's keys, organisations with
answers and a sealed bundle each. Everything is the user's; runs are the user's too unless said otherwise."""
import json
import os
import shutil
from pathlib import Path

from sigill_test import expect, program
from stick import USER, private

SHARED = Path("/run/shared")
PARTIES = 6
LARGE = 5 << 20


class World:
    def __init__(self, directory):
        os.chown(directory, USER, USER)
        self.place = directory / "world"
        shutil.copytree(SHARED / "world", self.place)
        private(self.place)
        self.register, self.keys = self.place / "register", self.place / "msb"
        self.bundles = [self.place / f"bundle{number}.sigill" for number in range(PARTIES)]

    def party(self, number):
        return self.place / f"party{number}"

    def seal(self, number, *words, user=USER):
        return program("sigill", "seal", self.place / f"answers{number}.json", "-k", self.party(number), "--yes", *words, user=user)

    def party_card(self, number, path, user=USER):
        """A copy of an organisation's card, the next of its series."""
        return program("sigill", "card", "-k", self.party(number), "--renew", "-o", path, user=user)

    def msb_restore(self, copy, register, user=USER):
        return program("sigill-msb", "restore", "--yes", copy, "-r", register, "-k", self.keys, "--accept-older", user=user)

    def msb(self, name, *words, user=USER):
        return program("sigill-msb", name, "-r", self.register, "-k", self.keys, *words, user=user)

    def receive(self, *words, status, user=USER):
        """The lines of `receive --json`, and the run."""
        result = expect(self.msb("receive", "--json", *words, user=user), status)
        return [json.loads(line) for line in result.out.splitlines()], result

    def received_anyhow(self, *words):
        """The same, whatever comes of it."""
        result = self.msb("receive", "--json", *words)
        return [json.loads(line) for line in result.out.splitlines()], result

    def extract_large(self, path):
        """What does not fit on a medium with little room: answers with an attachment."""
        large = self.place / "plan.pdf"
        large.write_bytes(os.urandom(200000))
        expect(self.seal(3, "--attach", large, "-o", self.place), 0)
        lines, _ = self.receive(*self.place.glob("[0-9a-f]*.sigill"), status=0)
        return self.msb("extract", lines[0]["id"], "-o", path)

    def make_last_bundle_large(self):
        """It takes long to read from a slow medium."""
        large, bundle = self.place / "large.pdf", self.bundles[-1]
        large.write_bytes(os.urandom(LARGE))
        bundle.unlink()
        expect(self.seal(PARTIES - 1, "--attach", large, "-o", bundle), 0)

    def listed(self):
        return json.loads(expect(self.msb("list", "--json"), 0).out)


def verdicts(lines):
    return sorted(line["reason"] or line["verdict"] for line in lines)


def temporary(place):
    """What a run has left under a name that is not final."""
    return [path for path in place.rglob("*") if path.name.startswith(".sigill-")]
