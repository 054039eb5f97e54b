/* sigill gap: the shortest way to a level, or what is lacking against a target. */
#include "base/clock.h"
#include "base/file.h"
#include "base/system/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/benchmarks_given.h"
#include "cmd/ui/gap_result.h"
#include "cmd/ui/load.h"
#include "cmd/ui/points_needed.h"
#include "cmd/ui/workbook_file.h"
#include "format/json.h"
#include "report/plan_measures.h"
#include "report/plan_workbook.h"
#include "report/text_findings.h"

#include <string.h>

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("N"), N_("the level to reach; without it, the next one"), false};

static const struct option_spec OPTION_TARGET = {"target", 0, N_("PROFILE"),
    N_("compare with a target profile: foreskrift (what MSBFS 2020:6 may ask for), or the one in a file; "
       "--level N takes a level"),
    false};

static const struct option_spec OPTION_CSV = {
    "csv", 0, NULL, N_("print a plan to fill in, for a spreadsheet"), false};

/* A level was meant. */
static enum status judge_target_name(const char *target, struct error *err)
{
    if (target == NULL || strspn(target, "0123456789") != strlen(target) || file_exists(target))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "--target %s: expected a file with a target profile; a level is given with --level %s",
        target, target);
}

/* What says that it is something else is no profile of a later version. */
static enum status against_target(
    struct app *app, const char *target, struct gap_result *result, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = gap_result_against_profile(app, target, result, err);
    if (status != STATUS_REFUSED || err->reason != REASON_UNKNOWN_FORMAT)
        return status;
    if (file_read(target, JSON_LENGTH_MAX, &bytes, NULL) == STATUS_OK &&
        strstr(buffer_string(&bytes), "\"sigill-target/") == NULL)
        (void)error_set(err, STATUS_REFUSED, REASON_UNKNOWN_FORMAT,
            "%s: is no target profile, the list of measures that somebody demands; with the authority's "
            "feedback `sigill score FILE --summary --against` compares, and a level is given with --level",
            target);
    buffer_free(&bytes);
    return STATUS_REFUSED;
}

static enum status judge_gap_options(struct app *app, struct error *err)
{
    bool csv = option_given(app->options, &OPTION_CSV);
    bool workbook = workbook_file_named(app);
    if (option_given(app->options, &OPTION_LEVEL) + option_given(app->options, &OPTION_TARGET) +
            benchmarks_are_given(app) >
        1)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--level, --target and --benchmark exclude each other; give one of them");
    TRY(judge_target_name(option_text(app->options, &OPTION_TARGET), err));
    if (csv && app->json)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--csv and --json exclude each other; give one of them");
    if (csv && workbook)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--csv and a file that ends in .xlsx exclude each other; give one of them");
    if (workbook && app->json)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--json goes to standard output, and not into a workbook; give one of them");
    if (!csv && !workbook && option_given(app->options, &OPTION_OUTPUT))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--output is for the plan that --csv makes, or a workbook; give --csv too, or a file that ends "
            "in .xlsx");
    return STATUS_OK;
}

static enum status print_gap(
    struct app *app, const struct loaded *loaded, struct gap_result *result, struct error *err)
{
    struct buffer text = {0};
    text_findings_head(&text, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(&text, "\n");
    gap_result_text(app, result, &text);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status deliver_plan(struct app *app, struct gap_result *result, struct error *err)
{
    struct buffer plan = {0};
    gap_result_plan(app, result, &plan);
    enum status status = app_deliver(app, &plan, err);
    buffer_free(&plan);
    return status;
}

static enum status write_plan(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    return plan_workbook_write(shown, directory, path, err);
}

static enum status deliver_workbook(
    struct app *app, const struct loaded *loaded, struct gap_result *result, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    struct list measures = {.size = sizeof(struct plan_measure)};
    struct buffer bytes = {0}, pasted = {0};
    enum status status;
    gap_result_measures(app, result, &measures);
    struct plan_workbook plan = {.edition = loaded->edition,
        .catalog = app->catalog,
        .answers = loaded->answers,
        .measures = &measures,
        .made = clock_now()};
    TRY_OUT(workbook_file_make(write_plan, &plan, path, &bytes, err));
    TRY_OUT(app_deliver(app, &bytes, err));
    hint(app, "Fill in %s in Excel or LibreOffice; `sigill plan %s` then sums it up.", path,
        paste_path(&pasted, path));
out:
    plan_measures_free(&measures);
    buffer_free(&pasted);
    buffer_free(&bytes);
    return status;
}

static enum status show_gap(
    struct app *app, const struct loaded *loaded, struct gap_result *result, struct error *err)
{
    if (option_given(app->options, &OPTION_CSV))
        return deliver_plan(app, result, err);
    if (workbook_file_named(app))
        return deliver_workbook(app, loaded, result, err);
    return app->json ? app_print_json(app, gap_result_json(result), err)
                     : print_gap(app, loaded, result, err);
}

static enum status against_published(struct app *app, const struct loaded *loaded,
    struct benchmarks_given *given, struct gap_result *result, struct error *err)
{
    TRY(benchmarks_given_load(
        app, loaded->edition, loaded->answers->organisation.group, given, err));
    buffer_text(&result->target, buffer_string(&given->name));
    gap_result_against(&given->one->benchmark.answers, result);
    return STATUS_OK;
}

static enum status compare_as_given(struct app *app, const struct loaded *loaded,
    struct benchmarks_given *given, struct gap_result *result, struct error *err)
{
    const char *target = option_text(app->options, &OPTION_TARGET);
    if (target != NULL)
        return against_target(app, target, result, err);
    if (benchmarks_are_given(app))
        return against_published(app, loaded, given, result, err);
    return gap_result_to_level(app, &OPTION_LEVEL, result, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded = {0};
    struct gap_result result = {0};
    struct benchmarks_given given = {0};
    enum status status;
    TRY_OUT(judge_gap_options(app, err));
    TRY_OUT(load_answers_to_score(app, app->options->operand[0], &loaded, err));
    TRY_OUT(points_needed(app, loaded.edition, err));
    TRY_OUT(gap_result_begin(app, loaded.edition, &loaded.answers->set,
        loaded.answers->organisation.group, &result, err));
    TRY_OUT(compare_as_given(app, &loaded, &given, &result, err));
    TRY_OUT(show_gap(app, &loaded, &result, err));
out:
    benchmarks_given_free(&given);
    gap_result_free(&result);
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_LEVEL, &OPTION_TARGET,
    &OPTION_BENCHMARK_ID, &OPTION_BENCHMARKS_GIVEN, &OPTION_CSV, &OPTION_OUTPUT, &OPTION_FORCE,
    &OPTION_JSON, &OPTION_KIT_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX,
    NULL};

const struct command gap_command = {
    .name = "gap",
    .summary = N_("Tells the shortest way from the answers to a level, or to a target."),
    .example = N_("answers.xlsx -o plan.xlsx"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .needs_points = true,
    .forms = true,
};
