#include "format/card.h"

#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>

enum { TRUSTED_SIZE = sizeof CARD_FORMAT + sizeof "authority" + ORGANISATION_NUMBER_SIZE };

static void trusted_comment(char text[TRUSTED_SIZE], const struct card *card)
{
    (void)snprintf(text, TRUSTED_SIZE, CARD_FORMAT " %.*s", ORGANISATION_NUMBER_SIZE - 1,
        card->role == CARD_AUTHORITY ? "authority" : card->number);
}

enum status card_seal(const struct card *card, const struct minisign_secret *secret,
    struct buffer *frame, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    char trusted[TRUSTED_SIZE];
    enum status status = card_encode(card, &json, err);
    if (status != STATUS_OK)
        goto out;
    if (!minisign_public_equal(&card->sign, minisign_key_public(secret))) {
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the card names another signing key than the one it would be signed with");
        goto out;
    }
    trusted_comment(trusted, card);
    status = minisign_sign(secret, json.data, json.length, trusted, &signature, err);
    if (status == STATUS_OK)
        status = frame_document_build(
            CARD_NAME, json.data, json.length, signature.data, signature.length, frame, err);
    if (status == STATUS_OK && fingerprint != NULL)
        fingerprint_of(fingerprint, json.data, json.length);
out:
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

static enum status split(const uint8_t *frame, size_t length, struct frame_view *json,
    struct frame_view *signature, struct error *err)
{
    return frame_document_split(frame, length, CARD_NAME, CARD_JSON_MAX, json, signature, err);
}

enum status card_fingerprint(
    const uint8_t *frame, size_t length, struct fingerprint *fingerprint, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    enum status status = split(frame, length, &json, &signature, err);
    if (status == STATUS_OK)
        fingerprint_of(fingerprint, json.bytes, json.length);
    return status;
}

static enum status verify(const struct card *card, const struct frame_view *json,
    const struct frame_view *signature, struct error *err)
{
    char trusted[TRUSTED_SIZE];
    trusted_comment(trusted, card);
    return minisign_document_verify(
        &card->sign, json->bytes, json->length, trusted, signature->bytes, signature->length, err);
}

enum status card_open(const uint8_t *frame, size_t length, const struct fingerprint_given *given,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status = split(frame, length, &json, &signature, err);
    if (status != STATUS_OK)
        return status;
    fingerprint_of(fingerprint, json.bytes, json.length);
    if (given != NULL)
        status = fingerprint_check(given, fingerprint, err);
    if (status == STATUS_OK)
        status = card_parse(json.bytes, json.length, card, err);
    if (status == STATUS_OK)
        status = verify(card, &json, &signature, err);
    if (status != STATUS_OK) {
        *card = (struct card){0};
        *fingerprint = (struct fingerprint){0};
    }
    return status;
}

static enum status read_label(const struct frame_view *json, char name[CARD_NAME_MAX + 1],
    char group[CARD_GROUP_MAX + 1], struct error *err)
{
    json_t *value = NULL;
    struct json_place member;
    enum status status = json_read(json->bytes, json->length, CARD_NAME, &value, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(value, CARD_NAME);
    status = json_expect_object(&root, NULL, err);
    if (status == STATUS_OK)
        status = json_require(&root, "name", &member, err);
    if (status == STATUS_OK)
        status = json_copy_string(&member, name, CARD_NAME_MAX + 1, false, err);
    if (status == STATUS_OK)
        status = json_require(&root, "group", &member, err);
    if (status == STATUS_OK)
        status = json_copy_string(&member, group, CARD_GROUP_MAX + 1, false, err);
    json_decref(value);
    return status;
}

enum status card_label(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    struct fingerprint found;
    enum status status = split(frame, length, &json, &signature, err);
    if (status != STATUS_OK)
        return status;
    fingerprint_of(&found, json.bytes, json.length);
    if (!fingerprint_equal(&found, noted))
        return error_set(err, STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH,
            "the card is not the one whose fingerprint was noted");
    return read_label(&json, name, group, err);
}

enum status card_confirm(const uint8_t *frame, size_t length, const struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    struct buffer rebuilt = {0};
    *fingerprint = (struct fingerprint){0};
    enum status status = split(frame, length, &json, &signature, err);
    if (status == STATUS_OK)
        status = card_encode(card, &rebuilt, err);
    if (status == STATUS_OK &&
        (rebuilt.length != json.length || memcmp(rebuilt.data, json.bytes, json.length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the card's file does not say what was read from it");
    if (status == STATUS_OK)
        status = verify(card, &json, &signature, err);
    if (status == STATUS_OK)
        fingerprint_of(fingerprint, json.bytes, json.length);
    buffer_free(&rebuilt);
    return status;
}

static enum status check_successor(
    const struct card *card, const struct card *trusted, struct error *err)
{
    if (card->role != trusted->role || strcmp(card->number, trusted->number) != 0 ||
        !minisign_public_equal(&card->sign, &trusted->sign))
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "the card is another party's, or has another signing key, than the one it should "
            "replace; compare its fingerprint over the telephone and give it");
    if (card->series != trusted->series + 1)
        return error_set(err, STATUS_REFUSED, REASON_NOT_TRUSTED,
            "the card is number %u in its series, and only number %u can replace the trusted one "
            "by itself; compare its fingerprint over the telephone and give it",
            (unsigned)card->series, (unsigned)trusted->series + 1);
    return STATUS_OK;
}

enum status card_open_successor(const uint8_t *frame, size_t length, const struct card *trusted,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status = split(frame, length, &json, &signature, err);
    if (status == STATUS_OK)
        status = verify(trusted, &json, &signature, err);
    if (status == STATUS_OK)
        status = card_parse(json.bytes, json.length, card, err);
    if (status == STATUS_OK)
        status = check_successor(card, trusted, err);
    if (status != STATUS_OK)
        *card = (struct card){0};
    else
        fingerprint_of(fingerprint, json.bytes, json.length);
    return status;
}
