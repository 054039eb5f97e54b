/* sigill-msb counts: how each question was answered, and results with and without a role of the
 * security work. */
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/report_forms.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/question_named.h"
#include "cmd/ui/workbook_file.h"
#include "report/answer_counts.h"
#include "report/report_csv.h"

static const struct option_spec OPTION_QUESTION = {
    "question", 0, N_("N"), N_("only the question of this number"), false};

/* question: its place in the edition; -1: all. */
static enum status deliver_counts(struct app *app, struct analysis *analysis,
    const struct counts *counts, int question, struct error *err)
{
    struct buffer out = {0};
    struct report report = {.catalog = app->catalog};
    json_t *json = NULL;
    enum status status;
    if (app->json)
        json = answer_counts_json(counts, question);
    else
        answer_counts_tables(&report, counts, question);
    if (workbook_file_named(app)) {
        status = report_forms_write(app, analysis, &report, err);
        report_free(&report);
        return status;
    }
    if (option_given(app->options, &OPTION_HTML))
        report_forms_page(app, analysis, &report,
            report_keep(&report, text_of(app, "Answers of the round %s"), counts->scope.round),
            &out);
    else if (option_given(app->options, &OPTION_CSV))
        report_csv_long(&out, &report);
    else if (!app->json)
        analysis_show(app, analysis, &report, &out);
    status = analysis_deliver(app, analysis, false, json, &out, err);
    report_free(&report);
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis = {.opened = OPENED_REGISTER_NONE};
    struct counts counts = {0};
    int question = -1;
    enum status status;
    TRY_OUT(report_forms_judge(app, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    TRY_OUT(question_named(app, &OPTION_QUESTION, analysis.collection.edition, &question, err));
    analysis_note_selected(app, &analysis);
    result_counts(&analysis.collection, &analysis.selection, &counts);
    status = deliver_counts(app, &analysis, &counts, question, err);
out:
    result_counts_free(&counts);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_QUESTION, &OPTION_JSON, &OPTION_CSV,
    &OPTION_HTML, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command counts_command = {
    .name = "counts",
    .summary = N_("Counts how each question was answered, and results with and without a security "
                  "role."),
    .options = {TAKES, "", 0, 0},
    .run = run,
};
