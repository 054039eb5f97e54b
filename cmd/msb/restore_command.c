/* sigill-msb restore: makes a register from a copy, unless it is older than the one it stands for.
 */
#include "base/clock.h"
#include "base/new_directory.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/fsck_report.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "register/changes.h"
#include "register/copy.h"
#include "register/restore.h"

static const struct option_spec ACCEPT_OLDER = {"accept-older", 0, NULL,
    N_("take the copy though the register had come further; this is noted in the audit"), false};

struct restoring {
    const char *path; /* of the register to be */
    const char *from;
    struct new_directory directory;
    struct restore_verdict verdict;
    struct fsck_counts counts;
    struct fsck_report report;
};

static enum status take_copy(struct app *app, struct restoring *restoring, struct error *err)
{
    struct progress progress;
    progress_start(&progress, app, text_of(app, "Copying"), copy_size(restoring->from));
    struct stream_progress told = progress_stream(&progress);
    enum status status = copy_take(restoring->from, restoring->directory.temporary, &told, err);
    progress_finish(&progress);
    return status;
}

/* Whether it may stand for the register that was. */
static enum status judge(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    TRY(restore_judge(&opened->audit, restoring->from, option_given(app->options, &ACCEPT_OLDER),
        &restoring->verdict, err));
    if (!restoring->verdict.known)
        warn(app,
            "%s: keeps no head of this register's audit; whether the copy is the newest cannot be told",
            opened->keys.path);
    int64_t now = clock_now();
    TRY(audit_check_clock(&opened->audit, now, err));
    return clock_doubt_register(app, now, &opened->audit, err);
}

static enum status print_amiss(
    struct app *app, const struct restoring *restoring, struct error *err)
{
    struct buffer out = {0};
    fsck_report_put(app, &restoring->report, &out);
    buffer_printf(&out,
        text_of(app, "NOT WHOLE; findings: %zu. Nothing was restored; take another copy.\n"),
        restoring->counts.amiss);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status look(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    struct progress progress;
    progress_start(&progress, app, text_of(app, "Looking through the originals"),
        store_directory_size(opened->store.path, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct fsck fsck = fsck_report_prepare(opened, &restoring->report);
    fsck.headless = true;
    fsck.progress = &told;
    enum status status = fsck_run(&fsck, &restoring->counts, err);
    progress_finish(&progress);
    TRY(status);
    if (restoring->counts.amiss == 0)
        return STATUS_OK;
    TRY(print_amiss(app, restoring, err));
    return STATUS_REFUSED;
}

static enum status restore(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    struct new_directory *directory = &restoring->directory;
    TRY(new_directory_create(directory, restoring->path, err));
    TRY(opened_register_unlock(app, true, opened, err));
    TRY(take_copy(app, restoring, err));
    TRY(store_open(directory->temporary, true, &opened->store, err));
    TRY(opened_register_attach(opened, err));
    TRY(judge(app, opened, restoring, err));
    TRY(look(app, opened, restoring, err));
    TRY(changes_restore(&opened->audit, restoring->verdict.older, &opened->keys, clock_now(), err));
    opened_register_note_demo(app, &opened->store);
    return restore_give_name(&opened->audit, &opened->store, directory, &restoring->verdict, err);
}

static void say_restored(struct app *app, const struct restoring *restoring)
{
    keys_warn_of_others(app, restoring->path);
    say(app, "The register in %s was made from the copy; submissions in it: %zu\n", restoring->path,
        restoring->counts.submissions);
    if (restoring->verdict.older)
        say(app, "It is OLDER than the one that was lost. What came after the copy is not in it: "
                 "receive those media once more, and revoke and enrol as was done since.\n");
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct restoring restoring = {
        .from = app->options->operand[0], .directory = NEW_DIRECTORY_NONE};
    enum status status;
    fsck_report_start(&restoring.report);
    TRY_OUT(opened_register_begin(app, &opened, err));
    restoring.path = option_text(app->options, &OPTION_REGISTER);
    TRY_OUT(restore(app, &opened, &restoring, err));
    say_restored(app, &restoring);
out:
    fsck_report_free(&restoring.report);
    opened_register_close(&opened);
    new_directory_abandon(&restoring.directory);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &ACCEPT_OLDER,
    &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command restore_command = {
    .name = "restore",
    .summary = N_("Makes a register from a copy, and checks that it is whole and the newest."),
    .options = {TAKES, N_("COPY"), 1, 1},
    .run = run,
    .confined_later = true,
};
