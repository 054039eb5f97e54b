/* What people write in an answers' file, in the words that are sealed. */
#include "format/answer_words.h"
#include "format/answers_parts.h"
#include "format/organisation_number.h"
#include "format/typed.h"
#include "format/typed_day.h"
#include "scoring/question.h"

#include <stdlib.h>
#include <string.h>

static void understand_word(
    const struct edition *edition, enum answer_words kind, json_t *object, const char *key)
{
    const char *written = json_string_value(json_object_get(object, key));
    const char *sealed = written == NULL ? NULL : answer_words_find(edition, kind, written);
    if (sealed != NULL)
        (void)json_object_set_new(object, key, json_string(sealed));
}

static void understand_number(json_t *object)
{
    char canonical[ORGANISATION_NUMBER_SIZE];
    const char *written = json_string_value(json_object_get(object, "number"));
    if (written != NULL && organisation_number_typed(written, strlen(written), canonical))
        (void)json_object_set_new(object, "number", json_string(canonical));
}

static void understand_day(json_t *object, const char *key)
{
    char day[DAY_SIZE];
    const char *written = json_string_value(json_object_get(object, key));
    if (written != NULL && typed_day(written, day))
        (void)json_object_set_new(object, key, json_string(day));
}

static void understand_participants(const struct edition *edition, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *written = json_string_value(json_array_get(list, i));
        const char *id =
            written == NULL ? NULL : answer_words_find(edition, ANSWER_WORDS_ROLE, written);
        if (id != NULL)
            (void)json_array_set_new(list, i, json_string(id));
    }
}

/* A step in its words, and a day as people write it. In figures a step is a number in JSON, and no
 * text. */
static void understand_yes(const struct edition *edition, unsigned place, json_t *answer)
{
    const struct question_traits *kind = question_traits(&edition->model.question[place]);
    if (kind->valued) {
        understand_day(answer, "yes");
        return;
    }
    const char *written = json_string_value(json_object_get(answer, "yes"));
    if (written == NULL || typed_is_digits(written, strlen(written)) || !kind->stacked)
        return;
    unsigned step = answer_words_step(edition, place, written);
    if (step != 0)
        (void)json_object_set_new(answer, "yes", json_integer(step));
}

static void understand_answers(const struct edition *edition, json_t *answers)
{
    for (unsigned i = 0; i < edition->model.questions; i++) {
        char key[ANSWERS_KEY_SIZE];
        answers_question_key(key, edition->model.question[i].id);
        json_t *answer = json_object_get(answers, key);
        (void)json_object_del(answer, "about");
        understand_yes(edition, i, answer);
        understand_word(edition, ANSWER_WORDS_NO, answer, "no");
        understand_word(edition, ANSWER_WORDS_ASSESSMENT, answer, "assessment");
    }
}

/* Jansson's functions do nothing with what is NULL or of another type. */
void answers_understand(const struct edition *edition, json_t *document)
{
    json_t *organisation = json_object_get(document, "organisation");
    json_t *covers = json_object_get(organisation, "covers");
    json_t *period = json_object_get(document, "period");
    (void)json_object_del(document, "about");
    understand_number(organisation);
    for (size_t i = 0; i < json_array_size(covers); i++)
        understand_number(json_array_get(covers, i));
    understand_word(edition, ANSWER_WORDS_GROUP, organisation, "group");
    understand_word(edition, ANSWER_WORDS_MARKING, document, "marking");
    understand_day(period, "from");
    understand_day(period, "to");
    understand_day(json_object_get(document, "approval"), "date");
    understand_participants(edition, json_object_get(document, "participants"));
    understand_answers(edition, json_object_get(document, "answers"));
}
