/* The header of an age file: who can open it, and the file key sealed to each (c2sp.org/age,
 * "Header").
 *
 * Reading is strict: a header that is accepted is the only text that says what it says. */
#ifndef CRYPTO_AGE_HEADER_H
#define CRYPTO_AGE_HEADER_H

#include "crypto/age_stanza.h"

#define AGE_MAGIC "age-encryption.org/v1\n" /* how every binary age file begins */
#define AGE_STANZAS_MAX 20                  /* ours; the format has no limit */
#define AGE_MAC_SIZE 32

/* A header that was read. Its views point into the bytes it was read from. */
struct age_header {
    struct age_stanza stanzas[AGE_STANZAS_MAX];
    size_t count;                /* at least 1 */
    struct age_view signed_part; /* what the MAC covers: up to and with "---" */
    uint8_t mac[AGE_MAC_SIZE];
    size_t size;    /* bytes of the whole header: the payload's nonce begins there */
    bool truncated; /* after a failure: the bytes ended too early, more of them might make it whole
                     */
};

/* Reads the header at the beginning of bytes; what follows it is not looked at. STATUS_REFUSED and
 * REASON_BAD_HEADER if it is not canonical or has more than AGE_STANZAS_MAX stanzas;
 * header->truncated is then meaningful, nothing else of it. */
enum status age_header_parse(
    const uint8_t *bytes, size_t length, struct age_header *header, struct error *err) MUST_USE;

/* Whether every stanza is of the hybrid type. */
bool age_header_is_hybrid(const struct age_header *header);

/* Appends the complete header that wraps the file key for each recipient, MAC included.
 * STATUS_REFUSED and REASON_BAD_VALUE if there are none or too many recipients, if hybrid ones are
 * mixed with others, if a passphrase is not alone, or if a public key is not valid; out is then as
 * it was. */
enum status age_header_seal(const struct age_recipients *recipients,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct buffer *out, struct error *err) MUST_USE;

/* Finds the file key with any of the identities and checks the MAC. Stanzas of types that no
 * identity here answers to are passed over. STATUS_REFUSED with REASON_NO_MATCH if no identity
 * opens a stanza, with REASON_BAD_MAC if the header was changed, with REASON_BAD_HEADER if a stanza
 * of a type that we answer to is malformed, if scrypt is not alone, or if its work factor is over
 * the identity's limit. file_key is the caller's secret memory; zeroed on failure. */
enum status age_header_unwrap(const struct age_header *header, const struct age_identities *ids,
    uint8_t file_key[AGE_FILE_KEY_SIZE], struct error *err) MUST_USE;

#endif
