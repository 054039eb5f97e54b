/* sigill-msb rank: the organisations of a round by standing. */
#include "analysis/collected.h"
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "report/ranking.h"

#include <limits.h>
#include <stdlib.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the first N only"), false};

static enum status deliver(
    struct app *app, struct analysis *analysis, const struct ranking *ranking, struct error *err)
{
    struct buffer text = {0};
    json_t *json = NULL;
    if (app->json) {
        json = json_ranking(ranking);
    } else if (option_given(app->options, &OPTION_CSV)) {
        csv_ranking(&text, app->catalog, ranking);
    } else {
        analysis_mark(app, analysis, &text);
        text_ranking(&text, app->catalog, ranking);
    }
    enum status status = analysis_deliver(app, analysis, false, json, &text, err);
    buffer_free(&text);
    return status;
}

static enum status rank_and_deliver(
    struct app *app, struct analysis *analysis, unsigned limit, struct error *err)
{
    const struct collection *collection = &analysis->collection;
    struct collected_order order;
    struct ranked *ranked = NULL;
    enum status status = collected_order(collection, &analysis->selection, &order, err);
    size_t shown = order.count < limit ? order.count : limit;
    if (status == STATUS_OK) {
        ranked = memory_new(shown + 1, sizeof *ranked);
        status = ranked == NULL ? error_memory(err) : STATUS_OK;
    }
    for (size_t i = 0; status == STATUS_OK && i < shown; i++) {
        const struct member *member = &collection->member[order.member[i]];
        ranked[i] = (struct ranked){
            order.place[i], member->number, member->name, member->group, member->standing};
    }
    if (status == STATUS_OK) {
        struct ranking ranking = {analysis_scope(analysis), ranked, shown};
        status = deliver(app, analysis, &ranking, err);
    }
    free(ranked);
    collected_order_free(&order);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    unsigned limit = UINT_MAX;
    enum status status = analysis_form(app, err);
    if (status == STATUS_OK)
        status = option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err);
    if (status != STATUS_OK)
        return status;
    status = analysis_open_for(app, analysis_purpose(app), &analysis, err);
    if (status == STATUS_OK)
        status = rank_and_deliver(app, &analysis, limit, err);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CSV, &OPTION_OUTPUT,
    &OPTION_FORCE, NULL};

const struct command rank_command = {
    .name = "rank",
    .summary = N_("Lists the organisations by standing; equals share a place."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
