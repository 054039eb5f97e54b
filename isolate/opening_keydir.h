/* Whose key and whose card, by a key directory: a bundle between parties that trust each other's
 * cards. */
#ifndef ISOLATE_OPENING_KEYDIR_H
#define ISOLATE_OPENING_KEYDIR_H

#include "format/keydir.h"
#include "isolate/opening.h"

#include <stddef.h>
#include <stdint.h>

/* All borrowed. */
struct opening_keydir {
    const struct keydir_trusted *trusted; /* the cards that a bundle may be signed by */
    size_t count;
    const struct keydir_trusted *own; /* all cards that the reader ever had */
    size_t owns;
};

/* keydir is borrowed as long as the policy is used. now: seconds since 1970. */
struct opening_policy opening_keydir_policy(struct opening_keydir *keydir, int64_t now);

#endif
