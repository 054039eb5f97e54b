/* Receiving one bundle: copy it, open and verify it (isolate/opening.h), judge what only the
 * register can (register/judge.h), commit, and write a receipt. */
#ifndef REGISTER_RECEIVE_H
#define REGISTER_RECEIVE_H

#include "base/error.h"
#include "base/stream.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/editions.h"
#include "format/fingerprint.h"
#include "format/keydir.h"
#include "format/manifest.h"
#include "isolate/opening.h"
#include "isolate/spawner.h"
#include "register/audit.h"
#include "register/intake.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What receiving needs; all borrowed. */
struct receiver {
    struct store *store;           /* open for writing */
    struct intake_room *room;      /* of this run, carried on */
    const struct spawner *spawner; /* makes the workers */
    const uint8_t *key;            /* the register's */
    struct audit *audit;           /* checked */
    const struct age_identities *identities;
    const struct minisign_secret *sign; /* for receipts */
    const struct keydir_trusted *own;   /* at least one: all cards that this authority ever had */
    size_t owns;
    const struct editions *editions; /* those that are known */
    int64_t now;                     /* seconds since 1970, by this machine's clock */
    const char *arrived;             /* the day on which the media came, or "" */
    int64_t arrived_at;              /* its beginning, or 0; cards that have ended since are good */
    const char *reference;           /* the authority's own, or "" */
};

/* Where an imported submission stands among those of its organisation, edition and period. */
struct verdict_place {
    bool known; /* false if it was not imported, or others could not be opened */
    bool current;
    size_t replaces;                  /* submissions that the register holds */
    bool unclear;                     /* it is one of several ends (register/current.h) */
    bool lapsed;                      /* it replaces the chosen one, */
    uint8_t chosen[MANIFEST_ID_SIZE]; /* which was this */
};

struct verdict {
    enum reason reason; /* REASON_NONE: imported */
    bool sealed_known;
    struct fingerprint sealed; /* of the file, if it could be copied */
    bool id_known;             /* only if the sender's signature held */
    uint8_t id[MANIFEST_ID_SIZE];
    /* Of a bundle whose signature holds under no enrolled key: the manifest and the signature, as
     * bytes and unread, so that it can be said whether a card's key made it. Owned; else empty. */
    struct bundle_front unproven;
    bool sender_known; /* as the id */
    char number[MANIFEST_NUMBER_SIZE];
    char name[MANIFEST_NAME_SIZE]; /* from the card */
    bool quarantined;
    bool
        unrecorded; /* refused, and by INTAKE_STRANGERS_MAX neither kept nor recorded; no receipt */
    struct opening_notes notes;
    struct verdict_place place;
    char text[ERROR_TEXT_MAX]; /* why it was refused; "" if imported */
};

/* Receives one file. STATUS_OK if it was judged, *verdict says how; then either it is in the
 * register wholly, or not at all, and a refused one may be in quarantine. STATUS_FAILED if the
 * surroundings failed: *verdict has REASON_IO_ERROR, and a further run with the same file completes
 * what is lacking, be it the import or only its receipt. err's language is that of the texts.
 * *verdict is the caller's (verdict_free). */
enum status receive_file(const struct receiver *receiver, const char *path, struct verdict *verdict,
    struct error *err) MUST_USE;

/* The same of what comes from a source, such as a file in a container. What the source refuses is
 * the verdict, and of such a file nothing is recorded. */
enum status receive_source(const struct receiver *receiver, const struct source *source,
    struct verdict *verdict, struct error *err) MUST_USE;

/* Releases what a verdict owns. */
void verdict_free(struct verdict *verdict);

/* Whether it is this key that made the signature of the bundle; false where that is not kept. */
bool verdict_signed_with(const struct verdict *verdict, const struct minisign_public *key);

#endif
