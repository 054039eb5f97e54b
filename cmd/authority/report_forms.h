/* A report of a round as a page and as a workbook: for the authority's own eyes, or, with
 * --publish, for everybody. */
#ifndef CMD_AUTHORITY_REPORT_FORMS_H
#define CMD_AUTHORITY_REPORT_FORMS_H

#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "report/report.h"

/* More than one of --json, --csv, --html and a file that ends in .xlsx is STATUS_USAGE. */
enum status report_forms_judge(const struct app *app, struct error *err) MUST_USE;

/* Appends the report as a page of that title, under the edition's highest marking, or
 * its lowest if it is published. Both below add
 * what must be known of those who are counted as remarks. */
void report_forms_page(struct app *app, const struct analysis *analysis, struct report *report,
    const char *title, struct buffer *out);

/* Writes it as the workbook that --output names, notes that in the audit, unless it is
 * published and has its rows by now, and says so. */
enum status report_forms_write(
    struct app *app, struct analysis *analysis, struct report *report, struct error *err) MUST_USE;

#endif
