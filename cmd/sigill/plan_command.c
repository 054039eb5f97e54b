/* sigill plan: what a plan of measures that was filled in comes to. */
#include "cmd/commands.h"
#include "cmd/ui/plan_load.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/plan_sums.h"

static enum status print_sums(struct app *app, const struct plan_sums *sums, struct error *err)
{
    struct buffer text = {0};
    plan_sums_text(&text, app->catalog, sums);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status show_plan(struct app *app, const struct loaded_plan *loaded, struct error *err)
{
    struct plan_sums sums;
    plan_sums_count(loaded->edition, &loaded->plan, &sums);
    enum status status =
        app->json
            ? app_print_json(app,
                  json_parts_joined(json_findings(&loaded->findings), plan_sums_json(&sums)), err)
            : print_sums(app, &sums, err);
    plan_sums_free(&sums);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    const char *path = app->options->operand[0];
    struct loaded_plan loaded;
    enum status status;
    TRY_OUT(plan_load(app, path, &loaded, err));
    if (!app->json)
        plan_load_warn(app, path, &loaded);
    TRY_OUT(show_plan(app, &loaded, err));
    if (loaded.findings.errors > 0)
        status = STATUS_REFUSED;
out:
    plan_load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, &OPTION_KIT_KEYS,
    &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command plan_command = {
    .name = "plan",
    .summary = N_("Sums up a plan of measures that was filled in."),
    .example = N_("plan.xlsx"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
};
