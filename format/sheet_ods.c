/* OpenDocument spreadsheets: content.xml (ISO/IEC 26300-3, chapters 9 and 19). */
#include "base/text.h"
#include "format/sheet_format.h"
#include "format/sheet_number.h"
#include "format/sheet_parts.h"

#include <stdlib.h>
#include <string.h>

static const struct xml_space SPACES[] = {
    {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", 'o'},
    {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", 't'},
    {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", 'x'},
    {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", 'm'},
    {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", 's'},
    {NULL, 0},
};

enum {
    CONTENT = 1,
    BODY,
    SPREADSHEET,
    TABLE,
    COLUMNS, /* columns may be grouped, groups within each other, */
    COLUMN,
    ROWS, /* and rows */
    ROW,
    CELL,
    COVERED, /* by a cell that was merged with it */
    PARAGRAPH,
    PART_OF, /* of a paragraph: a span, a link; within each other */
    SPACE_BETWEEN,
    TABULATOR,
    NEW_LINE,
    REMARK,
    REMARK_PARAGRAPH,
    ELSEWHERE, /* where a table's content comes from */
    STYLES,
    STYLE,
    TABLE_STYLE,
};

static const struct xml_rule RULES[] = {
    {XML_DOCUMENT, 'o', "document-content", CONTENT, false},
    {CONTENT, 'o', "automatic-styles", STYLES, false},
    {STYLES, 's', "style", STYLE, false},
    {STYLE, 's', "table-properties", TABLE_STYLE, false},
    {CONTENT, 'o', "body", BODY, false},
    {BODY, 'o', "spreadsheet", SPREADSHEET, false},
    {SPREADSHEET, 't', "table", TABLE, false},
    {TABLE, 't', "table-source", ELSEWHERE, false},
    {TABLE, 't', "table-column", COLUMN, false},
    {TABLE, 't', "table-column-group", COLUMNS, false},
    {TABLE, 't', "table-header-columns", COLUMNS, false},
    {TABLE, 't', "table-columns", COLUMNS, false},
    {COLUMNS, 't', "table-column", COLUMN, false},
    {COLUMNS, 't', "table-column-group", COLUMNS, false},
    {COLUMNS, 't', "table-header-columns", COLUMNS, false},
    {COLUMNS, 't', "table-columns", COLUMNS, false},
    {TABLE, 't', "table-row", ROW, false},
    {TABLE, 't', "table-row-group", ROWS, false},
    {TABLE, 't', "table-header-rows", ROWS, false},
    {TABLE, 't', "table-rows", ROWS, false},
    {ROWS, 't', "table-row", ROW, false},
    {ROWS, 't', "table-row-group", ROWS, false},
    {ROWS, 't', "table-header-rows", ROWS, false},
    {ROWS, 't', "table-rows", ROWS, false},
    {ROW, 't', "table-cell", CELL, false},
    {ROW, 't', "covered-table-cell", COVERED, false},
    {CELL, 't', "cell-range-source", ELSEWHERE, false},
    {CELL, 'x', "p", PARAGRAPH, true},
    {PARAGRAPH, 'x', "span", PART_OF, true},
    {PARAGRAPH, 'x', "a", PART_OF, true},
    {PARAGRAPH, 'x', "s", SPACE_BETWEEN, false},
    {PARAGRAPH, 'x', "tab", TABULATOR, false},
    {PARAGRAPH, 'x', "line-break", NEW_LINE, false},
    {PART_OF, 'x', "span", PART_OF, true},
    {PART_OF, 'x', "a", PART_OF, true},
    {PART_OF, 'x', "s", SPACE_BETWEEN, false},
    {PART_OF, 'x', "tab", TABULATOR, false},
    {PART_OF, 'x', "line-break", NEW_LINE, false},
    {CELL, 'o', "annotation", REMARK, false},
    {REMARK, 'x', "p", REMARK_PARAGRAPH, true},
    {0, 0, NULL, 0, false},
};

/* A cell or a remark of the present row, which may stand in it several times, as the row may in its
 * table. */
struct ods_cell {
    enum sheet_kind kind;
    uint32_t column, times;
    uint32_t marks; /* of its record, but for SHEET_HIDDEN */
    struct buffer text;
};

enum { ODS_STYLE_SIZE = 64 }; /* of a style's name; programs write "ta1" */

struct ods_reading {
    const struct sheet_reading *reading;
    uint32_t row; /* the one before the present one; of the next: how often it stands there */
    uint32_t row_times;
    bool hidden_row, hidden_column[SHEET_COLUMNS + 1]; /* by its number */
    uint32_t column, columns; /* the present one; how many had elements */
    struct list cells;    /* of struct ods_cell: of the row */
    struct list remarks;  /* the same, of the table; times is the row */
    struct ods_cell cell; /* the present one */
    struct buffer shown;  /* what it shows, where its value is a number */
    bool valued;          /* its value came as an attribute, so that its text only shows it */
    bool blank;           /* a blank is due before the next letter */
    struct buffer remark;
    char style[ODS_STYLE_SIZE];                   /* the present one */
    char hidden[SHEET_COUNT_MAX][ODS_STYLE_SIZE]; /* those of tables that are not shown */
    size_t hiddens;
};

/* ---- text ---- */

/* Blanks count as one, and none at the beginning of a paragraph (part 3, 6.1.2). */
static enum status append_collapsed(struct ods_reading *ods, struct buffer *text, const char *more,
    size_t length, enum sheet_fault *why)
{
    for (size_t i = 0; i < length; i++) {
        bool blank = strchr(" \t\r\n", more[i]) != NULL;
        bool begins = text->length == 0 || text->data[text->length - 1] == '\n';
        if (!blank && ods->blank && !begins)
            TRY(sheet_text_append(text, " ", 1, why));
        if (!blank)
            TRY(sheet_text_append(text, more + i, 1, why));
        ods->blank = blank;
    }
    return STATUS_OK;
}

/* What stands for itself ends a row of blanks. */
static enum status append_kept(
    struct ods_reading *ods, const char *more, size_t count, enum sheet_fault *why)
{
    bool due = ods->blank && ods->cell.text.length > 0;
    ods->blank = false;
    if (ods->valued)
        return STATUS_OK;
    if (due)
        TRY(sheet_text_append(&ods->cell.text, " ", 1, why));
    for (size_t i = 0; i < count; i++)
        TRY(sheet_text_append(&ods->cell.text, more, strlen(more), why));
    return STATUS_OK;
}

static enum status begin_paragraph(
    struct ods_reading *ods, struct buffer *text, enum sheet_fault *why)
{
    ods->blank = false;
    return text->length > 0 ? sheet_text_append(text, "\n", 1, why) : STATUS_OK;
}

/* ---- cells ---- */

static uint32_t repeated(
    const struct xml_attributes *attributes, const char *name, uint32_t most, bool *good)
{
    const char *text = xml_attribute(attributes, 't', name);
    uint32_t times = 1;
    if (text != NULL)
        *good = *good && sheet_whole_number(text, most, &times) && times > 0;
    return times;
}

static void set_text(struct ods_cell *cell, enum sheet_kind kind, const char *text)
{
    cell->kind = kind;
    buffer_text(&cell->text, text);
}

/* "2024-05-01", of a moment of that day too. */
static bool take_day(struct ods_cell *cell, const char *value)
{
    char day[DAY_SIZE] = "";
    int64_t seconds;
    size_t length = strlen(value);
    if (length < DAY_SIZE - 1 || (value[DAY_SIZE - 1] != '\0' && value[DAY_SIZE - 1] != 'T') ||
        !day_parse(value, DAY_SIZE - 1, &seconds))
        return false;
    memcpy(day, value, DAY_SIZE - 1);
    set_text(cell, SHEET_DAY, day);
    return true;
}

/* A value that is no text has an attribute of its own; what is not understood counts as the text
 * that is shown. */
static bool take_value(
    struct ods_cell *cell, const struct xml_attributes *attributes, const char *type)
{
    char number[SHEET_NUMBER_SIZE];
    const char *value = xml_attribute(attributes, 'o', "value");
    const char *day = xml_attribute(attributes, 'o', "date-value");
    const char *truth = xml_attribute(attributes, 'o', "boolean-value");
    if (strcmp(type, "date") == 0 && day != NULL)
        return take_day(cell, day);
    if (strcmp(type, "boolean") == 0 && truth != NULL) {
        set_text(cell, SHEET_TRUTH, strcmp(truth, "true") == 0 ? "1" : "0");
        return true;
    }
    if (value == NULL || !sheet_number_text(value, strlen(value), number))
        return false;
    set_text(cell, SHEET_NUMBER, number);
    return true;
}

static enum status begin_cell(struct ods_reading *ods, const struct xml_attributes *attributes,
    bool covered, enum sheet_fault *why)
{
    const char *type = xml_attribute(attributes, 'o', "value-type");
    const char *text = xml_attribute(attributes, 'o', "string-value");
    bool good = true;
    uint32_t times = repeated(attributes, "number-columns-repeated", SHEET_COLUMNS, &good);
    if (!good || times > SHEET_COLUMNS - ods->column)
        return sheet_refuse(why, SHEET_PLACE);
    buffer_free(&ods->cell.text);
    ods->shown.length = 0;
    ods->cell = (struct ods_cell){.kind = SHEET_WRITTEN, .column = ods->column + 1, .times = times};
    ods->column += times;
    ods->valued = true;
    if (covered)
        return STATUS_OK;
    if (xml_attribute(attributes, 't', "formula") != NULL) {
        ods->cell.kind = SHEET_FORMULA;
        return STATUS_OK;
    }
    ods->valued = type != NULL && take_value(&ods->cell, attributes, type);
    if (!ods->valued && text != NULL) {
        ods->valued = true;
        return sheet_text_append(&ods->cell.text, text, strlen(text), why);
    }
    return STATUS_OK;
}

static void end_cell(struct ods_reading *ods)
{
    if (ods->cell.kind == SHEET_WRITTEN && ods->cell.text.length == 0)
        return;
    if (ods->cell.kind == SHEET_NUMBER && ods->shown.length > 0 &&
        !sheet_text_shows(buffer_string(&ods->shown), buffer_string(&ods->cell.text)))
        ods->cell.marks = SHEET_OTHERWISE;
    struct ods_cell *kept = list_add(&ods->cells);
    *kept = ods->cell;
    ods->cell = (struct ods_cell){0};
}

/* ---- rows ---- */

static void forget_cells(struct list *cells)
{
    struct ods_cell *cell = cells->items;
    for (size_t i = 0; i < cells->count; i++)
        buffer_free(&cell[i].text);
    cells->count = 0;
}

static enum status give_row(struct ods_reading *ods, uint32_t row, enum sheet_fault *why)
{
    const struct ods_cell *cell = ods->cells.items;
    for (size_t i = 0; i < ods->cells.count; i++) {
        for (uint32_t again = 0; again < cell[i].times; again++) {
            uint32_t column = cell[i].column + again;
            bool hidden = ods->hidden_row || ods->hidden_column[column];
            const struct sheet_record record = {.kind = (uint32_t)cell[i].kind,
                .row = row,
                .column = column,
                .marks = cell[i].marks | (hidden ? SHEET_HIDDEN : 0U)};
            TRY(sheet_give_record(ods->reading, record, &cell[i].text, why));
        }
    }
    return STATUS_OK;
}

/* Rows and columns that are hidden, or filtered away. */
static bool is_collapsed(const struct xml_attributes *attributes)
{
    const char *shown = xml_attribute(attributes, 't', "visibility");
    return shown != NULL && strcmp(shown, "visible") != 0;
}

/* Those beyond a sheet's last one are none. */
static void note_columns(struct ods_reading *ods, const struct xml_attributes *attributes)
{
    bool good = true;
    uint32_t times = repeated(attributes, "number-columns-repeated", SHEET_COLUMNS, &good);
    bool collapsed = is_collapsed(attributes);
    for (; good && times > 0 && ods->columns < SHEET_COLUMNS; times--)
        ods->hidden_column[++ods->columns] = collapsed;
}

static enum status begin_row(
    struct ods_reading *ods, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    bool good = true;
    ods->row_times = repeated(attributes, "number-rows-repeated", SHEET_ROWS, &good);
    ods->hidden_row = is_collapsed(attributes);
    ods->column = 0;
    return good && ods->row_times <= SHEET_ROWS - ods->row ? STATUS_OK
                                                           : sheet_refuse(why, SHEET_PLACE);
}

static enum status end_row(struct ods_reading *ods, enum sheet_fault *why)
{
    for (uint32_t again = 0; ods->cells.count > 0 && again < ods->row_times; again++)
        TRY(give_row(ods, ods->row + 1 + again, why));
    ods->row += ods->row_times;
    forget_cells(&ods->cells);
    return STATUS_OK;
}

/* ---- styles of tables ---- */

static void name_style(struct ods_reading *ods, const struct xml_attributes *attributes)
{
    const char *name = xml_attribute(attributes, 's', "name");
    text_copy(ods->style, sizeof ods->style, name == NULL ? "" : name);
}

static void note_hidden(struct ods_reading *ods, const struct xml_attributes *attributes)
{
    const char *shown = xml_attribute(attributes, 't', "display");
    if (shown != NULL && strcmp(shown, "false") == 0 && ods->hiddens < SHEET_COUNT_MAX)
        memcpy(ods->hidden[ods->hiddens++], ods->style, sizeof ods->style);
}

static bool is_hidden_style(const struct ods_reading *ods, const char *name)
{
    for (size_t i = 0; name != NULL && i < ods->hiddens; i++) {
        if (strcmp(ods->hidden[i], name) == 0)
            return true;
    }
    return false;
}

/* ---- tables ---- */

static enum status begin_table(
    struct ods_reading *ods, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *name = xml_attribute(attributes, 't', "name");
    struct buffer text = {0};
    enum status status;
    if (name != NULL)
        buffer_text(&text, name);
    ods->row = ods->columns = 0;
    memset(ods->hidden_column, 0, sizeof ods->hidden_column);
    bool hidden = is_hidden_style(ods, xml_attribute(attributes, 't', "style-name"));
    status = sheet_give(ods->reading, SHEET_BEGINS, 0, hidden ? 1 : 0, &text, why);
    buffer_free(&text);
    return status;
}

static enum status end_table(struct ods_reading *ods, enum sheet_fault *why)
{
    const struct ods_cell *remark = ods->remarks.items;
    for (size_t i = 0; i < ods->remarks.count; i++)
        TRY(sheet_give(
            ods->reading, SHEET_COMMENT, remark[i].times, remark[i].column, &remark[i].text, why));
    forget_cells(&ods->remarks);
    return STATUS_OK;
}

/* As many as cells are taken; further ones are counted there. */
static enum status end_remark(struct ods_reading *ods, enum sheet_fault *why)
{
    if (ods->remarks.count == SHEET_CELLS_MAX)
        return sheet_refuse(why, SHEET_CELLS);
    struct ods_cell *kept = list_add(&ods->remarks);
    *kept = (struct ods_cell){.kind = SHEET_COMMENT,
        .column = ods->cell.column,
        .times = ods->row + 1,
        .text = ods->remark};
    ods->remark = (struct buffer){0};
    return STATUS_OK;
}

/* ---- content.xml ---- */

static enum status space_between(
    struct ods_reading *ods, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    const char *text = xml_attribute(attributes, 'x', "c");
    uint32_t count = 1;
    if (text != NULL && !sheet_whole_number(text, SHEET_TEXT_MAX, &count))
        return sheet_refuse(why, SHEET_TEXT);
    return append_kept(ods, " ", count, why);
}

static enum status ods_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    struct ods_reading *ods = context;
    switch (place) {
    case STYLE:
        name_style(ods, attributes);
        return STATUS_OK;
    case TABLE_STYLE:
        note_hidden(ods, attributes);
        return STATUS_OK;
    case TABLE:
        return begin_table(ods, attributes, why);
    case COLUMN:
        note_columns(ods, attributes);
        return STATUS_OK;
    case ROW:
        return begin_row(ods, attributes, why);
    case CELL:
    case COVERED:
        return begin_cell(ods, attributes, place == COVERED, why);
    case PARAGRAPH:
        return ods->valued ? STATUS_OK : begin_paragraph(ods, &ods->cell.text, why);
    case SPACE_BETWEEN:
        return space_between(ods, attributes, why);
    case TABULATOR:
        return append_kept(ods, "\t", 1, why);
    case NEW_LINE:
        return append_kept(ods, "\n", 1, why);
    case REMARK_PARAGRAPH:
        return begin_paragraph(ods, &ods->remark, why);
    case ELSEWHERE:
        return sheet_give(ods->reading, SHEET_LINKS_AWAY, 0, 0, NULL, why);
    default:
        return STATUS_OK;
    }
}

static enum status ods_text(
    void *context, uint8_t place, const char *text, size_t length, enum sheet_fault *why)
{
    struct ods_reading *ods = context;
    if (place == REMARK_PARAGRAPH)
        return append_collapsed(ods, &ods->remark, text, length, why);
    if (ods->cell.kind == SHEET_NUMBER)
        return sheet_text_append(&ods->shown, text, length, why);
    return ods->valued ? STATUS_OK : append_collapsed(ods, &ods->cell.text, text, length, why);
}

static enum status ods_end(void *context, uint8_t place, enum sheet_fault *why)
{
    struct ods_reading *ods = context;
    switch (place) {
    case CELL:
        end_cell(ods);
        return STATUS_OK;
    case ROW:
        return end_row(ods, why);
    case TABLE:
        return end_table(ods, why);
    case REMARK:
        return end_remark(ods, why);
    default:
        return STATUS_OK;
    }
}

/* ---- the list of parts, which says what is encrypted ---- */

enum { MANIFEST = 1, ENTRY, ENCRYPTION };

static const struct xml_rule MANIFEST_RULES[] = {
    {XML_DOCUMENT, 'm', "manifest", MANIFEST, false},
    {MANIFEST, 'm', "file-entry", ENTRY, false},
    {ENTRY, 'm', "encryption-data", ENCRYPTION, false},
    {0, 0, NULL, 0, false},
};

static enum status manifest_begin(
    void *context, uint8_t place, const struct xml_attributes *attributes, enum sheet_fault *why)
{
    (void)context;
    (void)attributes;
    return place == ENCRYPTION ? sheet_refuse(why, SHEET_ENCRYPTED) : STATUS_OK;
}

enum status sheet_ods_read(const struct sheet_reading *reading, enum sheet_fault *why)
{
    static const char manifest[] = "META-INF/manifest.xml";
    struct ods_reading ods = {.reading = reading,
        .cells = {.size = sizeof(struct ods_cell)},
        .remarks = {.size = sizeof(struct ods_cell)}};
    const struct xml_reader parts = {SPACES, MANIFEST_RULES, manifest_begin, NULL, NULL, NULL};
    const struct xml_reader content = {SPACES, RULES, ods_begin, ods_text, ods_end, &ods};
    enum status status;
    if (package_has(reading->package, "encrypted-package"))
        return sheet_refuse(why, SHEET_ENCRYPTED);
    if (package_has(reading->package, manifest))
        TRY_OUT(xml_read_part(reading->package, manifest, &parts, why));
    status = xml_read_part(reading->package, "content.xml", &content, why);
out:
    forget_cells(&ods.cells);
    forget_cells(&ods.remarks);
    buffer_free(&ods.cell.text);
    buffer_free(&ods.shown);
    buffer_free(&ods.remark);
    free(ods.cells.items);
    free(ods.remarks.items);
    return status;
}
