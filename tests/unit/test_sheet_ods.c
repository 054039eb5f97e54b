/* OpenDocument spreadsheets: what stands in a content.xml. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fixture_workbook.h"
#include "format/sheet_cells.h"

#define OASIS "urn:oasis:names:tc:opendocument:xmlns:"
#define ODS_TYPE "application/vnd.oasis.opendocument.spreadsheet"

static const char HEAD[] =
    "<o:document-content xmlns:o='" OASIS "office:1.0' xmlns:t='" OASIS "table:1.0' xmlns:x='" OASIS
    "text:1.0' xmlns:s='" OASIS "style:1.0' xmlns:other='urn:other'>";

/* What stands in the document, as a part; the caller frees it. */
static char *ods_document(const char *inside)
{
    return memory_printf("%s%s</o:document-content>", HEAD, inside);
}

static void document_gives(const char *inside, const char *expected)
{
    char *content = ods_document(inside);
    const struct fixture_part parts[] = {
        {"mimetype", ODS_TYPE}, {"content.xml", content}, {NULL, NULL}};
    fixture_workbook_gives(parts, expected);
    free(content);
}

static void document_refused(const char *inside, enum sheet_fault expected)
{
    char *content = ods_document(inside);
    const struct fixture_part parts[] = {
        {"mimetype", ODS_TYPE}, {"content.xml", content}, {NULL, NULL}};
    fixture_workbook_refused(parts, expected);
    free(content);
}

/* A document of one table A of these rows. */
static char *ods_rows(const char *rows)
{
    return memory_printf("<o:body><o:spreadsheet><t:table t:name='A'>%s</t:table></o:spreadsheet>"
                         "</o:body>",
        rows);
}

static void rows_give(const char *rows, const char *expected)
{
    char *inside = ods_rows(rows);
    char *lines = memory_printf("sheet A\n%s", expected);
    document_gives(inside, lines);
    free(inside);
    free(lines);
}

static void rows_refused(const char *rows, enum sheet_fault expected)
{
    char *inside = ods_rows(rows);
    document_refused(inside, expected);
    free(inside);
}

/* A row that holds one cell of these attributes and this content. */
static void cell_gives(const char *attributes, const char *content, const char *expected)
{
    char *rows = memory_printf(
        "<t:table-row><t:table-cell %s>%s</t:table-cell></t:table-row>", attributes, content);
    rows_give(rows, expected);
    free(rows);
}

static void test_paragraphs_come_as_they_are_shown(void **state)
{
    static const struct {
        const char *content;
        const char *expected;
    } cases[] = {
        {"<x:p>ja</x:p>", "A!A1 written ja\n"},
        {"<x:p>a</x:p><x:p>b</x:p>", "A!A1 written a\\nb\n"},
        {"<x:p></x:p><x:p>b</x:p>", "A!A1 written b\n"},
        {"<x:p>\n  a \t\r\n b  </x:p><x:p> c</x:p>", "A!A1 written a b\\nc\n"},
        {"<x:p>a<x:s/>b</x:p>", "A!A1 written a b\n"},
        {"<x:p>a<x:s x:c='3'/>b</x:p>", "A!A1 written a   b\n"},
        {"<x:p>a<x:s x:c='0'/>b</x:p>", "A!A1 written ab\n"},
        {"<x:p>a <x:s/> b</x:p>", "A!A1 written a   b\n"},
        {"<x:p> <x:s/>b</x:p>", "A!A1 written  b\n"},
        {"<x:p>a<x:tab/>b</x:p>", "A!A1 written a\\tb\n"},
        {"<x:p>a<x:line-break/>b</x:p>", "A!A1 written a\\nb\n"},
        {"<x:p>a<x:span>b</x:span>c</x:p>", "A!A1 written abc\n"},
        {"<x:p>a<x:a>b</x:a>c</x:p>", "A!A1 written abc\n"},
        {"<x:p>a<x:span>b<x:a>c</x:a>d</x:span></x:p>", "A!A1 written abcd\n"},
        {"<x:p>a<x:a>b<x:span>c</x:span>d</x:a></x:p>", "A!A1 written abcd\n"},
        {"<x:p><x:span>a<x:s x:c='2'/>b<x:tab/>c<x:line-break/>d</x:span></x:p>",
            "A!A1 written a  b\\tc\\nd\n"},
        {"<x:p>a <x:span> b</x:span></x:p>", "A!A1 written a b\n"},
        {"<x:p>a<x:note>b</x:note>c</x:p>", "A!A1 written ac\n"},
        {"<x:p>a<other:span>b</other:span>c</x:p>", "A!A1 written ac\n"},
        {"<other:p>a</other:p>", ""},
        {"a", ""},
        {"<x:p> </x:p>", ""},
        {"<x:p>a&amp;&#229;</x:p>", "A!A1 written a&å\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cell_gives("o:value-type='string'", cases[i].content, cases[i].expected);
}

static void test_values_come_in_the_form_of_their_kind(void **state)
{
    static const struct {
        const char *attributes;
        const char *expected;
    } cases[] = {
        {"", "A!A1 written visat\n"},
        {"o:value-type='string'", "A!A1 written visat\n"},
        {"o:value-type='string' o:string-value='eget'", "A!A1 written eget\n"},
        {"o:string-value='eget'", "A!A1 written eget\n"},
        {"o:value-type='string' o:string-value=''", ""},
        {"o:value-type='float' o:value='3'", "A!A1 number 3\n"},
        {"o:value-type='float' o:value='1.50E1'", "A!A1 number 15\n"},
        {"o:value-type='percentage' o:value='0.5'", "A!A1 number 0.5\n"},
        {"o:value-type='currency' o:value='-12.50'", "A!A1 number -12.5\n"},
        {"o:value-type='float' o:value='tre'", "A!A1 written visat\n"},
        {"o:value-type='float'", "A!A1 written visat\n"},
        {"o:value='3'", "A!A1 written visat\n"},
        {"o:value-type='date' o:date-value='2024-05-01'", "A!A1 day 2024-05-01\n"},
        {"o:value-type='date' o:date-value='2024-05-01T12:30:00'", "A!A1 day 2024-05-01\n"},
        {"o:value-type='date' o:date-value='2024-05-01 12:30'", "A!A1 written visat\n"},
        {"o:value-type='date' o:date-value='2024-05-0'", "A!A1 written visat\n"},
        {"o:value-type='date' o:date-value='2024-13-01'", "A!A1 written visat\n"},
        {"o:value-type='date'", "A!A1 written visat\n"},
        {"o:value-type='float' o:date-value='2024-05-01'", "A!A1 written visat\n"},
        {"o:value-type='boolean' o:boolean-value='true'", "A!A1 truth 1\n"},
        {"o:value-type='boolean' o:boolean-value='false'", "A!A1 truth 0\n"},
        {"o:value-type='boolean'", "A!A1 written visat\n"},
        {"o:value-type='float' o:boolean-value='true'", "A!A1 written visat\n"},
        {"o:value-type='time' o:time-value='PT1H'", "A!A1 written visat\n"},
        {"t:formula='of:=1+1' o:value-type='float' o:value='2'", "A!A1 formula\n"},
        {"t:formula='of:=NA()' o:value-type='string'", "A!A1 formula\n"},
        {"formula='of:=1' value-type='float' value='2'", "A!A1 written visat\n"},
        {"other:formula='of:=1'", "A!A1 written visat\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        cell_gives(cases[i].attributes, "<x:p>visat<x:s/><x:tab/></x:p>",
            strstr(cases[i].expected, "visat") == NULL ? cases[i].expected
                                                       : "A!A1 written visat \\t\n");
}

static void test_cells_stand_where_runs_put_them(void **state)
{
    (void)state;
    rows_give("<t:table-row><t:table-cell t:number-columns-repeated='2'><x:p>a</x:p></t:table-cell>"
              "<t:table-cell t:number-columns-repeated='3'/><t:table-cell><x:p>b</x:p>"
              "</t:table-cell></t:table-row>",
        "A!A1 written a\nA!B1 written a\nA!F1 written b\n");
    rows_give("<t:table-row><t:table-cell/><t:table-cell><x:p>a</x:p></t:table-cell>"
              "<t:covered-table-cell t:number-columns-repeated='2'><x:p>dold</x:p>"
              "</t:covered-table-cell><t:table-cell><x:p>b</x:p></t:table-cell></t:table-row>",
        "A!B1 written a\nA!E1 written b\n");
    rows_give(
        "<t:table-row t:number-rows-repeated='0000000002'><t:table-cell><x:p>a</x:p></t:table-cell>"
        "<t:table-cell o:value-type='float' o:value='1'/></t:table-row>"
        "<t:table-row t:number-rows-repeated='4'><t:table-cell/></t:table-row>"
        "<t:table-row><t:table-cell><x:p>b</x:p></t:table-cell></t:table-row>",
        "A!A1 written a\nA!B1 number 1\nA!A2 written a\nA!B2 number 1\nA!A7 written b\n");
    rows_give("<t:table-row><t:table-cell t:number-columns-repeated='16383'/><t:table-cell>"
              "<x:p>a</x:p></t:table-cell></t:table-row>"
              "<t:table-row t:number-rows-repeated='1048574'/>"
              "<t:table-row><t:table-cell><x:p>b</x:p></t:table-cell></t:table-row>",
        "A!XFD1 written a\nA!A1048576 written b\n");
}

static void test_a_run_that_leaves_its_sheet_is_refused(void **state)
{
    static const char *const columns[] = {"0", "-1", "x", "", "16385", "4294967297", "99999999999"};
    static const char *const rows[] = {"0", "1048577", "1.0", " 1", "00000000001"};
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        char *made = memory_printf(
            "<t:table-row><t:table-cell t:number-columns-repeated='%s'/></t:table-row>",
            columns[i]);
        rows_refused(made, SHEET_PLACE);
        free(made);
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *made = memory_printf("<t:table-row t:number-rows-repeated='%s'/>", rows[i]);
        rows_refused(made, SHEET_PLACE);
        free(made);
    }
    rows_refused("<t:table-row><t:table-cell t:number-columns-repeated='16384'/><t:table-cell/>"
                 "</t:table-row>",
        SHEET_PLACE);
    rows_refused("<t:table-row t:number-rows-repeated='1048576'/><t:table-row/>", SHEET_PLACE);
}

/* Each of the elements that hold rows, in a table and in each other. */
static void test_rows_are_found_in_every_group(void **state)
{
    static const char *const groups[] = {"table-row-group", "table-header-rows", "table-rows"};
    static const char row[] =
        "<t:table-row><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>";
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char *outer = memory_printf("<t:%s>%s</t:%s>", groups[i], row, groups[i]);
        rows_give(outer, "A!A1 written a\n");
        for (size_t j = 0; j < 3; j++) {
            char *both =
                memory_printf("<t:%s>%s%s</t:%s>%s", groups[j], row, outer, groups[j], row);
            rows_give(both, "A!A1 written a\nA!A2 written a\nA!A3 written a\n");
            free(both);
        }
        free(outer);
    }
    rows_give("<t:shapes><t:table-row><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>"
              "</t:shapes>",
        "");
}

static void test_remarks_follow_the_cells_of_their_sheet(void **state)
{
    (void)state;
    rows_give(
        "<t:table-row/><t:table-row><t:table-cell/><t:table-cell><o:annotation><other:date>x"
        "</other:date><x:p>tänk  på</x:p><x:p>det</x:p></o:annotation><x:p>ja</x:p>"
        "</t:table-cell></t:table-row>"
        "<t:table-row><t:table-cell o:value-type='float' o:value='1'><o:annotation><x:p>n</x:p>"
        "</o:annotation><x:p>1</x:p></t:table-cell></t:table-row>",
        "A!B2 written ja\nA!A3 number 1\nA!B2 comment tänk på\\ndet\nA!A3 comment n\n");
}

#define ROW_OF_THREE                                                                               \
    "<t:table-cell><x:p>a</x:p></t:table-cell><t:table-cell t:number-columns-repeated='2'>"        \
    "<x:p>b</x:p></t:table-cell></t:table-row>"

static void test_hidden_rows_and_columns(void **state)
{
    (void)state;
    rows_give("<t:table-column/><t:table-column t:visibility='visible'/>"
              "<t:table-row t:visibility='collapse'>" ROW_OF_THREE "<t:table-row>" ROW_OF_THREE
              "<t:table-row t:visibility='filter'>" ROW_OF_THREE,
        "A!A1 hidden written a\nA!B1 hidden written b\nA!C1 hidden written b\n"
        "A!A2 written a\nA!B2 written b\nA!C2 written b\n"
        "A!A3 hidden written a\nA!B3 hidden written b\nA!C3 hidden written b\n");
    rows_give(
        "<t:table-header-columns><t:table-column/></t:table-header-columns>"
        "<t:table-column-group><t:table-columns><t:table-column t:number-columns-repeated='2' "
        "t:visibility='collapse'/></t:table-columns></t:table-column-group>"
        "<t:table-column t:number-columns-repeated='16384' t:visibility='collapse'/>"
        "<t:table-row>" ROW_OF_THREE,
        "A!A1 written a\nA!B1 hidden written b\nA!C1 hidden written b\n");
    /* the next table has columns of its own */
    document_gives("<o:body><o:spreadsheet><t:table t:name='A'>"
                   "<t:table-column t:visibility='collapse'/><t:table-row>" ROW_OF_THREE
                   "</t:table><t:table t:name='B'><t:table-row>" ROW_OF_THREE
                   "</t:table></o:spreadsheet></o:body>",
        "sheet A\nA!A1 hidden written a\nA!B1 written b\nA!C1 written b\n"
        "sheet B\nB!A1 written a\nB!B1 written b\nB!C1 written b\n");
}

static void test_tables_come_with_name_and_whether_they_are_hidden(void **state)
{
    static const char styles[] =
        "<o:automatic-styles><s:style s:name='ta1'><s:table-properties t:display='true'/></s:style>"
        "<s:style s:name='ta2'><s:table-properties t:display='false'/></s:style>"
        "<s:style s:name='ta3'><s:table-properties/></s:style>"
        "<s:style s:name='ta4'><s:table-properties t:display='false'/></s:style>"
        "</o:automatic-styles>";
    char *inside = memory_printf(
        "%s<o:body><o:spreadsheet><t:table t:name='A' t:style-name='ta1'><t:table-row><t:table-cell>"
        "<x:p>a</x:p></t:table-cell></t:table-row></t:table><t:table t:name='B' t:style-name='ta2'>"
        "<t:table-row><t:table-cell><x:p>b</x:p></t:table-cell></t:table-row></t:table>"
        "<t:table t:name='C' t:style-name='ta3'/><t:table t:name='D' t:style-name='ta4'/>"
        "<t:table/><t:table t:name='F' t:style-name='annan'/></o:spreadsheet></o:body>",
        styles);
    (void)state;
    document_gives(inside, "sheet A\nA!A1 written a\nhidden B\nB!A1 written b\nsheet C\nhidden D\n"
                           "sheet\nsheet F\n");
    free(inside);
    document_gives("<o:body><o:text><t:table t:name='A'/></o:text></o:body>", "");
    document_gives("<o:body><o:spreadsheet><t:table t:name='A'><t:table-source/></t:table>"
                   "<t:table t:name='B'><t:table-row><t:table-cell><t:cell-range-source/>"
                   "</t:table-cell></t:table-row></t:table></o:spreadsheet></o:body>",
        "sheet A\nlinks away\nsheet B\nlinks away\n");
}

/* As many styles as there may be sheets are kept: more could not all be used. */
static void test_so_many_hidden_styles_are_known(void **state)
{
    struct buffer inside = {0};
    (void)state;
    buffer_text(&inside, "<o:automatic-styles>");
    for (unsigned i = 1; i <= SHEET_COUNT_MAX + 2; i++)
        buffer_printf(
            &inside, "<s:style s:name='h%u'><s:table-properties t:display='false'/></s:style>", i);
    buffer_printf(&inside,
        "</o:automatic-styles><o:body><o:spreadsheet><t:table t:name='A' t:style-name='h1'/>"
        "<t:table t:name='B' t:style-name='h%d'/><t:table t:name='C' t:style-name='h%d'/>"
        "<t:table t:name='D' t:style-name=''/></o:spreadsheet></o:body>",
        SHEET_COUNT_MAX, SHEET_COUNT_MAX + 1);
    document_gives(buffer_string(&inside), "hidden A\nhidden B\nsheet C\nsheet D\n");
    buffer_free(&inside);
}

static void test_what_is_over_a_limit_is_refused(void **state)
{
    char *most = fixture_workbook_times("x", SHEET_TEXT_MAX - 1);
    char *rows = memory_printf(
        "<t:table-row><t:table-cell><x:p>%s<x:s/></x:p></t:table-cell></t:table-row>", most);
    char *expected = memory_printf("A!A1 written %s \n", most);
    char *over = memory_printf(
        "<t:table-row><t:table-cell><x:p>%s<x:s x:c='2'/></x:p></t:table-cell></t:table-row>",
        most);
    char *sheets = fixture_workbook_times("<t:table/>", SHEET_COUNT_MAX);
    char *most_sheets = memory_printf("<o:body><o:spreadsheet>%s</o:spreadsheet></o:body>", sheets);
    char *more_sheets =
        memory_printf("<o:body><o:spreadsheet>%s<t:table/></o:spreadsheet></o:body>", sheets);
    char *lines = fixture_workbook_times("sheet\n", SHEET_COUNT_MAX);
    (void)state;
    rows_give(rows, expected);
    rows_refused(over, SHEET_TEXT);
    document_gives(most_sheets, lines);
    document_refused(more_sheets, SHEET_SHEETS);
    rows_refused("<t:table-row><t:table-cell><x:p><x:s x:c='98302'/></x:p></t:table-cell>"
                 "</t:table-row>",
        SHEET_TEXT);
    rows_refused("<t:table-row><t:table-cell><x:p><x:s x:c='två'/></x:p></t:table-cell>"
                 "</t:table-row>",
        SHEET_TEXT);
    free(most);
    free(rows);
    free(expected);
    free(over);
    free(sheets);
    free(most_sheets);
    free(more_sheets);
    free(lines);
}

/* Texts that stand where no text belongs, longer than any that is taken. */
static void test_text_between_elements_of_a_document_is_passed_over(void **state)
{
    /* The groups come first: behind a covered cell no text would be taken in any case. */
    static const char content[] =
        "@<o:automatic-styles>@<s:style>@<s:table-properties>@</s:table-properties></s:style>"
        "</o:automatic-styles><o:body>@<o:spreadsheet>@<t:table t:name='A'>@<t:table-source>@"
        "</t:table-source><t:table-column-group>@<t:table-columns>@</t:table-columns>"
        "</t:table-column-group><t:table-header-columns>@</t:table-header-columns><t:table-row-group>@<t:table-row>@</t:table-row>"
        "<t:table-row-group>@</t:table-row-group><t:table-header-rows>@</t:table-header-rows>"
        "<t:table-rows>@</t:table-rows></t:table-row-group><t:table-header-rows>@"
        "</t:table-header-rows><t:table-rows>@</t:table-rows><t:table-row>@<t:table-cell>@"
        "<o:annotation>@<x:p>n</x:p></o:annotation>"
        "<t:cell-range-source>@</t:cell-range-source><x:p>a<x:s>@</x:s>b<x:tab>@</x:tab>c"
        "<x:line-break>@</x:line-break><x:span>d<x:s>@</x:s><x:tab>@</x:tab><x:line-break>@"
        "</x:line-break></x:span></x:p></t:table-cell>@<t:covered-table-cell>@"
        "</t:covered-table-cell></t:table-row></t:table></o:spreadsheet></o:body>";
    static const char list[] =
        "<m:manifest xmlns:m='" OASIS "manifest:1.0'>x<m:file-entry>x</m:file-entry></m:manifest>";
    char *letters = fixture_workbook_times("x", SHEET_TEXT_MAX + 1);
    struct buffer inside = {0};
    (void)state;
    for (const char *at = content; *at != '\0'; at++)
        buffer_append(&inside, *at == '@' ? letters : at, *at == '@' ? strlen(letters) : 1);
    char *document = ods_document(buffer_string(&inside));
    const struct fixture_part parts[] = {{"mimetype", ODS_TYPE}, {"META-INF/manifest.xml", list},
        {"content.xml", document}, {NULL, NULL}};
    fixture_workbook_gives(parts,
        "sheet A\nlinks away\nlinks away\nA!A2 written a b\\tc\\nd \\t\\n\n"
        "A!A2 comment n\n");
    free(letters);
    free(document);
    buffer_free(&inside);
}

static void test_packages_that_are_no_plain_spreadsheet_are_refused(void **state)
{
    static const char plain[] = "<m:manifest xmlns:m='" OASIS "manifest:1.0'><m:file-entry "
                                "m:full-path='content.xml'/></m:manifest>";
    static const char locked[] =
        "<m:manifest xmlns:m='" OASIS "manifest:1.0'><m:file-entry m:full-path='content.xml'>"
        "<m:encryption-data/></m:file-entry></m:manifest>";
    static const struct {
        const char *type;
        const char *name;
        const char *text;
        enum sheet_fault expected;
    } cases[] = {
        {ODS_TYPE, "META-INF/manifest.xml", plain, SHEET_GOOD},
        {ODS_TYPE "-template", "Thumbnails/thumbnail.png", "x", SHEET_GOOD},
        {ODS_TYPE, "META-INF/manifest.xml", locked, SHEET_ENCRYPTED},
        {ODS_TYPE, "encrypted-package", "", SHEET_ENCRYPTED},
        {ODS_TYPE, "Basic/Standard/Module1.xml", "x", SHEET_MACROS},
        {ODS_TYPE, "Basic/Standard/Module1.xml", "", SHEET_GOOD},
        {ODS_TYPE, "Scripts/python/a.py", "x", SHEET_MACROS},
        {ODS_TYPE, "xl/macrosheets/sheet1.xml", "x", SHEET_MACROS},
        {ODS_TYPE, "xl/vbaproject.BIN", "x", SHEET_MACROS},
        {ODS_TYPE, "vbaProject.bin", "x", SHEET_MACROS},
        {ODS_TYPE, "baProject.bin", "x", SHEET_GOOD},
        {ODS_TYPE, "[Content_Types].xml", "x", SHEET_BOTH},
        {"application/vnd.oasis.opendocument.text", "x", "x", SHEET_NOT_ONE},
        {ODS_TYPE "\n", "x", "x", SHEET_NOT_ONE},
    };
    char *content = ods_document("<o:body><o:spreadsheet><t:table t:name='A'/></o:spreadsheet>"
                                 "</o:body>");
    char *long_type = fixture_workbook_times("x", 257);
    const struct fixture_part none[] = {{"content.xml", content}, {NULL, NULL}};
    const struct fixture_part longer[] = {{"mimetype", long_type}, {NULL, NULL}};
    const struct fixture_part empty[] = {{"mimetype", ODS_TYPE}, {NULL, NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct fixture_part parts[] = {{"mimetype", cases[i].type}, {"content.xml", content},
            {cases[i].name, cases[i].text}, {NULL, NULL}};
        if (cases[i].expected == SHEET_GOOD)
            fixture_workbook_gives(parts, "sheet A\n");
        else
            fixture_workbook_refused(parts, cases[i].expected);
    }
    fixture_workbook_refused(none, SHEET_NOT_ONE);
    fixture_workbook_refused(longer, SHEET_NOT_ONE);
    fixture_workbook_refused(empty, SHEET_DAMAGED);
    free(content);
    free(long_type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs_come_as_they_are_shown),
        cmocka_unit_test(test_values_come_in_the_form_of_their_kind),
        cmocka_unit_test(test_cells_stand_where_runs_put_them),
        cmocka_unit_test(test_a_run_that_leaves_its_sheet_is_refused),
        cmocka_unit_test(test_rows_are_found_in_every_group),
        cmocka_unit_test(test_remarks_follow_the_cells_of_their_sheet),
        cmocka_unit_test(test_tables_come_with_name_and_whether_they_are_hidden),
        cmocka_unit_test(test_hidden_rows_and_columns),
        cmocka_unit_test(test_so_many_hidden_styles_are_known),
        cmocka_unit_test(test_what_is_over_a_limit_is_refused),
        cmocka_unit_test(test_text_between_elements_of_a_document_is_passed_over),
        cmocka_unit_test(test_packages_that_are_no_plain_spreadsheet_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
