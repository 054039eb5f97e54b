#include "format/seal.h"

#include "base/crew.h"
#include "base/memory.h"
#include "crypto/age_header.h"
#include "crypto/age_stream.h"
#include "crypto/minisign.h"
#include "format/bundle.h"
#include "format/digest_sink.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one hand seals beside the others (base/crew.h): chunks whose bytes are all known. */
struct chunk_hand {
    uint64_t index;      /* of the first of them */
    bool mixed;          /* the first one is what stands below, the others follow one another */
    const uint8_t *next; /* borrowed */
    size_t count;        /* of these */
    uint8_t first[AGE_CHUNK_SIZE];
    uint8_t sealed[AGE_SEALED_CHUNK_SIZE];
};

/* The frame in the making: chunk 0 is kept back, the others are sealed as they fill. */
struct frame_writer {
    struct new_file *file;
    uint64_t start;  /* of chunk 0 in the file */
    uint8_t *key;    /* secret memory, which hands only read */
    uint64_t length; /* of the frame so far */
    uint64_t index;  /* of the chunk being filled */
    size_t filled;   /* of that chunk */
    struct {
        uint8_t first[AGE_CHUNK_SIZE];
        uint8_t chunk[AGE_CHUNK_SIZE];
    } * space;
    size_t hands;
    struct chunk_hand *hand; /* that many, owned */
};

static enum status seal_chunk(const struct frame_writer *writer, struct chunk_hand *hand,
    const uint8_t *plain, size_t length, uint64_t index, bool last, struct error *err)
{
    age_chunk_seal(hand->sealed, plain, length, index, last, writer->key);
    return new_file_write_at(writer->file, hand->sealed, length + AGE_TAG_SIZE,
        writer->start + index * AGE_SEALED_CHUNK_SIZE, err);
}

static uint8_t *present_chunk(const struct frame_writer *writer)
{
    return writer->index == 0 ? writer->space->first : writer->space->chunk;
}

/* A full chunk is sealed only when more follows: the last one is sealed as such. So of what is
 * there with these bytes, at least one is left in the present chunk. */
static enum status frame_take(
    void *context, size_t place, const uint8_t *bytes, size_t length, struct error *err)
{
    struct frame_writer *writer = context;
    struct chunk_hand *hand = &writer->hand[place];
    size_t room = AGE_CHUNK_SIZE - writer->filled;
    size_t part = length < room ? length : room;
    (void)err;
    hand->mixed = false;
    hand->count = 0;
    memcpy(present_chunk(writer) + writer->filled, bytes, part);
    writer->filled += part;
    writer->length += length;
    if (part == length)
        return STATUS_OK;
    hand->mixed = writer->index > 0;
    hand->index = hand->mixed ? writer->index : 1;
    if (hand->mixed)
        memcpy(hand->first, writer->space->chunk, AGE_CHUNK_SIZE);
    hand->next = bytes + part;
    hand->count = (length - part - 1) / AGE_CHUNK_SIZE;
    writer->index += 1 + hand->count;
    writer->filled = length - part - hand->count * AGE_CHUNK_SIZE;
    memcpy(writer->space->chunk, hand->next + hand->count * AGE_CHUNK_SIZE, writer->filled);
    return STATUS_OK;
}

static enum status frame_seal(void *context, size_t place, struct error *err)
{
    struct frame_writer *writer = context;
    struct chunk_hand *hand = &writer->hand[place];
    uint64_t index = hand->index;
    if (hand->mixed)
        TRY(seal_chunk(writer, hand, hand->first, AGE_CHUNK_SIZE, index++, false, err));
    for (size_t i = 0; i < hand->count; i++)
        TRY(seal_chunk(
            writer, hand, hand->next + i * AGE_CHUNK_SIZE, AGE_CHUNK_SIZE, index++, false, err));
    return STATUS_OK;
}

/* What is not the payload, by the caller's own hand. */
static enum status frame_write(
    struct frame_writer *writer, const uint8_t *bytes, size_t length, struct error *err)
{
    TRY(frame_take(writer, 0, bytes, length, err));
    return frame_seal(writer, 0, err);
}

static enum status frame_zeros(struct frame_writer *writer, uint64_t until, struct error *err)
{
    static const uint8_t zeros[AGE_CHUNK_SIZE];
    while (writer->length < until) {
        uint64_t left = until - writer->length;
        TRY(frame_write(writer, zeros, left < sizeof zeros ? (size_t)left : sizeof zeros, err));
    }
    return STATUS_OK;
}

static enum status frame_member(
    struct frame_writer *writer, const char *name, const struct buffer *content, struct error *err)
{
    uint8_t header[USTAR_BLOCK];
    ustar_header(header, name, content->length);
    TRY(frame_write(writer, header, sizeof header, err));
    TRY(frame_write(writer, content->data, content->length, err));
    return frame_zeros(writer, writer->length + ustar_padding(content->length), err);
}

/* The last chunk, then the first one, whose size field is known by now. */
static enum status frame_finish(
    struct frame_writer *writer, uint64_t payload_size, struct error *err)
{
    struct chunk_hand *hand = &writer->hand[0];
    ustar_header(writer->space->first, FRAME_PAYLOAD, payload_size);
    if (writer->index == 0)
        return seal_chunk(writer, hand, writer->space->first, writer->filled, 0, true, err);
    TRY(seal_chunk(writer, hand, writer->space->chunk, writer->filled, writer->index, true, err));
    return seal_chunk(writer, hand, writer->space->first, AGE_CHUNK_SIZE, 0, false, err);
}

static enum status write_frame(const struct seal_request *request, struct manifest *manifest,
    struct frame_writer *writer, struct error *err)
{
    static const uint8_t place_for_header[USTAR_BLOCK];
    struct buffer json = {0};
    struct buffer signature = {0};
    struct payload_output output = {
        .hands = writer->hands, .take = frame_take, .finish = frame_seal, .context = writer};
    enum status status;
    TRY_OUT(frame_write(writer, place_for_header, sizeof place_for_header, err));
    TRY_OUT(
        payload_write(request->members, request->count, &output, request->progress, manifest, err));
    TRY_OUT(frame_zeros(writer, writer->length + ustar_padding(manifest->payload_size), err));
    TRY_OUT(document_sign(&manifest_document, manifest, request->sign, &json, &signature, err));
    TRY_OUT(frame_member(writer, FRAME_MANIFEST, &json, err));
    TRY_OUT(frame_member(writer, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, &signature, err));
    struct frame_layout layout =
        frame_layout(manifest->payload_size, json.length, signature.length);
    TRY_OUT(frame_zeros(writer, layout.total, err));
    status = frame_finish(writer, manifest->payload_size, err);
out:
    buffer_free(&json);
    buffer_free(&signature);
    return status;
}

/* header: all before the first chunk, nonce included. */
static enum status seal_frame(const struct seal_request *request, struct manifest *manifest,
    const uint8_t *file_key, const struct buffer *header, struct new_file *file, struct error *err)
{
    struct frame_writer writer = {.file = file,
        .start = header->length,
        .hands = request->hands == 0 ? crew_hands() : request->hands};
    const uint8_t *nonce = header->data + header->length - AGE_STREAM_NONCE_SIZE;
    enum status status;
    TRY(new_file_write_at(file, header->data, header->length, 0, err));
    writer.space = memory_new(1, sizeof *writer.space);
    writer.hand = memory_new(writer.hands, sizeof *writer.hand);
    writer.key = secret_new(AGE_STREAM_KEY_SIZE);
    age_stream_key(writer.key, file_key, nonce);
    status = write_frame(request, manifest, &writer, err);
    free(writer.hand);
    free(writer.space);
    secret_free(writer.key);
    return status;
}

static enum status make_header(const struct age_recipients *recipients, const uint8_t *file_key,
    struct buffer *header, struct error *err)
{
    uint8_t nonce[AGE_STREAM_NONCE_SIZE];
    randombytes_buf(nonce, sizeof nonce);
    TRY(age_header_seal(recipients, file_key, header, err));
    buffer_append(header, nonce, sizeof nonce);
    return STATUS_OK;
}

/* From the beginning: a new file was written at offsets, its position has not moved. */
static enum status digest_file(
    const struct new_file *file, uint64_t *size, struct fingerprint *digest, struct error *err)
{
    struct digest_sink state;
    struct descriptor descriptor = {file->fd, file->path};
    struct source source = source_from_descriptor(&descriptor);
    digest_sink_start(&state, NULL);
    struct sink sink = digest_sink(&state);
    TRY(source_copy(&source, &sink, NULL, err));
    digest_sink_end(&state, digest);
    *size = state.size;
    return STATUS_OK;
}

static enum status ignore_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)context;
    (void)place;
    (void)file;
    (void)err;
    return STATUS_OK;
}

static enum status ignore_write(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)context;
    (void)bytes;
    (void)length;
    (void)err;
    return STATUS_OK;
}

static enum status check_front(const struct seal_request *request, const struct manifest *manifest,
    const struct bundle_front *front, struct error *err)
{
    struct document_signed found = bundle_front_document(front);
    TRY(document_verify(
        &manifest_document, &found, minisign_key_public(request->sign), manifest, err));
    return document_confirm(&manifest_document, &found.json, manifest, err);
}

static enum status check_header(int fd, const struct buffer *header, struct error *err)
{
    struct buffer found = {0};
    uint8_t *place = buffer_reserve(&found, header->length);
    enum status status = STATUS_OK;
    if (pread(fd, place, header->length, 0) != (ssize_t)header->length ||
        memcmp(place, header->data, header->length) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH, "the header differs");
    buffer_free(&found);
    return status;
}

/* What stands on the medium is opened as its receiver will open it; but its header, which only the
 * receiver's key opens, is compared with what was to be written. */
static enum status read_back(const struct seal_request *request, const struct manifest *manifest,
    const uint8_t *file_key, const struct buffer *header, const struct new_file *file,
    struct fingerprint *digest, struct error *err)
{
    static const struct payload_receiver ignore = {ignore_begin, ignore_write, NULL};
    struct bundle_envelope envelope;
    struct bundle_front front = {0};
    uint64_t size = 0;
    enum status status;
    TRY_OUT(digest_file(file, &size, digest, err));
    TRY_OUT(check_header(file->fd, header, err));
    TRY_OUT(bundle_look(file->fd, size, &envelope, err));
    TRY_OUT(bundle_split(file->fd, &envelope, file_key, &front, err));
    TRY_OUT(check_front(request, manifest, &front, err));
    status = bundle_unpack(file->fd, &envelope, file_key, &front, manifest, &ignore, err);
out:
    bundle_front_free(&front);
    if (status == STATUS_REFUSED)
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: what was read back is not what was written; the medium may be broken, "
            "so nothing was kept: use another medium",
            file->path);
    return status;
}

enum status seal_bundle(const struct seal_request *request, struct manifest *manifest,
    struct new_file *file, struct fingerprint *digest, struct error *err)
{
    struct buffer header = {0};
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    randombytes_buf(file_key, AGE_FILE_KEY_SIZE);
    enum status status;
    TRY_OUT(make_header(request->recipients, file_key, &header, err));
    TRY_OUT(seal_frame(request, manifest, file_key, &header, file, err));
    TRY_OUT(new_file_sync(file, err));
    status = read_back(request, manifest, file_key, &header, file, digest, err);
out:
    buffer_free(&header);
    secret_free(file_key);
    return status;
}
