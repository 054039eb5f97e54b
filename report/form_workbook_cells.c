/* Cells of a form: texts, numbers, and formulas with the value that they have. */
#include "base/buffer.h"
#include "base/memory.h"
#include "report/form_workbook_parts.h"
#include "report/workbook_library.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The row becomes as high as the highest text in it. */
static void need_height(struct form_book *book, enum form_sheet page, lxw_row_t row, double height)
{
    struct form_heights *heights = &book->heights[page];
    if (height <= 0)
        return;
    if (row >= heights->rows) {
        size_t rows = (size_t)row + 1;
        heights->row = memory_resize(heights->row, rows, sizeof *heights->row);
        while (heights->rows < rows)
            heights->row[heights->rows++] = 0;
    }
    if (height > heights->row[row])
        heights->row[row] = height;
}

void form_room(struct form_book *book, enum form_sheet page, lxw_row_t row, unsigned lines)
{
    need_height(book, page, row, lines * (double)LXW_DEF_ROW_HEIGHT);
}

void form_text(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, const char *text)
{
    lxw_error failure =
        worksheet_write_string(book->page[page], row, column, text, book->format[format]);
    workbook_library_keep(&book->failure, failure);
    need_height(book, page, row, form_text_height(page, column, format, text));
}

void form_number(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, double number)
{
    lxw_error failure =
        worksheet_write_number(book->page[page], row, column, number, book->format[format]);
    workbook_library_keep(&book->failure, failure);
}

/* The format is a literal at every call, as its attribute has it. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *formula_of(const char *format, va_list args)
{
    char *formula = NULL;
    if (vasprintf(&formula, format, args) < 0)
        memory_exhausted();
    return formula;
}
#pragma GCC diagnostic pop

void form_formula(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column,
    enum form_format format, double value, const char *formula, ...)
{
    va_list args;
    va_start(args, formula);
    char *text = formula_of(formula, args);
    va_end(args);
    workbook_library_keep(&book->failure, worksheet_write_formula_num(book->page[page], row, column,
                                              text, book->format[format], value));
    free(text);
}

void form_formula_text(struct form_book *book, enum form_sheet page, lxw_row_t row,
    lxw_col_t column, enum form_format format, const char *value, const char *formula, ...)
{
    va_list args;
    va_start(args, formula);
    char *text = formula_of(formula, args);
    va_end(args);
    workbook_library_keep(&book->failure, worksheet_write_formula_str(book->page[page], row, column,
                                              text, book->format[format], value));
    free(text);
}

struct form_ref form_range(const struct form_book *book, enum form_sheet page, lxw_row_t row,
    lxw_col_t column, lxw_row_t last_row, lxw_col_t last_column)
{
    struct form_ref ref;
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range_abs(range, row, column, last_row, last_column);
    (void)snprintf(ref.text, sizeof ref.text, "'%s'!%s", book->name[page], range);
    return ref;
}

struct form_ref form_ref(
    const struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column)
{
    return form_range(book, page, row, column, row, column);
}

char *form_quoted(const char *text)
{
    struct buffer quoted = {0};
    buffer_text(&quoted, "\"");
    for (; *text != '\0'; text++)
        buffer_append(&quoted, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    buffer_text(&quoted, "\"");
    char *copy = memory_text(buffer_string(&quoted));
    buffer_free(&quoted);
    return copy;
}
