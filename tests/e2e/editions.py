"""Editions that a register keeps (docs/format.md, "Editions of a register"): that no command needs a file of theirs again, that
a wording can be corrected and a model not, that nobody else puts one there, and that they go where the register goes."""
import contextlib
import copy
import hashlib
import json
import random
import shutil
import sqlite3
import tarfile
from pathlib import Path

from parties import enrol, fake_clock, make_party, make_register, make_running_register, own, receive, rows, seal, trust
from sigill_test import DATA, expect, msb, refused, run, sigill, test, tree, unchanged
from successionkit import EDITIONS, FILES, given, held, mapping, names, questions, written

BUILTIN = "infosakkollen-2021"
SMALL = json.loads((DATA / "small-edition.json").read_text(encoding="utf-8"))
EARLIER = {"older-register.tar.xz": 1795935919, "register-of-one-edition.tar.xz": 1795976423}  # when they were made


def model_digest(edition):
    text = json.dumps(edition["model"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


def file_digest(path):
    return hashlib.blake2b(path.read_bytes(), digest_size=32).hexdigest()


def small(directory, name="smaprov-2030", **wording):
    """The small edition under another id, or in other words, in a file."""
    edition = copy.deepcopy(SMALL)
    edition["model"]["id"] = name
    edition["wording"].update(wording)
    path = directory / f"{name}{len(list(directory.glob('*.json')))}.json"
    path.write_text(json.dumps(edition, ensure_ascii=False), encoding="utf-8")
    return path


def add(register, keys, path, *more, **options):
    return msb("edition", "add", path, "-r", register, "-k", keys, *more, **options)


def listed(register, keys, **options):
    return json.loads(expect(msb("edition", "-r", register, "-k", keys, "--json", **options), 0).out)


def known(register, keys):
    return {one["id"]: one for one in listed(register, keys)}


def whole(register, keys, **options):
    said = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json", **options), 0).out)
    assert said["whole"] and said["findings"] == [], said


def amiss(register, keys):
    said = json.loads(expect(msb("fsck", "-r", register, "-k", keys, "--json"), 1).out)
    return sorted((one["code"], one["subject"]) for one in said["findings"])


def school(directory, keys, path, number="802999-0036"):
    """A bundle of a school's answers to the edition in the file; gives its keys and the bundle."""
    party = make_party(directory / number, "--name", "Exempelskolan", "--number", number, "--group", "skola", "--edition", path)
    expect(trust(party, own(keys)), 0)
    answers = json.loads((DATA / "small-answers.json").read_text(encoding="utf-8"))
    answers["edition"] = json.loads(path.read_text(encoding="utf-8"))["model"]["id"]
    answers["organisation"].update(name="Exempelskolan", number=number)
    told, bundle = directory / f"{number}.json", directory / f"{number}-{answers['edition']}.sigill"
    told.write_text(json.dumps(answers), encoding="utf-8")
    expect(sigill("seal", told, "-k", party, "--edition", path, "--yes", "-o", bundle), 0)
    return party, bundle


@test
def test_a_register_keeps_many_editions_and_no_command_needs_a_file_again(directory):
    register, keys, _ = make_running_register(directory)
    files = [small(directory, f"prov-{number}", title=f"Prov {number}") for number in range(12)]
    for path in files:
        edition = json.loads(path.read_text(encoding="utf-8"))
        said = json.loads(expect(add(register, keys, path, "--json"), 0).out)
        assert said == {"id": edition["model"]["id"], "title": edition["wording"]["title"], "digest": model_digest(edition),
                        "outcome": "added"}
    party, bundle = school(directory, keys, files[-1])
    expect(enrol(register, keys, own(party)), 0)
    expect(receive(register, keys, bundle, seal(directory, "ankeborg", directory / "a.sigill")), 0)
    expect(msb("round", "prov", "-r", register, "-k", keys, "--edition", "prov-11", "--opens", "2026-01-01", "--closes", "2999-12-31"), 0)
    asked = directory / "asked.csv"
    asked.write_text("nummer;namn;grupp\n802999-0036;Exempelskolan;skola\n", encoding="utf-8")
    for command in (["population", asked], ["stats"], ["benchmark"], ["rank"], ["list"], ["counts"], ["texts"], ["cooperate"], ["forecast"], ["trend"],
                    ["export", "-o", directory / "t.xlsx"], ["report", "-o", directory / "report"],
                    ["feedback", "--all", "-o", directory / "feedback"]):
        result = msb(*command, "-r", register, "-k", keys, *([] if command[0] in ("list", "trend") else ["--round", "prov"]))
        assert result.status == 0, result
    [one] = [one for one in json.loads(expect(msb("list", "-r", register, "-k", keys, "--json"), 0).out) if one["edition"] == "prov-11"]
    expect(msb("show", one["id"], "-r", register, "-k", keys), 0, out_has="prov-11")
    told = known(register, keys)
    assert [told["prov-11"][name] for name in ("from", "rounds", "submissions")] == ["register", ["prov"], 1]
    assert [told[BUILTIN][name] for name in ("from", "added", "submissions")] == ["program", None, 1]
    assert len(told) == 13 and told["prov-3"]["title"] == "Prov 3" and told["prov-3"]["digest"] == model_digest(
        json.loads(files[3].read_text(encoding="utf-8")))
    whole(register, keys)


@test
def test_what_came_before_its_edition_is_received_again(directory):
    register, keys, _ = make_running_register(directory)
    path = small(directory)
    party, bundle = school(directory, keys, path)
    refused(enrol(register, keys, own(party)), 1, "there is no group")
    expect(add(register, keys, path), 0)
    expect(enrol(register, keys, own(party)), 0)
    other = small(directory, "prov-2031")
    later, late = school(directory, keys, other, "802999-0044")
    expect(enrol(register, keys, own(later)), 0)
    expect(receive(register, keys, late), 1, out_has="unknown-edition")
    expect(add(register, keys, other), 0)
    expect(receive(register, keys, "--retry", bundle), 0)
    assert known(register, keys)["prov-2031"]["submissions"] == 1 and known(register, keys)["smaprov-2030"]["submissions"] == 1
    whole(register, keys)


@test
def test_a_corrected_wording_is_asked_about_and_audited(directory):
    register, keys = make_register(directory)
    first, second = small(directory), small(directory, title="Ett annat namn")
    expect(add(register, keys, first), 0)
    before = tree(register)
    expect(add(register, keys, second), 2, out="", err_has="give --yes")
    assert {name: value for name, value in tree(register).items() if "-wal" not in name and "-shm" not in name} == {
        name: value for name, value in before.items() if "-wal" not in name and "-shm" not in name}
    result = expect(add(register, keys, second, "--yes"), 0)
    assert "Besides: title" in result.err, result
    expect(add(register, keys, second), 0, out_has="nothing was done")
    assert known(register, keys)["smaprov-2030"]["title"] == "Ett annat namn"
    told = json.loads(expect(msb("audit", "-r", register, "-k", keys, "--json"), 0).out)["rows"]
    assert [row["subject"] for row in told if row["kind"] == "edition"] == [
        {"edition": "smaprov-2030", "model": model_digest(SMALL), "file": file_digest(path)} for path in (first, second)]
    whole(register, keys)


@test
def test_the_wording_of_the_built_in_edition_can_be_corrected(directory):
    register, keys = make_register(directory)
    edition = json.loads(Path("editions/infosakkollen-2021.json").read_text(encoding="utf-8"))
    edition["wording"]["questions"][6]["topic"] = "Ett annat ord"
    path = directory / "corrected.json"
    path.write_text(json.dumps(edition, ensure_ascii=False), encoding="utf-8")
    result = expect(add(register, keys, path, "--yes"), 0)
    assert "Question 7: topic" in result.err and "Question 8" not in result.err and "Besides" not in result.err, result
    [one] = listed(register, keys)
    assert (one["id"], one["from"], one["digest"]) == (BUILTIN, "register", model_digest(edition))


@test
def test_another_model_under_a_known_id_is_refused(directory):
    register, keys = make_register(directory)
    expect(add(register, keys, small(directory)), 0)
    for name, change in ((BUILTIN, None), ("smaprov-2030", 6)):
        edition = copy.deepcopy(SMALL)
        edition["model"]["id"] = name
        edition["model"]["levels"][0]["min_total"] = change or edition["model"]["levels"][0]["min_total"]
        path = directory / f"other-{name}.json"
        path.write_text(json.dumps(edition), encoding="utf-8")
        before = rows(register, "SELECT id, file FROM editions"), rows(register, "SELECT * FROM audit")
        refused(add(register, keys, path, "--yes"), 1, path.name, "another model", "give it a new id")
        assert (rows(register, "SELECT id, file FROM editions"), rows(register, "SELECT * FROM audit")) == before
    expect(msb("round", "prov-9", "-r", register, "-k", keys, "--edition", BUILTIN, "--opens", "2026-01-01", "--closes", "2026-12-31"), 0)
    refused(add(register, keys, small(directory, "prov-9")), 1, "prov-9 is the id of a round of the edition infosakkollen-2021")


@test
def test_what_is_no_edition_is_not_kept(directory):
    register, keys = make_register(directory)
    before = tree(register)
    broken = directory / "broken.json"
    broken.write_text(json.dumps({**SMALL, "more": 1}), encoding="utf-8")
    refused(add(register, keys, broken), 1, "broken.json", "more")
    refused(add(register, keys, directory / "nothing.json"), 3, "nothing.json")
    refused(msb("edition", "remove", broken, "-r", register, "-k", keys), 2, "add FILE")
    refused(msb("edition", "add", "-r", register, "-k", keys), 2, "add FILE")
    unchanged(register, before)


def edited(register, *statements):
    with contextlib.closing(sqlite3.connect(register / "register.db", isolation_level=None)) as database:
        for statement in statements:
            assert database.execute(*statement).rowcount == 1, statement


@test
def test_R4_who_writes_to_the_register_changes_no_edition(directory):
    register, keys, _ = make_running_register(directory)
    path = small(directory)
    expect(add(register, keys, path), 0)
    harder = copy.deepcopy(SMALL)
    harder["model"]["levels"][0]["min_total"] = 6
    text = json.dumps(harder).encode()
    reworded = path.read_bytes().replace(b"Ingen", b"Ingan", 1) + b" "
    stranger = json.dumps({**SMALL, "model": {**SMALL["model"], "id": "foreign"}}).encode()
    for name, statement, found in (
            ("model", ["UPDATE editions SET file = ?", (text,)], [("not-audited", "edition smaprov-2030")]),
            ("words", ["UPDATE editions SET file = ?", (reworded,)], [("not-audited", "edition smaprov-2030")]),
            ("empty", ["UPDATE editions SET file = x''"], [("not-audited", "edition smaprov-2030")]),
            ("id", ["UPDATE editions SET id = 'another'"],
             [("not-audited", "edition another"), ("row-missing", "edition smaprov-2030")]),
            ("gone", ["DELETE FROM editions"], [("row-missing", "edition smaprov-2030")]),
            ("more", ["INSERT INTO editions VALUES('foreign', ?)", (stranger,)], [("not-audited", "edition foreign")])):
        other = directory / name
        shutil.copytree(register, other)
        edited(other, statement)
        for command in (["stats"], ["edition"], ["receive", directory / "nothing.sigill"], ["round"]):
            refused(msb(*command, "-r", other, "-k", keys), 1, "somebody has edited the register")
        assert amiss(other, keys) == found, name
    other = directory / "audit"
    shutil.copytree(register, other)
    edited(other, ["UPDATE audit SET subject = replace(subject, 'file=', 'life=') WHERE kind = 'edition'"])
    refused(msb("edition", "-r", other, "-k", keys), 1)
    assert ("audit", "register.db") in amiss(other, keys)


@test
def test_registers_from_before_editions_were_kept_are_taken_over(directory):
    for archive, moment in EARLIER.items():
        place = directory / archive
        place.mkdir()
        with tarfile.open(DATA / archive) as opened:
            opened.extractall(place, filter="data")
        register, keys, env = place / "register", place / "msb", fake_clock(place, moment)
        assert [one["id"] for one in listed(register, keys, env=env)] == [BUILTIN]
        assert rows(register, "SELECT name FROM sqlite_schema WHERE name = 'editions'") == []
        known_before = json.loads(expect(msb("stats", "-r", register, "-k", keys, "--json", env=env), 0).out)
        expect(add(register, keys, small(place), env=env), 0)
        assert [one["id"] for one in listed(register, keys, env=env)] == [BUILTIN, "smaprov-2030"]
        assert rows(register, "SELECT count(*) FROM editions") == [(1,)]
        assert json.loads(expect(msb("stats", "-r", register, "-k", keys, "--json", env=env), 0).out) == known_before
        said = json.loads(msb("fsck", "-r", register, "-k", keys, "--json", env=env).out)
        assert not [one for one in said["findings"] if one["code"] in ("database", "not-audited", "row-missing", "record", "row-broken")], said


@test
def test_editions_go_with_a_copy_and_with_new_keys(directory):
    register, keys, _ = make_running_register(directory)
    path = small(directory)
    expect(add(register, keys, path), 0)
    party, bundle = school(directory, keys, path)
    expect(enrol(register, keys, own(party)), 0)
    expect(receive(register, keys, bundle), 0)
    told = known(register, keys)
    figures = json.loads(expect(msb("rank", "-r", register, "-k", keys, "--json"), 0).out)
    expect(msb("rotate", "-k", keys), 0)
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(msb("rewrap", "-r", register, "-k", keys, "--to", keys), 0)
    assert known(register, keys) == told
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    expect(msb("restore", "-r", directory / "restored", "-k", keys, directory / "copy", "--yes"), 0)
    assert known(directory / "restored", keys) == told
    assert json.loads(expect(msb("rank", "-r", directory / "restored", "-k", keys, "--json"), 0).out) == figures
    whole(directory / "restored", keys)


# ---- editions that follow one another ----

ROUNDS = {2021: "omgang-2021", 2023: "omgang-2023", 2025: "omgang-2025"}
PARTIES = {"Ankeborgs kommun": "212999-0004", "Exempelby kommun": "212999-0012", "Gåseborgs kommun": "212999-0020"}


def said_by(register, keys, *words):
    return json.loads(expect(msb(*words, "-r", register, "-k", keys, "--json"), 0).out)


def answered_register(directory, chance):
    """A register of three editions, each with a round, and answers of three municipalities to all, by chance; of the last
    one no answers to the middle one. Gives the answers too: {year: {number: answers}}."""
    register, keys = make_register(directory)
    expect(msb("card", "-k", keys, "--name", "MSB"), 0)
    for year, name in ROUNDS.items():
        if year != 2021:
            expect(add(register, keys, FILES[year]), 0)
        expect(msb("round", name, "-r", register, "-k", keys, "--edition", EDITIONS[year]["model"]["id"], "--opens", f"{year}-05-01",
                   "--closes", "2999-12-31"), 0)
    told = {year: {} for year in ROUNDS}
    for name, number in PARTIES.items():
        party = make_party(directory / number, "--name", name, "--number", number, "--group", "kommun")
        expect(trust(party, own(keys)), 0)
        expect(enrol(register, keys, own(party)), 0)
        for year in ROUNDS if number != "212999-0020" else (2021, 2025):
            path, told[year][number] = written(directory, year, chance, number)
            document = json.loads(path.read_text(encoding="utf-8"))
            document["organisation"].update(name=name, number=number)
            path.write_text(json.dumps(document), encoding="utf-8")
            expect(sigill("seal", path, "-k", party, "--yes", *given(year), "-o", directory / f"{number}-{year}.sigill"), 0)
    expect(receive(register, keys, *sorted(directory.glob("*.sigill"))), 0)
    return register, keys, told


def counted_same(year, told):
    """Of a round what trend says of the last edition's questions that are the same."""
    rows = []
    for number, one in mapping(year, 2025).items():
        if one is None or not one[2]:
            continue
        points = [len(held(questions(year)[one[0]], answers[str(one[0])])) for answers in told[year].values()]
        rows.append({"question": number, "was": one[0], "points": sum(points), "max": len(names(questions(2025)[number])),
                     "with_points": sum(worth > 0 for worth in points)})
    return rows


@test
def test_three_editions_two_of_them_mapped_in_one_register(directory):
    register, keys, told = answered_register(directory, random.Random(2025))
    trend = said_by(register, keys, "trend")
    assert [(one["round"], one["edition"], one["n"]) for one in trend["rounds"]] == [
        (name, EDITIONS[year]["model"]["id"], len(told[year])) for year, name in ROUNDS.items()]
    for year, one in zip(ROUNDS, trend["rounds"]):
        assert one["same"] == counted_same(year, told), year
        scores = [said_by_sigill(directory / f"{number}-{year}.json", year) for number in told[year]]
        assert one["points"]["sum"] == sum(score["points"] for score in scores)
        assert one["points_max"] == EDITIONS[year]["model"]["totals"]["points"]
    [alone] = [one for one in said_by(register, keys, "trend", "212999-0012")["rounds"] if one["round"] == "omgang-2023"]
    assert alone["same"] == counted_same(2023, {2023: {"212999-0012": told[2023]["212999-0012"]}})
    text = expect(msb("trend", "-r", register, "-k", keys), 0).out
    for words in ("omgang-2021 answers", "Only those that are the same are compared", "1. Ledningens beslut"):
        assert words in " ".join(text.split()), words
    for year, name in ROUNDS.items():
        said_by(register, keys, "stats", "--round", name)
        rank = said_by(register, keys, "rank", "--round", name)
        assert (rank["edition"], rank["round"], rank["n"]) == (EDITIONS[year]["model"]["id"], name, len(told[year]))
        assert {one["number"]: one["points"] for one in rank["organisations"]} == {
            number: said_by_sigill(directory / f"{number}-{year}.json", year)["points"] for number in told[year]}
        expect(msb("report", "--round", name, "-r", register, "-k", keys, "-o", directory / f"report-{year}"), 0)
        sealed = said_by(register, keys, "feedback", "--all", "--round", name, "-o", str(directory / f"feedback-{year}"))
        assert sorted(one["number"] for one in sealed if one["verdict"] == "sealed") == sorted(told[year])
    assert {one["id"]: (one["from"], one["submissions"]) for one in listed(register, keys)} == {
        BUILTIN: ("program", 3), "fortsattning-2023": ("register", 2), "fortsattning-2025": ("register", 3)}
    whole(register, keys)


def said_by_sigill(path, year):
    return json.loads(expect(sigill("score", path, "--json", *given(year)), 0).out)


@test
def test_areas_are_compared_only_where_they_are_the_same(directory):
    register, keys, _ = answered_register(directory, random.Random(1))
    text = expect(msb("trend", "-r", register, "-k", keys), 0).out.splitlines()
    marks = {name: "".join(line.split(name)[1].split()) for line in text for name in ("Styrning", "Leverantörer", "Utbildning", "Uppföljning")
             if line.strip().startswith(name)}
    assert marks["Styrning"].startswith("··") and not marks["Styrning"].startswith("···"), marks  # a question less than in 2023
    assert marks["Leverantörer"][0] == "·" and marks["Leverantörer"][1] != "·", marks  # new in 2023, and the same since
    assert marks["Uppföljning"].startswith("··"), marks


@test
def test_what_an_edition_says_of_one_that_is_known_is_judged_when_it_is_added(directory):
    register, keys = make_register(directory)
    edition = copy.deepcopy(EDITIONS[2023])
    edition["follows"]["gone"].remove(40)
    path = directory / "forgets.json"
    path.write_text(json.dumps(edition), encoding="utf-8")
    refused(add(register, keys, path), 1, "forgets.json", "what becomes of the question 40")
    expect(add(register, keys, FILES[2025]), 0)  # what it follows is not at hand
    expect(add(register, keys, FILES[2023]), 0)
    path.write_text(json.dumps({**EDITIONS[2023], "follows": {**EDITIONS[2023]["follows"], "questions": [
        *EDITIONS[2023]["follows"]["questions"][:-1], {"id": 9, "from": 29, "options": {"a": "a"}}]}}), encoding="utf-8")
    expect(add(register, keys, path, "--yes"), 0, err_has="what it follows")  # a corrected mapping
    whole(register, keys)


run()
