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

static void count_asked(const struct population_entry *entry, const struct selection *selection,
    struct response_counts *counts)
{
    counts->population += collection_has_tag(selection, entry);
}

static void count_answered(
    const struct member *member, const struct selection *selection, struct response_counts *counts)
{
    if (!collection_has_tag(selection, member->listed))
        return;
    counts->on_time += member->place == MEMBER_ON_TIME;
    counts->late += member->place == MEMBER_LATE;
    counts->outside += member->place == MEMBER_OUTSIDE;
}

static void count_covered(const struct covered *covered, const struct selection *selection,
    struct response_counts *counts)
{
    if (!collection_has_tag(selection, covered->listed))
        return;
    counts->covered += !covered->late;
    counts->covered_late += covered->late;
}

struct response_counts result_response_counts(
    const struct collection *collection, const struct selection *selection, const char *group)
{
    struct response_counts counts = {.listed = collection->population != NULL};
    for (size_t i = 0; i < collection->populations; i++) {
        if (is_of(collection->population[i].group, group))
            count_asked(&collection->population[i], selection, &counts);
    }
    for (size_t i = 0; i < collection->members; i++) {
        if (is_of(collection->member[i].group, group))
            count_answered(&collection->member[i], selection, &counts);
    }
    for (size_t i = 0; i < collection->covereds; i++) {
        const struct population_entry *listed = collection->covered[i].listed;
        if (listed != NULL && is_of(listed->group, group))
            count_covered(&collection->covered[i], selection, &counts);
    }
    return counts;
}

/* Where a group is counted; what the edition has not, beside all groups. */
static size_t place_of(const struct edition *edition, const char *group)
{
    int place = edition_find_group(edition, group);
    return place < 0 ? edition->groups : (size_t)place;
}

static void add_counts(const struct response_counts *others, struct response_counts *counts)
{
    counts->population += others->population;
    counts->on_time += others->on_time;
    counts->late += others->late;
    counts->outside += others->outside;
    counts->covered += others->covered;
    counts->covered_late += others->covered_late;
}

void result_response_each(const struct collection *collection, const struct selection *selection,
    struct response_counts counts[])
{
    const struct edition *edition = collection->edition;
    for (size_t i = 0; i <= edition->groups; i++)
        counts[i] = (struct response_counts){.listed = collection->population != NULL};
    for (size_t i = 0; i < collection->populations; i++) {
        const struct population_entry *entry = &collection->population[i];
        count_asked(entry, selection, &counts[place_of(edition, entry->group)]);
    }
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        count_answered(member, selection, &counts[place_of(edition, member->group)]);
    }
    for (size_t i = 0; i < collection->covereds; i++) {
        const struct covered *covered = &collection->covered[i];
        if (covered->listed != NULL)
            count_covered(covered, selection, &counts[place_of(edition, covered->listed->group)]);
    }
    for (size_t i = 0; i < edition->groups; i++)
        add_counts(&counts[i], &counts[edition->groups]);
}

struct stats_response result_response(
    const struct collection *collection, const struct selection *selection, const char *group)
{
    const struct response_counts counts = result_response_counts(collection, selection, group);
    return result_response_cells(&counts, selection->late);
}
