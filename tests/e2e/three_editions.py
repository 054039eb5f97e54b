"""Three editions in one register, each of the last two following the one before: a register as it was left with one edition is taken
over and used on, through kits, forms of every sort, sealing, receiving, figures and feedback; each figure is also counted here, from
the answers (tests/population) and the editions' files (successionkit)."""
import csv
import functools
import io
import json
import random
import re
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "population"))

from compilationkit import differences, expected  # noqa: E402
from conversationkit import Conversation, Script, answer_all  # noqa: E402
from count_answers import Edition  # noqa: E402
from count_differences import equal  # noqa: E402
from count_groups import group_row, members  # noqa: E402
from count_panel import panel  # noqa: E402
from formkit import chromium, fill_in, keys_of, opened, saved, settled  # noqa: E402
from parties import fake_clock, make_keys, own, told  # noqa: E402
from sheetkit import rows_of  # noqa: E402
from sigill_test import DATA, expect, msb, refused, run, sigill, test  # noqa: E402
from successionkit import EDITIONS, FILES, TYPICAL, compared, mapping, names, questions  # noqa: E402
from workbookkit import Workbook  # noqa: E402

LEFT = DATA / "register-of-one-edition.tar.xz"
LEFT_AT, DAY = 1795976423, 86400  # when it was made, 2026-11-29
ROUNDS = {"omgang-2026": (2021, "2026-11-01", "2026-12-31"), "omgang-2027": (2023, "2027-02-01", "2027-03-31"),
          "omgang-2028": (2025, "2028-01-01", "2028-02-29")}
PERIOD = {"omgang-2027": {"from": "2022-01-01", "to": "2023-12-31"}, "omgang-2028": {"from": "2024-01-01", "to": "2025-12-31"}}
NOW = {"omgang-2026": 0, "omgang-2027": 90 * DAY, "omgang-2028": 420 * DAY}  # seconds from then on
ARRIVED = {"omgang-2026": "2026-11-29", "omgang-2027": "2027-02-27", "omgang-2028": "2028-01-23"}
# Who answers later on: of those who were there and one who was not, by which form; the last falls away again.
AGAIN = {"212998-0005": "workbook", "212998-0039": "page", "212998-0104": "terminal", "802999-0036": "workbook"}
STAYS = {"212998-0005": "terminal", "212998-0104": "workbook", "212998-0039": "page"}


def some_answer(question, chance):
    if chance.random() < 0.3:
        return {"no": chance.choice(question["zero_answers"]), "assessment": "sure"}
    chosen = chance.sample(names(question), chance.randint(1, len(names(question))))
    return {"yes": int(chosen[0]) if question["kind"] == "scale" else sorted(chosen), "assessment": chance.choice(["sure", "unsure"])}


def without_about(value):
    """Without what a form says about itself."""
    return {key: without_about(one) for key, one in value.items() if key != "about"} if isinstance(value, dict) else value


# ---- the forms ----

def type_into_workbook(path, document):
    """As somebody does who types into the sheets: the cells in column D, each in the row of its key."""
    given = {key: value for key, value, _ in rows_of(document) if value != ""}
    book = Workbook(path)
    parts = dict(book.parts)
    for place, rows in enumerate(book.numbered.values(), 1):
        part = f"xl/worksheets/sheet{place}.xml"
        text = parts[part].decode()
        for row, cells in rows.items():
            key = cells.get("A")
            if not isinstance(key, str) or not (key in given or re.fullmatch(r"\d+\.(\w|step|no|assessment|note)", key)):
                continue
            value = given.pop(key, "")
            cell = re.compile(rf'<c r="D{row}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)')
            assert cell.search(text) or value == "", key
            text = cell.sub(lambda found: f'<c r="D{row}"{found[1] or ""} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value
                            else f'<c r="D{row}"{found[1] or ""}/>', text)
        parts[part] = text.encode()
    given.pop("edition", None)
    assert not given, given
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


class Organisation:
    """One that has a kit in its key directory and answers what that asks."""

    def __init__(self, world, number, name):
        self.world, self.number, self.name = world, number, name
        self.place = world.directory / number
        self.place.mkdir()
        self.keys = make_keys(self.place / "keys")
        expect(self.does("card", "--name", name, "--number", number, "--group", "kommun"), 0)

    def does(self, *words, **options):
        return sigill(*words, "-k", self.keys, env=self.world.env, cwd=self.place, **options)

    def document(self, year, period, chance):
        document = {key: value for key, value in TYPICAL.items() if key not in ("circumstances", "obstacles", "background")}
        model = EDITIONS[year]["model"]
        return {**document, "edition": model["id"], "participants": model["roles"][:1], "period": period,
                "organisation": {"name": self.name, "number": self.number, "group": "kommun"},
                "approval": {**document["approval"], "date": str(int(period["to"][:4]) + 1) + "-01-15"},
                "answers": {str(number): some_answer(question, chance) for number, question in questions(year).items()}}

    def answers(self, form, year, document, last):
        """-> the file that is sealed: filled in by that form, which the kit's edition makes without being named."""
        begin = ["--from", last] if last else []
        path = self.place / f"svar-{year}.{'xlsx' if form == 'workbook' else 'json'}"
        if form == "workbook":
            expect(self.does("template", *begin, "-o", path.name), 0)
            type_into_workbook(path, document)
        elif form == "page":
            expect(self.does("template", "-o", f"{year}.html", lang="sv"), 0)
            with chromium() as browser:
                page = opened(browser, self.place / f"{year}.html")
                fill_in(keys_of(page), document, FILES[year])
                shutil.copy(saved(page, self.place), path)
        else:
            talk = Conversation("answer", path.name, "-k", "keys", cwd=self.place, env=self.world.env)
            answer_all(talk, Script(document, EDITIONS[year]))
            talk.type("q")
            assert talk.finish() == 0
        return path


class World:
    """The register, taken over, and who answers to it."""

    def __init__(self, directory):
        self.directory, self.env = directory, fake_clock(directory, LEFT_AT)
        with tarfile.open(LEFT) as archive:
            archive.extractall(directory, filter="data")
        self.register, self.keys = directory / "register", directory / "msb"
        self.figures = json.loads((directory / "figures.json").read_text(encoding="utf-8"))
        self.organisations, self.sent, self.kits = {}, {"omgang-2026": []}, 0

    def at(self, name):
        self.env = fake_clock(self.directory, LEFT_AT + NOW[name])

    def does(self, *words):
        return expect(msb(words[0], "-r", self.register, "-k", self.keys, *words[1:], env=self.env), 0)

    def says(self, *words):
        return json.loads(self.does(words[0], "--json", *words[1:]).out)

    def take_over(self):
        """What was there, as the register gives it back."""
        for one in self.says("list"):
            out = self.directory / one["id"]
            self.does("extract", one["id"], "-o", out)
            document = json.loads((out / "answers.json").read_text(encoding="utf-8"))
            self.sent["omgang-2026"].append(self.submission(document, "omgang-2026"))

    @staticmethod
    def submission(document, name):
        organisation = SimpleNamespace(number=document["organisation"]["number"], group=document["organisation"]["group"], county=None)
        return SimpleNamespace(organisation=organisation, answers={"background": {}, **document}, arrived=ARRIVED[name], replaces=None)

    def enrol(self, number):
        """Whoever was there has lost its keys."""
        before = {sent.organisation.number: sent.answers["organisation"]["name"] for sent in self.sent["omgang-2026"]}
        one = self.organisations[number] = Organisation(self, number, before.get(number, "Nyby"))
        if number in before:
            self.does("revoke", number, "--reason", "nycklarna är borta", "--yes")
        self.does("enrol", own(one.keys), "--fingerprint", told(own(one.keys)))

    def open_round(self, name):
        """The authority's side of a new round: the edition, its days, and the kit for all."""
        year, opens, closes = ROUNDS[name]
        self.at(name)
        self.does("edition", "add", FILES[year], "--clock-is-right")  # the last change was long ago
        self.does("round", name, "--edition", EDITIONS[year]["model"]["id"], "--opens", opens, "--closes", closes)
        self.kits += 1
        said = self.says("kit", "-o", self.directory / f"{name}.kit")
        kept = [f"edition-fortsattning-{one}.json" for one in (2023, 2025) if one <= year]  # also what the new one follows
        assert said["number"] == self.kits and said["files"] == [*kept, "round.json"], said

    def answer(self, name, forms, chance):
        year, _, closes = ROUNDS[name]
        medium = self.directory / f"medium-{name}"
        medium.mkdir()
        self.sent[name] = []
        for number, form in forms.items():
            one = self.organisations[number]
            words = [] if (one.keys / "kit").exists() else ["--fingerprint", told(own(self.keys))]
            expect(one.does("trust", self.directory / f"{name}.kit", "--yes", *words), 0, out_has=closes)
            last = next(iter(sorted(one.place.glob("svar-*"), reverse=True)), None)
            document = one.document(year, PERIOD[name], chance)
            path = one.answers(form, year, document, last)
            read = settled(self.converted(one, path))
            assert read == settled(document), (number, form, [(key, read.get(key), value) for key, value in settled(document).items() if read.get(key) != value])
            sealing = expect(one.does("seal", path.name, "--yes", "-o", medium), 0)
            assert f"Last day       {closes}" in sealing.err, sealing.err
            self.sent[name].append(self.submission(document, name))
        lines = [json.loads(line) for line in self.does("receive", "--json", "--arrived", ARRIVED[name], medium).out.splitlines()]
        assert [line["verdict"] for line in lines] == ["imported"] * len(forms), lines

    @staticmethod
    def converted(one, path):
        out = one.place / "read.json"
        out.unlink(missing_ok=True)
        expect(one.does("convert", path.name, "-o", out.name), 0)
        return without_about(json.loads(out.read_text(encoding="utf-8")))

    def edition(self, name):
        return Edition(FILES[ROUNDS[name][0]])

    def members(self, name):
        return members(self.edition(name), self.sent[name], None, ROUNDS[name][2])


_made = []


@functools.cache
def world():
    """After three rounds; made once, and left as it is."""
    holder = tempfile.TemporaryDirectory(prefix="sigill-test-")
    _made.append(holder)
    made, chance = World(Path(holder.name)), random.Random(2027)
    made.take_over()
    for number in AGAIN:
        made.enrol(number)
    made.open_round("omgang-2027")
    made.answer("omgang-2027", AGAIN, chance)
    made.open_round("omgang-2028")
    made.answer("omgang-2028", STAYS, chance)
    return made


# ---- what stands in the register then ----

def counted(made, name):
    return {one.organisation.number: one.counted for one in made.members(name)}


@test
def test_what_was_there_is_as_it_was(directory):
    made = world()
    before = {one["id"]: one for one in made.figures["list"]}
    now = {one["id"]: one for one in made.says("list")}
    assert set(before) < set(now) and len(now) == len(before) + len(AGAIN) + len(STAYS)
    for one, was in before.items():
        assert {key: now[one][key] for key in ("number", "edition", "level", "points", "imported")} == {
            key: was[key] for key in ("number", "edition", "level", "points", "imported")}
    assert made.says("stats", "--round", "omgang-2026")["groups"] == made.figures["stats"]["groups"]
    said = made.says("fsck")
    assert said["whole"] and said["findings"] == [], said


@test
def test_each_submission_has_the_points_of_its_own_edition(directory):
    made, found = world(), {}
    for name in ROUNDS:
        found.update({(EDITIONS[ROUNDS[name][0]]["model"]["id"], number): (one.level, one.total) for number, one in counted(made, name).items()})
    assert {(one["edition"], one["number"]): (one["level"], one["points"]) for one in made.says("list")} == found
    assert len(found) == 14 + len(AGAIN) + len(STAYS)


def asked_of(made, name):
    """The list of who was asked, which only the first round has: those who answered, and the missing."""
    if name != "omgang-2026":
        return None
    told_of = made.figures["population"]
    assert told_of["round"] == name and told_of["outside"] == 0
    missing = [SimpleNamespace(number=one["number"], group=one["group"], county=None) for one in told_of["missing"]]
    return [sent.organisation for sent in made.sent[name]] + missing


def members_of(made, name):
    return members(made.edition(name), made.sent[name], asked_of(made, name), ROUNDS[name][2])


@test
def test_statistics_of_each_round_are_counted(directory):
    made = world()
    for name in ROUNDS:
        edition, said = made.edition(name), made.says("stats", "--round", name)["groups"]
        rows = [{**group_row(edition, members_of(made, name), asked_of(made, name), group["group"]), "name": group["name"]} for group in said]
        equal(said, rows, name)


@test
def test_trend_tells_what_is_the_same_in_the_last_of_three(directory):
    made = world()
    said = made.says("trend")["rounds"]
    assert [one["round"] for one in said] == list(ROUNDS)
    for one in said:
        year, edition, everyone = ROUNDS[one["round"]][0], made.edition(one["round"]), list(counted(made, one["round"]).values())
        assert (one["n"], one["points"]["sum"], one["measures"]["sum"]) == (
            len(everyone), sum(each.total for each in everyone), sum(each.measures for each in everyone))
        assert one["levels"] == [sum(each.level == level for each in everyone) for level in range(len(one["levels"]))]
        same = {i: before[0] for i, before in mapping(year, 2025).items() if before and before[2]}
        assert len(same) == {2021: 2, 2023: 4, 2025: 8}[year], same
        assert one["same"] == [{"question": i, "was": was, "points": sum(each.points[was] for each in everyone),
                                "max": edition.most(was), "with_points": sum(each.points[was] > 0 for each in everyone)}
                               for i, was in same.items()], one["round"]


@test
def test_panel_parts_each_pair_of_rounds(directory):
    made = world()
    for first, second in (("omgang-2026", "omgang-2027"), ("omgang-2027", "omgang-2028"), ("omgang-2026", "omgang-2028")):
        said = made.says("panel", first, second)
        editions, years = [made.edition(name) for name in (first, second)], [ROUNDS[name][0] for name in (first, second)]
        wanted = panel(editions, [first, second], made.members(first), made.members(second), False, mapping(*years))
        assert [{key: value for key, value in group.items() if key != "name"} for group in said["groups"]] == wanted, (first, second)
        both = said["groups"][-1]["rounds"][0]["both"]["counted"]
        assert both == len({*STAYS} if second == "omgang-2028" else {*AGAIN} - ({"802999-0036"} if first == "omgang-2026" else set()))


def table(directory, file):
    text = (directory / "tabeller" / f"{file}.csv").read_text(encoding="utf-8-sig")
    return {row[0]: row[1:] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")}


def check_report(directory, everyone):
    """Levels, measures and the order of an edition that has no table of its own in compilationkit; all are of one group."""
    levels, measures = [one.level for one in everyone], sorted(one.measures for one in everyone)
    found = table(directory, "nivaer-1")
    assert [found["Organisations"][0], found["Organisations"][-1]] == [str(len(everyone))] * 2
    for level in range(3):
        assert found[f"Level {level}"][0] == found[f"Level {level}"][-1] == str(levels.count(level)), level
    assert table(directory, "atgarder")["Kommuner"] == [*map(str, measures[:3]), *map(str, measures[:-4:-1])]
    rows = list(csv.reader(io.StringIO((directory / "tabeller/resultattal.csv").read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    assert [[int(cell) for cell in row[2:]] for row in rows[1:]] == sorted((one.standing for one in everyone), reverse=True)


@test
def test_the_report_of_each_round_is_of_its_own_edition(directory):
    made = world()
    for name, (year, *_) in ROUNDS.items():
        made.does("report", "--round", name, "-o", directory / name)
        page = (directory / name / "rapport.html").read_text(encoding="utf-8")
        topics = [one["topic"] for one in EDITIONS[year]["wording"]["questions"]]
        assert all(topic in page for topic in topics), name
        if year != 2021:
            check_report(directory / name, [one.counted for one in members_of(made, name)])
    wanted = expected(made.edition("omgang-2026"), members_of(made, "omgang-2026"), asked_of(made, "omgang-2026"))
    assert differences(directory / "omgang-2026", wanted) == []


def check_since(made, name, number, said):
    """What is told of last time's answers, which were to the edition before."""
    before = list(ROUNDS)[list(ROUNDS).index(name) - 1]
    then, now = ({one.organisation.number: one.answers["answers"] for one in made.sent[of]} for of in (before, name))
    if number not in then:
        assert said is None, (name, number)
        return
    years = ROUNDS[before][0], ROUNDS[name][0]
    assert said["round"] == before, said["round"]
    equal(said["questions"], compared(*years, then[number], now[number]), f"{name}, {number}")


@test
def test_feedback_tells_each_its_own_result(directory):
    made = world()
    for name, forms in (("omgang-2027", AGAIN), ("omgang-2028", STAYS)):
        made.does("feedback", "--all", "--round", name, "-o", directory / name)
        assert sorted(path.stem for path in (directory / name).glob("*.sigill")) == sorted(forms)
        for number, own_count in counted(made, name).items():
            out = directory / f"{name}-{number}"
            expect(made.organisations[number].does("open", directory / name / f"{number}.sigill", "-o", out), 0)
            said = json.loads((out / "002-aterkoppling.json").read_text(encoding="utf-8"))
            assert (said["edition"], said["round"], said["organisation"]["number"]) == (made.edition(name).id, name, number)
            score = said["score"]
            assert [score["level"], score["points"], score["measures"]] == [own_count.level, own_count.total, own_count.measures]
            assert {one["id"]: one["points"] for one in score["questions"]} == own_count.points
            assert {one["id"]: (one["points"], one["level"]) for one in score["areas"]} == {
                area: (own_count.area_points[area], own_count.area_levels[area]) for area in own_count.area_points}
            check_since(made, name, number, said["since"])
            page = (out / "001-aterkoppling.html").read_text(encoding="utf-8")
            assert made.organisations[number].name in page and EDITIONS[ROUNDS[name][0]]["wording"]["title"] in page


@test
def test_the_kit_before_does_not_come_back(directory):
    made = world()
    one = made.organisations["212998-0005"]
    refused(one.does("trust", made.directory / "omgang-2027.kit", "--yes"), 1, "it is number 1, and number 2 was taken in already")
    assert json.loads((one.keys / "kit" / "kit.json").read_text())["number"] == 2
    fallen = made.organisations["802999-0036"]  # who has the one before goes on with its edition
    expect(fallen.does("template", "-o", directory / "form.json"), 0)
    assert json.loads((directory / "form.json").read_text(encoding="utf-8"))["edition"] == EDITIONS[2023]["model"]["id"]


run()
