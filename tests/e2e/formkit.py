"""What the tests of the form page share: the page itself, answers of every state, and a browser's page driven by keys
alone, whatever browser it is."""
import concurrent.futures
import json
import random
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

from browser import Browser
from kindkit import SCORED, Kinds
from sigill_test import DATA, expect, sigill, skip_unless

EDITION = Path("editions/infosakkollen-2021.json")
SMALL = DATA / "small-edition.json"
MARKER = "Zwölfboxkämpfer"
EXAMPLES = (DATA / "typical-municipality.json", DATA / "typical-region.json")


def form(directory, edition=None, lang="sv"):
    """The page that `template` writes."""
    path = directory / f"formular-{len(list(directory.iterdir()))}.html"
    expect(sigill("template", "-o", path, *(["--edition", edition] if edition else []), lang=lang), 0, out="")
    return path


def model(edition=EDITION):
    return json.loads(Path(edition).read_text())["model"]


def random_unscored(rng, question):
    value = Kinds.some_value(rng, question)
    lacking = {"choice": "z", "choices": ["a", "z"], "number": question.get("most", 0) + 1, "date": "1970-01-01"}[question["kind"]]
    ways = [{}, {"yes": value}, {"no": "no"}, {"yes": lacking}, {"yes": value, "no": "no"}]
    return rng.choices(ways, [10, 70, 10 if question["kind"] == "choices" else 1, 3, 3])[0]


def random_answer(rng, question):
    """An answer of any state: none, yes, each no, both, yes to nothing, without assessment, with what the question lacks."""
    if question["kind"] not in SCORED:
        return random_unscored(rng, question)
    whole = list(question["options"]) if question["kind"] == "checklist" else question["steps"]
    some = [letter for letter in question.get("options", "") if rng.random() < .6] if question["kind"] == "checklist" \
        else rng.randint(1, question["steps"])
    answer = {"assessment": rng.choice(["sure", "sure", "sure", "unsure"])}
    kind = rng.random()
    if kind < .08:
        return {}
    if kind < .70:
        answer["yes"] = whole if rng.random() < .5 else some
    elif kind < .85:
        answer["no"] = rng.choice(question["zero_answers"])
    elif kind < .90:
        answer.update(yes=some, no="no")
    elif kind < .93:
        answer["yes"] = [] if question["kind"] == "checklist" else 0
    elif kind < .96:
        answer["yes"] = ["z"] if question["kind"] == "checklist" else 31
    elif kind < .98:
        answer["no"] = rng.choice(["none", "partly", "maybe"])
    if rng.random() < .04:
        answer.pop("assessment")
    return answer


def random_answers(rng, base, edition=EDITION):
    """A document with every question answered at random; its head is the base's, now and then with faults."""
    document = json.loads(json.dumps(base))
    document["answers"] = {str(q["id"]): random_answer(rng, q) for q in model(edition)["questions"]}
    for place, value in rng.sample(FAULTS, rng.choice([0, 0, 1, 3])):
        holder = document
        for key in place[:-1]:
            holder = holder.setdefault(key, {})
        holder[place[-1]] = value
    return document


FAULTS = [
    (("organisation", "name"), ""), (("organisation", "name"), "Två  blanksteg"), (("organisation", "name"), "Tom\u00a0rad"),
    (("organisation", "number"), ""), (("organisation", "number"), "212000-0001"), (("organisation", "number"), "16 212999 0012"),
    (("organisation", "number"), "2129990012"), (("organisation", "group"), ""),
    (("organisation", "covers"), [{"name": "", "number": "1"}, {"name": "A b"}]),
    (("period", "from"), ""), (("period", "from"), "2021-02-30"), (("period", "to"), "2018-01-31"), (("period", "from"), "2019-01-31"),
    (("period", "from"), "20191001"), (("period", "to"), "30 sept. 2021"), (("period", "to"), "2021/9/30"), (("period", "to"), "3/4 2021"),
    (("period", "from"), "2019-10-31"), (("approval", "date"), "2019-09-30"), (("approval", "date"), "5 oktober 2021"),
    (("marking",), ""), (("approval", "by"), ""), (("approval", "date"), "i går"), (("approval", "by"), " A"),
]


def seeded(number):
    return random.Random(f"form page {number}")


# ---- the page in Chromium ----

def chromium(**how):
    skip_unless(shutil.which("chromium"), "Chromium is not installed")
    return Browser(**how)


def until(page, condition):
    """Waits for a JavaScript expression to be true."""
    page.run(f"new Promise(done => {{ const look = () => ({condition}) ? done() : setTimeout(look, 10); look(); }})")


def opened(browser, path, **how):
    """The form in a tab of any browser."""
    page = browser.open(path, **how)
    until(page, "byId('summary')")
    return page


def downloaded(folder):
    """The file that a browser saves into its empty folder for downloads."""
    patience = time.monotonic() + 20
    while time.monotonic() < patience:
        new = [path for path in folder.iterdir() if path.suffix == ".json" and path.stat().st_size]
        if new and not list(folder.glob("*.part")):
            return new[0]
        time.sleep(.05)
    raise AssertionError("nothing was saved")


def saved(page, directory):
    """What the button at the top saves, as it lies in the folder for downloads, which is a new one each time."""
    folder = directory / f"downloads-{len(list(directory.iterdir()))}"
    folder.mkdir()
    page.browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    keys = keys_of(page)
    keys.go("save")
    keys.press("Enter")
    file = downloaded(folder)
    assert page.run("state.saved"), "the page does not know that it saved"
    return file


# ---- keys ----

def keys_of(page):
    return Keys(page.press, page.type, page.run)


class Keys:
    """Fills in a page by keys alone, and counts them. press(name) presses one key, type(text) types; ask(expression) gives
    the value of a JavaScript expression."""

    def __init__(self, press, type_text, ask):
        self._press, self._type, self.ask, self.count = press, type_text, ask, 0

    def press(self, key, times=1):
        for _ in range(times):
            self.count += 1
            self._press(key)

    def type(self, text):
        self.count += len(text)
        self._type(text)

    def focused(self):
        return self.ask("document.activeElement.id")

    def go(self, wanted, most=900):
        """Tabs until the control has the focus; of radio buttons, any of its group."""
        group = self.ask(f"(byId({json.dumps(wanted)}) || {{}}).name || ''")
        for _ in range(most):
            if self.focused() == wanted or (group and self.ask("document.activeElement.name") == group):
                return
            self.press("Tab")
        raise AssertionError(f"no way to {wanted} by keys; the focus is on {self.focused()!r}")

    def write(self, control, text):
        self.go(control)
        self.type(text)

    def tick(self, control):
        self.go(control)
        self.press("Space")

    def choose(self, control):
        """A radio button: the arrows choose among its group."""
        self.go(control)
        for _ in range(40):
            if self.focused() == control:
                if not self.ask(f"byId({json.dumps(control)}).checked"):
                    self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{control} is not among its group")

    def pick(self, control, name):
        """An entry of a drop-down, by the letters of its name."""
        self.go(control)
        self.type(name[:3])


def fill_in(keys, document, edition):
    """Fills in a whole document, from the top of the page to its end."""
    facts, wording = (json.loads(Path(edition).read_text())[half] for half in ("model", "wording"))
    organisation = document["organisation"]
    keys.write("f-organisation.name", organisation["name"])
    keys.write("f-organisation.number", organisation["number"].replace("-", ""))
    keys.pick("f-organisation.group", {g["id"]: g["name"] for g in wording["groups"]}[organisation["group"]])
    for place, covered in enumerate(organisation.get("covers", [])):
        keys.go("cover-more")
        keys.press("Enter")
        keys.write(f"f-covers.{place}.name", covered["name"])
        if covered.get("number"):
            keys.write(f"f-covers.{place}.number", covered["number"])
    for key in ("from", "to"):
        keys.write(f"f-period.{key}", document["period"][key])
    keys.pick("f-marking", document["marking"])
    for role in facts["roles"]:
        if role in document["participants"]:
            keys.tick(f"f-role.{role}")
    for question in facts["questions"]:
        fill_in_question(keys, question, document["answers"].get(str(question["id"]), {}))
    for asked in facts["background"]:
        text = document.get(asked["id"]) or document.get("background", {}).get(asked["id"])
        if text:
            keys.write(f"f-background.{asked['id']}", text)
    for key in ("by", "role", "date", "reference"):
        if document["approval"].get(key):
            keys.write(f"f-approval.{key}", document["approval"][key])


def fill_in_question(keys, question, answer):
    name = f"q{question['id']}"
    single = question["kind"] in ("scale", "choice")
    if question["kind"] in ("number", "date") and "yes" in answer:
        keys.write(f"{name}-value", str(answer["yes"]))
    elif not single:
        for option in sorted(answer.get("yes", [])):
            keys.tick(f"{name}-{option}")
    if "no" in answer:
        (keys.choose if single else keys.tick)(f"{name}-{answer['no']}")
    if single and "yes" in answer:
        keys.choose(f"{name}-{answer['yes']}")
    if "assessment" in answer:
        keys.choose(f"{name}-{answer['assessment']}")
    if answer.get("note"):
        keys.ask(f"document.querySelector('#{name}-notes summary').id = '{name}-open'")
        keys.go(f"{name}-open")
        keys.press("Enter")
        keys.write(f"{name}-note", answer["note"])


def settled(document):
    """A document with what may be left out, for comparing."""
    kept = json.loads(json.dumps(document))
    kept["answers"] = {number: {**answer, **({"yes": sorted(answer["yes"])} if isinstance(answer.get("yes"), list) else {})}
                       for number, answer in kept["answers"].items() if answer}
    kept["background"] = {key: text for key, text in kept.get("background", {}).items() if text}
    return {key: value for key, value in kept.items() if value not in ("", [], {})}


# ---- the same figures and findings as the programs ----

PLACES = {"organisation-name": "organisation.name", "organisation-number": "organisation.number", "group": "organisation.group",
          "marking": "marking", "approval": "approval", "period": "period", "covers": "covers", "background": "background"}


SEVERE = ((True, "errors"), (False, "warnings"))


def compare(page, path, directory, edition=()):
    document = path.read_text()
    asked = page.run("(() => { const {answers, left} = readAnswers(%s); const result = scoreAnswers(answers);"
                     "return JSON.stringify({result, left, again: writeAnswers(answers), findings: checkAnswers(answers, result, Date.now())"
                     ".map(f => [f.place, f.severe])}); })()" % json.dumps(document))
    ours = json.loads(asked)
    theirs = json.loads(sigill("score", path, "--json", *edition).out)
    result = ours["result"]
    standing = theirs["standing"]
    if standing is not None:  # there are points
        assert [result[key] for key in ("level", "points", "measures", "unsure")] == \
            [theirs[key] for key in ("level", "points", "measures", "unsure")], path
        assert result["standing"] == (list(standing.values()) if isinstance(standing, dict) else standing), path
    assert [[a["points"], a["max"], a["level"]] for a in result["areas"]] == \
        [[a["points"], a["max"], a["level"]] for a in theirs["areas"]], path
    statuses = ["unanswered", "yes", "no", "contradictory", "empty", "no-assessment", "unknown-option", "not-asked", "uncalled"]
    assert [[statuses[q["status"]], q["points"]] for q in result["questions"]] == \
        [[q["status"], q["points"] or 0] for q in theirs["questions"]], path
    checked = json.loads(sigill("check", path, "--json", *edition).out)
    counted = checked["answered"]
    assert result["answered"] == [{key: part[key] for key in ("answered", "of")} for part in (counted, *counted["sections"])], path
    # Of a question that was not asked and answered wrongly `check` says both, the page the first.
    wanted = sorted([(PLACES[f["code"]], severe) for severe, kind in SEVERE for f in checked[kind] if not f["question"]] +
                    list({(f"q{f['question']}", severe) for severe, kind in SEVERE for f in checked[kind] if f["question"]}))
    got = sorted((place if place.startswith("q") or place in PLACES.values() else place.split(".")[0], severe)
                 for place, severe in ours["findings"])
    assert got == wanted, (path, set(got) ^ set(wanted))
    again = directory / "again.json"
    again.write_text(ours["again"])
    theirs_again = json.loads(sigill("score", again, "--json", *edition).out)
    assert theirs_again == theirs, path


def agree(page, directory, sets):
    """Both worked examples, and so many random sets of answers."""
    for path in EXAMPLES:
        compare(page, path, directory)
    base = json.loads(EXAMPLES[0].read_text())
    for number in range(sets):
        path = directory / "random.json"
        path.write_text(json.dumps(random_answers(seeded(number), base)))
        compare(page, path, directory)


# ---- files ----

def take_in(page, document):
    """Opens a document as if it were a file; what the page left out."""
    text = document if isinstance(document, str) else json.dumps(document)
    return page.run(f"(() => {{ const {{answers, left}} = readAnswers({json.dumps(text)}); take(answers, [], true); return left; }})()")


def write(directory, name, change, base=EXAMPLES[0]):
    document = json.loads(base.read_text())
    change(document)
    path = directory / name
    path.write_text(json.dumps(document, ensure_ascii=False))
    return path


def it(document):
    document["answers"] = {n: a for n, a in document["answers"].items() if int(n) <= 15}
    document["participants"] = ["it-chef"]
    document.pop("circumstances", None)


def security(document):
    document["answers"] = {n: a for n, a in document["answers"].items() if int(n) > 12}
    document["answers"]["14"] = {"yes": ["e"], "assessment": "unsure", "note": "Enligt säkerhetschefen"}
    document["participants"] = ["säkerhetsskyddschef"]
    document["obstacles"] = "Brist på tid."


# ---- nothing is asked for, nothing stays ----

class Listener:
    """A proxy that only counts who comes."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.heard = self.socket.getsockname()[1], []
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def listen(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            connection.settimeout(5)
            try:
                self.heard.append(connection.recv(300))
            except OSError:
                self.heard.append(b"")
            connection.close()

    def __exit__(self, *_):
        self.socket.close()


def fill_in_a_little(page):
    keys = keys_of(page)
    keys.write("f-organisation.name", MARKER)
    keys.ask("document.querySelector('#q1-notes').open = true")
    keys.write("q1-note", MARKER)
    keys.write("f-background.obstacles", MARKER)


def no_word_stays(used_up):
    """used_up(end, keeping): the profile of a browser that was used and closed or killed, its page asked to keep a copy or
    not. All at once, since each waits some seconds for what the browser writes."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        closed, killed, kept = pool.map(lambda how: used_up(*how), (("close", False), ("kill", False), ("close", True)))
    for home in (closed, killed):
        assert not traces(home), (home, traces(home))
    assert traces(kept), "the search finds nothing that is there"


def still_saves(page, save):
    """Without WebAssembly nothing is counted, and all is saved."""
    assert "saknar WebAssembly" in page.run("byId('outcome').textContent")
    take_in(page, EXAMPLES[0].read_text())
    assert "40 av 40" in page.run("byId('summary').textContent")
    assert settled(save()) == settled(json.loads(EXAMPLES[0].read_text()))


def sheets_of(pdf):
    """The texts of the printed sheets, each with the marking, the whole with what is signed."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    sheets = text.split("\f")[:-1]
    for number, sheet in enumerate(sheets, 1):
        assert "BEGRÄNSAT HEMLIG" in sheet, f"sheet {number} lacks the marking"
    for part in ("Exempelby kommun", "Underskrift", "Namnförtydligande"):
        assert part in text, part
    return sheets


def traces(home):
    """The files of a profile that hold the marker, in any of the ways a browser writes text."""
    forms = [MARKER.encode(form) for form in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")] + [b"lfboxk"]
    found = []
    for path in Path(home).rglob("*"):
        try:
            if path.is_file() and any(form in path.read_bytes() for form in forms):
                found.append(str(path.relative_to(home)))
        except OSError:
            continue
    return found
