/* Bytes for another process, in memory that neither end can change any more: both have the same,
 * whatever becomes of the file that they came from. */
#ifndef BASE_SYSTEM_SEALED_MEMORY_H
#define BASE_SYSTEM_SEALED_MEMORY_H

#include "base/error.h"

#include <stddef.h>

/* An empty file in memory, under that name in /proc, which can be written to and then sealed; -1
 * with errno if the system gives none. Nobody can execute it, or make it so that one could, where
 * the kernel knows of that (Linux 6.3): with vm.memfd_noexec it warns of others, or refuses them.
 */
int sealed_memory_begin(const char *name) MUST_USE;

/* A descriptor of a copy of the bytes, at its beginning, under that name in /proc; *fd is the
 * caller's, -1 on failure, which is STATUS_FAILED: the system gives none. */
enum status sealed_memory_make(
    const char *name, const void *bytes, size_t length, int *fd, struct error *err) MUST_USE;

#endif
