/* Publications: figures that were made to leave the authority, as the audit reports them.
 *
 * Whoever has two publications can subtract one from the other, and what the difference shows is
 * hidden in neither. So each is compared with what was published of its round before: a round is
 * published in one form, from one set of submissions, and by one tag beside its groups. A round may
 * be declared, and its days changed, after something was published: so each is also compared with
 * what was published of other rounds of its edition, where these held any of the same submissions
 * then. */
#ifndef REGISTER_PUBLICATIONS_H
#define REGISTER_PUBLICATIONS_H

#include "base/error.h"
#include "base/list.h"
#include "register/audit.h"
#include "register/round_history.h"

#include <stdbool.h>
#include <stdint.h>

/* Tables over groups, or the benchmark of one. The texts are borrowed. */
struct publication {
    const char *what; /* the subcommand that makes it */
    const char *round;
    const char *edition; /* that the round is of */
    bool late;           /* late submissions are counted */
    const char *form;    /* how it is protected: "hidden" or "rounded" */
    const char *set;     /* hexadecimal, a digest of the submissions that it is counted from */
    bool again;          /* though it was published in another form, or from another set */
    const char *digest;  /* hexadecimal, of the figures: equal ones have the same */
    unsigned min_group;  /* of tables, and of what is rounded; 0: none */
    const char *tag;     /* of tables by a tag: its name; NULL: they are by group */
    const char *values;  /* of these: hexadecimal, a digest of who has which value */
    const char *group;   /* of a benchmark: its id, or "all"; NULL for tables */
    unsigned best;       /* of a benchmark: how many are counted, 0 for all */
    const struct round_history_member *counted; /* the submissions of the set, by number */
    size_t members;
};

struct published_earlier {
    int64_t time;                   /* 0: never */
    char round[MANIFEST_WORD_SIZE]; /* of which it was published */
};

/* When something else of the round, or of the same submissions, was published. The last of each. */
struct published_before {
    struct published_earlier form; /* figures in another form */
    struct published_earlier set;  /* figures from another set of submissions */
    struct published_earlier tag;  /* tables by another tag, or by another list of its values */
    struct published_earlier
        other; /* other figures about the same, as they are protected otherwise */
};

/* Walks the audit (audit_walk, whose refusals it has). */
enum status publications_before(struct audit *audit, const struct publication *publication,
    struct published_before *before, struct error *err) MUST_USE;

/* How figures were counted that were published rounded. */
struct published_rounding {
    int64_t time;
    char round[MANIFEST_WORD_SIZE]; /* of which they were published */
    bool late;
    unsigned min_group;           /* 0: the row does not say */
    char set[AUDIT_SUBJECT_SIZE]; /* "" of an older row, by which other counts were rounded */
};

/* The publications in that form of the round, or of any of the same submissions, in the order in
 * which they were made: of these and of the round with its edition *publication tells. Walks the
 * audit. found: an empty list of struct published_rounding, the caller's, also on failure. */
enum status publications_rounded(struct audit *audit, const struct publication *publication,
    struct list *found, struct error *err) MUST_USE;

/* The benchmark of a group, as it was published. */
struct published_one {
    char group[MANIFEST_WORD_SIZE]; /* its id, or "all" */
    unsigned best;                  /* 0 for all */
    bool late;
    bool rounded;                 /* else the form is hidden */
    unsigned min_group;           /* 0: the row does not say */
    char set[AUDIT_SUBJECT_SIZE]; /* as publication.set and .digest */
    char digest[AUDIT_SUBJECT_SIZE];
};

/* The benchmarks that were published of the round, by `benchmark` and `report`, in the order in
 * which they were; the same may be there several times. Walks the audit. found: an empty list of
 * struct published_one, the caller's, also on failure. */
enum status publications_benchmarks(
    struct audit *audit, const char *round, struct list *found, struct error *err) MUST_USE;

/* The words by which the audit reports a publication. */
void publications_words(char words[AUDIT_SUBJECT_SIZE], const struct publication *publication);

#endif
