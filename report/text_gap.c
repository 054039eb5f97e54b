#include "report/text_gap.h"

#include "report/layout.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "report/text_support.h"
#include "scoring/question.h"

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
    const struct answer_set *answers;
    const struct score *score;
    const struct gap *gap;
    const struct support *support;
};

void text_gap_summary(struct buffer *out, const struct catalog *catalog, const struct gap *gap)
{
    buffer_printf(out, tr(catalog, "From level %u to level %u:"), gap->from, gap->to);
    buffer_text(out, " ");
    buffer_printf(out, tr_count(catalog, "%u step", "%u steps", gap->count), gap->count);
    buffer_text(out, ", ");
    buffer_printf(
        out, tr_count(catalog, "%u new measure", "%u new measures", gap->measures), gap->measures);
    buffer_text(out, ". ");
    buffer_text(out, tr(catalog, "A step is one more ticked option, or one more step of a scale; "
                                 "each gives one point."));
}

static void put_open_options(const struct view *view, unsigned place)
{
    uint32_t open = option_list_open(&view->edition->model.question[place],
        &view->answers->answer[place], &view->score->question[place]);
    option_list_lines(view->out, view->edition, place, open, "[ ]");
}

static void put_step_lines(const struct view *view, unsigned number)
{
    const struct gap_step *taken = &view->gap->step[number];
    const struct model_question *question = &view->edition->model.question[taken->question];
    unsigned before = gap_added_before(view->gap, number);
    unsigned have = view->score->question[taken->question].points + before;
    unsigned to = have + taken->add;
    layout_say(view->out, "  - ", tr(view->catalog, "Question %u: %u more (%u now). %s"),
        (unsigned)question->id, (unsigned)taken->add, have,
        view->edition->question[taken->question].topic);
    if (before == 0)
        question_areas_line(view->out, view->catalog, view->edition,
            question_areas(&view->edition->model, taken->question));
    if (before == 0)
        text_support_line(
            view->out, view->catalog, view->edition, view->support, view->score, taken->question);
    if (question_traits(question)->stacked)
        layout_say(view->out, "      ", tr(view->catalog, "to step %u: %s"), to,
            view->edition->question[taken->question].option[to - 1]);
    else if (before == 0)
        put_open_options(view, taken->question);
}

static void put_step_list(const struct view *view, enum gap_why why, const char *title)
{
    bool begun = false;
    for (unsigned i = 0; i < view->gap->steps; i++) {
        if (view->gap->step[i].why != why)
            continue;
        if (!begun) {
            buffer_text(view->out, "\n");
            layout_paragraph(view->out, "", title);
        }
        begun = true;
        put_step_lines(view, i);
    }
}

void text_gap_unsure(struct buffer *out, const struct catalog *catalog, const struct gap *gap)
{
    buffer_printf(out,
        tr_count(catalog,
            "Besides, %u assessment that is unsure must become sure, of the level's questions.",
            "Besides, %u assessments that are unsure must become sure, of the level's questions.",
            gap->resolve_unsure),
        gap->resolve_unsure);
}

void text_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap,
    const struct support *support)
{
    struct view view = {out, catalog, edition, answers, score, gap, support};
    if (gap->from >= gap->to) {
        layout_say(out, "", tr(catalog, "Level %u is reached."), gap->to);
        return;
    }
    struct buffer text = {0};
    text_gap_summary(&text, catalog, gap);
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
    put_step_list(
        &view, GAP_MINIMUM, tr(catalog, "These questions need points of their own. Choose among:"));
    put_step_list(&view, GAP_TOTAL,
        tr(catalog, "The total needs points too. Any question with room will do; the first are:"));
    if (gap->resolve_unsure == 0)
        return;
    text_gap_unsure(&text, catalog, gap);
    buffer_text(out, "\n");
    layout_paragraph(out, "", buffer_string(&text));
    buffer_free(&text);
}
