#include "format/head.h"

#include "base/clock.h"
#include "base/directory.h"
#include "base/file.h"
#include "base/system/descriptor.h"
#include "base/system/listing.h"
#include "base/system/lock.h"
#include "base/system/place.h"
#include "base/text.h"
#include "format/document.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the document ---- */

static void write_comment(char comment[DOCUMENT_COMMENT_SIZE], const void *record)
{
    const struct head *head = record;
    (void)snprintf(comment, DOCUMENT_COMMENT_SIZE, HEAD_FORMAT " %" PRIu64, head->count);
}

static enum status check_head(const void *record, struct error *err)
{
    const struct head *head = record;
    if (head->count > JSON_INTEGER_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "head: count: expected a number from 0 to 2^53-1");
    if (head->count == 0 && !sodium_is_zero(head->link, sizeof head->link))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "head: head: expected zeros, since no row is counted");
    return STATUS_OK;
}

static json_t *head_json(const void *record)
{
    const struct head *head = record;
    char id[2 * HEAD_REGISTER_SIZE + 1];
    char key[2 * HEAD_KEY_SIZE + 1];
    char link[2 * HEAD_LINK_SIZE + 1];
    char time[MOMENT_SIZE];
    hex_encode(id, head->id, HEAD_REGISTER_SIZE);
    hex_encode(key, head->key, HEAD_KEY_SIZE);
    hex_encode(link, head->link, HEAD_LINK_SIZE);
    moment_format(time, head->time);
    return json_pack("{s:s,s:s,s:s,s:I,s:s,s:s}", "format", HEAD_FORMAT, "register", id, "key", key,
        "count", (json_int_t)head->count, "head", link, "time", time);
}

static enum status read_members(const struct json_place *root, void *record, struct error *err)
{
    static const char *const keys[] = {"format", "register", "key", "count", "head", "time", NULL};
    struct head *head = record;
    TRY(json_expect_object(root, keys, err));
    TRY(json_require_hex(root, "register", head->id, HEAD_REGISTER_SIZE, err));
    TRY(json_require_hex(root, "key", head->key, HEAD_KEY_SIZE, err));
    TRY(json_require_integer(root, "count", 0, JSON_INTEGER_MAX, &head->count, err));
    TRY(json_require_hex(root, "head", head->link, HEAD_LINK_SIZE, err));
    return json_require_moment(root, "time", &head->time, err);
}

static const struct document_type HEAD = {
    .name = HEAD_NAME,
    .format = HEAD_FORMAT,
    .limit = HEAD_FILE_MAX,
    .record_size = sizeof(struct head),
    .altered = REASON_UNKNOWN_FORMAT,
    .check = check_head,
    .write = head_json,
    .read = read_members,
    .comment = write_comment,
};

enum status head_seal(const struct head *head, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err)
{
    return document_make(&HEAD, head, secret, frame, err);
}

enum status head_open(const uint8_t *frame, size_t length, const struct minisign_public *authority,
    struct head *head, struct error *err)
{
    return document_open(&HEAD, frame, length, authority, head, err);
}

/* ---- the file in the key directory ---- */

/* "heads/REGISTER.head". */
enum { HEAD_FILE_SIZE = sizeof HEAD_DIRECTORY + 2 * HEAD_REGISTER_SIZE + sizeof HEAD_SUFFIX };

static void name_head(char name[HEAD_FILE_SIZE], const uint8_t id[HEAD_REGISTER_SIZE])
{
    char hex[2 * HEAD_REGISTER_SIZE + 1];
    hex_encode(hex, id, HEAD_REGISTER_SIZE);
    (void)snprintf(name, HEAD_FILE_SIZE, HEAD_DIRECTORY "/%s" HEAD_SUFFIX, hex);
}

char *head_path(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE])
{
    char name[HEAD_FILE_SIZE];
    name_head(name, id);
    return path_join(keys, name);
}

static enum status open_register_head(const struct buffer *frame,
    const uint8_t id[HEAD_REGISTER_SIZE], const struct minisign_public *authority,
    struct head *head, struct error *err)
{
    TRY(head_open(frame->data, frame->length, authority, head, err));
    if (memcmp(head->id, id, HEAD_REGISTER_SIZE) != 0)
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_VALUE, "head: it is that of another register");
    return STATUS_OK;
}

static enum status read_head(const char *path, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(file_read(path, HEAD_FILE_MAX, &frame, err));
    status = open_register_head(&frame, id, authority, head, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
out:
    buffer_free(&frame);
    return status;
}

enum status head_load(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, bool *found, struct head *head, struct error *err)
{
    *head = (struct head){0};
    char *path = head_path(keys, id);
    *found = file_exists(path);
    enum status status = *found ? read_head(path, id, authority, head, err) : STATUS_OK;
    free(path);
    return status;
}

/* What a run that was cut off left under temporary names; nobody writes while the lock is held. */
static void remove_leftovers(const char *keys)
{
    char *path = path_join(keys, HEAD_DIRECTORY);
    struct listing *listing = NULL;
    const char *name = NULL;
    bool readable = listing_open(path, &listing) && listing_next(listing, &name);
    for (; readable && name != NULL; readable = listing_next(listing, &name)) {
        if (file_is_temporary(name)) {
            char *leftover = path_join(path, name);
            (void)place_remove(leftover);
            free(leftover);
        }
    }
    listing_close(listing);
    free(path);
}

/* Where heads/ is new its own name must last as well. */
static enum status make_directory_of_heads(const char *keys, const char *path, struct error *err)
{
    bool there = file_exists(path);
    TRY(directory_make(path, err));
    return there ? STATUS_OK : directory_sync(keys, err);
}

/* Opens heads/ and takes its lock, which goes with the descriptor. */
static enum status lock_heads(const char *keys, int *fd, struct error *err)
{
    char *path = path_join(keys, HEAD_DIRECTORY);
    enum status status;
    TRY_OUT(make_directory_of_heads(keys, path, err));
    if (!lock_directory(path, false, fd))
        status = error_system(err, "%s: cannot be locked", path);
out:
    free(path);
    return status;
}

static enum status write_head(const char *path, const struct head *head,
    const struct minisign_secret *secret, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    TRY_OUT(head_seal(head, secret, &frame, err));
    status = file_write(path, frame.data, frame.length, 0600, true, err);
out:
    buffer_free(&frame);
    return status;
}

enum status head_keep(const char *keys, const struct head *head,
    const struct minisign_secret *secret, bool lower, struct error *err)
{
    struct head kept = {0};
    bool found = false;
    int directory = -1;
    char *path = head_path(keys, head->id);
    enum status status;
    TRY_OUT(lock_heads(keys, &directory, err));
    remove_leftovers(keys);
    if (!lower)
        TRY_OUT(head_load(keys, head->id, minisign_key_public(secret), &found, &kept, err));
    if (!found || kept.count < head->count)
        status = write_head(path, head, secret, err);
out:
    if (directory >= 0)
        (void)descriptor_close(directory);
    free(path);
    return status;
}

void head_take_back(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE])
{
    char *path = head_path(keys, id);
    char *directory = path_join(keys, HEAD_DIRECTORY);
    (void)place_remove(path);
    (void)place_remove_directory(directory);
    free(path);
    free(directory);
}
