/* What enrolling one card and enrolling a list of them share. */
#ifndef CMD_AUTHORITY_ENROLLING_H
#define CMD_AUTHORITY_ENROLLING_H

#include "base/buffer.h"
#include "base/error.h"
#include "cmd/authority/opened_register.h"
#include "cmd/ui/app.h"
#include "format/card.h"
#include "format/fingerprint.h"

#include <stdbool.h>
#include <stdint.h>

/* A card that is to be enrolled. */
struct applicant {
    const char *path;
    const struct fingerprint_given *given; /* NULL: it must follow an enrolled card */
    const char *number;                    /* whose card it is said to be, canonical; or NULL */
    bool listed;                           /* one of many, about which nothing is asked */
    struct buffer frame;                   /* filled in, and the rest; buffer_free */
    struct card card;
    struct fingerprint fingerprint;
};

/* Reads the card, and if a fingerprint is given compares it before the card is parsed (S2) and
 * judges the card: all that can be done without the register. STATUS_REFUSED: what card_open and
 * cards_judge find; REASON_WRONG_TYPE for an authority's card; REASON_SENDER_MISMATCH if it is not
 * the said organisation's. The text names the path. */
enum status enrolling_judge(
    struct app *app, struct applicant *applicant, int64_t now, struct error *err) MUST_USE;

/* Enrols a card that was judged, with a row of the audit, in a transaction of its own; one without
 * a fingerprint is opened and judged first. Its group must be one that an edition of the register
 * has (cards_judge_group). What it says otherwise than the organisation's card
 * before it is shown and confirmed (cards_confirm_changes). An example key marks the register.
 * STATUS_REFUSED: what senders_open_successor and senders_enrol find, and as above. */
enum status enrolling_add(struct app *app, struct opened_register *opened,
    struct applicant *applicant, int64_t now, struct error *err) MUST_USE;

/* Enrols the cards of a list, each line judged alone, and prints a table or JSON. STATUS_REFUSED if
 * a line was refused, STATUS_FAILED if one failed for want of what surrounds it. */
enum status enrolling_list(struct app *app, struct opened_register *opened, const char *path,
    int64_t now, struct error *err) MUST_USE;

#endif
