"""The main job at the authority, through the programs: receive, list, show, extract, choose."""
import contextlib
import fcntl
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tarfile
import time
from pathlib import Path

from bundlekit import Bundle, Party, age, digest, edit, imports, is_static, listed, preload, receive, refuses, world
from sigill_test import expect, msb, refused, run, sigill, skip_unless, test, tree, unchanged

PASSPHRASE = "sju små mörka moln"
RECEIVED = {"file", "container", "id", "verdict", "reason", "organisation", "sealed", "message", "recorded", "notes", "card",
            "current", "unclear", "lapsed"}
LISTED = {"id", "organisation", "number", "group", "edition", "period", "created", "imported", "current", "unclear", "level",
          "points", "chosen", "suspect"}
SHOWN = {"id", "organisation", "number", "group", "created", "imported", "sealed", "supersedes", "arrived", "reference",
         "marking", "current", "unclear", "revoked", "chosen", "suspect", "score", "answers", "attachments"}
DAY = 86400


def at(register):
    return ["-r", register, "-k", world().authority.keys]


def seal(party, directory, *options, **members):
    """What `seal --json` says of a bundle in directory."""
    directory.mkdir(exist_ok=True)
    answers = world().answers_file(party, world().directory, **members)
    result = expect(sigill("seal", answers, "-k", party.keys, "--yes", "-o", directory, "--json", *options), 0)
    return json.loads(result.out)


def receipt(register, sealed):
    """The receipt of a sealed file: its record, once stock tools have verified it."""
    path = register / "receipts" / f"{sealed}.kvittens"
    with tarfile.open(path) as frame:
        assert frame.getnames() == ["receipt.json", "receipt.json.minisig"]
        text = frame.extractfile("receipt.json").read()
        signature = frame.extractfile("receipt.json.minisig").read()
    kept = register.parent / "receipt.json"
    kept.write_bytes(text)
    Path(f"{kept}.minisig").write_bytes(signature)
    comment = subprocess.run(["minisign", "-V", "-Q", "-p", world().authority.keys / "sign.pub", "-m", kept],
                             check=True, stdout=subprocess.PIPE).stdout.decode()
    assert comment == f"sigill-receipt/1 {sealed}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return json.loads(text)


def verdict(result):
    """The one line of a receive."""
    [line] = result.lines
    assert set(line) == RECEIVED, line
    return line["verdict"], line["reason"]


def sql(register, statement):
    with contextlib.closing(sqlite3.connect(register / "register.db")) as database:
        return database.execute(statement).fetchall()


# ---- the main job ----

@test
def test_two_organisations_are_received_listed_shown_and_extracted(directory):
    register, medium = world().copy(directory), directory / "medium"
    report = directory / "rapport å.pdf"
    report.write_bytes(os.urandom(300000))
    first = seal(world().ankeborg, medium, "--attach", report, "--supersedes", "none")
    second = seal(world().exempelby, medium / "exempelby")
    before = tree(medium)
    result = expect(receive(world(), register, medium, options=["--arrived", "2026-11-20", "--reference", "MSB 2026-17"]), 0,
                    err_has="imported: 2, refused: 0, failed: 0, left aside: 0")
    unchanged(medium, before)
    assert [set(line) for line in result.lines] == [RECEIVED] * 2
    lines = {line["id"]: line for line in result.lines}
    assert lines[first["id"]] == {
        "file": first["file"], "container": None, "id": first["id"], "verdict": "imported", "reason": None, "sealed": first["sealed"],
        "organisation": {"name": "Ankeborgs kommun", "number": "212999-0004"}, "message": None, "recorded": True, "notes": [],
        "card": None, "current": True, "unclear": False, "lapsed": None}

    entries = {entry["id"]: entry for entry in listed(world(), register)}
    assert [set(entry) for entry in entries.values()] == [LISTED] * 2 and set(entries) == {first["id"], second["id"]}
    score = world().result(world().answers(world().ankeborg))
    entry = entries[first["id"]]
    assert (entry["organisation"], entry["number"], entry["group"]) == ("Ankeborgs kommun", "212999-0004", "kommun")
    assert (entry["level"], entry["points"], entry["current"]) == (score["level"], score["points"], True)
    assert entry["period"] == {"from": "2019-10-01", "to": "2021-09-30"} and entry["edition"] == "infosakkollen-2021"

    shown = json.loads(expect(msb("show", first["id"], *at(register), "--json"), 0, err="").out)
    assert set(shown) == SHOWN and shown["sealed"] == first["sealed"] and shown["supersedes"] == []
    assert (shown["arrived"], shown["reference"], shown["marking"]) == ("2026-11-20", "MSB 2026-17", "begränsat hemlig")
    assert {key: shown["score"][key] for key in ("level", "points", "measures")} == {
        key: score[key] for key in ("level", "points", "measures")}

    for made in (first, second):
        original = register / "originals" / f"{made['sealed']}.sigill"
        assert original.read_bytes() == Path(made["file"]).read_bytes() and digest(original.read_bytes()) == made["sealed"]
        said = receipt(register, made["sealed"])
        assert said.pop("time") == entries[made["id"]]["imported"]
        assert said == {"format": "sigill-receipt/1", "sealed": made["sealed"], "id": made["id"], "verdict": "imported",
                        "reason": None, "reference": "MSB 2026-17"}
    expect(msb("extract", first["id"], *at(register), "-o", directory / "out"), 0, err="")
    found = tree(directory / "out")
    assert sorted(found) == ["001-rapport_a.pdf", "answers.json", "answers.json.minisig", "manifest.json"]
    assert found["001-rapport_a.pdf"][1] == report.read_bytes()
    expect(sigill("receipt", register / "receipts" / f"{first['sealed']}.kvittens", "-k", world().ankeborg.keys), 0)


@test
def test_texts_for_people(directory):
    register, medium = world().copy(directory), directory / "medium"
    made = seal(world().ankeborg, medium)
    (medium / "broken.sigill").write_bytes(b"age-encryption.org/v1\n-> x\n")
    result = expect(msb("receive", *at(register), medium), 1, out_has=["imported  Ankeborgs kommun ", f"212999-0004  {made['short']}\n",
                                                                     "REFUSED   broken.sigill ", "kept in quarantine"])
    assert "{" not in result.out
    expect(msb("list", *at(register)), 0, err="", out_has=[made["id"][:8], "Ankeborgs kommun", "kommun"])
    expect(msb("show", made["id"][:6], *at(register)), 0, err="", out_has=["Ankeborgs kommun", made["short"]])
    expect(msb("list", *at(world().copy(directory / "empty"))), 0, err="", out_has="holds no submission yet")


@test
def test_with_a_passphrase(directory):
    """The whole way with secrets that are locked, and with a wrong passphrase nothing changes."""
    right, wrong, keys, register = directory / "right", directory / "wrong", directory / "keys", directory / "register"
    for path, text in ((right, PASSPHRASE), (wrong, PASSPHRASE + "!")):
        path.write_text(text + "\n")
        path.chmod(0o600)
    with_keys = ["-r", register, "-k", keys]
    expect(msb("init", *with_keys, "--passphrase-file", right), 0)
    expect(msb("card", "-k", keys, "--name", "MSB", "--passphrase-file", right), 0)
    sender = world().ankeborg
    expect(msb("enrol", *with_keys, sender.keys / "own.card", "--fingerprint", sender.fingerprint,
               "--passphrase-file", right), 0)
    authority = Party(keys)
    bundle = Bundle(world(), recipients=authority.says["recipients"], manifest=edit(recipients=[authority.fingerprint]))
    path = bundle.write(directory / "medium")
    before = tree(register)
    refused(msb("receive", *with_keys, path, "--passphrase-file", wrong), 1, "passphrase")
    refused(msb("receive", *with_keys, path), 3, "passphrase")
    unchanged(register, before)
    expect(msb("receive", *with_keys, path, "--passphrase-file", right), 0)
    refused(msb("list", *with_keys, "--passphrase-file", wrong), 1, "passphrase")
    expect(msb("list", *with_keys, "--passphrase-file", right), 0, out_has=bundle.id[:8])


# ---- the same again ----

@test
def test_S4_received_again_nothing_changes(directory):
    register = world().copy(directory)
    path = Bundle(world()).write(directory / "medium")
    imports(register, path)
    before = tree(register)
    copied = shutil.copy(path, directory / "medium" / "again.sigill")
    result = expect(receive(world(), register, path, copied), 1)
    assert [(line["verdict"], line["reason"]) for line in result.lines] == [("refused", "already-imported")] * 2
    assert all(line["organisation"]["number"] == "212999-0004" for line in result.lines)
    unchanged(register, before)


@test
def test_R1_what_a_run_was_cut_off_from_is_completed(directory):
    """A lost receipt, and a lost original, come again byte for byte; a receipt of an earlier refusal does not stay."""
    register, stranger = world().copy(directory), world().gaseborg
    bundle = Bundle(world(), "gaseborg")
    path, sealed = bundle.write(directory / "medium"), digest(bundle.sealed)
    refuses(register, path, "unknown-sender")
    refusal = (register / "receipts" / f"{sealed}.kvittens").read_bytes()
    world().enrol(stranger, register)
    imports(register, path)
    before = tree(register)
    (register / "receipts" / f"{sealed}.kvittens").unlink()
    refuses(register, path, "already-imported")
    unchanged(register, before)
    (register / "originals" / f"{sealed}.sigill").unlink()
    expect(receive(world(), register, path), 1)
    unchanged(register, before)
    (register / "receipts" / f"{sealed}.kvittens").write_bytes(refusal)
    refuses(register, path, "already-imported")
    unchanged(register, before)


# ---- which one is current ----

@test
def test_a_later_bundle_supersedes(directory):
    register, medium = world().copy(directory), directory / "medium"
    first = seal(world().ankeborg, medium, "--supersedes", "none")
    second = seal(world().ankeborg, medium)
    assert second["supersedes"][0] == first["id"]
    expect(receive(world(), register, second["file"], first["file"]), 0)
    assert {entry["id"]: entry["current"] for entry in listed(world(), register)} == {first["id"]: False, second["id"]: True}
    refused(msb("choose", first["id"], *at(register)), 1, "replaced this submission by a later one")
    listing = expect(msb("list", *at(register)), 0).out
    assert f"{first['id'][:8]} no      Ankeborgs kommun" in listing, listing


@test
def test_the_officer_chooses_among_several(directory):
    register, medium = world().copy(directory), directory / "medium"
    ids = [imports(register, Bundle(world()).write(medium)) for _ in range(3)]
    other = imports(register, Bundle(world(), "exempelby").write(medium))

    def current():
        return [entry["id"] for entry in listed(world(), register) if entry["current"]]
    assert current() == [ids[2], other]
    expect(msb("choose", ids[0], *at(register)), 0, out_has=ids[0])
    assert current() == [ids[0], other]
    expect(msb("choose", ids[1][:12], *at(register)), 0, out_has=ids[1])
    assert current() == [ids[1], other]
    shown = [json.loads(msb("show", name, *at(register), "--json").out)["current"] for name in ids]
    assert shown == [False, True, False]


@test
def test_S4_nobody_supersedes_another_s(directory):
    register, medium = world().copy(directory), directory / "medium"
    victim = imports(register, Bundle(world()).write(medium))
    imports(register, Bundle(world(), "exempelby", manifest=edit(supersedes=[victim])).write(medium))
    assert all(entry["current"] for entry in listed(world(), register))


@test
def test_ids_as_they_are_typed(directory):
    register = world().copy(directory)
    twins = ["abcd1" + "0" * 27, "abcd2" + "0" * 27]
    for identity in twins:
        imports(register, Bundle(world(), id=identity).write(directory / "medium"))
    for typed, text in {"abc": "not an id", "ABCD": "not an id", "abcd": "several submissions", "abce": "no submission has",
                        "abcd%": "not an id", twins[0] + "0": "not an id"}.items():
        # What cannot be an id may be a name.
        text = "no enrolled organisation" if typed == "abcd%" else text
        refused(msb("show", typed, *at(register)), 1, text)
        refused(msb("choose", typed, *at(register)), 1, text)
        refused(msb("extract", typed, *at(register), "-o", directory / "out"), 1, text)
    assert not (directory / "out").exists()
    expect(msb("show", "abcd1", *at(register)), 0)


@test
def test_extract_overwrites_nothing(directory):
    register = world().copy(directory)
    identity = imports(register, Bundle(world()).write(directory / "medium"))
    (directory / "out").mkdir()
    refused(msb("extract", identity, *at(register), "-o", directory / "out"), 3, "exists already")
    assert not any((directory / "out").iterdir())
    refused(msb("extract", identity, *at(register)), 2, "--output")


@test
def test_an_altered_original_is_not_extracted(directory):
    register = world().copy(directory)
    bundle, other = Bundle(world(), attachments=[("a", b"x" * 100000)]), Bundle(world())
    identity = imports(register, bundle.write(directory / "medium"))
    original = register / "originals" / f"{digest(bundle.sealed)}.sigill"
    for content, text in ((bundle.sealed[:-1] + bytes([bundle.sealed[-1] ^ 1]), ""), (other.sealed, "not the bundle")):
        original.write_bytes(content)
        refused(msb("extract", identity, *at(register), "-o", directory / "out"), 1, text)
        assert not (directory / "out").exists()


@test
def test_S2_another_file_than_the_one_that_was_imported_is_hashed_before_it_is_inflated(directory):
    """Sealed anew it is the same submission; with another payload, by whoever has the keys, it is not, though it inflates to it."""
    register = world().copy(directory)
    bundle = Bundle(world(), attachments=[("a", os.urandom(2 << 20))])
    identity = imports(register, bundle.write(directory / "medium"))
    original = register / "originals" / f"{digest(bundle.sealed)}.sigill"
    extract = ["extract", identity, *at(register), "-o"]
    expect(msb(*extract, directory / "first"), 0)
    original.write_bytes(age(world().authority.says["recipients"], bundle.frame))
    expect(msb(*extract, directory / "anew"), 0)
    unchanged(directory / "anew", tree(directory / "first"))
    payload = 512 + 8  # a byte of gzip's header that says nothing of the content
    for place, text in ((payload, "what the signed manifest promises"), (len(bundle.frame) - 1, "it was cut or changed")):
        frame = bundle.frame[:place] + bytes([bundle.frame[place] ^ 1]) + bundle.frame[place + 1:]
        original.write_bytes(age(world().authority.says["recipients"], frame))
        refused(msb(*extract, directory / "out"), 1, text)
        assert not (directory / "out").exists()


@test
def test_a_large_bundle_is_judged_as_any_other(directory):
    """It is opened while it is copied; what is known, cut or changed in it is found all the same."""
    register = world().copy(directory)
    bundle = Bundle(world(), attachments=[("scan.pdf", os.urandom(3 << 20))])
    path = bundle.write(directory / "medium")
    for place in (len(bundle.sealed) - 1, 2 << 20, 200000):
        content = bundle.sealed[:place] + bytes([bundle.sealed[place] ^ 1]) + bundle.sealed[place + 1:]
        (directory / "changed").write_bytes(content)
        refuses(register, directory / "changed", "damaged")
    (directory / "cut").write_bytes(bundle.sealed[:2 << 20])
    refuses(register, directory / "cut", "damaged")
    (directory / "foreign").write_bytes(age(world().exempelby.says["recipients"], bundle.frame))
    refuses(register, directory / "foreign", "not-for-us")
    identity = imports(register, path)
    refuses(register, path, "already-imported")
    expect(msb("fsck", *at(register)), 0)
    expect(msb("extract", identity, *at(register), "-o", directory / "out"), 0)
    assert [found.read_bytes() for found in (directory / "out").glob("001-*")] == [bundle.attachments[0][1]]


# ---- what stands in the way ----

@test
def test_without_a_register_or_keys(directory):
    register = world().copy(directory)
    path = Bundle(world()).write(directory / "medium")
    keys = world().authority.keys
    refused(msb("receive", "-r", directory / "none", "-k", keys, path), 3, "there is no register here")
    refused(msb("receive", "-r", register, "-k", directory / "none", path), 3, "there are no keys here")
    refused(msb("receive", "-k", keys, path), 2, "--register")
    refused(msb("receive", *at(register)), 2, "PATH")
    refused(msb("receive", *at(register), "--arrived", "20/11", path), 2, "YYYY-MM-DD")
    refused(msb("receive", *at(register), "--reference", "a\nb", path), 2, "plain text")
    expect(msb("receive", *at(register), directory / "none.sigill"), 3, out_has=["FAILED    none.sigill\n", "cannot be opened"])
    assert not (directory / "none").exists() and listed(world(), register) == []


@test
def test_another_s_keys_do_not_open_the_register(directory):
    register = world().copy(directory)
    path = Bundle(world()).write(directory / "medium")
    before = tree(register)
    refused(msb("receive", "-r", register, "-k", world().ankeborg.keys, path), 1)
    refused(msb("list", "-r", register, "-k", world().ankeborg.keys), 1)
    unchanged(register, before)


@test
def test_one_writer_at_a_time(directory):
    register = world().copy(directory)
    path = Bundle(world()).write(directory / "medium")
    with open(register / "register.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused(msb("receive", *at(register), path), 3, "another sigill-msb is writing")
        refused(msb("choose", "abcd", *at(register)), 3, "another sigill-msb is writing")
        assert listed(world(), register) == []
    imports(register, path)


@test
def test_one_bad_bundle_stops_no_other(directory):
    register, medium = world().copy(directory), directory / "medium"
    Bundle(world(), sealed=lambda sealed: sealed[:-1]).write(medium, "1.sigill")
    good = Bundle(world()).write(medium, "2.sigill")
    (medium / "3.sigill").write_bytes(b"")
    Bundle(world(), "exempelby").write(medium, "4.sigill")
    result = expect(receive(world(), register, medium), 1, err_has="imported: 2, refused: 2, failed: 0")
    assert [line["verdict"] for line in result.lines] == ["refused", "imported", "refused", "imported"]
    assert result.lines[1]["file"] == str(good)


@test
def test_what_else_lies_in_a_folder_is_told_and_left(directory):
    """Only what begins as a bundle, or is called one, is taken; links, pipes and devices are not followed, opened or waited for."""
    register, medium = world().copy(directory), directory / "medium"
    outside = Bundle(world()).write(directory / "outside", "secret.sigill")
    (medium / "a").mkdir(parents=True)
    inner = Bundle(world(), "exempelby").write(medium / "a" / "b")
    (medium / "readme.txt").write_text("x")
    (medium / "link.sigill").symlink_to(outside)
    (medium / "folder").symlink_to(outside.parent)
    os.mkfifo(medium / "pipe.sigill")
    started = time.monotonic()
    result = expect(receive(world(), register, medium), 0, err_has=["imported: 1", "left aside: 4"])
    assert [line["file"] for line in result.lines] == [str(inner)] and time.monotonic() - started < 30
    for name in ("readme.txt", "link.sigill", "folder", "pipe.sigill"):
        assert f"{name}\n" in result.err, (name, result.err)
    empty = directory / "empty"
    empty.mkdir()
    refused(msb("receive", *at(register), empty), 1, "there is no bundle there")


@test
def test_what_is_no_regular_file_is_refused_at_once(directory):
    register = world().copy(directory)
    os.mkfifo(directory / "pipe.sigill")
    (directory / "link.sigill").symlink_to("pipe.sigill")
    for hostile in ("/dev/zero", "/dev/tty", directory / "link.sigill", directory / "pipe.sigill"):
        started = time.monotonic()
        result = expect(receive(world(), register, hostile), 3, err_has="failed: 1")
        assert verdict(result) == ("refused", "io-error") and time.monotonic() - started < 30, result
    assert listed(world(), register) == [] and not any((register / "incoming").iterdir())


@test
def test_names_cannot_move_the_terminal(directory):
    register, medium = world().copy(directory), directory / "medium"
    Bundle(world()).write(medium, "a\x1b[2J\u202e.sigill")
    (medium / os.fsdecode(b"b\xff.sigill")).write_bytes(b"x")
    (medium / "c\x1b]0;x\x07.txt").write_text("x")
    for options in ([], ["--json"]):
        result = expect(msb("receive", *at(register), medium, *options), 1)
        shown = json.loads(result.out.splitlines()[0])["file"] if options else result.out
        assert not any(character in shown + result.err for character in "\x1b\x07\u202e"), result
    pipe = directory / os.fsdecode(b"d\x1b\xff.sigill")
    os.mkfifo(pipe)
    result = expect(receive(world(), register, pipe), 3)
    assert verdict(result) == ("refused", "io-error") and "\x1b" not in result.lines[0]["message"]


# ---- what strangers can fill ----

@test
def test_one_run_records_so_much_of_strangers(directory):
    """1003 files of 26 bytes, and among the last a bundle, which is taken all the same."""
    register, medium = world().copy(directory), directory / "medium"
    medium.mkdir()
    for number in range(1003):
        (medium / f"{number:04}.sigill").write_bytes(b"age-encryption.org/v1\n%04d" % number)
    bundle = Bundle(world())
    bundle.write(medium, "1001x.sigill")
    result = expect(receive(world(), register, medium, env=preload("no_sync")), 1,
                    err_has=["imported: 1, refused: 1003,", "neither kept nor recorded: 3 of"])
    assert [Path(line["file"]).stem for line in result.lines if not line["recorded"]] == ["1000", "1001", "1002"]
    assert {line["reason"] for line in result.lines if line["verdict"] == "refused"} == {"damaged"}
    assert [line["id"] for line in result.lines if line["verdict"] == "imported"] == [bundle.id]
    for place, count in (("quarantine", 1000), ("receipts", 1001), ("originals", 1)):
        assert len(list((register / place).iterdir())) == count, place
    assert sql(register, "SELECT count(*) FROM refusals") == [(1000,)]
    expect(msb("fsck", *at(register)), 0)


# ---- who may send ----

@test
def test_an_unknown_sender_is_kept_until_it_is_enrolled(directory):
    register = world().copy(directory)
    bundle = Bundle(world(), "gaseborg")
    path, sealed = bundle.write(directory / "medium"), digest(bundle.sealed)
    result = refuses(register, path, "unknown-sender")
    assert result.lines[0]["id"] is None and result.lines[0]["organisation"] is None
    kept = register / "quarantine" / f"{sealed}.sigill"
    assert kept.read_bytes() == bundle.sealed
    assert {key: value for key, value in receipt(register, sealed).items() if key != "time"} == {
        "format": "sigill-receipt/1", "sealed": sealed, "id": None, "verdict": "refused", "reason": "unknown-sender",
        "reference": ""}
    refuses(register, path, "unknown-sender")
    assert len(list((register / "quarantine").iterdir())) == 1
    world().enrol(world().gaseborg, register)
    assert imports(register, kept) == bundle.id
    assert not any((register / "quarantine").iterdir()) and sql(register, "SELECT * FROM refusals") == []
    assert receipt(register, sealed)["verdict"] == "imported"


@test
def test_a_revoked_sender_is_refused(directory):
    register, medium = world().copy(directory), directory / "medium"
    earlier = imports(register, Bundle(world()).write(medium))
    expect(msb("revoke", *at(register), "212999-0004", "--reason", "Nyckeln är borta", "--yes"), 0)
    result = refuses(register, Bundle(world()).write(medium), "revoked-key")
    assert "Nyckeln är borta" in result.lines[0]["message"] and result.lines[0]["organisation"]["number"] == "212999-0004"
    assert json.loads(msb("show", earlier, *at(register), "--json").out)["revoked"] is True
    expect(msb("extract", earlier, *at(register), "-o", directory / "out"), 0)
    imports(register, Bundle(world(), "exempelby").write(medium))


@test
def test_a_card_holds_on_its_days_only(directory):
    """By the authority's clock, whatever day the manifest claims."""
    skip_unless(not is_static(), "no other clock can be preloaded in a static program")
    medium, now = directory / "medium", time.time()
    until = time.strftime("%Y-%m-%d", time.gmtime(now + 10 * DAY))
    short = world().organisation(directory / "short", "Region Kort", "232999-0010", "region", "--valid-until", until)
    world().short = short
    path = Bundle(world(), "short").write(medium)

    def received(days, status):
        """In a register of its own: a clock that was ahead may not go back in the same."""
        register = world().copy(directory / str(days))
        world().enrol(short, register)
        clock = preload("fake_clock", FAKE_CLOCK=int(now + days * DAY))
        return register, expect(receive(world(), register, path, env=clock), status)

    register, result = received(11, 1)
    assert verdict(result) == ("refused", "expired-key") and result.lines[0]["organisation"]["name"] == "Region Kort", result
    assert listed(world(), register) == []
    register, result = received(3000, 1)
    assert "the authority's own card is not valid today" in result.err and listed(world(), register) == [], result
    register, result = received(-2, 3)
    assert "the clock of this machine" in result.err and listed(world(), register) == [], result
    register, _ = received(10, 0)
    entry = json.loads(msb("list", *at(register), "--json").out)[0]
    assert entry["imported"].startswith(until)


# ---- example keys (S10) ----

def example(name, directory):
    keys = Path(shutil.copytree(Path("keys-example") / name, directory / name))
    subprocess.run(["chmod", "-R", "go=", keys], check=True)
    return keys


@test
def test_S10_example_keys_are_refused_and_mark_a_register(directory):
    register, keys, allow = directory / "register", example("msb", directory), "--allow-example-keys"
    with_keys = ["-r", register, "-k", keys]
    refused(msb("init", *with_keys), 1, "example keys")
    assert not register.exists()
    expect(msb("init", *with_keys, allow), 0)
    for command in (["receive", directory], ["list"], ["show", "abcd"], ["extract", "abcd", "-o", directory / "x"], ["choose", "abcd"]):
        refused(msb(command[0], *with_keys, *command[1:]), 1, "example keys")
    expect(msb("list", *with_keys, allow), 0, out_has="DEMO")


@test
def test_S10_example_keys_that_open_nothing_mark_nothing(directory):
    """A real register is not marked by a mistyped command."""
    register, keys = world().copy(directory), example("msb", directory)
    refused(msb("list", "-r", register, "-k", keys), 1, "example keys")
    expect(msb("list", "-r", register, "-k", keys, "--allow-example-keys"), 1, out="")
    assert sql(register, "SELECT demo FROM meta") == [(0,)]
    assert "DEMO" not in expect(msb("list", *at(register)), 0).out


run()
