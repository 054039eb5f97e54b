/* Fingerprints: BLAKE2b-256 of some bytes, and the digits by which people compare them
 * (docs/format.md, "Fingerprint").
 *
 * For people: the first 30 bytes as ten 24-bit big-endian numbers modulo 100 000, five digits each.
 * In JSON and file names: 64 hexadecimal digits, lower case. */
#ifndef FORMAT_FINGERPRINT_H
#define FORMAT_FINGERPRINT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FINGERPRINT_SIZE 32
#define FINGERPRINT_GROUPS 10
#define FINGERPRINT_TEXT_SIZE 60  /* ten groups joined by hyphens, and a NUL */
#define FINGERPRINT_SHORT_SIZE 24 /* four groups joined by hyphens, and a NUL */
#define FINGERPRINT_HEX_SIZE 65   /* 64 digits and a NUL */

struct fingerprint {
    uint8_t bytes[FINGERPRINT_SIZE];
};

void fingerprint_of(struct fingerprint *fingerprint, const void *bytes, size_t length);

bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b);

/* "12345-…-67890": all ten groups, or the first four (the short digest). */
void fingerprint_text(char text[FINGERPRINT_TEXT_SIZE], const struct fingerprint *fingerprint);
void fingerprint_short(char text[FINGERPRINT_SHORT_SIZE], const struct fingerprint *fingerprint);

void fingerprint_hex(char hex[FINGERPRINT_HEX_SIZE], const struct fingerprint *fingerprint);

/* A fingerprint as someone typed it: ten groups, or the whole in hexadecimal digits. */
struct fingerprint_given {
    bool whole; /* bytes is set, else groups */
    uint32_t groups[FINGERPRINT_GROUPS];
    struct fingerprint fingerprint;
};

/* Reads 50 decimal digits, or 64 hexadecimal digits of either case, with separators
 * (format/typed.h) anywhere or none. STATUS_REFUSED, REASON_BAD_SYNTAX for anything else. */
enum status fingerprint_read(
    const char *text, size_t length, struct fingerprint_given *given, struct error *err) MUST_USE;

/* STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH if they are not the same; the text names the first
 * group that differs, or says that most do. */
enum status fingerprint_check(const struct fingerprint_given *given,
    const struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* The first group that differs, 1 to FINGERPRINT_GROUPS; 0 if they are the same. What differs after
 * the tenth group counts as group 10. */
unsigned fingerprint_differs(
    const struct fingerprint_given *given, const struct fingerprint *fingerprint);

#endif
