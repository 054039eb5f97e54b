/* What the tests of crypto/'s age share. */
#ifndef FIXTURE_AGE_H
#define FIXTURE_AGE_H

#include "crypto/age_file.h"

/* Asserts that a call's value is a refusal for this reason, and that the failure says so in words.
 */
#define assert_refused(value, failure, why)                                                        \
    do {                                                                                           \
        assert_int_equal((value), STATUS_REFUSED);                                                 \
        assert_int_equal((failure).status, STATUS_REFUSED);                                        \
        assert_string_equal(reason_code((failure).reason), reason_code(why));                      \
        assert_true((failure).text[0] != '\0');                                                    \
    } while (0)

/* Starts libsodium; for cmocka's group set-up. */
int fixture_start(void **state);

/* length bytes that look random, the same ones for the same seed. */
void fixture_bytes(uint8_t *bytes, size_t length, unsigned seed);

/* The whole of a file of the tree, appended. */
void fixture_file(const char *path, struct buffer *out);

/* The hexadecimal value of a line "name HEX" of a file of such lines, exactly size bytes. */
void fixture_hex(const char *path, const char *name, uint8_t *bytes, size_t size);

/* What the chunks of a payload of so many bytes take; an empty payload is one empty chunk. */
uint64_t fixture_sealed_size(uint64_t plain_size);

/* One new identity and its recipient, appended to lists that may be NULL. */
void fixture_pair(enum age_kind kind, struct age_identities *ids, struct age_recipients *to);

/* Appends a passphrase, log N 4, at most 6, to lists that may be NULL. */
void fixture_passphrase_pair(
    const char *text, struct age_identities *ids, struct age_recipients *to);

/* A source that gives at most step bytes at a time. */
struct slow {
    struct cursor cursor;
    size_t step;
};
struct source fixture_slow(struct slow *slow);

/* A source and a sink that fail with STATUS_FAILED and REASON_IO_ERROR after so many bytes. */
struct failing {
    size_t left;
};
struct source fixture_failing_source(struct failing *failing);
struct sink fixture_failing_sink(struct failing *failing);

#endif
