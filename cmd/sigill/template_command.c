/* sigill template: an answers' form to fill in. */
#include "base/file.h"
#include "base/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/load.h"
#include "format/draft.h"

#include <string.h>

static enum status run(struct app *app, struct error *err)
{
    struct edition *edition = NULL;
    struct buffer result = {0};
    struct buffer pasted = {0};
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    const struct form_kind *kind = form_kind_of(path);
    json_t *draft = NULL;
    enum status status;
    TRY_OUT(load_edition(app, NULL, &edition, err));
    draft = draft_new(edition);
    TRY_OUT(kind->make(app, edition, draft, path, &result, err));
    TRY_OUT(app_deliver(app, &result, err));
    if (path != NULL && strcmp(path, FILE_STANDARD) != 0)
        kind->advise(app, path, paste_path(&pasted, path));
out:
    json_decref(draft);
    buffer_free(&pasted);
    buffer_free(&result);
    edition_free(edition);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, NULL};

const struct command template_command = {
    .name = "template",
    .summary = N_("Makes a form to fill in: a workbook (.xlsx), a page (.html), or JSON."),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
};
