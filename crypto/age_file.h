/* Whole age files, front to end: header, payload, and armor if wished. */
#ifndef CRYPTO_AGE_FILE_H
#define CRYPTO_AGE_FILE_H

#include "crypto/age_header.h"

#define AGE_HEADER_MAX 65536 /* ours: the largest header that is read here */

enum age_form {
    AGE_BINARY,
    AGE_ARMORED,
    AGE_ANY_FORM, /* when reading: armored if it begins so */
};

/* Seals plain, to its end, to the recipients, under a new file key. form: AGE_BINARY or
 * AGE_ARMORED. Errors are those of age_header_seal, of the source and of the sink; what was written
 * is then no age file. */
enum status age_encrypt(const struct age_recipients *recipients, struct source plain,
    struct sink sealed, enum age_form form, struct error *err) MUST_USE;

/* Opens a whole age file. The plain bytes of each chunk go to the sink when the chunk has
 * authenticated: they may be relied on only if STATUS_OK is returned. Errors are those of
 * age_header_parse (a nonce that is cut included), age_header_unwrap, age_reader_read and
 * the armor reader, and those of the source and the sink. */
enum status age_decrypt(const struct age_identities *ids, struct source sealed, struct sink plain,
    enum age_form form, struct error *err) MUST_USE;

/* The same for a small secret, such as a key file: the whole of it in secret memory, or nothing.
 * STATUS_REFUSED and REASON_TOO_LARGE if it has more than limit bytes. plain is the caller's to
 * clear. */
enum status age_decrypt_secret(const struct age_identities *ids, struct source sealed, size_t limit,
    enum age_form form, struct secret *plain, struct error *err) MUST_USE;

#endif
