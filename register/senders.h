/* Who may send: enrolled cards, found by the number of their sign key. */
#ifndef REGISTER_SENDERS_H
#define REGISTER_SENDERS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/card.h"
#include "register/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SENDERS_REASON_MAX 500 /* bytes of a revocation's reason */

struct sender {
    struct fingerprint fingerprint; /* of the card */
    struct card card;
    int64_t enrolled;
    bool revoked;
    int64_t revoked_at;
    char reason[SENDERS_REASON_MAX + 1]; /* of the revocation; "" if none */
};

/* Enrols a card's file, which the caller has opened; to be called within a transaction.
 * STATUS_REFUSED: REASON_EXISTS if this card is
 * enrolled already; REASON_NOT_TRUSTED if its sign key is another card's, or if its organisation
 * has an enrolled card that is not revoked. */
enum status senders_enrol(struct store *store, const void *frame, size_t length,
    const struct card *card, const struct fingerprint *fingerprint, int64_t now,
    struct error *err) MUST_USE;

/* Revokes every card of an organisation; to be called within a transaction. STATUS_REFUSED, REASON_NOT_FOUND if none is in force. */
enum status senders_revoke(struct store *store, const char *number, const char *reason, int64_t now,
    struct error *err) MUST_USE;

/* Finds the sender by its sign key's number, revoked ones too. STATUS_REFUSED,
 * REASON_UNKNOWN_SENDER if there is none. */
enum status senders_by_key(struct store *store, const uint8_t number[MINISIGN_NUMBER_SIZE],
    struct sender *sender, struct error *err) MUST_USE;

/* Finds a sender by its card's fingerprint. STATUS_REFUSED, REASON_UNKNOWN_SENDER as above. */
enum status senders_by_fingerprint(struct store *store, const uint8_t *fingerprint,
    struct sender *sender, struct error *err) MUST_USE;

#endif
