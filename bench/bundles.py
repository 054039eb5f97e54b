"""Receiving small bundles, and sealing and receiving what has much attached."""
import os
import shutil
import tempfile
from pathlib import Path

from measure import BUNDLES, CORES, DISK, MIB, MSB, PAIRS, SENDERS, TMPFS, exponent, floor, interleaved, line, run, sh, spent, wanted
from world import World, attachments, number

# One bundle after the other, each in a directory of its own: opened, unpacked, both signatures checked, kept, noted.
STOCK_RECEIVE = """
cd "$1"; keys=$2; medium=$3
mkdir originals
sqlite3 register.db 'PRAGMA journal_mode=WAL; CREATE TABLE submissions(name TEXT PRIMARY KEY, digest TEXT, answers BLOB)'
for bundle in "$medium"/*; do
  name=${bundle##*/}; sender=$(sed -n 2p "$keys/../${name%%-*}/sign.pub")
  mkdir one one/content
  age -d -i "$keys/receive.key" -o one/frame.tar "$bundle"
  tar -xf one/frame.tar -C one
  minisign -Vq -P "$sender" -m one/manifest.json
  tar -xzf one/payload.tar.gz -C one/content
  minisign -Vq -P "$sender" -m one/content/answers.json
  cp "$bundle" originals/; sync "originals/$name" originals
  sqlite3 register.db "INSERT INTO submissions VALUES('$name', '$(b2sum -l 256 "$bundle" | cut -d ' ' -f 1)', readfile('one/content/answers.json'))"
  rm -r one
done
"""
# Answers would be among the attachments; the signature is over what is handed over.
STOCK_SEAL = """
cd "$1"; keys=$2; medium=$3; card=$4
tar -cf - -C "$medium" . | pigz -n | age -r "$(tar -xOf "$card" card.json | grep -o 'age1pq1[0-9a-z]*' | head -1)" -o out.age
minisign -S -s "$keys/sign.key" -m out.age
sync out.age
"""
# Behind STOCK_RECEIVE of one, where that was: nothing deciphered is kept between the two. Padding stands behind the archive's end.
STOCK_EXTRACT = """
mkdir content
age -d -i "$keys/receive.key" originals/* | tar -ixOf - payload.tar.gz | pigz -dc | tar -xf - -C content
sync -f content
"""
# Of what STOCK_SEAL made: believed for the signature beside it, not looked into when it comes, and unpacked once.
STOCK_UNPACK_ONCE = """
cd "$1"; keys=$2; sender=$3; sealed=$4
minisign -Vq -P "$(sed -n 2p "$sender/sign.pub")" -m "$sealed"
cp "$sealed" kept.age; sync kept.age
age -d -i "$keys/receive.key" -o payload.tar.gz kept.age
mkdir content; pigz -dc payload.tar.gz | tar -xf - -C content
sync -f content
"""


class Place:
    """Where the ways of a row do their work: each has an empty directory of its own for each run."""

    def __init__(self, parent):
        self.parent, self.held = Path(parent), None

    def empty(self):
        self.forget()
        self.held = tempfile.mkdtemp(prefix="sigill-bench-", dir=self.parent)
        os.sync()
        return Path(self.held)

    def forget(self):
        if self.held:
            shutil.rmtree(self.held)
        self.held = None


# ---- small ones ----

def small_floor(directory, count, size):
    """A bundle is opened, its file hashed and deciphered, two signatures of two checks each checked, the answers inflated and
    sealed for the register, a receipt signed, original and receipt written; once in 64, the commit and the head."""
    groups = -(-count // 64)
    return floor(directory, open=count, hash=(count, size), cipher=(count, size), check=4 * count, inflate=(count, 16384),
                 sign=2 * count + 2 * groups, write=(count, size), commit=(2 * groups, 65536))


def receiving(world, medium, place):
    def ours():
        return [MSB, "receive", "--json", *world.anew(place.empty()), str(medium)]
    return ours


def small(world, medium, few, where, parent):
    place = Place(parent)
    size = sum(path.stat().st_size for path in medium.iterdir()) // BUNDLES
    found = interleaved(PAIRS, ours=receiving(world, medium, place),
                        stock=lambda: sh(STOCK_RECEIVE, place.empty(), world.keys, medium),
                        floor=lambda: small_floor(place.empty(), BUNDLES, size))
    less = spent(receiving(world, few, place)())
    place.forget()
    line(f"receive {BUNDLES} bundles, {where}", found["ours"], found["stock"], found["floor"],
         (exponent(less.cpu, found["ours"].cpu, 10), exponent(less.mib, found["ours"].mib, 10)))


def few_of(medium, folder):
    folder.mkdir()
    for path in sorted(medium.iterdir())[::10]:
        shutil.copy(path, folder)
    return folder


# ---- a large one ----

def seal_large(world, folder, bundle, stock, place):
    total = sum(path.stat().st_size for path in folder.iterdir())
    pieces = total >> 20
    named = [word for path in sorted(folder.iterdir()) for word in ("--attach", path)]
    found = interleaved(PAIRS, ours=lambda: world.sealing(0, place.empty() / bundle.name, *named),
                        stock=lambda: sh(STOCK_SEAL, place.empty(), world.organisation(0), folder, world.card),
                        floor=lambda: floor(place.empty(), hash=(3 * pieces, 1 << 20), cipher=(2 * pieces, 1 << 20),
                                            write=(CORES, total * 7 // 10 // CORES), seal=1, sign=4))
    line(f"seal {MIB} MiB attached", found["ours"], found["stock"], found["floor"])
    run(*world.sealing(0, bundle, *named))
    run(*sh(STOCK_SEAL, place.empty(), world.organisation(0), folder, world.card))
    for ending in ("", ".minisig"):
        shutil.copy(f"{place.held}/out.age{ending}", f"{stock}{ending}")
    print(f"  its size to that of the stock tools': {bundle.stat().st_size / stock.stat().st_size:.3f} (padded)")


def receive_and_extract_large(world, total, bundle, stock, place):
    """Beside the same of the same bundle, and beside what stock tools have least to do with."""
    pieces = total >> 20

    def ours():
        there = place.empty()
        keys = world.anew(there / "place")
        return sh('program=$1; bundle=$2; out=$3; number=$4; shift 4; "$program" receive "$@" --json "$bundle" >"$out.json"\n'
                  '"$program" extract "$@" -o "$out" "$number"', MSB, bundle, there / "out", number(0), *keys)

    found = interleaved(PAIRS, ours=ours,
                        stock=lambda: sh(STOCK_RECEIVE + STOCK_EXTRACT, place.empty(), world.keys, bundle.parent),
                        once=lambda: sh(STOCK_UNPACK_ONCE, place.empty(), world.keys, world.organisation(0), stock),
                        floor=lambda: floor(place.empty(), hash=(3 * pieces, 1 << 20), cipher=(2 * pieces, 1 << 20),
                                            inflate=(2 * pieces, 1 << 20), open=2, check=8,
                                            write=(CORES, total * 17 // 10 // CORES)))
    line("receive and extract it", found["ours"], found["stock"], found["floor"])
    line("  to unpacking once, unread before", found["ours"], found["once"])


def large(world, folder):
    place = Place(DISK)
    bundle, stock = world.where / "large" / "0-large.sigill", world.where / "stock.age"
    bundle.parent.mkdir()
    seal_large(world, folder, bundle, stock, place)
    receive_and_extract_large(world, sum(path.stat().st_size for path in folder.iterdir()), bundle, stock, place)
    place.forget()


def rows():
    if not wanted("receive", "seal", "extract"):
        return
    with tempfile.TemporaryDirectory(dir=DISK, prefix="sigill-bench-") as where:
        world = World(where, SENDERS)
        if wanted("receive"):
            medium = world.bundles(world.where / "medium", BUNDLES)
            few = few_of(medium, world.where / "few")
            small(world, medium, few, "disk", DISK)
            small(world, medium, few, "tmpfs", TMPFS)
        if wanted("seal", "extract"):
            large(world, attachments(world.where / "attached", MIB))
