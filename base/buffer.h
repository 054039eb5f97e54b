/* A growing row of bytes.
 *
 * Appending never fails: without memory the process ends (base/memory.h). A zeroed struct is an
 * empty buffer. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *data;   /* owned; NULL while nothing was appended */
    size_t length;   /* bytes in use */
    size_t capacity; /* bytes allocated */
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends a text of a list: ", " stands before all but the first of an empty buffer. An empty text
 * is no part of the list. */
void buffer_comma(struct buffer *buffer, const char *text);

/* Makes room for length more bytes and returns where they begin, for the caller to fill and to
 * count with buffer->length. */
uint8_t *buffer_reserve(struct buffer *buffer, size_t length);

/* The content with a terminating NUL that is not counted; "" for an empty buffer. Owned
 * by the buffer, valid until the next call on it. */
const char *buffer_string(struct buffer *buffer);

/* Releases the memory; the struct is then an empty buffer. buffer_wipe zeroes it first, old copies
 * made while growing included; use it on a buffer that held a secret. */
void buffer_free(struct buffer *buffer);
void buffer_wipe(struct buffer *buffer);

#endif
