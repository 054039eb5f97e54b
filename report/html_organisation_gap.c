/* The way to the next level: every step, with what may be chosen. */
#include "report/html_organisation_parts.h"
#include "report/html_page.h"
#include "report/option_list.h"
#include "report/question_areas.h"
#include "report/support_words.h"
#include "report/text_gap.h"
#include "scoring/question.h"

/* ---- one step ---- */

static void put_options(struct buffer *out, const struct html_organisation *input, unsigned place)
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

static void put_step_areas(
    struct buffer *out, const struct html_organisation *input, unsigned place)
{
    struct buffer names = {0};
    question_areas_names(&names, input->edition, question_areas(&input->edition->model, place));
    if (names.length > 0)
        html_add(out, "<p class=\"soft small\">%s: %s</p>\n", tr(input->catalog, "Area"),
            buffer_string(&names));
    buffer_free(&names);
}

static void put_step_support(
    struct buffer *out, const struct html_organisation *input, unsigned place)
{
    struct buffer names = {0};
    support_words_for(&names, input->support, input->edition, input->score, place);
    if (names.length > 0)
        html_add(out, "<p class=\"soft small\">%s: %s</p>\n", tr(input->catalog, "Support"),
            buffer_string(&names));
    buffer_free(&names);
}

static void put_step_article(
    struct buffer *out, const struct html_organisation *input, unsigned number)
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
        put_options(out, input, taken->question);
    }
    put_step_areas(out, input, taken->question);
    put_step_support(out, input, taken->question);
    buffer_text(out, "</article>\n");
}

/* ---- all steps ---- */

static void put_step_articles(
    struct buffer *out, const struct html_organisation *input, enum gap_why why, const char *title)
{
    bool begun = false;
    for (unsigned i = 0; i < input->gap->steps; i++) {
        if (input->gap->step[i].why != why)
            continue;
        if (!begun)
            html_add(out, "<h3 class=\"part\">%s</h3>\n", title);
        begun = true;
        put_step_article(out, input, i);
    }
}

static void put_gap_summary(struct buffer *out, const struct html_organisation *input)
{
    const struct gap *gap = input->gap;
    const struct catalog *catalog = input->catalog;
    struct buffer text = {0};
    text_gap_summary(&text, catalog, gap);
    html_add(out, "<p>%s</p>\n", buffer_string(&text));
    buffer_free(&text);
    if (gap->resolve_unsure == 0)
        return;
    text_gap_unsure(&text, catalog, gap);
    html_add(out, "<p>%s</p>\n", buffer_string(&text));
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
    put_gap_summary(out, input);
    put_step_articles(
        out, input, GAP_MINIMUM, tr(input->catalog, "These questions need points of their own"));
    put_step_articles(out, input, GAP_TOTAL,
        tr(input->catalog, "The total needs points too: any question with room will do, and the "
                           "first are"));
    buffer_text(out, "</section>\n");
}
