"""Nothing has its name before its content is on the disk, and nothing is said before its name is: every subcommand that
writes, with a library that notes what is written, synced and named (tests/preload/synced.c). Then each of those syncs, of
files and of directories, fails in its turn: the command says so, and nothing stands half under its name."""
import json
import os
import re
import shutil
import tempfile

from bundlekit import preload
from parties import TYPICAL, rows, told
from sigill_test import expect, program, run, test, tree

if os.path.isdir("/dev/shm"):  # a file system in memory: the calls are the same, and none waits for a disk
    tempfile.tempdir = "/dev/shm"

IN_THE_MAKING = re.compile(r"/(\.sigill-([0-9a-f]{16}|kit-(making|going))\.tmp|incoming)(/|$)")
# What SQLite and the lock need is made under its name, and empty; their content is judged like any other.
MADE_BY_NAME = re.compile(r"/register\.(db|db-wal|db-shm|db-journal|lock)$")
LIVES_WITH_THE_PROCESS = re.compile(r"/register\.(db-shm|lock)$")


def passing(path):
    return IN_THE_MAKING.search(path) is not None


class Disk:
    """What would be lost if the power went: begins with what is there, and follows the lines of a run's log. Files and
    directories are known by their inodes."""

    def __init__(self, root):
        self.path = {str(path.lstat().st_ino): str(path) for path in [root, *root.rglob("*")]}
        self.content, self.entries = set(), {}  # not yet on the disk: files; what came and went in directories
        self.lost = set()  # files that a sync failed for: that a later one succeeds proves nothing
        self.problems, self.syncs = [], []

    def follow(self, log):
        for line in log.read_text(encoding="utf-8").splitlines():
            word, *rest = line.split("\t")
            getattr(self, word)(*rest)

    def lacks(self, inode):
        """What of a file or directory is not on the disk and would be missed. What a database lacks stands in its log."""
        path = self.path.get(inode, "")
        log = next((one for one, at in self.path.items() if at == path + "-wal"), None)
        if path == "" or LIVES_WITH_THE_PROCESS.search(path) or log is not None and log not in self.content:
            return []
        return [path] * (inode in self.content) + [entry for entry in self.entries.get(inode, ())
                                                   if not LIVES_WITH_THE_PROCESS.search(entry)]

    def lacking(self):
        return sorted({lack for inode in [*self.content, *self.entries] for lack in self.lacks(inode) if not passing(lack)})

    def write(self, inode):
        self.content.add(inode)
        if self.path.get(inode, "").endswith("-wal"):  # the next transaction is written where the one that failed was
            self.lost.discard(inode)

    def sync(self, kind, inode, path):
        self.syncs.append((kind, path))
        self.entries.pop(inode, None)
        if inode not in self.lost:
            self.content.discard(inode)

    def fail(self, kind, inode, path):
        self.syncs.append((kind, path))
        if inode in self.content:
            self.lost.add(inode)

    def make(self, kind, inode, parent, path):
        self.content.discard(inode)
        self.lost.discard(inode)
        self.entries.pop(inode, None)
        self.path[inode] = path
        self.entries.setdefault(parent, set()).add(path)
        if kind == "file" and not passing(path) and not MADE_BY_NAME.search(path):
            self.problems.append(f"{path} is made under its own name")

    def name(self, kind, inode, parent, path):
        before = self.path.get(inode, path)
        self.path = {one: path + at[len(before):] if at.startswith(before + "/") else at
                     for one, at in self.path.items() if at != path}
        self.path[inode] = path
        inside = [one for one, at in self.path.items() if one == inode or at.startswith(path + "/")]
        for one in inside:
            if one in self.entries:
                self.entries[one] = {path + at[len(before):] if at.startswith(before + "/") else at for at in self.entries[one]}
        if not passing(path):
            # What is named may follow from a row; but not from those of a transaction that failed.
            logs = {lack for lack in self.lacking() if lack.endswith("-wal")} - {self.path.get(one) for one in self.lost}
            self.problems += [f"{path} is named before {lack} is on the disk"
                              for lack in logs.union(*(self.lacks(one) for one in inside))]
        self.entries.setdefault(parent, set()).add(path)

    def gone(self, parent, path):
        self.path = {inode: at for inode, at in self.path.items() if at != path}
        if passing(path) or MADE_BY_NAME.search(path):  # that it comes back harms nobody
            self.entries.get(parent, set()).discard(path)
        else:
            self.entries.setdefault(parent, set()).add(path)

    def said(self):
        self.problems += [f"something is said before {lack} is on the disk" for lack in self.lacking()]


class World:
    """Parties and a register, as a folder that a command may change and that can be put back."""

    def __init__(self, directory):
        self.root, self.kept, self.log = directory / "world", directory / "kept", directory / "log"
        self.root.mkdir()

    def keep(self):
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.root, self.kept)

    def put_back(self):
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)

    def does(self, words, status=0, fail_at=0):
        """-> how the run ended, and the disk after it"""
        self.log.write_text("")
        words = [self.fill(word) for word in words.split()]
        disk = Disk(self.root)
        result = program(*words, cwd=self.root, env=preload("synced", SYNCED_UNDER=self.root.parent, SYNCED_LOG=self.log,
                                                            SYNCED_FAIL_AT=fail_at))
        disk.follow(self.log)
        return (expect(result, status) if fail_at == 0 else result), disk

    def fill(self, word):
        """Words that begin with % stand for what earlier commands made."""
        if word.startswith("%told:"):
            return told(self.root / word[6:])
        if word == "%last":
            return rows(self.root / "register", "SELECT lower(hex(id)) FROM submissions ORDER BY rowid DESC LIMIT 1")[0][0]
        return word

    def prepare(self, command):
        """What the command reads and no other one made."""
        if command == "seal" and not (self.root / "answers.json").exists():
            answers = json.loads(TYPICAL.read_text(encoding="utf-8"))
            answers["organisation"] = {"name": "Ankeborg", "number": "212999-0004", "group": "kommun"}
            (self.root / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        if command == "receive":
            (self.root / "broken.sigill").write_bytes((self.root / "one.sigill").read_bytes()[:-3000])
        if command == "population":
            (self.root / "asked.csv").write_text("number,name,group\n212999-0004,Ankeborg,kommun\n", encoding="utf-8")


KEYED = "-r register -k msb"
LIFE = [  # exit status and command; each in the world that those before it left
    (0, f"sigill-msb init {KEYED} --no-passphrase"),
    (0, "sigill-msb card -k msb --name Myndigheten -o msb.card"),
    (0, "sigill-msb card -k msb --renew --valid-until 2999-01-01"),
    (0, "sigill keygen -k party --no-passphrase"),
    (0, "sigill card -k party --name Ankeborg --number 212999-0004 --group kommun -o party.card"),
    (0, "sigill trust -k party msb/own.card --fingerprint %told:msb/own.card"),
    (0, f"sigill-msb enrol {KEYED} party.card --fingerprint %told:party.card"),
    (0, f"sigill-msb round 2026 {KEYED} --edition infosakkollen-2021 --opens 2020-01-01 --closes 2999-12-31"),
    (0, f"sigill-msb population {KEYED} asked.csv --round 2026"),
    (0, "sigill template -o template.json"),
    (0, "sigill questions -o questions.txt"),
    (0, "sigill seal answers.json -k party --yes -o one.sigill"),
    (0, "sigill seal answers.json -k party --yes -o two.sigill"),
    (0, "sigill score answers.json --html -o page.html"),
    (1, f"sigill-msb receive {KEYED} one.sigill two.sigill broken.sigill"),
    (0, f"sigill-msb choose {KEYED} %last"),
    (0, f"sigill-msb extract {KEYED} %last -o extracted"),
    (0, f"sigill-msb stats {KEYED} --csv -o stats.csv"),
    (0, f"sigill-msb export {KEYED} -o tables.xlsx"),
    (0, f"sigill-msb report {KEYED} -o reported"),
    (0, f"sigill-msb feedback {KEYED} --all -o answered"),
    (0, "sigill open -k party answered/212999-0004.sigill -o opened"),
    (0, f"sigill-msb kit {KEYED} -o first.kit"),
    (0, f"sigill-msb kit {KEYED} -o second.kit"),
    (0, "sigill trust -k party first.kit"),
    (0, "sigill trust -k party second.kit --yes"),
    (0, "sigill distrust -k party msb/own.card"),
    (0, f"sigill-msb backup {KEYED} -o copy"),
    (0, "sigill-msb rotate -k msb"),
    (0, f"sigill-msb rewrap {KEYED} --to msb"),
    (0, "sigill keygen -k spare --no-passphrase"),
    (0, "sigill-msb add-recipient -k msb spare/receive.pub"),
    (0, "sigill-msb card -k msb --renew"),
    (0, f"sigill-msb revoke {KEYED} 212999-0004 --reason lost --yes"),
    (0, f"sigill-msb backup {KEYED} -o last"),
    (0, "sigill-msb restore -r restored -k msb last --yes"),
]


def judge_failure(world, words, status, number):
    """What is wrong with a run of which a sync fails. It may go untold only where nothing depended on it: all is on the
    disk all the same."""
    result, disk = world.does(words, fail_at=number)
    kind, path = disk.syncs[number - 1]
    found = [*disk.problems]
    told_of = re.search("brought to the disk|disk I/O error|io-error", result.err + result.out)
    if result.status != 3 or not told_of:
        found += [f"not told, and {lack} is not on the disk" for lack in disk.lacking()]
        found += [f"exit status {result.status}: {result}"] * (result.status != status)
    found += [f"{left} is left" for left in world.root.rglob("*.tmp")]
    return [f"the sync of the {kind} {path} fails: {problem}" for problem in found], result.status == 3


@test
def test_R2_content_is_on_the_disk_before_its_name_and_names_before_the_end(directory):
    world, problems, failures, told_of = World(directory), [], 0, 0
    for status, words in LIFE:
        world.prepare(words.split()[1])
        world.keep()
        _, disk = world.does(words, status)
        problems += [f"{words}: {problem}" for problem in disk.problems]
        problems += [f"{words}: {path} is not on the disk at its end" for path in disk.lacking()]
        for number in range(1, len(disk.syncs) + 1):
            world.put_back()
            found, ended = judge_failure(world, words, status, number)
            problems += [f"{words}: {problem}" for problem in found]
            failures, told_of = failures + 1, told_of + ended
        world.put_back()
        world.does(words, status)
    print(f"# {failures} syncs failed in {len(LIFE)} commands, and {told_of} of these said so")
    assert not problems, "\n" + "\n".join(problem.replace(f"{world.root}/", "") for problem in problems)


run()
