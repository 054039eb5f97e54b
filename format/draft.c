#include "format/draft.h"

#include "base/memory.h"
#include "format/answers_parts.h"
#include "format/draft_about.h"

#include <stdlib.h>
#include <string.h>

json_t *draft_new(const struct edition *edition)
{
    struct answers *empty = memory_new(1, sizeof *empty);
    memcpy(empty->edition, edition->id, sizeof empty->edition);
    json_t *draft = answers_to_json(edition, empty);
    free(empty);
    return draft;
}

json_t *draft_of_answers(const struct edition *edition, const struct answers *answers)
{
    return answers_to_json(edition, answers);
}

/* ---- reading ---- */

static void take_member(json_t *to, const json_t *from, const char *key)
{
    json_t *value = json_object_get(from, key);
    if (value != NULL)
        (void)json_object_set(to, key, value);
}

static void take_answer(json_t *to, const json_t *from)
{
    static const char *const keys[] = {"yes", "no", "assessment", "note"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        take_member(to, from, keys[i]);
    if (json_string_length(json_object_get(to, "note")) == 0)
        (void)json_object_del(to, "note");
}

/* What a document has that answers_from_json accepts, in the order of a template. */
static json_t *arrange(const struct edition *edition, const json_t *document)
{
    static const char *const objects[] = {"organisation", "period", "background", "approval"};
    static const char *const members[] = {
        "marking", "participants", ANSWERS_CIRCUMSTANCES, ANSWERS_OBSTACLES};
    json_t *draft = draft_new(edition);
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
        (void)json_object_update(
            json_object_get(draft, objects[i]), json_object_get(document, objects[i]));
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        take_member(draft, document, members[i]);
    for (unsigned i = 0; i < edition->model.questions; i++) {
        char key[ANSWERS_KEY_SIZE];
        answers_question_key(key, edition->model.question[i].id);
        take_answer(draft_question(draft, edition, i),
            json_object_get(json_object_get(document, "answers"), key));
    }
    return draft;
}

enum status draft_parse(const struct edition *edition, const void *bytes, size_t length,
    const char *name, json_t **draft, struct error *err)
{
    const struct json_source source = {.text = bytes, .length = length};
    struct answers *answers = memory_new(1, sizeof *answers);
    json_t *document = NULL;
    enum status status;
    *draft = NULL;
    TRY_OUT(json_read(bytes, length, name, &document, err));
    answers_understand(edition, document);
    struct json_place root = json_root(document, name);
    root.source = &source;
    TRY_OUT(answers_from_json(edition, &root, answers, err));
    *draft = arrange(edition, document);
out:
    json_decref(document);
    free(answers);
    return answers_judged(status, err);
}

enum status draft_answers(const struct edition *edition, json_t *draft, const char *name,
    struct answers *out, struct findings *findings, struct error *err)
{
    json_t *document = json_deep_copy(draft);
    enum status status = answers_of_document(edition, document, name, NULL, out, findings, err);
    json_decref(document);
    return status;
}

/* ---- writing ---- */

enum status draft_print(const struct edition *edition, json_t *draft, const struct catalog *catalog,
    struct buffer *out, struct error *err)
{
    const size_t before = out->length;
    json_t *document = draft_about(edition, draft, catalog);
    enum status status = json_write_pretty(document, out, err);
    json_decref(document);
    if (status != STATUS_OK || out->length - before <= ANSWERS_LENGTH_MAX)
        return status;
    out->length = before; /* the wording is too long to be read again: it is left out */
    return json_write_pretty(draft, out, err);
}

/* ---- single places ---- */

json_t *draft_question(json_t *draft, const struct edition *edition, unsigned place)
{
    char key[ANSWERS_KEY_SIZE];
    answers_question_key(key, edition->model.question[place].id);
    return json_object_get(json_object_get(draft, "answers"), key);
}

void draft_set_answer(
    json_t *draft, const struct edition *edition, unsigned place, const struct answer *answer)
{
    json_t *held = draft_question(draft, edition, place);
    json_t *note = json_incref(json_object_get(held, "note"));
    json_t *put = answers_answer_json(&edition->model.question[place], answer);
    (void)json_object_clear(held);
    (void)json_object_update(held, put);
    if (note != NULL)
        (void)json_object_set(held, "note", note);
    json_decref(put);
    json_decref(note);
}

void draft_renew(json_t *draft, const struct edition *edition)
{
    static const char *const members[] = {"period", "participants", ANSWERS_CIRCUMSTANCES,
        ANSWERS_OBSTACLES, "background", "approval"};
    json_t *empty = draft_new(edition);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        take_member(draft, empty, members[i]);
    for (unsigned i = 0; i < edition->model.questions; i++)
        (void)json_object_del(draft_question(draft, edition, i), "assessment");
    json_decref(empty);
}

/* The object that holds the text, and its last key; NULL if there is no such object. */
static json_t *holder_of(const json_t *draft, const char *where, const char **key)
{
    json_t *holder = (json_t *)(uintptr_t)draft;
    for (const char *point; (point = strchr(where, '.')) != NULL; where = point + 1) {
        char *part = memory_part(where, (size_t)(point - where));
        holder = json_object_get(holder, part);
        free(part);
    }
    *key = where;
    return json_is_object(holder) ? holder : NULL;
}

const char *draft_text(const json_t *draft, const char *where)
{
    const char *key;
    const json_t *holder = holder_of(draft, where, &key);
    const char *text = json_string_value(json_object_get(holder, key));
    return text == NULL ? "" : text;
}

bool draft_set_text(json_t *draft, const char *where, const char *text)
{
    const char *key;
    json_t *holder = holder_of(draft, where, &key);
    bool note = strncmp(where, "answers.", 8) == 0 && strcmp(key, "note") == 0;
    if (holder == NULL || (!note && !json_is_string(json_object_get(holder, key))))
        return false;
    if (note && text[0] == '\0') {
        (void)json_object_del(holder, key);
        return true;
    }
    return json_object_set_new(holder, key, json_string(text)) == 0;
}
