#include "format/file_mac.h"

#include "base/crew.h"
#include "base/memory.h"
#include "base/system/descriptor.h"

#include <stdlib.h>

/* ---- made ---- */

void file_mac_start(struct file_mac_making *making)
{
    crypto_onetimeauth_keygen(making->mac.key);
    (void)crypto_onetimeauth_init(&making->state, making->mac.key);
}

void file_mac_add(struct file_mac_making *making, const void *bytes, size_t length)
{
    (void)crypto_onetimeauth_update(&making->state, bytes, length);
}

void file_mac_end(struct file_mac_making *making, struct file_mac *mac)
{
    (void)crypto_onetimeauth_final(&making->state, making->mac.code);
    *mac = making->mac;
    sodium_memzero(making, sizeof *making);
}

/* ---- checked ---- */

/* One hand ahead is enough: reading what is in the system's cache takes about as long. */
enum { MAC_HANDS = 2, MAC_PART = 1 << 18 };

enum { MAC_ADDING }; /* the stage of a part */

struct mac_check {
    int fd;
    uint64_t size;
    const struct stream_progress *progress;
    uint8_t *part[MAC_HANDS];
    crypto_onetimeauth_state state; /* in that stage only */
};

static enum status read_part(
    const struct mac_check *check, uint8_t *part, uint64_t offset, size_t *got, struct error *err)
{
    uint64_t left = check->size - offset;
    size_t length = left < MAC_PART ? (size_t)left : (size_t)MAC_PART;
    if (!descriptor_read_at(check->fd, part, length, offset, got))
        return error_system(err, "reading failed");
    if (*got < length)
        return error_set(
            err, STATUS_REFUSED, REASON_DAMAGED, "the file became shorter while it was read");
    return STATUS_OK;
}

static enum status add_parts(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct mac_check *check = context;
    uint8_t *part = check->part[hand];
    for (;;) {
        uint64_t piece = crew_piece(crew);
        uint64_t offset = piece * MAC_PART;
        size_t got = 0;
        if (offset >= check->size)
            return STATUS_OK;
        TRY(read_part(check, part, offset, &got, err));
        TRY(crew_await(crew, MAC_ADDING, piece, err));
        (void)crypto_onetimeauth_update(&check->state, part, got);
        if (check->progress != NULL)
            check->progress->advance(check->progress->context, got);
        crew_pass(crew, MAC_ADDING);
    }
}

enum status file_mac_check(int fd, uint64_t size, const struct file_mac *mac,
    const struct stream_progress *progress, bool *holds, struct error *err)
{
    struct mac_check check = {.fd = fd, .size = size, .progress = progress};
    uint8_t found[crypto_onetimeauth_BYTES];
    size_t hands = size <= MAC_PART ? 1 : MAC_HANDS;
    for (size_t i = 0; i < hands; i++)
        check.part[i] = memory_allocate(MAC_PART);
    (void)crypto_onetimeauth_init(&check.state, mac->key);
    enum status status = crew_run(hands, add_parts, &check, err);
    for (size_t i = 0; i < hands; i++)
        free(check.part[i]);
    (void)crypto_onetimeauth_final(&check.state, found);
    sodium_memzero(&check.state, sizeof check.state);
    *holds = status == STATUS_OK && sodium_memcmp(found, mac->code, sizeof found) == 0;
    return status;
}
