"""What exit status 0 means, for every subcommand of both programs: every byte has arrived where it was sent, and standard
error holds nothing but warnings and what goes on. Standard output that takes nothing is status 3 and one sentence."""
import re
import subprocess

from memorykit import subcommands
from runkit import assert_every_subcommand_is_run, fresh_place, runs
from sigill_test import TIMEOUT, command_line, environment, run, test

LOST = "the result could not be written to standard output: the disk is full"

# What is said besides warnings of a run that succeeds: what is done just now, what to do next, what is about to be sealed,
# and the counts that go with JSON lines.
GOING_ON = re.compile(r"Making the keys, and locking them|Fill in |\S+ is written(?:; open it in a browser|\.$)|imported: \d|refused for: |left aside, no bundle")


class Ended:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out.decode(), err.decode()

    def __str__(self):
        return f"status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}"


def call(program, words, cwd=None, out=subprocess.PIPE, lang="en"):
    done = subprocess.run(command_line(program, words, lang), cwd=cwd, env=environment(), stdin=subprocess.DEVNULL, stdout=out,
                          stderr=subprocess.PIPE, start_new_session=True, timeout=TIMEOUT)
    return Ended(done.returncode, done.stdout or b"", done.stderr)


def lost(program, words, cwd=None, lang="en"):
    with open("/dev/full", "wb") as full:
        return call(program, words, cwd, full, lang)


def refusals(program, one, err):
    """The lines of standard error that say that something was refused or failed."""
    return [line for line in err.splitlines()
            if line.startswith(f"{program}: ") and not line.startswith(f"{program}: warning: ")]


def besides(program, one, err):
    """The lines of standard error that are no warning and not among what may be said."""
    summary = one is not None and one.words[0] == "seal"
    return [line for line in err.splitlines()
            if not (line.startswith(f"{program}: warning: ") or GOING_ON.match(line) or summary)]


def judge_whole(program, one, whole):
    if whole.status == 0:
        assert not besides(program, one, whole.err), f"{one}: {whole}"
    assert not (whole.out and refusals(program, one, whole.err)), f"{one}: a result and a refusal\n{whole}"


def judge_lost(program, one, whole, done):
    if not whole.out:
        assert (done.status, done.err) == (whole.status, whole.err), f"{one}: {done}\n{whole}"
        return
    said = refusals(program, one, done.err)
    assert done.status == 3 and said == [f"{program}: {LOST}"], f"{one}: {done}"


def judge_run(one):
    def check(directory):
        whole = call(one.program, one.words, fresh_place())
        assert whole.status == one.status, f"{one}: {whole}"
        judge_whole(one.program, one, whole)
        judge_lost(one.program, one, whole, lost(one.program, one.words, fresh_place()))
    check.__name__ = "test_" + one.name()
    test(check)


@test
def test_every_subcommand_is_here(directory):
    assert_every_subcommand_is_run()


@test
def test_help_and_version_are_delivered_or_told(directory):
    for program in ("sigill", "sigill-msb"):
        for words in (["--help"], ["--version"], *([name, "--help"] for name in subcommands(program))):
            whole = call(program, words)
            assert whole.status == 0 and whole.out and not whole.err, f"{words}: {whole}"
            judge_lost(program, None, whole, lost(program, words))
    assert lost("sigill", ["--version"], lang="sv").err == "sigill: resultatet kunde inte skrivas till standard ut: disken är full\n"


@test
def test_a_closed_standard_output_is_told(directory):
    done = subprocess.run(["sh", "-c", f"exec {command_line('sigill', ['questions'], 'en')[0]} --lang en questions >&-"],
                          stderr=subprocess.PIPE, env=environment(), timeout=TIMEOUT)
    assert done.returncode == 3 and b"could not be written to standard output" in done.stderr, done


for one in runs():
    judge_run(one)
run()
