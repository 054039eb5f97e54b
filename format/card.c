#include "format/card.h"

#include "base/clock.h"
#include "base/text.h"
#include "format/document.h"
#include "format/name.h"

#include <stdio.h>
#include <string.h>

/* ---- card.json ---- */

#define FORMAT_FAMILY "sigill-card/"
#define SECONDS_A_DAY 86400

static const char *const ROLES[] = {
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
    if (!name_is_allowed(card->name, name))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: name: expected 1 to 200 bytes of letters that can be seen, and single spaces "
            "between words");
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
    TRY(age_recipient_parse(&recipient, text, length, err));
    if (recipient.kind != AGE_HYBRID)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: recipients: expected keys that begin with age1pq1");
    for (uint32_t i = 0; i < index; i++) {
        if (strcmp(card->recipient[i], text) == 0)
            return error_set(
                err, STATUS_REFUSED, REASON_BAD_VALUE, "card: recipients: expected each key once");
    }
    return STATUS_OK;
}

static enum status check_card(const void *record, struct error *err)
{
    const struct card *card = record;
    char sign[MINISIGN_PUBLIC_LINE_SIZE];
    struct minisign_public read_back;
    TRY(check_party(card, err));
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
    for (uint32_t i = 0; i < card->recipients; i++)
        TRY(check_recipient(card, i, err));
    minisign_public_line(sign, &card->sign);
    if (minisign_public_from_line(sign, strlen(sign), &read_back, NULL) != STATUS_OK)
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_VALUE, "card: sign: expected a minisign public key");
    return STATUS_OK;
}

static json_t *card_json(const void *record)
{
    const struct card *card = record;
    bool organisation = card->role == CARD_ORGANISATION;
    char sign[MINISIGN_PUBLIC_LINE_SIZE];
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    minisign_public_line(sign, &card->sign);
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    json_t *recipients = json_array();
    for (uint32_t i = 0; i < card->recipients; i++)
        (void)json_array_append_new(recipients, json_string(card->recipient[i]));
    return json_pack("{s:s,s:s,s:s,s:s*,s:s*,s:I,s:s,s:o,s:{s:s,s:s}}", "format", CARD_FORMAT,
        "role", ROLES[card->role], "name", card->name, "number", organisation ? card->number : NULL,
        "group", organisation ? card->group : NULL, "series", (json_int_t)card->series, "sign",
        sign, "recipients", recipients, "valid", "from", from, "until", until);
}

static enum status read_format(const struct json_place *root, struct error *err)
{
    struct json_place place;
    const char *format = NULL;
    TRY(json_require(root, "format", &place, err));
    TRY(json_expect_string(&place, 40, false, &format, err));
    if (strcmp(format, CARD_FORMAT) == 0)
        return STATUS_OK;
    if (strncmp(format, FORMAT_FAMILY, sizeof FORMAT_FAMILY - 1) == 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "the card is of the format %s, which this program does not know; use a newer program",
            format);
    return json_refuse(&place, err, "is not a card's format; %s was expected", CARD_FORMAT);
}

static enum status read_party(const struct json_place *root, struct card *card, struct error *err)
{
    char role[sizeof "organisation"];
    TRY(json_require_text(root, "role", role, sizeof role, err));
    TRY(json_require_text(root, "name", card->name, sizeof card->name, err));
    if (strcmp(role, ROLES[CARD_AUTHORITY]) == 0) {
        card->role = CARD_AUTHORITY;
        return STATUS_OK;
    }
    if (strcmp(role, ROLES[CARD_ORGANISATION]) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "card: role: expected organisation or authority");
    card->role = CARD_ORGANISATION;
    TRY(json_require_text(root, "number", card->number, sizeof card->number, err));
    return json_require_text(root, "group", card->group, sizeof card->group, err);
}

static enum status read_validity(
    const struct json_place *root, struct card *card, struct error *err)
{
    static const char *const keys[] = {"from", "until", NULL};
    struct json_place valid;
    uint64_t series = 0;
    TRY(json_require_object(root, "valid", keys, &valid, err));
    TRY(json_require_day(&valid, "from", &card->valid_from, err));
    TRY(json_require_day(&valid, "until", &card->valid_until, err));
    TRY(json_require_integer(root, "series", 1, CARD_SERIES_MAX, &series, err));
    card->series = (uint32_t)series;
    return STATUS_OK;
}

static enum status read_keys(const struct json_place *root, struct card *card, struct error *err)
{
    char sign[MINISIGN_PUBLIC_LINE_SIZE];
    struct json_place list;
    size_t count = 0;
    TRY(json_require_text(root, "sign", sign, sizeof sign, err));
    TRY(minisign_public_from_line(sign, strlen(sign), &card->sign, err));
    TRY(json_require_array(root, "recipients", CARD_RECIPIENTS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place element = json_element(&list, i);
        TRY(json_copy_string(&element, card->recipient[i], sizeof card->recipient[i], false, err));
    }
    card->recipients = (uint32_t)count;
    return STATUS_OK;
}

static enum status read_members(const struct json_place *root, void *record, struct error *err)
{
    static const char *const keys[] = {
        "format", "role", "name", "number", "group", "series", "sign", "recipients", "valid", NULL};
    struct card *card = record;
    TRY(read_format(root, err));
    TRY(json_expect_object(root, keys, err));
    TRY(read_party(root, card, err));
    TRY(read_validity(root, card, err));
    return read_keys(root, card, err);
}

static void write_comment(char comment[DOCUMENT_COMMENT_SIZE], const void *record)
{
    const struct card *card = record;
    (void)snprintf(comment, DOCUMENT_COMMENT_SIZE, CARD_FORMAT " %.*s",
        ORGANISATION_NUMBER_SIZE - 1, card->role == CARD_AUTHORITY ? "authority" : card->number);
}

const struct document_type card_document = {
    .name = CARD_NAME,
    .format = CARD_FORMAT,
    .limit = CARD_JSON_MAX,
    .record_size = sizeof(struct card),
    .altered = REASON_BAD_SYNTAX,
    .check = check_card,
    .write = card_json,
    .read = read_members,
    .comment = write_comment,
};

enum status card_encode(const struct card *card, struct buffer *json, struct error *err)
{
    return document_encode(&card_document, card, json, err);
}

enum status card_parse(const uint8_t *json, size_t length, struct card *card, struct error *err)
{
    return document_read(&card_document, &(struct frame_view){json, length}, card, err);
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

static void fingerprint_json(struct fingerprint *fingerprint, const struct document_signed *found)
{
    fingerprint_of(fingerprint, found->json.bytes, found->json.length);
}

enum status card_seal(const struct card *card, const struct minisign_secret *secret,
    struct buffer *frame, struct fingerprint *fingerprint, struct error *err)
{
    size_t before = frame->length;
    TRY(check_card(card, err));
    if (!minisign_public_equal(&card->sign, minisign_key_public(secret)))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the card names another signing key than the one it would be signed with");
    TRY(document_make(&card_document, card, secret, frame, err));
    if (fingerprint == NULL)
        return STATUS_OK;
    return card_fingerprint(frame->data + before, frame->length - before, fingerprint, err);
}

enum status card_fingerprint(
    const uint8_t *frame, size_t length, struct fingerprint *fingerprint, struct error *err)
{
    struct document_signed found;
    TRY(document_split(&card_document, frame, length, &found, err));
    fingerprint_json(fingerprint, &found);
    return STATUS_OK;
}

enum status card_open(const uint8_t *frame, size_t length, const struct fingerprint_given *given,
    struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct document_signed found;
    struct fingerprint told;
    struct card read;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    TRY(document_split(&card_document, frame, length, &found, err));
    fingerprint_json(&told, &found);
    if (given != NULL)
        TRY(fingerprint_check(given, &told, err));
    TRY(document_read(&card_document, &found.json, &read, err));
    TRY(document_verify(&card_document, &found, &read.sign, &read, err));
    *card = read;
    *fingerprint = told;
    return STATUS_OK;
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
    struct document_signed found;
    struct card read;
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    TRY(document_split(&card_document, frame, length, &found, err));
    TRY(document_verify(&card_document, &found, &trusted->sign, trusted, err));
    TRY(document_read(&card_document, &found.json, &read, err));
    TRY(check_successor(&read, trusted, err));
    *card = read;
    fingerprint_json(fingerprint, &found);
    return STATUS_OK;
}

enum status card_confirm(const uint8_t *frame, size_t length, const struct card *card,
    struct fingerprint *fingerprint, struct error *err)
{
    struct document_signed found;
    *fingerprint = (struct fingerprint){0};
    TRY(document_split(&card_document, frame, length, &found, err));
    TRY(document_confirm(&card_document, &found.json, card, err));
    TRY(document_verify(&card_document, &found, &card->sign, card, err));
    fingerprint_json(fingerprint, &found);
    return STATUS_OK;
}

/* The card's JSON, if it is the one that has the fingerprint. */
static enum status split_noted(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    struct document_signed *found, struct error *err)
{
    struct fingerprint told;
    TRY(document_split(&card_document, frame, length, found, err));
    fingerprint_json(&told, found);
    if (fingerprint_equal(&told, noted))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH,
        "the card is not the one whose fingerprint was noted");
}

static enum status read_label(const struct frame_view *json, char name[CARD_NAME_MAX + 1],
    char group[CARD_GROUP_MAX + 1], struct error *err)
{
    json_t *value = NULL;
    enum status status;
    TRY(json_read(json->bytes, json->length, CARD_NAME, &value, err));
    struct json_place root = json_root(value, CARD_NAME);
    TRY_OUT(json_expect_object(&root, NULL, err));
    TRY_OUT(json_require_text(&root, "name", name, CARD_NAME_MAX + 1, err));
    status = json_require_text(&root, "group", group, CARD_GROUP_MAX + 1, err);
out:
    json_decref(value);
    return status;
}

enum status card_label(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err)
{
    struct document_signed found;
    TRY(split_noted(frame, length, noted, &found, err));
    return read_label(&found.json, name, group, err);
}

enum status card_open_noted(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    struct card *card, struct error *err)
{
    struct document_signed found;
    json_t *value = NULL;
    enum status status;
    *card = (struct card){0};
    TRY(split_noted(frame, length, noted, &found, err));
    TRY(json_read((const char *)found.json.bytes, found.json.length, CARD_NAME, &value, err));
    struct json_place root = json_root(value, CARD_NAME);
    status = read_members(&root, card, err);
    json_decref(value);
    if (status != STATUS_OK)
        *card = (struct card){0};
    return status;
}
