"""SKR's questionnaire of 2019 as an edition without points: its fields from every kind of form to the statistics of a register,
each figure counted anew; and what commands say that have nothing to count in it."""
import csv
import io
import json
import re
from pathlib import Path

from conversationkit import Conversation, Script, answer_all
from parties import enrol, make_party, make_register, own, trust
from sigill_test import expect, msb, refused, run, sigill, test
from skrkit import ROUND, WORDS, SkrWorld
from worldkit import opened_feedback
from count_differences import equal
from organisations import number
from skr_count import Fields, completeness, group_fields, one_result
from skr_population import FILE, PRINTED, READINGS, generate

MODEL = json.loads(FILE.read_text(encoding="utf-8"))["model"]
WORDING = json.loads(FILE.read_text(encoding="utf-8"))["wording"]
POINTLESS = "has none; what was answered is shown by `sigill-msb %s`"


def written(directory, document, name="svar.json"):
    path = directory / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


# ---- what it is ----

@test
def test_it_has_the_fields_levels_and_target_that_were_printed_and_says_what_is_ours(directory):
    assert [field["id"] for field in MODEL["fields"]] == list(PRINTED["fields"])
    assert MODEL["target"] == PRINTED["levels"]["target"]
    assert MODEL["levels"] == MODEL["areas"] == [] and MODEL["totals"]["points"] == 0
    # The diagrams that were printed have the numbers of the questions that they show.
    for field in MODEL["fields"]:
        numbers = [field[name] for name in ("question", "follow_up", "maturity") if name in field]
        assert numbers == PRINTED["fields"][field["id"]]["diagrams"], field
    words = {one["id"]: one for one in WORDING["questions"]}
    names = PRINTED["levels"]["names"]
    for field in MODEL["fields"]:
        options = words[field["maturity"]]["options"] if "maturity" in field else {}
        assert [text.split(":")[0] for text in options.values()] == (names if options else []), field
        assert list(words[field["question"]]["options"].values()) == ["Ja", "Nej"]
    about = WORDING["about"]
    assert "SKR" in about and "inte enkätens egna ord" in about, about
    assert about in " ".join(expect(sigill("questions", *WORDS, lang="sv"), 0).out.split())


@test
def test_an_edition_with_such_fields_is_checked_whole(directory):
    whole = json.loads(FILE.read_text(encoding="utf-8"))
    for words, change in [
            ("since questions give points", lambda m: (m["questions"].append({"id": 99, "section": 1, "kind": "scale", "steps": 1,
                                                                              "zero_answers": ["no"]}),
                                                        m["totals"].update(questions=30, points=1, measures=1))),
            ('model.fields[0]: question: a question of the kind "choice"', lambda m: m["fields"][0].update(question=98)),
            ("model.fields[0]: question: one with two options", lambda m: m["fields"][0].update(question=5)),
            ("model.fields[1]: follow_up: a question that is asked after option a", lambda m: m["fields"][1].update(follow_up=2)),
            ('model.fields[1]: id: "function" is empty or stands twice', lambda m: m["fields"][1].update(id="function")),
            ("model.target", lambda m: m.update(target=5)),
            ("target", lambda m: m.pop("target")),
            ("target: no field has levels of maturity", lambda m: m.update(fields=m["fields"][:1]))]:
        made = json.loads(json.dumps(whole))
        change(made["model"])
        refused(sigill("questions", "--edition", written(directory, made, "edition.json")), 1, words)


# ---- one organisation ----

@test
def test_every_score_of_every_organisation(directory):
    edition, population = Fields(FILE), generate()
    chosen = population.submissions[::7]
    for submission in chosen:
        path = written(directory, submission.answers)
        expect(sigill("check", path, *WORDS), 0)
        said = json.loads(expect(sigill("score", "--json", path, *WORDS), 0).out)
        equal(said["fields"], one_result(edition, submission.answers["answers"]), submission.name)
        assert (said["level"], said["points"], said["measures"], said["standing"]) == (None,) * 4, said
    assert {completeness(edition, one.answers["answers"]) for one in chosen} == {"whole", "partial"}


def shown(document, directory, *words):
    return " ".join(expect(sigill("score", written(directory, document), *words, *WORDS), 0).out.split())


@test
def test_a_score_shows_each_field_beside_the_target_and_no_points(directory):
    document = generate().submissions[0].answers
    answers = document["answers"]
    for field in MODEL["fields"]:
        answers[str(field["question"])] = {"yes": "a"}
        answers[str(field["follow_up"])] = {"yes": "c"}
        if "maturity" in field:
            answers[str(field["maturity"])] = {"yes": "d" if field["id"] == "risk" else "c" if field["id"] == "incident" else "b"}
    for words in ((), ("--summary",)):
        text = shown(document, directory, *words)
        assert "gives no points, so there is no level" in text
        assert "Level 3 of maturity or above, the target, is reached in 2 of 9 fields." in text, text
        assert re.search(r"4\. Hantering av informationssäkerhetsr\S* yes 4 Ständigt bättre yes", text), text
        assert "5. Informationsklassning yes 2 Medveten no" in text, text
        assert not re.search(r"Level 0|Standing|[0-9] points", text), text
    page = directory / "sida.html"
    expect(sigill("score", written(directory, document), "--html", "-o", page, *WORDS), 0)
    html = page.read_text(encoding="utf-8")
    assert "2 of 9 fields" in html and "5. Informationsklassning: 2 of 4" in html and "Standing" not in html


@test
def test_it_goes_through_every_form_to_a_sealed_bundle_and_a_register(directory):
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "Insamlaren"), 0)
    party = make_party(directory / "party", "--name", "Ankeborgs kommun", "--number", number("212999", 0), "--group", "kommun", *WORDS)
    expect(enrol(register, authority, own(party), *WORDS), 0)
    expect(trust(party, own(authority)), 0)
    document = generate().submissions[5].answers
    document["organisation"].update(name="Ankeborgs kommun", number=number("212999", 0))
    path = written(directory, document)
    scored = expect(sigill("score", "--json", path, *WORDS), 0).out
    sealed = path
    expect(sigill("template", *WORDS, "-o", directory / "tom.json"), 0)
    for form in ("svar.xlsx", "svar.html"):
        expect(sigill("template", *WORDS, "-o", directory / f"tom-{form}"), 0)
        expect(sigill("convert", path, *WORDS, "-o", directory / form), 0)
        if form.endswith(".xlsx"):
            sealed = directory / form
            expect(sigill("convert", sealed, *WORDS, "-o", directory / "igen.json"), 0)
            assert expect(sigill("score", "--json", directory / "igen.json", *WORDS), 0).out == scored
    talk = Conversation("answer", "samtal.json", *WORDS, cwd=directory)
    answer_all(talk, Script(document, json.loads(FILE.read_text(encoding="utf-8"))))
    talk.type("q")
    assert talk.finish() == 0 and not re.search(r"[Ll]evel|points", talk.shown), talk.shown
    assert expect(sigill("score", "--json", directory / "samtal.json", *WORDS), 0).out == scored
    done = expect(sigill("seal", sealed, "-k", party, *WORDS, "--yes", "-o", directory / "paket.sigill"), 0)
    assert not re.search(r"level 0|0 of 0", done.out + done.err), done
    expect(msb("receive", "-r", register, "-k", authority, *WORDS, directory / "paket.sigill"), 0, out_has="imported")
    said = json.loads(expect(msb("show", "-r", register, "-k", authority, *WORDS, "--json", "Ankeborg"), 0).out)
    equal(said["score"]["fields"], one_result(Fields(FILE), document["answers"]), "show")
    listed = json.loads(expect(msb("list", "-r", register, "-k", authority, *WORDS, "--json"), 0).out)
    assert [(one["level"], one["points"]) for one in listed] == [(None, None)], listed
    told = json.loads(expect(msb("stats", "-r", register, "-k", authority, *WORDS, "--json"), 0).out)
    counted = group_fields(Fields(FILE), [document["answers"]], None)
    equal({key: told["groups"][-1][key] for key in counted}, counted, "stats without a list")


# ---- statistics ----

@test
def test_every_figure_of_the_fields_in_both_readings(directory):
    for reading in READINGS:
        world = SkrWorld(directory / reading, reading)
        counted = group_fields(world.edition, world.everyone, len(world.population.asked))
        said = world.says("stats")
        assert [row["group"] for row in said["groups"]] == ["kommun", None]
        for row in said["groups"]:
            equal({key: row[key] for key in counted}, counted, f"{reading}, {row['group']}")


def rows_of(counted, asked):
    """(table, row, column): figure, as CSV of stats has them."""
    found = {("completeness", "", name): counted["completeness"][name] for name in ("whole", "partial", "none")}
    found["completeness", "", "asked"] = asked
    for row in counted["fields"]:
        found["yes_of_asked", row["id"], "yes"] = row["yes"]
        found |= {("field", row["id"], name): row[name] for name in ("yes", "no", "unanswered")}
        found["field", row["id"], "none"] = counted["completeness"]["none"]
        for table in ("follow_up", "maturity"):
            part = row[table] or {"chosen": []}
            found |= {(table, row["id"], str(place)): count for place, count in enumerate(part["chosen"], 1)}
            if row[table]:
                found[table, row["id"], "unanswered"] = part["unanswered"]
        if row["maturity"]:
            found["maturity", row["id"], "reached"] = found["target_reached", row["id"], "reached"] = row["maturity"]["reached"]
    return found


@test
def test_every_figure_as_csv_page_and_workbook(directory):
    world = SkrWorld(directory / "world")
    counted = group_fields(world.edition, world.everyone, len(world.population.asked))
    text = expect(world.runs("stats", "--csv"), 0).out.lstrip("\ufeff")
    counts, tables = rows_of(counted, 290), {table for table, _, _ in rows_of(counted, 290)}
    for group in ("kommun", "all"):
        said = {(table, row, column): int(value) for of, table, row, column, value in csv.reader(io.StringIO(text), delimiter=";")
                if of == group and table in tables}
        assert said == counts, set(said.items()) ^ set(counts.items())
    page = directory / "sida.html"
    expect(world.runs("stats", "--html", "-o", page), 0)
    html = page.read_text(encoding="utf-8")
    kinds = {name: len(re.findall(rf'aria-labelledby="{name}-\d+', html)) for name in ("answers", "follow-up", "maturity")}
    assert kinds == {"answers": 10, "follow-up": 10, "maturity": 9}, kinds
    book = directory / "tabeller.xlsx"
    expect(world.runs("export", "-o", book), 0)
    assert b"PK" == book.read_bytes()[:2]


KINDS = {"ja-nej": "question", "hur-langt": "follow_up", "mognad": "maturity"}


@test
def test_the_report_draws_each_question_of_each_field(directory):
    world = SkrWorld(directory / "world")
    counted = group_fields(world.edition, world.everyone, 290)
    where = directory / "rapport"
    expect(world.runs("report", "-o", where), 0)
    assert sorted(path.name for path in where.iterdir()) == ["diagram", "rapport.html", "rapport.xlsx", "tabeller"]
    wanted = {f"falt-{number:02}-{name}.svg" for number, field in enumerate(MODEL["fields"], 1) for name, key in KINDS.items() if key in field}
    assert len(wanted) == PRINTED["counts"]["result_diagrams"] and wanted == {path.name for path in (where / "diagram").iterdir()}
    words = {one["id"]: one for one in WORDING["questions"]}
    for number, (field, row) in enumerate(zip(MODEL["fields"], counted["fields"]), 1):
        for name, key in KINDS.items():
            if key not in field:
                continue
            drawn = (where / "diagram" / f"falt-{number:02}-{name}.svg").read_text(encoding="utf-8")
            if key == "question":
                parts = {"Yes": row["yes"], "No": row["no"], "Not answered": row["unanswered"], "Did not answer at all": 25}
            else:
                parts = dict(zip(words[field[key]]["options"].values(), row[key]["chosen"]))
            assert all(f"{text}: {count}. " in drawn and f">{text}<" in drawn for text, count in parts.items()), (number, name, parts)
    table = (where / "tabeller/tabeller.csv").read_bytes().decode("utf-8-sig")
    assert table == expect(world.runs("stats", "--csv"), 0).out.lstrip("\ufeff")
    for words in (("--best", "10"), ("--target", FILE), ("--texts", FILE)):
        refused(world.runs("report", *words, "-o", directory / "annan"), 1, f"{words[0]}: the questionnaire gives no points")
        assert not (directory / "annan").exists()


@test
def test_who_is_late_is_counted_as_one_who_did_not_answer(directory):
    world = SkrWorld(directory / "world")
    expect(world.runs("round", ROUND, "--opens", "2019-03-25", "--closes", "2019-04-12"), 0)
    on_time = [one.answers["answers"] for one in world.population.submissions if one.arrived <= "2019-04-12"]
    assert 20 < len(on_time) < 250
    for words, everyone in (((), on_time), (("--late",), world.everyone)):
        counted = group_fields(world.edition, everyone, 290)
        said = world.says("stats", *words)["groups"][-1]
        equal({key: said[key] for key in counted}, counted, words)


# ---- every subcommand ----

@test
def test_every_subcommand_of_the_organisation_works_or_says_why_not(directory):
    document = generate().submissions[3].answers
    path = written(directory, document)
    other = written(directory, generate().submissions[4].answers, "annan.json")
    works = [("check", path), ("score", path), ("score", path, "--summary"), ("score", path, "--html"), ("questions",), ("template",),
             ("compare", path, other), ("template", "--from", path)]
    for command, *words in works:
        done = expect(sigill(command, *words, *WORDS), 0)
        assert not re.search(r"Level 0|0 of 0|0/0| 0 points", done.out), done
    said = "has none; what was answered is shown by `sigill score`"
    for words in ((), ("--level", "1"), ("--csv",), ("--json",), ("-o", directory / "plan.xlsx")):
        refused(sigill("gap", path, *words, *WORDS), 1, said)
    assert not (directory / "plan.xlsx").exists()


def check_feedback(world, directory):
    """Feedback has what was answered, and of others and of points nothing."""
    done = expect(world.runs("feedback", "--all", "--round", ROUND, "--json", "-o", directory / "ut"), 0)
    assert {one["verdict"] for one in json.loads(done.out)} == {"sealed"}
    document = next(one.answers for one in world.population.submissions)
    number = document["organisation"]["number"]
    page, said, plan = opened_feedback(world, directory / f"ut/{number}.sigill")
    said, page = json.loads(said), page.decode()
    assert [said[key] for key in ("place", "benchmarks", "gap", "published", "since", "support", "recommendations", "catch_up")] == [
        None, [], None, None, None, [], [], []]
    assert said["exchange"] in (None, []) and said["score"]["level"] is None and said["score"]["points"] is None
    rows = list(csv.reader(io.StringIO(plan.decode("utf-8-sig")), delimiter=";"))
    assert "This questionnaire gives no points, so there is no level." in page and not any(row[1] for row in rows[1:]), rows
    for field in MODEL["fields"]:
        topic = next(one["name"] for one in WORDING["sections"] if one["section"] == section_of(field))
        assert topic in page, topic


def section_of(field):
    return next(one["section"] for one in MODEL["questions"] if one["id"] == field["question"])


@test
def test_every_subcommand_of_analysis_works_or_says_why_not(directory):
    world = SkrWorld(directory / "world")
    one = world.population.submissions[0].organisation.number
    for words in (("stats",), ("counts",), ("texts",), ("population",), ("list",), ("show", one), ("export", "-o", directory / "a.xlsx")):
        done = expect(world.runs(*words), 0)
        assert not re.search(r"Level 0|0 of 0|0/0| 0 points", done.out), done
    for words in (("benchmark",), ("rank",), ("rank", "--next"), ("gap", one), ("gap", one, "--benchmark"), ("cooperate",), ("cooperate", one),
                  ("forecast",)):
        refused(world.runs(*words), 1, POINTLESS % ("show" if words[0] == "gap" else "stats"))
    for words in ((one,), ("--group", "kommun"), ("--group", "kommun", "--publish")):
        refused(world.runs("trend", *words), 1, "no questionnaire that was answered has any")
    expect(world.runs("round", "2019-2", "--opens", "2019-06-01", "--closes", "2019-06-30"), 0)
    refused(world.runs("panel", ROUND, "2019-2"), 1, POINTLESS % "stats")
    expect(msb("card", "-k", world.keys, "--name", "Insamlaren"), 0)
    check_feedback(world, directory)
    for form in ("hidden", "rounded"):
        refused(world.runs("stats", f"--publish={form}"), 1, "has fields, and what is counted of fields cannot be protected")
        refused(world.runs("export", f"--publish={form}", "-o", directory / "b.xlsx"), 1, "cannot be protected")
    assert not (directory / "b.xlsx").exists()


run()
