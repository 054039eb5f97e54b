#include "report/compare_editions.h"

#include "report/layout.h"
#include "report/option_list.h"
#include "report/report_text.h"
#include "scoring/question.h"

/* ---- figures ---- */

static void put_own_figures(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct score *score, const char *label)
{
    layout_say(out, label, tr(catalog, "%s: level %u, %u of %u points"), edition->title,
        score->level, score->points, edition->points);
}

static void put_sum(
    struct buffer *out, const struct catalog *catalog, const struct compare_editions *compared)
{
    struct compare_sum sum = compare_editions_sum(compared);
    const struct succession *succession = compared->succession;
    layout_say(out, "",
        tr(catalog,
            "On what is comparable: %u points before, %u now, of %u. That is %u questions that "
            "are the same, and of %u that have changed the answers that go on; %u are new and %u "
            "are gone. Levels and points of the two editions are not comparable as a whole."),
        sum.before, sum.after, sum.of, succession_count(succession, SUCCESSION_SAME),
        succession_count(succession, SUCCESSION_CHANGED),
        succession_count(succession, SUCCESSION_NEW), succession_gone(succession));
}

/* ---- areas ---- */

static void put_compared_areas(
    struct buffer *out, const struct catalog *catalog, const struct compare_editions *compared)
{
    const struct succession *succession = compared->succession;
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, NULL);
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 40);
    table_column(table, TABLE_FIGURES, tr(catalog, "before"), 10);
    table_column(table, TABLE_FIGURES, tr(catalog, "after"), 10);
    table_column(table, TABLE_WORDS, NULL, 14);
    for (unsigned i = 0; i < succession->to->model.areas; i++) {
        const struct succession_area *area = &succession->area[i];
        bool any = area->kind != SUCCESSION_NEW;
        table_put(table, cell_text(succession->to->area[i].name));
        table_put(table, any ? cell_part(CELL_OF, compared->from.score->area[area->from].points,
                                   succession->from->area_points[area->from])
                             : cell_none());
        table_put(table,
            cell_part(CELL_OF, compared->to.score->area[i].points, succession->to->area_points[i]));
        table_put(table, cell_text(area->kind == SUCCESSION_SAME      ? ""
                                   : area->kind == SUCCESSION_CHANGED ? tr(catalog, "has changed")
                                                                      : tr(catalog, "is new")));
    }
    report_text(out, &report);
    report_free(&report);
}

static void put_gone_areas(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    struct buffer names = {0};
    for (unsigned i = 0; i < succession->from->model.areas; i++) {
        if (succession->gone_area[i])
            buffer_comma(&names, succession->from->area[i].name);
    }
    if (names.length > 0)
        layout_paragraph(out, tr(catalog, "Areas that are gone: "), buffer_string(&names));
    buffer_free(&names);
}

/* ---- questions ---- */

static void put_compared_question(struct buffer *out, const struct catalog *catalog,
    const struct compare_editions *compared, unsigned place, const struct compare_common *common)
{
    const struct succession *succession = compared->succession;
    const struct edition *to = succession->to;
    layout_say(out, "  - ", tr(catalog, "Question %u (%u before): %u -> %u points, of %u. %s"),
        (unsigned)to->model.question[place].id,
        (unsigned)succession->from->model.question[succession->question[place].from].id,
        question_count(common->before), question_count(common->after), question_count(common->of),
        to->question[place].topic);
    if (question_traits(&to->model.question[place])->stacked)
        return;
    option_list_lines(out, to, place, common->after & ~common->before, "+");
    option_list_lines(out, to, place, common->before & ~common->after, "-");
}

static void put_compared_questions(
    struct buffer *out, const struct catalog *catalog, const struct compare_editions *compared)
{
    bool any = false;
    for (unsigned i = 0; i < compared->succession->to->model.questions; i++) {
        struct compare_common common = compare_editions_common(compared, i);
        if (common.before == common.after)
            continue;
        if (!any)
            layout_paragraph(out, "", tr(catalog, "Questions that changed:"));
        any = true;
        put_compared_question(out, catalog, compared, i, &common);
    }
    if (!any)
        layout_paragraph(out, "", tr(catalog, "No answer changed in what is comparable."));
}

static void put_new_questions(
    struct buffer *out, const struct catalog *catalog, const struct succession *succession)
{
    for (unsigned i = 0; i < succession->to->model.questions; i++) {
        if (succession->question[i].kind == SUCCESSION_NEW)
            layout_say(out, "  - ", tr(catalog, "Question %u is new. %s"),
                (unsigned)succession->to->model.question[i].id, succession->to->question[i].topic);
    }
}

void text_compare_editions(
    struct buffer *out, const struct catalog *catalog, const struct compare_editions *compared)
{
    const struct succession *succession = compared->succession;
    put_own_figures(out, catalog, succession->from, compared->from.score, tr(catalog, "Before: "));
    put_own_figures(out, catalog, succession->to, compared->to.score, tr(catalog, "After:  "));
    buffer_text(out, "\n");
    put_sum(out, catalog, compared);
    buffer_text(out, "\n");
    put_compared_areas(out, catalog, compared);
    put_gone_areas(out, catalog, succession);
    buffer_text(out, "\n");
    put_compared_questions(out, catalog, compared);
    put_new_questions(out, catalog, succession);
}
