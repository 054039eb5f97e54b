/* sigill gap: the shortest way to a level. */
#include "scoring/gap.h"
#include "cmd/commands.h"
#include "cmd/load.h"
#include "report/json_answers.h"
#include "report/text_findings.h"
#include "report/text_gap.h"
#include "scoring/score.h"

static const struct option_spec OPTION_LEVEL = {
    "level", 0, N_("N"), N_("the level to reach; without it, the next one"), false};

/* Without --level: the next level, or the highest where there is no next. */
static enum status choose_level(
    struct app *app, const struct model *model, unsigned now, unsigned *level, struct error *err)
{
    *level = now < model->levels ? now + 1 : model->levels;
    return option_number(app->options, &OPTION_LEVEL, 1, model->levels, level, err);
}

static enum status print_text(struct app *app, const struct loaded *loaded,
    const struct score *score, const struct gap *gap, struct error *err)
{
    struct buffer text = {0};
    text_findings_head(&text, "", app->catalog, loaded->edition, loaded->answers);
    buffer_text(&text, "\n");
    text_gap(&text, app->catalog, loaded->edition, &loaded->answers->set, score, gap);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status find_and_print(struct app *app, const struct loaded *loaded, struct error *err)
{
    const struct model *model = &loaded->edition->model;
    struct score score;
    struct gap gap;
    unsigned level;
    score_compute(model, &loaded->answers->set, &score);
    enum status status = choose_level(app, model, score.level, &level, err);
    if (status != STATUS_OK)
        return status;
    if (!gap_find(model, &score, level, &gap))
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "level %u cannot be reached: the edition's questions do not give enough points", level);
    return app->json ? app_print_json(app, json_gap(loaded->edition, &gap), err)
                     : print_text(app, loaded, &score, &gap, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded loaded;
    const char *path = app->options->operand[0];
    enum status status = load_answers(app, path, &loaded, err);
    if (status == STATUS_OK && loaded.findings.errors > 0)
        warn(app, "%s: the answers have errors, see `check`; answers with errors give no points",
            path);
    if (status == STATUS_OK)
        status = find_and_print(app, &loaded, err);
    load_free(&loaded);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_LEVEL, &OPTION_JSON, &OPTION_EDITION, NULL};

const struct command gap_command = {
    .name = "gap",
    .summary = N_("Tells the shortest way from the answers to a level."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
};
