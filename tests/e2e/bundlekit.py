"""Bundles made with stock tools alone (tar, gzip, minisign, age), honest ones and hostile ones.

A Bundle is a chain of parts: answers, answers_json, answers_signature, payload_tar, payload, manifest,
manifest_json, manifest_signature, frame, sealed. Each is made from those before it, and each can be
replaced: Bundle(world, "ankeborg", manifest_json=b"{}") or, computed from the honest part,
Bundle(world, "ankeborg", manifest=edit(type="feedback")). What comes after follows suit, so that a
hostile part is signed and sealed like an honest one."""
import copy
import functools
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from sigill_test import BUILD, DATA, expect, msb, preloading, sigill, test, tree, unchanged

EDITION = Path("editions/infosakkollen-2021.json").resolve()
SCRATCH = tempfile.TemporaryDirectory(prefix="sigill-kit-")
TAR = ["tar", "--format=ustar", "-b1", "--mode=0600", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"]
BLOCK = 512


# ---- documents ----

def without_about(value):
    """What is said of the questions to whoever fills them in is not sealed."""
    if not isinstance(value, dict):
        return value
    return {key: without_about(member) for key, member in value.items() if key != "about"}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def edit(**members):
    """A maker of a document in which these members are changed."""
    def change(document):
        return {**document, **{name: value(document[name]) if callable(value) else value
                               for name, value in members.items()}}
    return change


def padme(length):
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


# ---- stock tools ----

def stock(command, directory, data=None):
    done = subprocess.run(command, cwd=directory, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.returncode == 0, f"{command}: {done.stderr.decode()}"
    return done.stdout


def tar(members, tool=TAR):
    """members: pairs of path and content, in their order."""
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as directory:
        for name, content in members:
            path = Path(directory, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        return stock([*tool, "-cf", "-", *(name for name, _ in members)], directory)


def gzip(data):
    return stock(["gzip", "-n", "-9", "-c"], SCRATCH.name, data)


def minisign(key, data, trusted, untrusted="sigill", options=()):
    with tempfile.TemporaryDirectory(dir=SCRATCH.name) as directory:
        Path(directory, "document").write_bytes(data)
        stock(["minisign", "-S", *options, "-s", key, "-m", "document", "-c", untrusted, "-t", trusted], directory, b"")
        return Path(directory, "document.minisig").read_bytes()


def age(recipients, data, options=()):
    return stock(["age", *options, *(word for line in recipients for word in ("-r", line))], SCRATCH.name, data)


HEADER = {"name": (0, 100), "mode": (100, 8), "uid": (108, 8), "size": (124, 12), "mtime": (136, 12), "type": (156, 1),
          "linkname": (157, 100), "uname": (265, 32)}


def tar_member(name, content=b"", /, **fields):
    """One member as tar writes it, but with these fields (bytes) in its header."""
    block = bytearray(tar([("member", content)])[:BLOCK])
    for field, value in {"name": name.encode(), **fields}.items():
        at, size = HEADER[field]
        block[at:at + size] = value.ljust(size, b"\0")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + content + bytes(-len(content) % BLOCK)


# ---- a changed system ----

@functools.cache
def preloaded(name):
    """A library from tests/preload/ made on the spot."""
    library = Path(SCRATCH.name, f"{name}.so")
    stock(["cc", "-shared", "-fPIC", "-D_GNU_SOURCE", "-o", library, f"tests/preload/{name}.c", "-ldl"], ".")
    return library


def is_static():
    """Whether the programs are such that nothing can be preloaded in them."""
    return "INTERP" not in stock(["readelf", "-lW", BUILD / "sigill"], ".").decode()


def preload(name, **variables):
    """The environment for a program with that library in it."""
    sanitizers = os.environ.get("ASAN_OPTIONS", "")
    return {"LD_PRELOAD": preloading(preloaded(name)), "ASAN_OPTIONS": f"{sanitizers}:verify_asan_link_order=0".lstrip(":"),
            **{key: str(value) for key, value in variables.items()}}


# ---- parties ----

class Party:
    """A key directory without a passphrase, and what its card says."""

    def __init__(self, keys):
        self.keys, self.sign = keys, keys / "sign.key"
        with tarfile.open(keys / "own.card") as card:
            self.card = card.extractfile("card.json").read()
        self.says = json.loads(self.card)
        self.fingerprint = digest(self.card)


class World:
    """An authority, two enrolled municipalities, a region that is not enrolled, and a register."""

    NUMBERS = {"ankeborg": ("Ankeborgs kommun", "212999-0004", "kommun"),
               "exempelby": ("Exempelby kommun", "212999-0012", "kommun"),
               "gaseborg": ("Region Gåseborg", "232999-0002", "region")}

    def __init__(self, directory):
        self.directory, self.register = directory, directory / "register"
        keys = directory / "msb"
        expect(msb("init", "-r", self.register, "-k", keys, "--no-passphrase"), 0)
        expect(msb("card", "-k", keys, "--name", "MSB"), 0)
        self.authority = Party(keys)
        for name, (title, number, group) in self.NUMBERS.items():
            setattr(self, name, self.organisation(directory / name, title, number, group))
        for party in (self.ankeborg, self.exempelby):
            self.enrol(party)
        self.heads = Path(shutil.copytree(keys / "heads", directory / "heads"))
        self.edition_digest = digest(canonical(json.loads(EDITION.read_text())["model"]))
        self.template = self.make_template()
        self.results = {}

    def organisation(self, keys, name, number, group, *options):
        expect(sigill("keygen", "-k", keys, "--no-passphrase"), 0)
        expect(sigill("card", "-k", keys, "--name", name, "--number", number, "--group", group, *options), 0)
        expect(sigill("trust", "-k", keys, self.authority.keys / "own.card",
                      "--fingerprint", self.authority.fingerprint), 0)
        return Party(keys)

    def enrol(self, party, register=None):
        return expect(msb("enrol", "-r", register or self.register, "-k", self.authority.keys,
                          party.keys / "own.card", "--fingerprint", party.fingerprint, "--yes"), 0)

    def make_template(self):
        path = self.directory / "template.json"
        expect(sigill("template", "-o", path), 0)
        return without_about(json.loads(path.read_text()))

    def answers(self, party):
        """A municipality's typical answers as this party's, every key written."""
        typical = json.loads((DATA / "typical-municipality.json").read_text())
        whole = {**copy.deepcopy(self.template), **typical}
        whole["answers"] = {**self.template["answers"], **typical["answers"]}
        whole["background"] = {**self.template["background"], **typical.get("background", {})}
        whole["organisation"] = {key: party.says[key] for key in ("name", "number", "group")}
        return whole

    def answers_file(self, party, directory, **members):
        path = directory / f"{party.says['number']}.json"
        path.write_text(json.dumps({**self.answers(party), **members}, ensure_ascii=False))
        return path

    def result(self, answers):
        """What `score` says of the answers, as a manifest states it."""
        text = canonical(answers)
        if text not in self.results:
            path = self.directory / "scored.json"
            path.write_bytes(text)
            score = json.loads(sigill("score", path, "--json").out)
            self.results[text] = {
                **{key: score[key] for key in ("level", "points", "measures")},
                "areas": [{key: area[key] for key in ("id", "level", "points")} for area in score["areas"]]}
        return self.results[text]

    def copy(self, directory):
        """A register of one's own. The key directory keeps the head of one register of that id: of this copy, from
        now on."""
        register, heads = directory / "register", self.authority.keys / "heads"
        shutil.copytree(self.register, register, symlinks=True)
        shutil.rmtree(heads)
        shutil.copytree(self.heads, heads)
        return register


# ---- bundles ----

class Bundle:
    def __init__(self, world, sender="ankeborg", **parts):
        self.world, self.sender, self.parts = world, getattr(world, sender), parts

    def __getattr__(self, name):
        make = getattr(type(self), "make_" + name)
        given = self.parts.get(name, lambda honest: honest)
        value = given(make(self)) if callable(given) else given
        setattr(self, name, value)
        return value

    def make_id(self):
        return secrets.token_hex(16)

    def make_answers(self):
        return self.world.answers(self.sender)

    def make_answers_json(self):
        return canonical(self.answers)

    def make_answers_signature(self):
        return minisign(self.sender.sign, self.answers_json, f"sigill-answers/1 {self.sender.says['number']}")

    def make_attachments(self):
        """Pairs of shown name and content."""
        return []

    def make_files(self):
        """Triples of path, shown name and content, in the order of the payload."""
        own = [("answers.json", self.answers_json), ("answers.json.minisig", self.answers_signature)]
        return [(path, path, content) for path, content in own] + [
            (f"attachments/{place:03}", name, content) for place, (name, content) in enumerate(self.attachments, 1)]

    def make_payload_tar(self):
        return tar([(path, content) for path, _, content in self.files])

    def make_payload(self):
        return gzip(self.payload_tar)

    def make_manifest(self):
        own = self.sender.says
        return {
            "format": "sigill-bundle/1", "type": "submission", "id": self.id, "created": "2026-11-21T12:00:00Z",
            "marking": self.answers["marking"],
            "sender": {"name": own["name"], "number": own["number"], "group": own["group"],
                       "card": self.sender.fingerprint},
            "recipients": [self.world.authority.fingerprint],
            "edition": {"id": "infosakkollen-2021", "digest": self.world.edition_digest},
            "supersedes": [],
            "result": self.world.result(self.answers),
            "files": [{"path": path, "name": name, "size": len(content), "blake2b": digest(content)}
                      for path, name, content in self.files],
            "payload": {"size": len(self.payload), "blake2b": digest(self.payload)},
        }

    def make_manifest_json(self):
        return canonical(self.manifest)

    def make_trusted(self):
        return f"sigill-bundle/1 {self.manifest.get('type')} {self.manifest.get('id')}"

    def make_manifest_signature(self):
        return minisign(self.sender.sign, self.manifest_json, self.trusted)

    def make_members(self):
        """The frame's members."""
        return [("payload.tar.gz", self.payload), ("manifest.json", self.manifest_json),
                ("manifest.json.minisig", self.manifest_signature)]

    def make_archive(self):
        return tar(self.members)

    def make_frame(self):
        return self.archive.ljust(padme(max(len(self.archive), 65536)), b"\0")

    def make_recipients(self):
        return self.world.authority.says["recipients"]

    def make_sealed(self):
        return age(self.recipients, self.frame)

    def write(self, directory, name=None):
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / (name or f"{secrets.token_hex(8)}.sigill")
        path.write_bytes(self.sealed)
        return path


# ---- the register, as the programs show it ----

def receive(world, register, *paths, options=(), env=None):
    """Runs receive --json. -> Result, with .lines: one dict for each bundle."""
    result = msb("receive", "-r", register, "-k", world.authority.keys, "--json", *options, *paths, env=env)
    result.lines = [json.loads(line) for line in result.out.splitlines()]
    return result


def listed(world, register):
    result = expect(msb("list", "-r", register, "-k", world.authority.keys, "--json"), 0)
    return json.loads(result.out)


@functools.cache
def world():
    """The one world of a script, made when it is first asked for."""
    directory = Path(SCRATCH.name, "world")
    directory.mkdir()
    return World(directory)


def refuses(register, path, reason):
    """This one file is refused for that reason alone, and the register holds what it held."""
    before, originals = listed(world(), register), tree(register / "originals")
    result = expect(receive(world(), register, path), 1)
    assert [(line["verdict"], line["reason"]) for line in result.lines] == [("refused", reason)], result
    assert listed(world(), register) == before, result
    unchanged(register / "originals", originals)
    assert not any((register / "incoming").iterdir()), result
    return result


def imports(register, path):
    """This one file is imported. -> its id"""
    result = expect(receive(world(), register, path), 0)
    assert [line["verdict"] for line in result.lines] == ["imported"], result
    identity = result.lines[0]["id"]
    assert identity in [entry["id"] for entry in listed(world(), register)], result
    return identity


def hostile(reason, name, make=None, **parts):
    """A test of that name: this bundle (what make() returns, or one with these parts) is refused for
    that reason, and an honest one with the same id is imported after it."""
    def check(directory):
        register, medium = world().copy(directory), directory / "medium"
        bundle = make() if make else Bundle(world(), **parts)
        refuses(register, bundle.write(medium), reason)
        assert imports(register, Bundle(world(), id=bundle.id).write(medium)) == bundle.id
    check.__name__ = "test_" + name
    test(check)
