/* Office Open XML: which parts a workbook has, how they are found, and which are refused. */
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

#define WORKBOOK_RELATIONS "xl/_rels/workbook.xml.rels"
#define SHEET_RELATION XLSX_RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
#define EXTERNAL_RELATION(id, type)                                                                \
    "<Relationship Id='" id "' Type='" XLSX_WITHIN "/" type                                        \
    "' Target='file:///x' TargetMode='External'/>"

static const char NUMBER_SHEET[] =
    "<worksheet xmlns='" XLSX_MAIN
    "'><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>";

/* With one part of the plain workbook changed. */
static void part_gives(const char *name, const char *text, const char *expected)
{
    const struct fixture_part changes[] = {{name, text}, {NULL, NULL}};
    fixture_workbook_gives(fixture_workbook_xlsx(changes), expected);
}

static void part_refused(const char *name, const char *text, enum sheet_fault expected)
{
    const struct fixture_part changes[] = {{name, text}, {NULL, NULL}};
    fixture_workbook_refused(fixture_workbook_xlsx(changes), expected);
}

/* A part xl/workbook.xml with these sheets; the caller frees it. */
static char *workbook_of(const char *sheets)
{
    return memory_printf("<workbook xmlns='" XLSX_MAIN "' xmlns:r='" XLSX_WITHIN
                         "'><sheets>%s</sheets></workbook>",
        sheets);
}

static void test_content_types_of_other_workbooks_are_refused(void **state)
{
    static const struct {
        const char *element;
        const char *type;
        enum sheet_fault expected;
    } cases[] = {
        {"Override", "application/vnd.ms-excel.sheet.binary.macroEnabled.main", SHEET_BINARY},
        {"Override", "application/vnd.ms-excel.SHEET.Binary.x", SHEET_BINARY},
        {"Override", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", SHEET_MACROS},
        {"Override", "application/vnd.ms-excel.sheet.MACROENABLED.main+xml", SHEET_MACROS},
        {"Override", "application/vnd.ms-office.vbaProject", SHEET_MACROS},
        {"Default", "application/vnd.ms-office.vbaProject", SHEET_MACROS},
        {"Override", "application/vnd.ms-excel.macrosheet+xml", SHEET_MACROS},
        {"Override", "application/vnd.ms-excel.sheet", SHEET_GOOD},
        {"Other", "application/vnd.ms-office.vbaProject", SHEET_GOOD},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *types = memory_printf("<Types xmlns='" XLSX_TYPES
                                    "'><Override PartName='/x'/><%s ContentType='%s'/></Types>",
            cases[i].element, cases[i].type);
        if (cases[i].expected == SHEET_GOOD)
            part_gives("[Content_Types].xml", types, "sheet A\n");
        else
            part_refused("[Content_Types].xml", types, cases[i].expected);
        free(types);
    }
    part_refused("[Content_Types].xml", "x", SHEET_XML);
    part_refused("[Content_Types].xml", NULL, SHEET_NOT_ONE);
    part_refused("xl/vbaProject.bin", "x", SHEET_MACROS);
    part_refused("mimetype", "x", SHEET_BOTH);
}

static void test_the_workbook_s_part_is_found_by_its_relation(void **state)
{
    static const char *const good[] = {
        XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "/xl/workbook.xml")),
        XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "./xl//workbook.xml")),
        XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "../xl/x/../workbook.xml")),
        XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "XL/Workbook.xml")),
        XLSX_RELATIONS(XLSX_RELATION("rId1", "extended-properties", "docProps/app.xml")
                XLSX_RELATION("rId9", "officeDocument", "xl/workbook.xml")),
        XLSX_RELATIONS("<Relationship Id='rId1' Type='officeDocument' Target='xl/workbook.xml' "
                       "TargetMode='Internal'/>"),
        XLSX_RELATIONS(EXTERNAL_RELATION("rId7", "hyperlink")
                XLSX_RELATION("rId9", "officeDocument", "xl/workbook.xml")),
    };
    static const struct {
        const char *relations;
        enum sheet_fault expected;
    } wrong[] = {
        {NULL, SHEET_NOT_ONE},
        {XLSX_RELATIONS(""), SHEET_NOT_ONE},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "xl/other.xml")), SHEET_NOT_ONE},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "workbook.xml")), SHEET_NOT_ONE},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "xl/workbook.xml/x/..")),
            SHEET_NOT_ONE},
        {XLSX_RELATIONS("<Relationship Id='rId1' Target='xl/workbook.xml'/>"), SHEET_NOT_ONE},
        {XLSX_RELATIONS("<Relationship Id='rId1' Type='officeDocument'/>"), SHEET_NOT_ONE},
        {XLSX_RELATIONS("<Relationship Type='officeDocument' Target='xl/workbook.xml'/>"),
            SHEET_NOT_ONE},
        {XLSX_RELATIONS(EXTERNAL_RELATION("rId1", "officeDocument")), SHEET_EXTERNAL},
        {XLSX_RELATIONS("<Relationship Id='a' Type='officeDocument' Target='xl/workbook.xml' "
                        "TargetMode='EXTERNAL'/>"),
            SHEET_EXTERNAL},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "xl/workbook.xml")
                 XLSX_RELATION("rId2", "officeDocument", "xl/workbook.xml")),
            SHEET_DAMAGED},
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        part_gives("_rels/.rels", good[i], "sheet A\n");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        part_refused("_rels/.rels", wrong[i].relations, wrong[i].expected);
}

/* The longest name that is followed, and one that no part has. */
static void test_a_part_s_name_has_a_limit(void **state)
{
    enum { LONGEST = XLSX_PART_SIZE - 1 };
    char *letters = fixture_workbook_times("x", LONGEST - 1);
    char *more = memory_printf("%sxx", letters);
    char *relations = memory_printf(
        XLSX_RELATIONS("<Relationship Id='rId1' Type='worksheet' Target='/%s'/>"), letters);
    char *over = memory_printf(
        XLSX_RELATIONS("<Relationship Id='rId1' Type='worksheet' Target='/%s'/>"), more);
    const struct fixture_part longest[] = {
        {WORKBOOK_RELATIONS, relations}, {letters, NUMBER_SHEET}, {NULL, NULL}};
    (void)state;
    fixture_workbook_gives(fixture_workbook_xlsx(longest), "sheet A\nA!A1 number 7\n");
    part_refused(WORKBOOK_RELATIONS, over, SHEET_DAMAGED);
    free(letters);
    free(more);
    free(relations);
    free(over);
}

/* Parts whose names have one letter; two relations of one name are refused then too. */
static void test_short_names_are_names(void **state)
{
#define SHORT_SHEET XLSX_RELATION("rId1", "worksheet", "s")
    static const char once[] = XLSX_RELATIONS(XLSX_RELATION("rId1", "officeDocument", "w"));
    static const char twice[] = XLSX_RELATIONS(
        XLSX_RELATION("rId1", "officeDocument", "w") XLSX_RELATION("rId2", "officeDocument", "w"));
    static const char tables[] = XLSX_RELATIONS(SHORT_SHEET XLSX_RELATION("rId2", "styles", "f")
            XLSX_RELATION("rId3", "sharedStrings", "t"));
    static const char sheet[] = "<worksheet xmlns='" XLSX_MAIN
                                "'><sheetData><row><c s='0'><v>45413</v></c><c t='s'><v>0</v>"
                                "</c></row></sheetData></worksheet>";
    static const char formats[] =
        "<styleSheet xmlns='" XLSX_MAIN "'><cellXfs><xf numFmtId='14'/></cellXfs></styleSheet>";
    static const char strings[] = "<sst xmlns='" XLSX_MAIN "'><si><t>a</t></si></sst>";
    char *workbook = workbook_of("<sheet name='A' r:id='rId1'/>");
    struct fixture_part changes[] = {{"_rels/.rels", once}, {"w", workbook},
        {"_rels/w.rels", tables}, {"s", sheet}, {"f", formats}, {"t", strings}, {NULL, NULL}};
    (void)state;
    fixture_workbook_gives(
        fixture_workbook_xlsx(changes), "sheet A\nA!A1 day 2024-05-01\nA!B1 written a\n");
    changes[2].text = XLSX_RELATIONS(SHORT_SHEET SHORT_SHEET);
    fixture_workbook_refused(fixture_workbook_xlsx(changes), SHEET_DAMAGED);
    changes[2].text = tables;
    changes[0].text = twice;
    fixture_workbook_refused(fixture_workbook_xlsx(changes), SHEET_DAMAGED);
    free(workbook);
}

static void test_sheets_come_in_the_workbook_s_order(void **state)
{
    static const char relations[] = XLSX_RELATIONS(XLSX_RELATION(
        "c", "chartsheet", "chartsheets/sheet1.xml") XLSX_RELATION("b", "worksheet", "/xl/b.xml")
            XLSX_RELATION("d", "worksheet", "../d.xml") XLSX_RELATION("x", "theme", "b.xml")
                XLSX_RELATION("a", "worksheet", "worksheets/sheet1.xml"));
    char *workbook =
        workbook_of("<sheet name='A' r:id='a'/><sheet name='B' state='hidden' r:id='b'/>"
                    "<sheet name='Bild' r:id='c'/>"
                    "<sheet name='D' state='visible' r:id='d'/>"
                    "<sheet name='E' state='veryHidden' r:id='a2'/>");
    const struct fixture_part changes[] = {{"xl/workbook.xml", workbook},
        {WORKBOOK_RELATIONS, relations}, {"xl/b.xml", NUMBER_SHEET}, {"d.xml", NUMBER_SHEET},
        {NULL, NULL}};
    struct buffer shown = {0};
    enum sheet_fault why;
    (void)state;
    /* The last has no part; those before it were read. */
    assert_int_equal(
        fixture_workbook_read(fixture_workbook_xlsx(changes), &shown, &why), STATUS_REFUSED);
    assert_int_equal(why, SHEET_DAMAGED);
    assert_string_equal(buffer_string(&shown), "sheet A\nhidden B\nB!A1 number 7\nchart Bild\n"
                                               "sheet D\nD!A1 number 7\nhidden E\n");
    buffer_free(&shown);
    free(workbook);
}

static void test_sheets_that_cannot_be_read_are_refused(void **state)
{
    static const struct {
        const char *relations;
        enum sheet_fault expected;
    } cases[] = {
        {NULL, SHEET_DAMAGED},
        {XLSX_RELATIONS(XLSX_RELATION("rId2", "worksheet", "worksheets/sheet1.xml")),
            SHEET_DAMAGED},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "dialogsheet", "worksheets/sheet1.xml")),
            SHEET_DAMAGED},
        {XLSX_RELATIONS(XLSX_RELATION("rId1", "worksheet", "sheet1.xml")), SHEET_DAMAGED},
        {XLSX_RELATIONS(SHEET_RELATION SHEET_RELATION), SHEET_DAMAGED},
        {XLSX_RELATIONS(EXTERNAL_RELATION("rId1", "worksheet")), SHEET_EXTERNAL},
        {XLSX_RELATIONS(SHEET_RELATION XLSX_RELATION("rId5", "vbaProject", "a.bin")), SHEET_MACROS},
        {XLSX_RELATIONS(SHEET_RELATION XLSX_RELATION("rId5", "sharedStrings", "none.xml")),
            SHEET_DAMAGED},
        {XLSX_RELATIONS(SHEET_RELATION XLSX_RELATION("rId5", "styles", "none.xml")), SHEET_DAMAGED},
    };
    static const char *const workbooks[] = {
        "<sheet name='A'/>", "<sheet r:id='rId1'/>", "<sheet name='A' id='rId1'/>"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        part_refused(WORKBOOK_RELATIONS, cases[i].relations, cases[i].expected);
    for (size_t i = 0; i < sizeof workbooks / sizeof workbooks[0]; i++) {
        char *workbook = workbook_of(workbooks[i]);
        part_refused("xl/workbook.xml", workbook, SHEET_DAMAGED);
        free(workbook);
    }
    char *none = workbook_of("");
    part_refused("xl/workbook.xml", none, SHEET_NOT_ONE);
    free(none);
    part_gives(WORKBOOK_RELATIONS, XLSX_RELATIONS(SHEET_RELATION), "sheet A\n");
    part_gives(WORKBOOK_RELATIONS,
        XLSX_RELATIONS(SHEET_RELATION XLSX_RELATION("rId5", "externalLink", "externalLinks/1.xml")),
        "links away\nsheet A\n");
    part_gives(WORKBOOK_RELATIONS,
        XLSX_RELATIONS(SHEET_RELATION EXTERNAL_RELATION("rId4", "worksheet")), "sheet A\n");
}

static void test_sheets_have_a_limit(void **state)
{
    char *sheets = fixture_workbook_times("<sheet name='A' r:id='rId1'/>", SHEET_COUNT_MAX);
    char *one_more = memory_printf("%s<sheet name='A' r:id='rId1'/>", sheets);
    char *most = workbook_of(sheets);
    char *more = workbook_of(one_more);
    char *lines = fixture_workbook_times("sheet A\n", SHEET_COUNT_MAX);
    (void)state;
    part_refused("xl/workbook.xml", more, SHEET_SHEETS);
    part_gives("xl/workbook.xml", most, lines);
    free(sheets);
    free(one_more);
    free(most);
    free(more);
    free(lines);
}

/* The same workbook with a prefix and in the strict form's namespaces. */
static void test_the_strict_form_is_read(void **state)
{
#define STRICT "http://purl.oclc.org/ooxml/"
    static const struct fixture_part changes[] = {
        {"_rels/.rels",
            "<Relationships xmlns='" XLSX_BETWEEN "'><Relationship Id='rId1' Type='" STRICT
            "officeDocument/relationships/officeDocument' Target='xl/workbook.xml'/>"
            "</Relationships>"},
        {"xl/workbook.xml",
            "<z:workbook xmlns:z='" STRICT "spreadsheetml/main' xmlns:q='" STRICT
            "officeDocument/relationships'><z:sheets><z:sheet name='A' q:id='rId1'/></z:sheets>"
            "</z:workbook>"},
        {WORKBOOK_RELATIONS,
            "<Relationships xmlns='" XLSX_BETWEEN "'><Relationship Id='rId1' Type='" STRICT
            "officeDocument/relationships/worksheet' Target='worksheets/sheet1.xml'/>"
            "<Relationship Id='rId2' Type='" STRICT
            "officeDocument/relationships/sharedStrings' Target='sharedStrings.xml'/>"
            "</Relationships>"},
        {"xl/sharedStrings.xml",
            "<z:sst xmlns:z='" STRICT "spreadsheetml/main'><z:si><z:t>ja</z:t></z:si></z:sst>"},
        {"xl/worksheets/sheet1.xml",
            "<z:worksheet xmlns:z='" STRICT
            "spreadsheetml/main'><z:sheetData><z:row r='2'><z:c r='B2' t='s'><z:v>0</z:v></z:c>"
            "</z:row></z:sheetData></z:worksheet>"},
        {NULL, NULL},
    };
    (void)state;
    fixture_workbook_gives(fixture_workbook_xlsx(changes), "sheet A\nA!B2 written ja\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_types_of_other_workbooks_are_refused),
        cmocka_unit_test(test_the_workbook_s_part_is_found_by_its_relation),
        cmocka_unit_test(test_a_part_s_name_has_a_limit),
        cmocka_unit_test(test_short_names_are_names),
        cmocka_unit_test(test_sheets_come_in_the_workbook_s_order),
        cmocka_unit_test(test_sheets_that_cannot_be_read_are_refused),
        cmocka_unit_test(test_sheets_have_a_limit),
        cmocka_unit_test(test_the_strict_form_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
