"""The page that answers are filled in with, in a headless Chromium: by keys alone, with the scores and findings of the
programs, without a request, without a trace, for everybody to use. FORM_SETS: how many random answers are scored. Set
PICTURES to a directory to get what the browser shows, to be looked at."""
import base64
import hashlib
import json
import os
import re
import time
from pathlib import Path

from formkit import (EDITION, EXAMPLES, SMALL, agree, chromium, compare, fill_in, form, it, keys_of, opened, random_answers, saved,
                     security, seeded, settled, sheets_of, still_saves, take_in, until, write)
from sigill_test import DATA, expect, run, sigill, test

SETS = int(os.environ.get("FORM_SETS", "20"))
AXE = Path("tests/peers/node_modules/axe-core/axe.min.js")
PARTS = sorted(Path("page").glob("*.js"))


# ---- the file ----

@test
def test_page_is_one_file_with_one_script_that_its_policy_names(directory):
    text = form(directory).read_text()
    assert form(directory).read_text() == text, "the same page is not the same twice"
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    styles = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert len(scripts) == len(styles) == 1 and text.count("<script") == 2, "one script and its data"
    digest = [base64.b64encode(hashlib.sha256(part[0].encode()).digest()).decode() for part in (scripts, styles)]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
    assert policy == (f"default-src 'none'; script-src 'sha256-{digest[0]}' 'wasm-unsafe-eval'; style-src 'sha256-{digest[1]}'; "
                      "base-uri 'none'; form-action 'none'"), policy
    addresses = set(re.findall(r"https?://[^\"'\s]*", text))
    assert addresses == {"http://www.w3.org/2000/svg"}, addresses


@test
def test_script_has_no_way_to_make_markup_or_to_ask_for_anything(directory):
    for part in PARTS:
        found = re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch|XMLHttp|WebSocket|"
                           r"EventSource|sendBeacon|\bimport\b|Worker|setAttribute\(\"on|\.src\b|\.style\b|cookie|indexedDB|"
                           r"sessionStorage", part.read_text())
        assert not found, (part, found)
        assert not re.search(r"</script|<!--", part.read_text(), re.I), part


@test
def test_engine_imports_nothing(directory):
    wasm = base64.b64decode(re.search(r'"engine":"([^"]+)"', form(directory).read_text()).group(1))
    kinds, at = [], 8
    while at < len(wasm):
        kind, at, size, shift = wasm[at], at + 1, 0, 0
        while True:
            byte, at = wasm[at], at + 1
            size, shift = size | (byte & 127) << shift, shift + 7
            if byte < 128:
                break
        kinds.append(kind)
        at += size
    assert wasm[:4] == b"\0asm" and 2 not in kinds and 10 in kinds, kinds


@test
def test_every_text_of_the_page_has_its_swedish(directory):
    used = {json.loads(f'"{text}"') for part in PARTS for text in re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', part.read_text())}
    plain = sum(len(re.findall(r"(?<![.\w])t\(", part.read_text())) for part in PARTS) - 1  # less the definition
    assert plain == sum(len(re.findall(r'(?<![.\w])t\("', part.read_text())) for part in PARTS), "a text that is not a literal"
    texts = json.loads(re.search(r'id="data">(.*?)</script>', form(directory).read_text(), re.S).group(1))["texts"]
    assert set(texts) == used, set(texts) ^ used
    same = {text for text, swedish in texts.items() if text == swedish}
    assert same <= {"%s: %s", "Organisation"}, same


@test
def test_page_without_answers_may_be_written_over(directory):
    path = form(directory)
    expect(sigill("template", "-o", path, "--force"), 0)
    document = json.loads(re.search(r'id="data">(.*?)</script>', path.read_text(), re.S).group(1))
    assert document["draft"] is None, document["draft"]
    expect(sigill("template", "-o", path), 3, err_has="--force")


@test
def test_page_that_was_made_of_answers_holds_them_and_is_not_written_over(directory):
    path = directory / "filled.html"
    source = write(directory, "noted.json", lambda document: document["answers"]["2"].update(note="Se <b>pärmen</b>"))
    expect(sigill("convert", source, "-o", path), 0)
    with chromium() as browser:
        page = opened(browser, path)
        assert page.run("byId('summary').textContent").startswith("40 of 40"), page.run("byId('summary').textContent")
        assert page.run("byId('q2-note').value") == "Se <b>pärmen</b>" and page.run("state.saved")
        assert settled(json.loads(saved(page, directory).read_text())) == settled(json.loads(source.read_text()))
    before = path.read_bytes()
    expect(sigill("template", "-o", path, "--force"), 1, err_has="filled.html")
    assert path.read_bytes() == before


# ---- filling in, by keys alone ----

def filled_by_keys(directory, document, edition, path):
    with chromium() as browser:
        page = opened(browser, path)
        keys = keys_of(page)
        fill_in(keys, document, edition)
        file = saved(page, directory)
        assert re.fullmatch(r"svar-\d{4}-\d\d-\d\d-\d{4}\.json", file.name), file
        print(f"# {document['organisation']['name']}: {keys.count} keys", flush=True)
        return file, [message for message in page.messages()], page.run("byId('summary').textContent")


@test
def test_municipality_is_filled_in_by_keys_alone(directory):
    document = json.loads(EXAMPLES[0].read_text())
    file, messages, summary = filled_by_keys(directory, document, EDITION, form(directory))
    assert settled(json.loads(file.read_text())) == settled(document)
    assert not messages, messages
    assert "40 av 40" in summary and "50 poäng" in summary and "nivå 0" in summary, summary
    expect(sigill("check", file), 0)


@test
def test_another_edition_is_filled_in_by_keys_alone(directory):
    document = json.loads((DATA / "small-answers.json").read_text())
    document["obstacles"] = document["obstacles"].replace("\t", "")  # that key goes on to the next control
    file, messages, summary = filled_by_keys(directory, document, SMALL, form(directory, SMALL))
    assert settled(json.loads(file.read_text())) == settled(document), file.read_text()
    assert "5 av 6" in summary or "4 av 6" in summary, summary
    assert not messages, messages
    expect(sigill("check", file, "--edition", SMALL), 0)


@test
def test_page_scores_and_finds_as_the_programs_do(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        agree(page, directory, SETS)
        page = opened(browser, form(directory, SMALL))
        base = json.loads((DATA / "small-answers.json").read_text())
        for number in range(max(1, SETS // 4)):
            path = directory / "small.json"
            path.write_text(json.dumps(random_answers(seeded(f"small {number}"), base, SMALL)))
            compare(page, path, directory, ("--edition", SMALL))
    print(f"# {len(EXAMPLES) + SETS + max(1, SETS // 4)} sets of answers agree", flush=True)


@test
def test_ids_that_are_words_of_the_language_of_pages_are_kept(directory):
    """Of roles, groups and background questions, whether they come from a file, are ticked, or come of several files."""
    words = {"rektor": "__proto__", "säkerhetschef": "constructor", "skola": "constructor", "suppliers": "__proto__"}
    edition, told = (Path(path).read_text(encoding="utf-8") for path in (SMALL, DATA / "small-answers.json"))
    for word, other in words.items():
        edition, told = (text.replace(f'"{word}"', f'"{other}"') for text in (edition, told))
    path, document = directory / "edition.json", json.loads(told)
    path.write_text(edition, encoding="utf-8")
    assert document["participants"] == [*document["background"]] == ["__proto__"] and document["organisation"]["group"] == "constructor"
    with chromium() as browser:
        page = opened(browser, form(directory, path))
        assert take_in(page, document) == []
        file = saved(page, directory)
        assert settled(json.loads(file.read_text())) == settled(document)
        expect(sigill("check", file, "--edition", path), 0)
        keys = keys_of(page)
        keys.tick("f-role.constructor")
        assert json.loads(saved(page, directory).read_text())["participants"] == ["__proto__", "constructor"]
        keys.tick("f-role.__proto__")
        assert json.loads(saved(page, directory).read_text())["participants"] == ["constructor"]
        merged = page.run("(() => { const {answers} = readAnswers(%s); return writeAnswers(mergeAnswers([{name: 'a', answers}, "
                          "{name: 'b', answers: state.answers}]).answers); })()" % json.dumps(told))
        assert json.loads(merged)["participants"] == ["__proto__", "constructor"]


@test
def test_page_opens_and_saves_files_by_keys(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        keys = keys_of(page)
        keys.go("open")
        page.choose_files(lambda: keys.press("Enter"), EXAMPLES[1])
        until(page, "state.fileName")
        file = saved(page, directory)
        assert "låt ingen kopia ligga kvar i den mappen" in page.run("byId('told').textContent")
        assert re.fullmatch(EXAMPLES[1].stem + r"-\d{4}-\d\d-\d\d-\d{4}\.json", file.name), file
        # What was saved before and is opened again is saved under the new moment alone.
        for name in ("typical-region.json", "typical-region-2026-01-31-0800.json", "typical-region-2026-01-31-0800 (2).json"):
            assert page.run(f"(() => {{ state.fileName = {json.dumps(name)}; return nameToSave(new Date(2026, 10, 29, 13, 5)); }})()") == \
                "typical-region-2026-11-29-1305.json"
        assert settled(json.loads(file.read_text())) == settled(json.loads(EXAMPLES[1].read_text()))


@test
def test_what_the_page_does_not_read_is_told(directory):
    with chromium() as browser:
        page = opened(browser, form(directory, lang="en"))
        page.run("readFiles([{name: 'gone.json', size: 1, arrayBuffer: async () => { throw new DOMException('A requested file'); }}])"
                 ".then(({lines}) => { globalThis.gone = lines; })")
        assert page.run("globalThis.gone.join()") == "gone.json was not read: it cannot be read; is it still there?"
        for text, part in (("{", "it is no file of answers, or it was damaged"), ("[]", "holds no answers"), ('{"edition": "other"}', "another questionnaire"),
                           ('{"edition": "infosakkollen-2021", "marking": "a", "marking": "b"}', "stands twice")):
            said = page.run("(() => { try { readAnswers(%s); } catch (wrong) { return wrong.message; } })()" % json.dumps(text))
            assert part in said, (text, said)
        left = take_in(page, {"edition": "infosakkollen-2021", "colour": "red", "answers": {"1": {"yes": 3}, "99": {}, "2": {
            "about": "ignored", "no": "nej", "assessment": "SÄKER", "x": 1}}, "organisation": {"group": "Kommun", "boss": "A"},
            "participants": ["Ledning", "okänd"], "about": {}})
        assert len(left) == 6 and all(any(word in line for line in left) for word in ("colour", "99", "yes", "boss", "okänd")), left
        assert page.run("state.answers.question[2].no + state.answers.question[2].assessment") == "nosure"
        assert page.run("state.answers.field['organisation.group']") == "kommun"
        workbook = directory / "svar.xlsx"
        workbook.write_bytes(b"PK\3\4")
        page.choose_files(lambda: (keys_of(page).go("open"), page.press("Enter")), workbook)
        page.run("new Promise(done => setTimeout(done, 200))")
        assert "workbook" in page.run("byId('told').textContent")


@test
def test_files_of_one_name_are_told_apart(directory):
    files = []
    for name, change in (("it", it), ("säk", security)):
        (directory / name).mkdir()
        files.append(write(directory / name, "svar.json", change))
    with chromium() as browser:
        page = opened(browser, form(directory, lang="en"))
        keys = keys_of(page)
        keys.go("merge")
        page.choose_files(lambda: keys.press("Enter"), *files)
        until(page, "state.conflicts.length")
        shown = page.run("byId('conflicts').innerText")
        for number in (1, 2):
            assert re.search(rf"svar\.json \({number}, \d{{4}}-\d\d-\d\d \d\d:\d\d\)", shown), shown
        # What was saved, and when, stands beside the button, until something is changed.
        saved(page, directory)
        assert re.search(r"saved as answers-\d{4}-\d\d-\d\d-\d{4}\.json$", page.run("byId('summary').textContent")), page.run("byId('summary').textContent")
        keys.write("f-approval.reference", "7")
        assert page.run("byId('summary').textContent").endswith("not saved")


@test
def test_merge_shows_where_departments_differ_and_takes_what_is_chosen(directory):
    files = write(directory, "it.json", it), write(directory, "säkerhet.json", security)
    both = [json.loads(path.read_text()) for path in files]
    with chromium() as browser:
        page = opened(browser, form(directory))
        keys = keys_of(page)
        keys.go("merge")
        page.choose_files(lambda: keys.press("Enter"), *files)
        until(page, "state.conflicts.length")
        shown = page.run("byId('conflicts').innerText")
        assert page.run("state.conflicts.map(open => open.place).join()") == "background.obstacles,q14", shown
        words = json.loads(EDITION.read_text())["wording"]["questions"][13]["options"]["e"]
        for name, said in (("it", "Nej · Säker"), ("säkerhet", f"e. {words}\nOsäker")):
            assert re.search(rf"{name}\.json \(\d{{4}}-\d\d-\d\d \d\d:\d\d\):\s+{re.escape(said)}", shown), shown
        told = page.run("byId('told').textContent")
        assert re.search(r"it\.json \([^)]*\): 15 av 40 besvarade, It-chef; säkerhet\.json \([^)]*\): 28 av 40 besvarade, Säkerhetsskyddschef", told), told
        first = json.loads(saved(page, directory).read_text())
        assert "yes" not in first["answers"]["14"] and "no" not in first["answers"]["14"], "what is not settled does not count"
        assert "Inte avgjort: it.json" in first["answers"]["14"]["note"], first["answers"]["14"]
        keys.choose("conflict-0-2")
        keys.choose("conflict-1-1")
        assert page.run("state.conflicts.every(open => open.chosen >= 0)")
        last = json.loads(saved(page, directory).read_text())
    assert last["answers"]["14"]["yes"] == ["e"] and last["answers"]["14"]["assessment"] == "unsure", last["answers"]["14"]
    assert last["participants"] == ["säkerhetsskyddschef", "it-chef"], last["participants"]
    assert last["obstacles"] == both[0]["obstacles"] + "\nBrist på tid.", last["obstacles"]
    whole = json.loads(EXAMPLES[0].read_text())
    for number in map(str, range(1, 41)):
        if number != "14":
            assert last["answers"][number] == whole["answers"][number], number


# ---- for everybody ----

def violations(page):
    return [f"{rule['id']}: {rule['help']}: {rule['nodes'][0]['html'][:160]}"
            for rule in json.loads(page.run("axe.run().then(result => JSON.stringify(result.violations))"))]


def picture(page, name):
    if "PICTURES" in os.environ:
        page.picture(Path(os.environ["PICTURES"]) / f"form-{name}.png")


@test
def test_axe_finds_nothing_to_complain_of(directory):
    broken = write(directory, "broken.json", lambda document: document.update(
        marking="", answers={**document["answers"], "1": {"yes": ["a"], "no": "no", "assessment": "sure"}}))
    wrong = []
    with chromium() as browser:
        for name, path, content in (("empty", form(directory), None), ("english", form(directory, lang="en"), EXAMPLES[1]),
                                    ("broken", form(directory), broken), ("small", form(directory, SMALL), DATA / "small-answers.json")):
            page = opened(browser, path)
            page.run(AXE.read_text() + ";0")
            if content:
                take_in(page, content.read_text())
            if name == "broken":
                page.run("""(() => { const other = structuredClone(state.answers); other.field.marking = "öppen";
                    other.question[2] = {...blankAnswer(), no: "no", assessment: "sure"};
                    const {answers, conflicts} = mergeAnswers([{name: "a", answers: state.answers}, {name: "b", answers: other}]);
                    take(answers, conflicts, false); byId("cover-more").click(); byId("q1-notes").open = true; return 0; })()""")
            for width, height in ((1280, 900), (390, 844), (320, 600)):
                page.resize(width, height)
                wide = page.run("document.documentElement.scrollWidth")
                wrong += [f"{name} is {wide} px wide on a screen of {width} px"] if wide > width else []
                picture(page, f"{name}-{width}")
                wrong += [f"{name} at {width} px: {line}" for line in (violations(page) if width != 320 else [])]
            wrong += [f"{name} says {message}" for message in page.messages()]
    assert not wrong, "\n".join(wrong)


@test
def test_every_control_has_a_name_and_can_be_reached(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        page.call("Accessibility.enable")
        nodes = page.call("Accessibility.getFullAXTree")["nodes"]
        roles = ("checkbox", "radio", "textbox", "button", "combobox", "link", "group", "radiogroup", "region", "navigation")
        nameless = [node for node in nodes if not node["ignored"] and node["role"]["value"] in roles
                    and not node.get("name", {}).get("value") and node["role"]["value"] != "group"]
        assert not nameless, nameless[:3]
        said = {node["name"]["value"] for node in nodes if node.get("name") and node["role"]["value"] == "group"}
        assert any(name.startswith("7. Finns det ett arbetssätt") for name in said), said
        keys_of(page).tick("q2-a")
        page.run("new Promise(done => setTimeout(done, 900))")
        assert "Fråga 2: Fel: bedömningen saknas" in page.run("byId('said').textContent"), page.run("byId('said').textContent")


@test
def test_what_is_left_is_counted_and_what_was_cleared_comes_back(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        left = lambda: (page.run("byId('count-check').textContent"), re.search(r"(\d+|inget) kvar", page.run("byId('summary').textContent")).group(1))
        assert left() == ("47", "47"), left()  # 40 questions, six of the head, and who approved
        take_in(page, {**json.loads(EXAMPLES[0].read_text()), "approval": {}})
        page.run("checkPeriod = () => undefined, showAll()")  # the period of the example is long ago
        assert left() == ("1", "1"), left()
        take_in(page, EXAMPLES[0].read_text())
        assert left() == ("", "inget"), left()
        keys = keys_of(page)
        before = page.run("JSON.stringify(state.answers)")
        keys.go("q3-clear")
        keys.press("Enter")
        assert page.run("state.answers.question[3].yes") is False and page.run("byId('q3-clear').textContent") == "Ångra" and left() == ("1", "1")
        keys.press("Enter")
        assert page.run("JSON.stringify(state.answers)") == before and page.run("byId('q3-clear').textContent") == "Rensa"
        keys.press("Enter")
        page.run("byId('q3').querySelector('input').click()")  # what is answered anew is not taken back
        assert page.run("byId('q3-clear').textContent") == "Rensa"
        assert "24 hela månader: den börjar den första" in page.run("byId('f-period.from-hint').textContent")
        assert "Hur säkert är svaret?" in page.run("byId('q3').innerText")
        page.run("byId('f-period.from').select(), byId('f-period.from').focus()")
        keys.type("1 oktober 2019")
        keys.press("Tab")
        assert page.run("[byId('f-period.from').value, state.answers.field['period.from']]") == ["2019-10-01"] * 2


@test
def test_language_is_switched_without_losing_anything(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        take_in(page, EXAMPLES[0].read_text())
        before = page.run("writeAnswers(state.answers)")
        keys = keys_of(page)
        keys.go("language")
        keys.press("Enter")
        assert page.run("document.documentElement.lang") == "en" and page.run("byId('save').textContent") == "Save"
        assert keys.focused() == "language"
        assert page.run("writeAnswers(state.answers)") == before and page.run("byId('q2-a').checked")
        english = opened(browser, form(directory, lang="en"))
        assert english.run("byId('save').textContent") == "Save"


@test
def test_without_webassembly_the_page_says_so_and_still_saves(directory):
    with chromium() as browser:
        page = opened(browser, form(directory), before="delete globalThis.WebAssembly")
        still_saves(page, lambda: json.loads(saved(page, directory).read_text()))


@test
def test_page_without_scripts_says_so(directory):
    with chromium() as browser:
        page = browser.open("/dev/null")
        page.call("Emulation.setScriptExecutionDisabled", value=True)
        page.call("Page.navigate", url=form(directory).resolve().as_uri())
        time.sleep(.5)
        page.call("DOM.enable")
        root = page.call("DOM.getDocument", depth=-1)["root"]
        assert "kör inga skript" in json.dumps(root, ensure_ascii=False)


@test
def test_click_beside_a_control_that_was_just_changed_is_not_lost(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        keys_of(page).write("f-approval.by", "Ada")
        place = page.run("(() => { const link = [...byId('findings').querySelectorAll('a')].find(a => a.textContent === 'Organisationsnummer');"
                         "link.scrollIntoView(); scrollBy(0, -200); const box = link.getBoundingClientRect();"
                         "return {x: box.x + 5, y: box.y + 5}; })()")
        for kind in ("mousePressed", "mouseReleased"):
            page.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)
        assert page.run("document.activeElement.id") == "f-organisation.number", page.run("document.activeElement.id")


# ---- on paper ----

@test
def test_answers_are_printed_to_be_signed(directory):
    with chromium() as browser:
        page = opened(browser, form(directory))
        take_in(page, EXAMPLES[0].read_text())
        page.pdf(directory / "page.pdf")
    if "PICTURES" in os.environ:
        (Path(os.environ["PICTURES"]) / "form.pdf").write_bytes((directory / "page.pdf").read_bytes())
    sheets = sheets_of(directory / "page.pdf")
    text = "\f".join(sheets)
    for number, sheet in enumerate(sheets, 1):
        assert re.search(rf"\b{number} ?/ ?{len(sheets)}\b", sheet), f"sheet {number} lacks its number"
        assert "Spara" not in sheet, "controls are printed"
    for part in ("212999-0012", "Nivå 0 av 4", "Ada Exempelsson"):
        assert part in text, part
    plain = re.sub(r"\s+", " ", text)
    for question in json.loads(EDITION.read_text())["model"]["questions"]:
        assert re.search(rf"\b{question['id']}\. ", plain), question["id"]


run()
