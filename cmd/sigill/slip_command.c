/* sigill slip: the paper that goes with the medium. */
#include "cmd/commands.h"

#include "base/file.h"
#include "cmd/ui/envelope.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/slip.h"

#include <string.h>

static enum status judge_slip(struct app *app, struct error *err)
{
    const char *path;
    TRY(option_require(app->options, &OPTION_OUTPUT, &path, err));
    return strcmp(path, FILE_STANDARD) == 0 ? STATUS_OK : slip_judge(app, path, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct slip_bundle bundle = {.path = app->options->operand[0]};
    struct bundle_envelope envelope;
    struct keydir dir = {0};
    struct buffer page = {0};
    bool with_keys = option_given(app->options, &OPTION_KEYS);
    enum status status;
    TRY_OUT(judge_slip(app, err));
    if (with_keys)
        TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(envelope_look(bundle.path, &envelope, &bundle.digest, err));
    bundle.size = envelope.file_size;
    if (!with_keys)
        warn(app,
            "without -k DIR, the keys that sealed it, the slip does not say from whom to whom it is");
    TRY_OUT(slip_page(app, with_keys ? &dir : NULL, &bundle, &page, err));
    status = app_deliver(app, &page, err);
out:
    keydir_free(&dir);
    buffer_free(&page);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_KEYS, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, &OPTION_EXAMPLE_KEYS, NULL};

const struct command slip_command = {
    .name = "slip",
    .summary = N_("Makes the transfer slip of a sealed bundle, a page to print and to sign."),
    .example = N_("/media/usb/2021-10-01-12345678.sigill -k keys -o transfer-slip.html"),
    .options = {OPTIONS, N_("BUNDLE"), 1, 1},
    .run = run,
    .load = slip_load,
};
