"""A system that shows no processes and has no devices: what parses is started all the same, and whoever asks for a passphrase says
what it lacks (S9)."""
import json
import os
import subprocess

from parties import CARD, make_running_register, seal, written_secret
from sigill_test import BUILD, Result, TIMEOUT, environment, expect, msb, run, sigill, skip_unless, test

# In a name space of its own, with nothing in /proc and /dev; the programs and the test's directory are in /mnt.
BARE = """mount -t tmpfs none /mnt && mkdir /mnt/build /mnt/world && mount --bind "$1" /mnt/build && mount --bind "$2" /mnt/world &&
mount -t tmpfs none /proc && mount -t tmpfs none /dev && cd /mnt/world && program=$3 && shift 3 && exec "/mnt/build/$program" --lang en "$@" """
APART = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]


def bare(directory, program, *args):
    command = [*APART, "sh", "-c", BARE, "sh", BUILD, directory, program, *args]
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True, timeout=TIMEOUT,
                          check=False)
    return Result(command, done.returncode, done.stdout, done.stderr)


def needs_name_spaces():
    possible = subprocess.run([*APART, "mount", "-t", "tmpfs", "none", "/mnt"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    skip_unless(possible, "no name space of one's own can be had here")


@test
def test_S9_bundles_are_read_in_a_process_that_was_started_without_proc(directory):
    needs_name_spaces()
    make_running_register(directory)
    medium = directory / "medium"
    medium.mkdir()
    seal(directory, "ankeborg", medium / "one.sigill")
    result = expect(bare(directory, "sigill-msb", "receive", "-r", "register", "-k", "msb", "--json", "medium"), 0)
    assert json.loads(result.out)["verdict"] == "imported" and "not confined" not in result.err, result
    assert len(json.loads(expect(msb("list", "-r", directory / "register", "-k", directory / "msb", "--json"), 0).out)) == 1


@test
def test_without_a_terminal_a_passphrase_comes_from_a_file(directory):
    needs_name_spaces()
    secret = written_secret(directory / "secret")
    result = expect(bare(directory, "sigill", "keygen", "-k", "keys"), 3)
    assert "--passphrase-file" in result.err and not (directory / "keys").exists(), result
    expect(bare(directory, "sigill", "keygen", "-k", "keys", "--passphrase-file", "secret"), 0)
    for words, status in (([], 3), (["--passphrase-file", secret], 0)):
        expect(sigill("card", "-k", directory / "keys", *CARD, *words), status)


run()
