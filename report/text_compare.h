/* Two answer sets of one edition side by side, for people. */
#ifndef REPORT_TEXT_COMPARE_H
#define REPORT_TEXT_COMPARE_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "report/compare.h"

/* Totals, areas, and the questions that changed, before and after. */
void text_compare(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct compare_side *from, const struct compare_side *to);

#endif
