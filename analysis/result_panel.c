#include "analysis/result_panel.h"

#include "analysis/collection.h"
#include "analysis/panel_rise.h"
#include "base/memory.h"
#include "format/succession.h"
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

/* Those in both are told apart in the first round. */
static void count_rise_of(const struct panel *panel, const struct collection *first, size_t place,
    const struct collection *second, struct panel_rise *rise)
{
    const struct member *then = collection_find(second, first->member[place].number);
    struct answer_set answers[PANEL_ROUNDS];
    collection_answers(first, place, &answers[PANEL_FIRST]);
    collection_answers(second, (size_t)(then - second->member), &answers[PANEL_SECOND]);
    panel_rise_add(panel, answers, rise);
}

/* Adds a member to its group, if the second's edition has that, and to all. */
static void count_member(const struct panel *panel, const struct collection *in, size_t place,
    size_t round, const struct collection *other, struct panel_counting *counting)
{
    const struct edition *named = panel->edition[PANEL_SECOND];
    const struct member *member = &in->member[place];
    int group = edition_find_group(named, member->group);
    size_t of[2] = {named->groups, group < 0 ? 0 : (size_t)group};
    bool both = result_panel_is_in(other, member->number, panel->late);
    struct score score;
    collection_score(in, place, &score);
    for (size_t i = 0; i < (group < 0 ? 1 : 2); i++) {
        struct panel_counting *to = &counting[of[i]];
        group_add(&in->edition->model, &score, &to->part[round][both ? PANEL_BOTH : PANEL_APART]);
        group_add(&in->edition->model, &score, &to->part[round][PANEL_WHOLE]);
        if (both && round == PANEL_FIRST)
            count_rise_of(panel, in, place, other, &to->rise);
    }
}

static void count_round(const struct panel *panel, const struct collection *in, size_t round,
    const struct collection *other, struct panel_counting *counting)
{
    const struct selection selection = {.late = panel->late};
    for (size_t i = 0; i < in->members; i++) {
        if (collection_selects(&selection, &in->member[i]))
            count_member(panel, in, i, round, other, counting);
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
    const struct edition *edition = out->edition[PANEL_SECOND];
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
                fill_figures(out->edition[round], &counting[i].part[round][part],
                    &group->figures[round][part]);
        }
    }
}

/* ---- the whole ---- */

/* What the editions of the two rounds have in common. */
static enum status relate_rounds(const struct editions *known, const struct collection *first,
    const struct collection *second, struct panel *out, struct error *err)
{
    if (strcmp(first->round.id, second->round.id) == 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: two different rounds are expected; `round` shows which there are",
            first->round.id);
    if (strcmp(first->edition->id, second->edition->id) == 0)
        return STATUS_OK;
    out->since = memory_new(1, sizeof *out->since);
    return succession_between(known, first->edition, second->edition, out->since, err);
}

enum status result_panel(const struct editions *known, const struct collection *first,
    const struct collection *second, bool late, struct panel *out, struct error *err)
{
    *out = (struct panel){.edition = {first->edition, second->edition},
        .round = {first->round.id, second->round.id},
        .late = late};
    TRY(relate_rounds(known, first, second, out, err));
    struct panel_counting *counting = memory_new(second->edition->groups + 1, sizeof *counting);
    count_round(out, first, PANEL_FIRST, second, counting);
    count_round(out, second, PANEL_SECOND, first, counting);
    fill_groups(counting, out);
    free(counting);
    return STATUS_OK;
}

void result_panel_free(struct panel *panel)
{
    free(panel->since);
    *panel = (struct panel){0};
}

int result_panel_question(const struct panel *panel, size_t round, unsigned place)
{
    if (panel->since == NULL || round == PANEL_SECOND)
        return (int)place;
    const struct succession_question *question = &panel->since->question[place];
    return question->kind == SUCCESSION_SAME ? (int)question->from : -1;
}

int result_panel_area(const struct panel *panel, size_t round, unsigned place)
{
    if (panel->since == NULL || round == PANEL_SECOND)
        return (int)place;
    const struct succession_area *area = &panel->since->area[place];
    return area->kind == SUCCESSION_SAME ? (int)area->from : -1;
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
