"""Libraries that only containers and workbooks need are loaded when one of these is at hand, and lacking otherwise hinders
nothing (base/late.h)."""
import json
import re

from bundlekit import Bundle, world
from containerkit import pack
from sheetkit import form, xlsx
from sigill_test import BUILD, DATA, expect, msb, program, run, sigill, test

ANSWERS = DATA / "typical-municipality.json"
READS, WRITES = b"libarchive.so.13", b"libxlsxwriter.so.4"


def lacking(directory, name, library):
    """A copy of a program that looks for that library in vain."""
    content = (BUILD / name).read_bytes()
    assert content.count(library + b"\0") == 1
    copy = directory / name
    copy.write_bytes(content.replace(library + b"\0", library[:-1] + b"?\0"))
    copy.chmod(0o755)
    return copy


def workbook(directory):
    path = directory / "svar.xlsx"
    path.write_bytes(xlsx(form(json.loads(ANSWERS.read_text()))))
    return path


def loaded(*args):
    """The libraries that a run loads, as the loader notes it of every process."""
    result = sigill(*args, env={"LD_DEBUG": "files"})
    assert result.status == 0, result
    return set(re.findall(r"calling init: \S*/(lib\w+)\.so", result.err))


@test
def test_answers_are_judged_without_what_reads_and_writes_workbooks(directory):
    for args in (["--version"], ["check", ANSWERS], ["score", ANSWERS], ["gap", ANSWERS]):
        found = loaded(*args)
        assert "libjansson" in found and not found & {"libarchive", "libxlsxwriter", "libcrypto", "libxml2"}, (args, found)


@test
def test_a_workbook_is_written_with_both(directory):
    assert {"libarchive", "libxlsxwriter"} <= loaded("template", "-o", directory / "form.xlsx")


@test
def test_where_the_library_is_lacking_no_workbook_is_written(directory):
    copy = lacking(directory, "sigill", WRITES)
    before = sorted(directory.iterdir())
    for args in (["template"], ["convert", ANSWERS], ["gap", ANSWERS]):
        expect(program(copy, *args, "-o", directory / "form.xlsx"), 3, out="",
               err_has="libxlsxwriter.so.?, which this needs, cannot be loaded (libxlsxwriter.so.?: cannot open shared object file: "
                       "No such file or directory); install the package that has it again")
    assert sorted(directory.iterdir()) == before
    expect(program(copy, "template", "-o", directory / "form.json"), 0)
    expect(program(copy, "check", workbook(directory)), 0)


@test
def test_where_the_library_is_lacking_no_workbook_is_read(directory):
    copy = lacking(directory, "sigill", READS)
    result = expect(program(copy, "check", workbook(directory)), 3, out="",
                    err_has="cannot be loaded")
    assert "libarchive" in result.err and "install the package that has it again" in result.err, result
    expect(program(copy, "check", ANSWERS), 0)


@test
def test_where_the_library_is_lacking_bundles_are_received_and_a_container_is_named(directory):
    copy, register, medium = lacking(directory, "sigill-msb", READS), world().copy(directory), directory / "medium"
    medium.mkdir()
    (medium / "a.sigill").write_bytes(Bundle(world()).sealed)
    pack(medium / "b.zip", {"b.sigill": Bundle(world(), "exempelby").sealed})
    result = program(copy, "receive", "-r", register, "-k", world().authority.keys, medium)
    expect(result, 3, out_has=["imported: 1, refused: 0, failed: 1",
                               "(libarchive) cannot be loaded; install the package that has it again"])
    expect(msb("receive", "-r", register, "-k", world().authority.keys, medium / "b.zip"), 0, out_has="imported: 1")


run()
