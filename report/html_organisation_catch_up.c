/* What others have that the answers lack: a benchmark's group, its best, a target. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/report_html.h"
#include "report/text_difference.h"
#include "scoring/question.h"

/* "c) TEXT; e) TEXT", of a scale "from step 1 to step 3: TEXT". */
static const char *lacking_words(const struct html_organisation *input, struct report *report,
    const struct difference_question *lacking, unsigned place)
{
    const struct model_question *question = &input->edition->model.question[place];
    const char *const *option = input->edition->question[place].option;
    struct buffer text = {0};
    if (question_traits(question)->stacked) {
        unsigned to = lacking->has + lacking->lacks.points;
        return report_keep(report, tr(input->catalog, "from step %u to step %u: %s"), lacking->has,
            to, option[to - 1]);
    }
    for (unsigned i = 0; i < question->options; i++) {
        char name[QUESTION_NAME_SIZE];
        if ((lacking->options >> i & 1U) == 0)
            continue;
        question_option_name(question, i, name);
        buffer_printf(&text, "%s%s) %s", text.length == 0 ? "" : "; ", name, option[i]);
    }
    const char *kept = report_keep(report, "%s", buffer_string(&text));
    buffer_free(&text);
    return kept;
}

static void put_lacking_table(
    struct buffer *out, const struct html_organisation *input, const struct difference *difference)
{
    const struct catalog *catalog = input->catalog;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_FIGURES, tr(catalog, "No."), 3);
    table_column(table, TABLE_WORDS, tr(catalog, "Question"), 0);
    table_column(table, TABLE_WORDS, tr(catalog, "What is lacking"), 0);
    for (unsigned i = 0; i < input->edition->model.questions; i++) {
        const struct difference_question *lacking = &difference->question[i];
        if (lacking->lacks.points == 0)
            continue;
        table_put(table, cell_number(input->edition->model.question[i].id));
        table_put(table, cell_text(input->edition->question[i].topic));
        table_put(table, cell_text(lacking_words(input, &report, lacking, i)));
    }
    report_html_table(out, &report, table, NULL, false);
    report_free(&report);
}

static void put_compared(
    struct buffer *out, const struct html_organisation *input, const struct html_catch_up *one)
{
    struct buffer said = {0};
    html_add(out, "<h3>%s</h3>\n", one->name);
    if (one->difference->questions == 0) {
        html_add(out, "<p>%s</p>\n", tr(input->catalog, "Nothing is lacking."));
        return;
    }
    text_difference_totals(&said, input->catalog, one->difference);
    html_add(out, "<p>%s</p>\n", buffer_string(&said));
    buffer_free(&said);
    put_lacking_table(out, input, one->difference);
}

void html_organisation_catch_up(struct buffer *out, const struct html_organisation *input)
{
    if (input->catch_ups == 0)
        return;
    html_section(out, "catch-up", "catch-up new-page",
        tr(input->catalog, "What others have that is lacking here"));
    for (unsigned i = 0; i < input->catch_ups; i++)
        put_compared(out, input, &input->catch_up[i]);
    buffer_text(out, "</section>\n");
}
