"""Files that are written where the user says: what --force replaces and what it never does, in every subcommand that
writes, and the name of a bundle."""
import json
import os
import re
import shutil

from bundlekit import preload
from memorykit import number_of
from parties import mode
from runkit import fixture
from seal_parties import answers, parties, seal, sealed
from sigill_test import expect, msb, refused, run, sigill, test, tree, unchanged

WHERE = ["-r", "register", "-k", "msb"]

# Every subcommand that writes a file whose name the user gives, but for that file: with what it reads, in place().
WRITERS = [
    ("sigill", "template"),
    ("sigill", "questions"),
    ("sigill", "score", "typical.json", "--html"),
    ("sigill", "gap", "typical.json", "--csv", "--target", "target.json"),
    ("sigill", "gap", "typical.json", "--csv", "--benchmarks", "benchmarks.json"),
    ("sigill", "seal", "1.json", "-k", "org1", "--yes", "--attach", "attached.sigill"),
    ("sigill", "card", "-k", "org1", "--renew"),
    ("sigill-msb", "card", "-k", "msb", "--renew"),
    ("sigill-msb", "stats", *WHERE, "--csv"),
    ("sigill-msb", "export", *WHERE),
    ("sigill-msb", "texts", *WHERE, "--csv"),
    ("sigill-msb", "benchmark", *WHERE, "--csv"),
    ("sigill-msb", "rank", *WHERE, "--csv"),
    ("sigill-msb", "gap", number_of(0), *WHERE, "--csv", "--target", "target.json"),
]


def ending(words):
    """What its name must end in: export writes nothing but a workbook."""
    return ".xlsx" if words[1] == "export" else ".sigill"


def place(directory):
    """A copy of a place with a register and parties, where inputs also have names that seal takes."""
    copy = directory / "place"
    shutil.copytree(fixture(), copy, symlinks=True)
    shutil.copy(copy / "attached.txt", copy / "attached.sigill")
    return copy


def called(words, where, *more, **options):
    return {"sigill": sigill, "sigill-msb": msb}[words[0]](*words[1:], *more, cwd=where, **options)


def failing(under, calls):
    """The environment in which calls on paths that have under in them fail."""
    return preload("failing_calls", FAILING_UNDER=under, FAILING_CALLS=calls)


def inputs(words, where):
    """The files that a command line names, as far as seal may name one so."""
    files = [word for word in words[2:] if (where / word).is_file()]
    return [word for word in files if words[1] != "seal" or word.endswith(".sigill")]


def precious(where):
    """What must not be lost, under names that every writer takes."""
    (where / "half.sigill").write_text('{"edition": "x", "organisation": {}, "period": {}, "answers": {"1": {"yes": ')
    for source, name in (("2.json", "filled.sigill"), ("org2/sign.key", "sign.sigill"), ("org2/receive.key", "receive.sigill"),
                         ("register/register.db", "register.sigill")):
        shutil.copy(where / source, where / name)
    marked = where / "marked.sigill"
    marked.write_bytes(b"\xef\xbb\xbf\r\n " + (where / "org2/receive.key").read_bytes())
    (where / "locked.sigill").write_bytes(b"age-encryption.org/v1\n-> scrypt AAAA 18\nBBBB\n--- CCCC\n")
    return [path.name for path in where.glob("*.sigill") if path.name != "attached.sigill"]


@test
def test_an_input_is_never_overwritten(directory):
    where = place(directory)
    for words in WRITERS:
        for name in inputs(words, where):
            before = tree(where)
            for spelled in (name, "./" + name, where / name):
                refused(called(words, where, "--force", "-o", spelled), 1, "is read by the same command")
            unchanged(where, before)


@test
def test_a_link_to_an_input_is_one_too(directory):
    where = place(directory)
    (where / "soft").symlink_to("typical.json")
    os.link(where / "typical.json", where / "hard")
    before = tree(where)
    for name in ("soft", "hard"):
        refused(sigill("score", "typical.json", "--html", "--force", "-o", name, cwd=where), 1, "is read by the same")
    refused(sigill("score", "soft", "--html", "--force", "-o", "typical.json", cwd=where), 1, "is read by the same")
    unchanged(where, before)


@test
def test_keys_answers_and_registers_are_never_overwritten(directory):
    where = place(directory)
    names = precious(where)
    assert len(names) >= 7, names
    before = tree(where)
    for words in WRITERS:
        for name in names:
            result = refused(called(words, where, "--force", "-o", name), 1, "never overwritten")
            assert "give --force" not in result.err, result
    unchanged(where, before)


@test
def test_files_of_keys_and_registers_are_never_overwritten(directory):
    where = place(directory)
    trusted = next((where / "org2/trusted").iterdir()).relative_to(where)
    original = next((where / "register/originals").iterdir()).relative_to(where)
    receipt = next((where / "register/receipts").iterdir()).relative_to(where)
    head = next((where / "msb/heads").iterdir()).relative_to(where)
    before = tree(where)
    for name in ("org2/sign.pub", "org2/receive.pub", "org2/own.card", "org0/sealed.json", trusted, head, original, receipt,
                 "register/register.head", "register/register.key"):
        for options in ((), ("--force",)):
            refused(sigill("template", *options, "-o", name, cwd=where), 1, "never overwritten")
    unchanged(where, before)


@test
def test_what_is_replaced_stays_beside(directory):
    where = place(directory)
    for place_, words in enumerate(WRITERS):
        name = f"{place_}{ending(words)}"
        for number, content in enumerate(("first", "second")):
            (where / name).write_text(content)
            refused(called(words, where, "-o", name), 3, "exists already")
            expect(called(words, where, "--force", "-o", name), 0)
            assert (where / (name + "~")).read_text() == content, words
            assert (where / name).read_bytes() != content.encode(), words
    assert not list(where.glob(".sigill-*"))


@test
def test_what_would_take_the_place_of_an_earlier_version_is_judged_too(directory):
    where = place(directory)
    (where / "typical.html").write_text("page")
    shutil.copy(where / "1.json", where / "typical.html~")
    before = tree(where)
    refused(sigill("score", "typical.json", "--html", "--force", "-o", "typical.html", cwd=where), 1, "typical.html~",
            "never overwritten")
    refused(sigill("score", "typical.html~", "--html", "--force", "-o", "typical.html", cwd=where), 1, "typical.html~",
            "is read by the same")
    unchanged(where, before)


@test
def test_an_empty_form_may_be_replaced(directory):
    form = directory / "form.json"
    expect(sigill("template", "-o", form), 0)
    first = form.read_bytes()
    expect(sigill("template", "--force", "-o", form), 0)
    assert form.read_bytes() == first and (directory / "form.json~").read_bytes() == first
    form.write_text(json.dumps(json.loads(first), indent=4))
    expect(sigill("template", "--force", "-o", form), 0)
    document = json.loads(first)
    document["organisation"]["name"] = "Ankeborgs kommun"
    form.write_text(json.dumps(document))
    before = tree(directory)
    refused(sigill("template", "--force", "-o", form), 1, "somebody has filled in")
    unchanged(directory, before)


@test
def test_feedback_replaces_as_the_others_do(directory):
    where = place(directory)
    name = f"fed/{number_of(0)}.sigill"
    words = ["feedback", number_of(0), *WHERE, "-o", "fed"]
    before = (where / name).read_bytes()
    expect(msb(*words, cwd=where), 3, out="", err_has="exists already")
    expect(msb(*words, "--force", cwd=where), 0)
    assert (where / (name + "~")).read_bytes() == before
    shutil.copy(where / "1.json", where / name)
    expect(msb(*words, "--force", cwd=where), 1, out="", err_has="never overwritten")


@test
def test_what_is_no_regular_file_is_left(directory):
    os.mkfifo(directory / "fifo")
    before = {path.name: path.lstat().st_ino for path in directory.iterdir()}
    refused(sigill("template", "--force", "-o", directory / "fifo"), 3, "not a regular file")
    refused(sigill("template", "--force", "-o", directory), 3, "is a directory")
    assert before == {path.name: path.lstat().st_ino for path in directory.iterdir()}


# ---- where there is no place ----

@test
def test_a_directory_that_is_not_there_is_told_at_once(directory):
    where = place(directory)
    before = tree(where)
    for words in WRITERS:
        for name in ("none/x.sigill", "none/"):
            result = refused(called(words, where, "-o", name), 3, "there is no such directory")
            assert "assphrase" not in result.err
    unchanged(where, before)


@test
def test_a_bundle_ends_as_bundles_do(directory):
    keys, _ = parties(directory)
    path = answers(directory)
    for name, made in (("usbb", "usbb.sigill"), ("B.SIGILL", "B.SIGILL"), (".hidden", ".hidden.sigill")):
        assert sealed(keys, path, "-o", directory / name)["file"] == str(directory / made)
        assert (directory / made).read_bytes().startswith(b"age-encryption.org/v1\n")
    # A directory that is not there was perhaps meant.
    expect(seal(keys, path, "-o", directory / "usbc"), 0, err_has=f"there is no such directory, so the bundle becomes the file {directory}/usbc.sigill")
    assert "no such directory" not in expect(seal(keys, path, "-o", directory / "d.sigill"), 0).err
    before = tree(directory)
    for name in ("svar.json", "10.sigill.txt", "2021.10.05", "sigill."):
        refused(seal(keys, path, "-o", directory / name), 2, "ends in .sigill")
    refused(seal(keys, path, "-o", directory / "none" / "usbb"), 3, "there is no such directory")
    # A medium that is not plugged in is no directory to be made, nor a file's name.
    for place in ("/media/no-such-user/usb", "/run/media/no-such-user/usb/", "/media/no-such-user/usb/a.sigill"):
        said = refused(seal(keys, path, "-o", place), 3, "no medium is there", "plug it in").err
        assert "make it" not in said and "becomes the file" not in said, said
    refused(seal(keys, path, "-o", f"{directory}/none/"), 3, "there is no such directory")
    refused(seal(keys, path, "-o", ""), 2, "the name is empty")
    refused(seal(keys, path, "-o", directory / "usbb"), 3, "usbb.sigill: exists already")
    unchanged(directory, before)


@test
def test_a_bundle_s_own_name_can_be_read_out_and_tells_nothing_of_the_sender(directory):
    keys, _ = parties(directory)
    made = [sealed(keys, answers(directory), "-o", directory)["file"].rpartition("/")[2] for _ in range(2)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-\d{8}\.sigill", name) for name in made), made
    assert made[0] != made[1] and made[0][:8] == made[1][:8], made


# ---- on what media ----

# What a stick, a network disk and a file system of FUSE say to what they do not have.
UNABLE = ["link=EPERM renameat2=EINVAL fchmod=EPERM", "link=ENOSYS renameat2=ENOSYS fchmod=ENOSYS fchown=ENOSYS",
          "link=EOPNOTSUPP renameat2=EINVAL fchmod=EOPNOTSUPP"]


@test
def test_what_is_handed_over_can_be_read_by_all_and_the_rest_by_the_owner(directory):
    where = place(directory)
    for mask, handed in ((0o022, 0o644), (0o027, 0o640)):
        before = os.umask(mask)
        try:
            for number, words in enumerate(WRITERS):
                name = f"{mask}-{number}{ending(words)}"
                expect(called(words, where, "-o", name), 0)
                assert mode(where / name) == (handed if words[1] in ("seal", "card") else 0o600), words
            expect(msb("feedback", number_of(0), *WHERE, "--force", "-o", "fed", cwd=where), 0)
            assert mode(where / f"fed/{number_of(0)}.sigill") == handed
            expect(msb("feedback", number_of(0), *WHERE, "-o", f"fed{mask}", cwd=where), 0)
            assert mode(where / f"fed{mask}") == 0o777 & ~mask
        finally:
            os.umask(before)


@test
def test_a_medium_without_modes_and_links_takes_what_is_written(directory):
    where = place(directory)
    for number, calls in enumerate(UNABLE):
        stick = where / f"stick{number}"
        stick.mkdir()
        for words in WRITERS:
            name = f"x{ending(words)}"
            (stick / name).write_text("earlier")
            env = failing(f"stick{number}/", calls)
            expect(called(words, where, "--force", "-o", f"stick{number}/{name}", env=env), 0)
            assert (stick / f"{name}~").read_text() == "earlier", words
            assert (stick / name).read_bytes() != b"earlier", words
            (stick / name).unlink()
            expect(called(words, where, "-o", f"stick{number}/{name}", env=env), 0)
            refused(called(words, where, "-o", f"stick{number}/{name}", env=env), 3, "exists already")
            assert {path.name for path in stick.iterdir()} == {name, f"{name}~"}
            (stick / name).unlink()
            (stick / f"{name}~").unlink()


@test
def test_what_was_there_stays_where_a_medium_fails(directory):
    stick = directory / "stick"
    stick.mkdir()
    for calls in ("write=ENOSPC", "fsync=EIO", "rename=EIO", "link=EIO", "link=EPERM rename=EIO"):
        (stick / "form.json").write_text("earlier")
        before = tree(stick)
        expect(sigill("template", "--force", "-o", stick / "form.json", env=failing("stick/", calls)), 3, out="")
        unchanged(stick, before)


@test
def test_a_name_of_another_kind_is_refused_before_anything_is_written(directory):
    where = place(directory)
    before = tree(where)
    for words in WRITERS:
        for foreign in ("xls", "XLS", "docx", "odt", "pdf", "xlsm"):
            refused(called(words, where, "-o", f"new.{foreign}"), 2, f"new.{foreign}: ")
        refused(called(words, where, "-o", "new.ods"), 2, "ends in .sigill" if words[1] == "seal" else ".ods is read and not written")
    # What is written is known by what it is, whatever the options that made it so.
    for one in ("csv", "htm.csv", "htm", "txt", "docx", "xls"):
        said = refused(sigill("template", "-o", f"new.{one}", cwd=where), 2, f"new.{one}: the ending says what is written; give a file that ends in .json, .xlsx or .html")
        assert ".csv or .txt" not in said.err, said
    for words, wrong in ((("questions",), ("html", "htm", "xlsx", "json", "csv")),
                         (("score", "typical.json"), ("html", "xlsx", "json", "csv")), (("score", "typical.json", "--html"), ("xlsx", "json", "csv")),
                         (("score", "typical.json", "--summary"), ("xlsx", "json", "csv")), (("score", "typical.json", "--json"), ("html", "xlsx", "csv")),
                         (("gap", "typical.json", "--csv"), ("html", "json")), (("card", "-k", "org1", "--renew"), ("html", "xlsx", "json", "csv"))):
        for one in wrong:
            said = refused(sigill(*words, "-o", f"new.{one}", cwd=where), 2, f"new.{one}: what is written is")
            assert words[0] == "card" or "let it end in ." in said.err, said
    unchanged(where, before)
    for words, right in ((("template",), "new"), (("questions",), "new.txt"), (("score", "typical.json", "--html"), "new.HTM"), (("score", "typical.json", "--json"), "new.JSON"),
                         (("gap", "typical.json", "--csv"), "new.csv"), (("card", "-k", "org1", "--renew"), "new.card")):
        expect(sigill(*words, "-o", right, "--force", cwd=where), 0)


run()
