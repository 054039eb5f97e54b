/* The answers' form as a workbook (xlsx) to fill in: instructions, the organisation, the questions,
 * and a result that the spreadsheet itself keeps up with what is typed.
 *
 * The edition decides all of it. Each row in which something is typed has a key (format/form_key.h,
 * docs/format.md, "A form as a workbook"); all other cells are locked, without a password. The
 * formulas use only functions that Excel and LibreOffice share, and stand beside the value that
 * they have for the answers that the form was made with: a reader that computes nothing shows the
 * right figures. */
#ifndef REPORT_FORM_WORKBOOK_H
#define REPORT_FORM_WORKBOOK_H

#include "base/error.h"
#include "base/messages.h"
#include "format/answers.h"
#include "format/edition.h"

#include <jansson.h>
#include <stdint.h>

/* All borrowed. */
struct form_workbook {
    const struct edition *edition;
    const struct catalog *catalog; /* of the language that the form has */
    /* What is filled in (format/draft.h), and the record that draft_answers makes of it, for the
     * figures. */
    const json_t *draft;
    const struct answers *answers;
    int64_t made; /* seconds since 1970; the same form at the same time has the same bytes */
};

/* Writes the form into a new file, its parts into the directory meanwhile. Failures, and what they
 * leave: workbook_library_end (report/workbook_library.h). */
enum status form_workbook_write(const struct form_workbook *form, const char *directory,
    const char *path, struct error *err) MUST_USE;

#endif
