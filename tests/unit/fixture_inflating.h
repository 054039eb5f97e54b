/* Inflating what is packed, by the reader and by members. */
#ifndef FIXTURE_INFLATING_H
#define FIXTURE_INFLATING_H

#include "base/stream.h"
#include "format/gzip.h"

/* Of the last call; anew before the first test (inflating_set_up). */
extern struct error inflating_err;
int inflating_set_up(void **state);

/* Inflates length bytes and expects the end right there. What is taken or refused is taken or
 * refused by members too, and gives the same bytes. */
enum status inflating_whole(const struct buffer *gzip, void *bytes, size_t length);

/* The same in parts of that length, as they may fall across the members' ends. cursor: how much was
 * read, by the reader. */
enum status inflating_by(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t part, struct cursor *cursor);

/* The same by the reader alone: of what the other library takes, which is not asked. */
enum status inflating_strictly(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t part, struct cursor *cursor);

/* Appends bits, zeros and ones, as deflate packs them: each byte from its lowest one (RFC 1951,
 * 3.1.1), the last one filled up with zeros. */
void inflating_bits(const char *bits, struct buffer *out);

/* Inflates by members, to the end; adds up how many bytes came, and how many times. */
enum status inflating_unpack(
    const struct buffer *gzip, uint8_t *bytes, size_t length, size_t *came, size_t *times);

#endif
