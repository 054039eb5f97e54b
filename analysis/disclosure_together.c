/* How it works, and why it ends well.
 *
 * Tables that have organisations in common are weighed row by row, for a reader knows nothing that
 * ties one row to another but their sum. Each row that a reader has is weighed: those of the
 * groups; that of the groups too small together, which is left when the groups shown are subtracted
 * from all; and all.
 *
 * As long as a row reveals a small count something more of it is hidden, in a fixed order: those
 * held back from the highest level first, for they are the fewest and tie levels to points; at last
 * the whole distribution. When neither is left, nothing ties the levels to anything. What is hidden
 * of a row is hidden of all, or it would be what is left when the other rows are subtracted. That
 * needs no second pass: hiding more of all, or of one row, leaves a reader of another row with no
 * more than before.
 *
 * Sums of points and measures, and the median, tie all cells of a row together. They begin hidden
 * and are shown one by one, each only if the row, weighed with it and those before it, still
 * reveals nothing. */
#include "analysis/disclosure_together.h"

#include "analysis/disclosure_inference.h"
#include "base/memory.h"
#include "format/edition.h"

#include <stdlib.h>

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* What the functions below all need. */
struct together {
    const struct stats_table *raw;
    struct stats_table *table;
    unsigned rows;                          /* the groups; the row after them is all together */
    unsigned hidden_from[STATS_GROUPS_MAX]; /* as disclosure_inference_reveals takes it, by row */
    struct stats_table *small;              /* owned: a table of the row of small_row */
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

static void hide_area(const struct stats_table *table, struct stats_area *area)
{
    unsigned levels = table->edition->model.levels;
    for (unsigned i = 0; i <= levels; i++)
        area->at_level[i] = HIDDEN;
    for (unsigned i = 0; i < levels; i++)
        area->above[i] = HIDDEN;
}

/* What is near is a sum of what is lacked; it may be shown only where it follows from what is. */
static void part_next(struct together *view, unsigned row)
{
    struct stats_group *group = &view->table->group[row];
    const struct stats_group *raw = &view->raw->group[row];
    unsigned levels = view->raw->edition->model.levels;
    struct stats_cell enough[MODEL_LEVELS_MAX];
    bool near = true;
    for (unsigned level = 0; level < levels; level++) {
        const struct stats_held *held = &group->held[level];
        enough[level] = held->enough;
        near = near && result_stats_sum(held->lacks, TABLES_LACKS_MAX).show == STATS_NUMBER;
    }
    group->next.enough = result_stats_sum(enough, levels);
    group->next.near = near ? raw->next.near : HIDDEN;
    if (group->next.near.show != STATS_NUMBER)
        group->next.as_many = HIDDEN;
}

/* Those held back from a level, also of all. */
static void hide_held_in(struct together *view, unsigned row, unsigned level)
{
    hide_held(&view->table->group[row], level);
    hide_held(all_of(view), level);
    view->hidden_from[row] = level;
    if (level < view->hidden_from[view->rows])
        view->hidden_from[view->rows] = level;
}

static void part_row(struct together *view, unsigned row)
{
    const unsigned *from = &view->hidden_from[row];
    while (*from > 1 && disclosure_inference_reveals(view->table, row, *from))
        hide_held_in(view, row, *from - 1);
    if (!disclosure_inference_reveals(view->table, row, *from))
        return;
    disclosure_together_hide_classes(&view->table->group[row]);
    disclosure_together_hide_classes(all_of(view));
}

/* ---- the groups too small, together ---- */

/* What is hidden of all where the group shows it is hidden for what is left. */
static void subtract(struct stats_cell *from, const struct stats_cell *cell)
{
    if (cell->show != STATS_NUMBER)
        *from = (struct stats_cell){0, STATS_NONE};
    else if (from->show == STATS_NUMBER)
        from->value -= cell->value;
}

static void subtract_group(
    const struct model *model, struct stats_group *from, const struct stats_group *group)
{
    subtract(&from->response.counted, &group->response.counted);
    subtract(&from->points, &group->points);
    subtract(&from->measures, &group->measures);
    for (unsigned level = 0; level <= model->levels; level++) {
        subtract(&from->level[level], &group->level[level]);
        for (unsigned i = 0; i < model->areas; i++)
            subtract(&from->area[i].at_level[level], &group->area[i].at_level[level]);
    }
    for (unsigned i = 0; i < from->classes; i++)
        subtract(&from->class[i].count, &group->class[i].count);
    for (unsigned i = 0; i < model->levels; i++)
        subtract(&from->held[i].enough, &group->held[i].enough);
}

/* Puts what is left of all into view->small. False if that is nobody, or no group is too small. */
static bool small_row(const struct together *view)
{
    struct stats_group *small = &view->small->group[0];
    bool any = false;
    *view->small = (struct stats_table){.edition = view->table->edition, .groups = 1};
    *small = *all_of(view);
    small->median = HIDDEN;
    for (unsigned row = 0; row < view->rows; row++) {
        const struct stats_group *group = &view->table->group[row];
        if (group->withheld)
            any = any || group->response.counted.value > 0;
        else
            subtract_group(&view->raw->edition->model, small, group);
    }
    return any && !all_of(view)->withheld;
}

static bool small_reveals(const struct together *view)
{
    return small_row(view) &&
           disclosure_inference_reveals(view->small, 0, view->hidden_from[view->rows]);
}

static void part_small(struct together *view)
{
    const unsigned *from = &view->hidden_from[view->rows];
    while (*from > 1 && small_reveals(view))
        hide_held_in(view, view->rows, *from - 1);
    if (small_reveals(view))
        disclosure_together_hide_classes(all_of(view));
    for (unsigned i = 0; i < view->raw->edition->model.areas; i++) {
        if (small_row(view) && disclosure_inference_area_reveals(view->small, 0, i))
            hide_area(view->table, &all_of(view)->area[i]);
    }
}

/* ---- areas ---- */

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

/* How many questions hold back those who are near, each counted as often as it does: at least one
 * for each of them, at most one for each measure. */
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
        for (unsigned measures = 1; measures <= TABLES_LACKS_MAX; measures++) {
            sum.least += held->lacks[measures - 1].value;
            sum.most += held->lacks[measures - 1].value * measures;
        }
    }
    return sum;
}

/* Whether that sum leaves the hidden counts only one way to be. A count that is hidden without a
 * mark lacks one or two of all. */
static bool holding_reveals(const struct together *view, unsigned row)
{
    const struct stats_group *group = &view->table->group[row];
    struct sum_of_holding sum = sum_of_holding(view, row);
    uint64_t all = view->raw->group[row].next.near.value;
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
    if (row == view->rows || !holding_reveals(view, row))
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
    if (disclosure_inference_reveals(view->table, row, view->hidden_from[row]) ||
        (row == view->rows && small_reveals(view)))
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
    struct together view = {.raw = raw,
        .table = table,
        .rows = (unsigned)table->groups - 1,
        .small = memory_allocate(sizeof *view.small)};
    for (unsigned row = 0; row <= view.rows; row++)
        view.hidden_from[row] = raw->edition->model.levels + 1U;
    for (unsigned row = 0; row <= view.rows; row++) {
        if (row == view.rows)
            part_small(&view);
        part_row(&view, row);
        part_areas(&view, row);
        part_holding(&view, row);
    }
    for (unsigned row = 0; row <= view.rows; row++)
        part_next(&view, row);
    show_figures(&view);
    free(view.small);
}
