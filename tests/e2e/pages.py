"""The pages for browsers and print: what `--html` writes, and how a browser takes it.

The pages are opened in a headless Chromium: nothing is asked for beyond the page, the console stays
silent, axe finds nothing to complain of, a phone needs no sideways scrolling, and on paper every page
bears the marking. Set PICTURES to a directory to get what the browser shows, to be looked at."""
import json
import os
import re
import stat
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from browser import Browser
from sigill_test import BUILD, DATA, expect, refused, run, sigill, test, tree, unchanged

ANKEBORG = Path("docs/examples/ankeborg.json").resolve()
MUNICIPALITY = DATA / "typical-municipality.json"
REGION = DATA / "typical-region.json"
AXE = Path("tests/peers/node_modules/axe-core/axe.min.js")
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert('x')</script> & \"C:o\" <b>"


def changed(directory, change):
    """A copy of the municipality's answers after change(document)."""
    document = json.loads(MUNICIPALITY.read_text())
    change(document)
    path = directory / "changed.json"
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def page_of(directory, *args, lang="sv", status=0):
    """The file that `score --html` writes."""
    path = directory / f"page-{len(list(directory.iterdir()))}.html"
    expect(sigill("score", *args, "--html", "-o", path, lang=lang), status, out="", err="")
    return path


def rename(name):
    return lambda document: document["organisation"].update(name=name)


def unanswer(document):
    document["answers"] = {}


def all_yes(document):
    questions = json.loads(Path("editions/infosakkollen-2021.json").read_text())["model"]["questions"]
    document["answers"] = {str(q["id"]): {"yes": list(q["options"]) if q["kind"] == "checklist" else q["steps"],
                                          "assessment": "sure"} for q in questions}


# ---- the file ----

@test
def test_html_goes_to_standard_output_or_into_a_file(directory):
    shown = expect(sigill("score", ANKEBORG, "--html"), 0, err="").out
    assert shown.startswith("<!DOCTYPE html>\n<html lang=\"en\">") and shown.endswith("</html>\n"), shown[:200]
    path = page_of(directory, ANKEBORG, lang="en")
    assert path.read_text() == shown
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = tree(directory)
    refused(sigill("score", ANKEBORG, "--html", "-o", path), 3, str(path))
    unchanged(directory, before)
    expect(sigill("score", ANKEBORG, "--html", "-o", path, "--force"), 0, out="", err="")


@test
def test_html_and_json_are_not_given_together(directory):
    before = tree(directory)
    refused(sigill("score", ANKEBORG, "--html", "--json", "-o", directory / "x"), 2, "--html cannot be combined with --json")
    unchanged(directory, before)


@test
def test_other_forms_go_into_a_file_too(directory):
    for form in ([], ["--json"]):
        path = directory / f"result{len(form)}"
        expect(sigill("score", ANKEBORG, *form, "-o", path), 0, out="", err="")
        assert path.read_text() == sigill("score", ANKEBORG, *form).out


@test
def test_answers_with_errors_give_a_page_that_says_so_and_status_1(directory):
    path = page_of(directory, changed(directory, lambda d: d["answers"].update({"8": {"yes": [], "assessment": "sure"}})),
                   lang="en", status=1)
    assert "1 answer has an error and gives no points." in path.read_text()


# ---- the markup ----

@test
def test_page_is_well_formed_and_its_drawings_have_words(directory):
    for change in (rename(HOSTILE), unanswer, all_yes):
        root = ElementTree.fromstring(page_of(directory, changed(directory, change), status=0).read_text())
        assert root.get("lang") == "sv"
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), ids
        drawings = [element for element in root.iter("svg") if element.get("role") == "img"]
        assert len(drawings) >= 6, len(drawings)
        for drawing in drawings:
            title, desc = (drawing.find(name) for name in ("title", "desc"))
            assert drawing.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
            assert title.text.strip() and desc.text.strip()
        for element in root.iter("svg"):
            assert element.get("role") == "img" or element.get("aria-hidden") == "true"


@test
def test_page_loads_nothing_and_runs_nothing(directory):
    page = page_of(directory, changed(directory, rename(HOSTILE)))
    text = page.read_text()
    root = ElementTree.fromstring(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & {e.tag for e in root.iter()}
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on") or name in ("src", "href", "style")]
    assert "url(" not in text and "@import" not in text and "://" not in text
    policy = [e.get("content") for e in root.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"], policy
    assert next(root.iter("h1")).text == HOSTILE


@test
def test_R5_page_is_the_same_under_every_locale(directory):
    pages = {sigill("score", ANKEBORG, "--html", lang="sv", env={"LC_ALL": locale}).out
             for locale in ("C", "C.UTF-8", "sv_SE.UTF-8", "de_DE.UTF-8")}
    assert len(pages) == 1
    assert re.search(r'viewBox="0 0 720 \d+\.\d"', pages.pop())


# ---- in a browser ----

def with_references(directory):
    path = directory / "references.html"
    done = subprocess.run([BUILD / "tools/page_tool", ANKEBORG, MUNICIPALITY, REGION], check=True, stdout=subprocess.PIPE)
    path.write_bytes(done.stdout)
    return path


def pages(directory):
    """By name: the pages that a browser is to show."""
    return {"ankeborg": page_of(directory, ANKEBORG),
            "references": with_references(directory),
            "hostile": page_of(directory, changed(directory, rename(HOSTILE + " Överlämningsförfarandet" * 5))),
            "unanswered": page_of(directory, changed(directory, unanswer)),
            "highest": page_of(directory, changed(directory, all_yes)),
            "english": page_of(directory, ANKEBORG, lang="en")}


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
        found = json.loads(page.run("axe.run().then(result => JSON.stringify(result.violations))"))
        wrong += [f"at {width} px axe finds {rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:200]}" for rule in found]
        if "PICTURES" in os.environ:
            page.picture(Path(os.environ["PICTURES"]) / f"{name}-{width}.png")
    page.resize(1280, 900)
    sheets, sizes = printed(page, directory / "page.pdf")
    wrong += [f"is printed on {size}, not A4" for size in sizes if "(A4)" not in size]
    wrong += [f"sheet {number} of {len(sheets)} lacks the marking" for number, sheet in enumerate(sheets, 1)
              if "BEGRÄNSAT HEMLIG" not in sheet]
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
    for part in ("Nivå 1 av 4", "66 av 200", "Nivå 2 (Genomförandet) hålls tillbaka", "De viktigaste stegen till nivå 2"):
        assert part in plain(sheets["ankeborg"][0]), f"the first sheet lacks {part}"
    assert "Vägen till nivå 1" in plain(sheets["hostile"][0]), sheets["hostile"][0]


@test
def test_first_sheet_holds_the_steps_even_with_references(directory):
    with Browser() as browser:
        sheets, _ = printed(browser.open(with_references(directory)), directory / "page.pdf")
    first = plain(sheets[0])
    for part in ("Ankeborgs kommun", "DEMONSTRATION", "den översta fjärdedelen", "Typisk region", "Vägen till nivå 2"):
        assert part in first, f"the first sheet lacks {part}"


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
