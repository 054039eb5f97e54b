#include "format/kit.h"

#include "base/clock.h"
#include "base/text.h"
#include "crypto/minisign.h"
#include "format/card.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names of members ---- */

#define MEMBER_SUFFIX ".json"

static const char *const PREFIX[KIT_MEMBERS] = {
    [KIT_BENCHMARKS] = "benchmarks-",
    [KIT_EDITION] = "edition-",
    [KIT_RECOMMENDATIONS] = "recommendations-",
    [KIT_ROUND] = "round",
    [KIT_SUPPORT] = "support-",
    [KIT_TARGET] = "target-",
};

static bool is_kit_id(const char *id, size_t length)
{
    if (length == 0 || length >= KIT_ID_SIZE)
        return false;
    for (size_t i = 0; i < length; i++) {
        bool good =
            (id[i] >= 'a' && id[i] <= 'z') || (id[i] >= '0' && id[i] <= '9') || id[i] == '-';
        if (!good)
            return false;
    }
    return true;
}

bool kit_path_read(const char *path, enum kit_member *member, char id[KIT_ID_SIZE])
{
    size_t suffix = sizeof MEMBER_SUFFIX - 1;
    size_t length = strlen(path);
    for (size_t i = 0; i < KIT_MEMBERS; i++) {
        size_t prefix = strlen(PREFIX[i]);
        if (length < prefix + suffix || strncmp(path, PREFIX[i], prefix) != 0 ||
            strcmp(path + length - suffix, MEMBER_SUFFIX) != 0)
            continue;
        size_t between = length - prefix - suffix;
        if (i == KIT_ROUND ? between != 0 : !is_kit_id(path + prefix, between))
            return false;
        *member = (enum kit_member)i;
        (void)snprintf(id, KIT_ID_SIZE, "%.*s", (int)between, path + prefix);
        return true;
    }
    return false;
}

bool kit_path_write(char path[KIT_PATH_SIZE], enum kit_member member, const char *id)
{
    bool named = member != KIT_ROUND;
    if (named && !is_kit_id(id, strlen(id)))
        return false;
    (void)snprintf(path, KIT_PATH_SIZE, "%s%s" MEMBER_SUFFIX, PREFIX[member], named ? id : "");
    return true;
}

/* ---- the document ---- */

static enum status refuse_member_of_kit(const char *member, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "kit.json: %s: not what a kit may have there; ask the authority for the kit again", member);
}

static enum status check_kit_path(
    const struct kit_file *file, const struct kit_file *before, struct error *err)
{
    enum kit_member member;
    char id[KIT_ID_SIZE];
    if (memchr(file->path, '\0', sizeof file->path) == NULL || file->path[0] == '\0' ||
        strchr(file->path, '/') != NULL ||
        (before != NULL && strcmp(before->path, file->path) >= 0))
        return refuse_member_of_kit("files.path", err);
    if (!kit_path_read(file->path, &member, id))
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "the kit holds %s, which this version of the program does not know; get a newer one, "
            "and take the kit then",
            file->path);
    return STATUS_OK;
}

static enum status check_kit_files(const struct kit *kit, struct error *err)
{
    size_t bytes = 0;
    if (kit->files < 1 || kit->files > KIT_FILES_MAX)
        return refuse_member_of_kit("files", err);
    for (size_t i = 0; i < kit->files; i++) {
        const struct kit_file *file = &kit->file[i];
        TRY(check_kit_path(file, i > 0 ? file - 1 : NULL, err));
        if (file->size < 1 || file->size > KIT_FILE_MAX || file->size > KIT_BYTES_MAX - bytes)
            return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
                "%s: larger than a kit may hold, 1 MiB each and 8 MiB together", file->path);
        bytes += file->size;
    }
    return STATUS_OK;
}

static enum status check_kit(const void *record, struct error *err)
{
    const struct kit *kit = record;
    char day[DAY_SIZE];
    int64_t date;
    day_format(day, kit->date);
    if (kit->number < 1 || kit->number > KIT_NUMBER_MAX)
        return refuse_member_of_kit("number", err);
    if (!day_parse(day, DAY_SIZE - 1, &date) || date != kit->date)
        return refuse_member_of_kit("date", err);
    if (kit->payload_size < 1 || kit->payload_size > KIT_PAYLOAD_MAX)
        return refuse_member_of_kit("payload.size", err);
    return check_kit_files(kit, err);
}

static json_t *digest_of_kit_json(const uint8_t digest[MANIFEST_DIGEST_SIZE])
{
    char hex[2 * MANIFEST_DIGEST_SIZE + 1];
    hex_encode(hex, digest, MANIFEST_DIGEST_SIZE);
    return json_string(hex);
}

static json_t *kit_json(const void *record)
{
    const struct kit *kit = record;
    char day[DAY_SIZE];
    json_t *files = json_array();
    day_format(day, kit->date);
    for (size_t i = 0; i < kit->files; i++) {
        const struct kit_file *file = &kit->file[i];
        (void)json_array_append_new(
            files, json_pack("{s:s,s:I,s:o}", "path", file->path, "size", (json_int_t)file->size,
                       "blake2b", digest_of_kit_json(file->digest)));
    }
    return json_pack("{s:s,s:o,s:I,s:s,s:o,s:{s:I,s:o}}", "format", KIT_FORMAT, "card",
        digest_of_kit_json(kit->card.bytes), "number", (json_int_t)kit->number, "date", day,
        "files", files, "payload", "size", (json_int_t)kit->payload_size, "blake2b",
        digest_of_kit_json(kit->payload_digest));
}

static enum status read_kit_file(
    const struct json_place *place, struct kit_file *file, struct error *err)
{
    static const char *const keys[] = {"path", "size", "blake2b", NULL};
    uint64_t size = 0;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_text(place, "path", file->path, sizeof file->path, err));
    TRY(json_require_integer(place, "size", 1, UINT32_MAX, &size, err));
    file->size = (uint32_t)size;
    return json_require_hex(place, "blake2b", file->digest, sizeof file->digest, err);
}

static enum status read_kit_files(const struct json_place *root, struct kit *kit, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    TRY(json_require_array(root, "files", KIT_FILES_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_kit_file(&place, &kit->file[i], err));
    }
    kit->files = (uint32_t)count;
    return STATUS_OK;
}

static enum status read_kit_payload(
    const struct json_place *root, struct kit *kit, struct error *err)
{
    static const char *const keys[] = {"size", "blake2b", NULL};
    struct json_place place;
    TRY(json_require_object(root, "payload", keys, &place, err));
    TRY(json_require_integer(&place, "size", 1, JSON_INTEGER_MAX, &kit->payload_size, err));
    return json_require_hex(
        &place, "blake2b", kit->payload_digest, sizeof kit->payload_digest, err);
}

static enum status read_kit(const struct json_place *root, void *record, struct error *err)
{
    static const char *const keys[] = {
        "format", "card", "number", "date", "files", "payload", NULL};
    struct kit *kit = record;
    const char *format;
    uint64_t number = 0;
    TRY(json_require_string(root, "format", sizeof KIT_FORMAT, &format, err));
    if (strcmp(format, KIT_FORMAT) != 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "the kit is of the format %s, which this version of the program does not know; get a "
            "newer one, and take the kit then",
            format);
    TRY(json_expect_object(root, keys, err));
    TRY(json_require_hex(root, "card", kit->card.bytes, sizeof kit->card.bytes, err));
    TRY(json_require_integer(root, "number", 1, KIT_NUMBER_MAX, &number, err));
    kit->number = (uint32_t)number;
    TRY(json_require_day(root, "date", &kit->date, err));
    TRY(read_kit_files(root, kit, err));
    return read_kit_payload(root, kit, err);
}

static void write_kit_comment(char comment[DOCUMENT_COMMENT_SIZE], const void *record)
{
    const struct kit *kit = record;
    (void)snprintf(comment, DOCUMENT_COMMENT_SIZE, KIT_FORMAT " %" PRIu32, kit->number);
}

const struct document_type kit_document = {
    .name = KIT_NAME,
    .format = KIT_FORMAT,
    .limit = KIT_JSON_MAX,
    .record_size = sizeof(struct kit),
    .altered = REASON_BAD_SYNTAX,
    .check = check_kit,
    .write = kit_json,
    .read = read_kit,
    .comment = write_kit_comment,
};

/* ---- the frame ---- */

bool kit_begins(const uint8_t *bytes, size_t length)
{
    return length >= sizeof KIT_CARD && memcmp(bytes, KIT_CARD, sizeof KIT_CARD) == 0;
}

enum status kit_split(
    const uint8_t *bytes, size_t length, struct kit_frame *frame, struct error *err)
{
    struct frame_view rest = {bytes, length};
    struct document_signed *found = &frame->signed_json;
    TRY(frame_member_take(&rest, KIT_CARD, CARD_FILE_MAX, &frame->card, err));
    TRY(frame_member_take(&rest, KIT_PAYLOAD, KIT_PAYLOAD_MAX, &frame->payload, err));
    TRY(frame_member_take(&rest, KIT_NAME, KIT_JSON_MAX, &found->json, err));
    TRY(frame_member_take(&rest, KIT_SIGNATURE, FRAME_SIGNATURE_MAX, &found->signature, err));
    return frame_end_take(&rest, KIT_SIGNATURE, err);
}

enum status kit_verify(
    const struct document_signed *signed_json, const struct minisign_public *key, struct error *err)
{
    const struct frame_view *signature = &signed_json->signature;
    struct minisign_claim claim;
    TRY(minisign_signature_peek(signature->bytes, signature->length, &claim, err));
    return minisign_document_verify(key, signed_json->json.bytes, signed_json->json.length,
        claim.trusted, signature->bytes, signature->length, err);
}

bool kit_number_signed(
    const struct document_signed *signed_json, const struct minisign_public *key, uint32_t *number)
{
    const struct frame_view *signature = &signed_json->signature;
    struct minisign_claim claim;
    char again[DOCUMENT_COMMENT_SIZE];
    struct kit kit = {0};
    if (kit_verify(signed_json, key, NULL) != STATUS_OK ||
        minisign_signature_peek(signature->bytes, signature->length, &claim, NULL) != STATUS_OK ||
        strncmp(claim.trusted, KIT_FORMAT " ", sizeof KIT_FORMAT) != 0)
        return false;
    kit.number = (uint32_t)strtoul(claim.trusted + sizeof KIT_FORMAT, NULL, 10);
    write_kit_comment(again, &kit);
    *number = kit.number;
    return strcmp(again, claim.trusted) == 0;
}

enum status kit_confirm(const struct document_signed *signed_json, const struct kit *kit,
    const struct minisign_public *key, const struct fingerprint *card, struct error *err)
{
    TRY(document_confirm(&kit_document, &signed_json->json, kit, err));
    TRY(document_verify(&kit_document, signed_json, key, kit, err));
    if (fingerprint_equal(&kit->card, card))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
        "kit.json: it was made with another card than the one beside it; ask the authority for the "
        "kit again");
}
