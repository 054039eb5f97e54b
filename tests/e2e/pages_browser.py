"""The pages that `--html` writes, in a headless Chromium: nothing is asked for beyond the page, the console stays
silent, axe finds nothing to complain of, a phone needs no sideways scrolling, and on paper every sheet bears the
marking. Set PICTURES to a directory to get what the browser shows, to be looked at."""
import json
import os
import re
import subprocess
from pathlib import Path

from browser import Browser
from pagekit import ANKEBORG, HOSTILE, Round, all_yes, changed, page_of, rename, slips, unanswer, with_references
from pairkit import Two, pair
from sigill_test import expect, run, test

TARGET = "docs/examples/target-foreskrift.json"
MARKING = {False: "BEGRÄNSAT HEMLIG", True: "ÖPPEN"}
PUBLISHED = ("published", "report", "published_panel")
AXE = Path("tests/peers/node_modules/axe-core/axe.min.js")


def report_of(world, where, *words):
    world.does("report", "--round", "2021", "--best", "10", "--target", TARGET, *words, "-o", where, lang="sv")
    return where / "rapport.html"


def pages_of_round(directory):
    world = Round(directory)
    for name, *words in (("texts", "--group", "region"), ("counts",)):
        world.does(name, "--round", "2021", "--html", *words, "-o", directory / f"{name}.html", lang="sv")
    return {"texts": directory / "texts.html", "counts": directory / "counts.html",
            "round": world.page(directory / "round.html"),
            "published": world.page(directory / "published.html", "--publish", "--late"),
            "group": world.page(directory / "group.html", "--group", "region"),
            "report": report_of(world, directory / "report", "--publish=rounded", "--again")}


def pages_of_panel(directory):
    two = Two(directory / "two", pair(1))
    for name, *words in (("panel",), ("published_panel", "--publish=rounded")):
        expect(two.run("--html", *words, "-o", directory / f"{name}.html"), 0)
        yield name, directory / f"{name}.html"


def pages(directory):
    """By name: the pages that a browser is to show."""
    return {"ankeborg": page_of(directory, ANKEBORG),
            "references": with_references(directory),
            "hostile": page_of(directory, changed(directory, rename(HOSTILE + " Överlämningsförfarandet" * 5))),
            "summary": page_of(directory, ANKEBORG, "--summary", "--against", TARGET),
            "long_summary": page_of(directory, "--summary", changed(directory, rename("Överförmyndarverksamhet " * 7 + "x"))),
            "unanswered": page_of(directory, changed(directory, unanswer)),
            "highest": page_of(directory, changed(directory, all_yes)),
            "english": page_of(directory, ANKEBORG, lang="en"),
            **slips(directory), **pages_of_round(directory), **dict(pages_of_panel(directory))}


# The management needs no other sheet than the first, whatever the rest is.
FIRST_SHEET = {
    "ankeborg": ["Ankeborgs kommun", "Nivå 1 av 4", "66 av 200", "Nivå 2 (Genomförandet) hålls tillbaka",
                 "De viktigaste stegen till nivå 2", "Vägen till nivå 2"],
    "references": ["DEMONSTRATION", "den översta fjärdedelen", "Typisk region", "Vägen till nivå 2"],
    "hostile": ["Nivå 0 av 4", "Vägen till nivå 1"],
    "round": ["Svarsfrekvens", "Resultattal", "Det som oftast håller tillbaka", "organisationer"],
    "published": ["För publicering", "Svarsfrekvens"],
    "summary": ["Nivå 1 av 4", "De viktigaste stegen till nivå 2", "25 åtgärder saknas", "hanteras enligt sin märkning"],
    "slip": ["Ankeborgs kommun", "Underskrift", "hanteras enligt märkningen ovan"],
    "empty_slip": ["fyll i för hand", "hanteras enligt märkningen ovan"],
    "long_slip": ["Plomben hel?", "hanteras enligt märkningen ovan"],
}


def printed(page, path):
    """The text of every page on paper, and the size of each."""
    page.pdf(path)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    facts = subprocess.run(["pdfinfo", "-l", "999", path], check=True, stdout=subprocess.PIPE).stdout.decode()
    return text.split("\f")[:-1], re.findall(r"^Page +\d+ size: (.*)$", facts, re.M)


def plain(sheet):
    return re.sub(r"\s+", " ", sheet)


def judge(name, page, directory):
    """Whatever is wrong with a page, as lines."""
    wrong = []
    own = page.run("location.href")
    wrong += [f"asks for {address}" for address in page.requests() if address != own]
    wrong += [f"says {message}" for message in page.messages()]
    page.run(AXE.read_text() + ";0")
    for width, height in ((1280, 900), (375, 700), (320, 600)):
        page.resize(width, height)
        wide = page.run("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"is {wide} px wide on a screen of {width} px")
        axe = "axe.run().then(result => JSON.stringify(result.violations))"
        found = json.loads(page.run(axe)) if width == 1280 or (width == 375 and name in FIRST_SHEET) else []
        wrong += [f"at {width} px axe finds {rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]
        if "PICTURES" in os.environ:
            page.picture(Path(os.environ["PICTURES"]) / f"{name}-{width}.png")
    page.resize(1280, 900)
    sheets, sizes = printed(page, directory / "page.pdf")
    wrong += [f"is printed on {size}, not A4" for size in sizes if "(A4)" not in size]
    wrong += [f"sheet {number} of {len(sheets)} lacks the marking" for number, sheet in enumerate(sheets, 1)
              if MARKING[name in PUBLISHED] not in sheet]
    wrong += [f"sheet {number} lacks its number" for number, sheet in enumerate(sheets, 1)
              if not re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet)]
    if "PICTURES" in os.environ:
        (directory / "page.pdf").rename(Path(os.environ["PICTURES"]) / f"{name}.pdf")
    return [f"{name} {line}" for line in wrong], sheets


@test
def test_browser_shows_and_prints_every_page(directory):
    wrong, sheets = [], {}
    with Browser() as browser:
        for name, path in pages(directory).items():
            found, sheets[name] = judge(name, browser.open(path), directory)
            wrong += found
    assert not wrong, "\n".join(wrong)
    assert 4 <= len(sheets["ankeborg"]) <= 8, len(sheets["ankeborg"])
    assert {len(sheets[name]) for name in sheets if name.endswith(("slip", "summary"))} == {1}, {name: len(s) for name, s in sheets.items()}
    assert "Rapport om omgången 2021" in plain(sheets["report"][0]) and "Innehåll" in plain(sheets["report"][1])
    for name, parts in FIRST_SHEET.items():
        for part in parts:
            assert part in plain(sheets[name][0]), f"the first sheet of {name} lacks {part}"


# ---- the judge itself ----

BAD = """<!DOCTYPE html><html><head><title>x</title></head><body><p style="color:#ccc">pale</p><div style="width:2000px">wide</div>
<img src="nothing.png"><script>console.log("said")</script></body></html>"""


@test
def test_judge_sees_what_is_wrong(directory):
    path = directory / "bad.html"
    path.write_text(BAD)
    with Browser() as browser:
        wrong, _ = judge("bad", browser.open(path), directory)
    for part in ("asks for", "says", "px wide", "color-contrast", "html-has-lang", "image-alt", "not A4", "lacks the marking"):
        assert any(part in line for line in wrong), (part, wrong)


run()
