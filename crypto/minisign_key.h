/* Minisign keys: Ed25519 key pairs with an eight-byte number, in the files that minisign 0.12 reads
 * and writes (minisign's manual, "Format of the secret key" and "Format of the public key"). */
#ifndef CRYPTO_MINISIGN_KEY_H
#define CRYPTO_MINISIGN_KEY_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MINISIGN_NUMBER_SIZE 8
#define MINISIGN_KEY_SIZE 32
#define MINISIGN_RAW_SIGNATURE_SIZE 64
#define MINISIGN_PUBLIC_LINE_SIZE 57 /* base64 of 42 bytes, and a NUL */

#define MINISIGN_KEY_FILE_MAX 4096 /* bytes: two lines; minisign cuts comments at 1024 */

struct minisign_public {
    uint8_t number[MINISIGN_NUMBER_SIZE];
    uint8_t key[MINISIGN_KEY_SIZE];
};

/* A key pair in secret memory (S6). */
struct minisign_secret;

/* New keys; the caller's, to be freed with minisign_key_free. */
struct minisign_secret *minisign_key_generate(void);

/* Wipes and releases; accepts NULL. */
void minisign_key_free(struct minisign_secret *secret);

/* The public part; lives as long as the secret. */
const struct minisign_public *minisign_key_public(const struct minisign_secret *secret);

bool minisign_public_equal(const struct minisign_public *a, const struct minisign_public *b);

/* An Ed25519 signature (RFC 8032) over the bytes as they are. */
void minisign_key_sign(const struct minisign_secret *secret, const void *bytes, size_t length,
    uint8_t signature[MINISIGN_RAW_SIGNATURE_SIZE]);

/* The public key as one line of base64 without newline, as in a public key file and in a card, and
 * back. Exactly that form: no white space, no other encoding of the same bytes; a key that is not a
 * point of the group's large part is refused too. STATUS_REFUSED, REASON_BAD_SYNTAX. */
void minisign_public_line(
    char line[MINISIGN_PUBLIC_LINE_SIZE], const struct minisign_public *public);
enum status minisign_public_from_line(
    const char *line, size_t length, struct minisign_public *public, struct error *err) MUST_USE;

/* A public key file: an untrusted comment and that line. Reading passes over what surrounds a line
 * (crypto/key_lines.h), and refuses everything else with REASON_BAD_SYNTAX, the line named. */
void minisign_public_write(const struct minisign_public *public, struct buffer *out);
enum status minisign_public_read(
    const void *text, size_t length, struct minisign_public *public, struct error *err) MUST_USE;

/* Whether a secret key file wants a passphrase. REASON_BAD_SYNTAX if it is none. */
enum status minisign_secret_is_encrypted(
    const void *text, size_t length, bool *encrypted, struct error *err) MUST_USE;

/* Reads a secret key file; passphrase is ignored for one that is not encrypted, and may be NULL
 * then. Refusals: REASON_BAD_SYNTAX; REASON_TOO_LARGE for scrypt limits above minisign's own (1
 * GiB), before they are paid; REASON_WRONG_PASSPHRASE, also for NULL where one is wanted. *secret
 * is the caller's, NULL on failure. */
enum status minisign_secret_read(const void *text, size_t length, const struct secret *passphrase,
    struct minisign_secret **secret, struct error *err) MUST_USE;

/* The secret key file, the caller's to clear: encrypted under scrypt with 128 MiB (docs/format.md,
 * "Key directory"), or plain as minisign -W writes it if passphrase is NULL. */
struct secret minisign_secret_write(
    const struct minisign_secret *secret, const struct secret *passphrase);

#endif
