/* Places where words are chosen from: one, or several. */
#include "base/text_fold.h"
#include "cmd/ui/answering_parts.h"
#include "report/layout.h"
#include "report/line_break.h"

#include <string.h>

/* ---- the words ---- */

enum { CHOICES_MAX = EDITION_ROLES_MAX };

struct choice {
    char key;
    const char *id; /* what is written */
    const char *name;
};

struct choices {
    size_t count;
    struct choice choice[CHOICES_MAX];
};

/* Letters first, then digits: a key for each of EDITION_ROLES_MAX. */
static const char KEYS[] = "abcdefghijklmnopqrstuvwxyz123456";
_Static_assert(sizeof KEYS - 1 >= CHOICES_MAX, "a key for each choice");
_Static_assert(
    EDITION_GROUPS_MAX <= CHOICES_MAX && EDITION_MARKINGS_MAX <= CHOICES_MAX, "room for all lists");

static void add_choice(struct choices *choices, char key, const char *id, const char *name)
{
    choices->choice[choices->count++] = (struct choice){key, id, name};
}

static void gather_choices(
    const struct answering *answering, const struct answering_place *place, struct choices *choices)
{
    const struct edition *edition = answering->edition;
    *choices = (struct choices){0};
    if (strcmp(place->where, "organisation.group") == 0) {
        for (size_t i = 0; i < edition->groups; i++)
            add_choice(choices, KEYS[i], edition->group[i].id, edition->group[i].name);
    } else if (strcmp(place->where, "marking") == 0) {
        for (size_t i = 0; i < edition->markings; i++)
            add_choice(choices, KEYS[i], edition->marking[i], edition->marking[i]);
    } else if (strcmp(place->where, "participants") == 0) {
        for (size_t i = 0; i < edition->roles; i++)
            add_choice(choices, KEYS[i], edition->role[i].id, edition->role[i].name);
    } else {
        add_choice(choices, EDITION_CONSENT_YES[0], EDITION_CONSENT_YES, EDITION_CONSENT_YES);
        add_choice(choices, EDITION_CONSENT_NO[0], EDITION_CONSENT_NO, EDITION_CONSENT_NO);
    }
}

static const struct choice *choice_of_key(const struct choices *choices, uint32_t key)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (key == (uint32_t)(unsigned char)choices->choice[i].key)
            return &choices->choice[i];
    }
    return NULL;
}

static const char *name_of(const struct choices *choices, const char *id)
{
    for (size_t i = 0; i < choices->count; i++) {
        if (strcmp(choices->choice[i].id, id) == 0)
            return choices->choice[i].name;
    }
    return id;
}

static void show_choices(
    struct answering *answering, const struct answering_place *place, const struct choices *choices)
{
    struct buffer text = {0};
    talk_heading(&answering->talk, place->title);
    layout_paragraph(&text, "", place->text);
    buffer_text(&text, "\n");
    for (size_t i = 0; i < choices->count; i++)
        buffer_printf(
            &text, "  %c  " LINE_HANG "%s\n", choices->choice[i].key, choices->choice[i].name);
    talk_show(&answering->talk, &text);
    answering_show_keys(answering, ANSWERING_KEY_NEXT | ANSWERING_KEY_EMPTY,
        choice_of_key(choices, 'q') == NULL ? 'q' : 'Q');
}

/* ---- one of them ---- */

/* By its key, its word or its name. A whole line is asked for, so that no letter of what was meant
 * for another place chooses. */
static const struct choice *choice_of_line(const struct choices *choices, const char *line)
{
    for (size_t i = 0; i < choices->count; i++) {
        const struct choice *choice = &choices->choice[i];
        const char key[] = {choice->key, '\0'};
        if (text_same_folded(line, key) || text_same_folded(line, choice->id) ||
            text_same_folded(line, choice->name))
            return choice;
    }
    return NULL;
}

static void show_present(
    struct answering *answering, const struct choices *choices, const char *present)
{
    struct buffer text = {0};
    if (*present == '\0')
        return;
    layout_say(&text, "", "%s: %s", text_of(answering->talk.app, "Now"), name_of(choices, present));
    talk_show(&answering->talk, &text);
}

static enum status give_choice(struct answering *answering, const struct answering_place *place,
    const char *id, enum answering_move *move, struct error *err)
{
    *move = *id != '\0' ? MOVE_ANSWERED : MOVE_AGAIN;
    (void)draft_set_text(answering->draft, place->where, id);
    return answering_save(answering, err);
}

/* What was typed: *move is set. A sign comes after a choice, whose key it may be. */
static enum status take_choice(struct answering *answering, const struct answering_place *place,
    const struct choices *choices, const char *line, enum answering_move *move, struct error *err)
{
    const struct choice *choice = choice_of_line(choices, line);
    bool done = false;
    if (*line == '\0') {
        *move = MOVE_NEXT;
        return STATUS_OK;
    }
    if (choice != NULL || strcmp(line, "-") == 0)
        return give_choice(answering, place, choice != NULL ? choice->id : "", move, err);
    TRY(answering_take_sign(answering, line, &done, move, err));
    if (done)
        return STATUS_OK;
    talk_say(&answering->talk,
        text_of(answering->talk.app,
            "That is none of them: type one of the letters, or the word, and then Enter."));
    *move = MOVE_AGAIN;
    return STATUS_OK;
}

enum status answering_ask_choice(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    struct choices choices;
    struct buffer line = {0};
    uint32_t key;
    enum status status;
    gather_choices(answering, place, &choices);
    show_choices(answering, place, &choices);
    show_present(answering, &choices, draft_text(answering->draft, place->where));
    TRY_OUT(talk_read_line(&answering->talk, &line, &key, err));
    *move = key == KEY_END ? MOVE_QUIT : MOVE_AGAIN;
    if (key == KEY_ENTER)
        TRY_OUT(take_choice(answering, place, &choices, buffer_string(&line), move, err));
out:
    buffer_free(&line);
    return status;
}

/* ---- several of them ---- */

/* Which are chosen, by their place among the choices. */
struct several {
    struct choices choices;
    bool chosen[CHOICES_MAX];
    bool changed;
};

static bool list_has(const json_t *list, const char *id)
{
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element)
    {
        if (json_is_string(element) && strcmp(json_string_value(element), id) == 0)
            return true;
    }
    return false;
}

static void gather_several(
    struct answering *answering, const struct answering_place *place, struct several *several)
{
    const json_t *list = answering_participants(answering);
    *several = (struct several){0};
    gather_choices(answering, place, &several->choices);
    for (size_t i = 0; i < several->choices.count; i++)
        several->chosen[i] = list_has(list, several->choices.choice[i].id);
}

static void show_several(struct answering *answering, const struct several *several)
{
    struct buffer line = {0};
    buffer_printf(&line, "%s:", text_of(answering->talk.app, "Answer"));
    for (size_t i = 0; i < several->choices.count; i++) {
        if (several->chosen[i])
            buffer_printf(&line, " %c", several->choices.choice[i].key);
    }
    buffer_text(&line, " ");
    talk_line(&answering->talk, buffer_string(&line));
    buffer_free(&line);
}

static void change_several(struct several *several, const struct choice *choice)
{
    size_t place = choice == NULL ? 0 : (size_t)(choice - several->choices.choice);
    several->changed = true;
    if (choice == NULL)
        memset(several->chosen, 0, sizeof several->chosen);
    else
        several->chosen[place] = !several->chosen[place];
}

/* In the edition's order. */
static enum status give_several(
    struct answering *answering, const struct several *several, struct error *err)
{
    json_t *list = answering_participants(answering);
    (void)json_array_clear(list);
    for (size_t i = 0; i < several->choices.count; i++) {
        if (several->chosen[i])
            (void)json_array_append_new(list, json_string(several->choices.choice[i].id));
    }
    return answering_save(answering, err);
}

/* What is neither a choice nor '-'. *stay: it means nothing here. */
static enum status leave_several(struct answering *answering, uint32_t key,
    enum answering_move *move, bool *stay, struct error *err)
{
    bool done = true;
    *move = key == KEY_AGAIN ? MOVE_AGAIN : MOVE_NEXT;
    if (key != KEY_AGAIN && key != KEY_ENTER && key != KEY_RIGHT && key != KEY_DOWN) {
        talk_line_end(&answering->talk);
        TRY(answering_command(answering, key, NULL, &done, move, err));
    }
    talk_line_end(&answering->talk);
    *stay = !done;
    return STATUS_OK;
}

enum status answering_ask_several(struct answering *answering, const struct answering_place *place,
    enum answering_move *move, struct error *err)
{
    struct several several;
    bool stay = true;
    gather_several(answering, place, &several);
    show_choices(answering, place, &several.choices);
    while (stay) {
        uint32_t key;
        show_several(answering, &several);
        TRY(typing_key(&answering->talk.typing, &key, err));
        const struct choice *choice = choice_of_key(&several.choices, key);
        if (choice != NULL || key == '-') {
            change_several(&several, choice);
            continue;
        }
        if (several.changed && key != KEY_AGAIN)
            TRY(give_several(answering, &several, err));
        TRY(leave_several(answering, key, move, &stay, err));
        if (several.changed && *move == MOVE_NEXT)
            *move = MOVE_ANSWERED;
    }
    return STATUS_OK;
}
