"""Bundles that are imported in one group: that they see each other, that a bad one costs no other one its import, whatever
fails and at whatever step, and that what is said has the order of the files (R1, R2). Kills and failures at each call of
a group of two are in crash.py, of a row of groups in kill.py."""
import contextlib
import json
import os
import shutil
import threading

from bundlekit import Bundle, edit, receive, world
from failingkit import receipts, traced
from parties import rows
from sigill_test import run, test


def verdicts(result):
    return [(line["file"].rsplit("/", 1)[-1], line["verdict"], line["reason"], line["current"]) for line in result.lines]


def kept(register):
    """What is in the register, but for the order and the times of its rows."""
    imported = rows(register, "SELECT hex(sealed_digest), number, hex(id), hex(supersedes), chosen FROM submissions ORDER BY 1")
    refused = rows(register, "SELECT hex(sealed_digest), reason FROM refusals ORDER BY 1")
    return imported, refused, sorted(path.name for path in (register / "originals").iterdir()), receipts(register)


def write_all(medium):
    """Files that are judged by each other, good ones and bad ones."""
    one, other = Bundle(world(), "ankeborg"), Bundle(world(), "exempelby")
    files = [one.sealed, other.sealed, one.sealed, Bundle(world(), "ankeborg", frame=one.frame).sealed,
             Bundle(world(), "ankeborg", id=one.id, manifest=edit(created="2026-11-21T12:00:01Z")).sealed, Bundle(world(), "ankeborg", manifest=edit(supersedes=[one.id])).sealed,
             other.sealed[:-3000], b"age-encryption.org/v1\n rubbish", Bundle(world(), "exempelby").sealed]
    medium.mkdir()
    for number, content in enumerate(files):
        (medium / f"{number}.sigill").write_bytes(content)
    return medium


@test
def test_R1_bundles_of_one_run_are_judged_as_if_each_came_by_itself(directory):
    medium = write_all(directory / "medium")
    together = world().copy(directory / "together")
    result = receive(world(), together, medium)
    alone, seen = world().copy(directory / "alone"), []
    for path in sorted(medium.iterdir()):
        seen += verdicts(receive(world(), alone, path))
    assert verdicts(result)[:2] == [("0.sigill", "imported", None, True), ("1.sigill", "imported", None, True)], result
    assert [line[2] for line in verdicts(result)[2:5]] == ["already-imported", "already-imported", "id-reused"], result
    # Of two in one group the first one's place is looked at when the other is in the register too.
    assert [line[:3] for line in verdicts(result)] == [line[:3] for line in seen], (verdicts(result), seen)
    assert kept(together) == kept(alone), (kept(together), kept(alone))


class Watched(threading.Thread):
    """Looks at how many bytes lie in a directory, as often as it can. .most: the most that it saw."""

    def __init__(self, directory):
        super().__init__(daemon=True)
        self.directory, self.most, self.over = directory, 0, False

    def look(self):
        with contextlib.suppress(OSError), os.scandir(self.directory) as entries:
            return sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
        return 0

    def run(self):
        while not self.over:
            self.most = max(self.most, self.look())


@test
def test_large_files_are_not_all_copied_before_the_first_is_judged(directory):
    size, medium, register = 40 << 20, directory / "medium", world().copy(directory)
    medium.mkdir()
    for number in range(6):
        with open(medium / f"{number}.sigill", "wb") as file:
            file.write(b"age-encryption.org/v1\n rubbish")
            file.truncate(size)
    watched = Watched(register / "incoming")
    watched.start()
    result = receive(world(), register, medium)
    watched.over = True
    watched.join()
    assert [line["reason"] for line in result.lines] == ["not-a-bundle"] * 6, result
    # 64 MiB, and the one that went beyond.
    assert 0 < watched.most <= 2 * size, watched.most


class Three:
    """Three good bundles on a medium."""

    def __init__(self, directory):
        self.directory, self.medium = directory, directory / "medium"
        self.medium.mkdir()
        for number, party in enumerate(("ankeborg", "exempelby", "ankeborg")):
            (self.medium / f"{number}.sigill").write_bytes(Bundle(world(), party).sealed)

    def with_failing(self, call, error, place):
        """-> lines of the run, its register, and whether the call failed; None without the call"""
        shutil.rmtree(self.directory / "register", ignore_errors=True)
        register = world().copy(self.directory)
        status, failed, said = traced(f"{call}:error={error}:when={place}", self.directory / "trace", "sigill-msb", "receive",
                                      "-r", register, "-k", world().authority.keys, "--json", self.medium)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        return status, failed, lines, register


def one_failure_costs_one(name, call, error):
    def check(directory):
        three, costs, whole = Three(directory), 0, 0
        for place in range(1, 100):
            status, failed, lines, register = three.with_failing(call, error, place)
            if not failed:
                break
            if not lines:  # the run did not come to its first file
                assert status == 3, (place, status)
                continue
            reasons = [line["reason"] for line in lines]
            assert [line["file"].rsplit("/", 1)[-1] for line in lines] == [f"{n}.sigill" for n in range(3)], (place, lines)
            assert reasons.count("io-error") <= 1 and set(reasons) <= {None, "io-error"}, (place, reasons)
            imported, _, originals, given = kept(register)
            assert len(imported) >= 2 and len(originals) == len(imported) and len(given) >= 2, (place, lines)
            costs, whole = costs + reasons.count("io-error"), whole + (reasons == [None] * 3)
        assert costs + whole > 2, (costs, whole)
        print(f"# {call}: {costs} failures cost one bundle its import or receipt, {whole} none")
    check.__name__ = name
    test(check)


for name, call in (("test_R2_a_fsync_that_fails_in_a_group_costs_no_other_bundle", "fsync"),
                   ("test_R2_a_fdatasync_that_fails_in_a_group_costs_no_other_bundle", "fdatasync"),
                   ("test_R2_a_rename_that_fails_in_a_group_costs_no_other_bundle", "rename")):
    one_failure_costs_one(name, call, "EIO")


run()
