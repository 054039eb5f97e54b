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

static void join_area(const struct group_area *others, struct group_area *area)
{
    area->points += others->points;
    for (unsigned i = 0; i <= MODEL_LEVELS_MAX; i++)
        area->at_level[i] += others->at_level[i];
}

static void join_question(const struct group_question *others, struct group_question *question)
{
    question->points += others->points;
    question->unsure += others->unsure;
    for (unsigned i = 0; i < ANSWER_STATUSES; i++)
        question->with_status[i] += others->with_status[i];
    for (unsigned i = 0; i <= MODEL_OPTIONS_MAX; i++)
        question->with_points[i] += others->with_points[i];
}

void group_join(const struct group *others, struct group *group)
{
    group->members += others->members;
    group->points += others->points;
    group->measures += others->measures;
    group->unsure += others->unsure;
    for (unsigned i = 0; i <= MODEL_LEVELS_MAX; i++)
        group->at_level[i] += others->at_level[i];
    for (unsigned i = 0; i <= GROUP_POINTS_MAX; i++)
        group->with_points[i] += others->with_points[i];
    for (unsigned i = 0; i < MODEL_AREAS_MAX; i++)
        join_area(&others->area[i], &group->area[i]);
    for (unsigned i = 0; i < MODEL_QUESTIONS_MAX; i++)
        join_question(&others->question[i], &group->question[i]);
}

unsigned group_points_at(const struct group *group, unsigned rank)
{
    unsigned points = 0;
    for (unsigned below = group->with_points[0]; below < rank && points < GROUP_POINTS_MAX;)
        below += group->with_points[++points];
    return points;
}
