"""The subcommands about answers, and what every subcommand has in common."""
import json
import os
import re
import shlex
import stat
import subprocess
import time
from pathlib import Path

from memorykit import subcommands
from sigill_test import DATA, expect, flat, msb, program, refused, run, sigill, terminal, test, tree, unchanged

MUNICIPALITY = DATA / "typical-municipality.json"
REGION = DATA / "typical-region.json"
SMALL_EDITION = DATA / "small-edition.json"
SMALL = DATA / "small-answers.json"
COMMANDS = ["template", "questions", "check", "score", "gap", "compare"]


def changed(directory, change, name="changed.json"):
    """A copy of the municipality's answers after change(document)."""
    document = json.loads(MUNICIPALITY.read_text())
    change(document)
    path = directory / name
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def as_json(result):
    return json.loads(result.out)


# ---- what all have in common ----

@test
def test_no_subcommand_says_how_to_begin(directory):
    result = expect(sigill(), 2, out="", err_has=["Begin with `sigill guide`", "`sigill --help` lists all subcommands"])
    assert "sigill:" not in result.err and len(result.err.splitlines()) == 2, result
    expect(msb(), 2, out="", err_has=["Begin with `sigill-msb init`"])
    # What a newcomer types before hyphens.
    for word in ("help", "hjälp"):
        assert expect(sigill(word), 0, err="").out == sigill("--help").out
        assert expect(sigill(word, "seal"), 0, err="").out == sigill("seal", "--help").out
    assert expect(sigill("version"), 0, err="").out == sigill("--version").out
    refused(sigill("help", "seel"), 2, 'did you mean "seal"')


@test
def test_the_example_of_a_subcommand_is_one(directory):
    shown = 0
    for call, name in ((sigill, "sigill"), (msb, "sigill-msb")):
        for command in subcommands(name):
            before, found, after = call(command, "--help").out.partition("\nFor example:\n")
            if not found:
                continue
            shown += 1
            words = shlex.split(after.partition("\n\n")[0])
            assert words[:2] == [name, command], words
            known = before.replace("=", " ").replace(",", " ").split()
            assert all(word in known for word in words[2:] if word.startswith("-")), words
            assert f"  {name} {command} " in call(command, "--help", lang="sv").out.partition("\nTill exempel:\n")[2]
            # Nothing of how it is called is refused, but that there is no terminal; what it names may not be there.
            result = call(*words[1:], cwd=directory)
            assert result.status != 2 or "there is no terminal" in result.err, result
    assert shown >= 20, shown


@test
def test_help_and_version(directory):
    expect(sigill("--help"), 0, err="", out_has=["Usage: sigill SUBCOMMAND", *COMMANDS])
    result = expect(sigill("--version"), 0, err="")
    assert re.fullmatch(r"sigill \d+\.\d+\.\d+ \(libsodium 1\.\d+\.\d+\)\n", result.out), result
    for name in COMMANDS:
        result = expect(sigill(name, "--help"), 0, err="", out_has=[f"Usage: sigill {name} [OPTION]...", "--lang"])
        assert max(len(line) for line in result.out.splitlines()) <= 100, result


@test
def test_a_mistyped_subcommand_is_corrected(directory):
    refused(sigill("scroe", MUNICIPALITY), 2, 'there is no subcommand "scroe"; did you mean "score"?')
    refused(sigill("--json", "score"), 2, "the option --json must come after a subcommand")
    result = refused(sigill("xyzzyxyzzy"), 2, 'there is no subcommand "xyzzyxyzzy"')
    assert "did you mean" not in result.err


@test
def test_wrong_usage(directory):
    for args, text in [(["score"], "expected on the command line: FILE; given: 0"),
                       (["compare", MUNICIPALITY], "expected on the command line: OLD NEW; given: 1"),
                       (["score", MUNICIPALITY, REGION], "given: 2"),
                       (["template", "x"], "x: belongs to nothing; if it is the file to write, give it with -o: -o x"),
                       (["score", "--color", MUNICIPALITY], "there is no option --color"),
                       (["score", "--json", "--json", MUNICIPALITY], "given twice"),
                       (["gap", "--level=5", MUNICIPALITY], '--level: "5" is not a whole number from 1 to 4'),
                       (["gap", "--level=x", MUNICIPALITY], '--level: "x" is not')]:
        refused(sigill(*args), 2, text)
    refused(sigill("score", "--lang", "de", MUNICIPALITY, lang=None, env={"LC_ALL": "en"}), 2,
            'there is no language "de"')


@test
def test_the_language(directory):
    english, swedish = "Usage:", "Användning:"
    for lang, env, wanted in [(None, {}, swedish), ("en", {}, english), ("sv", {"LC_ALL": "en_GB.UTF-8"}, swedish),
                              (None, {"LC_ALL": "en_GB.UTF-8"}, english), (None, {"LC_ALL": "", "LANG": "en"}, english),
                              (None, {"LC_ALL": "sv_SE.UTF-8", "LANG": "en"}, swedish)]:
        expect(sigill("--help", lang=lang, env=env), 0, out_has=[wanted])
    expect(sigill("score", "--help", "--lang=en", lang=None), 0, out_has=[english])
    expect(sigill("score", "--lan=en", "--help", lang=None), 0, out_has=[english])


@test
def test_a_full_disk_under_standard_output_is_a_failure(directory):
    for args in (["questions"], ["score", "--json", MUNICIPALITY], ["--version"]):
        with open("/dev/full", "wb") as full:
            result = sigill(*args, out=full)
        expect(result, 3, err_has="could not be written to standard output")
        assert len(result.err.splitlines()) == 1, result


@test
def test_closed_descriptors_are_not_written_into_files(directory):
    path = directory / "new.json"
    command = f'exec "$0" --lang en template -o {path} >&- 2>&-'
    done = subprocess.run(["sh", "-c", command, str(sigill("--version").command[0])])
    assert done.returncode in (0, 3), done
    assert path.read_text() == sigill("template").out
    closed = subprocess.run(["sh", "-c", 'exec "$0" --lang en --version >&-', str(sigill("--version").command[0])],
                            stderr=subprocess.PIPE)
    assert closed.returncode == 3 and b"could not be written" in closed.stderr, closed


@test
def test_files_that_cannot_be_read(directory):
    before = tree(directory)
    for name in ("check", "score", "gap"):
        refused(sigill(name, directory / "none.json"), 3, str(directory / "none.json"))
        refused(sigill(name, "--json", directory), 3, str(directory))
    refused(sigill("compare", MUNICIPALITY, directory / "none.json"), 3, "none.json")
    refused(sigill("score", "--edition", directory / "none.json", MUNICIPALITY), 3, "none.json")
    unchanged(directory, before)


@test
def test_files_that_are_not_answers(directory):
    for text, words in [("", "1"), ("{", "line 1"), ('{"edition":"infosakkollen-2021",\n "edition":"x"}', "line 2"),
                        ("[]", ""), ("\xff", ""), ('{"edition":"infosakkollen-2021","answer":{}}', "answer"),
                        ('{"edition":"infosakkollen-2021","answers":{"7":{"yes":["a",2]}}}', "answers.7.yes[1]"),
                        ('{"edition":"infosakkollen-1999"}', "infosakkollen-1999")]:
        path = directory / "wrong.json"
        path.write_bytes(text.encode("latin-1"))
        for name in ("check", "score", "gap"):
            refused(sigill(name, path), 1, str(path), words)
            refused(sigill(name, "--json", path), 1, str(path), words)
    (directory / "large.json").write_bytes(b" " * (1024 * 1024 + 1))
    refused(sigill("check", directory / "large.json"), 1, "large.json")


@test
def test_all_that_is_mistyped_is_told_in_one_run(directory):
    path, text = directory / "svar.json", MUNICIPALITY.read_text()
    for old, new in [('"marking": "', '"marking": “'), ('"7": {', '7: {'), ('"8": {', '"8" {'), ('"40": {', '"40": {},,"41": {')]:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text)
    places = {word: (text[:text.index(word)].count("\n") + 1, text.index(word) - text[:text.index(word)].rfind("\n"))
              for word in ("“", "7: {")}
    for name in ("check", "score"):
        result = expect(sigill(name, path), 1, out="")
        flat = " ".join(result.err.split())
        for word, told in [("“", "this quotation mark is not a straight one"), ("7: {", "quotation marks are missing")]:
            assert f"line {places[word][0]}, column {places[word][1]}: {told}" in flat, (places, result)
        assert "a colon is missing" in flat and "this is not JSON" in flat, result
        assert "4 errors in how the file is written" in flat, result
        expect(sigill(name, "--json", path), 1, out="", err_has="4 errors in how the file is written")


@test
def test_a_file_of_a_word_processor_is_known_as_one(directory):
    (directory / "svar.json").write_text(MUNICIPALITY.read_text().replace('"', "”"))
    result = expect(sigill("check", directory / "svar.json"), 1, out="")
    assert result.err.count("this quotation mark is not a straight one") == 200, result
    assert "svar.json: at least 200 errors in how the file is written; was it saved by a word processor?" in result.err


@test
def test_all_wrong_types_and_names_are_told_in_one_run(directory):
    def wrong(document):
        document["answers"]["1"] = {"yes": ["a", 2, 3, "b", "b"], "assessment": True, "x": 1}
        document["answers"]["3"] = {"yes": "2", "assessment": "sure"}
        document["organisation"]["nummer"] = document["organisation"].pop("number")
        document["participants"] = ["it-chef", 7]
        document["period"] = []
    path = changed(directory, wrong)
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
    lines = path.read_text().splitlines()
    result = expect(sigill("check", path), 1, out="", err_has="9 errors in how the file is written")
    flat = " ".join(result.err.split())
    assert "- answers.1.yes[4]: the option \"b\" stands twice; keep one of the two (line " in flat, result
    for place, written in [("organisation.nummer", '"nummer"'), ("participants[1]", "  7"), ("answers.1.yes[1]", "    2,"),
                           ("answers.1.yes[2]", "    3,"), ("answers.1.assessment", "true"),
                           ("answers.1.x", '"x"'), ("answers.3.yes", '"2"'), ("period", '"period"')]:
        number = max(at for at, line in enumerate(lines, 1) if written in line)
        assert re.search(rf"- {re.escape(place)}: [^()]*(\([^()]*\))?[^()]*\(line {number}, column \d+\)", flat), (place, number, result)


@test
def test_a_wrong_value_is_named_with_the_legal_ones(directory):
    for answer, told in [({"yes": ["A"], "assessment": "sure"}, '"A" is no answer here; write letters from "a" to "e"'),
                         ({"no": "nänej", "assessment": "sure"}, '"nänej" is no answer here; write "no", "none", "partly"'),
                         ({"yes": ["a"], "assessment": "säkert"}, '"säkert" is no answer here; write "sure", "unsure" (did you mean "sure"?)'),
                         ({"assessment": "kanske"}, '"kanske" is no answer here; write "sure", "unsure" (line')]:
        path = changed(directory, lambda document: document["answers"].update({"7": answer}))
        found = as_json(expect(sigill("check", "--json", path), 1, err=""))
        assert len(found["errors"]) == 1 and found["errors"][0]["question"] == 7, found
        message = found["errors"][0]["message"]
        assert message.startswith("question 7: " + told) and "missing" not in message and "line 1, column " in message, message


def in_swedish(document):
    """The same answers as a Swede would say them."""
    words = {"no": "nej", "none": "Inget av alternativen", "partly": "under utveckling", "sure": "Säker", "unsure": "OSÄKER"}
    for answer in document["answers"].values():
        for member in ("no", "assessment"):
            if member in answer:
                answer[member] = words[answer[member]]
    document["organisation"]["group"] = document["organisation"]["group"].capitalize()
    document["participants"] = [role.capitalize() for role in document["participants"]]


@test
def test_swedish_words_are_understood_and_told(directory):
    path = changed(directory, in_swedish)
    assert "Säker" in path.read_text()
    expect(sigill("check", path), 0)
    for subcommand in ("score", "gap"):
        assert as_json(sigill(subcommand, "--json", path)) == as_json(sigill(subcommand, "--json", MUNICIPALITY))
    path = changed(directory, lambda document: document["answers"].update({"7": {"no": "undr utveckling", "assessment": "säker"}}))
    result = expect(sigill("check", path, lang="sv"), 1)
    assert ('"undr utveckling" är inget svar här; skriv "nej", "inget av alternativen", "under utveckling" '
            '(menade du "under utveckling"?)') in " ".join(result.out.split()), result


# ---- template and questions ----

@test
def test_days_are_understood_as_people_write_them(directory):
    def write(document):
        document["period"] = {"from": "20191001", "to": "30 september 2021"}
        document["approval"] = {"by": "Cecilia Exempel", "date": "2021/10/5"}
    plain = changed(directory, lambda document: document.update(period={"from": "2019-10-01", "to": "2021-09-30"},
                                                               approval={"by": "Cecilia Exempel", "date": "2021-10-05"}), "plain.json")
    expected = sigill("score", plain, "--json")
    got = sigill("score", changed(directory, write), "--json")
    assert got.status == expected.status == 0 and got.out == expected.out, (got.out, expected.out)
    one = expect(sigill("check", changed(directory, lambda document: document["period"].update({"to": "3/4 2021"}))), 1)
    assert 'period.to: "3/4 2021" is not a day; write it as YYYY-MM-DD' in " ".join(one.out.split()), one.out


@test
def test_a_template_is_written_once(directory):
    path = directory / "answers.json"
    expect(sigill("template", "-o", path), 0, out="", err_has=["sigill check"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() == expect(sigill("template"), 0, err="").out
    path.write_text("mine")
    before = tree(directory)
    refused(sigill("template", "-o", path), 3, str(path), "--force")
    refused(sigill("template", "-o", directory / "no" / "such"), 3, "such")
    unchanged(directory, before)
    expect(sigill("template", "-o", path, "--force"), 0, out="")
    assert sorted(os.listdir(directory)) == ["answers.json", "answers.json~"]
    assert path.read_text() == sigill("template").out


@test
def test_a_template_is_read_as_unanswered(directory):
    path = directory / "answers.json"
    expect(sigill("template", "-o", path), 0)
    found = as_json(expect(sigill("check", "--json", path), 1, err=""))
    unanswered = [item["question"] for item in found["warnings"] if item["code"] == "unanswered"]
    assert unanswered == list(range(1, 41)), found
    # People read of them once; of three or fewer, each by its name.
    said = flat(sigill("check", path).out)
    assert "40 questions are not answered; they give no points: 1, 2, 3," in said and "question 7: not answered" not in said, said
    assert all(item["question"] is None for item in found["errors"]), found
    score = as_json(expect(sigill("score", "--json", path), 1))
    assert (score["level"], score["points"], score["measures"]) == (0, 0, 0)


@test
def test_a_template_has_the_wording_of_any_edition_and_is_the_same_without_it(directory):
    for edition, answers in ((SMALL_EDITION, SMALL), (Path("editions/infosakkollen-2021.json"), MUNICIPALITY)):
        wording = json.loads(edition.read_text())["wording"]
        for lang, no in (("sv", "nej"), ("en", "no")):
            template = json.loads(expect(sigill("template", "--edition", edition, lang=lang), 0, err="").out)
            assert list(template)[:2] == ["edition", "about"] and template["about"]["title"] == wording["title"], template["about"]
            assert list(template["about"]["group"]) == [group["id"] for group in wording["groups"]], template["about"]
            for question in wording["questions"]:
                about = template["answers"][str(question["id"])].pop("about")
                assert about["question"] == question["text"] and about["topic"] == question["topic"], about
                choices = question.get("options") or {str(i): step for i, step in enumerate(wording["scales"][question["scale"]], 1)}
                assert about["yes"] == choices and about["no"][no] == wording["zero_answers"]["no"], about
            assert set(map(str, template["answers"].values())) == {"{}"}, template["answers"]
        document = json.loads(answers.read_text())
        given = [document, *document["answers"].values()]
        for at, member in enumerate(given):
            member["about"] = [{"no": "ja"}, "x", None, 7][at % 4]
        path = directory / "about.json"
        path.write_text(json.dumps(document))
        for subcommand in ("check", "score"):
            assert (as_json(sigill(subcommand, "--json", "--edition", edition, path)) ==
                    as_json(sigill(subcommand, "--json", "--edition", edition, answers)))


@test
def test_the_questionnaire_on_paper(directory):
    result = expect(sigill("questions"), 0, err="", out_has=["Question 1.", "Question 40.", "Section 4."])
    assert max(len(line) for line in result.out.splitlines()) <= 80
    path = directory / "questions.txt"
    expect(sigill("questions", "-o", path), 0, out="")
    assert path.read_text() == result.out
    expect(sigill("questions", "--edition", SMALL_EDITION), 0, out_has=["Question 105."])


# ---- check and score ----

@test
def test_good_answers_pass(directory):
    expect(sigill("check", MUNICIPALITY), 0, err="", out_has=["No errors: the answers can be sealed."])
    found = as_json(expect(sigill("check", "--json", MUNICIPALITY), 0, err=""))
    assert found["errors"] == [] and set(found) == {"errors", "warnings", "answered"}, found


@test
def test_each_error_of_an_answer_is_told(directory):
    cases = {"contradictory": {"yes": ["a"], "no": "no", "assessment": "sure"}, "empty": {"yes": [], "assessment": "sure"},
             "no-assessment": {"yes": ["a"]}, "unknown-option": {"yes": ["z"], "assessment": "sure"}}
    for code, answer in cases.items():
        path = changed(directory, lambda document: document["answers"].update({"7": answer}))
        found = as_json(expect(sigill("check", "--json", path), 1, err=""))
        assert [(item["question"], item["code"]) for item in found["errors"]] == [(7, code)], found
        expect(sigill("check", path), 1, err="", out_has=["1 error:", "question 7: ", "cannot be sealed"])
        score = as_json(expect(sigill("score", "--json", path), 1))
        assert score["points"] == 46 and score["questions"][6]["status"] == code, score
        expect(sigill("score", path), 1, err="", out_has=["The answers have errors", "question 7: "])


@test
def test_an_unanswered_question_is_a_warning(directory):
    path = changed(directory, lambda document: document["answers"].pop("7"))
    found = as_json(expect(sigill("check", "--json", path), 0))
    assert (7, "unanswered") in [(item["question"], item["code"]) for item in found["warnings"]]
    expect(sigill("score", path), 0, out_has=["Points                46 of 200"])


@test
def test_how_many_questions_are_answered_is_said(directory):
    sections = [15, 13, 10, 2]
    for kept, words in [(40, "No errors: the answers can be sealed."), (20, "No errors: the answers can be sealed."),
                        (19, "No errors, but only 19 of 40 questions are answered."),
                        (0, "No errors, but nothing is answered yet")]:
        def keep(document):
            document["answers"] = {key: value for key, value in document["answers"].items() if int(key) <= kept}
        path = changed(directory, keep)
        counts, left = [], kept
        for size in sections:
            counts.append(min(left, size))
            left -= counts[-1]
        found = as_json(expect(sigill("check", "--json", path), 0, err=""))
        assert found["answered"] == {"answered": kept, "of": 40, "sections": [
            {"section": number, "answered": count, "of": size}
            for number, (count, size) in enumerate(zip(counts, sections), 1)]}, found
        flat = " ".join(expect(sigill("check", path), 0, err="").out.split())
        parts = ", ".join(f"section {number}: {count} of {size}"
                          for number, (count, size) in enumerate(zip(counts, sections), 1))
        assert f"Answered: {kept} of 40 questions ({parts})." in flat and words in flat, flat
        assert ("can be sealed." in flat) == (kept >= 20), flat


@test
def test_a_period_that_is_hardly_meant_is_warned_of(directory):
    year = int(time.strftime("%Y"))
    for start, end, words in [(f"{year - 2}-01-01", f"{year - 1}-12-31", []),
                              (f"{year - 1}-01-01", f"{year - 1}-12-31", ["24 whole months"]),
                              (f"{year + 1}-01-01", f"{year + 2}-12-31", ["has not come yet"]),
                              (f"{year}-01-01", f"{year + 1}-12-31", ["ahead"]),
                              ("2019-10-01", "2021-09-30", ["two years back"])]:
        path = changed(directory, lambda document: document.update(period={"from": start, "to": end}))
        found = as_json(expect(sigill("check", "--json", path), 0, err=""))
        warned = [item["message"] for item in found["warnings"] if item["code"] == "period"]
        assert len(warned) == len(words) and all(word in text for word, text in zip(words, warned)), (start, found)


@test
def test_an_approval_of_a_day_to_come_is_warned_of(directory):
    year = int(time.strftime("%Y"))
    for day, words in ((f"{year + 1}-12-31", ["has not come yet"]), (time.strftime("%Y-%m-%d"), [])):
        path = changed(directory, lambda document: document["approval"].update(date=day))
        warned = [item["message"] for item in as_json(expect(sigill("check", "--json", path), 0, err=""))["warnings"] if item["code"] == "approval"]
        assert len(warned) == len(words) and all(word in text for word, text in zip(words, warned)), warned


@test
def test_errors_of_the_head(directory):
    def head(document):
        document["organisation"]["number"] = "212999-0013"
        document["marking"] = "hemlig"
    found = as_json(expect(sigill("check", "--json", changed(directory, head)), 1))
    assert {item["code"] for item in found["errors"]} == {"organisation-number", "marking"}, found


@test
def test_the_typical_organisations_have_their_published_figures(directory):
    for path, figures, areas in [(MUNICIPALITY, (0, 50, 43, [0, 4, 50, 69]), [3, 10, 7, 10, 18, 4, 8, 2, 1, 6]),
                                 (REGION, (1, 125, 98, [1, 19, 125, 204]), [32, 17, 20, 18, 35, 16, 23, 12, 13, 18])]:
        score = as_json(expect(sigill("score", "--json", path), 0, err=""))
        assert list(score) == ["edition", "level", "points", "measures", "unsure", "areas", "standing", "questions"]
        assert (score["level"], score["points"], score["measures"], score["standing"]) == figures, score
        assert [area["points"] for area in score["areas"]] == areas, score
        assert set(score["areas"][0]) == {"id", "points", "max", "level"}
        assert set(score["questions"][0]) == {"id", "status", "points", "assessment"}


@test
def test_R5_the_score_is_the_same_in_every_language(directory):
    scores = {sigill("score", "--json", REGION, lang=lang, env={"LC_ALL": value}).raw
              for lang in ("en", "sv") for value in ("C", "sv_SE.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")}
    assert len(scores) == 1, scores


@test
def test_another_edition_from_a_file(directory):
    score = as_json(expect(sigill("score", "--json", "--edition", SMALL_EDITION, SMALL), 0))
    assert score["edition"] == "smaprov-2030" and len(score["questions"]) == 6, score
    refused(sigill("score", "--edition", SMALL_EDITION, MUNICIPALITY), 1, "infosakkollen-2021")
    refused(sigill("score", SMALL), 1, "smaprov-2030", str(SMALL))
    refused(sigill("score", "--edition", MUNICIPALITY, MUNICIPALITY), 1, str(MUNICIPALITY))


# ---- gap and compare ----

@test
def test_following_the_gap_reaches_the_level(directory):
    for level in (1, 2, 3, 4):
        gap = as_json(expect(sigill("gap", "--json", "--level", level, MUNICIPALITY), 0, err=""))
        assert list(gap) == ["from", "to", "steps", "count", "measures", "resolve_unsure", "support", "recommendations"], gap
        assert (gap["from"], gap["to"]) == (0, level) and gap["count"] == sum(step["add"] for step in gap["steps"])

        def follow(document):
            for step in gap["steps"]:
                answer = document["answers"][str(step["question"])]
                if answer.pop("no", None) is not None:
                    answer["yes"] = [] if step["question"] in checklists else 0
                if isinstance(answer["yes"], int):
                    answer["yes"] += step["add"]
                else:
                    free = [option for option in "abcdefgh" if option not in answer["yes"]]
                    answer["yes"] = sorted(answer["yes"] + free[:step["add"]])
        text = sigill("questions").out
        checklists = {int(block.split(".")[0]) for block in text.split("\nQuestion ")[1:] if "[ ] a  " in block}
        after = as_json(expect(sigill("score", "--json", changed(directory, follow)), 0))
        assert after["level"] == level and after["points"] == 50 + gap["count"], (gap, after)
        assert after["measures"] == 43 + gap["measures"], (gap, after)


@test
def test_the_gap_goes_to_the_next_level_by_itself(directory):
    assert as_json(sigill("gap", "--json", MUNICIPALITY))["to"] == 1
    assert as_json(sigill("gap", "--json", REGION))["to"] == 2
    expect(sigill("gap", "--level", 1, REGION), 0, out_has=["Level 1 is reached."])
    expect(sigill("gap", MUNICIPALITY), 0, err="", out_has=["From level 0 to level 1: 6 steps, 6 new measures.",
                                                            "Question 8: 1 more (0 now)", "[ ] a  "])


@test
def test_a_gap_from_answers_with_errors_is_warned_of(directory):
    path = changed(directory, lambda document: document["answers"]["7"].pop("assessment"))
    expect(sigill("gap", path), 0, err_has=["warning: ", "the answers have errors"])
    gap = as_json(expect(sigill("gap", "--json", path), 0))
    assert 7 in [step["question"] for step in gap["steps"]], gap


@test
def test_comparing(directory):
    path = changed(directory, lambda document: document["answers"].update({"7": {"yes": ["b", "e"], "assessment": "unsure"}}))
    result = as_json(expect(sigill("compare", "--json", MUNICIPALITY, path), 0, err=""))
    assert list(result) == ["edition", "from", "to", "areas", "questions"], result
    assert (result["from"]["points"], result["to"]["points"], result["to"]["unsure"]) == (50, 48, 1), result
    assert result["questions"] == [{"id": 7, "from": {"status": "yes", "points": 4, "assessment": "sure"},
                                    "to": {"status": "yes", "points": 2, "assessment": "unsure"},
                                    "added": ["e"], "removed": ["a", "c", "d"]}], result
    assert len(result["areas"]) == 10
    expect(sigill("compare", MUNICIPALITY, path), 0, err="", out_has=["Question 7: 4 -> 2 points; now unsure"])
    expect(sigill("compare", MUNICIPALITY, MUNICIPALITY), 0, err="", out_has=["No question changed."])
    expect(sigill("compare", MUNICIPALITY, REGION), 0, err_has=["different organisations"])


@test
def test_answers_to_different_editions_are_not_compared(directory):
    path = directory / "edition.json"
    edition = json.loads(SMALL_EDITION.read_text())
    path.write_text(json.dumps(edition, ensure_ascii=False))
    expect(sigill("compare", "--edition", path, SMALL, SMALL), 0)
    refused(sigill("compare", "--edition", path, SMALL, MUNICIPALITY), 1, "infosakkollen-2021")


@test
def test_S5_reading_subcommands_write_nothing(directory):
    copy = directory / "answers.json"
    copy.write_bytes(MUNICIPALITY.read_bytes())
    before = tree(directory)
    for args in (["check", copy], ["score", copy], ["gap", copy], ["compare", copy, copy], ["questions"], ["template"]):
        expect(sigill(*args, cwd=directory), 0)
    unchanged(directory, before)


@test
def test_a_terminal_changes_nothing(directory):
    assert terminal("sigill", "score", MUNICIPALITY).raw == program("sigill", "score", MUNICIPALITY).raw


run()
