"""File names that are not UTF-8: what a subcommand says of them is JSON all the same, and nothing is left out."""
import json
import os
import shutil

from parties import make_running_register
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


run()
