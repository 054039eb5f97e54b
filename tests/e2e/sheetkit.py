"""Forms as workbooks, made by hand as Excel and LibreOffice write them, and as nobody should.

A workbook is a list of sheets, each (name, {(row, column): value}), counted from 1. A value is a str, an int or float, a bool, a
Day, a Formula, an Error or a Rich text. form() makes one from an answers' document; xlsx() and ods() write one in many ways; Zip
packs parts, and lets each field of the archive be wrong."""
import datetime
import random
import struct
import zlib
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Day:
    text: str

    def serial(self, since_1904=False):
        first = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
        return (datetime.date.fromisoformat(self.text) - first).days


@dataclass(frozen=True)
class Formula:
    text: str
    value: object = ""


@dataclass(frozen=True)
class Error:
    text: str


@dataclass(frozen=True)
class Rich:
    """Runs of a text, each in a font of its own, with how it is pronounced."""
    runs: tuple

    def text(self):
        return "".join(self.runs)


@dataclass(frozen=True)
class Written:
    """A number that is written otherwise than Python does, such as 1E0."""
    text: str


@dataclass(frozen=True)
class Shown:
    """A number whose cell has a format: what it is, the format's code or the number of a built-in one, and what a spreadsheet shows
    for it."""
    text: str
    code: object
    shown: str


def letters(column):
    text = ""
    while column:
        column, left = divmod(column - 1, 26)
        text = chr(65 + left) + text
    return text


# ---- the form ----

NO = {"no": "nej", "none": "inget av alternativen", "partly": "under utveckling"}
ASSESSMENT = {"sure": "säker", "unsure": "osäker"}
TOP = ("circumstances", "obstacles")


def rows_of(document, kinds=None, covers=True):
    """[(key, value, number)] of an answers' document; every question has all its rows that something stands in.
    kinds: {number: kind} of an edition with others than checklists and scales."""
    yield "edition", document.get("edition", ""), None
    organisation = document.get("organisation", {})
    for member in ("name", "number", "group"):
        yield f"organisation.{member}", organisation.get(member, ""), None
    for place, one in enumerate(organisation.get("covers", ()) if covers else (), 1):
        yield f"organisation.covers.{place}", one["name"], one.get("number", "")
    for member in ("from", "to"):
        yield f"period.{member}", document.get("period", {}).get(member, ""), None
    yield "marking", document.get("marking", ""), None
    for role in document.get("participants", ()):
        yield f"participants.{role}", "ja", None
    for name in TOP:
        yield name, document.get(name, ""), None
    for name, text in document.get("background", {}).items():
        yield f"background.{name}", text, None
    for member in ("by", "role", "date", "reference"):
        yield f"approval.{member}", document.get("approval", {}).get(member, ""), None
    for number, answer in document.get("answers", {}).items():
        yes, kind = answer.get("yes"), (kinds or {}).get(number)
        if kind in ("choice", "number", "date") and yes is not None:
            yield f"{number}.{'choice' if kind == 'choice' else 'value'}", {"choice": str, "number": int, "date": Day}[kind](yes), None
        elif isinstance(yes, list):
            for option in yes:
                yield f"{number}.{option}", "ja", None
        elif yes is not None:
            yield f"{number}.step", str(yes), None
        if kind in (None, "checklist", "scale", "choices") or "no" in answer:
            yield f"{number}.no", NO.get(answer.get("no"), answer.get("no", "")), None
        if kind in (None, "checklist", "scale"):
            yield f"{number}.assessment", ASSESSMENT.get(answer.get("assessment"), answer.get("assessment", "")), None
        yield f"{number}.note", answer.get("note", ""), None


HEAD = "edition organisation period marking participants circumstances obstacles background approval".split()


def form(document, change=None, names=("Organisation", "Svar"), kinds=None):
    """The workbook of a document: the head on one sheet, the questions on the other, columns Nyckel, Uppgift, Svar, Nummer.
    change: {key: value} in the place of what the document has; None leaves the row out. kinds: as for rows_of."""
    change = dict(change or {})
    head, answers = {}, {}
    for cells in (head, answers):
        for column, title in enumerate(("Nyckel", "Uppgift", "Svar", "Nummer"), 1):
            cells[2, column] = title
    at = {id(head): 3, id(answers): 3}
    for key, value, number in rows_of(document, kinds):
        value = change.pop(key, value)
        if value is None:
            continue
        cells = head if key.split(".")[0] in HEAD else answers
        row = at[id(cells)]
        at[id(cells)] += 1
        cells[row, 1], cells[row, 2] = key, f"Text om {key}"
        if value != "":
            cells[row, 3] = value
        if number:
            cells[row, 4] = number
    assert not change, change
    return [(names[0], head), (names[1], answers)]


def where(sheets, key):
    """"Svar!C7": where what is typed for a key stands."""
    for name, cells in sheets:
        for (row, column), value in cells.items():
            if column == 1 and value == key:
                return f"{name}!C{row}"
    raise KeyError(key)


# ---- zip ----

@dataclass
class Member:
    name: bytes
    data: bytes
    packed: bytes = None
    method: int = 8
    flags: int = 0
    sum: int = None
    size: int = None
    made_by: int = 20
    mode: int = 0
    local: dict = field(default_factory=dict)  # what the header has otherwise than the directory
    at: int = None                              # where the directory says that it begins
    descriptor: bool = False                    # sizes and sum stand behind the content
    behind: bytes = b""                         # what is of no part, between this one and the next

    def __post_init__(self):
        if self.packed is None:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            self.packed = packer.compress(self.data) + packer.flush() if self.method == 8 else self.data
        self.sum = zlib.crc32(self.data) if self.sum is None else self.sum
        self.size = len(self.data) if self.size is None else self.size
        if self.descriptor:
            self.flags |= 8


class Zip:
    """Parts in an archive: [Member], in the order of the directory."""

    def __init__(self, parts=()):
        self.members = [part if isinstance(part, Member) else Member(part[0].encode(), part[1]) for part in parts]
        self.comment, self.entries, self.front, self.behind = b"", None, b"", b""

    def __getitem__(self, name):
        return next(member for member in self.members if member.name == name.encode())

    def pack(self):
        out, places = self.front, []
        for member in self.members:
            said = {"sum": member.sum, "packed": len(member.packed), "size": member.size, "name": member.name,
                    "method": member.method, "flags": member.flags, "extra": b""}
            if member.descriptor:
                said.update(sum=0, packed=0, size=0)
            said.update(member.local)
            places.append(len(out))
            out += struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, said["flags"], said["method"], 0, 0x21, said["sum"], said["packed"],
                               said["size"], len(said["name"]), len(said["extra"])) + said["name"] + said["extra"] + member.packed
            if member.descriptor:
                out += struct.pack("<IIII", 0x08074b50, member.sum, len(member.packed), member.size)
            out += member.behind
        directory = b"".join(
            struct.pack("<IHHHHHHIIIHHHHHII", 0x02014b50, member.made_by, 20, member.flags, member.method, 0, 0x21, member.sum,
                        len(member.packed), member.size, len(member.name), 0, 0, 0, 0, member.mode,
                        place if member.at is None else member.at) + member.name
            for member, place in zip(self.members, places))
        count = len(self.members) if self.entries is None else self.entries
        return out + directory + struct.pack("<IHHHHIIH", 0x06054b50, 0, 0, min(count, 0xffff), min(count, 0xffff), len(directory),
                                             len(out), len(self.comment)) + self.comment + self.behind


# ---- Office Open XML ----

TRANSITIONAL = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
STRICT = {"m": "http://purl.oclc.org/ooxml/spreadsheetml/main", "r": "http://purl.oclc.org/ooxml/officeDocument/relationships"}
PARTS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def text_element(text, prefix=""):
    """A text as Excel writes it: what XML cannot hold is escaped, and space at its ends kept."""
    text = text.replace("\r\n", "_x000D_\n")
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<{prefix}t{keep}>{escape(text)}</{prefix}t>"


def item(value, prefix=""):
    if not isinstance(value, Rich):
        return text_element(value, prefix)
    runs = "".join(f'<{prefix}r><{prefix}rPr><{prefix}b/><{prefix}sz val="11"/></{prefix}rPr>{text_element(run, prefix)}</{prefix}r>'
                   for run in value.runs)
    return runs + f'<{prefix}rPh sb="0" eb="1"><{prefix}t>uttal</{prefix}t></{prefix}rPh><{prefix}phoneticPr fontId="1"/>'


class Xlsx:
    """What may differ: strings shared or inline; places of cells and rows given, absolute or missing; the namespace strict or with
    a prefix; targets of relations absolute; relations and parts in another order; days by either date system; sheets merged,
    hidden; comments; extra parts."""

    def __init__(self, sheets, strings="shared", places="given", spaces=TRANSITIONAL, prefix="", absolute=False, shuffle=None,
                 since_1904=False, merged="", comments=None, extra=(), day_format=None, descriptor=False, empty_cells=False,
                 hidden=""):
        self.__dict__.update(locals())
        self.shared, self.index, self.codes = [], {}, []

    def share(self, value):
        if value not in self.index:
            self.index[value] = len(self.shared)
            self.shared.append(value)
        return self.index[value]

    def cell(self, place, value):
        p, at = self.prefix, f' r="{place}"' if place else ""
        if isinstance(value, bool):
            return f'<{p}c{at} t="b"><{p}v>{int(value)}</{p}v></{p}c>'
        if isinstance(value, (int, float)):
            return f"<{p}c{at}><{p}v>{value}</{p}v></{p}c>"
        if isinstance(value, Written):
            return f'<{p}c{at} t="n"><{p}v>{value.text}</{p}v></{p}c>'
        if isinstance(value, Shown):
            if value.code not in self.codes:
                self.codes.append(value.code)
            return f'<{p}c{at} s="{2 + self.codes.index(value.code)}"><{p}v>{value.text}</{p}v></{p}c>'
        if isinstance(value, Day):
            return f'<{p}c{at} s="1"><{p}v>{value.serial(self.since_1904)}</{p}v></{p}c>'
        if isinstance(value, Formula):
            return f'<{p}c{at} t="str"><{p}f>{escape(value.text)}</{p}f><{p}v>{escape(str(value.value))}</{p}v></{p}c>'
        if isinstance(value, Error):
            return f'<{p}c{at} t="e"><{p}v>{value.text}</{p}v></{p}c>'
        if self.strings == "inline":
            return f'<{p}c{at} t="inlineStr"><{p}is>{item(value, p)}</{p}is></{p}c>'
        return f'<{p}c{at} s="0" t="s"><{p}v>{self.share(value)}</{p}v></{p}c>'

    def rows(self, cells):
        p, out, before = self.prefix, [], 0
        for row in sorted({row for row, _ in cells}):
            columns = sorted(column for at, column in cells if at == row)
            if self.places == "missing":  # then what is left out must be there, empty
                out += [f"<{p}row/>"] * (row - before - 1) + [f"<{p}row>"]
                last = 0
                for column in columns:
                    out += [f'<{p}c s="0"/>'] * (column - last - 1) + [self.cell("", cells[row, column])]
                    last = column
            else:
                dollar = "$" if self.places == "absolute" else ""
                out.append(f'<{p}row r="{row}" spans="1:9" x14ac:dyDescent="0.25" xmlns:x14ac="http://schemas.microsoft.com/office/'
                           'spreadsheetml/2009/9/ac">')
                out += [self.cell(f"{dollar}{letters(column)}{dollar}{row}", cells[row, column]) for column in columns]
                if self.empty_cells:
                    out.append(f'<{p}c r="{letters(columns[-1] + 1)}{row}" s="0"/>')
            out.append(f"</{p}row>")
            before = row
        return "".join(out)

    def element(self, name, content, attributes=""):
        p = self.prefix
        own = f'xmlns{":" + p[:-1] if p else ""}="{self.spaces["m"]}" xmlns:r="{self.spaces["r"]}"'
        return f"{DECLARATION}<{p}{name} {own} {attributes}>{content}</{p}{name}>".encode()

    def sheet(self, place, cells):
        p = self.prefix
        merged = f'<{p}mergeCells count="1"><{p}mergeCell ref="{self.merged}"/></{p}mergeCells>' if self.merged and place == 2 else ""
        return self.element("worksheet", f'<{p}sheetPr/><{p}dimension ref="A1:Z999"/><{p}sheetViews><{p}sheetView workbookViewId="0">'
                            f'<{p}selection activeCell="A1"/></{p}sheetView></{p}sheetViews><{p}sheetData>{self.rows(cells)}'
                            f'</{p}sheetData>{merged}<{p}dataValidations count="1"><{p}dataValidation type="list" sqref="C3">'
                            f'<{p}formula1>"ja"</{p}formula1></{p}dataValidation></{p}dataValidations>')

    def relations(self, *listed):
        listed = list(listed)
        if self.shuffle:
            random.Random(self.shuffle).shuffle(listed)
        return (f'{DECLARATION}<Relationships xmlns="{PARTS}">' + "".join(
            f'<Relationship Id="{name}" Type="{kind if "/" in kind else self.spaces["r"] + "/" + kind}" Target="{target}"{mode}/>'
            for name, kind, target, mode in listed) + "</Relationships>").encode()

    def state(self, place):
        return f' state="{self.hidden}"' if self.hidden and place == 2 else ""

    def parts(self):
        """[(name, bytes)]: the parts, so that one may be changed before they are packed."""
        p = self.prefix
        listed = "".join(f'<{p}sheet name={quoteattr(name)} sheetId="{place}"{self.state(place)} r:id="rId{place}"/>'
                         for place, (name, _) in enumerate(self.sheets, 1))
        sheets = [(f"xl/worksheets/sheet{place}.xml", self.sheet(place, cells)) for place, (_, cells) in enumerate(self.sheets, 1)]
        strings = "".join(f"<{p}si>{item(value, p)}</{p}si>" for value in self.shared)
        codes = [self.day_format or "yyyy\\-mm\\-dd;@", *self.codes]
        numbers = [code if isinstance(code, int) else 164 + place for place, code in enumerate(codes)]
        written = [(number, code) for number, code in zip(numbers, codes) if number != code]
        base = "/xl/" if self.absolute else ""
        found = [
            ("[Content_Types].xml", (f'{DECLARATION}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
                                     f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN}.sheet.main+xml"/></Types>').encode()),
            ("_rels/.rels", self.relations(
                ("rId3", "extended-properties", "docProps/app.xml", ""),
                ("rId1", "officeDocument", "/xl/workbook.xml" if self.absolute else "xl/workbook.xml", ""))),
            ("xl/workbook.xml", self.element("workbook", (
                f'<{p}workbookPr date1904="{int(self.since_1904)}"/><{p}sheets>{listed}</{p}sheets>'))),
            ("xl/_rels/workbook.xml.rels", self.relations(
                *((f"rId{place}", "worksheet", f"{base}worksheets/sheet{place}.xml", "") for place in range(1, len(sheets) + 1)),
                ("rId90", "styles", f"{base}styles.xml", ""), ("rId91", "sharedStrings", f"{base}sharedStrings.xml", ""),
                ("rId92", "theme", f"{base}theme/theme1.xml", ""))),
            *sheets,
            ("xl/styles.xml", self.element("styleSheet", (
                f'<{p}numFmts count="{len(written)}">'
                + "".join(f'<{p}numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in written) +
                f'</{p}numFmts>'
                f'<{p}cellStyleXfs><{p}xf numFmtId="14"/></{p}cellStyleXfs>'
                f'<{p}cellXfs count="{1 + len(codes)}"><{p}xf numFmtId="0"/>'
                + "".join(f'<{p}xf numFmtId="{number}"/>' for number in numbers) + f"</{p}cellXfs>"))),
            ("xl/sharedStrings.xml", self.element("sst", strings, f'count="{len(self.shared)}"')),
        ]
        if self.comments:  # {"D47": text}, on the second sheet
            found.append(("xl/worksheets/_rels/sheet2.xml.rels", self.relations(("rId1", "comments", "../comments1.xml", ""))))
            found.append(("xl/comments1.xml", self.element("comments", f"<{p}authors><{p}author>A</{p}author></{p}authors><{p}commentList>" + "".join(
                f'<{p}comment ref="{place}" authorId="0"><{p}text>{item(Rich((text,)), p)}</{p}text></{p}comment>'
                for place, text in self.comments.items()) + f"</{p}commentList>")))
        found += list(self.extra)
        if self.shuffle:
            random.Random(self.shuffle).shuffle(found)
        return found

    def zip(self):
        made = Zip(self.parts())
        for member in made.members:
            if self.descriptor:
                member.descriptor = True
                member.flags |= 8
        return made


def xlsx(sheets, **how):
    return Xlsx(sheets, **how).zip().pack()


# ---- OpenDocument ----

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(f'xmlns:{prefix}="{OASIS}{name}:1.0"' for prefix, name in
                  (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))) + (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"')


def paragraphs(text, spans=False):
    """A text as paragraphs: blanks that would be lost as text:s, tabs as text:tab."""
    out = []
    for line in text.replace("\r\n", "\n").split("\n"):
        line, made = escape(line), ""
        while line:
            if line.startswith(("  ", " ")) and (made == "" or line.startswith("  ")):
                blanks = len(line) - len(line.lstrip(" "))
                made += f'<text:s text:c="{blanks}"/>' if blanks > 1 else "<text:s/>"
                line = line[blanks:]
            elif line.startswith("\t"):
                made, line = made + "<text:tab/>", line[1:]
            else:
                made, line = made + line[0], line[1:]
        if spans and len(line) == 0 and "<" not in made and "&" not in made and len(made) > 3:
            made = f'{made[:2]}<text:span text:style-name="T1">{made[2:]}<text:a xlink:href="x"/></text:span>'
        out.append(f"<text:p>{made}</text:p>")
    return "".join(out)


def ods_cell(value, spans=False, annotation="", repeated=1, open_="table:table-cell"):
    note = f'<office:annotation><dc:creator>A</dc:creator><dc:date>2024-01-01</dc:date>{paragraphs(annotation)}</office:annotation>' \
        if annotation else ""
    many = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<{open_}{many}>{note}</{open_}>" if note else f"<{open_}{many}/>"
    if isinstance(value, bool):
        typed, shown = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"', "SANT" if value else "FALSKT"
    elif isinstance(value, (int, float)):
        typed, shown = f'office:value-type="float" office:value="{value}"', f"{value:,}".replace(",", " ")
    elif isinstance(value, Written):
        typed, shown = f'office:value-type="float" office:value="{value.text}"', f"{float(value.text):.10g}"
    elif isinstance(value, Shown):
        typed, shown = f'office:value-type="float" office:value="{value.text}"', value.shown
    elif isinstance(value, Day):
        typed, shown = f'office:value-type="date" office:date-value="{value.text}"', value.text[2:]
    elif isinstance(value, Formula):
        typed, shown = f'table:formula="of:{escape(value.text)}" office:value-type="string"', str(value.value)
    elif isinstance(value, Error):
        typed, shown = 'table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"', value.text
    else:
        typed, shown = 'office:value-type="string" calcext:value-type="string"', value.text() if isinstance(value, Rich) else value
    return f"<{open_} {typed}{many}>{note}{paragraphs(shown, spans)}</{open_}>"


class Ods:
    """What may differ: runs of empty cells and rows as one; rows grouped; texts in spans; annotations {(row, column): text} on the
    second sheet; covered cells behind a merged one."""

    def __init__(self, sheets, grouped=False, spans=False, annotations=None, covered=False, whole=True, encrypted=False, extra=(),
                 hidden=False):
        self.__dict__.update(locals())

    def row(self, place, row, cells):
        columns = {column: value for (at, column), value in cells.items() if at == row}
        notes = {column: text for (at, column), text in (self.annotations or {}).items() if at == row and place == 2}
        out, last = [], 0
        for column in sorted({*columns, *notes}):
            if column - last > 1:
                out.append(ods_cell(None, repeated=column - last - 1))
            out.append(ods_cell(columns.get(column), self.spans, notes.get(column, "")))
            last = column
        if self.covered:
            out.append(ods_cell("dold", open_="table:covered-table-cell"))
            last += 1
        if self.whole:
            out.append(ods_cell(None, repeated=16384 - last))
        return f"<table:table-row>{''.join(out)}</table:table-row>"

    def table(self, place, name, cells):
        out, last = [], 0
        for row in sorted({row for row, _ in cells}):
            if row - last > 1:
                out.append(f'<table:table-row table:number-rows-repeated="{row - last - 1}"><table:table-cell/></table:table-row>')
            out.append(self.row(place, row, cells))
            last = row
        body = "".join(out)
        if self.grouped:
            body = f"<table:table-header-rows>{out[0]}</table:table-header-rows><table:table-row-group><table:table-row-group>" + \
                "".join(out[1:]) + "</table:table-row-group></table:table-row-group>"
        if self.whole:
            body += (f'<table:table-row table:number-rows-repeated="{1048576 - last}"><table:table-cell '
                     'table:number-columns-repeated="16384"/></table:table-row>')
        style = ' table:style-name="ta2"' if self.hidden and place == 2 else ""
        return f'<table:table table:name={quoteattr(name)}{style}><table:table-column/>{body}</table:table>'

    def content(self, body=None):
        tables = "".join(self.table(place, name, cells) for place, (name, cells) in enumerate(self.sheets, 1)) if body is None else body
        return (f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {SPACES} office:version="1.3"><office:scripts/>'
                '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/>'
                '</style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
                "</style:style></office:automatic-styles>"
                f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>").encode()

    def parts(self, body=None):
        locked = '<manifest:encryption-data manifest:checksum="x"/>' if self.encrypted else ""
        return [Member(b"mimetype", ODS.encode(), method=0), ("Configurations2/menubar/", b""), ("content.xml", self.content(body)),
                ("META-INF/manifest.xml", (
                    f'<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
                    f'manifest:media-type="{ODS}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
                    f"{locked}</manifest:file-entry></manifest:manifest>").encode()), *self.extra]

    def zip(self, body=None):
        return Zip(self.parts(body))


def ods(sheets, **how):
    return Ods(sheets, **how).zip().pack()
