#!/usr/bin/env python3
"""Measures sealing and receiving: memory of each process, and time as a ratio to stock tools on the same data.

bench/bundles.py BUILD [MIB]     MIB of attachments, 1024 if not given
"""
import json
import os
import shutil
import sys
import tempfile

from measure import BUILD, run, timed

MIB = int(sys.argv[2]) if len(sys.argv) > 2 else 1024
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ANSWERS = os.path.join(HERE, "tests/data/typical-municipality.json")


def fingerprint(card):
    return json.loads(run(f"{BUILD}/sigill", "fingerprint", card, "--json"))["fingerprint"]


def prepare(where):
    """Keys, cards, trust and a register, all without passphrases."""
    answers = json.load(open(ANSWERS, encoding="utf-8"))["organisation"]
    run(f"{BUILD}/sigill", "keygen", "-k", f"{where}/org", "--no-passphrase")
    run(f"{BUILD}/sigill", "card", "-k", f"{where}/org", "--name", answers["name"], "--number", answers["number"],
        "--group", answers["group"])
    run(f"{BUILD}/sigill-msb", "init", "-r", f"{where}/reg", "-k", f"{where}/msb", "--no-passphrase")
    run(f"{BUILD}/sigill-msb", "card", "-k", f"{where}/msb", "--name", "MSB")
    msb, org = f"{where}/msb/own.card", f"{where}/org/own.card"
    run(f"{BUILD}/sigill", "trust", "-k", f"{where}/org", msb, "--fingerprint", fingerprint(msb))
    run(f"{BUILD}/sigill-msb", "enrol", "-r", f"{where}/reg", "-k", f"{where}/msb", org, "--fingerprint", fingerprint(org))


def seal(where, name, *attachments):
    command = [f"{BUILD}/sigill", "seal", ANSWERS, "-k", f"{where}/org", "--yes", "-o", f"{where}/{name}.sigill"]
    for path in attachments:
        command += ["--attach", path]
    return timed("seal", command)


def receive(where, name):
    return timed("receive", [f"{BUILD}/sigill-msb", "receive", "-r", f"{where}/reg", "-k", f"{where}/msb", f"{where}/{name}.sigill"])


def attachment(where):
    """Half that deflate cannot shrink, half that it can."""
    path = f"{where}/attachment.bin"
    text = (b"Protokoll " * 1639)[:16384]
    with open(path, "wb") as out:
        for _ in range(MIB):
            for _ in range(32):
                out.write(os.urandom(16384))
                out.write(text)
    return path


def main():
    with tempfile.TemporaryDirectory() as where:
        prepare(where)
        small_seal, small_receive = seal(where, "small"), receive(where, "small")
        print(f"answers alone: seal {small_seal[0]:.2f} s, {small_seal[1] / 1024:.1f} MiB resident; "
              f"receive {small_receive[0]:.2f} s, {small_receive[1] / 1024:.1f} MiB resident")
        path = attachment(where)
        stock = timed("stock", ["sh", "-c", f"tar -cf - -C {where} attachment.bin | gzip -n | age -R {where}/msb/receive.pub -o {where}/stock.age"])
        big_seal, big_receive = seal(where, "big", path), receive(where, "big")
        print(f"{MIB} MiB attached: seal {big_seal[0]:.2f} s, {big_seal[1] / 1024:.1f} MiB resident; "
              f"receive {big_receive[0]:.2f} s, {big_receive[1] / 1024:.1f} MiB resident")
        print(f"tar | gzip | age of the same: {stock[0]:.2f} s")
        print(f"ratio to that: seal {big_seal[0] / stock[0]:.2f}, receive {big_receive[0] / stock[0]:.2f}")
        print(f"ratio of resident memory, {MIB} MiB to none: seal {big_seal[1] / small_seal[1]:.2f}, receive {big_receive[1] / small_receive[1]:.2f}")
        shutil.rmtree(where, ignore_errors=True)


main()
