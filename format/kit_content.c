#include "format/kit_content.h"

#include "base/memory.h"
#include "format/payload.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void kit_content_free(struct kit_content *content)
{
    for (size_t i = 0; i < KIT_FILES_MAX; i++)
        buffer_free(&content->file[i]);
    *content = (struct kit_content){0};
}

/* ---- putting together ---- */

static size_t kit_content_bytes(const struct kit_content *content)
{
    size_t bytes = 0;
    for (size_t i = 0; i < content->kit.files; i++)
        bytes += content->kit.file[i].size;
    return bytes;
}

static enum status check_addition(const struct kit_content *content, const char *path,
    size_t length, const char *name, struct error *err)
{
    if (length == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE, "%s: the file is empty", name);
    if (length > KIT_FILE_MAX || length > KIT_BYTES_MAX - kit_content_bytes(content) ||
        content->kit.files == KIT_FILES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "%s: with it the kit holds more than it may: %d files, 1 MiB each and 8 MiB together",
            name, KIT_FILES_MAX);
    for (size_t i = 0; i < content->kit.files; i++) {
        if (strcmp(content->kit.file[i].path, path) == 0)
            return error_set(err, STATUS_REFUSED, REASON_EXISTS,
                "%s: the kit holds a %s already; give one of the two", name, path);
    }
    return STATUS_OK;
}

/* Makes room at the place that the name has in the order. */
static size_t open_place(struct kit_content *content, const char *path)
{
    struct kit *kit = &content->kit;
    size_t place = kit->files;
    for (; place > 0 && strcmp(kit->file[place - 1].path, path) > 0; place--) {
        kit->file[place] = kit->file[place - 1];
        content->file[place] = content->file[place - 1];
    }
    kit->file[place] = (struct kit_file){0};
    content->file[place] = (struct buffer){0};
    kit->files++;
    return place;
}

static void digest_of_member(uint8_t digest[MANIFEST_DIGEST_SIZE], const void *bytes, size_t length)
{
    (void)crypto_generichash(digest, MANIFEST_DIGEST_SIZE, bytes, length, NULL, 0);
}

enum status kit_content_add(struct kit_content *content, enum kit_member member, const char *id,
    const void *bytes, size_t length, const char *name, struct error *err)
{
    char path[KIT_PATH_SIZE] = {0};
    if (!kit_path_write(path, member, id))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: the id \"%s\" cannot stand in a kit; use small letters a to z, digits and hyphens, "
            "at most 63",
            name, id);
    TRY(check_addition(content, path, length, name, err));
    size_t place = open_place(content, path);
    struct kit_file *file = &content->kit.file[place];
    memcpy(file->path, path, sizeof file->path);
    file->size = (uint32_t)length;
    digest_of_member(file->digest, bytes, length);
    buffer_append(&content->file[place], bytes, length);
    return STATUS_OK;
}

const struct buffer *kit_content_find(
    const struct kit_content *content, enum kit_member member, const char *id)
{
    char path[KIT_PATH_SIZE];
    if (!kit_path_write(path, member, id))
        return NULL;
    for (size_t i = 0; i < content->kit.files; i++) {
        if (strcmp(content->kit.file[i].path, path) == 0)
            return &content->file[i];
    }
    return NULL;
}

/* ---- the payload ---- */

/* What the payload's codec goes by. The caller's (free). */
static struct manifest *manifest_of_kit(const struct kit *kit)
{
    struct manifest *manifest = memory_new(1, sizeof *manifest);
    manifest->files = (uint16_t)kit->files;
    for (size_t i = 0; i < kit->files; i++) {
        struct manifest_file *file = &manifest->file[i];
        memcpy(file->path, kit->file[i].path, sizeof file->path);
        memcpy(file->digest, kit->file[i].digest, sizeof file->digest);
        file->size = kit->file[i].size;
    }
    manifest->payload_size = kit->payload_size;
    memcpy(manifest->payload_digest, kit->payload_digest, sizeof manifest->payload_digest);
    return manifest;
}

static enum status take_packed(
    void *context, size_t hand, const uint8_t *bytes, size_t length, struct error *err)
{
    (void)hand;
    (void)err;
    buffer_append(context, bytes, length);
    return STATUS_OK;
}

static enum status finish_packed(void *context, size_t hand, struct error *err)
{
    (void)context;
    (void)hand;
    (void)err;
    return STATUS_OK;
}

static enum status pack_kit(struct kit_content *content, struct buffer *payload, struct error *err)
{
    struct kit *kit = &content->kit;
    struct payload_member member[KIT_FILES_MAX];
    struct cursor cursor[KIT_FILES_MAX];
    const struct payload_output output = {
        .hands = 1, .take = take_packed, .finish = finish_packed, .context = payload};
    struct manifest *manifest = manifest_of_kit(kit);
    for (size_t i = 0; i < kit->files; i++) {
        cursor[i] = (struct cursor){content->file[i].data, content->file[i].length, 0};
        member[i] = (struct payload_member){
            source_from_bytes(&cursor[i]), content->file[i].length, kit->file[i].path};
    }
    enum status status = payload_write_named(member, kit->files, &output, NULL, manifest, err);
    if (status == STATUS_OK) {
        kit->payload_size = manifest->payload_size;
        memcpy(kit->payload_digest, manifest->payload_digest, sizeof kit->payload_digest);
    }
    free(manifest);
    return status;
}

enum status kit_content_seal(struct kit_content *content, const void *card, size_t length,
    const struct minisign_secret *secret, struct buffer *out, struct error *err)
{
    struct buffer payload = {0};
    struct buffer json = {0};
    struct buffer signature = {0};
    enum status status;
    TRY_OUT(pack_kit(content, &payload, err));
    TRY_OUT(document_sign(&kit_document, &content->kit, secret, &json, &signature, err));
    frame_member_append(out, KIT_CARD, card, length);
    frame_member_append(out, KIT_PAYLOAD, payload.data, payload.length);
    frame_member_append(out, KIT_NAME, json.data, json.length);
    frame_member_append(out, KIT_SIGNATURE, signature.data, signature.length);
    frame_end_append(out);
out:
    buffer_free(&payload);
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

struct unpacking {
    struct kit_content *content;
    size_t place;
};

static enum status begin_unpacked(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct unpacking *unpacking = context;
    (void)file;
    (void)err;
    unpacking->place = place;
    return STATUS_OK;
}

static enum status write_unpacked(
    void *context, const void *bytes, size_t length, struct error *err)
{
    struct unpacking *unpacking = context;
    (void)err;
    buffer_append(&unpacking->content->file[unpacking->place], bytes, length);
    return STATUS_OK;
}

enum status kit_content_unpack(const struct source *source, const struct source *again,
    struct kit_content *content, struct error *err)
{
    struct unpacking unpacking = {.content = content};
    const struct payload_receiver receiver = {begin_unpacked, write_unpacked, &unpacking};
    struct manifest *manifest = manifest_of_kit(&content->kit);
    enum status status;
    TRY_OUT(payload_verify(source, manifest, err));
    status = payload_read(again, manifest, &receiver, err);
out:
    free(manifest);
    return status;
}

enum status kit_file_verify(
    const struct kit_file *file, const struct buffer *bytes, struct error *err)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    digest_of_member(digest, bytes->data, bytes->length);
    if (bytes->length == file->size && sodium_memcmp(digest, file->digest, sizeof digest) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "%s: not what the kit's signature promises; take the kit again", file->path);
}
