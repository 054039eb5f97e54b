#include "analysis/result_response.h"

#include "analysis/collection.h"

#include <string.h>

static struct stats_cell counted_cell(unsigned value)
{
    return (struct stats_cell){value, STATS_NUMBER};
}

struct stats_response result_response_cells(
    const struct response_counts *counts, bool late_included)
{
    static const struct stats_cell none = {0, STATS_NONE};
    unsigned came = counts->on_time + counts->late;
    struct stats_response cells = {
        .population = counts->listed ? counted_cell(counts->population) : none,
        .on_time = counted_cell(counts->on_time),
        .late = counted_cell(counts->late),
        .outside = counted_cell(counts->outside),
        .missing = counts->listed ? counted_cell(counts->population - came) : none,
        .counted = counted_cell(late_included ? came : counts->on_time),
    };
    cells.rate = (struct stats_share){cells.counted, cells.population};
    return cells;
}

static bool is_of(const char *group, const char *wanted)
{
    return wanted == NULL || strcmp(group, wanted) == 0;
}

struct response_counts result_response_counts(
    const struct collection *collection, const struct selection *selection, const char *group)
{
    struct response_counts counts = {.listed = collection->population != NULL};
    for (size_t i = 0; i < collection->populations; i++) {
        const struct population_entry *entry = &collection->population[i];
        counts.population += is_of(entry->group, group) && collection_has_tag(selection, entry);
    }
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        if (!is_of(member->group, group) || !collection_has_tag(selection, member->listed))
            continue;
        counts.on_time += member->place == MEMBER_ON_TIME;
        counts.late += member->place == MEMBER_LATE;
        counts.outside += member->place == MEMBER_OUTSIDE;
    }
    return counts;
}

struct stats_response result_response(
    const struct collection *collection, const struct selection *selection, const char *group)
{
    const struct response_counts counts = result_response_counts(collection, selection, group);
    return result_response_cells(&counts, selection->late);
}
