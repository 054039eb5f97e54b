/* Digits as people type them, and as they come out of letters, web pages and spreadsheets when they
 * are pasted. */
#ifndef FORMAT_TYPED_H
#define FORMAT_TYPED_H

#include <stdbool.h>
#include <stddef.h>

/* The length of what may stand between digits without meaning anything, at the beginning of a text
 * of so many bytes: a space of any width, a tab, an end of line, a hyphen, dash or minus of any
 * kind, or an invisible sign of where to break or where a text begins; 0 if none stands there. */
size_t typed_separator(const char *text, size_t length);

/* Copies a text without separators into size bytes, with a NUL; false, and nothing of use in to, if
 * it is longer or has a NUL in it. */
bool typed_compact(const char *text, size_t length, char *to, size_t size);

/* Whether there is nothing but decimal digits and separators, and at least one digit. */
bool typed_is_digits(const char *text, size_t length);

/* Whether a hyphen, dash or minus of any kind is among the separators. */
bool typed_has_dash(const char *text, size_t length);

#endif
