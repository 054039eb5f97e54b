/* The files of a compilation. */
#ifndef CMD_AUTHORITY_COMPILATION_FILES_H
#define CMD_AUTHORITY_COMPILATION_FILES_H

#include "base/error.h"
#include "cmd/authority/compilation.h"
#include "cmd/ui/app.h"

/* Writes rapport.html, rapport.xlsx, texter.txt, one file for each table in tabeller/ and one for
 * each diagram in diagram/ into a directory that is there; every file is synced. On failure some of
 * them may be there. */
enum status compilation_files_write(struct app *app, const struct compiled *compiled,
    const char *directory, struct error *err) MUST_USE;

#endif
