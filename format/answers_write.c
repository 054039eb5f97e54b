/* From the record to the JSON of an answers' file. */
#include "format/answers_parts.h"

#include "base/memory.h"
#include "format/question_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Jansson's setters take over the value and fail on NULL, so that want of memory needs to be looked
 * for only here. */
static bool put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static bool put_text(json_t *object, const char *key, const char *text)
{
    return put(object, key, json_string(text));
}

static bool put_covers(json_t *organisation, const struct answers_organisation *from)
{
    json_t *list = json_array();
    bool done = list != NULL;
    for (uint32_t i = 0; done && i < from->covers; i++) {
        json_t *covered = json_object();
        done = put_text(covered, "name", from->covered[i].name) &&
               (from->covered[i].number[0] == '\0' ||
                   put_text(covered, "number", from->covered[i].number));
        done = json_array_append_new(list, covered) == 0 && done;
    }
    return put(organisation, "covers", list) && done;
}

static bool put_organisation(json_t *document, const struct answers_organisation *from)
{
    json_t *organisation = json_object();
    bool done = put_text(organisation, "name", from->name) &&
                put_text(organisation, "number", from->number) &&
                put_text(organisation, "group", from->group) &&
                (from->covers == 0 || put_covers(organisation, from));
    return put(document, "organisation", organisation) && done;
}

static bool put_period(json_t *document, const struct answers *answers)
{
    json_t *period = json_object();
    bool done = put_text(period, "from", answers->period_from) &&
                put_text(period, "to", answers->period_to);
    return put(document, "period", period) && done;
}

static bool put_participants(json_t *document, const struct answers *answers)
{
    json_t *list = json_array();
    bool done = list != NULL;
    for (uint32_t i = 0; done && i < answers->participants; i++)
        done = json_array_append_new(list, json_string(answers->participant[i])) == 0;
    return put(document, "participants", list) && done;
}

/* ---- questions ---- */

static bool put_answer(
    json_t *list, const struct model_question *question, const struct answer *answer)
{
    static const char *const no[] = {NULL, "no", "none", "partly"};
    static const char *const assessment[] = {NULL, "sure", "unsure"};
    char key[8];
    json_t *json = json_object();
    bool done = json != NULL;
    if (answer->yes)
        done = done && put(json, "yes", question_form_write_yes(question, answer));
    if (answer->no != ANSWER_NO_ABSENT)
        done = done && put_text(json, "no", no[answer->no]);
    if (answer->assessment != ASSESSMENT_ABSENT)
        done = done && put_text(json, "assessment", assessment[answer->assessment]);
    (void)snprintf(key, sizeof key, "%u", (unsigned)question->id);
    return put(list, key, json) && done;
}

static bool put_questions(
    json_t *document, const struct edition *edition, const struct answer_set *set)
{
    json_t *list = json_object();
    bool done = list != NULL;
    for (size_t i = 0; done && i < edition->model.questions; i++)
        done = put_answer(list, &edition->model.question[i], &set->answer[i]);
    return put(document, "answers", list) && done;
}

/* ---- texts ---- */

static bool put_background(
    json_t *document, const struct edition *edition, const struct answers *answers)
{
    json_t *background = json_object();
    bool done = background != NULL;
    for (size_t i = 0; done && i < edition->backgrounds; i++) {
        const char *id = edition->background[i].id;
        done = put_text(answers_on_top(id) ? document : background, id, answers->background[i]);
    }
    return put(document, "background", background) && done;
}

static bool put_approval(json_t *document, const struct answers_approval *from)
{
    json_t *approval = json_object();
    bool done = put_text(approval, "by", from->by) && put_text(approval, "role", from->role) &&
                put_text(approval, "date", from->date) &&
                put_text(approval, "reference", from->reference);
    return put(document, "approval", approval) && done;
}

/* The document in the order in which people read it; NULL if there is no memory. */
static json_t *document_of(const struct edition *edition, const struct answers *answers)
{
    json_t *document = json_object();
    bool done =
        put_text(document, "edition", answers->edition) &&
        put_organisation(document, &answers->organisation) && put_period(document, answers) &&
        put_text(document, "marking", answers->marking) && put_participants(document, answers) &&
        put_questions(document, edition, &answers->set) &&
        put_background(document, edition, answers) && put_approval(document, &answers->approval);
    if (!done) {
        json_decref(document);
        return NULL;
    }
    return document;
}

enum status answers_encode(const struct edition *edition, const struct answers *answers,
    struct buffer *out, struct error *err)
{
    enum status status = answers_validate_record(edition, answers, err);
    if (status != STATUS_OK)
        return status;
    json_t *document = document_of(edition, answers);
    if (document == NULL)
        return error_memory(err);
    status = json_write_canonical(document, out, err);
    json_decref(document);
    return status;
}

/* A number says little to the one who fills in the file: each question carries its topic as its
 * note, which is left out when the answers are sealed. */
static bool note_topics(const struct edition *edition, json_t *document)
{
    json_t *answers = json_object_get(document, "answers");
    bool noted = answers != NULL;
    for (size_t i = 0; noted && i < edition->model.questions; i++) {
        char id[8];
        (void)snprintf(id, sizeof id, "%u", (unsigned)edition->model.question[i].id);
        noted = put_text(json_object_get(answers, id), "note", edition->question[i].topic);
    }
    return noted;
}

enum status answers_template(const struct edition *edition, struct buffer *out, struct error *err)
{
    struct answers *empty = memory_new(1, sizeof *empty);
    memcpy(empty->edition, edition->id, sizeof empty->edition);
    json_t *document = document_of(edition, empty);
    enum status status = document != NULL && note_topics(edition, document)
                             ? json_write_pretty(document, out, err)
                             : error_memory(err);
    json_decref(document);
    free(empty);
    return status;
}
