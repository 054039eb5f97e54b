/* Copies of a register: the same files in another directory, and the signed head of its audit.
 *
 *     register.db, register.key, originals/, quarantine/, receipts/    as in the register
 *     incoming/      empty              register.head  register/proof.h, of the copy's own audit
 *
 * A copy is made while the register is in use: the database as it is at one moment, then the files
 * of its rows, which were there before the rows were. */
#ifndef REGISTER_COPY_H
#define REGISTER_COPY_H

#include "base/error.h"
#include "base/stream.h"
#include "register/store.h"

#include <stdint.h>

/* The bytes that progress counts, for a register or a copy of one. */
uint64_t copy_size(const char *path);

/* Fills an empty directory with a copy of an open register; everything in it is synced, its own
 * entries are not. progress may be NULL. */
enum status copy_make(const struct store *store, const char *to,
    const struct stream_progress *progress, struct error *err) MUST_USE;

/* Fills an empty directory with the register that a copy holds; the head is left out. from is only
 * read. */
enum status copy_take(const char *from, const char *to, const struct stream_progress *progress,
    struct error *err) MUST_USE;

#endif
