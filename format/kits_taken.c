#include "format/kits_taken.h"

#include "base/file.h"
#include "base/memory.h"
#include "format/json.h"
#include "format/kit.h"

#include <stdlib.h>
#include <string.h>

static enum status read_taken(
    const struct json_place *place, struct kit_taken *taken, struct error *err)
{
    static const char *const keys[] = {"authority", "number", "kit", NULL};
    char authority[MINISIGN_PUBLIC_LINE_SIZE];
    uint64_t number = 0;
    TRY(json_expect_object(place, keys, err));
    TRY(json_require_text(place, "authority", authority, sizeof authority, err));
    TRY(minisign_public_from_line(authority, strlen(authority), &taken->authority, err));
    TRY(json_require_integer(place, "number", 1, KIT_NUMBER_MAX, &number, err));
    taken->number = (uint32_t)number;
    return json_require_hex(place, "kit", taken->kit.bytes, FINGERPRINT_SIZE, err);
}

static enum status read_all_taken(json_t *document, struct kits_taken *taken, struct error *err)
{
    static const char *const keys[] = {"format", "taken", NULL};
    struct json_place root = json_root(document, NULL);
    struct json_place list;
    const char *format;
    size_t count = 0;
    TRY(json_expect_object(&root, keys, err));
    TRY(json_require_string(&root, "format", sizeof KITS_TAKEN_FORMAT, &format, err));
    if (strcmp(format, KITS_TAKEN_FORMAT) != 0)
        return json_refuse(&root, err, "expected %s", KITS_TAKEN_FORMAT);
    TRY(json_require_array(&root, "taken", KITS_TAKEN_MAX, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct json_place place = json_element(&list, i);
        TRY(read_taken(&place, &taken->one[i], err));
    }
    taken->count = count;
    return STATUS_OK;
}

/* A judgement on this file is none on what the user gave: the surroundings have failed. */
static enum status refuse_damaged_kits(
    const char *path, const struct error *found, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_BAD_SYNTAX,
        "%s: the list of kits that were taken in is damaged (%s); restore it from a copy, or move "
        "it away: then an older kit is not recognised as such",
        path, found->text);
}

static enum status load_kits_file(const char *path, struct kits_taken *taken, struct error *err)
{
    struct buffer text = {0};
    json_t *document = NULL;
    struct error found;
    enum status status;
    error_init(&found, err == NULL ? NULL : err->catalog);
    TRY_OUT(file_read(path, JSON_LENGTH_MAX, &text, &found));
    TRY_OUT(json_read(text.data, text.length, KITS_TAKEN_FILE, &document, &found));
    status = read_all_taken(document, taken, &found);
out:
    json_decref(document);
    buffer_free(&text);
    if (status == STATUS_REFUSED)
        return refuse_damaged_kits(path, &found, err);
    if (status != STATUS_OK && err != NULL)
        *err = found;
    return status;
}

enum status kits_taken_load(const char *keys, struct kits_taken *taken, struct error *err)
{
    char *path = path_join(keys, KITS_TAKEN_FILE);
    *taken = (struct kits_taken){0};
    enum status status = file_exists(path) ? load_kits_file(path, taken, err) : STATUS_OK;
    free(path);
    return status;
}

const struct kit_taken *kits_taken_find(
    const struct kits_taken *taken, const struct minisign_public *authority)
{
    for (size_t i = 0; i < taken->count; i++) {
        if (minisign_public_equal(&taken->one[i].authority, authority))
            return &taken->one[i];
    }
    return NULL;
}

/* The new one goes last; where all places are taken, the first one goes. */
static void put_last(struct kits_taken *taken, const struct kit_taken *one)
{
    const struct kit_taken *before = kits_taken_find(taken, &one->authority);
    size_t gone = before != NULL ? (size_t)(before - taken->one)
                                 : (taken->count < KITS_TAKEN_MAX ? taken->count : 0);
    if (gone < taken->count) {
        memmove(&taken->one[gone], &taken->one[gone + 1],
            (taken->count - gone - 1) * sizeof taken->one[0]);
        taken->count--;
    }
    taken->one[taken->count++] = *one;
}

static enum status encode_taken(
    const struct kits_taken *taken, struct buffer *text, struct error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < taken->count; i++) {
        char authority[MINISIGN_PUBLIC_LINE_SIZE];
        char kit[FINGERPRINT_HEX_SIZE];
        minisign_public_line(authority, &taken->one[i].authority);
        fingerprint_hex(kit, &taken->one[i].kit);
        (void)json_array_append_new(
            list, json_pack("{s:s,s:I,s:s}", "authority", authority, "number",
                      (json_int_t)taken->one[i].number, "kit", kit));
    }
    json_t *document = json_pack("{s:s,s:o}", "format", KITS_TAKEN_FORMAT, "taken", list);
    enum status status = json_write_pretty(document, text, err);
    json_decref(document);
    return status;
}

enum status kits_taken_note(const char *keys, const struct kit_taken *one, struct error *err)
{
    struct kits_taken *taken = memory_new(1, sizeof *taken);
    struct buffer text = {0};
    char *path = path_join(keys, KITS_TAKEN_FILE);
    enum status status;
    TRY_OUT(kits_taken_load(keys, taken, err));
    const struct kit_taken *before = kits_taken_find(taken, &one->authority);
    if (before != NULL && before->number > one->number)
        goto out;
    put_last(taken, one);
    TRY_OUT(encode_taken(taken, &text, err));
    status = file_write(path, text.data, text.length, 0600, true, err);
out:
    free(path);
    buffer_free(&text);
    free(taken);
    return status;
}
