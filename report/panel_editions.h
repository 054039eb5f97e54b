/* Two rounds of two editions, part by part: what of them is comparable (analysis/result_panel.h).
 */
#ifndef REPORT_PANEL_EDITIONS_H
#define REPORT_PANEL_EDITIONS_H

#include "analysis/result_panel.h"
#include "report/report.h"

/* What a question or an area of the second's edition is called: with a mark where it is not the
 * same in the first's. Kept by the report. */
const char *panel_editions_question(
    struct report *report, const struct panel *panel, unsigned place);
const char *panel_editions_area(struct report *report, const struct panel *panel, unsigned place);

/* The answers with points of a part on the questions that are the same in both, and how many
 * answers there are; of the sum of rounded counts no more. Hidden where one of them is. */
void panel_editions_same(const struct panel *panel, const struct panel_figures *figures,
    size_t round, struct stats_cell *some, struct stats_cell *whole);

/* A table of what is new, changed and gone. */
void panel_editions_table(struct report *report, const struct panel *panel);

#endif
