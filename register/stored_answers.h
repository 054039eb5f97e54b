/* The answers that rest in the register, opened one submission at a time. */
#ifndef REGISTER_STORED_ANSWERS_H
#define REGISTER_STORED_ANSWERS_H

#include "base/clock.h"
#include "base/error.h"
#include "base/list.h"
#include "format/answers.h"
#include "format/editions.h"
#include "register/store.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stdint.h>

/* A row of submissions that a run has met, and the period that its answers are about. */
struct stored_row {
    struct submission submission;
    char from[DAY_SIZE];
    char to[DAY_SIZE];
};

/* Those that a run has met, by serial - 1; NULL for others. A zeroed list with its size is an empty
 * one. Held are so many, of about 1 KiB each; the rest are read each time. */
#define STORED_ROWS_MAX 16384
struct stored_rows {
    struct list row; /* of struct stored_row *, owned */
    size_t held;
};
#define STORED_ROWS_NONE ((struct stored_rows){.row = {.size = sizeof(struct stored_row *)}})
void stored_rows_free(struct stored_rows *rows);

/* Keeps a row, or what it has become, as it is for as long as the run has the lock. */
void stored_rows_note(struct stored_rows *rows, const struct submission *submission,
    const char *from, const char *to);

/* NULL if it is not kept; valid until the list is released. rows may be NULL. */
const struct stored_row *stored_rows_find(const struct stored_rows *rows, int64_t serial);

/* With only the first four members set it is ready to open. */
struct stored_answers {
    struct store *store;             /* borrowed, as the next two are */
    const uint8_t *key;              /* the register's */
    const struct editions *editions; /* the known ones */
    bool verified; /* the organisation's own signature is verified too, before they are parsed */
    struct stored_rows *rows;      /* that a run with the lock has met; borrowed, or NULL */
    struct answers *answers;       /* of the submission that was opened last */
    const struct edition *edition; /* that it answers; one of editions */
};

/* Opens the answers of a row in the place of those before. STATUS_REFUSED: REASON_UNKNOWN_EDITION
 * if it answers none of the known editions, REASON_DAMAGED if what rests is not what was put there,
 * REASON_BAD_SIGNATURE as stored_answers_verify. */
enum status stored_answers_open(
    struct stored_answers *stored, const struct submission *submission, struct error *err) MUST_USE;

/* Whether answers and signature, as they rest (submissions_answers), are what the organisation of
 * the row signed, by the card that the row names. STATUS_REFUSED, REASON_BAD_SIGNATURE; a card that
 * is lacking is STATUS_FAILED, REASON_DAMAGED. */
enum status stored_answers_verify(struct store *store, const struct submission *submission,
    const struct buffer *json, const struct buffer *signature, struct error *err) MUST_USE;

/* That refusal of a row that answers an edition which is not known. */
enum status stored_answers_refuse(const struct submission *submission, struct error *err) MUST_USE;

/* Wipes what was opened. */
void stored_answers_close(struct stored_answers *stored);

#endif
