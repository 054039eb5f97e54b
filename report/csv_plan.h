/* A plan of what to do, to be opened in a spreadsheet and filled in: one line a step, with what is
 * lacking and why, and empty columns for who does it, when, and what it takes in time and money.
 * The form is that of report/csv_write.h. */
#ifndef REPORT_CSV_PLAN_H
#define REPORT_CSV_PLAN_H

#include "base/buffer.h"
#include "base/messages.h"
#include "format/edition.h"
#include "scoring/difference.h"
#include "scoring/gap.h"
#include "scoring/model.h"
#include "scoring/score.h"

/* The steps of a gap that gap_find found for these answers. Where a step can be taken in several
 * ways, the options to choose among are named. A line of headings stands first, also if there is no
 * step. */
void csv_plan_gap(struct buffer *out, const struct catalog *catalog, const struct edition *edition,
    const struct answer_set *answers, const struct score *score, const struct gap *gap);

/* What a target has that the answers lack: one line a question. target names what the
 * answers are compared with, for the column that says why. */
void csv_plan_difference(struct buffer *out, const struct catalog *catalog,
    const struct edition *edition, const struct difference *difference, const char *target);

#endif
