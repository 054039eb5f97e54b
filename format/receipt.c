#include "format/receipt.h"

#include "base/text.h"
#include "format/document.h"

#include <stdio.h>
#include <string.h>

/* ---- receipt.json ---- */

static void write_comment(char comment[DOCUMENT_COMMENT_SIZE], const void *record)
{
    const struct receipt *receipt = record;
    char hex[FINGERPRINT_HEX_SIZE];
    fingerprint_hex(hex, &receipt->sealed);
    (void)snprintf(comment, DOCUMENT_COMMENT_SIZE, RECEIPT_FORMAT " %s", hex);
}

static enum status check_receipt(const void *record, struct error *err)
{
    const struct receipt *receipt = record;
    size_t length = strnlen(receipt->reference, sizeof receipt->reference);
    if (length == sizeof receipt->reference || !text_is_plain(receipt->reference, length, false))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "receipt: reference: expected at most 200 bytes of printable text");
    if (receipt->reason[0] != '\0' && !reason_code_is_formed(receipt->reason))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "receipt: reason: expected a code of lower-case letters and hyphens");
    return STATUS_OK;
}

static json_t *receipt_json(const void *record)
{
    const struct receipt *receipt = record;
    char sealed[FINGERPRINT_HEX_SIZE];
    char id[MANIFEST_ID_HEX];
    char time[MOMENT_SIZE];
    fingerprint_hex(sealed, &receipt->sealed);
    hex_encode(id, receipt->id, MANIFEST_ID_SIZE);
    moment_format(time, receipt->time);
    bool imported = receipt->reason[0] == '\0';
    return json_pack("{s:s,s:s,s:s?,s:s,s:s?,s:s,s:s}", "format", RECEIPT_FORMAT, "sealed", sealed,
        "id", receipt->id_known ? id : NULL, "verdict", imported ? "imported" : "refused", "reason",
        imported ? NULL : receipt->reason, "time", time, "reference", receipt->reference);
}

static enum status read_verdict(
    const struct json_place *root, struct receipt *receipt, struct error *err)
{
    struct json_place verdict;
    struct json_place reason;
    const char *said = NULL;
    TRY(json_require(root, "verdict", &verdict, err));
    TRY(json_expect_string(&verdict, 32, false, &said, err));
    TRY(json_require(root, "reason", &reason, err));
    if (!json_is_null(reason.value)) {
        TRY(json_copy_string(&reason, receipt->reason, sizeof receipt->reason, false, err));
        if (!reason_code_is_formed(receipt->reason))
            return json_refuse(&reason, err, "expected a code of lower-case letters and hyphens");
    }
    if (strcmp(said, receipt->reason[0] == '\0' ? "imported" : "refused") != 0)
        return json_refuse(&verdict, err, "does not agree with the reason");
    return STATUS_OK;
}

static enum status read_members(const struct json_place *root, void *record, struct error *err)
{
    static const char *const keys[] = {
        "format", "sealed", "id", "verdict", "reason", "time", "reference", NULL};
    struct receipt *receipt = record;
    TRY(json_expect_object(root, keys, err));
    TRY(json_require_hex(root, "sealed", receipt->sealed.bytes, FINGERPRINT_SIZE, err));
    TRY(json_require_hex_or_null(
        root, "id", &receipt->id_known, receipt->id, MANIFEST_ID_SIZE, err));
    TRY(json_require_moment(root, "time", &receipt->time, err));
    TRY(json_require_text(root, "reference", receipt->reference, sizeof receipt->reference, err));
    return read_verdict(root, receipt, err);
}

const struct document_type receipt_document = {
    .name = RECEIPT_NAME,
    .format = RECEIPT_FORMAT,
    .limit = RECEIPT_FILE_MAX,
    .record_size = sizeof(struct receipt),
    .altered = REASON_UNKNOWN_FORMAT,
    .check = check_receipt,
    .write = receipt_json,
    .read = read_members,
    .comment = write_comment,
};

/* ---- the file ---- */

enum status receipt_seal(const struct receipt *receipt, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err)
{
    if (receipt->reason[0] != '\0' &&
        !reason_may(reason_from_code(receipt->reason), REASON_IN_RECEIPT))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "receipt: reason: expected one that a bundle may be refused for");
    return document_make(&receipt_document, receipt, secret, frame, err);
}

/* The sealed digest that the trusted comment names. */
static enum status read_comment(
    const struct document_signed *found, struct fingerprint *sealed, struct error *err)
{
    static const char prefix[] = RECEIPT_FORMAT " ";
    struct minisign_claim claim;
    TRY(minisign_signature_peek(found->signature.bytes, found->signature.length, &claim, err));
    const char *hex = claim.trusted + sizeof prefix - 1;
    if (strncmp(claim.trusted, prefix, sizeof prefix - 1) != 0 ||
        !hex_decode(sealed->bytes, FINGERPRINT_SIZE, hex, strlen(hex)))
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_SIGNATURE, "this is not the signature of a receipt");
    return STATUS_OK;
}

enum status receipt_open(const uint8_t *frame, size_t length,
    const struct minisign_public *authority, struct receipt *receipt, struct error *err)
{
    struct document_signed found;
    struct receipt named = {0};
    struct receipt read;
    *receipt = (struct receipt){0};
    TRY(document_split(&receipt_document, frame, length, &found, err));
    TRY(read_comment(&found, &named.sealed, err));
    TRY(document_verify(&receipt_document, &found, authority, &named, err));
    TRY(document_read(&receipt_document, &found.json, &read, err));
    if (!fingerprint_equal(&read.sealed, &named.sealed))
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "receipt: it is not about the file that its signature names");
    *receipt = read;
    return STATUS_OK;
}
