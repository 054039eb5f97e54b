/* round.json of a kit: when the answers to which edition are collected,
 * {"format":"sigill-round/1","rounds":[{"id","edition","opens","closes"}]}, by the opening day,
 * then by id (docs/format.md, "Kit"). */
#ifndef FORMAT_KIT_ROUNDS_H
#define FORMAT_KIT_ROUNDS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/edition.h"

#include <stddef.h>
#include <stdint.h>

#define KIT_ROUNDS_FORMAT "sigill-round/1"
#define KIT_ROUNDS_MAX 16

struct kit_round {
    char id[EDITION_WORD_SIZE];
    char edition[EDITION_WORD_SIZE];
    int64_t opens; /* beginnings of the first and the last day, in seconds since 1970 */
    int64_t closes;
};

struct kit_rounds {
    size_t count;
    struct kit_round round[KIT_ROUNDS_MAX];
};

/* Reads and checks; name is put in front of error texts. STATUS_REFUSED with the reasons of
 * json_read, REASON_UNKNOWN_FORMAT for another format, REASON_BAD_VALUE, with the path, for
 * anything else: an unknown or missing key, a last day before the first, an id that stands twice,
 * an order that is not that above. *rounds is all zero on failure. */
enum status kit_rounds_read(const void *bytes, size_t length, const char *name,
    struct kit_rounds *rounds, struct error *err) MUST_USE;

/* Appends the file, the rounds put into their order. STATUS_REFUSED, REASON_BAD_VALUE for what the
 * reader would refuse. */
enum status kit_rounds_write(
    const struct kit_rounds *rounds, struct buffer *out, struct error *err) MUST_USE;

/* The round of that edition (NULL: of any) on a day: the one that has opened last, or the first to
 * come; NULL if there is none. */
const struct kit_round *kit_rounds_find(
    const struct kit_rounds *rounds, const char *edition, int64_t today);

#endif
