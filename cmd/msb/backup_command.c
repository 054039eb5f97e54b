/* sigill-msb backup: a copy of the register, made while it is in use and read back. */
#include "base/clock.h"
#include "base/new_directory.h"
#include "base/shown.h"
#include "cmd/authority/fsck_report.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/register_clock.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "register/backup.h"
#include "register/changes.h"
#include "register/copy.h"

static enum status report_backup(struct app *app, struct opened_register *opened, struct error *err)
{
    int64_t now = clock_now();
    TRY(audit_check_clock(&opened->audit, now, err));
    TRY(register_clock_doubt(app, now, &opened->audit, err));
    return changes_backup(&opened->audit, now, err);
}

static enum status copy(
    struct app *app, const struct opened_register *opened, const char *to, struct error *err)
{
    struct progress progress;
    progress_start(&progress, app, text_of(app, "Copying"), copy_size(opened->store.path));
    struct stream_progress told = progress_stream(&progress);
    enum status status = copy_make(&opened->store, to, &told, err);
    progress_finish(&progress);
    return status;
}

static enum status read_back(struct app *app, struct opened_register *opened, const char *to,
    struct fsck_counts *counts, struct fsck_report *report, struct error *err)
{
    struct progress progress;
    progress_start(
        &progress, app, text_of(app, "Reading back"), store_directory_size(to, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct fsck fsck = fsck_report_prepare(opened, report);
    fsck.progress = &told;
    enum status status = backup_read_back(&fsck, to, counts, err);
    progress_finish(&progress);
    return status;
}

static enum status print(struct app *app, const char *path, const struct fsck_counts *counts,
    const struct fsck_report *report, struct error *err)
{
    struct buffer out = {0};
    fsck_report_put(app, report, &out);
    shown_printf(&out,
        text_of(app, "The register was copied to %s and read back; submissions in it: %zu\n"), path,
        counts->submissions);
    if (counts->amiss > 0)
        buffer_printf(&out,
            text_of(app, "NOT WHOLE; findings, in the copy as in the register: %zu\n"),
            counts->amiss);
    buffer_printf(&out, "%s\n",
        text_of(app, "Keep a copy of the key directory too, apart from this one: without the keys "
                     "nobody can read it."));
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status back_up(
    struct app *app, struct opened_register *opened, const char *path, struct error *err)
{
    struct new_directory directory;
    struct fsck_counts counts;
    struct fsck_report report;
    enum status status;
    fsck_report_start(&report);
    TRY_OUT(new_directory_create(&directory, path, err));
    TRY_OUT(report_backup(app, opened, err));
    TRY_OUT(copy(app, opened, directory.temporary, err));
    TRY_OUT(read_back(app, opened, directory.temporary, &counts, &report, err));
    TRY_OUT(new_directory_commit(&directory, err));
    TRY_OUT(print(app, path, &counts, &report, err));
    status = counts.amiss > 0 ? STATUS_REFUSED : STATUS_OK;
out:
    if (status != STATUS_OK)
        new_directory_rename_error(&directory, err);
    new_directory_abandon(&directory);
    fsck_report_free(&report);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    const char *path = NULL;
    enum status status;
    TRY_OUT(option_require(app->options, &OPTION_OUTPUT_DIR, &path, err));
    TRY_OUT(opened_register_open(app, OPENED_TO_UNPACK, &opened, err));
    TRY_OUT(back_up(app, &opened, path, err));
out:
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_OUTPUT_DIR, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS,
    &OPTION_CLOCK_RIGHT, NULL};

const struct command backup_command = {
    .name = "backup",
    .summary = N_("Copies the register into a new directory, also while it is in use."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .confined_later = true,
};
