/* The original of an imported submission, opened anew: verified as it was when it was imported
 * (isolate/opening.h), by the card that its row names. A key that was revoked or has expired since
 * then still shows what it signed. */
#ifndef REGISTER_ORIGINALS_H
#define REGISTER_ORIGINALS_H

#include "base/error.h"
#include "base/stream.h"
#include "crypto/age_keys.h"
#include "format/editions.h"
#include "format/keydir.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "isolate/spawner.h"
#include "register/store.h"
#include "register/submissions.h"

#include <pthread.h>
#include <stdint.h>

/* For a progress bar. */
struct originals_watch {
    void (*expect)(void *context, uint64_t bytes); /* about so many, before the first; once. The
                                                      context is that of: */
    struct stream_progress looking; /* those of the file that are looked through; those of members
                                       come to their receiver */
};

/* What opens originals; all borrowed. */
struct originals_reader {
    const struct spawner *spawner;
    const struct age_identities *identities;
    pthread_mutex_t *spawning; /* held while the spawner is asked for a worker; NULL where one
                                  original is opened after the other */
    /* Of originals_unpack: */
    const uint8_t *key;                  /* the register's, for the import's MAC of the file, */
    const struct editions *editions;     /* and what its record is of */
    const struct originals_watch *watch; /* how far that is; may be NULL */
};

/* Opens originals/DIGEST.sigill and hands its members to the receiver, which must let nothing out
 * before this has succeeded. Where the file has the MAC that the import left in the row's record,
 * it is the one whose payload was compared with the manifest then, and it is not compared again
 * before it is inflated. One that was rewrapped, is otherwise another, or has no such MAC is
 * compared. The manifest's bytes are appended to json. STATUS_REFUSED as when it is received;
 * REASON_CONTENT_MISMATCH if it is not the bundle of that row. */
enum status originals_unpack(struct store *store, const struct originals_reader *reader,
    const struct submission *submission, const struct payload_receiver *receiver,
    struct buffer *json, struct error *err) MUST_USE;

/* Whether the keys open the header of an original, whose file is fd. Nothing in it is read: that it
 * holds what was imported shows the digest of the whole file, if the audit has it. */
enum status originals_unwrap(
    const struct age_identities *identities, int fd, uint64_t size, struct error *err) MUST_USE;

/* The same without the members, and without the database, so that several can be looked at at once:
 * fd is the original's, signer the card that its row names; *manifest gets the record of what was
 * signed. For the members, the digest of the whole file shows as much. */
enum status originals_manifest(const struct originals_reader *reader, int fd, uint64_t size,
    const struct submission *submission, const struct keydir_trusted *signer,
    struct manifest *manifest, struct error *err) MUST_USE;

#endif
