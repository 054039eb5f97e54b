/* What lies on a medium and is not given to the register: what could not be looked at, secret keys,
 * and containers that are not looked into. */
#ifndef CMD_AUTHORITY_NOT_RECEIVED_H
#define CMD_AUTHORITY_NOT_RECEIVED_H

#include "base/error.h"
#include "cmd/authority/media.h"
#include "cmd/ui/app.h"
#include "register/receive.h"

#include <stdbool.h>

/* Whether it is such a file: then *verdict says what it is and what to do, and *status is what
 * receiving it would have come to. A key is never opened further, copied or recorded. */
bool not_received(const struct app *app, const struct media_file *file, struct verdict *verdict,
    enum status *status);

/* The verdict on a secret key of that kind, wherever it lies. */
void not_received_key(const struct app *app, enum beginning kind, struct verdict *verdict);

/* Whether a verdict for that reason comes from here: the register has no record of the file. */
bool not_received_reason(enum reason reason);

#endif
