#include "report/layout.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_times(struct buffer *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buffer_text(out, text);
}

/* The columns of the first length bytes. */
static size_t columns(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xC0U) != 0x80;
    return width;
}

void layout_paragraph(struct buffer *out, const char *lead, const char *text)
{
    size_t indent = text_width(lead);
    size_t column = indent;
    buffer_text(out, lead);
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        size_t width = columns(text, length);
        bool first = column == indent;
        if (length > 0 && !first && column + 1 + width > LAYOUT_WIDTH) {
            buffer_text(out, "\n");
            append_times(out, " ", indent);
            column = indent;
            first = true;
        }
        if (length > 0) {
            buffer_text(out, first ? "" : " ");
            buffer_append(out, text, length);
            column += width + (first ? 0 : 1);
        }
        text += length;
        if (*text == '\n' && text[1] != '\0') {
            buffer_text(out, "\n");
            append_times(out, " ", indent);
            column = indent;
        }
        text += *text != '\0';
    }
    buffer_text(out, "\n");
}

/* The format is a literal, or its translation, at every call. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void layout_say(struct buffer *out, const char *lead, const char *format, ...)
{
    va_list args;
    char *text = NULL;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        memory_exhausted();
    va_end(args);
    layout_paragraph(out, lead, text);
    free(text);
}
#pragma GCC diagnostic pop

/* The bytes of the first code points that fill at most width columns. */
static size_t bytes_of_columns(const char *text, size_t width)
{
    size_t length = 0;
    while (text[length] != '\0') {
        size_t next = length + 1;
        while (((unsigned char)text[next] & 0xC0U) == 0x80)
            next++;
        if (width-- == 0)
            break;
        length = next;
    }
    return length;
}

void layout_cell(struct buffer *out, const char *text, size_t width)
{
    size_t mine = text_width(text);
    if (mine > width) {
        buffer_append(out, text, bytes_of_columns(text, width - 1));
        buffer_text(out, "…");
        return;
    }
    buffer_text(out, text);
    append_times(out, " ", width - mine);
}

void layout_right(struct buffer *out, const char *text, size_t width)
{
    size_t mine = text_width(text);
    append_times(out, " ", mine < width ? width - mine : 0);
    buffer_text(out, text);
}

void layout_bar(struct buffer *out, unsigned part, unsigned whole, size_t width)
{
    size_t full = whole == 0 ? 0 : ((size_t)2 * part * width + whole) / ((size_t)2 * whole);
    if (part > 0 && full == 0)
        full = 1;
    if (part < whole && full >= width)
        full = width - 1;
    append_times(out, "█", full);
    append_times(out, "░", width - full);
}
