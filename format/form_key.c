#include "format/form_key.h"

#include "format/answers.h"
#include "format/question_form.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Places without a part of their own, the rest of a question's, and what begins the others. */
static const char *const whole[] = {
    [FORM_KEY_EDITION] = "edition",
    [FORM_KEY_NAME] = "organisation.name",
    [FORM_KEY_NUMBER] = "organisation.number",
    [FORM_KEY_GROUP] = "organisation.group",
    [FORM_KEY_FROM] = "period.from",
    [FORM_KEY_TO] = "period.to",
    [FORM_KEY_MARKING] = "marking",
    [FORM_KEY_APPROVED_BY] = "approval.by",
    [FORM_KEY_APPROVED_ROLE] = "approval.role",
    [FORM_KEY_APPROVED_DATE] = "approval.date",
    [FORM_KEY_APPROVED_REFERENCE] = "approval.reference",
};

static const char *const rest[] = {
    [FORM_KEY_STEP] = "step",
    [FORM_KEY_CHOICE] = "choice",
    [FORM_KEY_VALUE] = "value",
    [FORM_KEY_NO] = "no",
    [FORM_KEY_ASSESSMENT] = "assessment",
    [FORM_KEY_NOTE] = "note",
};

enum {
    WHOLE = sizeof whole / sizeof whole[0],
    REST = sizeof rest / sizeof rest[0],
    QUESTION_MOST = 65535,
};

static const char covers[] = "organisation.covers.";
static const char participants[] = "participants.";
static const char background[] = "background.";

/* The background questions that stand at the top of the document. */
static bool stands_alone(const char *id)
{
    return strcmp(id, "circumstances") == 0 || strcmp(id, "obstacles") == 0;
}

void form_key_format(const struct form_key *key, char text[FORM_KEY_SIZE])
{
    switch (key->place) {
    case FORM_KEY_COVERED:
        (void)snprintf(text, FORM_KEY_SIZE, "%s%u", covers, key->number);
        return;
    case FORM_KEY_PARTICIPANT:
        (void)snprintf(text, FORM_KEY_SIZE, "%s%s", participants, key->id);
        return;
    case FORM_KEY_BACKGROUND:
        (void)snprintf(
            text, FORM_KEY_SIZE, "%s%s", stands_alone(key->id) ? "" : background, key->id);
        return;
    case FORM_KEY_OPTION:
        (void)snprintf(text, FORM_KEY_SIZE, "%u.%c", key->question, (int)('a' + (int)key->option));
        return;
    case FORM_KEY_STEP:
    case FORM_KEY_CHOICE:
    case FORM_KEY_VALUE:
    case FORM_KEY_NO:
    case FORM_KEY_ASSESSMENT:
    case FORM_KEY_NOTE:
        (void)snprintf(text, FORM_KEY_SIZE, "%u.%s", key->question, rest[key->place]);
        return;
    default:
        (void)snprintf(text, FORM_KEY_SIZE, "%s", whole[key->place]);
        return;
    }
}

/* ---- reading ---- */

/* A number from 1 to most without a zero in front, which *text is moved behind. */
static bool take_key_number(const char **text, unsigned most, unsigned *number)
{
    unsigned value = 0;
    const char *at = *text;
    if (*at == '0')
        return false;
    for (; *at >= '0' && *at <= '9' && value <= most; at++)
        value = value * 10 + (unsigned)(*at - '0');
    if (at == *text || value > most)
        return false;
    *text = at;
    *number = value;
    return true;
}

static bool take_key_id(const char *text, struct form_key *key)
{
    size_t length = strlen(text);
    if (length == 0 || length >= sizeof key->id)
        return false;
    memcpy(key->id, text, length + 1);
    return true;
}

/* What follows the question's number and the point. */
static bool read_question_rest(const char *text, struct form_key *key)
{
    if (text[0] >= 'a' && text[0] < 'a' + QUESTION_FORM_LETTERS_MAX && text[1] == '\0') {
        key->place = FORM_KEY_OPTION;
        key->option = (unsigned)(text[0] - 'a');
        return true;
    }
    for (int place = FORM_KEY_STEP; place < REST; place++) {
        if (strcmp(text, rest[place]) != 0)
            continue;
        key->place = (enum form_key_place)place;
        return true;
    }
    return false;
}

static bool read_question_key(const char *text, struct form_key *key)
{
    if (!take_key_number(&text, QUESTION_MOST, &key->question) || *text != '.')
        return false;
    return read_question_rest(text + 1, key);
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool read_head_key(const char *text, struct form_key *key)
{
    for (int place = 0; place < WHOLE; place++) {
        if (whole[place] == NULL || strcmp(text, whole[place]) != 0)
            continue;
        key->place = (enum form_key_place)place;
        return true;
    }
    if (begins_with(text, covers)) {
        key->place = FORM_KEY_COVERED;
        text += sizeof covers - 1;
        return take_key_number(&text, ANSWERS_COVERS_MAX, &key->number) && *text == '\0';
    }
    if (begins_with(text, participants)) {
        key->place = FORM_KEY_PARTICIPANT;
        return take_key_id(text + sizeof participants - 1, key);
    }
    key->place = FORM_KEY_BACKGROUND;
    if (stands_alone(text))
        return take_key_id(text, key);
    return begins_with(text, background) && !stands_alone(text + sizeof background - 1) &&
           take_key_id(text + sizeof background - 1, key);
}

/* A cell's text without the space around it; false if there is too much of it for a key. */
static bool trim_cell(const char *text, char out[FORM_KEY_SIZE])
{
    static const char space[] = " \t\r\n";
    text += strspn(text, space);
    size_t length = strlen(text);
    while (length > 0 && strchr(space, text[length - 1]) != NULL)
        length--;
    if (length >= FORM_KEY_SIZE)
        return false;
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

bool form_key_parse(const char *text, struct form_key *key)
{
    char trimmed[FORM_KEY_SIZE];
    *key = (struct form_key){0};
    if (!trim_cell(text, trimmed))
        return false;
    if (trimmed[0] >= '0' && trimmed[0] <= '9')
        return read_question_key(trimmed, key);
    return read_head_key(trimmed, key);
}

/* ---- what an edition has ---- */

enum form_key_place form_key_of_yes(const struct model_question *question)
{
    const struct question_traits *kind = question_traits(question);
    if (kind->valued)
        return FORM_KEY_VALUE;
    if (!kind->single)
        return FORM_KEY_OPTION;
    return kind->numbered ? FORM_KEY_STEP : FORM_KEY_CHOICE;
}

bool form_key_is_known(const struct edition *edition, const struct form_key *key)
{
    int place;
    switch (key->place) {
    case FORM_KEY_PARTICIPANT:
        return edition_find_role(edition, key->id) >= 0;
    case FORM_KEY_BACKGROUND:
        return edition_find_background(edition, key->id) >= 0;
    case FORM_KEY_OPTION:
    case FORM_KEY_STEP:
    case FORM_KEY_CHOICE:
    case FORM_KEY_VALUE:
        place = edition_find_question(edition, key->question);
        return place >= 0 && form_key_of_yes(&edition->model.question[place]) == key->place;
    case FORM_KEY_ASSESSMENT:
        place = edition_find_question(edition, key->question);
        return place >= 0 && question_is_scored(&edition->model.question[place]);
    case FORM_KEY_NO:
    case FORM_KEY_NOTE:
        return edition_find_question(edition, key->question) >= 0;
    default:
        return true;
    }
}

/* ---- columns ---- */

static const char *const columns[FORM_COLUMNS][2] = {
    [FORM_COLUMN_KEY] = {[LANGUAGE_SWEDISH] = "Nyckel", [LANGUAGE_ENGLISH] = "Key"},
    [FORM_COLUMN_ANSWER] = {[LANGUAGE_SWEDISH] = "Svar", [LANGUAGE_ENGLISH] = "Answer"},
    [FORM_COLUMN_NUMBER] = {[LANGUAGE_SWEDISH] = "Nummer", [LANGUAGE_ENGLISH] = "Number"},
    [FORM_COLUMN_NAME] = {[LANGUAGE_SWEDISH] = "Namn", [LANGUAGE_ENGLISH] = "Name"},
};

const char *form_column_name(enum form_column column, enum language language)
{
    return columns[column][language];
}

bool form_column_of(const char *text, enum form_column *column)
{
    char trimmed[FORM_KEY_SIZE];
    if (!trim_cell(text, trimmed))
        return false;
    for (int i = 0; i < FORM_COLUMNS; i++) {
        if (strcmp(trimmed, columns[i][LANGUAGE_SWEDISH]) != 0 &&
            strcmp(trimmed, columns[i][LANGUAGE_ENGLISH]) != 0)
            continue;
        *column = (enum form_column)i;
        return true;
    }
    return false;
}
