/* The sheets of a form: names, formats, widths, and what is printed. */
#include "base/memory.h"
#include "base/text.h"
#include "report/form_workbook_parts.h"
#include "report/workbook_library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAPER_A4 = 9,
    BLACK = 0x1A1A1A,
    BLUE = 0x1F4E79,
    GREY = 0x595959,
    LINE = 0xB8C4CE,
    PALE = 0xE8EEF4,
    RED = 0xA6192E,
    YELLOW = 0xFFF9E0,
};

/* ---- formats ---- */

struct form_look {
    bool bold;
    bool wrap;
    bool middle;
    double size;
    lxw_color_t colour;
    lxw_color_t ground; /* 0: none */
    const char *number; /* how numbers are written; NULL as they are */
};

static const struct form_look LOOKS[FORM_FORMATS] = {
    [FORM_FORMAT_TITLE] = {true, false, false, 15, BLUE, 0, NULL},
    [FORM_FORMAT_MARKING] = {true, false, false, 11, RED, 0, NULL},
    [FORM_FORMAT_HEADER] = {true, true, false, 11, BLACK, 0xD5DFE8, NULL},
    [FORM_FORMAT_HEADER_MIDDLE] = {true, true, true, 11, BLACK, 0xD5DFE8, NULL},
    [FORM_FORMAT_SECTION] = {true, false, false, 13, 0xFFFFFF, BLUE, NULL},
    [FORM_FORMAT_ASKED] = {true, false, false, 11, BLACK, PALE, NULL},
    [FORM_FORMAT_TEXT] = {false, true, false, 11, BLACK, 0, NULL},
    [FORM_FORMAT_STRONG] = {true, true, false, 11, BLACK, 0, NULL},
    [FORM_FORMAT_NOTE] = {false, true, false, 10, GREY, 0, NULL},
    [FORM_FORMAT_KEY] = {false, false, false, 7, 0x8A8A8A, 0, NULL},
    [FORM_FORMAT_INPUT] = {false, true, false, 11, BLACK, YELLOW, "@"},
    [FORM_FORMAT_INPUT_NUMBER] = {false, false, false, 11, BLACK, YELLOW, NULL},
    [FORM_FORMAT_INPUT_DAY] = {false, false, false, 11, BLACK, YELLOW, "yyyy-mm-dd"},
    [FORM_FORMAT_FIXED] = {false, true, false, 11, GREY, 0, "@"},
    [FORM_FORMAT_STATE] = {true, false, false, 10, BLACK, PALE, NULL},
    [FORM_FORMAT_MIDDLE] = {false, true, true, 11, BLACK, 0, NULL},
    [FORM_FORMAT_NUMBER] = {false, false, true, 11, BLACK, 0, "0"},
    [FORM_FORMAT_NUMBER_OR_NONE] = {false, false, true, 11, BLACK, 0, "0;;"},
    [FORM_FORMAT_POINTS] = {true, false, true, 11, BLACK, PALE, "0"},
    [FORM_FORMAT_MET] = {false, false, true, 11, BLACK, 0, NULL}, /* its words: form_pages */
    [FORM_FORMAT_SHARE] = {false, false, true, 11, BLACK, 0, "0%"},
    [FORM_FORMAT_LEVEL] = {true, false, true, 20, BLUE, 0, "0"},
    [FORM_FORMAT_GOOD] = {false, false, false, 0, 0x1E6B34, 0xDFF0E2, NULL},
    [FORM_FORMAT_BAD] = {false, false, false, 0, 0x9C0F1E, 0xFBE0E0, NULL},
    [FORM_FORMAT_DIM] = {false, false, false, 0, 0x6B6B6B, PALE, NULL},
    [FORM_FORMAT_NOT_ASKED] = {false, false, false, 0, 0x9A9A9A, 0xEDEDED, NULL},
};

/* What is conditional changes nothing but colours: its size is 0. */
static void add_format(struct form_book *book, enum form_format which)
{
    const struct form_look *look = &LOOKS[which];
    lxw_format *format = workbook_add_format(book->book);
    if (format == NULL)
        memory_exhausted();
    book->format[which] = format;
    format_set_font_color(format, look->colour);
    if (look->ground != 0)
        format_set_bg_color(format, look->ground);
    if (look->bold)
        format_set_bold(format);
    if (look->size <= 0)
        return;
    format_set_font_size(format, look->size);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (look->middle)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (look->wrap)
        format_set_text_wrap(format);
    if (look->number != NULL)
        format_set_num_format(format, look->number);
}

static void line_above(struct form_book *book, enum form_format which)
{
    format_set_top(book->format[which], LXW_BORDER_THIN);
    format_set_top_color(book->format[which], LINE);
}

static void add_formats(struct form_book *book)
{
    char *met = memory_printf("\"%s\";;\"%s\"", tr(book->catalog, "yes"), tr(book->catalog, "no"));
    for (int which = 0; which < FORM_FORMATS; which++)
        add_format(book, (enum form_format)which);
    format_set_num_format(book->format[FORM_FORMAT_MET], met);
    format_set_shrink(book->format[FORM_FORMAT_KEY]);
    for (int which = FORM_FORMAT_INPUT; which <= FORM_FORMAT_INPUT_DAY; which++) {
        format_set_unlocked(book->format[which]);
        format_set_border(book->format[which], LXW_BORDER_THIN);
        format_set_border_color(book->format[which], LINE);
        format_set_align(book->format[which], LXW_ALIGN_LEFT);
    }
    line_above(book, FORM_FORMAT_ASKED);
    line_above(book, FORM_FORMAT_STATE);
    line_above(book, FORM_FORMAT_POINTS);
    free(met);
}

/* ---- widths and heights ---- */

enum { WIDTHS = 6, LINE_HEIGHT = 15 };

/* In digits of the usual letters. */
static const double widths[FORM_SHEETS][WIDTHS] = {
    [FORM_INSTRUCTIONS] = {4, 104},
    [FORM_ORGANISATION] = {9, 5, 48, 40, 38},
    [FORM_ANSWERS] = {9, 5, 62, 28, 30, 7},
    [FORM_RESULT] = {50, 26, 11, 11, 13, 13},
};

static void set_widths(struct form_book *book, enum form_sheet page)
{
    for (lxw_col_t i = 0; i < WIDTHS; i++) {
        if (widths[page][i] > 0)
            workbook_library_keep(&book->failure,
                worksheet_set_column(book->page[page], i, i, widths[page][i], NULL));
    }
}

/* The lines that one line of a text is broken into. */
static unsigned broken_lines(const char *text, size_t length, double width)
{
    char *line = memory_part(text, length);
    double columns = (double)text_width(line);
    free(line);
    return columns <= width ? 1 : (unsigned)(columns / width) + 1;
}

double form_text_height(
    enum form_sheet page, lxw_col_t column, enum form_format format, const char *text)
{
    const struct form_look *look = &LOOKS[format];
    unsigned lines = 0;
    if (format == FORM_FORMAT_TITLE || format == FORM_FORMAT_SECTION || format == FORM_FORMAT_LEVEL)
        return look->size * 1.45;
    if (!look->wrap || page == FORM_WORKINGS || column >= WIDTHS || widths[page][column] <= 0)
        return 0;
    double width = widths[page][column] * 1.1 * 11 / look->size - 1;
    for (;;) {
        size_t length = strcspn(text, "\n");
        lines += broken_lines(text, length, width);
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    return lines < 2 ? 0 : lines * LINE_HEIGHT * look->size / 11 + 3;
}

double form_height(
    const struct form_book *book, enum form_sheet page, lxw_row_t first, lxw_row_t end)
{
    const struct form_heights *heights = &book->heights[page];
    double sum = 0;
    for (lxw_row_t row = first; row < end; row++)
        sum += row < heights->rows && heights->row[row] > 0 ? heights->row[row] : LINE_HEIGHT;
    return sum;
}

void form_fit(struct form_book *book)
{
    for (int page = 0; page < FORM_SHEETS; page++) {
        struct form_heights *heights = &book->heights[page];
        for (size_t row = 0; row < heights->rows; row++) {
            if (heights->row[row] > 0)
                workbook_library_keep(&book->failure,
                    worksheet_set_row(book->page[page], (lxw_row_t)row, heights->row[row], NULL));
        }
        free(heights->row);
        *heights = (struct form_heights){0};
    }
}

/* ---- what each sheet is ---- */

lxw_col_t form_answers_last(const struct form_book *book)
{
    return edition_has_points(book->edition) ? FORM_COLUMN_AT_POINTS : FORM_COLUMN_AT_STATE;
}

static void protect(lxw_worksheet *page)
{
    lxw_protection allowed = {.format_columns = 1, .format_rows = 1};
    worksheet_protect(page, NULL, &allowed);
}

void form_sheets(struct form_book *book)
{
    add_formats(book);
    for (int page = 0; page < FORM_SHEETS; page++) {
        book->name[page] =
            form_label((enum form_label)(FORM_LABEL_INSTRUCTIONS + page), book->language);
        book->page[page] = workbook_add_worksheet(book->book, book->name[page]);
        if (book->page[page] == NULL)
            memory_exhausted();
        protect(book->page[page]);
        set_widths(book, (enum form_sheet)page);
        worksheet_gridlines(book->page[page], LXW_HIDE_ALL_GRIDLINES);
    }
    worksheet_hide(book->page[FORM_WORKINGS]);
}

/* ---- heads ---- */

void form_marking(struct form_book *book, enum form_sheet page, lxw_row_t row, lxw_col_t column)
{
    static const struct form_key KEY = {.place = FORM_KEY_MARKING};
    const char *none = tr(book->catalog, "not chosen");
    char *chosen = form_value(book, &KEY);
    char *lead = memory_printf("%s: ", tr(book->catalog, "Marking"));
    char *value = memory_printf("%s%s", lead, chosen[0] != '\0' ? chosen : none);
    struct form_ref cell =
        form_ref(book, FORM_ORGANISATION, book->row_of_marking, FORM_COLUMN_AT_ANSWER);
    form_formula_text(book, page, row, column, FORM_FORMAT_MARKING, value,
        "=\"%s\"&IF(TRIM(%s)=\"\",\"%s\",%s)", lead, cell.text, none, cell.text);
    free(value);
    free(lead);
    free(chosen);
}

void form_headers(struct form_book *book, enum form_sheet page, lxw_row_t row,
    const char *const headers[], size_t count)
{
    form_text(book, page, row, FORM_COLUMN_AT_KEY, FORM_FORMAT_HEADER,
        form_column_name(FORM_COLUMN_KEY, book->language));
    for (size_t i = 0; i < count; i++)
        form_text(book, page, row, (lxw_col_t)(FORM_COLUMN_AT_NUMBER + i), FORM_FORMAT_HEADER,
            headers[i] != NULL ? headers[i] : form_column_name(FORM_COLUMN_ANSWER, book->language));
}

lxw_row_t form_head(
    struct form_book *book, enum form_sheet page, const char *const headers[], size_t count)
{
    char *title = memory_printf("%s: %s", book->edition->title, book->name[page]);
    form_text(book, page, 0, FORM_COLUMN_AT_NUMBER, FORM_FORMAT_TITLE, title);
    form_marking(book, page, 0, FORM_COLUMN_AT_STATE);
    form_headers(book, page, FORM_HEADER_ROW, headers, count);
    worksheet_freeze_panes(book->page[page], FORM_HEADER_ROW + 1, FORM_COLUMN_AT_TEXT);
    free(title);
    return FORM_HEADER_ROW + 1;
}

/* ---- print ---- */

/* The head is the sheet's own first rows, since only a cell can have the marking as it is chosen.
 */
void form_print(struct form_book *book, enum form_sheet page, lxw_row_t last, lxw_col_t last_column)
{
    lxw_worksheet *sheet = book->page[page];
    bool keys = page == FORM_ORGANISATION || page == FORM_ANSWERS;
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_set_margins(sheet, 0.5, 0.5, 0.5, 0.7);
    workbook_library_keep(&book->failure,
        worksheet_print_area(sheet, 0, keys ? FORM_COLUMN_AT_NUMBER : 0, last, last_column));
    workbook_library_keep(
        &book->failure, worksheet_repeat_rows(sheet, 0, keys ? FORM_HEADER_ROW : 0));
    workbook_library_keep(&book->failure, worksheet_set_footer(sheet, "&L&F, &A&R&P / &N"));
}
