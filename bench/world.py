"""Who takes part in the bench: an authority, organisations, and what these seal."""
import json
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from measure import CORES, HERE, MSB, SIGILL, run

ANSWERS = Path(HERE, "tests/data/typical-municipality.json")
FIRST = 259000000  # nine digits of a number


def number(index):
    """An organisation number with its check digit (Luhn)."""
    digits = str(FIRST + index)
    total = sum(sum(divmod(int(digit) * (2 - at % 2), 10)) for at, digit in enumerate(digits))
    return f"{digits[:6]}-{digits[6:]}{-total % 10}"


def fingerprint(card):
    return json.loads(run(SIGILL, "fingerprint", str(card), "--json"))["fingerprint"]


class World:
    """Keys without passphrases, cards, trust, and a register in which all senders are enrolled and nothing was received."""

    def __init__(self, where, senders):
        self.where, self.senders = Path(where), senders
        self.register, self.keys = self.where / "register", self.where / "msb"
        run(MSB, "init", "-r", str(self.register), "-k", str(self.keys), "--no-passphrase")
        run(MSB, "card", "-k", str(self.keys), "--name", "MSB")
        self.card = self.keys / "own.card"
        self.trusted = fingerprint(self.card)
        (self.where / "by-number").mkdir()
        with ThreadPoolExecutor(CORES) as pool:
            lines = list(pool.map(self.sender, range(senders)))
        (self.where / "list.csv").write_text("".join(lines), encoding="utf-8")
        run(MSB, "enrol", *self.place(), "--list", str(self.where / "list.csv"), "--yes")

    def sender(self, index):
        keys = self.organisation(index)
        answers = json.loads(ANSWERS.read_text(encoding="utf-8"))
        answers["organisation"] = {"name": f"Organisation {index}", "number": number(index), "group": "kommun"}
        run(SIGILL, "keygen", "-k", str(keys), "--no-passphrase")
        run(SIGILL, "card", "-k", str(keys), "--name", f"Organisation {index}", "--number", number(index), "--group", "kommun")
        run(SIGILL, "trust", "-k", str(keys), str(self.card), "--fingerprint", self.trusted)
        (keys / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        (self.where / "by-number" / number(index)).symlink_to(keys)
        return f"{number(index)},{fingerprint(keys / 'own.card')},{index}/own.card\n"

    def organisation(self, index):
        return self.where / str(index)

    def place(self):
        return ["-r", str(self.register), "-k", str(self.keys)]

    def sealing(self, index, target, *more):
        """The command that seals an organisation's answers."""
        keys = self.organisation(index)
        return [SIGILL, "seal", str(keys / "answers.json"), "-k", str(keys), "--yes", "-o", str(target), *map(str, more)]

    def bundles(self, folder, count):
        """So many in a folder, of the senders in turn; the name begins with the sender's place."""
        folder.mkdir()
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(lambda i: run(*self.sealing(i % self.senders, folder / f"{i % self.senders}-{i:05}.sigill")), range(count)))
        return folder

    def anew(self, place):
        """A copy of register and keys as they are now; -> the options that name it."""
        shutil.rmtree(place, ignore_errors=True)
        os.makedirs(place)
        for name in ("register", "msb"):
            shutil.copytree(self.where / name, Path(place, name))
        os.sync()
        return ["-r", f"{place}/register", "-k", f"{place}/msb"]


def attachments(folder, mib):
    """What is attached in practice, files of 8 MiB of one kind each: a half of them documents, pictures and archives that were packed
    already, the rest text and tables that shrink."""
    chance = random.Random(1)
    folder.mkdir()
    words = [bytes(chance.choices(b"abcdefghijklmnoprstuvwy", k=chance.randint(3, 10))) for _ in range(4000)]
    kinds = {"packed": chance.randbytes(4 << 20),
             "text": b" ".join(chance.choices(words, k=600000))[:4 << 20],
             "table": b"".join(b"%d;%s;%d,%02d\n" % (i, chance.choice(words), chance.randint(0, 9999), i % 100)
                               for i in range(200000))[:4 << 20]}
    turns = ["packed", "text", "packed", "table", "packed", "text", "packed", "table"]
    for place in range(max(1, mib // 8)):
        kind = kinds[turns[place % len(turns)]]
        (folder / f"{place:04}.bin").write_bytes(b"".join(kind[(place + part) % 13 << 18:][:1 << 20] for part in range(8)))
    return folder
