/* What can be worked out of one column where organisations are counted twice, by value of a tag and
 * by group.
 *
 * Each organisation is in one cell of values times groups. Of each row, the organisations of a
 * value or of a group, it is known from what to what the column can be, and of each cell how many
 * organisations it has. Counts that flow from a value to a group are a flow in a network, of which
 * the true one is one: a count, or the sum of several, has more than one feasible value just where
 * a ring of counts can be raised and lowered by one. So it is exact for one column by itself, over
 * each union of cells; an insider is in one of the cells, and in the column or not. Where it is
 * known besides that some are apart, it is exact or on the safe side. */
#ifndef ANALYSIS_PUBLISH_CROSSING_H
#define ANALYSIS_PUBLISH_CROSSING_H

#include "analysis/publish_unions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct publish_range {
    long least;
    long most;
};

struct publish_crossing {
    size_t values;
    size_t groups;
    long members[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS]; /* of each cell */
    /* How many of each cell are known to be in the column: no more than truly are. */
    long least[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];
    /* Of each value and group, how many of one of the two, but not of both, are known to be in the
     * column at least (analysis/publish_apart.h). */
    long apart[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];
    /* Of the column: the true counts, and what can be known of the rows, which the sums of the true
     * ones are within. */
    long count[PUBLISH_UNIONS_VALUES][PUBLISH_UNIONS_GROUPS];
    struct publish_range value[PUBLISH_UNIONS_VALUES];
    struct publish_range group[PUBLISH_UNIONS_GROUPS];
};

/* Narrows each row to what the others leave of it, or further where some are known to be apart.
 * True if any is narrower. */
bool publish_crossing_narrow(struct publish_crossing *crossing);

/* Whether there is a union of cells of whose others (all but the insiders') there are truly one to
 * PUBLISH_SOLVER_SMALL in the column, and can only be as many: for an outsider, for each member,
 * and for each two. Whoever is in a row of which all, but the insiders who are not, are known to be
 * in the column is left out: of these it is told. *values: bit n for each value that the union has
 * somebody of in the column. */
bool publish_crossing_reveals(const struct publish_crossing *crossing, uint32_t *values);

#endif
