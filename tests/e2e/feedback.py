"""sigill-msb feedback and sigill open: what an authority answers, for one organisation alone."""
import csv
import html.parser
import io
import json
import subprocess

from parties import enrol, make_party, own, receive, rows, told, trust
from roundkit import answers_of, make_round, number_of
from sigill_test import expect, flat, msb, refused, run, sigill, test, tree, unchanged


# ---- fixture ----

def feedback(register, authority, *words):
    return msb("feedback", "-r", register, "-k", authority, *words)


def opened(directory, keys, bundle, out="out"):
    """What the organisation finds: JSON, page and plan."""
    expect(sigill("open", bundle, "-k", keys, "-o", directory / out), 0)
    found = {path.name: path for path in (directory / out).iterdir()}
    assert sorted(found) == ["001-aterkoppling.html", "002-aterkoppling.json", "003-atgardsplan.csv", "answers.json",
                             "answers.json.minisig", "manifest.json", "manifest.json.minisig"], sorted(found)
    return found


class Page(html.parser.HTMLParser):
    """The texts of a page, and whatever it would load."""

    def __init__(self, text):
        super().__init__()
        self.texts, self.loads = [], []
        self.feed(text)

    def handle_data(self, data):
        self.texts.append(data)

    def handle_starttag(self, tag, attributes):
        self.loads += [(tag, name, value) for name, value in attributes
                       if tag == "script" or (name in ("src", "href") and not (value or "").startswith("#"))]


# ---- what comes back ----

@test
def test_everybody_gets_an_answer_that_they_can_open(directory):
    register, authority, keys = make_round(directory)
    out = directory / "answers"
    result = json.loads(expect(feedback(register, authority, "--all", "-o", out, "--best", "5", "--json"), 0).out)
    assert [row["number"] for row in result] == sorted(number_of(place) for place in keys), result
    assert {row["verdict"] for row in result} == {"sealed"} and sorted(path.name for path in out.iterdir()) == sorted(
        f"{number_of(place)}.sigill" for place in keys)
    audited = [subject for kind, subject in rows(register, "SELECT kind, subject FROM audit") if kind == "feedback"]
    assert len(audited) == len(keys) and all(
        f"number={row['number']} " in text and f"sealed={row['sealed']}" in text for row, text in zip(result, audited))
    for place in (0, 15, 100):
        found = opened(directory, keys[place], out / f"{number_of(place)}.sigill", f"out{place}")
        said = json.loads(found["002-aterkoppling.json"].read_text(encoding="utf-8"))
        score = json.loads(expect(sigill("score", directory / f"{place}.json", "--json"), 0).out)
        assert said["score"] == score and said["organisation"]["number"] == number_of(place)
        assert said["gap"] == {key: value for key, value in json.loads(
            expect(sigill("gap", directory / f"{place}.json", "--json"), 0).out).items() if key not in ("support", "recommendations")}
        beside = [benchmark["score"]["points"] for benchmark in said["benchmarks"]]
        shown = expect(sigill("score", directory / f"{place}.json", "--summary", "--against",
                              found["002-aterkoppling.json"]), 0 if beside else 1)
        assert all(f"and {points} points, beside {score['points']} here" in flat(shown.out) for points in beside), shown


@test
def test_the_place_is_a_quarter_and_the_benchmarks_are_the_groups(directory):
    register, authority, keys = make_round(directory)
    expect(feedback(register, authority, "--all", "-o", directory / "answers", "--best", "5"), 0)
    said = {}
    for place in (0, 3, 4, 15, 100):
        found = opened(directory, keys[place], directory / "answers" / f"{number_of(place)}.sigill", f"out{place}")
        said[place] = json.loads(found["002-aterkoppling.json"].read_text(encoding="utf-8"))
    # Sixteen in the group, who stand the higher the further on they are.
    standings = [json.loads(expect(sigill("score", directory / f"{place}.json", "--json"), 0).out)["standing"]
                 for place in range(16)]
    for place in (0, 3, 4, 15):
        better = sum(standing > standings[place] for standing in standings)
        assert said[place]["place"] == {"group": "kommun", "of": 16, "quarter": 1 + better * 4 // 16}, said[place]["place"]
        assert [(one["of"], one["n"]) for one in said[place]["benchmarks"]] == [("group", 16), ("best", 5)]
    assert said[15]["place"]["quarter"] == 1 and said[0]["place"]["quarter"] == 4
    of_group = json.loads(expect(msb("benchmark", "-r", register, "-k", authority, "--group", "kommun", "--json"), 0).out)
    assert said[0]["benchmarks"][0]["score"]["points"] == of_group["result"]["points"]
    # Two regions: too few to be told of.
    assert said[100]["place"] is None and said[100]["benchmarks"] == [], said[100]
    for place, alone in ((100, True), (0, False)):
        path = directory / f"out{place}" / "001-aterkoppling.html"
        shown = path.read_text(encoding="utf-8")
        assert ("So few of the group Region are counted that there is nothing to compare with." in shown) == alone, place
        assert "Feedback from " in shown and "<title>Feedback: " in shown


@test
def test_the_page_is_headed_with_the_card_whatever_the_answers_say(directory):
    register, authority, keys = make_round(directory, {"kommun": 9})
    answers = {**answers_of(9, "region"), "period": {"from": "2019-10-01", "to": "2021-09-30"}}
    answers["organisation"]["name"] = "Regionen Nio"
    wrong = make_party(directory / "9", "--name", "Ort 9", "--number", number_of(9), "--group", "kommun")
    expect(trust(wrong, own(authority)), 0)
    (directory / "9.json").write_text(json.dumps(answers), encoding="utf-8")
    expect(enrol(register, authority, own(wrong)), 0)
    (directory / "late").mkdir()
    expect(sigill("seal", directory / "9.json", "-k", wrong, "--yes", "-o", directory / "late"), 0,
           err_has=["the answers put the organisation in the group region, its card in kommun"])
    expect(receive(register, authority, directory / "late"), 0)
    expect(feedback(register, authority, "--all", "-o", directory / "answers"), 0)
    found = opened(directory, wrong, directory / "answers" / f"{number_of(9)}.sigill")
    said = json.loads(found["002-aterkoppling.json"].read_text(encoding="utf-8"))
    assert said["organisation"] == {"name": "Ort 9", "number": number_of(9), "group": "kommun"}, said["organisation"]
    texts = Page(found["001-aterkoppling.html"].read_text(encoding="utf-8")).texts
    assert said["place"]["group"] == "kommun" and any("counted in the group Kommun" in text for text in texts), said
    assert texts[texts.index("Ort 9") :].count("Regionen Nio") == 0 and "Kommun" in texts and "Region" not in texts, texts


@test
def test_the_report_needs_nothing_from_outside(directory):
    register, authority, keys = make_round(directory, {"kommun": 5})
    expect(feedback(register, authority, number_of(0), "-o", directory / "answers"), 0)
    found = opened(directory, keys[0], directory / "answers" / f"{number_of(0)}.sigill")
    page = Page(found["001-aterkoppling.html"].read_text(encoding="utf-8"))
    assert page.loads == [], page.loads
    # Five have a benchmark, but a quarter of them would be a single place.
    said = json.loads(found["002-aterkoppling.json"].read_text(encoding="utf-8"))
    assert said["place"] is None and [one["n"] for one in said["benchmarks"]] == [5], said
    text = " ".join(page.texts)
    assert "Ort 0" in text and "svg" in found["001-aterkoppling.html"].read_text(encoding="utf-8")
    assert not any(f"Ort {place}" in text for place in range(1, 5)), "another organisation is named"
    plan = list(csv.reader(io.StringIO(found["003-atgardsplan.csv"].read_text(encoding="utf-8-sig")), delimiter=";"))
    gap = json.loads(expect(sigill("gap", directory / "0.json", "--json"), 0).out)
    assert sum(line[10] == "planned" for line in plan) == len(gap["steps"]), plan
    summed = json.loads(expect(sigill("plan", found["003-atgardsplan.csv"], "--json"), 0).out)
    assert summed["planned"]["level"] == gap["to"] and summed["all"]["measures"] == sum(line[10] == "planned" for line in plan), summed


@test
def test_S11_stock_tools_open_feedback(directory):
    register, authority, keys = make_round(directory, {"kommun": 5})
    expect(feedback(register, authority, number_of(0), "-o", directory / "answers"), 0)
    bundle = directory / "answers" / f"{number_of(0)}.sigill"
    plain = directory / "plain"
    subprocess.run(["age", "-d", "-i", keys[0] / "receive.key", "-o", plain, bundle], check=True)
    subprocess.run(["tar", "-xf", plain, "-C", directory], check=True)
    subprocess.run(["minisign", "-Vm", directory / "manifest.json", "-p", authority / "sign.pub"], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["tar", "-xzf", directory / "payload.tar.gz", "-C", directory], check=True)
    subprocess.run(["minisign", "-Vm", directory / "answers.json", "-p", keys[0] / "sign.pub"], check=True,
                   stdout=subprocess.DEVNULL)


# ---- who cannot ----

@test
def test_S3_another_organisation_cannot_open_it(directory):
    register, authority, keys = make_round(directory, {"kommun": 2})
    expect(feedback(register, authority, number_of(0), "-o", directory / "answers"), 0)
    bundle = directory / "answers" / f"{number_of(0)}.sigill"
    before = tree(directory)
    refused(sigill("open", bundle, "-k", keys[1], "-o", directory / "out"), 1, "sealed to other keys")
    unchanged(directory, before)


@test
def test_feedback_is_no_submission_and_a_submission_no_feedback(directory):
    register, authority, keys = make_round(directory, {"kommun": 2})
    expect(feedback(register, authority, number_of(0), "-o", directory / "answers"), 0)
    before = sorted(rows(register, "SELECT hex(sealed_digest) FROM submissions"))
    result = receive(register, authority, directory / "answers", "--json")
    verdict = json.loads(result.out.splitlines()[0])
    assert result.status == 1 and (verdict["verdict"], verdict["reason"]) == ("refused", "not-for-us"), result
    assert sorted(rows(register, "SELECT hex(sealed_digest) FROM submissions")) == before
    # An organisation that another one trusts seals its answers to it: opened as a submission, which it is.
    expect(trust(keys[1], own(keys[0])), 0)
    submission = next((directory / "medium").iterdir())
    refused(sigill("open", submission, "-k", keys[1], "-o", directory / "out"), 1, "you sealed this bundle yourself")
    assert not (directory / "out").exists()


# ---- what stands in the way ----

@test
def test_one_that_cannot_be_reached_does_not_stop_the_others(directory):
    register, authority, keys = make_round(directory, {"kommun": 3})
    expect(msb("revoke", "-r", register, "-k", authority, number_of(1), "--reason", "förlorad", "--yes"), 0)
    result = feedback(register, authority, "--all", "-o", directory / "answers")
    expect(result, 1, out_has=[number_of(0), number_of(1), number_of(2), "revoked-key", "Sealed into", ": 2. Not made: 1."])
    assert sorted(path.name for path in (directory / "answers").iterdir()) == [
        f"{number_of(0)}.sigill", f"{number_of(2)}.sigill"]


@test
def test_R2_nothing_is_overwritten_and_nothing_begun(directory):
    register, authority, _ = make_round(directory, {"kommun": 2})
    out = directory / "answers"
    out.mkdir()
    (out / f"{number_of(1)}.sigill").write_text("something else", encoding="utf-8")
    before = tree(directory)
    refused(feedback(register, authority, "--all", "-o", out), 3, f"{number_of(1)}.sigill", "exists", "--force")
    unchanged(directory, before)
    expect(feedback(register, authority, "--all", "-o", out, "--force"), 0)
    assert len((out / f"{number_of(1)}.sigill").read_bytes()) > 60000


@test
def test_whom_it_is_for_is_said_and_known(directory):
    register, authority, _ = make_round(directory, {"kommun": 1})
    out = directory / "answers"
    refused(feedback(register, authority, "-o", out), 2, "--all")
    refused(feedback(register, authority, number_of(0), "--all", "-o", out), 2, "--all")
    refused(feedback(register, authority, "12", "-o", out), 1, "no enrolled organisation has such a number")
    refused(feedback(register, authority, number_of(7), "-o", out), 1, number_of(7))
    refused(feedback(register, authority, number_of(0)), 2, "-o")
    refused(feedback(register, authority, number_of(0), "--best", "6", "-o", out), 2, "--best 6")
    assert not out.exists()


@test
def test_an_organisation_with_new_keys_is_told_what_was_not_verified(directory):
    register, authority, _ = make_round(directory, {"kommun": 1})
    expect(msb("revoke", "-r", register, "-k", authority, number_of(0), "--reason", "förlorad", "--yes"), 0)
    keys = make_party(directory / "anew", "--name", "Ort 0", "--number", number_of(0), "--group", "kommun")
    expect(trust(keys, own(authority)), 0)
    expect(enrol(register, authority, own(keys)), 0)
    expect(feedback(register, authority, number_of(0), "-o", directory / "answers"), 0)
    result = sigill("open", directory / "answers" / f"{number_of(0)}.sigill", "-k", keys, "-o", directory / "out")
    expect(result, 0, err_has=["another key"], out_has=["Verified: feedback", "Your result as MSB reads it: level 0",
                                                        "001-aterkoppling.html"])
    assert told(own(authority)) in result.out, result
    result = sigill("open", directory / "answers" / f"{number_of(0)}.sigill", "-k", keys, "-o", directory / "again", "--json")
    assert json.loads(expect(result, 0, err_has="another key").out)["answers_verified"] is False, result


@test
def test_feedback_beside_rounded_figures_says_what_it_has(directory):
    register, authority, _ = make_round(directory, {"kommun": 1})
    expect(msb("stats", "-r", register, "-k", authority, "--publish"), 0)
    expect(feedback(register, authority, "--all", "-o", directory / "before"), 0, err="")
    expect(msb("stats", "-r", register, "-k", authority, "--publish=rounded", "--again"), 0)
    expect(feedback(register, authority, "--all", "-o", directory / "after"), 0, err_has=["published rounded on", "tells no quarter"])


@test
def test_feedback_before_the_round_closes_is_warned_of(directory):
    register, authority, _ = make_round(directory, {"kommun": 1})
    declare = ["round", "-r", register, "-k", authority, "wave", "--edition", "infosakkollen-2021"]
    expect(msb(*declare, "--opens", "2020-01-01", "--closes", "2999-12-31"), 0)
    expect(feedback(register, authority, "--all", "-o", directory / "early"), 0, err_has=["wave", "is open until 2999-12-31"])
    expect(msb(*declare, "--closes", "2020-12-31"), 0)
    expect(feedback(register, authority, "--all", "-o", directory / "late"), 0, err="")


run()
