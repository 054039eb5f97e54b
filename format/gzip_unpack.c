#include "format/gzip_unpack.h"

#include "base/memory.h"
#include "format/gzip.h"
#include "format/gzip_pack.h"

#include <libdeflate.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What zlib's reader gives at a time. */
enum { SLOW_PART = 65536 };

struct gzip_unpacker {
    const struct source *source;
    uint64_t left; /* bytes that may still be inflated */
    bool row;      /* a member was inflated */
    struct libdeflate_decompressor *inflater;
    struct source rest;       /* what is in packed, and then the source's */
    struct gzip_reader *slow; /* reads all the rest, once there is one */
    size_t from;              /* the place in packed where the next member begins, */
    size_t to;                /* and where they end */
    uint8_t packed[2 * GZIP_PACKED_MAX];
    uint8_t plain[GZIP_MEMBER];
};

static enum status read_rest(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct gzip_unpacker *unpacker = context;
    size_t there = unpacker->to - unpacker->from;
    if (there == 0)
        return unpacker->source->read(unpacker->source->context, bytes, size, got, err);
    *got = there < size ? there : size;
    memcpy(bytes, unpacker->packed + unpacker->from, *got);
    unpacker->from += *got;
    return STATUS_OK;
}

struct gzip_unpacker *gzip_unpacker_new(const struct source *source, uint64_t total)
{
    struct gzip_unpacker *unpacker = memory_new(1, sizeof *unpacker);
    unpacker->source = source;
    unpacker->left = total;
    unpacker->rest = (struct source){.read = read_rest, .context = unpacker};
    unpacker->inflater = libdeflate_alloc_decompressor();
    if (unpacker->inflater == NULL)
        memory_exhausted();
    return unpacker;
}

void gzip_unpacker_free(struct gzip_unpacker *unpacker)
{
    if (unpacker == NULL)
        return;
    gzip_reader_free(unpacker->slow);
    libdeflate_free_decompressor(unpacker->inflater);
    free(unpacker);
}

/* So that a whole member is there, if the source has one. */
static enum status refill_packed(struct gzip_unpacker *unpacker, struct error *err)
{
    size_t there = unpacker->to - unpacker->from;
    size_t got = 0;
    if (there >= GZIP_PACKED_MAX)
        return STATUS_OK;
    memmove(unpacker->packed, unpacker->packed + unpacker->from, there);
    unpacker->from = 0;
    unpacker->to = there;
    TRY(source_fill(
        unpacker->source, unpacker->packed + there, sizeof unpacker->packed - there, &got, err));
    unpacker->to += got;
    return STATUS_OK;
}

/* Whether the next member is bare and inflates to just so many bytes; it is passed then. */
static bool inflate_member(struct gzip_unpacker *unpacker, size_t length)
{
    const uint8_t *packed = unpacker->packed + unpacker->from;
    size_t there = unpacker->to - unpacker->from;
    size_t used = 0;
    size_t got = 0;
    if (!gzip_is_bare(packed, there) ||
        libdeflate_gzip_decompress_ex(unpacker->inflater, packed, there, unpacker->plain, length,
            &used, &got) != LIBDEFLATE_SUCCESS ||
        got != length)
        return false;
    unpacker->from += used;
    return true;
}

static enum status unpack_slowly(
    struct gzip_unpacker *unpacker, const uint8_t **bytes, size_t *length, struct error *err)
{
    if (unpacker->left == 0)
        return gzip_end(unpacker->slow, err);
    size_t part = unpacker->left < SLOW_PART ? (size_t)unpacker->left : SLOW_PART;
    TRY(gzip_read(unpacker->slow, unpacker->plain, part, err));
    unpacker->left -= part;
    *bytes = unpacker->plain;
    *length = part;
    return STATUS_OK;
}

/* Nothing may stand behind the last member. */
static enum status expect_end(struct gzip_unpacker *unpacker, struct error *err)
{
    uint8_t spare;
    size_t got = 0;
    TRY(read_rest(unpacker, &spare, 1, &got, err));
    return got == 0 ? STATUS_OK : gzip_refuse(err);
}

enum status gzip_unpack(
    struct gzip_unpacker *unpacker, const uint8_t **bytes, size_t *length, struct error *err)
{
    *bytes = NULL;
    *length = 0;
    if (unpacker->slow != NULL)
        return unpack_slowly(unpacker, bytes, length, err);
    if (unpacker->left == 0)
        return expect_end(unpacker, err);
    size_t part = unpacker->left < GZIP_MEMBER ? (size_t)unpacker->left : (size_t)GZIP_MEMBER;
    TRY(refill_packed(unpacker, err));
    if (!inflate_member(unpacker, part)) {
        unpacker->slow = unpacker->row ? gzip_reader_in_row(&unpacker->rest, unpacker->left)
                                       : gzip_reader_new(&unpacker->rest, unpacker->left);
        return unpack_slowly(unpacker, bytes, length, err);
    }
    unpacker->row = true;
    unpacker->left -= part;
    *bytes = unpacker->plain;
    *length = part;
    return STATUS_OK;
}
