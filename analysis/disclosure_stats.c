/* How it works, and why in this order.
 *
 * The numbers are copied first. Each table is judged from that copy and its cells are put into the
 * table that leaves: so what one table hides changes nothing in the counts of another.
 *
 * A table is a grid of columns, each column a cell of struct stats_group. disclosure_protect
 * judges a grid; how a column, or a sum of columns, is shown follows from it and from nothing
 * else. Hence figures that are sums of a finer table (level 1 or higher, an area above a level) are
 * columns of that one grid, never a grid of their own: two grids of the same organisations could
 * be subtracted from each other.
 *
 * A grid whose rows add up to another table's cell is open only where that cell is shown, or its
 * sum would show the cell. So such a grid comes after the table with that cell: roles after
 * levels, what is lacked after those held back. Then disclosure_together weighs what remains
 * against each other, and only ever hides more of counts; last comes the response. */
#include "analysis/disclosure_stats.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_response.h"
#include "analysis/disclosure_together.h"
#include "base/memory.h"
#include "format/edition.h"

#include <stddef.h>
#include <stdlib.h>

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* What the functions below all need. raw: the table with all its numbers. A cell is named by its
 * place in a group, as offsetof gives it. */
struct protection {
    const struct stats_table *raw;
    struct stats_table *table;
    unsigned least;
    unsigned rows; /* the groups; the row after them is all */
};

/* One table of organisations, each in one column. */
struct grid {
    struct disclosure_table counts;
    struct disclosure out;
    bool open[STATS_GROUPS_MAX]; /* whether the row may show anything */
};

#define CELL sizeof(struct stats_cell)

static uint64_t raw_value(const struct protection *view, size_t row, size_t cell)
{
    const void *at = (const char *)&view->raw->group[row] + cell;
    return ((const struct stats_cell *)at)->value;
}

static struct stats_cell *published(const struct protection *view, size_t row, size_t cell)
{
    void *at = (char *)&view->table->group[row] + cell;
    return at;
}

/* ---- one table ---- */

static void grid_begin(const struct protection *view, struct grid *grid)
{
    *grid = (struct grid){.counts.groups = view->rows};
    for (unsigned row = 0; row <= view->rows; row++)
        grid->open[row] = true;
}

static void grid_add(const struct protection *view, struct grid *grid, size_t cell)
{
    unsigned column = grid->counts.columns++;
    for (unsigned row = 0; row < view->rows; row++)
        grid->counts.count[row][column] = (unsigned)raw_value(view, row, cell);
}

/* A column for those of a whole that are in none of the others. */
static void grid_add_others(const struct protection *view, struct grid *grid, size_t whole)
{
    unsigned column = grid->counts.columns;
    for (unsigned row = 0; row < view->rows; row++) {
        unsigned others = (unsigned)raw_value(view, row, whole);
        for (unsigned i = 0; i < column; i++)
            others -= grid->counts.count[row][i];
        grid->counts.count[row][column] = others;
    }
    grid->counts.columns++;
}

/* The size of its rows is the count in this cell: shown only where that is. */
static void grid_depend_on(const struct protection *view, struct grid *grid, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        grid->open[row] = published(view, row, cell)->show == STATS_NUMBER;
}

static void grid_protect(const struct protection *view, struct grid *grid)
{
    disclosure_protect(&grid->counts, view->least, &grid->out);
}

static struct stats_cell grid_cell(
    const struct grid *grid, unsigned row, struct disclosure_value value)
{
    static const enum stats_show SHOW[] = {[DISCLOSURE_SHOWN] = STATS_NUMBER,
        [DISCLOSURE_FEWER] = STATS_SMALL,
        [DISCLOSURE_HIDDEN] = STATS_HIDDEN};
    if (!grid->open[row])
        return HIDDEN;
    if (grid->out.row[row].members == 0)
        return (struct stats_cell){0, STATS_NUMBER};
    return (struct stats_cell){value.count, SHOW[value.kind]};
}

static void grid_show(
    const struct protection *view, const struct grid *grid, unsigned column, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        *published(view, row, cell) =
            grid_cell(grid, row, disclosure_cell(&grid->counts, &grid->out, row, column));
}

/* columns: a bit mask */
static void grid_show_sum(
    const struct protection *view, const struct grid *grid, uint32_t columns, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        *published(view, row, cell) =
            grid_cell(grid, row, disclosure_sum(&grid->counts, &grid->out, row, columns));
}

/* Levels stand in falling order: what must be hidden beside a small count, and comes first in
 * order, is then likely to be in the same sum from a level on. The columns of all above a level: */
static uint32_t columns_above(const struct protection *view, unsigned level)
{
    return ((uint32_t)1 << (view->raw->edition->model.levels - level)) - 1;
}

static void grid_add_levels(const struct protection *view, struct grid *grid, size_t cells)
{
    for (unsigned level = view->raw->edition->model.levels + 1U; level-- > 0;)
        grid_add(view, grid, cells + level * CELL);
}

static void grid_show_levels(const struct protection *view, const struct grid *grid, size_t cells)
{
    unsigned levels = view->raw->edition->model.levels;
    for (unsigned level = 0; level <= levels; level++)
        grid_show(view, grid, levels - level, cells + level * CELL);
}

/* ---- the tables ---- */

static void protect_levels(const struct protection *view)
{
    size_t level = offsetof(struct stats_group, level);
    struct grid grid;
    grid_begin(view, &grid);
    grid_add_levels(view, &grid, level);
    grid_protect(view, &grid);
    grid_show_levels(view, &grid, level);
    grid_show_sum(view, &grid, columns_above(view, 0), offsetof(struct stats_group, any_level));
    for (unsigned row = 0; row <= view->rows; row++)
        view->table->group[row].withheld = !disclosure_figure(&grid.out, row);
}

static void protect_area(const struct protection *view, unsigned area)
{
    size_t base = offsetof(struct stats_group, area) + area * sizeof(struct stats_area);
    size_t at_level = base + offsetof(struct stats_area, at_level);
    unsigned levels = view->raw->edition->model.levels;
    struct grid grid;
    grid_begin(view, &grid);
    grid_add_levels(view, &grid, at_level);
    grid_protect(view, &grid);
    grid_show_levels(view, &grid, at_level);
    for (unsigned i = 0; i < levels; i++)
        grid_show_sum(view, &grid, columns_above(view, i),
            base + offsetof(struct stats_area, above) + i * CELL);
}

/* With and without a security role, at each level. */
static void protect_roles(const struct protection *view)
{
    size_t role = offsetof(struct stats_group, role);
    for (unsigned i = 0; i <= view->raw->edition->model.levels; i++) {
        struct grid grid;
        grid_begin(view, &grid);
        for (unsigned with = 0; with < 2; with++)
            grid_add(view, &grid, role + (with * (MODEL_LEVELS_MAX + 1) + i) * CELL);
        grid_depend_on(view, &grid, offsetof(struct stats_group, level) + i * CELL);
        grid_protect(view, &grid);
        for (unsigned with = 0; with < 2; with++)
            grid_show(view, &grid, with, role + (with * (MODEL_LEVELS_MAX + 1) + i) * CELL);
    }
}

/* ---- points ---- */

/* None is shown as yet: disclosure_together shows what it can. */
static void hide_figures(const struct protection *view)
{
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        group->lowest = group->highest = HIDDEN;
        group->points = group->measures = group->median = HIDDEN;
    }
}

static size_t class_cell(unsigned class)
{
    return offsetof(struct stats_group, class) + class * sizeof(struct stats_class) +
           offsetof(struct stats_class, count);
}

static void protect_classes(const struct protection *view)
{
    unsigned classes = view->raw->group[0].classes;
    struct grid grid;
    grid_begin(view, &grid);
    for (unsigned row = 0; classes > DISCLOSURE_COLUMNS_MAX && row <= view->rows; row++)
        disclosure_together_hide_classes(&view->table->group[row]);
    if (classes > DISCLOSURE_COLUMNS_MAX)
        return;
    for (unsigned i = 0; i < classes; i++)
        grid_add(view, &grid, class_cell(i));
    grid_protect(view, &grid);
    for (unsigned i = 0; i < classes; i++)
        grid_show(view, &grid, i, class_cell(i));
}

/* ---- those held back ---- */

static size_t held_cell(unsigned level, size_t cell)
{
    return offsetof(struct stats_group, held) + (level - 1) * sizeof(struct stats_held) + cell;
}

static size_t enough_cell(unsigned level)
{
    return held_cell(level, offsetof(struct stats_held, enough));
}

/* What those held back from a level lack. */
static void protect_lacks(const struct protection *view, unsigned level)
{
    size_t lacks = held_cell(level, offsetof(struct stats_held, lacks));
    size_t more = held_cell(level, offsetof(struct stats_held, more));
    size_t unsure = held_cell(level, offsetof(struct stats_held, unsure_only));
    struct grid grid;
    grid_begin(view, &grid);
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        grid_add(view, &grid, lacks + i * CELL);
    grid_add(view, &grid, more);
    grid_add(view, &grid, unsure);
    grid_depend_on(view, &grid, enough_cell(level));
    grid_protect(view, &grid);
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        grid_show(view, &grid, i, lacks + i * CELL);
    grid_show(view, &grid, TABLES_LACKS_MAX, more);
    grid_show(view, &grid, TABLES_LACKS_MAX + 1, unsure);
}

/* One question: those near their next level whom it holds back, and the others. */
static void protect_question(const struct protection *view, unsigned question, struct grid *grid)
{
    grid->counts.columns = 2;
    for (unsigned row = 0; row < view->rows; row++) {
        unsigned holds = (unsigned)result_stats_holding(&view->raw->group[row], question)->value;
        unsigned all = grid->counts.count[row][0] + grid->counts.count[row][1];
        grid->counts.count[row][0] = holds;
        grid->counts.count[row][1] = all - holds;
    }
    grid_protect(view, grid);
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        struct stats_cell cell =
            grid_cell(grid, row, disclosure_cell(&grid->counts, &grid->out, row, 0));
        bool nobody = cell.show == STATS_NUMBER && cell.value == 0;
        if (!group->holding_hidden && !nobody)
            group->holding[group->holdings++] = (struct stats_holding){question, cell};
    }
}

/* Shown where the number of all who are held back is, and those near are not a small group. */
static void protect_holding(const struct protection *view, const struct grid *held, uint32_t enough)
{
    struct grid grid;
    grid_begin(view, &grid);
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        uint64_t all = raw_value(view, row, offsetof(struct stats_group, next.near));
        grid.open[row] =
            disclosure_sum(&held->counts, &held->out, row, enough).kind == DISCLOSURE_SHOWN;
        group->holding_hidden = !grid.open[row] || (all > 0 && all < view->least);
        group->holdings = 0;
        if (row < view->rows)
            grid.counts.count[row][1] = (unsigned)all;
    }
    for (unsigned i = 0; i < view->raw->edition->model.questions; i++)
        protect_question(view, i, &grid);
    for (unsigned row = 0; row <= view->rows; row++)
        result_stats_sort_holding(&view->table->group[row]);
}

/* Of those near their next level those who lack no two measures of one question, and the others. */
static void protect_as_many(const struct protection *view)
{
    size_t as_many = offsetof(struct stats_group, next.as_many);
    struct grid grid;
    grid_begin(view, &grid);
    grid_add(view, &grid, as_many);
    grid_add_others(view, &grid, offsetof(struct stats_group, next.near));
    grid_protect(view, &grid);
    grid_show(view, &grid, 0, as_many);
}

static void protect_held(const struct protection *view)
{
    unsigned levels = view->raw->edition->model.levels;
    struct grid grid;
    grid_begin(view, &grid);
    for (unsigned level = 1; level <= levels; level++)
        grid_add(view, &grid, enough_cell(level));
    grid_add_others(view, &grid, offsetof(struct stats_group, response.counted));
    grid_protect(view, &grid);
    for (unsigned level = 1; level <= levels; level++) {
        grid_show(view, &grid, level - 1, enough_cell(level));
        protect_lacks(view, level);
    }
    protect_holding(view, &grid, ((uint32_t)1 << levels) - 1);
    protect_as_many(view);
}

static void protect_tables(const struct protection *view)
{
    protect_levels(view);
    for (unsigned i = 0; i < view->raw->edition->model.areas; i++)
        protect_area(view, i);
    protect_roles(view);
    hide_figures(view);
    protect_classes(view);
    protect_held(view);
    disclosure_together(view->raw, view->table);
    disclosure_response(view->table, view->least);
    for (unsigned row = 0; row <= view->rows; row++)
        result_stats_share_of_counted(&view->table->group[row], view->raw->edition);
}

void disclosure_stats(struct stats_table *table, unsigned least)
{
    struct stats_table *raw = memory_allocate(sizeof *raw);
    bool alone = table->groups == 1;
    if (alone)
        table->group[table->groups++] = table->group[0];
    *raw = *table;
    struct protection view = {raw, table, least < DISCLOSURE_LEAST ? DISCLOSURE_LEAST : least,
        (unsigned)table->groups - 1};
    table->published = true;
    table->min_group = view.least;
    protect_tables(&view);
    if (alone)
        table->groups = 1;
    free(raw);
}

enum status disclosure_stats_judge(const struct collection *collection, struct error *err)
{
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (member->place != MEMBER_OUTSIDE &&
            edition_find_group(collection->edition, member->group) < 0)
            return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
                "%s is in the group \"%s\", which the edition %s lacks; what is published needs "
                "every organisation in a group: import a population list that names its group",
                member->number, member->group, collection->edition->id);
    }
    return STATUS_OK;
}
