/* Rounds (insamlingsomgångar): when the answers to an edition are collected.
 *
 * A round has an edition and the first and the last day of collecting. The rounds of an edition do
 * not overlap. A submission belongs to the last round of its edition that had opened on the day
 * that it came: the day of arrival that the officer gave, else the day of the import; to the first
 * round if none had opened. It is late if it came after the round had closed. An edition without
 * declared rounds has one implicit round: its id is the edition's, it has no days, and nothing is
 * late in it. */
#ifndef REGISTER_ROUNDS_H
#define REGISTER_ROUNDS_H

#include "base/clock.h"
#include "base/error.h"
#include "format/editions.h"
#include "format/manifest.h"
#include "register/store.h"
#include "register/submissions.h"

#include <stdbool.h>
#include <stddef.h>

struct round {
    char id[MANIFEST_WORD_SIZE]; /* letters a-z, A-Z, digits and -_. */
    char edition[MANIFEST_WORD_SIZE];
    char opens[DAY_SIZE];  /* the first and last day of collecting, as "2021-05-01"; "" if there */
    char closes[DAY_SIZE]; /* is none */
    bool implicit;
};

/* The declared rounds, by edition, then by opening day. *rounds is allocated, the caller frees it;
 * NULL and 0 when there is none. */
enum status rounds_load(
    struct store *store, struct round **rounds, size_t *count, struct error *err) MUST_USE;

/* The implicit round of an edition. */
void round_implicit(struct round *round, const char *edition);

/* The day on which a submission came. */
void round_day(char day[DAY_SIZE], const struct submission *submission);

/* The place of the round to which a submission of an edition belongs that came on that day; -1 if
 * the edition has no declared round. */
int rounds_place(const struct round *rounds, size_t count, const char *edition, const char *day);

/* Whether a submission belongs to the round, which may be an implicit one. */
bool rounds_holds(const struct round *rounds, size_t count, const struct round *round,
    const struct submission *submission);

/* Whether what came on that day is late for the round. */
bool round_is_late(const struct round *round, const char *day);

/* Finds a round by its id, or by the edition's if that has no declared round. id NULL: the declared
 * round that opened last, as of the given day, or the first one if none has opened; without any
 * declared round the implicit one of the edition that submissions in the register answer, or of the
 * first of the given editions. STATUS_REFUSED with the rounds that there are: REASON_NOT_FOUND if
 * there is none of that id, REASON_BAD_VALUE if several could be meant. */
enum status rounds_choose(struct store *store, const struct editions *editions, const char *id,
    const char *today, struct round *round, struct error *err) MUST_USE;

/* All rounds that could be meant: the declared ones, then the implicit ones, first of the editions
 * that submissions answer, then of those known. *rounds is allocated, the caller frees it. */
enum status rounds_all(struct store *store, const struct editions *editions, struct round **rounds,
    size_t *count, struct error *err) MUST_USE;

/* The words of a declared round's row in the audit. */
void rounds_words(char words[AUDIT_SUBJECT_SIZE], const struct round *round);

/* How many submissions of the round's edition there are: the work of going through them. */
enum status rounds_submissions(
    struct store *store, const struct round *round, uint64_t *count, struct error *err) MUST_USE;

#endif
