/* The linker turns each call of NAME in the program, whatever library it is from, into one of
 * __wrap_NAME, and __real_NAME is the C library's (ld(1), --wrap). What that allocates by itself,
 * as strdup does, it releases by itself or here, which is the same heap. */
#include "base/system/allocator.h"

#include "base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* One heap serves all threads anyway. */
void allocator_share(void)
{
}

/* Large pages are for whoever may lock memory there. */
void allocator_prefer_large_pages(void *block, size_t size)
{
    (void)block;
    (void)size;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *block);
void *__wrap_realloc(void *block, size_t size);

static void *insist(void *block, size_t size)
{
    if (block == NULL && size > 0)
        memory_exhausted();
    return block;
}

void *__wrap_malloc(size_t size)
{
    return insist(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return insist(__real_calloc(count, size), count == 0 ? 0 : size);
}

void __wrap_free(void *block)
{
    if (block == NULL)
        return;
    (void)SecureZeroMemory(block, _msize(block));
    __real_free(block);
}

/* What a block grows out of is released here and not by the C library, which would not wipe it. */
void *__wrap_realloc(void *block, size_t size)
{
    size_t before = block == NULL ? 0 : _msize(block);
    if (block != NULL && size == 0) {
        __wrap_free(block);
        return NULL;
    }
    if (size <= before && size >= before / 2 && block != NULL)
        return block;
    void *moved = __wrap_malloc(size);
    if (block != NULL)
        memcpy(moved, block, size < before ? size : before);
    __wrap_free(block);
    return moved;
}
