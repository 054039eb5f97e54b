/* The signed head that lies in the register itself, as register.head: what proves to a key
 * directory that keeps no head of the register that it is the authority's own (docs/format.md,
 * "Audit").
 *
 * It is written when a register is made, copied, restored or moved to new keys, and not after each
 * change: the register may be ahead of it, never behind. It says whose register this is, not that
 * it is the newest; only a head in the key directory says that. */
#ifndef REGISTER_PROOF_H
#define REGISTER_PROOF_H

#include "base/error.h"
#include "crypto/minisign_key.h"
#include "format/head.h"

#define PROOF_FILE "register.head"

/* Writes the head into a register's directory, in place of one that is there. */
enum status proof_write(const char *path, const struct head *head,
    const struct minisign_secret *sign, struct error *err) MUST_USE;

/* Reads it, signed with that key, which the caller knows to be the authority's: its own, or that of
 * a card whose fingerprint was compared. STATUS_REFUSED: REASON_UNPROVEN_REGISTER if there is none,
 * and the refusals of head_open. */
enum status proof_read(const char *path, const struct minisign_public *authority, struct head *head,
    struct error *err) MUST_USE;

#endif
