/* The ways in which one passphrase can be written as bytes. A keyboard or a clipboard may give `å`
 * as one letter or as an `a` with a ring, and nobody sees which: what is set is the composed form
 * (NFC of Unicode, UAX #15), and what opens is tried as it was typed, then composed, then
 * decomposed (NFD). */
#ifndef CRYPTO_PASSPHRASE_FORM_H
#define CRYPTO_PASSPHRASE_FORM_H

#include "base/error.h"
#include "crypto/secret.h"

/* The composed form, or a copy of what is not UTF-8; the caller's to clear. */
struct secret passphrase_composed(const struct secret *passphrase);

/* Opens something with a passphrase. STATUS_REFUSED, REASON_WRONG_PASSPHRASE if it does not. */
typedef enum status passphrase_opens(
    void *context, const struct secret *passphrase, struct error *err);

/* Calls opens with each form that differs from those before it, until one is not the wrong
 * passphrase; the failure is that of the first. passphrase may be NULL or empty: then opens is
 * called once, with it. */
enum status passphrase_try(const struct secret *passphrase, passphrase_opens *opens, void *context,
    struct error *err) MUST_USE;

#endif
