/* Bech32 (BIP 173) without its length limit, the text form of age's keys (c2sp.org/age,
 * "Conventions").
 *
 * Nothing of the content is kept outside the caller's memory, so that secret keys may pass here. */
#ifndef CRYPTO_BECH32_H
#define CRYPTO_BECH32_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

#define BECH32_CHECKSUM_LENGTH 6

/* The characters that a text takes, without its NUL. prefix: length of the human-readable part. */
#define BECH32_LENGTH(prefix, bytes) ((prefix) + 1 + ((bytes)*8 + 4) / 5 + BECH32_CHECKSUM_LENGTH)

/* Writes prefix, separator, length bytes and checksum as text, with a NUL. The text has the case of
 * the prefix, which is all upper or all lower. text has BECH32_LENGTH(strlen(prefix), length) + 1
 * characters. */
void bech32_encode(char *text, const char *prefix, const uint8_t *bytes, size_t length);

/* Reads a text that must hold exactly size bytes under this very prefix, in the prefix's case.
 * STATUS_REFUSED and REASON_BAD_SYNTAX for anything else (another prefix, case or length, a strange
 * character, a wrong checksum, padding that is not zero); bytes is then wiped. The error does not
 * repeat the text. */
enum status bech32_decode(uint8_t *bytes, size_t size, const char *prefix, const char *text,
    size_t length, struct error *err) MUST_USE;

#endif
