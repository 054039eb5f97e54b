/* The payload, under a manifest whose digests are those that the input has. The input: a byte that
 * says whether the rest is compressed already, the number of files, two bytes for each size, and
 * the payload, or the archive that this harness compresses. */
#define ZLIB_CONST
#include "format/payload.h"
#include "format/payload_shares.h"
#include "format/ustar.h"
#include "tests/fuzz/fuzz.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
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

/* Noted at once and byte by byte the places are the same. */
static void note_places(const struct buffer *payload)
{
    struct payload_places *places = calloc(2, sizeof *places);
    fuzz_require(places != NULL);
    payload_places_note(&places[0], payload->data, payload->length);
    for (size_t i = 0; i < payload->length; i++)
        payload_places_note(&places[1], payload->data + i, 1);
    fuzz_require(memcmp(&places[0], &places[1], sizeof *places) == 0);
    free(places);
}

static bool is_share_good(const struct manifest *manifest, const struct buffer *payload,
    const struct payload_share *share)
{
    struct cursor of_row = {payload->data, (size_t)share->to, (size_t)share->from};
    struct cursor of_edge = {payload->data, payload->length, (size_t)share->to};
    struct source row = source_from_bytes(&of_row);
    struct source edge = source_from_bytes(&of_edge);
    return payload_share_is_sound(manifest, share) &&
           payload_read_share(&row, &edge, manifest, share, NULL, NULL) == STATUS_OK;
}

/* Cut in the middle, as a worker that lies could say: what is taken in shares is taken as a whole.
 */
static bool are_shares_good(const struct manifest *manifest, const struct buffer *payload)
{
    uint64_t place = payload->length / 2;
    uint32_t file = manifest->files / 2U;
    const struct payload_share share[] = {
        {.first = 0, .end = file, .from = 0, .to = place},
        {.first = file, .end = manifest->files, .from = place, .to = payload->length},
        {.first = 0, .end = manifest->files, .from = 0, .to = payload->length},
    };
    bool halves =
        is_share_good(manifest, payload, &share[0]) && is_share_good(manifest, payload, &share[1]);
    return halves || is_share_good(manifest, payload, &share[2]);
}

static void read_payload(const struct manifest *manifest, const struct buffer *payload)
{
    struct cursor cursor = {payload->data, payload->length, 0};
    struct source source = source_from_bytes(&cursor);
    struct received received = {.manifest = manifest};
    struct payload_receiver receiver = {begin, write_part, &received};
    fuzz_require(payload_verify(&source, manifest, NULL) == STATUS_OK);
    cursor.position = 0;
    note_places(payload);
    bool shared = are_shares_good(manifest, payload);
    enum status status = payload_read(&source, manifest, &receiver, NULL);
    fuzz_require(!shared || status == STATUS_OK);
    if (status == STATUS_OK) {
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
