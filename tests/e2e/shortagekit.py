"""Want of memory in every subcommand of both programs: an allocation fails, and in another run that one and all that
follow. The run ends with status 3, one sentence, nothing under a final name and nothing half on standard output; or it
is the very same as one in which none failed.

Where an allocation comes from is told apart by the innermost calls that lead to it. One allocation of each such place
fails, in the first run that has it, or of every so many places (MEMORY_PLACES=N; 1: of each), and of each run some that are
spread over it (MEMORY_SPREAD=N); with MEMORY_FULL=1 each of all, which takes many hours.
MEMORY_ONLY=WORD takes the runs whose words contain it. A worker without memory is one that failed: its bundle is
refused, and the run goes on. What is said of a register that a run had begun to change is said by fsck, after the same
run once more."""
import atexit
import concurrent.futures
import functools
import os
import queue
import re

from memorykit import ROLES, ROOM, Place
from runkit import fixture, runs
from sigill_test import test

FULL = os.environ.get("MEMORY_FULL", "") == "1"
ONLY = os.environ.get("MEMORY_ONLY", "")
JOBS = int(os.environ.get("JOBS", "2"))
PLACES = int(os.environ.get("MEMORY_PLACES", "2"))  # of so many new places one
SPREAD = int(os.environ.get("MEMORY_SPREAD", "2"))  # allocations of each run, beside those of new places
SHOWN = 3  # of what is wrong with a run
SENTENCE = b"out of memory; close other programs and try again\n"


# ---- judging ----

def problems(one, place, role, wanted, changed, done):
    """What is wrong with a run in which an allocation of that role failed; wanted and changed: the undisturbed run."""
    changes = place.changes()
    if done.status == wanted.status and done.out == wanted.out and done.err == wanted.err and changes == changed:
        return []
    found = [f"left: {name}" for name in changes if re.search(r"\.sigill-[0-9a-f]+\.tmp", name)]
    if role == ROLES.index("worker") and worker_failed(done, wanted):
        return found + ([] if one.each else [f"changed: {name}" for name in changes])
    if done.status != 3:
        found.append(f"status {done.status}")
    if not done.err.endswith(SENTENCE):
        found.append("it is not said that memory ended")
    lines = one.each and done.out.endswith(b"\n") and wanted.out.startswith(done.out)
    if done.out not in (b"", wanted.out) and not lines:
        found.append("half a result on standard output")
    if not (one.whole and changes == changed):
        found += [f"changed: {name}" for name, content in changes.items() if not allowed(one, name, content, changed)]
    return found + (judge_register(one, place) if one.each and changes not in ({}, changed) else [])


def allowed(one, name, content, changed):
    """A folder for what never came is nothing, nor is the number of a kit that never came. A register is judged by itself."""
    if content is None and name.endswith(("/history", "/trusted", "/heads")):
        return True
    if name.endswith("/kits.json"):
        return changed.get(name) == content
    return one.each and (name.startswith(("register/", "msb/heads/", "other/heads/")) or changed.get(name) == content)


def worker_failed(done, wanted):
    """The bundle, or the workbook, of a worker that had no memory is refused, and the run goes on."""
    told = re.search(rb"worker-failed|did not do its work|did not come to its end|more memory than is allowed|cannot be confined here",
                     done.out + done.err)
    return done.status in (1, wanted.status) and told


def judge_register(one, place):
    """The same run completes what was begun, or finds it done, and the register is whole: a restored one, if it is the one by
    then."""
    again = place.run(one.program, one.words)
    done = again.status in (0, 1) or again.status == 3 and b"exists already" in again.err
    checked = [place.run("sigill-msb", ["fsck", "-r", register, "-k", keys, "--json"])
               for register in ("register", "new") for keys in one.keys]
    return ([] if done else [f"it cannot be run again: {again}"]) + (
        [] if any(check.status == 0 for check in checked) else [f"the register is not whole: {checked[0]}"])


# ---- the tests ----

_places = queue.SimpleQueue()
POOL = concurrent.futures.ThreadPoolExecutor(JOBS)


def in_a_place(work):
    """Runs work with a copy of the fixture that no other thread has."""
    try:
        place = _places.get_nowait()
    except queue.Empty:
        place = Place(fixture())
        atexit.register(place.close)
    try:
        place.reset()
        return work(place)
    finally:
        _places.put(place)


def undisturbed(one):
    """The run in which nothing fails, twice alike: how it ended, what it changed, where its allocations came from."""
    def work(place):
        wanted = place.run(one.program, one.words, room=ROOM)
        changed, taken = place.changes(), place.taken()
        assert wanted.status == one.status, f"{one}: {wanted}"
        place.reset()
        again = place.run(one.program, one.words)
        assert (again.out, again.err, place.changes()) == (wanted.out, wanted.err, changed), f"{one}: {again}\n{wanted}"
        return wanted, changed, taken
    return in_a_place(work)


def plan(wanted_runs):
    """For each run: how it ends undisturbed, what it changes, and the (role, number, later) to try. Not of a sample
    that differs from one time to the next."""
    seen, plans = set(), []
    for one, (wanted, changed, taken) in zip(wanted_runs, POOL.map(undisturbed, wanted_runs)):
        numbers, points = [0] * len(ROLES), []
        for place, (role, calls) in enumerate(taken):
            numbers[role] += 1
            spread = (place * SPREAD // len(taken)) != ((place - 1) * SPREAD // len(taken))
            new = (role, calls) not in seen and len(seen) % PLACES == 0
            if FULL or spread or new:
                points.append((role, numbers[role], False))
            if FULL or spread:
                points.append((role, numbers[role], True))
            seen.add((role, calls))
        plans.append((wanted, changed, points))
    return plans


def wrong(one, wanted, changed, point):
    """What is wrong when this allocation fails, as a text; None if nothing is."""
    def work(place):
        done = place.run(one.program, one.words, *point)
        found = problems(one, place, point[0], wanted, changed, done)
        role, number, later = point
        return f"{ROLES[role]} {number}{' and later' if later else ''}: {'; '.join(found)}\n{done}" if found else None
    return in_a_place(work)


def try_runs(program):
    """Makes a test of each run of that program."""
    wanted = [one for one in runs() if one.program == program and ONLY in str(one)]
    planned = functools.cache(lambda: plan(wanted))
    for number in range(len(wanted)):
        fail_each(wanted[number], lambda number=number: planned()[number])


def fail_each(one, planned):
    def check(directory):
        wanted, changed, points = planned()
        found = [text for text in POOL.map(lambda point: wrong(one, wanted, changed, point), points) if text]
        print(f"# {one}: {wanted.counted} allocations, {len(points)} failed in turn", flush=True)
        assert not found, f"{one}: {len(found)} of {len(points)} are wrong\n" + "\n".join(found[:SHOWN])
    check.__name__ = f"test_{one.name()}"
    test(check)
