"""The pages that `--html` writes: where they go, that they are well-formed and load nothing, and that their figures
are those of --json. What a browser makes of them: pages_browser.py."""
import json
import re
import stat
import xml.etree.ElementTree as ElementTree

from figurekit import percent
from pagekit import ANKEBORG, HOSTILE, Round, all_yes, changed, page_of, rename, unanswer
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged


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
    expect(sigill("score", ANKEBORG, "--html", "-o", path, "--force"), 0, out="", err_has="open it in a browser")


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


# ---- the page of a round ----

def texts(element):
    return " ".join("".join(element.itertext()).split())


def rows(root, caption):
    """The rows of the table with that caption: {label: [cell, ...]}."""
    table = next(t for t in root.iter("table") if t.find("caption") is not None and texts(t.find("caption")) == caption)
    return {texts(row[0]): [texts(cell) for cell in row[1:]] for row in table.find("tbody")}


def with_share(count, counted):
    return f"{count} {percent(count, counted)}"


@test
def test_round_page_tells_the_figures_of_json(directory):
    world = Round(directory)
    root = ElementTree.fromstring(world.page(directory / "page.html", lang="en").read_text())
    groups = json.loads(world.stats("--json"))["groups"]
    said = rows(root, "Overall level")
    for level in range(5):
        assert said[f"Level {level}"] == [with_share(g["levels"][level], g["counted"]) for g in groups], level
    names = [texts(p)[3:].strip() for p in root.iter("p") if re.match(r"\d+\. ", texts(p))]
    assert len(names) == 10
    for above in range(3):
        table = rows(root, f"Area level above {above}")
        for area, name in enumerate(names):
            assert table[name] == [with_share(g["areas"][area]["above"][above], g["counted"]) for g in groups], (above, name)
    for level in range(1, 5):
        table = list(rows(root, f"Points enough for next level {level}").values())
        for place, group in enumerate(groups):
            held = next(h for h in group["held"] if h["level"] == level)
            counts = [n["count"] for n in held["lacks"]] + [held["more"], held["unsure_only"]]
            cells = [row[place] for row in table]
            assert cells == [with_share(held["enough"], group["counted"]), *map(str, counts)], (level, cells)


def numbers(root):
    """Every number that the page tells: in cells, list elements and the words of drawings."""
    for element in root.iter():
        if element.tag in ("td", "desc") or element.get("class") in ("count", "soft"):
            yield from ((element.tag, n) for n in re.findall(r"(?<![<\d.])\b\d+\b(?! %)", re.sub(r"Level \d|\d+–\d+:", "", texts(element))))


@test
def test_published_round_page_tells_no_small_number_and_no_organisation(directory):
    world = Round(directory)
    naked = ElementTree.fromstring(world.page(directory / "naked.html", lang="en").read_text())
    public = ElementTree.fromstring(world.page(directory / "public.html", "--publish", lang="en").read_text())
    assert {"1", "2"} <= {number for _, number in numbers(naked)}
    assert [(tag, number) for tag, number in numbers(public) if number in ("1", "2")] == []
    marking = [next(e.text for e in root.iter("strong") if e.get("class") == "marking") for root in (naked, public)]
    assert marking == ["begränsat hemlig", "öppen"], marking
    ids = [{e.get("id") for e in root.iter()} for root in (naked, public)]
    assert ["standings-title" in found for found in ids] == [True, False]
    assert any(texts(cell) == "<3" for cell in public.iter("td")) and any(texts(cell) == "–" for cell in public.iter("td"))


@test
def test_round_page_goes_into_a_file_or_is_refused_with_other_forms(directory):
    world = Round(directory)
    world.does("stats", "--round", "2021", "--html", "--group", "region", "-o", directory / "region.html")
    assert stat.S_IMODE((directory / "region.html").stat().st_mode) == 0o600
    root = ElementTree.fromstring((directory / "region.html").read_text())
    assert len(rows(root, "Overall level")["Level 0"]) == 1
    for form in ("--json", "--csv"):
        refused(msb("stats", "-r", world.register, "-k", world.keys, "--html", form), 2, "--json, --csv and --html cannot be combined")


run()
