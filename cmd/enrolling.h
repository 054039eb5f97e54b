/* What enrolling one card and enrolling a list of them share. */
#ifndef CMD_ENROLLING_H
#define CMD_ENROLLING_H

#include "base/error.h"
#include "cmd/app.h"
#include "format/card.h"
#include "format/fingerprint.h"
#include "format/keydir.h"
#include "register/store.h"

#include <stdint.h>

/* A card that is to be enrolled. */
struct applicant {
    const char *path;
    const struct fingerprint_given *given; /* NULL: it must follow an enrolled card */
    const char *number;                    /* whose card it is said to be, canonical; or NULL */
    struct card card;                      /* filled in */
    struct fingerprint fingerprint;        /* likewise */
};

/* Reads the card, compares its fingerprint before it is parsed (S2), judges it, and enrols it at
 * the moment now; an example key marks the register first. STATUS_REFUSED: what senders_enrol,
 * senders_open_successor, card_open and cards_judge find; REASON_WRONG_TYPE for an authority's
 * card; REASON_SENDER_MISMATCH if it is not the said organisation's. The text names the path. */
enum status enrolling_one(struct app *app, struct store *store, const struct keydir *dir,
    struct applicant *applicant, int64_t now, struct error *err) MUST_USE;

/* Enrols the cards of a list, each line judged alone, and prints a table or JSON. STATUS_REFUSED if
 * a line was refused; STATUS_FAILED if the list cannot be read or the register fails. */
enum status enrolling_list(struct app *app, struct store *store, const struct keydir *dir,
    const char *path, int64_t now, struct error *err) MUST_USE;

#endif
