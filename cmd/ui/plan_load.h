/* The plan of measures that a subcommand is given, and its edition. */
#ifndef CMD_UI_PLAN_LOAD_H
#define CMD_UI_PLAN_LOAD_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/plan.h"

/* A zeroed struct holds nothing. */
struct loaded_plan {
    struct edition *edition;
    struct plan plan;
    struct findings findings; /* rows and cells that do not count */
};

/* Reads a workbook, of a subcommand with `forms` (cmd/ui/forms.h), with the edition that --edition
 * names, else the built-in one that the plan names. Refusals: those of forms_read_cells and
 * format/plan.h. *loaded is the caller's, also on failure. */
enum status plan_load(
    struct app *app, const char *path, struct loaded_plan *loaded, struct error *err) MUST_USE;

/* Prints on standard error what of the plan does not count, if there is anything. */
void plan_load_warn(struct app *app, const char *path, const struct loaded_plan *loaded);

void plan_load_free(struct loaded_plan *loaded);

#endif
