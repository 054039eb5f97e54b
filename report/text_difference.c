#include "report/text_difference.h"

#include "report/layout.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "report/report_text.h"
#include "report/text_support.h"
#include "scoring/question.h"

void text_difference_totals(
    struct buffer *out, const struct catalog *catalog, const struct difference *difference)
{
    buffer_printf(out, "%s: ", tr(catalog, "Lacking"));
    buffer_printf(out, tr_count(catalog, "%u measure", "%u measures", difference->lacks.measures),
        difference->lacks.measures);
    buffer_text(out, ", ");
    buffer_printf(out, tr_count(catalog, "%u point", "%u points", difference->lacks.points),
        difference->lacks.points);
    buffer_text(out, ", ");
    buffer_printf(out,
        tr_count(catalog, "in %u question.", "in %u questions.", difference->questions),
        difference->questions);
}

static void put_lacking_totals(
    struct buffer *out, const struct catalog *catalog, const struct difference *difference)
{
    struct buffer text = {0};
    text_difference_totals(&text, catalog, difference);
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}

static void put_lacking_question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference,
    const struct support *support, const struct score *score, unsigned place)
{
    const struct difference_question *lacking = &difference->question[place];
    const struct model_question *question = &edition->model.question[place];
    unsigned to = lacking->has + lacking->lacks.points;
    layout_say(out, "  - ", tr(catalog, "Question %u. %s"), (unsigned)question->id,
        edition->question[place].topic);
    question_areas_line(
        out, catalog, edition, question_areas_of_options(&edition->model, place, lacking->options));
    text_support_line(out, catalog, edition, support, score, place);
    if (question_traits(question)->stacked)
        layout_say(out, "      ", tr(catalog, "from step %u to step %u: %s"), lacking->has, to,
            edition->question[place].option[to - 1]);
    else
        option_list_lines(out, edition, place, lacking->options, "[ ]");
}

static void put_lacking_areas(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference)
{
    struct report report = {.catalog = catalog};
    struct table *table = report_table(&report, tr(catalog, "Lacking by area"));
    table_column(table, TABLE_WORDS, tr(catalog, "Area"), 62);
    table_column(table, TABLE_FIGURES, tr(catalog, "measures"), 8);
    table_column(table, TABLE_FIGURES, tr(catalog, "points"), 8);
    for (unsigned i = 0; i < edition->model.areas; i++) {
        const struct difference_count *lacks = &difference->area[i];
        if (lacks->points == 0)
            continue;
        table_put(table, cell_text(edition->area[i].name));
        table_put(table, cell_number(lacks->measures));
        table_put(table, cell_number(lacks->points));
    }
    report_text_table(out, &report, table);
    report_free(&report);
}

void text_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target,
    const struct support *support, const struct score *score)
{
    layout_say(out, "", tr(catalog, "Compared with: %s"), target);
    if (difference->questions == 0) {
        layout_paragraph(out, "", tr(catalog, "Nothing is lacking."));
        return;
    }
    put_lacking_totals(out, catalog, difference);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (difference->question[i].lacks.points > 0)
            put_lacking_question(out, catalog, edition, difference, support, score, i);
    }
    buffer_text(out, "\n");
    put_lacking_areas(out, catalog, edition, difference);
}
