/* sigill check: what is wrong or lacking in an answers' file. */
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/text_findings.h"

static enum status print_findings(struct app *app, const struct loaded *loaded, struct error *err)
{
    struct buffer text = {0};
    text_findings(&text, app->catalog, loaded->edition, loaded->answers, &loaded->findings);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static json_t *checked_json(const struct loaded *loaded)
{
    struct answered answered;
    answered_count(&loaded->edition->model, &loaded->answers->set, &answered);
    return json_parts_joined(json_findings(&loaded->findings), json_answered(&answered));
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded;
    enum status status;
    TRY_OUT(load_answers(app, app->options->operand[0], &loaded, err));
    TRY_OUT(app->json ? app_print_json(app, checked_json(&loaded), err)
                      : print_findings(app, &loaded, err));
    if (loaded.beside.count > 0)
        hint(app,
            "There are things in the workbook that are no answers and are not sealed (%zu); `sigill convert` names them.",
            loaded.beside.count);
    if (loaded.findings.errors > 0)
        status = STATUS_REFUSED;
out:
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, &OPTION_KIT_KEYS,
    &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command check_command = {
    .name = "check",
    .summary = N_("Checks an answers' file and tells what to correct."),
    .example = N_("answers.xlsx"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
};
