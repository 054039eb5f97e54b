/* sigill convert: answers from one kind of form into another. */
#include "base/file.h"
#include "cmd/commands.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/load.h"
#include "report/text_findings.h"

#include <string.h>

/* What stays behind is named, whatever comes of the rest. */
static void name_left_behind(struct app *app, const char *path, const struct loaded *loaded)
{
    struct buffer text = {0};
    if (loaded->beside.count == 0)
        return;
    warn(app, "%s: this is no part of the answers and is not taken over:", path);
    text_findings_list(&text, loaded->edition, &loaded->beside, FINDING_WARNING);
    app_show(app, app->err, &text);
    buffer_free(&text);
}

static enum status write_converted(
    struct app *app, const char *to, const struct loaded *loaded, struct error *err)
{
    struct buffer out = {0};
    enum status status;
    TRY_OUT(form_kind_of(to)->make(app, loaded->edition, loaded->draft, to, &out, err));
    TRY_OUT(app_deliver(app, &out, err));
    if (strcmp(to, FILE_STANDARD) != 0)
        hint(app, "%s is written.", to);
out:
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    const char *from = app->options->operand[0], *to;
    struct loaded loaded = {0};
    enum status status;
    TRY_OUT(option_require(app->options, &OPTION_OUTPUT, &to, err));
    TRY_OUT(form_kind_judge(to, true, err));
    TRY_OUT(load_draft(app, from, &loaded, err));
    name_left_behind(app, from, &loaded);
    status = write_converted(app, to, &loaded, err);
out:
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_OUTPUT, &OPTION_FORCE, &OPTION_KIT_KEYS,
    &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command convert_command = {
    .name = "convert",
    .summary = N_("Writes the answers of a form as another kind of form."),
    .example = N_("answers.json -o answers.xlsx"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
    .writes_form = true,
};
