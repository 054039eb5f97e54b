/* sigill-msb export: the tables of a round as a workbook. */
#include "analysis/disclosure_benchmark.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/new_directory.h"
#include "cmd/commands.h"
#include "cmd/ui/analysis.h"
#include "cmd/ui/analysis_scope.h"
#include "cmd/ui/figures.h"
#include "cmd/ui/published.h"
#include "report/workbook.h"
#include "report/zip_check.h"

#include <stdlib.h>
#include <string.h>

enum { WORKBOOK_MOST = 256 * 1024 * 1024 };

/* The command while it gathers what the workbook shows. */
struct export
{
    struct app *app;
    struct analysis analysis;
    struct stats_table *table; /* owned */
    struct collected_order order;
    struct workbook_benchmark *benchmark; /* owned */
    size_t benchmarks;
};

/* ---- benchmarks ---- */

/* Judges and notes one that is to leave; told: whether it may. */
static enum status publish_benchmark(struct export *export, const struct selection *selection,
    struct benchmark_result *found, bool *told, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status status =
        disclosure_benchmark(&export->analysis.collection, selection, 0, found, &why);
    *told = status == STATUS_OK;
    if (status == STATUS_OK)
        return published_benchmark_note(export->app, &export->analysis.opened, found, err);
    if (why.reason == REASON_TOO_FEW)
        return STATUS_OK;
    *err = why;
    return status;
}

static enum status add_benchmark(struct export *export, const struct stats_group *group,
    struct benchmark_result *found, struct error *err)
{
    struct selection selection = export->analysis.selection;
    selection.group = group->id;
    enum status status =
        collected_benchmark(&export->analysis.collection, &selection, 0, found, err);
    bool told = found->benchmark.members > 0;
    if (status == STATUS_OK && told && export->table->published)
        status = publish_benchmark(export, &selection, found, &told, err);
    if (status == STATUS_OK && told)
        export->benchmark[export->benchmarks++] =
            (struct workbook_benchmark){group->name, found->benchmark};
    return status;
}

static enum status gather_benchmarks(struct export *export, struct error *err)
{
    struct benchmark_result *found = memory_new(1, sizeof *found);
    enum status status = STATUS_OK;
    export->benchmark = memory_new(STATS_GROUPS_MAX, sizeof *export->benchmark);
    if (found == NULL || export->benchmark == NULL)
        status = error_memory(err);
    for (size_t i = 0; status == STATUS_OK && i < export->table->groups; i++)
        status = add_benchmark(export, &export->table->group[i], found, err);
    free(found);
    return status;
}

/* ---- organisations ---- */

static void organisation(
    const void *context, size_t number, struct workbook_organisation *organisation)
{
    const struct export *export = context;
    const struct member *member = &export->analysis.collection.member[export->order.member[number]];
    *organisation = (struct workbook_organisation){
        .place = export->order.place[number],
        .number = member->number,
        .name = member->name,
        .group = member->group,
    };
    analysis_scored(&export->analysis, member, NULL, &organisation->score);
}

/* ---- the file ---- */

/* The library wants a path to write to, and room for parts: a directory of its own, which nobody
 * else can look into and which is not left. It does not tell whether every part was written, so
 * what it made is read back and judged. */
static enum status write_apart(
    const struct workbook *workbook, const char *output, struct buffer *content, struct error *err)
{
    struct new_directory apart = NEW_DIRECTORY_NONE;
    struct buffer name = {0};
    char *path = NULL;
    buffer_printf(&name, "%s.parts", output);
    enum status status = buffer_status(&name, err);
    if (status == STATUS_OK)
        status = new_directory_create(&apart, buffer_string(&name), err);
    if (status == STATUS_OK) {
        path = path_join(apart.temporary, "workbook.xlsx");
        if (path == NULL)
            status = error_memory(err);
    }
    if (status == STATUS_OK)
        status = workbook_write(workbook, apart.temporary, path, err);
    if (status == STATUS_OK)
        status = file_read(path, WORKBOOK_MOST, content, err);
    if (status == STATUS_OK && !zip_is_whole_xml(content->data, content->length))
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "%s: the workbook could not be written whole; is there room where it shall be?",
            output);
    new_directory_abandon(&apart);
    buffer_free(&name);
    free(path);
    return status;
}

static enum status deliver(struct export *export, const char *output, struct error *err)
{
    const struct edition *edition = export->table->edition;
    struct buffer content = {0};
    struct workbook workbook = {
        .catalog = export->app->catalog,
        .table = export->table,
        .marking = edition->marking[export->table->published ? 0 : edition->markings - 1],
        .made = clock_now(),
        .demo = export->analysis.opened.store.demo,
        .benchmark = export->benchmark,
        .benchmarks = export->benchmarks,
        .organisations = export->order.count,
        .organisation = organisation,
        .context = export,
    };
    enum status status = write_apart(&workbook, output, &content, err);
    if (status == STATUS_OK)
        status = app_deliver(export->app, &content, err);
    buffer_wipe(&content);
    return status;
}

static enum status work(struct export *export, const char *output, struct error *err)
{
    struct analysis *analysis = &export->analysis;
    enum status status = figures_make(export->app, analysis, "export", true, &export->table, err);
    if (status == STATUS_OK)
        status = gather_benchmarks(export, err);
    if (status == STATUS_OK && !export->table->published)
        status = collected_order(&analysis->collection, &analysis->selection, &export->order, err);
    if (status == STATUS_OK)
        status = deliver(export, output, err);
    if (status == STATUS_OK)
        say(export->app, "Written: %s\n", output);
    collected_order_free(&export->order);
    free(export->benchmark);
    free(export->table);
    return status;
}

static enum status judge(struct app *app, const char **output, struct error *err)
{
    enum status status = option_require(app->options, &OPTION_OUTPUT, output, err);
    if (status == STATUS_OK)
        status = figures_judge(app, err);
    if (status == STATUS_OK && !option_given(app->options, &OPTION_FORCE) && file_exists(*output))
        status = error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: exists already and is left as it is; choose another name, or give --force",
            *output);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct export export = {.app = app};
    const char *output = NULL;
    enum status status = judge(app, &output, err);
    if (status != STATUS_OK)
        return status;
    status = analysis_open_for(app, figures_purpose(app, true), &export.analysis, err);
    if (status == STATUS_OK)
        status = work(&export, output, err);
    analysis_close(&export.analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_TAG, &OPTION_LATE, &OPTION_TOGETHER, &OPTION_PUBLISH, &OPTION_MIN_GROUP, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command export_command = {
    .name = "export",
    .summary = N_("Writes the tables of a round, and benchmarks, as a workbook."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
