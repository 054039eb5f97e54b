#include "cmd/stats_page.h"

#include "base/clock.h"
#include "report/html_group.h"
#include "scoring/rank.h"

#include <stdlib.h>

/* The standings of those that the selection counts, the best first. *standing is allocated, for the
 * caller to free. */
static enum status collect(
    const struct analysis *analysis, struct standing **standing, size_t *count, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    size_t room = collection->members + 1;
    struct standing *given = calloc(room, sizeof *given);
    struct standing *sorted = calloc(room, sizeof *sorted);
    size_t *order = calloc(room, sizeof *order);
    unsigned *place = calloc(room, sizeof *place);
    enum status status = STATUS_OK;
    *count = 0;
    if (given == NULL || sorted == NULL || order == NULL || place == NULL) {
        status = error_memory(err);
        goto out;
    }
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(collection, &analysis->selection, &collection->member[i]))
            given[(*count)++] = collection->member[i].standing;
    }
    rank_places(given, *count, order, place);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = given[order[i]];
    *standing = sorted;
    sorted = NULL;

out:
    free(given);
    free(sorted);
    free(order);
    free(place);
    return status;
}

enum status stats_page(struct app *app, const struct analysis *analysis,
    const struct stats_table *table, struct buffer *out, struct error *err)
{
    const struct edition *edition = table->edition;
    struct standing *standing = NULL;
    char today[DAY_SIZE];
    day_format(today, clock_now());
    struct html_group input = {
        .catalog = app->catalog,
        .table = table,
        .marking = edition->marking[table->published ? 0 : edition->markings - 1],
        .issued = today,
        .demo = analysis->opened.store.demo,
    };
    enum status status = STATUS_OK;
    if (!table->published)
        status = collect(analysis, &standing, &input.standings, err);
    input.standing = standing;
    if (status == STATUS_OK)
        status = html_group(out, &input, err);
    free(standing);
    return status;
}
