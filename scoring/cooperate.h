/* Who can teach and who can learn: the questions of a group where some have points and some have
 * none, and pairs of organisations that are strong where the other is weak. */
#ifndef SCORING_COOPERATE_H
#define SCORING_COOPERATE_H

#include "scoring/model.h"
#include "scoring/score.h"

/* A zeroed struct is a group without members. */
struct cooperate_counts {
    unsigned members;
    unsigned with[MODEL_QUESTIONS_MAX]; /* members with at least one point on the question */
};

/* Two shares of a group, as fractions from 0 to 1, the first not above the second: where those with
 * points on a question are at least the first and at most the second the split is even, and where
 * they are less than the first few can teach. */
struct cooperate_limits {
    unsigned from, from_of;
    unsigned to, to_of;
};

struct cooperate_question {
    uint16_t question; /* index in the model */
    unsigned with;     /* members that have points on it: those who can teach */
    unsigned without;  /* all other members, whatever they answered: those who can learn */
    bool even;
    bool few_teach; /* or nobody; false in a group without members, like even */
};

/* Adds one member's score, computed with the same model as every other member's. */
void cooperate_add(
    const struct model *model, const struct score *score, struct cooperate_counts *counts);

/* Puts a question, of whose so many members so many have points, among the count first ones of out,
 * behind all that are split as evenly or more. */
void cooperate_put(const struct cooperate_limits *limits, unsigned question, unsigned with,
    unsigned members, struct cooperate_question out[], unsigned count);

/* Fills out[], which is the caller's and as long as the model: of each question that gives points,
 * the most even split of with and without first, equally even ones in question order. Returns how
 * many those are. */
unsigned cooperate_questions(const struct model *model, const struct cooperate_limits *limits,
    const struct cooperate_counts *counts, struct cooperate_question out[]);

/* How many of so many questions are split evenly, and on how many few can teach. */
struct cooperate_mix {
    unsigned even;
    unsigned few;
};

struct cooperate_mix cooperate_mix(const struct cooperate_question question[], unsigned questions);

/* How a partner suits an organisation. */
struct cooperate_partner {
    unsigned teaches; /* questions where the partner is strong and the organisation weak */
    unsigned learns;  /* questions where the partner is weak and the organisation strong */
};

/* On a question with points one is strong with at least four fifths of the points that it can give
 * (4 or 5 of 5), weak with at most one fifth (0 or 1 of 5). */
bool cooperate_strong(const struct model *model, const struct score *score, unsigned question);
bool cooperate_weak(const struct model *model, const struct score *score, unsigned question);

/* Compares two scores of the same model, question by question. */
struct cooperate_partner cooperate_pair(
    const struct model *model, const struct score *own, const struct score *partner);

/* Whether each has something to teach the other. */
bool cooperate_suits(const struct cooperate_partner *partner);

/* Less than, equal to or greater than 0 as a suits worse than, as well as or better than b: by the
 * lesser of teaches and learns, then by their sum. */
int cooperate_compare(const struct cooperate_partner *a, const struct cooperate_partner *b);

#endif
