"""`sigill-msb doctor`, and what it speaks of: the programs keep to the directories of the command line."""
import json
import os
import re
import subprocess
import time

from bundlekit import preload
from parties import (DAY, enrol, example, expect, fake_clock, make_keys, make_world, own, received, sealed, written_secret)
from sigill_test import BUILD, DATA, msb, run, sigill, skip_unless, test, tree

INSTRUMENTED = bool(os.environ.get("ASAN_OPTIONS"))  # such builds read bundles inside and are not confined


def findings(*words, status, env=None):
    result = expect(msb("doctor", "--json", *words, env=env), status, err="")
    return {finding["id"]: finding for finding in json.loads(result.out)}


def wanting(found):
    return sorted(name for name, finding in found.items() if finding["state"] != "ok")


def of_the_machine():
    """What is wanting here whatever the directories are."""
    found = json.loads(msb("doctor", "--json").out)
    return {finding["id"] for finding in found if finding["state"] != "ok"}


@test
def test_each_protection_is_told(directory):
    result = msb("doctor", "--json")
    found = {finding["id"]: finding for finding in json.loads(result.out)}
    assert set(found) == {"sandbox", "landlock", "memory", "core", "swap", "libsodium", "libraries", "clock"}, found
    assert found["core"]["state"] == found["libsodium"]["state"] == found["libraries"]["state"] == found["clock"]["state"] == "ok", found
    assert found["sandbox"]["state"] == ("warning" if INSTRUMENTED else "ok"), found
    assert result.status == (1 if wanting(found) else 0)
    text = msb("doctor")
    assert text.status == result.status and len(re.findall(r"^(?:ok|[A-Z]{4,}) ", text.out, re.M)) == len(json.loads(result.out)), text


@test
def test_a_good_key_directory_and_register_pass(directory):
    secret, register, keys = written_secret(directory / "secret"), directory / "register", directory / "keys"
    expect(msb("init", "-r", register, "-k", keys, "--passphrase-file", secret), 0)
    found = findings("-r", register, "-k", keys, status=1 if of_the_machine() else 0)
    assert set(wanting(found)) == of_the_machine(), found
    assert {"keys", "register", "example-keys", "passphrase"} <= set(found)


@test
def test_what_is_wanting_is_told_with_what_to_do(directory):
    register, keys, party = make_world(directory)
    (register / "register.db").chmod(0o640)
    (keys / "receive.key").chmod(0o604)
    found = findings("-r", register, "-k", keys, status=1)
    assert set(wanting(found)) - of_the_machine() == {"keys", "register", "passphrase"}, found
    assert f"chmod -R go= {keys / 'receive.key'}" in found["keys"]["message"]
    (register / "register.db").chmod(0o600)
    register.chmod(0o755)
    assert str(register) in findings("-r", register, status=1)["register"]["message"]
    expect(msb("doctor", "-k", directory / "none"), 3, out="", err_has="none")
    expect(msb("doctor", "-r", directory / "none"), 3, out="", err_has="no register here")


@test
def test_S10_example_keys_are_told(directory):
    keys, register = example("msb", directory), directory / "register"
    expect(msb("init", "-r", register, "-k", keys, "--allow-example-keys"), 0)
    found = findings("-r", register, "-k", keys, status=1)
    assert set(wanting(found)) - of_the_machine() >= {"example-keys", "demo"}, found


@test
def test_a_clock_that_goes_back_is_told(directory):
    register, keys, party = make_world(directory)
    now = time.time()
    found = findings("-r", register, status=1, env=fake_clock(directory, now - DAY / 24))
    assert "last moment" in found["clock"]["message"] and found["clock"]["state"] == "warning", found
    expect(msb("backup", "-r", register, "-k", keys, "-o", directory / "copy", env=fake_clock(directory, now + DAY)), 0)
    found = findings("-r", register, status=1)
    assert "last moment" in found["clock"]["message"], "the audit's last row is of tomorrow"
    found = findings("-r", register, status=1 if of_the_machine() else 0, env=fake_clock(directory, now + DAY))
    assert found["clock"]["state"] == "ok", found
    found = findings(status=1, env=fake_clock(directory, 16000 * DAY))  # 2013
    assert "before this program was written" in found["clock"]["message"]


@test
def test_S6_memory_that_cannot_be_locked_is_told(directory):
    skip_unless(not INSTRUMENTED, "the sanitizer makes mlock do nothing")
    if os.geteuid() == 0:
        command = ["setpriv", "--bounding-set=-ipc_lock", "--inh-caps=-ipc_lock"]
    else:
        command = []
    done = subprocess.run(["sh", "-c", 'ulimit -l 64 && exec "$@"', "sh", *command, BUILD / "sigill-msb", "--lang", "en", "doctor", "--json"],
                          stdout=subprocess.PIPE)
    found = {finding["id"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 1 and "ulimit -l" in found["memory"]["message"] and found["memory"]["state"] == "warning", found


# ---- the directories of the command line ----

CHANGING = "open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,truncate,chmod"


def opened(directory, *command, env=None):
    """What the process itself opened or changed after it had confined itself, and what was denied."""
    trace = directory / "trace"
    done = subprocess.run(["strace", "-o", trace, "-e", f"trace={CHANGING},landlock_restrict_self", *map(str, command)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(env or {})})
    assert done.returncode == 0, done
    lines = trace.read_text().splitlines()
    [at] = [place for place, line in enumerate(lines) if line.startswith("landlock_restrict_self")]
    return lines[at + 1:]


def skip_unless_confined():
    [line] = [finding for finding in json.loads(msb("doctor", "--json").out) if finding["id"] == "landlock"]
    skip_unless(not INSTRUMENTED, "a sanitizer is not confined")
    skip_unless(line["state"] == "ok", "the kernel has no Landlock")


@test
def test_S5_the_programs_confine_themselves(directory):
    """Every path that is reached after the confinement lies in a directory of the command line."""
    skip_unless_confined()
    register, keys, party = make_world(directory)
    medium, answers = directory / "medium", directory / "answers.json"
    bundle = sealed(party, medium)
    text = json.loads((DATA / "typical-municipality.json").read_text())
    text["organisation"].update(name="Ankeborgs kommun", number="212999-0004")
    answers.write_text(json.dumps(text))
    programs = BUILD / "sigill", BUILD / "sigill-msb"
    for command in ([programs[0], "seal", answers, "-k", party, "--yes", "-o", medium / "second.sigill"],
                    [programs[1], "receive", "-r", register, "-k", keys, medium],
                    [programs[1], "extract", bundle["id"], "-r", register, "-k", keys, "-o", directory / "out"]):
        lines = opened(directory, *command)
        assert len(lines) > 5
        outside = [line for line in lines if '"' in line and not line.split('"')[1].startswith((str(directory), "/dev/"))
                   and not re.match(r'openat\(\d+, "[a-z0-9.]+"', line)]  # a name in a directory that is open
        assert outside == [], outside
        assert not any("EACCES" in line for line in lines), [line for line in lines if "EACCES" in line]


@test
def test_S5_a_link_out_of_the_directories_leads_nowhere(directory):
    """The journal of a key directory, made a link to a file elsewhere: the kernel forbids it."""
    skip_unless_confined()
    register, keys, party = make_world(directory)
    elsewhere = directory / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret").write_text("hemligt")
    before = tree(elsewhere)
    (party / "sealed.json").symlink_to(elsewhere / "secret")
    answers = directory / "in" / "answers.json"
    answers.parent.mkdir()
    text = json.loads((DATA / "typical-municipality.json").read_text())
    text["organisation"].update(name="Ankeborgs kommun", number="212999-0004")
    answers.write_text(json.dumps(text))
    (directory / "out").mkdir()
    expect(sigill("seal", answers, "-k", party, "--yes", "-o", directory / "out"), 3, err_has=["sealed.json", "access is denied"])
    assert tree(elsewhere) == before and not any((directory / "out").iterdir())


# ---- memory that cannot be locked ----

@test
def test_S6_memory_that_cannot_be_locked_is_warned_of_once(directory):
    register, keys, party = make_world(directory)
    unlocked = preload("failing_lock")
    told = "memory for keys and passphrases cannot be locked"
    assert "memory" in wanting(findings(status=1, env=unlocked))
    for program, words in ((msb, ["list", "-r", register, "-k", keys]), (msb, ["backup", "-r", register, "-k", keys, "-o",
                           directory / "copy"]), (sigill, ["keygen", "-k", directory / "new", "--no-passphrase"]),
                           (sigill, ["card", "-k", party, "--renew"])):
        assert expect(program(*words, env=unlocked), 0).err.count(told) == 1, words
    assert told not in expect(msb("list", "-r", register, "-k", keys), 0).err
    assert told not in expect(sigill("fingerprint", "-k", party, env=unlocked), 0).err  # opens no key


run()
