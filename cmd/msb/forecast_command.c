/* sigill-msb forecast: who rises when what is under development has lasted. */
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "report/forecasts.h"

#include <stdlib.h>
#include <string.h>

static struct forecast_totals totals(const struct score *score)
{
    return (struct forecast_totals){score->level, score->points};
}

/* Those that rise before those that may; each by number. */
static int by_rise(const void *a, const void *b)
{
    const struct forecasted *first = a;
    const struct forecasted *second = b;
    if (first->rise != second->rise)
        return first->rise > second->rise ? -1 : 1;
    return strcmp(first->number, second->number);
}

static void look_ahead(
    const struct analysis *analysis, struct forecasts *forecasts, struct forecasted *list)
{
    const struct collection *collection = &analysis->collection;
    for (size_t i = 0; i < collection->members; i++) {
        const struct member *member = &collection->member[i];
        struct answer_set answers;
        struct forecast forecast;
        if (!collection_selects(collection, &analysis->selection, member))
            continue;
        collection_answers(collection, i, &answers);
        forecast_find(&collection->edition->model, &answers, &forecast);
        forecasts->partly += forecast.partly > 0;
        forecasts->rises += forecast.rise == FORECAST_RISES;
        forecasts->may_rise += forecast.rise == FORECAST_MAY_RISE;
        if (forecast.rise != FORECAST_STAYS)
            list[forecasts->listed++] = (struct forecasted){member->number, member->name,
                member->group, forecast.partly, forecast.rise, totals(&forecast.now),
                totals(&forecast.least), totals(&forecast.most)};
    }
    qsort(list, forecasts->listed, sizeof *list, by_rise);
}

static enum status find_and_print(
    struct app *app, const struct analysis *analysis, struct error *err)
{
    struct forecasted *list = memory_new(analysis->collection.members + 1, sizeof *list);
    struct forecasts forecasts = {.scope = analysis_scope(analysis), .forecasted = list};
    struct buffer text = {0};
    enum status status;
    look_ahead(analysis, &forecasts, list);
    if (app->json) {
        status = app_print_json(app, json_forecasts(&forecasts), err);
    } else {
        analysis_mark(app, analysis, &text);
        text_forecasts(&text, app->catalog, &forecasts);
        status = app_print(app, &text, err);
    }
    buffer_free(&text);
    free(list);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    enum status status = analysis_open(app, &analysis, err);
    if (status == STATUS_OK)
        status = find_and_print(app, &analysis, err);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command forecast_command = {
    .name = "forecast",
    .summary = N_("Shows who rises when what is under development has lasted a whole period."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
