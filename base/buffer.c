#include "base/buffer.h"

#include "base/memory.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

/* Grows by a new allocation and not by realloc, so that no copy of a secret stays behind. */
static void grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity != 0 ? buffer->capacity : FIRST_CAPACITY;
    while (capacity < needed) {
        if (__builtin_mul_overflow(capacity, (size_t)2, &capacity))
            memory_exhausted();
    }
    uint8_t *data = memory_allocate(capacity);
    if (buffer->data != NULL) {
        memcpy(data, buffer->data, buffer->length);
        sodium_memzero(buffer->data, buffer->length);
        free(buffer->data);
    }
    buffer->data = data;
    buffer->capacity = capacity;
}

uint8_t *buffer_reserve(struct buffer *buffer, size_t length)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->length, length, &needed))
        memory_exhausted();
    if (needed > buffer->capacity)
        grow(buffer, needed);
    return buffer->data + buffer->length;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    memcpy(buffer_reserve(buffer, length), bytes, length);
    buffer->length += length;
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_comma(struct buffer *buffer, const char *text)
{
    if (text[0] != '\0')
        buffer_printf(buffer, "%s%s", buffer->length == 0 ? "" : ", ", text);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        memory_exhausted();
    uint8_t *place = buffer_reserve(buffer, (size_t)length + 1);
    (void)vsnprintf((char *)place, (size_t)length + 1, format, again);
    buffer->length += (size_t)length;
    va_end(again);
}

const char *buffer_string(struct buffer *buffer)
{
    *buffer_reserve(buffer, 1) = '\0';
    return (const char *)buffer->data;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_wipe(struct buffer *buffer)
{
    if (buffer->data != NULL)
        sodium_memzero(buffer->data, buffer->capacity);
    buffer_free(buffer);
}
