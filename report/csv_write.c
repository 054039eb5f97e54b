#include "report/csv_write.h"

#include <string.h>

void csv_write_begin(struct buffer *out)
{
    buffer_text(out, "\xEF\xBB\xBF");
}

void csv_write_text(struct buffer *out, const char *text)
{
    bool formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool quoted = strpbrk(text, ";\"\r\n") != NULL;
    buffer_text(out, quoted ? "\"" : "");
    buffer_text(out, formula ? "'" : "");
    for (; *text != '\0'; text++)
        buffer_append(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    buffer_text(out, quoted ? "\";" : ";");
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
