/* Paths as the system's wide functions take them. Nothing here asks for memory: they are as long as
 * any path can be, and stand on the stack. */
#ifndef BASE_SYSTEM_WIDE_WINDOWS_H
#define BASE_SYSTEM_WIDE_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>

/* The most that a path has, its end included ("Maximum Path Length Limitation" of the system's
 * documentation). */
enum { WIDE_MAX = 32768 };

struct wide {
    wchar_t text[WIDE_MAX];
    size_t length;
};

/* A path of ours: UTF-8, slashes or backslashes. A long one becomes absolute, with the prefix that
 * lifts the old limit. False, with errno, if it is not UTF-8 or too long, or names a stream of a
 * file. */
bool wide_path(const char *path, struct wide *wide);

/* Adds a backslash and a name, from wide text. False, with errno, if that is too long. */
bool wide_add(struct wide *wide, const wchar_t *name);

/* Wide text as UTF-8 with its end; false, with errno, if it is not well formed or does not fit. */
bool wide_to_text(const wchar_t *wide, char *text, size_t size);

#endif
