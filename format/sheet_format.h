/* What is shown of a number that a workbook stores: a day, the number itself, or something else.
 * Whoever fills in a form sees what is shown; what counts is what is stored. */
#ifndef FORMAT_SHEET_FORMAT_H
#define FORMAT_SHEET_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

/* Of a cell of Office Open XML (ISO/IEC 29500-1, 18.8.30 and 18.8.31). */
struct sheet_format {
    bool day;
    bool other; /* what is shown is not the number, or seldom: per cent, thousands, powers of ten, a
                   fraction, a day, a time, nothing, digits or a minus of its own, something between
                   the digits, or it hangs on conditions */
    bool hides_zero;  /* 0 is not shown as one */
    uint8_t decimals; /* how many it shows at most */
};

/* By its number, of those that are built in; others show the number. */
struct sheet_format sheet_format_built_in(unsigned number);

/* As it is written out: "#,##0.00". What is longer than 255 bytes shows something else. */
struct sheet_format sheet_format_of_code(const char *code);

/* Whether the number, as sheet_number_text has it, is what is shown: none below 0, since a format
 * may leave out its sign and no answer is. */
bool sheet_format_shows(const struct sheet_format *format, const char *number);

/* Whether a text that a cell shows, such as "15 000,00 kr" or "$15,000", is that number: with
 * blanks between its digits, and points, commas and apostrophes where numbers have them. */
bool sheet_text_shows(const char *shown, const char *number);

#endif
