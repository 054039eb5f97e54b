"""Libraries that only containers, workbooks and slips need are loaded when one of these is at hand or asked for, and lacking
otherwise hinders nothing (base/late.h)."""
import json
import re
import shutil

from bundlekit import Bundle, world
from containerkit import pack
from sheetkit import form, xlsx
from sigill_test import BUILD, DATA, expect, msb, program, refused, run, sigill, test, tree, unchanged

ANSWERS = DATA / "typical-municipality.json"
READS, PARSES, WRITES, DRAWS = b"libarchive.so.13", b"libexpat.so.1", b"libxlsxwriter.so.4", b"libqrencode.so.4"
CANNOT = ("{0}, which this needs, cannot be loaded ({0}: cannot open shared object file: No such file or directory); "
          "install the package that has it again")
LACKED_BY_WORKERS = ("the libraries that read workbooks and containers (libarchive, libexpat) cannot be loaded; "
                     "install the packages that have them again")


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
def test_answers_are_judged_without_what_few_runs_need(directory):
    for args in (["--version"], ["check", ANSWERS], ["score", ANSWERS], ["gap", ANSWERS]):
        found = loaded(*args)
        late = {"libarchive", "libexpat", "libxlsxwriter", "libqrencode", "libcrypto", "libxml2", "libpthread"}
        assert "libjansson" in found and not found & late, (args, found)


@test
def test_a_workbook_is_written_and_read_back_with_three(directory):
    found = loaded("template", "-o", directory / "form.xlsx")
    assert {"libarchive", "libexpat", "libxlsxwriter"} <= found and "libqrencode" not in found, found


@test
def test_where_a_library_is_lacking_no_workbook_is_written(directory):
    for library in (WRITES, PARSES, READS):
        copy = lacking(directory, "sigill", library)
        before = tree(directory)
        for args in (["template"], ["convert", ANSWERS], ["gap", ANSWERS]):
            refused(program(copy, *args, "-o", directory / "form.xlsx"), 3, CANNOT.format(library[:-1].decode() + "?"))
        unchanged(directory, before)
        expect(program(copy, "template", "-o", directory / "form.json", "--force"), 0)
    expect(program(lacking(directory, "sigill", WRITES), "check", workbook(directory)), 0)


@test
def test_where_a_library_is_lacking_no_workbook_is_read(directory):
    for library in (READS, PARSES):
        copy = lacking(directory, "sigill", library)
        refused(program(copy, "check", workbook(directory)), 3, LACKED_BY_WORKERS)
        expect(program(copy, "check", ANSWERS), 0)


@test
def test_where_the_library_is_lacking_no_slip_is_drawn_and_nothing_sealed_with_one(directory):
    copy = lacking(directory, "sigill", DRAWS)
    keys = shutil.copytree(world().ankeborg.keys, directory / "keys")
    seal = ("seal", world().answers_file(world().ankeborg, directory), "-k", keys, "--yes", "-o", directory / "a.sigill")
    before = tree(directory)
    refused(program(copy, *seal, "--slip", directory / "slip.html"), 3, CANNOT.format("libqrencode.so.?"))
    unchanged(directory, before)
    expect(program(copy, *seal), 0)
    before = tree(directory)
    refused(program(copy, "slip", directory / "a.sigill", "-k", keys, "-o", directory / "slip.html"), 3, CANNOT.format("libqrencode.so.?"))
    unchanged(directory, before)
    assert "libqrencode" in loaded("slip", directory / "a.sigill", "-k", keys, "-o", directory / "slip.html")


@test
def test_where_a_library_is_lacking_bundles_are_received_and_a_container_is_named(directory):
    medium = directory / "medium"
    medium.mkdir()
    (medium / "a.sigill").write_bytes(Bundle(world()).sealed)
    pack(medium / "b.zip", {"b.sigill": Bundle(world(), "exempelby").sealed})
    copy, register = lacking(directory, "sigill-msb", READS), world().copy(directory)
    result = program(copy, "receive", "-r", register, "-k", world().authority.keys, medium)
    expect(result, 3, out_has=["imported: 1, refused: 0, failed: 1", LACKED_BY_WORKERS])
    expect(msb("receive", "-r", register, "-k", world().authority.keys, medium / "b.zip"), 0, out_has="imported: 1")


@test
def test_a_container_needs_nothing_of_what_workbooks_do(directory):
    pack(directory / "b.zip", {"b.sigill": Bundle(world()).sealed})
    copy, register = lacking(directory, "sigill-msb", PARSES), world().copy(directory)
    expect(program(copy, "receive", "-r", register, "-k", world().authority.keys, directory / "b.zip"), 0, out_has="imported: 1")


@test
def test_a_library_that_is_lacking_is_told_by_the_doctor(directory):
    for library in (READS, PARSES, WRITES):
        copy = lacking(directory, "sigill-msb", library)
        told = [found for found in json.loads(program(copy, "doctor", "--json").out) if found["id"] == "libraries"]
        assert [found["state"] for found in told] == ["warning"], told
        assert CANNOT.format(library[:-1].decode() + "?") in told[0]["message"], told


run()
