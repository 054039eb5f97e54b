/* Editions that a register keeps (docs/format.md, "Editions of a register").
 *
 * Each is the file as it was added, in the table editions. The audit has the digest of that file
 * (the row that tells of the edition last), so whoever can write to the register's file changes no
 * question, word or figure: a file that has another digest is not read at all. */
#ifndef REGISTER_KEPT_EDITIONS_H
#define REGISTER_KEPT_EDITIONS_H

#include "base/error.h"
#include "format/editions.h"
#include "format/fingerprint.h"
#include "register/audit.h"
#include "register/store.h"

#include <stddef.h>
#include <stdint.h>

/* The words of an edition's row in the audit; file: all bytes of it. */
void kept_editions_words(
    char words[AUDIT_SUBJECT_SIZE], const struct edition *edition, const void *file, size_t length);

/* The digest of a file as the audit has it. */
void kept_editions_digest(struct fingerprint *digest, const void *file, size_t length);

/* Calls take for each row of the table, in the order of adding, until it fails; an older register
 * has none. id: at most EDITION_WORD_SIZE with its NUL, "" if the row's is none. */
enum status kept_editions_each(struct store *store,
    enum status (*take)(
        void *context, const char *id, const void *file, size_t length, struct error *err),
    void *context, struct error *err) MUST_USE;

/* After agreement_check: adds all of them, each compared once more with what the audit says.
 * STATUS_REFUSED, REASON_DAMAGED; the refusals of edition_load, of one that a newer program added.
 */
enum status kept_editions_load(
    struct store *store, struct editions *editions, struct error *err) MUST_USE;

/* For whoever examines a register that may not be whole: walks the chain as far as it holds, and
 * adds those that it vouches for and that this program reads. After audit_prove. */
enum status kept_editions_examine(
    struct audit *audit, struct editions *editions, struct error *err) MUST_USE;

#endif
