/* Everything that a register holds, compared with everything else that it holds.
 *
 * The audit with its signed head; each row of senders, submissions, refusals, rounds and editions,
 * and each population list, with what the audit says, and the reverse; originals, answers, records
 * and receipts of every submission; quarantine; and what lies about without belonging to anything.
 */
#ifndef REGISTER_FSCK_H
#define REGISTER_FSCK_H

#include "base/error.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/editions.h"
#include "format/payload.h"
#include "isolate/spawner.h"
#include "register/audit.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The codes are a contract: they stand in JSON results. */
enum fsck_code {
    FSCK_AUDIT,             /* the chain is not whole, or the register is older than its head */
    FSCK_NOT_AUDITED,       /* a row that the audit does not have, or has otherwise */
    FSCK_ROW_MISSING,       /* the audit has a row that is not there */
    FSCK_SENDER,            /* an enrolled card does not open */
    FSCK_ORIGINAL_MISSING,  /* in originals/ */
    FSCK_ORIGINAL_CHANGED,  /* not the file that was imported */
    FSCK_MANIFEST_MISMATCH, /* the row is not what the original's manifest says */
    FSCK_ANSWERS,           /* the answers at rest do not open, or are not those that were signed */
    FSCK_RECEIPT_MISSING,   /* in receipts/ */
    FSCK_RECEIPT_WRONG,     /* not our word on that file */
    FSCK_QUARANTINE,        /* a refused file that was kept is missing or changed */
    FSCK_DATABASE,          /* an index, or the file, contradicts the tables */
    FSCK_LEFTOVER,          /* a file that belongs to nothing; harmless */
    FSCK_ROW_BROKEN,        /* a row that this program cannot have written */
    FSCK_RECORD, /* a record that is not what the sealed answers say, or not of its row */
};

/* Such as "original-missing"; static text. */
const char *fsck_code_name(enum fsck_code code);

struct fsck_finding {
    enum fsck_code code;
    bool harmless;       /* reported, but nothing is amiss */
    char subject[128];   /* a path within the register, a number, an id */
    const char *message; /* why, as a sentence; valid during the call only */
};

struct fsck_counts {
    size_t rows; /* of the audit */
    size_t senders;
    size_t submissions;
    size_t refusals;
    size_t unrecorded;  /* submissions that have no record yet; nothing is amiss */
    size_t amiss;       /* findings that are not harmless */
    size_t unreceipted; /* of these, receipts that are not there: receiving again writes them */
    bool in_originals;  /* some of those files are there as they came, */
    bool in_quarantine; /* and some there */
    bool rewrapped;     /* an original is another file than the one that came */
};

/* What is needed; all borrowed. */
struct fsck {
    struct store *store;
    struct audit *audit; /* open, not checked */
    const struct spawner *spawner;
    const uint8_t *key; /* the register's */
    const struct age_identities *identities;
    const struct minisign_public *authority; /* whose receipts they are */
    const struct editions *editions;         /* the known ones; of others no record is compared */
    bool headless; /* do not compare with the head in the key directory: the caller has judged it */
    const struct stream_progress *progress; /* bytes of originals/; may be NULL */
    enum status (*report)(void *context, const struct fsck_finding *finding, struct error *err);
    void *context;
};

/* STATUS_OK if everything could be looked at, whatever was found: *counts says how much.
 * STATUS_FAILED if the surroundings failed. Changes nothing. */
enum status fsck_run(
    const struct fsck *fsck, struct fsck_counts *counts, struct error *err) MUST_USE;

#endif
