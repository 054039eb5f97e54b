#include "format/csv_read.h"

#include "base/text.h"
#include "format/csv_formula.h"

#include <string.h>
#include <strings.h>

static const char MARK[] = "\xEF\xBB\xBF"; /* as spreadsheets put it before UTF-8 */
static const char BLANKS[] = " \t\r";
static const char NO_BREAK[] = "\xC2\xA0";
static const char NARROW_NO_BREAK[] = "\xE2\x80\xAF";

enum { CELL_LINES_MAX = 4 }; /* of a quoted field; more is a quote that was never closed */

/* Old spreadsheets end lines with CR alone. */
static void end_lines_with_lf(char *text)
{
    for (; *text != '\0'; text++) {
        if (text[0] == '\r' && text[1] != '\n' && text[1] != '\0')
            *text = '\n';
    }
}

/* No-break spaces, which nobody sees, become spaces, in place. */
static void make_spaces_plain(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        size_t size = strncmp(from, NO_BREAK, sizeof NO_BREAK - 1) == 0 ? sizeof NO_BREAK - 1
                      : strncmp(from, NARROW_NO_BREAK, sizeof NARROW_NO_BREAK - 1) == 0
                          ? sizeof NARROW_NO_BREAK - 1
                          : 0;
        *to++ = size > 0 ? ' ' : *from;
        from += size > 0 ? size : 1;
    }
    *to = '\0';
}

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
    end_lines_with_lf(csv->rest);
    make_spaces_plain(csv->rest);
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

/* The lines of a cell become one, with a space between, in place. */
static void join_lines(char *field)
{
    char *to = field;
    for (const char *from = field; *from != '\0';) {
        size_t blanks = strspn(from, " \t\r\n");
        if (memchr(from, '\n', blanks) == NULL) {
            *to++ = *from++;
            continue;
        }
        from += blanks;
        if (to > field && *from != '\0')
            *to++ = ' ';
    }
    *to = '\0';
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
    join_lines(field);
    return true;
}

/* Takes one field off the line; *rest is then what is behind its divider, or NULL. last: the field
 * takes all that is left. False if quotes are not in order. */
static bool cut_field(char **rest, char divider, bool last, char **field)
{
    const char *blanks = divider == '\t' ? " \r" : BLANKS;
    char *start = *rest + strspn(*rest, blanks);
    char *end = start;
    bool quoted = *start == '"';
    *field = start;
    if (quoted && !unquote(start, &end))
        return false;
    if (quoted)
        end += strspn(end, blanks);
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

static char divider_of(const char *line)
{
    return strchr(line, ';') != NULL                                 ? ';'
           : strchr(line, ',') == NULL && strchr(line, '\t') != NULL ? '\t'
                                                                     : ',';
}

/* "sep=;" as the first line is not for people: it says how the others are divided. */
static bool takes_divider(struct csv_read *csv, const char *line)
{
    line += *line == '"' ? 1 : 0;
    if (csv->line != 1 || strncasecmp(line, "sep=", 4) != 0 || line[4] == '\0' ||
        strchr(";,\t", line[4]) == NULL || line[5 + strspn(line + 5, "\" \t\r;,")] != '\0')
        return false;
    csv->divider = line[4];
    return true;
}

/* Whether a quoted field is open at the end of a line, which was divided so: it begins with a quote
 * that nothing closes. *ordered: the quotes before it are in order. */
static bool leaves_open(char *line, char divider, bool *ordered)
{
    const char *blanks = divider == '\t' ? " \r" : BLANKS;
    *ordered = true;
    for (char *at = line;; at++) {
        at += strspn(at, blanks);
        if (*at == '"') {
            at = closing_quote(at);
            if (at == NULL)
                return true;
            at += 1 + strspn(at + 1, blanks);
            *ordered = *at == '\0' || *at == divider;
            if (!*ordered)
                return false;
        } else {
            at += strcspn(at, (char[]){divider, '\0'});
        }
        if (*at == '\0')
            return false;
    }
}

/* The next line; lines whose ends stand within quotes are one, if the quotes are in order then. */
static char *take_line(struct csv_read *csv)
{
    char *line = csv->rest;
    char *end = strchr(line, '\n');
    char *first = end;
    char *rest = end == NULL ? NULL : end + 1;
    csv->rest = rest;
    if (end != NULL)
        *end = '\0';
    char divider = csv->divider != '\0' ? csv->divider : divider_of(line);
    bool ordered;
    size_t lines = 1;
    csv->line++;
    if (is_passed_over(csv, line))
        return line;
    while (end != NULL && lines < CELL_LINES_MAX && leaves_open(line, divider, &ordered)) {
        *end = '\n';
        end = strchr(end + 1, '\n');
        csv->rest = end == NULL ? NULL : end + 1;
        if (end != NULL)
            *end = '\0';
        lines++;
    }
    if (lines == 1)
        return line;
    if (!leaves_open(line, divider, &ordered) && ordered) {
        csv->line_more = lines - 1;
        return line;
    }
    if (end != NULL)
        *end = '\n';
    *first = '\0';
    csv->rest = rest;
    return line;
}

static enum status split_row(
    struct csv_read *csv, char *line, struct csv_read_row *row, struct error *err)
{
    row->line = csv->line;
    row->divider = csv->divider != '\0' ? csv->divider : divider_of(line);
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
        csv->line += csv->line_more;
        csv->line_more = 0;
        char *line = take_line(csv);
        if (is_passed_over(csv, line) || takes_divider(csv, line))
            continue;
        *more = true;
        return split_row(csv, line, row, err);
    }
    return STATUS_OK;
}
