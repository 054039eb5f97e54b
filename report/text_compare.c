#include "report/text_compare.h"

#include "report/layout.h"
#include "report/option_list.h"

#include <stdio.h>

enum { LABEL_WIDTH = 53, NUMBER_WIDTH = 8 };

const char *text_compare_status(const struct catalog *catalog, enum answer_status status)
{
    switch (status) {
    case ANSWER_UNANSWERED:
        return tr(catalog, "not answered");
    case ANSWER_YES:
        return tr(catalog, "yes");
    case ANSWER_NO:
        return tr(catalog, "no");
    case ANSWER_CONTRADICTORY:
        return tr(catalog, "contradictory");
    case ANSWER_EMPTY:
        return tr(catalog, "yes to nothing");
    case ANSWER_NO_ASSESSMENT:
        return tr(catalog, "no assessment");
    case ANSWER_UNKNOWN_OPTION:
        return tr(catalog, "unknown option");
    }
    return "";
}

/* ---- figures before and after ---- */

static void row(struct buffer *out, const char *label, unsigned before, unsigned after)
{
    char text[32];
    layout_cell(out, label, LABEL_WIDTH);
    (void)snprintf(text, sizeof text, "%u", before);
    layout_right(out, text, NUMBER_WIDTH);
    (void)snprintf(text, sizeof text, "%u", after);
    layout_right(out, text, NUMBER_WIDTH);
    (void)snprintf(text, sizeof text, "%+ld", (long)after - (long)before);
    layout_right(out, before == after ? "=" : text, NUMBER_WIDTH);
    buffer_text(out, "\n");
}

static void head(struct buffer *out, const struct catalog *catalog, const char *label)
{
    layout_cell(out, label, LABEL_WIDTH);
    layout_right(out, tr(catalog, "before"), NUMBER_WIDTH);
    layout_right(out, tr(catalog, "after"), NUMBER_WIDTH);
    layout_right(out, tr(catalog, "change"), NUMBER_WIDTH);
    buffer_text(out, "\n");
}

static void totals(struct buffer *out, const struct catalog *catalog, const struct score *before,
    const struct score *after)
{
    head(out, catalog, "");
    row(out, tr(catalog, "Level"), before->level, after->level);
    row(out, tr(catalog, "Points"), before->points, after->points);
    row(out, tr(catalog, "Measures"), before->measures, after->measures);
    row(out, tr(catalog, "Unsure answers"), before->unsure, after->unsure);
}

static void areas(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct score *before, const struct score *after)
{
    buffer_text(out, "\n");
    head(out, catalog, tr(catalog, "Points by area"));
    for (unsigned i = 0; i < edition->model.areas; i++)
        row(out, edition->area[i].name, before->area[i].points, after->area[i].points);
    buffer_text(out, "\n");
    head(out, catalog, tr(catalog, "Level by area (indicative)"));
    for (unsigned i = 0; i < edition->model.areas; i++)
        row(out, edition->area[i].name, before->area[i].level, after->area[i].level);
}

/* ---- questions ---- */

static void assessment_change(struct buffer *text, const struct catalog *catalog,
    const struct points *before, const struct points *after)
{
    if (before->assessment == after->assessment)
        return;
    if (after->assessment == ASSESSMENT_SURE)
        buffer_printf(text, "; %s", tr(catalog, "now sure"));
    if (after->assessment == ASSESSMENT_UNSURE)
        buffer_printf(text, "; %s", tr(catalog, "now unsure"));
}

static void question(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct compare_side *from, const struct compare_side *to,
    unsigned place)
{
    const struct points *before = &from->score->question[place];
    const struct points *after = &to->score->question[place];
    struct compare_ticks changed = compare_ticks_of(from, to, place);
    struct buffer text = {0};
    buffer_printf(&text, tr(catalog, "Question %u: %u -> %u points"),
        (unsigned)edition->model.question[place].id, (unsigned)before->points,
        (unsigned)after->points);
    if (before->status != after->status)
        buffer_printf(&text, "; %s -> %s",
            text_compare_status(catalog, (enum answer_status)before->status),
            text_compare_status(catalog, (enum answer_status)after->status));
    assessment_change(&text, catalog, before, after);
    buffer_printf(&text, ". %s", edition->question[place].topic);
    layout_paragraph(out, "  - ", buffer_string(&text));
    option_list_lines(out, edition, place, changed.added, "+");
    option_list_lines(out, edition, place, changed.removed, "-");
    buffer_free(&text);
}

static void questions(struct buffer *out, const struct catalog *catalog,
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
        question(out, catalog, edition, from, to, i);
    }
    if (!any)
        layout_paragraph(out, "", tr(catalog, "No question changed."));
}

void text_compare(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct compare_side *from, const struct compare_side *to)
{
    totals(out, catalog, from->score, to->score);
    areas(out, catalog, edition, from->score, to->score);
    questions(out, catalog, edition, from, to);
}
