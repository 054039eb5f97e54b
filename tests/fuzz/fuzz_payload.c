/* The payload, under a manifest whose digests are those that the input has. The input: a byte that
 * says whether the rest is compressed already, the number of files, two bytes for each size, and
 * the payload, or the archive that this harness compresses. */
#define ZLIB_CONST
#include "format/payload.h"
#include "format/ustar.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>
#include <stdlib.h>
#include <zlib.h>

enum { FILES = 8, INFLATED = 1 << 20 };

struct received {
    const struct manifest *manifest;
    struct buffer bytes;
    size_t begun;
    uint64_t left;
};

static enum status begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)err;
    struct received *received = context;
    fuzz_require(place == received->begun && received->left == 0);
    received->begun++;
    received->left = file->size;
    return STATUS_OK;
}

static enum status write_part(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    struct received *received = context;
    fuzz_require(length <= received->left); /* S8 */
    received->left -= length;
    buffer_append(&received->bytes, bytes, length);
    return STATUS_OK;
}

static void compress_archive(const uint8_t *data, size_t size, struct buffer *payload)
{
    z_stream zlib = {.next_in = data, .avail_in = (uInt)size};
    fuzz_require(deflateInit2(&zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
                     Z_DEFAULT_STRATEGY) == Z_OK);
    zlib.avail_out = (uInt)deflateBound(&zlib, size);
    zlib.next_out = buffer_reserve(payload, zlib.avail_out);
    fuzz_require(deflate(&zlib, Z_FINISH) == Z_STREAM_END);
    payload->length += zlib.total_out;
    (void)deflateEnd(&zlib);
}

/* What zlib itself makes of the payload, as far as it goes. */
static size_t inflate_payload(const struct buffer *payload, uint8_t *out)
{
    z_stream zlib = {.next_in = payload->data, .avail_in = (uInt)payload->length};
    fuzz_require(inflateInit2(&zlib, 15 + 16) == Z_OK);
    zlib.next_out = out;
    zlib.avail_out = INFLATED;
    (void)inflate(&zlib, Z_FINISH);
    (void)inflateEnd(&zlib);
    return INFLATED - zlib.avail_out;
}

static void promise(struct manifest *manifest, const struct buffer *payload)
{
    uint8_t *inflated = malloc(INFLATED);
    fuzz_require(inflated != NULL);
    size_t length = inflate_payload(payload, inflated);
    size_t at = USTAR_BLOCK;
    for (size_t i = 0; i < manifest->files; i++) {
        struct manifest_file *file = &manifest->file[i];
        manifest_path(file->path, i);
        if (at <= length && file->size <= length - at)
            (void)crypto_generichash(
                file->digest, sizeof file->digest, inflated + at, file->size, NULL, 0);
        at += (size_t)ustar_member_size(file->size);
    }
    manifest->payload_size = payload->length;
    (void)crypto_generichash(manifest->payload_digest, sizeof manifest->payload_digest,
        payload->data, payload->length, NULL, 0);
    free(inflated);
}

/* What libarchive makes of the archive in a payload that was accepted. */
static void judge_accepted(
    const struct manifest *manifest, const struct buffer *payload, const struct buffer *content)
{
    struct fuzz_member member[FILES];
    uint8_t *inflated = malloc(INFLATED);
    fuzz_require(inflated != NULL);
    size_t length = inflate_payload(payload, inflated);
    size_t at = 0;
    for (size_t i = 0; i < manifest->files; i++) {
        const struct manifest_file *file = &manifest->file[i];
        member[i] = (struct fuzz_member){file->path, content->data + at, (size_t)file->size};
        at += (size_t)file->size;
    }
    fuzz_judge_archive(inflated, length, member, manifest->files);
    free(inflated);
}

static void read_payload(const struct manifest *manifest, const struct buffer *payload)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct received received = {.manifest = manifest};
    struct payload_receiver receiver = {begin, write_part, &received};
    fuzz_require(payload_verify(&source, manifest, NULL) == STATUS_OK);
    cursor.position = 0;
    if (payload_read(&source, manifest, &receiver, NULL) == STATUS_OK) {
        uint64_t promised = 0;
        for (size_t i = 0; i < manifest->files; i++)
            promised += manifest->file[i].size;
        fuzz_require(received.begun == manifest->files && received.bytes.length == promised);
        fuzz_require(cursor.position == payload->length);
        judge_accepted(manifest, payload, &received.bytes);
    }
    buffer_free(&received.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size < 2U + 2U * (data[1] % FILES))
        return 0;
    struct manifest *manifest = calloc(1, sizeof *manifest);
    struct buffer payload = {0};
    fuzz_require(manifest != NULL);
    manifest->files = data[1] % FILES;
    size_t at = 2;
    for (size_t i = 0; i < manifest->files; i++, at += 2)
        manifest->file[i].size = (uint64_t)data[at] << 8 | data[at + 1];
    if ((data[0] & 1) != 0)
        buffer_append(&payload, data + at, size - at);
    else
        compress_archive(data + at, size - at, &payload);
    promise(manifest, &payload);
    read_payload(manifest, &payload);
    buffer_free(&payload);
    free(manifest);
    return 0;
}
