"""Looking through a register, and copying it: of received bundles, and of what strangers sent."""
import shutil
import tempfile
from pathlib import Path

from bundles import Place
from measure import BUNDLES, DISK, MSB, PAIRS, REFUSALS, SENDERS, exponent, floor, interleaved, line, run, sh, spent, wanted
from world import World

# Hashes each original and checks its two signatures, one after the other.
STOCK = """
cd "$1"; keys=$2; register=$3
for original in "$register"/originals/*; do
  b2sum -l 256 "$original" >>digests
  mkdir one one/content
  age -d -i "$keys/receive.key" -o one/frame.tar "$original"
  tar -xf one/frame.tar -C one
  tar -xzf one/payload.tar.gz -C one/content
  number=$(grep -o '"number":"[^"]*"' one/manifest.json | cut -d '"' -f 4)
  sender=$(sed -n 2p "$keys/../by-number/$number/sign.pub")
  minisign -Vq -P "$sender" -m one/manifest.json
  minisign -Vq -P "$sender" -m one/content/answers.json
  rm -r one
done
"""
STOCK_BACKUP = 'cp -r "$3" "$1/copy"; sync -f "$1/copy"\n' + STOCK


def checks(directory, count, size, written=0):
    """Hashing the originals and checking their signatures: to be read, each is opened."""
    works = {"hash": (count, size), "open": count, "cipher": (count, 16384), "check": 4 * count}
    return floor(directory, **works, **({"write": (count, size)} if written else {}))


def grown(few, found):
    return [exponent(few[figure], found[figure], 10) for figure in (1, 2)]


# ---- bundles ----

def received(world, folder, place):
    keys = world.anew(place)
    run(MSB, "receive", "--json", *keys, str(folder))
    return keys


def ours(name, keys, place):
    return [MSB, name, *keys, *(["-o", str(place.empty() / "copy")] if name == "backup" else [])]


def of_bundles():
    with tempfile.TemporaryDirectory(dir=DISK, prefix="sigill-bench-") as where:
        world, place = World(where, SENDERS), Place(DISK)
        medium = world.bundles(world.where / "medium", BUNDLES)
        size = sum(path.stat().st_size for path in medium.iterdir()) // BUNDLES
        many = received(world, medium, f"{where}/many")
        for path in sorted(medium.iterdir())[BUNDLES // 10:]:
            path.unlink()
        few = received(world, medium, f"{where}/few")
        for name, stock in (("fsck", STOCK), ("backup", STOCK_BACKUP)):
            if not wanted(name):
                continue
            found = interleaved(PAIRS, ours=lambda: ours(name, many, place),
                                stock=lambda: sh(stock, place.empty(), world.keys, f"{where}/many/register"),
                                floor=lambda: checks(place.empty(), BUNDLES, size, name == "backup"))
            line(f"{name} of {BUNDLES} bundles", found["ours"], found["stock"], found["floor"],
                 grown(spent(ours(name, few, place)), found["ours"]))
        place.forget()


# ---- refusals ----

AT_ONCE = 1000  # what one run of receive records (docs/format.md, "Limits")


def refuse(where, keys, first, last):
    """Files of no sender, which all differ; exit status 1 says that they were refused."""
    for begin in range(first, last, AT_ONCE):
        medium = Path(where, "medium")
        medium.mkdir()
        for number in range(begin, min(begin + AT_ONCE, last)):
            (medium / f"{number:08}.sigill").write_bytes(b"age-encryption.org/v1\n%06x" % number)
        spent([MSB, "receive", *keys, "--json", str(medium)], (1,))
        shutil.rmtree(medium)


def of_refusals():
    with tempfile.TemporaryDirectory(dir=DISK, prefix="sigill-bench-") as where:
        world, place = World(where, 1), Place(DISK)
        few, many = world.anew(f"{where}/few"), world.anew(f"{where}/many")
        refuse(where, few, 0, REFUSALS // 10)
        refuse(where, many, 0, REFUSALS)
        for name in ("fsck", "backup"):
            if not wanted(name):
                continue
            found = interleaved(PAIRS, ours=lambda: ours(name, many, place), few=lambda: ours(name, few, place))
            line(f"{name} of {REFUSALS} refusals", found["ours"], growth=grown(found["few"], found["ours"]))
        place.forget()


def rows():
    if wanted("fsck", "backup"):
        of_bundles()
        of_refusals()
