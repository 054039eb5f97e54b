#include "format/manifest.h"

#include "base/text.h"
#include "format/json.h"
#include "format/organisation_number.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* ---- writing ---- */

void manifest_path(char path[MANIFEST_PATH_SIZE], size_t place)
{
    static const char *const first[] = {"answers.json", "answers.json" FRAME_SIGNATURE_SUFFIX};
    if (place < sizeof first / sizeof first[0])
        (void)snprintf(path, MANIFEST_PATH_SIZE, "%s", first[place]);
    else
        (void)snprintf(path, MANIFEST_PATH_SIZE, "attachments/%03zu", place - 1);
}

bool manifest_name_is_plain(const char *name, size_t length)
{
    return length >= 1 && length < MANIFEST_NAME_SIZE && text_is_plain(name, length, false) &&
           memchr(name, '/', length) == NULL && memchr(name, '\\', length) == NULL;
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

uint64_t manifest_inflated_size(const struct manifest *manifest)
{
    uint64_t size = USTAR_END;
    for (size_t i = 0; i < manifest->files; i++)
        size += ustar_member_size(manifest->file[i].size);
    return size;
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
    if (!word_is_good(sender->name, sizeof sender->name, false))
        return refuse(err, "sender.name");
    if (!word_is_good(sender->number, sizeof sender->number, true) ||
        (sender->number[0] != '\0' &&
            !organisation_number_is_canonical(sender->number, strlen(sender->number))))
        return refuse(err, "sender.number");
    if (!word_is_good(sender->group, sizeof sender->group, true))
        return refuse(err, "sender.group");
    return STATUS_OK;
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

enum status manifest_refuse_files(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE, "manifest: more than %d attachments",
        MANIFEST_ATTACHMENTS_MAX);
}

static enum status check_files(const struct manifest *manifest, struct error *err)
{
    uint64_t attached = 0;
    if (manifest->files < 2)
        return refuse(err, "files");
    if (manifest->files > MANIFEST_FILES_MAX)
        return manifest_refuse_files(err);
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        char path[MANIFEST_PATH_SIZE] = {0};
        manifest_path(path, i);
        if (memcmp(file->path, path, sizeof path) != 0)
            return refuse(err, "files.path");
        if (!name_is_good(file->name))
            return refuse(err, "files.name");
        uint64_t limit = i == 0   ? MANIFEST_ANSWERS_MAX
                         : i == 1 ? FRAME_SIGNATURE_MAX
                                  : MANIFEST_ATTACHED_BYTES_MAX - attached;
        if (file->size > limit)
            return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
                "manifest: %s is larger than a bundle may hold", path);
        attached += i < 2 ? 0 : file->size;
    }
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
    if (manifest->supersedes_any > 1)
        return refuse(err, "supersedes");
    if (manifest->supersedes_any == 0 && !sodium_is_zero(manifest->supersedes, MANIFEST_ID_SIZE))
        return refuse(err, "supersedes");
    if (manifest->payload_size > MANIFEST_PAYLOAD_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "manifest: the payload is larger than a bundle may hold");
    enum status status = check_sender(&manifest->sender, err);
    if (status == STATUS_OK)
        status = check_result(&manifest->result, err);
    if (status == STATUS_OK)
        status = check_files(manifest, err);
    return status;
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

/* An array that lacks an element for want of memory is none. */
static json_t *whole_array(json_t *array, size_t count)
{
    if (array != NULL && json_array_size(array) == count)
        return array;
    json_decref(array);
    return NULL;
}

static json_t *result_json(const struct manifest_result *result)
{
    json_t *areas = json_array();
    for (size_t i = 0; i < result->areas; i++)
        json_array_append_new(areas, json_pack("{s:s,s:i,s:i}", "id", result->area[i].id, "level",
                                         result->area[i].level, "points", result->area[i].points));
    return json_pack("{s:i,s:i,s:i,s:o}", "level", result->level, "points", result->points,
        "measures", result->measures, "areas", whole_array(areas, result->areas));
}

static json_t *files_json(const struct manifest *manifest)
{
    json_t *files = json_array();
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        json_array_append_new(
            files, json_pack("{s:s,s:s,s:I,s:o}", "path", file->path, "name", file->name, "size",
                       (json_int_t)file->size, "blake2b", digest_json(file->digest)));
    }
    return whole_array(files, manifest->files);
}

static json_t *recipients_json(const struct manifest *manifest)
{
    json_t *recipients = json_array();
    for (size_t i = 0; i < manifest->recipients; i++)
        json_array_append_new(recipients, digest_json(manifest->recipient[i]));
    return whole_array(recipients, manifest->recipients);
}

/* NULL if memory runs out at any place: json_pack releases what it was given when it fails. */
static json_t *manifest_json(const struct manifest *manifest)
{
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
        manifest->supersedes_any ? hex_json(manifest->supersedes, MANIFEST_ID_SIZE) : json_null(),
        "result", result_json(&manifest->result), "files", files_json(manifest), "payload", "size",
        (json_int_t)manifest->payload_size, "blake2b", digest_json(manifest->payload_digest));
}

enum status manifest_encode(const struct manifest *manifest, struct buffer *out, struct error *err)
{
    enum status status = manifest_check(manifest, err);
    if (status != STATUS_OK)
        return status;
    json_t *json = manifest_json(manifest);
    if (json == NULL)
        return error_memory(err);
    size_t before = out->length;
    status = json_write_canonical(json, out, err);
    json_decref(json);
    if (status == STATUS_OK && out->length - before > FRAME_MANIFEST_MAX)
        status = error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "manifest: larger than the %zu bytes allowed; attach fewer files", FRAME_MANIFEST_MAX);
    return status;
}

/* ---- reading ---- */

/* Each reader below takes the member of an object by its key, and fails naming its path. */

static enum status word(
    const struct json_place *object, const char *key, char *text, size_t size, struct error *err)
{
    struct json_place place;
    enum status status = json_require(object, key, &place, err);
    return status == STATUS_OK ? json_copy_string(&place, text, size, false, err) : status;
}

static enum status number(const struct json_place *object, const char *key, uint64_t most,
    uint64_t *value, struct error *err)
{
    struct json_place place;
    enum status status = json_require(object, key, &place, err);
    return status == STATUS_OK ? json_expect_integer(&place, 0, most, value, err) : status;
}

static enum status short_number(
    const struct json_place *object, const char *key, uint16_t *value, struct error *err)
{
    uint64_t wide = 0;
    enum status status = number(object, key, UINT16_MAX, &wide, err);
    *value = (uint16_t)wide;
    return status;
}

static enum status object_at(const struct json_place *parent, const char *key,
    const char *const *keys, struct json_place *place, struct error *err)
{
    enum status status = json_require(parent, key, place, err);
    return status == STATUS_OK ? json_expect_object(place, keys, err) : status;
}

static enum status array_at(const struct json_place *parent, const char *key, size_t max,
    struct json_place *place, size_t *count, struct error *err)
{
    enum status status = json_require(parent, key, place, err);
    return status == STATUS_OK ? json_expect_array(place, max, count, err) : status;
}

static enum status read_sender(
    const struct json_place *root, struct manifest_sender *sender, struct error *err)
{
    static const char *const keys[] = {"name", "number", "group", "card", NULL};
    struct json_place place;
    enum status status = object_at(root, "sender", keys, &place, err);
    if (status == STATUS_OK)
        status = word(&place, "name", sender->name, sizeof sender->name, err);
    if (status == STATUS_OK)
        status = word(&place, "number", sender->number, sizeof sender->number, err);
    if (status == STATUS_OK)
        status = word(&place, "group", sender->group, sizeof sender->group, err);
    if (status == STATUS_OK)
        status = json_require_hex(&place, "card", sender->fingerprint, MANIFEST_DIGEST_SIZE, err);
    return status;
}

static enum status read_recipients(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    enum status status = array_at(root, "recipients", MANIFEST_RECIPIENTS_MAX, &list, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json_place place = json_element(&list, i);
        status = json_expect_hex(&place, manifest->recipient[i], MANIFEST_DIGEST_SIZE, err);
    }
    manifest->recipients = (uint16_t)count;
    return status;
}

static enum status read_area(
    const struct json_place *place, struct manifest_area *area, struct error *err)
{
    static const char *const keys[] = {"id", "level", "points", NULL};
    enum status status = json_expect_object(place, keys, err);
    if (status == STATUS_OK)
        status = word(place, "id", area->id, sizeof area->id, err);
    if (status == STATUS_OK)
        status = short_number(place, "level", &area->level, err);
    if (status == STATUS_OK)
        status = short_number(place, "points", &area->points, err);
    return status;
}

static enum status read_result(
    const struct json_place *root, struct manifest_result *result, struct error *err)
{
    static const char *const keys[] = {"level", "points", "measures", "areas", NULL};
    struct json_place place;
    struct json_place areas;
    size_t count = 0;
    enum status status = object_at(root, "result", keys, &place, err);
    if (status == STATUS_OK)
        status = short_number(&place, "level", &result->level, err);
    if (status == STATUS_OK)
        status = short_number(&place, "points", &result->points, err);
    if (status == STATUS_OK)
        status = short_number(&place, "measures", &result->measures, err);
    if (status == STATUS_OK)
        status = array_at(&place, "areas", MODEL_AREAS_MAX, &areas, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json_place area = json_element(&areas, i);
        status = read_area(&area, &result->area[i], err);
    }
    result->areas = (uint16_t)count;
    return status;
}

static enum status read_file(
    const struct json_place *place, struct manifest_file *file, struct error *err)
{
    static const char *const keys[] = {"path", "name", "size", "blake2b", NULL};
    enum status status = json_expect_object(place, keys, err);
    if (status == STATUS_OK)
        status = word(place, "path", file->path, sizeof file->path, err);
    if (status == STATUS_OK)
        status = word(place, "name", file->name, sizeof file->name, err);
    if (status == STATUS_OK)
        status = number(place, "size", JSON_INTEGER_MAX, &file->size, err);
    if (status == STATUS_OK)
        status = json_require_hex(place, "blake2b", file->digest, MANIFEST_DIGEST_SIZE, err);
    return status;
}

static enum status read_files(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct json_place list;
    size_t count = 0;
    enum status status = array_at(root, "files", SIZE_MAX, &list, &count, err);
    if (status == STATUS_OK && count > MANIFEST_FILES_MAX)
        return manifest_refuse_files(err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json_place place = json_element(&list, i);
        status = read_file(&place, &manifest->file[i], err);
    }
    manifest->files = (uint16_t)count;
    return status;
}

static enum status read_payload(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    static const char *const keys[] = {"size", "blake2b", NULL};
    struct json_place place;
    enum status status = object_at(root, "payload", keys, &place, err);
    if (status == STATUS_OK)
        status = number(&place, "size", JSON_INTEGER_MAX, &manifest->payload_size, err);
    if (status == STATUS_OK)
        status = json_require_hex(
            &place, "blake2b", manifest->payload_digest, MANIFEST_DIGEST_SIZE, err);
    return status;
}

static enum status read_edition(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    static const char *const keys[] = {"id", "digest", NULL};
    struct json_place place;
    enum status status = object_at(root, "edition", keys, &place, err);
    if (status == STATUS_OK)
        status = word(&place, "id", manifest->edition, sizeof manifest->edition, err);
    if (status == STATUS_OK)
        status =
            json_require_hex(&place, "digest", manifest->edition_digest, MANIFEST_DIGEST_SIZE, err);
    return status;
}

static enum status read_supersedes(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    struct json_place place;
    enum status status = json_require(root, "supersedes", &place, err);
    if (status != STATUS_OK || json_is_null(place.value))
        return status;
    manifest->supersedes_any = 1;
    return json_expect_hex(&place, manifest->supersedes, MANIFEST_ID_SIZE, err);
}

/* A manifest of another version may have other members: its format is asked for before them. */
static enum status read_format(const struct json_place *root, struct error *err)
{
    char format[MANIFEST_WORD_SIZE];
    enum status status = json_expect_object(root, NULL, err);
    if (status == STATUS_OK)
        status = word(root, "format", format, sizeof format, err);
    if (status == STATUS_OK && strcmp(format, MANIFEST_FORMAT) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "manifest: the format is %s, but this program reads %s; a newer one may be needed",
            format, MANIFEST_FORMAT);
    return status;
}

static enum status read_type(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    char type[MANIFEST_WORD_SIZE];
    enum status status = word(root, "type", type, sizeof type, err);
    if (status != STATUS_OK)
        return status;
    manifest->type = strcmp(type, "feedback") == 0 ? MANIFEST_FEEDBACK : MANIFEST_SUBMISSION;
    if (manifest->type == MANIFEST_SUBMISSION && strcmp(type, "submission") != 0)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "manifest: the type is neither submission nor feedback");
    return STATUS_OK;
}

static enum status read_created(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    char moment[MOMENT_SIZE];
    enum status status = word(root, "created", moment, sizeof moment, err);
    if (status == STATUS_OK && !moment_parse(moment, strlen(moment), &manifest->created))
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "manifest: created is not a moment of the form YYYY-MM-DDTHH:MM:SSZ");
    return status;
}

static enum status read_all(
    const struct json_place *root, struct manifest *manifest, struct error *err)
{
    static const char *const keys[] = {"format", "type", "id", "created", "marking", "sender",
        "recipients", "edition", "supersedes", "result", "files", "payload", NULL};
    enum status status = read_format(root, err);
    if (status == STATUS_OK)
        status = json_expect_object(root, keys, err);
    if (status == STATUS_OK)
        status = read_type(root, manifest, err);
    if (status == STATUS_OK)
        status = json_require_hex(root, "id", manifest->id, MANIFEST_ID_SIZE, err);
    if (status == STATUS_OK)
        status = read_created(root, manifest, err);
    if (status == STATUS_OK)
        status = word(root, "marking", manifest->marking, sizeof manifest->marking, err);
    if (status == STATUS_OK)
        status = read_sender(root, &manifest->sender, err);
    if (status == STATUS_OK)
        status = read_recipients(root, manifest, err);
    if (status == STATUS_OK)
        status = read_edition(root, manifest, err);
    if (status == STATUS_OK)
        status = read_supersedes(root, manifest, err);
    if (status == STATUS_OK)
        status = read_result(root, &manifest->result, err);
    if (status == STATUS_OK)
        status = read_files(root, manifest, err);
    if (status == STATUS_OK)
        status = read_payload(root, manifest, err);
    return status;
}

enum status manifest_parse(
    const uint8_t *json, size_t length, struct manifest *manifest, struct error *err)
{
    json_t *document = NULL;
    *manifest = (struct manifest){0};
    enum status status = json_read_canonical(json, length, FRAME_MANIFEST, &document, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(document, FRAME_MANIFEST);
    status = read_all(&root, manifest, err);
    if (status == STATUS_OK)
        status = manifest_check(manifest, err);
    json_decref(document);
    return status;
}
