/* Base 64 as age's headers have it: standard alphabet, no padding, canonical (RFC 4648,
 * sections 3.5 and 4; c2sp.org/age, "Conventions"). */
#ifndef CRYPTO_AGE_BASE64_H
#define CRYPTO_AGE_BASE64_H

#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends the text of length bytes. */
void age_base64_append(struct buffer *out, const uint8_t *bytes, size_t length);

/* Reads text that must stand for exactly size bytes; false if it is not canonical or has another
 * size. */
bool age_base64_read(uint8_t *bytes, size_t size, const uint8_t *text, size_t length);

#endif
