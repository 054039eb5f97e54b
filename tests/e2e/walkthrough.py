"""The README's way of an analyst: from an empty register and a folder of bundles to tables and everybody's answer."""
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from parties import make_party, make_register, own, told, trust
from roundkit import answers_of, number_of
from sigill_test import BUILD, expect, msb, run, sigill, test

COUNT = 8  # the fewest of whom a place is told


def commands():
    """The README's block, a command each."""
    block = re.search(r"<!-- run: analysis -->\n```sh\n(.*?)```", Path("README.md").read_text(encoding="utf-8"), re.S)
    return block.group(1).splitlines()


def prepare(directory):
    """The authority's machine as the block finds it: empty register, cards with a list, who was asked, a medium."""
    make_register(directory)
    (directory / "msb").rename(directory / "nycklar")
    expect(msb("card", "-k", directory / "nycklar", "--name", "MSB"), 0)
    for name in ("kort", "usb"):
        (directory / name).mkdir()
    cards, asked = ["nummer;fingeravtryck;kort"], ["nummer;namn;grupp;län"]
    for place in range(COUNT):
        keys = make_party(directory / f"party-{place}", "--name", f"Ort {place}", "--number", number_of(place),
                          "--group", "kommun")
        expect(trust(keys, own(directory / "nycklar")), 0)
        answers = directory / f"{place}.json"
        answers.write_text(json.dumps(answers_of(place, "kommun")), encoding="utf-8")
        expect(sigill("seal", answers, "-k", keys, "--yes", "-o", directory / "usb"), 0)
        shutil.copy(own(keys), directory / "kort" / f"{place}.card")
        cards.append(f"{number_of(place)};{told(own(keys))};{place}.card")
        asked.append(f"{number_of(place)};Ort {place};kommun;Skåne")
    asked.append(f"{number_of(COUNT)};Tysta orten;kommun;Skåne")
    (directory / "kort/lista.csv").write_text("\n".join(cards) + "\n", encoding="utf-8")
    (directory / "tillfragade.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")


def shell(line, directory):
    done = subprocess.run(["sh", "-c", line.replace("/media/usb", "usb")], cwd=directory, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, start_new_session=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": f"{BUILD}:{os.environ['PATH']}"})
    assert done.returncode == 0, f"{line}\nstatus {done.returncode}\n{done.stdout}"
    return done.stdout


@test
def test_six_commands_lead_from_bundles_to_tables_and_feedback(directory):
    prepare(directory)
    assert len(commands()) == 6, commands()
    for line in commands():
        shell(line, directory)
    page = (directory / "statistik.html").read_text(encoding="utf-8")
    assert "<svg" in page and "Kommun" in page and not re.search(r"Ort \d", page), "a published page names somebody"
    with zipfile.ZipFile(directory / "tabeller.xlsx") as workbook:
        text = "".join(workbook.read(name).decode("utf-8") for name in workbook.namelist() if name.endswith(".xml"))
    assert "Kommun" in text and not re.search(r"Ort \d", text), "a published workbook names somebody"
    for place in range(COUNT):
        out = directory / f"out-{place}"
        expect(sigill("open", directory / "aterkoppling" / f"{number_of(place)}.sigill", "-k", directory / f"party-{place}",
                      "-o", out), 0, out_has="Verified: feedback")
        said = json.loads((out / "002-aterkoppling.json").read_text(encoding="utf-8"))
        assert said["organisation"]["number"] == number_of(place) and said["place"]["of"] == COUNT, said["place"]


run()
