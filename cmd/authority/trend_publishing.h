/* A trend that may leave the authority: each of its rounds as `stats --publish` would publish it,
 * all of them or none. */
#ifndef CMD_AUTHORITY_TREND_PUBLISHING_H
#define CMD_AUTHORITY_TREND_PUBLISHING_H

#include "analysis/result_stats.h"
#include "analysis/result_trend.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/ui/app.h"

/* analysis: only its register is open, and of its selection late is set. The protected tables of
 * each round, whose first group is the trend's. A round that was published
 * in another form, or from another set of submissions, is refused as published_note does, before
 * any of them is noted; then each gets its row in the audit. *tables is the caller's
 * (trend_publishing_free), also on failure. */
enum status trend_publishing_make(struct app *app, struct analysis *analysis,
    const struct trend *trend, struct stats_table ***tables, struct error *err) MUST_USE;
void trend_publishing_free(const struct trend *trend, struct stats_table **tables);

#endif
