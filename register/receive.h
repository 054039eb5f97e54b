/* What receiving needs, and what it comes to. A bundle is copied, opened and verified
 * (isolate/opening.h), judged by what only the register knows (register/judge.h), imported, and
 * given a receipt; several go that way together (register/receive_queue.h). */
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
    const struct stream_progress *copying; /* bytes of files, as they are copied in; may be NULL */
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

/* Releases what a verdict owns. */
void verdict_free(struct verdict *verdict);

/* Whether it is this key that made the signature of the bundle; false where that is not kept. */
bool verdict_signed_with(const struct verdict *verdict, const struct minisign_public *key);

#endif
