"""sigill template -o FILE.xlsx: the form as a workbook, read back as the XML that it is."""
import json
import re
import xml.etree.ElementTree as ET
from datetime import date

from kindkit import SCORED
from resultkit import BUILT_IN, EVERY_KIND, IT_SECURITY, SKR, SMALL, WORKED, Edition, compare, converted, scored, some_answers
from sigill_test import DATA, expect, refused, run, sigill, test
from workbookkit import SPACE, Workbook

EDITIONS = {"infosakkollen-2021": BUILT_IN, "smaprov-2030": SMALL, "alla-slag-2030": EVERY_KIND, "skr-2019": SKR,
            "it-sakerhet-exempel": IT_SECURITY}
FILLED = 10  # random sets of answers for each edition


def made(directory, *words, **options):
    path = directory / f"svar{len(list(directory.iterdir()))}.xlsx"
    expect(sigill("template", "-o", path, *words, **options), 0, out="")
    return Workbook(path)


def keys_of(edition):
    """Every key that the form has, and each once, but those of covered organisations."""
    model = edition["model"]
    yield from ("edition", "organisation.name", "organisation.number", "organisation.group", "period.from", "period.to",
                "marking", "approval.by", "approval.role", "approval.date", "approval.reference")
    yield from (f"participants.{role}" for role in model["roles"])
    for asked in model["background"]:
        yield asked["id"] if asked["id"] in ("circumstances", "obstacles") else f"background.{asked['id']}"
    for question in model["questions"]:
        kind = question["kind"]
        rest = {"scale": ["step"], "choice": ["choice"], "number": ["value"], "date": ["value"]}.get(kind) or list(question["options"])
        rest = rest + ["no"] * (kind in SCORED or kind == "choices") + ["assessment"] * (kind in SCORED)
        yield from (f"{question['id']}.{word}" for word in rest + ["note"])


def sheet_xml(book, number):
    return ET.fromstring(book.parts[f"xl/worksheets/sheet{number}.xml"])


def unlocked_styles(book):
    styles = ET.fromstring(book.parts["xl/styles.xml"]).find("m:cellXfs", SPACE)
    return {place for place, style in enumerate(styles)
            if (lock := style.find("m:protection", SPACE)) is not None and lock.get("locked") == "0"}


def unlocked_cells(book, number):
    styles = unlocked_styles(book)
    return {cell.get("r") for cell in sheet_xml(book, number).iterfind(".//m:c", SPACE) if int(cell.get("s", 0)) in styles}


@test
def test_an_edition_gets_its_form(directory):
    for name, path in EDITIONS.items():
        edition = json.loads(path.read_text(encoding="utf-8"))
        book = made(directory, "--edition", path, lang="sv")
        assert list(book.sheets) == ["Instruktion", "Organisation", "Svar", "Resultat", "Beräkning"]
        found = [row["A"] for sheet in ("Organisation", "Svar") for row in book.sheets[sheet]
                 if row.get("A") not in (None, "Nyckel")]
        plain = [key for key in found if key and not key.startswith("organisation.covers.")]
        assert sorted(plain) == sorted(keys_of(edition)), name
        assert [key for key in found if key and key.startswith("organisation.covers.")] == [
            f"organisation.covers.{number}" for number in range(1, 21)]
        text = book.text()
        wording = edition["wording"]
        for question in wording["questions"]:
            for told in (question["topic"], question["text"], question.get("help", ""), *question.get("options", {}).values()):
                assert told in text, told
        for question, words in zip(edition["model"]["questions"], wording["questions"]):
            if "asked_if" in question:
                assert re.search(rf"Ställs bara efter .+ på fråga {question['asked_if']['question']}\.", text)
            if question["kind"] == "choice":
                assert all(f"{letter}: {option}" in book.strings for letter, option in words["options"].items())
        for scale in wording["scales"].values():
            assert all(f"{number}: {step}" in book.strings for number, step in enumerate(scale, 1))
        for told in (wording["title"], wording["period"], *(area["name"] for area in wording["areas"]),
                     *(role["name"] for role in wording["roles"]), *(group["name"] for group in wording["groups"])):
            assert told in text, told


@test
def test_names_have_their_heading_and_long_texts_have_room(directory):
    book = made(directory, lang="sv")
    rows = book.numbered["Organisation"]
    heads = [list(cells.values()) for cells in rows.values() if cells.get("A") == "Nyckel"]
    assert [head[3] for head in heads] == ["Svar", "Namn"], heads
    high = {int(row.get("r")): float(row.get("ht", 15)) for row in sheet_xml(book, 2).iterfind(".//m:row", SPACE)}
    for number, cells in rows.items():
        if cells.get("A") in ("circumstances", "obstacles"):
            assert high[number] >= 150, (cells, high[number])
    # On a form where the highest level is reached nothing is listed, and nothing said of it.
    assert "De här frågorna:" in [cells.get("A") for cells in book.sheets["Resultat"]]
    document = json.loads((DATA / "typical-municipality.json").read_text())
    for question in json.loads(BUILT_IN.read_text())["model"]["questions"]:
        document["answers"][str(question["id"])] = {"assessment": "sure", "yes": question["steps"] if question["kind"] == "scale" else list(question["options"])}
    (directory / "all.json").write_text(json.dumps(document))
    expect(sigill("convert", directory / "all.json", "-o", directory / "all.xlsx", lang="sv"), 0)
    book = Workbook(directory / "all.xlsx")
    assert "De här frågorna:" not in [cells.get("A") for cells in book.sheets["Resultat"]], book.sheets["Resultat"]


@test
def test_only_answers_can_be_typed(directory):
    for edition in (BUILT_IN, EVERY_KIND, SKR):
        only_answers_can_be_typed(made(directory, "--edition", edition, lang="sv"), json.loads(edition.read_text())["model"]["id"])


def only_answers_can_be_typed(book, edition):
    for number, name in enumerate(book.sheets, 1):
        protection = sheet_xml(book, number).find("m:sheetProtection", SPACE)
        assert protection is not None and protection.get("sheet") == "1" and protection.get("password") is None, name
    answered = {f"D{row}" for row, cells in book.numbered["Svar"].items() if re.match(r"\d+\.", cells.get("A") or "")}
    assert unlocked_cells(book, 3) == answered
    typed = {cells["A"]: row for row, cells in book.numbered["Organisation"].items()
             if cells.get("A") not in (None, "", "Nyckel", "edition")}
    beside = {f"E{row}" for key, row in typed.items() if key.startswith("organisation.covers.")}
    assert unlocked_cells(book, 2) == {f"D{row}" for row in typed.values()} | beside
    assert not unlocked_cells(book, 1) and not unlocked_cells(book, 4) and not unlocked_cells(book, 5)
    assert book.numbered["Organisation"][next(row for row, cells in book.numbered["Organisation"].items()
                                              if cells.get("A") == "edition")]["D"] == edition


def bounds(book, number):
    """What a number or a day in a cell must lie between: {cell: (type, least, most)}."""
    return {rule.get("sqref"): (rule.get("type"), int(rule.find("m:formula1", SPACE).text), int(rule.find("m:formula2", SPACE).text))
            for rule in sheet_xml(book, number).iterfind(".//m:dataValidation", SPACE) if rule.get("type") in ("whole", "date")}


def serial(day):
    return (date.fromisoformat(day) - date(1899, 12, 30)).days


def rules(book, number):
    """What may be chosen in each cell: {cell: (list or range, title, message)}."""
    found = {}
    for rule in sheet_xml(book, number).iterfind(".//m:dataValidation", SPACE):
        first = rule.find("m:formula1", SPACE)
        found[rule.get("sqref")] = (None if first is None else first.text, rule.get("promptTitle"), rule.get("prompt"))
    return found


def listed(book, rule):
    """The texts that a rule offers."""
    if rule.startswith('"'):
        return rule.strip('"').split(",")
    column, first, last = re.fullmatch(r"'Beräkning'!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", rule).groups()
    return [book.numbered["Beräkning"][row][column] for row in range(int(first), int(last or first) + 1)]


@test
def test_each_cell_offers_what_the_edition_has(directory):
    for path in EDITIONS.values():
        edition = json.loads(path.read_text(encoding="utf-8"))
        wording, model = edition["wording"], edition["model"]
        book = made(directory, "--edition", path, lang="sv")
        questions = {question["id"]: (question, words)
                     for question, words in zip(model["questions"], wording["questions"])}
        offered = rules(book, 3)
        for row, cells in book.numbered["Svar"].items():
            match = re.fullmatch(r"(\d+)\.(\w+)", cells.get("A") or "")
            if match is None:
                continue
            question, words = questions[int(match.group(1))]
            rule, title, message = offered[f"D{row}"]
            assert title == f"Fråga {match.group(1)}" and message, cells
            place = match.group(2)
            if place == "note":
                assert rule in (None, "0"), rule
            elif place == "no":
                assert listed(book, rule) == [wording["zero_answers"][word] for word in question.get("zero_answers", ["no"])]
            elif place == "choice":
                assert listed(book, rule) == [f"{letter}: {option}" for letter, option in words["options"].items()]
            elif place == "value" and question["kind"] == "number":
                assert bounds(book, 3)[f"D{row}"] == ("whole", question["least"], question["most"])
                assert f"från {question['least']} till {question['most']}" in message and words.get("unit", "") in message
            elif place == "value":
                ends = [question.get(name, default) for name, default in (("earliest", "1970-01-01"), ("latest", "9999-12-31"))]
                assert bounds(book, 3)[f"D{row}"] == ("date", *map(serial, ends))
            elif place == "assessment":
                assert listed(book, rule) == list(wording["assessments"].values())
            elif place == "step":
                assert listed(book, rule) == [f"{n}: {step}" for n, step in enumerate(wording["scales"][words["scale"]], 1)]
            else:
                assert listed(book, rule) == ["ja"]
        head = rules(book, 2)
        for row, cells in book.numbered["Organisation"].items():
            key = cells.get("A") or ""
            if key == "organisation.group":
                assert listed(book, head[f"D{row}"][0]) == [group["name"] for group in wording["groups"]]
            elif key == "marking":
                assert listed(book, head[f"D{row}"][0]) == model["markings"]
            elif key.startswith("participants."):
                assert listed(book, head[f"D{row}"][0]) == ["ja"]


@test
def test_no_formula_needs_more_than_both_programs_have(directory):
    known = {"IF", "AND", "OR", "SUM", "SUMPRODUCT", "MIN", "MAX", "INDEX", "CHOOSE", "TRIM", "VALUE", "INT", "ISNUMBER"}
    for edition, least in ((BUILT_IN, 500), (EVERY_KIND, 100), (SKR, 200)):
        book = made(directory, "--edition", edition, lang="sv")
        formulas = [formula.text for number in range(1, 6) for formula in sheet_xml(book, number).iterfind(".//m:f", SPACE)]
        assert len(formulas) > least, len(formulas)
        used = {name for formula in formulas for name in re.findall(r"([A-Z.]+)\(", re.sub('"[^"]*"', "", formula))}
        assert used <= known, used - known
        assert not any(name.startswith("xl/externalLinks") or "vba" in name for name in book.parts)


@test
def test_a_reader_that_computes_nothing_shows_an_empty_form(directory):
    book = made(directory, lang="sv")
    result = {row["A"]: row.get("B") for row in book.sheets["Resultat"] if isinstance(row.get("A"), str)}
    assert result["Nivå"] is not None and result["Poäng"] == 0 and result["Besvarade frågor"] == 0
    assert result["Saknas på bladet Organisation"] == 6
    assert result["Frågor med för få poäng"] == 15 and result["Poäng som saknas sammanlagt"] == 23
    assert result["40. Ledningens uppföljning och beslut"] == "inte besvarad"


def result_rows(book):
    return [[row.get(letter) or (None if row.get(letter) == "" else row.get(letter)) for letter in "ABCDEF"]
            for row in book.sheets["Resultat"]]


def filled_in(directory, edition, document, name):
    """The document as a workbook that nobody has computed, and as JSON."""
    plain, path = directory / f"{name}.json", directory / f"{name}.xlsx"
    plain.write_text(json.dumps(document), encoding="utf-8")
    expect(sigill("convert", plain, "-o", path, "--edition", edition.path, lang="sv"), 0)
    return plain, path


@test
def test_filled_in_it_shows_the_result_before_anything_is_computed(directory):
    built_in, small, kinds, fields = (Edition(path) for path in (BUILT_IN, SMALL, EVERY_KIND, SKR))
    documents = [(built_in, path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in WORKED]
    documents += [(edition, f"set{seed}{edition.model['id']}", some_answers(edition, seed))
                  for seed in range(FILLED) for edition in (built_in, small, kinds, fields)]
    for edition, name, document in documents:
        plain, path = filled_in(directory, edition, document, name)
        score = scored(edition, plain)
        compare(edition, result_rows(Workbook(path)), score)
        assert scored(edition, path) == score, name
        assert converted(edition, path, directory) == converted(edition, plain, directory), name


@test
def test_what_was_typed_wrong_is_kept(directory):
    edition = Edition(BUILT_IN)
    document = some_answers(edition, 1)
    document["organisation"] |= {"group": "förening", "covers": [{"name": f"Nr {n}"} for n in range(1, 201)]}
    document["answers"] |= {"1": {"yes": ["a", "z"], "assessment": "sure"}, "2": {"no": "kanske", "assessment": "sure"},
                            "8": {"yes": ["a"], "assessment": "tja", "note": "rad ett\nrad två\t=1+1"}}
    plain, path = filled_in(directory, edition, document, "wrong")
    compare(edition, result_rows(Workbook(path)), scored(edition, plain))
    assert converted(edition, path, directory) == converted(edition, plain, directory)
    # A role that the edition lacks keeps its row, and is named with its cell when it is read.
    document["participants"] = ["it-chef", "vaktmästare"]
    _, path = filled_in(directory, edition, document, "role")
    told = sigill("convert", path, "-o", directory / "back.json", lang="sv")
    expect(told, 1, out="", err_has=["Organisation!D", "participants.vaktmästare"])
    assert not (directory / "back.json").exists()


@test
def test_a_yes_to_nothing_is_named(directory):
    edition = Edition(BUILT_IN)
    document = some_answers(edition, 1)
    document["answers"] |= {"1": {"yes": [], "assessment": "sure"}, "3": {"yes": 0, "assessment": "sure"}}
    plain, path = directory / "nothing.json", directory / "nothing.xlsx"
    plain.write_text(json.dumps(document), encoding="utf-8")
    expect(sigill("convert", plain, "-o", path, lang="sv"), 0, out="", err_has=["fråga 1: ett ja till ingenting", "fråga 3: "])
    score = scored(edition, plain)
    compare(edition, result_rows(Workbook(path)), score)
    told = converted(edition, path, directory)["answers"]
    assert all(set(told[number]) - {"about"} == {"assessment"} for number in "13"), (told["1"], told["3"])


def large_edition():
    """As large as an edition may be (docs/edition.md, "Model")."""
    kinds = [{"kind": "checklist", "options": "abcdefghijklmnopqrstuvwxyz"}, {"kind": "scale", "steps": 32}]
    questions = [{"id": 512 + n, "section": n // 4 + 1, "zero_answers": ["no", "none", "partly"]} | kinds[n % 2]
                 for n in range(128)]
    areas = [{"id": f"area{n}", "max": 64 * 58, "in_full": [question["id"] for question in questions], "options": {},
              "gates": [{"question": question["id"], "from_level": 1} for question in questions]} for n in range(16)]
    levels = [{"level": n, "sections": list(range(1, 4 * n + 1)), "questions": 16 * n, "min_points_each": n,
               "min_total": 100 * n, "max_uncertain_percent": 10} for n in range(1, 9)]
    ids = [f"id{n}" for n in range(16)]
    words = [{"id": question["id"], "topic": f"Fråga {question['id']}", "text": "x" * 500, "help": "y" * 900}
             | ({"options": {letter: letter * 150 for letter in question["options"]}} if "options" in question
                else {"scale": "long"}) for question in questions]
    model = {"id": "large", "collected": {"opens": "2030-01-01", "closes": "2030-12-31"},
             "totals": {"questions": 128, "points": 64 * 58, "measures": 64 * 27}, "questions": questions, "levels": levels,
             "areas": areas, "groups": ids, "markings": ["begränsat hemlig"], "roles": [f"role{n}" for n in range(32)],
             "security_roles": [], "background": [{"id": f"b{n}", "kind": "text"} for n in range(10)]}
    wording = {"title": "Stor", "period": "åtta år", "assessments": {"sure": "Säker", "unsure": "Osäker"},
               "zero_answers": {"no": "Nej", "none": "Inget?", "partly": "Inget* alls"},
               "sections": [{"section": n, "name": f"Avsnitt {n}"} for n in range(1, 33)],
               "scales": {"long": [f"Steg {n}, \"citerat\"" for n in range(1, 33)]}, "questions": words,
               "areas": [{"id": area["id"], "name": f"Område {area['id']}"} for area in areas],
               "groups": [{"id": one, "name": one} for one in ids],
               "roles": [{"id": one, "name": one} for one in model["roles"]],
               "background": [{"id": one["id"], "topic": one["id"], "text": "z" * 400} for one in model["background"]]}
    return {"format": "sigill-edition/1", "model": model, "wording": wording}


@test
def test_the_largest_edition_s_form_is_read_back(directory):
    path = directory / "large.json"
    path.write_text(json.dumps(large_edition()), encoding="utf-8")
    edition = Edition(path)
    plain, form = filled_in(directory, edition, some_answers(edition, 2), "full")
    score = scored(edition, plain)
    compare(edition, result_rows(Workbook(form)), score)
    assert scored(edition, form) == score


@test
def test_a_form_in_english_keeps_the_edition_s_words(directory):
    book = made(directory, lang="en")
    assert list(book.sheets) == ["Instructions", "Organisation", "Answers", "Result", "Workings"]
    assert "Key" in book.strings and "Answer" in book.strings and "Ledningens deltagande i styrningen" in book.text()


@test
def test_what_is_printed_bears_marking_and_headers(directory):
    book = made(directory, lang="sv")
    names = {(name.get("name"), name.get("localSheetId")): name.text
             for name in ET.fromstring(book.parts["xl/workbook.xml"]).iterfind(".//m:definedName", SPACE)}
    assert names[("_xlnm.Print_Titles", "2")] == "Svar!$1:$2" and names[("_xlnm.Print_Area", "2")].startswith("Svar!$B$1:$F$")
    for number, breaks in ((3, (3, 12)), (4, (1, 1))):
        sheet = sheet_xml(book, number)
        assert sheet.find("m:pageSetup", SPACE).get("paperSize") == "9"
        assert sheet.find("m:pageSetup", SPACE).get("fitToHeight") == "0"
        at = [int(one.get("id")) for one in sheet.iterfind(".//m:rowBreaks/m:brk", SPACE)]
        assert breaks[0] <= len(at) <= breaks[1] and at == sorted(at), at
        # A page begins with a section or a question, never within one.
        assert number == 4 or all(book.numbered["Svar"][row + 1].get("A") in (None, "") and
                                  book.numbered["Svar"][row + 1].get("B") for row in at), at
    for sheet in ("Instruktion", "Organisation", "Svar", "Resultat"):
        assert any("Märkning: ej vald" in row.values() for row in book.sheets[sheet][:3]), sheet


@test
def test_the_suffix_decides_the_kind(directory):
    expect(sigill("template", "-o", directory / "svar.json"), 0)
    json.loads((directory / "svar.json").read_text(encoding="utf-8"))
    expect(sigill("template", "-o", directory / "SVAR.XLSX"), 0)
    assert (directory / "SVAR.XLSX").read_bytes().startswith(b"PK")
    assert {path.name for path in directory.iterdir()} == {"svar.json", "SVAR.XLSX"}


@test
def test_R2_no_file_is_replaced_unasked(directory):
    path = directory / "svar.xlsx"
    path.write_bytes(b"mine")
    refused(sigill("template", "-o", path), 3, str(path))
    assert path.read_bytes() == b"mine" and list(directory.iterdir()) == [path]
    refused(sigill("template", "-o", directory / "not there" / "svar.xlsx"), 3)
    expect(sigill("template", "-o", path, "--force"), 0, out="")
    form = path.read_bytes()  # in which somebody may have filled in answers by now
    for command in (["template"], ["score", "docs/examples/ankeborg.json", "--html"]):
        refused(sigill(*command, "-o", path, "--force"), 1, str(path), "never overwritten")
    path.rename(directory / "svar.xlsx~")
    path.write_bytes(b"mine")
    refused(sigill("template", "-o", path, "--force"), 1, "svar.xlsx~", "never overwritten")
    assert (directory / "svar.xlsx~").read_bytes() == form
    (directory / "svar.xlsx~").unlink()
    assert list(directory.iterdir()) == [path]


run()
