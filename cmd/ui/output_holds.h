/* What a file holds that must never be overwritten. */
#ifndef CMD_UI_OUTPUT_HOLDS_H
#define CMD_UI_OUTPUT_HOLDS_H

#include "base/error.h"
#include "cmd/ui/app.h"

enum output_held {
    OUTPUT_HELD_NOTHING,
    OUTPUT_HELD_REGISTER, /* a database of SQLite, or any file in a directory of a register */
    OUTPUT_HELD_KEYS,     /* keys, or a file of a key directory */
    OUTPUT_HELD_ANSWERS,  /* answers that are not just as `template` makes them */
    OUTPUT_HELD_WORKBOOK, /* a document of an office program, which may hold answers: it is not
                             looked into. Not where a register is in use, whose workbooks show
                             figures. */
};

/* Judges a regular file that is there, by where it lies and by its content. One that cannot be read
 * is STATUS_FAILED: what it holds is not known. */
enum status output_holds(
    struct app *app, const char *path, enum output_held *held, struct error *err) MUST_USE;

#endif
