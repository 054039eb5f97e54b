/* What answers say of the fields of an edition (scoring/model.h): yes or no, how far a yes has
 * come, and which level of maturity; and how many of a group say so. */
#ifndef SCORING_MATURITY_H
#define SCORING_MATURITY_H

#include "scoring/model.h"

enum maturity_answer { MATURITY_UNANSWERED, MATURITY_YES, MATURITY_NO };

struct maturity_field {
    uint8_t answer;    /* enum maturity_answer */
    uint8_t follow_up; /* the option that was chosen, from 1; 0: none, or not asked */
    uint8_t level;     /* of maturity, from 1; 0: none was chosen, or the field has none */
    bool follow_asked; /* the field has a follow-up, and it was asked */
    bool reached;      /* the level is the model's target or above */
};

/* Only valid answers count. 0 <= field < model->fields. */
struct maturity_field maturity_of(
    const struct model *model, const struct answer_set *answers, unsigned field);

struct maturity_counts_field {
    unsigned yes;
    unsigned no;
    unsigned follow_asked;
    unsigned follow_up[MODEL_FIELD_STEPS_MAX]; /* who chose option n, at n - 1 */
    unsigned level[MODEL_FIELD_STEPS_MAX];     /* who are at exactly level n, at n - 1 */
    unsigned reached;
};

/* A zeroed struct is a group without members. */
struct maturity_counts {
    unsigned members;
    unsigned whole; /* those who answered every question that they were asked */
    struct maturity_counts_field field[MODEL_FIELDS_MAX]; /* the first model->fields are in use */
};

void maturity_add(
    const struct model *model, const struct answer_set *answers, struct maturity_counts *counts);

/* Adds what was counted of others, with the same model. */
void maturity_join(const struct maturity_counts *others, struct maturity_counts *counts);

#endif
