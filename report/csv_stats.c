#include "report/csv_stats.h"

#include "format/edition.h"
#include "report/csv_write.h"

#include <inttypes.h>
#include <stdio.h>

#define NUMBER_SIZE 24

/* What the functions below all need. */
struct view {
    struct buffer *out;
    const struct edition *edition;
    const struct stats_group *group;
};

static void line(const struct view *view, const char *table, const char *row, const char *column,
    const struct stats_cell *cell)
{
    char value[NUMBER_SIZE] = "";
    if (cell->show == STATS_NUMBER)
        (void)snprintf(value, sizeof value, "%" PRIu64, cell->value);
    else if (cell->show == STATS_SMALL)
        (void)snprintf(value, sizeof value, "%s", STATS_SMALL_TEXT);
    csv_write_line(
        view->out, (const char *const[]){view->group->id == NULL ? "all" : view->group->id, table,
                       row, column, value, NULL});
}

/* One row of figures whose columns are numbers from first on. */
static void numbered(const struct view *view, const char *table, const char *row, unsigned first,
    const struct stats_cell *cell, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char column[NUMBER_SIZE];
        (void)snprintf(column, sizeof column, "%u", first + i);
        line(view, table, row, column, &cell[i]);
    }
}

static void response(const struct view *view)
{
    const struct stats_group *group = view->group;
    line(view, "response", "", "population", &group->response.population);
    line(view, "response", "", "on_time", &group->response.on_time);
    line(view, "response", "", "late", &group->response.late);
    line(view, "response", "", "outside", &group->response.outside);
    line(view, "response", "", "missing", &group->response.missing);
    line(view, "response", "", "counted", &group->response.counted);
}

static void levels_and_areas(const struct view *view)
{
    const struct stats_group *group = view->group;
    unsigned levels = view->edition->model.levels;
    numbered(view, "levels", "", 0, group->level, levels + 1);
    line(view, "levels", "", "any", &group->any_level);
    for (unsigned i = 0; i < view->edition->model.areas; i++) {
        const char *id = view->edition->area[i].id;
        numbered(view, "areas_at_level", id, 0, group->area[i].at_level, levels + 1);
        numbered(view, "areas_above", id, 0, group->area[i].above, levels - 1);
    }
}

static void points(const struct view *view)
{
    const struct stats_group *group = view->group;
    line(view, "points", "", "sum", &group->points);
    line(view, "points", "", "lowest", &group->lowest);
    line(view, "points", "", "median", &group->median);
    line(view, "points", "", "highest", &group->highest);
    for (unsigned i = 0; i < group->classes; i++) {
        char row[2 * NUMBER_SIZE];
        (void)snprintf(row, sizeof row, "%u-%u", group->class[i].from, group->class[i].to);
        line(view, "classes", row, "count", &group->class[i].count);
    }
    line(view, "measures", "", "sum", &group->measures);
}

static void held(const struct view *view)
{
    char row[NUMBER_SIZE];
    for (unsigned i = 0; i < view->edition->model.levels; i++) {
        const struct stats_held *level = &view->group->held[i];
        (void)snprintf(row, sizeof row, "%u", i + 1);
        line(view, "held", row, "enough", &level->enough);
        numbered(view, "held", row, 1, level->lacks, TABLES_LACKS_MAX);
        line(view, "held", row, "more", &level->more);
        line(view, "held", row, "unsure_only", &level->unsure_only);
    }
    for (unsigned i = 0; i < view->group->holdings; i++) {
        const struct stats_holding *entry = &view->group->holding[i];
        (void)snprintf(
            row, sizeof row, "%u", (unsigned)view->edition->model.question[entry->question].id);
        line(view, "holding", row, "count", &entry->count);
    }
}

static void background(const struct view *view)
{
    unsigned levels = view->edition->model.levels;
    numbered(view, "security_role", "with", 0, view->group->role[1], levels + 1);
    numbered(view, "security_role", "without", 0, view->group->role[0], levels + 1);
}

void csv_stats(struct buffer *out, const struct stats_table *table)
{
    csv_write_begin(out);
    csv_write_line(out, (const char *const[]){"group", "table", "row", "column", "value", NULL});
    for (size_t i = 0; i < table->groups; i++) {
        struct view view = {out, table->edition, &table->group[i]};
        response(&view);
        levels_and_areas(&view);
        points(&view);
        held(&view);
        background(&view);
    }
}
