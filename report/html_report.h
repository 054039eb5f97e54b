/* A report's tables as a page, one section below the other: for results that have no page of their
 * own. */
#ifndef REPORT_HTML_REPORT_H
#define REPORT_HTML_REPORT_H

#include "base/buffer.h"
#include "report/report.h"

#include <stdbool.h>

/* All borrowed. */
struct html_report {
    const struct report *report; /* every table has a section */
    const char *title;
    const char *subject; /* the edition's title */
    const char *marking;
    const char *issued; /* a day */
    bool demo;
};

void html_report(struct buffer *out, const struct html_report *input);

#endif
