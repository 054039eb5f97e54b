"""Kits through `sigill guide`: taken in with the authority's card, a new one that lies there, one that is refused; and the round
after: the new questionnaire, begun with last time's answers."""
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from authoritykit import FULL, ID, LATER, canonical, held, kit, rounds, written
from conversationkit import Conversation, load
from parties import PAST, forge, make_authority, make_keys, own, told
from sigill_test import DATA, expect, flat, run, sigill, test, tree

EXAMPLE = Path("docs/examples/ankeborg.json").resolve()
NEXT = json.loads((DATA / "fortsattning-2023.json").read_text(encoding="utf-8"))
NEXT_ID = NEXT["model"]["id"]
OFFER = "which says that it is a kit from the authority"
YEAR = 365 * 86400
UNSURE = "For which round were they sealed?"
STRANGE = "-x;echo PWNED #\x1b[31m"  # a file's name, up to its ending


def organisation(directory, authority=None):
    """A folder with keys and a card; with an authority's card trusted, if there is one."""
    folder = directory / "folder"
    folder.mkdir()
    keys = make_keys(folder / "keys")
    expect(sigill("card", "-k", keys, "--name", "Ankeborgs kommun", "--number", "212999-0004", "--group", "kommun"), 0)
    if authority:
        expect(sigill("trust", own(authority), "-k", keys, "--fingerprint", told(own(authority))), 0)
    return folder


def of_round(authority, number=1, edition=None, **changes):
    """A kit about a round of an edition, the built-in one unless another is given, which then is in it."""
    members = [(f"edition-{edition['model']['id']}.json", canonical(edition))] if edition else []
    return kit(authority, [*members, ("round.json", rounds(edition=edition["model"]["id"] if edition else ID, **changes))], number=number)


def said(talk, typed):
    """What is shown once that is typed."""
    talk.type(typed)
    return flat(talk.wait(same=True))


def begun(folder, *words, **options):
    """A guide, and what it says up to the first thing that is asked."""
    talk = Conversation("guide", *words, cwd=folder, **options)
    return talk, flat(talk.wait(same=True))


def quits(talk, typed="q"):
    talk.type(typed)
    assert talk.finish() == 0, talk.shown


# ---- the authority's card in a kit ----

@test
def test_a_kit_brings_the_authority_s_card(directory):
    authority, folder = make_authority(directory / "msb", "MSB"), organisation(directory)
    written(folder / "omgang-2026.kit", of_round(authority))
    before = tree(folder)
    talk, shown = begun(folder)
    assert talk.heading().startswith("Step 3") and "whose name ends in .kit" in shown and "Enter takes omgang-2026.kit." in shown, shown
    assert "that of MSB, an authority that receives" in said(talk, "\n")
    print_of_another = told(own(make_authority(directory / "other", "MSB")))
    shown = said(talk, print_of_another + "\n")
    assert "That was not done" in shown and tree(folder) == before, shown
    said(talk, "\n")  # it is asked for again
    said(talk, "\n")
    shown = said(talk, told(own(authority)) + "\n")
    assert "The kit is taken in:" in shown and "MSB, kit number 1" in shown and talk.heading().startswith("Step 4"), shown
    assert OFFER not in flat(talk.shown)
    quits(talk)
    assert held(folder / "keys")["number"] == 1
    talk, shown = begun(folder)
    assert f"MSB receives answers until {LATER}." in shown and OFFER not in shown, shown
    quits(talk)


# ---- one that lies there ----

@test
def test_a_new_kit_is_shown_and_taken_in_or_not(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    expect(sigill("trust", written(directory / "1.kit", of_round(authority)), "-k", folder / "keys"), 0)
    written(folder / "rättad.kit", of_round(authority, 2, closes="2999-12-31"))
    before = tree(folder)
    talk, shown = begun(folder)
    assert f"Here lies rättad.kit, {OFFER}" in shown and f"until {LATER}" in shown, shown
    shown = said(talk, "\n")
    assert talk.heading().startswith("Step 4") and tree(folder) == before, shown
    quits(talk)
    talk, _ = begun(folder)
    shown = said(talk, "t")
    assert f"until now: round 2026 of {ID}: 2026-01-01 to {LATER}" in shown and "2026-01-01 to 2999-12-31" in shown, shown
    shown = said(talk, "no\n")
    assert "The kit was not taken in" in shown and f"until {LATER}" in shown and tree(folder) == before, shown
    quits(talk)
    talk, _ = begun(folder)
    said(talk, "t")
    shown = said(talk, "yes\n")
    assert "The kit is taken in:" in shown and "MSB receives answers until 2999-12-31." in shown, shown
    quits(talk)
    assert held(folder / "keys")["number"] == 2


@test
def test_last_year_s_kit_is_not_offered_again(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    for number in (1, 2):
        path = written(folder / f"{number}.kit", of_round(authority, number))
        expect(sigill("trust", path, "-k", folder / "keys", "--yes"), 0)
    talk, shown = begun(folder)
    assert OFFER not in shown and talk.heading().startswith("Step 4"), shown
    quits(talk)
    # Another one of the same number is: why it is refused is said.
    written(folder / "2.kit", of_round(authority, 2, closes="2999-12-31"))
    talk, shown = begun(folder)
    assert f"Here lies 2.kit, {OFFER}" in shown, shown
    assert "which is another one" in said(talk, "t")
    quits(talk)
    assert f'"closes":"{LATER}"' in (folder / "keys/kit/round.json").read_text()


@test
def test_S2_a_kit_that_is_refused_leaves_all_as_it_was(directory):
    authority = make_authority(directory / "msb", "MSB")
    stranger = make_authority(directory / "stranger", "MSB")
    folder = organisation(directory, authority)
    expect(sigill("trust", written(directory / "1.kit", of_round(authority)), "-k", folder / "keys"), 0)
    good = of_round(authority, 2)
    changed, cut = good.replace(b'"number":2', b'"number":9'), good[:-3000]
    ended = kit(authority, [("round.json", rounds())], number=2, front=forge(authority, directory / "ended.card", valid=PAST))
    unread = kit(authority, [("edition-x.json", b"{}")], number=2)
    for content, typed, why in ((of_round(stranger, 2), [told(own(authority)) + "\n"], "fingerprint"),
                                (ended, [told(own(authority)) + "\n"], "fingerprint"), (changed, [], "signature"), (cut, [], "ny.kit"), (unread, [], "edition-x.json")):
        written(folder / "ny.kit", content)
        before = tree(folder)
        talk, shown = begun(folder)
        assert f"Here lies ny.kit, {OFFER}" in shown, shown
        shown = said(talk, "t")
        assert ("not one that you trust" in shown) == bool(typed), shown
        for one in typed:
            shown = said(talk, one)
        assert why in shown and "The kit was not taken in" in shown, shown
        assert f"MSB receives answers until {LATER}." in shown and talk.heading().startswith("Step 4") and tree(folder) == before, shown
        quits(talk)
    # An authority with another card, which was read out, is believed.
    written(folder / "ny.kit", of_round(stranger, 1))
    talk, _ = begun(folder)
    assert "Call the authority on a number that you know" in said(talk, "t")
    assert "whatever the names are" in said(talk, told(own(stranger)) + "\n")
    assert "The kit is taken in:" in said(talk, "yes\n")
    quits(talk)


def words_of(talk):
    """The words that a shell makes of the last `sigill trust` that was shown."""
    line = [one.strip() for one in talk.shown.splitlines() if one.startswith("  sigill trust ")][-1]
    shell = subprocess.run(["bash", "-c", 'sigill() { printf "%s\\0" "$@"; }\n' + line], capture_output=True, check=True)
    return shell.stdout.decode().split("\0")[:-1]


@test
def test_the_name_of_a_file_that_lies_here_moves_no_terminal_and_is_no_option(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory)
    shutil.copy(own(authority), folder / f"{STRANGE}.card")
    talk, shown = begun(folder)
    assert "Enter takes ./-x;echo PWNED #\ufffd[31m.card." in shown, shown
    said(talk, "\n")
    shown = said(talk, told(own(authority)) + "\n")
    assert words_of(talk)[:4] == ["trust", f"./{STRANGE}.card", "-k", "keys"] and talk.heading().startswith("Step 4"), shown
    quits(talk)
    assert "\x1b" not in talk.shown
    written(folder / f"{STRANGE}.kit", of_round(authority))
    talk, shown = begun(folder)
    assert f"Here lies ./-x;echo PWNED #\ufffd[31m.kit, {OFFER}" in shown, shown
    assert "The kit is taken in:" in said(talk, "t") and words_of(talk) == ["trust", f"./{STRANGE}.kit", "-k", "keys"], talk.shown
    quits(talk)
    assert "\x1b" not in talk.shown and held(folder / "keys")["number"] == 1
    # A path that is typed is none either.
    written(folder / "-y.json", EXAMPLE.read_bytes())
    talk, shown = begun(folder, "--", "-y.json")
    assert "question 40: not answered" in shown, shown
    said(talk, "r")
    assert "  sigill score ./-y.json -k keys\n" in talk.shown and "What holds back level 2" in flat(talk.shown), talk.shown
    quits(talk)


@test
def test_of_several_new_kits_each_is_named(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    written(folder / "omgang.kit", of_round(authority))
    written(folder / "omgang (1).kit", of_round(authority))
    talk, shown = begun(folder)  # a copy
    assert f"Here lies omgang (1).kit, {OFFER}" in shown, shown
    quits(talk)
    written(folder / "omgang (2).kit", of_round(authority, 2))
    before = tree(folder)
    talk, shown = begun(folder)
    assert "Several kits lie here" in shown and OFFER not in shown and talk.heading().startswith("Step 4"), shown
    assert "  sigill trust 'omgang (1).kit' -k keys\n  sigill trust 'omgang (2).kit' -k keys\n" in talk.shown and "omgang.kit" not in shown, talk.shown
    quits(talk)
    assert tree(folder) == before
    expect(sigill("trust", "omgang (2).kit", "-k", "keys", cwd=folder), 0)
    talk, shown = begun(folder)
    assert "Several kits" not in shown and OFFER not in shown, shown
    quits(talk)


@test
def test_a_held_kit_that_cannot_be_read_is_mended_by_what_lies_there(directory):
    authority = make_authority(directory / "msb", "MSB")
    for number, typed in ((1, "yes\n"), (2, "yes\n")):
        place = directory / str(number)
        place.mkdir()
        folder = organisation(place, authority)
        expect(sigill("trust", written(place / "1.kit", of_round(authority)), "-k", folder / "keys"), 0)
        (folder / "keys/kit/round.json").write_bytes(b"{}")
        alone = Conversation("guide", cwd=folder)
        assert alone.finish() == 1 and "round.json" in flat(alone.shown), alone.shown
        written(folder / "ny.kit", of_round(authority, number))
        talk, shown = begun(folder)
        assert f"Here lies ny.kit, {OFFER}" in shown, shown
        shown = said(talk, "t")
        assert "round.json" in shown, shown
        shown = said(talk, typed)
        assert "The kit is taken in:" in shown and talk.heading().startswith("Step 4"), shown
        quits(talk)
        assert held(folder / "keys")["number"] == number


@test
def test_the_last_day_has_passed(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    expect(sigill("trust", written(directory / "1.kit", of_round(authority, closes="2026-02-01")), "-k", folder / "keys"), 0)
    talk, shown = begun(folder)
    assert "The last day to answer MSB was 2026-02-01. Late answers are received too" in shown, shown
    quits(talk)


# ---- a year later ----

def a_year_later(directory, sealed=True, edition=NEXT):
    """A folder in which answers to the built-in edition were sealed a year ago, and the kit of the next round."""
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    document = load(EXAMPLE)
    document["answers"]["40"] = {"no": "no", "assessment": "sure"}
    (folder / "answers.json").write_text(json.dumps(document), encoding="utf-8")
    if sealed:
        expect(sigill("seal", "answers.json", "-k", "keys", "--yes", "-o", directory, cwd=folder), 0)
        journal = load(folder / "keys/sealed.json")
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - YEAR))
        journal["sealed"][0]["created"] = moment
        (folder / "keys/sealed.json").write_text(json.dumps(journal), encoding="utf-8")
    os.utime(folder / "answers.json", (time.time() - YEAR - 60,) * 2)
    opens = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
    written(folder / "ny.kit", of_round(authority, edition=edition, name="2027", opens=opens))
    return folder


def to_forms(folder):
    """A guide that has taken in the kit, and what it says then."""
    talk, shown = begun(folder)
    assert OFFER in shown, shown
    return talk, said(talk, "t")


@test
def test_the_next_questionnaire_begins_with_last_time_s_answers(directory):
    folder = a_year_later(directory)
    before = (folder / "answers.json").read_bytes()
    talk, shown = to_forms(folder)
    assert talk.heading().startswith("Step 4") and "answers.json has the answers of last time." in shown, shown
    shown = said(talk, "n")
    assert "From Infosäkkollen 2021 to Fortsättning 2023:" in shown and "Question 6. Molntjänster" in shown and "Choose how" not in shown, shown
    shown = said(talk, "a")
    assert f"The answers of last time are to {ID}. Of 40 answers 7 could be taken over to {NEXT_ID}." in shown, shown
    assert "sigill template --from answers.json -o answers-2027.json -k keys" in shown and "Question 1." in talk.heading(), shown
    said(talk, "q")
    assert talk.heading().startswith("Step 4") and "Answered: 7 of 9 questions" in flat(talk.shown)
    quits(talk)
    assert (folder / "answers.json").read_bytes() == before
    begun_with = load(folder / "answers-2027.json")
    assert begun_with["edition"] == NEXT_ID and begun_with["answers"]["1"]["yes"] == load(EXAMPLE)["answers"]["1"]["yes"]
    # It goes on with the new ones, and asks nothing of the old.
    talk, shown = begun(folder)
    assert "Answered: 7 of 9 questions" in shown and "answers of last time" not in shown, shown
    quits(talk)


@test
def test_a_form_of_the_next_questionnaire_has_a_name_of_its_own(directory):
    folder = a_year_later(directory)
    (folder / "answers.html").write_text("last year's page", encoding="utf-8")
    os.utime(folder / "answers.html", (time.time() - YEAR - 60,) * 2)
    before = {name: (folder / name).read_bytes() for name in ("answers.json", "answers.html")}
    talk, shown = to_forms(folder)
    assert "lies here already" not in shown, shown
    talk.type("c")
    assert talk.finish() == 0 and (folder / "answers-2027.html").exists(), talk.shown
    talk, shown = begun(folder)
    assert "The page answers-2027.html lies here already" in shown, shown
    talk.type("b")
    assert talk.finish() == 0, talk.shown
    expect(sigill("convert", "answers-2027.xlsx", "-o", directory / "read.json", "-k", "keys", cwd=folder), 0)
    read = load(directory / "read.json")
    assert read["edition"] == NEXT_ID and read["answers"]["1"]["yes"] == load(EXAMPLE)["answers"]["1"]["yes"], read
    talk, shown = begun(folder)
    assert "The workbook is checked" in shown and "sigill check answers-2027.xlsx -k keys" in shown, shown
    quits(talk)
    assert {name: (folder / name).read_bytes() for name in before} == before


@test
def test_what_is_sealed_anew_ends_the_round(directory):
    folder = a_year_later(directory)
    talk, _ = to_forms(folder)
    quits(talk)
    document = {key: value for key, value in load(EXAMPLE).items() if key not in ("circumstances", "obstacles")}
    document.update(edition=NEXT_ID, background={}, answers={}, participants=[], period={"from": "2026-01-01", "to": "2026-10-31"})
    document["approval"]["date"] = "2026-11-15"
    (folder / "answers-2027.json").write_text(json.dumps(document), encoding="utf-8")
    talk, shown = begun(folder)
    assert "answers of last time" not in shown and "The answers can be sealed" in shown, shown
    said(talk, "s")
    said(talk, "\n")
    said(talk, "\n")
    shown = said(talk, f"{directory}\n")
    assert f"Last day {LATER}" in shown and f"Answers to {NEXT_ID}" in shown, shown
    talk.type("yes\n")
    assert talk.finish() == 0 and talk.heading() == "Done", talk.shown
    again = Conversation("guide", cwd=folder)
    assert again.finish() == 0 and again.heading() == "Done", again.shown


@test
def test_what_was_begun_for_the_questionnaire_before_is_last_time_s_too(directory):
    folder = a_year_later(directory, sealed=False)
    talk, shown = to_forms(folder)
    assert "answers.json has the answers of last time." in shown, shown
    said(talk, "a")
    said(talk, "q")
    quits(talk)
    assert load(folder / "answers-2027.json")["edition"] == NEXT_ID
    # Whoever names the file, or the edition, means it.
    for words in (["answers.json"], ["--edition", "editions/infosakkollen-2021.json"]):
        where = [str(Path(word).resolve()) if word.endswith("2021.json") else word for word in words]
        (folder / "answers-2027.json").unlink(missing_ok=True)
        talk, shown = begun(folder, *where)
        assert "The answers can be sealed" in shown or "Everything is filled in" in shown, shown
        quits(talk)


@test
def test_of_the_same_questionnaire_what_was_sealed_before_the_round_is_last_time_s(directory):
    folder = a_year_later(directory, edition=None)
    talk, shown = to_forms(folder)
    assert UNSURE in shown and "answers.json has not been changed since" in shown and "answers of last time." not in shown, shown
    shown = said(talk, "b")
    assert "answers.json has the answers of last time." in shown and "n show what is new" not in shown, shown
    said(talk, "a")
    said(talk, "q")
    quits(talk)
    begun_with = load(folder / "answers-2027.json")
    assert begun_with["edition"] == FULL["model"]["id"] and begun_with["period"] == {"from": "", "to": ""}, begun_with
    assert "assessment" not in begun_with["answers"]["1"], begun_with["answers"]["1"]
    # Whoever went on with the new ones is not asked again; nor when those are sealed ahead too.
    talk, shown = begun(folder)
    assert talk.heading().startswith("Step 4") and UNSURE not in shown and "answers of last time" not in shown, shown
    quits(talk)
    shutil.copy(EXAMPLE, folder / "answers-2027.json")
    journal = load(folder / "keys/sealed.json")
    journal["sealed"][0]["created"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
    (folder / "keys/sealed.json").write_text(json.dumps(journal), encoding="utf-8")
    written(folder / "ny.kit", of_round(directory / "msb", 2, name="2027", opens="2999-01-01", closes="2999-12-31"))
    talk, _ = begun(folder)
    said(talk, "t")
    talk.type("yes\n")
    assert talk.finish() == 0 and talk.heading() == "Done" and UNSURE not in flat(talk.shown), talk.shown


@test
def test_what_was_sealed_in_this_round_is_done(directory):
    authority = make_authority(directory / "msb", "MSB")
    folder = organisation(directory, authority)
    expect(sigill("trust", written(directory / "1.kit", of_round(authority, opens="2999-01-01", closes="2999-12-31")), "-k", folder / "keys"), 0)
    shutil.copy(EXAMPLE, folder / "answers.json")
    expect(sigill("seal", "answers.json", "-k", "keys", "--yes", "-o", directory, cwd=folder), 0)
    # Before the first day it is asked: answers to an earlier round may be sealed late. A corrected kit asks no other way.
    for number in (1, 2):
        if number == 2:
            expect(sigill("trust", written(directory / "2.kit", of_round(authority, 2, opens="2999-01-01", closes="2999-11-30")), "-k", folder / "keys", "--yes"), 0)
        before = tree(folder)
        talk, shown = begun(folder)
        assert UNSURE in shown and "before the first day of the round 2026, which is 2999-01-01" in shown, shown
        talk.type("a")
        assert talk.finish() == 0 and talk.heading() == "Done" and tree(folder) == before, talk.shown
        talk, _ = begun(folder)
        assert "answers.json has the answers of last time." in said(talk, "b")
        quits(talk)
        talk, _ = begun(folder)
        quits(talk)
        assert tree(folder) == before
    # Whoever names the file means it, and from the first day on nothing is asked.
    named = Conversation("guide", "answers.json", cwd=folder)
    assert named.finish() == 0 and named.heading() == "Done" and UNSURE not in flat(named.shown), named.shown
    expect(sigill("trust", written(directory / "3.kit", of_round(authority, 3)), "-k", folder / "keys", "--yes"), 0)
    talk = Conversation("guide", cwd=folder)
    assert talk.finish() == 0 and talk.heading() == "Done" and UNSURE not in flat(talk.shown), talk.shown


run()
