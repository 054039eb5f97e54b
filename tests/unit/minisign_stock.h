/* Signatures that stock minisign makes, which the programs refuse: to hold ours against them. */
#ifndef MINISIGN_STOCK_H
#define MINISIGN_STOCK_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign_key.h"

/* Verifies what stock minisign verifies: any untrusted comment, prehashed or legacy ("Ed"), CR LF
 * or LF. Every refusal is REASON_BAD_SIGNATURE. Appends the trusted comment to trusted if that is
 * not NULL and the signature holds. */
enum status minisign_stock_verify(const struct minisign_public *public, const void *message,
    size_t length, const void *signature, size_t signature_length, struct buffer *trusted,
    struct error *err) MUST_USE;

#endif
