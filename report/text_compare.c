#include "report/text_compare.h"

#include "report/answer_text.h"
#include "report/layout.h"
#include "report/option_list.h"
#include "report/remarks.h"
#include "report/report_text.h"
#include "report/state_words.h"
#include "scoring/question.h"

/* ---- figures before and after ---- */

static struct table *add_change_table(struct report *report, const char *title, const char *heading)
{
    const struct catalog *catalog = report->catalog;
    struct table *table = report_table(report, title);
    table_column(table, TABLE_WORDS, heading, 53);
    table_column(table, TABLE_FIGURES, tr(catalog, "before"), 7);
    table_column(table, TABLE_FIGURES, tr(catalog, "after"), 7);
    table_column(table, TABLE_FIGURES, tr(catalog, "change"), 7);
    return table;
}

static void put_change(
    struct report *report, struct table *table, const char *label, unsigned before, unsigned after)
{
    long change = (long)after - (long)before;
    table_put(table, cell_text(label));
    table_put(table, cell_number(before));
    table_put(table, cell_number(after));
    table_put(table, cell_text(before == after ? "=" : report_keep(report, "%+ld", change)));
}

static void put_before_and_after(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *before, const struct score *after)
{
    struct report report = {.catalog = catalog};
    const char *area = tr(catalog, "Area");
    struct table *table = add_change_table(&report, NULL, NULL);
    put_change(&report, table, tr(catalog, "Level"), before->level, after->level);
    put_change(&report, table, tr(catalog, "Points"), before->points, after->points);
    put_change(&report, table, tr(catalog, "Measures"), before->measures, after->measures);
    put_change(&report, table, tr(catalog, "Unsure answers"), before->unsure, after->unsure);
    table = add_change_table(&report, tr(catalog, "Points by area"), area);
    for (unsigned i = 0; i < edition->model.areas; i++)
        put_change(
            &report, table, edition->area[i].name, before->area[i].points, after->area[i].points);
    table = add_change_table(&report, tr(catalog, "Level by area (indicative)"), area);
    for (unsigned i = 0; i < edition->model.areas; i++)
        put_change(
            &report, table, edition->area[i].name, before->area[i].level, after->area[i].level);
    report_text(out, &report);
    report_free(&report);
}

/* ---- questions ---- */

static void put_assessment(struct buffer *text, const struct catalog *catalog,
    const struct points *before, const struct points *after)
{
    if (before->assessment == after->assessment)
        return;
    if (after->assessment == ASSESSMENT_SURE)
        buffer_printf(text, "; %s", tr(catalog, "now sure"));
    if (after->assessment == ASSESSMENT_UNSURE)
        buffer_printf(text, "; %s", tr(catalog, "now unsure"));
}

/* What was answered before and after to a question without points; of several choices the options
 * that came and went stand below. */
static void put_changed_answer(struct buffer *text, const struct catalog *catalog,
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to,
    unsigned place)
{
    const struct model_question *question = &edition->model.question[place];
    const struct compare_side *side[] = {from, to};
    bool whole = question_traits(question)->single || question_traits(question)->valued;
    buffer_printf(text, tr(catalog, "Question %u: "), (unsigned)question->id);
    for (unsigned i = 0; i < 2; i++) {
        enum answer_status status = (enum answer_status)side[i]->score->question[place].status;
        buffer_text(text, i == 0 ? "" : " -> ");
        if (whole && status == ANSWER_YES)
            answer_text(text, catalog, edition, place, &side[i]->answers->answer[place]);
        else
            buffer_text(text, state_words(catalog, status));
    }
}

static void put_changed_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to,
    unsigned place)
{
    const struct points *before = &from->score->question[place];
    const struct points *after = &to->score->question[place];
    struct compare_ticks changed = compare_ticks_of(from, to, place);
    struct buffer text = {0};
    bool scored = question_is_scored(&edition->model.question[place]);
    if (scored)
        buffer_printf(&text, tr(catalog, "Question %u: %u -> %u points"),
            (unsigned)edition->model.question[place].id, (unsigned)before->points,
            (unsigned)after->points);
    else
        put_changed_answer(&text, catalog, edition, from, to, place);
    if (scored && before->status != after->status)
        buffer_printf(&text, "; %s -> %s", state_words(catalog, (enum answer_status)before->status),
            state_words(catalog, (enum answer_status)after->status));
    put_assessment(&text, catalog, before, after);
    buffer_printf(&text, ". %s", edition->question[place].topic);
    layout_paragraph(out, "  - ", buffer_string(&text));
    option_list_lines(out, edition, place, changed.added, "+");
    option_list_lines(out, edition, place, changed.removed, "-");
    buffer_free(&text);
}

static void put_changed_questions(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to)
{
    bool any = false;
    buffer_text(out, "\n");
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (!compare_differs(from, to, i))
            continue;
        if (!any)
            layout_paragraph(out, "", tr(catalog, "Questions that changed:"));
        any = true;
        put_changed_question(out, catalog, edition, from, to, i);
    }
    if (!any)
        layout_paragraph(out, "", tr(catalog, "No question changed."));
}

void text_compare(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct compare_side *from, const struct compare_side *to)
{
    if (edition_has_points(edition))
        put_before_and_after(out, catalog, edition, from->score, to->score);
    else
        layout_paragraph(out, "", remark_no_points(catalog));
    put_changed_questions(out, catalog, edition, from, to);
}
