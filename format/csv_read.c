#include "format/csv_read.h"

#include "base/text.h"
#include "format/csv_formula.h"

#include <string.h>

static const char MARK[] = "\xEF\xBB\xBF"; /* as spreadsheets put it before UTF-8 */
static const char BLANKS[] = " \t\r";

enum status csv_read_start(
    struct csv_read *csv, struct buffer *content, const char *name, struct error *err)
{
    *csv = (struct csv_read){.name = name};
    if (content->length > 0 && (memchr(content->data, '\0', content->length) != NULL ||
                                   !text_is_utf8(content->data, content->length)))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: is not text in UTF-8; save it as CSV in UTF-8", name);
    buffer_append(content, "", 1);
    csv->rest = (char *)content->data;
    if (content->data != NULL && strncmp(csv->rest, MARK, sizeof MARK - 1) == 0)
        csv->rest += sizeof MARK - 1;
    return STATUS_OK;
}

static void cut_blanks_behind(char *field)
{
    size_t length = strlen(field);
    while (length > 0 && strchr(BLANKS, field[length - 1]) != NULL)
        field[--length] = '\0';
}

/* The quote that closes a field which begins with one; NULL if there is none. */
static char *closing_quote(char *field)
{
    char *at = field + 1;
    while (*at != '\0' && (at[0] != '"' || at[1] == '"'))
        at += at[0] == '"' ? 2 : 1;
    return *at == '\0' ? NULL : at;
}

/* Takes the quotes from a field that begins with one, in place. *after: what follows the closing
 * one. False if there is none; the field is then as it was. */
static bool unquote(char *field, char **after)
{
    char *to = field;
    char *end = closing_quote(field);
    if (end == NULL)
        return false;
    for (const char *from = field + 1; from < end; from++) {
        from += *from == '"' ? 1 : 0;
        *to++ = *from;
    }
    *after = end + 1;
    *to = '\0';
    return true;
}

/* Takes one field off the line; *rest is then what is behind its divider, or NULL. last: the field
 * takes all that is left. False if quotes are not in order. */
static bool cut_field(char **rest, char divider, bool last, char **field)
{
    char *start = *rest + strspn(*rest, BLANKS);
    char *end = start;
    bool quoted = *start == '"';
    *field = start;
    if (quoted && !unquote(start, &end))
        return false;
    if (quoted)
        end += strspn(end, BLANKS);
    else
        end = last ? start + strlen(start) : start + strcspn(start, (char[]){divider, '\0'});
    if (*end != '\0' && *end != divider)
        return false;
    *rest = *end == '\0' ? NULL : end + 1;
    *end = '\0';
    if (!quoted)
        cut_blanks_behind(start);
    csv_formula_take(*field);
    return !(last && *rest != NULL);
}

static bool is_passed_over(const struct csv_read *csv, const char *line)
{
    const char *start = line + strspn(line, BLANKS);
    return *start == '\0' || (csv->comments && *start == '#');
}

static enum status split_row(
    struct csv_read *csv, char *line, struct csv_read_row *row, struct error *err)
{
    row->line = csv->line;
    row->divider = csv->divider != '\0' ? csv->divider : strchr(line, ';') != NULL ? ';' : ',';
    row->field[0] = line;
    for (char *rest = line; rest != NULL; row->fields++) {
        if (row->fields == CSV_FIELDS_MAX)
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "%s, line %zu: has more than %d fields", csv->name, csv->line, CSV_FIELDS_MAX);
        if (!cut_field(&rest, row->divider, row->fields + 1 == csv->most, &row->field[row->fields]))
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "%s, line %zu: the quotes of field %zu are not in order; expected \"text\" with "
                "nothing before and behind, and a quote within it written twice",
                csv->name, csv->line, row->fields + 1);
    }
    return STATUS_OK;
}

enum status csv_read_next(
    struct csv_read *csv, bool *more, struct csv_read_row *row, struct error *err)
{
    *row = (struct csv_read_row){0};
    *more = false;
    while (csv->rest != NULL) {
        char *line = strsep(&csv->rest, "\n");
        csv->line++;
        if (is_passed_over(csv, line))
            continue;
        *more = true;
        return split_row(csv, line, row, err);
    }
    return STATUS_OK;
}
