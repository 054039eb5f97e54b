/* The memory of the libraries: malloc and its kin of the whole process, in front of the C
 * library's.
 *
 * A library that gets no memory says so in its own way, or does not say so: libxlsxwriter leaves
 * cells out, or crashes; libseccomp and libarchive have codes of their own; qsort sorts in another
 * way. Here none of them gets NULL: the process ends as it does for want of memory of its own
 * (base/memory.h), as with the option X of OpenBSD's malloc.conf(5). Whatever comes next in the
 * order of symbols does the work, so that an allocator that was preloaded stays in charge. What is
 * mapped directly (libsodium's secrets, SQLite's shared index) does not pass here. */
#include "base/error.h"
#include "base/memory.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef SANITIZED /* a sanitizer puts its own functions in front */

static void *find_next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL)
        _exit(STATUS_FAILED);
    return function;
}

static void *insist(void *block, size_t size)
{
    if (block == NULL && size > 0)
        memory_exhausted();
    return block;
}

void *malloc(size_t size)
{
    static void *(*next)(size_t);
    if (next == NULL)
        next = (void *(*)(size_t))find_next("malloc");
    return insist(next(size), size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*next)(size_t, size_t);
    if (next == NULL)
        next = (void *(*)(size_t, size_t))find_next("calloc");
    return insist(next(count, size), count == 0 ? 0 : size);
}

void *realloc(void *block, size_t size)
{
    static void *(*next)(void *, size_t);
    if (next == NULL)
        next = (void *(*)(void *, size_t))find_next("realloc");
    return insist(next(block, size), size);
}

#endif
