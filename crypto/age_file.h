/* Whole age files in binary form, front to end: header and payload. */
#ifndef CRYPTO_AGE_FILE_H
#define CRYPTO_AGE_FILE_H

#include "crypto/age_header.h"

#define AGE_HEADER_MAX 65536 /* ours: the largest header that is read here */

/* Seals plain, to its end, to the recipients, under a new file key. Errors are those of
 * age_header_seal, of the source and of the sink; what was written is then no age file. */
enum status age_encrypt(const struct age_recipients *recipients, struct source plain,
    struct sink sealed, struct error *err) MUST_USE;

/* A file that is being read: its header is, its payload comes chunk by chunk. */
struct age_file;

/* Reads the header and finds the file key. Errors are those of age_header_parse (a nonce that is
 * cut included) and age_header_unwrap, and those of the source. *file is the caller's, to be
 * closed; NULL on failure. */
enum status age_file_open(const struct age_identities *ids, struct source sealed,
    struct age_file **file, struct error *err) MUST_USE;

/* The plain bytes, each after its chunk has authenticated; they may be relied on as a whole when
 * the end was reached. Errors are those of age_reader_read. */
struct source source_from_age_file(struct age_file *file);

/* Wipes and releases; accepts NULL. */
void age_file_close(struct age_file *file);

/* Opens a small secret, such as a key file: the whole of it in secret memory, or nothing.
 * STATUS_REFUSED and REASON_TOO_LARGE if it has more than limit bytes, else the errors of the two
 * above. plain is the caller's to clear. */
enum status age_decrypt_secret(const struct age_identities *ids, struct source sealed, size_t limit,
    struct secret *plain, struct error *err) MUST_USE;

#endif
