/* sigill score: levels and points of an answers' file. */
#include "base/clock.h"
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "format/json.h"
#include "report/html_organisation.h"
#include "report/json_answers.h"
#include "report/layout.h"
#include "report/text_findings.h"
#include "report/text_score.h"
#include "scoring/gap.h"
#include "scoring/score.h"

static void score_text(
    struct app *app, const struct loaded *loaded, const struct score *score, struct buffer *out)
{
    text_findings_head(out, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(out, "\n");
    text_score(out, app->catalog, loaded->edition, score);
    if (loaded->findings.errors > 0) {
        buffer_text(out, "\n");
        layout_paragraph(out, "",
            text_of(app, "The answers have errors; an answer with an error gives no points:"));
        text_findings_list(out, loaded->edition, &loaded->findings, FINDING_ERROR);
    }
}

static enum status score_page(struct app *app, const struct loaded *loaded,
    const struct score *score, struct buffer *out, struct error *err)
{
    struct gap gap;
    struct support *support;
    char today[DAY_SIZE];
    TRY(support_builtin(&support, err));
    day_format(today, clock_now());
    struct html_organisation input = {
        .catalog = app->catalog,
        .edition = loaded->edition,
        .answers = loaded->answers,
        .score = score,
        .support = support,
        .issued = today,
    };
    if (gap_find(&loaded->edition->model, score, score->level + 1, &gap))
        input.gap = &gap;
    html_organisation(out, &input);
    support_free(support);
    return STATUS_OK;
}

static enum status deliver_score(
    struct app *app, const struct loaded *loaded, const struct score *score, struct error *err)
{
    struct buffer out = {0};
    json_t *json = NULL;
    enum status status;
    if (option_given(app->options, &OPTION_HTML)) {
        TRY_OUT(score_page(app, loaded, score, &out, err));
    } else if (app->json) {
        json = json_score(loaded->edition, score);
        TRY_OUT(json_write_pretty(json, &out, err));
    } else {
        score_text(app, loaded, score, &out);
        TRY_OUT(app_deliver_text(app, &out, err));
        goto out;
    }
    status = app_deliver(app, &out, err);
out:
    json_decref(json);
    buffer_free(&out);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded;
    struct score score;
    if (app->json && option_given(app->options, &OPTION_HTML))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--html cannot be combined with --json; choose one");
    enum status status;
    TRY_OUT(load_answers(app, app->options->operand[0], &loaded, err));
    score_compute(&loaded.edition->model, &loaded.answers->set, &score);
    TRY_OUT(deliver_score(app, &loaded, &score, err));
    if (loaded.findings.errors > 0)
        status = STATUS_REFUSED;
out:
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, &OPTION_HTML, &OPTION_OUTPUT,
    &OPTION_FORCE, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command score_command = {
    .name = "score",
    .summary = N_("Tells the level and points of an answers' file, and what holds them back."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
    .forms = true,
};
