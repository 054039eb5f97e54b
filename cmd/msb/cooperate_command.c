/* sigill-msb cooperate: who can teach and who can learn. */
#include "base/memory.h"
#include "cmd/authority/analysis_scope.h"
#include "cmd/authority/counted.h"
#include "cmd/authority/publishing.h"
#include "cmd/commands.h"
#include "cmd/ui/clock_doubt.h"
#include "report/cooperation.h"
#include "report/partners.h"

#include <limits.h>
#include <stdlib.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the N most suitable partners; without it, 10"), false};

enum { PARTNERS_SHOWN = 10 };

/* What may leave the authority: no more than a published benchmark shows of each question. */
static enum status publish_cooperation(
    struct app *app, struct analysis *analysis, struct cooperation *out, struct error *err)
{
    struct benchmark_result *found = memory_new(1, sizeof *found);
    struct publishing publishing = {0};
    enum status status;
    TRY_OUT(publishing_begin(app, analysis, &publishing, err));
    result_benchmark(&analysis->collection, &analysis->selection, 0, found);
    TRY_OUT(publishing_benchmark(app, analysis, &publishing, &analysis->selection, 0, found, err));
    result_cooperation_published(found, out);
out:
    publishing_end(&publishing);
    free(found);
    return status;
}

static enum status deliver_group(struct app *app, struct analysis *analysis, struct error *err)
{
    bool publish = option_given(app->options, &OPTION_PUBLISH);
    struct cooperation cooperation = {0};
    struct buffer text = {0};
    json_t *json = NULL;
    enum status status;
    if (publish)
        TRY_OUT(publish_cooperation(app, analysis, &cooperation, err));
    else
        result_cooperation(&analysis->collection, &analysis->selection, &cooperation);
    if (app->json) {
        json = cooperation_json(&cooperation);
    } else {
        struct report report = {.catalog = app->catalog};
        cooperation_tables(&report, &cooperation);
        analysis_show(app, analysis, &report, &text);
    }
    status = analysis_deliver(app, analysis, publish, json, &text, err);
out:
    buffer_free(&text);
    result_cooperation_free(&cooperation);
    return status;
}

static enum status deliver_partners(struct app *app, struct analysis *analysis,
    const struct member *own, unsigned limit, struct error *err)
{
    struct partners partners;
    struct buffer text = {0};
    json_t *json = NULL;
    result_partners(&analysis->collection, &analysis->selection, own, limit, &partners);
    if (app->json) {
        json = partners_json(&partners);
    } else {
        analysis_mark(app, analysis, &text);
        partners_text(&text, app->catalog, &partners);
    }
    enum status status = analysis_deliver(app, analysis, false, json, &text, err);
    buffer_free(&text);
    result_partners_free(&partners);
    return status;
}

static enum status judge_cooperate_options(struct app *app, struct error *err)
{
    bool one = app->options->operands > 0;
    TRY(analysis_form(app, err));
    TRY(publishing_judge_benchmark(app, err));
    if (one &&
        (option_given(app->options, &OPTION_PUBLISH) || option_given(app->options, &OPTION_CSV)))
        return error_set(err, STATUS_USAGE, REASON_NONE,
            "--publish and --csv are about a group; leave out the organisation, or them");
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    const struct member *own = NULL;
    unsigned limit = PARTNERS_SHOWN;
    enum status status;
    TRY(judge_cooperate_options(app, err));
    TRY(option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err));
    TRY_OUT(analysis_open_for(app, analysis_purpose(app), &analysis, err));
    if (app->options->operands > 0)
        TRY_OUT(analysis_member(&analysis, app->options->operand[0], &own, err));
    struct counted counted = {.selection = &analysis.selection, .own = own};
    counted_note_those(app, &analysis.collection, &counted);
    status = own != NULL ? deliver_partners(app, &analysis, own, limit, err)
                         : deliver_group(app, &analysis, err);
out:
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_PUBLISH, &OPTION_MIN_GROUP,
    &OPTION_AGAIN, &OPTION_EDITION, &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON,
    &OPTION_CSV, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_CLOCK_RIGHT, NULL};

const struct command cooperate_command = {
    .name = "cooperate",
    .summary = N_("Shows who can teach and who can learn, in a group or for an organisation."),
    .options = {TAKES, N_("[ORGANISATION]"), 0, 1},
    .run = run,
    .needs_points = true,
};
