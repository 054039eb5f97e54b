/* Whatever comes next in the order of symbols does the work, so that an allocator that was
 * preloaded stays in charge. A static program has no such order: there the linker turns each call
 * of NAME, the C library's own too, into one of __wrap_NAME, and __real_NAME is the C library's
 * (ld(1), --wrap; the Makefile's STATIC). What is mapped directly (libsodium's secrets, which are
 * wiped there; SQLite's shared index) does not pass here. */
#include "base/system/allocator.h"

#include "base/error.h"
#include "base/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void allocator_share(void)
{
    (void)mallopt(M_ARENA_MAX, 1); /* a sanitizer's allocator has none */
}

enum { LARGE_PAGE = 2 << 20 };

/* Whole pages are asked for, of which the first and the last may hold other blocks, too. */
void allocator_prefer_large_pages(void *block, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t before = (uintptr_t)block % page;
    int kept = errno;
    if (size >= LARGE_PAGE)
        (void)madvise((char *)block - before, before + size, MADV_HUGEPAGE);
    errno = kept;
}

#ifndef SANITIZED /* a sanitizer puts its own functions in front */

#ifdef ALLOCATOR_WRAPPED
#define IN_FRONT(name) __wrap_##name
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *block);
void *__wrap_realloc(void *block, size_t size);
#define FIND_NEXT(name) __real_##name
#else
#define IN_FRONT(name) name
#define FIND_NEXT(name) find_next(#name)

static void *find_next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL)
        _exit(STATUS_FAILED);
    return function;
}
#endif

static void *insist(void *block, size_t size)
{
    if (block == NULL && size > 0)
        memory_exhausted();
    return block;
}

void *IN_FRONT(malloc)(size_t size)
{
    static void *(*next)(size_t);
    if (next == NULL)
        next = (void *(*)(size_t))FIND_NEXT(malloc);
    return insist(next(size), size);
}

void *IN_FRONT(calloc)(size_t count, size_t size)
{
    static void *(*next)(size_t, size_t);
    if (next == NULL)
        next = (void *(*)(size_t, size_t))FIND_NEXT(calloc);
    return insist(next(count, size), count == 0 ? 0 : size);
}

void IN_FRONT(free)(void *block)
{
    static void (*next)(void *);
    if (next == NULL)
        next = (void (*)(void *))FIND_NEXT(free);
    if (block != NULL)
        explicit_bzero(block, malloc_usable_size(block));
    next(block);
}

/* What a block grows out of is released here and not by the C library, which would not wipe it. */
void *IN_FRONT(realloc)(void *block, size_t size)
{
    size_t before = block == NULL ? 0 : malloc_usable_size(block);
    if (block != NULL && size == 0) {
        free(block);
        return NULL;
    }
    if (size <= before && size >= before / 2 && block != NULL)
        return block;
    void *moved = malloc(size);
    if (block != NULL)
        memcpy(moved, block, size < before ? size : before);
    free(block);
    return moved;
}

#endif
