/* What was answered to the questions that give no points: how many chose each option, how numbers
 * and days are spread, and whether validation questions say what the points say. */
#ifndef ANALYSIS_RESULT_UNSCORED_H
#define ANALYSIS_RESULT_UNSCORED_H

#include "scoring/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers, or days since 1970-01-01. Of n the value at a rank: the lower quartile is the one at
 * n / 4 rounded up, the median at n / 2 rounded up, the upper quartile at 3n / 4 rounded up. All 0
 * where there are none. */
struct counts_values {
    size_t count;
    uint64_t sum;
    uint32_t least, lower, median, upper, most;
};

/* What a validation question says, against whether the question that it validates has points. */
struct counts_validation {
    size_t agree;
    size_t more;       /* it says that there are points, and there are none */
    size_t less;       /* it says that there are none, and there are */
    size_t unanswered; /* one of the two is not validly answered, or not asked */
};

struct counts_unscored {
    size_t option[MODEL_OPTIONS_MAX]; /* who chose it */
    struct counts_values values;
    struct counts_validation validation;
};

/* Whether a question gives no points and is of no field: fields have tables of their own. */
bool result_unscored_alone(const struct model *model, unsigned place);
bool result_unscored_any(const struct model *model);

/* Adds one answer set to what is counted of a question by its place: all but the values. */
void result_unscored_add(const struct model *model, const struct answer_set *answers,
    unsigned place, struct counts_unscored *out);

/* Fills in the values, which it sorts. */
void result_unscored_values(uint32_t value[], size_t count, struct counts_values *out);

#endif
