/* What `report` gathers of a round, from its options to what may be shown. */
#ifndef CMD_UI_COMPILATION_H
#define CMD_UI_COMPILATION_H

#include "analysis/result_compilation.h"
#include "base/error.h"
#include "cmd/ui/analysis.h"
#include "cmd/ui/app.h"
#include "cmd/ui/publishing.h"
#include "format/editor_texts.h"
#include "format/recommendations.h"
#include "format/target.h"
#include "report/compilation_texts.h"

extern const struct option_spec OPTION_COMPILED_BEST;   /* N */
extern const struct option_spec OPTION_COMPILED_TARGET; /* PROFILE */
extern const struct option_spec OPTION_COMPILED_TEXTS;  /* FILE */

struct compiled {
    struct analysis analysis;
    struct publishing publishing;
    struct stats_table *stats;       /* owned */
    struct target *target;           /* owned; NULL without --target */
    struct compilation *compilation; /* owned; NULL if the edition gives no points */
    unsigned best;
    /* Of the edition, and what an editor wrote for them. */
    struct compilation_places places;
    struct editor_texts texts;
    struct recommendations *recommendations; /* owned; NULL: the edition has none */
};

#define COMPILED_NONE ((struct compiled){.analysis = {.opened = OPENED_REGISTER_NONE}})

/* Judges the options before a register is opened, and takes --best. STATUS_USAGE as
 * publishing_judge_benchmark and publishing_best. */
enum status compiled_judge(struct app *app, struct compiled *compiled, struct error *err) MUST_USE;

/* Opens the register to be changed, reads the round and the files that the options
 * name, and counts. What is to be
 * published is protected, and has its rows in the audit then; else there is one of an export.
 * *compiled is the caller's (compiled_end), also on failure. */
enum status compiled_make(struct app *app, struct compiled *compiled, struct error *err) MUST_USE;
void compiled_end(struct compiled *compiled);

#endif
