/* The files that --attach names, opened and judged before any work is done. */
#ifndef CMD_UI_ATTACHMENTS_H
#define CMD_UI_ATTACHMENTS_H

#include "base/error.h"
#include "base/stream.h"
#include "base/system/place.h"
#include "cmd/ui/app.h"

#include <stddef.h>
#include <stdint.h>

extern const struct option_spec OPTION_ATTACH;

struct attachment {
    struct descriptor descriptor; /* open for reading; its name is the path as it was given */
    uint64_t size;
    const char *name; /* as it will be shown: the path's last part; borrowed from argv */
    struct place_identity identity;
};

/* A zeroed struct holds none. */
struct attachments {
    struct attachment *list; /* owned, in the order given */
    size_t count;
    uint64_t size; /* of all together */
};

/* Opens them all. STATUS_USAGE for an empty name or a file given twice; STATUS_FAILED for one that
 * is missing, unreadable or no regular file; STATUS_REFUSED with REASON_TOO_LARGE over the limits
 * of format/manifest.h, REASON_BAD_VALUE for a name that may not be shown or that another
 * one has, and for a form (cmd/ui/form_found.h); REASON_SECRET_KEY for a key. *attachments is the
 * caller's (attachments_close), also on failure. */
enum status attachments_open(
    struct app *app, struct attachments *attachments, struct error *err) MUST_USE;
void attachments_close(struct attachments *attachments);

#endif
