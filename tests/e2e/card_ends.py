"""A card past its last day, of either side, in every subcommand that goes by one: judged by the day on which that runs, good
to the last second of the last day. What rests is not judged by days, and neither is what a receipt said."""
import functools
import json
import shutil
import tempfile
import time
from pathlib import Path

from parties import (DAY, MEMBERS, enrol, fake_clock, make_authority, make_keys, make_member, make_register, own, seal, told,
                     trust)
from sigill_test import expect, msb, program, refused, run, sigill, test, tree, unchanged

TODAY = int(time.time()) // DAY
UNTIL = TODAY + 10  # the last day of the cards that end
KEPT = tempfile.TemporaryDirectory(prefix="sigill-ends-")
FIRST, SECOND = (MEMBERS[name][1] for name in ("ankeborg", "exempelby"))


def day(number):
    return time.strftime("%Y-%m-%d", time.gmtime(number * DAY))


def clock(seconds):
    return fake_clock(Path(KEPT.name), seconds)


LAST = UNTIL * DAY + DAY - 1  # the last second of the last day
OVER = LAST + 1


@functools.cache
def world():
    """Twice a register with submissions of two, feedback on both, a receipt and a copy. Whose card ends is the place's
    name: that of the authority, or that of the first organisation."""
    for place in ("authority", "organisation"):
        directory = Path(KEPT.name, place)
        directory.mkdir()
        ends = ["--valid-until", day(UNTIL)]
        register, keys = make_register(directory)
        expect(msb("card", "-k", keys, "--name", "MSB", *(ends if place == "authority" else [])), 0)
        for name, number in (("ankeborg", FIRST), ("exempelby", SECOND)):
            party = make_member(directory, name, keys)
            if place == "organisation" and number == FIRST:
                expect(sigill("card", "-k", party, "--renew", *ends), 0)
            expect(enrol(register, keys, own(party)), 0)
            expect(msb("receive", "-r", register, "-k", keys, seal(directory, name, directory / f"{name}.sigill")), 0)
        expect(msb("feedback", "-r", register, "-k", keys, "--all", "-o", directory / "fed"), 0)
        expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
        seal(directory, "exempelby", directory / "later.sigill")
        shutil.copy(sorted((register / "receipts").iterdir())[0], directory / "one.kvittens")
        make_authority(directory / "new", "MSB")
    return Path(KEPT.name)


def place_where_ends(directory, whose):
    return Path(shutil.copytree(world() / whose, directory / whose))


def judged(place, name, *words, sentence, json_too=True):
    """Done on the last day; refused with that sentence on the next one, with nothing written and nothing shown."""
    for more in ([], ["--json"]) if json_too else ([],):
        before = tree(place)
        refused(program(name, *words, *more, cwd=place, env=clock(OVER)), 1, sentence)
        unchanged(place, before)
    return expect(program(name, *words, cwd=place, env=clock(LAST)), 0)


REGISTER = ["-r", "register", "-k", "msb"]


# ---- the authority's card ----

@test
def test_feedback_of_an_authority_whose_card_has_ended_is_not_opened(directory):
    """By the day of the opening, not of the sealing; nor before the card's first day."""
    place = place_where_ends(directory, "authority")
    words = ["open", f"fed/{FIRST}.sigill", "-k", "ankeborg", "-o", "out"]
    before = tree(place)
    refused(sigill(*words, cwd=place, env=clock(TODAY * DAY - 1)), 1, f"valid from {day(TODAY)}")
    unchanged(place, before)
    judged(place, "sigill", *words, sentence=f"to {day(UNTIL)}")
    signer = ["--signer", "msb/own.card", "--fingerprint", told(own(place / "msb"))]
    shutil.rmtree(place / "ankeborg/trusted")
    words[-1] = "again"
    judged(place, "sigill", *words, *signer, sentence=f"to {day(UNTIL)}")


@test
def test_a_receipt_of_an_authority_whose_card_has_ended_is_read(directory):
    place = place_where_ends(directory, "authority")
    results = [sigill("receipt", "one.kvittens", "-k", name, cwd=place, env=clock(OVER)) for name in ("ankeborg", "exempelby")]
    assert sorted(result.status for result in results) == [0, 1], results  # it is about the bundle of one of them
    for result in results:
        expect(result, result.status, err="", out_has="Imported by MSB")


@test
def test_nothing_is_sealed_to_an_authority_whose_card_has_ended(directory):
    place = place_where_ends(directory, "authority")
    judged(place, "sigill", "seal", "ankeborg.json", "-k", "ankeborg", "--yes", "-o", "new.sigill",
           sentence=f"MSB: its card was valid until {day(UNTIL)}; ask it for the new card")


@test
def test_an_authority_whose_card_has_ended_receives_and_answers_nothing(directory):
    place = place_where_ends(directory, "authority")
    judged(place, "sigill-msb", "feedback", *REGISTER, "--all", "-o", "new", sentence=f"only until {day(UNTIL)}; make the next one")
    judged(place, "sigill-msb", "receive", *REGISTER, "later.sigill", sentence="the authority's own card is not valid today")


@test
def test_what_rests_in_the_register_is_not_judged_by_the_authoritys_card(directory):
    """After its end it is still shown, copied, restored, and sealed to new keys, even to those of an ended card; and a
    register whose keys were lost is taken up by the card that had ended."""
    place, late = place_where_ends(directory, "authority"), clock(OVER)
    shutil.copytree(place, directory / "lost")

    def done(*words):
        return expect(msb(*words, cwd=place, env=late), 0)

    listed = json.loads(done("list", *REGISTER, "--json").out)
    assert len(listed) == 2
    done("show", listed[0]["id"], *REGISTER)
    done("extract", listed[0]["id"], *REGISTER, "-o", "extracted")
    done("choose", listed[0]["id"], *REGISTER)
    done("fsck", *REGISTER)
    done("backup", *REGISTER, "-o", "copy2")
    done("restore", "--yes", "copy2", "-r", "restored", "-k", "msb")
    make_keys(place / "ended")
    expect(msb("card", "-k", place / "ended", "--name", "MSB", "--valid-until", day(UNTIL)), 0)
    done("rewrap", "-r", "restored", "-k", "msb", "--to", "ended")
    done("list", "-r", "restored", "-k", "ended")
    card = place / "msb/own.card"
    words = ["rewrap", "-r", "copy", "--identity", "msb/receive.key", "--card", card, "--fingerprint", told(card), "--to", "new"]
    expect(msb(*words, cwd=directory / "lost", env=late), 0)
    expect(msb("list", "-r", "copy", "-k", "new", cwd=directory / "lost", env=late), 0)


# ---- an organisation's card ----

@test
def test_an_organisation_whose_card_has_ended_is_not_answered(directory):
    """It stands among the refused, and the other one gets its feedback."""
    place = place_where_ends(directory, "organisation")
    words = ["feedback", *REGISTER, "--all", "-o", "late"]
    result = expect(msb(*words, "--json", cwd=place, env=clock(OVER)), 1)
    found = {line["number"]: line for line in json.loads(result.out)}
    assert (found[FIRST]["verdict"], found[FIRST]["reason"]) == ("refused", "expired-key"), found
    assert day(UNTIL) in found[FIRST]["message"] and found[SECOND]["verdict"] == "sealed", found
    assert [path.name for path in (place / "late").iterdir()] == [f"{SECOND}.sigill"]
    shutil.rmtree(place)
    place = place_where_ends(directory, "organisation")
    expect(msb("feedback", *REGISTER, FIRST, "-o", "one", cwd=place, env=clock(OVER)), 1, out_has="expired-key")
    assert not list((place / "one").iterdir())
    shutil.rmtree(place)
    place = place_where_ends(directory, "organisation")
    expect(msb(*words, cwd=place, env=clock(LAST)), 0)


@test
def test_an_organisation_whose_card_has_ended_seals_nothing(directory):
    place = place_where_ends(directory, "organisation")
    judged(place, "sigill", "seal", "ankeborg.json", "-k", "ankeborg", "--yes", "-o", "new.sigill",
           sentence=f"your own card was valid until {day(UNTIL)}; make the next one")


@test
def test_a_card_that_has_ended_is_neither_trusted_nor_enrolled(directory):
    place = place_where_ends(directory, "organisation")
    card = own(place / "ankeborg")
    sentence = f"the card was valid until {day(UNTIL)}; ask its owner for a new one"
    judged(place, "sigill", "trust", card, "-k", "exempelby", "--fingerprint", told(card), sentence=sentence, json_too=False)
    other, keys = make_register(directory)
    before = tree(directory)
    where = ["-r", other, "-k", keys, card, "--fingerprint", told(card)]
    refused(msb("enrol", *where, env=clock(OVER)), 1, sentence)
    unchanged(directory, before)
    expect(msb("enrol", *where, env=clock(LAST)), 0)


@test
def test_feedback_to_a_card_that_has_ended_since_is_judged_by_the_day_it_is_opened(directory):
    """The recipient must be a card that is valid on that day; the next one in the series does not stand in for it."""
    place = place_where_ends(directory, "organisation")
    judged(place, "sigill", "open", f"fed/{FIRST}.sigill", "-k", "ankeborg", "-o", "out", sentence="which is valid from"
           f" {day(TODAY)} to {day(UNTIL)}, by the clock of this machine not today")


run()
