"""Questions of every kind (docs/edition.md, "Model"): answers by chance to an edition that has them all go the whole way, from the
file through check, score, seal and receive to what is counted, and each figure is counted anew here."""
import copy
import csv
import io
import json
import math
import random
from datetime import date, timedelta

from figurekit import Page
from kindkit import SCORED, Kinds
from parties import enrol, make_party, make_register, own, trust
from roundkit import number_of
from sigill_test import DATA, expect, flat, msb, refused, run, sigill, test, tree, unchanged
from workbookkit import Workbook

PATH = DATA / "every-kind-edition.json"
KINDS = Kinds(PATH)
EDITION = json.loads(PATH.read_text(encoding="utf-8"))
ANSWERS = json.loads((DATA / "every-kind-answers.json").read_text(encoding="utf-8"))
QUESTIONS, asked, points, status_of, some_answers = KINDS.questions, KINDS.asked, KINDS.points, KINDS.status_of, KINDS.some_answers
FIRST, LAST = date(1970, 1, 1), date(9999, 12, 31)


def document(answers, **organisation):
    told = copy.deepcopy(ANSWERS)
    told["organisation"].update(organisation)
    told["answers"] = {str(number): one for number, one in answers.items()}
    return told


# ---- one organisation ----

def written(directory, told, name="svar.json"):
    path = directory / name
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return path


@test
def test_check_and_score_count_what_is_asked(directory):
    chance = random.Random(14)
    for _ in range(40):
        answers = some_answers(chance)
        path = written(directory, document(answers))
        said = json.loads(expect(sigill("check", path, "--edition", PATH, "--json"), 0).out)
        statuses = {number: status_of(answers, question) for number, question in QUESTIONS.items()}
        assert said["errors"] == []
        assert {one["question"] for one in said["warnings"] if one["code"] == "unanswered"} == {
            number for number, status in statuses.items() if status == "unanswered"}
        assert said["answered"]["of"] == sum(status != "not-asked" for status in statuses.values())
        assert said["answered"]["answered"] == sum(status in ("yes", "no") for status in statuses.values())
        score = json.loads(expect(sigill("score", path, "--edition", PATH, "--json"), 0).out)
        assert {one["id"]: one["status"] for one in score["questions"]} == statuses
        assert {one["id"]: one["points"] for one in score["questions"]} == {
            number: points(answers, question) for number, question in QUESTIONS.items()}
        assert score["points"] == sum(points(answers, question) for question in QUESTIONS.values())
        assert score["unsure"] == sum(one.get("assessment") == "unsure" for one in answers.values())
        assert score["level"] == level(answers), (score["level"], answers)


def level(answers):
    reached = 0
    for demands in EDITION["model"]["levels"]:
        tested = [one for one in QUESTIONS.values() if one["section"] in demands["sections"] and one["kind"] in SCORED]
        enough = all(points(answers, one) >= demands["min_points_each"] for one in tested if asked(answers, one))
        unsure = sum(answers[one["id"]].get("assessment") == "unsure" for one in tested)
        total = sum(points(answers, one) for one in QUESTIONS.values())
        if not enough or total < demands["min_total"] or unsure > len(tested) * demands["max_uncertain_percent"] // 100:
            break
        reached = demands["level"]
    return reached


@test
def test_no_question_with_points_hangs_on_another_with_points(directory):
    """Nor by way of one without: then a plan of measures would change what is asked."""
    changed = json.loads(PATH.read_text(encoding="utf-8"))
    by_id = {one["id"]: one for one in changed["model"]["questions"]}
    after = next(one for one in by_id.values() if one["kind"] in SCORED and "asked_if" in one)
    before = by_id[after["asked_if"]["question"]]
    first = next(one for one in by_id.values() if one["kind"] == "checklist" and "asked_if" not in one and one["id"] < before["id"])
    before["asked_if"] = {"question": first["id"]}
    (directory / "edition.json").write_text(json.dumps(changed), encoding="utf-8")
    refused(sigill("questions", "--edition", directory / "edition.json"), 1, "can follow a question without points only")


@test
def test_an_answer_to_what_was_not_asked_is_an_error(directory):
    told = copy.deepcopy(ANSWERS)
    told["answers"]["3"] = {"yes": "b"}
    path = written(directory, told)
    before = tree(directory)
    said = json.loads(expect(sigill("check", path, "--edition", PATH, "--json"), 1).out)
    assert [(one["question"], one["code"]) for one in said["errors"]] == [(4, "uncalled"), (5, "uncalled")]
    assert '"a" to question 3' in said["errors"][0]["message"]
    unchanged(directory, before)


@test
def test_a_kind_of_a_newer_program_is_named(directory):
    newer = copy.deepcopy(EDITION)
    newer["model"]["questions"][5]["kind"] = "ranking"
    path = written(directory, newer, "newer.json")
    before = tree(directory)
    refused(sigill("check", DATA / "every-kind-answers.json", "--edition", path), 1, "model.questions[5]", '"ranking"',
            "a newer program is needed")
    unchanged(directory, before)


@test
def test_compare_tells_what_was_answered_before(directory):
    told = copy.deepcopy(ANSWERS)
    told["answers"].update({"6": {"yes": 300}, "8": {"yes": "c"}, "10": {"yes": ["a", "c"]}})
    old, new = written(directory, ANSWERS, "old.json"), written(directory, told, "new.json")
    said = json.loads(expect(sigill("compare", old, new, "--edition", PATH, "--json"), 0).out)
    assert {one["id"]: (one["from"]["yes"], one["to"]["yes"]) for one in said["questions"]} == {
        6: (250, 300), 8: ("b", "c"), 10: (None, ["a", "c"])}
    text = flat(expect(sigill("compare", old, new, "--edition", PATH), 0).out)
    assert "Question 6: 250 anställda -> 300 anställda" in text, text


@test
def test_over_editions_only_points_are_compared(directory):
    """Of what gives no points nothing is comparable, though it is the same question."""
    later, areas = copy.deepcopy(EDITION), [area["id"] for area in EDITION["model"]["areas"]]
    later["model"]["id"] = "alla-slag-2032"
    later["follows"] = {"edition": EDITION["model"]["id"], "questions": [{"id": number, "from": number} for number in QUESTIONS],
                        "gone": [], "areas": [{"id": name, "from": name} for name in areas], "gone_areas": []}
    old, path = written(directory, ANSWERS, "old.json"), written(directory, later, "edition.json")
    new = written(directory, ANSWERS | {"edition": "alla-slag-2032"}, "new.json")
    said = json.loads(expect(sigill("compare", old, new, "--edition", PATH, "--edition", path, "--json"), 0).out)
    most = {number: question.get("steps", len(question.get("options", ""))) if question["kind"] in SCORED else 0
            for number, question in QUESTIONS.items()}
    assert {one["id"]: one["of"] for one in said["questions"]} == most, said["questions"]
    assert said["comparable"] == {"same": len(QUESTIONS), "changed": 0, "of": EDITION["model"]["totals"]["points"],
                                  "from": said["from"]["points"], "to": said["to"]["points"]}, said["comparable"]


@test
def test_a_template_is_read_again_and_says_what_to_write(directory):
    path = directory / "mall.json"
    expect(sigill("template", "--edition", PATH, "-o", path), 0)
    made = json.loads(path.read_text(encoding="utf-8"))
    assert made["answers"]["7"]["about"]["asked"] == "is asked only after a yes to question 2"
    assert "assessment" not in made["answers"]["6"]["about"] and "no" not in made["answers"]["3"]["about"]
    said = json.loads(expect(sigill("check", path, "--edition", PATH, "--json"), 1).out)
    assert said["answered"]["of"] == sum(asked({}, one) for one in QUESTIONS.values()) == 8 and {one["code"] for one in said["errors"]}.isdisjoint({"uncalled", "structure"})
    listed = flat(expect(sigill("questions", "--edition", PATH), 0).out)
    assert 'Is asked only after "a" to question 3.' in listed and "A whole number from 0 to 1000 (anställda). ____________ anställda" in listed, listed


# ---- many of them, at the authority ----

GROUPS = ["skola", "skola", "skola", "bolag", "bolag", "bolag", "skola"]


def make_round(directory, seed):
    """A register with some answers by chance; gives it, its keys, and the answers by number."""
    chance, told = random.Random(seed), {}
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "Myndigheten"), 0)
    expect(msb("edition", "add", PATH, "-r", register, "-k", keys), 0)
    media = directory / "media"
    media.mkdir()
    for place, group in enumerate(GROUPS):
        number, name = number_of(place), f"Organisation {place}"
        party = make_party(directory / number, "--name", name, "--number", number, "--group", group, "--edition", PATH)
        expect(trust(party, own(keys)), 0)
        expect(enrol(register, keys, own(party)), 0)
        answers = some_answers(chance)
        path = written(directory, document(answers, name=name, number=number, group=group), f"{number}.json")
        expect(sigill("seal", path, "-k", party, "--edition", PATH, "--yes", "-o", media / f"{number}.sigill"), 0)
        told[number] = (group, answers)
    expect(msb("receive", "-r", register, "-k", keys, media), 0)
    return register, keys, told


def ranked(values, part, of):
    return sorted(values)[math.ceil(len(values) * part / of) - 1]


def counts_of(question, chosen):
    """What `counts --json` must say of a question, of these answer sets."""
    given = [answers[question["id"]] for answers in chosen]
    found = {"id": question["id"], "unanswered": sum(status_of(answers, question) == "unanswered" for answers in chosen)}
    scored = question["kind"] in SCORED
    offered = question.get("zero_answers", ["no"] if question["kind"] == "choices" else [])
    yes = [one["yes"] for one in given if "yes" in one]
    found["points"] = len(yes) if scored else None
    found["unsure"] = sum(one.get("assessment") == "unsure" for one in given) if scored else None
    for no in ("no", "none", "partly"):
        found[no] = sum(one.get("no") == no for one in given) if no in offered else None
    if "asked_if" in question:
        found["not_asked"] = sum(not asked(answers, question) for answers in chosen)
    if scored:
        return found
    found["answered"] = len(yes)
    if question["kind"] in ("choice", "choices"):
        found["options"] = [sum(letter in one for one in yes) for letter in question["options"]]
    else:
        of = [one if question["kind"] == "number" else (date.fromisoformat(one) - FIRST).days for one in yes]
        shown = (lambda one: one) if question["kind"] == "number" else (lambda one: (FIRST + timedelta(one)).isoformat())
        names = {"least": (0, 1), "lower": (1, 4), "median": (1, 2), "upper": (3, 4), "most": (1, 1)}
        found["values"] = {"n": len(of), "sum": sum(of) if question["kind"] == "number" else None, **{
            name: None if not of else shown(min(of) if name == "least" else ranked(of, *rank)) for name, rank in names.items()}}
    if "validates" in question:
        found["validation"] = validation(question, chosen)
    return found


def validation(question, chosen):
    about, said = QUESTIONS[question["validates"]["question"]], {"agree": 0, "more": 0, "less": 0, "unanswered": 0}
    for answers in chosen:
        if status_of(answers, question) != "yes" or status_of(answers, about) not in ("yes", "no"):
            said["unanswered"] += 1
            continue
        claims = answers[question["id"]]["yes"] in question["validates"]["options"]
        has = points(answers, about) > 0
        said["agree" if claims == has else "more" if claims else "less"] += 1
    return said


@test
def test_the_authority_counts_every_kind(directory):
    register, keys, told = make_round(directory, 2030)
    said = json.loads(expect(msb("counts", "-r", register, "-k", keys, "--json"), 0).out)
    for group in said["groups"]:
        chosen = [answers for own_group, answers in told.values() if group["group"] in (None, own_group)]
        assert group["n"] == len(chosen)
        for found, question in zip(group["questions"], QUESTIONS.values(), strict=True):
            assert found == counts_of(question, chosen), (group["group"], found, counts_of(question, chosen))
    text = expect(msb("counts", "-r", register, "-k", keys), 0).out
    assert "Says more than the points" in text and "Upper quartile" in text and "a: Ledningen" in text, text
    rows = list(csv.reader(io.StringIO(expect(msb("counts", "-r", register, "-k", keys, "--csv"), 0).out.lstrip("\ufeff")), delimiter=";"))
    cells = {tuple(row[:4]): row[4] for row in rows}
    for group in ("skola", "bolag", "all"):
        chosen = [answers for own_group, answers in told.values() if group in ("all", own_group)]
        for number, question in QUESTIONS.items():
            found = counts_of(question, chosen)
            for place, count in enumerate(found.get("options", [])):
                assert cells[group, "options", str(number), question["options"][place]] == str(count)
            for name, value in {**found.get("validation", {}), **found.get("values", {})}.items():
                kind = "values" if "values" in found else "validation"
                if name not in ("n", "sum"):
                    assert cells[group, kind, str(number), name] == ("" if value is None else str(value)), (number, name)
            values = found.get("values", {})
            if question["kind"] == "number" and values["n"] > 0:
                mean = (values["sum"] * 100 + values["n"] // 2) // values["n"]
                assert cells[group, "values", str(number), "mean"] == f"{mean // 100},{mean % 100:02}"
    for name in ("counts.html", "counts.xlsx"):
        words = ("--html",) if name.endswith(".html") else ()
        expect(msb("counts", "-r", register, "-k", keys, *words, "-o", directory / name), 0)
        assert (directory / name).stat().st_size > 1000
    number, (_, answers) = next(iter(told.items()))
    shown = flat(expect(msb("show", "-r", register, "-k", keys, number), 0).out)
    assert f'{answers[6]["yes"]} anställda' in shown if "yes" in answers[6] else "anställda" not in shown, shown
    said = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 0).out)
    assert said["whole"], said


def csv_rows(text):
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))


@test
def test_the_statistics_of_a_round_have_what_gives_no_points(directory):
    register, keys, told = make_round(directory, 41)
    base, unscored = ("-r", register, "-k", keys), [one for one in QUESTIONS.values() if one["kind"] not in SCORED]
    for words, groups in (((), ["skola", "bolag", None]), (("--group", "bolag"), ["bolag"]), (("--together",), [None])):
        said = json.loads(expect(msb("stats", *base, "--json", *words), 0).out)["unscored"]
        assert [one["group"] for one in said] == groups, words
        for group in said:
            chosen = [answers for own_group, answers in told.values() if group["group"] in (None, own_group)]
            assert group["n"] == len(chosen)
            assert group["questions"] == [counts_of(question, chosen) for question in unscored], group["group"]
    numbers = {str(one["id"]) for one in unscored}
    rows = csv_rows(expect(msb("stats", *base, "--csv"), 0).out)
    counted = [row for row in csv_rows(expect(msb("counts", *base, "--csv"), 0).out) if len(row) == 5 and row[1] != "security_role"]
    mine = [row for row in rows if len(row) == 5 and row[1] in ("answers", "options", "values", "validation")]
    assert sorted(mine) == sorted(row for row in counted if row[2] in numbers and row[1] in ("answers", "options", "values", "validation"))
    expect(msb("stats", *base, "--html", "-o", directory / "stats.html"), 0)
    expect(msb("counts", *base, "--html", "-o", directory / "counts.html"), 0)
    expect(msb("export", *base, "-o", directory / "export.xlsx"), 0)
    expect(msb("counts", *base, "-o", directory / "counts.xlsx"), 0)
    expect(msb("report", *base, "-o", directory / "rapport"), 0)
    everything = dict(Page((directory / "counts.html").read_text(encoding="utf-8")).tables)
    topics = {one["id"]: one["topic"] for one in EDITION["wording"]["questions"]}
    for page in (directory / "stats.html", directory / "rapport/rapport.html"):
        shown = dict(Page(page.read_text(encoding="utf-8")).tables)
        for question in QUESTIONS.values():
            title = f"{question['id']}. {topics[question['id']]}"
            assert shown.get(title) == (everything[title] if question in unscored else None), (page, title)
    cells = [[cell for _, cell in sorted(row.items())] for row in Workbook(directory / "counts.xlsx").sheets["Answers"]]
    for book in (directory / "export.xlsx", directory / "rapport/rapport.xlsx"):
        sheet = [[cell for _, cell in sorted(row.items())] for row in Workbook(book).sheets["Questions without points"]]
        own = [row for row in sheet if row and str(row[0]) in numbers]
        assert own and own == [row for row in cells if row and str(row[0]) in numbers], book
        assert not [row for row in sheet if row and str(row[0]) in {str(n) for n in QUESTIONS} - numbers]
    assert {path.stem for path in (directory / "rapport/tabeller").glob("fraga-*.csv")} == {f"fraga-{n}" for n in numbers}


@test
def test_S14_what_gives_no_points_is_not_published(directory):
    register, keys, _ = make_round(directory, 42)
    base, before = ("-r", register, "-k", keys), "What was answered to questions without points is not published."
    topics = {one["id"]: one["topic"] for one in EDITION["wording"]["questions"] if QUESTIONS[one["id"]]["kind"] not in SCORED}
    said = json.loads(expect(msb("stats", *base, "--publish", "--json"), 0).out)
    assert said["unscored"] is None and "options" not in json.dumps(said)
    expect(msb("export", *base, "--publish", "-o", directory / "export.xlsx"), 0)
    expect(msb("report", *base, "--publish", "-o", directory / "rapport"), 0)
    sheets = [str(cell) for book in (directory / "export.xlsx", directory / "rapport/rapport.xlsx")
              for rows in Workbook(book).sheets.values() for row in rows for cell in row.values()]
    texts = {"text": flat(expect(msb("stats", *base, "--publish"), 0).out), "page": (directory / "rapport/rapport.html").read_text(encoding="utf-8"),
             "csv": expect(msb("stats", *base, "--publish", "--csv"), 0).out, "sheets": " ".join(sheets)}
    assert before in texts["text"] and before in texts["page"] and before in texts["sheets"]
    for name, text in texts.items():
        for number, topic in topics.items():
            assert f"{number}. {topic}" not in text, (name, topic)
    assert not list((directory / "rapport/tabeller").glob("fraga-*"))
    assert not [row for row in csv_rows(texts["csv"]) if len(row) == 5 and row[1] in ("answers", "options", "values", "validation")]


@test
def test_no_list_names_what_gives_no_points(directory):
    register, keys, told = make_round(directory, 3)
    base = ("-r", register, "-k", keys)
    scored = sorted(number for number, question in QUESTIONS.items() if question["kind"] in SCORED)
    said = json.loads(expect(msb("benchmark", *base, "--json"), 0).out)
    assert [one["id"] for one in said["questions"]] == scored
    for one in said["questions"]:
        yes = [answers[one["id"]]["yes"] for _, answers in told.values() if "yes" in answers[one["id"]]]
        assert one["yes_count"] == len(yes) and one["answer"] == ("yes" if len(yes) > len(told) // 2 else "no")
    said = json.loads(expect(msb("cooperate", *base, "--json"), 0).out)
    few = [number for number in scored if 3 * sum(points(answers, QUESTIONS[number]) > 0 for _, answers in told.values()) < len(told)]
    assert sorted(one["question"] for one in said["few_teach"]) == few, said["few_teach"]
    for command in (("stats",), ("rank",), ("forecast",), ("trend",), ("export", "-o", directory / "export.xlsx"),
                    ("feedback", "--all", "-o", directory / "feedback"), ("report", "-o", directory / "report")):
        expect(msb(*command, *base), 0)


@test
def test_published_tables_have_nothing_of_what_gives_no_points(directory):
    register, keys, _ = make_round(directory, 7)
    for form in ("hidden", "rounded"):
        text = expect(msb("stats", "-r", register, "-k", keys, f"--publish={form}", "--again", "--csv"), 0).out
        assert "anställda" not in text and "Vilka leverantörer" not in text, text


if __name__ == "__main__":
    run()
