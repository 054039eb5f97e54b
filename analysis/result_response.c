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
    unsigned covered = counts->covered + counts->covered_late;
    unsigned counted = late_included ? came : counts->on_time;
    unsigned with = late_included ? covered : counts->covered;
    struct stats_response cells = {
        .population = counts->listed ? counted_cell(counts->population) : none,
        .on_time = counted_cell(counts->on_time),
        .late = counted_cell(counts->late),
        .outside = counted_cell(counts->outside),
        .covered = counted_cell(with),
        .covered_late = counted_cell(covered - with),
        .missing = counts->listed ? counted_cell(counts->population - came - covered) : none,
        .counted = counted_cell(counted),
    };
    cells.rate = (struct stats_share){cells.counted, cells.population};
    cells.reach = (struct stats_share){counted_cell(counted + with), cells.population};
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
    for (size_t i = 0; i < collection->covereds; i++) {
        const struct covered *covered = &collection->covered[i];
        if (covered->listed == NULL || !is_of(covered->listed->group, group) ||
            !collection_has_tag(selection, covered->listed))
            continue;
        counts.covered += !covered->late;
        counts.covered_late += covered->late;
    }
    return counts;
}

struct stats_response result_response(
    const struct collection *collection, const struct selection *selection, const char *group)
{
    const struct response_counts counts = result_response_counts(collection, selection, group);
    return result_response_cells(&counts, selection->late);
}
