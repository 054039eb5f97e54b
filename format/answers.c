#include "format/answers.h"

#include "format/answers_parts.h"

#include <string.h>

bool answers_on_top(const char *id)
{
    return strcmp(id, ANSWERS_CIRCUMSTANCES) == 0 || strcmp(id, ANSWERS_OBSTACLES) == 0;
}

const char *answers_background(
    const struct edition *edition, const struct answers *answers, const char *id)
{
    int place = edition_find_background(edition, id);
    return place >= 0 ? answers->background[place] : "";
}

bool answers_consent(const struct edition *edition, const struct answers *answers, const char *id)
{
    int place = edition_find_background(edition, id);
    return place >= 0 && edition->background[place].consent &&
           strcmp(answers->background[place], EDITION_CONSENT_YES) == 0;
}

/* Whatever the document's layer calls it, to the one who asked these are invalid answers. */
static enum status judged(enum status status, struct error *err)
{
    if (status == STATUS_REFUSED && err != NULL &&
        (err->reason == REASON_BAD_SYNTAX || err->reason == REASON_BAD_VALUE))
        err->reason = REASON_INVALID_ANSWERS;
    return status;
}

enum status answers_peek_edition(const void *bytes, size_t length, const char *name,
    char id[EDITION_WORD_SIZE], struct error *err)
{
    json_t *document;
    struct json_place place;
    memset(id, 0, EDITION_WORD_SIZE);
    enum status status = json_read(bytes, length, name, &document, err);
    if (status != STATUS_OK)
        return judged(status, err);
    struct json_place root = json_root(document, name);
    if (json_is_object(document) && json_member(&root, "edition", &place))
        status = json_copy_string(&place, id, EDITION_WORD_SIZE, false, err);
    json_decref(document);
    return judged(status, err);
}

enum status answers_parse(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct answers *out, struct findings *findings, struct error *err)
{
    json_t *document;
    enum status status = json_read(bytes, length, name, &document, err);
    if (status != STATUS_OK)
        return judged(status, err);
    struct json_place root = json_root(document, name);
    status = answers_read(edition, &root, out, err);
    json_decref(document);
    if (status != STATUS_OK)
        return judged(status, err);
    return answers_check(edition, out, findings, err);
}

enum status answers_parse_canonical(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err)
{
    json_t *document;
    struct buffer again = {0};
    enum status status = json_read_canonical(bytes, length, NULL, &document, err);
    if (status != STATUS_OK)
        return judged(status, err);
    struct json_place root = json_root(document, NULL);
    status = answers_read(edition, &root, out, err);
    json_decref(document);
    if (status == STATUS_OK)
        status = answers_encode(edition, out, &again, err);
    if (status == STATUS_OK && (again.length != length || memcmp(again.data, bytes, length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
            "the answers are not in the form that is sealed: a key is missing, or a note was left in; "
            "let the sender seal them anew");
    buffer_free(&again);
    return judged(status, err);
}

enum status answers_parse_kept(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err)
{
    json_t *document;
    enum status status = json_read(bytes, length, NULL, &document, err);
    if (status != STATUS_OK)
        return judged(status, err);
    struct json_place root = json_root(document, NULL);
    status = answers_read(edition, &root, out, err);
    json_decref(document);
    return judged(status, err);
}
