#include "analysis/publish_tagged.h"

#include "analysis/publish_crossing.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = PUBLISH_TAG_VALUES + PUBLISH_UNIONS_GROUPS };

/* What an outsider knows of a row. */
struct tagged_row {
    struct publish_row *row;     /* borrowed */
    struct publish_range *range; /* owned: by variable */
    long *count;                 /* owned: likewise, the true ones */
    bool changed;                /* a range was narrowed by other rows */
    bool narrowed;               /* that ever was */
};

/* All rows of a round, while they are judged together: those of the values, then of the groups. */
struct tagged_judge {
    struct publish_making *making;
    struct publish_tagged *tagged;
    size_t variables;
    size_t values;
    size_t groups;
    struct tagged_row row[ROWS_MOST];
    long members[PUBLISH_TAG_VALUES][PUBLISH_UNIONS_GROUPS];
    unsigned *count; /* owned: of each variable, by value and by group */
    /* Owned: how many of a value and a group, but not of both, are known to be in a column at
     * least, by value, by group and by variable. */
    unsigned *apart;
    bool *found; /* owned: by table, whether something of it was withheld just now */
};

/* ---- rows of values ---- */

static void share_out_values(
    const struct publish_making *making, bool late, struct publish_tagged *tagged)
{
    const struct collection *collection = making->collection;
    const struct selection selection = {.late = late};
    for (size_t i = 0; i < tagged->tag.values; i++)
        publish_row_begin(making, &tagged->row[i]);
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (collection_selects(&selection, member))
            publish_row_add(&tagged->row[publish_tag_place(&tagged->tag, member)], i);
    }
}

static void make_row(struct publish_making *making, struct publish_row *row)
{
    const struct publish_cells *cells = making->cells;
    row->shown = true;
    publish_row_round(making, row);
    for (unsigned i = publish_cells_question_table(cells, 0); i < cells->tables; i++)
        row->withheld[i] = true;
    publish_row_judge(making, row);
}

/* ---- all rows ---- */

static unsigned *count_at(
    const struct tagged_judge *judge, size_t variable, size_t value, size_t group)
{
    return &judge->count[(variable * judge->values + value) * judge->groups + group];
}

static void add_row(struct tagged_judge *judge, struct publish_row *row)
{
    judge->row[judge->values + judge->groups] = (struct tagged_row){
        .row = row,
        .range = memory_new(judge->variables, sizeof(struct publish_range)),
        .count = memory_new(judge->variables, sizeof(long)),
    };
}

static void add_rows(struct tagged_judge *judge, struct publish_rounded *rounded)
{
    for (; judge->values < judge->tagged->tag.values; judge->values++)
        add_row(judge, &judge->tagged->row[judge->values]);
    for (size_t i = 0; i < rounded->groups + 2; i++) {
        if (i == rounded->groups || !rounded->row[i].shown)
            continue;
        add_row(judge, &rounded->row[i]);
        judge->groups++;
    }
}

static void count_group_member(struct tagged_judge *judge, size_t group, size_t member)
{
    const struct publish_tag *tag = &judge->tagged->tag;
    size_t value = publish_tag_place(tag, &judge->making->collection->member[member]);
    struct tagged_row *of_value = &judge->row[value];
    struct tagged_row *of_group = &judge->row[judge->values + group];
    publish_row_member(judge->making, member);
    judge->members[value][group]++;
    for (size_t i = 0; i < judge->variables; i++) {
        int32_t amount = judge->making->cells->amount[i];
        *count_at(judge, i, value, group) += (unsigned)amount;
        of_value->count[i] += amount;
        of_group->count[i] += amount;
    }
}

static void begin_judge(struct tagged_judge *judge, struct publish_rounded *rounded)
{
    judge->variables = rounded->cells.solver.variable.count;
    add_rows(judge, rounded);
    judge->count =
        memory_new(judge->variables * judge->values * judge->groups, sizeof *judge->count);
    judge->apart =
        memory_new(judge->variables * judge->values * judge->groups, sizeof *judge->apart);
    judge->found = memory_new(rounded->cells.tables, sizeof *judge->found);
    for (size_t g = 0; g < judge->groups; g++) {
        const struct publish_row *row = judge->row[judge->values + g].row;
        for (size_t i = 0; i < row->members; i++)
            count_group_member(judge, g, row->member[i]);
    }
}

static void end_judge(struct tagged_judge *judge)
{
    for (size_t i = 0; i < judge->values + judge->groups; i++) {
        free(judge->row[i].range);
        free(judge->row[i].count);
    }
    free(judge->count);
    free(judge->apart);
    free(judge->found);
}

/* ---- what outsiders know ---- */

/* The solver has the row's counts, and its ranges as bounds. */
static void load_row(const struct tagged_judge *judge, const struct tagged_row *row)
{
    for (size_t i = 0; i < judge->variables; i++) {
        struct publish_variable *variable =
            publish_solver_at(&judge->making->cells->solver, (uint32_t)i);
        variable->count = row->count[i];
        variable->least = row->range[i].least;
        variable->most = row->range[i].most;
    }
}

static void narrow_row(const struct tagged_judge *judge, struct tagged_row *row)
{
    struct publish_solver *solver = &judge->making->cells->solver;
    publish_solver_narrow(solver);
    for (size_t i = 0; i < judge->variables; i++) {
        const struct publish_variable *variable = publish_solver_at(solver, (uint32_t)i);
        row->range[i] = (struct publish_range){variable->least, variable->most};
    }
    row->changed = false;
}

static unsigned *apart_of(const struct tagged_judge *judge, size_t value, size_t group)
{
    return &judge->apart[(value * judge->groups + group) * judge->variables];
}

/* The same organisations are rounded alike: a value and a group that are not have not the same. */
static void know_differences(struct tagged_judge *judge, size_t value, size_t group)
{
    const struct publish_cells *cells = judge->making->cells;
    const struct publish_base *base = cells->base.items;
    const struct publish_row *one = judge->row[value].row;
    const struct publish_row *other = judge->row[judge->values + group].row;
    for (size_t i = 0; i < cells->base.count; i++) {
        uint32_t variable = base[i].variable;
        unsigned table = publish_solver_at(&cells->solver, variable)->table;
        if (!one->withheld[table] && !other->withheld[table] &&
            one->value[variable] != other->value[variable])
            apart_of(judge, value, group)[variable] = 1;
    }
}

/* Of a sum of columns as many as of these together, since nobody is in two of them. */
static void begin_apart(struct tagged_judge *judge)
{
    size_t cells = judge->values * judge->groups;
    memset(judge->apart, 0, cells * judge->variables * sizeof *judge->apart);
    for (size_t i = 0; i < cells; i++) {
        know_differences(judge, i / judge->groups, i % judge->groups);
        publish_row_add_up(judge->making->cells, &judge->apart[i * judge->variables]);
    }
}

/* By what is shown of each row by itself. */
static void begin_ranges(struct tagged_judge *judge)
{
    for (size_t i = 0; i < judge->values + judge->groups; i++) {
        struct tagged_row *row = &judge->row[i];
        load_row(judge, row);
        publish_cells_bounds(judge->making->cells, row->row->value, row->row->withheld);
        narrow_row(judge, row);
        row->narrowed = false;
    }
}

static void load_column(
    const struct tagged_judge *judge, size_t variable, struct publish_crossing *column)
{
    column->values = judge->values;
    column->groups = judge->groups;
    for (size_t v = 0; v < judge->values; v++) {
        column->value[v] = judge->row[v].range[variable];
        for (size_t g = 0; g < judge->groups; g++) {
            column->members[v][g] = judge->members[v][g];
            column->count[v][g] = (long)*count_at(judge, variable, v, g);
            column->least[v][g] = 0;
            column->apart[v][g] = (long)apart_of(judge, v, g)[variable];
        }
    }
    for (size_t g = 0; g < judge->groups; g++)
        column->group[g] = judge->row[judge->values + g].range[variable];
}

static void store_range(struct tagged_row *row, size_t variable, const struct publish_range *range)
{
    bool same =
        row->range[variable].least == range->least && row->range[variable].most == range->most;
    row->range[variable] = *range;
    row->changed = row->changed || !same;
    row->narrowed = row->narrowed || !same;
}

/* A count of organisations; what is between two of them is none. */
static bool is_cell(const struct tagged_judge *judge, size_t variable)
{
    return publish_solver_at(&judge->making->cells->solver, (uint32_t)variable)->cell;
}

/* True if a row was narrowed by the others. */
static bool narrow_columns(struct tagged_judge *judge)
{
    bool narrower = false;
    for (size_t i = 0; i < judge->variables; i++) {
        struct publish_crossing column;
        if (!is_cell(judge, i))
            continue;
        load_column(judge, i, &column);
        if (!publish_crossing_narrow(&column))
            continue;
        narrower = true;
        for (size_t v = 0; v < judge->values; v++)
            store_range(&judge->row[v], i, &column.value[v]);
        for (size_t g = 0; g < judge->groups; g++)
            store_range(&judge->row[judge->values + g], i, &column.group[g]);
    }
    return narrower;
}

/* Ranges only become narrower, so that it ends. */
static void narrow_all(struct tagged_judge *judge)
{
    begin_ranges(judge);
    begin_apart(judge);
    while (narrow_columns(judge)) {
        for (size_t i = 0; i < judge->values + judge->groups; i++) {
            if (!judge->row[i].changed)
                continue;
            load_row(judge, &judge->row[i]);
            narrow_row(judge, &judge->row[i]);
        }
    }
}

/* ---- withholding ---- */

static bool withhold_of(struct tagged_judge *judge, size_t value, unsigned table)
{
    bool *withheld = &judge->tagged->row[value].withheld[table];
    bool further = !*withheld;
    *withheld = true;
    judge->found[table] = true;
    return further;
}

/* Withholds a table of one of these values; if it is withheld of all of them, of another value; and
 * if it is of all, another table of one of these. False if nothing is left to withhold. */
static bool withhold_table(struct tagged_judge *judge, uint32_t values, unsigned table)
{
    for (size_t i = 0; i < 2 * judge->values; i++) {
        size_t v = i % judge->values;
        if ((i >= judge->values || (values >> v & 1) != 0) &&
            !judge->tagged->row[v].withheld[table])
            return withhold_of(judge, v, table);
    }
    for (size_t v = 0; v < judge->values; v++) {
        const struct publish_row *row = &judge->tagged->row[v];
        if ((values >> v & 1) != 0 &&
            withhold_of(judge, v, publish_row_to_withhold(judge->making->cells, row, table)))
            return true;
    }
    return false;
}

static unsigned table_of(const struct tagged_judge *judge, size_t variable)
{
    return publish_solver_at(&judge->making->cells->solver, (uint32_t)variable)->table;
}

/* Once a table: what the next column of it tells may be told no longer. */
static bool withhold_columns(struct tagged_judge *judge)
{
    bool further = false;
    memset(judge->found, 0, judge->making->cells->tables * sizeof *judge->found);
    for (size_t i = 0; i < judge->variables; i++) {
        struct publish_crossing column;
        uint32_t values = 0;
        if (!is_cell(judge, i) || judge->found[table_of(judge, i)])
            continue;
        load_column(judge, i, &column);
        if (publish_crossing_reveals(&column, &values))
            further |= withhold_table(judge, values, table_of(judge, i));
    }
    return further;
}

/* The values that somebody of a row has. */
static uint32_t values_of_row(const struct tagged_judge *judge, size_t row)
{
    uint32_t values = 0;
    if (row < judge->values)
        return (uint32_t)1 << row;
    for (size_t v = 0; v < judge->values; v++)
        values |= (uint32_t)(judge->members[v][row - judge->values] > 0) << v;
    return values;
}

/* Of rows that were not narrowed by others nothing more is known than when they were judged by
 * themselves. */
static bool withhold_rows(struct tagged_judge *judge)
{
    bool further = false;
    for (size_t i = 0; i < judge->values + judge->groups; i++) {
        unsigned table = 0;
        if (!judge->row[i].narrowed)
            continue;
        load_row(judge, &judge->row[i]);
        if (publish_row_reveals(judge->making, judge->row[i].row, &table))
            further |= withhold_table(judge, values_of_row(judge, i), table);
    }
    return further;
}

/* At last everything is withheld of the values, and what is published by group tells nothing. */
static void judge_together(struct tagged_judge *judge)
{
    bool further = true;
    while (further) {
        narrow_all(judge);
        further = withhold_columns(judge);
        further |= withhold_rows(judge);
    }
}

/* ---- the whole ---- */

enum status publish_tagged_make(const struct publish_source *source,
    const struct selection *selection, struct publish_rounded *rounded, const char *name,
    struct publish_tagged *out, struct error *err)
{
    const struct collection *collection = source->collection;
    bool late = selection->late;
    struct publish_making making;
    *out = (struct publish_tagged){0};
    TRY(publish_tag_load(collection, name, late, &out->tag, err));
    TRY(publish_tag_judge(collection, &out->tag, late, rounded->least, err));
    publish_making_begin(&making, source, &rounded->cells);
    struct tagged_judge *judge = memory_new(1, sizeof *judge);
    *judge = (struct tagged_judge){.making = &making, .tagged = out};
    share_out_values(&making, late, out);
    for (size_t i = 0; i < out->tag.values; i++)
        make_row(&making, &out->row[i]);
    begin_judge(judge, rounded);
    judge_together(judge);
    end_judge(judge);
    free(judge);
    publish_making_end(&making);
    return STATUS_OK;
}

void publish_tagged_free(struct publish_tagged *tagged)
{
    for (size_t i = 0; i < PUBLISH_TAG_VALUES; i++)
        publish_row_free(&tagged->row[i]);
    *tagged = (struct publish_tagged){0};
}
