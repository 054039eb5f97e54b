"""The words of the report on a round: an editor's texts, each in its place and kept for the next run; what typical organisations
have and lack, and the figures behind recommendations, counted anew here."""
import html
import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_groups import benchmark_question, selected  # noqa: E402
from count_recommended import RECOMMENDED, lacks  # noqa: E402
from generate import EDITION  # noqa: E402
from sigill_test import expect, msb, refused, run, test  # noqa: E402
from worldkit import shared_world  # noqa: E402

WORDING = json.loads(EDITION.read_text(encoding="utf-8"))["wording"]
QUESTIONS = {one["id"]: one for one in WORDING["questions"]}
FORMS = {"whole": (), "hidden": ("--publish=hidden", "--again"), "rounded": ("--publish=rounded", "--again")}
HARM = "<script>alert(1)</script> & \"mer\" %s"
_pages, _members = {}, []


def report(where, *words):
    world = shared_world()
    return msb("report", "-r", world.register, "-k", world.keys, "--round", "2021", *words, "-o", where)


def page(form):
    """The page of a report in that form, made once."""
    if form not in _pages:
        where = Path(shared_world().files).parent / f"words-{form}"
        expect(report(where, *FORMS[form]), 0)
        _pages[form] = (where / "rapport.html").read_text(encoding="utf-8")
        ElementTree.fromstring(_pages[form].replace("<!DOCTYPE html>", ""))  # whatever is not well-formed is an error here
    return _pages[form]


def counted(group=None):
    world = shared_world()
    if not _members:
        _members.extend(world.members("2021", world.population.asked))
    return [member.counted for member in selected(_members, group)]


def section(text, identity):
    """What stands in the section whose heading has that id."""
    return re.search(rf"<section [^>]*aria-labelledby=\"{identity}\">(.*?)</section>", text, re.S).group(1)


def parts(text):
    """{heading of level 4: what stands below it}"""
    found = re.split(r"<h4[^>]*>(.*?)</h4>", text)[1:]
    return {html.unescape(heading): below for heading, below in zip(found[::2], found[1::2])}


def items(text):
    return [html.unescape(one) for one in re.findall(r"<li>(.*?)</li>", text, re.S)]


def within(wording):
    """As it stands in a sentence."""
    return wording if wording[1:2].isupper() else wording[0].lower() + wording[1:]


# ---- an editor's texts ----

def places(text):
    return re.findall(r"^## (.*?)\r?$", text, re.M)


@test
def test_every_text_is_in_the_page_once_and_survives(directory):
    expect(report(directory / "one"), 0)
    empty = (directory / "one/texter.txt").read_bytes()
    assert empty.startswith(b"\xef\xbb\xbf# ") and b"\n" not in empty.replace(b"\r\n", b""), empty[:100]
    names = places(empty.decode())
    assert len(names) == len(set(names)) and {"sammanfattning", "kommun", "region risk", "tabell 1", "diagram 2",
                                              "myndighet anmärkningar"} <= set(names), names
    mine = directory / "mina.txt"
    written = {name: [f"Text {number} {HARM}", f"mera {number}."] for number, name in enumerate(names)}
    for end, mark in (("\n", ""), ("\r\n", "\ufeff")):
        lines = [line for name in reversed(names) for line in (f"##  {name.upper()} ", "# om", *" \n\n".join(written[name]).split("\n"), "")]
        mine.write_bytes((mark + end.join(lines)).encode())
        where = directory / f"two{len(end)}"
        expect(report(where, "--texts", mine), 0)
        shown = (where / "rapport.html").read_text(encoding="utf-8")
        assert "<script" not in shown
        for paragraphs in written.values():
            for one in paragraphs:
                assert shown.count(f"<p>{html.escape(one)}</p>".replace("&#x27;", "&#39;")) == 1, one
        assert "Further texts" not in shown, shown
    kept = (directory / "two1/texter.txt").read_bytes()
    assert kept == (directory / "two2/texter.txt").read_bytes() and kept != empty
    expect(report(directory / "three", "--texts", directory / "two1/texter.txt"), 0)
    assert (directory / "three/texter.txt").read_bytes() == kept
    assert (directory / "three/rapport.html").read_bytes() == (directory / "two1/rapport.html").read_bytes()
    assert mine.read_bytes().endswith(b"\r\n"), "the input is left as it is"


@test
def test_a_text_goes_out_as_it_is(directory):
    mine = directory / "mina.txt"
    mine.write_text("## slutsatser\nAnkeborg är bäst.\n", encoding="utf-8")
    expect(report(directory / "out", *FORMS["hidden"], "--texts", mine), 0)
    assert "<p>Ankeborg är bäst.</p>" in (directory / "out/rapport.html").read_text(encoding="utf-8")
    assert "as they are" in expect(msb("help", "report"), 0).out.replace("\n", " ")


@test
def test_what_is_wrong_is_said_with_its_line(directory):
    mine = directory / "mina.txt"
    for text, *said in ((b"## slutsater\n", "line 1", "\"slutsater\"", "\"slutsatser\""),
                        (b"# x\r\n\r\n## kommun\r\n\r\n## Kommun\r\n", "line 5", "line 3"),
                        (b"Hej\n", "line 1", "## förord"),
                        (b"## kommun\nTv\xe5\n", "line 2", "UTF-8"), (b"## kommun\n\x1b[2J\n", "line 2", "U+001B"),
                        (b"## kommun\n" + b"x" * 10001, "line 2", "10000"), (b"#" * (1 << 20) + b"\n", "mina.txt")):
        mine.write_bytes(text)
        refused(report(directory / "out", "--texts", mine), 1, "mina.txt", *said)
        assert [path.name for path in directory.iterdir()] == ["mina.txt"] and mine.read_bytes() == text
    refused(report(directory / "out", "--texts", directory / "ingen.txt"), 3, "ingen.txt")


# ---- what is had and lacked ----

def expected_words(row, question, area):
    """(what stands of the question under has, and under lacks): the options of a list, or the step of a scale; None where nothing
    does."""
    words, scale = QUESTIONS[question], "scale" in QUESTIONS[question]
    texts = WORDING["scales"][words["scale"]] if scale else list(words["options"].values())
    whole = question in area["in_full"]
    mine = range(len(texts)) if whole else ["abcdefghij".index(letter) for letter in area["options"].get(str(question), "")]
    if not len(mine):
        return None, None
    kept = [i for i in mine if (i + 1 if scale else "abcdefghij"[i]) in row["yes"]]
    has = (" or " if scale else "; ").join(within(texts[i]) for i in kept) or None
    if not kept and whole:
        return has, "nothing of what the question is about"
    if scale:
        return has, f"more than the step \"{texts[max(kept)]}\"" if max(kept) + 1 < len(texts) else None
    return has, "; ".join(within(texts[i]) for i in mine if i not in kept) or None


@test
def test_each_area_has_and_lacks_what_the_answers_tell(directory):
    world, text, seen = shared_world(), page("whole"), 0
    for group in WORDING["groups"]:
        chosen = counted(group["id"])
        rows = {i: benchmark_question(world.edition, chosen, i) for i in QUESTIONS}
        areas = parts(section(text, f"group-{group['id']}"))
        for area, words in zip(world.edition.areas, WORDING["areas"]):
            shown = areas[words["name"]]
            lists = {heading: items(below) for heading, below in re.findall(r"<strong>(.*?):</strong></p>\n<ul>(.*?)</ul>", shown, re.S)}
            for question, row in rows.items():
                topic = QUESTIONS[question]["topic"]
                has, lack = expected_words(row, question, area)
                for heading, expected in (("Has", has), ("Lacks", lack)):
                    here = [item for item in lists.get(heading, []) if item.startswith(f"{topic}: ")]
                    assert len(here) == (expected is not None) and (not here or here[0].startswith(f"{topic}: {expected}")), (here, expected)
                even = len(chosen) <= 3 * row["yes_count"] <= 2 * len(chosen)
                marked = f"({row['yes_count']} of {len(chosen)} have points on the question)"
                if has:
                    item = next(item for item in lists["Has"] if item.startswith(f"{topic}: "))
                    assert (marked in item) == even and ("minority" in item) == (row["kind"] == "minority"), (item, row)
                    seen += even
    assert seen > 10, seen


# ---- recommendations ----

def advice(text, group):
    below = section(text, "advice").split(f"id=\"{'advice-all' if group is None else f'group-{group}-advice'}\">")[1]
    return parts(below.split("<h3")[0])


@test
def test_figures_behind_recommendations_are_counted(directory):
    world, checked = shared_world(), 0
    for group in (None, *(one["id"] for one in WORDING["groups"])):
        chosen, shown = counted(group), advice(page("whole"), group)
        of = [one for one in RECOMMENDED if one["group"] == group]
        assert [title for title in shown] == [one["title"] for one in of], group
        for one in of:
            assert html.escape(one["text"]) in shown[one["title"]] and html.escape(one["why"]) in shown[one["title"]]
            figures = items(shown[one["title"]])
            assert len(figures) == len(one["rests_on"])
            for ground, figure in zip(one["rests_on"], figures):
                lacked = [lacks(member, ground) for member in chosen]
                if None not in lacked:
                    assert f": {sum(lacked)} of {len(chosen)} " in figure, (group, ground, figure, sum(lacked))
                    checked += 1
    assert checked == sum("figures" not in ground for one in RECOMMENDED for ground in one["rests_on"]), checked


@test
def test_published_figures_are_those_that_may_be_shown(directory):
    dashes = numbers = 0
    for group in (None, *(one["id"] for one in WORDING["groups"])):
        whole, hidden = advice(page("whole"), group), advice(page("hidden"), group)
        assert whole.keys() == hidden.keys()
        for one in (one for one in RECOMMENDED if one["group"] == group):
            for ground, true, shown in zip(one["rests_on"], items(whole[one["title"]]), items(hidden[one["title"]])):
                if "figures" in ground:
                    continue
                assert shown == true or shown.endswith(": –"), (true, shown)
                assert shown.endswith("–") or isinstance(ground.get("yes", 0), int) and ground.get("yes", 0) == 0, (ground, shown)
                dashes, numbers = dashes + (shown != true), numbers + (shown == true)
    assert dashes > 10 and numbers > 10, (dashes, numbers)
    assert "This report is not protected" in page("whole") and "This report is not protected" not in page("hidden")


run()
