#include "format/bundle_ahead.h"

#include "base/file.h"
#include "base/system/descriptor.h"
#include "crypto/age_stream.h"
#include "crypto/secret.h"
#include "format/ustar.h"

#include <stdbool.h>

struct bundle_ahead {
    int fd;
    uint64_t start; /* of the first chunk in the file */
    uint64_t chunk; /* the next one */
    uint64_t last;  /* which is left: that nothing follows it is seen when the file is whole */
    uint64_t end;   /* of the payload in the frame; 0 before the first chunk is open */
    bool over;      /* there is nothing more to hash, or not as it should be */
    struct payload_beginning begun;
    struct payload_places *places;
    uint8_t key[AGE_STREAM_KEY_SIZE];
    uint8_t bytes[AGE_SEALED_CHUNK_SIZE]; /* of a chunk, which is opened where it stands */
};

/* It stands in secret memory, as what is deciphered does elsewhere. */
struct bundle_ahead *bundle_ahead_new(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct payload_places *places)
{
    struct bundle_ahead *ahead = secret_new(sizeof *ahead);
    ahead->fd = fd;
    ahead->places = places;
    ahead->start = (uint64_t)envelope->header_size + AGE_STREAM_NONCE_SIZE;
    ahead->last = (envelope->frame_size - 1) / AGE_CHUNK_SIZE;
    age_stream_key(ahead->key, file_key, envelope->nonce);
    (void)crypto_generichash_init(&ahead->begun.hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    return ahead;
}

void bundle_ahead_free(struct bundle_ahead *ahead)
{
    secret_free(ahead);
}

const struct payload_beginning *bundle_ahead_begun(const struct bundle_ahead *ahead)
{
    return &ahead->begun;
}

static bool open_next_chunk(struct bundle_ahead *ahead)
{
    size_t got = 0;
    uint64_t place = ahead->start + ahead->chunk * AGE_SEALED_CHUNK_SIZE;
    return descriptor_read_at(ahead->fd, ahead->bytes, AGE_SEALED_CHUNK_SIZE, place, &got) &&
           got == AGE_SEALED_CHUNK_SIZE &&
           age_chunk_open(ahead->bytes, ahead->bytes, AGE_SEALED_CHUNK_SIZE, ahead->chunk, false,
               ahead->key, NULL) == STATUS_OK;
}

/* The first chunk begins with the header that says where the payload ends. */
static bool find_end(struct bundle_ahead *ahead)
{
    uint64_t size = 0;
    if (ustar_size(ahead->bytes, FRAME_PAYLOAD, &size, NULL) != STATUS_OK ||
        size > MANIFEST_PAYLOAD_MAX)
        return false;
    ahead->end = USTAR_BLOCK + size;
    return true;
}

/* What of the open chunk is the payload's. */
static void hash_chunk(struct bundle_ahead *ahead)
{
    uint64_t at = ahead->chunk * AGE_CHUNK_SIZE;
    size_t from = ahead->chunk == 0 ? USTAR_BLOCK : 0;
    size_t to = ahead->end - at < AGE_CHUNK_SIZE ? (size_t)(ahead->end - at) : AGE_CHUNK_SIZE;
    (void)crypto_generichash_update(&ahead->begun.hash, ahead->bytes + from, to - from);
    payload_places_note(ahead->places, ahead->bytes + from, to - from);
    ahead->begun.size += to - from;
    ahead->chunk++;
    ahead->over = at + to == ahead->end;
}

void bundle_ahead_go(struct bundle_ahead *ahead, uint64_t written)
{
    while (!ahead->over && ahead->chunk < ahead->last &&
           ahead->start + (ahead->chunk + 1) * AGE_SEALED_CHUNK_SIZE <= written) {
        ahead->over = !open_next_chunk(ahead) || (ahead->chunk == 0 && !find_end(ahead));
        if (!ahead->over)
            hash_chunk(ahead);
    }
}
