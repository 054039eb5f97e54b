/* What leaves a register, in its audit. */
#ifndef CMD_AUTHORITY_PUBLISHED_H
#define CMD_AUTHORITY_PUBLISHED_H

#include "analysis/result_panel.h"
#include "analysis/result_stats.h"
#include "base/error.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/app.h"
#include "register/publications.h"
#include "report/benchmark_report.h"

/* Appends an AUDIT_PUBLISH row about protected tables. STATUS_REFUSED, REASON_EXISTS if anything of
 * the round was published in another form, from another set of submissions, by another tag, or
 * beside another round; with --again it is a warning. Warns also if other tables of the round were
 * published: what is hidden in one set may be worked out from the difference between two. */
enum status published_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct stats_table *table,
    struct error *err) MUST_USE;

/* Only judges them: nothing is warned of, and no row appended. */
enum status published_judge(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct stats_table *table,
    struct error *err) MUST_USE;

/* The same about a protected benchmark, or what a subcommand makes of one; warns also if another
 * one of the same round, group and number of best was published. */
enum status published_benchmark_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct benchmark_result *report,
    struct error *err) MUST_USE;

/* Whether a protected benchmark is the one that was noted with that digest. */
enum status published_benchmark_is(const struct benchmark_result *report, const char *digest,
    bool *same, struct error *err) MUST_USE;

/* The same as published_note about a protected panel, of the round at that place of it. Its parts
 * count as a tag: a round that was published by another tag, or beside another round, is refused
 * but for --again. */
enum status published_panel_judge(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct panel *panel, size_t round,
    struct error *err) MUST_USE;
enum status published_panel_note(struct app *app, struct opened_register *opened,
    const struct publishing *publishing, const struct panel *panel, size_t round,
    struct error *err) MUST_USE;

/* How figures of the round, or of any of its submissions, were published rounded: as
 * publications_rounded, which has what found is. */
enum status published_rounded(struct opened_register *opened, const struct publish_source *source,
    struct list *found, struct error *err) MUST_USE;

/* Appends an AUDIT_EXPORT row about tables that are not protected. */
enum status exported_note(struct opened_register *opened, const char *what, const char *round,
    struct error *err) MUST_USE;

#endif
