/* Cells of a worksheet, and the remarks that are attached to them (ISO/IEC 29500-1, 18.3 and 18.7).
 */
#include "format/sheet_number.h"
#include "format/sheet_xlsx_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool xlsx_reference(const char *text, uint32_t *row, uint32_t *column)
{
    enum { LETTERS = 26 };
    uint32_t letters = 0;
    text += *text == '$';
    for (; isalpha((unsigned char)*text) && letters <= SHEET_COLUMNS; text++)
        letters = letters * LETTERS + (uint32_t)(toupper((unsigned char)*text) - 'A' + 1);
    text += *text == '$';
    *column = letters;
    return letters > 0 && letters <= SHEET_COLUMNS && sheet_whole_number(text, SHEET_ROWS, row) &&
           *row > 0;
}

/* ---- cells ---- */

enum {
    WORKSHEET = 1,
    COLUMNS,
    COLUMN,
    DATA,
    ROW,
    CELL,
    VALUE,
    FORMULA,
    INLINE,
    INLINE_TEXT,
    INLINE_RUN
};

static const struct xml_rule RULES[] = {
    {XML_DOCUMENT, 'm', "worksheet", WORKSHEET, false},
    {WORKSHEET, 'm', "cols", COLUMNS, false},
    {COLUMNS, 'm', "col", COLUMN, false},
    {WORKSHEET, 'm', "sheetData", DATA, false},
    {DATA, 'm', "row", ROW, false},
    {ROW, 'm', "c", CELL, false},
    {CELL, 'm', "v", VALUE, true},
    {CELL, 'm', "f", FORMULA, false},
    {CELL, 'm', "is", INLINE, false},
    {INLINE, 'm', "t", INLINE_TEXT, true},
    {INLINE, 'm', "r", INLINE_RUN, false},
    {INLINE_RUN, 'm', "t", INLINE_TEXT, true},
    {0, 0, NULL, 0, false},
};

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_TRUTH, TYPE_ERROR, TYPE_DAY };

struct rows_reading {
    const struct sheet_reading *reading;
    const struct xlsx_tables *tables;
    bool hidden_column[SHEET_COLUMNS + 1]; /* by its number */
    uint32_t ranges;                       /* of columns, so far */
    uint32_t row;
    bool hidden_row;
    uint32_t column;
    enum cell_type type;
    struct sheet_format format;
    bool shown_otherwise; /* than it is stored */
    bool formula;
    struct buffer text;
    size_t part; /* where its present part begins */
};

static enum cell_type cell_type_of(const char *word)
{
    static const struct {
        const char *word;
        enum cell_type type;
    } types[] = {{"s", TYPE_SHARED}, {"inlineStr", TYPE_TEXT}, {"str", TYPE_TEXT},
        {"b", TYPE_TRUTH}, {"e", TYPE_ERROR}, {"d", TYPE_DAY}};
    for (size_t i = 0; word != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(word, types[i].word) == 0)
            return types[i].type;
    }
    return TYPE_NUMBER;
}

static bool is_hidden(const struct xml_attributes *attributes)
{
    const char *hidden = xml_attribute(attributes, 0, "hidden");
    return hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
}

/* Columns from one to another; what is no such range hides none. No sheet has more ranges than
 * columns. */
static void note_hidden_columns(struct rows_reading *rows, const struct xml_attributes *attributes)
{
    uint32_t first = 0, last = 0;
    if (rows->ranges++ >= SHEET_COLUMNS || !is_hidden(attributes) ||
        !sheet_whole_number(xml_attribute(attributes, 0, "min"), SHEET_COLUMNS, &first) ||
        !sheet_whole_number(xml_attribute(attributes, 0, "max"), SHEET_COLUMNS, &last))
        return;
    for (uint32_t column = first; column <= last; column++)
        rows->hidden_column[column] = true;
}

/* Without a number it is the one after the row before. */
static enum status begin_xlsx_row(
    struct rows_reading *rows, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *number = xml_attribute(attributes, 0, "r");
    uint32_t row = rows->row + 1;
    if (number != NULL && !sheet_whole_number(number, SHEET_ROWS, &row))
        return sheet_refuse(why, SHEET_PLACE);
    if (row <= rows->row || row > SHEET_ROWS)
        return sheet_refuse(why, SHEET_PLACE);
    rows->row = row;
    rows->hidden_row = is_hidden(attributes);
    rows->column = 0;
    return STATUS_OK;
}

static enum status begin_xlsx_cell(
    struct rows_reading *rows, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *place = xml_attribute(attributes, 0, "r");
    const struct sheet_format *formats = rows->tables->formats.items;
    uint32_t format, row = rows->row, column = rows->column + 1;
    if (place != NULL && (!xlsx_reference(place, &row, &column) || row != rows->row))
        return sheet_refuse(why, SHEET_PLACE);
    if (column <= rows->column || column > SHEET_COLUMNS)
        return sheet_refuse(why, SHEET_PLACE);
    rows->column = column;
    rows->type = cell_type_of(xml_attribute(attributes, 0, "t"));
    rows->format = sheet_whole_number(xml_attribute(attributes, 0, "s"), UINT32_MAX, &format) &&
                           format < rows->tables->formats.count
                       ? formats[format]
                       : sheet_format_built_in(0);
    rows->shown_otherwise = false;
    rows->formula = false;
    rows->text.length = 0;
    return STATUS_OK;
}

/* Replaces the place of a shared string by that. */
static enum status fetch_string(struct rows_reading *rows, enum sheet_fault *why)
{
    const struct xlsx_tables *tables = rows->tables;
    const size_t *ends = tables->ends.items;
    uint32_t place;
    if (!sheet_whole_number(buffer_string(&rows->text), XLSX_STRINGS_MAX, &place) ||
        place >= tables->ends.count)
        return sheet_refuse(why, SHEET_DAMAGED);
    size_t begin = place == 0 ? 0 : ends[place - 1];
    rows->text.length = 0;
    if (ends[place] > begin)
        buffer_append(&rows->text, tables->texts.data + begin, ends[place] - begin);
    return STATUS_OK;
}

/* "2024-05-01" and what may follow of a moment. */
static bool keep_day_alone(struct rows_reading *rows)
{
    int64_t seconds;
    const char *text = buffer_string(&rows->text);
    if (rows->text.length < DAY_SIZE - 1 || !day_parse(text, DAY_SIZE - 1, &seconds) ||
        (text[DAY_SIZE - 1] != '\0' && text[DAY_SIZE - 1] != 'T'))
        return false;
    rows->text.length = DAY_SIZE - 1;
    return true;
}

static void set_cell_text(struct rows_reading *rows, const char *text)
{
    rows->text.length = 0;
    buffer_text(&rows->text, text);
}

/* What is no number is a text, though its cell says otherwise. */
static enum sheet_kind settle_number(struct rows_reading *rows)
{
    char number[SHEET_NUMBER_SIZE], day[DAY_SIZE];
    if (!sheet_number_text((const char *)rows->text.data, rows->text.length, number))
        return SHEET_WRITTEN;
    if (rows->format.day && sheet_number_day(number, rows->tables->since_1904, day)) {
        set_cell_text(rows, day);
        return SHEET_DAY;
    }
    set_cell_text(rows, number);
    rows->shown_otherwise = !sheet_format_shows(&rows->format, number);
    return SHEET_NUMBER;
}

static enum status give_xlsx_cell(struct rows_reading *rows, enum sheet_kind kind,
    const struct buffer *text, enum sheet_fault *why)
{
    bool hidden = rows->hidden_row || rows->hidden_column[rows->column];
    const struct sheet_record record = {.kind = (uint32_t)kind,
        .row = rows->row,
        .column = rows->column,
        .marks = (hidden ? SHEET_HIDDEN : 0U) | (rows->shown_otherwise ? SHEET_OTHERWISE : 0U)};
    return sheet_give_record(rows->reading, record, text, why);
}

static enum status end_xlsx_cell(struct rows_reading *rows, enum sheet_fault *why)
{
    enum sheet_kind kind = SHEET_WRITTEN;
    if (rows->formula)
        return give_xlsx_cell(rows, SHEET_FORMULA, NULL, why);
    if (rows->text.length == 0)
        return STATUS_OK;
    if (rows->type == TYPE_SHARED)
        TRY(fetch_string(rows, why));
    else if (rows->type == TYPE_TRUTH)
        kind = SHEET_TRUTH;
    else if (rows->type == TYPE_ERROR)
        kind = SHEET_ERROR;
    else if (rows->type == TYPE_DAY && keep_day_alone(rows))
        kind = SHEET_DAY;
    else if (rows->type == TYPE_NUMBER)
        kind = settle_number(rows);
    if (rows->text.length == 0)
        return STATUS_OK;
    return give_xlsx_cell(rows, kind, &rows->text, why);
}

static enum status rows_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct rows_reading *rows = context;
    if (place == COLUMN)
        note_hidden_columns(rows, attributes);
    if (place == ROW)
        return begin_xlsx_row(rows, attributes, why);
    if (place == CELL)
        return begin_xlsx_cell(rows, attributes, why);
    rows->formula = rows->formula || place == FORMULA;
    rows->part = rows->text.length;
    return STATUS_OK;
}

static enum status rows_text(
    void *context, uint8_t place, const char *text, size_t length, enum sheet_fault *why)
{
    struct rows_reading *rows = context;
    (void)place;
    return sheet_text_append(&rows->text, text, length, why);
}

static enum status rows_end(void *context, uint8_t place, enum sheet_fault *why)
{
    struct rows_reading *rows = context;
    bool escaped = place == INLINE_TEXT || (place == VALUE && rows->type == TYPE_TEXT);
    if (escaped && rows->text.length > rows->part)
        xlsx_unescape(&rows->text, rows->part);
    return place == CELL ? end_xlsx_cell(rows, why) : STATUS_OK;
}

enum status xlsx_rows_read(const struct sheet_reading *reading, const char *part,
    const struct xlsx_tables *tables, enum sheet_fault *why)
{
    struct rows_reading rows = {.reading = reading, .tables = tables};
    const struct xml_reader reader = {XLSX_SPACES, RULES, rows_begin, rows_text, rows_end, &rows};
    enum status status = xml_read_part(reading->package, part, &reader, why);
    buffer_free(&rows.text);
    return status;
}

/* ---- remarks ---- */

enum { COMMENTS = 1, COMMENT_LIST, COMMENT, COMMENT_BODY, COMMENT_RUN, COMMENT_TEXT };

static const struct xml_rule REMARK_RULES[] = {
    {XML_DOCUMENT, 'm', "comments", COMMENTS, false},
    {COMMENTS, 'm', "commentList", COMMENT_LIST, false},
    {COMMENT_LIST, 'm', "comment", COMMENT, false},
    {COMMENT, 'm', "text", COMMENT_BODY, false},
    {COMMENT_BODY, 'm', "t", COMMENT_TEXT, true},
    {COMMENT_BODY, 'm', "r", COMMENT_RUN, false},
    {COMMENT_RUN, 'm', "t", COMMENT_TEXT, true},
    {0, 0, NULL, 0, false},
};

static enum status remark_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct rows_reading *rows = context;
    const char *reference = xml_attribute(attributes, 0, "ref");
    rows->part = rows->text.length;
    if (place != COMMENT)
        return STATUS_OK;
    rows->text.length = 0;
    return reference != NULL && xlsx_reference(reference, &rows->row, &rows->column)
               ? STATUS_OK
               : sheet_refuse(why, SHEET_PLACE);
}

static enum status remark_end(void *context, uint8_t place, enum sheet_fault *why)
{
    struct rows_reading *rows = context;
    if (place == COMMENT_TEXT && rows->text.length > rows->part)
        xlsx_unescape(&rows->text, rows->part);
    return place == COMMENT
               ? sheet_give(rows->reading, SHEET_COMMENT, rows->row, rows->column, &rows->text, why)
               : STATUS_OK;
}

enum status xlsx_remarks_read(
    const struct sheet_reading *reading, const char *part, enum sheet_fault *why)
{
    struct rows_reading rows = {.reading = reading};
    const struct xml_reader reader = {
        XLSX_SPACES, REMARK_RULES, remark_begin, rows_text, remark_end, &rows};
    enum status status = xml_read_part(reading->package, part, &reader, why);
    buffer_free(&rows.text);
    return status;
}
