/* sigill-msb texts: what the organisations of a round wrote in words of their own, who took part
 * and who approved; and how many texts have each code. */
#include "analysis/result_codes.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/report_forms.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/forms.h"
#include "cmd/ui/progress.h"
#include "cmd/ui/workbook_file.h"
#include "format/coded_texts.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/text_codes.h"
#include "report/text_findings.h"
#include "report/texts.h"

static const struct option_spec OPTION_CODES = {"codes", 0, N_("FILE"),
    N_("count the codes in FILE, the workbook of texts that was filled in"), false};
static const struct option_spec OPTION_NEVER = {
    "publish", 0, NULL, N_("is refused: texts identify who wrote them"), false};

/* The command while it gathers what it shows. */
struct texts_run {
    struct app *app;
    struct analysis analysis;
    struct texts texts;
    bool coding; /* there are codes, and the next three are in use */
    struct coded_texts coded;
    struct codes codes;
    struct findings findings;
    struct list kept; /* of char *, owned: what cells of codes show */
};

/* ---- what is asked for ---- */

static enum status judge_texts_options(struct app *app, struct error *err)
{
    const char *codes = option_text(app->options, &OPTION_CODES);
    if (option_given(app->options, &OPTION_NEVER))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "texts are never published: what somebody wrote, and who took part, identifies the "
            "organisation; count the texts by codes (--codes), and write what is published from "
            "the counts");
    TRY(report_forms_judge(app, err));
    if (codes != NULL && !forms_is_workbook(codes))
        return error_set(err, STATUS_REFUSED, REASON_BAD_SYNTAX,
            "%s: this is no workbook; give the one that `sigill-msb texts -o texts.xlsx` made, "
            "with codes written into it, saved as .xlsx or .ods",
            codes);
    return STATUS_OK;
}

/* ---- gathering ---- */

static enum status gather_texts(struct texts_run *run, struct error *err)
{
    struct analysis *analysis = &run->analysis;
    struct scope scope = analysis_scope(analysis);
    struct progress progress;
    progress_start_counting(
        &progress, run->app, text_of(run->app, "Reading submissions"), scope.members);
    struct stream_progress advance = progress_stream(&progress);
    enum status status =
        result_texts(&analysis->opened.store, analysis->opened.key, &analysis->opened.editions,
            &analysis->collection, &analysis->selection, &advance, &run->texts, err);
    progress_finish(&progress);
    return status;
}

static enum status count_codes(
    struct texts_run *run, const struct sheet_cells *cells, const char *path, struct error *err)
{
    TRY(coded_texts_read(run->texts.scope.edition, cells, path, &run->coded, &run->findings, err));
    result_codes(&run->analysis.collection, &run->texts, &run->coded, &run->codes, &run->findings);
    return STATUS_OK;
}

static const char *codes_of(const void *context, size_t member, size_t background)
{
    struct texts_run *run = (struct texts_run *)(uintptr_t)context;
    const struct coded_text *row = result_codes_row(&run->texts, &run->coded, member, background);
    if (row == NULL)
        return "";
    char *text = coded_text_codes(row);
    *(char **)list_add(&run->kept) = text;
    return text;
}

/* ---- showing ---- */

/* What a writer of tables shows; only a workbook has both counts of codes and the texts. */
static void make_texts_report(struct texts_run *run, bool workbook, struct report *report)
{
    report->catalog = run->app->catalog;
    if (run->coding)
        text_codes_tables(report, &run->codes);
    else
        texts_tables(report, &run->texts);
    if (!run->coding || workbook)
        texts_lists(report, &run->texts, run->coding ? codes_of : NULL, run);
    if (!run->coding)
        texts_data(report, &run->texts);
}

static json_t *make_texts_json(struct texts_run *run)
{
    if (!run->coding)
        return texts_json(&run->texts);
    json_t *findings = json_findings(&run->findings);
    json_t *errors = json_incref(json_object_get(findings, "errors"));
    json_decref(findings);
    return json_parts_joined(text_codes_json(&run->codes), json_pack("{s:o}", "errors", errors));
}

static enum status deliver_texts(struct texts_run *run, struct error *err)
{
    struct app *app = run->app;
    struct buffer out = {0};
    struct report report = {0};
    json_t *json = NULL;
    bool workbook = workbook_file_named(app);
    enum status status;
    if (app->json)
        json = make_texts_json(run);
    else
        make_texts_report(run, workbook, &report);
    if (workbook) {
        status = report_forms_write(app, &run->analysis, &report, err);
        report_free(&report);
        return status;
    }
    if (option_given(app->options, &OPTION_HTML))
        report_forms_page(app, &run->analysis, &report,
            report_keep(&report, text_of(app, "Texts of the round %s"), run->texts.scope.round),
            &out);
    else if (!app->json)
        analysis_show(app, &run->analysis, &report, &out);
    status = analysis_deliver(app, &run->analysis, false, json, &out, err);
    report_free(&report);
    buffer_wipe(&out);
    return status;
}

/* What does not count is printed apart, since the result is whole without it. */
static enum status end_with_findings(struct texts_run *run, const char *path)
{
    struct buffer text = {0};
    if (run->findings.errors == 0)
        return STATUS_OK;
    warn(run->app, "%s: not all codes are counted:", path);
    text_findings_list(&text, run->texts.scope.edition, &run->findings, FINDING_ERROR);
    app_show(run->app, run->app->err, &text);
    buffer_free(&text);
    return STATUS_REFUSED;
}

/* ---- the subcommand ---- */

static void free_texts_run(struct texts_run *run)
{
    list_free_texts(&run->kept);
    findings_free(&run->findings);
    result_codes_free(&run->codes);
    coded_texts_free(&run->coded);
    result_texts_free(&run->texts);
    analysis_close(&run->analysis);
}

static enum status run(struct app *app, struct error *err)
{
    const char *codes = option_text(app->options, &OPTION_CODES);
    struct sheet_cells cells = SHEET_CELLS_NONE;
    struct texts_run made = {.app = app,
        .analysis = {.opened = OPENED_REGISTER_NONE},
        .coding = codes != NULL,
        .kept = {.size = sizeof(char *)}};
    enum status status;
    findings_init(&made.findings, app->catalog);
    TRY_OUT(judge_texts_options(app, err));
    if (codes != NULL)
        TRY_OUT(forms_read_cells(app, codes, &cells, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &made.analysis, err));
    analysis_note_selected(app, &made.analysis);
    TRY_OUT(gather_texts(&made, err));
    if (codes != NULL)
        TRY_OUT(count_codes(&made, &cells, codes, err));
    TRY_OUT(deliver_texts(&made, err));
    status = end_with_findings(&made, codes);
out:
    sheet_cells_free(&cells);
    free_texts_run(&made);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_CODES, &OPTION_JSON, &OPTION_CSV,
    &OPTION_HTML, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_NEVER, &OPTION_EDITION, &OPTION_NO_SANDBOX,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command texts_command = {
    .name = "texts",
    .summary = N_("Shows what organisations wrote in words of their own, who took part and who "
                  "approved; counts codes."),
    .options = {TAKES, "", 0, 0},
    .run = run,
    .forms = true,
};
