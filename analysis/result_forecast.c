#include "analysis/result_forecast.h"

#include "analysis/collection.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static struct forecast_totals totals_of(const struct score *score)
{
    return (struct forecast_totals){score->level, score->points};
}

/* Those that rise before those that may; each by number. */
static int forecasted_order(const void *a, const void *b)
{
    const struct forecasted *first = a;
    const struct forecasted *second = b;
    if (first->rise != second->rise)
        return first->rise > second->rise ? -1 : 1;
    return strcmp(first->number, second->number);
}

static void forecast_member(
    const struct collection *collection, size_t number, struct forecasts *out)
{
    const struct member *member = &collection->member[number];
    struct answer_set answers;
    struct forecast forecast;
    collection_answers(collection, number, &answers);
    forecast_find(&collection->edition->model, &answers, &forecast);
    out->partly += forecast.partly > 0;
    out->rises += forecast.rise == FORECAST_RISES;
    out->may_rise += forecast.rise == FORECAST_MAY_RISE;
    if (forecast.rise != FORECAST_STAYS)
        out->forecasted[out->listed++] = (struct forecasted){member->number, member->name,
            member->group, forecast.partly, forecast.rise, totals_of(&forecast.now),
            totals_of(&forecast.least), totals_of(&forecast.most)};
}

void result_forecast(
    const struct collection *collection, const struct selection *selection, struct forecasts *out)
{
    *out = (struct forecasts){.scope = result_scope(collection, selection),
        .forecasted = memory_new(collection->members, sizeof *out->forecasted)};
    for (size_t i = 0; i < collection->members; i++) {
        if (collection_selects(selection, &collection->member[i]))
            forecast_member(collection, i, out);
    }
    qsort(out->forecasted, out->listed, sizeof *out->forecasted, forecasted_order);
}

void result_forecast_free(struct forecasts *forecasts)
{
    free(forecasts->forecasted);
    *forecasts = (struct forecasts){0};
}
