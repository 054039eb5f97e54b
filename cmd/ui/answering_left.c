/* What is left to answer, and what stands at the end. */
#include "cmd/ui/answering_parts.h"
#include "report/layout.h"
#include "report/text_answered.h"
#include "report/text_findings.h"
#include "report/text_score.h"

/* What is needed and blank, but for the questions. */
static void put_blank_places(const struct answering *answering, struct buffer *out)
{
    for (size_t i = 0; i + 1 < answering_places(answering); i++) {
        struct answering_place place = answering_place(answering, i);
        if (place.needed && place.form != FORM_QUESTION && answering_is_blank(answering, i))
            layout_paragraph(out, "  - ", place.title);
    }
}

size_t answering_count_blank(const struct answering *answering)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < answering_places(answering); i++)
        count += answering_place(answering, i).needed && answering_is_blank(answering, i);
    return count;
}

/* Errors in what is answered; what is blank has a list of its own. */
static bool has_wrong_answers(const struct answering *answering)
{
    for (size_t i = 0; i < answering->findings.count; i++) {
        const struct finding *finding = &answering->findings.list[i];
        if (finding->severity == FINDING_ERROR && finding->question != 0)
            return true;
    }
    return false;
}

/* What is wrong comes last, next to where one types: a small screen shows the end. */
void answering_show_left(struct answering *answering)
{
    struct buffer text = {0};
    const struct catalog *catalog = answering->talk.app->catalog;
    buffer_text(&text, "\n");
    layout_say(&text, "", text_of(answering->talk.app, "%zu places are left to fill in."),
        answering_count_blank(answering));
    put_blank_places(answering, &text);
    text_answered_missing(&text, catalog, answering->edition, &answering->answers->set);
    buffer_text(&text, "\n");
    text_score_held_back(&text, catalog, answering->edition, &answering->score);
    if (has_wrong_answers(answering))
        text_findings_list(&text, answering->edition, &answering->findings, FINDING_ERROR);
    talk_show(&answering->talk, &text);
}

enum status answering_ask_end(
    struct answering *answering, enum answering_move *move, struct error *err)
{
    uint32_t key = KEY_OTHER;
    bool done = false;
    size_t first = answering_first(answering);
    bool left = answering_count_blank(answering) > 0;
    talk_heading(
        &answering->talk, left ? text_of(answering->talk.app, "The end; some places are left")
                               : text_of(answering->talk.app, "All is filled in"));
    answering_show_left(answering);
    answering_show_keys(answering, left ? ANSWERING_KEY_LEFT : ANSWERING_KEY_DONE, 'q');
    while (!done) {
        TRY(typing_key(&answering->talk.typing, &key, err));
        if (key == KEY_ENTER && left)
            answering->place = first;
        *move = key == KEY_AGAIN ? MOVE_AGAIN : left ? MOVE_THERE : MOVE_QUIT;
        done = key == KEY_ENTER || key == KEY_AGAIN;
        if (!done)
            TRY(answering_command(answering, key, NULL, &done, move, err));
    }
    return STATUS_OK;
}
