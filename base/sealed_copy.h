/* A copy of bytes for another process, in memory that neither end can change any more: both have
 * the same, whatever becomes of the file that they came from. */
#ifndef BASE_SEALED_COPY_H
#define BASE_SEALED_COPY_H

#include "base/error.h"

#include <stddef.h>

/* A descriptor of the copy, at its beginning, under that name in /proc; *fd is the caller's, -1 on
 * failure, which is STATUS_FAILED: the system gives none. */
enum status sealed_copy_make(
    const char *name, const void *bytes, size_t length, int *fd, struct error *err) MUST_USE;

#endif
