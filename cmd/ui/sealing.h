/* `sigill seal` but for its result: what will be sealed is gathered, shown, sealed, and noted. */
#ifndef CMD_UI_SEALING_H
#define CMD_UI_SEALING_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/ui/app.h"
#include "cmd/ui/attachments.h"
#include "cmd/ui/load.h"
#include "format/journal.h"
#include "format/keydir.h"
#include "format/kit_rounds.h"
#include "format/manifest.h"

#include <stdint.h>

extern const struct option_spec OPTION_SUPERSEDES; /* --supersedes ID (one more), or none */
extern const struct option_spec OPTION_BUNDLE;     /* -o OUT: a file, or a directory */

/* To be zeroed before and released with sealing_free after. */
struct sealing {
    struct loaded loaded;
    struct attachments attachments;
    struct keydir dir;
    struct card own;
    struct fingerprint own_fingerprint;
    struct keydir_trusted recipient;
    struct journal journal;
    struct manifest manifest; /* complete but for the files and the payload */
    bool given_any;           /* what --supersedes gave */
    uint8_t given[MANIFEST_ID_SIZE];
    bool has_round; /* the kit tells of a round of the edition */
    struct kit_round round;
    bool late;  /* its last day has passed */
    char *path; /* of the bundle to be */
};

/* Reads and judges all that is named on the command line, at the moment now, without any secret and
 * with nothing written. */
enum status sealing_gather(
    struct app *app, int64_t now, struct sealing *sealing, struct error *err) MUST_USE;
void sealing_free(struct sealing *sealing);

/* Names the earlier bundles, under the names that were theirs, that lie beside the new one. */
void sealing_warn_of_earlier(struct app *app, const struct sealing *sealing);

/* Appends what the user is to see before sealing. */
void sealing_summary(const struct app *app, const struct sealing *sealing, struct buffer *out);

/* The bundle that was made. */
struct sealed {
    struct fingerprint digest;
    uint64_t size; /* bytes of its file */
    struct journal_addition addition;
    enum status noted;    /* whether there is an addition to the journal */
    struct error unnoted; /* why not */
};

/* Unlocks the signing key, asking for its passphrase where there is one, signs the answers and
 * writes the bundle as sealing->path, read back and verified; nothing stands there on failure. What
 * the journal needs is ready before the bundle has its name: sealing_journal must follow. */
enum status sealing_bundle(
    struct app *app, struct sealing *sealing, struct sealed *sealed, struct error *err) MUST_USE;

/* Notes the bundle in the journal. It is good without, but that is missed later, when its receipt
 * comes or it is to be superseded: STATUS_FAILED says so. */
enum status sealing_journal(
    const struct sealing *sealing, struct sealed *sealed, struct error *err) MUST_USE;

#endif
