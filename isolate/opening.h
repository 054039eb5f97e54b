/* The one way from sealed bytes to verified records.
 *
 * An opening goes through the steps below, in this order. A step that is called before the one
 * above it, twice, or after a refusal does nothing and is STATUS_FAILED; the opening is over then,
 * as it is after a step that was refused or failed: its worker is killed and its file key wiped.
 *
 * 1. opening_unwrap: the age header is read, and the file key found with the reader's identities.
 *    Refused: not-a-bundle, too-large, not-for-us, damaged.
 * 2. opening_start: a worker gets the file and the file key.
 * 3. opening_split: the worker decrypts, and hands up the bytes of manifest and signature; no JSON
 *    is read. Refused: damaged, too-large.
 * 4. opening_signature: the policy finds the keys that have the number which the signature names;
 *    under one of them both parts of the signature hold over these bytes. Refused: bad-signature,
 * unknown-sender. The policy may object: revoked-key, and what else it finds. The newest card of
 * that key is valid today, else expired-key.
 * 5. opening_manifest: only now does the worker parse. The record is within bounds, gives the very
 *    bytes that were signed, and the trusted comment is the one that it gives. Refused:
 *    unknown-format, too-large, content-mismatch, bad-signature.
 * 6. opening_parties: the manifest names a card of that key, its number, name and group
 *    (sender-mismatch), and that card is valid today (expired-key); it names one own card and no
 *    other, valid today, and is sealed for as many keys as that has (wrong-recipient); an
 * organisation submits, an authority gives feedback (wrong-type). A time of sealing that is after
 * now, or before the card's first day, by more than OPENING_CLOCKS_DIFFER is noted.
 * 7. opening_answers: the worker unpacks and parses the answers. Built anew from the record they
 *    are what the organisation signed, by its number, and what the manifest promises. Refused:
 *    damaged, content-mismatch, invalid-answers, unknown-edition, bad-signature, sender-mismatch.
 *    Of a large payload opening_divide and opening_join come first (opening_ask_answers).
 *    Or instead opening_members: the worker unpacks; each member is what the manifest promises, and
 *    the answers are what the organisation signed. Refused: damaged, content-mismatch,
 *    bad-signature.
 *
 * From opening_split on worker-failed too: the worker died, was late, or said what it must not.
 * Nothing that a worker says is believed: every step from opening_signature on is judged in this
 * process, over bytes and plain records, without parsing any JSON (S2, S9).
 *
 * What only receiving judges stays with the register (register/judge.h) and is called from its list
 * of steps: whether the id was used, whether the edition is known, what result the answers give. */
#ifndef ISOLATE_OPENING_H
#define ISOLATE_OPENING_H

#include "base/buffer.h"
#include "base/crew.h"
#include "base/error.h"
#include "crypto/age_keys.h"
#include "crypto/minisign.h"
#include "format/answers.h"
#include "format/bundle.h"
#include "format/editions.h"
#include "format/file_mac.h"
#include "format/keydir.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "isolate/client.h"
#include "isolate/spawner.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whose key and whose card; all borrowed. */
struct opening_policy {
    void *context; /* of the functions below */

    /* Whose key: of the different keys that have this number the one at that place, from 0 on;
     * fills in the newest card that carries it. STATUS_REFUSED, REASON_UNKNOWN_SENDER if there are
     * not so many. Numbers are free to choose: each key is tried until one holds. */
    enum status (*whose_key)(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
        size_t place, struct keydir_trusted *signer, struct error *err);

    /* The signature holds over the manifest in front: is there anything against reading it? NULL
     * for nothing. */
    enum status (*may_read)(void *context, const struct bundle_front *front, struct error *err);

    /* Whose card: replaces *signer by the card of this fingerprint if that is known and carries the
     * same key, else leaves it as it is. NULL if only one card can be meant. */
    enum status (*whose_card)(void *context, const uint8_t fingerprint[FINGERPRINT_SIZE],
        struct keydir_trusted *signer, struct error *err);

    /* A submission that was judged when it was received and is opened anew: no card of it need be
     * valid today, and who it was sealed to is not asked again. */
    bool kept;
    bool submissions;                 /* the register's: feedback is nothing that it can hold */
    const struct keydir_trusted *own; /* unless kept: all cards that the reader ever had */
    size_t owns;
    int64_t now;     /* unless kept: seconds since 1970, by this machine's clock */
    size_t workers;  /* that read one payload at once, at most (format/payload_shares.h); 0: one */
    uint64_t share;  /* packed bytes that each of them has at least, by and large */
    int64_t arrived; /* likewise; when the bundle came, if that was earlier, else 0: a card that was
                        valid then is good, though it has ended since */
    struct client_pause *pause; /* while a worker is waited for; NULL: nothing */
};

/* Seconds by which clocks of two machines may differ without a note: a day, ours. */
#define OPENING_CLOCKS_DIFFER ((int64_t)86400)

/* Seconds before its end from which a card's end is noted: 60 days, ours. */
#define OPENING_CARD_ENDS ((int64_t)60 * 86400)

/* The most workers of one bundle, and what each has: so many bytes take some 20 ms, to make a
 * worker takes one or two. Whoever receives has the packed bytes of a group and one more bundle at
 * hand, and so few processes more than bundles. */
#define OPENING_WORKERS_MAX CREW_HANDS_MAX
#define OPENING_SHARE (UINT64_C(4) << 20)

/* What is noted of a bundle without refusing it. */
#define OPENING_NOTES_MAX 4
#define OPENING_NOTE_SIZE 512
struct opening_notes {
    size_t count;
    char note[OPENING_NOTES_MAX][OPENING_NOTE_SIZE];
};

/* How far an opening has come: the last step that succeeded. */
enum opening_step {
    OPENING_NEW,
    OPENING_UNWRAPPED,
    OPENING_STARTED,
    OPENING_SPLIT,
    OPENING_SIGNED,
    OPENING_REBUILT, /* the manifest may be believed */
    OPENING_JUDGED,  /* and its parties are who they must be */
    OPENING_HASHING, /* the digest of its payload was asked for */
    OPENING_DIVIDED, /* its payload has that digest, and several workers read it */
    OPENING_READ,
};

/* One bundle. Callers read it and change nothing. */
struct opening {
    const struct opening_policy *policy;
    enum opening_step step;
    bool over; /* no step may follow */
    int fd;    /* borrowed */
    struct bundle_envelope envelope;
    uint8_t *file_key; /* secret memory; NULL once the workers have it in their own */
    struct client worker;
    struct client other[OPENING_WORKERS_MAX - 1]; /* those of further shares of the payload */
    size_t others;
    struct bundle_front front; /* from OPENING_SPLIT on */

    bool claim_known; /* what the signature says of itself, verified or not */
    struct minisign_claim claim;
    bool signer_known; /* the signature holds; whatever was refused afterwards */
    struct keydir_trusted signer;

    struct manifest manifest;
    const struct keydir_trusted *own; /* of the policy's: the card that it is sealed to; NULL if
                                         kept */
    struct opening_notes notes;

    struct answers answers;          /* opening_answers: verified, */
    struct buffer answers_json;      /* their bytes */
    struct buffer answers_signature; /* and the signature on these */
    bool signed_before; /* opening_members: feedback on answers that another key than the reader's
                           signed, so that this one signature was not verified */
};

/* Some 200 kB, all zero but the policy, which is borrowed. To be freed on every way out, which
 * kills the worker and wipes the file key and the answers. */
struct opening *opening_new(const struct opening_policy *policy)
    __attribute__((malloc, returns_nonnull));
void opening_free(struct opening *opening);

/* fd: borrowed, readable at any offset. The identities are not used after this. */
enum status opening_unwrap(struct opening *opening, int fd, uint64_t size,
    const struct age_identities *identities, struct error *err) MUST_USE;

/* STATUS_FAILED if there is no spawner. editions: borrowed; NULL if no answers are to be parsed. */
enum status opening_start(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err) MUST_USE;

/* The same of a file that is still being copied: it was unwrapped with the size that it will have.
 * opening_ahead says how many bytes are there, and the worker, which is not waited for, hashes
 * ahead what it can. When the file is whole, opening_ask_split has the worker go on. */
enum status opening_start_ahead(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err) MUST_USE;
enum status opening_ahead(struct opening *opening, uint64_t written, struct error *err) MUST_USE;
enum status opening_ask_split(struct opening *opening, struct error *err) MUST_USE;

enum status opening_split(struct opening *opening, struct error *err) MUST_USE;
enum status opening_signature(struct opening *opening, struct error *err) MUST_USE;
enum status opening_manifest(struct opening *opening, struct error *err) MUST_USE;
enum status opening_parties(struct opening *opening, struct error *err) MUST_USE;

/* All steps from opening_start to opening_parties. */
enum status opening_verify(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err) MUST_USE;

/* edition: the place, among those that the worker was started with, of the one that the manifest
 * names. */
enum status opening_answers(struct opening *opening, size_t edition, struct error *err) MUST_USE;

/* Asks for the answers, without waiting for them: opening_answers, with the same edition, takes
 * them. What the steps before it wait for is asked for by those before these.
 *
 * A large payload is read by several workers, by the policy. Then the digest is asked for (the step
 * is OPENING_HASHING), and one or two steps come between these, with the same edition.
 * opening_divide: the worker says that the payload has its digest, and only then is anything
 * inflated (S2). Others are started, and each reads a share, or the payload cannot be divided after
 * all: then no step comes between any more. Refused: as opening_answers, damaged and
 * content-mismatch. opening_join: all shares are good, or the worker was asked for all. */
enum status opening_ask_answers(
    struct opening *opening, size_t edition, struct error *err) MUST_USE;
enum status opening_divide(struct opening *opening, const struct spawner *spawner, size_t edition,
    struct error *err) MUST_USE;
enum status opening_join(struct opening *opening, size_t edition, struct error *err) MUST_USE;

/* Whether the next step, from opening_split on, can be taken without waiting for a worker. */
bool opening_is_ready(struct opening *opening);

/* Between these nobody waits for its workers: it is not their time that passes. */
void opening_leave(struct opening *opening);
void opening_return(struct opening *opening);

/* Whether the next step asks nobody: neither the policy nor the worker, whose reply is there. So it
 * is opening_unwrap, opening_manifest or opening_answers, and another thread may take it. */
bool opening_asks_nobody(const struct opening *opening);

/* Before opening_members, of a submission that was received before (kept). Reads the whole file: if
 * it has the MAC of what was received, its payload was compared with the manifest then, and is not
 * before it is inflated now. Any other file is read as if this had not been asked.
 * What file_mac_check refuses is passed on. progress may be NULL. */
enum status opening_recognise(struct opening *opening, const struct file_mac *received,
    const struct stream_progress *progress, struct error *err) MUST_USE;

/* Hands the members to the receiver, whose failures are passed on; it must let nothing out before
 * this has succeeded. The organisation is the signer of a submission, and of feedback the reader.
 */
enum status opening_members(
    struct opening *opening, const struct payload_receiver *receiver, struct error *err) MUST_USE;

#endif
