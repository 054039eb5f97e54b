/* sigill score: levels and points of an answers' file. */
#include "scoring/score.h"
#include "cmd/commands.h"
#include "cmd/load.h"
#include "report/json_answers.h"
#include "report/layout.h"
#include "report/text_findings.h"
#include "report/text_score.h"

static enum status print_text(
    struct app *app, const struct loaded *loaded, const struct score *score, struct error *err)
{
    struct buffer text = {0};
    text_findings_head(&text, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(&text, "\n");
    text_score(&text, app->catalog, loaded->edition, score);
    if (loaded->findings.errors > 0) {
        buffer_text(&text, "\n");
        layout_paragraph(&text, "",
            text_of(app, "The answers have errors; an answer with an error gives no points:"));
        text_findings_list(&text, loaded->edition, &loaded->findings, FINDING_ERROR);
    }
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded;
    struct score score;
    enum status status = load_answers(app, app->options->operand[0], &loaded, err);
    if (status != STATUS_OK)
        goto out;
    score_compute(&loaded.edition->model, &loaded.answers->set, &score);
    status = app->json ? app_print_json(app, json_score(loaded.edition, &score), err)
                       : print_text(app, &loaded, &score, err);
    if (status == STATUS_OK && loaded.findings.errors > 0)
        status = STATUS_REFUSED;

out:
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, &OPTION_EDITION, NULL};

const struct command score_command = {
    .name = "score",
    .summary = N_("Tells the level and points of an answers' file, and what holds them back."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
};
