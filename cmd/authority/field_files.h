/* The report of a round whose questionnaire gives no points: its tables, and its fields as
 * drawings. */
#ifndef CMD_AUTHORITY_FIELD_FILES_H
#define CMD_AUTHORITY_FIELD_FILES_H

#include "base/error.h"
#include "cmd/authority/compilation.h"
#include "cmd/ui/app.h"

/* Writes rapport.html, rapport.xlsx, tabeller/tabeller.csv, and diagram/ with a drawing of the last
 * group for each question of a field, into a directory that is there and empty. */
enum status field_files_write(struct app *app, const struct compiled *compiled,
    const char *directory, struct error *err) MUST_USE;

#endif
