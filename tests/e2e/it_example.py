"""The example of an edition on IT security: through every kind of form to a sealed bundle and a register, where every figure of
its sectors is held against an independent count."""
import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from count_answers import Counted, Edition  # noqa: E402
from count_differences import equal  # noqa: E402
from count_groups import benchmark, group_row, members, ranked  # noqa: E402
from generate import Population, Submission, document, named, some_answers, write  # noqa: E402
from organisations import Organisation, number  # noqa: E402
from parties import enrol, make_party, make_register, own, trust  # noqa: E402
from sigill_test import BUILD, expect, msb, run, sigill, test  # noqa: E402
from splitmix import SplitMix  # noqa: E402

FILE = Path("editions/it-sakerhet-exempel.json").resolve()
WORDS = ("--edition", FILE)
WHOLE = json.loads(FILE.read_text(encoding="utf-8"))
MODEL, WORDING = WHOLE["model"], WHOLE["wording"]
SECTORS = {"energi": "Energi", "transport": "Transport", "bank": "Bankverksamhet", "finansmarknad": "Finansmarknadsinfrastruktur",
           "halso-och-sjukvard": "Hälso- och sjukvård", "dricksvatten": "Leverans och distribution av dricksvatten",
           "digital-infrastruktur": "Digital infrastruktur", "digitala-tjanster": "Digitala tjänster"}
PERIOD = {"from": "2023-03-01", "to": "2024-02-29"}
ROUND, OPENS, CLOSES = "2024", MODEL["collected"]["opens"], MODEL["collected"]["closes"]
KINDS = ("ordinary", "reached", "held", "unsure", "all", "nothing", "silent")


def sectors(seed=20240201, each=9):
    """Organisations of every sector; the last of each never answers, and the one before it answers late."""
    random, population = SplitMix(seed), Population()
    for place, group in enumerate(MODEL["groups"]):
        for serial in range(each):
            one = Organisation(f"{SECTORS[group]} {serial + 1}", number("212999", 10 * place + 100 + serial), group, "", "")
            population.asked.append(one)
            if serial < each - 1:
                answers = some_answers(MODEL, random, group, KINDS[serial % len(KINDS)])
                arrived = "2024-06-10" if serial == each - 2 else f"2024-0{random.between(2, 5)}-{random.between(1, 28):02}"
                population.submissions.append(Submission(one, document(MODEL, random, one, answers, PERIOD), arrived))
    return named(population)


def filled(directory):
    """A register with all of them; gives its place, and the population."""
    population = sectors()
    register, keys = make_register(directory)
    write(population, directory / "all")
    subprocess.run([BUILD / "tools/fill_register", register, keys, directory / "all/submissions.tsv", "0", FILE], check=True)
    place = ("-r", register, "-k", keys, *WORDS)
    expect(msb("round", ROUND, *place, "--opens", OPENS, "--closes", CLOSES), 0)
    listed = directory / "asked.csv"
    listed.write_text("number;name;group\n" + "".join(f"{one.number};{one.name};{one.group}\n" for one in population.asked),
                      encoding="utf-8")
    expect(msb("population", *place, listed, "--round", ROUND), 0)
    return place, population


def says(place, command, *words):
    return json.loads(expect(msb(command, *place, "--round", ROUND, "--json", *words), 0).out)


@test
def test_it_says_that_it_is_an_example_and_nobodys_own_questionnaire(directory):
    assert "exempel" in MODEL["id"] and "exempel" in WORDING["title"], MODEL["id"]
    about = WORDING["about"]
    assert "Ett exempel" in about and "ingens officiella enkät" in about and "MSBFS 2020:7" in about, about
    assert {one["id"]: one["name"] for one in WORDING["groups"]} == SECTORS
    assert all("exempl" in area["source"] for area in WORDING["areas"])
    first = " ".join(expect(sigill("questions", *WORDS, lang="sv"), 0).out.split())
    assert about in first
    for name, words in (("formular.html", WORDING["title"]), ("svar.json", about)):
        expect(sigill("template", *WORDS, "-o", directory / name, lang="sv"), 0)
        assert words in (directory / name).read_text(encoding="utf-8"), name


@test
def test_every_figure_of_every_score(directory):
    edition, population = Edition(FILE), sectors()
    write(population, directory / "all")
    counted = []
    for submission in population.submissions:
        path = directory / "all/answers" / f"{submission.name}.json"
        expect(sigill("check", path, *WORDS), 0)
        counted.append(Counted(edition, submission.answers))
        said = json.loads(expect(sigill("score", "--json", path, *WORDS), 0).out)
        equal(said, counted[-1].as_json(), path.name)
        if counted[-1].next:
            equal(json.loads(expect(sigill("gap", "--json", path, *WORDS), 0).out), counted[-1].gap(counted[-1].next), path.name)
    assert {one.level for one in counted} == {0, 1, 2, 3}
    assert all({one.area_levels[area["id"]] for one in counted} >= {0, 3} for area in edition.areas)


@test
def test_it_goes_through_every_form_to_a_sealed_bundle_and_a_register(directory):
    register, authority = make_register(directory)
    expect(msb("card", "-k", authority, "--name", "Insamlaren"), 0)
    party = make_party(directory / "party", "--name", "Energi 1", "--number", number("212999", 100), "--group", "energi", *WORDS)
    expect(enrol(register, authority, own(party), *WORDS), 0)
    expect(trust(party, own(authority)), 0)
    answers = sectors().submissions[0].answers
    answers["organisation"].update(name="Energi 1", number=number("212999", 100), group="energi")
    written = directory / "svar.json"
    written.write_text(json.dumps(answers), encoding="utf-8")
    scored = expect(sigill("score", "--json", written, *WORDS), 0).out
    for form in ("svar.xlsx", "svar.html"):
        expect(sigill("template", *WORDS, "-o", directory / f"tom-{form}"), 0)
        expect(sigill("convert", written, *WORDS, "-o", directory / form), 0)
    expect(sigill("convert", directory / "svar.xlsx", *WORDS, "-o", directory / "igen.json"), 0)
    assert expect(sigill("score", "--json", directory / "igen.json", *WORDS), 0).out == scored
    expect(sigill("seal", directory / "svar.xlsx", "-k", party, *WORDS, "--yes", "-o", directory / "medium.sigill"), 0)
    expect(msb("receive", "-r", register, "-k", authority, *WORDS, directory / "medium.sigill"), 0, out_has="imported")
    shown = json.loads(expect(msb("show", "-r", register, "-k", authority, *WORDS, "--json", "Energi 1"), 0).out)
    equal(shown["score"], Counted(Edition(FILE), answers).as_json(), "show")


@test
def test_every_figure_of_every_sector(directory):
    place, population = filled(directory)
    edition = Edition(FILE)
    everyone = members(edition, population.submissions, population.asked, CLOSES)
    for late in (False, True):
        said = says(place, "stats", *(["--late"] if late else []))
        rows = [{**group_row(edition, everyone, population.asked, group, late), "name": SECTORS.get(group, said["groups"][-1]["name"])}
                for group in [*MODEL["groups"], None]]
        equal(said["groups"], rows, f"stats, late {late}")
        assert len(said["groups"]) == 9
    for group in MODEL["groups"]:
        chosen = [one for one in everyone if one.organisation.group == group and one.place == "on_time"]
        said = says(place, "benchmark", "--group", group)
        questions, result = benchmark(edition, chosen)
        equal(said["questions"], questions, f"benchmark of {group}")
        equal(said["result"], result, f"result of {group}")
        order = [(one["place"], one["number"]) for one in says(place, "rank", "--group", group)["organisations"]]
        assert order == [(rank, one.organisation.number) for rank, one in ranked(chosen)], group


run()
