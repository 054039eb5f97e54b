/* The tables of a round, counted from its collection, and what is done before they leave. */
#ifndef CMD_AUTHORITY_FIGURES_H
#define CMD_AUTHORITY_FIGURES_H

#include "analysis/result_counts.h"
#include "analysis/result_stats.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/app.h"

extern const struct option_spec OPTION_TOGETHER;

/* Judges the options above, and those of publishing, before a register is opened. STATUS_USAGE as
 * publishing_judge; and for --together with --group. */
enum status figures_judge(struct app *app, struct error *err) MUST_USE;

/* Counts every group of the edition and all together (with --together only these), among those that
 * the selection's tag and late let through; its group is left for result_stats_keep_group. With
 * --publish the tables are protected, and the register, which must be open to be changed, gets a
 * row in its audit; if other tables of the round were published before, a warning. Else, with
 * --output, a row of its own kind: the tables leave the register as a file. *out is allocated, for
 * the caller to free; NULL on failure. */
enum status figures_make(struct app *app, struct analysis *analysis,
    const struct publishing *publishing, struct stats_table **out, struct error *err) MUST_USE;

/* What was answered to the questions without points that no field has, of the same groups as the
 * tables. Nothing (out->groups is 0) of what is published, which no rule would protect, and where
 * there is no such question. *out is the caller's (result_counts_free), and borrows from the
 * analysis. */
void figures_unscored(const struct app *app, const struct analysis *analysis,
    const struct stats_table *table, struct counts *out);

#endif
