/* sigill template: an answers' file to fill in. */
#include "cmd/commands.h"
#include "cmd/ui/load.h"

static enum status run(struct app *app, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer result = {0};
    enum status status = load_edition(app, NULL, &edition, err);
    if (status == STATUS_OK)
        status = answers_template(edition, &result, err);
    if (status == STATUS_OK)
        status = app_deliver(app, &result, err);
    if (status == STATUS_OK && option_given(app->options, &OPTION_OUTPUT))
        hint(app, "Fill in %s with the help of `sigill questions`, then run `sigill check %s`.",
            option_text(app->options, &OPTION_OUTPUT), option_text(app->options, &OPTION_OUTPUT));
    buffer_free(&result);
    edition_free(edition);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, NULL};

const struct command template_command = {
    .name = "template",
    .summary = N_("Makes an answers' file to fill in."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
