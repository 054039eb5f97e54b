#include "analysis/stats_table.h"

#include "format/edition.h"

#include <stdlib.h>

static struct stats_cell number(uint64_t value)
{
    return (struct stats_cell){value, STATS_NUMBER};
}

static const struct stats_cell NONE = {0, STATS_NONE};

_Static_assert(STATS_GROUPS_MAX == EDITION_GROUPS_MAX + 1, "all groups and all together");

/* ---- one group's figures as cells ---- */

static void fill_response(
    struct stats_response *out, const struct stats_source *source, bool late_included)
{
    unsigned came = source->on_time + source->late;
    out->population = source->listed ? number(source->population) : NONE;
    out->on_time = number(source->on_time);
    out->late = number(source->late);
    out->outside = number(source->outside);
    out->missing = source->listed ? number(source->population - came) : NONE;
    out->counted = number(late_included ? came : source->on_time);
    out->rate = (struct stats_share){out->counted, out->population};
}

/* How many are above each level, of those that are exactly at each. */
static void fill_above(const struct model *model, const unsigned at_level[], struct stats_cell *out)
{
    uint64_t above = 0;
    for (unsigned level = model->levels; level-- > 0;) {
        above += at_level[level + 1];
        out[level] = number(above);
    }
}

static void fill_levels(
    struct stats_group *out, const struct model *model, const struct tables *tables)
{
    const struct group *group = &tables->group;
    for (unsigned level = 0; level <= model->levels; level++) {
        out->level[level] = number(group->at_level[level]);
        for (unsigned i = 0; i < model->areas; i++)
            out->area[i].at_level[level] = number(group->area[i].at_level[level]);
        for (unsigned role = 0; role < 2; role++)
            out->role[role][level] = number(tables->role[role][level]);
    }
    out->any_level = number(group->members - group->at_level[0]);
    for (unsigned i = 0; i < model->areas; i++)
        fill_above(model, group->area[i].at_level, out->area[i].above);
}

static void fill_points(
    struct stats_group *out, const struct edition *edition, const struct tables *tables)
{
    const struct group *group = &tables->group;
    bool any = group->members > 0;
    out->points = number(group->points);
    out->measures = number(group->measures);
    out->lowest = any ? number(group_points_at(group, 1)) : NONE;
    out->median = any ? number(group_points_at(group, (group->members + 1) / 2)) : NONE;
    out->highest = any ? number(group_points_at(group, group->members)) : NONE;
    out->classes = tables_classes(edition->points);
    for (unsigned i = 0; i < out->classes; i++) {
        struct stats_class *class = &out->class[i];
        class->from = i * TABLES_CLASS_WIDTH;
        class->to = i + 1 < out->classes ? class->from + TABLES_CLASS_WIDTH - 1 : edition->points;
        class->count = number(tables_with_points(tables, class->from, class->to));
    }
}

static int compare_holding(const void *a, const void *b)
{
    const struct stats_holding *one = a;
    const struct stats_holding *other = b;
    bool one_shown = one->count.show == STATS_NUMBER;
    bool other_shown = other->count.show == STATS_NUMBER;
    if (one_shown != other_shown)
        return one_shown ? -1 : 1;
    if (one->count.value != other->count.value)
        return one->count.value < other->count.value ? 1 : -1;
    return (one->question > other->question) - (one->question < other->question);
}

void stats_sort_holding(struct stats_group *group)
{
    qsort(group->holding, group->holdings, sizeof group->holding[0], compare_holding);
}

static void fill_held(
    struct stats_group *out, const struct model *model, const struct tables *tables)
{
    for (unsigned i = 0; i < model->levels; i++) {
        const struct tables_held *held = &tables->held[i];
        out->held[i].enough = number(held->enough);
        for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
            out->held[i].lacks[steps] = number(held->lacks[steps]);
        out->held[i].more = number(held->more);
        out->held[i].unsure_only = number(held->unsure_only);
    }
    out->holding_hidden = false;
    out->holdings = 0;
    for (unsigned i = 0; i < model->questions; i++) {
        if (tables->holding[i] > 0)
            out->holding[out->holdings++] = (struct stats_holding){i, number(tables->holding[i])};
    }
    stats_sort_holding(out);
}

void stats_table_fill(
    struct stats_table *table, size_t place, int group, const struct stats_source *source)
{
    const struct edition *edition = table->edition;
    struct stats_group *out = &table->group[place];
    out->id = group < 0 ? NULL : edition->group[group].id;
    out->name = group < 0 ? NULL : edition->group[group].name;
    out->withheld = false;
    fill_response(&out->response, source, table->late_included);
    fill_levels(out, &edition->model, &source->tables);
    fill_points(out, edition, &source->tables);
    fill_held(out, &edition->model, &source->tables);
}
