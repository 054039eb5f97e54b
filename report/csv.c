#include "report/csv.h"

#include <string.h>

void csv_begin(struct buffer *out)
{
    buffer_text(out, "\xEF\xBB\xBF");
}

void csv_text(struct buffer *out, const char *text)
{
    bool formula = *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
    bool quoted = strpbrk(text, ";\"\r\n") != NULL;
    buffer_text(out, quoted ? "\"" : "");
    buffer_text(out, formula ? "'" : "");
    for (; *text != '\0'; text++)
        buffer_append(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    buffer_text(out, quoted ? "\";" : ";");
}

void csv_number(struct buffer *out, size_t number)
{
    buffer_printf(out, "%zu;", number);
}

void csv_end(struct buffer *out)
{
    if (out->length > 0)
        out->length--;
    buffer_text(out, "\r\n");
}

void csv_line(struct buffer *out, const char *const *text)
{
    for (; *text != NULL; text++)
        csv_text(out, *text);
    csv_end(out);
}
