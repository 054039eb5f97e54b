/* How each question was answered, whatever it gave: with points, with each of the answers that give
 * none, or not at all; and what those reached who have, and have not, a role of the security work
 * among their participants. For the authority's own eyes: it is not protected. */
#ifndef ANALYSIS_RESULT_COUNTS_H
#define ANALYSIS_RESULT_COUNTS_H

#include "analysis/result_unscored.h"
#include "analysis/result_scope.h"
#include "scoring/model.h"

#include <stdbool.h>
#include <stddef.h>

struct collection; /* analysis/collection.h */
struct selection;

enum counts_kind {
    COUNTS_POINTS,   /* a yes: it gives points */
    COUNTS_ANSWERED, /* a yes to a question without points */
    COUNTS_NO,
    COUNTS_NONE,   /* yes, but none of the options */
    COUNTS_PARTLY, /* under development, or for part of the period */
    COUNTS_UNANSWERED,
    COUNTS_NOT_ASKED, /* a follow-up, after no yes */
    COUNTS_UNSURE,    /* whatever the answer, it was assessed as unsure */
    COUNTS_KINDS
};

/* Whether a question can be answered so. */
bool result_counts_offers(const struct model_question *question, enum counts_kind kind);

/* Those of a group with, or without, a role of the security work. */
struct counts_role {
    size_t members;
    size_t level[MODEL_LEVELS_MAX + 1]; /* exactly that overall level */
    unsigned lowest;                    /* points; 0, like the next two, where there is nobody */
    unsigned median;                    /* the lower one */
    unsigned highest;
};

struct counts_group {
    int place; /* of the group in the edition; -1: all together */
    size_t members;
    size_t answer[MODEL_QUESTIONS_MAX][COUNTS_KINDS];     /* in the edition's order */
    struct counts_role role[2];                           /* without (0) and with (1) */
    struct counts_unscored unscored[MODEL_QUESTIONS_MAX]; /* in the edition's order */
};

struct counts {
    struct scope scope;
    size_t groups;
    struct counts_group *group; /* owned; as result_scope_groups has them */
};

/* Of the members selected. Borrows from the collection and the selection; the caller frees it
 * (result_counts_free). */
void result_counts(
    const struct collection *collection, const struct selection *selection, struct counts *out);
void result_counts_free(struct counts *counts);

#endif
