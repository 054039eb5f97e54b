#include "report/svg_text.h"

#include <stdbool.h>
#include <string.h>

/* The bytes of the first columns code points, or of the whole text if it has no more. */
static size_t bytes_of(const char *text, size_t length, size_t columns)
{
    size_t at = 0;
    while (at < length) {
        size_t next = at + 1;
        while (next < length && ((unsigned char)text[next] & 0xC0U) == 0x80)
            next++;
        if (columns-- == 0)
            break;
        at = next;
    }
    return at;
}

static size_t columns_of(const char *text, size_t length)
{
    size_t columns = 0;
    for (size_t i = 0; i < length; i++)
        columns += ((unsigned char)text[i] & 0xC0U) != 0x80;
    return columns;
}

/* The bytes of the next line of text, which does not begin with a space; *hyphen says that it ends
 * within a word. */
static size_t line_of(const char *text, size_t columns, bool *hyphen)
{
    size_t taken = 0;
    *hyphen = false;
    while (text[taken] != '\0') {
        size_t spaces = strspn(text + taken, " ");
        size_t word = strcspn(text + taken + spaces, " ");
        if (word == 0 || columns_of(text, taken + spaces + word) > columns)
            break;
        taken += spaces + word;
    }
    if (taken > 0)
        return taken;
    *hyphen = true;
    return bytes_of(text, strlen(text), columns - 1);
}

static void write_line(char line[SVG_LINE_SIZE], const char *text, size_t length, const char *end)
{
    memcpy(line, text, length);
    memcpy(line + length, end, strlen(end) + 1);
}

void svg_break(const char *text, size_t columns, struct svg_lines *lines)
{
    columns = columns < SVG_COLUMNS_LEAST ? SVG_COLUMNS_LEAST : columns;
    columns = columns > SVG_COLUMNS_MOST ? SVG_COLUMNS_MOST : columns;
    lines->count = 0;
    text += strspn(text, " ");
    while (*text != '\0') {
        bool hyphen;
        size_t length = line_of(text, columns, &hyphen);
        const char *rest = text + length + strspn(text + length, " ");
        char *line = lines->line[lines->count++];
        bool last = lines->count == SVG_LINES_MOST;
        if (last && *rest != '\0') {
            write_line(line, text, bytes_of(text, length, columns - 1), "…");
            return;
        }
        write_line(line, text, length, hyphen ? "-" : "");
        text = rest;
    }
}
