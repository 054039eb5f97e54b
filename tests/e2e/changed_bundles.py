"""Bundles changed at random, in bulk: none is imported, none hangs, memory is bounded, each is refused for a reason.

MUTATIONS (default 2000) of them, from the random numbers of SEED (default 1). Three kinds: changes to the sealed file,
changes to the frame within (sealed anew), and signed content that lies (sealed and signed anew)."""
import collections
import gzip
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import tarfile
import time
import zlib
from pathlib import Path

from parties import enrol, make_authority, make_party, make_register, own, record, trust
from sigill_test import BUILD, DATA, command_line, environment, expect, msb, run, sigill, test

MUTATIONS, SEED = int(os.environ.get("MUTATIONS", "2000")), int(os.environ.get("SEED", "1"))
BATCH, SLOWEST = 500, 120  # files of one run; seconds that it may take
SANITIZED = b"__asan_init" in (BUILD / "sigill-msb").read_bytes()
RESIDENT = (1024 if SANITIZED else 64) * 1024  # KiB of any process
MAGIC = b"age-encryption.org/v1\n"
CHUNK, BLOCK = 65536 + 16, 512
# What may be said of a file without, and with, a signature that holds over its manifest.
UNSIGNED = {"not-a-bundle", "damaged", "not-for-us", "too-large"}
RESEALED = UNSIGNED | {"bad-signature", "unknown-sender", "content-mismatch"}


class World:
    def __init__(self, directory):
        self.directory = directory
        self.register, self.keys = make_register(directory)
        expect(msb("card", "-k", self.keys, "--name", "Myndigheten"), 0)
        self.party = make_party(directory / "party", "--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun")
        expect(trust(self.party, own(self.keys)), 0)
        expect(enrol(self.register, self.keys, own(self.party)), 0)
        self.recipient = record(own(self.keys))["recipients"][0]
        self.sealed = [self.seal(name, *attached) for name, attached in
                       (("a", []), ("b", []), ("c", [40000]), ("d", [300000, 10]))]
        self.frames = [self.opened(path) for path in self.sealed]
        self.files = [path.read_bytes() for path in self.sealed]

    def seal(self, name, *attached):
        options = []
        for place, size in enumerate(attached):
            path = self.directory / f"{name}{place}.bin"
            path.write_bytes(random.Random(size).randbytes(size))
            options += ["--attach", path]
        path = self.directory / f"{name}.sigill"
        expect(sigill("seal", DATA / "typical-municipality.json", "-k", self.party, "--yes", "-o", path, *options), 0)
        return path

    def opened(self, path):
        return stock("age", "-d", "-i", self.keys / "receive.key", path)

    def age(self, frame):
        return stock("age", "-r", self.recipient, data=frame)

    def copy(self, place):
        """An authority of its own: its register, and its keys, which keep the head of the register's audit."""
        return tuple(Path(shutil.copytree(source, place / source.name)) for source in (self.register, self.keys))


def stock(*command, data=None, cwd=None):
    return subprocess.run([str(word) for word in command], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          cwd=cwd, check=True).stdout


# ---- the sealed file ----

def header_size(data):
    return data.index(b"\n--- ") + 5 + 44


def flip(rng, world):
    data = bytearray(rng.choice(world.files))
    for _ in range(rng.choice((1, 1, 1, 2, 8))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return data


def flip_in_header(rng, world):
    data = bytearray(rng.choice(world.files))
    data[rng.randrange(header_size(data) + 16)] ^= 1 << rng.randrange(8)
    return data


def cut(rng, world):
    data = rng.choice(world.files)
    return data[:rng.choice((rng.randrange(len(data)), rng.randrange(3000), len(data) - 1, header_size(data)))]


def append(rng, world):
    return rng.choice(world.files) + rng.randbytes(rng.choice((1, 16, 17, CHUNK)))


def remove_bytes(rng, world):
    data = rng.choice(world.files)
    at, length = rng.randrange(len(data) - 1), rng.choice((1, 2, 16, 4096))
    return data[:at] + data[at + length:]


def insert_bytes(rng, world):
    data = rng.choice(world.files)
    at = rng.randrange(len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 2, 16))) + data[at:]


def splice(rng, world):
    one, other = rng.sample(world.files, 2)
    at = rng.randrange(min(len(one), len(other)))
    return one[:at] + other[at:]


def splice_at_header(rng, world):
    one, other = rng.sample(world.files, 2)
    return one[:header_size(one) + rng.choice((0, 16))] + other[header_size(other) + rng.choice((0, 16)):]


def swap_chunks(rng, world):
    data = world.files[3]
    start = header_size(data) + 1 + 16
    chunks = [data[at:at + CHUNK] for at in range(start, len(data), CHUNK)]
    rng.shuffle(chunks)
    return data[:start] + b"".join(rng.choice((chunks, chunks[:-1], chunks * 2, chunks[1:])))


def more_stanzas(rng, world):
    """Up to ten thousand stanzas."""
    data = rng.choice(world.files)
    first, end = data.index(b"-> "), data.index(b"\n--- ") + 1
    return data[:end] + data[first:end] * rng.choice((1, 7, 8, 20, 10000)) + data[end:]


def other_stanza(rng, world):
    data = rng.choice(world.files)
    end = data.index(b"\n--- ") + 1
    stanza = rng.choice((b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n", b"-> scrypt " + b"A" * 22 + b" 30\n" + b"A" * 43 + b"\n",
                         b"-> x-grease a b\n\n", b"-> " + b"a " * 2000 + b"a\n\n"))
    return rng.choice((data[:end] + stanza + data[end:], MAGIC + stanza + data[end:]))


def rubbish(rng, world):
    return rng.choice((b"", MAGIC, MAGIC + b"-> ", MAGIC + b"---", rng.randbytes(rng.randrange(70000)),
                       MAGIC + rng.randbytes(rng.randrange(70000)), rng.choice(world.frames)))


# ---- the frame within ----

def members(frame):
    """The frame's members as they stand: header, content and padding."""
    parts, at = [], 0
    while frame[at:at + 1] != b"\0":
        size = int(frame[at + 124:at + 135], 8)
        whole = BLOCK + (size + BLOCK - 1) // BLOCK * BLOCK
        parts.append(frame[at:at + whole])
        at += whole
    return parts


def checksummed(member):
    block = bytearray(member)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block[:BLOCK])
    return bytes(block)


def padded(parts):
    data = b"".join(parts)
    length = max(len(data) + 2 * BLOCK, 65536)
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return data + bytes(((length + mask) & ~mask) - len(data))


def frame_flip(rng, world):
    data = bytearray(rng.choice(world.frames))
    used = sum(len(part) for part in members(bytes(data)))
    data[rng.choice((rng.randrange(len(data)), rng.randrange(used), rng.randrange(BLOCK)))] ^= 1 << rng.randrange(8)
    return data


def frame_order(rng, world):
    parts = members(rng.choice(world.frames))
    shuffled = parts[:]
    while shuffled == parts:
        shuffled = rng.choice((rng.sample(parts, len(parts)), parts + [rng.choice(parts)], rng.sample(parts, 2), parts[:1]))
    return padded(shuffled)


def frame_size_lie(rng, world):
    parts = members(rng.choice(world.frames))
    place = rng.randrange(len(parts))
    honest = int(parts[place][124:135], 8)
    lie = rng.choice((0, 1, honest + 1, honest - 1, honest + BLOCK, 0o77777777777, 1 << 30, 1 << 18, 65536))
    parts[place] = checksummed(parts[place][:124] + b"%011o\0" % lie + parts[place][136:])
    return padded(parts)


def frame_fields(rng, world):
    parts = members(rng.choice(world.frames))
    place = rng.randrange(len(parts))
    at, value = rng.choice(((100, b"0000644\0"), (108, b"0001750\0"), (136, b"00000000001\0"), (156, b"1"), (156, b"2"), (156, b"5"),
                            (156, b"L"), (156, b"x"), (157, b"../etc/passwd"), (0, b"../../x"), (0, b"/abs"), (257, b"ustar  \0"),
                            (124, b"\x80\0\0\0\0\0\0\0\0\0\2\0"), (265, b"root"), (345, b"prefix")))
    member = parts[place]
    parts[place] = checksummed(member[:at] + value + member[at + len(value):])
    return padded(parts)


def frame_splice(rng, world):
    """The payload of one bundle, the signed manifest of another."""
    one, other = rng.sample(world.frames, 2)
    return padded([members(one)[0], *members(other)[1:]])


def frame_signature(rng, world):
    one, other = rng.sample(world.frames, 2)
    return padded([*members(one)[:2], members(other)[2]])


def frame_length(rng, world):
    data = rng.choice(world.frames)
    return rng.choice((data + bytes(BLOCK), data[:-BLOCK], data[:-1], data + b"\0", data + b"\1", data[:BLOCK], b"", data + bytes(65536)))


def frame_nested(rng, world):
    """A frame within a frame, in the place of a member or of all."""
    data = rng.choice(world.frames)
    parts = members(data)
    place = rng.randrange(len(parts))
    inner = rng.choice((data, gzip.compress(data), gzip.compress(gzip.compress(bytes(1 << 20)))))
    header = checksummed(parts[place][:124] + b"%011o\0" % len(inner) + parts[place][136:BLOCK])
    parts[place] = header + inner + bytes(-len(inner) % BLOCK)
    return padded(parts)


SEALED = [flip, flip, flip, flip_in_header, cut, append, remove_bytes, insert_bytes, splice, splice_at_header, swap_chunks,
          more_stanzas, other_stanza, rubbish]
WITHIN = [frame_flip, frame_flip, frame_order, frame_size_lie, frame_fields, frame_splice, frame_signature, frame_length,
          frame_nested]


def reasons_for(data, world):
    """What a passphrase opens is taken for a key, and a frame that is not sealed for a container: neither is a bundle."""
    if data.startswith(MAGIC + b"-> scrypt "):
        return {"secret-key"}
    return {"unread-container"} if data in world.frames else UNSIGNED


def mutant(rng, world):
    """-> kind, bytes of the file, the reasons that it may be refused for"""
    while True:
        within = rng.random() < 0.15
        change = rng.choice(WITHIN if within else SEALED)
        data = bytes(change(rng, world))
        if within and data not in world.frames:
            return change.__name__, world.age(data), RESEALED
        if not within and data not in world.files:
            return change.__name__, data, reasons_for(data, world)


# ---- signed content ----

def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


class Signed:
    """One honest bundle taken apart; its manifest can be changed, and is signed by the organisation."""

    def __init__(self, world):
        self.world = world
        with tarfile.open(fileobj=io.BytesIO(world.frames[2])) as archive:
            self.payload = archive.extractfile("payload.tar.gz").read()
            self.manifest = json.loads(archive.extractfile("manifest.json").read())
        self.headers = [part[:BLOCK] for part in members(world.frames[2])]
        self.archive = gzip.decompress(self.payload)

    def member(self, place, content):
        header = self.headers[place]
        return checksummed(header[:124] + b"%011o\0" % len(content) + header[136:]) + content + bytes(-len(content) % BLOCK)

    def sealed(self, payload, **changes):
        manifest = {**self.manifest, "id": random.randbytes(16).hex(), **changes}
        manifest["payload"] = {"size": len(payload), "blake2b": digest(payload)}
        text = canonical(manifest)
        place = self.world.directory / "signing"
        place.mkdir(exist_ok=True)
        (place / "m").write_bytes(text)
        stock("minisign", "-S", "-s", self.world.party / "sign.key", "-m", "m", "-c", "sigill", "-t",
              f"sigill-bundle/1 {manifest['type']} {manifest['id']}", data=b"", cwd=place)
        signature = (place / "m.minisig").read_bytes()
        return self.world.age(padded([self.member(0, payload), self.member(1, text), self.member(2, signature)]))

    def promised(self, place, size, content=b""):
        """The manifest's files, one of them of another size."""
        files = json.loads(json.dumps(self.manifest["files"]))
        files[place].update(size=size, blake2b=digest(content))
        return files


def gzipped(parts):
    """One gzip member around them, without name and time, and never whole in memory."""
    shrink = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(shrink.compress(part) for part in parts), shrink.flush()])


def zeros(size):
    part = bytes(1 << 20)
    return (part for _ in range(size >> 20))


def lies(signed):
    """-> name, bytes of the file, the one reason"""
    archive, payload, manifest = signed.archive, signed.payload, signed.manifest
    attached = archive.index(b"attachments/001")
    bomb = gzipped([archive[:-1024], *zeros(1 << 30)])
    assert len(bomb) < 1 << 21, len(bomb)
    yield "a GiB of zeros behind the archive", signed.sealed(bomb), "content-mismatch"
    yield "a GiB of zeros before the archive", signed.sealed(gzipped([*zeros(1 << 30), archive])), "content-mismatch"
    huge = checksummed(archive[attached:attached + 124] + b"%011o\0" % (1 << 30) + archive[attached + 136:attached + BLOCK])
    within = gzipped([archive[:attached], huge, *zeros(1 << 30), bytes(1024)])
    yield "a GiB of zeros as an attachment of 40 kB", signed.sealed(within), "content-mismatch"
    yield "a GiB of zeros with another digest", signed.sealed(within, files=signed.promised(2, 1 << 30)), "content-mismatch"
    yield "a byte more than a GiB promised", signed.sealed(within, files=signed.promised(2, (1 << 30) + 1)), "too-large"
    yield "answers of a GiB promised", signed.sealed(payload, files=signed.promised(0, 1 << 30)), "too-large"
    yield "a number beyond all", signed.sealed(payload, files=signed.promised(2, (1 << 53) - 1)), "too-large"
    yield "a payload in a payload", signed.sealed(gzipped([payload])), "content-mismatch"
    yield "an archive in an archive", signed.sealed(gzipped([archive[:BLOCK], archive])), "content-mismatch"
    yield "two gzip members", signed.sealed(payload + payload), "content-mismatch"
    yield "a gzip member cut short", signed.sealed(payload[:-9]), "content-mismatch"
    yield "a gzip member with a name", signed.sealed(payload[:3] + b"\x08" + payload[4:10] + b"n\0" + payload[10:]), "content-mismatch"
    yield "members in another order", signed.sealed(gzipped([archive[attached:-1024], archive[:attached], bytes(1024)])), "content-mismatch"
    yield "an archive that does not end", signed.sealed(gzipped([archive[:-1024]])), "content-mismatch"
    yield "an archive that goes on", signed.sealed(gzipped([archive, archive])), "content-mismatch"
    yield "no payload", signed.sealed(b""), "content-mismatch"
    yield "no files", signed.sealed(payload, files=[]), "unknown-format"
    yield "files twice", signed.sealed(payload, files=manifest["files"] * 2), "unknown-format"
    yield "a thousand files", signed.sealed(payload, files=manifest["files"][:2] + manifest["files"][2:] * 1000), "too-large"


# ---- receiving ----

def receive(world, authority, medium, count):
    """-> the verdicts, the seconds, and the most KiB that any of its processes had; it does not hang"""
    size = world.directory / "size"
    command = ["/usr/bin/time", "-q", "-o", str(size), "-f", "%M",
               *command_line("sigill-msb", ["receive", "-r", authority[0], "-k", authority[1], "--json", medium], "en")]
    started = time.monotonic()
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=SLOWEST)
    seconds = time.monotonic() - started
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == count and done.returncode in (0, 1), f"{done.returncode}: {done.stderr.decode()[-2000:]}"
    return lines, seconds, int(size.read_text())


def batch(world, rng, number, count, tally):
    medium = world.directory / f"medium-{number}"
    medium.mkdir()
    made = {}
    for place in range(count):
        kind, data, reasons = mutant(rng, world)
        path = medium / f"{place:06}.sigill"
        path.write_bytes(data)
        made[str(path)] = (kind, reasons)
    place = world.directory / f"authority-{number}"
    authority = register, keys = world.copy(place)
    lines, seconds, resident = receive(world, authority, medium, count)
    for line in lines:
        kind, reasons = made[line["file"]]
        assert line["verdict"] == "refused" and line["reason"] in reasons, (SEED, number, kind, line)
        tally[line["reason"]] += 1
    assert json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out) == []
    assert not any((register / "originals").iterdir()) and not any((register / "incoming").iterdir())
    shutil.rmtree(medium)
    return authority, seconds, resident


def figures(text):
    print(f"# {text}", flush=True)


@test
def test_S1_no_bundle_that_was_changed_is_imported(directory):
    world, rng, tally, authority = World(directory), random.Random(SEED), collections.Counter(), None
    seconds = largest = 0
    for number, start in enumerate(range(0, MUTATIONS, BATCH)):
        if authority:
            shutil.rmtree(authority[0].parent)
        authority, took, resident = batch(world, rng, number, min(BATCH, MUTATIONS - start), tally)
        seconds, largest = seconds + took, max(largest, resident)
    figures(f"{MUTATIONS} changed bundles, seed {SEED}: none imported, {1000 * seconds / MUTATIONS:.1f} ms each")
    figures("refused: " + ", ".join(f"{count} {reason}" for reason, count in tally.most_common()))
    figures(f"largest resident size of its processes: {largest / 1024:.1f} MiB")
    assert largest < RESIDENT, largest
    honest = directory / "honest"
    honest.mkdir()
    for path in world.sealed:
        shutil.copy(path, honest)
    lines, _, _ = receive(world, authority, honest, len(world.sealed))
    assert [line["verdict"] for line in lines] == ["imported"] * len(world.sealed), lines


@test
def test_S8_signed_content_that_lies_is_refused_in_bounded_memory(directory):
    world = World(directory)
    medium, wanted = directory / "medium", {}
    medium.mkdir()
    for place, (name, data, reason) in enumerate(lies(Signed(world))):
        path = medium / f"{place:03}.sigill"
        path.write_bytes(data)
        wanted[str(path)] = (name, reason)
    lines, seconds, resident = receive(world, (world.register, world.keys), medium, len(wanted))
    for line in lines:
        name, reason = wanted[line["file"]]
        assert (line["verdict"], line["reason"]) == ("refused", reason), (name, line)
    figures(f"{len(lines)} signed lies: none imported, {seconds:.1f} s; largest resident size {resident / 1024:.1f} MiB")
    assert resident < RESIDENT, resident


run()
