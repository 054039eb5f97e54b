"""A workbook read back as the XML that it is."""
import re
import xml.etree.ElementTree as ET
import zipfile

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Workbook:
    """Each sheet as a list of rows, a row as {column letter: text or number}; .numbered: {number: row} of each."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        shared = ET.fromstring(self.parts["xl/sharedStrings.xml"])
        self.strings = ["".join(item.itertext()) for item in shared]  # and those that stand in their cells
        self.shared = set(self.strings)
        names = [sheet.get("name") for sheet in ET.fromstring(self.parts["xl/workbook.xml"]).iterfind(".//m:sheet", SPACE)]
        self.numbered = {name: self.read(f"xl/worksheets/sheet{place}.xml") for place, name in enumerate(names, 1)}
        self.sheets = {name: list(rows.values()) for name, rows in self.numbered.items()}

    def read(self, part):
        found = {}
        for row in ET.fromstring(self.parts[part]).iterfind(".//m:row", SPACE):
            cells = {}
            for cell in row.iterfind("m:c", SPACE):
                value = cell.find("m:v", SPACE)
                text = None if value is None else value.text
                if cell.get("t") == "inlineStr":
                    self.strings.append("".join(cell.find("m:is", SPACE).itertext()))
                    cells[re.match("[A-Z]+", cell.get("r")).group()] = self.strings[-1]
                    continue
                cells[re.match("[A-Z]+", cell.get("r")).group()] = (
                    self.strings[int(text)] if cell.get("t") == "s" else text or "" if cell.get("t") == "str"
                    else None if text is None else float(text))
            found[int(row.get("r"))] = cells
        return found

    def row(self, sheet, label, which=0):
        """The figures of the row that begins so: the cells after the first."""
        return list([row for row in self.sheets[sheet] if row.get("A") == label][which].values())[1:]

    def text(self):
        return "\n".join(self.strings)
