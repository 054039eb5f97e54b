/* sigill-msb stats: the tables of a round. */
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/figures.h"
#include "cmd/authority/stats_page.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/answer_counts.h"
#include "report/json_stats.h"
#include "report/report_csv.h"
#include "report/stats_tables.h"

#include <stdlib.h>

static enum status judge(struct app *app, struct error *err)
{
    unsigned forms = (app->json ? 1U : 0U) + (option_given(app->options, &OPTION_CSV) ? 1U : 0U) +
                     (option_given(app->options, &OPTION_HTML) ? 1U : 0U);
    if (forms > 1)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--json, --csv and --html cannot be combined; choose one");
    return figures_judge(app, err);
}

static void put_tables(struct app *app, const struct analysis *analysis,
    const struct stats_table *table, const struct counts *unscored, struct buffer *out)
{
    struct report report = {.catalog = app->catalog};
    stats_tables(&report, table);
    if (unscored->groups > 0)
        answer_counts_unscored_tables(&report, unscored);
    if (option_given(app->options, &OPTION_CSV))
        report_csv_long(out, &report);
    else
        analysis_show(app, analysis, &report, out);
    report_free(&report);
}

static json_t *stats_json(const struct stats_table *table, const struct counts *unscored)
{
    json_t *json = json_stats(table);
    if (result_unscored_any(&table->edition->model))
        (void)json_object_set_new(json, "unscored",
            unscored->groups > 0 ? answer_counts_unscored_groups(unscored) : json_null());
    return json;
}

/* What leaves has its row in the audit by now (figures_make). */
static enum status deliver_stats(
    struct app *app, struct analysis *analysis, const struct stats_table *table, struct error *err)
{
    struct buffer out = {0};
    struct counts unscored;
    json_t *json = NULL;
    figures_unscored(app, analysis, table, &unscored);
    if (app->json)
        json = stats_json(table, &unscored);
    else if (option_given(app->options, &OPTION_HTML))
        stats_page(app, analysis, table, &unscored, &out);
    else
        put_tables(app, analysis, table, &unscored, &out);
    result_counts_free(&unscored);
    enum status status = analysis_deliver(app, analysis, true, json, &out, err);
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    struct publishing publishing = {0};
    struct stats_table *table = NULL;
    enum status status;
    TRY(judge(app, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    TRY_OUT(publishing_begin(app, &analysis, &publishing, err));
    TRY_OUT(figures_make(app, &analysis, &publishing, &table, err));
    if (analysis.selection.group != NULL)
        result_stats_keep_group(table, analysis.selection.group);
    status = deliver_stats(app, &analysis, table, err);
out:
    free(table);
    publishing_end(&publishing);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_BY_TAG, &OPTION_LATE, &OPTION_TOGETHER, &OPTION_PUBLISH,
    &OPTION_MIN_GROUP, &OPTION_AGAIN, &OPTION_JSON, &OPTION_CSV, &OPTION_HTML, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS,
    &OPTION_CLOCK_RIGHT, NULL};

const struct command stats_command = {
    .name = "stats",
    .summary = N_("Shows response rate, levels, areas, points and what holds back, by group."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
