#include "crypto/key_lines.h"

#include <stdio.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct key_lines key_lines_of(const void *text, size_t length)
{
    static const size_t mark = sizeof BYTE_ORDER_MARK - 1;
    struct key_lines lines = {.next = text, .left = length};
    if (length >= mark && memcmp(text, BYTE_ORDER_MARK, mark) == 0) {
        lines.next += mark;
        lines.left -= mark;
    }
    return lines;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool key_lines_next(struct key_lines *lines, const char **line, size_t *length)
{
    while (lines->left > 0) {
        const char *start = lines->next;
        const char *end = memchr(start, '\n', lines->left);
        size_t whole = end == NULL ? lines->left : (size_t)(end - start) + 1;
        size_t used = end == NULL ? whole : whole - 1;
        lines->next += whole;
        lines->left -= whole;
        lines->number++;
        for (; used > 0 && is_blank(*start); used--)
            start++;
        while (used > 0 && is_blank(start[used - 1]))
            used--;
        if (used > 0) {
            *line = start;
            *length = used;
            return true;
        }
    }
    return false;
}

void key_lines_blame(struct error *err, size_t number)
{
    char where[64];
    if (err == NULL)
        return;
    (void)snprintf(where, sizeof where, tr(err->catalog, "line %zu"), number);
    error_prefix(err, where);
}
