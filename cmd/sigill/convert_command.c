/* sigill convert: answers from one kind of form into another. */
#include "cmd/commands.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/load.h"
#include "report/text_findings.h"

#include <string.h>
#include <strings.h>

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

static bool has_ending(const char *path, const char *ending)
{
    size_t length = strlen(path), wanted = strlen(ending);
    return length > wanted && strcasecmp(path + length - wanted, ending) == 0;
}

static enum status judge_ending(const char *path, struct error *err)
{
    if (form_kind_of(path)->suffix[0] != '\0' || has_ending(path, ".json"))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
        "%s: the ending says what is written; give a file that ends in .json, .xlsx or .html",
        path);
}

static enum status write_converted(
    struct app *app, const char *to, const struct loaded *loaded, struct error *err)
{
    struct buffer out = {0};
    enum status status;
    TRY_OUT(form_kind_of(to)->make(app, loaded->edition, loaded->draft, to, &out, err));
    status = app_deliver(app, &out, err);
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
    TRY_OUT(judge_ending(to, err));
    TRY_OUT(load_draft(app, from, &loaded, err));
    name_left_behind(app, from, &loaded);
    status = write_converted(app, to, &loaded, err);
out:
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command convert_command = {
    .name = "convert",
    .summary = N_("Writes the answers of a form as another kind of form."),
    .example = N_("answers.json -o answers.xlsx"),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
};
