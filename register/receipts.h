/* Whose the receipts of a register are. Each lies in receipts/, by the digest of the sealed file;
 * which organisation that came from, the rows of submissions and refusals know. */
#ifndef REGISTER_RECEIPTS_H
#define REGISTER_RECEIPTS_H

#include "base/error.h"
#include "format/fingerprint.h"
#include "format/manifest.h"
#include "register/store.h"

/* The bundle that a receipt is about. */
struct receipt_owner {
    char number[MANIFEST_NUMBER_SIZE]; /* "" if no signature has shown whose it is */
    struct fingerprint sealed;
};

/* Calls visit for everything that a receipt may have been given for, by number, each number's by
 * digest, until it fails. Whether there is one is for the caller to look: a refusal for which no
 * word was given has none. */
enum status receipts_each(struct store *store,
    enum status (*visit)(void *context, const struct receipt_owner *owner, struct error *err),
    void *context, struct error *err) MUST_USE;

#endif
