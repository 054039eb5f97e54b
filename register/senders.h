/* Who may send: enrolled cards, found by their sign key.
 *
 * A signature names its key by a number of eight bytes, which whoever made the key could choose: it
 * says where to look, not whose key it is. A key is known by number and public key together, and
 * of several that share a number each is tried.
 *
 * The cards of a series share the sign key. All of them stay, so that what was sealed with an
 * earlier one can be judged by it; the newest speaks for the organisation. */
#ifndef REGISTER_SENDERS_H
#define REGISTER_SENDERS_H

#include "base/buffer.h"
#include "base/error.h"
#include "format/card.h"
#include "format/keydir.h"
#include "register/audit.h"
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

/* Opens a card's file that shall follow an enrolled one, without a fingerprint: the enrolled card
 * is found by the key that signed (card_open_successor). One that is itself enrolled is as it was
 * enrolled, which senders_judge refuses. STATUS_REFUSED,
 * REASON_NOT_TRUSTED if no card that is in force vouches for it; else the refusals of
 * card_open_successor. */
enum status senders_open_successor(struct store *store, const uint8_t *frame, size_t length,
    struct card *card, struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Whether an organisation has cards here, revoked ones included. */
enum status senders_known(
    struct store *store, const char *number, bool *known, struct error *err) MUST_USE;

/* The words of a revocation's row in the audit, which has the digest of the reason: that tells who
 * lost what. */
void senders_revoked_words(char words[AUDIT_SUBJECT_SIZE], const char *number, const char *reason);

/* The card that speaks for an organisation: of those in force the one that was enrolled last, else
 * of the revoked ones. *found: whether there is one. */
enum status senders_latest(struct store *store, const char *number, bool *found,
    struct sender *sender, struct error *err) MUST_USE;

/* Whether a card may be enrolled: its key is new here, or it is the next of its series, and the
 * organisation has no other card in force. STATUS_REFUSED: REASON_EXISTS, REASON_NOT_TRUSTED,
 * REASON_REVOKED_KEY. */
enum status senders_judge(struct store *store, const struct card *card,
    const struct fingerprint *fingerprint, struct error *err) MUST_USE;

/* Fills *err: the audit has a card more than the rows. STATUS_REFUSED, REASON_DAMAGED. */
enum status senders_refuse_missing(const struct store *store, struct error *err);

/* Calls visit for every card, by number, then by time of enrolment, until it fails; at the end,
 * where the audit was walked, senders_refuse_missing if they were fewer than it has. */
enum status senders_each(struct store *store,
    enum status (*visit)(void *context, const struct sender *sender, struct error *err),
    void *context, struct error *err) MUST_USE;

/* Of the different sign keys that have this number finds the one at that place, from 0 on in an
 * order that stays, and of its cards the newest, revoked ones too. STATUS_REFUSED,
 * REASON_UNKNOWN_SENDER if there are not so many. */
enum status senders_by_key(struct store *store, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct sender *sender, struct error *err) MUST_USE;

/* Finds the card that an organisation is written to: of those that are not revoked the newest,
 * which must be valid at `now`. STATUS_REFUSED: REASON_UNKNOWN_SENDER if none is enrolled,
 * REASON_REVOKED_KEY if all are revoked, REASON_EXPIRED_KEY. */
enum status senders_in_force(struct store *store, const char *number, int64_t now,
    struct sender *sender, struct error *err) MUST_USE;

/* Finds a sender by its card's fingerprint. STATUS_REFUSED, REASON_UNKNOWN_SENDER as above. */
enum status senders_by_fingerprint(struct store *store, const uint8_t *fingerprint,
    struct sender *sender, struct error *err) MUST_USE;

/* Only what the card of that fingerprint says of name and group (card_label); for lists. */
enum status senders_label(struct store *store, const struct fingerprint *fingerprint,
    char name[CARD_NAME_MAX + 1], char group[CARD_GROUP_MAX + 1], struct error *err) MUST_USE;

/* The same for the card that a submission in the register was verified with. One that is lacking is
 * a fault of the register: STATUS_FAILED, REASON_DAMAGED. */
enum status senders_of_submission(struct store *store, const struct fingerprint *card,
    struct sender *sender, struct error *err) MUST_USE;

/* The sender as who signed a bundle (isolate/opening.h). */
void senders_signer(const struct sender *sender, struct keydir_trusted *signer);

#endif
