#include "analysis/disclosure_response.h"

#include "analysis/disclosure.h"

#include <stddef.h>

static const struct stats_cell RESPONSE_HIDDEN = {0, STATS_HIDDEN};
static const struct stats_cell RESPONSE_SMALL = {0, STATS_SMALL};

/* Which cell of a response. */
typedef struct stats_cell *response_cell(struct stats_response *response);

static struct stats_cell *late_of(struct stats_response *response)
{
    return &response->late;
}

static struct stats_cell *missing_of(struct stats_response *response)
{
    return &response->missing;
}

static struct stats_cell *covered_of(struct stats_response *response)
{
    return &response->covered;
}

static struct stats_cell *covered_late_of(struct stats_response *response)
{
    return &response->covered_late;
}

static struct stats_cell *outside_of(struct stats_response *response)
{
    return &response->outside;
}

static bool is_number(const struct stats_cell *cell)
{
    return cell->show == STATS_NUMBER;
}

static bool is_few(const struct stats_cell *cell)
{
    return is_number(cell) && cell->value > 0 && cell->value <= STATS_SMALL_MOST;
}

static size_t row_of_all(const struct stats_table *table)
{
    return table->groups - 1;
}

/* Marks it in each group; of all it is hidden if any was marked. */
static void mark_few(struct stats_table *table, response_cell *of)
{
    bool marked = false;
    for (size_t row = 0; row < row_of_all(table); row++) {
        struct stats_cell *cell = of(&table->group[row].response);
        if (!is_few(cell))
            continue;
        *cell = RESPONSE_SMALL;
        marked = true;
    }
    if (marked)
        *of(&table->group[row_of_all(table)].response) = RESPONSE_HIDDEN;
}

static struct stats_cell cell_shown(struct disclosure_value value)
{
    if (value.kind == DISCLOSURE_SHOWN)
        return (struct stats_cell){value.count, STATS_NUMBER};
    return value.kind == DISCLOSURE_FEWER ? RESPONSE_SMALL : RESPONSE_HIDDEN;
}

/* Late ones are counted: their sum with those in time is known. */
static void protect_counted_parts(struct stats_table *table, unsigned least)
{
    struct disclosure_table counts = {.groups = (unsigned)row_of_all(table), .columns = 2};
    struct disclosure protected;
    for (unsigned row = 0; row < counts.groups; row++) {
        counts.count[row][0] = (unsigned)table->group[row].response.late.value;
        counts.count[row][1] = (unsigned)table->group[row].response.on_time.value;
    }
    disclosure_protect(&counts, least, &protected);
    for (unsigned row = 0; row <= counts.groups; row++) {
        struct stats_response *response = &table->group[row].response;
        if (protected.row[row].members == 0)
            continue;
        response->late = cell_shown(disclosure_cell(&counts, &protected, row, 0));
        response->on_time = cell_shown(disclosure_cell(&counts, &protected, row, 1));
    }
}

static void hide_counted(struct stats_table *table, size_t row)
{
    struct stats_response *response = &table->group[row].response;
    response->counted = RESPONSE_HIDDEN;
    if (!table->late_included)
        response->on_time = RESPONSE_HIDDEN;
}

/* Of the groups too small; and of all if these have too few together. */
static void protect_counted(struct stats_table *table, unsigned least)
{
    uint64_t together = 0;
    bool few = false;
    for (size_t row = 0; row < row_of_all(table); row++) {
        const struct stats_cell *counted = &table->group[row].response.counted;
        if (counted->value >= least)
            continue;
        together += counted->value;
        few = few || is_few(counted);
    }
    for (size_t row = 0; few && row < row_of_all(table); row++) {
        if (table->group[row].response.counted.value < least)
            hide_counted(table, row);
    }
    if (few && together < least)
        hide_counted(table, row_of_all(table));
}

static void protect_population(struct stats_table *table)
{
    bool hidden = false;
    for (size_t row = 0; row <= row_of_all(table); row++) {
        struct stats_response *response = &table->group[row].response;
        bool all_known = is_number(&response->counted) && is_number(&response->missing) &&
                         is_number(&response->covered) && is_number(&response->covered_late) &&
                         (table->late_included || is_number(&response->late));
        if (is_number(&response->population) &&
            (!all_known || (hidden && row == row_of_all(table)))) {
            response->population = RESPONSE_HIDDEN;
            hidden = true;
        }
        response->rate = (struct stats_share){response->counted, response->population};
        if (!is_number(&response->counted) || !is_number(&response->covered))
            response->reach.part = RESPONSE_HIDDEN;
        response->reach.whole = response->population;
    }
}

void disclosure_response(struct stats_table *table, unsigned least)
{
    mark_few(table, outside_of);
    mark_few(table, missing_of);
    mark_few(table, covered_of);
    mark_few(table, covered_late_of);
    if (table->late_included)
        protect_counted_parts(table, least);
    else
        mark_few(table, late_of);
    protect_counted(table, least);
    protect_population(table);
}
