#include "format/payload.h"

#include "base/memory.h"
#include "format/gzip.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 65536 };

/* Passes compressed bytes on, counting and hashing them. */
struct meter {
    const struct sink *sink;
    crypto_generichash_state hash;
    uint64_t size;
};

static enum status meter_write(void *context, const void *bytes, size_t length, struct error *err)
{
    struct meter *meter = context;
    if (length > MANIFEST_PAYLOAD_MAX - meter->size)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "the payload becomes larger than a bundle may be; attach less");
    meter->size += length;
    (void)crypto_generichash_update(&meter->hash, bytes, length);
    return sink_write(meter->sink, bytes, length, err);
}

static enum status refuse_changed(const char *name, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: changed while it was read; close the program that writes to it and try again", name);
}

struct writing {
    struct gzip_writer *gzip;
    const struct stream_progress *progress;
    uint8_t *part; /* PART bytes */
};

/* Copies exactly the promised size and hashes it on the way. */
static enum status write_content(const struct writing *writing, const struct payload_member *member,
    uint8_t digest[MANIFEST_DIGEST_SIZE], struct error *err)
{
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    uint64_t left = member->size;
    size_t got = 0;
    do {
        TRY(source_fill(&member->source, writing->part, PART, &got, err));
        if (got > left)
            return refuse_changed(member->name, err);
        left -= got;
        (void)crypto_generichash_update(&hash, writing->part, got);
        TRY(gzip_write(writing->gzip, writing->part, got, err));
        if (writing->progress != NULL)
            writing->progress->advance(writing->progress->context, got);
    } while (got == PART);
    if (left != 0)
        return refuse_changed(member->name, err);
    (void)crypto_generichash_final(&hash, digest, MANIFEST_DIGEST_SIZE);
    return STATUS_OK;
}

static enum status write_member(const struct writing *writing, const struct payload_member *member,
    size_t place, struct manifest_file *file, struct error *err)
{
    static const uint8_t zeros[USTAR_BLOCK];
    uint8_t header[USTAR_BLOCK];
    manifest_path(file->path, place);
    size_t length = strlen(member->name);
    if (!manifest_name_is_plain(member->name, length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "attachment %zu: its name is too long or has characters that may not be shown; "
            "rename the file",
            place - 1);
    memcpy(file->name, member->name, length + 1);
    file->size = member->size;
    ustar_header(header, file->path, member->size);
    TRY(gzip_write(writing->gzip, header, sizeof header, err));
    TRY(write_content(writing, member, file->digest, err));
    return gzip_write(writing->gzip, zeros, (size_t)ustar_padding(member->size), err);
}

static enum status check_limits(
    const struct payload_member *members, size_t count, struct error *err)
{
    uint64_t attached = 0;
    if (count < 2 || count > MANIFEST_FILES_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "too many attachments: at most %d files are allowed", MANIFEST_ATTACHMENTS_MAX);
    if (members[0].size > MANIFEST_ANSWERS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "the answers are larger than the %zu bytes allowed", MANIFEST_ANSWERS_MAX);
    for (size_t i = 2; i < count; i++) {
        if (members[i].size > MANIFEST_ATTACHED_BYTES_MAX - attached)
            return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
                "%s: with this file the attachments are larger than the 1 GiB allowed; attach less",
                members[i].name);
        attached += members[i].size;
    }
    return STATUS_OK;
}

enum status payload_write(const struct payload_member *members, size_t count,
    const struct sink *sink, const struct stream_progress *progress, struct manifest *manifest,
    struct error *err)
{
    static const uint8_t zeros[USTAR_END];
    struct meter meter = {.sink = sink};
    struct sink metered = {.write = meter_write, .context = &meter};
    struct writing writing = {.progress = progress};
    enum status status;
    TRY(check_limits(members, count, err));
    (void)crypto_generichash_init(&meter.hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    writing.part = memory_allocate(PART);
    writing.gzip = gzip_writer_new(&metered);
    for (size_t i = 0; i < count; i++)
        TRY_OUT(write_member(&writing, &members[i], i, &manifest->file[i], err));
    TRY_OUT(gzip_write(writing.gzip, zeros, sizeof zeros, err));
    TRY_OUT(gzip_finish(writing.gzip, err));
    manifest->files = (uint16_t)count;
    manifest->payload_size = meter.size;
    (void)crypto_generichash_final(&meter.hash, manifest->payload_digest, MANIFEST_DIGEST_SIZE);
out:
    gzip_writer_free(writing.gzip);
    sodium_memzero(writing.part, PART);
    free(writing.part);
    return status;
}
