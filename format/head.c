#include "format/head.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/json.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the document ---- */

enum { COMMENT_SIZE = sizeof HEAD_FORMAT + 24 };

static void comment_of(char comment[COMMENT_SIZE], const struct head *head)
{
    (void)snprintf(comment, COMMENT_SIZE, HEAD_FORMAT " %" PRIu64, head->count);
}

static enum status encode(const struct head *head, struct buffer *out, struct error *err)
{
    char id[2 * HEAD_REGISTER_SIZE + 1];
    char link[2 * HEAD_LINK_SIZE + 1];
    char time[MOMENT_SIZE];
    hex_encode(id, head->id, HEAD_REGISTER_SIZE);
    hex_encode(link, head->link, HEAD_LINK_SIZE);
    moment_format(time, head->time);
    json_t *json = json_pack("{s:s,s:s,s:I,s:s,s:s}", "format", HEAD_FORMAT, "register", id,
        "count", (json_int_t)head->count, "head", link, "time", time);
    if (json == NULL)
        return error_memory(err);
    enum status status = json_write_canonical(json, out, err);
    json_decref(json);
    return status;
}

enum status head_seal(const struct head *head, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err)
{
    struct buffer json = {0};
    struct buffer signature = {0};
    char comment[COMMENT_SIZE];
    comment_of(comment, head);
    enum status status = encode(head, &json, err);
    if (status == STATUS_OK)
        status = minisign_sign(secret, json.data, json.length, comment, &signature, err);
    if (status == STATUS_OK)
        status = frame_document_build(
            HEAD_NAME, json.data, json.length, signature.data, signature.length, frame, err);
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

static enum status read_fields(const struct json_place *root, struct head *head, struct error *err)
{
    static const char *const keys[] = {"format", "register", "count", "head", "time", NULL};
    struct json_place place;
    const char *text = NULL;
    enum status status = json_expect_object(root, keys, err);
    if (status == STATUS_OK)
        status = json_require_hex(root, "register", head->id, HEAD_REGISTER_SIZE, err);
    if (status == STATUS_OK)
        status = json_require_integer(root, "count", 0, JSON_INTEGER_MAX, &head->count, err);
    if (status == STATUS_OK)
        status = json_require_hex(root, "head", head->link, HEAD_LINK_SIZE, err);
    if (status == STATUS_OK)
        status = json_require(root, "time", &place, err);
    if (status == STATUS_OK)
        status = json_expect_string(&place, MOMENT_SIZE, false, &text, err);
    if (status == STATUS_OK && !moment_parse(text, strlen(text), &head->time))
        status = json_refuse(&place, err, "expected a moment YYYY-MM-DDTHH:MM:SSZ");
    return status;
}

/* What was read must be the very bytes that were signed, and the number that the trusted comment
 * names; that covers format too. */
static enum status parse(
    const struct frame_view *json, const char *trusted, struct head *head, struct error *err)
{
    json_t *document = NULL;
    struct buffer again = {0};
    char comment[COMMENT_SIZE];
    enum status status = json_read_canonical(json->bytes, json->length, HEAD_NAME, &document, err);
    if (status != STATUS_OK)
        return status;
    struct json_place root = json_root(document, HEAD_NAME);
    status = read_fields(&root, head, err);
    if (status == STATUS_OK)
        status = encode(head, &again, err);
    if (status == STATUS_OK &&
        (again.length != json->length || memcmp(again.data, json->bytes, again.length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "head: not in the format %s that this program reads", HEAD_FORMAT);
    comment_of(comment, head);
    if (status == STATUS_OK && strcmp(comment, trusted) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "head: the signature was made for another document");
    json_decref(document);
    buffer_free(&again);
    return status;
}

enum status head_open(const uint8_t *frame, size_t length, const struct minisign_public *authority,
    struct head *head, struct error *err)
{
    struct frame_view json;
    struct frame_view signature;
    struct minisign_claim claim;
    *head = (struct head){0};
    enum status status =
        frame_document_split(frame, length, HEAD_NAME, HEAD_FILE_MAX, &json, &signature, err);
    if (status == STATUS_OK)
        status = minisign_signature_peek(signature.bytes, signature.length, &claim, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(authority, json.bytes, json.length, claim.trusted,
            signature.bytes, signature.length, err);
    if (status == STATUS_OK)
        status = parse(&json, claim.trusted, head, err);
    if (status != STATUS_OK)
        *head = (struct head){0};
    return status;
}

/* ---- the file in the key directory ---- */

/* KEYS/heads/REGISTER.head, allocated; NULL if there is no memory. */
static char *path_of(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE])
{
    char hex[2 * HEAD_REGISTER_SIZE + 1];
    char name[sizeof HEAD_DIRECTORY + sizeof hex + sizeof HEAD_SUFFIX];
    hex_encode(hex, id, HEAD_REGISTER_SIZE);
    (void)snprintf(name, sizeof name, HEAD_DIRECTORY "/%s" HEAD_SUFFIX, hex);
    return path_join(keys, name);
}

static enum status read_head(const char *path, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status = file_read(path, HEAD_FILE_MAX, &frame, err);
    if (status == STATUS_OK) {
        status = head_open(frame.data, frame.length, authority, head, err);
        if (status == STATUS_OK && memcmp(head->id, id, HEAD_REGISTER_SIZE) != 0)
            status = error_set(
                err, STATUS_REFUSED, REASON_BAD_VALUE, "head: it is that of another register");
        if (status != STATUS_OK)
            error_prefix(err, path);
    }
    buffer_free(&frame);
    return status;
}

enum status head_load(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE],
    const struct minisign_public *authority, bool *found, struct head *head, struct error *err)
{
    *head = (struct head){0};
    char *path = path_of(keys, id);
    if (path == NULL)
        return error_memory(err);
    *found = file_exists(path);
    enum status status = *found ? read_head(path, id, authority, head, err) : STATUS_OK;
    free(path);
    return status;
}

/* What a run that was cut off left under temporary names; nobody writes while the lock is held. */
static void remove_leftovers(int directory)
{
    int again = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = again < 0 ? NULL : fdopendir(again);
    if (entries == NULL) {
        if (again >= 0)
            (void)close(again);
        return;
    }
    for (const struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (file_is_temporary(entry->d_name))
            (void)unlinkat(directory, entry->d_name, 0);
    }
    (void)closedir(entries);
}

/* Opens heads/ and takes its lock, which goes with the descriptor. */
static enum status lock_directory(const char *keys, int *fd, struct error *err)
{
    char *path = path_join(keys, HEAD_DIRECTORY);
    enum status status = directory_make(path, err);
    if (status == STATUS_OK) {
        *fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (*fd < 0 || flock(*fd, LOCK_EX) != 0)
            status = error_system(err, "%s: cannot be locked", path);
    }
    free(path);
    return status;
}

static enum status write_head(const char *path, const struct head *head,
    const struct minisign_secret *secret, struct error *err)
{
    struct buffer frame = {0};
    enum status status = head_seal(head, secret, &frame, err);
    if (status == STATUS_OK)
        status = file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err);
    buffer_free(&frame);
    return status;
}

enum status head_keep(const char *keys, const struct head *head,
    const struct minisign_secret *secret, bool lower, struct error *err)
{
    struct head kept = {0};
    bool found = false;
    int directory = -1;
    char *path = path_of(keys, head->id);
    enum status status = path == NULL ? error_memory(err) : lock_directory(keys, &directory, err);
    if (status == STATUS_OK)
        remove_leftovers(directory);
    if (status == STATUS_OK && !lower)
        status = head_load(keys, head->id, minisign_key_public(secret), &found, &kept, err);
    if (status == STATUS_OK && (!found || kept.count < head->count))
        status = write_head(path, head, secret, err);
    if (directory >= 0)
        (void)close(directory);
    free(path);
    return status;
}
