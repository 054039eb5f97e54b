/* A result that grows with the register, given out part by part: to standard output, or into the
 * file that --output names, which has its name when all of it is there. */
#ifndef CMD_AUTHORITY_PARTS_H
#define CMD_AUTHORITY_PARTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "cmd/ui/app.h"

#include <stdbool.h>

struct parts {
    struct app *app;
    bool people; /* text whose lines are broken, as by app_deliver_text; else bytes */
    bool begun;  /* the file is */
    struct new_file file;
    enum status status; /* of the first part that failed; those after it are dropped */
    struct error why;   /* its failure */
};

/* *parts is the caller's (parts_free). */
void parts_start(struct app *app, bool people, struct parts *parts);

/* Gives out what has gathered, and empties it, as soon as that is worth its while. text ends with a
 * line. context is the struct parts; a failure waits for parts_end. */
void parts_pass(void *context, struct buffer *text);

/* Gives out the rest, and ends the file. The failures of app_deliver. */
enum status parts_end(struct parts *parts, struct buffer *text, struct error *err) MUST_USE;

/* Takes away a file that was not ended; of a zeroed struct does nothing. */
void parts_free(struct parts *parts);

#endif
