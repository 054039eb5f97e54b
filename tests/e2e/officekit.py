"""LibreOffice, the real program, without a window: opens workbooks, types in them, saves them, says what it computed.

Office is for the tests. The half below DRIVER runs in the system's own Python, which has LibreOffice's bridge (python3-uno), and
speaks JSON, a line a question and a line an answer."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PYTHON = "/usr/bin/python3"  # python3-uno belongs to Debian's Python
PATIENCE = 90                # seconds for LibreOffice to start
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}


class Office:
    """with Office() as office: office.fill(path, {"1.a": "ja"}, [saved.ods])"""

    def __enter__(self):
        assert shutil.which("soffice"), "LibreOffice is not installed; run install-deps --check"
        self.driver = subprocess.Popen([PYTHON, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        self.driver.stdin.close()
        self.driver.wait(PATIENCE)
        self.driver.stdout.close()

    def ask(self, **question):
        self.driver.stdin.write(json.dumps(question) + "\n")
        self.driver.stdin.flush()
        answer = json.loads(self.driver.stdout.readline() or '{"failed": "the driver ended"}')
        assert "failed" not in answer, answer["failed"]
        return answer

    def fill(self, path, typed=None, saved=()):
        """Opens a form, types a text beside each key (a pair: beside it and in the next column), saves it under each of
        these names, and returns {sheet: rows}, a row as the list of its cells: text, number, or None."""
        return self.ask(open=str(path), typed=typed or {}, saved=[str(one) for one in saved])["sheets"]

    def put(self, path, cells, saved=(), hidden=()):
        """The same of any workbook, typing numbers and texts in cells by their places: {"Plan!I5": 7.5}. hidden: rows and
        columns that are hidden then, such as "Svar!5" and "Svar!C"."""
        return self.ask(open=str(path), cells=cells, hidden=list(hidden), saved=[str(one) for one in saved])["sheets"]


# ---- DRIVER ----

class Driver:
    def __init__(self):
        import uno
        from com.sun.star.beans import PropertyValue
        from com.sun.star.connection import NoConnectException
        from com.sun.star.lang import DisposedException
        self.gone, self.value = DisposedException, PropertyValue
        self.home = tempfile.mkdtemp(prefix="sigill-office-")
        pipe = f"sigill{os.getpid()}"
        self.office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={Path(self.home).as_uri()}", "--headless", "--norestore", "--nologo",
             "--nodefault", f"--accept=pipe,name={pipe};urp;"], env={**os.environ, "HOME": self.home}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + PATIENCE
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                if time.monotonic() > until or self.office.poll() is not None:
                    raise
                time.sleep(0.2)
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def end(self):
        try:
            self.desktop.terminate()
        except self.gone:
            pass  # it is gone before it has answered
        self.office.wait(PATIENCE)
        shutil.rmtree(self.home, ignore_errors=True)

    def properties(self, **values):
        return tuple(self.value(Name=name, Value=value) for name, value in values.items())

    def answer(self, question):
        book = self.desktop.loadComponentFromURL(Path(question["open"]).as_uri(), "_blank", 0, self.properties(Hidden=True))
        try:
            if "cells" in question:
                self.put(book, question["cells"])
                self.hide(book, question["hidden"])
            else:
                self.type(book, question["typed"])
            for path in question["saved"]:
                book.storeToURL(Path(path).as_uri(), self.properties(FilterName=FILTERS[Path(path).suffix]))
            return {"sheets": {sheet.Name: self.cells(sheet) for sheet in book.Sheets}}
        finally:
            book.close(True)

    def used(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)

    def cells(self, sheet):
        return [[cell if cell != "" else None for cell in row] for row in self.used(sheet).getDataArray()]

    def put(self, book, cells):
        for place, value in cells.items():
            sheet, cell = place.split("!")
            cell = book.Sheets.getByName(sheet).getCellRangeByName(cell).getCellByPosition(0, 0)
            cell.setString(value) if isinstance(value, str) else cell.setValue(value)

    def hide(self, book, places):
        for place in places:
            sheet, name = place.split("!")
            sheet = book.Sheets.getByName(sheet)
            lines = sheet.Rows.getByIndex(int(name) - 1) if name.isdigit() else sheet.Columns.getByName(name)
            lines.IsVisible = False

    def type(self, book, typed):
        """As a person does: only in cells that are not locked, beside the keys."""
        left = dict(typed)
        for sheet in book.Sheets:
            column = None
            for row, cells in enumerate(self.used(sheet).getDataArray()):
                if "Nyckel" in cells:
                    key = cells.index("Nyckel")
                    column = cells.index("Svar" if "Svar" in cells else "Namn")  # of other organisations the names are typed
                elif column is not None and cells[key] in left:
                    texts = left.pop(cells[key])
                    for place, text in enumerate(texts if isinstance(texts, list) else [texts]):
                        cell = sheet.getCellByPosition(column + place, row)
                        assert not cell.CellProtection.IsLocked, (sheet.Name, row, cells[key])
                        # Entered as by a hand, LibreOffice makes a number or a day of it; else it stays a text.
                        cell.setFormula(text["entered"]) if isinstance(text, dict) else cell.setString(text)
        assert not left, f"no row for {sorted(left)}"


def drive():
    driver = Driver()
    try:
        for line in sys.stdin:
            try:
                told = driver.answer(json.loads(line))
            except Exception as failure:
                told = {"failed": f"{type(failure).__name__}: {failure}"}
            print(json.dumps(told), flush=True)
    finally:
        driver.end()


if __name__ == "__main__":
    drive()
