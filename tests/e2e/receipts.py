"""The way back: the authority puts each organisation's receipts into its own folder, and the organisation reads a whole
folder, takes what is its own and sums up."""
import json
import os
import shutil

from parties import enrol, flipped, make_running_register, mode, own, receive, seal
from sigill_test import expect, flat, msb, refused, run, sigill, test, tree, unchanged

UMASK = os.umask(0)
os.umask(UMASK)
ANKEBORG, EXEMPELBY, GASEBORG = "212999-0004", "212999-0012", "212999-0020"


def world(directory):
    """Two organisations whose bundles are imported, one of which was revoked and sent another one since, and one that is
    not enrolled."""
    register, keys, parties = make_running_register(directory, strangers=("gaseborg",))
    medium = directory / "medium"
    medium.mkdir()
    for name in ("ankeborg", "exempelby", "gaseborg"):
        seal(directory, name, medium / f"{name}.sigill")
    where = ["-r", register, "-k", keys]
    expect(receive(register, keys, medium), 1)
    expect(msb("revoke", *where, ANKEBORG, "--reason", "bytt dator", "--yes"), 0)
    expect(receive(register, keys, seal(directory, "ankeborg", directory / "second.sigill")), 1)
    return where, parties


def handed_out(out):
    """{folder: how many receipts}."""
    return {folder.name: len(list(folder.iterdir())) for folder in sorted(out.iterdir())}


def short(text):
    """The short digest that `seal` or `inspect` says."""
    return json.loads(text)["short"]


# ---- the authority ----

@test
def every_organisation_gets_its_own(directory):
    where, _ = world(directory)
    out = directory / "out"
    result = expect(msb("receipts", *where, "--all", "-o", out), 0, err="")
    assert handed_out(out) == {ANKEBORG: 2, EXEMPELBY: 1, "unknown-senders": 1}, handed_out(out)
    modes = {mode(path) for path in out.rglob("*")}
    assert modes == {0o777 & ~UMASK, 0o666 & ~UMASK}, modes
    for said in (f"{out}/{ANKEBORG}: 2 written", f"{out}/{EXEMPELBY}: 1 written", f"{out}/unknown-senders: 1 written"):
        assert said in " ".join(result.out.split()), result
    digest = short(expect(sigill("inspect", directory / "medium/exempelby.sigill", "--json"), 0).out)
    assert [path.name for path in (out / EXEMPELBY).iterdir()] == [f"{digest}.kvittens"]
    before = tree(out)
    again = expect(msb("receipts", *where, "--all", "-o", out), 0, err="")
    assert "0 written, 2 lay there already" in " ".join(again.out.split()), again
    unchanged(out, before)


@test
def only_who_is_asked_for_gets_them(directory):
    where, _ = world(directory)
    for place, (words, folders) in enumerate([
            ([ANKEBORG], {ANKEBORG: 2}), (["2129990012"], {EXEMPELBY: 1}), (["ankeborgs KOMMUN"], {ANKEBORG: 2}),
            (["exempel"], {EXEMPELBY: 1}), (["exempelby kommun"], {EXEMPELBY: 1}), (["kommun"], {ANKEBORG: 2, EXEMPELBY: 1}), ([EXEMPELBY, ANKEBORG], {ANKEBORG: 2, EXEMPELBY: 1})]):
        out = directory / f"out{place}"
        expect(msb("receipts", *where, *words, "-o", out), 0)
        assert handed_out(out) == folders, (words, handed_out(out))
    said = json.loads(expect(msb("receipts", *where, EXEMPELBY, "-o", directory / "json", "--json"), 0).out)
    assert [(one["number"], one["organisation"], one["new"]) for one in said] == [(EXEMPELBY, "Exempelby kommun", True)], said
    for words, status, told in (([], 2, "--all"), ([ANKEBORG, "--all"], 2, "--all"), (["Nyköping"], 1, "no enrolled"),
                                ([GASEBORG], 1, "no organisation of this number")):
        refused(msb("receipts", *where, *words, "-o", directory / "none"), status, told)
        assert not (directory / "none").exists()


@test
def a_name_that_may_be_several_is_asked_about(directory):
    where, _ = world(directory)
    result = refused(msb("receipts", *where, "kommu", "-o", directory / "out"), 1, "may be several", ANKEBORG, EXEMPELBY)
    assert not (directory / "out").exists(), result


@test
def a_later_word_replaces_an_earlier_one_and_nothing_else(directory):
    where, parties = world(directory)
    out, register = directory / "out", directory / "register"
    expect(msb("receipts", *where, "--all", "-o", out), 0)
    expect(enrol(register, directory / "msb", own(parties[2])), 0)
    expect(msb("receive", *where, "--retry"), 1)
    expect(msb("receipts", *where, GASEBORG, "-o", out), 0)
    assert handed_out(out) == {ANKEBORG: 2, EXEMPELBY: 1, GASEBORG: 1, "unknown-senders": 1}, handed_out(out)
    # Both lie on the stick now, of the same bundle: the later one counts.
    both = expect(sigill("receipt", out / "unknown-senders", out / GASEBORG, "-k", parties[2]), 0, err="")
    assert flat(both.out).endswith("For bundles of these keys: 1 imported. Passed over: 1 that a later one replaces."), both
    earlier, = (out / "unknown-senders").iterdir()
    later, = (out / GASEBORG).iterdir()
    kept = later.read_bytes()
    shutil.copy(earlier, later)
    expect(msb("receipts", *where, GASEBORG, "-o", out), 0, out_has="1 written")
    assert later.read_bytes() == kept
    for other in (b"not a receipt", next((out / EXEMPELBY).iterdir()).read_bytes()):
        later.write_bytes(other)
        result = refused(msb("receipts", *where, GASEBORG, "-o", out), 3, str(later), "left as it is")
        assert later.read_bytes() == other, result


# ---- the organisation ----

@test
def a_folder_is_read_and_the_own_are_picked(directory):
    where, (ankeborg, exempelby, _) = world(directory)
    out = directory / "out"
    expect(msb("receipts", *where, "--all", "-o", out), 0)
    result = expect(sigill("receipt", out, "-k", ankeborg), 1, err="")
    assert result.out.count("Imported by MSB") == 1 and result.out.count("Refused by MSB") == 1, result
    summed = " ".join(result.out.split())
    assert "For bundles of these keys: 1 imported, 1 refused. Passed over: 2 for bundles that were not sealed with these keys." in summed and "it may count instead: read the receipts with those keys too." in summed and " 0 " not in summed, result
    result = expect(sigill("receipt", out / EXEMPELBY, "-k", exempelby), 0, err="")
    assert "For bundles of these keys: 1 imported." in flat(result.out) and "Passed over" not in result.out and "may count instead" not in result.out, result
    assert "this one counts" not in result.out, result
    said = json.loads(expect(sigill("receipt", out, "-k", exempelby, "--json"), 0, err="").out)
    assert [(one["verdict"], one["known"]) for one in said] == [("imported", True)], said
    files = [str(path) for path in sorted(out.rglob("*.kvittens"))]
    expect(sigill("receipt", *files, "-k", exempelby), 0, err="", out_has="Imported by MSB")


@test
def what_cannot_be_relied_on_hinders_nothing_beside_it(directory):
    where, (_, exempelby, _) = world(directory)
    out = directory / "out"
    expect(msb("receipts", *where, EXEMPELBY, "-o", out), 0)
    receipt, = (out / EXEMPELBY).iterdir()
    flipped(receipt, out / "flipped.kvittens", -1600)
    (out / "rubbish.kvittens").write_text("kvittens\n")
    (out / "notes.txt").write_text("not read\n")
    os.symlink(receipt, out / "link.kvittens")
    result = expect(sigill("receipt", out, "-k", exempelby), 1, out_has=["Imported by MSB", "For bundles of these keys: 1 imported."])
    assert "rubbish.kvittens" in result.err and "flipped.kvittens" in result.err and "link" not in result.err, result
    assert "2 that cannot be relied on or read" in " ".join(result.out.split()), result


@test
def what_was_sealed_last_is_missed(directory):
    where, (_, exempelby, _) = world(directory)
    out = directory / "out"
    expect(msb("receipts", *where, EXEMPELBY, "-o", out), 0)
    later = short(expect(sigill("seal", directory / "exempelby.json", "-k", exempelby, "--yes", "--json", "-o",
                                directory / "later.sigill"), 0).out)
    result = expect(sigill("receipt", out, "-k", exempelby), 0, err="")
    assert "no receipt here for what was sealed last" in " ".join(result.out.split()) and later in result.out, result
    empty = directory / "empty"
    empty.mkdir()
    expect(sigill("receipt", empty, "-k", exempelby), 1, err="", out_has="For bundles of these keys: none.")
    refused(sigill("receipt", directory / "nowhere", "-k", exempelby), 3, "nowhere")


run()
