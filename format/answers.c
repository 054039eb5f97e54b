#include "format/answers.h"

#include "base/memory.h"
#include "format/answers_parts.h"

#include <stdlib.h>
#include <string.h>

bool answers_on_top(const char *id)
{
    return strcmp(id, ANSWERS_CIRCUMSTANCES) == 0 || strcmp(id, ANSWERS_OBSTACLES) == 0;
}

bool answers_consent(const struct edition *edition, const struct answers *answers, const char *id)
{
    int place = edition_find_background(edition, id);
    return place >= 0 && edition->background[place].consent &&
           strcmp(answers->background[place], EDITION_CONSENT_YES) == 0;
}

enum status answers_judged(enum status status, struct error *err)
{
    if (status == STATUS_REFUSED && err != NULL &&
        (err->reason == REASON_BAD_SYNTAX || err->reason == REASON_BAD_VALUE))
        err->reason = REASON_INVALID_ANSWERS;
    return status;
}

enum status answers_read(
    const void *bytes, size_t length, const char *name, json_t **document, struct error *err)
{
    return answers_judged(json_read(bytes, length, name, document, err), err);
}

enum status answers_named_edition(
    json_t *document, const char *name, char id[EDITION_WORD_SIZE], struct error *err)
{
    struct json_place root = json_root(document, name);
    struct json_place place;
    memset(id, 0, EDITION_WORD_SIZE);
    if (!json_is_object(document) || !json_member(&root, "edition", &place))
        return STATUS_OK;
    return answers_judged(json_copy_string(&place, id, EDITION_WORD_SIZE, false, err), err);
}

/* canonical: the file must be in the form that is signed. */
static enum status read_answers(const struct edition *edition, const void *bytes, size_t length,
    bool canonical, struct answers *out, struct error *err)
{
    json_t *document = NULL;
    enum status status = STATUS_OK;
    TRY_OUT(canonical ? json_read_canonical(bytes, length, NULL, &document, err)
                      : json_read(bytes, length, NULL, &document, err));
    struct json_place root = json_root(document, NULL);
    status = answers_from_json(edition, &root, out, err);
out:
    json_decref(document);
    return answers_judged(status, err);
}

enum status answers_of_document(const struct edition *edition, json_t *document, const char *name,
    const struct json_source *source, struct answers *out, struct findings *findings,
    struct error *err)
{
    struct findings named;
    enum status status;
    findings_init(&named, findings->catalog);
    answers_understand(edition, document);
    struct json_place root = json_root(document, name);
    root.source = source;
    TRY_OUT(answers_from_json(edition, &root, out, err));
    answers_check(edition, out, findings);
    answers_name_unknown(edition, &root, &named);
    findings_replace(findings, &named);
out:
    findings_free(&named);
    return answers_judged(status, err);
}

enum status answers_parse(const struct edition *edition, const void *bytes, size_t length,
    const char *name, struct answers *out, struct findings *findings, struct error *err)
{
    const struct json_source source = {.text = bytes, .length = length};
    json_t *document = NULL;
    enum status status;
    TRY_OUT(answers_read(bytes, length, name, &document, err));
    status = answers_of_document(edition, document, name, &source, out, findings, err);
out:
    json_decref(document);
    return status;
}

enum status answers_parse_canonical(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err)
{
    struct buffer again = {0};
    enum status status = STATUS_OK;
    TRY_OUT(read_answers(edition, bytes, length, true, out, err));
    TRY_OUT(answers_encode(edition, out, &again, err));
    if (again.length != length || memcmp(again.data, bytes, length) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_INVALID_ANSWERS,
            "the answers are not in the form that is sealed: a key is missing, or a note was left in; "
            "let the sender seal them anew");
out:
    buffer_free(&again);
    return answers_judged(status, err);
}

enum status answers_parse_kept(const struct edition *edition, const void *bytes, size_t length,
    struct answers *out, struct error *err)
{
    return read_answers(edition, bytes, length, false, out, err);
}

enum status answers_encode(const struct edition *edition, const struct answers *answers,
    struct buffer *out, struct error *err)
{
    TRY(answers_validate_record(edition, answers, err));
    json_t *document = answers_to_json(edition, answers);
    enum status status = json_write_canonical(document, out, err);
    json_decref(document);
    return status;
}
