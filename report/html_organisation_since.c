/* What has changed since the organisation last answered. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/option_list.h"
#include "report/report_html.h"
#include "scoring/question.h"

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

/* ---- of another edition ---- */

static void put_common_row(struct table *table, struct report *report,
    const struct compare_editions *compared, unsigned place)
{
    const struct succession *since = compared->succession;
    const struct model_question *question = &since->to->model.question[place];
    struct compare_common common = compare_editions_common(compared, place);
    uint32_t ticked = question_traits(question)->stacked ? 0 : UINT32_MAX;
    if (common.before == common.after)
        return;
    table_put(table, cell_number(question->id));
    table_put(table, cell_text(since->to->question[place].topic));
    table_put(table, cell_number(since->from->model.question[since->question[place].from].id));
    table_put(table, cell_number(question_count(common.before)));
    table_put(table, cell_number(question_count(common.after)));
    table_put(table, cell_number(question_count(common.of)));
    table_put(table,
        cell_text(changed_options(report, question, common.after & ~common.before & ticked, "+ ")));
    table_put(table,
        cell_text(changed_options(report, question, common.before & ~common.after & ticked, "– ")));
}

static void put_common_table(struct buffer *out, const struct html_organisation *input)
{
    const struct catalog *catalog = input->catalog;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_FIGURES, tr(catalog, "No. then"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Then"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "Now"), 5);
    table_column(table, TABLE_FIGURES, tr(catalog, "At most"), 5);
    table_column(table, TABLE_WORDS, tr(catalog, "Ticked since"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "No longer"), 0);
    for (unsigned i = 0; i < input->edition->model.questions; i++)
        put_common_row(table, &report, input->before_editions, i);
    table->empty = tr(catalog, "No answer changed in what is comparable.");
    report_html_table(out, &report, table, NULL, false);
    report_free(&report);
}

static void put_since_editions(struct buffer *out, const struct html_organisation *input)
{
    const struct compare_editions *compared = input->before_editions;
    const struct succession *since = compared->succession;
    struct compare_sum sum = compare_editions_sum(compared);
    buffer_text(out, "<p>");
    html_say(out,
        tr(input->catalog,
            "Compared with the answers that counted in the round %s, which were to %s. On what is "
            "comparable: %u points then and %u now, of %u. Of the questions now %u are the same, %u "
            "have changed, and are compared as far as their answers go on, and %u are new; %u are "
            "gone. Levels and points as a whole are not comparable."),
        input->before_round, since->from->title, sum.before, sum.after, sum.of,
        succession_count(since, SUCCESSION_SAME), succession_count(since, SUCCESSION_CHANGED),
        succession_count(since, SUCCESSION_NEW), succession_gone(since));
    buffer_text(out, "</p>\n");
    put_common_table(out, input);
}

/* ---- the whole ---- */

static void put_since(struct buffer *out, const struct html_organisation *input)
{
    const struct compare_side to = {&input->answers->set, input->score};
    const struct compare_side *from = input->before;
    buffer_text(out, "<p>");
    html_say(out,
        tr(input->catalog,
            "Compared with the answers that counted in the round %s: level %u then and %u now, %u "
            "points then and %u now, %u measures then and %u now."),
        input->before_round, from->score->level, to.score->level, from->score->points,
        to.score->points, from->score->measures, to.score->measures);
    buffer_text(out, "</p>\n");
    put_changes_table(out, input, from, &to);
}

void html_organisation_since(struct buffer *out, const struct html_organisation *input)
{
    if (input->before == NULL)
        return;
    html_section(out, "since", "since", tr(input->catalog, "What has changed since last time"));
    if (input->before_editions != NULL)
        put_since_editions(out, input);
    else
        put_since(out, input);
    buffer_text(out, "</section>\n");
}
