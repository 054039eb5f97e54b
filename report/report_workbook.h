/* A report's tables as a workbook (xlsx), for those who work on in a spreadsheet.
 *
 * One sheet for each section. Numbers are numbers, and names are texts, never formulas; what is
 * hidden is "<3" or a dash, as everywhere. A table whose numbers have shares stands twice, the
 * second time with the shares. The marking stands in every sheet's printed head. */
#ifndef REPORT_REPORT_WORKBOOK_H
#define REPORT_REPORT_WORKBOOK_H

#include "base/error.h"
#include "report/report.h"

#include <stdbool.h>
#include <stdint.h>

/* All borrowed. */
struct workbook {
    const struct report *report;
    const char *title;   /* of the file, and in every printed head */
    const char *subject; /* of the file */
    const char *marking;
    int64_t made; /* seconds since 1970; the same workbook at the same time has the same bytes */
    bool demo;    /* the figures come from a register made with example keys */
};

/* Writes the workbook into a new file. Parts of it lie in the directory meanwhile, without a name
 * or one of the library's; the caller keeps others out of it. STATUS_FAILED, REASON_IO_ERROR if a
 * part cannot be written; then path may hold a part. The library does not report every such
 * failure: what it made is to be read back (report/workbook_check.h). */
enum status report_workbook(const struct workbook *workbook, const char *directory,
    const char *path, struct error *err) MUST_USE;

#endif
