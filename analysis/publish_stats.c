#include "analysis/publish_stats.h"

#include "analysis/stats_fill.h"

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* One row, while its group is filled. */
struct publish_filling {
    const struct publish_cells *cells;
    const struct model *model;
    const struct publish_row *row;
};

static struct stats_cell at(const struct publish_filling *filling, uint32_t variable)
{
    return publish_row_cell(filling->cells, filling->row, variable);
}

/* The larger of two that are shown. */
static struct stats_cell no_less(struct stats_cell cell, const struct stats_cell *other)
{
    if (cell.show == STATS_NUMBER && other->show == STATS_NUMBER && other->value > cell.value)
        return *other;
    return cell;
}

/* Who is covered has given no answers, and adds to no cell. How many came late is known of few: of
 * one who is missing or late it would follow which. */
static void fill_response(
    const struct publish_filling *filling, bool late, struct stats_group *group)
{
    struct stats_response *response = &group->response;
    if (!filling->row->shown)
        response->counted = HIDDEN;
    if (response->missing.show != STATS_NONE && (!late || response->counted.show == STATS_HIDDEN))
        response->missing = HIDDEN;
    response->on_time = late ? HIDDEN : response->counted;
    response->late = response->outside = HIDDEN;
    response->covered_late = HIDDEN;
    response->rate = (struct stats_share){response->counted, response->population};
    if (response->counted.show == STATS_HIDDEN)
        response->covered = response->reach.part = HIDDEN;
}

static void fill_levels(const struct publish_filling *filling, struct stats_group *group)
{
    const struct publish_cells *cells = filling->cells;
    unsigned levels = filling->model->levels;
    for (unsigned level = 0; level <= levels; level++) {
        group->level[level] = at(filling, cells->level[level]);
        for (unsigned role = 0; role < 2; role++)
            group->role[role][level] = at(filling, cells->role[level][role]);
    }
    stats_fill_sums(group, levels);
}

static void fill_area(
    const struct publish_filling *filling, unsigned place, struct stats_area *area)
{
    const struct publish_cells *cells = filling->cells;
    unsigned levels = filling->model->levels;
    for (unsigned level = 0; level <= levels; level++)
        area->at_level[level] = at(filling, cells->area[place][level]);
    for (unsigned level = 0; level < levels; level++)
        area->above[level] = at(filling, cells->area_from[place][level + 1]);
    area->whole = result_stats_sum(area->at_level, levels + 1);
}

static void fill_points(const struct publish_filling *filling, struct stats_group *group)
{
    group->points = group->measures = HIDDEN;
    group->lowest = group->median = group->highest = HIDDEN;
    for (unsigned i = 0; i < group->classes; i++)
        group->class[i].count = at(filling, filling->cells->class[i]);
}

static void fill_held(const struct publish_filling *filling, struct stats_group *group)
{
    const struct publish_cells *cells = filling->cells;
    struct stats_cell any = at(filling, cells->held_any);
    for (unsigned level = 1; level <= filling->model->levels; level++) {
        struct stats_held *held = &group->held[level - 1];
        held->enough = at(filling, cells->held_from[level]);
        for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
            held->lacks[i] = at(filling, cells->held[level][i]);
        held->more = at(filling, cells->held[level][PUBLISH_CELLS_MORE]);
        held->unsure_only = at(filling, cells->held[level][PUBLISH_CELLS_UNSURE]);
    }
    group->next = (struct stats_next){any, at(filling, cells->near), at(filling, cells->as_many)};
    group->held_whole = no_less(group->response.counted, &any);
}

/* A question whose count is rounded to 0 is not among them. */
static void fill_holding(const struct publish_filling *filling, struct stats_group *group)
{
    group->holding_hidden = !filling->row->shown;
    group->holdings = 0;
    for (unsigned i = 0; !group->holding_hidden && i < filling->model->questions; i++) {
        struct stats_cell holds = at(filling, filling->cells->holds[i]);
        if (holds.show != STATS_NUMBER || holds.value > 0)
            group->holding[group->holdings++] = (struct stats_holding){i, holds};
    }
    result_stats_sort_holding(group);
}

static void fill_row(const struct publish_cells *cells, const struct publish_row *row, bool late,
    struct stats_group *group)
{
    const struct publish_filling filling = {cells, &cells->edition->model, row};
    group->withheld = !row->shown;
    fill_response(&filling, late, group);
    fill_levels(&filling, group);
    for (unsigned place = 0; place < filling.model->areas; place++)
        fill_area(&filling, place, &group->area[place]);
    fill_points(&filling, group);
    fill_held(&filling, group);
    fill_holding(&filling, group);
}

void publish_stats(const struct publish_rounded *rounded, struct stats_table *table)
{
    table->published = true;
    table->rounded = true;
    table->min_group = rounded->least;
    for (size_t i = 0; i < table->groups; i++) {
        struct stats_group *group = &table->group[i];
        const struct publish_row *row = &rounded->row[publish_rounded_row(rounded, group->id)];
        fill_row(&rounded->cells, row, table->late_included, group);
    }
}

void publish_stats_tagged(const struct publish_rounded *rounded,
    const struct publish_tagged *tagged, const struct collection *collection, bool late,
    struct stats_table *table)
{
    const struct publish_tag *tag = &tagged->tag;
    const struct selection every = {.late = late};
    result_stats(collection, &every, true, table);
    publish_stats(rounded, table);
    table->tag = tag->name;
    table->group[tag->values] = table->group[0];
    table->groups = tag->values + 1;
    for (size_t i = 0; i < tag->values; i++) {
        const char *text = tag->value[i].text;
        result_stats_value(table, i, collection, tag->name, text);
        fill_row(&rounded->cells, &tagged->row[i], late, &table->group[i]);
    }
}
