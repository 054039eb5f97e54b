/* The card: who a party is, which key it signs with, which keys things are sealed to for it
 * (docs/format.md, "Card").
 *
 * card.json is canonical JSON with exactly these members: format "sigill-card/1", role
 * "organisation" or "authority", name, number and group (both only of an organisation), series,
 * sign (a minisign public key's line), recipients (age1pq1…), valid {from, until} (days, both of
 * them in the validity). It is signed with its own sign key, with the trusted comment
 * "sigill-card/1 NUMBER", or "sigill-card/1 authority". The file is a frame of card.json and its
 * signature.
 *
 * A party's fingerprint is that of its card.json bytes. */
#ifndef FORMAT_CARD_H
#define FORMAT_CARD_H

#include "base/buffer.h"
#include "base/error.h"
#include "crypto/age_keys.h"
#include "crypto/minisign_key.h"
#include "format/document.h"
#include "format/fingerprint.h"
#include "format/organisation_number.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CARD_NAME "card.json"
#define CARD_FORMAT "sigill-card/1"
#define CARD_NAME_MAX 200     /* bytes */
#define CARD_GROUP_MAX 40     /* bytes of a group's id */
#define CARD_RECIPIENTS_MAX 8 /* as many as a bundle's header has stanzas */
#define CARD_SERIES_MAX 1000000
#define CARD_JSON_MAX ((size_t)32 * 1024)
#define CARD_FILE_MAX ((size_t)64 * 1024)

enum card_role { CARD_ORGANISATION, CARD_AUTHORITY };

/* A plain record: no pointers, may be sent between processes and then is checked by card_encode. */
struct card {
    uint32_t role;                         /* enum card_role */
    char name[CARD_NAME_MAX + 1];          /* as name_is_allowed has it (format/name.h) */
    char number[ORGANISATION_NUMBER_SIZE]; /* canonical; "" for an authority */
    char group[CARD_GROUP_MAX + 1];        /* id of an edition's group; "" for an authority */
    uint32_t series;                       /* 1 to CARD_SERIES_MAX */
    int64_t valid_from;                    /* beginnings of days, in seconds since 1970 */
    int64_t valid_until;
    struct minisign_public sign;
    uint32_t recipients; /* 1 to CARD_RECIPIENTS_MAX, no two the same */
    char recipient[CARD_RECIPIENTS_MAX][AGE_RECIPIENT_TEXT_SIZE]; /* age1pq1… */
};

/* The card as a signed document, its record a struct card. */
extern const struct document_type card_document;

/* Appends card.json. A record outside the bounds above is STATUS_REFUSED, REASON_BAD_VALUE (or what
 * age_recipient_parse finds), and nothing is appended. Whether the group exists is for the caller
 * to ask the edition. */
enum status card_encode(const struct card *card, struct buffer *json, struct error *err) MUST_USE;

/* Reads card.json: REASON_UNKNOWN_FORMAT for another version, REASON_BAD_SYNTAX or REASON_BAD_VALUE
 * for anything that card_encode would not write byte for byte. *card is all zero on failure. */
enum status card_parse(
    const uint8_t *json, size_t length, struct card *card, struct error *err) MUST_USE;

/* Appends the card's file, signed with the secret whose public part must be card->sign.
 * *fingerprint may be NULL. */
enum status card_seal(const struct card *card, const struct minisign_secret *secret,
    struct buffer *frame, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Opens a card's file. given: the fingerprint that came by other means, compared before any
 * JSON is read (S2); NULL for a card whose fingerprint is not to be checked: one's own, one shown
 * as unverified. Then the card must be signed with its own sign key. Refusals: those of
 * frame_document_split, fingerprint_check, card_parse, and REASON_BAD_SIGNATURE. *card and
 * *fingerprint are all zero on failure. */
enum status card_open(const uint8_t *frame, size_t length, const struct fingerprint_given *given,
    struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Opens a card that shall follow a trusted one without a new fingerprint check: the signature by
 * the trusted card's key is verified before any JSON is read (S2); role, number and sign key must
 * be the same and the series one higher, else STATUS_REFUSED, REASON_NOT_TRUSTED. */
enum status card_open_successor(const uint8_t *frame, size_t length, const struct card *trusted,
    struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* The name and group of a card that was opened before, when its fingerprint was noted: the bytes
 * that have this fingerprint are that card's, so nothing else is verified again. STATUS_REFUSED,
 * REASON_FINGERPRINT_MISMATCH for another card. */
enum status card_label(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err) MUST_USE;

/* Reads a card that was opened before, when its fingerprint was noted where nobody else writes: the
 * bytes that have this fingerprint are that card's, so that its signature is not verified and its
 * keys are not tried again. STATUS_REFUSED, REASON_FINGERPRINT_MISMATCH for another card; *card is
 * all zero on failure. */
enum status card_open_noted(const uint8_t *frame, size_t length, const struct fingerprint *noted,
    struct card *card, struct error *err) MUST_USE;

/* The fingerprint of a card's file, with no JSON read and nothing verified. */
enum status card_fingerprint(const uint8_t *frame, size_t length, struct fingerprint *fingerprint,
    struct error *err) MUST_USE;

/* Whether a record that another process handed up is what a card's file says: the file's bytes are
 * those of card_encode, and its signature holds by the record's own sign key. No JSON is read.
 * STATUS_REFUSED: the reasons of frame_document_split and card_encode, REASON_CONTENT_MISMATCH,
 * REASON_BAD_SIGNATURE. *fingerprint, that of the file, is all zero on failure. */
enum status card_confirm(const uint8_t *frame, size_t length, const struct card *card,
    struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Adds the card's recipients to the list. */
enum status card_add_recipients(
    const struct card *card, struct age_recipients *list, struct error *err) MUST_USE;

/* Whether the moment lies in the validity, its first and last day included. */
bool card_valid_on(const struct card *card, int64_t seconds);

#endif
