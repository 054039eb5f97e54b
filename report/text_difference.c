#include "report/text_difference.h"

#include "base/text.h"
#include "report/layout.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "scoring/question.h"

#include <stdio.h>

enum { COUNT_COLUMNS = 9 };

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
    const struct difference *difference;
};

static void heading(const struct view *view, const char *target)
{
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "Compared with: %s"), target);
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
}

static void totals(const struct view *view)
{
    const struct difference *difference = view->difference;
    const struct catalog *catalog = view->catalog;
    struct buffer text = {0};
    buffer_printf(&text, "%s: ", tr(catalog, "Lacking"));
    buffer_printf(&text, tr_count(catalog, "%u measure", "%u measures", difference->lacks.measures),
        difference->lacks.measures);
    buffer_text(&text, ", ");
    buffer_printf(&text, tr_count(catalog, "%u point", "%u points", difference->lacks.points),
        difference->lacks.points);
    buffer_text(&text, ", ");
    buffer_printf(&text,
        tr_count(catalog, "in %u question.", "in %u questions.", difference->questions),
        difference->questions);
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
}

static void title(const struct view *view, unsigned place)
{
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "Question %u. %s"),
        (unsigned)view->edition->model.question[place].id, view->edition->question[place].topic);
    layout_paragraph(view->out, "  - ", buffer_string(&text));
    buffer_free(&text);
}

static void areas(const struct view *view, unsigned place)
{
    uint32_t options = view->difference->question[place].options;
    uint32_t gaining = question_areas_of_options(&view->edition->model, place, options);
    struct buffer text = {0};
    if (gaining == 0)
        return;
    buffer_printf(&text, "%s: ", tr(view->catalog, "Area"));
    question_areas_names(&text, view->edition, gaining);
    layout_paragraph(view->out, "    ", buffer_string(&text));
    buffer_free(&text);
}

static void step_to(const struct view *view, unsigned place)
{
    const struct difference_question *lacking = &view->difference->question[place];
    unsigned to = lacking->has + lacking->lacks.points;
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "from step %u to step %u: %s"), lacking->has, to,
        view->edition->question[place].option[to - 1]);
    layout_paragraph(view->out, "      ", buffer_string(&text));
    buffer_free(&text);
}

static void area_table(const struct view *view)
{
    const char *points = tr(view->catalog, "points");
    const char *measures = tr(view->catalog, "measures");
    size_t names = LAYOUT_WIDTH - 2 * COUNT_COLUMNS;
    buffer_text(view->out, "\n");
    layout_cell(view->out, tr(view->catalog, "Lacking by area"), names);
    layout_right(view->out, measures, COUNT_COLUMNS);
    layout_right(view->out, points, COUNT_COLUMNS);
    buffer_text(view->out, "\n");
    for (unsigned i = 0; i < view->edition->model.areas; i++) {
        const struct difference_count *lacks = &view->difference->area[i];
        char number[16];
        if (lacks->points == 0)
            continue;
        layout_cell(view->out, view->edition->area[i].name, names);
        (void)snprintf(number, sizeof number, "%u", lacks->measures);
        layout_right(view->out, number, COUNT_COLUMNS);
        (void)snprintf(number, sizeof number, "%u", lacks->points);
        layout_right(view->out, number, COUNT_COLUMNS);
        buffer_text(view->out, "\n");
    }
}

void text_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target)
{
    struct view view = {out, catalog, edition, difference};
    heading(&view, target);
    if (difference->questions == 0) {
        layout_paragraph(out, "", tr(catalog, "Nothing is lacking."));
        return;
    }
    totals(&view);
    buffer_text(out, "\n");
    for (unsigned i = 0; i < edition->model.questions; i++) {
        if (difference->question[i].lacks.points == 0)
            continue;
        title(&view, i);
        areas(&view, i);
        if (question_traits(&edition->model.question[i])->stacked)
            step_to(&view, i);
        else
            option_list_lines(out, edition, i, difference->question[i].options, "[ ]");
    }
    area_table(&view);
}
