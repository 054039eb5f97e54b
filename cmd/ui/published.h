/* What leaves a register, in its audit. */
#ifndef CMD_UI_PUBLISHED_H
#define CMD_UI_PUBLISHED_H

#include "analysis/result_stats.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/opened_register.h"
#include "report/benchmark_report.h"

/* Appends an AUDIT_PUBLISH row about protected tables. Warns if other tables of the round were
 * published before: what is hidden in one set may be worked out from the difference between two. */
enum status published_note(struct app *app, struct opened_register *opened, const char *what,
    const struct stats_table *table, struct error *err) MUST_USE;

/* The same about a benchmark that disclosure_benchmark judged; warns if another one of the same
 * round, group and number of best was published before. Both also warn if anything of the round
 * was, in which other organisations may count: late ones otherwise, or before something changed. */
enum status published_benchmark_note(struct app *app, struct opened_register *opened,
    const struct benchmark_result *report, struct error *err) MUST_USE;

/* Appends an AUDIT_EXPORT row about tables that are not protected. */
enum status exported_note(struct opened_register *opened, const char *what, const char *round,
    struct error *err) MUST_USE;

#endif
