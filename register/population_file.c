#include "register/population_file.h"

#include "base/file.h"
#include "base/list.h"
#include "base/memory.h"
#include "base/text.h"
#include "format/csv_read.h"
#include "format/name.h"
#include "format/organisation_number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum column { COLUMN_NUMBER, COLUMN_NAME, COLUMN_GROUP, COLUMN_TAG };

enum { NAMED = COLUMN_TAG, NAMES_OF_A_COLUMN = 3 };

static const char *const NAMES[NAMED][NAMES_OF_A_COLUMN] = {
    [COLUMN_NUMBER] = {"nummer", "number"},
    [COLUMN_NAME] = {"namn", "name"},
    [COLUMN_GROUP] = {"grupp", "aktörsgrupp", "group"},
};

struct reading {
    const struct edition *edition;
    struct csv_read csv;
    size_t columns;
    enum column column[CSV_FIELDS_MAX];
    char tag[CSV_FIELDS_MAX][MANIFEST_WORD_SIZE]; /* the name of a column that is one */
    struct list list;                             /* struct population_entry */
    struct list place;                            /* struct place: where each number stands */
};

struct place {
    char number[MANIFEST_NUMBER_SIZE];
    size_t line;
};

/* ---- the first line ---- */

static enum column column_of(const char *name)
{
    for (int column = 0; column < NAMED; column++) {
        for (int i = 0; i < NAMES_OF_A_COLUMN; i++) {
            if (NAMES[column][i] != NULL && strcasecmp(name, NAMES[column][i]) == 0)
                return (enum column)column;
        }
    }
    return COLUMN_TAG;
}

static enum status refuse_header(const struct reading *reading, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
        "%s, line %zu: expected the columns' names: nummer, namn, grupp (or number, name, group), "
        "each once, and further ones for tags, such as län",
        reading->csv.name, reading->csv.line);
}

static enum status take_tag_name(struct reading *reading, size_t place, struct error *err)
{
    const char *name = reading->tag[place];
    unsigned tags = 0;
    for (size_t i = 0; i < place; i++) {
        tags += reading->column[i] == COLUMN_TAG;
        if (reading->column[i] == COLUMN_TAG && strcmp(reading->tag[i], name) == 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
                "%s, line %zu: two columns are named %s", reading->csv.name, reading->csv.line,
                name);
    }
    if (tags == POPULATION_TAGS_MAX)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: beside number, name and group at most %d columns are allowed; leave out "
            "those that nothing is selected by",
            reading->csv.name, reading->csv.line, POPULATION_TAGS_MAX);
    return STATUS_OK;
}

static enum status take_column(
    struct reading *reading, size_t place, const char *name, struct error *err)
{
    size_t length = strlen(name);
    reading->column[place] = column_of(name);
    if (length == 0 || length >= MANIFEST_WORD_SIZE || !text_is_plain(name, length, false) ||
        strchr(name, '=') != NULL)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: column %zu needs a name of 1 to %d bytes, without \"=\"",
            reading->csv.name, reading->csv.line, place + 1, MANIFEST_WORD_SIZE - 1);
    memcpy(reading->tag[place], name, length + 1);
    if (reading->column[place] == COLUMN_TAG)
        return take_tag_name(reading, place, err);
    for (size_t i = 0; i < place; i++) {
        if (reading->column[i] == reading->column[place])
            return refuse_header(reading, err);
    }
    return STATUS_OK;
}

/* Spreadsheets save columns that were emptied as dividers with nothing between: at the end of a row
 * they are none. */
static void cut_empty_columns(struct csv_read_row *row, size_t least)
{
    while (row->fields > least && row->field[row->fields - 1][0] == '\0')
        row->fields--;
}

static enum status take_header(struct reading *reading, struct error *err)
{
    struct csv_read_row row;
    bool more = false;
    unsigned named = 0;
    TRY(csv_read_next(&reading->csv, &more, &row, err));
    if (!more)
        return refuse_header(reading, err);
    cut_empty_columns(&row, 1);
    reading->csv.divider = row.divider;
    reading->columns = row.fields;
    for (size_t i = 0; i < row.fields; i++)
        named += column_of(row.field[i]) != COLUMN_TAG;
    if (named != NAMED)
        return refuse_header(reading, err);
    for (size_t i = 0; i < row.fields; i++)
        TRY(take_column(reading, i, row.field[i], err));
    return STATUS_OK;
}

/* ---- the other lines ---- */

static enum status refuse_text(
    const struct reading *reading, const char *column, int most, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s, line %zu: column %s: expected text of at most %d bytes without control characters",
        reading->csv.name, reading->csv.line, column, most);
}

static bool copy_plain(char *field, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size || !text_is_plain(text, length, false))
        return false;
    memcpy(field, text, length + 1);
    return true;
}

static enum status take_group(const struct reading *reading, const char *text,
    struct population_entry *entry, struct error *err)
{
    struct buffer known = {0};
    const char *group = edition_typed_group(reading->edition, text);
    if (group != NULL) {
        text_copy(entry->group, sizeof entry->group, group);
        return STATUS_OK;
    }
    edition_list_groups(reading->edition, &known);
    enum status status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
        "%s, line %zu: \"%s\" is not a group of the edition %s; expected one of: %s",
        reading->csv.name, reading->csv.line, text, reading->edition->id, buffer_string(&known));
    buffer_free(&known);
    return status;
}

static enum status take_field(const struct reading *reading, size_t place, const char *text,
    struct population_entry *entry, struct error *err)
{
    const char *column = reading->tag[place];
    switch (reading->column[place]) {
    case COLUMN_NUMBER:
        if (!organisation_number_typed(text, strlen(text), entry->number))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s, line %zu: \"%s\" is not an organisation number; expected ten digits of which "
                "the last is the right check digit, such as 212999-0004",
                reading->csv.name, reading->csv.line, text);
        return STATUS_OK;
    case COLUMN_NAME:
        if (!name_is_allowed(text, strlen(text)))
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s, line %zu: column %s: expected a name of at most %d bytes, of letters that can "
                "be seen, and single spaces between words",
                reading->csv.name, reading->csv.line, column, NAME_BYTES_MAX);
        text_copy(entry->name, sizeof entry->name, text);
        return STATUS_OK;
    case COLUMN_GROUP:
        return take_group(reading, text, entry, err);
    case COLUMN_TAG:
        break;
    }
    struct population_tag *tag = &entry->tag[entry->tags];
    if (text[0] == '\0')
        return STATUS_OK;
    if (!copy_plain(tag->value, sizeof tag->value, text))
        return refuse_text(reading, column, MANIFEST_WORD_SIZE - 1, err);
    text_copy(tag->name, sizeof tag->name, column);
    entry->tags++;
    return STATUS_OK;
}

/* Spreadsheets save rows that were emptied as dividers with nothing between. */
static bool is_empty(const struct csv_read_row *row)
{
    for (size_t i = 0; i < row->fields; i++) {
        if (row->field[i][0] != '\0')
            return false;
    }
    return true;
}

static enum status take_row(struct reading *reading, struct csv_read_row *row, struct error *err)
{
    if (is_empty(row))
        return STATUS_OK;
    cut_empty_columns(row, reading->columns);
    if (row->fields != reading->columns)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s, line %zu: has %zu fields; expected %zu, one for each column of the first line, "
            "divided by \"%c\"",
            reading->csv.name, row->line, row->fields, reading->columns, reading->csv.divider);
    struct population_entry *entry = list_add(&reading->list);
    struct place *place = list_add(&reading->place);
    for (size_t i = 0; i < row->fields; i++)
        TRY(take_field(reading, i, row->field[i], entry, err));
    memcpy(place->number, entry->number, sizeof place->number);
    place->line = row->line;
    return STATUS_OK;
}

static int by_number(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    int order = strcmp(a->number, b->number);
    return order != 0 ? order : a->line < b->line ? -1 : 1;
}

static enum status judge_numbers(struct reading *reading, struct error *err)
{
    struct place *place = reading->place.items;
    qsort(place, reading->place.count, sizeof *place, by_number);
    for (size_t i = 1; i < reading->place.count; i++) {
        if (strcmp(place[i].number, place[i - 1].number) == 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s, line %zu: the number %s stands on line %zu already; expected each "
                "organisation once",
                reading->csv.name, place[i].line, place[i].number, place[i - 1].line);
    }
    return STATUS_OK;
}

static enum status read_rows(struct reading *reading, struct error *err)
{
    struct csv_read_row row;
    bool more = true;
    TRY(take_header(reading, err));
    for (;;) {
        TRY(csv_read_next(&reading->csv, &more, &row, err));
        if (!more)
            break;
        TRY(take_row(reading, &row, err));
    }
    if (reading->list.count == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: names no organisation; expected one on each line after the first",
            reading->csv.name);
    TRY(judge_numbers(reading, err));
    population_sort(reading->list.items, reading->list.count);
    return STATUS_OK;
}

enum status population_file_parse(const struct edition *edition, struct buffer *content,
    const char *name, struct population_entry **list, size_t *count, struct error *err)
{
    struct reading *reading = memory_new(1, sizeof *reading);
    enum status status;
    *list = NULL;
    *count = 0;
    reading->edition = edition;
    reading->list.size = sizeof **list;
    reading->place.size = sizeof(struct place);
    TRY_OUT(csv_read_start(&reading->csv, content, name, err));
    TRY_OUT(read_rows(reading, err));
    *list = reading->list.items;
    *count = reading->list.count;
    reading->list.items = NULL;
out:
    free(reading->list.items);
    free(reading->place.items);
    free(reading);
    return status;
}

enum status population_file_read(const struct edition *edition, const char *path,
    struct population_entry **list, size_t *count, struct error *err)
{
    struct buffer content = {0};
    enum status status;
    *list = NULL;
    *count = 0;
    TRY_OUT(file_read_given(path, POPULATION_FILE_MAX, &content, err));
    TRY_OUT(population_file_parse(edition, &content, path, list, count, err));
out:
    buffer_free(&content);
    return status;
}
