"""A medium that is pulled out in the middle of a write: after each call on it, all that follow fail, also those that would
clear away. When it is in again nothing stands half under a final name, what was there is there, and the same command works."""
import re
import shutil
import zipfile

from bundlekit import preload
from memorykit import number_of
from runkit import fixture, told
from sigill_test import expect, msb, run, sigill, test, tree

WHERE = ["-r", "register", "-k", "msb"]
ERRORS = {"EIO": "if it was pulled out, put it in and repeat", "ENODEV": "is gone; put it in again and repeat",
          "ENXIO": "is gone; put it in again and repeat"}

# Where a library has no word of the system's, where what can be read is not what was written, and where the medium is gone
# before the program has bound itself to the places that it is called with.
OTHERWISE = ("access is denied", "the database says: ", "the medium may be broken, so nothing was kept: use another medium",
             "is the medium still there")


def called(words, where, **options):
    return {"sigill": sigill, "sigill-msb": msb}[words[0]](*words[1:], cwd=where, **options)


def fresh(directory, earlier):
    """A copy of a place with a register and parties, and a stick with what lay on it before."""
    where = directory / "place"
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(fixture(), where, symlinks=True)
    (where / "stick").mkdir()
    for name, content in earlier.items():
        (where / "stick" / name).write_bytes(content)
    return where


def pulled(words, where, at, error):
    """The run in which the stick is gone from that call on."""
    return called(words, where, env=preload("gone_medium", PULLED_UNDER="stick", PULLED_AT=at, PULLED_ERROR=error))


def calls_of(words, where):
    """How many calls on the stick there are."""
    return int(re.search(r"^calls: (\d+)$", expect(pulled(words, where, 0, "EIO"), 0).err, re.M)[1])


def finals(stick):
    """What stands there under a name that is final: path -> content."""
    return {str(path.relative_to(stick)): path.read_bytes() for path in stick.rglob("*")
            if path.is_file() and not any(part.startswith(".sigill-") for part in path.relative_to(stick).parts)}


def each_call(directory, words, whole, earlier=None, step=1):
    """whole(where, name, content): whether that, under a final name, is all that belongs there."""
    earlier = earlier or {}
    calls = calls_of(words, fresh(directory, earlier))
    assert calls >= 8, calls
    failed = 0
    for at in range(1, calls + 1, step):
        error = list(ERRORS)[at % len(ERRORS)]
        where = fresh(directory, earlier)
        before = tree(where / "register"), tree(where / "org1")
        result = pulled(words, where, at, error)
        assert result.status in (0, 3), (at, error, str(result))
        failed += result.status == 3
        if result.status == 3:
            said = re.search(r"^sigill(?:-msb)?: stick.*", result.err, re.M)
            assert said and ".sigill-" not in said[0], (at, error, str(result))
            assert any(words in said[0] for words in (*ERRORS.values(), *OTHERWISE)), (at, error, str(result))
        found = finals(where / "stick")
        for name, content in found.items():
            old = name.removesuffix("~")
            assert content == earlier.get(old) or whole(where, name, content), (at, error, name, str(result))
        assert all(content in found.values() for content in earlier.values()), (at, error, sorted(found))
        if result.status == 3:
            assert tree(where / "register").keys() >= before[0].keys() and tree(where / "org1").keys() >= before[1].keys(), at
            again = called(words, where)
            assert again.status == 0 or "exists already" in again.err and found.keys() > earlier.keys(), (at, error, str(again))
    print(f"# {failed} of {calls} calls failed the run")
    assert failed >= calls // step // 2, (failed, calls)


def received(where, name, content):
    """Whether a bundle can be received."""
    shutil.copytree(where / "register", where / "another-register")
    shutil.copytree(where / "msb", where / "keys-of-another")
    try:
        return msb("receive", "-r", "another-register", "-k", "keys-of-another", f"stick/{name}", cwd=where).status == 0
    finally:
        shutil.rmtree(where / "another-register")
        shutil.rmtree(where / "keys-of-another")


@test
def test_R2_a_stick_that_is_pulled_out_while_a_bundle_is_written(directory):
    each_call(directory, ["sigill", "seal", "1.json", "-k", "org1", "--yes", "-o", "stick/svar.sigill"], received)


@test
def test_R2_a_stick_that_is_pulled_out_while_a_card_is_written(directory):
    each_call(directory, ["sigill", "card", "-k", "org1", "--renew", "-o", "stick/own.card"],
              lambda where, name, content: content == (where / "org1/own.card").read_bytes())


@test
def test_R2_a_stick_that_is_pulled_out_while_a_file_is_replaced(directory):
    expect(sigill("template", "-o", directory / "whole.json"), 0)
    whole = (directory / "whole.json").read_bytes()
    each_call(directory, ["sigill", "template", "--force", "-o", "stick/form.json"], lambda where, name, content: content == whole,
              {"form.json": b"earlier"})


@test
def test_R2_a_stick_that_is_pulled_out_while_receipts_are_written(directory):
    receipts = {path.read_bytes() for path in (fixture() / "register/receipts").iterdir()}
    assert len(receipts) >= 2, receipts
    each_call(directory, ["sigill-msb", "receipts", *WHERE, "--all", "-o", "stick"], lambda where, name, content: content in receipts)


@test
def test_R2_a_stick_that_is_pulled_out_while_answers_are_extracted(directory):
    expect(msb("extract", told()["ids"][0], *WHERE, "-o", directory / "out", cwd=fixture()), 0)
    wanted = finals(directory / "out")
    each_call(directory, ["sigill-msb", "extract", told()["ids"][0], *WHERE, "-o", "stick/out"],
              lambda where, name, content: content == wanted.get(name.removeprefix("out/")))


@test
def test_R2_a_stick_that_is_pulled_out_while_the_register_is_copied(directory):
    """The copy has its name when all of it is there."""
    def restored(where, name, content):
        return name.startswith("copy/") and msb("restore", "--check", "stick/copy", "-k", "msb", cwd=where).status == 0
    each_call(directory, ["sigill-msb", "backup", *WHERE, "-o", "stick/copy"], restored, step=5)


@test
def test_R2_a_stick_that_is_pulled_out_while_feedback_is_written(directory):
    def opened(where, name, content):
        return sigill("inspect", f"stick/{name}", cwd=where).status == 0
    each_call(directory, ["sigill-msb", "feedback", number_of(0), *WHERE, "-o", "stick/fed"], opened, step=2)


@test
def test_R2_a_stick_that_is_pulled_out_while_a_workbook_is_written(directory):
    def whole(where, name, content):
        with zipfile.ZipFile(where / "stick" / name) as book:
            return book.testzip() is None
    each_call(directory, ["sigill-msb", "export", *WHERE, "-o", "stick/x.xlsx"], whole, step=4)


run()
