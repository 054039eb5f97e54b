/* A sentence of ours with paths and names of others in it, as it may be shown on a terminal. */
#ifndef BASE_SHOWN_H
#define BASE_SHOWN_H

#include "base/buffer.h"

#include <stdarg.h>

/* Appends what printf would print, with U+FFFD for all that text_show would not show: no path or
 * name moves a terminal. Nor does one begin a line of its own: newlines stay only at both ends,
 * as the format has them there. A format with newlines further in keeps those of its arguments too,
 * so it is for texts that cannot have any. */
void shown_printf(struct buffer *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same for functions that take a format themselves. */
void shown_list(struct buffer *out, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

#endif
