/* Sealing the originals of a register to other keys of its owner (register.key: vault_reseal).
 *
 * An original's header is made anew around the same file key; the nonce and all chunks stay byte
 * for byte what arrived. That is safe: no chunk is encrypted again, so none is under one key with
 * two contents, and the new header has its own encapsulation and authenticator (age, "Header": the
 * file key may be wrapped for any recipients, the payload depends on the file key and nonce alone).
 * It takes from the old key what lies in this register, and nothing from copies made before.
 *
 * An original keeps its name, the digest of what arrived; its row has the digest that the file
 * has by now, and for which recipients. The row is written before the file gets its name: after a
 * run that was cut off between them the next one finds that file unfinished and does it again. What
 * lies in quarantine stays as it arrived. */
#ifndef REGISTER_REWRAP_H
#define REGISTER_REWRAP_H

#include "base/error.h"
#include "base/stream.h"
#include "crypto/age_keys.h"
#include "format/fingerprint.h"
#include "register/store.h"

#include <stddef.h>
#include <stdint.h>

/* What rewrapping needs; all borrowed. */
struct rewrap {
    struct store *store;                     /* open for writing */
    const uint8_t *key;                      /* the register's */
    const struct age_identities *old;        /* any of them opens what is there */
    const struct age_recipients *recipients; /* the new ones, hybrid */
    const struct age_identities *check;      /* opens what is sealed to them: read back with it */
    const struct stream_progress *progress;  /* bytes of originals/; may be NULL */
    void (*failed)(
        void *context, const char *why); /* called for each original that stays as it is */
    void *context;
};

struct rewrap_counts {
    size_t done;
    size_t already; /* sealed to these recipients by an earlier run */
    size_t failed;  /* that could not be opened */
};

/* BLAKE2b-256 of the recipients' text forms, one a line, in their order. */
void rewrap_target(const struct age_recipients *recipients, struct fingerprint *target);

/* Seals every original, each whole or not at all, and then the register's key to the new
 * recipients; the change is reported already (changes_rewrap). Every chunk of a copy is the
 * original's, and its header is opened with `check` before it takes the original's place. An
 * original that no old identity opens, or that is damaged, does not keep the others from the new
 * keys. STATUS_REFUSED, REASON_NO_MATCH if `check` does not open the register's new key. */
enum status rewrap_register(
    const struct rewrap *rewrap, struct rewrap_counts *counts, struct error *err) MUST_USE;

#endif
