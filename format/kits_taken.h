/* Which kits were taken into a key directory: of each authority the one with the highest number,
 * remembered although that kit, or the trust in the authority, is gone, so that no older one comes
 * in afterwards.
 *
 * It is the file kits.json in the directory: {"format": "sigill-kits/1", "taken": […]}, the latest
 * last, each entry with exactly: authority (the sign key on its card, its public key's line),
 * number, kit (BLAKE2b-256 of kit.json, hex) (docs/format.md, "Key directory"). */
#ifndef FORMAT_KITS_TAKEN_H
#define FORMAT_KITS_TAKEN_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign_key.h"
#include "format/fingerprint.h"

#include <stddef.h>
#include <stdint.h>

#define KITS_TAKEN_FILE "kits.json"
#define KITS_TAKEN_FORMAT "sigill-kits/1"
#define KITS_TAKEN_MAX 100 /* authorities, as many as can be trusted; of more the oldest goes */

struct kit_taken {
    struct minisign_public authority;
    uint32_t number;        /* 1 to KIT_NUMBER_MAX */
    struct fingerprint kit; /* of kit.json */
};

struct kits_taken {
    struct kit_taken one[KITS_TAKEN_MAX];
    size_t count;
};

/* Reads the file of a key directory; one that is not there is empty. One that is not of its form is
 * STATUS_FAILED, REASON_BAD_SYNTAX. */
enum status kits_taken_load(const char *keys, struct kits_taken *taken, struct error *err) MUST_USE;

/* The entry of an authority; NULL if there is none. Points into them. */
const struct kit_taken *kits_taken_find(
    const struct kits_taken *taken, const struct minisign_public *authority);

/* Notes a kit, in the place of what was noted of its authority, in the file as it stands on the
 * disk by now. */
enum status kits_taken_note(
    const char *keys, const struct kit_taken *taken, struct error *err) MUST_USE;

#endif
