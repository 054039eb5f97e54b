/* The way to the next level: every step, with what may be chosen. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/option_list.h"
#include "report/text_gap.h"
#include "scoring/question.h"

/* ---- one step ---- */

static void options(struct buffer *out, const struct html_organisation *input, unsigned place)
{
    const struct model_question *question = &input->edition->model.question[place];
    uint32_t open = option_list_open(
        question, &input->answers->set.answer[place], &input->score->question[place]);
    html_add(out, "<p class=\"soft small\">%s</p>\n<ul class=\"choices\">\n",
        tr(input->catalog, "Choose among:"));
    for (unsigned i = 0; i < question->options; i++) {
        if ((open >> i & 1U) != 0)
            html_add(out, "<li>%s</li>\n", input->edition->question[place].option[i]);
    }
    buffer_text(out, "</ul>\n");
}

static void areas(struct buffer *out, const struct html_organisation *input, unsigned place)
{
    const struct model *model = &input->edition->model;
    bool begun = false;
    for (unsigned i = 0; i < model->areas; i++) {
        if (model->area[i].options[place] == 0)
            continue;
        if (!begun)
            html_add(out, "<p class=\"soft small\">%s ", tr(input->catalog, "Areas:"));
        html_add(out, "%s%s", begun ? "; " : "", input->edition->area[i].name);
        begun = true;
    }
    if (begun)
        buffer_text(out, "</p>\n");
}

static void step(struct buffer *out, const struct html_organisation *input, unsigned number)
{
    const struct gap_step *taken = &input->gap->step[number];
    const struct model_question *question = &input->edition->model.question[taken->question];
    const struct edition_question *words = &input->edition->question[taken->question];
    unsigned before = gap_added_before(input->gap, number);
    unsigned have = input->score->question[taken->question].points + before;
    html_add(out, "<article class=\"step\">\n<h4>%u. %s</h4>\n<p class=\"need\">",
        (unsigned)question->id, words->topic);
    html_say(out,
        tr_count(
            input->catalog, "%u point more (it has %u)", "%u points more (it has %u)", taken->add),
        (unsigned)taken->add, have);
    html_add(out, "</p>\n<p>%s</p>\n", words->text);
    if (question_traits(question)->stacked) {
        buffer_text(out, "<ul class=\"choices\"><li>");
        html_say(out, tr(input->catalog, "Step %u of the scale: %s"), have + taken->add,
            words->option[have + taken->add - 1]);
        buffer_text(out, "</li></ul>\n");
    } else if (before == 0) {
        options(out, input, taken->question);
    }
    areas(out, input, taken->question);
    buffer_text(out, "</article>\n");
}

/* ---- all steps ---- */

static void steps(
    struct buffer *out, const struct html_organisation *input, enum gap_why why, const char *title)
{
    bool begun = false;
    for (unsigned i = 0; i < input->gap->steps; i++) {
        if (input->gap->step[i].why != why)
            continue;
        if (!begun)
            html_add(out, "<h3 class=\"part\">%s</h3>\n", title);
        begun = true;
        step(out, input, i);
    }
}

static void summary(struct buffer *out, const struct html_organisation *input)
{
    const struct gap *gap = input->gap;
    const struct catalog *catalog = input->catalog;
    struct buffer text = {0};
    text_gap_summary(&text, catalog, gap);
    html_add(out, "<p>%s</p>\n", buffer_string(&text));
    if (gap->resolve_unsure > 0) {
        buffer_text(out, "<p>");
        html_say(out,
            tr_count(catalog,
                "Besides, %u assessment that is unsure must become sure, of the level's questions.",
                "Besides, %u assessments that are unsure must become sure, of the level's questions.",
                gap->resolve_unsure),
            gap->resolve_unsure);
        buffer_text(out, "</p>\n");
    }
    buffer_free(&text);
}

void html_organisation_gap(struct buffer *out, const struct html_organisation *input)
{
    struct buffer title = {0};
    if (input->gap == NULL)
        return;
    buffer_printf(&title, tr(input->catalog, "The way to level %u"), input->gap->to);
    html_section(out, "gap", "gap new-page", buffer_string(&title));
    buffer_free(&title);
    summary(out, input);
    steps(out, input, GAP_MINIMUM, tr(input->catalog, "These questions need points of their own"));
    steps(out, input, GAP_TOTAL,
        tr(input->catalog, "The total needs points too: any question with room will do, and the "
                           "first are"));
    buffer_text(out, "</section>\n");
}
