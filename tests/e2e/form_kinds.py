"""Questions without points and follow-ups in the page that answers are filled in with, in a headless Chromium: by keys alone and by
chance, whatever is answered first and changed afterwards; the file is the one that the rules give (kindkit.py), a follow-up is there
when it is asked, and what was answered before it no longer was is neither lost nor in the file. FORM_SETS: how many walks through the
page, for each edition. Set PICTURES to a directory to get what the browser shows, to be looked at."""
import json
import os
import random
import re
import subprocess
from pathlib import Path

from formkit import (chromium, compare, fill_in, form, keys_of, opened, random_answers, saved, seeded, settled, take_in, until)
from kindkit import SCORED, Kinds
from sigill_test import DATA, expect, run, sigill, test

SETS = int(os.environ.get("FORM_SETS", "10"))
AXE = Path("tests/peers/node_modules/axe-core/axe.min.js")
EVERY = DATA / "every-kind-edition.json"
ANSWERS = DATA / "every-kind-answers.json"
SHIPPED = (Path("editions/skr-2019.json"), Path("editions/it-sakerhet-exempel.json"))


def chained(directory):
    """Every kind, and follow-ups that hang on each other and on several choices."""
    whole = json.loads(EVERY.read_text(encoding="utf-8"))
    more = [({"kind": "choice", "options": "ab", "asked_if": {"question": 10, "options": "a"}}, {"options": {"a": "Ja", "b": "Nej"}}),
            ({"kind": "date", "latest": "2040-01-01", "asked_if": {"question": 12, "options": "a"}}, {}),
            ({"kind": "number", "least": 5, "most": 1000000000, "asked_if": {"question": 12, "options": "b"}}, {"unit": "kronor"}),
            ({"kind": "choices", "options": "abcdefghijklmnopqrstuvwxyz", "asked_if": {"question": 10, "options": "bc"}},
             {"options": {letter: f"Val {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"}}),
            ({"kind": "checklist", "options": "abc", "zero_answers": ["no", "none"], "asked_if": {"question": 15, "options": "az"}},
             {"options": {letter: f"Steg {letter}" for letter in "abc"}})]
    for number, (facts, words) in enumerate(more, 12):
        whole["model"]["questions"].append({"id": number, "section": 2, **facts})
        whole["wording"]["questions"].append({"id": number, "topic": f"Ämne {number}", "text": f"Följdfråga {number}?", **words})
    whole["model"]["id"] = "kedjor-2030"
    totals = whole["model"]["totals"]
    totals.update(questions=16, points=totals["points"] + 3, measures=totals["measures"] + 3)
    whole["model"]["levels"][1]["questions"] += 1
    path = directory / "kedjor.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def written(directory, document, name="svar.json"):
    path = directory / name
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def shown(page):
    """The numbers of the questions that stand there to be answered."""
    return page.run("EDITION.questions.map(({id}) => id).filter(id => byId(`q${id}`).getClientRects().length)")


def in_file(page):
    """The answers of its file; of one without any they may be left out."""
    return settled(json.loads(page.run("writeAnswers(state.answers)"))).get("answers", {})


def click(page, *controls):
    for control in controls:
        page.run(f"(byId({json.dumps(control)}).click(), 0)")


def typed(page, control, text):
    """As somebody types it, over what stands there, and goes on."""
    page.run(f"(byId({json.dumps(control)}).select(), byId({json.dumps(control)}).focus(), 0)")
    page.type(text)
    page.run("(document.activeElement.blur(), 0)")


def give(page, question, answer):
    """By clicks, whatever was answered before; {} clears it."""
    name = f"q{question['id']}"
    page.run(f"(() => {{ const answer = state.answers.question[{question['id']}];"
             f"if (answerIsGiven(answer) || answer.assessment) byId('{name}-clear').click(); return 0; }})()")
    yes = answer.get("yes", [])
    if question["kind"] in ("number", "date") and yes != []:
        typed(page, f"{name}-value", str(yes))
    else:
        click(page, *(f"{name}-{option}" for option in (yes if isinstance(yes, list) else [yes])))
    click(page, *(f"{name}-{answer[key]}" for key in ("no", "assessment") if key in answer))


# ---- filling in ----

@test
def test_every_kind_is_filled_in_by_keys_alone(directory):
    cases = [(EVERY, json.loads(ANSWERS.read_text(encoding="utf-8")))]
    for path in (*SHIPPED, chained(directory)):
        kinds = Kinds(path)
        cases.append((path, kinds.document(kinds.some_answers(seeded(f"keys {kinds.model['id']}")))))
    with chromium() as browser:
        for path, document in cases:
            document["answers"]["1"]["note"] = "En egen anteckning"
            page = opened(browser, form(directory, path))
            keys = keys_of(page)
            fill_in(keys, document, path)
            file = saved(page, directory)
            assert settled(json.loads(file.read_text())) == settled(document), (settled(json.loads(file.read_text())), settled(document))
            assert not page.messages(), page.messages()
            expect(sigill("check", file, "--edition", path), 0)
            print(f"# {document['edition']}: {keys.count} keys", flush=True)


@test
def test_page_scores_and_finds_as_the_programs_do(directory):
    with chromium() as browser:
        for path in (EVERY, *SHIPPED, chained(directory)):
            kinds, page = Kinds(path), opened(browser, form(directory, path))
            for number in range(max(1, SETS // 2)):
                document = random_answers(seeded(f"kinds {number}"), kinds.document({}), path)
                compare(page, written(directory, document), directory, ("--edition", path))


def effective(kinds, given):
    """What the file must have after these answers, each the last that was given: nothing of what is not asked."""
    answers = {}
    for number, question in kinds.questions.items():
        answers[number] = given.get(number, {}) if kinds.asked(answers, question) else {}
    return answers


@test
def test_a_walk_through_the_page_gives_the_file_that_the_rules_give(directory):
    steps = 0
    with chromium() as browser:
        for path in (EVERY, *SHIPPED, chained(directory)):
            kinds = Kinds(path)
            edition = ("--edition", path)
            for walk in range(max(1, SETS // 10)):
                chance, given = random.Random(f"{kinds.model['id']} {walk}"), {}
                page = opened(browser, form(directory, path))
                take_in(page, kinds.document({}))
                for _ in range(2 * len(kinds.questions)):
                    question = kinds.questions[chance.choice(shown(page))]
                    answer = kinds.some_answer(chance, question) if chance.random() < 0.9 else {}
                    give(page, question, answer)
                    given[question["id"]] = answer
                    now = effective(kinds, given)
                    assert shown(page) == [number for number, one in kinds.questions.items() if kinds.asked(now, one)], (walk, given)
                    assert in_file(page) == {str(number): one for number, one in now.items() if one}, (walk, given, in_file(page))
                    steps += 1
                direct = written(directory, kinds.document(now), "direkt.json")
                through = written(directory, json.loads(page.run("writeAnswers(state.answers)")), "sidan.json")
                made = []
                for file in (direct, through):
                    made.append(directory / f"{file.stem}-{walk}-{kinds.model['id']}.json")
                    expect(sigill("check", file, *edition), 0)
                    expect(sigill("convert", file, *edition, "-o", made[-1]), 0)
                assert made[0].read_bytes() == made[1].read_bytes(), walk
    print(f"# {steps} answers", flush=True)


@test
def test_a_file_of_every_kind_is_opened_and_saved_again(directory):
    document = json.loads(ANSWERS.read_text(encoding="utf-8"))
    filled = directory / "fylld.html"
    expect(sigill("convert", ANSWERS, "--edition", EVERY, "-o", filled), 0)
    with chromium() as browser:
        page = opened(browser, filled)
        assert page.run("state.saved") and settled(json.loads(saved(page, directory).read_text())) == settled(document)
        page = opened(browser, form(directory, EVERY))
        page.choose_files(lambda: (keys_of(page).go("open"), page.press("Enter")), ANSWERS)
        until(page, "state.fileName")
        assert settled(json.loads(saved(page, directory).read_text())) == settled(document)
        # The copy that the browser keeps has numbers and days too.
        click(page, "keep")
        typed(page, "q6-value", "7")
        again = opened(browser, form(directory, EVERY))
        assert "11 av 11 besvarade" in again.run("byId('kept').textContent"), again.run("byId('kept').textContent")
        click(again, "open-kept")
        assert in_file(again) == {**settled(document)["answers"], "6": {"yes": 7}}, in_file(again)


# ---- numbers and days ----

TYPED = [  # (question, what is typed, what is in the file, what then stands in the field, whether it will do)
    (6, "250", 250, "250", True), (6, " 1 000 ", 1000, "1000", True), (6, "1\u00a0000", 1000, "1000", True), (6, "007", 7, "7", True),
    (6, "1001", 1001, "1001", False), (6, "-5", -5, "-5", False), (6, "\u22125", -5, "-5", False), (6, "2,5", "2,5", "2,5", False),
    (6, "1e3", "1e3", "1e3", False), (6, "många", "många", "många", False), (6, "9" * 20, "9" * 20, "9" * 20, False),
    (7, "2025-03-31", "2025-03-31", "2025-03-31", True), (7, "31 mars 2025", "2025-03-31", "2025-03-31", True),
    (7, "2025/3/31", "2025-03-31", "2025-03-31", True), (7, "20250331", "2025-03-31", "2025-03-31", True),
    (7, "2025-02-30", "2025-02-30", "2025-02-30", False), (7, "3/4 2025", "3/4 2025", "3/4 2025", False),
    (7, "2019-12-31", "2019-12-31", "2019-12-31", False), (7, "31 dec 2030", "2030-12-31", "2030-12-31", True),
]


@test
def test_what_is_typed_as_a_number_or_a_day_is_understood_or_told(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        for number, text, wanted, left, good in TYPED:
            take_in(page, ANSWERS.read_text(encoding="utf-8"))
            typed(page, f"q{number}-value", text)
            assert in_file(page)[str(number)] == {"yes": wanted}, (text, in_file(page)[str(number)])
            assert page.run(f"byId('q{number}-value').value") == left, (text, page.run(f"byId('q{number}-value').value"))
            said = page.run(f"byId('q{number}-state').textContent")
            assert said == "Besvarad" if good else said.startswith(f'Fel: "{left}" passar inte här. '), (text, said)
            assert page.run(f"byId('q{number}-value').getAttribute('aria-invalid')") == (None if good else "true"), text
            file = written(directory, json.loads(page.run("writeAnswers(state.answers)")))
            assert sigill("check", file, "--edition", EVERY).status == (0 if good else 1), text
        # Nothing is wrong before it is typed to its end, and what was typed is saved as it stands.
        page.run("(byId('q7-value').select(), byId('q7-value').focus(), 0)")
        page.type("2026-0")
        assert page.run("byId('q7-state').textContent + byId('q7').dataset.state").startswith("unknown-option") and in_file(page)["7"] == {"yes": "2026-0"}
        page.type("1-31")
        page.press("Tab")
        assert page.run("byId('q7-state').textContent") == "Besvarad"
        typed(page, "q6-value", " ")
        assert "6" not in in_file(page) and page.run("byId('q6-state').textContent") == "Inte besvarad"


# ---- follow-ups ----

@test
def test_an_answer_whose_question_is_no_longer_asked_is_kept_aside_and_told(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        take_in(page, ANSWERS.read_text(encoding="utf-8"))
        before = in_file(page)
        keys_of(page).go("q3-a")
        page.press("ArrowDown")
        assert shown(page) == [1, 2, 3, 6, 7, 8, 9, 10, 11] and in_file(page) == {**{k: v for k, v in before.items() if k not in "45"}, "3": {"yes": "b"}}
        line = page.run("byId('q4-not-asked').innerText")
        assert line == ('4. Ställs bara efter "a" på fråga 3. Ert svar, 2 · Säker, ligger åt sidan: det sparas inte, och kommer tillbaka om '
                        "frågan ställs igen."), line
        assert "Ert svar, a, d, ligger åt sidan" in page.run("byId('q5-not-asked').innerText")
        left = page.run("byId('findings').innerText")
        assert "Svar som ligger åt sidan, och inte i någon fil, eftersom deras frågor inte ställs: 4, 5" in left, left
        page.run("new Promise(done => setTimeout(done, 900))")
        said = page.run("byId('said').textContent")
        assert "Ställs inte längre: fråga 4, 5. Sparas undan här, och inte i någon fil, eftersom de inte ställs: svaren på fråga 4, 5." in said, said
        page.run("[...byId('findings').querySelectorAll('a')].find(link => link.textContent === '5').click()")
        assert page.run("document.activeElement.id") == "q5-not-asked"
        file = saved(page, directory)
        assert "svaren på fråga 4, 5" in page.run("byId('told').textContent")
        expect(sigill("check", file, "--edition", EVERY), 0)
        # The language changes nothing of it.
        click(page, "language")
        assert "Your answer, a, d, is kept aside" in page.run("byId('q5-not-asked').innerText")
        click(page, "language", "q3-a")
        assert in_file(page) == before and page.run("keptAside().length") == 0 and 4 in shown(page)
        page.run("new Promise(done => setTimeout(done, 900))")
        assert "Ställs nu: fråga 4, 5." in page.run("byId('said').textContent")
        # Clearing, and taking that back, is no other thing.
        click(page, "q3-clear")
        assert 4 in shown(page) and 5 not in shown(page) and "5" not in in_file(page)
        click(page, "q3-clear")
        assert in_file(page) == before


@test
def test_an_answer_that_a_file_brings_unasked_is_an_error_until_it_is_taken_away(directory):
    document = json.loads(ANSWERS.read_text(encoding="utf-8"))
    document["answers"]["3"] = {"yes": "b"}
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        assert take_in(page, document) == []
        assert {4, 5} <= set(shown(page)) and page.run("byId('count-check').textContent") >= "2"
        assert page.run("byId('q4-state').textContent") == \
            'Fel: besvarad, men den ställs bara efter "a" på fråga 3; ta bort svaret, eller rätta det andra'
        assert in_file(page) == settled(document)["answers"], "an error of a file is not mended in silence"
        keys = keys_of(page)
        for name in ("q4-clear", "q5-clear"):
            keys.go(name)
            keys.press("Enter")
            assert keys.focused() == name and page.run(f"byId('{name}').textContent") == "Ångra"
        keys.press("Enter")
        assert "5" in in_file(page) and 5 in shown(page)
        keys.press("Enter")
        keys.tick("q10-a")
        assert shown(page) == [1, 2, 3, 6, 7, 8, 9, 10, 11] and not {"4", "5"} & in_file(page).keys()
        # What a question does not have is answered anew, an assessment of what is not assessed too.
        document["answers"]["6"], document["answers"]["8"] = {"yes": 5, "no": "no", "assessment": "sure"}, {"yes": "z"}
        assert take_in(page, document) == ['fråga 6.assessment: "sure"']
        for name in ("q6", "q8"):
            assert "filen anger ett svar" in page.run(f"byId('{name}-state').textContent"), page.run(f"byId('{name}-state').textContent")
        typed(page, "q6-value", "6")
        click(page, "q8-b")
        assert in_file(page)["6"] == {"yes": 6} and in_file(page)["8"] == {"yes": "b"}


@test
def test_merging_takes_what_was_kept_aside_into_account(directory):
    other = json.loads(ANSWERS.read_text(encoding="utf-8"))
    other["answers"] = {"3": {"yes": "a"}, "6": {"yes": 12}}
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        mine = json.loads(ANSWERS.read_text(encoding="utf-8"))
        take_in(page, mine)
        click(page, "q3-clear")
        assert page.run("keptAside()") == [5]
        page.choose_files(lambda: (keys_of(page).go("merge"), page.press("Enter")), written(directory, other, "annan.json"))
        until(page, "state.conflicts.length")
        assert page.run("state.conflicts.map(open => open.place).join()") == "q6"
        assert "250 anställda" in page.run("byId('conflicts').innerText") and "12 anställda" in page.run("byId('conflicts').innerText")
        click(page, "conflict-0-1")
        assert in_file(page) == {**settled(mine)["answers"], "6": {"yes": 12}}, in_file(page)


@test
def test_without_webassembly_all_questions_stand_there_and_are_saved(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY), before="delete globalThis.WebAssembly")
        assert shown(page) == list(range(1, 12))
        take_in(page, ANSWERS.read_text(encoding="utf-8"))
        click(page, "q3-b", "q3-a")
        assert settled(json.loads(saved(page, directory).read_text())) == settled(json.loads(ANSWERS.read_text(encoding="utf-8")))


# ---- for everybody ----

@test
def test_axe_finds_nothing_to_complain_of_and_nothing_is_too_wide(directory):
    wrong = []
    with chromium() as browser:
        for path in (EVERY, SHIPPED[0], chained(directory)):
            kinds, page = Kinds(path), opened(browser, form(directory, path))
            page.run(AXE.read_text() + ";0")
            take_in(page, kinds.document(kinds.some_answers(random.Random("axe"))))
            click(page, "q3-a", "q3-b")
            if path != SHIPPED[0]:
                typed(page, "q6-value", "för många")
            for width, height in ((1280, 900), (390, 844), (320, 600)):
                page.resize(width, height)
                wide = page.run("document.documentElement.scrollWidth")
                wrong += [f"{path.name} is {wide} px wide on a screen of {width} px"] if wide > width else []
                found = json.loads(page.run("axe.run().then(result => JSON.stringify(result.violations))"))
                wrong += [f"{path.name} at {width} px: {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found]
                if "PICTURES" in os.environ:
                    page.picture(Path(os.environ["PICTURES"]) / f"kinds-{path.stem}-{width}.png")
            wrong += [f"{path.name} says {message}" for message in page.messages()]
    assert not wrong, "\n".join(wrong)


@test
def test_every_control_of_every_kind_has_a_name_and_says_what_is_asked_for(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        page.call("Accessibility.enable")
        nodes = [node for node in page.call("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
        said = lambda role: {node["name"]["value"]: node.get("description", {}).get("value", "") for node in nodes
                             if node["role"]["value"] == role and node.get("name")}
        fields = said("textbox")
        assert "Ett heltal från 0 till 1000 (anställda)" in fields["Heltal"], fields
        assert "ÅÅÅÅ-MM-DD" in fields["Dag"], fields
        groups = said("group")
        assert any(name.startswith("3. Anlitar organisationen") and "Välj ett." in text for name, text in groups.items()), groups
        assert not any("How sure" in name for name in groups)
        radios = page.run("[...byId('q3').querySelectorAll('input')].map(input => [input.type, input.labels.length])")
        assert radios == [["radio", 1]] * 3, radios
        assert page.run("byId('q3').querySelectorAll('.or, .assessment').length") == 0, "a choice has no no, and is not assessed"


# ---- on paper ----

def paper(page, directory):
    page.pdf(directory / "page.pdf")
    if "PICTURES" in os.environ:
        (Path(os.environ["PICTURES"]) / f"kinds-{page.run('EDITION.id')}.pdf").write_bytes((directory / "page.pdf").read_bytes())
    text = subprocess.run(["pdftotext", "-layout", directory / "page.pdf", "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    return re.sub(r"\s+", " ", text)


@test
def test_paper_has_each_kind_of_answer_and_no_points_where_there_are_none(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, EVERY))
        take_in(page, ANSWERS.read_text(encoding="utf-8"))
        click(page, "q3-b")
        text = paper(page, directory)
        for part in ("250 anställda", "Inte ställd", "b. Nej", "Bedömning", "Nivå"):
            assert part in text, (part, text)
        page = opened(browser, form(directory, SHIPPED[0]))
        kinds = Kinds(SHIPPED[0])
        take_in(page, kinds.document({1: {"yes": "a"}, 2: {"yes": "b"}, 3: {"yes": "b"}}))
        assert "nivå" not in page.run("byId('summary').textContent") and "poäng" not in page.run("byId('summary').textContent")
        assert "ger inga poäng" in page.run("byId('outcome').textContent"), page.run("byId('outcome').textContent")
        text = paper(page, directory)
        assert "Inte ställd" in text and not re.search(r"\bPoäng\b|Bedömning|Nivå \d av|Arbetsområdena|\d av \d poäng", text), text


run()
