#include "format/bundle.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "crypto/age_seek.h"
#include "crypto/secret.h"
#include "format/gzip.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* What the layers below found, said of a bundle. */
static enum status as_bundle(enum status status, struct error *err)
{
    if (status != STATUS_REFUSED || err == NULL)
        return status;
    if (err->reason == REASON_BAD_HEADER || err->reason == REASON_BAD_VALUE)
        err->reason = REASON_NOT_A_BUNDLE;
    else if (err->reason == REASON_NO_MATCH)
        (void)error_set(err, STATUS_REFUSED, REASON_NOT_FOR_US,
            "sealed to other keys than those here; the sender must trust the receiver's present "
            "card and seal anew");
    else if (err->reason == REASON_BAD_MAC || err->reason == REASON_BAD_PAYLOAD ||
             err->reason == REASON_BAD_SYNTAX)
        err->reason = REASON_DAMAGED;
    return status;
}

static enum status read_bundle_at(
    int fd, void *bytes, size_t length, uint64_t offset, struct error *err)
{
    size_t got;
    if (!descriptor_read_at(fd, bytes, length, offset, &got))
        return error_system(err, "reading failed");
    if (got < length)
        return error_set(
            err, STATUS_REFUSED, REASON_DAMAGED, "the file became shorter while it was read");
    return STATUS_OK;
}

static enum status refuse_header(const struct age_header *header, uint64_t size, struct error *err)
{
    if (size == 0)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the file is empty; copy it from the medium once more, or ask the sender for it");
    if (header->truncated && size < BUNDLE_HEADER_MAX)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the file is cut short within its header; copy it from the medium once more");
    if (header->truncated)
        return error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
            "not a bundle: the header is longer than %d bytes", BUNDLE_HEADER_MAX);
    return error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
        "the file is not a bundle: it does not begin with the header of a binary age file");
}

static enum status check_stanzas(const struct age_header *header, struct error *err)
{
    if (!age_header_is_hybrid(header) || header->count > BUNDLE_STANZAS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_NOT_A_BUNDLE,
            "not a bundle: it must be sealed to one to eight %s recipients and no others",
            AGE_TYPE_HYBRID);
    return STATUS_OK;
}

static void digest_beginning(uint8_t digest[MANIFEST_DIGEST_SIZE], const uint8_t *header,
    size_t size, const uint8_t nonce[AGE_STREAM_NONCE_SIZE])
{
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    (void)crypto_generichash_update(&hash, header, size);
    (void)crypto_generichash_update(&hash, nonce, AGE_STREAM_NONCE_SIZE);
    (void)crypto_generichash_final(&hash, digest, MANIFEST_DIGEST_SIZE);
}

/* Reads the header into bytes (BUNDLE_HEADER_MAX of them); header's views point there. */
static enum status read_header(int fd, uint64_t size, uint8_t *bytes, struct age_header *header,
    struct bundle_envelope *envelope, struct error *err)
{
    if (size > BUNDLE_SIZE_MAX)
        return error_set(
            err, STATUS_REFUSED, REASON_TOO_LARGE, "the file is larger than any bundle can be");
    size_t length = size < BUNDLE_HEADER_MAX ? (size_t)size : BUNDLE_HEADER_MAX;
    TRY(read_bundle_at(fd, bytes, length, 0, err));
    if (age_header_parse(bytes, length, header, err) != STATUS_OK)
        return refuse_header(header, size, err);
    TRY(check_stanzas(header, err));
    envelope->stanzas = (uint16_t)header->count;
    envelope->header_size = (uint32_t)header->size;
    envelope->file_size = size;
    uint64_t chunks = size - header->size;
    if (chunks <= AGE_STREAM_NONCE_SIZE ||
        !age_stream_plain_size(chunks - AGE_STREAM_NONCE_SIZE, &envelope->frame_size))
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the file is cut short; copy it from the medium once more");
    TRY(read_bundle_at(fd, envelope->nonce, sizeof envelope->nonce, header->size, err));
    digest_beginning(envelope->beginning, bytes, header->size, envelope->nonce);
    return STATUS_OK;
}

bool bundle_begins_with(const struct bundle_envelope *envelope, const void *bytes, size_t length)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    if (length < envelope->header_size + sizeof envelope->nonce)
        return false;
    digest_beginning(
        digest, bytes, envelope->header_size, (const uint8_t *)bytes + envelope->header_size);
    return memcmp(digest, envelope->beginning, sizeof digest) == 0;
}

static enum status read_envelope(int fd, uint64_t size, const struct age_identities *identities,
    struct bundle_envelope *envelope, uint8_t *file_key, struct error *err)
{
    struct age_header header;
    *envelope = (struct bundle_envelope){0};
    uint8_t *bytes = memory_allocate(BUNDLE_HEADER_MAX);
    enum status status;
    TRY_OUT(read_header(fd, size, bytes, &header, envelope, err));
    if (identities != NULL)
        status = as_bundle(age_header_unwrap(&header, identities, file_key, err), err);
out:
    free(bytes);
    return status;
}

enum status bundle_look(int fd, uint64_t size, struct bundle_envelope *envelope, struct error *err)
{
    return read_envelope(fd, size, NULL, envelope, NULL, err);
}

enum status bundle_unwrap(int fd, uint64_t size, const struct age_identities *identities,
    struct bundle_envelope *envelope, uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err)
{
    sodium_memzero(file_key, AGE_FILE_KEY_SIZE);
    return read_envelope(fd, size, identities, envelope, file_key, err);
}

/* The sealed chunks of a file, for the seeker. */
struct chunks {
    int fd;
    uint64_t start;
};

static enum status read_chunks(
    void *context, void *bytes, size_t length, uint64_t offset, struct error *err)
{
    const struct chunks *chunks = context;
    return read_bundle_at(chunks->fd, bytes, length, chunks->start + offset, err);
}

/* A frame that is open for reading at any offset. */
struct bundle_frame {
    struct chunks chunks;
    struct age_seeker *seeker;
    uint64_t size;
};

static void close_frame(struct bundle_frame *frame)
{
    if (frame == NULL)
        return;
    age_seeker_close(frame->seeker);
    free(frame);
}

static enum status open_frame(struct bundle_frame **frame, int fd,
    const struct bundle_envelope *envelope, const uint8_t *file_key, struct error *err)
{
    enum status status = STATUS_OK;
    uint64_t start = (uint64_t)envelope->header_size + AGE_STREAM_NONCE_SIZE;
    struct bundle_frame *opened = memory_new(1, sizeof *opened);
    *frame = NULL;
    *opened = (struct bundle_frame){.chunks = {fd, start}, .size = envelope->frame_size};
    uint8_t *key = secret_new(AGE_STREAM_KEY_SIZE);
    age_stream_key(key, file_key, envelope->nonce);
    struct age_extent extent = {.read = read_chunks, .context = &opened->chunks};
    TRY_OUT(as_bundle(
        age_seeker_open(&opened->seeker, key, extent, envelope->file_size - start, err), err));
    *frame = opened;
    opened = NULL;
out:
    secret_free(key);
    close_frame(opened);
    return status;
}

static enum status frame_bytes(const struct bundle_frame *frame, void *bytes, size_t length,
    uint64_t offset, struct error *err)
{
    return as_bundle(age_seeker_read(frame->seeker, bytes, length, offset, err), err);
}

static enum status refuse_layout(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "the content is not a frame of payload, manifest and signature, and nothing else");
}

/* The content's size, from the header that stands just before it. */
static enum status member_size(const struct bundle_frame *frame, const char *name, uint64_t content,
    uint64_t limit, uint64_t *size, struct error *err)
{
    uint8_t header[USTAR_BLOCK];
    if (content > frame->size)
        return refuse_layout(err);
    TRY(frame_bytes(frame, header, sizeof header, content - USTAR_BLOCK, err));
    TRY(as_bundle(ustar_size(header, name, size, err), err));
    if (*size > limit)
        return error_set(err, STATUS_REFUSED, REASON_TOO_LARGE,
            "member %s is larger than a bundle may hold", name);
    return STATUS_OK;
}

static enum status read_part(const struct bundle_frame *frame, uint64_t offset, uint64_t size,
    struct buffer *out, struct error *err)
{
    if (size == 0)
        return STATUS_OK;
    TRY(frame_bytes(frame, buffer_reserve(out, (size_t)size), (size_t)size, offset, err));
    out->length += (size_t)size;
    return STATUS_OK;
}

static enum status read_front(
    const struct bundle_frame *frame, struct bundle_front *front, struct error *err)
{
    uint64_t manifest = 0;
    uint64_t signature = 0;
    TRY(member_size(
        frame, FRAME_PAYLOAD, USTAR_BLOCK, MANIFEST_PAYLOAD_MAX, &front->payload_size, err));
    struct frame_layout layout = frame_layout(front->payload_size, 0, 0);
    TRY(member_size(frame, FRAME_MANIFEST, layout.manifest, FRAME_MANIFEST_MAX, &manifest, err));
    layout = frame_layout(front->payload_size, manifest, 0);
    TRY(member_size(frame, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, layout.signature,
        FRAME_SIGNATURE_MAX, &signature, err));
    layout = frame_layout(front->payload_size, manifest, signature);
    if (layout.total != frame->size)
        return refuse_layout(err);
    TRY(read_part(frame, layout.manifest, manifest, &front->manifest, err));
    return read_part(frame, layout.signature, signature, &front->signature, err);
}

enum status bundle_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front, struct error *err)
{
    *front = (struct bundle_front){0};
    TRY(open_frame(&front->frame, fd, envelope, file_key, err));
    enum status status = read_front(front->frame, front, err);
    if (status != STATUS_OK)
        bundle_front_free(front);
    return status;
}

struct document_signed bundle_front_document(const struct bundle_front *front)
{
    return (struct document_signed){{front->manifest.data, front->manifest.length},
        {front->signature.data, front->signature.length}};
}

void bundle_front_free(struct bundle_front *front)
{
    buffer_free(&front->manifest);
    buffer_free(&front->signature);
    close_frame(front->frame);
    *front = (struct bundle_front){0};
}

/* A part of the frame as a source. */
struct span {
    const struct bundle_frame *frame;
    uint64_t offset;
    uint64_t left;
};

static enum status span_read(
    void *context, void *bytes, size_t size, size_t *got, struct error *err)
{
    struct span *span = context;
    size_t part = span->left < size ? (size_t)span->left : size;
    *got = 0;
    if (part == 0)
        return STATUS_OK;
    TRY(frame_bytes(span->frame, bytes, part, span->offset, err));
    span->offset += part;
    span->left -= part;
    *got = part;
    return STATUS_OK;
}

static enum status expect_zeros(
    const struct bundle_frame *frame, uint64_t from, uint64_t to, struct error *err)
{
    static const uint8_t zeros[4096];
    uint8_t part[sizeof zeros];
    while (from < to) {
        size_t length = to - from < sizeof part ? (size_t)(to - from) : sizeof part;
        TRY(frame_bytes(frame, part, length, from, err));
        if (memcmp(part, zeros, length) != 0) /* padding is no secret from whom it is sealed to */
            return refuse_layout(err);
        from += length;
    }
    return STATUS_OK;
}

static enum status check_zeros(
    const struct bundle_frame *frame, const struct bundle_front *front, struct error *err)
{
    struct frame_layout layout =
        frame_layout(front->payload_size, front->manifest.length, front->signature.length);
    TRY(expect_zeros(
        frame, layout.payload + front->payload_size, layout.manifest - USTAR_BLOCK, err));
    TRY(expect_zeros(
        frame, layout.manifest + front->manifest.length, layout.signature - USTAR_BLOCK, err));
    return expect_zeros(frame, layout.signature + front->signature.length, layout.total, err);
}

static struct span payload_span(const struct bundle_frame *frame, uint64_t from, uint64_t to)
{
    return (struct span){frame, USTAR_BLOCK + from, to - from};
}

static enum status hash_content(const struct bundle_frame *frame, const struct bundle_front *front,
    const struct manifest *manifest, struct payload_places *places, struct error *err)
{
    uint64_t begun = front->begun == NULL ? 0 : front->begun->size;
    if (manifest->payload_size != front->payload_size)
        return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the payload's size is not what the signed manifest promises");
    if (front->hashed)
        return STATUS_OK;
    TRY(check_zeros(frame, front, err));
    if (begun > front->payload_size)
        return refuse_layout(err);
    struct span span = payload_span(frame, begun, front->payload_size);
    struct source source = {.read = span_read, .context = &span};
    return payload_verify_rest(front->begun, &source, manifest, places, err);
}

static enum status read_content(const struct bundle_frame *frame, const struct bundle_front *front,
    const struct manifest *manifest, unsigned known, const struct payload_receiver *receiver,
    struct error *err)
{
    TRY(hash_content(frame, front, manifest, NULL, err));
    struct span span = payload_span(frame, 0, front->payload_size);
    struct source source = {.read = span_read, .context = &span};
    return payload_read_known(&source, manifest, known, receiver, err);
}

/* The one that was split, or opened anew into *anew, which is the caller's. */
static enum status frame_of(const struct bundle_front *front, int fd,
    const struct bundle_envelope *envelope, const uint8_t *file_key, struct bundle_frame **anew,
    const struct bundle_frame **frame, struct error *err)
{
    *anew = NULL;
    if (front->frame == NULL)
        TRY(open_frame(anew, fd, envelope, file_key, err));
    *frame = front->frame == NULL ? *anew : front->frame;
    return STATUS_OK;
}

static enum status unpack_knowing(int fd, const struct bundle_envelope *envelope,
    const uint8_t *file_key, const struct bundle_front *front, const struct manifest *manifest,
    unsigned known, const struct payload_receiver *receiver, struct error *err)
{
    struct bundle_frame *anew;
    const struct bundle_frame *frame;
    if (envelope->settled)
        known |= PAYLOAD_HASHED;
    TRY(frame_of(front, fd, envelope, file_key, &anew, &frame, err));
    enum status status = read_content(frame, front, manifest, known, receiver, err);
    close_frame(anew);
    return status;
}

enum status bundle_unpack(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver, struct error *err)
{
    return unpack_knowing(fd, envelope, file_key, front, manifest, 0, receiver, err);
}

enum status bundle_hand_up(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver, struct error *err)
{
    unsigned known = PAYLOAD_COMPARED | (envelope->settled ? PAYLOAD_JUDGED : 0);
    return unpack_knowing(fd, envelope, file_key, front, manifest, known, receiver, err);
}

enum status bundle_hash(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front,
    const struct manifest *manifest, struct payload_places *places, struct error *err)
{
    struct bundle_frame *anew;
    const struct bundle_frame *frame;
    TRY(frame_of(front, fd, envelope, file_key, &anew, &frame, err));
    enum status status = hash_content(frame, front, manifest, places, err);
    front->hashed = status == STATUS_OK;
    close_frame(anew);
    return status;
}

enum status bundle_unpack_share(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_share *share,
    const struct payload_receiver *receiver, struct error *err)
{
    struct bundle_frame *anew;
    const struct bundle_frame *frame;
    if (!envelope->settled || !payload_share_is_sound(manifest, share))
        return gzip_refuse(err);
    TRY(frame_of(front, fd, envelope, file_key, &anew, &frame, err));
    struct span of_row = payload_span(frame, share->from, share->to);
    struct span of_edge = payload_span(frame, share->to, manifest->payload_size);
    struct source row = {.read = span_read, .context = &of_row};
    struct source edge = {.read = span_read, .context = &of_edge};
    enum status status = payload_read_share(&row, &edge, manifest, share, receiver, err);
    close_frame(anew);
    return status;
}

enum status bundle_check_zeros(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front, struct error *err)
{
    struct bundle_frame *anew;
    const struct bundle_frame *frame;
    TRY(frame_of(front, fd, envelope, file_key, &anew, &frame, err));
    enum status status = check_zeros(frame, front, err);
    close_frame(anew);
    return status;
}
