#include "base/memory.h"
#include "format/gzip.h"
#include "format/payload.h"
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
    enum status status = gauge->source->read(gauge->source->context, bytes, size, got, err);
    if (status != STATUS_OK)
        return status;
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
        status = gauge_read(&gauge, part, PART, &got, err);
    } while (status == STATUS_OK && got != 0);
    free(part);
    return status != STATUS_OK ? status : gauge_end(&gauge, manifest, err);
}

static enum status read_zeros(struct gzip_reader *gzip, size_t length, struct error *err)
{
    uint8_t zeros[USTAR_END];
    enum status status = gzip_read(gzip, zeros, length, err);
    if (status == STATUS_OK && !sodium_is_zero(zeros, length))
        return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "payload: there are bytes between its members, or after them, that must be zero");
    return status;
}

static enum status read_member(struct gzip_reader *gzip, const struct manifest_file *file,
    size_t place, const struct payload_receiver *receiver, uint8_t *part, struct error *err)
{
    uint8_t header[USTAR_BLOCK];
    uint8_t expected[USTAR_BLOCK];
    ustar_header(expected, file->path, file->size);
    enum status status = gzip_read(gzip, header, sizeof header, err);
    if (status == STATUS_OK && memcmp(header, expected, sizeof header) != 0)
        status = refuse_member(err, file->path);
    if (status == STATUS_OK)
        status = receiver->begin(receiver->context, place, file, err);

    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    for (uint64_t left = file->size; status == STATUS_OK && left > 0;) {
        size_t length = left < PART ? (size_t)left : PART;
        left -= length;
        status = gzip_read(gzip, part, length, err);
        if (status != STATUS_OK)
            break;
        (void)crypto_generichash_update(&hash, part, length);
        status = receiver->write(receiver->context, part, length, err);
    }
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash_final(&hash, digest, sizeof digest);
    if (status == STATUS_OK && sodium_memcmp(digest, file->digest, sizeof digest) != 0)
        status = refuse_member(err, file->path);
    if (status == STATUS_OK)
        status = read_zeros(gzip, (size_t)ustar_padding(file->size), err);
    return status;
}

enum status payload_read(const struct source *source, const struct manifest *manifest,
    const struct payload_receiver *receiver, struct error *err)
{
    struct gauge gauge;
    struct source gauged = {.read = gauge_read, .context = &gauge};
    struct gzip_reader *gzip = NULL;
    gauge_begin(&gauge, source, manifest);
    uint8_t *part = memory_allocate(PART);
    enum status status = gzip_reader_new(&gauged, &gzip, err);
    for (size_t i = 0; status == STATUS_OK && i < manifest->files; i++)
        status = read_member(gzip, &manifest->file[i], i, receiver, part, err);
    if (status == STATUS_OK)
        status = read_zeros(gzip, USTAR_END, err);
    if (status == STATUS_OK)
        status = gzip_end(gzip, err);
    if (status == STATUS_OK)
        status = gauge_end(&gauge, manifest, err);
    gzip_reader_free(gzip);
    sodium_memzero(part, PART);
    free(part);
    return status;
}
