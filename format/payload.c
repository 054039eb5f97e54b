#include "format/payload.h"

#include "base/memory.h"
#include "format/gzip.h"
#include "format/gzip_unpack.h"
#include "format/payload_places.h"
#include "format/payload_walk.h"
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
    struct payload_places *places; /* borrowed; NULL: none are noted */
};

static enum status refuse(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "payload: its length or digest is not what the signed manifest promises");
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
    if (gauge->places != NULL)
        payload_places_note(gauge->places, bytes, *got);
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

/* Hashes all that comes. */
static enum status verify_gauged(
    struct gauge *gauge, const struct manifest *manifest, struct error *err)
{
    uint8_t *part = memory_allocate(PART);
    size_t got = 0;
    enum status status;
    do {
        TRY_OUT(gauge_read(gauge, part, PART, &got, err));
    } while (got != 0);
    status = gauge_end(gauge, manifest, err);
out:
    free(part);
    return status;
}

enum status payload_verify_rest(const struct payload_beginning *begun, const struct source *source,
    const struct manifest *manifest, struct payload_places *places, struct error *err)
{
    struct gauge gauge;
    gauge_begin(&gauge, source, manifest);
    gauge.places = places;
    if (begun == NULL)
        return verify_gauged(&gauge, manifest, err);
    if (begun->size > manifest->payload_size)
        return refuse(err);
    gauge.hash = begun->hash;
    gauge.left -= begun->size;
    return verify_gauged(&gauge, manifest, err);
}

enum status payload_verify(
    const struct source *source, const struct manifest *manifest, struct error *err)
{
    return payload_verify_rest(NULL, source, manifest, NULL, err);
}

uint64_t payload_inflated_size(const struct manifest *manifest)
{
    uint64_t size = USTAR_END;
    for (size_t i = 0; i < manifest->files; i++)
        size += ustar_member_size(manifest->file[i].size);
    return size;
}

/* Inflates to the end and walks through what comes. */
static enum status read_strictly(const struct source *source, const struct manifest *manifest,
    struct payload_walk *walk, struct error *err)
{
    uint64_t length = payload_inflated_size(manifest);
    struct gzip_reader *gzip = gzip_reader_new(source, length);
    enum status status;
    TRY_OUT(payload_walk_inflate(walk, gzip, length, 0, err));
    status = gzip_end(gzip, err);
out:
    gzip_reader_free(gzip);
    return status;
}

/* The same of what was read before. */
static enum status read_quickly(const struct source *source, const struct manifest *manifest,
    struct payload_walk *walk, struct error *err)
{
    struct gzip_unpacker *gzip = gzip_unpacker_new(source, payload_inflated_size(manifest));
    const uint8_t *bytes = NULL;
    size_t length = 0;
    enum status status = STATUS_OK;
    do {
        TRY_OUT(gzip_unpack(gzip, &bytes, &length, err));
        TRY_OUT(payload_walk_take(walk, bytes, length, err));
    } while (length > 0);
out:
    gzip_unpacker_free(gzip);
    return status;
}

static enum status read_archive(const struct source *source, const struct manifest *manifest,
    unsigned known, struct payload_walk *walk, struct error *err)
{
    return (known & PAYLOAD_JUDGED) == 0 ? read_strictly(source, manifest, walk, err)
                                         : read_quickly(source, manifest, walk, err);
}

static enum status read_gauged(const struct source *source, const struct manifest *manifest,
    unsigned known, struct payload_walk *walk, struct error *err)
{
    struct gauge gauge;
    struct source gauged = {.read = gauge_read, .context = &gauge};
    gauge_begin(&gauge, source, manifest);
    TRY(read_archive(&gauged, manifest, known, walk, err));
    return gauge_end(&gauge, manifest, err);
}

enum status payload_read_known(const struct source *source, const struct manifest *manifest,
    unsigned known, const struct payload_receiver *receiver, struct error *err)
{
    struct payload_walk *walk =
        payload_walk_new(manifest, (known & PAYLOAD_COMPARED) == 0, receiver);
    enum status status = (known & PAYLOAD_HASHED) == 0
                             ? read_gauged(source, manifest, known, walk, err)
                             : read_archive(source, manifest, known, walk, err);
    payload_walk_free(walk);
    return status;
}

enum status payload_read(const struct source *source, const struct manifest *manifest,
    const struct payload_receiver *receiver, struct error *err)
{
    return payload_read_known(source, manifest, 0, receiver, err);
}
