/* A conversation on the terminal: what it shows, and what is typed. */
#ifndef CMD_UI_TALK_H
#define CMD_UI_TALK_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/typing.h"

#include <stdbool.h>
#include <stddef.h>

struct talk {
    struct app *app;
    struct typing typing;
    size_t line; /* columns of the line that talk_line shows */
    bool
        emphasised; /* the terminal shows letters in bold: TERM is set and not dumb, NO_COLOR not */
};

/* typing_begin. */
enum status talk_begin(struct talk *talk, struct app *app, struct error *err) MUST_USE;
void talk_end(struct talk *talk);

/* Shows a text, its lines broken for the terminal, and releases it. */
void talk_show(struct talk *talk, struct buffer *text);

/* Shows a translated text on lines of its own. */
void talk_say(struct talk *talk, const char *text);

/* The rule and the heading that a place begins with. */
void talk_heading(struct talk *talk, const char *heading);

/* Shows a line that is written over by the next call, with the cursor behind it; and ends it. */
void talk_line(struct talk *talk, const char *text);
void talk_line_end(struct talk *talk);

/* typing_line behind "> "; a line that it refuses is said to be so, and read again. */
enum status talk_read_line(
    struct talk *talk, struct buffer *line, uint32_t *key, struct error *err) MUST_USE;

#endif
