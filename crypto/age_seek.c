#include "crypto/age_seek.h"

#include "crypto/secret.h"

#include <string.h>

struct age_seeker {
    uint8_t key[AGE_STREAM_KEY_SIZE];
    struct age_extent sealed;
    uint64_t sealed_size;
    uint64_t plain_size;
    uint64_t last_index; /* of the last chunk */
    bool held;           /* whether there is an open one in chunk */
    uint64_t held_index;
    uint8_t chunk[AGE_SEALED_CHUNK_SIZE]; /* it is read into, and opened where it stands: locked
                                             memory is dear */
};

/* out: AGE_CHUNK_SIZE bytes, seeker->chunk or apart from it. */
static enum status open_at(
    struct age_seeker *seeker, uint8_t *out, uint64_t index, struct error *err)
{
    uint64_t offset = index * AGE_SEALED_CHUNK_SIZE;
    uint64_t left = seeker->sealed_size - offset;
    size_t length = left < AGE_SEALED_CHUNK_SIZE ? (size_t)left : AGE_SEALED_CHUNK_SIZE;
    seeker->held = false;
    TRY(seeker->sealed.read(seeker->sealed.context, seeker->chunk, length, offset, err));
    return age_chunk_open(
        out, seeker->chunk, length, index, index == seeker->last_index, seeker->key, err);
}

static bool is_held(const struct age_seeker *seeker, uint64_t index)
{
    return seeker->held && seeker->held_index == index;
}

static enum status hold_chunk(struct age_seeker *seeker, uint64_t index, struct error *err)
{
    if (is_held(seeker, index))
        return STATUS_OK;
    TRY(open_at(seeker, seeker->chunk, index, err));
    seeker->held = true;
    seeker->held_index = index;
    return STATUS_OK;
}

enum status age_seeker_open(struct age_seeker **seeker, const uint8_t key[AGE_STREAM_KEY_SIZE],
    struct age_extent sealed, uint64_t sealed_size, struct error *err)
{
    *seeker = NULL;
    uint64_t plain_size;
    if (!age_stream_plain_size(sealed_size, &plain_size))
        return error_set(err, STATUS_REFUSED, REASON_BAD_PAYLOAD,
            "the sealed content was cut: no content has its size; ask for the file again");
    struct age_seeker *new = secret_new(sizeof *new);
    memcpy(new->key, key, sizeof new->key);
    new->sealed = sealed;
    new->sealed_size = sealed_size;
    new->plain_size = plain_size;
    new->last_index = (sealed_size - 1) / AGE_SEALED_CHUNK_SIZE;
    enum status status = hold_chunk(new, new->last_index, err);
    if (status != STATUS_OK) {
        age_seeker_close(new);
        return status;
    }
    *seeker = new;
    return STATUS_OK;
}

enum status age_seeker_read(
    struct age_seeker *seeker, void *bytes, size_t length, uint64_t offset, struct error *err)
{
    uint8_t *next = bytes;
    if (offset > seeker->plain_size || length > seeker->plain_size - offset)
        return error_set(err, STATUS_REFUSED, REASON_BAD_PAYLOAD,
            "the sealed content ends before what shall be read; ask for the file again");
    while (length > 0) {
        uint64_t index = offset / AGE_CHUNK_SIZE;
        size_t within = (size_t)(offset % AGE_CHUNK_SIZE);
        size_t part = AGE_CHUNK_SIZE - within;
        part = length < part ? length : part;
        if (part == AGE_CHUNK_SIZE && !is_held(seeker, index)) {
            TRY(open_at(seeker, next, index, err));
        } else {
            TRY(hold_chunk(seeker, index, err));
            memcpy(next, seeker->chunk + within, part);
        }
        next += part;
        offset += part;
        length -= part;
    }
    return STATUS_OK;
}

void age_seeker_close(struct age_seeker *seeker)
{
    secret_free(seeker);
}
