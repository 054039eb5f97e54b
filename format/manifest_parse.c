#include "format/manifest.h"

#include "format/json.h"

#include <string.h>

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
