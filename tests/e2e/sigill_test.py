"""What the whole-program tests share: running a program, with or without a terminal, and TAP.

A test is a function with @test; it gets an empty directory of its own (a Path) and fails by any
exception. `run()` at a script's end runs them all. The programs are those in the directory that the
environment variable BUILD names (default: build); tests run with the repository's root as current
directory. They speak English here unless lang says otherwise."""
import fcntl
import os
import pty
import select
import subprocess
import sys
import tempfile
import termios
import threading
import time
import traceback
from pathlib import Path

# Files and outputs are UTF-8 whatever the locale is, here and in every Python that is run from here.
if not sys.flags.utf8_mode:
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

BUILD = Path(os.environ.get("BUILD", "build")).resolve()
DATA = Path("tests/data").resolve()
TIMEOUT = 120  # seconds for one run

_tests = []


def test(function):
    """Registers a test; TAP shows its name."""
    _tests.append(function)
    return function


class Skipped(Exception):
    """A test cannot run where it is; its text says why. tests/skips lists where that may be."""


def skip_unless(possible, why):
    if not possible:
        raise Skipped(why)


def run():
    """Runs the tests in order, prints TAP and ends the process."""
    failed = 0
    print(f"1..{len(_tests)}", flush=True)
    for number, function in enumerate(_tests, 1):
        with tempfile.TemporaryDirectory(prefix="sigill-test-") as directory:
            try:
                function(Path(directory))
                print(f"ok {number} - {function.__name__}", flush=True)
            except Skipped as why:
                print(f"ok {number} - {function.__name__} # SKIP {why}", flush=True)
            except Exception:
                failed += 1
                print(f"not ok {number} - {function.__name__}", flush=True)
                print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
    sys.exit(1 if failed else 0)


# ---- running ----

class Result:
    """How a run ended: status (exit status; negative: the signal), out and err as text, raw (bytes of
    out), shown (what a terminal showed)."""

    def __init__(self, command, status, out, err, shown=""):
        self.command, self.status, self.raw, self.shown = command, status, out, shown
        self.out, self.err = out.decode("utf-8"), err.decode("utf-8")

    def __str__(self):
        words = " ".join(str(word) for word in self.command)
        return f"{words}\nstatus {self.status}\n--- out\n{self.out}\n--- err\n{self.err}\n--- shown\n{self.shown}"


def command_line(program, args, lang):
    """The words to run; a language goes in front of the subcommand."""
    return [str(BUILD / program), *(["--lang", lang] if lang else []), *(str(arg) for arg in args)]


def environment(extra=None):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_") and name not in ("LANG", "COLUMNS")}
    return {**kept, "LC_ALL": "C.UTF-8", **(extra or {})}


def program(name, *args, lang="en", cwd=None, env=None, out=subprocess.PIPE, stdin=subprocess.DEVNULL, user=None):
    """Runs a program without a terminal. lang None: as the environment says. user: the number of another user, whom
    root becomes."""
    command = command_line(name, args, lang)
    who = {} if user is None else {"user": user, "group": user, "extra_groups": []}
    done = subprocess.run(command, cwd=cwd, env=environment(env), stdin=stdin, stdout=out,
                          stderr=subprocess.PIPE, start_new_session=True, timeout=TIMEOUT, **who)
    return Result(command, done.returncode, done.stdout or b"", done.stderr)


def strace():
    """The words of a strace that can read what a call says: the programs let no other process look into their memory.
    Root may all the same, and so may the root of a user namespace of one's own."""
    inside = ["unshare", "--user", "--map-root-user"]
    if os.geteuid() == 0 or subprocess.run([*inside, "true"], stderr=subprocess.DEVNULL).returncode != 0:
        return ["strace"]
    return [*inside, "strace"]


def strace_reads():
    """Whether strace() can."""
    return os.geteuid() == 0 or len(strace()) > 1


def preloading(library):
    """The value of LD_PRELOAD for one more library, in front of what the tests themselves run with."""
    return ":".join(filter(None, (str(library), os.environ.get("LD_PRELOAD"))))


def sigill(*args, **options):
    return program("sigill", *args, **options)


def msb(*args, **options):
    return program("sigill-msb", *args, **options)


def terminal(name, *args, talk=(), lang="en", cwd=None, env=None):
    """Runs a program with a terminal of its own, while standard output and error stay apart. talk:
    pairs of what to wait for on the terminal and what to type then, newline included."""
    command = command_line(name, args, lang)
    ours, theirs = pty.openpty()

    def take_terminal():
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    child = subprocess.Popen(command, cwd=cwd, env=environment(env), stdin=theirs, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, preexec_fn=take_terminal)
    pieces = {}
    readers = [threading.Thread(target=lambda key=key, pipe=pipe: pieces.__setitem__(key, pipe.read()))
               for key, pipe in (("out", child.stdout), ("err", child.stderr))]
    for reader in readers:
        reader.start()
    try:
        shown = _talk(ours, child, talk)
        status = child.wait(TIMEOUT)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        for reader in readers:
            reader.join()
        os.close(theirs)
        os.close(ours)
        child.stdout.close()
        child.stderr.close()
    return Result(command, status, pieces["out"], pieces["err"], shown)


def _talk(ours, child, talk):
    shown, pending, since = "", list(talk), 0
    deadline = time.monotonic() + TIMEOUT
    while True:
        ended = child.poll() is not None
        if select.select([ours], [], [], 0.05)[0]:
            shown += os.read(ours, 4096).decode("utf-8", "replace")
        elif ended:
            break
        if pending and pending[0][0] in shown[since:]:
            since = len(shown)
            os.write(ours, pending.pop(0)[1].encode())
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {pending[:1]}; shown: {shown!r}")
    if pending:
        raise AssertionError(f"the program ended without asking for {pending}; shown: {shown!r}")
    return shown


# ---- judging ----

def flat(text):
    """The words of a text whose lines are broken at a width."""
    return " ".join(text.split())


def expect(result, status, out=None, err=None, out_has=(), err_has=()):
    """The exit status, exactly; out and err exactly where given; parts that they must hold, wherever their lines are broken."""
    problems = []
    if result.status != status:
        problems.append(f"status {result.status}, not {status}")
    if out is not None and result.out != out:
        problems.append(f"standard output is not {out!r}")
    if err is not None and result.err != err:
        problems.append(f"standard error is not {err!r}")
    for name, text, parts in (("output", result.out, out_has), ("error", result.err, err_has)):
        for part in [parts] if isinstance(parts, str) else parts:
            if part not in text and flat(part) not in flat(text):
                problems.append(f"standard {name} lacks {part!r}")
    if problems:
        raise AssertionError("; ".join(problems) + f"\n{result}")
    return result


def refused(result, status, *err_has):
    """One line of complaint, perhaps one of advice, nothing on standard output."""
    expect(result, status, out="", err_has=err_has)
    if not 1 <= len(result.err.splitlines()) <= 2:
        raise AssertionError(f"standard error has not one or two lines\n{result}")
    return result


def tree(directory):
    """Everything below a directory: relative path -> (mode, content), for comparing before and after."""
    found = {}
    for path in sorted(Path(directory).rglob("*")):
        content = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else None
        found[str(path.relative_to(directory))] = (path.lstat().st_mode, content)
    return found


def unchanged(directory, before):
    after = tree(directory)
    if after != before:
        names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        raise AssertionError(f"changed in {directory}: {names}")
