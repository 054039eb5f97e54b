#include "format/payload_walk.h"

#include "base/memory.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum walk_part { WALK_HEADER, WALK_CONTENT, WALK_PADDING, WALK_END };

struct payload_walk {
    const struct manifest *manifest;
    const struct payload_receiver *receiver;
    bool digests; /* are compared */
    enum walk_part part;
    size_t place;  /* of the member */
    size_t end;    /* of the one behind the last */
    uint64_t left; /* bytes of the part */
    crypto_generichash_state hash;
    uint8_t header[USTAR_BLOCK];
};

static void walk_to(struct payload_walk *walk, enum walk_part part, uint64_t length)
{
    walk->part = part;
    walk->left = length;
}

/* To the header of the present member, or behind the last one. */
static void begin_member(struct payload_walk *walk)
{
    if (walk->place < walk->end)
        walk_to(walk, WALK_HEADER, USTAR_BLOCK);
    else
        walk_to(walk, WALK_END, walk->end == walk->manifest->files ? USTAR_END : 0);
}

void payload_walk_only(struct payload_walk *walk, size_t first, size_t end)
{
    walk->place = first;
    walk->end = end;
    begin_member(walk);
}

struct payload_walk *payload_walk_new(
    const struct manifest *manifest, bool digests, const struct payload_receiver *receiver)
{
    struct payload_walk *walk = memory_new(1, sizeof *walk);
    walk->manifest = manifest;
    walk->receiver = receiver;
    walk->digests = digests;
    payload_walk_only(walk, 0, manifest->files);
    return walk;
}

void payload_walk_free(struct payload_walk *walk)
{
    free(walk);
}

static enum status refuse_member(struct error *err, const char *path)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "payload: %s is not what the signed manifest promises", path);
}

static enum status refuse_more(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "payload: there are bytes between its members, or after them, that must be zero");
}

static const struct manifest_file *present_file(const struct payload_walk *walk)
{
    return &walk->manifest->file[walk->place];
}

static enum status compare_header(struct payload_walk *walk, struct error *err)
{
    const struct manifest_file *file = present_file(walk);
    uint8_t expected[USTAR_BLOCK];
    ustar_header(expected, file->path, file->size);
    if (memcmp(walk->header, expected, sizeof expected) != 0)
        return refuse_member(err, file->path);
    (void)crypto_generichash_init(&walk->hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    walk_to(walk, WALK_CONTENT, file->size);
    if (walk->receiver == NULL)
        return STATUS_OK;
    return walk->receiver->begin(walk->receiver->context, walk->place, file, err);
}

static enum status compare_content(struct payload_walk *walk, struct error *err)
{
    const struct manifest_file *file = present_file(walk);
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash_final(&walk->hash, digest, sizeof digest);
    if (walk->digests && sodium_memcmp(digest, file->digest, sizeof digest) != 0)
        return refuse_member(err, file->path);
    walk_to(walk, WALK_PADDING, ustar_padding(file->size));
    return STATUS_OK;
}

/* Ends the parts that have no bytes left; of the archive's end there comes nothing more. */
static enum status end_parts(struct payload_walk *walk, struct error *err)
{
    while (walk->left == 0 && walk->part != WALK_END) {
        if (walk->part == WALK_HEADER)
            TRY(compare_header(walk, err));
        else if (walk->part == WALK_CONTENT)
            TRY(compare_content(walk, err));
        else {
            walk->place++;
            begin_member(walk);
        }
    }
    return STATUS_OK;
}

static enum status take_content(
    struct payload_walk *walk, const uint8_t *bytes, size_t length, struct error *err)
{
    if (walk->digests)
        (void)crypto_generichash_update(&walk->hash, bytes, length);
    if (walk->receiver == NULL)
        return STATUS_OK;
    return walk->receiver->write(walk->receiver->context, bytes, length, err);
}

static enum status take_part(
    struct payload_walk *walk, const uint8_t *bytes, size_t length, struct error *err)
{
    if (walk->part == WALK_CONTENT)
        return take_content(walk, bytes, length, err);
    if (walk->part == WALK_HEADER)
        memcpy(walk->header + USTAR_BLOCK - walk->left, bytes, length);
    else if (!sodium_is_zero(bytes, length))
        return refuse_more(err);
    return STATUS_OK;
}

enum status payload_walk_take(
    struct payload_walk *walk, const uint8_t *bytes, size_t length, struct error *err)
{
    while (length > 0) {
        size_t part = length < walk->left ? length : (size_t)walk->left;
        if (part == 0)
            return refuse_more(err);
        TRY(take_part(walk, bytes, part, err));
        walk->left -= part;
        bytes += part;
        length -= part;
        TRY(end_parts(walk, err));
    }
    return STATUS_OK;
}

enum status payload_walk_inflate(struct payload_walk *walk, struct gzip_reader *gzip,
    uint64_t length, uint64_t pass_over, struct error *err)
{
    size_t room = length < GZIP_MEMBER ? (size_t)length : (size_t)GZIP_MEMBER;
    uint8_t *bytes = memory_allocate(room);
    enum status status = STATUS_OK;
    while (length > 0) {
        uint64_t whole = pass_over > 0 ? pass_over : length;
        size_t part = whole < room ? (size_t)whole : room;
        TRY_OUT(gzip_read(gzip, bytes, part, err));
        if (pass_over > 0)
            pass_over -= part;
        else
            TRY_OUT(payload_walk_take(walk, bytes, part, err));
        length -= part;
    }
out:
    sodium_memzero(bytes, room);
    free(bytes);
    return status;
}
