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


def prepare(directory, count=COUNT):
    """The authority's machine as the block finds it: empty register, cards with a list, who was asked, a medium."""
    make_register(directory)
    (directory / "msb").rename(directory / "nycklar")
    expect(msb("card", "-k", directory / "nycklar", "--name", "MSB"), 0)
    for name in ("kort", "usb"):
        (directory / name).mkdir()
    cards, asked = ["nummer;fingeravtryck;kort"], ["nummer;namn;grupp;län"]
    for place in range(count):
        keys = make_party(directory / f"party-{place}", "--name", f"Ort {place}", "--number", number_of(place),
                          "--group", "kommun")
        expect(trust(keys, own(directory / "nycklar")), 0)
        answers = directory / f"{place}.json"
        answers.write_text(json.dumps(answers_of(place, "kommun")), encoding="utf-8")
        expect(sigill("seal", answers, "-k", keys, "--yes", "-o", directory / "usb"), 0)
        shutil.copy(own(keys), directory / "kort" / f"{place}.card")
        cards.append(f"{number_of(place)};{told(own(keys))};{place}.card")
        asked.append(f"{number_of(place)};Ort {place};kommun;Skåne")
    asked.append(f"{number_of(count)};Tysta orten;kommun;Skåne")
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


REPORT = """sigill-msb round 2021 -r register -k nycklar --edition infosakkollen-2021 --opens 2021-01-01 --closes 2099-12-31
sigill-msb population -r register -k nycklar tillfragade.csv --round 2021
sigill-msb enrol -r register -k nycklar --list kort/lista.csv
sigill-msb receive -r register -k nycklar /media/usb
sigill-msb report -r register -k nycklar --round 2021 --publish=rounded -o rapport""".splitlines()


@test
def test_six_commands_lead_from_bundles_to_the_publishable_report(directory):
    """With the register's `init`, which prepare has run: the organisations had to have the authority's card before they could answer."""
    prepare(directory, 12)
    assert 1 + len(REPORT) <= 6
    for line in REPORT:
        shell(line, directory)
    made = directory / "rapport"
    names = {path.relative_to(made).as_posix() for path in made.rglob("*.*")}
    assert {"rapport.html", "rapport.xlsx", "tabeller/tabell-01.csv", "tabeller/tabell-10.csv", "diagram/diagram-01-modellen.svg",
            "texter.txt"} <= names, names
    for path in made.rglob("*.*"):
        if path.suffix != ".xlsx":
            assert not re.search(r"Ort \d|Tysta", path.read_text(encoding="utf-8")), f"{path} names somebody"
    assert re.search(r"12\b.*\b13\b|13\b.*\b12\b", (made / "tabeller/svar.csv").read_text(encoding="utf-8")), "asked and counted are exact"


run()
