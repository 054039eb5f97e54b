/* Files on their way into the register: copied first, then judged, then kept or removed. */
#ifndef REGISTER_INTAKE_H
#define REGISTER_INTAKE_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/list.h"
#include "base/stream.h"
#include "base/undo.h"
#include "format/file_mac.h"
#include "format/fingerprint.h"
#include "format/manifest.h"
#include "register/store.h"
#include "register/stored_answers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All refused bundles together may take this much; beyond it they are not kept. */
#define INTAKE_QUARANTINE_MAX (UINT64_C(4) << 30)

/* So many refusals of files that no enrolled organisation has signed one run keeps and records: a
 * medium full of rubbish fills neither the quarantine nor the audit. */
#define INTAKE_STRANGERS_MAX 1000

/* Bytes from which a file is given a MAC (format/file_mac.h): to hash the payload of a smaller one
 * takes 3 ms. */
#define INTAKE_MAC_MIN (UINT64_C(1) << 20)

/* What a run has taken up so far. */
struct intake_room {
    uint64_t quarantined;    /* bytes in quarantine/; at first store_directory_size */
    size_t strangers;        /* refusals that were recorded, of INTAKE_STRANGERS_MAX */
    struct list manifests;   /* digests of the manifests of those recorded besides; owned */
    struct stored_rows rows; /* that it has met; owned */
};

#define INTAKE_ROOM_NONE                                                                           \
    ((struct intake_room){.manifests = {.size = MANIFEST_DIGEST_SIZE}, .rows = STORED_ROWS_NONE})
void intake_room_free(struct intake_room *room);

/* Whether the run has not noted this manifest before; it has from now on. */
bool intake_note_manifest(
    struct intake_room *room, const uint8_t digest[MANIFEST_DIGEST_SIZE]) MUST_USE;

/* A copy in incoming/; every step reads it and none the medium again. */
struct intake {
    int fd;            /* open for reading; -1 if there is none */
    char *path;        /* in incoming/; owned */
    bool named;        /* it has a name elsewhere, and none there */
    struct undo *undo; /* removes it from incoming/ if memory ends */
    uint64_t size;
    struct fingerprint sealed; /* BLAKE2b-256 of its bytes */
    struct buffer beginning;   /* and the first of them, at most BUNDLE_BEGINNING_MAX */
    bool has_mac; /* there are INTAKE_MAC_MIN at least, and this is their MAC; secret */
    struct file_mac mac;
};

#define INTAKE_NONE ((struct intake){.fd = -1})

/* Copies a file, opened without following a link, regular and at most BUNDLE_SIZE_MAX, hashing what
 * it writes; intake_sync brings it to the disk. STATUS_REFUSED with REASON_TOO_LARGE; STATUS_FAILED
 * if reading or writing fails. Nothing is left in incoming/ on failure. progress, which may be
 * NULL, is called as bytes are written: intake->fd may be read as far, and intake->size is what the
 * file has promised. */
enum status intake_copy(const struct store *store, const char *path,
    const struct stream_progress *progress, struct intake *intake, struct error *err) MUST_USE;

/* The same of what comes from a source, whose failures and refusals are passed on; it has promised
 * nothing. */
enum status intake_copy_from(const struct store *store, const struct source *source,
    struct intake *intake, struct error *err) MUST_USE;

/* Awaits that the copy is on the disk. What a failed sync has lost a later one does not bring back:
 * the copy is of no more use. */
enum status intake_sync(const struct intake *intake, struct error *err) MUST_USE;

/* Moves synced copies to originals/, where one may stand already from an interrupted run: all are
 * named, then each is synced under its name, and the directory once. On failure some are there;
 * intake_take_back moves such a one back. */
enum status intake_keep(const struct store *store, struct intake *const *intake, size_t count,
    struct error *err) MUST_USE;
void intake_take_back(const struct store *store, struct intake *intake);

/* Syncs the copy and moves it to quarantine/ unless that is full; *kept: whether it did. Carries on
 * room->quarantined. */
enum status intake_quarantine(const struct store *store, struct intake *intake,
    struct intake_room *room, bool *kept, struct error *err) MUST_USE;

/* Removes the file of these sealed bytes from one of the register's directories; whether it was
 * there. */
bool intake_remove(
    const struct store *store, const char *directory, const struct fingerprint *sealed);

/* Removes what is left of the copy, and closes it; to be called on every way out. */
void intake_release(struct intake *intake);

/* Removes what an interrupted run left in incoming/, and receipts in the making; the lock must be
 * held. */
enum status intake_clean(const struct store *store, struct error *err) MUST_USE;

#endif
