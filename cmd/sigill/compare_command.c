/* sigill compare: what changed between two answers' files. */
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "report/json_answers.h"
#include "report/text_compare.h"
#include "report/text_findings.h"
#include "scoring/score.h"

#include <string.h>

static enum status load_side(struct app *app, const char *path, struct loaded *loaded,
    struct score *score, struct error *err)
{
    TRY(load_answers_to_score(app, path, loaded, err));
    score_compute(&loaded->edition->model, &loaded->answers->set, score);
    return STATUS_OK;
}

/* Answers to different questions cannot be set against each other; those of different organisations
 * can. */
static enum status judge_comparable(
    struct app *app, const struct loaded *old, const struct loaded *new, struct error *err)
{
    if (memcmp(old->edition->digest, new->edition->digest, EDITION_DIGEST_SIZE) != 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "the files answer different editions, %s and %s; only answers to one edition can be compared",
            old->edition->id, new->edition->id);
    if (strcmp(old->answers->organisation.number, new->answers->organisation.number) != 0)
        warn(app, "the answers are from different organisations, %s and %s",
            old->answers->organisation.number, new->answers->organisation.number);
    return STATUS_OK;
}

static enum status print_changes(struct app *app, const struct loaded *old,
    const struct loaded *new, const struct compare_side *from, const struct compare_side *to,
    struct error *err)
{
    struct buffer text = {0};
    text_findings_head(&text, text_of(app, "Before: "), app->catalog, old->edition, old->answers);
    text_findings_head(&text, text_of(app, "After:  "), app->catalog, new->edition, new->answers);
    buffer_text(&text, "\n");
    text_compare(&text, app->catalog, new->edition, from, to);
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct loaded old = {0};
    struct loaded new = {0};
    struct score before;
    struct score after;
    enum status status;
    TRY_OUT(load_side(app, app->options->operand[0], &old, &before, err));
    TRY_OUT(load_side(app, app->options->operand[1], &new, &after, err));
    TRY_OUT(judge_comparable(app, &old, &new, err));
    struct compare_side from = {&old.answers->set, &before};
    struct compare_side to = {&new.answers->set, &after};
    status = app->json ? app_print_json(app, json_compare(new.edition, &from, &to), err)
                       : print_changes(app, &old, &new, &from, &to, err);
out:
    load_free(&old);
    load_free(&new);
    return status;
}

static const struct option_spec *const OPTIONS[] = {
    &OPTION_JSON, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command compare_command = {
    .name = "compare",
    .summary = N_("Tells what changed from one answers' file to another."),
    .example = N_("last-year.xlsx answers.xlsx"),
    .options = {OPTIONS, N_("OLD NEW"), 2, 2},
    .run = run,
    .forms = true,
};
