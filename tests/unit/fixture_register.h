/* An empty register in a test's directory, parties that may send to it, and rows in it. */
#ifndef FIXTURE_REGISTER_H
#define FIXTURE_REGISTER_H

#include "crypto/minisign_key.h"
#include "format/answers.h"
#include "format/card.h"
#include "format/edition.h"
#include "register/audit.h"
#include "register/senders.h"
#include "register/store.h"
#include "register/submissions.h"

#define FIXTURE_NOW                                                                                \
    INT64_C(1795300000) /* 2026-11-21T22:26:40Z, a day on which every card holds                   \
                         */

struct fixture_party {
    struct minisign_secret *sign;
    struct card card;
    struct fingerprint fingerprint;
    struct buffer frame; /* the card's file */
};

/* New keys, and a card valid as fixture_card.h's. number: canonical. */
void fixture_party_make(struct fixture_party *party, const char *name, const char *number);

/* The same keys under another number, and the card made anew with them. */
void fixture_party_number(struct fixture_party *party, const uint8_t number[MINISIGN_NUMBER_SIZE]);
void fixture_party_free(struct fixture_party *party);

/* A register that is open for writing, a key of its own for what rests in it, and its audit. */
struct fixture_register {
    const char *path;
    struct store store;
    uint8_t *key;    /* secret memory */
    char keys[4096]; /* the directory that keeps the audit's head */
    struct minisign_secret *sign;
    struct audit audit;
};

/* In the directory of fixture_directory_make, which must have been called. */
void fixture_register_make(struct fixture_register *fixture);
void fixture_register_free(struct fixture_register *fixture);

void fixture_enrol(struct fixture_register *fixture, const struct fixture_party *party);

/* A row of the party's for an edition; its id is `id` in every byte, its digests are derived from
 * number and id. */
void fixture_row(struct submission *row, const struct fixture_party *party,
    const struct edition *edition, uint8_t id);

/* Adds a row in a transaction of its own, with these answers and any signature. */
enum status fixture_add(struct fixture_register *fixture, struct submission *row,
    const char *answers, struct error *err);

#endif
