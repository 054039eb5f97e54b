"""Whose is whose: what one organisation replaces, or the officer chooses of it, changes nothing of another that has as much."""
import json

from bundlekit import Bundle, edit, world
from parties import listed, received, reasons
from sigill_test import expect, msb, run, test


def current(register):
    return {entry["id"]: entry["current"] for entry in listed(register, world().authority.keys)}


def submitted(register, directory, name, *supersedes):
    """A submission of that organisation's, imported; gives its id."""
    folder = directory / f"{name}-{len(list(directory.iterdir()))}"
    folder.mkdir()
    bundle = Bundle(world(), name, manifest=edit(supersedes=list(supersedes)))
    bundle.write(folder)
    [line] = received(register, world().authority.keys, folder)
    assert reasons([line]) == ["imported"], line
    return bundle.id


def two_of_each(register, directory):
    """Two organisations with two submissions each, none of which replaces another."""
    return {name: [submitted(register, directory, name) for _ in range(2)] for name in ("ankeborg", "exempelby")}


@test
def test_S4_what_one_replaces_is_its_own(directory):
    """The attacker names each submission of the victim's as the one that it replaces, and its own."""
    register = world().copy(directory)
    of = two_of_each(register, directory)
    before = {one: current(register)[one] for one in of["ankeborg"]}
    assert sorted(before.values()) == [False, True], before
    for replaced in (*of["ankeborg"], of["exempelby"][1]):
        submitted(register, directory, "exempelby", replaced)
        now = current(register)
        assert {one: now[one] for one in of["ankeborg"]} == before, (replaced, now)
        assert [is_it for one, is_it in now.items() if one not in before].count(True) == 1, now
        assert replaced in before or not now[replaced], now


@test
def test_S4_what_is_chosen_is_of_one_organisation(directory):
    register = world().copy(directory)
    of = two_of_each(register, directory)
    for name, other in (("ankeborg", "exempelby"), ("exempelby", "ankeborg")):
        for chosen, left in ((0, 1), (1, 0), (0, 1)):
            before = current(register)
            expect(msb("choose", "-r", register, "-k", world().authority.keys, of[name][chosen]), 0)
            now = current(register)
            assert now[of[name][chosen]] and not now[of[name][left]], now
            assert all(now[one] == before[one] for one in of[other]), now
            shown = json.loads(expect(msb("show", "-r", register, "-k", world().authority.keys, of[name][chosen], "--json"), 0).out)
            assert shown["current"] is True, shown


run()
