#include "format/payload.h"

#include "base/memory.h"
#include "format/gzip.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 65536 };

/* Passes compressed bytes up, hashing them, and not one more than the manifest promises. */
struct gauge {
    const struct source *source;
    crypto_generichash_state hash;
    uint64_t left;
};

static enum status refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "payload: its length or digest is not what the signed manifest promises");
}

static enum status refuse_member(struct error *err, const char *path)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "payload: %s is not what the signed manifest promises", path);
}

static enum status gauge_read(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct gauge *gauge = context;
    TRY(gauge->source->read(gauge->source->context, bytes, size, got, err));
    if (*got > gauge->left)
        return refuse(err);
    gauge->left -= *got;
    (void)crypto_generichash_update(&gauge->hash, bytes, *got);
    return STATUS_OK;
}

static void gauge_begin(
    struct gauge *gauge, const struct source *source, const struct manifest *manifest)
{
    *gauge = (struct gauge){.source = source, .left = manifest->payload_size};
    (void)crypto_generichash_init(&gauge->hash, NULL, 0, MANIFEST_DIGEST_SIZE);
}

static enum status gauge_end(
    struct gauge *gauge, const struct manifest *manifest, struct error *err)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash_final(&gauge->hash, digest, sizeof digest);
    if (gauge->left != 0 || sodium_memcmp(digest, manifest->payload_digest, sizeof digest) != 0)
        return refuse(err);
    return STATUS_OK;
}

enum status payload_verify(
    const struct source *source, const struct manifest *manifest, struct error *err)
{
    struct gauge gauge;
    gauge_begin(&gauge, source, manifest);
    uint8_t *part = memory_allocate(PART);
    size_t got = 0;
    enum status status;
    do {
        TRY_OUT(gauge_read(&gauge, part, PART, &got, err));
    } while (got != 0);
    status = gauge_end(&gauge, manifest, err);
out:
    free(part);
    return status;
}

static enum status read_zeros(struct gzip_reader *gzip, size_t length, struct error *err)
{
    uint8_t zeros[USTAR_END];
    TRY(gzip_read(gzip, zeros, length, err));
    if (!sodium_is_zero(zeros, length))
        return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "payload: there are bytes between its members, or after them, that must be zero");
    return STATUS_OK;
}

static enum status read_member(struct gzip_reader *gzip, const struct manifest_file *file,
    size_t place, const struct payload_receiver *receiver, uint8_t *part, struct error *err)
{
    uint8_t header[USTAR_BLOCK];
    uint8_t expected[USTAR_BLOCK];
    ustar_header(expected, file->path, file->size);
    TRY(gzip_read(gzip, header, sizeof header, err));
    if (memcmp(header, expected, sizeof header) != 0)
        return refuse_member(err, file->path);
    TRY(receiver->begin(receiver->context, place, file, err));

    crypto_generichash_state hash;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash_init(&hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    for (uint64_t left = file->size; left > 0;) {
        size_t length = left < PART ? (size_t)left : PART;
        left -= length;
        TRY(gzip_read(gzip, part, length, err));
        (void)crypto_generichash_update(&hash, part, length);
        TRY(receiver->write(receiver->context, part, length, err));
    }
    (void)crypto_generichash_final(&hash, digest, sizeof digest);
    if (sodium_memcmp(digest, file->digest, sizeof digest) != 0)
        return refuse_member(err, file->path);
    return read_zeros(gzip, (size_t)ustar_padding(file->size), err);
}

uint64_t payload_inflated_size(const struct manifest *manifest)
{
    uint64_t size = USTAR_END;
    for (size_t i = 0; i < manifest->files; i++)
        size += ustar_member_size(manifest->file[i].size);
    return size;
}

enum status payload_read(const struct source *source, const struct manifest *manifest,
    const struct payload_receiver *receiver, struct error *err)
{
    struct gauge gauge;
    struct source gauged = {.read = gauge_read, .context = &gauge};
    struct gzip_reader *gzip = gzip_reader_new(&gauged, payload_inflated_size(manifest));
    uint8_t *part = memory_allocate(PART);
    enum status status;
    gauge_begin(&gauge, source, manifest);
    for (size_t i = 0; i < manifest->files; i++)
        TRY_OUT(read_member(gzip, &manifest->file[i], i, receiver, part, err));
    TRY_OUT(read_zeros(gzip, USTAR_END, err));
    TRY_OUT(gzip_end(gzip, err));
    status = gauge_end(&gauge, manifest, err);
out:
    gzip_reader_free(gzip);
    sodium_memzero(part, PART);
    free(part);
    return status;
}
