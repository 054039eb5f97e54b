"""File names that are not UTF-8: what a subcommand says of them is JSON all the same, and nothing is left out."""
import json
import os
import shutil
import subprocess

from parties import make_running_register, own, seal
from roundkit import make_round, number_of
from sigill_test import expect, msb, run, sigill, test

LATIN = b"r\xe4ksm\xf6rg\xe5s"  # as a stick from an older machine has it
SHOWN = "r\ufffdksm\ufffdrg\ufffds"


def foreign(directory, suffix=""):
    return os.fsencode(directory) + b"/" + LATIN + suffix.encode()



def call(program, *parts):
    return program(*(os.fsdecode(part) if isinstance(part, bytes) else part for part in parts))


def says(result, status=0):
    return json.loads(expect(result, status).out)


@test
def test_seal_inspect_and_open(directory):
    _, authority, _ = make_running_register(directory)
    path = foreign(directory, ".sigill")
    sealed = says(call(sigill, "seal", directory / "ankeborg.json", "-k", directory / "ankeborg", "--yes", "--json", "-o",
                       path))
    assert sealed["file"] == f"{directory}/{SHOWN}.sigill", sealed
    seen = says(call(sigill, "inspect", "--json", path))
    assert seen["file"] == sealed["file"] and seen["sealed"] == sealed["sealed"], seen


@test
def test_receive_feedback_and_open(directory):
    register, authority, keys = make_round(directory, {"kommun": 6})
    folder, into = foreign(directory), foreign(directory, "-opened")
    os.mkdir(folder)
    shutil.copy(next((directory / "medium").iterdir()), os.fsdecode(folder))
    line = says(call(msb, "receive", "-r", register, "-k", authority, "--json", folder), 1)
    assert line["file"].startswith(f"{directory}/{SHOWN}/") and line["reason"] == "already-imported", line
    made, = says(call(msb, "feedback", "-r", register, "-k", authority, number_of(0), "--json", "-o", into))
    assert made["file"] == f"{directory}/{SHOWN}-opened/{number_of(0)}.sigill", made
    opened = says(call(sigill, "open", into + f"/{number_of(0)}.sigill".encode(), "-k", keys[0], "--json", "-o",
                       foreign(directory, "-out")))
    assert opened["directory"] == f"{directory}/{SHOWN}-out", opened


@test
def test_fsck_and_doctor(directory):
    register, authority, _ = make_running_register(directory)
    stray = os.fsencode(register / "originals") + b"/" + LATIN
    with open(stray, "wb"):
        pass
    checked = json.loads(call(msb, "fsck", "-r", register, "-k", authority, "--json").out)
    assert [found["subject"] for found in checked["leftovers"]] == ["originals/r?ksm?rg?s"], checked
    keys = foreign(directory, "-keys")
    os.rename(authority, keys)
    looked = call(msb, "doctor", "-r", register, "-k", keys, "--json")
    assert looked.status in (0, 1) and json.loads(looked.out), looked


# ---- what moves a terminal, begins a line of its own, or is cut ----

MOVES = b"r\xe4k\x1b[2J\x1b[31m\nsigill: all is well"


def says_nothing_raw(result):
    """No escape, no line of its own, and UTF-8 throughout (the run decodes it)."""
    assert "\x1b" not in result.out + result.err, result
    assert not any(line.startswith("sigill: all is well") for line in (result.out + result.err).splitlines()), result
    return result


@test
def test_inspect_and_open_show_no_name_raw(directory):
    _, authority, keys = make_round(directory, {"kommun": 6})
    path, into = os.fsencode(directory) + b"/" + MOVES, os.fsencode(directory) + b"/into" + MOVES
    shutil.copy(next((directory / "medium").iterdir()), path)
    says_nothing_raw(expect(call(sigill, "inspect", path), 0))
    made, = says(call(msb, "feedback", "-r", directory / "register", "-k", authority, number_of(0), "--json", "-o",
                      directory / "out"))
    os.rename(made["file"], path)
    opened = says_nothing_raw(expect(call(sigill, "open", path, "-k", keys[0], "-o", into), 0))
    assert "Written into" in opened.out and os.path.isdir(into), opened
    for words in ("inspect", "open"):
        more = [] if words == "inspect" else ["-k", keys[0], "-o", directory / "other"]
        os.truncate(path, 1000)
        says_nothing_raw(expect(call(sigill, words, path, *more), 1))


@test
def test_seal_keygen_and_backup_show_no_name_raw(directory):
    register, authority, _ = make_running_register(directory)
    path = os.fsencode(directory) + b"/" + MOVES
    says_nothing_raw(expect(call(sigill, "seal", directory / "ankeborg.json", "-k", directory / "ankeborg", "--yes", "-o",
                                 path + b".sigill"), 0))
    keys = path + b"-keys"
    made = says_nothing_raw(expect(call(sigill, "keygen", "-k", keys, "--no-passphrase"), 0))
    assert "card -k $'" in made.out, made
    says_nothing_raw(expect(call(sigill, "card", "-k", keys, "--name", "Exempelby kommun", "--number", "212999-0012",
                                 "--group", "kommun"), 0))
    os.chmod(keys, 0o755)
    says_nothing_raw(call(sigill, "seal", directory / "ankeborg.json", "-k", keys, "--yes", "-o", path + b"-2"))
    says_nothing_raw(expect(call(msb, "backup", "-r", register, "-k", authority, "-o", path + b"-copy"), 0))


@test
def test_one_name_never_ends_a_run_of_receive(directory):
    """Paths longer than a message holds, cut at each byte of a letter, in the two languages."""
    register, authority, _ = make_running_register(directory)
    medium, letter = os.fsencode(directory / "medium"), "\u20ac".encode()
    names = [b"x" * before + letter * 83 for before in range(3)]
    for name in names:
        folder = medium
        for part in range(5):
            folder += b"/" + str(part).encode() + name
        os.makedirs(folder)
        with open(folder + b"/x.sigill", "wb") as file:
            file.write(b"not a bundle")
        os.symlink(b"nowhere", folder + b"/y.sigill")
    seal(directory, "ankeborg", directory / "medium" / "z.sigill")
    for lang in ("en", "sv"):
        result = msb("receive", "-r", register, "-k", authority, "--json", directory / "medium", lang=lang)
        lines = [json.loads(line) for line in result.out.splitlines()]
        assert len(lines) >= 4 and any(line["file"].endswith("/z.sigill") for line in lines), result
        assert "minne" not in result.err and "memory" not in result.err and "UTF-8" not in result.err, result
    expect(msb("receive", "-r", register, "-k", authority, directory / "medium"), result.status)


# ---- what is offered for pasting ----

PASTED = ["a b", "it's", "$(touch pasted)", "`touch pasted`", "a;touch pasted", "-r", "a\nb", '"', "r\u00e4k", "*"]


@test
def test_what_is_offered_for_pasting_is_one_word_of_a_shell(directory):
    register, authority, _ = make_running_register(directory, enrolled=("ankeborg",), strangers=("exempelby",))
    for number, name in enumerate(PASTED):
        folder = directory / "media" / str(number) / name
        folder.mkdir(parents=True)
        seal(directory, "exempelby", folder / "x.sigill")
        shutil.copy(own(directory / "exempelby"), folder / "sender.card")
        result = expect(msb("receive", "-r", register, "-k", authority, folder), 1)
        command, = [line.strip() for line in result.out.splitlines() if line.strip().startswith("sigill-msb enrol ")]
        word = command.removeprefix("sigill-msb enrol ").removesuffix(" --fingerprint F")
        said = subprocess.run(["bash", "-c", f"printf %s {word}"], cwd=directory, stdout=subprocess.PIPE, check=True)
        assert os.path.samefile(os.fsdecode(said.stdout), folder / "sender.card"), (name, command)
    assert not any(path.name == "pasted" for path in directory.rglob("pasted"))
    keys = directory / "it's; new"
    told = expect(msb("init", "-r", directory / "$(new)", "-k", keys, "--no-passphrase"), 0)
    assert f"card -k '{directory}/it'\\''s; new'" in told.out, told


run()
