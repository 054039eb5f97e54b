"""Ctrl-C in the middle of what lists, counts, copies, looks through, receives, unpacks and takes in a kit: at calls spread over a whole run,
which strace counts, it ends the command and leaves nothing half, under whatever name, and a further run does the whole.

INTERRUPT_MOMENTS calls of each command."""
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

import seal_parties
from authoritykit import kit, parties, rounds, written
from parties import holdings, make_running_register, own, receive, rows, seal, told
from sigill_test import BUILD, environment, expect, msb, run, sigill, strace, test, tree

POPULATION = Path(__file__).resolve().parents[1] / "population"
MOMENTS = int(os.environ.get("INTERRUPT_MOMENTS", "3"))
RECEIVE_MOMENTS = 4 * MOMENTS
KIT_MOMENTS = 4 * MOMENTS
UNPACK_MOMENTS = 4 * MOMENTS
CALLS = "openat,read,pread64,write,pwrite64,fsync,renameat2,rename,unlink,close,sendmsg,recvmsg,poll,futex"
ORGANISATIONS = 600  # of a register whose rows are given out in several parts
if os.path.isdir("/dev/shm"):
    tempfile.tempdir = "/dev/shm"


def traced(options, words, cwd, program="sigill-msb"):
    """The process with the keys alone is traced. Tests in the background of a shell begin with Ctrl-C ignored."""
    return subprocess.run([*strace(), "-qq", *options, BUILD / program, "--lang", "en", *words], cwd=cwd, env=environment(),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def interrupted(name, number, words, cwd, program="sigill-msb"):
    """How a run ended to which Ctrl-C came at that call, if it made so many of the name."""
    return traced(["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGINT:when={number}"], words, cwd, program)


def of_a_medium(directory):
    """A register and a medium with two bundles for it."""
    directory.mkdir()
    register, keys, _ = make_running_register(directory)
    medium = directory / "medium"
    medium.mkdir()
    for name in "ankeborg", "exempelby":
        seal(directory, name, medium / f"{name}.sigill")
    return register, keys, medium


def of_bundles(directory):
    """A register with two originals, and a copy of it."""
    register, keys, medium = of_a_medium(directory)
    expect(receive(register, keys, medium), 0)
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy"), 0)
    return directory


def of_many(directory):
    """A register whose rows are more than are given out at once."""
    directory.mkdir()
    expect(msb("init", "-r", directory / "register", "-k", directory / "msb", "--no-passphrase"), 0)
    subprocess.run(["python3", POPULATION / "generate.py", directory / "answers"], check=True)
    subprocess.run([BUILD / "tools/fill_register", directory / "register", directory / "msb", directory / "answers/submissions.tsv",
                    str(ORGANISATIONS)], check=True)
    return directory


def fresh(source, directory):
    """The register, its keys, its copy and the medium as they were."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir()
    for name in "register", "msb", "copy", "medium":
        if (source / name).exists():
            shutil.copytree(source / name, directory / name)
    return directory


def calls_of(words, place, program="sigill-msb", opened="register.db"):
    """(name, how many of that name came before, plus one) of an undisturbed run, from where the register is opened."""
    log = place / "calls"
    done = traced(["-e", f"trace={CALLS}", "-o", log], words, place, program)
    assert done.returncode == 0, (words, done)
    seen, found, begun = {}, [], False
    for line in log.read_text(errors="replace").splitlines():
        name = re.match(r"(\w+)\(", line)
        if name is not None:
            seen[name[1]] = seen.get(name[1], 0) + 1
            begun = begun or opened in line
            if begun:
                found.append((name[1], seen[name[1]]))
    return found, done.stdout


def whole(path, place):
    """Whether what has its final name is whole: a workbook, a copy, or a register."""
    if path.suffix == ".xlsx":
        return zipfile.ZipFile(path).testzip() is None
    if path.is_dir():
        return expect(msb("fsck", "-r", path, "-k", place / "msb"), 0) is not None
    return path.read_bytes().endswith(b"\n")


def unfinished(place):
    """What has no name of its own yet."""
    return list(place.rglob(".sigill-*"))


def interrupted_in_time(source, place, words, name, number):
    """How a run ended that was interrupted at that call. Several threads read, and which of them makes a call is not the same
    in each run: where the first one makes fewer, an earlier call of the name."""
    while True:
        fresh(source, place)
        if words[0] == "restore":
            shutil.rmtree(place / "register")
        done = interrupted(name, number, words, place)
        if done.returncode != 0 or number == 1:
            return done
        number = number * 3 // 4


def interrupt(source, place, words, output=None):
    """Every command has an interruption that came before its end; -> how many came."""
    fresh(source, place)
    if words[0] == "restore":
        shutil.rmtree(place / "register")
    calls, printed = calls_of(words, place)
    result = (place / output).read_bytes() if output and (place / output).is_file() else None
    came = 0
    for moment in range(MOMENTS):
        name, number = calls[moment * len(calls) // MOMENTS + len(calls) // (2 * MOMENTS)]
        done = interrupted_in_time(source, place, words, name, number)
        assert done.returncode in (-signal.SIGINT, 0), (words, name, number, done)
        came += done.returncode == -signal.SIGINT
        assert not unfinished(place), (words, name, number)
        assert printed.startswith(done.stdout) or output, (words, done)
        if output and (place / output).exists():
            assert whole(place / output, place), (words, name, number)
            assert result is None or output.endswith(".xlsx") or (place / output).read_bytes() == result, (words, name, number)
            shutil.rmtree(place / output) if (place / output).is_dir() else (place / output).unlink()
        again = expect(msb(*words, cwd=place), 0)
        assert output or again.out.encode() == printed, (words, name, number)
        assert not output or whole(place / output, place), (words, name, number)
    assert came >= 2, (words, came)
    return came


@test
def test_ctrl_c_in_a_listing_or_an_analysis_leaves_nothing_half(directory):
    source = of_many(directory / "source")
    where = ["-r", "register", "-k", "msb"]
    came = 0
    for words, output in ((["list"], None), (["list", "--json"], None), (["audit", "--json"], None), (["rank", "--json"], None),
                          (["rank", "--csv", "-o", "out.csv"], "out.csv"), (["rank", "-o", "out.txt"], "out.txt"),
                          (["rank", "--json", "-o", "out.json"], "out.json"), (["stats", "--csv", "-o", "out.csv"], "out.csv"),
                          (["benchmark", "--json"], None), (["export", "-o", "out.xlsx"], "out.xlsx")):
        came += interrupt(source, directory / "place", [words[0], *where, *words[1:]], output)
    print(f"# interrupted {came} times")


@test
def test_ctrl_c_in_fsck_backup_and_restore_leaves_nothing_half(directory):
    source = of_bundles(directory / "source")
    held = holdings(source / "register")
    where = ["-r", "register", "-k", "msb"]
    came = 0
    for words, output in ((["fsck", *where], None), (["fsck", "--json", *where], None), (["backup", *where, "-o", "new"], "new"),
                          (["restore", "copy", *where, "--yes"], "register")):
        came += interrupt(source, directory / "place", words, output)
        assert holdings(directory / "place/register") == held
        assert rows(directory / "place/register", "SELECT count(*) FROM submissions") == [(2,)]
    print(f"# interrupted {came} times")


@test
def test_ctrl_c_in_receive_leaves_what_a_further_run_completes(directory):
    source, place, came = directory / "source", directory / "place", 0
    of_a_medium(source)
    medium = tree(source / "medium")
    words = ["receive", "-r", "register", "-k", "msb", "medium", "--json"]
    calls, _ = calls_of(words, fresh(source, place))
    for moment in range(RECEIVE_MOMENTS):
        name, number = calls[moment * len(calls) // RECEIVE_MOMENTS]
        fresh(source, place)
        done = interrupted(name, number, words, place)
        assert done.returncode in (-signal.SIGINT, 0), (name, number, done)
        came += done.returncode == -signal.SIGINT
        assert not unfinished(place), (name, number)
        said = [json.loads(line) for line in done.stdout.splitlines()]
        held = {row["id"] for row in json.loads(expect(msb("list", "-r", "register", "-k", "msb", "--json", cwd=place), 0).out)}
        assert all(line["verdict"] == "imported" and line["id"] in held for line in said), (name, number, said)
        again = msb(*words, cwd=place)
        assert again.status == (1 if held else 0) and len(again.out.splitlines()) == 2, (name, number, again)
        expect(msb("fsck", "-r", "register", "-k", "msb", cwd=place), 0)
        assert rows(place / "register", "SELECT count(*) FROM submissions") == [(2,)]
        assert not list((place / "register").rglob(".sigill-*")), (name, number)
        assert tree(place / "medium") == medium
    assert came >= RECEIVE_MOMENTS // 2, came
    print(f"# interrupted {came} times")


@test
def test_S7_ctrl_c_while_a_bundle_is_unpacked_leaves_nothing_of_it(directory):
    (directory / "attached").write_bytes(os.urandom(3 << 20))
    register, keys, (party, _) = make_running_register(directory)
    expect(sigill("seal", directory / "ankeborg.json", "-k", party, "--yes", "--attach", directory / "attached", "-o",
                  directory / "one.sigill"), 0)
    expect(receive(register, keys, directory / "one.sigill"), 0)
    number = json.loads((directory / "ankeborg.json").read_text())["organisation"]["number"]
    words = ["extract", "-r", register, "-k", keys, "-o", "new", number]
    place = directory / "place"
    place.mkdir()
    calls, _ = calls_of(words, place)
    all_of_it = {path.name for path in (place / "new").iterdir()}
    shutil.rmtree(place / "new")
    came = 0
    for moment in range(UNPACK_MOMENTS):
        name, at = calls[moment * len(calls) // UNPACK_MOMENTS + len(calls) // (2 * UNPACK_MOMENTS)]
        done = interrupted(name, at, words, place)
        assert done.returncode in (-signal.SIGINT, 0), (name, at, done)
        came += done.returncode == -signal.SIGINT
        assert {path.name for path in place.iterdir()} <= {"calls", "new"}, (name, at)
        if (place / "new").exists():
            assert {path.name for path in (place / "new").iterdir()} == all_of_it, (name, at)
            shutil.rmtree(place / "new")
    assert came >= UNPACK_MOMENTS // 2, came
    print(f"# interrupted {came} times")


def bytes_unpacked(place):
    """Bytes of the attachment; none while it gets its name."""
    try:
        return sum(path.stat().st_size for path in place.rglob("*-attached.bin"))
    except FileNotFoundError:
        return 0


def ended_while_it_unpacks(place, words, number, ignored=False):
    """How `sigill open` ended to which that signal came when it had written some of what it unpacks; 0 if it was quicker."""
    def begin():
        signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.SIG_DFL)
    with subprocess.Popen([BUILD / "sigill", *words], cwd=place, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, preexec_fn=begin) as child:
        while child.poll() is None and bytes_unpacked(place) < 1 << 20:
            time.sleep(0.001)
        child.send_signal(number)
        return child.wait()


@test
def test_S7_whatever_ends_an_unpacking_leaves_nothing_of_it(directory):
    (directory / "attached.bin").write_bytes(bytes(128 << 20))
    keys, authority = seal_parties.parties(directory)
    expect(sigill("seal", seal_parties.answers(directory), "-k", keys, "--yes", "--attach", directory / "attached.bin", "-o",
                  directory / "one.sigill"), 0)
    words = ["open", directory / "one.sigill", "-k", authority, "-o", "new", "--signer", own(keys), "--fingerprint", told(own(keys))]
    place = directory / "place"
    place.mkdir()
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        ended = [ended_while_it_unpacks(place, words, number)]
        while ended[-1] == 0 and len(ended) < 20:
            assert [path.name for path in place.iterdir()] == ["new"]
            shutil.rmtree(place / "new")
            ended.append(ended_while_it_unpacks(place, words, number))
        assert ended[-1] == -number, ended
        assert list(place.iterdir()) == [], number
    assert ended_while_it_unpacks(place, words, signal.SIGINT, ignored=True) == 0
    assert [path.name for path in place.iterdir()] == ["new"]


def held_kit(keys):
    """The number of the kit that is read, and that of the round's days in it: both of one kit."""
    kit = next((keys / name for name in ("kit.next", "kit") if (keys / name).is_dir()), None)
    read = [json.loads((kit / name).read_text()) for name in ("kit.json", "round.json")]
    return read[0]["number"], read[1]["rounds"][0]["closes"]


@test
def test_ctrl_c_while_a_kit_is_taken_in_leaves_the_old_one_or_the_new(directory):
    (keys, authority), place, came = parties(directory), directory / "place", 0
    closes = {1: "2999-01-01", 2: "2999-12-31"}
    for number, day in closes.items():
        written(directory / f"{number}.kit", kit(authority, [("round.json", rounds(closes=day))], number=number))
    expect(sigill("trust", directory / "1.kit", "-k", keys), 0)
    words = ["trust", directory / "2.kit", "-k", "keys", "--yes"]

    def as_before():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(keys, place / "keys")

    as_before()
    calls, _ = calls_of(words, place, "sigill", "2.kit")
    assert held_kit(place / "keys") == (2, closes[2])
    for moment in range(KIT_MOMENTS):
        name, number = calls[moment * len(calls) // KIT_MOMENTS + len(calls) // (2 * KIT_MOMENTS)]
        as_before()
        done = interrupted(name, number, words, place, "sigill")
        assert done.returncode in (-signal.SIGINT, 0), (name, number, done)
        came += done.returncode == -signal.SIGINT
        assert not unfinished(place), (name, number)
        had = held_kit(place / "keys")
        assert had in closes.items() and (had[0] == 2 or b"taken in:" not in done.stdout), (name, number, had, done)
        again = expect(sigill(*words, cwd=place), 0)
        assert ("taken in already" in again.out) == (had[0] == 2), (name, number, had, again)
        assert held_kit(place / "keys") == (2, closes[2])
        finals = {path.name for path in (place / "keys").iterdir() if not path.name.startswith(".sigill-")}
        assert finals == {path.name for path in keys.iterdir()}, (name, number)
    assert came >= KIT_MOMENTS // 2, came
    print(f"# interrupted {came} times")


run()
