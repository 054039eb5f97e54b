#include "format/manifest.h"

#include "base/text.h"
#include "format/name.h"
#include "format/organisation_number.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ATTACHED = 2 }; /* the place of the first attachment: the answers stand before it */

/* ---- writing ---- */

void manifest_path(char path[MANIFEST_PATH_SIZE], size_t place)
{
    static const char *const first[] = {"answers.json", "answers.json" FRAME_SIGNATURE_SUFFIX};
    if (place < sizeof first / sizeof first[0])
        text_copy(path, MANIFEST_PATH_SIZE, first[place]);
    else
        (void)snprintf(path, MANIFEST_PATH_SIZE, "attachments/%03zu", place - 1);
}

bool manifest_name_is_plain(const char *name, size_t length)
{
    return length >= 1 && length < MANIFEST_NAME_SIZE && text_is_plain(name, length, false) &&
           memchr(name, '/', length) == NULL && memchr(name, '\\', length) == NULL;
}

bool manifest_lists(
    const struct manifest_supersedes *supersedes, const uint8_t id[MANIFEST_ID_SIZE])
{
    for (size_t i = 0; i < supersedes->count; i++) {
        if (memcmp(supersedes->id[i], id, MANIFEST_ID_SIZE) == 0)
            return true;
    }
    return false;
}

void manifest_list(struct manifest_supersedes *supersedes, const uint8_t id[MANIFEST_ID_SIZE])
{
    if (supersedes->count < MANIFEST_SUPERSEDES_MAX && !manifest_lists(supersedes, id))
        memcpy(supersedes->id[supersedes->count++], id, MANIFEST_ID_SIZE);
}

static const char *type_word(const struct manifest *manifest)
{
    return manifest->type == MANIFEST_FEEDBACK ? "feedback" : "submission";
}

void manifest_comment(char comment[MANIFEST_COMMENT_SIZE], const struct manifest *manifest)
{
    char id[MANIFEST_ID_HEX];
    hex_encode(id, manifest->id, MANIFEST_ID_SIZE);
    (void)snprintf(
        comment, MANIFEST_COMMENT_SIZE, MANIFEST_FORMAT " %s %s", type_word(manifest), id);
}

static enum status refuse(struct error *err, const char *field)
{
    return error_set(
        err, STATUS_REFUSED, REASON_BAD_VALUE, "manifest: %s is not what the format allows", field);
}

/* Terminated, plain, within size, and nothing after its end; empty only where that is allowed. */
static bool word_is_good(const char *word, size_t size, bool may_be_empty)
{
    size_t length = strnlen(word, size);
    return length < size && (may_be_empty || length > 0) &&
           sodium_is_zero((const unsigned char *)word + length, size - length) &&
           text_is_plain(word, length, false);
}

static bool name_is_good(const char name[MANIFEST_NAME_SIZE])
{
    return word_is_good(name, MANIFEST_NAME_SIZE, false) &&
           manifest_name_is_plain(name, strlen(name));
}

static enum status check_sender(const struct manifest_sender *sender, struct error *err)
{
    if (!word_is_good(sender->name, sizeof sender->name, false) ||
        !name_is_allowed(sender->name, strlen(sender->name)))
        return refuse(err, "sender.name");
    if (!word_is_good(sender->number, sizeof sender->number, true) ||
        (sender->number[0] != '\0' &&
            !organisation_number_is_canonical(sender->number, strlen(sender->number))))
        return refuse(err, "sender.number");
    if (!word_is_good(sender->group, sizeof sender->group, true))
        return refuse(err, "sender.group");
    return STATUS_OK;
}

static enum status check_supersedes(const struct manifest *manifest, struct error *err)
{
    const struct manifest_supersedes *list = &manifest->supersedes;
    struct manifest_supersedes before = {0};
    if (list->count > MANIFEST_SUPERSEDES_MAX || manifest_lists(list, manifest->id))
        return refuse(err, "supersedes");
    for (size_t i = 0; i < list->count; i++)
        manifest_list(&before, list->id[i]);
    /* None is there twice, and zeros follow. */
    return memcmp(&before, list, sizeof before) == 0 ? STATUS_OK : refuse(err, "supersedes");
}

static enum status check_result(const struct manifest_result *result, struct error *err)
{
    if (result->level > MODEL_LEVELS_MAX || result->areas > MODEL_AREAS_MAX)
        return refuse(err, "result");
    for (size_t i = 0; i < result->areas; i++) {
        if (!word_is_good(result->area[i].id, MANIFEST_WORD_SIZE, false) ||
            result->area[i].level > MODEL_LEVELS_MAX)
            return refuse(err, "result.areas");
    }
    return STATUS_OK;
}

static enum status check_files(const struct manifest *manifest, struct error *err)
{
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        char path[MANIFEST_PATH_SIZE] = {0};
        manifest_path(path, i);
        if (memcmp(file->path, path, sizeof path) != 0)
            return refuse(err, "files.path");
        if (!name_is_good(file->name) || (i < ATTACHED && strcmp(file->name, path) != 0))
            return refuse(err, "files.name");
    }
    return STATUS_OK;
}

static enum status check_limits(const struct manifest *manifest, struct error *err)
{
    uint64_t attached = 0;
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        uint64_t limit = i == 0   ? MANIFEST_ANSWERS_MAX
                         : i == 1 ? FRAME_SIGNATURE_MAX
                                  : MANIFEST_ATTACHED_BYTES_MAX - attached;
        if (file->size > limit)
            return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
                "manifest: %s is larger than a bundle may hold", file->path);
        attached += i < ATTACHED ? 0 : file->size;
    }
    if (manifest->payload_size > MANIFEST_PAYLOAD_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "manifest: the payload is larger than a bundle may hold");
    return STATUS_OK;
}

enum status manifest_check(const struct manifest *manifest, struct error *err)
{
    if (manifest->type != MANIFEST_SUBMISSION && manifest->type != MANIFEST_FEEDBACK)
        return refuse(err, "type");
    char moment[MOMENT_SIZE];
    int64_t created;
    moment_format(moment, manifest->created);
    if (!moment_parse(moment, MOMENT_SIZE - 1, &created) || created != manifest->created)
        return refuse(err, "created");
    if (!word_is_good(manifest->marking, sizeof manifest->marking, false))
        return refuse(err, "marking");
    if (manifest->recipients < 1 || manifest->recipients > MANIFEST_RECIPIENTS_MAX)
        return refuse(err, "recipients");
    if (!word_is_good(manifest->edition, sizeof manifest->edition, false))
        return refuse(err, "edition.id");
    if (manifest->files < ATTACHED)
        return refuse(err, "files");
    TRY(check_supersedes(manifest, err));
    TRY(check_sender(&manifest->sender, err));
    TRY(check_result(&manifest->result, err));
    if (manifest->files > MANIFEST_FILES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "manifest: more than %d attachments", MANIFEST_ATTACHMENTS_MAX);
    TRY(check_files(manifest, err));
    return check_limits(manifest, err);
}

static json_t *hex_json(const uint8_t *bytes, size_t length)
{
    char hex[2 * MANIFEST_DIGEST_SIZE + 1];
    hex_encode(hex, bytes, length);
    return json_string(hex);
}

static json_t *digest_json(const uint8_t digest[MANIFEST_DIGEST_SIZE])
{
    return hex_json(digest, MANIFEST_DIGEST_SIZE);
}

static json_t *result_json(const struct manifest_result *result)
{
    json_t *areas = json_array();
    for (size_t i = 0; i < result->areas; i++)
        (void)json_array_append_new(
            areas, json_pack("{s:s,s:i,s:i}", "id", result->area[i].id, "level",
                       result->area[i].level, "points", result->area[i].points));
    return json_pack("{s:i,s:i,s:i,s:o}", "level", result->level, "points", result->points,
        "measures", result->measures, "areas", areas);
}

static json_t *files_json(const struct manifest *manifest)
{
    json_t *files = json_array();
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        (void)json_array_append_new(
            files, json_pack("{s:s,s:s,s:I,s:o}", "path", file->path, "name", file->name, "size",
                       (json_int_t)file->size, "blake2b", digest_json(file->digest)));
    }
    return files;
}

static json_t *recipients_json(const struct manifest *manifest)
{
    json_t *recipients = json_array();
    for (size_t i = 0; i < manifest->recipients; i++)
        (void)json_array_append_new(recipients, digest_json(manifest->recipient[i]));
    return recipients;
}

json_t *manifest_supersedes_json(const struct manifest_supersedes *supersedes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < supersedes->count; i++)
        (void)json_array_append_new(list, hex_json(supersedes->id[i], MANIFEST_ID_SIZE));
    return list;
}

static json_t *manifest_json(const void *record)
{
    const struct manifest *manifest = record;
    const struct manifest_sender *sender = &manifest->sender;
    char created[MOMENT_SIZE];
    moment_format(created, manifest->created);
    return json_pack(
        "{s:s,s:s,s:o,s:s,s:s,s:{s:s,s:s,s:s,s:o},s:o,s:{s:s,s:o},s:o,s:o,s:o,s:{s:I,s:o}}",
        "format", MANIFEST_FORMAT, "type", type_word(manifest), "id",
        hex_json(manifest->id, MANIFEST_ID_SIZE), "created", created, "marking", manifest->marking,
        "sender", "name", sender->name, "number", sender->number, "group", sender->group, "card",
        digest_json(sender->fingerprint), "recipients", recipients_json(manifest), "edition", "id",
        manifest->edition, "digest", digest_json(manifest->edition_digest), "supersedes",
        manifest_supersedes_json(&manifest->supersedes), "result", result_json(&manifest->result),
        "files", files_json(manifest), "payload", "size", (json_int_t)manifest->payload_size,
        "blake2b", digest_json(manifest->payload_digest));
}

/* ---- reading ---- */

static enum status read_short(
    const struct json_place *object, const char *key, uint16_t *value, struct error *err)
{
    uint64_t wide = 0;
    TRY(json_require_integer(object, key, 0, UINT16_MAX, &wide, err));
    *value = (uint16_t)wide;
    return STATUS_OK;
}

static enum status read_sender(
    const struct json_place *root, struct manifest_sender *sender, struct error *err)
{
    static const char *const keys[] = {"name", "number", "group", "card", NULL};
    struct json_place place;
    TRY(json_require_object(root, "sender", keys, &place, err));
    TRY(json_require_text(&place, "name", sender->name, sizeof sender->name, err));
    TRY(json_require_text(&place, "number", sender->number, sizeof sender->number, err));
    TRY(json_require_text(&place, "group", sender->group, sizeof sender->group, err));
    return json_require_hex(&place, "card", sender->fingerprint, MANIFEST_DIGEST_SIZE, err);
}

static enum status read_recipients(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    TRY(json_require_array(root, "recipients", MANIFEST_RECIPIENTS_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(json_expect_hex(&place, manifest->recipient[i], MANIFEST_DIGEST_SIZE, err));
    }
    manifest->recipients = (uint16_t)count;
    return STATUS_OK;
}

static enum status read_area(
    const struct json_place *place, struct manifest_area *area, struct error *err)
{
    static const char *const keys[] = {"id", "level", "points", NULL};
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_text(place, "id", area->id, sizeof area->id, err));
    TRY(read_short(place, "level", &area->level, err));
    return read_short(place, "points", &area->points, err);
}

static enum status read_result(
    const struct json_place *root, struct manifest_result *result, struct error *err)
{
    static const char *const keys[] = {"level", "points", "measures", "areas", NULL};
    struct json_place place;
    struct json_place areas;
    size_t count = 0;
    TRY(json_require_object(root, "result", keys, &place, err));
    TRY(read_short(&place, "level", &result->level, err));
    TRY(read_short(&place, "points", &result->points, err));
    TRY(read_short(&place, "measures", &result->measures, err));
    TRY(json_require_array(&place, "areas", MODEL_AREAS_MAX, &areas, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place area = json_element(&areas, i);
        TRY(read_area(&area, &result->area[i], err));
    }
    result->areas = (uint16_t)count;
    return STATUS_OK;
}

static enum status read_file(
    const struct json_place *place, struct manifest_file *file, struct error *err)
{
    static const char *const keys[] = {"path", "name", "size", "blake2b", NULL};
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_text(place, "path", file->path, sizeof file->path, err));
    TRY(json_require_text(place, "name", file->name, sizeof file->name, err));
    TRY(json_require_integer(place, "size", 0, JSON_INTEGER_MAX, &file->size, err));
    return json_require_hex(place, "blake2b", file->digest, MANIFEST_DIGEST_SIZE, err);
}

static enum status read_files(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    TRY(json_require_array(root, "files", SIZE_MAX, &list, &count, err));
    manifest->files = count > MANIFEST_FILES_MAX ? MANIFEST_FILES_MAX + 1 : (uint16_t)count;
    for (size_t i = 0; i < count && count <= MANIFEST_FILES_MAX; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_file(&place, &manifest->file[i], err));
    }
    return STATUS_OK;
}

static enum status read_payload(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    static const char *const keys[] = {"size", "blake2b", NULL};
    struct json_place place;
    TRY(json_require_object(root, "payload", keys, &place, err));
    TRY(json_require_integer(&place, "size", 0, JSON_INTEGER_MAX, &manifest->payload_size, err));
    return json_require_hex(&place, "blake2b", manifest->payload_digest, MANIFEST_DIGEST_SIZE, err);
}

static enum status read_edition(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    static const char *const keys[] = {"id", "digest", NULL};
    struct json_place place;
    TRY(json_require_object(root, "edition", keys, &place, err));
    TRY(json_require_text(&place, "id", manifest->edition, sizeof manifest->edition, err));
    return json_require_hex(&place, "digest", manifest->edition_digest, MANIFEST_DIGEST_SIZE, err);
}

static enum status read_supersedes(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct manifest_supersedes *supersedes = &manifest->supersedes;
    struct json_place list;
    size_t count = 0;
    TRY(json_require_array(root, "supersedes", MANIFEST_SUPERSEDES_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(json_expect_hex(&place, supersedes->id[i], MANIFEST_ID_SIZE, err));
    }
    supersedes->count = (uint16_t)count;
    return STATUS_OK;
}

/* A manifest of another version may have other members: its format is asked for before them. */
static enum status read_format(const struct json_place *root, struct error *err)
{
    char format[MANIFEST_WORD_SIZE];
    TRY(json_require_text(root, "format", format, sizeof format, err));
    if (strcmp(format, MANIFEST_FORMAT) != 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "manifest: the format is %s, but this program reads %s; a newer one may be needed",
            format, MANIFEST_FORMAT);
    return STATUS_OK;
}

static enum status read_type(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    char type[MANIFEST_WORD_SIZE];
    TRY(json_require_text(root, "type", type, sizeof type, err));
    manifest->type = strcmp(type, "feedback") == 0 ? MANIFEST_FEEDBACK : MANIFEST_SUBMISSION;
    if (manifest->type == MANIFEST_SUBMISSION && strcmp(type, "submission") != 0)
        return refuse(err, "type");
    return STATUS_OK;
}

static enum status read_members(const struct json_place *root, void *record, struct error *err)
{
    static const char *const keys[] = {"format", "type", "id", "created", "marking", "sender",
        "recipients", "edition", "supersedes", "result", "files", "payload", NULL};
    struct manifest *manifest = record;
    TRY(read_format(root, err));
    TRY(json_expect_object(root, keys, err));
    TRY(read_type(root, manifest, err));
    TRY(json_require_hex(root, "id", manifest->id, MANIFEST_ID_SIZE, err));
    TRY(json_require_moment(root, "created", &manifest->created, err));
    TRY(json_require_text(root, "marking", manifest->marking, sizeof manifest->marking, err));
    TRY(read_sender(root, &manifest->sender, err));
    TRY(read_recipients(root, manifest, err));
    TRY(read_edition(root, manifest, err));
    TRY(read_supersedes(root, manifest, err));
    TRY(read_result(root, &manifest->result, err));
    TRY(read_files(root, manifest, err));
    return read_payload(root, manifest, err);
}

/* ---- the document ---- */

static enum status check_record(const void *record, struct error *err)
{
    return manifest_check(record, err);
}

static void write_comment(char comment[DOCUMENT_COMMENT_SIZE], const void *record)
{
    manifest_comment(comment, record);
}

const struct document_type manifest_document = {
    .name = FRAME_MANIFEST,
    .format = MANIFEST_FORMAT,
    .limit = FRAME_MANIFEST_MAX,
    .record_size = sizeof(struct manifest),
    .altered = REASON_UNKNOWN_FORMAT,
    .check = check_record,
    .write = manifest_json,
    .read = read_members,
    .comment = write_comment,
};

enum status manifest_encode(const struct manifest *manifest, struct buffer *out, struct error *err)
{
    return document_encode(&manifest_document, manifest, out, err);
}

enum status manifest_parse(
    const uint8_t *json, size_t length, struct manifest *manifest, struct error *err)
{
    return document_read(&manifest_document, &(struct frame_view){json, length}, manifest, err);
}
