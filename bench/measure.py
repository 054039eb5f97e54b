"""What the rows of the bench share: their sizes, running programs, and one line of the table for each row."""
import ctypes
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

BUILD = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIGILL, MSB, FLOOR = (f"{BUILD}/{name}" for name in ("sigill", "sigill-msb", "bench/floor"))
CORES = len(os.sched_getaffinity(0))


# ---- how much ----

def size(name, small, full):
    """A number from the environment, or what is measured without it."""
    return int(os.environ.get(f"BENCH_{name}", full if os.environ.get("BENCH_FULL") == "1" else small))


PAIRS = size("PAIRS", 3, 5)
BUNDLES = size("BUNDLES", 300, 10000)
SENDERS = size("SENDERS", 30, 300)
MIB = size("MIB", 64, 1024)
ORGANISATIONS = size("ORGANISATIONS", 5000, 100000)
REFUSALS = size("REFUSALS", 1000, 10000)
# Where a file system on a disk is, and one in memory. The scripts work in folders of their own: so the whole path.
DISK = os.path.abspath(os.environ.get("BENCH_DISK", BUILD))
TMPFS = os.path.abspath(os.environ.get("BENCH_TMPFS", "/dev/shm"))
ONLY = os.environ.get("BENCH_ONLY", "").split()  # rows whose name has one of these words


def wanted(*names):
    return not ONLY or any(word in name for word in ONLY for name in names)


# ---- running ----

class Spent(NamedTuple):
    """What a run took: seconds on the clock and on processors, the most that one of its processes held, in MiB."""
    wall: float
    cpu: float
    mib: float


def adopt():
    """Has this process inherit what a program leaves behind: a worker that is killed at the end would be counted for nobody."""
    ctypes.CDLL(None, use_errno=True).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def left_behind():
    """The seconds on processors of what was inherited, when it has ended."""
    total = 0.0
    while True:
        try:
            usage = os.wait4(-1, 0)[2]
        except ChildProcessError:
            return total
        total += usage.ru_utime + usage.ru_stime


def spent(command, allowed=(0,), **options):
    """Runs a command with everything that it starts. The most memory is told by time(1), a small process: of one that Python
    starts, Python's own would count."""
    with tempfile.NamedTemporaryFile("r", dir=TMPFS) as most, open(os.devnull, "wb") as null:
        adopt()
        began = time.monotonic()
        process = subprocess.Popen(["/usr/bin/time", "-q", "-f", "%M", "-o", most.name, *command], stdout=null,
                                   stderr=subprocess.PIPE, **options)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode not in allowed:
            sys.exit(f"{command}: exit status {process.returncode}: {said.decode(errors='replace')}")
        return Spent(took, usage.ru_utime + usage.ru_stime + left_behind(), int(most.read()) / 1024)


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options).stdout


def sh(script, *words):
    """A pipeline as one command; it stops at the first failure."""
    return ["bash", "-euo", "pipefail", "-c", script, "bash", *map(str, words)]


def middle(runs):
    """The median of each figure; of memory the most."""
    return Spent(statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs), max(run.mib for run in runs))


def interleaved(pairs, **ways):
    """Each way is a function that prepares a run, untimed, and gives its command; they take turns, so that a busy or a warm
    machine is so for all. -> {name: Spent}"""
    runs = {name: [] for name in ways}
    for _ in range(pairs):
        for name, prepare in ways.items():
            runs[name].append(spent(prepare()))
    return {name: middle(found) for name, found in runs.items()}


def floor(directory, **works):
    """The command of bench/floor.c; works as NAME=COUNT or NAME=(COUNT, BYTES)."""
    words = [f"{name}={work}" if isinstance(work, int) else f"{name}={work[0]}:{work[1]}" for name, work in works.items()]
    return [FLOOR, str(CORES), str(directory), *words]


# ---- the table ----

def exponent(small, large, times):
    """How time grows: 1 is linear, 2 is with the square."""
    return math.log(large / small) / math.log(times)


HEAD = (f"{'':34} {'ours':>15} {'stock tools':>15} {'ours/stock':>11} {'floor':>15} {'ours/floor':>11} {'most':>6} {'growth':>11}\n"
        f"{'':34} {'wall s':>7} {'CPU s':>7} {'wall s':>7} {'CPU s':>7} {'wall':>5} {'CPU':>5} {'wall s':>7} {'CPU s':>7} "
        f"{'wall':>5} {'CPU':>5} {'MiB':>6} {'CPU':>5} {'MiB':>5}")


def figures(found):
    return f"{found.wall:7.3f} {found.cpu:7.3f}" if found else f"{'–':>7} {'–':>7}"


def ratio(ours, other):
    return f"{ours.wall / other.wall:5.2f} {ours.cpu / max(other.cpu, 0.001):5.2f}" if other else f"{'–':>5} {'–':>5}"


def line(name, ours, stock=None, lowest=None, growth=None):
    """growth: (exponent of time, exponent of memory)"""
    grown = f"{growth[0]:5.2f} {growth[1]:5.2f}" if growth else f"{'–':>5} {'–':>5}"
    print(f"{name:34} {figures(ours)} {figures(stock)} {ratio(ours, stock)} {figures(lowest)} {ratio(ours, lowest)} {ours.mib:6.1f} {grown}",
          flush=True)
