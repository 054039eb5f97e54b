/* The lines of a key file, as editors and clipboards leave them: a byte order mark at the
 * beginning, blanks around a line, empty lines and CR LF are passed over. */
#ifndef CRYPTO_KEY_LINES_H
#define CRYPTO_KEY_LINES_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct key_lines {
    const char *next;
    size_t left;
    size_t number; /* of the line last taken, from 1; empty ones are counted */
};

struct key_lines key_lines_of(const void *text, size_t length);

/* The next line that is not empty, without what is around it; false at the end of the text. */
bool key_lines_next(struct key_lines *lines, const char **line, size_t *length);

/* Puts "line N: " in front of the error's text. Does nothing if err is NULL. */
void key_lines_blame(struct error *err, size_t number);

#endif
