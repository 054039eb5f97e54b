/* What a key directory notes when another register takes the place of the one that it knows: where
 * that one is, since when, and the head that it knew until then, so that the refusal of the one
 * that was replaced can say what happened, and the way back stays open (docs/format.md, "Audit").
 *
 * Beside heads/REGISTER.head lie heads/REGISTER.head.replaced, one line "MOMENT PATH", which is
 * only shown; and heads/REGISTER.head.former, the signed head until then, by which a register is
 * judged that is taken back. */
#ifndef REGISTER_REPLACED_H
#define REGISTER_REPLACED_H

#include "base/clock.h"
#include "base/error.h"
#include "format/head.h"
#include "register/audit.h"

#include <limits.h>
#include <stdbool.h>

struct replaced {
    char since[MOMENT_SIZE];
    char by[PATH_MAX]; /* the register that is taken since, as it may be shown (text_show) */
};

/* Notes that the register in by is the one from now on, with the head that the key directory keeps
 * as the former one. by: must exist, or its directory. */
enum status replaced_note(const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], const char *by,
    int64_t now, struct error *err) MUST_USE;

/* What was noted; false if nothing was, or it cannot be read. */
bool replaced_find(
    const char *keys, const uint8_t id[HEAD_REGISTER_SIZE], struct replaced *replaced);

/* The former head, signed with that key. STATUS_REFUSED: REASON_NOT_FOUND if there is none, and the
 * refusals of head_open; REASON_BAD_VALUE for that of another register. */
enum status replaced_former(
    const struct audit *audit, struct head *head, struct error *err) MUST_USE;

/* The end of a register's audit, as its last row has it: whether that holds was not judged. */
struct replaced_end {
    uint64_t rows;
    char last[MOMENT_SIZE];
};

enum status replaced_end(struct store *store, struct replaced_end *end, struct error *err) MUST_USE;

/* Whether a register that ends so lacks more than the row that a trial of a copy leaves: then
 * something was done in the one that the head is of, and would be lost. */
bool replaced_loses(const struct replaced_end *end, const struct head *head);

/* The refusal of a register that was replaced and is not the one that the key directory knows
 * (audit->head), with the rows of both, and the way back if it has one. */
enum status replaced_refuse(
    const struct audit *audit, const struct replaced *replaced, struct error *err) MUST_USE;

#endif
