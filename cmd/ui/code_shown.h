/* A code as people read it: of a refusal (base/reason.h), of a finding (register/fsck.h), and the
 * kind of an audit's row (register/audit.h). */
#ifndef CMD_UI_CODE_SHOWN_H
#define CMD_UI_CODE_SHOWN_H

#include "base/buffer.h"
#include "cmd/ui/app.h"

/* Appends the code (base/reason.h) and, where the user's language is another, what it means in
 * parentheses. A code that is not known here stands alone. */
void code_show(const struct app *app, const char *code, struct buffer *out);

#endif
