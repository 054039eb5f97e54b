/* New keys to be received with. */
#ifndef CMD_UI_ROTATE_H
#define CMD_UI_ROTATE_H

#include "base/error.h"
#include "cmd/ui/app.h"

/* Gives the directory of --keys a new identity, and tells the next steps. */
enum status rotate_keys(struct app *app, struct error *err) MUST_USE;

#endif
