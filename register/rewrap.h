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
#include "crypto/age_keys.h"
#include "format/fingerprint.h"
#include "register/store.h"
#include "register/submissions.h"

#include <stddef.h>
#include <stdint.h>

/* What rewrapping needs; all borrowed. */
struct rewrap {
    struct store *store;                     /* open for writing */
    const struct age_identities *old;        /* any of them opens what is there */
    const struct age_recipients *recipients; /* the new ones, hybrid */
    const struct age_identities *check;      /* opens what is sealed to them: read back with it */
    struct fingerprint target;               /* of the recipients: rewrap_target */
};

/* BLAKE2b-256 of the recipients' text forms, one a line, in their order. */
void rewrap_target(const struct age_recipients *recipients, struct fingerprint *target);

/* Whether the row says that its original is sealed to these recipients, and the file is the one
 * that the row names. */
enum status rewrap_is_done(const struct rewrap *rewrap, const struct submission *submission,
    bool *done, struct error *err) MUST_USE;

/* Seals one original to the new recipients; whole or not at all. Every chunk of the copy is the
 * original's, and its header is opened with `check` before it takes the original's place.
 * STATUS_REFUSED: REASON_NOT_FOR_US if no old identity opens it, REASON_DAMAGED,
 * REASON_NOT_A_BUNDLE; REASON_NO_MATCH if `check` does not open the new header. */
enum status rewrap_original(
    const struct rewrap *rewrap, const struct submission *submission, struct error *err) MUST_USE;

#endif
