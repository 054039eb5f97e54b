/* A signed document: a record, its JSON, the signature on that, and the frame that holds both.
 *
 * What they all do stands here once; what one of them is, its struct document_type says (card.h,
 * head.h, manifest.h, receipt.h). Two rules hold for every one: nothing of the JSON is read before
 * the signature, or a fingerprint that was told by other means, holds (S2); and nothing that was
 * read is believed until the record, written anew, gives the very bytes that were signed. */
#ifndef FORMAT_DOCUMENT_H
#define FORMAT_DOCUMENT_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/minisign.h"
#include "format/frame.h"
#include "format/json.h"

#include <stddef.h>
#include <stdint.h>

#define DOCUMENT_COMMENT_SIZE (MINISIGN_TRUSTED_MAX + 1)

struct document_type {
    const char *name;    /* of the member of the frame, such as "card.json" */
    const char *format;  /* such as "sigill-card/1" */
    size_t limit;        /* of the JSON, in bytes */
    size_t record_size;  /* of the struct that the functions below take as record */
    enum reason altered; /* for JSON that its record does not give byte for byte */

    /* Whether the record is within the format's bounds; REASON_BAD_VALUE or REASON_TOO_LARGE. */
    enum status (*check)(const void *record, struct error *err);

    /* The JSON of a record that passed. */
    json_t *(*write)(const void *record);

    /* Reads the members into a zeroed record. What it passes over, such as a member that must have
     * one value, is found when the record is written anew. */
    enum status (*read)(const struct json_place *root, void *record, struct error *err);

    /* The trusted comment of the record's signature. */
    void (*comment)(char comment[DOCUMENT_COMMENT_SIZE], const void *record);
};

/* What was signed, and the signature; both point into the bytes that they came from. */
struct document_signed {
    struct frame_view json;
    struct frame_view signature;
};

/* Appends the JSON. A record out of bounds is STATUS_REFUSED, and nothing is appended. */
enum status document_encode(const struct document_type *type, const void *record,
    struct buffer *json, struct error *err) MUST_USE;

/* Appends the JSON, and its signature with the trusted comment that belongs to the record. */
enum status document_sign(const struct document_type *type, const void *record,
    const struct minisign_secret *secret, struct buffer *json, struct buffer *signature,
    struct error *err) MUST_USE;

/* Appends the document's file: encodes, signs, frames. */
enum status document_make(const struct document_type *type, const void *record,
    const struct minisign_secret *secret, struct buffer *frame, struct error *err) MUST_USE;

/* Opens the document's file, signed by another than its record names: splits the frame, verifies
 * the signature, reads the JSON, writes the record anew and compares, and compares the trusted
 * comment. STATUS_REFUSED: REASON_BAD_SYNTAX or REASON_TOO_LARGE for the frame,
 * REASON_BAD_SIGNATURE, and what document_read finds. *record is all zero on failure. */
enum status document_open(const struct document_type *type, const uint8_t *frame, size_t length,
    const struct minisign_public *key, void *record, struct error *err) MUST_USE;

/* ---- the steps, for documents that are opened in another order ---- */

/* Takes the frame apart; reads and verifies nothing. */
enum status document_split(const struct document_type *type, const uint8_t *frame, size_t length,
    struct document_signed *found, struct error *err) MUST_USE;

/* Whether the signature holds under the key and is that of this record, which was read before, or
 * of another one that has the same trusted comment. */
enum status document_verify(const struct document_type *type, const struct document_signed *found,
    const struct minisign_public *key, const void *record, struct error *err) MUST_USE;

/* Reads the JSON, writes the record anew and compares the bytes. STATUS_REFUSED:
 * REASON_BAD_SYNTAX if it is not canonical, the reasons of the type's own read and check, and its
 * altered. *record is all zero on failure. */
enum status document_read(const struct document_type *type, const struct frame_view *json,
    void *record, struct error *err) MUST_USE;

/* Whether a record that another process read out of a document says what was signed: written anew
 * it must give the same bytes. No JSON is read. STATUS_REFUSED: the reasons of check, and
 * REASON_CONTENT_MISMATCH. */
enum status document_confirm(const struct document_type *type, const struct frame_view *json,
    const void *record, struct error *err) MUST_USE;

#endif
