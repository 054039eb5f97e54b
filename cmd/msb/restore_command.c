/* sigill-msb restore: makes a register from a copy, unless it is older than the one it stands for.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/new_directory.h"
#include "cmd/commands.h"
#include "cmd/ui/fsck_report.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "register/changes.h"
#include "register/copy.h"

static const struct option_spec ACCEPT_OLDER = {"accept-older", 0, NULL,
    N_("take the copy though the register had come further; this is noted in the audit"), false};

struct restoring {
    const char *path; /* of the register to be */
    const char *from;
    struct new_directory directory;
    bool older; /* than the head in the key directory */
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

static enum status judge_older(
    struct app *app, const struct audit *audit, const struct head *walked, struct error *err)
{
    char moment[MOMENT_SIZE];
    if (option_given(app->options, &ACCEPT_OLDER)) {
        error_init(err, app->catalog);
        return STATUS_OK;
    }
    moment_format(moment, audit->head.time);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "the copy is older than the register that it would stand for, or another one: its audit "
        "has %llu rows, and at %s the register's had %llu; take a newer copy, or give "
        "--accept-older",
        (unsigned long long)walked->count, moment, (unsigned long long)audit->head.count);
}

/* Whether the key directory knows of a register that came further than this one. */
static enum status judge_age(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    struct audit *audit = &opened->audit;
    struct head walked = audit->last;
    enum status status = audit_check(audit, err);
    restoring->older = status == STATUS_REFUSED && err->reason == REASON_OLDER_REGISTER;
    if (restoring->older)
        status = judge_older(app, audit, &walked, err);
    if (status == STATUS_OK && !audit->head_found)
        warn(app,
            "%s: keeps no head of this register's audit; whether the copy is the newest cannot be told",
            opened->keys.path);
    audit->last = walked;
    return status == STATUS_OK ? audit_check_clock(audit, clock_now(), err) : status;
}

static enum status look(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    struct progress progress;
    struct buffer out = {0};
    progress_start(&progress, app, text_of(app, "Looking through the originals"),
        store_directory_size(opened->store.path, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct fsck fsck = fsck_report_prepare(opened, &restoring->report);
    fsck.headless = true;
    fsck.progress = &told;
    enum status status = fsck_run(&fsck, &restoring->counts, err);
    progress_finish(&progress);
    if (status != STATUS_OK || restoring->counts.amiss == 0)
        return status;
    fsck_report_put(app, &restoring->report, &out);
    buffer_printf(&out,
        text_of(app, "NOT WHOLE; findings: %zu. Nothing was restored; take another copy.\n"),
        restoring->counts.amiss);
    status = app_print(app, &out, err);
    buffer_free(&out);
    return status == STATUS_OK ? STATUS_REFUSED : status;
}

/* A head that must be lowered is lowered before the register gets its name, so that a run that is
 * killed between the two can be repeated. One that must be raised is raised after it: until then no
 * such register stands. */
static enum status give_name(
    struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    store_close(&opened->store);
    if (restoring->older)
        TRY(audit_keep_head(&opened->audit, true, err));
    TRY(new_directory_commit(&restoring->directory, err));
    return restoring->older ? STATUS_OK : audit_keep_head(&opened->audit, false, err);
}

static enum status restore(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    TRY(new_directory_create(&restoring->directory, restoring->path, err));
    TRY(opened_register_unlock(app, true, opened, err));
    TRY(take_copy(app, restoring, err));
    TRY(store_open(restoring->directory.temporary, true, &opened->store, err));
    TRY(opened_register_attach(opened, err));
    TRY(audit_walk(&opened->audit, NULL, NULL, err));
    TRY(copy_check_head(&opened->audit, restoring->from, err));
    TRY(judge_age(app, opened, restoring, err));
    TRY(look(app, opened, restoring, err));
    TRY(changes_restore(&opened->audit, restoring->older, &opened->keys, clock_now(), err));
    return give_name(opened, restoring, err);
}

static void tell(struct app *app, const struct restoring *restoring)
{
    say(app, "The register in %s was made from the copy; submissions in it: %zu\n", restoring->path,
        restoring->counts.submissions);
    if (restoring->older)
        say(app, "It is OLDER than the one that was lost. What came after the copy is not in it: "
                 "receive those media once more, and revoke and enrol as was done since.\n");
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct restoring restoring = {.from = app->options->operand[0]};
    enum status status;
    TRY_OUT(opened_register_begin(app, &opened, err));
    fsck_report_start(&restoring.report);
    restoring.path = option_text(app->options, &OPTION_REGISTER);
    TRY_OUT(restore(app, &opened, &restoring, err));
    tell(app, &restoring);
out:
    fsck_report_free(&restoring.report);
    opened_register_close(&opened);
    new_directory_abandon(&restoring.directory);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &ACCEPT_OLDER,
    &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, NULL};

const struct command restore_command = {
    .name = "restore",
    .summary = N_("Makes a register from a copy, and checks that it is whole and the newest."),
    .options = {TAKES, N_("COPY"), 1, 1},
    .run = run,
    .confined_later = true,
};
