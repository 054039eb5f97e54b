/* sigill-msb forecast: who rises when what is under development has lasted. */
#include "cmd/authority/analysis_scope.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/forecasts.h"

static enum status print_forecast(
    struct app *app, const struct analysis *analysis, struct error *err)
{
    struct forecasts forecasts;
    struct buffer text = {0};
    enum status status;
    result_forecast(&analysis->collection, &analysis->selection, &forecasts);
    if (app->json) {
        status = app_print_json(app, forecasts_json(&forecasts), err);
    } else {
        struct report report = {.catalog = app->catalog};
        forecasts_tables(&report, &forecasts);
        analysis_show(app, analysis, &report, &text);
        status = app_print(app, &text, err);
    }
    buffer_free(&text);
    result_forecast_free(&forecasts);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    enum status status;
    TRY_OUT(analysis_open(app, &analysis, err));
    analysis_note_selected(app, &analysis);
    status = print_forecast(app, &analysis, err);
out:
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command forecast_command = {
    .name = "forecast",
    .summary = N_("Shows who rises when what is under development has lasted a whole period."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .needs_points = true,
};
