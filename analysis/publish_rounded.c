#include "analysis/publish_rounded.h"

#include "analysis/disclosure_stats.h"
#include "analysis/publish_rounding.h"
#include "analysis/result_ranking.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "scoring/question.h"

#include <stdlib.h>

/* What the functions below all need. */
struct publish_making {
    const struct publish_source *source;
    const struct collection *collection;
    struct publish_rounded *out;
    uint8_t *key;                           /* to round with; secret memory */
    size_t *member[EDITION_GROUPS_MAX + 2]; /* owned: of each row, places in the collection */
    size_t row;                             /* that is judged */
    struct publish_facts *facts;
};

/* ---- members ---- */

static void add_member(struct publish_making *making, size_t row, size_t member)
{
    struct publish_row *to = &making->out->row[row];
    making->member[row][to->members++] = member;
}

static void share_out_members(struct publish_making *making, const struct selection *selection)
{
    const struct collection *collection = making->collection;
    struct publish_rounded *out = making->out;
    const struct selection every = {
        .tag = selection->tag, .value = selection->value, .late = selection->late};
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!collection_selects(&every, member))
            continue;
        add_member(making, (size_t)edition_find_group(collection->edition, member->group), i);
        add_member(making, out->groups, i);
    }
    for (size_t i = 0; i < out->row[out->groups].members; i++) {
        size_t member = making->member[out->groups][i];
        const char *group = collection->member[member].group;
        if (out->row[edition_find_group(collection->edition, group)].members < out->least)
            add_member(making, out->groups + 1, member);
    }
}

static void load_facts(struct publish_making *making, size_t member)
{
    struct answer_set answers;
    collection_answers(making->collection, member, &answers);
    publish_cells_facts(making->collection->edition, &answers,
        making->collection->member[member].security_role, making->facts);
    sodium_memzero(&answers, sizeof answers);
}

/* ---- rounding ---- */

/* The cells while their contributors are added. */
struct rounding_cells {
    void *room; /* owned */
    struct publish_rounding *cell;
};

static void begin_roundings(const struct publish_making *making, struct rounding_cells *roundings)
{
    const struct publish_cells *cells = &making->out->cells;
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
    struct publish_cells *cells = &making->out->cells;
    const struct publish_base *base = cells->base.items;
    const struct member *member = &making->collection->member[number];
    load_facts(making, number);
    publish_cells_member(cells, making->facts);
    for (uint32_t i = 0; i < cells->solver.variable.count; i++)
        publish_solver_at(&cells->solver, i)->count += cells->amount[i];
    for (size_t i = 0; i < cells->base.count; i++) {
        if (cells->amount[base[i].variable] > 0)
            publish_rounding_add(&roundings->cell[i], member->number, making->source->id[number]);
    }
}

/* The sums of a row that are displayed. */
static void add_up(const struct publish_cells *cells, unsigned value[])
{
    const struct model *model = &cells->edition->model;
    value[cells->held_any] = value[cells->near] = 0;
    for (unsigned level = 0; level <= model->levels; level++)
        value[cells->level[level]] = value[cells->role[level][0]] + value[cells->role[level][1]];
    for (unsigned level = model->levels; level-- > 1;) {
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

static void round_row(struct publish_making *making, size_t place)
{
    struct publish_cells *cells = &making->out->cells;
    struct publish_row *row = &making->out->row[place];
    const struct publish_base *base = cells->base.items;
    struct rounding_cells roundings;
    for (uint32_t i = 0; i < cells->solver.variable.count; i++)
        publish_solver_at(&cells->solver, i)->count = 0;
    begin_roundings(making, &roundings);
    for (size_t i = 0; i < row->members; i++)
        count_row_member(making, &roundings, making->member[place][i]);
    for (size_t i = 0; i < cells->base.count; i++)
        row->value[base[i].variable] = publish_rounding_end(&roundings.cell[i]);
    free(roundings.room);
    add_up(cells, row->value);
}

/* ---- judging ---- */

static void parts_of_member(void *context, size_t member, struct list *parts)
{
    struct publish_making *making = context;
    load_facts(making, making->member[making->row][member]);
    publish_cells_parts(&making->out->cells, making->facts, parts);
}

/* The table that is withheld for one that is worked out: that one, or, if it is withheld already
 * and follows from the others, the last of them that is not: they stand with the weightiest first.
 */
static unsigned table_to_withhold(const struct publish_rounded *out, size_t row, unsigned table)
{
    if (!out->row[row].withheld[table])
        return table;
    for (unsigned i = out->cells.tables; i-- > 0;) {
        if (!out->row[row].withheld[i])
            return i;
    }
    return table;
}

/* At last everything is withheld, and then nothing is worked out. */
static void judge_row(struct publish_making *making, size_t place)
{
    struct publish_rounded *out = making->out;
    struct publish_row *row = &out->row[place];
    unsigned table = 0;
    making->row = place;
    for (unsigned i = 0; i <= out->cells.tables; i++) {
        publish_cells_bounds(&out->cells, row->value, row->withheld);
        if (!publish_solver_reveals(
                &out->cells.solver, row->members, parts_of_member, making, &table))
            return;
        row->withheld[table_to_withhold(out, place, table)] = true;
    }
}

/* What the row shows becomes a part of all. */
static void add_to_all(struct publish_rounded *out, const struct publish_row *row)
{
    struct publish_row *all = &out->row[out->groups];
    for (size_t i = 0; i < out->cells.solver.variable.count; i++)
        all->value[i] += row->value[i];
    for (unsigned i = 0; i < out->cells.tables; i++)
        all->withheld[i] = all->withheld[i] || row->withheld[i];
}

static void begin_rows(struct publish_making *making)
{
    struct publish_rounded *out = making->out;
    for (size_t place = 0; place < out->groups + 2; place++) {
        struct publish_row *row = &out->row[place];
        row->shown = row->members >= out->least;
        row->value = memory_new(out->cells.solver.variable.count, sizeof *row->value);
        row->withheld = memory_new(out->cells.tables, sizeof *row->withheld);
    }
}

static void make_rows(struct publish_making *making)
{
    struct publish_rounded *out = making->out;
    struct publish_row *all = &out->row[out->groups];
    const struct publish_row *small = &out->row[out->groups + 1];
    all->shown = all->shown && (small->members == 0 || small->shown);
    for (size_t place = 0; place < out->groups + 2; place++) {
        if (place == out->groups || !out->row[place].shown)
            continue;
        round_row(making, place);
        judge_row(making, place);
        add_to_all(out, &out->row[place]);
    }
}

/* ---- the whole ---- */

static enum status begin_making(struct publish_making *making, unsigned least, struct error *err)
{
    const struct edition *edition = making->collection->edition;
    *making->out = (struct publish_rounded){
        .least = least < PUBLISH_ROUNDED_LEAST ? PUBLISH_ROUNDED_LEAST : least,
        .groups = edition->groups,
    };
    TRY(disclosure_stats_judge(making->collection, err));
    making->key = secret_new(VAULT_KEY_SIZE);
    making->facts = memory_new(1, sizeof *making->facts);
    publish_rounding_key(making->source->register_key, making->key);
    publish_cells_begin(&making->out->cells, edition);
    for (size_t row = 0; row < making->out->groups + 2; row++)
        making->member[row] = memory_new(making->collection->members, sizeof **making->member);
    return STATUS_OK;
}

static void end_making(struct publish_making *making)
{
    for (size_t row = 0; row < making->out->groups + 2; row++)
        free(making->member[row]);
    free(making->facts);
    secret_free(making->key);
}

enum status publish_rounded_make(const struct publish_source *source,
    const struct selection *selection, unsigned least, struct publish_rounded *out,
    struct error *err)
{
    struct publish_making making = {.source = source, .collection = source->collection, .out = out};
    TRY(begin_making(&making, least, err));
    share_out_members(&making, selection);
    begin_rows(&making);
    make_rows(&making);
    end_making(&making);
    return STATUS_OK;
}

static int compare_places(const void *one, const void *other)
{
    const size_t *a = one;
    const size_t *b = other;
    return (*a > *b) - (*a < *b);
}

/* Members stand by number. */
static void take_best(struct publish_making *making, const struct selection *selection, size_t best)
{
    size_t all = making->out->groups;
    struct ranking ranking;
    result_ranking(making->collection, selection, best, &ranking);
    for (size_t i = 0; i < ranking.shown && i < best; i++)
        add_member(making, all, ranking.ranked[i].member);
    result_ranking_free(&ranking);
    qsort(making->member[all], making->out->row[all].members, sizeof(size_t), compare_places);
}

enum status publish_rounded_best(const struct publish_source *source,
    const struct selection *selection, size_t best, struct publish_rounded *out, struct error *err)
{
    struct publish_making making = {.source = source, .collection = source->collection, .out = out};
    TRY(begin_making(&making, 0, err));
    take_best(&making, selection, best);
    begin_rows(&making);
    round_row(&making, out->groups);
    end_making(&making);
    return STATUS_OK;
}

void publish_rounded_free(struct publish_rounded *rounded)
{
    for (size_t row = 0; row < EDITION_GROUPS_MAX + 2; row++) {
        free(rounded->row[row].value);
        free(rounded->row[row].withheld);
    }
    publish_cells_free(&rounded->cells);
    *rounded = (struct publish_rounded){0};
}

struct stats_cell publish_rounded_cell(
    const struct publish_rounded *rounded, size_t row, uint32_t variable)
{
    const struct publish_row *of = &rounded->row[row];
    unsigned table = publish_solver_at(&rounded->cells.solver, variable)->table;
    if (!of->shown || of->withheld[table])
        return (struct stats_cell){0, STATS_HIDDEN};
    return (struct stats_cell){of->value[variable], STATS_NUMBER};
}

size_t publish_rounded_row(const struct publish_rounded *rounded, const char *group)
{
    int place = group == NULL ? -1 : edition_find_group(rounded->cells.edition, group);
    return place < 0 ? rounded->groups : (size_t)place;
}
