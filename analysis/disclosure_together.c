#include "analysis/disclosure_together.h"

#include "analysis/disclosure_inference.h"
#include "format/edition.h"

#include <stddef.h>

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* What the functions below all need. */
struct together {
    const struct stats_table *raw;
    struct stats_table *table;
    unsigned rows;                          /* the groups; the row after them is all together */
    unsigned hidden_from[STATS_GROUPS_MAX]; /* as disclosure_inference_reveals takes it, by row */
};

static struct stats_group *all_of(const struct together *view)
{
    return &view->table->group[view->rows];
}

/* ---- levels, distribution and those held back ---- */

void disclosure_together_hide_classes(struct stats_group *group)
{
    for (unsigned i = 0; i < group->classes; i++)
        group->class[i].count = HIDDEN;
}

static void hide_held(struct stats_group *group, unsigned level)
{
    struct stats_held *held = &group->held[level - 1];
    held->enough = held->more = held->unsure_only = HIDDEN;
    for (unsigned steps = 0; steps < TABLES_LACKS_MAX; steps++)
        held->lacks[steps] = HIDDEN;
}

/* Hides more of a row until its tables reveal no more together than one by one. All together is
 * hidden with it, or the row could be subtracted out of it. */
static void part_row(struct together *view, unsigned row)
{
    unsigned *level = &view->hidden_from[row];
    *level = view->raw->edition->model.levels + 1U;
    while (*level > 1 && disclosure_inference_reveals(view->table, row, *level)) {
        --*level;
        hide_held(&view->table->group[row], *level);
        hide_held(all_of(view), *level);
    }
    if (!disclosure_inference_reveals(view->table, row, *level))
        return;
    disclosure_together_hide_classes(&view->table->group[row]);
    disclosure_together_hide_classes(all_of(view));
}

/* ---- areas ---- */

static void hide_area(const struct stats_table *table, struct stats_area *area)
{
    unsigned levels = table->edition->model.levels;
    for (unsigned i = 0; i <= levels; i++)
        area->at_level[i] = HIDDEN;
    for (unsigned i = 0; i < levels; i++)
        area->above[i] = HIDDEN;
}

static void part_areas(const struct together *view, unsigned row)
{
    for (unsigned i = 0; i < view->raw->edition->model.areas; i++) {
        if (!disclosure_inference_area_reveals(view->table, row, i))
            continue;
        hide_area(view->table, &view->table->group[row].area[i]);
        hide_area(view->table, &all_of(view)->area[i]);
    }
}

/* ---- questions that hold back ---- */

/* How many questions hold back those who are held back, each counted as often as it does: at least
 * one for each of them, at most one for each step. */
struct sum_of_holding {
    uint64_t least;
    uint64_t most;
};

static struct sum_of_holding sum_of_holding(const struct together *view, unsigned row)
{
    const struct model *model = &view->raw->edition->model;
    const struct stats_group *raw = &view->raw->group[row];
    struct sum_of_holding sum = {0};
    for (unsigned level = 0; level < model->levels; level++) {
        const struct stats_held *held = &raw->held[level];
        sum.least += held->enough.value - held->unsure_only.value;
        sum.most += held->more.value * model->questions;
        for (unsigned steps = 1; steps <= TABLES_LACKS_MAX; steps++)
            sum.most += held->lacks[steps - 1].value * steps;
    }
    return sum;
}

static uint64_t all_held(const struct together *view, unsigned row)
{
    uint64_t all = 0;
    for (unsigned level = 0; level < view->raw->edition->model.levels; level++)
        all += view->raw->group[row].held[level].enough.value;
    return all;
}

/* Whether that sum leaves the hidden counts only one way to be. A count that is hidden without a
 * mark lacks one or two of all. */
static bool holding_tells(const struct together *view, unsigned row)
{
    const struct stats_group *group = &view->table->group[row];
    struct sum_of_holding sum = sum_of_holding(view, row);
    uint64_t all = all_held(view, row);
    uint64_t least = 0;
    uint64_t most = 0;
    bool hidden = false;
    for (unsigned i = 0; i < group->holdings; i++) {
        const struct stats_cell *count = &group->holding[i].count;
        bool number = count->show == STATS_NUMBER;
        bool small = count->show == STATS_SMALL;
        least += number ? count->value : small ? 1 : all > 5 ? all - 2 : 3;
        most += number ? count->value : small ? STATS_SMALL_MOST : all - 1;
        hidden = hidden || !number;
    }
    return hidden && (sum.most <= least || sum.least >= most);
}

static void hide_holding(struct stats_group *group)
{
    group->holding_hidden = true;
    group->holdings = 0;
}

static void part_holding(const struct together *view, unsigned row)
{
    if (row == view->rows || !holding_tells(view, row))
        return;
    hide_holding(&view->table->group[row]);
    hide_holding(all_of(view));
}

/* ---- figures ---- */

/* Shows one of a row again, unless it reveals something. */
static void show_figure(const struct together *view, unsigned row, struct stats_cell *cell,
    const struct stats_cell *raw)
{
    *cell = *raw;
    if (disclosure_inference_reveals(view->table, row, view->hidden_from[row]))
        *cell = HIDDEN;
}

/* The sums first: they say more than the median does. A sum of all is hidden with a group's, or
 * that could be subtracted out of it. */
static void show_figures(const struct together *view)
{
    struct stats_group *all = all_of(view);
    bool points = true;
    bool measures = true;
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        const struct stats_group *raw = &view->raw->group[row];
        if (group->withheld)
            continue;
        show_figure(view, row, &group->points, &raw->points);
        show_figure(view, row, &group->measures, &raw->measures);
        show_figure(view, row, &group->median, &raw->median);
        points = points && group->points.show == STATS_NUMBER;
        measures = measures && group->measures.show == STATS_NUMBER;
    }
    if (!points)
        all->points = HIDDEN;
    if (!measures)
        all->measures = HIDDEN;
    if (all->median.show == STATS_NUMBER && !disclosure_inference_median_follows(view->table))
        all->median = HIDDEN;
}

void disclosure_together(const struct stats_table *raw, struct stats_table *table)
{
    struct together view = {raw, table, (unsigned)table->groups - 1, {0}};
    for (unsigned row = 0; row <= view.rows; row++) {
        part_row(&view, row);
        part_areas(&view, row);
        part_holding(&view, row);
    }
    show_figures(&view);
}
