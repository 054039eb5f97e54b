#include "base/shown.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t newlines_at_end(const char *format)
{
    size_t length = strlen(format);
    size_t count = 0;
    while (count < length && format[length - count - 1] == '\n')
        count++;
    return count;
}

/* Whether there are newlines but at both ends. */
static bool has_lines(const char *format, size_t at_end)
{
    size_t at_begin = strspn(format, "\n");
    size_t length = strlen(format);
    return at_begin < length && memchr(format + at_begin, '\n', length - at_begin - at_end) != NULL;
}

void shown_list(struct buffer *out, const char *format, va_list args)
{
    char *text = NULL;
    size_t begin = strspn(format, "\n");
    size_t end = newlines_at_end(format);
    int length = vasprintf(&text, format, args);
    if (length < 0)
        memory_exhausted();
    if (begin == (size_t)length)
        end = 0; /* nothing but newlines */
    size_t between = (size_t)length - begin - end;
    buffer_append(out, text, begin);
    text_show(out, text + begin, between, has_lines(format, end));
    buffer_append(out, text + begin + between, end);
    free(text);
}

void shown_printf(struct buffer *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    shown_list(out, format, args);
    va_end(args);
}
