/* Forms that are workbooks: made ready for and read by a subcommand whose operands may be such. */
#ifndef CMD_UI_FORMS_H
#define CMD_UI_FORMS_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/load.h"
#include "format/sheet_cells.h"

#include <stdbool.h>

/* Confines the process (app_confine), once. If an operand of a subcommand with `forms`, or an
 * option's file that is read, begins as a workbook does, a spawner is started before
 * (cmd/ui/workers.h): app->spawner. */
enum status forms_prepare(struct app *app, struct error *err) MUST_USE;

/* Whether a path that was given is that of a workbook, as far as its beginning shows. */
bool forms_is_workbook(const char *path);

/* What stands in its cells (isolate/workbook.h); *cells is the caller's, also on failure. */
enum status forms_read_cells(
    struct app *app, const char *path, struct sheet_cells *cells, struct error *err) MUST_USE;

/* Reads it (isolate/workbook.h, format/form_cells.h): edition, answers, findings, draft and what is
 * beside the answers. whole: if something that was typed cannot be taken over into the draft, that
 * is printed to standard error and the file refused (REASON_INVALID_ANSWERS); else it is among the
 * findings alone. loaded is the caller's, also on failure. */
enum status forms_load(struct app *app, const char *path, bool whole, struct loaded *loaded,
    struct error *err) MUST_USE;

#endif
