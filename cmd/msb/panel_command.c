/* sigill-msb panel: two rounds, part by part: those in both, only in the first, only in the second.
 */
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/panel_publishing.h"
#include "cmd/authority/published.h"
#include "cmd/authority/publishing.h"
#include "cmd/authority/report_forms.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/workbook_file.h"
#include "report/panel.h"
#include "report/report_csv.h"

#include <stdlib.h>

static enum status judge_panel_group(
    const struct app *app, struct analysis *analysis, struct error *err)
{
    const char *typed = option_text(app->options, &OPTION_GROUP);
    if (typed == NULL)
        return STATUS_OK;
    analysis->selection.group = edition_typed_group(analysis->collection.edition, typed);
    if (analysis->selection.group != NULL)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND, "%s: the edition %s has no such group",
        typed, analysis->collection.edition->id);
}

static enum status count_panel(struct app *app, struct analysis *analysis, struct collection *first,
    struct panel *panel, struct error *err)
{
    const struct selection everybody = {.late = analysis->selection.late};
    const struct counted counted = {.selection = &everybody};
    TRY(analysis_load(app, &analysis->opened, app->options->operand[0], first, err));
    counted_note_those(app, first, &counted);
    TRY(analysis_load(
        app, &analysis->opened, app->options->operand[1], &analysis->collection, err));
    counted_note_those(app, &analysis->collection, &counted);
    TRY(judge_panel_group(app, analysis, err));
    TRY(result_panel(
        &analysis->opened.editions, first, &analysis->collection, everybody.late, panel, err));
    if (option_given(app->options, &OPTION_PUBLISH))
        TRY(panel_publishing_make(app, analysis, first, panel, err));
    else if (option_given(app->options, &OPTION_OUTPUT))
        TRY(exported_note(&analysis->opened, app->command->name, first->round.id, err));
    if (analysis->selection.group != NULL)
        result_panel_keep_group(panel, analysis->selection.group);
    return STATUS_OK;
}

static enum status deliver_panel(
    struct app *app, struct analysis *analysis, const struct panel *panel, struct error *err)
{
    bool published = option_given(app->options, &OPTION_PUBLISH);
    struct buffer out = {0};
    struct report report = {.catalog = app->catalog};
    json_t *json = NULL;
    enum status status;
    if (app->json) {
        json = panel_json(panel);
    } else {
        panel_heading(&report, panel);
        panel_tables(&report, panel);
    }
    if (workbook_file_named(app)) {
        status = report_forms_write(app, analysis, &report, err);
        report_free(&report);
        return status;
    }
    if (option_given(app->options, &OPTION_HTML))
        report_forms_page(app, analysis, &report,
            report_keep(&report, text_of(app, "The rounds %s and %s, part by part"),
                panel->round[PANEL_FIRST], panel->round[PANEL_SECOND]),
            &out);
    else if (option_given(app->options, &OPTION_CSV))
        report_csv(&out, &report);
    else if (!app->json)
        analysis_show(app, analysis, &report, &out);
    status = analysis_deliver(app, analysis, published, json, &out, err);
    report_free(&report);
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis = {.opened = OPENED_REGISTER_NONE,
        .selection = {.late = option_given(app->options, &OPTION_LATE)}};
    struct collection first = {0};
    struct panel *panel = memory_new(1, sizeof *panel);
    enum status status;
    TRY_OUT(report_forms_judge(app, err));
    TRY_OUT(publishing_judge(app, err));
    TRY_OUT(opened_register_open(app, analysis_purpose(app), &analysis.opened, err));
    TRY_OUT(count_panel(app, &analysis, &first, panel, err));
    status = deliver_panel(app, &analysis, panel, err);
out:
    result_panel_free(panel);
    free(panel);
    collection_free(&first);
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_GROUP,
    &OPTION_LATE, &OPTION_PUBLISH, &OPTION_MIN_GROUP, &OPTION_AGAIN, &OPTION_JSON, &OPTION_CSV,
    &OPTION_HTML, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_CLOCK_RIGHT, NULL};

const struct command panel_command = {
    .name = "panel",
    .summary = N_("Shows two rounds part by part: those in both, and those only in one."),
    .options = {TAKES, N_("FIRST SECOND"), 2, 2},
    .run = run,
    .needs_points = true,
};
