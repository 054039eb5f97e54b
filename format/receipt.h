/* The receipt (kvittens): the authority's signed word on one sealed file. No answer and no score is
 * in it.
 *
 * receipt.json is canonical JSON with exactly: format "sigill-receipt/1", sealed (BLAKE2b-256 of
 * the sealed file), id (hex, or null if the sender was not verified), verdict "imported" or
 * "refused", reason (a code of base/reason.h, or null), time, reference (the authority's own,
 * perhaps ""). Its file is a frame, signed by the authority with the trusted comment
 * "sigill-receipt/1 SEALED". */
#ifndef FORMAT_RECEIPT_H
#define FORMAT_RECEIPT_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign_key.h"
#include "format/document.h"
#include "format/fingerprint.h"
#include "format/manifest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECEIPT_NAME "receipt.json"
#define RECEIPT_FORMAT "sigill-receipt/1"
#define RECEIPT_SUFFIX ".kvittens"
#define RECEIPT_FILE_MAX ((size_t)16 * 1024)
#define RECEIPT_REFERENCE_SIZE 201 /* plain text of at most 200 bytes, and a NUL */

struct receipt {
    struct fingerprint sealed;
    bool id_known;
    uint8_t id[MANIFEST_ID_SIZE]; /* zeros if not known */
    char
        reason[REASON_CODE_SIZE]; /* why it was refused, of this version or a newer; "": imported */
    int64_t time;
    char reference[RECEIPT_REFERENCE_SIZE];
};

/* The receipt as a signed document, its record a struct receipt. */
extern const struct document_type receipt_document;

/* Appends the receipt's file. STATUS_REFUSED, REASON_BAD_VALUE for a reason that this version does
 * not give in a receipt (REASON_IN_RECEIPT), or a reference that is not plain. */
enum status receipt_seal(const struct receipt *receipt, const struct minisign_secret *secret,
    struct buffer *frame, struct error *err) MUST_USE;

/* Opens a receipt's file; nothing of its JSON is read before the signature holds under the
 * authority's key. A reason that this version does not know is read like any other: the authority's
 * program may be newer. STATUS_REFUSED: REASON_BAD_SYNTAX, REASON_BAD_SIGNATURE,
 * REASON_UNKNOWN_FORMAT, REASON_BAD_VALUE. */
enum status receipt_open(const uint8_t *frame, size_t length,
    const struct minisign_public *authority, struct receipt *receipt, struct error *err) MUST_USE;

#endif
