/* What lies in the open on a medium that is received: answers that nobody sealed, or what may hold
 * such. A guess by a file's content, for a sentence to who received the medium. */
#ifndef CMD_AUTHORITY_UNSEALED_H
#define CMD_AUTHORITY_UNSEALED_H

#include "cmd/ui/app.h"
#include "cmd/ui/file_kind.h"

enum unsealed {
    UNSEALED_NONE, /* also what cannot be read, or is no regular file */
    UNSEALED_ANSWERS,
    UNSEALED_OFFICE, /* a document of an office program, which is not opened here */
};

/* kind: file_kind_of the path. A link is not followed. */
enum unsealed unsealed_of(const char *path, enum file_kind kind);

/* What it is and what to do: one sentence, translated; "" for UNSEALED_NONE. */
const char *unsealed_words(const struct app *app, enum unsealed unsealed);

#endif
