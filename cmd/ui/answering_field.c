/* Places where a text is typed. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/ui/answering_parts.h"
#include "format/name.h"
#include "format/organisation_number.h"
#include "format/typed_day.h"
#include "report/layout.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void show_field(struct answering *answering, const struct answering_place *place)
{
    struct buffer text = {0};
    const char *present = draft_text(answering->draft, place->where);
    talk_heading(&answering->talk, place->title);
    layout_paragraph(&text, "", place->text);
    if (*present != '\0')
        layout_say(&text, "", "%s: %s", text_of(answering->talk.app, "Now"), present);
    talk_show(&answering->talk, &text);
}

enum status answering_take_sign(struct answering *answering, const char *line, bool *done,
    enum answering_move *move, struct error *err)
{
    *done = false;
    if (*line == '/')
        return answering_command(answering, '/', line + 1, done, move, err);
    if (strlen(line) != 1 || strchr("<?=qQ", *line) == NULL)
        return STATUS_OK;
    return answering_command(answering, (unsigned char)*line, NULL, done, move, err);
}

/* ---- a line ---- */

/* The day that a period of the edition's length ends on, if the last day is asked for, the first
 * is known and it is not; else "". */
static void suggest_day(
    const struct answering *answering, const struct answering_place *place, char day[DAY_SIZE])
{
    int64_t from;
    const char *first = draft_text(answering->draft, "period.from");
    day[0] = '\0';
    if (strcmp(place->where, "period.to") != 0 || answering->edition->period_months == 0 ||
        draft_text(answering->draft, place->where)[0] != '\0' ||
        !day_parse(first, strlen(first), &from))
        return;
    day_format(day, day_months_later(from, answering->edition->period_months) - 86400);
}

/* How long a period the first day begins, which tells which day it should be. */
static void say_length(
    const struct answering *answering, const struct answering_place *place, struct buffer *text)
{
    if (strcmp(place->where, "period.from") == 0 && answering->edition->period_months > 0)
        layout_say(text, "",
            text_of(answering->talk.app,
                "The period is %u whole months; the last day follows from the first."),
            answering->edition->period_months);
}

static bool judge_name_typed(struct answering *answering, const struct buffer *line)
{
    if (name_is_allowed((const char *)line->data, line->length))
        return true;
    talk_say(&answering->talk,
        text_of(answering->talk.app, "At most 200 bytes of letters that can be seen, with single "
                                     "spaces between words. Type it again."));
    return false;
}

/* A day or a number typed here was meant for another place. */
static bool judge_covered_typed(struct answering *answering, const struct buffer *line)
{
    for (size_t i = 0; i < line->length; i++) {
        if (isalpha(line->data[i]) || line->data[i] >= 0x80)
            return judge_name_typed(answering, line);
    }
    talk_say(&answering->talk,
        text_of(answering->talk.app, "There is no letter in it: type the organisation's name."));
    return false;
}

static bool judge_number_typed(struct answering *answering, struct buffer *line)
{
    char number[ORGANISATION_NUMBER_SIZE];
    if (organisation_number_typed((const char *)line->data, line->length, number)) {
        line->length = 0;
        buffer_text(line, number);
        return true;
    }
    talk_say(&answering->talk, text_of(answering->talk.app,
                                   "That is not an organisation number: it has ten digits, and the "
                                   "last checks the others. Look for a mistyped digit."));
    return false;
}

static bool judge_day_typed(struct answering *answering, struct buffer *line)
{
    char day[DAY_SIZE];
    if (typed_day(buffer_string(line), day)) {
        line->length = 0;
        buffer_text(line, day);
        return true;
    }
    talk_say(
        &answering->talk, text_of(answering->talk.app,
                              "That is not a day; write it as YYYY-MM-DD, such as 2021-09-30."));
    return false;
}

static bool judge_typed(
    struct answering *answering, const struct answering_place *place, struct buffer *line)
{
    switch (place->form) {
    case FORM_NUMBER:
        return judge_number_typed(answering, line);
    case FORM_DAY:
        return judge_day_typed(answering, line);
    default:
        return judge_name_typed(answering, line);
    }
}

/* Behind the first day the last is asked for, where the two do not go together. */
static enum answering_move move_behind_line(
    const struct answering *answering, const struct answering_place *place)
{
    bool is_first_day = strcmp(place->where, "period.from") == 0;
    bool alone = answering_wrong_at(answering, answering->place + 1) == NULL &&
                 answering_doubtful_at(answering, answering->place + 1) == NULL;
    return is_first_day && !alone ? MOVE_NEXT : MOVE_ANSWERED;
}

/* An error in what was typed, as `check` judges it; a first day behind the last one is taken, since
 * the last is asked for next. */
static bool is_refused(const struct answering *answering, const struct answering_place *place)
{
    return answering_wrong_at(answering, answering->place) != NULL &&
           move_behind_line(answering, place) != MOVE_NEXT;
}

/* Says what is wrong or doubtful in it. *refused: what stood there before stands there again. */
static enum status put_line(struct answering *answering, const struct answering_place *place,
    const char *typed, bool *refused, struct error *err)
{
    char *before = memory_text(draft_text(answering->draft, place->where));
    enum status status;
    (void)draft_set_text(answering->draft, place->where, typed);
    TRY_OUT(answering_judge(answering, err));
    *refused = is_refused(answering, place);
    answering_say_wrong(answering, answering->place);
    if (*refused) {
        (void)draft_set_text(answering->draft, place->where, before);
        TRY_OUT(answering_judge(answering, err));
    }
out:
    free(before);
    return status;
}

static enum status give_line(struct answering *answering, const struct answering_place *place,
    struct buffer *line, enum answering_move *move, struct error *err)
{
    bool empty = strcmp(buffer_string(line), "-") == 0;
    bool refused = false;
    *move = MOVE_AGAIN;
    if (!empty && !judge_typed(answering, place, line))
        return STATUS_OK;
    TRY(put_line(answering, place, empty ? "" : buffer_string(line), &refused, err));
    if (refused)
        return STATUS_OK;
    *move = empty ? MOVE_AGAIN : move_behind_line(answering, place);
    return answering_save(answering, err);
}

/* What was typed: *move is set. An empty line takes what is suggested. */
static enum status take_typed(struct answering *answering, const struct answering_place *place,
    const char *suggested, struct buffer *line, enum answering_move *move, struct error *err)
{
    bool done = false;
    if (line->length == 0 && *suggested == '\0') {
        *move = MOVE_NEXT;
        return STATUS_OK;
    }
    if (line->length == 0)
        buffer_text(line, suggested);
    TRY(answering_take_sign(answering, buffer_string(line), &done, move, err));
    return done ? STATUS_OK : give_line(answering, place, line, move, err);
}

enum status answering_ask_line(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    struct buffer text = {0};
    char suggested[DAY_SIZE];
    uint32_t key;
    enum status status;
    show_field(answering, place);
    say_length(answering, place, &text);
    suggest_day(answering, place, suggested);
    if (*suggested != '\0')
        layout_say(&text, "", text_of(answering->talk.app, "Enter takes %s."), suggested);
    talk_show(&answering->talk, &text);
    answering_show_keys(answering, ANSWERING_KEY_NEXT | ANSWERING_KEY_EMPTY, 'q');
    TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
    *move = key == KEY_END ? MOVE_QUIT : MOVE_AGAIN;
    if (key == KEY_ENTER)
        TRY_OUT(take_typed(answering, place, suggested, &line, move, err));
out:
    buffer_free(&line);
    return status;
}

/* ---- a text ---- */

/* What signs do is done on the first line alone: on a later one they are text. *ended: it was one
 * of them. */
static enum status take_first_line(struct answering *answering, const char *line,
    struct buffer *text, enum answering_move *move, bool *ended, struct error *err)
{
    *ended = strcmp(line, "-") == 0;
    if (!*ended)
        return answering_take_sign(answering, line, ended, move, err);
    text->length = 0;
    *move = MOVE_ANSWERED;
    return STATUS_OK;
}

static void add_text_line(
    struct answering *answering, const char *line, size_t limit, struct buffer *text)
{
    if (text->length + strlen(line) + 1 > limit) {
        talk_say(&answering->talk,
            text_of(answering->talk.app, "The text would be too long; that line is left out."));
        return;
    }
    buffer_printf(text, "%s%s", text->length == 0 ? "" : "\n", line);
}

static enum status save_text(
    struct answering *answering, const char *where, struct buffer *text, struct error *err)
{
    (void)draft_set_text(answering->draft, where, buffer_string(text));
    return answering_save(answering, err);
}

enum status answering_read_text(struct answering *answering, const char *where, size_t limit,
    enum answering_move *move, struct error *err)
{
    struct buffer text = {0};
    struct buffer line = {0};
    uint32_t key = KEY_ENTER;
    bool first = true;
    bool ended = false;
    enum status status;
    buffer_text(&text, draft_text(answering->draft, where));
    talk_say(&answering->talk,
        text_of(answering->talk.app,
            "Write the text; an empty line ends it. Each line is saved when it is ended, and "
            "added to what stands here; - alone on the first line takes that away. On later "
            "lines such signs are text."));
    do {
        line.length = 0;
        TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
        if (key != KEY_ENTER || line.length == 0)
            break;
        if (first)
            TRY_OUT(take_first_line(answering, buffer_string(&line), &text, move, &ended, err));
        if (!ended)
            add_text_line(answering, buffer_string(&line), limit, &text);
        if (!ended || *move == MOVE_ANSWERED)
            TRY_OUT(save_text(answering, where, &text, err));
        first = false;
    } while (!ended);
    if (!ended)
        *move = key == KEY_AGAIN ? MOVE_AGAIN
                : key == KEY_END ? MOVE_QUIT
                : first          ? MOVE_NEXT
                                 : MOVE_ANSWERED;
out:
    buffer_free(&line);
    buffer_free(&text);
    return status;
}

enum status answering_ask_text(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    show_field(answering, place);
    answering_show_keys(answering, ANSWERING_KEY_NEXT | ANSWERING_KEY_EMPTY, 'q');
    return answering_read_text(answering, place->where, ANSWERS_TEXT_SIZE - 1, move, err);
}

/* ---- organisations by name and number ---- */

static void show_covers(struct answering *answering, const struct answering_place *place)
{
    struct buffer text = {0};
    const struct answers_organisation *organisation = &answering->answers->organisation;
    talk_heading(&answering->talk, place->title);
    layout_paragraph(&text, "", place->text);
    for (uint32_t i = 0; i < organisation->covers; i++)
        layout_say(
            &text, "  ", "%s %s", organisation->covered[i].name, organisation->covered[i].number);
    talk_show(&answering->talk, &text);
    answering_show_keys(answering, ANSWERING_KEY_NEXT | ANSWERING_KEY_SHORTEN, 'q');
}

static enum status add_covered(
    struct answering *answering, const char *name, const char *number, struct error *err)
{
    json_t *covered = json_pack("{s:s}", "name", name);
    if (*number != '\0')
        (void)json_object_set_new(covered, "number", json_string(number));
    (void)json_array_append_new(answering_covers(answering), covered);
    return answering_save(answering, err);
}

/* The number of an organisation whose name was typed; an empty line leaves it out, and so does who
 * ends here. */
static enum status ask_covered_number(
    struct answering *answering, const char *name, enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    uint32_t key;
    bool good = false;
    enum status status;
    talk_say(&answering->talk,
        text_of(answering->talk.app, "Its organisation number; Enter if you do not know it."));
    do {
        line.length = 0;
        TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
        good = key == KEY_ENTER && (line.length == 0 || judge_number_typed(answering, &line));
    } while (!good && key == KEY_ENTER);
    *move = key == KEY_END ? MOVE_QUIT : MOVE_AGAIN;
    if (good || key == KEY_END)
        TRY_OUT(add_covered(answering, name, buffer_string(&line), err));
out:
    buffer_free(&line);
    return status;
}

static enum status take_covered(
    struct answering *answering, struct buffer *line, enum answering_move *move, struct error *err)
{
    bool done = false;
    json_t *covers = answering_covers(answering);
    *move = MOVE_AGAIN;
    if (strcmp(buffer_string(line), "-") == 0) {
        (void)json_array_remove(covers, json_array_size(covers) - 1);
        return answering_save(answering, err);
    }
    TRY(answering_take_sign(answering, buffer_string(line), &done, move, err));
    if (done || !judge_covered_typed(answering, line))
        return STATUS_OK;
    if (json_array_size(covers) >= ANSWERS_COVERS_MAX) {
        talk_say(&answering->talk, text_of(answering->talk.app, "There is no room for more."));
        return STATUS_OK;
    }
    return ask_covered_number(answering, buffer_string(line), move, err);
}

enum status answering_ask_covers(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    struct buffer line = {0};
    uint32_t key;
    enum status status;
    show_covers(answering, place);
    TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
    *move = key == KEY_END ? MOVE_QUIT : key == KEY_AGAIN ? MOVE_AGAIN : MOVE_NEXT;
    if (key == KEY_ENTER && line.length > 0)
        TRY_OUT(take_covered(answering, &line, move, err));
out:
    buffer_free(&line);
    return status;
}
