/* A report for a terminal, on lines of at most LAYOUT_WIDTH columns. */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include "report/report.h"

/* The heading and the remarks, a paragraph each, then the tables that a terminal shows, each after
 * an empty line. A table's title stands in its first line, in the place of the headings of what
 * names the rows, if it fits there. */
void report_text(struct buffer *out, const struct report *report);

/* One table alone, without an empty line before it. */
void report_text_table(struct buffer *out, const struct report *report, const struct table *table);

#endif
