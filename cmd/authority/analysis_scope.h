/* Whom the result of a subcommand of analysis is about, as its report names it. */
#ifndef CMD_AUTHORITY_ANALYSIS_SCOPE_H
#define CMD_AUTHORITY_ANALYSIS_SCOPE_H

#include "cmd/authority/analysis.h"
#include "format/organisation_number.h"
#include "report/scope.h"
#include "scoring/score.h"

extern const struct option_spec OPTION_CSV;

/* The analysis' selection; borrowed from it. */
struct scope analysis_scope(const struct analysis *analysis);

/* A member that must be there, by its number as people type it, or its name as whom_find takes it,
 * whose refusals it has. STATUS_REFUSED, REASON_NOT_FOUND if the round has no submission of it. */
enum status analysis_member(struct analysis *analysis, const char *typed,
    const struct member **member, struct error *err) MUST_USE;

/* The answers of a member and their score; either may be NULL. */
void analysis_scored(const struct analysis *analysis, const struct member *member,
    struct answer_set *answers, struct score *score);

/* --json and --csv together are STATUS_USAGE. */
enum status analysis_form(const struct app *app, struct error *err) MUST_USE;

/* What the register must be opened for: to be changed if the result is written into a file or
 * published, which the audit notes. */
enum opened_for analysis_purpose(const struct app *app);

/* Appends the report as CSV if --csv was given, else as text below the mark of a demo register, and
 * frees it. */
void analysis_show(
    struct app *app, const struct analysis *analysis, struct report *report, struct buffer *out);

/* Appends what CSV ends with: what must be known of whom it counts, and the mark of a demo
 * register.
 */
void analysis_end_csv(const struct app *app, const struct analysis *analysis, struct buffer *out);

/* Prints a result, or writes it into the file that --output names, which gets a row in the audit
 * unless it is published (that has one already): json, whose reference is taken, if --json was
 * given, else text; of CSV and of a page as it is. JSON and CSV of a demo register are marked here.
 */
enum status analysis_deliver(struct app *app, struct analysis *analysis, bool published,
    json_t *json, struct buffer *text, struct error *err) MUST_USE;

#endif
