#include "analysis/result_panel.h"

#include "analysis/collection.h"
#include "base/memory.h"
#include "format/edition.h"
#include "scoring/group.h"

#include <stdlib.h>
#include <string.h>

/* What is counted of a group while it is counted. */
struct panel_counting {
    struct group part[PANEL_ROUNDS][PANEL_PARTS];
    struct panel_rise rise;
};

bool result_panel_is_in(const struct collection *other, const char *number, bool late)
{
    const struct selection selection = {.late = late};
    const struct member *member = collection_find(other, number);
    return member != NULL && collection_selects(&selection, member);
}

/* ---- counting ---- */

static void count_rise(const struct collection *first, size_t member, const struct score *second,
    struct panel_rise *rise)
{
    const struct model *model = &first->edition->model;
    struct answer_set answers;
    struct forecast forecast;
    collection_answers(first, member, &answers);
    forecast_find(model, &answers, &forecast);
    bool higher = second->level > forecast.now.level;
    rise->both++;
    rise->higher += higher;
    rise->same += second->level == forecast.now.level;
    rise->lower += second->level < forecast.now.level;
    rise->expected[forecast.rise]++;
    rise->came[forecast.rise] += higher;
    for (unsigned level = 1; level <= model->levels; level++) {
        rise->reach[PANEL_FIRST][level] += forecast.now.level >= level;
        rise->least[level] += forecast.least.level >= level;
        rise->most[level] += forecast.most.level >= level;
        rise->reach[PANEL_SECOND][level] += second->level >= level;
    }
}

/* Adds a member to its group, if the edition has that, and to all. */
static void count_member(const struct collection *in, size_t place, size_t round,
    const struct collection *other, bool late, struct panel_counting *counting)
{
    const struct model *model = &in->edition->model;
    const struct member *member = &in->member[place];
    int group = edition_find_group(in->edition, member->group);
    size_t of[2] = {in->edition->groups, group < 0 ? 0 : (size_t)group};
    bool both = result_panel_is_in(other, member->number, late);
    struct score score, second;
    collection_score(in, place, &score);
    if (both && round == PANEL_FIRST)
        collection_score(
            other, (size_t)(collection_find(other, member->number) - other->member), &second);
    for (size_t i = 0; i < (group < 0 ? 1 : 2); i++) {
        struct panel_counting *to = &counting[of[i]];
        group_add(model, &score, &to->part[round][both ? PANEL_BOTH : PANEL_APART]);
        group_add(model, &score, &to->part[round][PANEL_WHOLE]);
        if (both && round == PANEL_FIRST)
            count_rise(in, place, &second, &to->rise);
    }
}

static void count_round(const struct collection *in, size_t round, const struct collection *other,
    bool late, struct panel_counting *counting)
{
    const struct selection selection = {.late = late};
    for (size_t i = 0; i < in->members; i++) {
        if (collection_selects(&selection, &in->member[i]))
            count_member(in, i, round, other, late, counting);
    }
}

/* ---- cells ---- */

static struct stats_cell number_cell(uint64_t value)
{
    return (struct stats_cell){value, STATS_NUMBER};
}

static void fill_figures(
    const struct edition *edition, const struct group *group, struct panel_figures *out)
{
    const struct model *model = &edition->model;
    out->counted = out->level_whole = number_cell(group->members);
    out->with_level = number_cell(group->members - group->at_level[0]);
    out->median = group->members == 0
                      ? (struct stats_cell){0, STATS_NONE}
                      : number_cell(group_points_at(group, (group->members + 1) / 2));
    for (unsigned level = 0; level <= model->levels; level++) {
        out->level[level] = number_cell(group->at_level[level]);
        for (unsigned area = 0; area < model->areas; area++)
            out->area[area][level] = number_cell(group->area[area].at_level[level]);
    }
    for (unsigned i = 0; i < model->questions; i++)
        out->yes[i] = number_cell(group->question[i].with_status[ANSWER_YES]);
}

static void fill_groups(const struct panel_counting *counting, struct panel *out)
{
    const struct edition *edition = out->edition;
    out->groups = edition->groups + 1;
    for (size_t i = 0; i < out->groups; i++) {
        struct panel_group *group = &out->group[i];
        if (i < edition->groups) {
            group->id = edition->group[i].id;
            group->name = edition->group[i].name;
        }
        group->rise = counting[i].rise;
        group->rise.there = true;
        for (size_t round = 0; round < PANEL_ROUNDS; round++) {
            for (size_t part = 0; part < PANEL_PARTS; part++)
                fill_figures(edition, &counting[i].part[round][part], &group->figures[round][part]);
        }
    }
}

static enum status judge_rounds(
    const struct collection *first, const struct collection *second, struct error *err)
{
    if (strcmp(first->round.id, second->round.id) == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: two different rounds are expected; `round` shows which there are",
            first->round.id);
    if (strcmp(first->edition->id, second->edition->id) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "the rounds %s and %s are of different editions, %s and %s; a panel takes two rounds "
            "of one edition",
            first->round.id, second->round.id, first->edition->id, second->edition->id);
    return STATUS_OK;
}

enum status result_panel(const struct collection *first, const struct collection *second, bool late,
    struct panel *out, struct error *err)
{
    TRY(judge_rounds(first, second, err));
    struct panel_counting *counting = memory_new(first->edition->groups + 1, sizeof *counting);
    *out = (struct panel){
        .edition = first->edition, .round = {first->round.id, second->round.id}, .late = late};
    count_round(first, PANEL_FIRST, second, late, counting);
    count_round(second, PANEL_SECOND, first, late, counting);
    fill_groups(counting, out);
    free(counting);
    return STATUS_OK;
}

void result_panel_keep_group(struct panel *panel, const char *group)
{
    for (size_t i = 0; i < panel->groups; i++) {
        if (panel->group[i].id == NULL || strcmp(panel->group[i].id, group) != 0)
            continue;
        if (i > 0)
            panel->group[0] = panel->group[i];
        panel->groups = 1;
        return;
    }
}
