/* What the audit says of a register's rows, kept while the register is open.
 *
 * A card's row is believed for what the audit enrolled, and an index only for what its own maker
 * put into it. So whoever has walked the chain (register/agreement.h) keeps three things of it
 * beside the store: the cards that were enrolled, and whether they are revoked, the digests of the
 * editions that the register keeps, and whose each row of submissions is. A card whose bytes have
 * such a fingerprint was opened when it was enrolled, and is neither verified nor tried again; one
 * that has none was put in since the walk, by another hand; the rows of an organisation are found
 * without a walk through all. */
#ifndef REGISTER_AUDITED_H
#define REGISTER_AUDITED_H

#include "base/list.h"
#include "format/card.h"
#include "format/edition.h"
#include "format/fingerprint.h"
#include "format/organisation_number.h"
#include "register/audit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audited {
    struct list cards;     /* of struct audited_enrolment: */
    bool complete;         /* all that are enrolled */
    bool sorted;           /* they are in the order of their fingerprints */
    bool held;             /* the card that was read last: */
    struct card card;      /* it, */
    struct fingerprint of; /* and its fingerprint */
    struct list editions;  /* of struct audited_edition */
    struct list rows;      /* of struct audited_row, in the order of importing */
    size_t linked;         /* how many of them can be found by their hash */
    size_t *first;         /* owned; of the rows whose numbers have the same hash: the first, */
    size_t *last;          /* and the last, each its place and one; 0 for none */
    size_t hashes;         /* a power of two; 0 while there is no row */
};

/* A card as it was enrolled, and perhaps revoked. */
struct audited_enrolment {
    struct fingerprint fingerprint; /* of the card */
    char number[ORGANISATION_NUMBER_SIZE];
    bool revoked;
    bool found; /* for register/enrolments.c: among the rows of senders */
    int64_t enrolled;
    int64_t revoked_at; /* 0 if it is not revoked */
    uint64_t serial;    /* of the audit's row */
};

/* Whose a row of submissions is. */
struct audited_row {
    char number[ORGANISATION_NUMBER_SIZE];
    int64_t serial;
    size_t next; /* of the same hash: its place and one; 0 for none */
};

/* An edition that the register keeps, as it was added last. */
struct audited_edition {
    char id[EDITION_WORD_SIZE];
    struct fingerprint file; /* of all bytes of its file */
    int64_t time;
};

/* Nothing is known yet; *audited is the caller's (audited_free, which takes NULL). */
struct audited *audited_new(void);
void audited_free(struct audited *audited);

/* A card that the audit enrolled; and that no more are. */
void audited_add_card(struct audited *audited, const struct audited_enrolment *enrolment);
void audited_complete_cards(struct audited *audited);

/* After a change of this process's own nothing more is said of cards. audited may be NULL. */
void audited_forget_cards(struct audited *audited);

/* Whether what is no such card is none that is enrolled. audited may be NULL. */
bool audited_has_all_cards(const struct audited *audited);

/* These bytes as the audit enrolled them: *card and *fingerprint say which card they are; NULL if
 * it enrolled no such. The bytes themselves are digested each time. Valid until a card is added or
 * all are forgotten. audited may be NULL. */
const struct audited_enrolment *audited_card(struct audited *audited, const void *frame,
    size_t length, struct card *card, struct fingerprint *fingerprint);

/* Takes a row of AUDIT_EDITION, in the order of the chain; of other rows nothing. */
void audited_note_edition(struct audited *audited, const struct audit_row *row);

/* The edition of that id if its file is the one that was added last; else NULL. audited may be
 * NULL. */
const struct audited_edition *audited_edition(
    const struct audited *audited, const char *id, const struct fingerprint *file);

/* That a row of submissions is that organisation's; in the order of importing. */
void audited_add_row(struct audited *audited, const char *number, int64_t serial);

/* The first row of an organisation, and the next one; NULL after the last. */
const struct audited_row *audited_first_row(struct audited *audited, const char *number);
const struct audited_row *audited_next_row(
    const struct audited *audited, const struct audited_row *row);

#endif
