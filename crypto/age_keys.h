/* age's recipients (to whom a file is sealed) and identities (who can open it): hybrid, X25519 and
 * passphrase (c2sp.org/age, "Native recipient types").
 *
 * Private keys and passphrases are in secret memory. Error texts never repeat key material. */
#ifndef CRYPTO_AGE_KEYS_H
#define CRYPTO_AGE_KEYS_H

#include "base/error.h"
#include "crypto/bech32.h"
#include "crypto/hpke.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum age_kind {
    AGE_HYBRID,     /* mlkem768x25519: age1pq1... and AGE-SECRET-KEY-PQ-1... */
    AGE_X25519,     /* age1... and AGE-SECRET-KEY-1... */
    AGE_PASSPHRASE, /* scrypt; has no text form */
};

/* Which kinds a list of keys may hold. */
enum age_policy {
    AGE_HYBRID_ONLY,
    AGE_ANY_KEY, /* hybrid and X25519 */
};

#define AGE_X25519_SIZE 32 /* RFC 7748, section 5 */

/* A text form with its NUL. */
#define AGE_RECIPIENT_TEXT_SIZE (BECH32_LENGTH(6, HPKE_PUBLIC_SIZE) + 1)
#define AGE_IDENTITY_TEXT_SIZE (BECH32_LENGTH(18, HPKE_SECRET_SIZE) + 1)

/* Binary logarithms of scrypt's N. The first is what age writes by default, and we do;
 * the second is the most that age accepts by default. */
#define AGE_SCRYPT_WORK 18
#define AGE_SCRYPT_WORK_LIMIT 22

struct age_recipient {
    enum age_kind kind;
    uint8_t key[HPKE_PUBLIC_SIZE]; /* public key; of X25519 the first 32 bytes, the rest zero */
    struct secret passphrase;      /* AGE_PASSPHRASE only */
    unsigned work;                 /* AGE_PASSPHRASE only: log2 N, 1 to 30 */
};

struct age_identity {
    enum age_kind kind;
    struct secret secret; /* the 32 bytes of the private key, or the passphrase */
    unsigned work_limit;  /* AGE_PASSPHRASE only: the most log2 N that it works for, 1 to 30 */
};

/* Lists own what they hold. A zeroed struct is an empty list. */
struct age_recipients {
    struct age_recipient *items;
    size_t count;
};

struct age_identities {
    struct age_identity *items;
    size_t count;
};

/* A new identity of kind AGE_HYBRID or AGE_X25519. */
void age_identity_generate(struct age_identity *identity, enum age_kind kind);

/* Passphrases are copied. An empty one, or a number outside 1 to 30, is STATUS_REFUSED and
 * REASON_BAD_VALUE. */
enum status age_identity_passphrase(struct age_identity *identity, const void *passphrase,
    size_t length, unsigned work_limit, struct error *err) MUST_USE;
enum status age_recipient_passphrase(struct age_recipient *recipient, const void *passphrase,
    size_t length, unsigned work, struct error *err) MUST_USE;

/* The recipient of an identity that is no passphrase. */
void age_identity_recipient(const struct age_identity *identity, struct age_recipient *recipient);

/* Wipe and release what the struct owns, and zero it. */
void age_identity_clear(struct age_identity *identity);
void age_recipient_clear(struct age_recipient *recipient);

/* The text form of a key. The text of an identity is a secret: give secret memory. */
void age_recipient_encode(
    const struct age_recipient *recipient, char text[AGE_RECIPIENT_TEXT_SIZE]);
void age_identity_encode(const struct age_identity *identity, char text[AGE_IDENTITY_TEXT_SIZE]);

/* Read a text form of length characters, hybrid or X25519. STATUS_REFUSED with REASON_BAD_SYNTAX if
 * it is not one, with REASON_BAD_VALUE if its public key is not valid. On failure the struct is
 * zeroed. */
enum status age_recipient_parse(
    struct age_recipient *recipient, const char *text, size_t length, struct error *err) MUST_USE;
enum status age_identity_parse(
    struct age_identity *identity, const char *text, size_t length, struct error *err) MUST_USE;

/* Whether two public keys are the same; passphrases are never equal. */
bool age_recipient_equal(const struct age_recipient *a, const struct age_recipient *b);

/* Append to a list and take over what the struct owns, which is zeroed. */
void age_recipients_add(struct age_recipients *list, struct age_recipient *recipient);
void age_identities_add(struct age_identities *list, struct age_identity *identity);

/* Read a file of keys, one a line; empty lines, lines that begin with #, and what surrounds a line
 * (crypto/key_lines.h) are left out. At least one key and at most limit. STATUS_REFUSED with
 * REASON_BAD_SYNTAX or REASON_BAD_VALUE (a kind that the policy does not allow, too many, the same
 * recipient twice), the line named; the list is then empty. It must be empty before. */
enum status age_recipients_parse(struct age_recipients *list, const void *text, size_t length,
    enum age_policy policy, size_t limit, struct error *err) MUST_USE;
enum status age_identities_parse(struct age_identities *list, const void *text, size_t length,
    enum age_policy policy, size_t limit, struct error *err) MUST_USE;

/* Wipe and release; the lists are then empty. */
void age_recipients_free(struct age_recipients *list);
void age_identities_free(struct age_identities *list);

#endif
