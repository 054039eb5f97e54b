#include "report/layout.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/line_break.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void append_times(struct buffer *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buffer_text(out, text);
}

/* What of a text stands up to a newline, with one blank between two words. */
static void append_words(struct buffer *out, const char *text, size_t length)
{
    bool first = true;
    for (size_t i = 0; i < length;) {
        size_t word = strcspn(text + i, " \n");
        if (word > 0) {
            buffer_text(out, first ? "" : " ");
            buffer_append(out, text + i, word);
            first = false;
        }
        i += word + 1;
    }
}

void layout_paragraph(struct buffer *out, const char *lead, const char *text)
{
    size_t indent = text_width(lead);
    buffer_text(out, lead);
    for (;;) {
        size_t length = strcspn(text, "\n");
        buffer_text(out, LINE_HANG);
        append_words(out, text, length);
        buffer_text(out, "\n");
        text += length;
        if (*text == '\0' || *++text == '\0')
            return;
        append_times(out, " ", *text == '\n' ? 0 : indent);
    }
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

/* The bytes of the first letters that fill at most width columns. */
static size_t bytes_of_columns(const char *text, size_t width)
{
    size_t length = 0;
    size_t left = strlen(text);
    while (length < left) {
        uint32_t code;
        size_t letter = text_code(text + length, left - length, &code);
        size_t columns = text_code_width(code);
        if (letter == 0 || columns > width)
            break;
        width -= columns;
        length += letter;
    }
    return length;
}

void layout_cell(struct buffer *out, const char *text, size_t width)
{
    size_t mine = text_width(text);
    if (mine > width) {
        size_t length = bytes_of_columns(text, width - 1);
        size_t shown = mine - text_width(text + length) + 1;
        buffer_append(out, text, length);
        buffer_text(out, "…");
        append_times(out, " ", width - shown);
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
    append_times(out, LAYOUT_BAR_FULL, full);
    append_times(out, LAYOUT_BAR_EMPTY, width - full);
}
