/* Paths as the system's wide functions take them. They are as long as any path can be, and stand on
 * the stack, so that nothing here but wide_shown asks for memory. */
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

/* A path of ours: UTF-8, slashes or backslashes. One that is long, or leads far from where the
 * process is, becomes absolute, with the prefix that lifts the old limit. False, with errno, if it
 * is not UTF-8 or too long, or names a stream of a file. */
bool wide_path(const char *path, struct wide *wide);

/* The same, always with the prefix: names can be added without end. */
bool wide_path_to_add(const char *path, struct wide *wide);

/* Where what is open lies, without links and with the prefix. handle: a HANDLE. False, with errno.
 */
bool wide_real(void *handle, struct wide *real);

/* Adds a backslash and a name, from wide text. False, with errno, if that is too long. */
bool wide_add(struct wide *wide, const wchar_t *name);

/* Wide text as UTF-8 with its end; false, with errno, if it is not well formed or does not fit. */
bool wide_to_text(const wchar_t *wide, char *text, size_t size);

/* A path as users write it, without the prefix; allocated, NULL, with errno, if it is not well
 * formed. */
char *wide_shown(const wchar_t *path);

#endif
