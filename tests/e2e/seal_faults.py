"""sigill seal when the surroundings fail, and what it touches: passphrases, full disks, broken media, the
system calls that it makes. strace shows and injects them."""
import json
import os
import re
import resource
import secrets
import signal
import subprocess
import time

from parties import CARD, LONG, make_authority, own, told, trust, written_secret
from seal_parties import answers, parties, seal, sealed
from sigill_test import BUILD, environment, expect, msb, run, sigill, terminal, test, tree, unchanged


# A file's name in a trace; only root may read it out of a program that forbids to be dumped (S6).
NAME = r'("[^"]*"|0x[0-9a-f]+)'


def traced(directory, options, name, *args, env=None):
    """Runs a program under strace. -> the finished run, and what was traced."""
    trace = directory / "trace"
    done = subprocess.run(["strace", "-f", "-o", trace, *options, BUILD / name, "--lang", "en", *args],
                          env=environment(env), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, start_new_session=True, timeout=120, text=True)
    text = trace.read_text()
    trace.unlink()
    return done, text


# ---- passphrases ----

def locked_parties(directory):
    secret = written_secret(directory / "passphrase")
    keys = directory / "keys"
    expect(sigill("keygen", "-k", keys, "--passphrase-file", secret), 0)
    expect(sigill("card", "-k", keys, *CARD, "--passphrase-file", secret), 0)
    expect(trust(keys, own(make_authority(directory / "msb", "MSB"))), 0)
    return keys, secret


@test
def test_S6_the_passphrase_is_asked_for_after_the_summary_and_unseen(directory):
    keys, secret = locked_parties(directory)
    path = answers(directory)
    result = terminal("sigill", "seal", path, "-k", keys, "-o", directory / "out.sigill",
                      talk=[("Seal this to MSB?", "yes\n"), ("Passphrase", LONG + "\n")])
    expect(result, 0, err_has=["This will be sealed"])
    assert LONG not in result.shown and LONG not in result.err and LONG not in result.out
    expect(seal(keys, path, "--passphrase-file", secret, "-o", directory), 0)
    for made in directory.glob("*.sigill"):
        assert LONG.encode() not in made.read_bytes()


@test
def test_a_wrong_passphrase_changes_nothing(directory):
    keys, _ = locked_parties(directory)
    path, wrong = answers(directory), written_secret(directory / "wrong", "not this passphrase")
    before = tree(directory)
    expect(seal(keys, path, "--passphrase-file", wrong, "-o", directory / "out.sigill"), 1, out="",
           err_has=["the passphrase does not open"])
    expect(seal(keys, path, "--passphrase-file", directory / "none", "-o", directory / "out.sigill"), 3, out="")
    expect(seal(keys, path, "-o", directory / "out.sigill"), 3, out="", err_has=["--passphrase-file"])
    unchanged(directory, before)


# ---- full disks and broken media ----

@test
def test_R2_a_full_disk_leaves_nothing(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    before = tree(directory)

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000))

    done = subprocess.run([BUILD / "sigill", "--lang", "en", "seal", path, "-k", keys, "--yes", "-o",
                           directory / "out.sigill"], env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=small_files,
                          restore_signals=False, text=True)
    assert done.returncode == 3 and done.stdout == "", done
    assert "out.sigill: writing failed" in done.stderr, done
    unchanged(directory, before)


@test
def test_R2_a_failed_system_call_leaves_nothing(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    before = tree(directory)
    for fault in ("pwrite64:error=ENOSPC:when=1", "pwrite64:error=EIO:when=2", "fsync:error=EIO:when=1",
                  "fsync:error=EIO:when=2", "renameat2:error=EIO"):
        done, _ = traced(directory, ["-e", "trace=" + fault.split(":")[0], "-e", "inject=" + fault], "sigill", "seal", path, "-k", keys,
                         "--yes", "-o", directory / "out.sigill")
        assert done.returncode == 3 and done.stdout == "", (fault, done)
        assert "out.sigill: " in done.stderr.splitlines()[-1], (fault, done)
        unchanged(directory, before)


def large(directory):
    """Attachments for which several threads seal, a half of them of bytes that do not shrink."""
    path = directory / "large.bin"
    path.write_bytes(b"".join(secrets.token_bytes(4096) + bytes(4096) for _ in range(1500)))
    return path


@test
def test_R2_a_call_that_fails_in_any_thread_leaves_nothing(directory):
    keys, _ = parties(directory)
    path, attached = answers(directory), large(directory)
    before = tree(directory)
    # Each thread counts its own calls; one of two makes at least 47 writes.
    for fault in ("pwrite64:error=ENOSPC:when=5", "pwrite64:error=EIO:when=20", "pwrite64:error=EIO:when=30+", "pread64:error=EIO:when=11",
                  "pread64:error=EIO:when=13", "fsync:error=EIO:when=1"):
        done, _ = traced(directory, ["-e", "trace=" + fault.split(":")[0], "-e", "inject=" + fault], "sigill", "seal", path, "-k", keys,
                         "--yes", "--attach", attached, "-o", directory / "out.sigill")
        assert done.returncode == 3 and done.stdout == "", (fault, done)
        unchanged(directory, before)


@test
def test_where_no_thread_can_be_made_one_seals(directory):
    keys, authority = parties(directory)
    done, trace = traced(directory, ["-e", "trace=clone3", "-e", "inject=clone3:error=EAGAIN"], "sigill", "seal", answers(directory), "-k",
                         keys, "--yes", "--attach", large(directory), "-o", directory / "out.sigill")
    assert done.returncode == 0, done
    assert ("EAGAIN" in trace) == (len(os.sched_getaffinity(0)) > 1), trace
    expect(sigill("open", directory / "out.sigill", "-k", authority, "-o", directory / "new", "--signer", own(keys),
                  "--fingerprint", told(own(keys))), 0)
    assert (directory / "new" / "001-large.bin").read_bytes() == (directory / "large.bin").read_bytes()


@test
def test_ctrl_c_while_threads_seal_leaves_no_bundle(directory):
    keys, _ = parties(directory)
    attached, path = directory / "sparse.bin", answers(directory)
    with open(attached, "wb") as file:
        file.truncate(1 << 30)
    with subprocess.Popen([BUILD / "sigill", "seal", path, "-k", keys, "--yes", "--attach", attached, "-o", directory / "out.sigill"],
                          env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          # Tests in the background of a shell begin with Ctrl-C ignored.
                          preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) as child:
        while not list(directory.glob(".sigill-*.tmp")):
            assert child.poll() is None
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        out = child.stdout.read()
    assert child.returncode == -signal.SIGINT and out == b"", child
    assert not (directory / "out.sigill").exists() and not (keys / "sealed.json").exists()
    assert not list(directory.glob(".sigill-*"))


@test
def test_R3_what_is_reported_was_synced_and_read_back(directory):
    keys, _ = parties(directory)
    done, trace = traced(directory, ["-e", "trace=openat,pwrite64,fsync,fadvise64,pread64,renameat2"], "sigill", "seal",
                         answers(directory), "-k", keys, "--yes", "-o", directory / "out.sigill")
    assert done.returncode == 0, done
    made = re.search(rf'openat\(AT_FDCWD, {NAME}, O_RDWR\|O_CREAT\|O_EXCL[^)]*\) = (\d+)', trace)
    number = made[2]
    calls = re.findall(rf'\b(pwrite64|fsync|fadvise64|pread64|renameat2)\((?:{number}|AT_FDCWD)\b', trace[made.end():])
    order = [call for place, call in enumerate(calls) if place == 0 or calls[place - 1] != call]
    assert order[:5] == ["pwrite64", "fsync", "fadvise64", "pread64", "fsync"], order
    assert "pwrite64" not in order[1:order.index("renameat2")] and order.index("renameat2") > order.index("pread64"), order


@test
def test_a_journal_that_cannot_be_written_is_told_and_the_bundle_stays(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    done, _ = traced(directory, ["-e", "trace=rename", "-e", "inject=rename:error=ENOSPC"], "sigill", "seal", path,
                     "-k", keys, "--yes", "--json", "-o", directory / "out.sigill")
    assert done.returncode == 3, done
    assert "could not be noted in the journal" in done.stderr and "out.sigill" in done.stderr, done
    assert json.loads(done.stdout)["file"] == str(directory / "out.sigill")
    assert (directory / "out.sigill").exists() and not (keys / "sealed.json").exists()


@test
def test_a_result_that_cannot_be_printed_is_a_failure(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    with open("/dev/full", "wb") as full:
        result = seal(keys, path, "-o", directory / "out.sigill", out=full)
    expect(result, 3, err_has=["standard output"])
    assert (directory / "out.sigill").exists() and (keys / "sealed.json").exists()


# ---- what is touched ----

WRITES = "trace=open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,memfd_create"


@test
def test_S7_no_file_is_written_but_the_bundle_and_the_journal(directory):
    keys, _ = parties(directory)
    attached, scratch, home, here = (directory / name for name in ("a.txt", "tmp", "home", "medium"))
    for made in (scratch, home, here):
        made.mkdir()
    attached.write_text("HEMLIG BILAGA " * 10000)
    path = answers(directory)
    before = tree(directory)
    done, trace = traced(directory, ["-e", WRITES], "sigill", "seal", path, "-k", keys, "--yes", "--attach", attached,
                         "-o", here / "out.sigill", env={"TMPDIR": str(scratch), "HOME": str(home)})
    assert done.returncode == 0, done
    written = re.findall(rf'open(?:at)?\((?:AT_FDCWD, )?{NAME}, ([^)]*O_(?:WRONLY|RDWR|CREAT)[^)]*)', trace)
    assert len(written) == 2 and all("O_CREAT|O_EXCL" in flags for _, flags in written), written
    names = sorted(re.sub("[0-9a-f]{16}", "N", name) for name, _ in written if name.startswith('"'))
    assert names in ([], [f'"{keys}/.sigill-N.tmp"', f'"{here}/.sigill-N.tmp"']), names
    assert "O_TMPFILE" not in trace and "memfd_create" not in trace and "mkdir" not in trace
    after = tree(directory)
    assert {name for name in after if after[name] != before.get(name)} == {"medium/out.sigill", "keys/sealed.json"}
    assert before.keys() <= after.keys()
    for name in ("medium/out.sigill", "keys/sealed.json"):
        assert "HEMLIG".encode() not in after[name][1] and "Ada Exempelsson".encode() not in after[name][1]


def makes_no_network_call(directory, name, *words):
    """A worker is spoken with over a pair of unnamed sockets, which lead nowhere else."""
    done, trace = traced(directory, ["-e", "trace=%network"], name, *words)
    assert done.returncode == 0, done
    assert not re.search(r"\b(socket|connect|bind|listen|accept4?)\(", trace), trace
    assert all("AF_UNIX" in line for line in trace.splitlines() if "socketpair(" in line), trace


@test
def test_S12_no_program_makes_a_network_call(directory):
    keys, authority = parties(directory)
    register, out, card = directory / "register", directory / "out.sigill", own(keys)
    fingerprint = told(card)
    expect(msb("init", "-r", register, "-k", authority), 0)
    expect(msb("enrol", "-r", register, "-k", authority, card, "--fingerprint", fingerprint), 0)
    makes_no_network_call(directory, "sigill", "seal", answers(directory), "-k", keys, "--yes", "-o", out)
    makes_no_network_call(directory, "sigill", "inspect", out)
    makes_no_network_call(directory, "sigill", "open", out, "-k", authority, "-o", directory / "new", "--signer", card,
                          "--fingerprint", fingerprint)
    makes_no_network_call(directory, "sigill-msb", "receive", "-r", register, "-k", authority, out)
    (kvittens,) = (register / "receipts").iterdir()
    makes_no_network_call(directory, "sigill", "receipt", kvittens, "-k", keys)
    makes_no_network_call(directory, "sigill-msb", "list", "-r", register, "-k", authority)


run()
