/* `sigill answer`: the answers, filled in by a conversation on the terminal. */
#ifndef CMD_UI_ANSWERING_H
#define CMD_UI_ANSWERING_H

#include "base/error.h"
#include "cmd/ui/app.h"

/* Asks for all that an answers' file holds, place by place, beginning where the file ends, and
 * writes it whole after each answer. A file that is not there is made, after a question. It ends
 * when the user wants it to, or nothing is left. STATUS_USAGE if there is no terminal; what
 * load_answers refuses; STATUS_FAILED, REASON_EXISTS if another program has changed the file
 * meanwhile: it is then left as that program left it. */
enum status answering(struct app *app, const char *path, struct error *err) MUST_USE;

#endif
