/* What the name of a file that is written says of its content, by its ending. */
#ifndef CMD_UI_OUTPUT_ENDING_H
#define CMD_UI_OUTPUT_ENDING_H

#include "base/buffer.h"
#include "base/error.h"

#include <stdbool.h>

/* Whether the ending says what the content is: that of what is written here, or of what other
 * programs write; not .ods, of which output_ending_judge says more. */
bool output_ending_is_known(const char *path);

/* STATUS_USAGE, REASON_BAD_VALUE, for an ending of other programs, such as .xls or .docx: nothing
 * that is written here is such a file. Any other name will do. */
enum status output_ending_judge(const char *path, struct error *err) MUST_USE;

/* STATUS_USAGE, REASON_BAD_VALUE, if the ending is that of a workbook, a page, JSON or CSV and the
 * content is another of these, or text. content: as it begins is looked at; NULL for a card or a
 * bundle, which is none of them. */
enum status output_ending_fits(
    const char *path, const struct buffer *content, struct error *err) MUST_USE;

#endif
