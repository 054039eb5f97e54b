/* The kit: what an authority publishes for a round, in one signed file: editions, the round's days,
 * the catalogues of support and recommendations, target profiles, published benchmarks
 * (docs/format.md, "Kit").
 *
 * The file is a frame of the authority's card, the payload, kit.json and its signature. kit.json is
 * canonical JSON with exactly these members: format "sigill-kit/1", card (the fingerprint of the
 * card beside it), number (1 and up; a higher one replaces a lower), date (the day it was made),
 * files [{path, size, blake2b}] by path, payload {size, blake2b}. It is signed with the card's sign
 * key, with the trusted comment "sigill-kit/1 NUMBER".
 *
 * The card is believed by its fingerprint or its series before any JSON is read, then the signature
 * is verified, and only then is anything inflated (S2). */
#ifndef FORMAT_KIT_H
#define FORMAT_KIT_H

#include "base/error.h"
#include "crypto/minisign_key.h"
#include "format/document.h"
#include "format/fingerprint.h"
#include "format/frame.h"
#include "format/manifest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KIT_NAME "kit.json"
#define KIT_SIGNATURE KIT_NAME FRAME_SIGNATURE_SUFFIX
#define KIT_FORMAT "sigill-kit/1"
#define KIT_CARD "authority.card"
#define KIT_PAYLOAD "kit.tar.gz"

/* Limits, refused before work (docs/format.md, "Limits"). */
#define KIT_NUMBER_MAX 1000000
#define KIT_FILES_MAX 64
#define KIT_FILE_MAX ((size_t)1 << 20)  /* of one member, as of any JSON */
#define KIT_BYTES_MAX ((size_t)8 << 20) /* of all members together */
#define KIT_PAYLOAD_MAX ((size_t)9 << 20)
#define KIT_JSON_MAX ((size_t)32 << 10)
#define KIT_FRAME_MAX ((size_t)10 << 20)

/* What a member is, by the first word of its name; in the order of the names. */
enum kit_member {
    KIT_BENCHMARKS,      /* benchmarks-EDITION.json */
    KIT_EDITION,         /* edition-ID.json */
    KIT_RECOMMENDATIONS, /* recommendations-ID.json */
    KIT_ROUND,           /* round.json; without an id */
    KIT_SUPPORT,         /* support-ID.json */
    KIT_TARGET,          /* target-ID.json */
};
#define KIT_MEMBERS 6

#define KIT_ID_SIZE 64 /* 1 to 63 of a-z, 0-9 and hyphens, and a NUL */
#define KIT_PATH_SIZE MANIFEST_PATH_SIZE

struct kit_file {
    char path[KIT_PATH_SIZE];
    uint32_t size; /* 1 to KIT_FILE_MAX */
    uint8_t digest[MANIFEST_DIGEST_SIZE];
};

/* A plain record: no pointers, may be sent between processes and then is checked by kit_document.
 */
struct kit {
    struct fingerprint card;
    uint32_t number; /* 1 to KIT_NUMBER_MAX */
    int64_t date;    /* beginning of a day, in seconds since 1970 */
    uint32_t files;  /* 1 to KIT_FILES_MAX, by path */
    struct kit_file file[KIT_FILES_MAX];
    uint64_t payload_size;
    uint8_t payload_digest[MANIFEST_DIGEST_SIZE];
};

/* The kit as a signed document, its record a struct kit. A member of a kind that is not known here
 * is STATUS_REFUSED, REASON_UNKNOWN_FORMAT. */
extern const struct document_type kit_document;

/* What a member's name says; false if it is none of those above. id: "" of KIT_ROUND. */
bool kit_path_read(const char *path, enum kit_member *member, char id[KIT_ID_SIZE]);

/* The name of a member; false if the id cannot stand in one. id: not read of KIT_ROUND. */
bool kit_path_write(char path[KIT_PATH_SIZE], enum kit_member member, const char *id);

/* The members of the frame; all point into it. */
struct kit_frame {
    struct frame_view card;
    struct frame_view payload;
    struct document_signed signed_json;
};

/* Takes the frame apart; reads and verifies nothing. STATUS_REFUSED: REASON_BAD_SYNTAX, or
 * REASON_TOO_LARGE for a member over its limit. */
enum status kit_split(
    const uint8_t *bytes, size_t length, struct kit_frame *frame, struct error *err) MUST_USE;

/* Whether a file begins as a kit does. */
bool kit_begins(const uint8_t *bytes, size_t length);

/* Whether the signature holds under the key, whatever kit.json says: no JSON is read.
 * STATUS_REFUSED, REASON_BAD_SIGNATURE. */
enum status kit_verify(const struct document_signed *signed_json, const struct minisign_public *key,
    struct error *err) MUST_USE;

/* The number in the trusted comment of a signature that holds under the key; false, and nothing set
 * that is to be used, if it does not hold or says something else. No JSON is read. */
bool kit_number_signed(
    const struct document_signed *signed_json, const struct minisign_public *key, uint32_t *number);

/* Whether a record that another process read out of a kit is what was signed, as a kit of that
 * card: written anew it gives the bytes, and the trusted comment is its own. STATUS_REFUSED:
 * REASON_BAD_VALUE, REASON_TOO_LARGE, REASON_UNKNOWN_FORMAT, REASON_CONTENT_MISMATCH,
 * REASON_BAD_SIGNATURE, and REASON_SENDER_MISMATCH where it names another card. */
enum status kit_confirm(const struct document_signed *signed_json, const struct kit *kit,
    const struct minisign_public *key, const struct fingerprint *card, struct error *err) MUST_USE;

#endif
