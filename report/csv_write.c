#include "report/csv_write.h"

#include "format/csv_formula.h"

#include <string.h>

void csv_write_begin(struct buffer *out)
{
    buffer_text(out, "\xEF\xBB\xBF");
}

/* Whatever a reader may divide or trim by stands in quotes, and a text that begins or ends with a
 * blank. */
static bool is_quoted(const char *text)
{
    size_t length = strlen(text);
    return strpbrk(text, ",;\t|\"\r\n") != NULL ||
           (length > 0 && (text[0] == ' ' || text[length - 1] == ' '));
}

void csv_write_text(struct buffer *out, const char *text)
{
    struct buffer plain = {0};
    bool quoted = is_quoted(text);
    csv_formula_put(&plain, text);
    buffer_text(out, quoted ? "\"" : "");
    for (const char *byte = buffer_string(&plain); *byte != '\0'; byte++)
        buffer_append(out, *byte == '"' ? "\"\"" : byte, *byte == '"' ? 2 : 1);
    buffer_text(out, quoted ? "\";" : ";");
    buffer_free(&plain);
}

void csv_write_number(struct buffer *out, size_t number)
{
    buffer_printf(out, "%zu;", number);
}

void csv_write_end(struct buffer *out)
{
    if (out->length > 0)
        out->length--;
    buffer_text(out, "\r\n");
}

void csv_write_line(struct buffer *out, const char *const *text)
{
    for (; *text != NULL; text++)
        csv_write_text(out, *text);
    csv_write_end(out);
}
