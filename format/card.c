#include "format/card.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>

/* ---- card.json ---- */

#define FORMAT_FAMILY "sigill-card/"
#define SECONDS_A_DAY 86400

static const char *const role_names[] = {
    [CARD_ORGANISATION] = "organisation",
    [CARD_AUTHORITY] = "authority",
};

/* An id in an edition: a-z, 0-9, hyphen, and the small letters of Latin-1 (U+00DF to U+00FF but the
 * division sign), such as å, ä, ö. */
static bool is_group(const char *text, size_t length)
{
    const uint8_t *bytes = (const uint8_t *)text;
    for (size_t i = 0; i < length; i++) {
        if ((bytes[i] >= 'a' && bytes[i] <= 'z') || (bytes[i] >= '0' && bytes[i] <= '9') ||
            bytes[i] == '-')
            continue;
        if (bytes[i] != 0xC3 || i + 1 == length)
            return false;
        i++;
        if (bytes[i] < 0x9F || bytes[i] > 0xBF || bytes[i] == 0xB7)
            return false;
    }
    return length > 0;
}

static enum status check_party(const struct card *card, struct error *err)
{
    size_t name = strnlen(card->name, sizeof card->name);
    size_t number = strnlen(card->number, sizeof card->number);
    size_t group = strnlen(card->group, sizeof card->group);
    if (card->role != CARD_ORGANISATION && card->role != CARD_AUTHORITY)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: role: expected organisation or authority");
    if (name == 0 || name > CARD_NAME_MAX || !text_is_plain(card->name, name, false))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: name: expected 1 to 200 bytes of printable text");
    if (card->role == CARD_AUTHORITY) {
        if (number != 0 || group != 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "card: role: expected an authority without number and group");
        return STATUS_OK;
    }
    if (number == sizeof card->number || !organisation_number_is_canonical(card->number, number))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: number: expected an organisation number such as 212999-0004");
    if (group > CARD_GROUP_MAX || !is_group(card->group, group))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: group: expected a group's id in small letters");
    return STATUS_OK;
}

static bool is_day(int64_t seconds)
{
    char text[DAY_SIZE];
    int64_t read_back = 0;
    day_format(text, seconds);
    return day_parse(text, strlen(text), &read_back) && read_back == seconds;
}

static enum status check_recipient(const struct card *card, uint32_t index, struct error *err)
{
    const char *text = card->recipient[index];
    size_t length = strnlen(text, sizeof card->recipient[index]);
    struct age_recipient recipient = {0};
    if (length == sizeof card->recipient[index])
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: recipients: expected keys that begin with age1pq1");
    enum status status = age_recipient_parse(&recipient, text, length, err);
    if (status == STATUS_OK && recipient.kind != AGE_HYBRID)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: recipients: expected keys that begin with age1pq1");
    age_recipient_clear(&recipient);
    for (uint32_t i = 0; i < index && status == STATUS_OK; i++) {
        if (strcmp(card->recipient[i], text) == 0)
            status = error_set(
                err, STATUS_REFUSED, REASON_BAD_VALUE, "card: recipients: expected each key once");
    }
    return status;
}

static enum status check_record(const struct card *card, struct error *err)
{
    enum status status = check_party(card, err);
    if (status != STATUS_OK)
        return status;
    if (card->series < 1 || card->series > CARD_SERIES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: series: expected a number from 1 to 1000000");
    if (!is_day(card->valid_from) || !is_day(card->valid_until) ||
        card->valid_from > card->valid_until)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: valid: expected a first day and a last day that is not before it");
    if (card->recipients < 1 || card->recipients > CARD_RECIPIENTS_MAX)
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_VALUE, "card: recipients: expected 1 to 8 keys");
    for (uint32_t i = 0; i < card->recipients && status == STATUS_OK; i++)
        status = check_recipient(card, i, err);
    return status;
}

static json_t *recipients_value(const struct card *card)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < card->recipients; i++) {
        if (json_array_append_new(list, json_string(card->recipient[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* NULL if there is no memory. */
static json_t *card_value(const struct card *card, const char *sign)
{
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    json_t *value = json_pack("{s:s, s:s, s:s, s:I, s:s, s:o, s:{s:s, s:s}}", "format", CARD_FORMAT,
        "role", role_names[card->role], "name", card->name, "series", (json_int_t)card->series,
        "sign", sign, "recipients", recipients_value(card), "valid", "from", from, "until", until);
    if (value == NULL || card->role == CARD_AUTHORITY)
        return value;
    if (json_object_set_new(value, "number", json_string(card->number)) != 0 ||
        json_object_set_new(value, "group", json_string(card->group)) != 0) {
        json_decref(value);
        return NULL;
    }
    return value;
}

enum status card_encode(const struct card *card, struct buffer *json, struct error *err)
{
    char sign[MINISIGN_PUBLIC_LINE_SIZE];
    struct minisign_public read_back;
    enum status status = check_record(card, err);
    if (status != STATUS_OK)
        return status;
    minisign_public_line(sign, &card->sign);
    if (minisign_public_from_line(sign, strlen(sign), &read_back, NULL) != STATUS_OK)
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_VALUE, "card: sign: expected a minisign public key");
    json_t *value = card_value(card, sign);
    if (value == NULL)
        return error_memory(err);
    status = json_write_canonical(value, json, err);
    json_decref(value);
    return status;
}

static enum status read_format(const struct json_place *root, struct error *err)
{
    struct json_place place;
    const char *format = NULL;
    enum status status = json_require(root, "format", &place, err);
    if (status == STATUS_OK)
        status = json_expect_string(&place, 40, false, &format, err);
    if (status != STATUS_OK || strcmp(format, CARD_FORMAT) == 0)
        return status;
    if (strncmp(format, FORMAT_FAMILY, sizeof FORMAT_FAMILY - 1) == 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "the card is of the format %s, which this program does not know; use a newer program",
            format);
    return json_refuse(&place, err, "is not a card's format; %s was expected", CARD_FORMAT);
}

static enum status read_text(
    const struct json_place *parent, const char *key, char *text, size_t size, struct error *err)
{
    struct json_place place;
    enum status status = json_require(parent, key, &place, err);
    if (status == STATUS_OK)
        status = json_copy_string(&place, text, size, false, err);
    return status;
}

static enum status read_party(const struct json_place *root, struct card *card, struct error *err)
{
    char role[sizeof "organisation"];
    enum status status = read_text(root, "role", role, sizeof role, err);
    if (status == STATUS_OK)
        status = read_text(root, "name", card->name, sizeof card->name, err);
    if (status != STATUS_OK)
        return status;
    if (strcmp(role, role_names[CARD_AUTHORITY]) == 0) {
        card->role = CARD_AUTHORITY;
        return STATUS_OK;
    }
    if (strcmp(role, role_names[CARD_ORGANISATION]) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: role: expected organisation or authority");
    card->role = CARD_ORGANISATION;
    status = read_text(root, "number", card->number, sizeof card->number, err);
    if (status == STATUS_OK)
        status = read_text(root, "group", card->group, sizeof card->group, err);
    return status;
}

static enum status read_day(
    const struct json_place *valid, const char *key, int64_t *seconds, struct error *err)
{
    char text[DAY_SIZE];
    enum status status = read_text(valid, key, text, sizeof text, err);
    if (status == STATUS_OK && !day_parse(text, strlen(text), seconds))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: valid.%s: expected a day such as 2026-12-31", key);
    return status;
}

static enum status read_validity(
    const struct json_place *root, struct card *card, struct error *err)
{
    static const char *const keys[] = {"from", "until", NULL};
    struct json_place valid;
    struct json_place series;
    uint64_t number = 0;
    enum status status = json_require(root, "valid", &valid, err);
    if (status == STATUS_OK)
        status = json_expect_object(&valid, keys, err);
    if (status == STATUS_OK)
        status = read_day(&valid, "from", &card->valid_from, err);
    if (status == STATUS_OK)
        status = read_day(&valid, "until", &card->valid_until, err);
    if (status == STATUS_OK)
        status = json_require(root, "series", &series, err);
    if (status == STATUS_OK)
        status = json_expect_integer(&series, 1, CARD_SERIES_MAX, &number, err);
    card->series = (uint32_t)number;
    return status;
}

static enum status read_keys(const struct json_place *root, struct card *card, struct error *err)
{
    char sign[MINISIGN_PUBLIC_LINE_SIZE];
    struct json_place list;
    size_t count = 0;
    enum status status = read_text(root, "sign", sign, sizeof sign, err);
    if (status == STATUS_OK)
        status = minisign_public_from_line(sign, strlen(sign), &card->sign, err);
    if (status == STATUS_OK)
        status = json_require(root, "recipients", &list, err);
    if (status == STATUS_OK)
        status = json_expect_array(&list, CARD_RECIPIENTS_MAX, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct json_place element = json_element(&list, i);
        status =
            json_copy_string(&element, card->recipient[i], sizeof card->recipient[i], false, err);
    }
    card->recipients = (uint32_t)count;
    return status;
}

static enum status read_record(const struct json_place *root, struct card *card, struct error *err)
{
    static const char *const keys[] = {
        "format", "role", "name", "number", "group", "series", "sign", "recipients", "valid", NULL};
    enum status status = read_format(root, err);
    if (status == STATUS_OK)
        status = json_expect_object(root, keys, err);
    if (status == STATUS_OK)
        status = read_party(root, card, err);
    if (status == STATUS_OK)
        status = read_validity(root, card, err);
    if (status == STATUS_OK)
        status = read_keys(root, card, err);
    return status;
}

/* The bytes must be those that the record gives: so they say nothing that the record lacks, such as
 * the number of an authority. */
static enum status compare(
    const struct card *card, const uint8_t *json, size_t length, struct error *err)
{
    struct buffer rebuilt = {0};
    enum status status = card_encode(card, &rebuilt, err);
    if (status == STATUS_OK &&
        (rebuilt.length != length || memcmp(rebuilt.data, json, length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "the card is not written as this program would write it; ask its owner to make it anew");
    buffer_free(&rebuilt);
    return status;
}

enum status card_parse(const uint8_t *json, size_t length, struct card *card, struct error *err)
{
    json_t *value = NULL;
    *card = (struct card){0};
    enum status status = json_read_canonical(json, length, CARD_NAME, &value, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(value, CARD_NAME);
    status = json_expect_object(&root, NULL, err);
    if (status == STATUS_OK)
        status = read_record(&root, card, err);
    json_decref(value);
    if (status == STATUS_OK)
        status = compare(card, json, length, err);
    if (status != STATUS_OK)
        *card = (struct card){0};
    return status;
}

enum status card_add_recipients(
    const struct card *card, struct age_recipients *list, struct error *err)
{
    for (uint32_t i = 0; i < card->recipients; i++) {
        struct age_recipient recipient;
        TRY(age_recipient_parse(&recipient, card->recipient[i], strlen(card->recipient[i]), err));
        age_recipients_add(list, &recipient);
    }
    return STATUS_OK;
}

bool card_valid_on(const struct card *card, int64_t seconds)
{
    return seconds >= card->valid_from && seconds - card->valid_until < SECONDS_A_DAY;
}

/* ---- the file ---- */

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
