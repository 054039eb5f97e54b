#define ZLIB_CONST
#include "format/gzip.h"

#include "base/memory.h"

#include <libdeflate.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* zlib inflates what stands between a member's header and its trailer. These are compared here, so
 * that the checksum is libdeflate's, which takes a fifth of the time of zlib's. */
enum {
    PART = 16384,
    RAW_WINDOW = -15, /* the largest window, without framing (zlib.h, inflateInit2) */
    HEADER = 10,      /* bytes (RFC 1952, section 2.3) */
    TRAILER = 8,      /* CRC32 and ISIZE */
};

struct gzip_reader {
    z_stream zlib;
    const struct source *source;
    bool begun;      /* the first header was seen and is bare */
    bool ended;      /* the present member's end was reached */
    bool row;        /* the first member has ended where a row's must */
    uint64_t left;   /* bytes that may still be inflated */
    uint64_t before; /* bytes to the place where the present member must end, or might */
    uint32_t crc;    /* of what the present member has given */
    uint8_t in[PART];
};

/* zlib's window and tables hold plaintext of answers: they are wiped as they are released. Each
 * block keeps its size before its beginning, where the alignment leaves room. */
static void *zlib_allocate(void *opaque, uInt items, uInt size)
{
    (void)opaque;
    size_t length = 0;
    if (__builtin_mul_overflow((size_t)items, (size_t)size, &length) ||
        __builtin_add_overflow(length, sizeof(max_align_t), &length))
        memory_exhausted();
    size_t *block = memory_allocate(length);
    *block = length;
    return (uint8_t *)block + sizeof(max_align_t);
}

static void zlib_release(void *opaque, void *address)
{
    (void)opaque;
    void *block = (uint8_t *)address - sizeof(max_align_t);
    sodium_memzero(block, *(size_t *)block);
    free(block);
}

static const z_stream WIPED = {.zalloc = zlib_allocate, .zfree = zlib_release};

struct gzip_reader *gzip_reader_new(const struct source *source, uint64_t total)
{
    struct gzip_reader *reader = memory_new(1, sizeof *reader);
    reader->source = source;
    reader->left = total;
    reader->before = GZIP_MEMBER;
    reader->zlib = WIPED;
    if (inflateInit2(&reader->zlib, RAW_WINDOW) != Z_OK)
        memory_exhausted();
    return reader;
}

struct gzip_reader *gzip_reader_in_row(const struct source *source, uint64_t total)
{
    struct gzip_reader *reader = gzip_reader_new(source, total);
    reader->row = true;
    return reader;
}

enum status gzip_refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "the payload is not gzip of the form that is read here, with what the manifest promises");
}

/* RFC 1952, section 2.3: magic, method 8, no flags (no name, comment, extra field), time 0. */
static const uint8_t BARE_HEADER[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0};

bool gzip_is_bare(const uint8_t *bytes, size_t length)
{
    return length >= sizeof BARE_HEADER && memcmp(bytes, BARE_HEADER, sizeof BARE_HEADER) == 0;
}

/* Puts more from the source behind what is there. */
static enum status refill(struct gzip_reader *reader, struct error *err)
{
    size_t there = reader->zlib.avail_in;
    size_t got = 0;
    if (there > 0)
        memmove(reader->in, reader->zlib.next_in, there);
    TRY(source_fill(reader->source, reader->in + there, PART - there, &got, err));
    if (got == 0)
        return gzip_refuse(err);
    reader->zlib.next_in = reader->in;
    reader->zlib.avail_in = (uInt)(there + got);
    return STATUS_OK;
}

/* Passes so many bytes of framing: *bytes, until more is read. */
static enum status pass_framing(
    struct gzip_reader *reader, size_t length, const uint8_t **bytes, struct error *err)
{
    if (reader->zlib.avail_in < length)
        TRY(refill(reader, err));
    if (reader->zlib.avail_in < length)
        return gzip_refuse(err);
    *bytes = reader->zlib.next_in;
    reader->zlib.next_in += length;
    reader->zlib.avail_in -= (uInt)length;
    return STATUS_OK;
}

static enum status begin_member(struct gzip_reader *reader, struct error *err)
{
    const uint8_t *header = NULL;
    TRY(pass_framing(reader, HEADER, &header, err));
    if (!gzip_is_bare(header, HEADER))
        return gzip_refuse(err);
    (void)inflateReset(&reader->zlib);
    reader->crc = 0;
    reader->begun = true;
    reader->ended = false;
    return STATUS_OK;
}

static uint32_t little_endian(const uint8_t bytes[4])
{
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static enum status end_member(struct gzip_reader *reader, struct error *err)
{
    const uint8_t *trailer = NULL;
    TRY(pass_framing(reader, TRAILER, &trailer, err));
    if (little_endian(trailer) != reader->crc ||
        little_endian(trailer + 4) != (uint32_t)reader->zlib.total_out)
        return gzip_refuse(err);
    reader->ended = true;
    return STATUS_OK;
}

/* One step of inflating into zlib's present output space. */
static enum status inflate_step(struct gzip_reader *reader, struct error *err)
{
    if (reader->ended)
        return gzip_refuse(err);
    if (reader->zlib.avail_in == 0)
        TRY(refill(reader, err));
    const uint8_t *given = reader->zlib.next_out;
    int result = inflate(&reader->zlib, Z_NO_FLUSH);
    reader->crc = libdeflate_crc32(reader->crc, given, (size_t)(reader->zlib.next_out - given));
    if (result == Z_STREAM_END)
        return end_member(reader, err);
    if (result == Z_MEM_ERROR)
        memory_exhausted();
    if (result != Z_OK && !(result == Z_BUF_ERROR && reader->zlib.avail_in == 0))
        return gzip_refuse(err);
    return STATUS_OK;
}

/* The checksum may still be unread: inflating into a single spare byte reaches the member's end
 * without yielding anything, or shows that there is more. */
static enum status look_for_end(
    struct gzip_reader *reader, uint8_t *spare, bool *more, struct error *err)
{
    *more = false;
    while (!reader->ended && !*more) {
        reader->zlib.next_out = spare;
        reader->zlib.avail_out = 1;
        TRY(inflate_step(reader, err));
        *more = reader->zlib.avail_out == 0;
    }
    return STATUS_OK;
}

/* Where the first member might have ended it is found out whether it did: then the others must do
 * so too, each at its place. *spare: the byte that came instead. */
static enum status pass_boundary(
    struct gzip_reader *reader, uint8_t *spare, bool *more, struct error *err)
{
    TRY(look_for_end(reader, spare, more, err));
    if (*more && reader->row)
        return gzip_refuse(err);
    reader->row = !*more;
    reader->before = *more ? UINT64_MAX : GZIP_MEMBER;
    return *more ? STATUS_OK : begin_member(reader, err);
}

static enum status inflate_part(
    struct gzip_reader *reader, uint8_t *bytes, size_t length, struct error *err)
{
    reader->zlib.next_out = bytes;
    reader->zlib.avail_out = (uInt)length;
    while (reader->zlib.avail_out > 0)
        TRY(inflate_step(reader, err));
    reader->left -= length;
    reader->before -= length;
    return STATUS_OK;
}

enum status gzip_read(struct gzip_reader *reader, void *bytes, size_t length, struct error *err)
{
    uint8_t *next = bytes;
    if (length > reader->left)
        return gzip_refuse(err);
    if (!reader->begun)
        TRY(begin_member(reader, err));
    while (length > 0) {
        bool more = false;
        if (reader->before == 0)
            TRY(pass_boundary(reader, next, &more, err));
        size_t part = length < GZIP_MEMBER ? length : GZIP_MEMBER;
        part = part < reader->before ? part : (size_t)reader->before;
        if (more) {
            part = 1;
            reader->left--;
        } else {
            TRY(inflate_part(reader, next, part, err));
        }
        next += part;
        length -= part;
    }
    return STATUS_OK;
}

enum status gzip_end(struct gzip_reader *reader, struct error *err)
{
    uint8_t spare;
    bool more;
    size_t got = 0;
    if (!reader->begun)
        TRY(begin_member(reader, err));
    TRY(look_for_end(reader, &spare, &more, err));
    if (more || reader->left != 0 || reader->zlib.avail_in != 0)
        return gzip_refuse(err);
    TRY(reader->source->read(reader->source->context, &spare, 1, &got, err));
    return got == 0 ? STATUS_OK : gzip_refuse(err);
}

void gzip_reader_free(struct gzip_reader *reader)
{
    if (reader == NULL)
        return;
    (void)inflateEnd(&reader->zlib);
    sodium_memzero(reader, sizeof *reader);
    free(reader);
}
