#include "cmd/ui/answering.h"

#include "base/system/paste.h"
#include "cmd/ui/answering_parts.h"
#include "cmd/ui/terminal.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- keys that mean the same everywhere ---- */

/* The word is typed as a line, with what one sees of it. */
static enum status ask_for_word(
    struct answering *answering, enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    uint32_t key;
    enum status status;
    terminal_write(answering->talk.typing.fd, "/ ");
    TRY_OUT(typing_line(&answering->talk.typing, &line, &key, err));
    *move = MOVE_AGAIN;
    if (key == KEY_ENTER)
        TRY_OUT(answering_search(answering, buffer_string(&line), move, err));
out:
    buffer_free(&line);
    return status;
}

/* Until a key is pressed. */
static enum status wait_for_key(
    struct answering *answering, enum answering_move *move, struct error *err)
{
    uint32_t key;
    talk_say(&answering->talk, text_of(answering->talk.app, "Press any key to go on."));
    *move = MOVE_AGAIN;
    return typing_key(&answering->talk.typing, &key, err);
}

enum status answering_command(struct answering *answering, uint32_t key, const char *words,
    bool *done, enum answering_move *move, struct error *err)
{
    *done = true;
    switch (key) {
    case '<':
    case KEY_LEFT:
    case KEY_UP:
        *move = MOVE_BACK;
        return STATUS_OK;
    case '/':
        return words == NULL ? ask_for_word(answering, move, err)
                             : answering_search(answering, words, move, err);
    case '?':
        answering_show_help(answering);
        return wait_for_key(answering, move, err);
    case '=':
        answering_show_left(answering);
        return wait_for_key(answering, move, err);
    case 'q':
    case 'Q':
    case KEY_END:
        *move = MOVE_QUIT;
        return STATUS_OK;
    default:
        *done = false;
        return STATUS_OK;
    }
}

/* ---- the conversation ---- */

/* Options are chosen by keys; a number or a day is typed. */
static enum status ask_question(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    if (question_traits(&answering->edition->model.question[place->question])->valued)
        return answering_ask_value(answering, place, move, err);
    return answering_ask_question(answering, place, move, err);
}

static enum status ask_place(
    struct answering *answering, enum answering_move *move, struct error *err)
{
    struct answering_place place = answering_place(answering, answering->place);
    switch (place.form) {
    case FORM_TEXT:
        return answering_ask_text(answering, &place, move, err);
    case FORM_CHOICE:
        return answering_ask_choice(answering, &place, move, err);
    case FORM_SEVERAL:
        return answering_ask_several(answering, &place, move, err);
    case FORM_COVERS:
        return answering_ask_covers(answering, &place, move, err);
    case FORM_QUESTION:
        return ask_question(answering, &place, move, err);
    case FORM_END:
        return answering_ask_end(answering, move, err);
    default:
        return answering_ask_line(answering, &place, move, err);
    }
}

static void move_on(struct answering *answering, enum answering_move move)
{
    bool passed = move == MOVE_NEXT && answering_is_blank(answering, answering->place);
    if (move == MOVE_NEXT && !passed)
        answering->place = answering_next(answering, answering->place);
    if (move == MOVE_BACK)
        answering->place = answering_previous(answering, answering->place);
    if (move == MOVE_ANSWERED || passed)
        answering->place = answering_next_blank(answering, answering->place);
}

static void greet(struct answering *answering)
{
    struct buffer text = {0};
    buffer_printf(&text, "%s\n", answering->edition->title);
    talk_show(&answering->talk, &text);
    talk_say(&answering->talk,
        text_of(answering->talk.app,
            "Each answer is written to the file when it is given. End whenever you like (q); the next time "
            "you go on where you left. ? helps."));
}

static enum status converse(struct answering *answering, struct error *err)
{
    enum answering_move move = MOVE_AGAIN;
    greet(answering);
    answering->place = answering_first(answering);
    answering_say_wrong(answering, answering->place);
    while (move != MOVE_QUIT) {
        TRY(ask_place(answering, &move, err));
        talk_line_end(&answering->talk);
        move_on(answering, move);
    }
    return STATUS_OK;
}

static void put_pasted_option(struct buffer *words, const char *option, const char *path)
{
    struct buffer pasted = {0};
    if (path != NULL)
        buffer_printf(words, " %s %s", option, paste_path(&pasted, path));
    buffer_free(&pasted);
}

/* The next command finds the edition where this one did. */
static void say_what_is_next(struct app *app, const char *path, bool whole)
{
    struct buffer pasted = {0};
    struct buffer words = {0};
    buffer_text(&words, paste_path(&pasted, path));
    put_pasted_option(&words, "-k", option_text(app->options, &OPTION_KIT_KEYS));
    put_pasted_option(&words, "--edition", option_text(app->options, &OPTION_EDITION));
    const char *word = buffer_string(&words);
    if (whole)
        hint(app,
            "All is filled in, in %s. See the result with `sigill score %s`; seal it with `sigill guide %s`.",
            path, word, word);
    else
        hint(app,
            "All that you answered is in %s. Go on with `sigill answer %s`, or see what is left with `sigill "
            "check %s`.",
            path, word, word);
    buffer_free(&words);
    buffer_free(&pasted);
}

enum status answering(struct app *app, const char *path, struct error *err)
{
    struct answering answering = {0};
    bool whole = false;
    enum status status;
    TRY(talk_begin(&answering.talk, app, err));
    TRY_OUT(answering_load(&answering, path, err));
    TRY_OUT(converse(&answering, err));
    whole = answering_count_blank(&answering) == 0 && answering.findings.errors == 0;
out:
    talk_end(&answering.talk);
    answering_unload(&answering);
    if (status == STATUS_OK && !app->guided)
        say_what_is_next(app, path, whole);
    return status;
}
