"""The process that reads workbooks: what it may do, when it is made, and what happens where there can be none (S13)."""
import json
import re
import subprocess

from no_sandbox_kit import LACKS, lacking
from parties import make_authority, make_party, own, trust, written_secret
from sheetkit import form, ods, xlsx
from sigill_test import DATA, TIMEOUT, command_line, environment, expect, run, sigill, strace, tree, unchanged
from tracekit import Traced, confined

CALLS = {"pread64", "recvfrom", "sendto", "mmap", "munmap", "mremap", "brk", "getrandom", "exit_group", "exit"}
ANSWERS = json.loads((DATA / "typical-municipality.json").read_text())


def forms(directory):
    answers = json.loads(json.dumps(ANSWERS))
    answers["organisation"].update(name="Ankeborgs kommun", number="212999-0004")
    sheets = form(answers)
    paths = [directory / "svar.xlsx", directory / "svar.ods", directory / "svar.json"]
    for path, content in zip(paths, (xlsx(sheets), ods(sheets), json.dumps(answers).encode())):
        path.write_bytes(content)
    return paths


def traced(directory, *args):
    path = directory / "trace"
    command = [*strace(), "-f", "-qq", "-s", "256", "-o", str(path), *command_line("sigill", args, "en")]
    done = subprocess.run(command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=TIMEOUT)
    assert done.returncode == 0, done.stderr.decode()
    return Traced(path)


@confined
def test_S13_a_workbook_s_worker_opens_nothing_and_runs_nothing(directory):
    for path in forms(directory)[:2]:
        seen = traced(directory, "check", path)
        [worker] = seen.workers
        names = [match[1] for call in seen.of({worker}) if (match := re.match(r"(\w+)\(", call))]
        confined_from = names.index("close_range")
        assert "pread64" in names[confined_from:] and "pread64" not in names[:confined_from], "the workbook was read before it was confined"
        assert set(names[confined_from:]) - {"close_range", "prctl", "seccomp", "dup2", "prlimit64", "fcntl"} <= CALLS, set(
            names[confined_from:])


@confined
def test_S13_nobody_else_reads_the_workbook(directory):
    """Of the process with the keys only what shows the kind, of its beginning and its end."""
    path = forms(directory)[0]
    seen = traced(directory, "check", path)
    for who, call in seen.lines:
        if who not in seen.workers and (read := re.match(r"pread64\(\d+, \"PK.*, (\d+), (\d+)\)", call)):
            assert int(read[1]) <= 49152 and int(read[2]) == 0, call


@confined
def test_S13_the_spawner_for_a_workbook_runs_before_any_passphrase_is_read(directory):
    secret = written_secret(directory / "secret")
    keys, authority = make_party(directory / "keys", "--name", "Ankeborgs kommun", "--number", "212999-0004", "--group", "kommun"), \
        make_authority(directory / "msb", "MSB")
    expect(trust(keys, own(authority)), 0)
    expect(sigill("passwd", "-k", keys, "--new-passphrase-file", secret), 0)
    seen = traced(directory, "seal", forms(directory)[0], "-k", keys, "--yes", "--passphrase-file", secret, "-o", directory / "a.sigill")
    [spawner] = seen.spawners
    opened = next(i for i, (who, call) in enumerate(seen.lines) if who == seen.main and str(secret) in call and "open" in call)
    made = next(i for i, (who, call) in enumerate(seen.lines) if who == spawner and "worker-spawner" in call)
    assert made < opened
    words = secret.read_text().strip()
    assert not [call for call in seen.of({spawner, *seen.workers}) if words in call]


@confined
def test_S13_without_a_confined_process_no_workbook_is_read(directory):
    paths = forms(directory)
    before = tree(directory)
    for lacks in LACKS:
        for path in paths[:2]:
            result = lacking(lacks, "sigill", "check", path)
            assert result.status == 3 and not result.out and "could not be started" in result.err, (lacks, result)
        assert lacking(lacks, "sigill", "check", paths[2]).status == 0, "JSON needs no such process"
    for command in (["check"], ["score"], ["gap"], ["compare", paths[2]]):
        wanted = lacking(LACKS[0], "sigill", *command, paths[2])
        result = lacking(LACKS[0], "sigill", *command, paths[0], "--allow-no-sandbox")
        assert result.status == wanted.status == 0 and "the process that reads the workbook is not confined" in result.err, result
        assert re.sub(r"Organisation!C\d+: (?:Text om )?|\s+", "", result.out) == re.sub(r"\s+", "", wanted.out), (result, wanted)
    unchanged(directory, before)


@confined
def test_S13_where_it_can_be_confined_a_workbook_s_worker_is(directory):
    result = expect(sigill("check", forms(directory)[0], "--allow-no-sandbox"), 0)
    assert "confined" not in result.err, result


run()
