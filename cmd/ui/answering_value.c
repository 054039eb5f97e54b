/* One of the edition's questions that a number or a day answers: a line is typed. */
#include "cmd/ui/answering_parts.h"
#include "format/question_form.h"
#include "report/layout.h"
#include "report/question_hint.h"

#include <string.h>

static void say_what_fits(struct answering *answering, unsigned question)
{
    struct buffer text = {0};
    struct buffer hint = {0};
    question_hint(&hint, answering->talk.app->catalog, answering->edition, question);
    layout_say(&text, "", "%s %s", text_of(answering->talk.app, "That does not fit here."),
        buffer_string(&hint));
    buffer_free(&hint);
    talk_show(&answering->talk, &text);
}

static enum status give_value(struct answering *answering, const struct answering_place *place,
    const char *typed, enum answering_move *move, struct error *err)
{
    struct answer answer = {.yes = true};
    *move = MOVE_AGAIN;
    if (!question_form_typed_value(
            &answering->edition->model.question[place->question], typed, &answer.value)) {
        say_what_fits(answering, place->question);
        return STATUS_OK;
    }
    return answering_give(answering, place->question, &answer, move, err);
}

/* A line that is not empty: *move is set. */
static enum status take_typed_value(struct answering *answering,
    const struct answering_place *place, const char *typed, enum answering_move *move,
    struct error *err)
{
    const struct answer none = {0};
    bool done = false;
    if (strcmp(typed, "-") == 0)
        return answering_give(answering, place->question, &none, move, err);
    if (strcmp(typed, "#") == 0)
        return answering_write_note(answering, place, move, err);
    TRY(answering_take_sign(answering, typed, &done, move, err));
    if (done)
        return STATUS_OK;
    if (answering_is_asked(answering, place))
        return give_value(answering, place, typed, move, err);
    answering_say_not_asked(answering, place);
    *move = MOVE_AGAIN;
    return STATUS_OK;
}

enum status answering_ask_value(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    uint32_t key;
    bool stay;
    enum status status;
    answering_show_question(answering, place);
    do {
        line.length = 0;
        TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
        stay = key == KEY_ENTER && !answering_means_to_pass(answering, line.length == 0);
    } while (stay);
    *move = key == KEY_END ? MOVE_QUIT : key == KEY_AGAIN ? MOVE_AGAIN : MOVE_NEXT;
    if (key == KEY_ENTER && line.length > 0)
        TRY_OUT(take_typed_value(answering, place, buffer_string(&line), move, err));
out:
    buffer_free(&line);
    return status;
}
