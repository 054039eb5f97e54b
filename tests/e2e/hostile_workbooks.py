"""Workbooks that are damaged or made to deceive: each gets a sentence and status 1, in bounded time, and nothing is written; and of
each limit the file that just keeps it is read (S13)."""
import io
import json
import resource
import struct
import time
import zipfile
import zlib

from sheetkit import Formula, Member, Ods, Xlsx, Zip, form, ods, xlsx
from sigill_test import DATA, expect, flat, run, sigill, test, tree, unchanged

MIB = 1 << 20
SECONDS = 45  # of the clock, on a busy machine; the worker has 20 of the processor
DOCUMENT = json.loads((DATA / "typical-municipality.json").read_text())
SHEETS = form(DOCUMENT)


def refused_as(directory, content, *words, status=1, name="svar.xlsx"):
    """The file is refused with a sentence that has the words, by every command that reads answers, quickly."""
    path = directory / name
    path.write_bytes(content)
    before = tree(directory)
    began = time.monotonic()
    result = expect(sigill("check", path), status, out="", err_has=[str(path), *words])
    took = time.monotonic() - began
    assert took < SECONDS, took
    assert len(result.err.splitlines()) == 1, result
    unchanged(directory, before)
    return result


def taken(directory, content, name="svar.xlsx"):
    path = directory / name
    path.write_bytes(content)
    before = tree(directory)
    result = sigill("check", path)
    assert result.status in (0, 1) and "Municipality" in result.out or "kommun" in result.out, result
    unchanged(directory, before)
    return result


def good():
    return Xlsx(SHEETS).zip()


def with_part(name, content, how=Xlsx):
    """The form with one part replaced, or one more."""
    made = how(SHEETS)
    parts = [part if isinstance(part, Member) else part for part in made.parts()]
    known = [part for part in parts if (part.name.decode() if isinstance(part, Member) else part[0]) == name]
    return Zip([(name, content) if part in known else part for part in parts] + ([] if known else [(name, content)])).pack()


def sheet_xml(rows, front="", behind=""):
    return (f'<?xml version="1.0"?>{front}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            f"{rows}</sheetData>{behind}</worksheet>").encode()


def with_sheet(rows, front="", behind=""):
    """One more sheet beside the form, of these rows."""
    made = Xlsx([*SHEETS, ("Mer", {})])
    parts = made.parts()
    return Zip([(name, sheet_xml(rows, front, behind) if name == "xl/worksheets/sheet3.xml" else data) for name, data in parts]).pack()


def with_table(table):
    """One more table beside the form."""
    made = Ods(SHEETS)
    body = "".join(made.table(place, name, cells) for place, (name, cells) in enumerate(SHEETS, 1))
    return made.zip(body + table).pack()


# ---- the archive ----

@test
def test_S13_a_workbook_with_two_parts_of_one_name_is_refused(directory):
    for name in ("xl/worksheets/sheet1.xml", "XL/Worksheets/SHEET1.xml"):
        made = good()
        made.members.append(Member(name.encode(), made["xl/worksheets/sheet2.xml"].data))
        refused_as(directory, made.pack(), "two parts of one name")


@test
def test_S13_a_workbook_whose_parts_share_bytes_is_refused(directory):
    made = good()
    whole = made.pack()
    made["xl/styles.xml"].at = whole.index(b"PK\3\4", whole.index(b"xl/workbook.xml"))
    refused_as(directory, made.pack(), "list of parts")
    # The same content, reached from two headers: the one lies in the other's extra field, quoted.
    inner = Member(b"xl/inner.xml", b"", method=0)
    header = struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, 0, 0, 0, 0x21, 0, 0, 0, len(inner.name), 0) + inner.name
    made = good()
    made.members[0].local["extra"] = struct.pack("<HH", 0x9999, len(header)) + header
    inner.at = 30 + len(made.members[0].name) + 4
    made.members.append(inner)
    refused_as(directory, made.pack(), "share their bytes")


@test
def test_S13_a_header_that_differs_from_the_directory_is_refused(directory):
    for field, value in (("sum", 7), ("packed", 7), ("size", 7), ("name", b"xl/styles.xmL"), ("method", 0), ("flags", 8)):
        made = good()
        made["xl/styles.xml"].local[field] = value
        refused_as(directory, made.pack(), "list of parts")


@test
def test_S13_a_size_that_disagrees_with_the_content_is_refused(directory):
    for change in (1, -1, 1000):
        made = good()
        member = made["xl/worksheets/sheet2.xml"]
        member.size = len(member.data) + change
        result = refused_as(directory, made.pack())
        assert "list of parts" in flat(result.err) or "damaged" in result.err, result
    made = good()
    made["xl/worksheets/sheet2.xml"].sum ^= 1
    refused_as(directory, made.pack(), "damaged")


@test
def test_S13_a_locked_or_foreign_member_is_refused(directory):
    made = good()
    made["xl/styles.xml"].flags = 1
    refused_as(directory, made.pack(), "locked with a password")
    made = good()
    made["xl/styles.xml"].method = 99
    refused_as(directory, made.pack(), "locked with a password")
    for method in (1, 9, 12, 14, 93, 95):
        made = good()
        made["xl/styles.xml"].method = method
        refused_as(directory, made.pack(), "damaged")
    for mode in (0o120777, 0o020666, 0o010644):  # a link, a device, a FIFO
        made = good()
        made["xl/styles.xml"].made_by, made["xl/styles.xml"].mode = 3 << 8 | 20, mode << 16
        refused_as(directory, made.pack(), "link or a device")
    refused_as(directory, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), "older office document", "locked with a password")
    refused_as(directory, Ods(SHEETS, encrypted=True).zip().pack(), "locked with a password", name="svar.ods")
    refused_as(directory, with_part("encrypted-package", b"x", Ods), "locked with a password", name="svar.ods")


@test
def test_S13_an_archive_that_could_be_read_in_two_ways_is_refused(directory):
    for change in ({"comment": b"PK\5\6" + bytes(18)}, {"comment": b"x"}, {"behind": b"x"}, {"entries": 3}, {"entries": 30}):
        made = good()
        made.__dict__.update(change)
        refused_as(directory, made.pack())
    made = good()
    made.front = made.pack()  # a whole workbook in front, which a reader of streams would take
    refused_as(directory, made.pack(), "list of parts")
    for place in (1, -1):  # and something between two parts, or behind the last
        for descriptor in (False, True):
            made = Xlsx(SHEETS, descriptor=descriptor).zip()
            taken(directory, made.pack())
            made.members[place].behind = b"x" * 12 if not descriptor else b"x"
            refused_as(directory, made.pack(), "list of parts")


@test
def test_S13_a_workbook_of_two_kinds_at_once_is_refused(directory):
    """One program would show the one, and another the other."""
    parts = [*Xlsx(SHEETS).parts(), *Ods(SHEETS).parts()]
    refused_as(directory, Zip(parts).pack(), ".xlsx and an .ods at once")
    rels = Xlsx(SHEETS).relations(("rId1", "worksheet", "worksheets/sheet1.xml", ""), ("rId2", "worksheet", "worksheets/sheet2.xml", ""),
                                  ("rId2", "worksheet", "worksheets/sheet1.xml", ""))
    refused_as(directory, with_part("xl/_rels/workbook.xml.rels", rels), "damaged")


@test
def test_S13_a_workbook_that_is_cut_or_changed_gets_a_sentence(directory):
    """Cut at every fiftieth byte, and each 37th byte flipped: it is refused in one line, or read as the form that it is."""
    for name, whole in (("svar.xlsx", good().pack()), ("svar.ods", ods(SHEETS))):
        path = directory / name
        step = max(1, len(whole) // 24)
        for cut in range(4, len(whole), step):
            refused_as(directory, whole[:cut], name=name)
        for at in range(30, len(whole), step):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
            result = sigill("check", path)
            assert result.status in (0, 1), result
            assert result.out or len(result.err.splitlines()) == 1, result


@test
def test_S13_no_more_than_1000_parts_are_taken(directory):
    made = good()
    made.members += [Member(f"xl/media/{number}.png".encode(), b"") for number in range(1000 - len(made.members))]
    taken(directory, made.pack())
    made.members.append(Member(b"xl/media/last.png", b""))
    refused_as(directory, made.pack(), "1000 parts")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for member in good().members:
            archive.writestr(member.name.decode(), member.data)
        for number in range(100000):
            archive.writestr(zipfile.ZipInfo(f"x/{number}"), b"")
    refused_as(directory, many.getvalue(), "1000 parts")


@test
def test_S13_no_more_than_64_MiB_are_unpacked(directory):
    def filled(more):
        made = good()
        left = 64 * MIB - sum(member.size for member in made.members) + more
        made.members.append(Member(b"xl/media/image1.bmp", bytes(left)))
        return made.pack()
    taken(directory, filled(0))
    refused_as(directory, filled(1), "64 MiB")
    bomb = good()
    bomb["xl/sharedStrings.xml"].size = 4000 * MIB
    refused_as(directory, bomb.pack(), "64 MiB")
    honest = good()
    blanks = b"<?xml version='1.0'?><sst xmlns='x'>" + b" " * (63 * MIB) + b"</sst>"
    honest["xl/sharedStrings.xml"].__init__(b"xl/sharedStrings.xml", blanks)
    refused_as(directory, honest.pack())


@test
def test_S13_no_workbook_beyond_16_MiB_is_opened(directory):
    made = good()
    made.members.append(Member(b"xl/media/a.bin", b"", method=0))
    made.members[-1].__init__(b"xl/media/a.bin", bytes(16 * MIB - len(made.pack())), method=0)
    whole = made.pack()
    assert len(whole) == 16 * MIB
    taken(directory, whole)
    made.members[-1].__init__(b"xl/media/a.bin", bytes(made.members[-1].size + 1), method=0)
    refused_as(directory, made.pack(), "16 MiB")


# ---- what is in it ----

@test
def test_S13_macros_are_refused(directory):
    for part in ("xl/vbaProject.bin", "xl/other/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"):
        refused_as(directory, with_part(part, b"x"), "macros")
    types = Xlsx(SHEETS).parts()[0][1]
    refused_as(directory, with_part("[Content_Types].xml", types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"application/vnd.ms-excel.sheet.macroEnabled.main")), "macros")
    refused_as(directory, with_part("[Content_Types].xml", types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.binary.macroEnabled.main")), ".xlsb")
    for part in ("Basic/Standard/Module1.xml", "Scripts/python/x.py"):
        refused_as(directory, with_part(part, b"x", Ods), "macros", name="svar.ods")


@test
def test_S13_no_document_type_and_no_entity_is_read(directory):
    laughs = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
    for front in (laughs, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]>',
                  "<!DOCTYPE x>"):
        refused_as(directory, with_sheet("", front), "document type")
    refused_as(directory, with_sheet("<row><c t='inlineStr'><is><t>&a11;</t></is></c></row>"), "not well-formed")
    content = Ods(SHEETS).content().replace(b"?>\n", b"?>\n<!DOCTYPE x>", 1)
    refused_as(directory, with_part("content.xml", content, Ods), "document type", name="svar.ods")


@test
def test_S13_a_sheet_in_another_file_is_not_followed(directory):
    rels = Xlsx(SHEETS).relations(("rId1", "worksheet", "worksheets/sheet1.xml", ""),
                                  ("rId2", "worksheet", "http://127.0.0.1:1/sheet2.xml", ' TargetMode="External"'))
    refused_as(directory, with_part("xl/_rels/workbook.xml.rels", rels), "another file")
    for target in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", ""):
        rels = Xlsx(SHEETS).relations(("rId1", "worksheet", "worksheets/sheet1.xml", ""), ("rId2", "worksheet", target, ""))
        refused_as(directory, with_part("xl/_rels/workbook.xml.rels", rels), "damaged")


@test
def test_S13_elements_stand_no_deeper_than_64_within_each_other(directory):
    def deep(levels):
        return with_sheet("", behind="<a>" * (levels - 1) + "</a>" * (levels - 1))
    taken(directory, deep(64))
    refused_as(directory, deep(65), "64 levels")
    refused_as(directory, deep(200000), "64 levels")
    spans = "<text:span>" * 100000 + "</text:span>" * 100000
    refused_as(directory, with_table(f"<table:table table:name='x'><table:table-row><table:table-cell><text:p>{spans}</text:p>"
                                     "</table:table-cell></table:table-row></table:table>"), "64 levels", name="svar.ods")


@test
def test_S13_a_tag_is_no_longer_than_1_MiB(directory):
    taken(directory, with_sheet("", behind=f"<a b='{'x' * (MIB - 200000)}'/>"))
    # Exactly as long, and a byte longer.
    own = len("<a b=''/>")
    taken(directory, with_sheet("", behind=f"<a b='{'x' * (MIB - own)}'/>"))
    refused_as(directory, with_sheet("", behind=f"<a b='{'x' * (MIB - own + 1)}'/>"), "1 MiB")
    refused_as(directory, with_sheet("", behind=f"<a b='{'x' * (2 * MIB)}'/>"), "1 MiB")
    refused_as(directory, with_sheet("", behind=f"<!--{'x' * (60 * MIB)}-->"), "1 MiB")
    # Attributes by the ten thousands, each looked for among all others.
    attributes = " ".join(f"n{number}='x'" for number in range(60000))
    taken(directory, with_sheet("", behind=f"<a {attributes}/>" * 20))
    spaces = " ".join(f"xmlns:p{number}='u{number}'" for number in range(20000))
    uses = " ".join(f"p{number}:a='x'" for number in range(20000))
    taken(directory, with_sheet("", behind=f"<a {spaces} {uses}/>" * 10))
    refused_as(directory, with_sheet("", behind="<a b='1' b='2'/>"), "not well-formed")


@test
def test_S13_no_more_than_200000_shared_texts_are_taken(directory):
    def shared(count):
        made = Xlsx(SHEETS)
        parts = dict(made.parts())
        have = parts["xl/sharedStrings.xml"].count(b"<si>")
        return with_part("xl/sharedStrings.xml", parts["xl/sharedStrings.xml"].replace(b"</sst>", b"<si/>" * (count - have) + b"</sst>"))
    taken(directory, shared(200000))
    refused_as(directory, shared(200001), "200000 texts")


@test
def test_S13_no_more_than_65536_formats_are_taken(directory):
    def formats(count):
        styles = dict(Xlsx(SHEETS).parts())["xl/styles.xml"]
        return with_part("xl/styles.xml", styles.replace(b"</cellXfs>", b"<xf/>" * (count - 2) + b"</cellXfs>"))
    taken(directory, formats(65536))
    refused_as(directory, formats(65537), "65536 formats")


@test
def test_S13_no_more_than_64_sheets_are_taken(directory):
    more = [(f"Blad {number}", {(1, 1): "x"}) for number in range(62)]
    taken(directory, xlsx(SHEETS + more))
    refused_as(directory, xlsx(SHEETS + more + [("Till", {})]), "64 sheets")
    taken(directory, ods(SHEETS + more), name="svar.ods")
    refused_as(directory, ods(SHEETS + more + [("Till", {})]), "64 sheets", name="svar.ods")


FORM_CELLS = sum(len(cells) for _, cells in SHEETS) + 3  # and the beginnings of three sheets


@test
def test_S13_no_more_than_100000_cells_are_taken(directory):
    def filled(count):
        return with_sheet("".join(f"<row>{'<c><v>1</v></c>' * (100 if left >= 100 else left)}</row>" for left in range(count, 0, -100)))
    taken(directory, filled(100000 - FORM_CELLS))
    refused_as(directory, filled(100001 - FORM_CELLS), "100000 cells")

    def repeated(columns, rows):
        return with_table(f"<table:table table:name='x'><table:table-row table:number-rows-repeated='{rows}'><table:table-cell "
                          f"office:value-type='float' office:value='1' table:number-columns-repeated='{columns}'/></table:table-row>"
                          "</table:table>")
    taken(directory, repeated(1, 100000 - FORM_CELLS), name="svar.ods")
    refused_as(directory, repeated(1, 100001 - FORM_CELLS), "100000 cells", name="svar.ods")
    refused_as(directory, repeated(16384, 1048576), "100000 cells", name="svar.ods")


@test
def test_S13_no_cell_stands_outside_its_sheet(directory):
    def table(columns, rows):
        return with_table(f"<table:table table:name='x'><table:table-row table:number-rows-repeated='{rows}'><table:table-cell "
                          f"table:number-columns-repeated='{columns}'/></table:table-row></table:table>")
    taken(directory, table(16384, 1048576), name="svar.ods")
    for columns, rows in ((16385, 1), (1, 1048577), (10 ** 9, 1), (1, 10 ** 9), ("1e9", 1), (0, 1), (-1, 1), (2 ** 64 + 1, 1)):
        refused_as(directory, table(columns, rows), "outside its sheet", name="svar.ods")
    taken(directory, with_sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))
    for rows in ("<row r='1048577'/>", "<row r='0'/>", "<row r='4294967297'/>", "<row r='-1'/>", "<row r='1'/><row r='1'/>",
                 "<row r='2'/><row r='1'/>", "<row r='1'><c r='XFE1'/></row>", "<row r='1'><c r='A2'/></row>",
                 "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "<row r='1'><c r='B1'/><c r='A1'/></row>",
                 "<row r='1'><c r='AAAAAAAAAAAAAAAAAAAA1'/></row>", "<row r='1'><c r=''/></row>", "<row r='1048576'/><row/>"):
        refused_as(directory, with_sheet(rows), "outside its sheet")


@test
def test_S13_no_text_is_longer_than_a_cell_of_excel_can_have(directory):
    def text(letters):
        return with_sheet(f"<row><c t='inlineStr'><is><t>{'å' * (letters // 2)}{'x' * (letters % 2)}</t></is></c></row>")
    taken(directory, text(98301))
    refused_as(directory, text(98302), "98301 bytes")
    refused_as(directory, with_table(f"<table:table table:name='x'><table:table-row><table:table-cell><text:p>{'x' * 98302}</text:p>"
                                     "</table:table-cell></table:table-row></table:table>"), "98301 bytes", name="svar.ods")
    blanks = "<table:table table:name='x'><table:table-row><table:table-cell><text:p>a<text:s text:c='{}'/></text:p></table:table-cell>" \
             "</table:table-row></table:table>"
    taken(directory, with_table(blanks.format(98300)), name="svar.ods")
    refused_as(directory, with_table(blanks.format(98301)), "98301 bytes", name="svar.ods")
    refused_as(directory, with_table(blanks.format(10 ** 9)), "98301 bytes", name="svar.ods")


@test
def test_S13_no_more_than_8_MiB_of_text_are_taken(directory):
    form_texts = sum(len(str(value).encode()) for _, cells in SHEETS for value in cells.values()) + sum(len(name) for name, _ in SHEETS)

    def texts(total):
        parts = [min(90000, total - begin) for begin in range(0, total, 90000)]
        return with_sheet("".join(f"<row><c t='inlineStr'><is><t>{'x' * part}</t></is></c></row>" for part in parts))
    taken(directory, texts(8 * MIB - form_texts - len("Mer")))
    refused_as(directory, texts(8 * MIB - form_texts - len("Mer") + 1), "8 MiB")
    # One shared text in many cells counts as often as it stands.
    made = Xlsx([*SHEETS, ("Mer", {(row, 1): "x" * 32000 for row in range(1, 400)})])
    refused_as(directory, made.zip().pack(), "8 MiB")


@test
def test_S13_places_of_texts_and_formats_that_are_none_are_refused(directory):
    for value in ("999999", "-1", "1e1", "", " ", "4294967296"):
        rows = f"<row><c t='s'><v>{value}</v></c></row>"
        if value:
            refused_as(directory, with_sheet(rows), "damaged")
        else:
            taken(directory, with_sheet(rows))
    taken(directory, with_sheet("<row><c s='999999'><v>45000</v></c></row>"))


@test
def test_what_is_no_form_is_told_what_was_looked_for(directory):
    refused_as(directory, xlsx([("Blad1", {(1, 1): "x"}), ("Blad2", {})]), '"Nyckel" and "Svar"', "Blad1, Blad2", "sigill template")
    refused_as(directory, Zip([("a.txt", b"x")]).pack(), "no workbook")
    refused_as(directory, Zip([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]).pack(),
               "no workbook", name="svar.ods")
    refused_as(directory, with_part("xl/workbook.xml", b"<x/>"), "no workbook")
    for encoding in ("utf-16", "iso-8859-1"):
        name = dict(Xlsx(SHEETS).parts())["xl/workbook.xml"].decode().replace("UTF-8", encoding)
        taken(directory, with_part("xl/workbook.xml", name.encode(encoding)))
    refused_as(directory, with_part("xl/workbook.xml", b"<?xml version='1.0' encoding='windows-1252'?><x/>"), "not well-formed")


run()
