/* The records of submissions (register/answer_record.h) as they rest: sealed, in blocks of some
 * rows each (docs/format.md, "Records").
 *
 * Block b, from 0 on, has the records of the rows with serials 16 b + 1 to 16 b + 16, as many as
 * there are. It is sealed under a subkey of the register's key, and bound to register and place; in
 * it each record is bound to its row. Whoever cannot seal can take blocks away, which costs time
 * and nothing else: what lacks a record is read from the sealed answers, and the next command that
 * changes the register makes the block anew. What is there and is not what belongs there is
 * refused. */
#ifndef REGISTER_RECORD_BLOCKS_H
#define REGISTER_RECORD_BLOCKS_H

#include "base/buffer.h"
#include "base/error.h"
#include "register/answer_record.h"
#include "register/store.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_BLOCK_ROWS 16

/* Where a row's record is. */
#define RECORD_BLOCK_OF(serial) (((serial)-1) / RECORD_BLOCK_ROWS)

/* Appends a record to the content of a block. */
void record_block_put(struct buffer *content, const uint8_t *record, size_t length);

/* Seals a block's content, and puts it in its place, within a change. */
enum status record_block_write(struct store *store, const uint8_t *register_key, int64_t block,
    const struct buffer *content, struct error *err) MUST_USE;

/* Adds the record of a row that was just inserted, in the same transaction. Nothing is added where
 * its block lacks an earlier row's record: the block is made as a whole then (record_renewal).
 * STATUS_FAILED, REASON_DAMAGED if the block is not what belongs there. */
enum status record_block_add(struct store *store, const uint8_t *register_key, int64_t serial,
    const struct buffer *record, struct error *err) MUST_USE;

/* Appends the record of one row by itself; nothing if its block is lacking. STATUS_REFUSED as
 * record_reader_find. */
enum status record_block_read(struct store *store, const uint8_t *register_key,
    const struct submission *row, struct buffer *record, struct error *err) MUST_USE;

/* A block in hand. A zeroed one with the number -1 is none. */
struct record_block {
    int64_t number;
    bool lacking;          /* it is not there, */
    bool broken;           /* or it, or what comes before it, is not what belongs there */
    struct buffer sealed;  /* as it rests, until it is opened */
    struct buffer content; /* of it */
    size_t at;             /* in the content, of the record after the one found last */
    int64_t place;         /* of that record in the block */
};
void record_block_free(struct record_block *block);

/* Reads records in the order of their rows. */
struct record_reader;

/* The caller's (record_reader_free). All that is read is to be of one moment
 * (store_begin_reading). */
enum status record_reader_new(struct store *store, const uint8_t *register_key,
    struct record_reader **reader, struct error *err) MUST_USE;
void record_reader_free(struct record_reader *reader); /* accepts NULL */

/* Reads a block, each call for a later one, in the place of what *block had. Of one that is longer
 * than its records can be nothing is kept: it opens as broken. */
enum status record_reader_enter(struct record_reader *reader, int64_t number,
    struct record_block *block, struct error *err) MUST_USE;

/* Opens a block that was read, if it is there. Any thread may do that, and what follows, while
 * others are read. */
void record_block_open(const struct record_reader *reader, struct record_block *block);

/* Finds the record of a row of an opened block, each call for a later one: *bytes is NULL if the
 * block is lacking, else the block's. STATUS_REFUSED, REASON_DAMAGED if the block does not open, is
 * another one, lacks the row, or has another row's record in its place; the rows of other blocks
 * can be asked for after that. */
enum status record_block_find(const struct record_reader *reader, struct record_block *block,
    const struct submission *row, const uint8_t **bytes, size_t *length,
    struct error *err) MUST_USE;

/* Whether no record is left in a block. */
bool record_block_is_done(const struct record_block *block);

/* All three for the row's block, which the reader keeps: *bytes is valid until the next call. */
enum status record_reader_find(struct record_reader *reader, const struct submission *row,
    const uint8_t **bytes, size_t *length, struct error *err) MUST_USE;

/* The same refusal, of that block. */
enum status record_reader_refuse(
    const struct record_reader *reader, int64_t block, struct error *err) MUST_USE;

/* After the last row: whether no block is left, and nothing in the last one of record_reader_find.
 * STATUS_REFUSED as above. */
enum status record_reader_end(struct record_reader *reader, struct error *err) MUST_USE;

#endif
