/* The changes of a register. Each function here is one change: it begins, does its work, appends
 * the rows of the audit that report it, and ends; afterwards the audit's signed head is kept. All
 * of it happens or nothing does.
 *
 * A register is changed in no other way: what writes rows is declared in register/changes_parts.h,
 * which only files of register/ include, and audit_end rolls back what no row of the audit reports.
 *
 * audit: open, on a store that is open for writing. now: the time that the row gets. Every function
 * fails with STATUS_FAILED, REASON_IO_ERROR if the database cannot be written. If only the head
 * cannot be kept, the change stands and the failure says so; the next change keeps it. */
#ifndef REGISTER_CHANGES_H
#define REGISTER_CHANGES_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/card.h"
#include "format/editions.h"
#include "format/keydir.h"
#include "register/audit.h"
#include "register/intake.h"
#include "register/population.h"
#include "register/publications.h"
#include "register/rounds.h"
#include "register/stored_answers.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- senders ---- */

/* Enrols a card, which the caller has opened from frame. A card with the sign key of enrolled ones
 * of the same organisation, later in the series than they, follows them. A card with example keys
 * marks the register as a demonstration. STATUS_REFUSED: REASON_EXISTS if this card is enrolled
 * already; REASON_REVOKED_KEY if its sign key was revoked; REASON_NOT_TRUSTED if it is earlier in
 * the series than an enrolled one, if its sign key is another organisation's, or if its
 * organisation has an enrolled card of another key that is not revoked. */
enum status changes_enrol(struct audit *audit, const struct buffer *frame, const struct card *card,
    const struct fingerprint *fingerprint, int64_t now, struct error *err) MUST_USE;

/* That the key of an organisation's cards is trusted no more. */
struct revocation {
    const char *number; /* canonical */
    const char *reason; /* at most SENDERS_REASON_MAX bytes */
    bool since_any;
    int64_t since; /* a day; what was imported from then on is suspect */
};

/* Revokes every card of an organisation, and marks as suspect what came since; *suspect: how many
 * have the mark anew. Cards that are revoked already stay so, and only the mark is new.
 * STATUS_REFUSED, REASON_NOT_FOUND if no card is in force and there is nothing to mark. */
enum status changes_revoke(struct audit *audit, const struct revocation *revocation, int64_t now,
    size_t *suspect, struct error *err) MUST_USE;

/* ---- submissions ---- */

#define CHANGES_IMPORT_MAX 64 /* submissions that are added in one transaction */

/* A submission that is to be added, with its answers.json, the signature on it and its original.
 * All borrowed. */
struct import {
    struct submission *submission; /* its serial is filled in */
    const struct buffer *answers;
    const struct buffer *signature;
    const struct buffer *record; /* of the answers (answer_record_encode) */
    struct intake *intake;       /* synced; gets its name */
};

/* Adds submissions of different files, no two of one organisation with the same id, and gives their
 * originals their names (intake_keep) before the rows are there: a run that is cut off between them
 * leaves files that the next run puts there again, never a row without its original (R1). The rows'
 * time is submission->imported. key: the register's. *stand: whether the rows are there, be it that
 * only the head could not be kept; if they are not, no original has its name. */
enum status changes_import(struct audit *audit, const uint8_t *key, const struct import *list,
    size_t count, bool *stand, struct error *err) MUST_USE;

/* Keeps the head that a failed one of those changes did not, if it still is not kept. */
enum status changes_head(struct audit *audit, struct error *err) MUST_USE;

/* A file that was refused. */
struct refusal {
    struct fingerprint sealed;
    enum reason reason;
    uint64_t size;
    bool bundle;      /* looks like one: then the refusal has a row of its own too */
    bool quarantined; /* is kept for another look */
    char number[MANIFEST_NUMBER_SIZE]; /* the organisation's whose signature held, or "" */
};

enum status changes_refuse(
    struct audit *audit, const struct refusal *refusal, int64_t now, struct error *err) MUST_USE;

/* Chooses the submission whose id begins as typed (submissions_find) among those of its
 * organisation, edition and period (register/current.h). *submission gets the row as it was.
 * STATUS_REFUSED: what submissions_find finds; REASON_BAD_VALUE if the organisation has replaced it
 * by another one; REASON_UNKNOWN_EDITION, REASON_DAMAGED as stored_answers_open. */
enum status changes_choose(struct audit *audit, struct stored_answers *stored, const char *typed,
    int64_t now, struct submission *submission, struct error *err) MUST_USE;

/* ---- editions ---- */

/* Keeps an edition from now on, or its wording in the place of the one that is kept. file: the
 * bytes that it was read from. editions: the known ones. STATUS_REFUSED, REASON_BAD_VALUE if
 * another model is known under its id, or if its id is that of a round of another edition. */
enum status changes_edition(struct audit *audit, const struct editions *editions,
    const struct edition *edition, const struct buffer *file, int64_t now,
    struct error *err) MUST_USE;

/* ---- rounds ---- */

/* Declares a round, or changes the one of that id (*changed). All of it is judged: STATUS_REFUSED,
 * REASON_BAD_VALUE for an id that is not of its form or is another edition's, for days that are
 * none or in the wrong order, for an edition that is not the one that the round has had, and for a
 * round that overlaps another one of the edition. editions: the known ones. The first round of an
 * edition takes over the population list that was imported before there was one; *taken: its
 * length, else 0. */
enum status changes_round(struct audit *audit, const struct editions *editions,
    const struct round *round, int64_t now, bool *changed, size_t *taken,
    struct error *err) MUST_USE;

/* Puts a population list in the place of the round's earlier one. list: by number, no number twice.
 */
enum status changes_population(struct audit *audit, const char *round,
    const struct population_entry *list, size_t count, int64_t now, struct error *err) MUST_USE;

/* ---- what leaves the register ---- */

/* Figures that may leave the authority. */
enum status changes_publish(struct audit *audit, const struct publication *publication, int64_t now,
    struct error *err) MUST_USE;

/* Figures that were written into a file, for use at the authority. */
enum status changes_export(struct audit *audit, const char *what, const char *round, int64_t now,
    struct error *err) MUST_USE;

/* A kit, under a number that no other one has. sealed: the digest of its file. */
enum status changes_kit(struct audit *audit, uint32_t number, const struct fingerprint *sealed,
    int64_t now, struct error *err) MUST_USE;

/* Feedback that is sealed to an organisation. */
struct feedback_sent {
    const char *number;
    const uint8_t *submission;        /* the id of what is answered, MANIFEST_ID_SIZE bytes */
    const uint8_t *bundle;            /* the feedback's own id, likewise */
    const struct fingerprint *sealed; /* of the feedback's file */
    const struct fingerprint *card;   /* that it is sealed to */
};

enum status changes_feedback(
    struct audit *audit, const struct feedback_sent *sent, int64_t now, struct error *err) MUST_USE;

/* ---- the register as a whole ---- */

/* Marks the register as a demonstration for ever, if these are keys that everyone has and it has
 * no such mark yet: what is done with such keys can never be trusted afterwards. One that was made
 * as a demonstration gets its row in the audit before any other. */
enum status changes_demo(
    struct audit *audit, const struct keydir *keys, int64_t now, struct error *err) MUST_USE;

/* That the clock was wrong when the audit's last row, of the moment *last, was written: now is
 * right, though it is before that, and later rows are bound by it alone. Rows, head and what was
 * revoked stay as they are. STATUS_REFUSED, REASON_BAD_VALUE unless now is before that row. */
enum status changes_clock(
    struct audit *audit, int64_t now, int64_t *last, struct error *err) MUST_USE;

/* That a copy is about to be made. The row comes first, so that the copy holds it: a copy that
 * lacked its register's last row would be an older register. It takes no lock, so the row of a
 * register that was made as a demonstration is added here, if it is to be the first. */
enum status changes_backup(struct audit *audit, int64_t now, struct error *err) MUST_USE;

/* That the register was made from a copy, whose audit was walked; older: than the one that it
 * stands for. Marks as changes_demo does. The head is not kept: the register has no name yet. */
enum status changes_restore(struct audit *audit, bool older, const struct keydir *keys, int64_t now,
    struct error *err) MUST_USE;

/* That the originals are about to be sealed to new keys, so that none is without this row; a run
 * that completes another one adds a row of its own. audit: of the new keys, to which the register
 * belongs from now on. target: of their recipients (rewrap_target). former: the authority's sign
 * key until now as in sign.pub, or "unknown". example: of the new keys or of those until now some
 * are keys that everyone has; marks as changes_demo does. */
enum status changes_rewrap(struct audit *audit, bool example, const struct fingerprint *target,
    const char *former, int64_t now, struct error *err) MUST_USE;

#endif
