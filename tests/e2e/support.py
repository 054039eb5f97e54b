"""The catalogue of support: held against what its sources name, item by item."""
import json
from collections import Counter

from sigill_test import DATA, expect, refused, run, sigill, test, tree, unchanged
from supportkit import CATALOGUE, DOCUMENTS, FACTS, ITEMS, named, shown


def of(section):
    return [item for item in ITEMS if item["section"] == section]


@test
def test_the_catalogue_is_the_guide_s_item_by_item(directory):
    keys = ("name", "issuer", "category", "level", "cost")
    assert [{key: item[key] for key in keys} for item in of("catalogue")] == FACTS["items"]
    assert [{key: item[key] for key in ("name", "issuer")} for item in of("start")] == FACTS["starting_points"]
    assert [item["name"] for item in of("network")] == [one["name"] for one in FACTS["networks"]]
    counts = FACTS["counts"]
    assert (len(of("catalogue")), len(of("start")), len(of("network"))) == (counts["items"], counts["starting_points"], counts["networks"])
    assert Counter((item["category"], item["level"]) for item in of("catalogue")) == Counter(
        {(category, level): number for category, levels in counts["by_category_and_level"].items() for level, number in levels.items()})
    assert sum(item["issuer"] is None for item in of("catalogue")) == counts["issuer_not_said"]
    assert Counter(item["cost"] or "not_said" for item in of("catalogue")) == Counter({**counts["cost"]}), counts["cost"]


@test
def test_the_earlier_support_is_what_older_sources_name(directory):
    outsourcing = FACTS["outsourcing"]
    named = {(one["name"], one["issuer"], one["year"]) for one in FACTS["earlier"]}
    named |= {(f"MSB:s kommunenkät 2015, rekommendation {number}", "MSB", 2017) for number in range(1, FACTS["recommendations_2015"] + 1)}
    named |= {(f"{outsourcing['name']}, råd {number}", outsourcing["issuer"], None) for number in range(1, outsourcing["recommendations"] + 1)}
    named |= {(f"{outsourcing['name']}: {kind}", outsourcing["issuer"], None) for kind in outsourcing["sensitive_kinds"]}
    assert len(outsourcing["sensitive_kinds"]) == 3 and FACTS["recommendations_2015"] == 8
    earlier = [(item["name"], item["issuer"], item["year"]) for item in of("earlier")]
    assert len(set(earlier)) == len(earlier) and set(earlier) == named, set(earlier) ^ named


@test
def test_no_name_is_without_a_source(directory):
    outsourcing, names = FACTS["outsourcing"]["name"], set()
    for part in ("items", "starting_points", "networks", "earlier"):
        names |= {one["name"] for one in FACTS[part]}
    for item in ITEMS:
        assert item["name"] in names or item["name"].startswith(f"{outsourcing}") or item["name"].startswith("MSB:s kommunenkät 2015, "), item
        assert item["source"] in DOCUMENTS, item
    assert [{"name": one["name"], "issuer": one["issuer"]} for one in CATALOGUE["documents"]] == FACTS["documents"]


@test
def test_what_no_source_says_is_marked_as_judged(directory):
    for item in ITEMS:
        assert {"areas", "questions"} <= set(item["judged"]), item
        assert (item["category"] is not None and item["section"] == "earlier") == ("category" in item["judged"]), item
        assert item["level"] is None or item["section"] == "catalogue", item
    about = json.dumps(CATALOGUE["about"], ensure_ascii=False)
    assert "är Sigills" in about and "Guide till en cybersäker kommun" in about, about


# ---- the command ----

def asked(*options):
    return json.loads(expect(sigill("support", "--json", *options), 0, err="").out)


@test
def test_the_whole_catalogue_is_shown(directory):
    found = asked()
    assert {key: found[key] for key in ("catalogue", "edition", "title", "about", "documents")} == {
        "catalogue": CATALOGUE["id"], **{key: CATALOGUE[key] for key in ("edition", "title", "about", "documents")}}
    assert found["items"] == [shown(item) for item in ITEMS]
    for lang in ("sv", "en"):
        result = expect(sigill("support", lang=lang), 0, err="")
        assert max(len(line) for line in result.out.splitlines()) <= 80, result
        words = " ".join(result.out.split())
        assert all(f"- {named(item)}" in words and item["description"] in words for item in ITEMS)
        assert sum(line.startswith("  - ") for line in result.out.splitlines()) == len(ITEMS) + len(DOCUMENTS)
        assert CATALOGUE["about"] in words


@test
def test_what_is_asked_for_is_what_is_shown(directory):
    for options, has in [
            (["--area", "risk"], lambda item: "risk" in item["areas"]),
            (["--area", "UPPHANDLING"], lambda item: "procurement" in item["areas"]),
            (["--area", "säkerhetskultur"], lambda item: "culture" in item["areas"]),
            (["--question", "37"], lambda item: 37 in item["questions"]),
            (["--level", "Ledning"], lambda item: item["level"] == "management"),
            (["--level", "basic"], lambda item: item["level"] == "basic"),
            (["--category", "utbildning"], lambda item: item["category"] == "training"),
            (["--category", "support"], lambda item: item["category"] == "support"),
            (["--area", "incident", "--level", "advanced", "--category", "training"],
             lambda item: "incident" in item["areas"] and (item["level"], item["category"]) == ("advanced", "training"))]:
        wanted = [shown(item) for item in ITEMS if has(item)]
        found = json.loads(expect(sigill("support", "--json", *options, lang="sv"), 0, err="").out)["items"]
        assert found == wanted and wanted, (options, found)
        words = " ".join(expect(sigill("support", *options, lang="sv"), 0, err="").out.split())
        assert f"{len(wanted)} av {len(ITEMS)} slag av stöd." in words, words
        assert all(f"- {named(item)}" in words for item in wanted), words


@test
def test_nothing_of_that_kind_is_said_so(directory):
    options = ["--question", "17", "--level", "basic"]
    assert asked(*options)["items"] == []
    assert "  - " not in expect(sigill("support", *options), 0, err="", out_has="The catalogue has nothing for just that.").out


@test
def test_what_is_not_there_is_refused(directory):
    before = tree(directory)
    for options, status, text in [
            (["--area", "moln"], 1, "--area moln: no one area"), (["--area", "och"], 1, "give one of these: risk, incident"),
            (["--area", ""], 1, "--area : no one area"), (["--question", "41"], 1, "--question 41: the edition"),
            (["--question", "x"], 2, "--question"), (["--level", "expert"], 2, "--level expert: one of these is expected: basic, advanced, management"),
            (["--level", ""], 2, "one of these is expected"), (["--category", "x"], 2, "--category x: one of these"),
            (["--json", "-o", directory / "x"], 2, "--json goes to standard output"),
            (["--edition", DATA / "small-edition.json"], 1, "is shown without --edition, -k and SIGILL_KEYS")]:
        refused(sigill("support", *options), status, text)
    refused(sigill("support", "--category", "v", lang="sv"), 2, "--category v: något av de här väntas: reports")  # two begin so
    unchanged(directory, before)


@test
def test_the_list_is_written_to_a_file(directory):
    path = directory / "stod.txt"
    expect(sigill("support", "--area", "kultur", "-o", path), 0, out="")
    text = path.read_text(encoding="utf-8")
    assert "DISA" in text
    refused(sigill("support", "-o", path), 3, "exists already")
    assert path.read_text(encoding="utf-8") == text


run()
