"""Random histories of correcting: bundles are sealed by two officials with copies of the keys and with clocks of their own, lost,
damaged, received in any order; key directories come back from a copy, with or without their journal; the officer chooses, and a
key is revoked as of a day. What counts, and where that is unclear, must be what a model of a few lines says.

HISTORIES: how many, 20 without; HISTORY: only the one of that number."""
import functools
import json
import os
import random
import re
import shutil
import tempfile
import time
import zipfile
from pathlib import Path

from parties import DAY, enrol, fake_clock, flipped, listed, make_party, make_running_register, own, received, sealed, trust
from sigill_test import expect, flat, msb, run, sigill, terminal, test

HISTORIES = int(os.environ.get("HISTORIES", "20"))
PARTIES = {"ankeborg": "212999-0004", "exempelby": "212999-0012"}
PERIODS = [{"from": "2019-10-01", "to": "2021-09-30"}, {"from": "2020-10-01", "to": "2022-09-30"}]
KEPT = tempfile.TemporaryDirectory(prefix="sigill-test-")


# ---- the model ----

COUNTS_UNCLEAR = ("unclear", "beside", "chosen", "chosen!", "revoked")  # what `list` says of one of several ends


class Model:
    """The submissions of a register: dicts of id, group (organisation and period), lists, created, imported, arrived, chosen
    and suspect, in the order of importing; moments in seconds, arrived as the day's beginning."""

    def __init__(self):
        self.rows = []

    def ends(self, group):
        counted = [row for row in self.rows if row["chosen"] or not row["suspect"]]
        listed = {(row["group"][0], one) for row in counted for one in row["lists"]}
        return [row for row in counted if row["group"] == group and (group[0], row["id"]) not in listed]

    def current(self, group):
        def order(row):
            believed = row["created"] < row["arrived"] + 2 * DAY
            return row["chosen"], row["created"] if believed else row["imported"], self.rows.index(row)
        return max(self.ends(group), key=order, default={"id": None})["id"]

    def groups(self):
        return {row["group"] for row in self.rows}

    def currents(self):
        return {self.current(group) for group in self.groups()} - {None}

    def unclear(self):
        return {row["id"] for group in self.groups() if len(self.ends(group)) > 1 for row in self.ends(group)}

    def counted(self):
        """-> by organisation, the group of the latest period that counts"""
        return {name: max(group for group in self.groups() if group[0] == name and self.ends(group))
                for name in PARTIES if any(self.ends(group) for group in self.groups() if group[0] == name)}

    def warned(self):
        return {PARTIES[name] for name, group in self.counted().items() if len(self.ends(group)) > 1}


# ---- the programs ----

@functools.cache
def source():
    """Parties, and when it all begins."""
    make_running_register(Path(KEPT.name))
    return Path(KEPT.name), (int(time.time()) // DAY + 10) * DAY


class History:
    def __init__(self, directory, number):
        whole, self.now = source()
        self.random, self.model, self.log = random.Random(number), Model(), []
        self.directory = Path(shutil.copytree(whole, directory / "world"))
        self.register, self.keys = self.directory / "register", self.directory / "msb"
        self.way, self.medium, self.places = [], self.directory / "medium", 0
        self.medium.mkdir()
        # Of each key directory, the ids of its journal: what it lists next.
        self.journals, self.copies, self.revoked = {}, {}, set()
        for name in PARTIES:
            for official in (name, f"{name}-2"):
                if official != name:
                    shutil.copytree(self.directory / name, self.directory / official)
                self.journals[official] = {}

    def step(self):
        self.now += self.random.randrange(60, 2 * DAY)
        weights = {self.seal: 8, self.lose: 2, self.damage: 1, self.copy: 1, self.restore: 3, self.receive: 6, self.choose: 2}
        step = self.random.choices(list(weights), list(weights.values()))[0]
        step()

    def clock(self, seconds=None):
        return fake_clock(Path(KEPT.name), self.now if seconds is None else seconds)

    def organisation(self):
        return self.random.choice(sorted(set(PARTIES) - self.revoked) or ["ankeborg"])

    def official(self):
        return self.organisation() + self.random.choice(["", "-2"])

    def seal(self):
        official, period = self.official(), self.random.choice([0, 0, 0, 1])
        ahead = self.random.choice([0, 0, 0, -5 * DAY, 3 * DAY, 40 * DAY])
        none = ["--supersedes", "none"] if self.random.random() < 0.2 else []
        made = sealed(self.directory / official, self.directory / "out", "--clock-is-right", *none,
                      env=self.clock(self.now + ahead), period=PERIODS[period])
        earlier = self.journals[official].setdefault(period, [])
        assert made["supersedes"] == ([] if none else earlier[:32]), (made, earlier)
        self.journals[official][period] = [made["id"], *earlier]
        self.way.append({"id": made["id"], "file": Path(made["file"]), "group": (official.split("-")[0], period),
                         "lists": made["supersedes"], "created": self.now + ahead})
        self.log.append(f"sealed by {official} for {period}, {ahead} ahead: {made['id']} for {made['supersedes']}")

    def one_on_the_way(self):
        return self.way.pop(self.random.randrange(len(self.way))) if self.way else None

    def lose(self):
        lost = self.one_on_the_way()
        self.log.append(f"lost {lost and lost['id']}")

    def damage(self):
        bundle = self.one_on_the_way()
        if bundle:
            flipped(bundle["file"], self.medium / "damaged.sigill")
            lines = received(self.register, self.keys, "--clock-is-right", self.medium / "damaged.sigill", status=1, env=self.clock())
            assert [line["reason"] for line in lines] == ["damaged"], lines
        self.log.append(f"damaged {bundle and bundle['id']}")

    def copy(self):
        official = self.official()
        shutil.rmtree(self.directory / "copy" / official, ignore_errors=True)
        shutil.copytree(self.directory / official, self.directory / "copy" / official)
        self.copies[official] = {period: list(ids) for period, ids in self.journals[official].items()}
        self.log.append(f"copied {official}")

    def restore(self):
        official = self.official()
        whole = self.random.random() < 0.5 and official in self.copies
        if whole:
            shutil.rmtree(self.directory / official)
            shutil.copytree(self.directory / "copy" / official, self.directory / official)
        (self.directory / official / "sealed.json").unlink(missing_ok=True) if not whole else None
        self.journals[official] = {period: list(ids) for period, ids in self.copies[official].items()} if whole else {}
        self.log.append(f"restored {official} with{'' if whole else 'out'} its journal")

    def receive(self):
        """Some of what is on the way, in any order, in one run or several."""
        for _ in range(self.random.randrange(1, 4)):
            bundle = self.one_on_the_way()
            if bundle and bundle["group"][0] not in self.revoked:
                self.receive_one(bundle)

    def receive_one(self, bundle):
        days = self.random.choice([None, None, 0, 1])
        arrived = self.now // DAY * DAY - (days or 0) * DAY
        day = [] if days is None else ["--arrived", time.strftime("%Y-%m-%d", time.gmtime(arrived))]
        was = {row["id"] for row in self.model.rows if row["chosen"] and row in self.model.ends(row["group"])}
        [line] = received(self.register, self.keys, "--clock-is-right", *day, bundle["file"], env=self.clock())
        assert line["verdict"] == "imported", line
        self.model.rows.append({**bundle, "imported": self.now, "arrived": arrived, "chosen": False, "suspect": False})
        still = {row["id"] for row in self.model.rows if row["chosen"] and row in self.model.ends(row["group"])}
        expected = (bundle["id"] in self.model.currents(), bundle["id"] in self.model.unclear(), next(iter(was - still), None))
        assert (line["current"], line["unclear"], line["lapsed"]) == expected, (line, expected)
        self.log.append(f"received {bundle['id']}, arrived {day}: {expected}")

    def choose(self):
        """One of the ends, where there are several."""
        if not self.model.unclear():
            return
        chosen = self.random.choice(sorted(self.model.unclear()))
        expect(msb("choose", "-r", self.register, "-k", self.keys, chosen, env=self.clock()), 0)
        group = next(row["group"] for row in self.model.rows if row["id"] == chosen)
        for row in self.model.rows:
            if row["group"] == group:
                row["chosen"] = row["id"] == chosen
        self.log.append(f"chose {chosen}")

    def revoke(self):
        name = self.organisation()
        since = self.now // DAY * DAY - self.random.randrange(8) * DAY
        day = time.strftime("%Y-%m-%d", time.gmtime(since))
        expect(msb("revoke", "-r", self.register, "-k", self.keys, PARTIES[name], "--reason", "stulen", "--since", day, "--yes",
                   env=self.clock()), 0)
        self.revoked.add(name)
        for row in self.model.rows:
            if row["group"][0] == name and row["imported"] >= since:
                row.update(suspect=True, chosen=False)
        self.log.append(f"revoked {name} since {day}")

    # ---- what is shown ----

    def json(self, name, *words, status=0):
        return json.loads(self.shown(name, *words, "--json", status=status).out)

    def shown(self, name, *words, status=0):
        return expect(msb(name, *words, "-r", self.register, "-k", self.keys, env=self.clock()), status)

    def look(self):
        model = self.model
        listed = {entry["id"]: entry for entry in self.json("list")}
        assert {one for one, entry in listed.items() if entry["current"]} == model.currents(), model.currents()
        assert {one for one, entry in listed.items() if entry["unclear"]} == model.unclear(), model.unclear()
        assert {entry["id"] for entry in self.json("list", "--unclear")} == model.unclear()
        for one in sorted(model.unclear())[:3]:
            assert self.json("show", one)["unclear"] is True
            assert "do not replace each other" in flat(self.shown("show", one).out)
            assert any(line.startswith(one[:8]) and line[8:].split()[0] in COUNTS_UNCLEAR for line in self.shown("list").out.splitlines()), one

    def look_at_figures(self):
        """Every counted output warns of exactly these organisations."""
        numbers, warned = sorted(PARTIES[name] for name in self.model.counted()), self.model.warned()
        own = [name for name in self.model.counted() if name not in self.revoked]
        if not numbers:
            return 0
        alone = warned & {numbers[0]}
        runs = [(("stats",), warned), (("benchmark",), warned), (("rank",), warned), (("cooperate",), warned), (("trend",), warned),
                (("trend", numbers[0]), alone), (("forecast",), warned), (("gap", numbers[0], "--level", "1"), alone),
                (("gap", numbers[0], "--benchmark"), warned), (("cooperate", numbers[0]), warned)]
        for command, counted in runs:
            result = self.shown(*command, "--json")
            assert set(json.loads(result.out).get("unclear", [])) == counted, (command, result)
            self.assert_warned(result, counted)
        self.assert_warned(self.shown("export", "-o", self.directory / "round.xlsx", "--clock-is-right"), warned)
        if own:
            self.assert_warned(self.shown("feedback", PARTIES[own[0]], "-o", self.directory / "feedback", "--clock-is-right"), warned)
        return len(warned)

    def assert_warned(self, result, warned):
        told = flat(result.err)
        assert {number for number in PARTIES.values() if f"{number}," in told or f"{number};" in told} == warned, (warned, result)


def lived(directory, number):
    """A history; gives how many of its organisations end unclear."""
    history = History(directory / str(number), number)
    try:
        for _ in range(history.random.randrange(8, 20)):
            history.step()
        history.receive()
        history.look()
        if history.random.random() < 0.3:
            history.now += DAY
            history.revoke()
            history.look()
        return history.look_at_figures()
    except BaseException:
        print(f"# history {number}:", *history.log, sep="\n# ", flush=True)
        raise
    finally:
        shutil.rmtree(directory / str(number), ignore_errors=True)


# ---- the cases by themselves ----

@test
def test_a_correction_counts_although_one_between_was_lost(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    first, _, third = (sealed(ankeborg, directory / "out") for _ in range(3))
    for one in (first, third):
        [line] = received(register, keys, one["file"])
        assert (line["current"], line["unclear"], line["lapsed"]) == (True, False, None), line
    assert [entry["id"] for entry in listed(register, keys) if entry["current"]] == [third["id"]]


@test
def test_people_read_what_is_unclear_and_decide(directory):
    """Two officials hold copies of the keys, and neither's journal has what the other sealed."""
    register, keys, (ankeborg, _) = make_running_register(directory)
    where = ["-r", register, "-k", keys]
    other = shutil.copytree(ankeborg, directory / "other")
    one, two = sealed(ankeborg, directory / "out"), sealed(other, directory / "out")
    assert "Unclear" not in expect(msb("receive", *where, one["file"]), 0).out
    assert "clear which submission counts" in expect(msb("list", *where, "--unclear"), 0).out
    text = flat(expect(msb("receive", *where, two["file"]), 0).out)
    assert "note: other submissions of this organisation stand beside it" in text and "list --unclear" in text, text
    text = expect(msb("list", *where, "--unclear"), 0).out
    assert all(one["id"][:8] in text for one in (one, two)) and "unclear: it counts, but others" in text and "beside: stands beside one" in text, text
    assert "Unclear one of 2 for this edition" in flat(expect(msb("show", *where, one["id"]), 0).out)
    expect(msb("stats", *where), 0, err_has=["warning", "212999-0004", "list --unclear"])
    text = flat(expect(msb("choose", *where, "Ankeborgs kommun"), 1, out="").err)
    assert "several submissions" in text and one["id"] in text and two["id"] in text, text
    expect(msb("choose", *where, one["id"]), 0)
    assert [entry["id"] for entry in listed(register, keys) if entry["current"]] == [one["id"]]
    text = flat(expect(msb("list", *where, "--unclear"), 0).out)
    assert f"{one['id'][:8]} chosen Ankeborgs" in text and "chosen: it counts, for it was chosen" in text and "unclear:" not in text, text
    assert "yes, chosen" in expect(msb("show", *where, one["id"]), 0).out
    third = sealed(ankeborg, directory / "out", "--supersedes", two["id"])
    assert third["supersedes"] == [two["id"], one["id"]]
    text = flat(expect(msb("receive", *where, third["file"]), 0).out)
    assert "a correction" not in text
    shown = flat(expect(msb("show", *where, "ankeborg"), 0).out)
    assert f"Replaces {two['id']} {one['id']}" in shown, shown
    assert f"it replaces {one['id']}, which was chosen; that choice has lapsed" in text and "stand beside" not in text, text
    assert json.loads(expect(msb("list", *where, "--unclear", "--json"), 0).out) == []
    assert "warning" not in expect(msb("stats", *where), 0).err


def noted(text):
    """-> the numbers that the notes of a result name"""
    return {number for note in re.findall(r"Note: in the round [^ ]+ these (.*?\.)(?: |$|<|\")", flat(text))
            for number in re.findall(r"\d{6}-\d{4}", note)}


def sheets(path):
    """-> all texts of a workbook"""
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/sharedStrings.xml").decode()


def answered(directory):
    """-> page, JSON and plan of feedback that was opened"""
    return [next(directory.rglob(name)).read_text() for name in ("*aterkoppling.html", "*aterkoppling.json", "*atgardsplan.csv")]


@test
def test_what_is_unclear_stands_in_the_result_whatever_its_form(directory):
    """And only of those whom it counts: of ankeborg, and of a region in a group of its own, two submissions beside each other."""
    register, keys, (ankeborg, exempelby) = make_running_register(directory)
    kommun, landsting = "212999-0004", "232999-0002"
    region = make_party(directory / "region", "--name", "Region Gåseborg", "--number", landsting, "--group", "region")
    expect(trust(region, own(keys)), 0)
    expect(enrol(register, keys, own(region)), 0)
    received(register, keys, sealed(exempelby, directory / "out")["file"])
    for party in (region, region, ankeborg, ankeborg):
        last = sealed(party, directory / "out", "--supersedes", "none")
        received(register, keys, last["file"])
    where, both = ["-r", register, "-k", keys], {kommun, landsting}

    def seen(*words):
        return noted(expect(msb(*words, *where), 0).out)

    for name in ("stats", "rank", "benchmark", "cooperate", "trend", "forecast"):
        assert seen(name) == both, name
        assert seen(name, "--group", "kommun") == {kommun}, name
        assert seen(name, "--group", "region") == {landsting}, name
    for name in ("stats", "rank", "benchmark"):
        assert seen(name, "--csv") == both and seen(name, "--csv", "--group", "kommun") == {kommun}, name
    assert seen("stats", "--html") == both and seen("stats", "--html", "--group", "kommun") == {kommun}
    assert seen("gap", kommun) == {kommun} == seen("gap", kommun, "--csv") and seen("gap", "212999-0012") == set()
    assert seen("gap", "212999-0012", "--benchmark") == {kommun} == seen("cooperate", "212999-0012", "--group", "kommun")
    assert seen("trend", landsting) == {landsting} and seen("trend", "212999-0012") == set()
    expect(msb("export", *where, "-o", directory / "round.xlsx"), 0)
    assert noted(sheets(directory / "round.xlsx")) == both
    expect(msb("stats", *where, "--csv", "-o", directory / "round.csv"), 0)
    assert noted((directory / "round.csv").read_text("utf-8-sig")) == both
    assert noted(expect(msb("feedback", *where, "--all", "-o", directory / "feedback"), 0).out) == both
    assert noted(expect(msb("feedback", *where, landsting, "-o", directory / "one"), 0).out) == {landsting}
    expect(sigill("open", directory / "feedback" / f"{kommun}.sigill", "-k", ankeborg, "-o", directory / "opened"), 0)
    page, told, plan = answered(directory / "opened")
    assert last["id"] in flat(page) and json.loads(told)["unclear"] is True and json.loads(told)["submission"] == last["id"]
    assert not any(landsting in text for text in (page, told, plan))
    expect(sigill("open", directory / "feedback" / "212999-0012.sigill", "-k", exempelby, "-o", directory / "clear"), 0)
    page, told, _ = answered(directory / "clear")
    assert kommun not in page and "unclear" not in json.loads(told)


@test
def test_that_a_suspect_one_was_chosen_stands_where_it_is_counted(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    where, number = ["-r", register, "-k", keys], "212999-0004"
    one = sealed(ankeborg, directory / "out")
    received(register, keys, one["file"])
    expect(msb("revoke", *where, number, "--reason", "stulen", "--since", "2020-01-01", "--yes"), 0)
    assert "suspect" not in json.loads(expect(msb("rank", *where, "--json"), 0).out)
    expect(msb("choose", *where, "ankeborg"), 0)
    text = flat(expect(msb("list", *where), 0).out)
    assert f"{one['id'][:8]} chosen! Ankeborgs" in text and "chosen!: suspect, but chosen" in text and "revoked: suspect" not in text, text
    for name in ("stats", "rank", "gap"):
        result = expect(msb(name, *where, *([number] if name == "gap" else [])), 0, err_has=["warning", number])
        assert "Note: " in result.out and "suspect" in result.out and number in result.out, result
    assert json.loads(expect(msb("rank", *where, "--json"), 0).out)["suspect"] == [number]


@test
def test_a_word_stands_for_an_organisation_or_its_submission(directory):
    """A number, a name, a part of it; of a submission its id, or the short digest of the transfer slip."""
    register, keys, (ankeborg, _) = make_running_register(directory)
    where, number = ["-r", register, "-k", keys], "212999-0004"
    first = sealed(ankeborg, directory / "out")
    assert "a correction" not in flat(expect(msb("receive", *where, first["file"]), 0).out)
    second = sealed(ankeborg, directory / "out")
    text = flat(expect(msb("receive", *where, second["file"]), 0).out)
    assert "note: a correction; it replaces 1 earlier submission of this organisation" in text, text
    for word in (number, "Ankeborgs kommun", "ankeborg", second["id"], second["short"], second["short"].replace("-", " ")):
        assert json.loads(expect(msb("show", *where, word, "--json"), 0).out)["id"] == second["id"], word
        expect(msb("extract", *where, word, "-o", directory / "extracted"), 0)
        assert json.loads((directory / "extracted" / "manifest.json").read_text())["id"] == second["id"], word
        shutil.rmtree(directory / "extracted")
        expect(msb("amend", *where, word, "--reference", f"Dnr {word[:4]}"), 0, out_has=second["id"])
    assert json.loads(expect(msb("show", *where, first["short"], "--json"), 0).out)["id"] == first["id"]
    for word in (number, "Ankeborgs kommun", "ankeborg"):
        for name in ("gap", "trend", "cooperate"):
            expect(msb(name, *where, word), 0, out_has="Ankeborgs kommun")
    for name, more in (("show", []), ("gap", []), ("trend", []), ("cooperate", []), ("choose", []), ("amend", ["--reference", "x"]),
                       ("extract", ["-o", directory / "no"]), ("revoke", ["--reason", "x", "--yes"])):
        expect(msb(name, *where, "Nowhere", *more), 1, out="", err_has="no enrolled organisation has such a number or name")
    result = terminal("sigill-msb", "revoke", *where, "ankeborg", "--reason", "stulen", talk=[("Revoke the card of Ankeborgs kommun (212999-0004)?", "nej\n")])
    assert result.status == 1 and "--since DAY" in flat(result.err), result
    result = expect(msb("revoke", *where, "ankeborg", "--reason", "stulen", "--yes", "--since", "2020-01-01"), 0, out_has=f"Ankeborgs kommun ({number}) is revoked")
    assert "--since DAY" not in result.err


@test
def test_what_is_published_names_nobody(directory):
    register, keys, (ankeborg, _) = make_running_register(directory)
    for _ in range(2):
        received(register, keys, sealed(ankeborg, directory / "out", "--supersedes", "none")["file"])
    for more, told in (([], True), (["--publish"], False)):
        result = expect(msb("stats", "-r", register, "-k", keys, "--json", *more), 0, err_has="212999-0004")
        assert ("unclear" in json.loads(result.out)) == told, result.out
        assert told or "212999-0004" not in result.out
    for form in ([], ["--html"], ["--csv"]):
        assert "212999-0004" not in expect(msb("stats", "-r", register, "-k", keys, "--publish", *form), 0).out
    expect(msb("export", "-r", register, "-k", keys, "--publish", "-o", directory / "round.xlsx"), 0)
    assert "212999-0004" not in sheets(directory / "round.xlsx")


@test
def test_what_counts_is_what_the_model_says(directory):
    chosen = [int(os.environ["HISTORY"])] if "HISTORY" in os.environ else range(HISTORIES)
    unclear = [lived(directory, number) for number in chosen]
    print(f"# {len(unclear)} histories, {sum(map(bool, unclear))} of them with an organisation of which it is unclear what counts",
          flush=True)
    assert len(unclear) == 1 or 0 < sum(map(bool, unclear)) < len(unclear)


if __name__ == "__main__":
    run()
