/* sigill-msb restore: makes a register from a copy, unless it is older than the one it stands for.
 */
#include "base/clock.h"
#include "base/new_directory.h"
#include "cmd/authority/fsck_report.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/register_clock.h"
#include "cmd/commands.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/keys.h"
#include "register/changes.h"
#include "register/copy.h"
#include "register/restore.h"

static const struct option_spec ACCEPT_OLDER = {"accept-older", 0, NULL,
    N_("take one though the register had come further; this is noted in the audit"), false};

static const struct option_spec CHECK = {
    "check", 0, NULL, N_("look at the copy, write nothing, and say what would be done"), false};
static const struct option_spec TAKE_BACK = {"take-back", 0, NULL,
    N_("make the register of -r the one that counts again, after a trial of a copy"), false};

struct restoring {
    const char *path; /* of the register to be */
    const char *from;
    struct new_directory directory;
    struct restore_verdict verdict;
    struct head replaced; /* of the register that was known, if one was */
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
    return register_clock_doubt(app, now, &opened->audit, err);
}

static enum status print_amiss(
    struct app *app, const struct restoring *restoring, const char *keys, struct error *err)
{
    struct buffer out = {0};
    fsck_report_put(app, &restoring->report, &out);
    if (fsck_lacks_receipts_alone(&restoring->counts))
        fsck_report_put_unreceipted(app, &restoring->counts, restoring->path, keys, &out);
    else
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
    TRY(opened_register_examine(opened, err));
    progress_start(&progress, app, text_of(app, "Looking through the originals"),
        store_directory_size(opened->store.path, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct fsck fsck = fsck_report_prepare(opened, &restoring->report);
    fsck.headless = true;
    fsck.progress = &told;
    enum status status = fsck_run(&fsck, &restoring->counts, err);
    progress_finish(&progress);
    TRY(status);
    if (restoring->counts.amiss == 0 || fsck_lacks_receipts_alone(&restoring->counts))
        return STATUS_OK;
    TRY(print_amiss(app, restoring, opened->keys.path, err));
    return STATUS_REFUSED;
}

/* Whatever register the key directory knows is refused from then on. */
static enum status ask_to_replace(struct app *app, const struct opened_register *opened,
    struct restoring *restoring, struct error *err)
{
    char moment[MOMENT_SIZE];
    const struct head *head = &opened->audit.head;
    if (!restoring->verdict.known)
        return STATUS_OK;
    restoring->replaced = *head;
    moment_format(moment, head->time);
    if (!option_given(app->options, &OPTION_YES))
        hint(app,
            "%s knows this register, with %llu rows of its audit, the last noted at %s. The one in "
            "%s replaces it: wherever it lies, it is refused from then on. To try a copy only, use "
            "--check.",
            opened->keys.path, (unsigned long long)head->count, moment, restoring->path);
    return confirm(app, text_of(app, "Replace the register?"), err);
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
    TRY(ask_to_replace(app, opened, restoring, err));
    TRY(changes_restore(&opened->audit, restoring->verdict.older, &opened->keys, clock_now(), err));
    opened_register_note_demo(app, &opened->store);
    return restore_give_name(
        &opened->audit, &opened->store, directory, &restoring->verdict, restoring->path, err);
}

static void say_restored(struct app *app, const struct restoring *restoring)
{
    char moment[MOMENT_SIZE];
    keys_warn_of_others(app, restoring->path);
    say(app, "The register in %s was made from the copy; submissions in it: %zu\n", restoring->path,
        restoring->counts.submissions);
    if (restoring->verdict.known) {
        moment_format(moment, restoring->replaced.time);
        say(app,
            "It replaces the one whose audit had %llu rows at %s; that one, if it is still "
            "there, is refused from now on.\n",
            (unsigned long long)restoring->replaced.count, moment);
    }
    if (restoring->verdict.older)
        say(app, "It is OLDER than the one that was lost. What came after the copy is not in it: "
                 "receive those media once more, and revoke and enrol as was done since.\n");
}

/* ---- a copy that is only looked at ---- */

static void say_checked(
    struct app *app, const struct opened_register *opened, const struct restoring *restoring)
{
    char last[MOMENT_SIZE];
    char known[MOMENT_SIZE];
    const struct audit *audit = &opened->audit;
    moment_format(last, audit->last.time);
    moment_format(known, audit->head.time);
    if (fsck_lacks_receipts_alone(&restoring->counts))
        say(app,
            "The copy in %s lacks receipts: %zu, and nothing else; `restore` takes it, and says how "
            "they are written.\n",
            restoring->from, restoring->counts.unreceipted);
    else
        say(app,
            "The copy in %s is whole; submissions in it: %zu; rows of its audit: %llu, to %s.\n",
            restoring->from, restoring->counts.submissions, (unsigned long long)audit->last.count,
            last);
    if (!restoring->verdict.known)
        say(app,
            "%s knows nothing of this register, so whether the copy is the newest cannot be "
            "told.\n",
            opened->keys.path);
    else if (restoring->verdict.older)
        say(app,
            "It is OLDER than the register, which had %llu rows at %s: `restore` would take it "
            "only with --accept-older, and what came after it would be lost.\n",
            (unsigned long long)audit->head.count, known);
    else
        say(app,
            "It is as new as the register that %s knows, of %s. `restore` would make a register "
            "of it that replaces that one, which would be refused from then on.\n",
            opened->keys.path, known);
    say(app, "Nothing was written.\n");
}

static enum status check(
    struct app *app, struct opened_register *opened, struct restoring *restoring, struct error *err)
{
    TRY(opened_register_unlock(app, true, opened, err));
    TRY(store_open_copy(restoring->from, &opened->store, err));
    TRY(opened_register_attach(opened, err));
    TRY(restore_judge(&opened->audit, restoring->from, true, &restoring->verdict, err));
    TRY(look(app, opened, restoring, err));
    say_checked(app, opened, restoring);
    return restoring->verdict.older || restoring->counts.amiss > 0 ? STATUS_REFUSED : STATUS_OK;
}

/* ---- the way back ---- */

static enum status take_back(struct app *app, struct opened_register *opened, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_REGISTER);
    struct restore_back back;
    int64_t now = clock_now();
    char moment[MOMENT_SIZE];
    TRY(store_open(path, true, &opened->store, err));
    TRY(opened_register_unlock(app, false, opened, err));
    TRY(opened_register_attach(opened, err));
    TRY(restore_judge_back(&opened->audit, option_given(app->options, &ACCEPT_OLDER), &back, err));
    if (back.taken) {
        say(app, "The register in %s is the one that counts already. Nothing was done.\n", path);
        return STATUS_OK;
    }
    TRY(audit_check_clock(&opened->audit, now, err));
    TRY(register_clock_doubt(app, now, &opened->audit, err));
    moment_format(moment, opened->audit.head.time);
    hint(app,
        "The register in %s, with %llu rows of its audit, to %s, is made the one that counts again. "
        "The one in %s had %llu rows at %s: what was done with it since %s is not in this one, and "
        "that one is refused from then on.",
        path, (unsigned long long)back.end.rows, back.end.last, back.replaced.by,
        (unsigned long long)opened->audit.head.count, moment, back.replaced.since);
    TRY(confirm(app, text_of(app, "Take this register back?"), err));
    TRY(restore_take_back(&opened->audit, path, &opened->keys, now, err));
    opened_register_note_demo(app, &opened->store);
    say(app, "The register in %s is the one that counts again.\n", path);
    return STATUS_OK;
}

/* ---- which of them ---- */

static enum status judge_words(const struct app *app, struct error *err)
{
    bool back = option_given(app->options, &TAKE_BACK);
    if (back == (app->options->operands == 0) && !(back && option_given(app->options, &CHECK)))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
        "expected on the command line: COPY, a directory that `sigill-msb backup` made, or "
        "--take-back without one");
}

static enum status begin_restoring(
    struct app *app, struct opened_register *opened, struct error *err)
{
    TRY(judge_words(app, err));
    if (!option_given(app->options, &CHECK))
        return opened_register_begin(app, opened, err);
    return keys_load(app, &opened->keys, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened = OPENED_REGISTER_NONE;
    struct restoring restoring = {.directory = NEW_DIRECTORY_NONE};
    enum status status;
    fsck_report_start(&restoring.report);
    TRY_OUT(begin_restoring(app, &opened, err));
    restoring.from = app->options->operands == 0 ? NULL : app->options->operand[0];
    restoring.path = option_text(app->options, &OPTION_REGISTER);
    if (option_given(app->options, &TAKE_BACK)) {
        TRY_OUT(take_back(app, &opened, err));
    } else if (option_given(app->options, &CHECK)) {
        TRY_OUT(check(app, &opened, &restoring, err));
    } else {
        TRY_OUT(restore(app, &opened, &restoring, err));
        say_restored(app, &restoring);
        if (restoring.counts.amiss > 0)
            TRY_OUT(print_amiss(app, &restoring, opened.keys.path, err));
    }
out:
    fsck_report_free(&restoring.report);
    opened_register_close(&opened);
    if (status != STATUS_OK)
        new_directory_rename_error(&restoring.directory, err);
    new_directory_abandon(&restoring.directory);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &ACCEPT_OLDER,
    &CHECK, &TAKE_BACK, &OPTION_YES, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command restore_command = {
    .name = "restore",
    .summary = N_("Makes a register from a copy, and checks that it is whole and the newest."),
    .options = {TAKES, N_("[COPY]"), 0, 1},
    .run = run,
    .confined_later = true,
};
