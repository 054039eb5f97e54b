/* Whether a file holds secret keys, by how it begins: an age identity, a minisign secret key, or an
 * age file that a passphrase opens, which is what receive.key is. Blanks and a byte order mark
 * before them hide nothing. */
#ifndef FORMAT_KEY_KIND_H
#define FORMAT_KEY_KIND_H

#include <stdbool.h>
#include <stddef.h>

#define KEY_KIND_LOOKED_AT 65536 /* bytes at the beginning that are enough to know */

bool key_kind_is_secret(const void *bytes, size_t length);

#endif
