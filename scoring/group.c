#include "scoring/group.h"

void group_add(const struct model *model, const struct score *score, struct group *group)
{
    group->members++;
    group->points += score->points;
    group->measures += score->measures;
    group->unsure += score->unsure;
    group->at_level[score->level]++;
    group->with_points[score->points]++;
    for (unsigned i = 0; i < model->areas; i++) {
        group->area[i].points += score->area[i].points;
        group->area[i].at_level[score->area[i].level]++;
    }
    for (unsigned i = 0; i < model->questions; i++) {
        const struct points *worth = &score->question[i];
        group->question[i].points += worth->points;
        group->question[i].with_status[worth->status]++;
        group->question[i].with_points[worth->points]++;
        group->question[i].unsure += points_unsure(worth);
    }
}

unsigned group_points_at(const struct group *group, unsigned rank)
{
    unsigned points = 0;
    for (unsigned below = group->with_points[0]; below < rank && points < GROUP_POINTS_MAX;)
        below += group->with_points[++points];
    return points;
}
