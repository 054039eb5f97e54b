/* All submissions in the order of importing, each with the record of its answers.
 *
 * A row that lacks its record (register/record_blocks.h) is read from the sealed answers: its
 * record is made for the moment, with the same content. */
#ifndef REGISTER_RECORD_WALK_H
#define REGISTER_RECORD_WALK_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/stream.h"
#include "format/editions.h"
#include "register/answer_record.h"
#include "register/store.h"
#include "register/stored_answers.h"
#include "register/submissions.h"

#include <stddef.h>
#include <stdint.h>

/* Appends the record of a row, made of its sealed answers (stored_answers_open) and its card's
 * label. STATUS_REFUSED also: REASON_DAMAGED for answers that no sealed form has. */
enum status record_make(struct stored_answers *stored, const struct submission *row,
    struct buffer *record, struct error *err) MUST_USE;

struct record_walk;

/* Of the row that is visited, what its record holds; valid until the next row. STATUS_REFUSED:
 * REASON_UNKNOWN_EDITION if it answers none of the known editions, REASON_DAMAGED. */
enum status record_walk_read(
    struct record_walk *walk, const struct answer_record **record, struct error *err) MUST_USE;

/* Calls visit for every row until it fails, in the order of importing and one call at a time, but
 * not always from the caller's thread, and while the database is read: it must use nothing of the
 * store but record_walk_read. All is of one moment. Where agreement_check has left the comparing of
 * rows to it, each is compared with the audit before it is visited, with its refusals.
 * STATUS_REFUSED, REASON_DAMAGED where records are not those of the rows
 * (record_reader_find); as record_make where a row that was asked for lacks its record. */
typedef enum status record_visit(
    void *context, const struct submission *row, struct record_walk *walk, struct error *err);
enum status record_walk(struct store *store, const uint8_t *key, const struct editions *editions,
    record_visit *visit, void *context, struct error *err) MUST_USE;

/* At most about how many rows that will be, by the last one's serial, which no row has to be read
 * for: to show how far the walk has come. Only the audit says that none is missing. */
enum status record_walk_rows(const struct store *store, uint64_t *rows, struct error *err) MUST_USE;

/* How many they are by the audit, where the comparing has been left to the walk; else 0. For who
 * makes room for what the rows become, which so does not move while it grows. */
size_t record_walk_audited(const struct store *store);

/* Makes the blocks that an older register, or one that somebody took blocks from, lacks, all in one
 * transaction, and first the table of them; those with a row whose edition is not known are left.
 * To be called with the lock, before a change is begun. progress counts rows, and may be NULL.
 * STATUS_REFUSED where sealed answers are not what was put there. */
enum status record_renewal(struct store *store, const uint8_t *key, const struct editions *editions,
    const struct stream_progress *progress, struct error *err) MUST_USE;

/* How many rows record_renewal would look at; 0 if nothing is lacking. */
enum status record_renewal_rows(struct store *store, uint64_t *rows, struct error *err) MUST_USE;

#endif
