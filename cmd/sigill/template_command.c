/* sigill template: an answers' form to fill in. */
#include "base/file.h"
#include "base/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/load.h"
#include "cmd/ui/plan_load.h"
#include "format/draft.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what it begins with ---- */

static const struct option_spec OPTION_FROM = {"from", 0, N_("FILE"),
    N_("begin with the answers in FILE, those of last time, to be assessed anew"), false};

static const struct option_spec OPTION_PLAN = {
    "plan", 0, N_("FILE"), N_("and with what the plan in FILE says is done"), false};

/* Each measure that is done is had. */
static enum status take_plan(
    struct app *app, const char *path, struct loaded *last, struct error *err)
{
    struct loaded_plan plan = {0};
    enum status status = STATUS_OK;
    TRY_OUT(plan_load(app, path, &plan, err));
    if (strcmp(plan.edition->id, last->edition->id) != 0) {
        status = error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "%s: the plan is for \"%s\" and the answers are to \"%s\"; give those that belong "
            "together",
            path, plan.edition->id, last->edition->id);
        goto out;
    }
    plan_load_warn(app, path, &plan);
    for (size_t i = 0; i < plan.plan.rows.count; i++) {
        const struct plan_row *row = plan_at(&plan.plan, i);
        if (row->own || row->status != PLAN_DONE)
            continue;
        plan_take(last->edition, row, &last->answers->set);
        draft_set_answer(
            last->draft, last->edition, row->question, &last->answers->set.answer[row->question]);
    }
out:
    plan_load_free(&plan);
    return status;
}

/* Who answers, by the card of the keys. SIGILL_KEYS may name keys that have none yet. */
static enum status take_own_card(struct app *app, json_t *draft, struct error *err)
{
    struct keydir dir;
    struct card card;
    struct fingerprint fingerprint;
    enum status status;
    if (!option_given(app->options, &OPTION_KEYS))
        return STATUS_OK;
    TRY_OUT(keys_load(app, &dir, err));
    TRY_OUT(keydir_latest_card(&dir, &card, &fingerprint, err));
    cards_fill_in(&card, draft);
out:
    keydir_free(&dir);
    if (status != STATUS_FAILED || err->reason != REASON_NOT_FOUND)
        return status;
    error_init(err, app->catalog);
    warn(app, "%s: there is no card of yours, so the form does not say who answers",
        option_text(app->options, &OPTION_KEYS));
    return STATUS_OK;
}

/* The edition and the draft that the form is made of. */
static enum status begin_form(struct app *app, struct loaded *last, struct error *err)
{
    const char *from = option_text(app->options, &OPTION_FROM);
    const char *plan = option_text(app->options, &OPTION_PLAN);
    if (from == NULL && plan != NULL)
        return error_set(err, STATUS_USAGE, REASON_BAD_SYNTAX,
            "--plan says what came after the answers of last time; give them with --from too");
    if (from == NULL) {
        TRY(load_edition(app, NULL, &last->edition, err));
        last->draft = draft_new(last->edition);
        return take_own_card(app, last->draft, err);
    }
    TRY(load_draft(app, from, last, err));
    if (plan != NULL)
        TRY(take_plan(app, plan, last, err));
    draft_renew(last->draft, last->edition);
    return take_own_card(app, last->draft, err);
}

/* ---- the subcommand ---- */

static enum status run(struct app *app, struct error *err)
{
    struct loaded form = {0};
    struct buffer result = {0};
    struct buffer pasted = {0};
    const char *path = option_text(app->options, &OPTION_OUTPUT);
    const struct form_kind *kind = form_kind_of(path);
    enum status status;
    TRY_OUT(begin_form(app, &form, err));
    TRY_OUT(kind->make(app, form.edition, form.draft, path, &result, err));
    TRY_OUT(app_deliver(app, &result, err));
    if (path != NULL && strcmp(path, FILE_STANDARD) != 0 && !app->guided)
        kind->advise(app, path, paste_path(&pasted, path));
    else if (path == NULL && isatty(fileno(app->out)) == 1)
        hint(app, "That is a form for programs. A workbook to fill in: `sigill template -o "
                  "svar.xlsx`; a page for a browser: `sigill template -o formular.html`.");
out:
    load_free(&form);
    buffer_free(&pasted);
    buffer_free(&result);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_OUTPUT, &OPTION_FORCE, &OPTION_FROM,
    &OPTION_PLAN, &OPTION_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITION, &OPTION_NO_SANDBOX, NULL};

const struct command template_command = {
    .name = "template",
    .summary = N_("Makes a form to fill in: a workbook (.xlsx), a page (.html), or JSON."),
    .example = N_("-o answers.xlsx"),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
    .forms = true,
    .writes_form = true,
};
