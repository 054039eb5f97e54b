/* From the rows of a form to the answers' document. */
#include "base/memory.h"
#include "base/text.h"
#include "format/answer_words.h"
#include "format/draft.h"
#include "format/form_cells_parts.h"
#include "format/question_form.h"
#include "format/sheet_number.h"

#include <stdlib.h>
#include <string.h>

/* What an error about a place is called; answers_check calls it the same, and is then left out. */
static const char *const CODES[] = {
    [FORM_KEY_EDITION] = "edition",
    [FORM_KEY_NAME] = "organisation-name",
    [FORM_KEY_NUMBER] = "organisation-number",
    [FORM_KEY_GROUP] = "group",
    [FORM_KEY_COVERED] = "covers",
    [FORM_KEY_FROM] = "period",
    [FORM_KEY_TO] = "period",
    [FORM_KEY_MARKING] = "marking",
    [FORM_KEY_PARTICIPANT] = "participants",
    [FORM_KEY_BACKGROUND] = "background",
    [FORM_KEY_APPROVED_BY] = "approval",
    [FORM_KEY_APPROVED_ROLE] = "approval",
    [FORM_KEY_APPROVED_DATE] = "approval",
    [FORM_KEY_APPROVED_REFERENCE] = "approval",
    [FORM_KEY_OPTION] = "unknown-option",
    [FORM_KEY_STEP] = "unknown-option",
    [FORM_KEY_CHOICE] = "unknown-option",
    [FORM_KEY_VALUE] = "unknown-option",
    [FORM_KEY_NO] = "unknown-option",
    [FORM_KEY_ASSESSMENT] = "no-assessment",
    [FORM_KEY_NOTE] = "note",
};

enum { KEY_PLACES = sizeof CODES / sizeof CODES[0] };

/* ---- texts ---- */

static const char *trim_typed(const struct sheet_cell *cell, char *copy)
{
    size_t length = 0;
    const char *text = cell->text + strspn(cell->text, " \t\r\n");
    for (; *text != '\0'; text++) {
        if (*text != '\r')
            copy[length++] = *text;
        else if (text[1] != '\n')
            copy[length++] = '\n';
    }
    while (length > 0 && strchr(" \t\n", copy[length - 1]) != NULL)
        length--;
    copy[length] = '\0';
    return copy;
}

/* What was typed, without space at its ends, line ends as \n; NULL for nothing and for what is no
 * value. The caller frees it. */
static char *typed_text(
    const struct form_drafting *drafting, const struct form_row *row, const struct sheet_cell *cell)
{
    if (cell == NULL || !form_is_value(drafting, row, cell))
        return NULL;
    if (cell->otherwise)
        form_warn_of_otherwise(drafting, row, cell);
    if (cell->kind == SHEET_TRUTH)
        return memory_text(cell->text[0] == '1' ? "ja" : "nej");
    char *copy = memory_allocate(cell->length + 1);
    if (*trim_typed(cell, copy) != '\0')
        return copy;
    free(copy);
    return NULL;
}

static bool is_day_place(enum form_key_place place)
{
    return place == FORM_KEY_FROM || place == FORM_KEY_TO || place == FORM_KEY_APPROVED_DATE;
}

/* Bytes that a text may have, and whether it may have several lines. */
static size_t text_limit(enum form_key_place place, bool *lines)
{
    *lines = place == FORM_KEY_BACKGROUND || place == FORM_KEY_NOTE;
    switch (place) {
    case FORM_KEY_BACKGROUND:
        return ANSWERS_TEXT_SIZE - 1;
    case FORM_KEY_NOTE:
        return ANSWERS_NOTE_MAX;
    case FORM_KEY_STEP: /* the edition's own words, which are not kept */
    case FORM_KEY_CHOICE:
        return ANSWERS_TEXT_SIZE - 1;
    case FORM_KEY_NAME:
    case FORM_KEY_COVERED:
    case FORM_KEY_APPROVED_BY:
    case FORM_KEY_APPROVED_ROLE:
    case FORM_KEY_APPROVED_REFERENCE:
        return ANSWERS_NAME_SIZE - 1;
    default:
        return ANSWERS_WORD_SIZE - 1;
    }
}

/* A text that may stand in the document at the row's place; NULL, and a finding, for one that may
 * not. The caller frees it. */
static char *fitting_text(
    const struct form_drafting *drafting, const struct form_row *row, const struct sheet_cell *cell)
{
    bool lines;
    size_t limit = text_limit(row->key.place, &lines);
    char *text = typed_text(drafting, row, cell);
    if (text == NULL)
        return NULL;
    size_t length = strlen(text);
    if (length <= limit && text_is_plain(text, length, lines))
        return text;
    form_find_in_row(drafting, row, cell, CODES[row->key.place],
        length > limit ? N_("is longer than the text that may stand here; make it shorter")
                       : N_("has a line end or a character that may not stand here; type it anew"));
    free(text);
    return NULL;
}

/* ---- rows of the head ---- */

/* The word that is sealed for what was typed, or that as it stands. */
static const char *word_or_typed(
    const struct form_drafting *drafting, enum answer_words kind, const char *typed)
{
    const char *word = answer_words_find(drafting->edition, kind, typed);
    return word == NULL ? typed : word;
}

static const char *settled_text(
    const struct form_drafting *drafting, const struct form_key *key, const char *typed)
{
    if (key->place == FORM_KEY_GROUP)
        return word_or_typed(drafting, ANSWER_WORDS_GROUP, typed);
    if (key->place == FORM_KEY_MARKING)
        return word_or_typed(drafting, ANSWER_WORDS_MARKING, typed);
    if (key->place != FORM_KEY_BACKGROUND)
        return typed;
    int place = edition_find_background(drafting->edition, key->id);
    if (place < 0 || !drafting->edition->background[place].consent)
        return typed;
    const char *word = answer_words_find(drafting->edition, ANSWER_WORDS_TICK, typed);
    if (word == NULL)
        return typed;
    return strcmp(word, "yes") == 0 ? EDITION_CONSENT_YES : EDITION_CONSENT_NO;
}

/* Whether it is a spreadsheet's number of a day between 1982 and 2119. A workbook whose days are
 * counted from 1904, on which the warning has the wrong day, is hardly made any more. */
static bool is_serial(const char *typed, char day[DAY_SIZE])
{
    return strlen(typed) == 5 && strspn(typed, "0123456789") == 5 && typed[0] >= '3' &&
           typed[0] <= '7' && sheet_number_day(typed, false, day);
}

static void take_text_row(const struct form_drafting *drafting, const struct form_row *row)
{
    char key[FORM_KEY_SIZE], day[DAY_SIZE];
    char *text = fitting_text(drafting, row, row->answer);
    if (text == NULL)
        return;
    bool serial = is_day_place(row->key.place) && is_serial(text, day);
    if (serial)
        form_warn_of_serial(drafting, row, text, day);
    if (row->answer->kind == SHEET_DAY && !is_day_place(row->key.place))
        form_warn_of_day(drafting, row, row->answer);
    form_key_format(&row->key, key);
    (void)draft_set_text(
        drafting->draft, key, serial ? day : settled_text(drafting, &row->key, text));
    free(text);
}

/* Whether a box is ticked; what is neither yes nor no is an error. */
static bool is_ticked(const struct form_drafting *drafting, const struct form_row *row)
{
    char *text = typed_text(drafting, row, row->answer);
    if (text == NULL)
        return false;
    const char *word = answer_words_find(drafting->edition, ANSWER_WORDS_TICK, text);
    if (word == NULL)
        form_find_in_row(drafting, row, row->answer, CODES[row->key.place],
            N_("is no answer here; write ja, or leave the cell empty"));
    free(text);
    return word != NULL && strcmp(word, "yes") == 0;
}

/* In the order of the edition's roles, wherever the rows stand. */
static void take_participant_row(const struct form_drafting *drafting, const struct form_row *row)
{
    const struct edition *edition = drafting->edition;
    json_t *list = json_object_get(drafting->draft, "participants");
    int role = edition_find_role(edition, row->key.id);
    size_t place = 0;
    if (!is_ticked(drafting, row))
        return;
    while (place < json_array_size(list) &&
           edition_find_role(edition, json_string_value(json_array_get(list, place))) < role)
        place++;
    (void)json_array_insert_new(list, place, json_string(row->key.id));
}

static void take_covered_row(const struct form_drafting *drafting, const struct form_row *row)
{
    json_t *organisation = json_object_get(drafting->draft, "organisation");
    char *name = fitting_text(drafting, row, row->answer);
    char *number = fitting_text(drafting, row, row->number);
    if (name != NULL || number != NULL) {
        json_t *covers = json_object_get(organisation, "covers");
        json_t *covered = json_pack("{s:s}", "name", name == NULL ? "" : name);
        if (number != NULL && strlen(number) < ANSWERS_WORD_SIZE)
            (void)json_object_set_new(covered, "number", json_string(number));
        if (covers == NULL) {
            covers = json_array();
            (void)json_object_set_new(organisation, "covers", covers);
        }
        (void)json_array_append_new(covers, covered);
    }
    free(name);
    free(number);
}

/* ---- rows of a question ---- */

static json_t *answer_of_row(const struct form_drafting *drafting, const struct form_row *row)
{
    int place = edition_find_question(drafting->edition, row->key.question);
    return draft_question(drafting->draft, drafting->edition, (unsigned)place);
}

static void take_option_row(const struct form_drafting *drafting, const struct form_row *row)
{
    const char letter[2] = {(char)('a' + (int)row->key.option), '\0'};
    if (!is_ticked(drafting, row))
        return;
    json_t *answer = answer_of_row(drafting, row);
    json_t *yes = json_object_get(answer, "yes");
    size_t place = 0;
    if (yes == NULL) {
        yes = json_array();
        (void)json_object_set_new(answer, "yes", yes);
    }
    while (place < json_array_size(yes) &&
           strcmp(json_string_value(json_array_get(yes, place)), letter) < 0)
        place++;
    (void)json_array_insert_new(yes, place, json_string(letter));
}

static const struct model_question *question_of_row(
    const struct form_drafting *drafting, const struct form_row *row)
{
    int place = edition_find_question(drafting->edition, row->key.question);
    return &drafting->edition->model.question[place];
}

static void set_yes(
    const struct form_drafting *drafting, const struct form_row *row, const struct answer *answer)
{
    (void)json_object_set_new(answer_of_row(drafting, row), "yes",
        question_form_write_yes(question_of_row(drafting, row), answer));
}

/* A step of a scale, or the option that was chosen. */
static void take_step_row(const struct form_drafting *drafting, const struct form_row *row)
{
    char *text = fitting_text(drafting, row, row->answer);
    if (text == NULL)
        return;
    int place = edition_find_question(drafting->edition, row->key.question);
    unsigned step = answer_words_step(drafting->edition, (unsigned)place, text);
    if (step != 0)
        set_yes(drafting, row, &(struct answer){.yes = true, .step = (uint8_t)step});
    else
        form_find_in_row(drafting, row, row->answer, CODES[row->key.place],
            row->key.place == FORM_KEY_STEP
                ? N_("is no step here; choose one from the list")
                : N_("is none of the options, of which one is chosen; choose one from the list"));
    free(text);
}

/* A day that a spreadsheet made of a number means nothing as one. */
static bool read_value_cell(const struct form_drafting *drafting, const struct form_row *row,
    const char *text, uint32_t *value)
{
    char day[DAY_SIZE];
    const struct model_question *question = question_of_row(drafting, row);
    if (!question_traits(question)->day)
        return row->answer->kind != SHEET_DAY && question_form_typed_value(question, text, value);
    if (!is_serial(text, day))
        return question_form_typed_value(question, text, value);
    if (!question_form_typed_value(question, day, value))
        return false;
    form_warn_of_serial(drafting, row, text, day);
    return true;
}

static void take_value_row(const struct form_drafting *drafting, const struct form_row *row)
{
    struct answer answer = {.yes = true};
    char *text = fitting_text(drafting, row, row->answer);
    if (text == NULL)
        return;
    if (read_value_cell(drafting, row, text, &answer.value))
        set_yes(drafting, row, &answer);
    else
        form_find_no_value(drafting, row, question_of_row(drafting, row));
    free(text);
}

static void take_word_row(const struct form_drafting *drafting, const struct form_row *row)
{
    bool no = row->key.place == FORM_KEY_NO;
    char *text = fitting_text(drafting, row, row->answer);
    if (text == NULL)
        return;
    const char *word =
        word_or_typed(drafting, no ? ANSWER_WORDS_NO : ANSWER_WORDS_ASSESSMENT, text);
    (void)json_object_set_new(
        answer_of_row(drafting, row), no ? "no" : "assessment", json_string(word));
    free(text);
}

static void take_note_row(const struct form_drafting *drafting, const struct form_row *row)
{
    char *text = fitting_text(drafting, row, row->answer);
    if (text == NULL)
        return;
    if (row->answer->kind == SHEET_DAY)
        form_warn_of_day(drafting, row, row->answer);
    (void)json_object_set_new(answer_of_row(drafting, row), "note", json_string(text));
    free(text);
}

static void take_row_of_key(const struct form_drafting *drafting, const struct form_row *row)
{
    switch (row->key.place) {
    case FORM_KEY_EDITION: /* is that of the document */
        return;
    case FORM_KEY_PARTICIPANT:
        take_participant_row(drafting, row);
        return;
    case FORM_KEY_COVERED:
        take_covered_row(drafting, row);
        return;
    case FORM_KEY_OPTION:
        take_option_row(drafting, row);
        return;
    case FORM_KEY_STEP:
    case FORM_KEY_CHOICE:
        take_step_row(drafting, row);
        return;
    case FORM_KEY_VALUE:
        take_value_row(drafting, row);
        return;
    case FORM_KEY_NO:
    case FORM_KEY_ASSESSMENT:
        take_word_row(drafting, row);
        return;
    case FORM_KEY_NOTE:
        take_note_row(drafting, row);
        return;
    default:
        take_text_row(drafting, row);
        return;
    }
}

/* ---- which rows ---- */

static bool has_content(const struct form_row *row)
{
    return row->answer != NULL || (row->key.place == FORM_KEY_COVERED && row->number != NULL);
}

static int by_key(const void *one, const void *other)
{
    const struct form_row *left = *(const struct form_row *const *)one;
    const struct form_row *right = *(const struct form_row *const *)other;
    const struct form_key *a = &left->key, *b = &right->key;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->question != b->question)
        return a->question < b->question ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    if (a->option != b->option)
        return a->option < b->option ? -1 : 1;
    int same = strcmp(a->id, b->id);
    return same != 0 ? same : (left > right) - (left < right); /* the workbook's order */
}

static bool is_same_key(const struct form_row *one, const struct form_row *other)
{
    return one->key.place == other->key.place && one->key.question == other->key.question &&
           one->key.number == other->key.number && one->key.option == other->key.option &&
           strcmp(one->key.id, other->key.id) == 0;
}

/* Rows whose key stands on another sheet before: a sheet that was copied has as many. */
struct copied_rows {
    const struct form_row *first;
    const struct form_row *again;
    size_t count;
};

static void note_twice(const struct form_drafting *drafting, const struct form_row *first,
    const struct form_row *again, struct copied_rows *copied)
{
    struct copied_rows *sheet = &copied[again->place.sheet];
    if (first->place.sheet == again->place.sheet) {
        form_find_twice(drafting, first, again);
        return;
    }
    if (sheet->count++ == 0)
        *sheet = (struct copied_rows){first, again, 1};
}

/* Rows in the order of keys: those with nothing typed are passed over, and of two with one key the
 * first counts. */
static void take_rows_of_keys(
    const struct form_drafting *drafting, const struct form_row **row, size_t count)
{
    const struct form_row *before = NULL;
    struct copied_rows copied[SHEET_COUNT_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        if (!has_content(row[i]))
            continue;
        if (!form_key_is_known(drafting->edition, &row[i]->key)) {
            form_find_unknown(drafting, row[i]);
            continue;
        }
        if (before != NULL && is_same_key(before, row[i])) {
            note_twice(drafting, before, row[i], copied);
            continue;
        }
        take_row_of_key(drafting, row[i]);
        before = row[i];
    }
    for (size_t i = 0; i < SHEET_COUNT_MAX; i++) {
        if (copied[i].count == 1)
            form_find_twice(drafting, copied[i].first, copied[i].again);
        else if (copied[i].count > 1)
            form_find_copy(drafting, copied[i].first, copied[i].again, copied[i].count);
    }
}

json_t *form_cells_draft(
    const struct form_cells *form, const struct edition *edition, struct findings *findings)
{
    struct form_drafting drafting = {form, edition, findings, draft_new(edition)};
    size_t count = form->rows.count;
    const struct form_row **sorted = memory_new(count + 1, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = form_row_at(form, i);
    qsort(sorted, count, sizeof *sorted, by_key);
    take_rows_of_keys(&drafting, sorted, count);
    free(sorted);
    return drafting.draft;
}
