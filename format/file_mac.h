/* A MAC of a whole file, by which whoever made it, and nobody else, knows the very file again: it
 * takes a quarter of the time that a digest does.
 *
 * Poly1305 (RFC 8439, section 2.5) under a key that is drawn for this one file and kept secret with
 * the MAC. Whoever does not know the key makes another file to which the MAC belongs with a chance
 * of 8 in 2^106 for each 16 bytes of it (section 4 there): for the largest bundle, of less than
 * 2^-76 in each try. */
#ifndef FORMAT_FILE_MAC_H
#define FORMAT_FILE_MAC_H

#include "base/error.h"
#include "base/stream.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As they are kept: docs/format.md, "Records". */
struct file_mac {
    uint8_t key[crypto_onetimeauth_KEYBYTES];
    uint8_t code[crypto_onetimeauth_BYTES];
};
_Static_assert(sizeof(struct file_mac) == 32 + 16, "nothing stands between the two");

/* A MAC in the making, of bytes as they pass; secret, and wiped by file_mac_end. */
struct file_mac_making {
    struct file_mac mac;
    crypto_onetimeauth_state state;
};
void file_mac_start(struct file_mac_making *making);
void file_mac_add(struct file_mac_making *making, const void *bytes, size_t length);
void file_mac_end(struct file_mac_making *making, struct file_mac *mac);

/* Whether the MAC is that of the first size bytes of fd, which is readable at any offset; its
 * position is neither used nor moved. What comes next is read meanwhile by another thread.
 * progress may be NULL; it is told by one thread at a time, not always the same. STATUS_FAILED if
 * reading fails; STATUS_REFUSED, REASON_DAMAGED if the file is shorter. */
enum status file_mac_check(int fd, uint64_t size, const struct file_mac *mac,
    const struct stream_progress *progress, bool *holds, struct error *err) MUST_USE;

#endif
