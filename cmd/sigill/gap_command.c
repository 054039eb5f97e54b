/* sigill gap: the shortest way to a level, or what is lacking against a target. */
#include "base/file.h"
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/gap_level.h"
#include "cmd/ui/load.h"
#include "format/json.h"
#include "format/target.h"
#include "report/csv_plan.h"
#include "report/json_answers.h"
#include "report/json_difference.h"
#include "report/json_support.h"
#include "report/text_difference.h"
#include "report/text_findings.h"
#include "report/text_gap.h"
#include "report/text_support.h"
#include "scoring/score.h"

#include <stdlib.h>

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("N"), N_("the level to reach; without it, the next one"), false};

static const struct option_spec OPTION_TARGET = {"target", 0, N_("FILE"),
    N_("compare with the target profile in FILE, not with a level"), false};

static const struct option_spec OPTION_CSV = {
    "csv", 0, NULL, N_("print a plan to fill in, for a spreadsheet"), false};

/* What a result is made of. */
struct found {
    const struct loaded *loaded;
    const struct support *support;
    struct score score;
    struct target *target; /* NULL: a gap, not a difference */
    struct gap gap;
    struct difference difference;
    struct touched_areas touched;
};

static enum status judge_options(struct app *app, struct error *err)
{
    bool csv = option_given(app->options, &OPTION_CSV);
    if (option_given(app->options, &OPTION_LEVEL) && option_given(app->options, &OPTION_TARGET))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--level and --target exclude each other; give one of them");
    if (csv && app->json)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--csv and --json exclude each other; give one of them");
    if (!csv && option_given(app->options, &OPTION_OUTPUT))
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--output is for the plan that --csv makes; give --csv too");
    return STATUS_OK;
}

/* ---- what is shown ---- */

static enum status print_text(struct app *app, const struct found *found, struct error *err)
{
    const struct loaded *loaded = found->loaded;
    struct buffer text = {0};
    text_findings_head(&text, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(&text, "\n");
    if (found->target != NULL)
        text_difference(
            &text, app->catalog, loaded->edition, &found->difference, found->target->name);
    else
        text_gap(&text, app->catalog, loaded->edition, &loaded->answers->set, &found->score,
            &found->gap);
    text_support(
        &text, app->catalog, loaded->edition, found->support, &found->score, &found->touched);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status print_json(struct app *app, const struct found *found, struct error *err)
{
    const struct edition *edition = found->loaded->edition;
    json_t *json = found->target != NULL
                       ? json_difference(edition, &found->difference, found->target->name)
                       : json_gap(edition, &found->gap);
    json_t *support = json_support(edition, found->support, &found->score, &found->touched);
    if (json_object_set_new(json, "support", support) != 0) {
        json_decref(json);
        json = NULL;
    }
    return app_print_json(app, json, err);
}

static enum status deliver_plan(struct app *app, const struct found *found, struct error *err)
{
    const struct loaded *loaded = found->loaded;
    struct buffer plan = {0};
    if (found->target != NULL)
        csv_plan_difference(
            &plan, app->catalog, loaded->edition, &found->difference, found->target->name);
    else
        csv_plan_gap(&plan, app->catalog, loaded->edition, &loaded->answers->set, &found->score,
            &found->gap);
    enum status status = app_deliver(app, &plan, err);
    buffer_free(&plan);
    return status;
}

static enum status show(struct app *app, const struct found *found, struct error *err)
{
    if (option_given(app->options, &OPTION_CSV))
        return deliver_plan(app, found, err);
    return app->json ? print_json(app, found, err) : print_text(app, found, err);
}

/* ---- what is found ---- */

static enum status find_gap(struct app *app, struct found *found, struct error *err)
{
    const struct model *model = &found->loaded->edition->model;
    TRY(gap_level_find(app, &OPTION_LEVEL, model, &found->score, &found->gap, err));
    found->touched = touched_by_gap(model, &found->gap);
    return STATUS_OK;
}

static enum status find_difference(const char *path, struct found *found, struct error *err)
{
    const struct edition *edition = found->loaded->edition;
    struct buffer bytes = {0};
    found->target = memory_allocate(sizeof *found->target);
    enum status status = file_read(path, JSON_LENGTH_MAX, &bytes, err);
    if (status == STATUS_OK)
        status = target_load(edition, bytes.data, bytes.length, path, found->target, err);
    buffer_free(&bytes);
    if (status != STATUS_OK)
        return status;
    difference_find(
        &edition->model, &found->loaded->answers->set, &found->target->set, &found->difference);
    found->touched = touched_by_difference(&edition->model, &found->difference);
    return STATUS_OK;
}

static enum status find_and_show(struct app *app, const struct loaded *loaded, struct error *err)
{
    const char *target = option_text(app->options, &OPTION_TARGET);
    struct found found = {.loaded = loaded};
    struct support *support;
    enum status status = support_builtin(&support, err);
    if (status != STATUS_OK)
        return status;
    found.support = support;
    score_compute(&loaded->edition->model, &loaded->answers->set, &found.score);
    status = target != NULL ? find_difference(target, &found, err) : find_gap(app, &found, err);
    if (status == STATUS_OK)
        status = show(app, &found, err);
    free(found.target);
    support_free(support);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded = {0};
    const char *path = app->options->operand[0];
    enum status status = judge_options(app, err);
    if (status != STATUS_OK)
        return status;
    status = load_answers(app, path, &loaded, err);
    if (status == STATUS_OK && loaded.findings.errors > 0)
        warn(app, "%s: the answers have errors, see `check`; answers with errors give no points",
            path);
    if (status == STATUS_OK)
        status = find_and_show(app, &loaded, err);
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_LEVEL, &OPTION_TARGET, &OPTION_CSV,
    &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_JSON, &OPTION_EDITION, NULL};

const struct command gap_command = {
    .name = "gap",
    .summary = N_("Tells the shortest way from the answers to a level, or to a target."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
};
