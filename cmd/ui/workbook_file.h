/* A workbook that a subcommand writes: from the library that makes it to the user's file. */
#ifndef CMD_UI_WORKBOOK_FILE_H
#define CMD_UI_WORKBOOK_FILE_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"

#include <stdbool.h>

/* Makes a workbook as the file path, its parts in the directory meanwhile; what it shows is the
 * maker's own. */
typedef enum status workbook_file_maker(
    const void *shown, const char *directory, const char *path, struct error *err);

/* Whether --output names a file that ends in .xlsx. */
bool workbook_file_named(const struct app *app);

/* Loads what makes workbooks and reads them back (base/late.h) if the command line names one that
 * shall be written; to be called before the process is confined. STATUS_FAILED if a library is not
 * there. */
enum status workbook_file_prepare(const struct app *app, struct error *err) MUST_USE;

/* Has a workbook made in a directory of its own beside output, which nobody else can look into and
 * which is not left, reads it back and judges whether it is whole (report/workbook_check.h), since
 * the library does not report every part that it could not write. Appends it to *content, for
 * app_deliver. */
enum status workbook_file_make(workbook_file_maker *maker, const void *shown, const char *output,
    struct buffer *content, struct error *err) MUST_USE;

#endif
