/* sigill compare: what changed between two answers' files. */
#include "base/memory.h"
#include "cmd/commands.h"
#include "cmd/ui/load.h"
#include "report/compare_editions.h"
#include "report/json_answers.h"
#include "report/text_compare.h"
#include "report/text_findings.h"
#include "scoring/score.h"

#include <stdlib.h>
#include <string.h>

static enum status load_side(struct app *app, const char *path, struct loaded *loaded,
    struct score *score, struct error *err)
{
    TRY(load_answers_to_score(app, path, loaded, err));
    score_compute(&loaded->edition->model, &loaded->answers->set, score);
    return STATUS_OK;
}

static void warn_of_others(struct app *app, const struct loaded *old, const struct loaded *new)
{
    if (strcmp(old->answers->organisation.number, new->answers->organisation.number) != 0)
        warn(app, "the answers are from different organisations, %s and %s",
            old->answers->organisation.number, new->answers->organisation.number);
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

static enum status compare_one_edition(struct app *app, const struct loaded *old,
    const struct loaded *new, const struct compare_side *from, const struct compare_side *to,
    struct error *err)
{
    return app->json ? app_print_json(app, json_compare(new->edition, from, to), err)
                     : print_changes(app, old, new, from, to, err);
}

/* Answers to different questions are set against each other only as far as the later edition says
 * which of them go on. */
static enum status compare_two_editions(struct app *app, const struct loaded *old,
    const struct loaded *new, const struct compare_side *from, const struct compare_side *to,
    struct error *err)
{
    struct editions known = {0};
    struct buffer text = {0};
    struct succession *succession = memory_new(1, sizeof *succession);
    struct compare_editions compared = {succession, *from, *to};
    enum status status;
    TRY_OUT(load_editions(app, &known, err));
    TRY_OUT(succession_between(&known, old->edition, new->edition, succession, err));
    if (app->json) {
        status = app_print_json(app, json_compare_editions(&compared), err);
        goto out;
    }
    text_compare_editions(&text, app->catalog, &compared);
    status = app_print(app, &text, err);
out:
    editions_free(&known);
    buffer_free(&text);
    free(succession);
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
    warn_of_others(app, &old, &new);
    struct compare_side from = {&old.answers->set, &before};
    struct compare_side to = {&new.answers->set, &after};
    bool one = memcmp(old.edition->digest, new.edition->digest, EDITION_DIGEST_SIZE) == 0;
    status = (one ? compare_one_edition : compare_two_editions)(app, &old, &new, &from, &to, err);
out:
    load_free(&old);
    load_free(&new);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_JSON, &OPTION_KIT_KEYS,
    &OPTION_EXAMPLE_KEYS, &OPTION_EDITIONS, &OPTION_NO_SANDBOX, NULL};

const struct command compare_command = {
    .name = "compare",
    .summary = N_("Tells what changed from one answers' file to another."),
    .example = N_("last-year.xlsx answers.xlsx"),
    .options = {OPTIONS, N_("OLD NEW"), 2, 2},
    .run = run,
    .forms = true,
};
