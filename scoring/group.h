/* How the scores of a group are spread. Whole numbers only: whoever shows a mean or a share
 * divides. */
#ifndef SCORING_GROUP_H
#define SCORING_GROUP_H

#include "scoring/model.h"
#include "scoring/score.h"

#define GROUP_POINTS_MAX (MODEL_QUESTIONS_MAX * MODEL_OPTIONS_MAX)

struct group_area {
    uint64_t points;                         /* sum over the members */
    unsigned at_level[MODEL_LEVELS_MAX + 1]; /* members whose area has exactly that level */
};

struct group_question {
    uint64_t points;                             /* sum over the members */
    unsigned with_status[ANSWER_STATUSES];       /* members, by enum answer_status */
    unsigned with_points[MODEL_OPTIONS_MAX + 1]; /* members with exactly so many points */
    unsigned unsure;                             /* members whose assessment is unsure */
};

/* A zeroed struct is a group without members. */
struct group {
    unsigned members;
    uint64_t points; /* sum over the members, like the next two */
    uint64_t measures;
    uint64_t unsure;
    unsigned at_level[MODEL_LEVELS_MAX + 1];    /* members with exactly that overall level */
    unsigned with_points[GROUP_POINTS_MAX + 1]; /* members with exactly so many points in all */
    struct group_area area[MODEL_AREAS_MAX];    /* the first model->areas are in use */
    struct group_question question[MODEL_QUESTIONS_MAX]; /* the first model->questions */
};

/* Adds one member's score, computed with the same model as every other member's. */
void group_add(const struct model *model, const struct score *score, struct group *group);

/* Adds what was counted of others, with the same model. */
void group_join(const struct group *others, struct group *group);

/* The total points of the member at a rank: 1 is the lowest, group->members the highest, and
 * (group->members + 1) / 2 the (lower) median. 1 <= rank <= group->members. */
unsigned group_points_at(const struct group *group, unsigned rank);

#endif
