/* sigill-msb export: the tables of a round as a workbook. */
#include "analysis/result_ranking.h"
#include "base/clock.h"
#include "base/memory.h"
#include "cmd/authority/analysis.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/figures.h"
#include "cmd/authority/publishing.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/workbook_file.h"
#include "report/answer_counts.h"
#include "report/benchmark_list.h"
#include "report/organisation_list.h"
#include "report/report_workbook.h"
#include "report/stats_tables.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The command while it gathers what the workbook shows. */
struct export
{
    struct app *app;
    struct analysis analysis;
    struct publishing publishing;
    struct stats_table *table; /* owned */
    struct ranking ranking;
    struct benchmark_listed *benchmark; /* owned */
    size_t benchmarks;
};

/* ---- benchmarks ---- */

/* Judges and notes one that is to leave. A group that is too small for one goes without: then *kept
 * is false. */
static enum status publish_benchmark(struct export *export, const struct selection *selection,
    struct benchmark_result *found, bool *kept, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status status = publishing_benchmark(
        export->app, &export->analysis, &export->publishing, selection, 0, found, &why);
    *kept = status == STATUS_OK;
    if (*kept || why.reason == REASON_TOO_FEW)
        return STATUS_OK;
    *err = why;
    return status;
}

/* What a group's benchmark is called; of all groups together NULL. */
static const char *benchmark_name(const struct export *export, const struct stats_group *group)
{
    const char *typical =
        group->id == NULL ? NULL : edition_typical(export->analysis.collection.edition, group->id);
    return typical != NULL ? typical : group->name;
}

static enum status add_benchmark(struct export *export, const struct stats_group *group,
    struct benchmark_result *found, struct error *err)
{
    struct selection selection = export->analysis.selection;
    selection.group = group->id;
    result_benchmark(&export->analysis.collection, &selection, 0, found);
    bool kept = found->benchmark.members > 0;
    if (kept && export->table->published)
        TRY(publish_benchmark(export, &selection, found, &kept, err));
    if (kept) {
        struct benchmark_listed *listed = &export->benchmark[export->benchmarks++];
        *listed = (struct benchmark_listed){
            .name = benchmark_name(export, group), .benchmark = found->benchmark};
        memcpy(listed->close, found->close, sizeof listed->close);
    }
    return STATUS_OK;
}

static enum status gather_benchmarks(struct export *export, struct error *err)
{
    struct benchmark_result *found = memory_new(1, sizeof *found);
    enum status status = STATUS_OK;
    export->benchmark = memory_new(STATS_GROUPS_MAX, sizeof *export->benchmark);
    for (size_t i = 0; export->table->tag == NULL && i < export->table->groups; i++)
        TRY_OUT(add_benchmark(export, &export->table->group[i], found, err));
out:
    free(found);
    return status;
}

/* ---- organisations ---- */

static void fill_organisation(const void *context, size_t row, struct cell *cells)
{
    const struct export *export = context;
    const struct ranked *ranked = &export->ranking.ranked[row];
    struct score score;
    analysis_scored(
        &export->analysis, &export->analysis.collection.member[ranked->member], NULL, &score);
    organisation_list_fill(cells, export->table->edition, ranked, &score);
}

static void list_organisations(const struct export *export, struct report *report)
{
    struct table *table = organisation_list_table(report, export->table->edition);
    table_feed(table, export->ranking.shown, fill_organisation, export);
}

/* ---- the file ---- */

struct making {
    const struct workbook *workbook;
    struct ranking *ranking;
};

/* The file is read back next: the list of all organisations need not be held beside it. */
static enum status make_report(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    const struct making *making = shown;
    enum status status = report_workbook(making->workbook, directory, path, err);
    result_ranking_free(making->ranking);
    return status;
}

static enum status deliver_workbook(struct export *export, const char *output, struct error *err)
{
    const struct edition *edition = export->table->edition;
    struct buffer content = {0};
    struct counts unscored;
    struct report report = {.catalog = export->app->catalog};
    struct workbook workbook = {
        .report = &report,
        .title = export->table->round,
        .subject = edition->title,
        .marking = edition->marking[export->table->published ? 0 : edition->markings - 1],
        .made = clock_now(),
        .demo = export->analysis.opened.store.demo,
    };
    struct making making = {&workbook, &export->ranking};
    enum status status;
    stats_tables(&report, export->table);
    figures_unscored(export->app, &export->analysis, export->table, &unscored);
    if (unscored.groups > 0)
        answer_counts_unscored_tables(&report, &unscored);
    if (edition_has_points(edition) && export->table->tag == NULL)
        benchmark_list_tables(&report, edition, export->benchmark, export->benchmarks);
    if (edition_has_points(edition) && !export->table->published)
        list_organisations(export, &report);
    counted_remark(export->app, &report);
    TRY_OUT(workbook_file_make(make_report, &making, output, &content, err));
    TRY_OUT(app_deliver(export->app, &content, err));
    say(export->app, "Written: %s\n", output);
out:
    report_free(&report);
    result_counts_free(&unscored);
    buffer_wipe(&content);
    return status;
}

/* ---- the subcommand ---- */

/* Whether the name has an ending, and another one. */
static bool export_has_other_ending(const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash, '.');
    return dot != NULL && strcasecmp(dot, ending) != 0;
}

static enum status judge_output(struct app *app, const char **output, struct error *err)
{
    TRY(option_require(app->options, &OPTION_OUTPUT, output, err));
    if (export_has_other_ending(*output, ".xlsx"))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "%s: a workbook is written, whose name ends in .xlsx; tables as CSV: sigill-msb stats "
            "--csv",
            *output);
    return figures_judge(app, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct export export = {.app = app};
    struct analysis *analysis = &export.analysis;
    const char *output = NULL;
    enum status status;
    TRY(judge_output(app, &output, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), analysis, err));
    TRY_OUT(publishing_begin(app, analysis, &export.publishing, err));
    TRY_OUT(figures_make(app, analysis, &export.publishing, &export.table, err));
    if (edition_has_points(export.table->edition))
        TRY_OUT(gather_benchmarks(&export, err));
    if (!export.table->published)
        result_ranking(&analysis->collection, &analysis->selection, SIZE_MAX, &export.ranking);
    status = deliver_workbook(&export, output, err);
out:
    result_ranking_free(&export.ranking);
    free(export.benchmark);
    free(export.table);
    publishing_end(&export.publishing);
    analysis_close(analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_BY_TAG, &OPTION_LATE, &OPTION_TOGETHER, &OPTION_PUBLISH, &OPTION_MIN_GROUP,
    &OPTION_AGAIN, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command export_command = {
    .name = "export",
    .summary = N_("Writes the tables of a round, and benchmarks, as a workbook."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .workbook = true,
};
