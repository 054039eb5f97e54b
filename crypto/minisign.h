/* Minisign signatures in the strict profile of our documents (docs/format.md, "Signature"), which
 * stock minisign verifies: prehashed with BLAKE2b-512 ("ED"), exactly four lines ended by LF,
 *     untrusted comment: sigill
 *     base64 of "ED", key number, signature of the message's BLAKE2b-512
 *     trusted comment: TRUSTED
 *     base64 of the signature of (first signature, TRUSTED)
 * Such a signature is never believed as it is parsed: its bytes are built anew from its parts and
 * compared. Every refusal here is STATUS_REFUSED with REASON_BAD_SIGNATURE. */
#ifndef CRYPTO_MINISIGN_H
#define CRYPTO_MINISIGN_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign_key.h"

#include <stddef.h>
#include <stdint.h>

#define MINISIGN_TRUSTED_MAX 128 /* bytes of a trusted comment in our profile, at least 1 */

/* Appends a signature in our profile. trusted: printable UTF-8 on one line, 1 to
 * MINISIGN_TRUSTED_MAX bytes; anything else is STATUS_REFUSED, REASON_BAD_VALUE, with nothing
 * appended. */
enum status minisign_sign(const struct minisign_secret *secret, const void *message, size_t length,
    const char *trusted, struct buffer *out, struct error *err) MUST_USE;

/* What a signature says of itself, with nothing verified: enough to look its key up. */
struct minisign_claim {
    uint8_t number[MINISIGN_NUMBER_SIZE];
    char trusted[MINISIGN_TRUSTED_MAX + 1]; /* printable */
};

/* Refuses what is not in our profile; *claim is then all zero. */
enum status minisign_signature_peek(const void *signature, size_t signature_length,
    struct minisign_claim *claim, struct error *err) MUST_USE;

/* Whether the signature is in our profile, has exactly this trusted comment, and both of its
 * signatures hold under the key. */
enum status minisign_document_verify(const struct minisign_public *public, const void *message,
    size_t length, const char *trusted, const void *signature, size_t signature_length,
    struct error *err) MUST_USE;

#endif
