/* The figures of one group of organisations, for tables: what scoring/group.h counts, and beside it
 * what holds back those whose points suffice for more. Whole numbers only. */
#ifndef SCORING_TABLES_H
#define SCORING_TABLES_H

#include "scoring/group.h"
#include "scoring/model.h"
#include "scoring/score.h"

#define TABLES_CLASS_WIDTH 10 /* points of a class in the distribution of points */
#define TABLES_CLASSES_MAX ((GROUP_POINTS_MAX + TABLES_CLASS_WIDTH - 1) / TABLES_CLASS_WIDTH)
#define TABLES_LACKS_MAX                                                                           \
    5 /* measures that are counted one by one; those who lack more, together                       \
       */

/* Members whose points suffice for this level, which is the next one of theirs (scoring/held.h).
 * Each is counted once in enough and once in one of the others. */
struct tables_held {
    unsigned enough;
    unsigned lacks[TABLES_LACKS_MAX]; /* at n - 1: n measures are left on single questions */
    unsigned more;                    /* more measures than that are left */
    unsigned unsure_only;             /* none is: only assessments must become sure */
};

/* A zeroed struct is a group without members. It is large: no object for the stack. */
struct tables {
    struct group group;
    struct tables_held held[MODEL_LEVELS_MAX]; /* level n at n - 1 */
    /* Of the members that are counted in lacks, which are near their next level: those with as many
     * questions below the minimum as measures left, and by question those whom it holds back. */
    unsigned as_many;
    unsigned holding[MODEL_QUESTIONS_MAX];
    /* Members without (0) and with (1) a security role among the participants, by overall level. */
    unsigned role[2][MODEL_LEVELS_MAX + 1];
};

/* Adds one member's score, computed with the same model as every other member's. */
void tables_add(const struct model *model, const struct score *score, bool security_role,
    struct tables *tables);

/* Adds what was counted of others, with the same model. */
void tables_join(const struct tables *others, struct tables *tables);

/* How many classes the distribution of points has where all questions give so many points: the
 * last class ends with the most that there is, so that 200 points give classes 0-9 to 190-200. */
unsigned tables_classes(unsigned points_max);

/* The members whose total points are from least to most, both included. */
unsigned tables_with_points(const struct tables *tables, unsigned least, unsigned most);

#endif
