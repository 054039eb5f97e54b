/* Opening a bundle, in the steps that the isolation needs (docs/design.md, "Two ways of data").
 *
 * bundle_unwrap needs identities and parses only the age header. bundle_split and bundle_unpack
 * need only the file key and parse what the sender wrote. Between them stands the caller, who
 * verifies the manifest's signature, builds the manifest anew from its record and compares: nothing
 * of the payload is read before that. */
#ifndef FORMAT_BUNDLE_H
#define FORMAT_BUNDLE_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/age_header.h"
#include "crypto/age_keys.h"
#include "format/frame.h"
#include "format/manifest.h"
#include "format/payload.h"
#include "format/payload_shares.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BUNDLE_SUFFIX ".sigill"
#define BUNDLE_HEADER_MAX 16384 /* of the age header (docs/format.md, "Bundle") */
#define BUNDLE_STANZAS_MAX 8

/* Above this no file can be a bundle within the limits of format/manifest.h: 1 GiB of attachments
 * and what deflate, framing, padding (12 %) and sealing add. */
#define BUNDLE_SIZE_MAX (UINT64_C(5) << 28)

/* What is in the clear: enough to find the chunks. */
struct bundle_envelope {
    uint16_t stanzas;
    uint32_t header_size;
    uint8_t nonce[AGE_STREAM_NONCE_SIZE];
    uint64_t file_size;
    uint64_t frame_size;                     /* the plain frame's */
    uint8_t beginning[MANIFEST_DIGEST_SIZE]; /* BLAKE2b-256 of header and nonce */

    /* Whoever opens it knows: nobody else writes to the file while it is read, so that what was
     * hashed is what is read again. */
    bool settled;
};

/* Reads the beginning of a file. STATUS_REFUSED: REASON_NOT_A_BUNDLE if it is not a binary age v1
 * file with a header of at most BUNDLE_HEADER_MAX bytes and one to eight hybrid stanzas;
 * REASON_TOO_LARGE over BUNDLE_SIZE_MAX; REASON_DAMAGED if it is cut within the header, or has a
 * size that no row of whole chunks has. */
enum status bundle_look(
    int fd, uint64_t size, struct bundle_envelope *envelope, struct error *err) MUST_USE;

/* The same, and finds the file key: REASON_NOT_FOR_US if no identity opens it, REASON_DAMAGED if
 * the header's authenticator does not hold. file_key is secret memory, zeroed on failure. */
enum status bundle_unwrap(int fd, uint64_t size, const struct age_identities *identities,
    struct bundle_envelope *envelope, uint8_t file_key[AGE_FILE_KEY_SIZE],
    struct error *err) MUST_USE;

/* Whether that was the envelope of a file that begins with these bytes. Then what the file key
 * opens behind it is that file's content, or of whoever made its file key. */
#define BUNDLE_BEGINNING_MAX (BUNDLE_HEADER_MAX + AGE_STREAM_NONCE_SIZE)
bool bundle_begins_with(
    const struct bundle_envelope *envelope, const void *bytes, size_t length) MUST_USE;

/* The frame that was split, held open. */
struct bundle_frame;

/* The signed part of a frame, as bytes, and where the payload is. */
struct bundle_front {
    struct buffer manifest;
    struct buffer signature;
    uint64_t payload_size;
    const struct payload_beginning *begun; /* borrowed: what of the payload was hashed before
                                              (format/bundle_ahead.h); NULL: nothing */
    bool hashed; /* that all is zero which must be, and that the payload's digest is the manifest's,
                    is known: it is not looked at again before the payload is inflated */
    struct bundle_frame *frame; /* owned; by whoever split it, who need not open it again; NULL: it
                                   is opened when it is read */
};

/* The manifest and its signature as the parts of a signed document (manifest_document). */
struct document_signed bundle_front_document(const struct bundle_front *front);

/* Decrypts and finds manifest and signature; parses neither. STATUS_REFUSED with REASON_DAMAGED, or
 * REASON_TOO_LARGE if a member claims more than the format allows. *front is the caller's
 * (bundle_front_free), empty on failure; it is of use with this file and key alone, and fd is
 * borrowed until it is released. */
enum status bundle_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front,
    struct error *err) MUST_USE;
void bundle_front_free(struct bundle_front *front);

/* With a manifest whose signature holds: what bundle_unpack does before it inflates anything, which
 * then need not do it: sets front->hashed. The places behind those of front->begun are noted in
 * places (NULL: nowhere); of what was hashed before, none. STATUS_REFUSED as bundle_unpack. */
enum status bundle_hash(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front,
    const struct manifest *manifest, struct payload_places *places, struct error *err) MUST_USE;

/* A share of a payload that bundle_hash has hashed, in this process or another one, of a file that
 * is settled: inflates and compares it. front may be empty; of a share that is not sound nothing is
 * read, which is STATUS_REFUSED and REASON_CONTENT_MISMATCH, and else as bundle_unpack. */
enum status bundle_unpack_share(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_share *share,
    const struct payload_receiver *receiver, struct error *err) MUST_USE;

/* With a manifest whose signature holds: decrypts every chunk, checks that the frame has nothing
 * but its members and zeros, hashes the whole payload (all that unless front->hashed), and only
 * then inflates it and hands its members to the receiver. STATUS_REFUSED with REASON_DAMAGED or
 * REASON_CONTENT_MISMATCH; the receiver's own failures are passed on. */
enum status bundle_unpack(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver,
    struct error *err) MUST_USE;

/* The same for a receiver that compares the digest of each member with the manifest itself. A file
 * that is settled was imported before: it was read to its end by bundle_unpack. */
enum status bundle_hand_up(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver,
    struct error *err) MUST_USE;

/* What bundle_unpack checks of the frame alone: that all is zero that is in none of its members. */
enum status bundle_check_zeros(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    struct error *err) MUST_USE;

#endif
