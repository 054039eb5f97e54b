/* What the words KEY=VALUE of an audit's rows mean, for whoever reads them without the format's
 * page. */
#ifndef CMD_AUTHORITY_AUDIT_WORDS_H
#define CMD_AUTHORITY_AUDIT_WORDS_H

#include "base/buffer.h"
#include "cmd/ui/app.h"
#include "register/audit.h"

#include <stdint.h>

/* Which words the rows have had that were noted. */
struct audit_words {
    uint64_t seen;
};

void audit_words_note(struct audit_words *words, const struct audit_row *row);

/* Appends a line for each of them, below a heading; nothing if there is none. */
void audit_words_put(const struct app *app, const struct audit_words *words, struct buffer *out);

#endif
