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

static void put_wrong(
    const struct answering *answering, struct buffer *out, const struct finding *finding)
{
    struct finding one = *finding;
    struct findings alone = {.list = &one, .count = 1};
    text_findings_list(out, answering->edition, &alone, finding->severity);
}

/* What is blank has a list of its own; one error may be about two places. */
static void put_wrong_places(const struct answering *answering, struct buffer *out)
{
    const struct finding *before = NULL;
    for (size_t i = 0; i + 1 < answering_places(answering); i++) {
        const struct finding *finding = answering_wrong_at(answering, i);
        if (finding != NULL && finding != before)
            put_wrong(answering, out, finding);
        before = finding;
    }
    for (size_t i = 0; i < answering->days.count; i++)
        put_wrong(answering, out, &answering->days.list[i]);
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
    if (edition_has_points(answering->edition))
        text_score_held_back(&text, catalog, answering->edition, &answering->score);
    put_wrong_places(answering, &text);
    talk_show(&answering->talk, &text);
}

static const char *heading_of_end(const struct answering *answering, bool wrong, bool left)
{
    if (wrong)
        return text_of(answering->talk.app, "The end; something is to be corrected");
    return left ? text_of(answering->talk.app, "The end; some places are left")
                : text_of(answering->talk.app, "All is filled in");
}

enum status answering_ask_end(
    struct answering *answering, enum answering_move *move, struct error *err)
{
    uint32_t key = KEY_OTHER;
    bool done = false;
    size_t first = answering_first(answering);
    bool wrong = answering_first_wrong(answering) + 1 < answering_places(answering);
    bool left = wrong || answering_count_blank(answering) > 0;
    talk_heading(&answering->talk, heading_of_end(answering, wrong, left));
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
