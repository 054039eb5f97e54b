#include "format/digest_file.h"

#include "base/crew.h"
#include "base/memory.h"
#include "base/system/descriptor.h"

#include <sodium.h>
#include <stdlib.h>

/* Hashing is slower than reading what is in the system's cache, so one hand ahead is enough. */
enum { DIGEST_HANDS = 2, DIGEST_PART = 1 << 18 };

enum { DIGEST_HASHING }; /* the stage of a part */

struct digesting {
    int fd;
    uint64_t size;
    const struct stream_progress *progress;
    uint8_t *part[DIGEST_HANDS];
    crypto_generichash_state hash; /* in that stage only */
};

static enum status read_part(const struct digesting *digesting, uint8_t *part, uint64_t offset,
    size_t *got, struct error *err)
{
    uint64_t left = digesting->size - offset;
    size_t length = left < DIGEST_PART ? (size_t)left : (size_t)DIGEST_PART;
    if (!descriptor_read_at(digesting->fd, part, length, offset, got))
        return error_system(err, "reading failed");
    if (*got < length)
        return error_set(
            err, STATUS_REFUSED, REASON_DAMAGED, "the file became shorter while it was read");
    return STATUS_OK;
}

static enum status hash_parts(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct digesting *digesting = context;
    uint8_t *part = digesting->part[hand];
    for (;;) {
        uint64_t piece = crew_piece(crew);
        uint64_t offset = piece * DIGEST_PART;
        size_t got = 0;
        if (offset >= digesting->size)
            return STATUS_OK;
        TRY(read_part(digesting, part, offset, &got, err));
        TRY(crew_await(crew, DIGEST_HASHING, piece, err));
        (void)crypto_generichash_update(&digesting->hash, part, got);
        if (digesting->progress != NULL)
            digesting->progress->advance(digesting->progress->context, got);
        crew_pass(crew, DIGEST_HASHING);
    }
}

enum status digest_file(int fd, uint64_t size, const struct stream_progress *progress,
    struct fingerprint *fingerprint, struct error *err)
{
    struct digesting digesting = {.fd = fd, .size = size, .progress = progress};
    size_t hands = size <= DIGEST_PART ? 1 : DIGEST_HANDS;
    for (size_t i = 0; i < hands; i++)
        digesting.part[i] = memory_allocate(DIGEST_PART);
    (void)crypto_generichash_init(&digesting.hash, NULL, 0, FINGERPRINT_SIZE);
    enum status status = crew_run(hands, hash_parts, &digesting, err);
    for (size_t i = 0; i < hands; i++)
        free(digesting.part[i]);
    if (status == STATUS_OK)
        (void)crypto_generichash_final(
            &digesting.hash, fingerprint->bytes, sizeof fingerprint->bytes);
    return status;
}
