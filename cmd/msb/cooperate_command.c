/* sigill-msb cooperate: who can teach and who can learn. */
#include "cmd/commands.h"
#include "cmd/ui/analysis_scope.h"
#include "cmd/ui/clock_doubt.h"
#include "cmd/ui/counted.h"
#include "report/cooperation.h"
#include "report/partners.h"

#include <limits.h>

static const struct option_spec OPTION_LIMIT = {
    "limit", 0, N_("N"), N_("show the N most suitable partners; without it, 10"), false};

enum { PARTNERS_SHOWN = 10 };

static enum status print_group(struct app *app, const struct analysis *analysis, struct error *err)
{
    struct cooperation cooperation;
    struct buffer text = {0};
    enum status status;
    result_cooperation(&analysis->collection, &analysis->selection, &cooperation);
    if (app->json) {
        status = app_print_json(app, cooperation_json(&cooperation), err);
    } else {
        struct report report = {.catalog = app->catalog};
        cooperation_tables(&report, &cooperation);
        analysis_show(app, analysis, &report, &text);
        status = app_print(app, &text, err);
    }
    buffer_free(&text);
    result_cooperation_free(&cooperation);
    return status;
}

static enum status print_partners(struct app *app, const struct analysis *analysis,
    const struct member *own, unsigned limit, struct error *err)
{
    struct partners partners;
    struct buffer text = {0};
    enum status status;
    result_partners(&analysis->collection, &analysis->selection, own, limit, &partners);
    if (app->json) {
        status = app_print_json(app, partners_json(&partners), err);
    } else {
        analysis_mark(app, analysis, &text);
        partners_text(&text, app->catalog, &partners);
        status = app_print(app, &text, err);
    }
    buffer_free(&text);
    result_partners_free(&partners);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct analysis analysis;
    const struct member *own = NULL;
    unsigned limit = PARTNERS_SHOWN;
    enum status status;
    TRY(option_number(app->options, &OPTION_LIMIT, 1, UINT_MAX, &limit, err));
    TRY_OUT(analysis_open(app, &analysis, err));
    if (app->options->operands > 0)
        TRY_OUT(analysis_member(&analysis, app->options->operand[0], &own, err));
    struct counted counted = {.selection = &analysis.selection, .own = own};
    counted_note_those(app, &analysis.collection, &counted);
    status = own != NULL ? print_partners(app, &analysis, own, limit, err)
                         : print_group(app, &analysis, err);
out:
    analysis_close(&analysis);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_ROUND,
    &OPTION_GROUP, &OPTION_TAG, &OPTION_LATE, &OPTION_LIMIT, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, &OPTION_CLOCK_RIGHT, NULL};

const struct command cooperate_command = {
    .name = "cooperate",
    .summary = N_("Shows who can teach and who can learn, in a group or for an organisation."),
    .options = {TAKES, N_("[ORGANISATION]"), 0, 1},
    .run = run,
};
