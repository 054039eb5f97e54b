"""Cards that end or are renewed while a bundle is on the road or in quarantine: judged by the day on which it came, and the
way on is said in words that do not sound like forgery."""
import shutil
import time

from parties import (DAY, enrol, fake_clock, make_keys, make_party, make_world, own, reasons, receive, received, sealed, told,
                     trust)
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged

TODAY = int(time.time()) // DAY
UNTIL = TODAY + 10


def day(number):
    return time.strftime("%Y-%m-%d", time.gmtime(number * DAY))


def clock(directory, number):
    return fake_clock(directory, number * DAY + 3600)


def ending(directory):
    """A register and a party whose card ends soon, not enrolled yet."""
    register, keys, _ = make_world(directory)
    party = make_keys(directory / "short")
    expect(sigill("card", "-k", party, "--name", "Exempelby kommun", "--number", "212999-0012", "--group", "kommun", "--valid-until",
                  day(UNTIL)), 0)
    expect(trust(party, own(keys)), 0)
    return register, keys, party


@test
def test_a_card_that_ended_on_the_road_is_judged_by_the_day_of_arrival(directory):
    register, keys, party = ending(directory)
    expect(enrol(register, keys, own(party)), 0)
    bundle = sealed(party, directory / "medium")["file"]
    late = clock(directory, UNTIL + 5)
    assert reasons(received(register, keys, bundle, "--arrived", day(UNTIL + 1), status=1, env=late)) == ["expired-key"]
    assert reasons(received(register, keys, bundle, status=1, env=late)) == ["expired-key"]
    assert reasons(received(register, keys, bundle, "--arrived", day(UNTIL), env=late)) == ["imported"]
    expect(msb("fsck", "-r", register, "-k", keys), 0)


@test
def test_what_lay_in_quarantine_came_when_it_was_first_refused(directory):
    """By the audit, not by the day of the last try."""
    register, keys, party = ending(directory)
    bundle = sealed(party, directory / "medium")["file"]
    assert reasons(received(register, keys, bundle, status=1)) == ["unknown-sender"]
    expect(enrol(register, keys, own(party)), 0)
    assert reasons(received(register, keys, "--retry", env=clock(directory, UNTIL + 5))) == ["imported"]


@test
def test_a_day_of_arrival_that_is_still_to_come_is_refused(directory):
    register, keys, party = make_world(directory)
    bundle = sealed(party, directory / "medium")["file"]
    before = tree(directory)
    refused(receive(register, keys, bundle, "--arrived", day(TODAY + 2)), 2, f"--arrived {day(TODAY + 2)}: that day is still to come")
    unchanged(directory, before)
    expect(receive(register, keys, bundle, "--arrived", day(TODAY)), 0)


@test
def test_a_renewed_card_beside_the_bundle_is_offered(directory):
    register, keys, party = make_world(directory)
    expect(sigill("card", "-k", party, "--renew"), 0)
    medium = directory / "medium"
    bundle = sealed(party, medium)["file"]
    result = expect(receive(register, keys, bundle), 1, out_has=["sender-mismatch", "the card was renewed", "sigill-msb enrol CARD"])
    assert "another organisation" not in result.out, result
    shutil.copy(own(party), medium / "sender.card")
    expect(receive(register, keys, medium), 1, out_has=["the card was renewed: enrol it", f"sigill-msb enrol {medium / 'sender.card'}",
                                                        "sigill-msb receive --retry\n"])
    expect(receive(register, keys, medium, "--reference", "MSB 2021-1", "--arrived", "2021-09-01"), 1,
           out_has="sigill-msb receive --retry --arrived 2021-09-01 --reference 'MSB 2021-1'\n")
    line, = received(register, keys, medium, status=1)
    assert line["card"]["fingerprint_text"] == told(own(party)) and line["card"]["signer"] is None, line
    expect(msb("enrol", "-r", register, "-k", keys, medium / "sender.card"), 0)
    assert reasons(received(register, keys, "--retry")) == ["imported"]


@test
def test_a_card_of_another_organisation_beside_the_bundle_is_not_offered(directory):
    register, keys, party = make_world(directory)
    expect(sigill("card", "-k", party, "--renew"), 0)
    medium = directory / "medium"
    bundle = sealed(party, medium)["file"]
    other = make_party(directory / "stranger", "--name", "Exempelby", "--number", "212999-0012", "--group", "kommun")
    shutil.copy(own(other), medium / "sender.card")
    result = expect(receive(register, keys, bundle), 1, out_has="sender-mismatch")
    assert "beside it lies" not in result.out, result


@test
def test_feedback_under_a_renewed_card_of_the_authority_says_what_to_do(directory):
    register, keys, party = make_world(directory)
    received(register, keys, sealed(party, directory / "medium")["file"])
    expect(msb("card", "-k", keys, "--renew"), 0)
    expect(msb("feedback", "-r", register, "-k", keys, "--all", "-o", directory / "fed"), 0)
    path, = (directory / "fed").glob("*.sigill")
    result = refused(sigill("open", path, "-k", party, "-o", directory / "out"), 1, "the card was renewed", "sigill trust CARD")
    assert "another organisation" not in result.err, result
    expect(sigill("trust", "-k", party, own(keys)), 0)
    expect(sigill("open", path, "-k", party, "-o", directory / "out"), 0)


@test
def test_a_bundle_on_the_medium_and_in_quarantine_is_received_once(directory):
    register, keys, _ = make_world(directory)
    party = make_party(directory / "late", "--name", "Exempelby", "--number", "212999-0012", "--group", "kommun")
    expect(trust(party, own(keys)), 0)
    medium = directory / "medium"
    sealed(party, medium)
    assert reasons(received(register, keys, medium, status=1)) == ["unknown-sender"]
    expect(enrol(register, keys, own(party)), 0)
    assert reasons(received(register, keys, "--retry", medium)) == ["imported"]
    assert list((register / "quarantine").iterdir()) == []


@test
def test_a_card_that_ends_within_60_days_is_told_by_what_uses_it(directory):
    """The own one, the recipient's and the sender's; not one that has longer, and not one that is only kept."""
    register, keys, party = ending(directory)
    expect(enrol(register, keys, own(party)), 0)
    where, says = ["-r", register, "-k", keys], f"card ends on {day(UNTIL)}"
    answers = directory / "medium"
    bundle = sealed(party, answers)["file"]
    expect(receive(register, keys, bundle), 0, err="", out_has=f"its {says}")
    expect(msb("list", *where), 0, err="")
    ours = directory / "party"
    expect(msb("card", "-k", keys, "--renew", "--valid-until", day(UNTIL)), 0)
    expect(sigill("trust", "-k", ours, own(keys)), 0)
    again = sealed(ours, directory / "medium2")["file"]
    expect(receive(register, keys, again), 0, err_has=f"your own {says}")
    expect(msb("feedback", *where, "--all", "-o", directory / "fed"), 0, err_has=f"your own {says}")
    path = directory / "fed" / "212999-0004.sigill"
    expect(sigill("open", path, "-k", ours, "-o", directory / "out"), 0, err_has=f"Myndigheten: its {says}")


run()
