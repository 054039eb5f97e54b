/* What has changed since the organisation last answered. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/option_list.h"
#include "report/report_html.h"

static const char *changed_options(struct report *report, const struct model_question *question,
    uint32_t options, const char *sign)
{
    struct buffer text = {0};
    if (options == 0)
        return "";
    option_list_names(&text, question, options, " ");
    const char *kept = report_keep(report, "%s%s", sign, buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static void put_changes_table(struct buffer *out, const struct html_organisation *input,
    const struct compare_side *from, const struct compare_side *to)
{
    const struct catalog *catalog = input->catalog;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "Then"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Now"), 5);
    table_column(table, TABLE_WORDS, tr(catalog, "Ticked since"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "No longer"), 0);
    for (unsigned i = 0; i < input->edition->model.questions; i++) {
        const struct model_question *question = &input->edition->model.question[i];
        if (!compare_differs(from, to, i))
            continue;
        struct compare_ticks ticks = compare_ticks_of(from, to, i);
        table_put(table, cell_number(question->id));
        table_put(table, cell_text(input->edition->question[i].topic));
        table_put(table, cell_number(from->score->question[i].points));
        table_put(table, cell_number(to->score->question[i].points));
        table_put(table, cell_text(changed_options(&report, question, ticks.added, "+ ")));
        table_put(table, cell_text(changed_options(&report, question, ticks.removed, "– ")));
    }
    table->empty = tr(catalog, "No answer is another than then.");
    report_html_table(out, &report, table, NULL, false);
    report_free(&report);
}

void html_organisation_since(struct buffer *out, const struct html_organisation *input)
{
    const struct compare_side to = {&input->answers->set, input->score};
    const struct compare_side *from = input->before;
    if (from == NULL)
        return;
    html_section(out, "since", "since", tr(input->catalog, "What has changed since last time"));
    buffer_text(out, "<p>");
    html_say(out,
        tr(input->catalog,
            "Compared with the answers that counted in the round %s: level %u then and %u now, %u "
            "points then and %u now, %u measures then and %u now."),
        input->before_round, from->score->level, to.score->level, from->score->points,
        to.score->points, from->score->measures, to.score->measures);
    buffer_text(out, "</p>\n");
    put_changes_table(out, input, from, &to);
    buffer_text(out, "</section>\n");
}
