/* The tables of a round as a page (report/html_round.h). */
#ifndef CMD_AUTHORITY_STATS_PAGE_H
#define CMD_AUTHORITY_STATS_PAGE_H

#include "analysis/result_counts.h"
#include "analysis/result_stats.h"
#include "base/buffer.h"
#include "cmd/authority/analysis.h"
#include "cmd/ui/app.h"

/* Appends the page, with what was answered to questions without points (figures_unscored). Single
 * organisations are drawn only if the tables are not for publication. Its marking is the edition's
 * lowest if they are, for that is what publication means, else the highest, for the answers of many
 * are never less than those of one. */
void stats_page(struct app *app, const struct analysis *analysis, const struct stats_table *table,
    const struct counts *unscored, struct buffer *out);

#endif
