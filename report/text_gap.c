#include "report/text_gap.h"

#include "report/layout.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "scoring/question.h"

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct catalog *catalog;
    const struct edition *edition;
    const struct answer_set *answers;
    const struct score *score;
    const struct gap *gap;
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

static void heading(const struct view *view)
{
    const struct gap *gap = view->gap;
    const struct catalog *catalog = view->catalog;
    struct buffer text = {0};
    text_gap_summary(&text, catalog, gap);
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
}

static void open_options(const struct view *view, unsigned place)
{
    uint32_t open = option_list_open(&view->edition->model.question[place],
        &view->answers->answer[place], &view->score->question[place]);
    option_list_lines(view->out, view->edition, place, open, "[ ]");
}

static void step_to(const struct view *view, unsigned place, unsigned step)
{
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "to step %u: %s"), step,
        view->edition->question[place].option[step - 1]);
    layout_paragraph(view->out, "      ", buffer_string(&text));
    buffer_free(&text);
}

static void areas(const struct view *view, unsigned place)
{
    uint32_t about = question_areas(&view->edition->model, place);
    struct buffer text = {0};
    if (about == 0)
        return;
    buffer_printf(&text, "%s: ", tr(view->catalog, "Area"));
    question_areas_names(&text, view->edition, about);
    layout_paragraph(view->out, "    ", buffer_string(&text));
    buffer_free(&text);
}

static void step(const struct view *view, unsigned number)
{
    const struct gap_step *taken = &view->gap->step[number];
    const struct model_question *question = &view->edition->model.question[taken->question];
    unsigned before = gap_added_before(view->gap, number);
    unsigned have = view->score->question[taken->question].points + before;
    struct buffer text = {0};
    buffer_printf(&text, tr(view->catalog, "Question %u: %u more (%u now)"), (unsigned)question->id,
        (unsigned)taken->add, have);
    buffer_printf(&text, ". %s", view->edition->question[taken->question].topic);
    layout_paragraph(view->out, "  - ", buffer_string(&text));
    buffer_free(&text);
    if (before == 0)
        areas(view, taken->question);
    if (question_traits(question)->stacked)
        step_to(view, taken->question, have + taken->add);
    else if (before == 0)
        open_options(view, taken->question);
}

static void steps(const struct view *view, enum gap_why why, const char *title)
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
        step(view, i);
    }
}

static void unsure(const struct view *view)
{
    unsigned count = view->gap->resolve_unsure;
    struct buffer text = {0};
    if (count == 0)
        return;
    buffer_printf(&text,
        tr_count(view->catalog,
            "Besides, %u assessment that is unsure must become sure, of the level's questions.",
            "Besides, %u assessments that are unsure must become sure, of the level's questions.",
            count),
        count);
    buffer_text(view->out, "\n");
    layout_paragraph(view->out, "", buffer_string(&text));
    buffer_free(&text);
}

void text_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap)
{
    struct view view = {out, catalog, edition, answers, score, gap};
    if (gap->from >= gap->to) {
        buffer_printf(out, tr(catalog, "Level %u is reached."), gap->to);
        buffer_text(out, "\n");
        return;
    }
    heading(&view);
    steps(
        &view, GAP_MINIMUM, tr(catalog, "These questions need points of their own. Choose among:"));
    steps(&view, GAP_TOTAL,
        tr(catalog, "The total needs points too. Any question with room will do; the first are:"));
    unsure(&view);
}
