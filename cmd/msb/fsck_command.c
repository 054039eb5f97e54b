/* sigill-msb fsck: compares everything that the register holds with everything else. */
#include "cmd/authority/fsck_report.h"
#include "cmd/authority/opened_register.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "register/fsck.h"

static enum status print_json(struct app *app, const struct fsck_counts *counts,
    const struct fsck_report *report, struct error *err)
{
    return app_print_json(app,
        json_pack("{s:b,s:O,s:O,s:{s:I,s:I,s:I,s:I,s:I}}", "whole", counts->amiss == 0 ? 1 : 0,
            "findings", report->findings, "leftovers", report->leftovers, "checked", "audit",
            (json_int_t)counts->rows, "senders", (json_int_t)counts->senders, "submissions",
            (json_int_t)counts->submissions, "refusals", (json_int_t)counts->refusals, "unrecorded",
            (json_int_t)counts->unrecorded),
        err);
}

static void put_whether_whole(struct app *app, const struct opened_register *opened,
    const struct fsck_counts *counts, struct buffer *out)
{
    if (counts->amiss == 0)
        buffer_printf(out, "%s\n", text_of(app, "The register is whole."));
    else if (fsck_lacks_receipts_alone(counts))
        fsck_report_put_unreceipted(app, counts, opened->store.path, opened->keys.path, out);
    else
        buffer_printf(out,
            text_of(app, "NOT WHOLE; findings: %zu. Leave the register as it is, and see "
                         "`sigill-msb restore --help`.\n"),
            counts->amiss);
}

static enum status print_text(struct app *app, const struct opened_register *opened,
    const struct fsck_counts *counts, const struct fsck_report *report, struct error *err)
{
    struct buffer out = {0};
    opened_register_mark(app, opened, &out);
    fsck_report_put(app, report, &out);
    buffer_printf(&out,
        text_of(app, "Looked at: audit rows %zu, senders %zu, submissions %zu, refusals %zu\n"),
        counts->rows, counts->senders, counts->submissions, counts->refusals);
    if (counts->unrecorded > 0)
        buffer_printf(&out,
            text_of(app, "Submissions without a record, which the next change of the register "
                         "makes: %zu\n"),
            counts->unrecorded);
    put_whether_whole(app, opened, counts, &out);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status look(struct app *app, struct opened_register *opened, struct fsck_counts *counts,
    struct fsck_report *report, struct error *err)
{
    struct progress progress;
    progress_start(&progress, app, text_of(app, "Looking through the originals"),
        store_directory_size(opened->store.path, STORE_ORIGINALS));
    struct stream_progress told = progress_stream(&progress);
    struct fsck fsck = fsck_report_prepare(opened, report);
    fsck.progress = &told;
    enum status status = fsck_run(&fsck, counts, err);
    progress_finish(&progress);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct fsck_counts counts = {0};
    struct fsck_report report;
    enum status status;
    fsck_report_start(&report);
    TRY_OUT(opened_register_open(app, OPENED_TO_EXAMINE, &opened, err));
    TRY_OUT(look(app, &opened, &counts, &report, err));
    TRY_OUT(app->json ? print_json(app, &counts, &report, err)
                      : print_text(app, &opened, &counts, &report, err));
    status = counts.amiss > 0 ? STATUS_REFUSED : STATUS_OK;
out:
    fsck_report_free(&report);
    opened_register_close(&opened);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_EDITION,
    &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command fsck_command = {
    .name = "fsck",
    .summary = N_("Checks that the register is whole: rows, originals, answers, receipts, audit."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .confined_later = true,
};
