/* The register's directory and database (docs/format.md, "Register").
 *
 * - register.db: SQLite, write-ahead log, synchronous=FULL
 * - register.key: see register/vault.h
 * - originals/: imported bundles, by sealed digest
 * - incoming/: copies that are being judged
 * - quarantine/: refused bundles, by sealed digest
 * - receipts/: signed, by sealed digest
 * - register.lock: held by whoever writes
 *
 * In the clear are ids, numbers, editions, times, digests, the senders' cards, and who was asked to
 * answer and when; everything that derives from answers rests encrypted. */
#ifndef REGISTER_STORE_H
#define REGISTER_STORE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

#define STORE_DATABASE "register.db"
#define STORE_KEY "register.key"
#define STORE_LOCK "register.lock"
#define STORE_ORIGINALS "originals"
#define STORE_INCOMING "incoming"
#define STORE_QUARANTINE "quarantine"
#define STORE_RECEIPTS "receipts"

/* Of a register; one of the first is read too, and gets this with its first change. That one has
 * neither the index of senders nor MACs of originals in records, which who reads the first alone
 * takes for damage. */
#define STORE_VERSION 2
#define STORE_VERSION_FIRST 1

#define STORE_ID_SIZE 16

struct store {
    char *path;                  /* owned */
    struct sqlite3 *db;          /* owned; for the files of register/ only */
    int lock;                    /* -1 if not held */
    int64_t version;             /* STORE_VERSION_FIRST to STORE_VERSION */
    bool demo;                   /* has been used with example keys, and is marked for ever */
    bool demo_kept;              /* the same without the transaction that has not ended yet */
    uint8_t id[STORE_ID_SIZE];   /* random, made with the register */
    struct audited *audited;     /* owned; what the audit says, once it was walked; else NULL */
    struct import_list *imports; /* owned; what the next walk through the records compares its rows
                                    with (register/agreement.h); else NULL */
    struct store_kept *kept; /* owned; statements that are used again (register/store_parts.h) */
    bool records;            /* has the table of records (register/record_blocks.h), as all but
                                older registers have */
    bool editions;           /* likewise of editions (register/kept_editions.h), */
    bool enrolments;         /* and the index of senders that has all but their cards */
};

/* Makes an empty register. A directory that holds one already is left as it is: STATUS_FAILED,
 * REASON_EXISTS. On other failures the database is removed again. */
enum status store_create(const char *path, bool demo, struct error *err) MUST_USE;

/* Opens a register. write: take the lock, which one process holds at a time; STATUS_FAILED with
 * REASON_IO_ERROR if another has it, REASON_NOT_FOUND if there is no register. Where nothing can be
 * written into its directory it is opened to read as it lies, unless its last changes wait in the
 * log. *store is the caller's; empty on failure. */
enum status store_open(
    const char *path, bool write, struct store *store, struct error *err) MUST_USE;

/* The same for a copy that nobody writes to: it is opened as it lies, only to read, and nothing is
 * written beside it either, neither a log nor a lock. */
enum status store_open_copy(const char *path, struct store *store, struct error *err) MUST_USE;
void store_close(struct store *store);

/* Gives an older register, which is open for writing, the tables that it lacks, empty, and this
 * version. */
enum status store_take_over(struct store *store, struct error *err) MUST_USE;

/* "PATH/DIRECTORY/HEX+SUFFIX", allocated. digest: 32 bytes. */
char *store_file(
    const struct store *store, const char *directory, const uint8_t *digest, const char *suffix);

/* The bytes of the files in one of a register's directories; of what cannot be examined, none. */
uint64_t store_directory_size(const char *path, const char *directory);

#endif
