/* The first page of a round's report. */
#include "format/edition.h"
#include "report/cell_stats.h"
#include "report/html_page.h"
#include "report/html_round_parts.h"
#include "report/report_html.h"

enum { HOLDING_FIRST = 3 };

static void put_round_facts(
    struct buffer *out, const struct html_round *input, const struct report *report)
{
    const struct stats_table *table = input->table;
    html_add(out, "<p class=\"eyebrow\">%s</p>\n<h1>", table->edition->title);
    html_say(out, tr(input->catalog, "Round %s"), table->round);
    buffer_text(out, "</h1>\n<p class=\"facts\">");
    if (table->opens[0] != '\0')
        html_add(out, "<span>%s – %s</span>\n", table->opens, table->closes);
    if (table->groups == 1)
        html_add(out, "<span>%s</span>\n", html_round_name(input, html_round_last(input)));
    if (input->issued[0] != '\0') {
        buffer_text(out, "<span>");
        html_say(out, tr(input->catalog, "report of %s"), input->issued);
        buffer_text(out, "</span>");
    }
    buffer_text(out, "</p>\n");
    for (size_t i = 0; i < report->remarks; i++)
        html_add(out, "<p class=\"notice\">%s</p>\n", report->remark[i]);
}

static void put_response(struct buffer *out, const struct report *report)
{
    const struct table *response = report_nth(report, 0);
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n", response->title);
    report_html_table(out, report, response, "response", false);
    buffer_text(out, "</div>\n");
}

static void put_first_holding(struct buffer *out, const struct html_round *input)
{
    const struct stats_group *group = html_round_last(input);
    const struct edition *edition = input->table->edition;
    if (group->holdings == 0)
        return;
    html_add(out, "<div class=\"block\">\n<h2>%s</h2>\n<ol class=\"top-steps\">\n",
        tr(input->catalog, "What most often holds back"));
    for (unsigned i = 0; i < group->holdings && i < HOLDING_FIRST; i++) {
        unsigned question = group->holding[i].question;
        struct cell count = cell_stats(&group->holding[i].count, NULL);
        struct buffer sign = {0};
        cell_put(&sign, &count);
        html_add(out, "<li><b>%s</b> ", edition->question[question].topic);
        html_say(
            out, tr(input->catalog, "Question %u"), (unsigned)edition->model.question[question].id);
        html_add(out, ": %s %s</li>\n", buffer_string(&sign), tr(input->catalog, "organisations"));
        buffer_free(&sign);
    }
    buffer_text(out, "</ol>\n</div>\n");
}

void html_round_overview(
    struct buffer *out, const struct html_round *input, const struct report *report)
{
    buffer_text(out, "<div class=\"front\">\n");
    put_round_facts(out, input, report);
    put_response(out, report);
    if (edition_has_points(input->table->edition)) {
        html_round_level_bars(out, input);
        html_round_standings(out, input);
        put_first_holding(out, input);
    }
    buffer_text(out, "</div>\n");
}
