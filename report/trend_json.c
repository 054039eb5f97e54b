#include "format/edition.h"
#include "report/json_parts.h"
#include "report/trend.h"
#include "report/trend_editions.h"

/* An organisation is a group of one: its level is the one that has a member. */
static unsigned level_of(const unsigned *at_level, unsigned levels)
{
    unsigned level = 0;
    while (level < levels && at_level[level] == 0)
        level++;
    return level;
}

static json_t *counts(const unsigned *at_level, unsigned levels)
{
    json_t *list = json_array();
    for (unsigned level = 0; level <= levels; level++)
        json_parts_append(list, json_integer((json_int_t)at_level[level]));
    return list;
}

static json_t *trend_areas(const struct trend_round *round, bool one)
{
    const struct model *model = &round->edition->model;
    json_t *list = json_array();
    for (unsigned i = 0; i < model->areas; i++) {
        const struct group_area *area = &round->group->area[i];
        json_t *level = one ? json_integer((json_int_t)level_of(area->at_level, model->levels))
                            : counts(area->at_level, model->levels);
        json_parts_append(
            list, json_pack("{s:s, s:I, s:i, s:o}", "id", round->edition->area[i].id, "points",
                      (json_int_t)area->points, "max", (int)round->edition->area_points[i],
                      one ? "level" : "levels", level));
    }
    return list;
}

static json_t *head(const struct trend_round *round)
{
    return json_pack("{s:s, s:s, s:s?, s:s?, s:i}", "round", round->id, "edition",
        round->edition->id, "opens", round->opens[0] == '\0' ? NULL : round->opens, "closes",
        round->closes[0] == '\0' ? NULL : round->closes, "n", (int)round->group->members);
}

static json_t *points_of_group(const struct group *group)
{
    return json_pack("{s:I, s:i, s:i, s:i}", "sum", (json_int_t)group->points, "lowest",
        (int)group_points_at(group, 1), "median",
        (int)group_points_at(group, (group->members + 1) / 2), "highest",
        (int)group_points_at(group, group->members));
}

static json_t *round_figures(const struct trend_round *round, bool one)
{
    const struct group *group = round->group;
    unsigned levels = round->edition->model.levels;
    json_t *json = head(round);
    json_t *more = NULL;
    if (group->members == 0)
        return json;
    if (one)
        more =
            json_pack("{s:i, s:I, s:i, s:I, s:o}", "level", (int)level_of(group->at_level, levels),
                "points", (json_int_t)group->points, "points_max", (int)round->edition->points,
                "measures", (json_int_t)group->measures, "areas", trend_areas(round, true));
    else
        more = json_pack("{s:o, s:o, s:i, s:{s:I}, s:o}", "levels", counts(group->at_level, levels),
            "points", points_of_group(group), "points_max", (int)round->edition->points, "measures",
            "sum", (json_int_t)group->measures, "areas", trend_areas(round, false));
    return json_parts_joined(json, more);
}

/* Where editions differ, what of the round is comparable with the last one. */
static json_t *round_json(const struct trend *trend, const struct trend_round *round)
{
    json_t *json = round_figures(round, trend->number != NULL);
    const struct edition *last = trend->round[trend->rounds - 1].edition;
    if (!trend->several || round->group->members == 0)
        return json;
    return json_parts_joined(json, json_pack("{s:o}", "same", trend_editions_json(round, last)));
}

json_t *trend_json(const struct trend *trend)
{
    bool one = trend->number != NULL;
    json_t *organisation =
        one ? json_pack("{s:s, s:s}", "number", trend->number, "name", trend->name) : json_null();
    json_t *rounds = json_array();
    for (size_t i = 0; i < trend->rounds; i++)
        json_parts_append(rounds, round_json(trend, &trend->round[i]));
    return json_pack("{s:o, s:s?, s:o}", "organisation", organisation, "group",
        one ? NULL : trend->group, "rounds", rounds);
}
