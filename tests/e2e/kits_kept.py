"""A kit in a key directory is the one before or the new one, whole, whatever ends or hinders `sigill trust`; and what was taken in once
is remembered."""
import copy
import json
import shutil
import subprocess
from pathlib import Path

from authoritykit import BEFORE, FULL, ID, SMALL, canonical, digest, held, kit, parties, refuses_kit, rounds, take, written
from parties import make_authority, own, told
from sigill_test import TIMEOUT, command_line, environment, expect, msb, run, sigill, strace, terminal, test, tree, unchanged


@test
def test_R1_trust_killed_at_any_call_leaves_the_old_kit_or_the_new(directory):
    keys, authority = parties(directory)
    members = [(f"edition-{ID}.json", canonical(FULL)), ("round.json", rounds())]
    expect(take(keys, written(directory / "1.kit", kit(authority, members))), 0)
    path = written(directory / "2.kit", kit(authority, [("round.json", rounds(closes=BEFORE))], number=2))
    log = directory / "calls"
    calls = "openat,mkdir,write,fsync,rename,renameat2,unlinkat,close"
    traced(["-o", log, "-e", f"trace={calls}"], copied(keys, directory / "try"), path)
    count = {}
    moments = []
    for line in log.read_text(errors="replace").splitlines():
        call = line.split("(")[0].split()[-1]
        if call in calls.split(","):
            count[call] = count.get(call, 0) + 1
            moments.append((call, count[call]))
    begin = next(i for i, (call, _) in enumerate(moments) if call == "mkdir")
    seen = set()
    for call, number in moments[begin::2]:
        place = copied(keys, directory / "try")
        traced(["-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"], place, path)
        number_now = json.loads(expect(sigill("questions", "-k", place), 0) and (current(place) / "kit.json").read_text())["number"]
        seen.add(number_now)
        assert number_now in (1, 2)
        expect(take(place, path, "--yes"), 0)
        assert held(place)["number"] == 2 and not (place / "kit.next").exists()
    assert seen == {1, 2}, seen


def current(keys):
    return keys / "kit.next" if (keys / "kit.next").exists() else keys / "kit"


def copied(keys, to):
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(keys, to))


def traced(options, keys, path, *words):
    return subprocess.run([*strace(), "-qq", *options, *command_line("sigill", ["trust", path, "-k", keys, "--yes", *words], "en")],
                          env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT)


# ---- a disk that fails ----

def from_the_making_on(keys, path, *words):
    """The calls that may fail, as (name, which of that name), of a whole run from the making of the new kit on."""
    log, names, count, moments = keys.parent / "calls", ("mkdir", "write", "fsync", "rename", "renameat2"), {}, []
    traced(["-o", log, "-e", "trace=" + ",".join(names)], keys, path, *words)
    for line in log.read_text(errors="replace").splitlines():
        name = line.split("(")[0].split()[-1]
        if name in names:
            count[name] = count.get(name, 0) + 1
            moments.append((name, count[name]))
    return moments[next(place for place, (name, _) in enumerate(moments) if name == "mkdir"):]


def judge_failed(keys, done, before, after, where):
    """What is held is the one before or the new one; what is said agrees with it; and nothing half is left."""
    path = current(keys) / "kit.json"
    now = json.loads(path.read_text())["number"] if path.exists() else None
    card = any((keys / "trusted").iterdir())
    told_of = "The card is trusted now, but the kit is not taken in" in " ".join(done.stderr.decode().split())
    assert now in (before, after) and (done.returncode == 3 or now == after), where
    assert card or now is None, f"{where}: a kit without its card"
    assert told_of == (before is None and card and now is None), f"{where}: {done.stderr}"
    said = b"standard output" not in done.stderr  # where it could be
    assert (b"The kit counts already" in done.stderr) == (said and done.returncode == 3 and now == after), f"{where}: {done.stderr}"
    assert not list(keys.rglob(".sigill-*")), where


@test
def test_R1_R2_a_disk_that_fails_leaves_the_old_kit_or_the_new_and_says_so(directory):
    """Full or broken at each call: of a first kit that brings its card too, and of one that takes another's place."""
    keys, authority = parties(directory)
    bare = copied(keys, directory / "bare")
    expect(sigill("distrust", own(authority), "-k", bare), 0)
    members = [(f"edition-{ID}.json", canonical(FULL)), ("round.json", rounds())]
    first, second = (written(directory / f"{number}.kit", kit(authority, members, number=number)) for number in (1, 2))
    expect(take(keys, first), 0)
    for from_here, path, before, after, words in ((bare, first, None, 1, ["--fingerprint", told(own(authority))]), (keys, second, 1, 2, [])):
        failed = 0
        for name, number in from_the_making_on(copied(from_here, directory / "try"), path, *words):
            place, error = copied(from_here, directory / "try"), "ENOSPC" if name in ("mkdir", "write") else "EIO"
            done = traced(["-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:error={error}:when={number}"], place, path, *words)
            judge_failed(place, done, before, after, f"{name} {number} of {path.name}")
            failed += done.returncode == 3
            expect(sigill("trust", path, "-k", place, "--yes", *words), 0)
            assert held(place)["number"] == after and not (place / "kit.next").exists()
        assert failed >= 10, failed


@test
def test_R1_what_a_run_that_was_cut_off_left_goes_with_the_next(directory):
    """In the making, and in going; what else is in the making there may be another program's."""
    keys, authority = parties(directory)
    first, second = (written(directory / f"{number}.kit", kit(authority, [("round.json", rounds())], number=number)) for number in (1, 2))
    expect(take(keys, first), 0)
    left, others = [keys / f".sigill-kit-{state}.tmp" for state in ("making", "going")], keys / ".sigill-0123456789abcdef.tmp"
    for path in (*left, others):
        path.mkdir()
        (path / "kit.json").write_text("{")
    before = tree(others)
    (keys / "kit").rename(keys / "kit.next")
    assert "round 2026" in expect(sigill("trust", second, "-k", keys, "--yes"), 0).out
    assert held(keys)["number"] == 2 and not any(path.exists() for path in (*left, keys / "kit.next"))
    left[1].mkdir()
    (keys / "kit").rename(keys / "kit.next")
    expect(sigill("distrust", own(authority), "-k", keys), 0, out_has="removed")
    assert not any((keys / name).exists() for name in ("kit", "kit.next", left[1].name))
    unchanged(others, before)


# ---- what is remembered ----

@test
def test_an_older_kit_stays_out_though_the_trust_was_taken_back_meanwhile(directory):
    """Nor does another authority's kit between make it welcome."""
    keys, authority = parties(directory)
    other = make_authority(directory / "other", "MSB")
    made_of = {number: written(directory / f"{number}.kit", kit(authority, [("round.json", rounds())], number=number)) for number in (4, 5, 6)}
    given = ["--fingerprint", told(own(authority))]
    expect(take(keys, made_of[5]), 0)
    expect(sigill("distrust", own(authority), "-k", keys), 0)
    refuses_kit(keys, made_of[4], "number 5 was taken in already", 1, *given)
    between = written(directory / "between.kit", kit(other, [("round.json", rounds())]))
    expect(take(keys, between, "--fingerprint", told(own(other))), 0)
    refuses_kit(keys, made_of[4], "number 5 was taken in already", 1, *given)
    again = written(directory / "again.kit", kit(authority, [("round.json", rounds(closes=BEFORE))], number=5))
    refuses_kit(keys, again, "which is another one", 1, *given)
    asked = " ".join(expect(take(keys, made_of[5], "--yes", *given), 0).err.split())
    assert "from another authority, with a key of its own" in asked, asked
    asked = " ".join(expect(take(keys, made_of[6], "--yes"), 0).err.split())
    assert "another authority" not in asked, asked
    noted = json.loads((keys / "kits.json").read_text())
    assert noted["format"] == "sigill-kits/1" and [one["number"] for one in noted["taken"]] == [1, 6], noted
    assert noted["taken"][1]["kit"] == digest((keys / "kit" / "kit.json").read_bytes())
    (keys / "kits.json").write_text("{")
    refuses_kit(keys, made_of[6], "move it away", 3)


@test
def test_the_highest_number_stays_where_a_lower_kit_is_held(directory):
    """As after a run that noted its kit, and was cut off before it held it."""
    keys, authority = parties(directory)
    made_of = {number: written(directory / f"{number}.kit", kit(authority, [("round.json", rounds())], number=number)) for number in (4, 5)}
    expect(take(keys, made_of[4], "--fingerprint", told(own(authority))), 0)
    noted = json.loads((keys / "kits.json").read_text())
    noted["taken"][0].update(number=7, kit="00" * 32)
    (keys / "kits.json").write_text(json.dumps(noted))
    refuses_kit(keys, made_of[5], "number 7 was taken in already", 1)
    expect(take(keys, made_of[4], "--yes"), 0)
    assert json.loads((keys / "kits.json").read_text())["taken"][0]["number"] == 7
    refuses_kit(keys, made_of[5], "number 7 was taken in already", 1)


class Meanwhile:
    """A yes, before which something else is done."""

    def __init__(self, does):
        self.does = does

    def encode(self):
        self.does()
        return b"yes\n"


@test
def test_an_older_kit_stays_out_though_a_newer_one_comes_in_while_it_is_asked_about(directory):
    keys, authority = parties(directory)
    made_of = {number: written(directory / f"{number}.kit", kit(authority, [("round.json", rounds(closes=BEFORE) if number == 3 else rounds())], number=number))
               for number in (1, 2, 3)}
    expect(take(keys, made_of[1], "--fingerprint", told(own(authority))), 0)
    result = terminal("sigill", "trust", made_of[2], "-k", keys,
                      talk=[("[yes/no]", Meanwhile(lambda: expect(take(keys, made_of[3], "--yes"), 0)))])
    assert "number 3 was taken in already" in expect(result, 1).err
    assert json.loads((keys / "kits.json").read_text())["taken"][0]["number"] == 3
    assert digest((keys / "kit" / "kit.json").read_bytes()) == json.loads((keys / "kits.json").read_text())["taken"][0]["kit"]


@test
def test_an_edition_of_another_model_than_the_held_kit_s_is_refused(directory):
    """What people are answering; other words of it are welcome."""
    keys, authority = parties(directory)
    name, worded, worth_more = SMALL["model"]["id"], copy.deepcopy(SMALL), copy.deepcopy(SMALL)
    worded["wording"]["questions"][0]["topic"] = "Rättat ämne"
    worth_more["model"]["levels"][0]["min_points_each"] += 1
    for number, edition in ((1, SMALL), (2, worded), (3, worth_more)):
        written(directory / f"{number}.kit", kit(authority, [(f"edition-{name}.json", canonical(edition)), ("round.json", rounds(edition=name))],
                                                 number=number))
    expect(take(keys, directory / "1.kit"), 0)
    expect(take(keys, directory / "2.kit", "--yes"), 0)
    refuses_kit(keys, directory / "3.kit", "the kit that is held has that edition with another model")
    assert held(keys)["number"] == 2


@test
def test_keys_change_around_a_kit_that_is_held(directory):
    """doctor, passwd, rotate and a renewed card leave it as it is, and it is read afterwards."""
    keys, authority = parties(directory)
    corrected = copy.deepcopy(FULL)
    corrected["wording"]["questions"][0]["topic"] = "Rättat ämne"
    path = written(directory / "a.kit", kit(authority, [(f"edition-{ID}.json", canonical(corrected)), ("round.json", rounds())]))
    expect(take(keys, path), 0)
    before = tree(keys / "kit"), (keys / "kits.json").read_bytes()
    words = directory / "words"
    words.write_text("ett långt och eget lösenord\n", encoding="utf-8")
    words.chmod(0o600)
    locked = ["--passphrase-file", words]
    found = json.loads(msb("doctor", "-k", keys, "--json").out)
    assert {check["state"] for check in found if check["id"] == "keys"} == {"ok"}, found
    expect(sigill("passwd", "-k", keys, "--new-passphrase-file", words), 0)
    expect(sigill("keygen", "-k", keys, "--rotate", *locked), 0)
    expect(sigill("card", "-k", keys, "--renew", *locked), 0)
    assert (tree(keys / "kit"), (keys / "kits.json").read_bytes()) == before
    assert "Rättat ämne" in expect(sigill("questions", "-k", keys), 0).out


run()
