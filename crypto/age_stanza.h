/* One stanza of an age header: the file key, wrapped for one recipient (c2sp.org/age, "Recipient
 * stanza" and "Native recipient types"). */
#ifndef CRYPTO_AGE_STANZA_H
#define CRYPTO_AGE_STANZA_H

#include "crypto/age_keys.h"
#include "crypto/age_stream.h"

#define AGE_STANZA_ARGUMENTS 2 /* the most that a known type has after its name */

/* The type names, the first argument of a stanza. */
#define AGE_TYPE_HYBRID "mlkem768x25519"
#define AGE_TYPE_X25519 "X25519"
#define AGE_TYPE_PASSPHRASE "scrypt"

/* Bytes in memory that belongs to someone else. */
struct age_view {
    const uint8_t *bytes;
    size_t length;
};

/* A stanza as it stands in the header; the views point into the header's bytes. */
struct age_stanza {
    struct age_view type;
    struct age_view arguments[AGE_STANZA_ARGUMENTS]; /* the first ones after the type */
    size_t argument_count;                           /* of all after the type */
    struct age_view body; /* canonical base64, line feeds within but not at the end */
    size_t body_size;     /* bytes that the body stands for */
};

/* Whether the stanza is of the type that identities of this kind answer to. */
bool age_stanza_is_for(const struct age_stanza *stanza, enum age_kind kind);

/* Appends a whole stanza that wraps the file key for the recipient. STATUS_REFUSED and
 * REASON_BAD_VALUE if the recipient's public key is not valid. */
enum status age_stanza_wrap(const struct age_recipient *recipient,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err) MUST_USE;

/* Whether the stanza has the arguments and the body that those of the identity's type must have:
 * STATUS_REFUSED and REASON_BAD_HEADER if not, and if a passphrase would take more work than
 * allowed. Stanzas of other types pass. */
enum status age_stanza_check(const struct age_stanza *stanza, const struct age_identity *identity,
    struct error *err) MUST_USE;

/* Unwraps a stanza of the identity's type that age_stanza_check passed. STATUS_REFUSED with
 * REASON_NO_MATCH if it is for another, with REASON_BAD_HEADER if no honest sender makes it.
 * file_key is the caller's secret memory; zeroed on failure. */
enum status age_stanza_unwrap(const struct age_stanza *stanza, const struct age_identity *identity,
    uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err) MUST_USE;

#endif
