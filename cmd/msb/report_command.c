/* sigill-msb report: the report of a round, as a directory with a page, a workbook and tables. */
#include "base/new_directory.h"
#include "cmd/authority/compilation.h"
#include "cmd/authority/compilation_files.h"
#include "cmd/authority/field_files.h"
#include "cmd/authority/figures.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"

/* The directory is begun before anything is counted or noted in the audit: one that cannot be made
 * leaves no trace. */
static enum status write_report(
    struct app *app, struct compiled *compiled, const char *path, struct error *err)
{
    struct new_directory directory = NEW_DIRECTORY_NONE;
    enum status status;
    TRY_OUT(new_directory_create(&directory, path, err));
    TRY_OUT(compiled_make(app, compiled, err));
    if (compiled->compilation != NULL)
        TRY_OUT(compilation_files_write(app, compiled, directory.temporary, err));
    else
        TRY_OUT(field_files_write(app, compiled, directory.temporary, err));
    TRY_OUT(new_directory_commit(&directory, err));
    say(app, "Written: %s\n", path);
out:
    if (status != STATUS_OK)
        new_directory_rename_error(&directory, err);
    new_directory_abandon(&directory);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct compiled compiled = COMPILED_NONE;
    const char *path = NULL;
    TRY(option_require(app->options, &OPTION_OUTPUT_DIR, &path, err));
    TRY(compiled_judge(app, &compiled, err));
    enum status status = write_report(app, &compiled, path, err);
    compiled_end(&compiled);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_LATE, &OPTION_TOGETHER, &OPTION_COMPILED_BEST, &OPTION_COMPILED_TARGET,
    &OPTION_COMPILED_TEXTS, &OPTION_COMPILED_SINCE, &OPTION_PUBLISH, &OPTION_MIN_GROUP,
    &OPTION_AGAIN, &OPTION_OUTPUT_DIR, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command report_command = {
    .name = "report",
    .summary = N_("Writes the report of a round: a page, a workbook and tables."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .workbook = true,
};
