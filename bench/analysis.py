"""What is counted and listed over many organisations, and how it grows from a tenth of them. The register is written by
tests/tools/fill_register.c."""
import os
import sys
import tempfile

from measure import BUILD, HERE, MSB, ORGANISATIONS, PAIRS, exponent, floor, interleaved, line, run, wanted

COMMANDS = {"stats": ["stats", "--json"], "benchmark": ["benchmark", "--json"], "rank": ["rank", "--json"], "list": ["list", "--json"],
            "audit": ["audit", "--json"], "export": ["export", "--force", "-o", "export.xlsx"]}
RECORD = 128  # bytes of an organisation that are deciphered at least


def fill(where, organisations):
    register, keys = f"{where}/register-{organisations}", f"{where}/keys-{organisations}"
    run(MSB, "init", "-r", register, "-k", keys, "--no-passphrase")
    run(f"{BUILD}/tools/fill_register", register, keys, f"{where}/answers/submissions.tsv", str(organisations))
    return ["-r", register, "-k", keys]


def rows():
    if not wanted(*COMMANDS):
        return
    with tempfile.TemporaryDirectory() as where:
        run(sys.executable, f"{HERE}/tests/population/generate.py", f"{where}/answers")
        few, many = fill(where, ORGANISATIONS // 10), fill(where, ORGANISATIONS)
        os.chdir(where)
        for name, words in COMMANDS.items():
            if not wanted(name):
                continue
            found = interleaved(PAIRS, ours=lambda: [MSB, *words, *many], few=lambda: [MSB, *words, *few],
                                floor=lambda: floor(where, hash=(2 * ORGANISATIONS, 384),
                                                    cipher=(0 if name == "audit" else ORGANISATIONS, RECORD)))
            line(f"{name} of {ORGANISATIONS} organisations", found["ours"], None, found["floor"],
                 [exponent(found["few"][figure], found["ours"][figure], 10) for figure in (1, 2)])
        os.chdir(HERE)
