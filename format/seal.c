#include "format/seal.h"

#include "base/crew.h"
#include "base/memory.h"
#include "crypto/age_header.h"
#include "crypto/age_stream.h"
#include "crypto/minisign.h"
#include "format/seal_back.h"
#include "format/ustar.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

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
    uint32_t *packed;        /* sizes of the payload's gzip members; borrowed */
    size_t members;          /* how many */
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

/* One gzip member of the payload: how long it is, its reader needs to know who reads several. */
static enum status take_member(
    void *context, size_t place, const uint8_t *bytes, size_t length, struct error *err)
{
    struct frame_writer *writer = context;
    writer->packed[writer->members++] = (uint32_t)length;
    return frame_take(writer, place, bytes, length, err);
}

static enum status write_frame(const struct seal_request *request, struct manifest *manifest,
    struct frame_writer *writer, struct error *err)
{
    static const uint8_t place_for_header[USTAR_BLOCK];
    struct buffer json = {0};
    struct buffer signature = {0};
    struct payload_output output = {
        .hands = writer->hands, .take = take_member, .finish = frame_seal, .context = writer};
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
static enum status seal_frame(struct seal_written *written, struct manifest *manifest,
    struct new_file *file, struct error *err)
{
    const struct buffer *header = written->header;
    struct frame_writer writer = {
        .file = file, .start = header->length, .hands = written->hands, .packed = written->packed};
    const uint8_t *nonce = header->data + header->length - AGE_STREAM_NONCE_SIZE;
    enum status status;
    TRY(new_file_write_at(file, header->data, header->length, 0, err));
    writer.space = memory_new(1, sizeof *writer.space);
    writer.hand = memory_new(writer.hands, sizeof *writer.hand);
    writer.key = secret_new(AGE_STREAM_KEY_SIZE);
    age_stream_key(writer.key, written->file_key, nonce);
    status = write_frame(written->request, manifest, &writer, err);
    written->members = writer.members;
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

enum status seal_bundle(const struct seal_request *request, struct manifest *manifest,
    struct new_file *file, struct fingerprint *digest, struct error *err)
{
    struct buffer header = {0};
    uint8_t *file_key = secret_new(AGE_FILE_KEY_SIZE);
    struct seal_written written = {.request = request,
        .manifest = manifest,
        .file_key = file_key,
        .header = &header,
        .file = file,
        .hands = request->hands == 0 ? crew_hands() : request->hands};
    written.packed = memory_new(PAYLOAD_PARTS_MAX, sizeof *written.packed);
    randombytes_buf(file_key, AGE_FILE_KEY_SIZE);
    enum status status;
    TRY_OUT(make_header(request->recipients, file_key, &header, err));
    TRY_OUT(seal_frame(&written, manifest, file, err));
    TRY_OUT(new_file_sync(file, err));
    status = seal_read_back(&written, digest, err);
out:
    free(written.packed);
    buffer_free(&header);
    secret_free(file_key);
    return status;
}
