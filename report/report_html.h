/* A report's tables on a page (report/html_page.h). */
#ifndef REPORT_REPORT_HTML_H
#define REPORT_REPORT_HTML_H

#include "report/report.h"

/* One table, in the parts that it is read in. class: of every part, for the style sheet, or NULL.
 * caption: says the title; else the heading above the table has said it. A bar stands below the
 * name of its row; an empty table is a sentence. */
void report_html_table(struct buffer *out, const struct report *report, const struct table *table,
    const char *class, bool caption);

/* The same with the class that suits the table and its caption; in a box of its own, which is
 * scrolled where the page is narrower than the table, if more than so many of its columns are
 * shown on a page. */
void report_html_boxed(
    struct buffer *out, const struct report *report, const struct table *table, size_t narrow);

/* The class that suits a table: how wide its columns are, and what becomes of them on a phone. NULL
 * if it needs none. */
const char *report_html_class(const struct table *table);

#endif
