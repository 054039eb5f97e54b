#include "base/memory.h"

#include "base/error.h"
#include "base/system/process.h"
#include "base/undo.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char ENGLISH[] = N_("out of memory; close other programs and try again");

static struct {
    const char *program;
    const char *sentence;
} words = {NULL, ENGLISH};

void memory_words(const char *program, const char *sentence)
{
    words.program = program;
    words.sentence = sentence;
}

const char *memory_sentence(void)
{
    return ENGLISH;
}

/* No stdio, which may allocate, and no exit handlers: what is still in the buffer of standard
 * output is half a result. The list is not released again: a thread that would create something,
 * or whose memory ends too, waits for the end. */
void memory_exhausted(void)
{
    undo_all();
    if (words.sentence[0] == '\0')
        process_end(STATUS_FAILED);
    if (words.program != NULL) {
        process_complain(words.program);
        process_complain(": ");
    }
    process_complain(words.sentence);
    process_complain("\n");
    process_end(STATUS_FAILED);
}

void *memory_new(size_t count, size_t size)
{
    void *block = count == 0 || size == 0 ? calloc(1, 1) : calloc(count, size);
    if (block == NULL)
        memory_exhausted();
    return block;
}

void *memory_allocate(size_t size)
{
    void *block = malloc(size == 0 ? 1 : size);
    if (block == NULL)
        memory_exhausted();
    return block;
}

void *memory_resize(void *block, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        memory_exhausted();
    void *moved = realloc(block, bytes == 0 ? 1 : bytes);
    if (moved == NULL)
        memory_exhausted();
    return moved;
}

char *memory_part(const char *text, size_t length)
{
    size_t used = strnlen(text, length);
    char *copy = memory_allocate(used + 1);
    memcpy(copy, text, used);
    copy[used] = '\0';
    return copy;
}

char *memory_text(const char *text)
{
    return memory_part(text, strlen(text));
}

char *memory_printf(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        memory_exhausted();
    return text;
}
