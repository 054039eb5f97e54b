/* How it works, and why in this order.
 *
 * The numbers are copied first. Each table is judged from that copy and its cells are put into the
 * table that leaves: so what one table hides changes nothing in the counts of another.
 *
 * A table is a sheet of columns, each column a cell of struct stats_group. disclosure_protect
 * judges a sheet; how a column, or a sum of columns, is shown follows from it and from nothing
 * else. Hence figures that are sums of a finer table (level 1 or higher, an area above a level) are
 * columns of that one sheet, never a sheet of their own: two sheets of the same organisations could
 * be subtracted from each other.
 *
 * A sheet whose rows add up to another table's cell is open only where that cell is shown, or its
 * sum would show the cell. So such a sheet comes after the table with that cell: roles after
 * levels, what is lacked after those held back. Last, disclosure_together weighs what remains
 * against each other, and only ever hides more of counts. */
#include "analysis/disclosure_stats.h"

#include "analysis/disclosure.h"
#include "analysis/disclosure_together.h"
#include "base/memory.h"
#include "format/edition.h"

#include <stddef.h>
#include <stdlib.h>

static const struct stats_cell HIDDEN = {0, STATS_HIDDEN};

/* What the functions below all need. raw: the table with all its numbers. A cell is named by its
 * place in a group, as offsetof gives it. */
struct view {
    const struct stats_table *raw;
    struct stats_table *table;
    unsigned least;
    unsigned rows; /* the groups; the row after them is all */
};

/* One table of organisations, each in one column. */
struct sheet {
    struct disclosure_table counts;
    struct disclosure out;
    bool open[STATS_GROUPS_MAX]; /* whether the row may show anything */
};

#define CELL sizeof(struct stats_cell)

static uint64_t raw_value(const struct view *view, size_t row, size_t cell)
{
    const void *at = (const char *)&view->raw->group[row] + cell;
    return ((const struct stats_cell *)at)->value;
}

static struct stats_cell *published(const struct view *view, size_t row, size_t cell)
{
    void *at = (char *)&view->table->group[row] + cell;
    return at;
}

/* ---- one table ---- */

static void sheet_begin(const struct view *view, struct sheet *sheet)
{
    *sheet = (struct sheet){.counts.groups = view->rows};
    for (unsigned row = 0; row <= view->rows; row++)
        sheet->open[row] = true;
}

static void add_column(const struct view *view, struct sheet *sheet, size_t cell)
{
    unsigned column = sheet->counts.columns++;
    for (unsigned row = 0; row < view->rows; row++)
        sheet->counts.count[row][column] = (unsigned)raw_value(view, row, cell);
}

/* A column for those of a whole that are in none of the others. */
static void add_others(const struct view *view, struct sheet *sheet, size_t whole)
{
    unsigned column = sheet->counts.columns;
    for (unsigned row = 0; row < view->rows; row++) {
        unsigned others = (unsigned)raw_value(view, row, whole);
        for (unsigned i = 0; i < column; i++)
            others -= sheet->counts.count[row][i];
        sheet->counts.count[row][column] = others;
    }
    sheet->counts.columns++;
}

/* The size of its rows is the count in this cell: shown only where that is. */
static void depend_on(const struct view *view, struct sheet *sheet, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        sheet->open[row] = published(view, row, cell)->show == STATS_NUMBER;
}

static void protect(const struct view *view, struct sheet *sheet)
{
    disclosure_protect(&sheet->counts, view->least, &sheet->out);
}

static struct stats_cell cell_of(
    const struct sheet *sheet, unsigned row, struct disclosure_value value)
{
    static const enum stats_show SHOW[] = {[DISCLOSURE_SHOWN] = STATS_NUMBER,
        [DISCLOSURE_FEWER] = STATS_SMALL,
        [DISCLOSURE_HIDDEN] = STATS_HIDDEN};
    if (!sheet->open[row])
        return HIDDEN;
    if (sheet->out.row[row].members == 0)
        return (struct stats_cell){0, STATS_NUMBER};
    return (struct stats_cell){value.count, SHOW[value.kind]};
}

static void show_column(
    const struct view *view, const struct sheet *sheet, unsigned column, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        *published(view, row, cell) =
            cell_of(sheet, row, disclosure_cell(&sheet->counts, &sheet->out, row, column));
}

/* columns: a bit mask */
static void show_sum(
    const struct view *view, const struct sheet *sheet, uint32_t columns, size_t cell)
{
    for (unsigned row = 0; row <= view->rows; row++)
        *published(view, row, cell) =
            cell_of(sheet, row, disclosure_sum(&sheet->counts, &sheet->out, row, columns));
}

/* Levels stand in falling order: what must be hidden beside a small count, and comes first in
 * order, is then likely to be in the same sum from a level on. The columns of all above a level: */
static uint32_t above(const struct view *view, unsigned level)
{
    return ((uint32_t)1 << (view->raw->edition->model.levels - level)) - 1;
}

static void add_levels(const struct view *view, struct sheet *sheet, size_t cells)
{
    for (unsigned level = view->raw->edition->model.levels + 1U; level-- > 0;)
        add_column(view, sheet, cells + level * CELL);
}

static void show_levels(const struct view *view, const struct sheet *sheet, size_t cells)
{
    unsigned levels = view->raw->edition->model.levels;
    for (unsigned level = 0; level <= levels; level++)
        show_column(view, sheet, levels - level, cells + level * CELL);
}

/* ---- the tables ---- */

/* A count that no other figure holds, but that of all, which is the sum of the groups'. */
static void protect_alone(const struct view *view, size_t cell)
{
    bool sum_known = true;
    for (unsigned row = 0; row < view->rows; row++) {
        uint64_t value = raw_value(view, row, cell);
        if (value == 0 || value > STATS_SMALL_MOST)
            continue;
        *published(view, row, cell) = (struct stats_cell){0, STATS_SMALL};
        sum_known = false;
    }
    if (!sum_known)
        *published(view, view->rows, cell) = HIDDEN;
}

/* Two counts whose sum is known. */
static void protect_pair(const struct view *view, size_t one, size_t other)
{
    struct sheet sheet;
    sheet_begin(view, &sheet);
    add_column(view, &sheet, one);
    add_column(view, &sheet, other);
    protect(view, &sheet);
    show_column(view, &sheet, 0, one);
    show_column(view, &sheet, 1, other);
}

static void protect_response(const struct view *view)
{
    size_t late = offsetof(struct stats_group, response.late);
    protect_alone(view, offsetof(struct stats_group, response.outside));
    if (view->raw->late_included)
        protect_pair(view, late, offsetof(struct stats_group, response.on_time));
    else if (view->raw->group[0].response.population.show == STATS_NUMBER)
        protect_pair(view, late, offsetof(struct stats_group, response.missing));
    else
        protect_alone(view, late);
}

static void protect_levels(const struct view *view)
{
    size_t level = offsetof(struct stats_group, level);
    struct sheet sheet;
    sheet_begin(view, &sheet);
    add_levels(view, &sheet, level);
    protect(view, &sheet);
    show_levels(view, &sheet, level);
    show_sum(view, &sheet, above(view, 0), offsetof(struct stats_group, any_level));
    for (unsigned row = 0; row <= view->rows; row++)
        view->table->group[row].withheld = !disclosure_figure(&sheet.out, row);
}

static void protect_area(const struct view *view, unsigned area)
{
    size_t base = offsetof(struct stats_group, area) + area * sizeof(struct stats_area);
    size_t at_level = base + offsetof(struct stats_area, at_level);
    unsigned levels = view->raw->edition->model.levels;
    struct sheet sheet;
    sheet_begin(view, &sheet);
    add_levels(view, &sheet, at_level);
    protect(view, &sheet);
    show_levels(view, &sheet, at_level);
    for (unsigned i = 0; i < levels; i++)
        show_sum(
            view, &sheet, above(view, i), base + offsetof(struct stats_area, above) + i * CELL);
}

/* With and without a security role, at each level. */
static void protect_roles(const struct view *view)
{
    size_t role = offsetof(struct stats_group, role);
    for (unsigned i = 0; i <= view->raw->edition->model.levels; i++) {
        struct sheet sheet;
        sheet_begin(view, &sheet);
        for (unsigned with = 0; with < 2; with++)
            add_column(view, &sheet, role + (with * (MODEL_LEVELS_MAX + 1) + i) * CELL);
        depend_on(view, &sheet, offsetof(struct stats_group, level) + i * CELL);
        protect(view, &sheet);
        for (unsigned with = 0; with < 2; with++)
            show_column(view, &sheet, with, role + (with * (MODEL_LEVELS_MAX + 1) + i) * CELL);
    }
}

/* ---- points ---- */

/* None is shown as yet: disclosure_together shows what it can. */
static void protect_figures(const struct view *view)
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

static void protect_classes(const struct view *view)
{
    unsigned classes = view->raw->group[0].classes;
    struct sheet sheet;
    sheet_begin(view, &sheet);
    for (unsigned row = 0; classes > DISCLOSURE_COLUMNS_MAX && row <= view->rows; row++)
        disclosure_together_hide_classes(&view->table->group[row]);
    if (classes > DISCLOSURE_COLUMNS_MAX)
        return;
    for (unsigned i = 0; i < classes; i++)
        add_column(view, &sheet, class_cell(i));
    protect(view, &sheet);
    for (unsigned i = 0; i < classes; i++)
        show_column(view, &sheet, i, class_cell(i));
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
static void protect_lacks(const struct view *view, unsigned level)
{
    size_t lacks = held_cell(level, offsetof(struct stats_held, lacks));
    size_t more = held_cell(level, offsetof(struct stats_held, more));
    size_t unsure = held_cell(level, offsetof(struct stats_held, unsure_only));
    struct sheet sheet;
    sheet_begin(view, &sheet);
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        add_column(view, &sheet, lacks + i * CELL);
    add_column(view, &sheet, more);
    add_column(view, &sheet, unsure);
    depend_on(view, &sheet, enough_cell(level));
    protect(view, &sheet);
    for (unsigned i = 0; i < TABLES_LACKS_MAX; i++)
        show_column(view, &sheet, i, lacks + i * CELL);
    show_column(view, &sheet, TABLES_LACKS_MAX, more);
    show_column(view, &sheet, TABLES_LACKS_MAX + 1, unsure);
}

/* One question: those held back whom it holds back, and the others. size: all held back, by row. */
static void protect_question(const struct view *view, unsigned question, struct sheet *sheet)
{
    sheet->counts.columns = 2;
    for (unsigned row = 0; row < view->rows; row++) {
        unsigned holds = (unsigned)stats_holding_of(&view->raw->group[row], question)->value;
        unsigned all = sheet->counts.count[row][0] + sheet->counts.count[row][1];
        sheet->counts.count[row][0] = holds;
        sheet->counts.count[row][1] = all - holds;
    }
    protect(view, sheet);
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        struct stats_cell cell =
            cell_of(sheet, row, disclosure_cell(&sheet->counts, &sheet->out, row, 0));
        bool nobody = cell.show == STATS_NUMBER && cell.value == 0;
        if (!group->holding_hidden && !nobody)
            group->holding[group->holdings++] = (struct stats_holding){question, cell};
    }
}

/* Shown where the number of all who are held back is, and is not that of a small group. */
static void protect_holding(const struct view *view, const struct sheet *held, uint32_t enough)
{
    struct sheet sheet;
    sheet_begin(view, &sheet);
    for (unsigned row = 0; row <= view->rows; row++) {
        struct stats_group *group = &view->table->group[row];
        uint64_t all = 0;
        for (unsigned level = 1; level <= view->raw->edition->model.levels; level++)
            all += raw_value(view, row, enough_cell(level));
        sheet.open[row] =
            disclosure_sum(&held->counts, &held->out, row, enough).kind == DISCLOSURE_SHOWN;
        group->holding_hidden = !sheet.open[row] || (all > 0 && all < view->least);
        group->holdings = 0;
        if (row < view->rows)
            sheet.counts.count[row][1] = (unsigned)all;
    }
    for (unsigned i = 0; i < view->raw->edition->model.questions; i++)
        protect_question(view, i, &sheet);
    for (unsigned row = 0; row <= view->rows; row++)
        stats_sort_holding(&view->table->group[row]);
}

static void protect_held(const struct view *view)
{
    unsigned levels = view->raw->edition->model.levels;
    struct sheet sheet;
    sheet_begin(view, &sheet);
    for (unsigned level = 1; level <= levels; level++)
        add_column(view, &sheet, enough_cell(level));
    add_others(view, &sheet, offsetof(struct stats_group, response.counted));
    protect(view, &sheet);
    for (unsigned level = 1; level <= levels; level++) {
        show_column(view, &sheet, level - 1, enough_cell(level));
        protect_lacks(view, level);
    }
    protect_holding(view, &sheet, ((uint32_t)1 << levels) - 1);
}

static void protect_tables(const struct view *view)
{
    protect_response(view);
    protect_levels(view);
    for (unsigned i = 0; i < view->raw->edition->model.areas; i++)
        protect_area(view, i);
    protect_roles(view);
    protect_figures(view);
    protect_classes(view);
    protect_held(view);
    disclosure_together(view->raw, view->table);
}

void disclosure_stats(struct stats_table *table, unsigned least)
{
    struct stats_table *raw = memory_allocate(sizeof *raw);
    bool alone = table->groups == 1;
    if (alone)
        table->group[table->groups++] = table->group[0];
    *raw = *table;
    struct view view = {raw, table, least < DISCLOSURE_LEAST ? DISCLOSURE_LEAST : least,
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
