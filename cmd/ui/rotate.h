/* New keys to be received with: what sigill keygen --rotate and sigill-msb rotate do. */
#ifndef CMD_UI_ROTATE_H
#define CMD_UI_ROTATE_H

#include "base/error.h"
#include "cmd/ui/app.h"
#include "format/keydir.h"

/* Gives the directory of --keys a new identity, and says what to do next. */
enum status rotate_keys(struct app *app, struct error *err) MUST_USE;

/* Says what to do next once receive.pub has changed: a new card, and at an authority a rewrap. */
void rotate_say_next(struct app *app, const struct keydir *dir);

#endif
