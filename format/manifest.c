#include "format/manifest.h"

#include "base/text.h"
#include "format/json.h"
#include "format/organisation_number.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

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
