/* The steps that changes are made of, for files of register/ only: each writes rows, within a
 * change that was begun with audit_begin. They are put together in register/changes.c, and their
 * refusals are told there. */
#ifndef REGISTER_CHANGES_PARTS_H
#define REGISTER_CHANGES_PARTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/editions.h"
#include "register/audit.h"
#include "register/population.h"
#include "register/rounds.h"
#include "register/senders.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the frame of a change ---- */

enum status audit_begin(struct audit *audit, struct error *err) MUST_USE;

/* Appends a row. The subject is built from a printf format. */
enum status audit_append(struct audit *audit, enum audit_kind kind, int64_t now, struct error *err,
    const char *format, ...) __attribute__((format(printf, 5, 6))) MUST_USE;

/* Commits if status is STATUS_OK and rolls back otherwise, and also if no row was appended since
 * audit_begin: that is a fault of this program, STATUS_FAILED. Returns status, or the failure of
 * the commit. */
enum status audit_commit(struct audit *audit, enum status status, struct error *err) MUST_USE;

/* After audit_commit: the new head. If it cannot be written, the change stands and the failure says
 * so; the next command that changes the register writes it. */
enum status audit_head(struct audit *audit, struct error *err) MUST_USE;

/* Both of these. */
enum status audit_end(struct audit *audit, enum status status, struct error *err) MUST_USE;

/* ---- rows ---- */

/* Marks the register as used with example keys, for ever. */
enum status store_mark_demo(struct store *store, struct error *err) MUST_USE;

enum status senders_enrol(struct store *store, const void *frame, size_t length,
    const struct card *card, const struct fingerprint *fingerprint, int64_t now,
    struct error *err) MUST_USE;

/* STATUS_REFUSED, REASON_NOT_FOUND if no card of the number is in force. */
enum status senders_revoke(struct store *store, const char *number, const char *reason, int64_t now,
    struct error *err) MUST_USE;

/* The content is answers.json and its signature, which stay together; serial is filled in. record:
 * of these answers (answer_record_encode); NULL or empty leaves it to be made later. */
enum status submissions_add(struct store *store, const uint8_t *key, struct submission *submission,
    const struct buffer *answers, const struct buffer *signature, const struct buffer *record,
    struct error *err) MUST_USE;

/* Puts the day of arrival and the reference of the submission into its row. */
enum status submissions_amend(
    struct store *store, const struct submission *submission, struct error *err) MUST_USE;

/* Marks these rows' choice: chosen for the one, not chosen for the others. */
enum status submissions_choose(struct store *store, int64_t chosen, const int64_t *others,
    size_t count, struct error *err) MUST_USE;

/* Marks what was imported from an organisation at or after a moment as suspect, and takes back that
 * it was chosen: that choice was made without knowing. *count: how many rows have the mark anew. */
enum status submissions_suspect(struct store *store, const char *number, int64_t since,
    size_t *count, struct error *err) MUST_USE;

/* Notes that the original of a row gets a new header: its new digest, and that of the recipients
 * (register/rewrap.h). The change that rewrapping is has its row before the first of these. */
enum status submissions_rewrapped(struct store *store, int64_t serial,
    const struct fingerprint *rewrapped, const uint8_t *recipients, struct error *err) MUST_USE;

/* Notes a refusal, once for each sealed file: the last reason, time and number stay. number: the
 * organisation's whose signature held, or "". */
enum status submissions_refused(struct store *store, const struct fingerprint *sealed,
    enum reason reason, int64_t now, uint64_t size, const char *number, struct error *err) MUST_USE;

/* Forgets a refusal, for a file that is imported now. */
enum status submissions_accepted(
    struct store *store, const struct fingerprint *sealed, struct error *err) MUST_USE;

/* *changed: whether there was a round of that id. */
enum status rounds_put(struct store *store, const struct editions *editions,
    const struct round *round, bool *changed, struct error *err) MUST_USE;

/* Puts an edition's file, as it was read, in the place of the earlier one of its id. */
enum status kept_editions_put(struct store *store, const struct edition *edition, const void *file,
    size_t length, struct error *err) MUST_USE;

/* Puts a list in the place of the round's earlier one. */
enum status population_replace(struct store *store, const char *round,
    const struct population_entry *list, size_t count, struct error *err) MUST_USE;

/* Gives the list of one round to another one, which must have none. */
enum status population_move(
    struct store *store, const char *from, const char *to, struct error *err) MUST_USE;

#endif
