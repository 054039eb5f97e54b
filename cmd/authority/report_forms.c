#include "cmd/authority/report_forms.h"

#include "base/clock.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/published.h"
#include "cmd/authority/publishing.h"
#include "cmd/ui/workbook_file.h"
#include "report/html_report.h"
#include "report/report_workbook.h"

enum status report_forms_judge(const struct app *app, struct error *err)
{
    unsigned forms = (app->json ? 1U : 0U) + (option_given(app->options, &OPTION_CSV) ? 1U : 0U) +
                     (option_given(app->options, &OPTION_HTML) ? 1U : 0U) +
                     (workbook_file_named(app) ? 1U : 0U);
    if (forms > 1)
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--json, --csv, --html and a file that ends in .xlsx cannot be combined; choose one");
    return STATUS_OK;
}

/* What is published has the lowest: that is what publication means. */
static const char *marking_of_round(const struct app *app, const struct analysis *analysis)
{
    const struct edition *edition = analysis->collection.edition;
    return edition
        ->marking[option_given(app->options, &OPTION_PUBLISH) ? 0 : edition->markings - 1];
}

void report_forms_page(struct app *app, const struct analysis *analysis, struct report *report,
    const char *title, struct buffer *out)
{
    char today[DAY_SIZE];
    day_format(today, clock_now());
    counted_remark(app, report);
    struct html_report page = {
        .report = report,
        .title = title,
        .subject = analysis->collection.edition->title,
        .marking = marking_of_round(app, analysis),
        .issued = today,
        .demo = analysis->opened.store.demo,
    };
    html_report(out, &page);
}

static enum status write_report(
    const void *shown, const char *directory, const char *path, struct error *err)
{
    return report_workbook(shown, directory, path, err);
}

enum status report_forms_write(
    struct app *app, struct analysis *analysis, struct report *report, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    struct buffer content = {0};
    struct workbook workbook = {
        .report = report,
        .title = analysis->collection.round.id,
        .subject = analysis->collection.edition->title,
        .marking = marking_of_round(app, analysis),
        .made = clock_now(),
        .demo = analysis->opened.store.demo,
    };
    enum status status;
    counted_remark(app, report);
    TRY_OUT(workbook_file_make(write_report, &workbook, path, &content, err));
    if (!option_given(app->options, &OPTION_PUBLISH))
        TRY_OUT(exported_note(
            &analysis->opened, app->command->name, analysis->collection.round.id, err));
    TRY_OUT(app_deliver(app, &content, err));
    say(app, "Written: %s\n", path);
out:
    buffer_wipe(&content);
    return status;
}
