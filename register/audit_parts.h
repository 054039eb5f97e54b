/* The audit's rows as they stand in the database, and their links: for the audit's own files. */
#ifndef REGISTER_AUDIT_PARTS_H
#define REGISTER_AUDIT_PARTS_H

#include "base/error.h"
#include "register/audit.h"
#include "register/store_parts.h"

#include <stdbool.h>
#include <stdint.h>

/* Takes a row of serial, time, kind, subject and link. False for what cannot have been appended:
 * then only serial and time are filled. */
bool audit_row_read(sqlite3_stmt *select, struct audit_row *row);

/* The link that a row must have after one with that link. */
void audit_link_of(const struct audit *audit, const uint8_t before[HEAD_LINK_SIZE],
    const struct audit_row *row, uint8_t link[HEAD_LINK_SIZE]);

/* REASON_BROKEN_CHAIN, at that row. */
enum status audit_refuse_chain(enum status status, uint64_t serial, struct error *err);

/* Verifies the rows that follow audit->last, and moves that on, calling visit (which may be NULL)
 * for each that holds. */
enum status audit_follow(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    void *context, struct error *err) MUST_USE;

/* The same on all cores (audit_walk_divided). known: how many rows there are, as far as that is
 * known; few are left to the caller's thread. */
enum status audit_follow_divided(struct audit *audit, uint64_t known,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    enum status (*beside)(void *context, uint64_t serial, struct error *err), void *context,
    struct error *err) MUST_USE;

#endif
