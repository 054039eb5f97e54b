#include "analysis/result_stats.h"

#include "analysis/collection.h"
#include "analysis/stats_fill.h"
#include "base/memory.h"
#include "format/edition.h"

#include <stdlib.h>
#include <string.h>

/* ---- what it holds ---- */

static int compare_holding(const void *a, const void *b)
{
    const struct stats_holding *one = a;
    const struct stats_holding *other = b;
    bool one_shown = one->count.show == STATS_NUMBER;
    bool other_shown = other->count.show == STATS_NUMBER;
    if (one_shown != other_shown)
        return one_shown ? -1 : 1;
    if (one->count.value != other->count.value)
        return one->count.value < other->count.value ? 1 : -1;
    return (one->question > other->question) - (one->question < other->question);
}

void result_stats_sort_holding(struct stats_group *group)
{
    qsort(group->holding, group->holdings, sizeof group->holding[0], compare_holding);
}

const struct stats_cell *result_stats_holding(const struct stats_group *group, unsigned question)
{
    static const struct stats_cell nobody = {0, STATS_NUMBER};
    static const struct stats_cell hidden = {0, STATS_HIDDEN};
    for (unsigned i = 0; i < group->holdings; i++) {
        if (group->holding[i].question == question)
            return &group->holding[i].count;
    }
    return group->holding_hidden ? &hidden : &nobody;
}

struct stats_cell result_stats_sum(const struct stats_cell cell[], unsigned cells)
{
    struct stats_cell sum = {0, STATS_NUMBER};
    for (unsigned i = 0; i < cells; i++) {
        if (cell[i].show != STATS_NUMBER)
            return (struct stats_cell){0, STATS_HIDDEN};
        sum.value += cell[i].value;
    }
    return sum;
}

/* ---- counting ---- */

static void count_member(const struct collection *collection, size_t number,
    const struct score *score, struct stats_source *source)
{
    const struct model *model = &collection->edition->model;
    struct answer_set answers;
    tables_add(model, score, collection->member[number].security_role, &source->tables);
    if (model->fields == 0)
        return;
    collection_answers(collection, number, &answers);
    maturity_add(model, &answers, &source->maturity);
}

/* Each hand counts for itself: of each group of the edition, and last those of no such group. */
struct stats_counting {
    const struct collection *collection;
    struct stats_source *source; /* of each hand, one behind the other */
};

static void count_into_group(void *context, size_t hand, size_t number, const struct score *score)
{
    const struct stats_counting *counting = context;
    const struct collection *collection = counting->collection;
    const struct edition *edition = collection->edition;
    struct stats_source *source = &counting->source[hand * (edition->groups + 1)];
    int group = edition_find_group(edition, collection->member[number].group);
    count_member(collection, number, score, &source[group >= 0 ? (size_t)group : edition->groups]);
}

static void join_sources(const struct stats_source *others, struct stats_source *source)
{
    tables_join(&others->tables, &source->tables);
    maturity_join(&others->maturity, &source->maturity);
}

/* Of each group of the edition, and last of all. */
static void count_groups(const struct collection *collection, const struct selection *selection,
    struct stats_source *source)
{
    const struct selection every_group = {
        .tag = selection->tag, .value = selection->value, .late = selection->late};
    const struct edition *edition = collection->edition;
    size_t parts = edition->groups + 1;
    size_t hands = collection_hands(collection);
    struct stats_counting counting = {collection, memory_new(hands * parts, sizeof *source)};
    collection_each_score(collection, &every_group, hands, count_into_group, &counting);
    for (size_t i = 0; i < parts; i++) {
        for (size_t hand = 0; hand < hands; hand++)
            join_sources(&counting.source[hand * parts + i], &source[i]);
        if (i < edition->groups)
            join_sources(&source[i], &source[edition->groups]);
        source[i].response = result_response_counts(
            collection, selection, i < edition->groups ? edition->group[i].id : NULL);
    }
    free(counting.source);
}

void result_stats(const struct collection *collection, const struct selection *selection,
    bool together, struct stats_table *out)
{
    size_t groups = collection->edition->groups;
    struct stats_source *source = memory_new(groups + 1, sizeof *source);
    count_groups(collection, selection, source);
    *out = (struct stats_table){.edition = collection->edition,
        .round = collection->round.id,
        .opens = collection->round.opens,
        .closes = collection->round.closes,
        .late_included = selection->late};
    for (size_t i = together ? groups : 0; i <= groups; i++)
        stats_fill(out, out->groups++, i < groups ? (int)i : -1, &source[i]);
    free(source);
}

void result_stats_share_of_counted(struct stats_group *group, const struct edition *edition)
{
    group->level_whole = group->held_whole = group->response.counted;
    for (unsigned i = 0; i < edition->model.areas; i++)
        group->area[i].whole = group->response.counted;
}

void result_stats_keep_group(struct stats_table *table, const char *group)
{
    for (size_t i = 0; i < table->groups; i++) {
        if (table->group[i].id == NULL || strcmp(table->group[i].id, group) != 0)
            continue;
        if (i > 0)
            table->group[0] = table->group[i];
        table->groups = 1;
    }
}

void result_stats_nobody_of(struct stats_table *table, const char *group)
{
    struct stats_source *nobody = memory_new(1, sizeof *nobody);
    stats_fill(table, 0, -1, nobody);
    table->group[0].id = table->group[0].name = group;
    table->groups = 1;
    free(nobody);
}

void result_stats_value(struct stats_table *table, size_t place,
    const struct collection *collection, const char *tag, const char *value)
{
    const struct selection selection = {
        .tag = tag, .value = value[0] == '\0' ? NULL : value, .late = table->late_included};
    struct stats_source *source = memory_new(1, sizeof *source);
    source->response = result_response_counts(collection, &selection, NULL);
    stats_fill(table, place, -1, source);
    table->group[place].id = table->group[place].name = value;
    free(source);
}
