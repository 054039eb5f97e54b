/* Office Open XML: the cells of a sheet, with the strings, formats and remarks that belong to them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fixture_workbook.h"
#include "format/sheet_xlsx_parts.h"

#define SHEET_PART "xl/worksheets/sheet1.xml"
#define STRINGS_PART "xl/sharedStrings.xml"
#define STYLES_PART "xl/styles.xml"
#define WORKBOOK_PART "xl/workbook.xml"

/* A part of the main namespace with this element outermost; the caller frees it. */
static char *main_part(const char *element, const char *inside)
{
    return memory_printf(
        "<%s xmlns='" XLSX_MAIN "' xmlns:other='urn:other'>%s</%s>", element, inside, element);
}

/* Reads a workbook whose sheet has these rows, with one part beside it changed. */
static void sheet_gives(
    const char *rows, const char *name, const char *element, const char *inside, const char *lines)
{
    char *data = memory_printf("<sheetData>%s</sheetData>", rows);
    char *sheet = main_part("worksheet", data);
    char *part = main_part(element, inside);
    char *expected = memory_printf("sheet A\n%s", lines);
    const struct fixture_part changes[] = {{SHEET_PART, sheet}, {name, part}, {NULL, NULL}};
    fixture_workbook_gives(fixture_workbook_xlsx(changes), expected);
    free(data);
    free(sheet);
    free(part);
    free(expected);
}

static void sheet_refused(const char *rows, const char *name, const char *element,
    const char *inside, enum sheet_fault expected)
{
    char *data = memory_printf("<sheetData>%s</sheetData>", rows);
    char *sheet = main_part("worksheet", data);
    char *part = main_part(element, inside);
    const struct fixture_part changes[] = {{SHEET_PART, sheet}, {name, part}, {NULL, NULL}};
    fixture_workbook_refused(fixture_workbook_xlsx(changes), expected);
    free(data);
    free(sheet);
    free(part);
}

/* With the strings "ett", "" and "tre". */
static void cells_give(const char *rows, const char *lines)
{
    static const char strings[] = "<si><t>ett</t></si><si><t></t></si><si><t>tre</t></si>";
    sheet_gives(rows, STRINGS_PART, "sst", strings, lines);
}

static void formatted_cells_give(const char *styles, const char *rows, const char *lines)
{
    sheet_gives(rows, STYLES_PART, "styleSheet", styles, lines);
}

static void test_values_of_every_type(void **state)
{
    static const struct {
        const char *cell;
        const char *expected;
    } cases[] = {
        {"<c><v>3</v></c>", "A!A1 number 3\n"},
        {"<c t='n'><v>1.50E1</v></c>", "A!A1 number 15\n"},
        {"<c t='okänd'><v>3</v></c>", "A!A1 number 3\n"},
        {"<c><v>tre</v></c>", "A!A1 written tre\n"},
        {"<c t='s'><v>0</v></c>", "A!A1 written ett\n"},
        {"<c t='s'><v>2</v></c>", "A!A1 written tre\n"},
        {"<c t='s'><v>1</v></c>", ""},
        {"<c t='s'><v></v></c>", ""},
        {"<c t='str'><v>a_x0041_b</v></c>", "A!A1 written aAb\n"},
        {"<c t='b'><v>1</v></c>", "A!A1 truth 1\n"},
        {"<c t='b'><v>0</v></c>", "A!A1 truth 0\n"},
        {"<c t='e'><v>#N/A</v></c>", "A!A1 error #N/A\n"},
        {"<c t='d'><v>2024-05-01</v></c>", "A!A1 day 2024-05-01\n"},
        {"<c t='d'><v>2024-05-01T12:00:00</v></c>", "A!A1 day 2024-05-01\n"},
        {"<c t='d'><v>2024-05-01 12:00</v></c>", "A!A1 written 2024-05-01 12:00\n"},
        {"<c t='d'><v>2024-05-0</v></c>", "A!A1 written 2024-05-0\n"},
        {"<c t='d'><v>2024-13-01</v></c>", "A!A1 written 2024-13-01\n"},
        {"<c t='inlineStr'><is><t>ja</t></is></c>", "A!A1 written ja\n"},
        {"<c t='inlineStr'><is><r><rPr/><t>a</t></r><r><t xml:space='preserve'> b</t></r></is></c>",
            "A!A1 written a b\n"},
        {"<c t='inlineStr'><is><t>a</t><rPh><t>uttal</t></rPh></is></c>", "A!A1 written a\n"},
        {"<c t='inlineStr'><is><t>a_x000A_</t><t>_x0009_b</t></is></c>", "A!A1 written a\\n\\tb\n"},
        {"<c t='inlineStr'><is><t/></is></c>", ""},
        {"<c><f>1+1</f><v>2</v></c>", "A!A1 formula\n"},
        {"<c t='str'><f>\"a\"</f></c>", "A!A1 formula\n"},
        {"<c><other:f/><other:v>3</other:v></c>", ""},
        {"<c><v>_x0041_</v></c>", "A!A1 written _x0041_\n"},
        {"<c/>", ""},
        {"<c><f/></c><c><v>2</v></c>", "A!A1 formula\nA!B1 number 2\n"},
        {"<c><v>1</v></c><c/>", "A!A1 number 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *row = memory_printf("<row>%s</row>", cases[i].cell);
        cells_give(row, cases[i].expected);
        free(row);
    }
}

static void test_places_that_are_given_or_left_out(void **state)
{
    static const char *const wrong[] = {"<row r='2'/><row r='2'/>", "<row r='2'/><row r='1'/>",
        "<row r='0'/>", "<row r='1048577'/>", "<row r='x'/>", "<row r='1048576'/><row/>",
        "<row r='1'><c r='A2'/></row>", "<row><c r='B1'/><c r='B1'/></row>",
        "<row><c r='B1'/><c r='A1'/></row>", "<row><c r='XFD1'/><c/></row>",
        "<row><c r='XFE1'/></row>", "<row><c r=''/></row>"};
    (void)state;
    cells_give("<row r='3'><c r='B3'><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
               "<row r='9'><c r='$XFD$9'><v>4</v></c></row>",
        "A!B3 number 1\nA!C3 number 2\nA!A4 number 3\nA!XFD9 number 4\n");
    cells_give("<row r='1048576'><c><v>1</v></c></row>", "A!A1048576 number 1\n");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        sheet_refused(wrong[i], STRINGS_PART, "sst", "", SHEET_PLACE);
}

static void test_references(void **state)
{
    static const struct {
        const char *text;
        uint32_t row, column;
    } good[] = {{"A1", 1, 1}, {"Z1", 1, 26}, {"AA10", 10, 27}, {"az2", 2, 52}, {"$D$47", 47, 4},
        {"D$47", 47, 4}, {"$D47", 47, 4}, {"XFD1048576", 1048576, 16384}};
    static const char *const wrong[] = {"", "A", "1", "$", "$A", "A0", "A1048577", "XFE1", "AAAA1",
        "A-1", "A1:B2", "A 1", "A$$1", "$$A1", "Å1", "A1x", "ZZZZZZZZZZZZZZ1"};
    uint32_t row, column;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(xlsx_reference(good[i].text, &row, &column));
        assert_int_equal(row, good[i].row);
        assert_int_equal(column, good[i].column);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(xlsx_reference(wrong[i], &row, &column));
}

static void test_escapes(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"a_x000D__x000A_b", "a\r\nb"},
        {"_x005F_x0041_", "_x0041_"},
        {"_x0041__x007A_", "Az"},
        {"_x007F_", "\x7f"},
        {"_x0080_", "\xc2\x80"},
        {"_x00e5_", "å"},
        {"_x00E5_", "å"},
        {"_x07FF_", "\xdf\xbf"},
        {"_x0800_", "\xe0\xa0\x80"},
        {"_x20AC_", "€"},
        {"_xFFFD_", "\xef\xbf\xbd"},
        {"_xD7FF_", "\xed\x9f\xbf"},
        {"_xE000_", "\xee\x80\x80"},
        {"_xD800_", "_xD800_"},
        {"_xDFFF_", "_xDFFF_"},
        {"_x0000_", "_x0000_"},
        {"_x004_", "_x004_"},
        {"_x0041", "_x0041"},
        {"_x00G1_", "_x00G1_"},
        {"_x00g1_", "_x00g1_"},
        {"_x@041_", "_x@041_"},
        {"_X0041_", "_X0041_"},
        {"-x0041_", "-x0041_"},
        {"_x0041-", "_x0041-"},
        {"__x0041_", "_A"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer text = {0};
        buffer_text(&text, "_x0041_");
        buffer_text(&text, cases[i].text);
        xlsx_unescape(&text, 7); /* not what stands in front */
        char *expected = memory_printf("_x0041_%s", cases[i].expected);
        assert_string_equal(buffer_string(&text), expected);
        free(expected);
        buffer_free(&text);
    }
    struct buffer cut = {0};
    buffer_text(&cut, "_x0041__x0041_");
    cut.length--; /* what stands behind the end does not count */
    xlsx_unescape(&cut, 0);
    assert_string_equal(buffer_string(&cut), "A_x0041");
    buffer_free(&cut);
}

/* Each item is shown by the cell that points to it. */
static void test_shared_strings(void **state)
{
    static const char rows[] = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>";
    static const struct {
        const char *strings;
        const char *expected;
    } cases[] = {
        {"<si><t>a</t></si><si><t>b</t></si>", "A!A1 written a\nA!B1 written b\n"},
        {"<si><r><rPr><t>x</t></rPr><t>a</t></r><r><t> b</t></r></si><si/>", "A!A1 written a b\n"},
        {"<si/><si><t>a</t><rPh sb='0'><t>uttal</t></rPh><phoneticPr/></si>", "A!B1 written a\n"},
        {"<si><t>_x00</t><t>41_</t></si><si><t>_x0041_</t></si>",
            "A!A1 written _x0041_\nA!B1 written A\n"},
        {"<si>z<t>a</t>z</si><si><other:t>b</other:t></si>", "A!A1 written a\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        sheet_gives(rows, STRINGS_PART, "sst", cases[i].strings, cases[i].expected);
    sheet_refused(rows, STRINGS_PART, "sst", "<si><t>a</t></si>", SHEET_DAMAGED);
    sheet_refused("<row><c t='s'><v>x</v></c></row>", STRINGS_PART, "sst", "<si/>", SHEET_DAMAGED);
    sheet_refused("<row><c t='s'><v>-1</v></c></row>", STRINGS_PART, "sst", "<si/>", SHEET_DAMAGED);
    sheet_refused(
        "<row><c t='s'><v>200001</v></c></row>", STRINGS_PART, "sst", "<si/>", SHEET_DAMAGED);
}

static void test_days_are_numbers_that_are_shown_as_such(void **state)
{
    static const char styles[] =
        "<numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/><numFmt numFmtId='165' "
        "formatCode='0.00'/><numFmt numFmtId='14' formatCode='0'/><numFmt numFmtId='65535' "
        "formatCode='d'/><numFmt numFmtId='65536' formatCode='d'/><numFmt numFmtId='166'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='15'/></cellStyleXfs><cellXfs><xf numFmtId='0'/>"
        "<xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='14'/><xf numFmtId='15'/><xf/>"
        "<xf numFmtId='65535'/><xf numFmtId='65536'/><xf numFmtId='166'/></cellXfs>";
    static const bool days[] = {false, true, false, false, true, false, true, false, false, false};
    (void)state;
    for (unsigned format = 0; format < sizeof days / sizeof days[0]; format++) {
        char *row = memory_printf("<row><c s='%u'><v>45413</v></c></row>", format);
        formatted_cells_give(
            styles, row, days[format] ? "A!A1 day 2024-05-01\n" : "A!A1 number 45413\n");
        free(row);
    }
    formatted_cells_give(
        styles, "<row><c s='1'><v>45413.75</v></c></row>", "A!A1 day 2024-05-01\n");
    formatted_cells_give(styles, "<row><c s='1'><v>-1</v></c></row>", "A!A1 number -1\n");
    formatted_cells_give(styles, "<row><c s='1' t='b'><v>1</v></c></row>", "A!A1 truth 1\n");
    formatted_cells_give(styles, "<row><c s='x'><v>45413</v></c></row>", "A!A1 number 45413\n");
    formatted_cells_give(styles, "<row><c s='1'><v>x</v></c><c><v>45413</v></c></row>",
        "A!A1 written x\nA!B1 number 45413\n");
}

static void test_days_since_1904(void **state)
{
    static const struct {
        const char *word;
        const char *expected;
    } cases[] = {{"1", "2028-05-02"}, {"true", "2028-05-02"}, {"0", "2024-05-01"},
        {"false", "2024-05-01"}, {"TRUE", "2024-05-01"}};
    char *sheet =
        main_part("worksheet", "<sheetData><row><c s='0'><v>45413</v></c></row></sheetData>");
    char *styles = main_part("styleSheet", "<cellXfs><xf numFmtId='14'/></cellXfs>");
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *workbook = memory_printf("<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_WITHIN
                                       "'><workbookPr date1904='%s'/><sheets><sheet name='A' "
                                       "date1904='0' r:id='rId1'/></sheets></workbook>",
            cases[i].word);
        char *expected = memory_printf("sheet A\nA!A1 day %s\n", cases[i].expected);
        const struct fixture_part changes[] = {
            {SHEET_PART, sheet}, {STYLES_PART, styles}, {WORKBOOK_PART, workbook}, {NULL, NULL}};
        fixture_workbook_gives(fixture_workbook_xlsx(changes), expected);
        free(workbook);
        free(expected);
    }
    free(sheet);
    free(styles);
}

static void test_remarks_of_a_sheet(void **state)
{
    static const char relations[] = XLSX_RELATIONS(XLSX_RELATION("rId2", "comments",
        "../comments1.xml") XLSX_RELATION("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml"));
    static const struct {
        const char *list;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"<comment ref='B2'><text><t>a_x000A_b</t></text></comment>",
            "A!A1 number 1\nA!B2 comment a\\nb\n"},
        {"<comment ref='$B$2'><text><r><rPr/><t>Namn:</t></r><r><t> x</t></r></text></comment>"
         "<comment ref='A1'><text><t>y</t><rPh><t>z</t></rPh></text></comment>",
            "A!A1 number 1\nA!B2 comment Namn: x\nA!A1 comment y\n"},
        {"<comment ref='A1'><text><t/></text></comment>", "A!A1 number 1\nA!A1 comment\n"},
        {"<comment><text><t>a</t></text></comment>", NULL},
        {"<comment ref='A0'><text><t>a</t></text></comment>", NULL},
    };
    char *sheet = main_part("worksheet", "<sheetData><row><c><v>1</v></c></row></sheetData>");
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *list = memory_printf(
            "<authors><author>A</author></authors><commentList>%s</commentList>", cases[i].list);
        char *comments = main_part("comments", list);
        const struct fixture_part changes[] = {{SHEET_PART, sheet},
            {"xl/worksheets/_rels/sheet1.xml.rels", relations}, {"xl/comments1.xml", comments},
            {NULL, NULL}};
        if (cases[i].expected == NULL) {
            fixture_workbook_refused(fixture_workbook_xlsx(changes), SHEET_PLACE);
        } else {
            char *lines = memory_printf("sheet A\n%s", cases[i].expected);
            fixture_workbook_gives(fixture_workbook_xlsx(changes), lines);
            free(lines);
        }
        free(list);
        free(comments);
    }
    free(sheet);
}

static void test_texts_strings_and_formats_have_limits(void **state)
{
    char *letters = fixture_workbook_times("x", SHEET_TEXT_MAX - 1);
    char *most =
        memory_printf("<row><c t='inlineStr'><is><t>%s</t><t>y</t></is></c></row>", letters);
    char *more =
        memory_printf("<row><c t='inlineStr'><is><t>%s</t><t>yz</t></is></c></row>", letters);
    char *lines = memory_printf("A!A1 written %sy\n", letters);
    char *shared = memory_printf("<si><t>%s</t><t>y</t></si><si><t>z</t></si>", letters);
    char *shared_more = memory_printf("<si><t>a</t></si><si><t>%s</t><t>yz</t></si>", letters);
    char *strings = fixture_workbook_times("<si/>", XLSX_STRINGS_MAX + 1);
    char *formats = fixture_workbook_times("<xf/>", XLSX_FORMATS_MAX);
    char *most_formats = memory_printf("<cellXfs>%s</cellXfs>", formats);
    char *more_formats = memory_printf("<cellXfs>%s<xf/></cellXfs>", formats);
    (void)state;
    cells_give(most, lines);
    sheet_refused(more, STRINGS_PART, "sst", "", SHEET_TEXT);
    sheet_gives("<row><c t='s'><v>0</v></c></row>", STRINGS_PART, "sst", shared, lines);
    sheet_refused("", STRINGS_PART, "sst", shared_more, SHEET_TEXT);
    sheet_refused("", STRINGS_PART, "sst", strings, SHEET_STRINGS);
    sheet_gives("", STRINGS_PART, "sst", strings + strlen("<si/>"), "");
    formatted_cells_give(most_formats, "", "");
    sheet_refused("", STYLES_PART, "styleSheet", more_formats, SHEET_FORMATS);
    char *made[] = {letters, most, more, lines, shared, shared_more, strings, formats, most_formats,
        more_formats};
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        free(made[i]);
}

/* Texts that stand where no text belongs, longer than any that is taken. */
static void test_hidden_rows_and_columns(void **state)
{
    static const char rows[] = "<sheetData><row><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c>"
                               "<c r='C1'><f>1</f></c><c r='D1'><v>4</v></c></row>"
                               "<row hidden='1'><c><v>5</v></c></row>"
                               "<row hidden='true'><c><v>6</v></c></row>"
                               "<row hidden='0'><c><v>7</v></c></row></sheetData>";
    static const struct {
        const char *columns;
        const char *first;
    } cases[] = {
        {"", "A!A1 number 1\nA!B1 number 2\nA!C1 formula\nA!D1 number 4\n"},
        {"<cols><col min='2' max='3' hidden='1'/><col min='4' max='16384' width='9'/></cols>",
            "A!A1 number 1\nA!B1 hidden number 2\nA!C1 hidden formula\nA!D1 number 4\n"},
        {"<cols><col min='1' max='1' hidden='false'/><col min='4' max='16384' hidden='true'/></cols>",
            "A!A1 number 1\nA!B1 number 2\nA!C1 formula\nA!D1 hidden number 4\n"},
        /* what is no range of columns hides none */
        {"<cols><col min='1' max='16385' hidden='1'/><col max='2' hidden='1'/>"
         "<col min='2' max='1' hidden='1'/><col min='0' max='0' hidden='1'/></cols>",
            "A!A1 number 1\nA!B1 number 2\nA!C1 formula\nA!D1 number 4\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *inside = memory_printf("%s%s", cases[i].columns, rows);
        char *sheet = main_part("worksheet", inside);
        char *expected =
            memory_printf("sheet A\n%sA!A2 hidden number 5\nA!A3 hidden number 6\nA!A4 number 7\n",
                cases[i].first);
        const struct fixture_part changes[] = {{SHEET_PART, sheet}, {NULL, NULL}};
        fixture_workbook_gives(fixture_workbook_xlsx(changes), expected);
        free(inside);
        free(sheet);
        free(expected);
    }
}

static void test_text_between_elements_is_passed_over(void **state)
{
    static const char *const templates[][2] = {
        {"[Content_Types].xml",
            "<Types xmlns='" XLSX_TYPES "'>@<Override>@</Override><Default>@</Default></Types>"},
        {"_rels/.rels",
            "<Relationships xmlns='" XLSX_BETWEEN "'>@<Relationship Id='rId1' "
            "Type='officeDocument' Target='xl/workbook.xml'>@</Relationship></Relationships>"},
        {"xl/workbook.xml", "<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_WITHIN
                            "'>@<workbookPr>@</workbookPr><sheets>@<sheet name='A' r:id='rId1'>@"
                            "</sheet></sheets></workbook>"},
        {"xl/styles.xml", "<styleSheet xmlns='" XLSX_MAIN
                          "'>@<numFmts>@<numFmt>@</numFmt></numFmts><cellXfs>@<xf>@</xf></cellXfs>"
                          "</styleSheet>"},
        {"xl/sharedStrings.xml",
            "<sst xmlns='" XLSX_MAIN "'>@<si>@<t>a</t>@<r>@<t>b</t>@</r>@</si></sst>"},
        {"xl/worksheets/sheet1.xml",
            "<worksheet xmlns='" XLSX_MAIN
            "'>@<sheetData>@<row>@<c t='s'>@<v>0</v></c>@<c t='inlineStr'>@<is>@<r>@<t>c</t>@</r>@"
            "</is></c><c><f>@</f></c></row></sheetData></worksheet>"},
        {"xl/worksheets/_rels/sheet1.xml.rels",
            "<Relationships xmlns='" XLSX_BETWEEN "'>@<Relationship Id='a' Type='comments' "
            "Target='../comments1.xml'/></Relationships>"},
        {"xl/comments1.xml", "<comments xmlns='" XLSX_MAIN
                             "'>@<commentList>@<comment ref='A1'>@<text>@<t>d</t>@<r>@<t>e</t>@</r>"
                             "</text></comment></commentList></comments>"},
    };
    enum { PARTS = sizeof templates / sizeof templates[0] };
    struct buffer text[PARTS] = {0};
    struct fixture_part changes[PARTS + 1] = {0};
    char *letters = fixture_workbook_times("x", SHEET_TEXT_MAX + 1);
    (void)state;
    for (size_t i = 0; i < PARTS; i++) {
        for (const char *at = templates[i][1]; *at != '\0'; at++)
            buffer_append(&text[i], *at == '@' ? letters : at, *at == '@' ? strlen(letters) : 1);
        changes[i] = (struct fixture_part){templates[i][0], buffer_string(&text[i])};
    }
    fixture_workbook_gives(fixture_workbook_xlsx(changes),
        "sheet A\nA!A1 written ab\nA!B1 written c\nA!C1 formula\nA!A1 comment de\n");
    for (size_t i = 0; i < PARTS; i++)
        buffer_free(&text[i]);
    free(letters);
}

/* The elements within are only known in their own. */
static void test_a_part_that_begins_with_another_element_holds_nothing(void **state)
{
    static const char relations[] = XLSX_RELATIONS(XLSX_RELATION("a", "comments", "../c.xml"));
    static const struct fixture_part changes[] = {
        {"xl/worksheets/_rels/sheet1.xml.rels", relations},
        {"xl/c.xml", "<commentList xmlns='" XLSX_MAIN "'><comment ref='A1'><text><t>d</t></text>"
                     "</comment></commentList>"},
        {SHEET_PART, "<sheetData xmlns='" XLSX_MAIN "'><row><c><v>1</v></c></row></sheetData>"},
        {STYLES_PART, "<cellXfs xmlns='" XLSX_MAIN "'><xf numFmtId='14'/></cellXfs>"},
        {NULL, NULL}};
    static const struct fixture_part strings[] = {
        {STRINGS_PART, "<si xmlns='" XLSX_MAIN "'><t>a</t></si>"},
        {SHEET_PART, "<worksheet xmlns='" XLSX_MAIN "'><sheetData><row><c t='s'><v>0</v></c></row>"
                     "</sheetData></worksheet>"},
        {NULL, NULL}};
    (void)state;
    fixture_workbook_gives(fixture_workbook_xlsx(changes), "sheet A\n");
    fixture_workbook_refused(fixture_workbook_xlsx(strings), SHEET_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_every_type),
        cmocka_unit_test(test_places_that_are_given_or_left_out),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_shared_strings),
        cmocka_unit_test(test_days_are_numbers_that_are_shown_as_such),
        cmocka_unit_test(test_days_since_1904),
        cmocka_unit_test(test_remarks_of_a_sheet),
        cmocka_unit_test(test_hidden_rows_and_columns),
        cmocka_unit_test(test_text_between_elements_is_passed_over),
        cmocka_unit_test(test_a_part_that_begins_with_another_element_holds_nothing),
        cmocka_unit_test(test_texts_strings_and_formats_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
