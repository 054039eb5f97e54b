#include "format/seal_back.h"

#include "base/crew.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "crypto/age_stream.h"
#include "crypto/secret.h"
#include "format/bundle.h"
#include "format/gzip_pack.h"
#include "format/payload_walk.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The stages of a gzip member on its way (base/crew.h): its chunks are read and go into the file's
 * digest; when they are open, its bytes into the payload's; when it is inflated, the archive's. */
enum { BACK_READING, BACK_HASHING, BACK_WALKING };

/* The chunks in which one gzip member lies, both ends in the middle of one. */
enum { BACK_CHUNKS = GZIP_PACKED_MAX / AGE_CHUNK_SIZE + 2 };

struct back_hand {
    uint64_t chunk; /* the first one */
    size_t start;   /* of the member in it */
    size_t sealed_length;
    uint8_t sealed[BACK_CHUNKS * AGE_SEALED_CHUNK_SIZE];
    uint8_t plain[BACK_CHUNKS * AGE_CHUNK_SIZE];
    uint8_t inflated[GZIP_MEMBER];
};

/* What all hands share. What stands under the name of a stage is only used in that stage. */
struct back {
    const struct seal_written *written;
    uint8_t *key; /* of the stream; secret memory */
    struct bundle_envelope envelope;
    uint64_t last_chunk;
    uint64_t inflated_size;
    struct back_hand *hand[CREW_HANDS_MAX];
    struct {
        uint64_t offset; /* of the next member in the frame */
        uint64_t done;   /* bytes of the file that were read and hashed */
        crypto_generichash_state hash;
    } reading;
    crypto_generichash_state hashing;
    struct payload_walk *walking;
};

static enum status refuse_difference(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH, "what was read differs");
}

/* *got is less than length only at the file's end. */
static enum status read_file(const struct back *back, uint8_t *bytes, size_t length,
    uint64_t offset, size_t *got, struct error *err)
{
    if (descriptor_read_at(back->written->file->fd, bytes, length, offset, got))
        return STATUS_OK;
    return error_system(err, "%s: reading failed", back->written->file->path);
}

/* ---- the payload, member by member ---- */

/* Reads the chunks of a member. Of those that the member before lay in too, the digest has had the
 * first one already. */
static enum status read_chunks(
    struct back *back, struct back_hand *hand, size_t member, struct error *err)
{
    uint64_t offset = back->reading.offset;
    uint64_t end = offset + back->written->packed[member];
    uint64_t last = (end - 1) / AGE_CHUNK_SIZE;
    size_t got = 0;
    hand->chunk = offset / AGE_CHUNK_SIZE;
    hand->start = (size_t)(offset % AGE_CHUNK_SIZE);
    back->reading.offset = end;
    uint64_t from = back->written->header->length + hand->chunk * AGE_SEALED_CHUNK_SIZE;
    uint64_t to = back->written->header->length + (last + 1) * AGE_SEALED_CHUNK_SIZE;
    to = to < back->envelope.file_size ? to : back->envelope.file_size;
    hand->sealed_length = (size_t)(to - from);
    TRY(read_file(back, hand->sealed, hand->sealed_length, from, &got, err));
    if (got != hand->sealed_length)
        return refuse_difference(err);
    size_t known = (size_t)(back->reading.done - from);
    (void)crypto_generichash_update(
        &back->reading.hash, hand->sealed + known, hand->sealed_length - known);
    back->reading.done = to;
    return STATUS_OK;
}

static enum status open_chunks(const struct back *back, struct back_hand *hand, struct error *err)
{
    uint8_t *plain = hand->plain;
    uint64_t index = hand->chunk;
    for (size_t at = 0; at < hand->sealed_length; at += AGE_SEALED_CHUNK_SIZE, index++) {
        size_t left = hand->sealed_length - at;
        size_t length = left < AGE_SEALED_CHUNK_SIZE ? left : AGE_SEALED_CHUNK_SIZE;
        TRY(age_chunk_open(
            plain, hand->sealed + at, length, index, index == back->last_chunk, back->key, err));
        plain += AGE_CHUNK_SIZE;
    }
    return STATUS_OK;
}

/* Every member inflates to GZIP_MEMBER bytes, the last one to what is left. */
static size_t member_length(const struct back *back, size_t member)
{
    uint64_t left = back->inflated_size - member * GZIP_MEMBER;
    return left < GZIP_MEMBER ? (size_t)left : (size_t)GZIP_MEMBER;
}

static enum status inflate_member(
    const struct back *back, struct back_hand *hand, size_t member, struct error *err)
{
    struct cursor cursor = {hand->plain + hand->start, back->written->packed[member], 0};
    struct source source = source_from_bytes(&cursor);
    size_t length = member_length(back, member);
    struct gzip_reader *reader = gzip_reader_new(&source, length);
    enum status status;
    TRY_OUT(gzip_read(reader, hand->inflated, length, err));
    status = gzip_end(reader, err);
out:
    gzip_reader_free(reader);
    return status;
}

static enum status read_member(
    struct crew *crew, struct back *back, struct back_hand *hand, size_t member, struct error *err)
{
    TRY(read_chunks(back, hand, member, err));
    crew_pass(crew, BACK_READING);
    TRY(open_chunks(back, hand, err));
    TRY(crew_await(crew, BACK_HASHING, member, err));
    (void)crypto_generichash_update(
        &back->hashing, hand->plain + hand->start, back->written->packed[member]);
    crew_pass(crew, BACK_HASHING);
    TRY(inflate_member(back, hand, member, err));
    TRY(crew_await(crew, BACK_WALKING, member, err));
    TRY(payload_walk_take(back->walking, hand->inflated, member_length(back, member), err));
    crew_pass(crew, BACK_WALKING);
    return STATUS_OK;
}

static enum status read_members(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct back *back = context;
    for (;;) {
        uint64_t member = crew_piece(crew);
        TRY(crew_await(crew, BACK_READING, member, err));
        if (member >= back->written->members) {
            crew_pass(crew, BACK_READING);
            return STATUS_OK;
        }
        TRY(read_member(crew, back, back->hand[hand], (size_t)member, err));
    }
}

static enum status read_payload(struct back *back, struct error *err)
{
    const struct manifest *manifest = back->written->manifest;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    size_t hands = back->written->hands;
    hands = hands < back->written->members ? hands : back->written->members;
    back->inflated_size = payload_inflated_size(manifest);
    back->walking = payload_walk_new(manifest, true, NULL);
    for (size_t i = 0; i < hands; i++)
        back->hand[i] = memory_new(1, sizeof *back->hand[i]);
    (void)crypto_generichash_init(&back->hashing, NULL, 0, sizeof digest);
    enum status status = crew_run(hands, read_members, back, err);
    for (size_t i = 0; i < hands; i++)
        free(back->hand[i]);
    payload_walk_free(back->walking);
    TRY(status);
    (void)crypto_generichash_final(&back->hashing, digest, sizeof digest);
    if (back->reading.offset != USTAR_BLOCK + manifest->payload_size ||
        memcmp(digest, manifest->payload_digest, sizeof digest) != 0)
        return refuse_difference(err);
    return STATUS_OK;
}

/* ---- what stands around it ---- */

static enum status read_header(struct back *back, struct error *err)
{
    const struct buffer *header = back->written->header;
    struct buffer found = {0};
    uint8_t *place = buffer_reserve(&found, header->length);
    size_t got = 0;
    enum status status;
    TRY_OUT(read_file(back, place, header->length, 0, &got, err));
    if (got != header->length || memcmp(place, header->data, got) != 0)
        TRY_OUT(refuse_difference(err));
    (void)crypto_generichash_init(&back->reading.hash, NULL, 0, FINGERPRINT_SIZE);
    (void)crypto_generichash_update(&back->reading.hash, place, got);
    back->reading.done = got;
out:
    buffer_free(&found);
    return status;
}

/* All behind the payload's last chunk; the file must end where it is said to end. */
static enum status read_rest(struct back *back, struct fingerprint *digest, struct error *err)
{
    enum { PART = 1 << 18 };
    uint8_t *part = memory_allocate(PART);
    size_t got = PART;
    enum status status = STATUS_OK;
    while (got == PART) {
        TRY_OUT(read_file(back, part, PART, back->reading.done, &got, err));
        (void)crypto_generichash_update(&back->reading.hash, part, got);
        back->reading.done += got;
    }
    if (back->reading.done != back->envelope.file_size)
        TRY_OUT(refuse_difference(err));
    (void)crypto_generichash_final(&back->reading.hash, digest->bytes, FINGERPRINT_SIZE);
out:
    free(part);
    return status;
}

static enum status check_front(
    const struct seal_written *written, const struct bundle_front *front, struct error *err)
{
    struct document_signed found = bundle_front_document(front);
    TRY(document_verify(&manifest_document, &found, minisign_key_public(written->request->sign),
        written->manifest, err));
    return document_confirm(&manifest_document, &found.json, written->manifest, err);
}

static enum status look_at_size(struct back *back, struct error *err)
{
    const struct new_file *file = back->written->file;
    uint64_t size = 0;
    if (!descriptor_size(file->fd, &size))
        return error_system(err, "%s: cannot be examined", file->path);
    TRY(bundle_look(file->fd, size, &back->envelope, err));
    back->last_chunk = (back->envelope.frame_size - 1) / AGE_CHUNK_SIZE;
    return STATUS_OK;
}

static enum status read_back(struct back *back, struct fingerprint *digest, struct error *err)
{
    const struct seal_written *written = back->written;
    struct bundle_front front = {0};
    int fd = written->file->fd;
    enum status status;
    TRY_OUT(read_header(back, err));
    TRY_OUT(look_at_size(back, err));
    age_stream_key(back->key, written->file_key, back->envelope.nonce);
    back->reading.offset = USTAR_BLOCK;
    TRY_OUT(read_payload(back, err));
    TRY_OUT(read_rest(back, digest, err));
    TRY_OUT(bundle_split(fd, &back->envelope, written->file_key, &front, err));
    TRY_OUT(check_front(written, &front, err));
    status = bundle_check_zeros(fd, &back->envelope, written->file_key, &front, err);
out:
    bundle_front_free(&front);
    return status;
}

enum status seal_read_back(
    const struct seal_written *written, struct fingerprint *digest, struct error *err)
{
    struct back back = {.written = written, .key = secret_new(AGE_STREAM_KEY_SIZE)};
    enum status status = read_back(&back, digest, err);
    secret_free(back.key);
    if (status == STATUS_FAILED && err != NULL && strstr(err->text, written->file->path) == NULL)
        error_prefix(err, written->file->path);
    if (status == STATUS_REFUSED)
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: what was read back is not what was written; the medium may be broken, "
            "so nothing was kept: use another medium",
            written->file->path);
    return status;
}
