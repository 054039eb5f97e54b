"""What a version wrote, today's programs open, with the same result (tests/vectors/own; docs/format.md). Of JSON each member that was
there is there, with its value: more may come."""
import json
import shutil
import tarfile
from pathlib import Path

from formkit import chromium, opened, saved
from goldenkit import COMMANDS, NUMBER, OWN, REGISTER, SECRET, Golden, promised
from parties import make_keys, own, told
from sigill_test import expect, run, test

VERSIONS = sorted(path for path in OWN.iterdir() if (path / "clock").exists())
# What is said to people, and what is read out of catalogues and questionnaires that are built in, which are corrected.
MAY_DIFFER = {"message", "support", "recommendations", "topic", "title"}


def lacks(old, new, place=""):
    """Where the new value has not all that the old one has; "" if nowhere."""
    if isinstance(old, dict) and isinstance(new, dict):
        missing = [f"{place}.{key}: gone" for key in old if key not in new]
        return missing + [found for key in old if key in new and key not in MAY_DIFFER for found in lacks(old[key], new[key], f"{place}.{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [found for i, (was, now) in enumerate(zip(old, new)) for found in lacks(was, now, f"{place}[{i}]")]
    return [] if old == new and isinstance(old, bool) == isinstance(new, bool) else [f"{place}: {new!r}, not {old!r}"]


def expected(version, command):
    return json.loads((version / "expected" / f"{command}.json").read_text(encoding="utf-8"))


@test
def test_what_is_said_of_each_file_is_what_was_said(directory):
    assert VERSIONS
    for version in VERSIONS:
        for command in COMMANDS:
            old, new = expected(version, command), Golden(version, directory / command).says(command)
            assert not lacks(old, new) and old["written"] == new["written"], (version.name, command, lacks(old, new)[:5])


@test
def test_subcommands_options_and_reason_codes_stay(_):
    now = promised()
    for version in VERSIONS:
        then = json.loads((version / "names.json").read_text(encoding="utf-8"))
        assert min(map(len, then["subcommands"].values())) > 20 and len(then["reasons"]) > 30, version.name
        gone = [f"{name} {one} {option}" for name, subcommands in then["subcommands"].items() for one, options in subcommands.items()
                for option in (options if one in now["subcommands"][name] else [""]) if option not in now["subcommands"][name].get(one, [])]
        assert not gone and not set(then["reasons"]) - set(now["reasons"]), (version.name, gone, set(then["reasons"]) - set(now["reasons"]))


@test
def test_a_changed_expectation_is_noticed(directory):
    """The comparison itself: a value, a member and a row that differ are each told of; one more member is not."""
    [version, *_] = VERSIONS
    said = expected(version, "answers-score")
    for change in (lambda value: value.update(points=value["points"] + 1), lambda value: value.pop("level"),
                   lambda value: value["questions"].pop(), lambda value: value["questions"][3].update(points=-1)):
        new = json.loads(json.dumps(said))
        change(new["json"])
        assert lacks(said, new), new
    assert not lacks(said, {**said, "more": 1})


@test
def test_the_register_goes_on(directory):
    """It takes what today's program seals with the keys of then, and answers it."""
    for version in VERSIONS:
        then = Golden(version, directory / version.name)
        said = json.loads(expect(then.run("sigill", "seal", "answers.json", "-k", "ankeborg", "--yes", "--json", "--clock-is-right", "-o", "next.sigill", *SECRET), 0).out)
        line = json.loads(expect(then.run("sigill-msb", "receive", *REGISTER, "--json", "--clock-is-right", "next.sigill"), 0).out)
        assert line["verdict"] == "imported" and line["id"] == said["id"], line
        expect(then.run("sigill-msb", "feedback", NUMBER, *REGISTER, "--clock-is-right", "-o", "sent"), 0)
        expect(then.run("sigill", "open", f"sent/{NUMBER}.sigill", "-k", "ankeborg", "-o", "answered", *SECRET), 0)
        expect(then.run("sigill-msb", "audit", *REGISTER), 0)
        expect(then.run("sigill-msb", "fsck", *REGISTER), 0)
        expect(then.run("sigill-msb", "restore", "copy", "-r", "restored", "-k", "msb", "--accept-older", "--yes", "--clock-is-right"), 0)


@test
def test_who_begins_today_takes_the_files_of_then(directory):
    """A register and a key directory of today: card, kit and bundle of then, by the fingerprints of then."""
    for version in VERSIONS:
        then = Golden(version, directory / version.name)
        prints = {name: expected(version, f"card{name}")["json"]["fingerprint_text"] for name in ("", "-authority")}
        assert prints[""] == told(then.directory / "ankeborg.card") and prints["-authority"] == told(then.directory / "msb.card")
        make_keys(then.directory / "new")
        expect(then.run("sigill", "trust", "msb.card", "--fingerprint", prints["-authority"], "-k", "new"), 0)
        expect(then.run("sigill", "trust", "round.kit", "--yes", "-k", "new"), 0)
        assert (then.directory / "new/kit/kit.json").exists()
        shutil.rmtree(then.directory / "msb/heads")
        begun = ("-r", "begun", "-k", "msb", "--clock-is-right")
        expect(then.run("sigill-msb", "init", "-r", "begun", "-k", "msb"), 0)
        expect(then.run("sigill-msb", "enrol", *begun, "ankeborg.card", "--fingerprint", prints[""]), 0)
        line = json.loads(expect(then.run("sigill-msb", "receive", *begun, "--json", "answers.sigill"), 0).out)
        assert line["verdict"] == "imported" and line["id"] == expected(version, "bundle-again")["json"]["id"], line


@test
def test_the_page_saves_what_it_holds(directory):
    """In a browser of today."""
    for version in VERSIONS:
        then = Golden(version, directory / version.name)
        with chromium() as browser:
            path = saved(opened(browser, then.directory / "answers.html"), then.directory)
        assert json.loads(Path(path).read_text(encoding="utf-8")) == json.loads((then.directory / "answers.json").read_text(encoding="utf-8"))


@test
def test_every_kind_of_file_is_there(directory):
    """Nothing that a version promises (CHANGELOG.md) is without its golden file."""
    for version in VERSIONS:
        then = Golden(version, directory / version.name).directory
        for name, head in (("answers.sigill", b"age-encryption.org/v1\n"), ("feedback.sigill", b"age-encryption.org/v1\n"),
                           ("answers.xlsx", b"PK"), ("plan.xlsx", b"PK"), ("answers.html", b"<!DOCTYPE html>")):
            assert (then / name).read_bytes().startswith(head), name
        for name, kind in (("ankeborg.card", "card"), ("msb.card", "card"), ("imported.kvittens", "receipt"), ("refused.kvittens", "receipt"),
                           ("round.kit", "kit"), ("register/register.head", "head"), ("copy/register.head", "head")):
            with tarfile.open(then / name) as frame:
                assert json.load(frame.extractfile(f"{kind}.json"))["format"] == f"sigill-{kind}/1", name
        assert own(then / "ankeborg").exists() and list((then / "msb/heads").glob("*.head")) and (then / "register/register.db").exists()


run()
