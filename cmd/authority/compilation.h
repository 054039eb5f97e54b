/* What `report` gathers of a round, from its options to what may be shown. */
#ifndef CMD_AUTHORITY_COMPILATION_H
#define CMD_AUTHORITY_COMPILATION_H

#include "analysis/result_compilation.h"
#include "analysis/result_counts.h"
#include "analysis/result_panel.h"
#include "base/error.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/app.h"
#include "format/editor_texts.h"
#include "format/recommendations.h"
#include "format/target.h"
#include "report/compilation_texts.h"

extern const struct option_spec OPTION_COMPILED_BEST;   /* N */
extern const struct option_spec OPTION_COMPILED_TARGET; /* PROFILE */
extern const struct option_spec OPTION_COMPILED_TEXTS;  /* FILE */
extern const struct option_spec OPTION_COMPILED_SINCE;  /* ROUND */

struct compiled {
    struct analysis analysis;
    struct publishing publishing;
    struct stats_table *stats;       /* owned */
    struct target *target;           /* owned; NULL without --target */
    struct compilation *compilation; /* owned; NULL if the edition gives no points */
    struct counts unscored;          /* owned: of questions without points (figures_unscored) */
    struct collection first;         /* of the round that --since names */
    struct panel *panel;             /* owned: beside that one; NULL without it */
    unsigned best;
    /* Of the edition, and what an editor wrote for them. */
    struct compilation_places places;
    struct editor_texts texts;
    struct recommendations *recommendations; /* owned; NULL: the edition has none */
};

#define COMPILED_NONE ((struct compiled){.analysis = {.opened = OPENED_REGISTER_NONE}})

/* Judges the options before a register is opened, and takes --best. STATUS_USAGE as
 * publishing_judge_benchmark and publishing_best; and for --since with --together. */
enum status compiled_judge(struct app *app, struct compiled *compiled, struct error *err) MUST_USE;

/* Opens the register to be changed, reads the rounds and the files that the options name, and
 * counts. What is to be published is protected, and has its rows in the audit then; else there is
 * one of an export. The panel comes first: what it is refused for, all else of the round is too.
 * *compiled is the caller's (compiled_end), also on failure. */
enum status compiled_make(struct app *app, struct compiled *compiled, struct error *err) MUST_USE;
void compiled_end(struct compiled *compiled);

#endif
