/* One table, and what each writer makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture_break.h"
#include "report/cell_stats.h"
#include "report/report_csv.h"
#include "report/report_html.h"
#include "report/report_text.h"

#include <string.h>

static void has(struct buffer *text, const char *part)
{
    if (strstr(buffer_string(text), part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, buffer_string(text));
}

static void expect(struct buffer *text, const char *expected)
{
    fixture_break(text);
    assert_string_equal(buffer_string(text), expected);
    buffer_free(text);
}

static void sign(struct cell cell, const char *expected)
{
    struct buffer text = {0};
    cell_put(&text, &cell);
    expect(&text, expected);
}

static void test_each_kind_of_cell_has_its_sign(void **state)
{
    (void)state;
    sign(cell_none(), "");
    sign(cell_text("a <b>"), "a <b>");
    sign(cell_number(0), "0");
    sign(cell_part(CELL_NUMBER, 12, 40), "12");
    sign(cell_part(CELL_LACKS, 2, 0), "+2");
    sign(cell_part(CELL_LACKS, 0, 0), "");
    sign(cell_part(CELL_OF, 7, 26), "7/26");
    sign(cell_part(CELL_SHARE, 1, 200), "1 %");
    sign(cell_part(CELL_SHARE, 1, 201), "<1 %");
    sign(cell_part(CELL_SHARE, 0, 201), "0 %");
    sign(cell_part(CELL_SHARE, 0, 0), "");
    sign(cell_part(CELL_SMALL, 0, 40), "<3");
    sign(cell_part(CELL_HIDDEN, 0, 40), "–");
}

static void test_percent_is_rounded(void **state)
{
    (void)state;
    assert_int_equal(cell_percent(0, 0), 0);
    assert_int_equal(cell_percent(1, 3), 33);
    assert_int_equal(cell_percent(2, 3), 67);
    assert_int_equal(cell_percent(1, 200), 1);
    assert_int_equal(cell_percent(3, 3), 100);
}

static void test_a_figure_of_the_analysis_keeps_what_is_hidden_hidden(void **state)
{
    (void)state;
    struct stats_cell whole = {40, STATS_NUMBER};
    struct stats_cell hidden = {0, STATS_HIDDEN};
    char share[CELL_PERCENT_SIZE];
    struct cell cell = cell_stats(&(struct stats_cell){1, STATS_NUMBER}, &whole);
    assert_true(cell_share(&cell, share));
    assert_string_equal(share, "3 %");
    cell = cell_stats(&(struct stats_cell){0, STATS_SMALL}, &whole);
    assert_false(cell_share(&cell, share));
    sign(cell, "<3");
    cell = cell_stats(&(struct stats_cell){1, STATS_NUMBER}, &hidden);
    assert_false(cell_share(&cell, share));
    sign(cell_stats(&hidden, &whole), "–");
    sign(cell_stats(&(struct stats_cell){0, STATS_NONE}, NULL), "");
    sign(cell_stats_share(&(struct stats_share){whole, whole}), "100 %");
    sign(cell_stats_share(&(struct stats_share){hidden, whole}), "");
}

/* Three groups of which one shows nothing but a small count. */
static struct table *levels(struct report *report)
{
    static const char *const GROUPS[] = {"kommun", "region", "all"};
    struct table *table = report_table(report, "Overall level");
    table_column(table, TABLE_WORDS, "Level", 31);
    for (size_t i = 0; i < 3; i++) {
        struct table_column *column = table_column(table, TABLE_FIGURES, GROUPS[i], 0);
        column->group = true;
        column->word = GROUPS[i];
    }
    table_row(table, "levels", "", "0");
    table_put(table, cell_text("Level 0"));
    table_put(table, cell_part(CELL_NUMBER, 13, 16));
    table_put(table, cell_part(CELL_HIDDEN, 0, 9));
    table_put(table, cell_part(CELL_NUMBER, 22, 25));
    table_row(table, "levels", "", "1");
    table_put(table, cell_text("Level 1"));
    table_put(table, cell_part(CELL_NUMBER, 3, 16));
    table_put(table, cell_part(CELL_SMALL, 0, 9));
    table_put(table, cell_part(CELL_NUMBER, 3, 25));
    return table;
}

static void test_text_has_the_title_in_the_first_line_and_shares(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    (void)levels(&report);
    report.heading = "Whose.";
    report_remark(&report, "What to know.");
    report_text(&text, &report);
    expect(&text,
        "Whose.\nWhat to know.\n\n"
        "Overall level                            kommun          region             all\n"
        "Level 0                                13  81 %         –              22  88 %\n"
        "Level 1                                 3  19 %        <3               3  12 %\n");
    report_free(&report);
}

/* A title that is longer than the names stands above, and names give way to figures. */
static void test_text_cuts_names_and_never_figures(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    struct table *table = report_table(&report, "A title that is longer than the first column");
    table_column(table, TABLE_WORDS, "Name", 6);
    table_column(table, TABLE_FIGURES, "Organisations", 4)->brief = "Org.";
    table_column(table, TABLE_BARS, NULL, 4);
    table_put(table, cell_text("Hörby kommun"));
    table_put(table, cell_number(1234567));
    table_put(table, cell_part(CELL_BAR, 1, 2));
    table_put(table, cell_text("Å"));
    table_put(table, cell_number(1));
    table_put(table, cell_none());
    table->left_out = 2;
    table_note(table, "A note.");
    report_text_table(&text, &report, table);
    expect(&text, "A title that is longer than the first column\nName   Org.\n"
                  "Hörby… 1234567 ██░░\nÅ         1\n … and 2 more\n\nA note.\n");
    report_free(&report);
}

static void test_a_table_that_is_read_goes_on_below_and_ends_early(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    struct table *table = report_table(&report, "T");
    table_column(table, TABLE_WORDS, NULL, 10);
    for (unsigned i = 0; i < 5; i++)
        table_column(table, TABLE_FIGURES, report_keep(&report, "G%u", i), 0)->group = true;
    table->most = 1;
    for (unsigned row = 0; row < 3; row++) {
        table_put(table, cell_text(report_keep(&report, "R%u", row)));
        for (unsigned i = 0; i < 5; i++)
            table_put(table, cell_number(10 * row + i));
    }
    assert_int_equal(table_parts(table), 2);
    report_text(&text, &report);
    expect(&text, "T                       G0              G1              G2              G3\n"
                  "R0                       0               1               2               3\n\n"
                  "T                       G4\nR0                       4\n … and 2 more\n");
    report_csv(&text, &report);
    has(&text, "\r\nR2;20;21;22;23;24\r\n");
    buffer_free(&text);
    report_free(&report);
}

static void test_an_empty_table_says_so(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    struct table *table = report_table(&report, "Few can teach:");
    table_column(table, TABLE_WORDS, "Question", 10);
    report_text(&text, &report);
    expect(&text, "Few can teach:\n  none\n");
    table->title = NULL;
    table->empty = "Nobody has answered.";
    report_text(&text, &report);
    expect(&text, "Nobody has answered.\n");
    report_csv(&text, &report);
    expect(&text, "\xEF\xBB\xBF"
                  "Question\r\n");
    report_free(&report);
}

static void test_csv_has_numbers_alone_and_every_medium_its_columns(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_WORDS, "Name", 5);
    table_column(table, TABLE_FIGURES, "Part", 5);
    table_column(table, TABLE_FIGURES, "Sum", 5)->media = TABLE_DATA;
    table_column(table, TABLE_FIGURES, "Share", 5)->media = TABLE_READ;
    table_column(table, TABLE_FIGURES, "Hidden", 6);
    table_put(table, cell_text("=1+1"));
    table_put(table, cell_part(CELL_OF, 5, 9));
    table_put(table, cell_part(CELL_SMALL, 0, 0));
    table_put(table, cell_part(CELL_SHARE, 1, 3));
    table_put(table, cell_part(CELL_HIDDEN, 0, 0));
    report_csv(&text, &report);
    expect(&text, "\xEF\xBB\xBF"
                  "Name;Part;Sum;Hidden\r\n'=1+1;5;<3;\r\n");
    report_text(&text, &report);
    expect(&text, "Name   Part Share Hidden\n=1+1    5/9  33 %      –\n");
    report_free(&report);
}

static void test_long_csv_has_a_line_for_each_figure(void **state)
{
    (void)state;
    static const char *const GROUPS[] = {"kommun", "region", "all"};
    struct report report = {0};
    struct buffer text = {0};
    struct table *response = report_table(&report, "Response rate");
    response->word = "response";
    table_column(response, TABLE_WORDS, "Group", 5);
    table_column(response, TABLE_FIGURES, "Asked", 5)->word = "population";
    table_column(response, TABLE_FIGURES, "Share", 5);
    for (unsigned i = 0; i < 3; i++) {
        table_row(response, NULL, GROUPS[i], NULL);
        table_put(response, cell_text(GROUPS[i]));
        table_put(response, cell_number(100 + i));
        table_put(response, cell_part(CELL_SHARE, 1, 2));
    }
    struct table *table = levels(&report);
    for (size_t i = 0; i < 3; i++)
        table->column[1 + i].word = GROUPS[i];
    report_csv_long(&text, &report);
    expect(&text, "\xEF\xBB\xBF"
                  "group;table;row;column;value\r\n"
                  "kommun;response;;population;100\r\nkommun;levels;;0;13\r\nkommun;levels;;1;3\r\n"
                  "region;response;;population;101\r\nregion;levels;;0;\r\nregion;levels;;1;<3\r\n"
                  "all;response;;population;102\r\nall;levels;;0;22\r\nall;levels;;1;3\r\n");
    report_free(&report);
}

static void test_a_page_escapes_names_and_shows_shares_and_bars(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    struct table *table = report_table(&report, "R&D");
    table_column(table, TABLE_FIGURES, "No.", 3);
    table_column(table, TABLE_WORDS, "Name", 5);
    table_column(table, TABLE_BARS, NULL, 5);
    table_column(table, TABLE_FIGURES, "Points", 5)->strong = true;
    table_column(table, TABLE_FIGURES, "Lacks", 5);
    table_column(table, TABLE_FIGURES, "Count", 5)->media = TABLE_SHEET;
    table_column(table, TABLE_WORDS, NULL, 5);
    table_put(table, cell_number(1));
    table_put(table, cell_text("<b>"));
    table_put(table, cell_part(CELL_BAR, 1, 2));
    table_put(table, cell_part(CELL_NUMBER, 1, 3));
    table_put(table, cell_part(CELL_LACKS, 2, 0));
    table_put(table, cell_number(9));
    table_put(table, cell_text("\"x\""));
    table_note(table, "<note>");
    report_html_table(&text, &report, table, "groups", true);
    expect(&text,
        "<table class=\"groups\">\n<caption>R&amp;D</caption>\n<thead><tr>"
        "<th scope=\"col\" class=\"num\">No.</th><th scope=\"col\">Name</th>"
        "<th scope=\"col\" class=\"num\">Points</th><th scope=\"col\" class=\"num\">Lacks</th>"
        "<td></td></tr></thead>\n<tbody>\n<tr><td class=\"num\">1</td><th scope=\"row\">&lt;b&gt;"
        "<svg class=\"bar\" viewBox=\"0 0 300 10\" preserveAspectRatio=\"none\" "
        "aria-hidden=\"true\">\n"
        "<rect class=\"whole\" x=\"0\" y=\"0\" width=\"300\" height=\"10\"/>\n"
        "<rect class=\"part\" x=\"0\" y=\"0\" width=\"150\" height=\"10\"/>\n</svg>\n</th>"
        "<td class=\"num\"><b>1</b> <span class=\"percent\">33 %</span></td>"
        "<td class=\"num\"><span class=\"lack\">+2</span></td><td>&quot;x&quot;</td></tr>\n"
        "</tbody>\n</table>\n<p class=\"soft small\">&lt;note&gt;</p>\n");
    report_free(&report);
}

static void test_a_page_shows_what_is_hidden_as_hidden(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    report_html_table(&text, &report, levels(&report), NULL, false);
    has(&text, "<th scope=\"row\">Level 0</th><td class=\"num\">13 <span "
               "class=\"percent\">81 %</span></td><td class=\"num\">–</td>");
    has(&text, "<td class=\"num\">&lt;3</td>");
    buffer_free(&text);
    struct table *none = report_table(&report, "A & B");
    report_html_table(&text, &report, none, NULL, true);
    expect(&text, "<p>A &amp; B: none</p>\n");
    report_free(&report);
}

/* Where a name takes the whole line, figures with shares are narrow, and no wider than they need.
 */
static void test_a_name_as_long_as_the_line_leaves_figures_with_shares(void **state)
{
    (void)state;
    struct report report = {0};
    struct buffer text = {0};
    char name[201] = {0};
    memset(name, 'x', sizeof name - 1);
    struct table *table = report_table(&report, NULL);
    (void)table_column(table, TABLE_WORDS, "", 0);
    (void)table_column(table, TABLE_FIGURES, "", 0);
    table_put(table, cell_text(name));
    table_put(table, cell_part(CELL_NUMBER, 12, 40));
    report_text(&text, &report);
    has(&text, "12");
    has(&text, "30 %");
    assert_true(text.length < 200);
    buffer_free(&text);
    report_free(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_name_as_long_as_the_line_leaves_figures_with_shares),
        cmocka_unit_test(test_each_kind_of_cell_has_its_sign),
        cmocka_unit_test(test_percent_is_rounded),
        cmocka_unit_test(test_a_figure_of_the_analysis_keeps_what_is_hidden_hidden),
        cmocka_unit_test(test_text_has_the_title_in_the_first_line_and_shares),
        cmocka_unit_test(test_text_cuts_names_and_never_figures),
        cmocka_unit_test(test_a_table_that_is_read_goes_on_below_and_ends_early),
        cmocka_unit_test(test_an_empty_table_says_so),
        cmocka_unit_test(test_csv_has_numbers_alone_and_every_medium_its_columns),
        cmocka_unit_test(test_a_page_escapes_names_and_shows_shares_and_bars),
        cmocka_unit_test(test_a_page_shows_what_is_hidden_as_hidden),
        cmocka_unit_test(test_long_csv_has_a_line_for_each_figure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
