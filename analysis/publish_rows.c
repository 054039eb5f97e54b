#include "analysis/publish_rows.h"

#include "analysis/publish_rounding.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "scoring/question.h"

#include <stdlib.h>

/* ---- making ---- */

void publish_making_begin(
    struct publish_making *making, const struct publish_source *source, struct publish_cells *cells)
{
    *making = (struct publish_making){
        .source = source,
        .collection = source->collection,
        .cells = cells,
        .key = secret_new(VAULT_KEY_SIZE),
        .facts = memory_new(1, sizeof *making->facts),
    };
    publish_rounding_key(source->register_key, making->key);
}

void publish_making_end(struct publish_making *making)
{
    free(making->facts);
    secret_free(making->key);
    *making = (struct publish_making){0};
}

void publish_row_begin(const struct publish_making *making, struct publish_row *row)
{
    const struct publish_cells *cells = making->cells;
    *row = (struct publish_row){
        .member = memory_new(making->collection->members, sizeof *row->member),
        .value = memory_new(cells->solver.variable.count, sizeof *row->value),
        .withheld = memory_new(cells->tables, sizeof *row->withheld),
    };
}

void publish_row_add(struct publish_row *row, size_t member)
{
    row->member[row->members++] = member;
}

void publish_row_free(struct publish_row *row)
{
    free(row->member);
    free(row->value);
    free(row->withheld);
    *row = (struct publish_row){0};
}

/* ---- members ---- */

static void load_facts(struct publish_making *making, size_t member)
{
    struct answer_set answers;
    collection_answers(making->collection, member, &answers);
    publish_cells_facts(making->collection->edition, &answers,
        making->collection->member[member].security_role, making->facts);
    sodium_memzero(&answers, sizeof answers);
}

void publish_row_member(struct publish_making *making, size_t member)
{
    load_facts(making, member);
    publish_cells_member(making->cells, making->facts);
}

/* ---- rounding ---- */

/* The cells while their contributors are added. */
struct rounding_cells {
    void *room; /* owned */
    struct publish_rounding *cell;
};

static void begin_roundings(const struct publish_making *making, struct rounding_cells *roundings)
{
    const struct publish_cells *cells = making->cells;
    const struct publish_base *base = cells->base.items;
    size_t alignment = _Alignof(struct publish_rounding);
    roundings->room = memory_new(cells->base.count + 1, sizeof *roundings->cell);
    uintptr_t at = ((uintptr_t)roundings->room + alignment - 1) / alignment * alignment;
    roundings->cell = (struct publish_rounding *)at;
    for (size_t i = 0; i < cells->base.count; i++)
        publish_rounding_begin(
            &roundings->cell[i], making->key, making->collection->edition->id, base[i].name);
}

static void count_row_member(
    struct publish_making *making, const struct rounding_cells *roundings, size_t number)
{
    struct publish_cells *cells = making->cells;
    const struct publish_base *base = cells->base.items;
    const struct member *member = &making->collection->member[number];
    publish_row_member(making, number);
    for (uint32_t i = 0; i < cells->solver.variable.count; i++)
        publish_solver_at(&cells->solver, i)->count += cells->amount[i];
    for (size_t i = 0; i < cells->base.count; i++) {
        if (cells->amount[base[i].variable] > 0)
            publish_rounding_add(&roundings->cell[i], member->number, making->source->id[number]);
    }
}

void publish_row_add_up(const struct publish_cells *cells, unsigned value[])
{
    const struct model *model = &cells->edition->model;
    value[cells->held_any] = value[cells->near] = 0;
    for (unsigned level = 0; level <= model->levels; level++)
        value[cells->level[level]] = value[cells->role[level][0]] + value[cells->role[level][1]];
    for (unsigned level = model->levels; level-- > 1;) {
        value[cells->from[level]] = value[cells->level[level]] + value[cells->from[level + 1]];
        for (unsigned area = 0; area < model->areas; area++)
            value[cells->area_from[area][level]] =
                value[cells->area[area][level]] + value[cells->area_from[area][level + 1]];
    }
    for (unsigned level = 1; level <= model->levels; level++) {
        value[cells->held_from[level]] = 0;
        for (unsigned lack = 0; lack < PUBLISH_CELLS_LACKS; lack++)
            value[cells->held_from[level]] += value[cells->held[level][lack]];
        for (unsigned lack = 0; lack < PUBLISH_CELLS_MORE; lack++)
            value[cells->near] += value[cells->held[level][lack]];
        value[cells->held_any] += value[cells->held_from[level]];
    }
    for (unsigned i = 0; i < model->questions; i++) {
        if (!question_traits(&model->question[i])->single)
            continue;
        value[cells->yes[i]] = 0;
        for (unsigned option = 0; option < model->question[i].options; option++)
            value[cells->yes[i]] += value[cells->chosen[i][option]];
    }
}

void publish_row_round(struct publish_making *making, struct publish_row *row)
{
    struct publish_cells *cells = making->cells;
    const struct publish_base *base = cells->base.items;
    struct rounding_cells roundings;
    for (uint32_t i = 0; i < cells->solver.variable.count; i++)
        publish_solver_at(&cells->solver, i)->count = 0;
    begin_roundings(making, &roundings);
    for (size_t i = 0; i < row->members; i++)
        count_row_member(making, &roundings, row->member[i]);
    for (size_t i = 0; i < cells->base.count; i++)
        row->value[base[i].variable] = publish_rounding_end(&roundings.cell[i]);
    free(roundings.room);
    publish_row_add_up(cells, row->value);
}

struct stats_cell publish_row_cell(
    const struct publish_cells *cells, const struct publish_row *row, uint32_t variable)
{
    if (!row->shown || row->withheld[publish_solver_at(&cells->solver, variable)->table])
        return (struct stats_cell){0, STATS_HIDDEN};
    return (struct stats_cell){row->value[variable], STATS_NUMBER};
}

/* ---- judging ---- */

static void parts_of_member(void *context, size_t member, struct list *parts)
{
    struct publish_making *making = context;
    load_facts(making, making->row->member[member]);
    publish_cells_parts(making->cells, making->facts, parts);
}

bool publish_row_reveals(
    struct publish_making *making, const struct publish_row *row, unsigned *table)
{
    making->row = row;
    return publish_solver_reveals(
        &making->cells->solver, row->members, parts_of_member, making, table);
}

unsigned publish_row_to_withhold(
    const struct publish_cells *cells, const struct publish_row *row, unsigned table)
{
    if (!row->withheld[table])
        return table;
    for (unsigned i = cells->tables; i-- > 0;) {
        if (!row->withheld[i])
            return i;
    }
    return table;
}

/* At last everything is withheld, and then nothing is worked out. */
void publish_row_judge(struct publish_making *making, struct publish_row *row)
{
    unsigned table = 0;
    for (unsigned i = 0; i <= making->cells->tables; i++) {
        publish_cells_bounds(making->cells, row->value, row->withheld);
        if (!publish_row_reveals(making, row, &table))
            return;
        row->withheld[publish_row_to_withhold(making->cells, row, table)] = true;
    }
}
