/* What a draft, the answers' document as people edit it, has for the cells of a form. */
#include "base/memory.h"
#include "format/draft.h"
#include "format/question_form.h"
#include "report/form_workbook_parts.h"
#include "scoring/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- members ---- */

static const json_t *draft_member(const struct form_book *book, const char *name)
{
    return json_object_get(book->form->draft, name);
}

/* A text as it is, a number as its digits, anything else as none. */
static char *member_text(const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);
    if (json_is_integer(member))
        return memory_printf("%lld", (long long)json_integer_value(member));
    return memory_text(json_is_string(member) ? json_string_value(member) : "");
}

static const json_t *covered_of(const struct form_book *book, unsigned number)
{
    return json_array_get(
        json_object_get(draft_member(book, "organisation"), "covers"), number - 1);
}

size_t form_value_covers(const struct form_book *book)
{
    return json_array_size(json_object_get(draft_member(book, "organisation"), "covers"));
}

const char *form_value_covered_number(const struct form_book *book, unsigned number)
{
    const char *text = json_string_value(json_object_get(covered_of(book, number), "number"));
    return text == NULL ? "" : text;
}

const char *form_value_participant(const struct form_book *book, size_t place)
{
    return json_string_value(json_array_get(draft_member(book, "participants"), place));
}

static bool takes_part(const struct form_book *book, const char *id)
{
    const char *role;
    for (size_t i = 0; (role = form_value_participant(book, i)) != NULL; i++) {
        if (strcmp(role, id) == 0)
            return true;
    }
    return false;
}

/* ---- answers ---- */

static const json_t *answer_of(const struct form_book *book, unsigned question)
{
    char key[8];
    (void)snprintf(key, sizeof key, "%u", question);
    return json_object_get(draft_member(book, "answers"), key);
}

bool form_value_ticked(const struct form_book *book, unsigned question, unsigned option)
{
    const json_t *yes = json_object_get(answer_of(book, question), "yes");
    const char letter[] = {(char)('a' + (int)option), '\0'};
    for (size_t i = 0; i < json_array_size(yes); i++) {
        const char *ticked = json_string_value(json_array_get(yes, i));
        if (ticked != NULL && strcmp(ticked, letter) == 0)
            return true;
    }
    return false;
}

static char *step_value(const struct form_book *book, unsigned question)
{
    const json_t *yes = json_object_get(answer_of(book, question), "yes");
    int place = edition_find_question(book->edition, question);
    json_int_t step = json_integer_value(yes);
    if (!json_is_integer(yes) || step == 0)
        return memory_text("");
    if (step < 1 || step > book->edition->model.question[place].options)
        return memory_printf("%lld", (long long)step);
    return memory_printf(
        "%lld: %s", (long long)step, book->edition->question[place].option[step - 1]);
}

/* The option that was chosen, in its words; what is none as it stands. */
static char *choice_value(const struct form_book *book, unsigned question)
{
    char *letter = member_text(answer_of(book, question), "yes");
    int place = edition_find_question(book->edition, question);
    uint32_t option;
    if (strlen(letter) != 1 ||
        !question_form_letters(&book->edition->model.question[place], letter, &option))
        return letter;
    char *text = memory_printf(
        "%s: %s", letter, book->edition->question[place].option[question_highest(option) - 1]);
    free(letter);
    return text;
}

/* A word of the document as the edition words it; any other as it stands. */
static char *worded(char *word, const char *const known[], const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, known[i]) != 0 || words[i][0] == '\0')
            continue;
        free(word);
        return memory_text(words[i]);
    }
    return word;
}

static char *answer_word(const struct form_book *book, const struct form_key *key)
{
    static const char *const no[] = {"no", "none", "partly"};
    static const char *const assessment[] = {"sure", "unsure"};
    const struct edition *edition = book->edition;
    const json_t *answer = answer_of(book, key->question);
    if (key->place == FORM_KEY_NO) {
        const char *const words[] = {edition->no, edition->no_none, edition->no_partly};
        return worded(member_text(answer, "no"), no, words, 3);
    }
    if (key->place == FORM_KEY_ASSESSMENT) {
        const char *const words[] = {edition->sure, edition->unsure};
        return worded(member_text(answer, "assessment"), assessment, words, 2);
    }
    return member_text(answer, "note");
}

/* ---- the head ---- */

static char *group_value(const struct form_book *book)
{
    const char *id = draft_text(book->form->draft, "organisation.group");
    int place = edition_find_group(book->edition, id);
    return memory_text(place < 0 ? id : book->edition->group[place].name);
}

static char *yes_if(const struct form_book *book, bool yes)
{
    return memory_text(yes ? form_yes(book) : "");
}

/* A text, which stands in the document where its key says. */
static char *text_value(const struct form_book *book, const struct form_key *key)
{
    char where[FORM_KEY_SIZE];
    form_key_format(key, where);
    return memory_text(draft_text(book->form->draft, where));
}

char *form_value(const struct form_book *book, const struct form_key *key)
{
    switch (key->place) {
    case FORM_KEY_EDITION:
        return memory_text(book->edition->id);
    case FORM_KEY_GROUP:
        return group_value(book);
    case FORM_KEY_COVERED:
        return member_text(covered_of(book, key->number), "name");
    case FORM_KEY_PARTICIPANT:
        return yes_if(book, takes_part(book, key->id));
    case FORM_KEY_OPTION:
        return yes_if(book, form_value_ticked(book, key->question, key->option));
    case FORM_KEY_STEP:
        return step_value(book, key->question);
    case FORM_KEY_CHOICE:
        return choice_value(book, key->question);
    case FORM_KEY_VALUE:
        return member_text(answer_of(book, key->question), "yes");
    case FORM_KEY_NO:
    case FORM_KEY_ASSESSMENT:
    case FORM_KEY_NOTE:
        return answer_word(book, key);
    default:
        return text_value(book, key);
    }
}
