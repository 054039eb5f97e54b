#include "format/document.h"

#include <string.h>

/* ---- making ---- */

enum status document_encode(
    const struct document_type *type, const void *record, struct buffer *json, struct error *err)
{
    size_t before = json->length;
    TRY(type->check(record, err));
    json_t *value = type->write(record);
    enum status status = json_write_canonical(value, json, err);
    json_decref(value);
    TRY(status);
    if (json->length - before <= type->limit)
        return STATUS_OK;
    json->length = before;
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
        "%s: larger than the %zu bytes allowed; put less into it", type->name, type->limit);
}

enum status document_sign(const struct document_type *type, const void *record,
    const struct minisign_secret *secret, struct buffer *json, struct buffer *signature,
    struct error *err)
{
    char comment[DOCUMENT_COMMENT_SIZE];
    size_t before = json->length;
    TRY(document_encode(type, record, json, err));
    type->comment(comment, record);
    return minisign_sign(
        secret, json->data + before, json->length - before, comment, signature, err);
}

enum status document_make(const struct document_type *type, const void *record,
    const struct minisign_secret *secret, struct buffer *frame, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    enum status status;
    TRY_OUT(document_sign(type, record, secret, &json, &signature, err));
    frame_document_build(
        type->name, json.data, json.length, signature.data, signature.length, frame);
out:
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

/* ---- opening ---- */

enum status document_split(const struct document_type *type, const uint8_t *frame, size_t length,
    struct document_signed *found, struct error *err)
{
    return frame_document_split(
        frame, length, type->name, type->limit, &found->json, &found->signature, err);
}

enum status document_verify(const struct document_type *type, const struct document_signed *found,
    const struct minisign_public *key, const void *record, struct error *err)
{
    char comment[DOCUMENT_COMMENT_SIZE];
    type->comment(comment, record);
    return minisign_document_verify(key, found->json.bytes, found->json.length, comment,
        found->signature.bytes, found->signature.length, err);
}

/* Whether the bytes are those that the record gives: then they say nothing that the record lacks,
 * such as the number of an authority. */
static enum status compare_bytes(const struct document_type *type, const struct frame_view *json,
    const void *record, bool *same, struct error *err)
{
    struct buffer again = {0};
    enum status status;
    TRY_OUT(document_encode(type, record, &again, err));
    *same = again.length == json->length && memcmp(again.data, json->bytes, again.length) == 0;
out:
    buffer_free(&again);
    return status;
}

static enum status read_members(const struct document_type *type, const struct frame_view *json,
    void *record, struct error *err)
{
    json_t *value = NULL;
    bool same = false;
    enum status status;
    TRY(json_read_canonical(json->bytes, json->length, type->name, &value, err));
    struct json_place root = json_root(value, type->name);
    TRY_OUT(json_expect_object(&root, NULL, err));
    TRY_OUT(type->read(&root, record, err));
    TRY_OUT(compare_bytes(type, json, record, &same, err));
    if (!same)
        status = error_set(err, STATUS_REFUSED, type->altered,
            "%s: not written as this program writes the format %s; ask for it to be made anew",
            type->name, type->format);
out:
    json_decref(value);
    return status;
}

enum status document_read(const struct document_type *type, const struct frame_view *json,
    void *record, struct error *err)
{
    memset(record, 0, type->record_size);
    enum status status = read_members(type, json, record, err);
    if (status != STATUS_OK)
        memset(record, 0, type->record_size);
    return status;
}

enum status document_open(const struct document_type *type, const uint8_t *frame, size_t length,
    const struct minisign_public *key, void *record, struct error *err)
{
    struct document_signed found;
    struct minisign_claim claim;
    char comment[DOCUMENT_COMMENT_SIZE];
    memset(record, 0, type->record_size);
    TRY(document_split(type, frame, length, &found, err));
    TRY(minisign_signature_peek(found.signature.bytes, found.signature.length, &claim, err));
    TRY(minisign_document_verify(key, found.json.bytes, found.json.length, claim.trusted,
        found.signature.bytes, found.signature.length, err));
    TRY(document_read(type, &found.json, record, err));
    type->comment(comment, record);
    if (strcmp(comment, claim.trusted) == 0)
        return STATUS_OK;
    memset(record, 0, type->record_size);
    return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
        "%s: the signature was made for another document", type->name);
}

enum status document_confirm(const struct document_type *type, const struct frame_view *json,
    const void *record, struct error *err)
{
    bool same = false;
    TRY(compare_bytes(type, json, record, &same, err));
    if (same)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "%s: what was read from it is not what was signed", type->name);
}
