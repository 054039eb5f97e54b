/* sigill-msb benchmark: what the typical member of a group answers. */
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/benchmarks_publish.h"
#include "cmd/authority/publishing.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/benchmark_report.h"

#include <limits.h>
#include <stdlib.h>

static const struct option_spec OPTION_BEST = {
    "best", 0, N_("N"), N_("of the N best by standing; with --all 30 if it is not given"), false};

static const struct option_spec OPTION_ALL = {"all", 0, NULL,
    N_("with --publish: of every group, of its best, and of all, as one document that organisations can "
       "compare with"),
    false};

static enum status deliver_benchmark(struct app *app, struct analysis *analysis,
    const struct benchmark_result *result, struct error *err)
{
    bool published = result->scope.published;
    struct buffer text = {0};
    json_t *json = NULL;
    if (app->json) {
        json = benchmark_json(result);
    } else {
        struct report report = {.catalog = app->catalog};
        benchmark_report_tables(&report, result);
        analysis_show(app, analysis, &report, &text);
    }
    enum status status = analysis_deliver(app, analysis, published, json, &text, err);
    buffer_free(&text);
    return status;
}

/* One document of all that may be published. */
static enum status publish_all(struct app *app, struct analysis *analysis,
    struct publishing *publishing, unsigned best, struct error *err)
{
    struct benchmarks all = {0};
    struct buffer text = {0};
    enum status status;
    TRY_OUT(benchmarks_publish(app, analysis, publishing, best, &all, err));
    if (all.count == 0)
        TRY_OUT(error_set(err, STATUS_REFUSED, REASON_TOO_FEW,
            "no group of the round %s has enough organisations for a benchmark to be published",
            analysis->collection.round.id));
    TRY_OUT(benchmarks_write(analysis->collection.edition, &all, &text, err));
    status = app_deliver(app, &text, err);
out:
    buffer_free(&text);
    benchmarks_free(&all);
    return status;
}

static enum status judge_benchmark_options(const struct app *app, unsigned *best, struct error *err)
{
    bool all = option_given(app->options, &OPTION_ALL);
    TRY(publishing_judge_benchmark(app, err));
    if (all && !option_given(app->options, &OPTION_PUBLISH))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--all makes a document that leaves the authority; give --publish too");
    if (all && (option_given(app->options, &OPTION_GROUP) || app->json ||
                   option_given(app->options, &OPTION_CSV)))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--all makes one document of every group; leave out --group, --json and --csv");
    *best = all ? BENCHMARKS_PUBLISH_BEST : 0;
    if (all)
        return publishing_best(app, &OPTION_BEST, best, err);
    return option_number(app->options, &OPTION_BEST, 1, UINT_MAX, best, err);
}

static enum status run(struct app *app, struct error *err)
{
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    struct benchmark_result *found = NULL;
    struct publishing publishing = {0};
    struct analysis analysis;
    unsigned best = 0;
    enum status status;
    TRY(analysis_form(app, err));
    TRY(judge_benchmark_options(app, &best, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    TRY_OUT(publishing_begin(app, &analysis, &publishing, err));
    analysis_note_selected(app, &analysis);
    if (option_given(app->options, &OPTION_ALL)) {
        TRY_OUT(publish_all(app, &analysis, &publishing, best, err));
        goto out;
    }
    found = memory_new(1, sizeof *found);
    result_benchmark(&analysis.collection, &analysis.selection, best, found);
    if (publish)
        TRY_OUT(publishing_benchmark(
            app, &analysis, &publishing, &analysis.selection, best, found, err));
    status = deliver_benchmark(app, &analysis, found, err);
out:
    free(found);
    publishing_end(&publishing);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_BEST, &OPTION_ALL, &OPTION_LATE, &OPTION_PUBLISH,
    &OPTION_MIN_GROUP, &OPTION_AGAIN, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CSV, &OPTION_OUTPUT, &OPTION_FORCE,
    &OPTION_CLOCK_RIGHT, NULL};

const struct command benchmark_command = {
    .name = "benchmark",
    .summary = N_("Shows what the typical member of a group answers."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .needs_points = true,
};
