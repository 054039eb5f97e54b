#include "format/receipt.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>

#define COMMENT_SIZE (sizeof RECEIPT_FORMAT + FINGERPRINT_HEX_SIZE)

static void comment_of(char comment[COMMENT_SIZE], const struct fingerprint *sealed)
{
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, sealed);
    (void)snprintf(comment, COMMENT_SIZE, RECEIPT_FORMAT " %s", hex);
}

static enum status encode(const struct receipt *receipt, struct buffer *out, struct error *err)
{
    char sealed[FINGERPRINT_HEX_SIZE];
    char id[MANIFEST_ID_HEX];
    char time[MOMENT_SIZE];
    fingerprint_hex(sealed, &receipt->sealed);
    hex_encode(id, receipt->id, MANIFEST_ID_SIZE);
    moment_format(time, receipt->time);
    bool imported = receipt->reason == REASON_NONE;
    json_t *json = json_pack("{s:s,s:s,s:s?,s:s,s:s?,s:s,s:s}", "format", RECEIPT_FORMAT, "sealed",
        sealed, "id", receipt->id_known ? id : NULL, "verdict", imported ? "imported" : "refused",
        "reason", imported ? NULL : reason_code(receipt->reason), "time", time, "reference",
        receipt->reference);
    if (json == NULL)
        return error_memory(err);
    enum status status = json_write_canonical(json, out, err);
    json_decref(json);
    return status;
}

enum status receipt_seal(const struct receipt *receipt, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    char comment[COMMENT_SIZE];
    comment_of(comment, &receipt->sealed);
    enum status status = encode(receipt, &json, err);
    if (status == STATUS_OK)
        status = minisign_sign(secret, json.data, json.length, comment, &signature, err);
    if (status == STATUS_OK)
        status = frame_document_build(
            RECEIPT_NAME, json.data, json.length, signature.data, signature.length, frame, err);
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

static enum reason reason_of(const char *code)
{
    for (int i = REASON_NONE + 1; i <= REASON_IO_ERROR; i++) {
        if (strcmp(code, reason_code((enum reason)i)) == 0)
            return (enum reason)i;
    }
    return REASON_NONE;
}

static enum status read_verdict(
    const struct json_place *root, struct receipt *receipt, struct error *err)
{
    struct json_place verdict;
    struct json_place reason;
    const char *said = NULL;
    const char *code = NULL;
    enum status status = json_require(root, "verdict", &verdict, err);
    if (status == STATUS_OK)
        status = json_expect_string(&verdict, 32, false, &said, err);
    if (status == STATUS_OK)
        status = json_require(root, "reason", &reason, err);
    if (status == STATUS_OK && !json_is_null(reason.value))
        status = json_expect_string(&reason, 64, false, &code, err);
    if (status != STATUS_OK)
        return status;
    receipt->reason = code == NULL ? REASON_NONE : reason_of(code);
    if (strcmp(said, receipt->reason == REASON_NONE ? "imported" : "refused") != 0)
        return json_refuse(&verdict, err, "does not agree with the reason");
    return STATUS_OK;
}

static enum status read_fields(
    const struct json_place *root, struct receipt *receipt, struct error *err)
{
    static const char *const keys[] = {
        "format", "sealed", "id", "verdict", "reason", "time", "reference", NULL};
    struct json_place id;
    struct json_place place;
    const char *text = NULL;
    enum status status = json_expect_object(root, keys, err);
    if (status == STATUS_OK)
        status = json_require(root, "id", &id, err);
    if (status == STATUS_OK && !json_is_null(id.value)) {
        status = json_expect_string(&id, 2 * MANIFEST_ID_SIZE, false, &text, err);
        if (status == STATUS_OK && !hex_decode(receipt->id, MANIFEST_ID_SIZE, text, strlen(text)))
            status = json_refuse(&id, err, "expected an id");
        receipt->id_known = true;
    }
    if (status == STATUS_OK)
        status = json_require(root, "time", &place, err);
    if (status == STATUS_OK)
        status = json_expect_string(&place, MOMENT_SIZE, false, &text, err);
    if (status == STATUS_OK && !moment_parse(text, strlen(text), &receipt->time))
        status = json_refuse(&place, err, "expected a moment YYYY-MM-DDTHH:MM:SSZ");
    if (status == STATUS_OK)
        status = json_require(root, "reference", &place, err);
    if (status == STATUS_OK)
        status =
            json_copy_string(&place, receipt->reference, sizeof receipt->reference, false, err);
    return status == STATUS_OK ? read_verdict(root, receipt, err) : status;
}

/* Every field is read, and what they say must be the very bytes that were signed: that covers
 * format, and sealed, which the trusted comment names too. */
static enum status parse(const struct frame_view *json, struct receipt *receipt, struct error *err)
{
    json_t *document = NULL;
    struct buffer again = {0};
    enum status status =
        json_read_canonical(json->bytes, json->length, RECEIPT_NAME, &document, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(document, RECEIPT_NAME);
    status = read_fields(&root, receipt, err);
    if (status == STATUS_OK)
        status = encode(receipt, &again, err);
    if (status == STATUS_OK &&
        (again.length != json->length || memcmp(again.data, json->bytes, again.length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "receipt: not in the format %s that this program reads", RECEIPT_FORMAT);
    json_decref(document);
    buffer_free(&again);
    return status;
}

/* The sealed digest, from the trusted comment of a signature. */
static enum status claimed_digest(const struct frame_view *signature, struct minisign_claim *claim,
    struct fingerprint *sealed, struct error *err)
{
    static const char prefix[] = RECEIPT_FORMAT " ";
    enum status status = minisign_signature_peek(signature->bytes, signature->length, claim, err);
    if (status != STATUS_OK)
        return status;
    const char *hex = claim->trusted + sizeof prefix - 1;
    if (strncmp(claim->trusted, prefix, sizeof prefix - 1) != 0 ||
        !hex_decode(sealed->bytes, FINGERPRINT_SIZE, hex, strlen(hex)))
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_SIGNATURE, "this is not the signature of a receipt");
    return STATUS_OK;
}

enum status receipt_open(const uint8_t *frame, size_t length,
    const struct minisign_public *authority, struct receipt *receipt, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    struct minisign_claim claim;
    *receipt = (struct receipt){0};
    enum status status =
        frame_document_split(frame, length, RECEIPT_NAME, RECEIPT_FILE_MAX, &json, &signature, err);
    if (status == STATUS_OK)
        status = claimed_digest(&signature, &claim, &receipt->sealed, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(authority, json.bytes, json.length, claim.trusted,
            signature.bytes, signature.length, err);
    if (status == STATUS_OK)
        status = parse(&json, receipt, err);
    if (status != STATUS_OK)
        *receipt = (struct receipt){0};
    return status;
}
