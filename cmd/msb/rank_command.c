/* sigill-msb rank: the organisations of a round by standing. */
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "cmd/ui/clock_doubt.h"
#include "report/ranking.h"

#include <limits.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the first N only"), false};

static enum status deliver_ranking(
    struct app *app, struct analysis *analysis, const struct ranking *ranking, struct error *err)
{
    struct buffer text = {0};
    json_t *json = NULL;
    if (app->json) {
        json = ranking_json(ranking);
    } else {
        struct report report = {.catalog = app->catalog};
        ranking_tables(&report, ranking);
        analysis_show(app, analysis, &report, &text);
    }
    enum status status = analysis_deliver(app, analysis, false, json, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    struct ranking ranking = {0};
    unsigned limit = UINT_MAX;
    enum status status;
    TRY(analysis_form(app, err));
    TRY(option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    analysis_note_selected(app, &analysis);
    result_ranking(&analysis.collection, &analysis.selection, limit, &ranking);
    status = deliver_ranking(app, &analysis, &ranking, err);
out:
    result_ranking_free(&ranking);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CSV, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_CLOCK_RIGHT, NULL};

const struct command rank_command = {
    .name = "rank",
    .summary = N_("Lists the organisations by standing; equals share a place."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
