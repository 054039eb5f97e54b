#include "format/payload.h"

#include "base/crew.h"
#include "base/memory.h"
#include "format/gzip_pack.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The two stages of a gzip member on its way (base/crew.h): its bytes are read, and, when it has
 * been packed, given away. */
enum { READING, GIVING };

/* What one hand works with. */
struct packing {
    struct gzip_packer *packer;
    uint8_t plain[GZIP_MEMBER];
    uint8_t packed[GZIP_PACKED_MAX];
};

/* What all hands share. What stands under "reading" is only used in that stage, and so on. */
struct writing {
    const struct payload_member *members;
    size_t count;
    const struct payload_output *output;
    const struct stream_progress *progress;
    struct manifest *manifest;
    struct packing *hand[CREW_HANDS_MAX];
    struct {
        size_t place;             /* of the member that is being read */
        bool within;              /* its header was given, its content not all */
        uint64_t left;            /* of its content */
        uint8_t fixed[USTAR_END]; /* a header, or zeros, that come before anything else */
        size_t given;             /* of them */
        size_t length;            /* of them */
        bool closed;              /* the archive's end stands there, or was given */
        crypto_generichash_state hash;
    } reading;
    struct {
        crypto_generichash_state hash;
        uint64_t size;
    } giving;
};

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

/* ---- reading: the archive, in parts of any size ---- */

static enum status refuse_changed(const char *name, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "%s: changed while it was read; close the program that writes to it and try again", name);
}

static void put_zeros(struct writing *writing, size_t length)
{
    memset(writing->reading.fixed, 0, length);
    writing->reading.given = 0;
    writing->reading.length = length;
}

static void put_end(struct writing *writing)
{
    put_zeros(writing, USTAR_END);
    writing->reading.closed = true;
}

static enum status begin_member(struct writing *writing, struct error *err)
{
    size_t place = writing->reading.place;
    const struct payload_member *member = &writing->members[place];
    struct manifest_file *file = &writing->manifest->file[place];
    size_t length = strlen(member->name);
    if (!manifest_name_is_plain(member->name, length))
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "attachment %zu: its name is too long or has characters that may not be shown; "
            "rename the file",
            place - 1);
    memcpy(file->name, member->name, length + 1);
    file->size = member->size;
    ustar_header(writing->reading.fixed, file->path, member->size);
    writing->reading.given = 0;
    writing->reading.length = USTAR_BLOCK;
    writing->reading.within = true;
    writing->reading.left = member->size;
    (void)crypto_generichash_init(&writing->reading.hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    return STATUS_OK;
}

/* Its source must end where it was to end. */
static enum status end_member(struct writing *writing, struct error *err)
{
    size_t place = writing->reading.place;
    const struct payload_member *member = &writing->members[place];
    uint8_t more;
    size_t got = 0;
    TRY(member->source.read(member->source.context, &more, 1, &got, err));
    if (got != 0)
        return refuse_changed(member->name, err);
    (void)crypto_generichash_final(
        &writing->reading.hash, writing->manifest->file[place].digest, MANIFEST_DIGEST_SIZE);
    put_zeros(writing, (size_t)ustar_padding(member->size));
    writing->reading.within = false;
    writing->reading.place++;
    return STATUS_OK;
}

static enum status read_content(
    struct writing *writing, uint8_t *bytes, size_t room, size_t *got, struct error *err)
{
    const struct payload_member *member = &writing->members[writing->reading.place];
    size_t part = writing->reading.left < room ? (size_t)writing->reading.left : room;
    TRY(source_fill(&member->source, bytes, part, got, err));
    if (*got != part)
        return refuse_changed(member->name, err);
    writing->reading.left -= part;
    (void)crypto_generichash_update(&writing->reading.hash, bytes, part);
    if (writing->progress != NULL)
        writing->progress->advance(writing->progress->context, part);
    return STATUS_OK;
}

static size_t read_fixed(struct writing *writing, uint8_t *bytes, size_t room)
{
    size_t left = writing->reading.length - writing->reading.given;
    size_t part = left < room ? left : room;
    memcpy(bytes, writing->reading.fixed + writing->reading.given, part);
    writing->reading.given += part;
    return part;
}

/* One step of reading; *got is 0 where it gave no bytes. */
static enum status read_step(
    struct writing *writing, uint8_t *bytes, size_t room, size_t *got, struct error *err)
{
    *got = 0;
    if (writing->reading.given < writing->reading.length)
        *got = read_fixed(writing, bytes, room);
    else if (writing->reading.within && writing->reading.left > 0)
        TRY(read_content(writing, bytes, room, got, err));
    else if (writing->reading.within)
        TRY(end_member(writing, err));
    else if (writing->reading.place < writing->count)
        TRY(begin_member(writing, err));
    else
        put_end(writing);
    return STATUS_OK;
}

static bool has_ended(const struct writing *writing)
{
    return writing->reading.closed && writing->reading.given == writing->reading.length;
}

/* Fills a gzip member's bytes; *length is 0 at the archive's end. */
static enum status read_part(
    struct writing *writing, uint8_t *bytes, size_t *length, struct error *err)
{
    *length = 0;
    while (*length < GZIP_MEMBER && !has_ended(writing)) {
        size_t got = 0;
        TRY(read_step(writing, bytes + *length, GZIP_MEMBER - *length, &got, err));
        *length += got;
    }
    return STATUS_OK;
}

/* ---- giving: the payload ---- */

static enum status give_part(struct writing *writing, size_t hand, size_t length, struct error *err)
{
    const struct payload_output *output = writing->output;
    const uint8_t *packed = writing->hand[hand]->packed;
    if (length > MANIFEST_PAYLOAD_MAX - writing->giving.size)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "the payload becomes larger than a bundle may be; attach less");
    writing->giving.size += length;
    (void)crypto_generichash_update(&writing->giving.hash, packed, length);
    return output->take(output->context, hand, packed, length, err);
}

static enum status pack_members(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct writing *writing = context;
    struct packing *own = writing->hand[hand];
    const struct payload_output *output = writing->output;
    for (;;) {
        size_t length = 0;
        uint64_t piece = crew_piece(crew);
        TRY(crew_await(crew, READING, piece, err));
        TRY(read_part(writing, own->plain, &length, err));
        crew_pass(crew, READING);
        if (length == 0)
            return STATUS_OK;
        size_t packed = gzip_pack(own->packer, own->plain, length, own->packed);
        TRY(crew_await(crew, GIVING, piece, err));
        TRY(give_part(writing, hand, packed, err));
        crew_pass(crew, GIVING);
        TRY(output->finish(output->context, hand, err));
    }
}

/* No more hands than there are gzip members. */
static size_t hands_for(const struct payload_member *members, size_t count, size_t hands)
{
    uint64_t size = USTAR_END;
    for (size_t i = 0; i < count; i++)
        size += ustar_member_size(members[i].size);
    uint64_t pieces = (size + GZIP_MEMBER - 1) / GZIP_MEMBER;
    return pieces < hands ? (size_t)pieces : hands;
}

static void free_packing(struct packing *packing)
{
    if (packing == NULL)
        return;
    gzip_packer_free(packing->packer);
    free(packing);
}

enum status payload_write_named(const struct payload_member *members, size_t count,
    const struct payload_output *output, const struct stream_progress *progress,
    struct manifest *manifest, struct error *err)
{
    struct writing writing = {.members = members,
        .count = count,
        .output = output,
        .progress = progress,
        .manifest = manifest};
    size_t hands = hands_for(members, count, output->hands);
    for (size_t i = 0; i < hands; i++) {
        writing.hand[i] = memory_new(1, sizeof *writing.hand[i]);
        writing.hand[i]->packer = gzip_packer_new();
    }
    (void)crypto_generichash_init(&writing.giving.hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    enum status status = crew_run(hands, pack_members, &writing, err);
    if (status == STATUS_OK) {
        manifest->files = (uint16_t)count;
        manifest->payload_size = writing.giving.size;
        (void)crypto_generichash_final(
            &writing.giving.hash, manifest->payload_digest, MANIFEST_DIGEST_SIZE);
    }
    for (size_t i = 0; i < hands; i++)
        free_packing(writing.hand[i]);
    return status;
}

enum status payload_write(const struct payload_member *members, size_t count,
    const struct payload_output *output, const struct stream_progress *progress,
    struct manifest *manifest, struct error *err)
{
    TRY(check_limits(members, count, err));
    for (size_t i = 0; i < count; i++)
        manifest_path(manifest->file[i].path, i);
    return payload_write_named(members, count, output, progress, manifest, err);
}
