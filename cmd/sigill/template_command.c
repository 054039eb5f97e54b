/* sigill template: an answers' form to fill in. */
#include "base/file.h"
#include "base/memory.h"
#include "base/system/console.h"
#include "base/system/paste.h"
#include "cmd/commands.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/form_kind.h"
#include "cmd/ui/held_kit.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/load.h"
#include "cmd/ui/plan_load.h"
#include "format/draft.h"
#include "format/succession.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- answers to an earlier edition ---- */

/* How many questions were answered, and how many of these answers could be taken over. */
struct carried {
    unsigned answered;
    unsigned taken;
};

static bool is_given(const struct answer *answer)
{
    return answer->yes || answer->no != ANSWER_NO_ABSENT;
}

static void carry_note(
    const struct succession *succession, unsigned place, json_t *from, json_t *to)
{
    const struct edition *then = succession->from;
    json_t *had = draft_question(from, then, succession->question[place].from);
    json_t *note = json_object_get(had, "note");
    if (note != NULL)
        (void)json_object_set(draft_question(to, succession->to, place), "note", note);
}

static void carry_answers(const struct succession *succession, const struct answers *answers,
    json_t *from, json_t *to, struct carried *carried)
{
    for (unsigned i = 0; i < succession->from->model.questions; i++)
        carried->answered += is_given(&answers->set.answer[i]);
    for (unsigned i = 0; i < succession->to->model.questions; i++) {
        struct answer answer;
        if (succession->question[i].kind == SUCCESSION_NEW)
            continue;
        const struct answer *then = &answers->set.answer[succession->question[i].from];
        if (succession_carry(succession, i, then, &answer)) {
            draft_set_answer(to, succession->to, i, &answer);
            carried->taken++;
        }
        carry_note(succession, i, from, to);
    }
}

/* Who answers and the marking are not about the questions. */
static json_t *begin_later(json_t *from, const struct edition *to)
{
    json_t *draft = draft_new(to);
    (void)json_object_set(draft, "organisation", json_object_get(from, "organisation"));
    (void)json_object_set(draft, "marking", json_object_get(from, "marking"));
    return draft;
}

/* What is answered was of another edition than the one that the form shall be for. */
static enum status carry_over(
    struct app *app, struct loaded *last, struct edition **to, struct error *err)
{
    struct editions known = {0};
    struct succession *succession = memory_new(1, sizeof *succession);
    struct carried carried = {0};
    enum status status;
    TRY_OUT(load_editions(app, &known, err));
    TRY_OUT(succession_between(&known, last->edition, *to, succession, err));
    json_t *draft = begin_later(last->draft, *to);
    carry_answers(succession, last->answers, last->draft, draft, &carried);
    hint(app,
        "The answers of last time are to %s. Of %u answers %u could be taken over to %s. New "
        "questions there: %u; changed: %u; what is new and changed says so.",
        last->edition->id, carried.answered, carried.taken, (*to)->id,
        succession_count(succession, SUCCESSION_NEW),
        succession_count(succession, SUCCESSION_CHANGED));
    json_decref(last->draft);
    edition_free(last->edition);
    last->draft = draft;
    last->edition = *to;
    *to = NULL;
out:
    editions_free(&known);
    free(succession);
    return status;
}

/* The edition that the form shall be for: the one that is named, else that of the kit's round, if
 * it goes on from the one of the answers. */
static enum status go_to_edition(struct app *app, struct loaded *last, struct error *err)
{
    struct edition *to = NULL;
    bool named = option_given(app->options, &OPTION_EDITIONS);
    enum status status;
    TRY_OUT(named ? load_edition(app, NULL, &to, err) : kit_edition(app, NULL, &to, err));
    if (to != NULL && strcmp(to->id, last->edition->id) != 0)
        TRY_OUT(carry_over(app, last, &to, err));
out:
    if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_EDITION && !named) {
        hint(app,
            "The round of the kit is about %s, which does not go on from %s: the form is for %s.",
            to->id, last->edition->id, last->edition->id);
        error_init(err, app->catalog);
        status = STATUS_OK;
    }
    edition_free(to);
    return status;
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
    TRY(go_to_edition(app, last, err));
    draft_renew(last->draft, last->edition);
    return take_own_card(app, last->draft, err);
}

/* ---- the subcommand ---- */

/* Of the files that --edition names the one that has it, of several the last; NULL if none does. */
static const char *file_of_edition(const struct app *app, const struct edition *edition)
{
    const char *file = NULL;
    const char *path;
    for (size_t i = 0; (path = option_text_at(app->options, &OPTION_EDITIONS, i)) != NULL; i++) {
        struct edition *one = NULL;
        if (edition_load_file(path, &one, NULL) == STATUS_OK && strcmp(one->id, edition->id) == 0)
            file = path;
        edition_free(one);
    }
    return file;
}

/* Of an edition that is not built in, each command on the form has to be told where it is. */
static void advise_edition(struct app *app, const struct edition *edition)
{
    const char *file = file_of_edition(app, edition);
    const char *keys = option_text(app->options, &OPTION_KEYS);
    struct buffer pasted = {0};
    if (file != NULL)
        hint(app,
            "The questionnaire is that of the file %s: add `--edition %s` to each command on that form.",
            file, paste_path(&pasted, file));
    else if (keys != NULL)
        hint(app,
            "The questionnaire is that of the kit in %s: add `-k %s` to each command on that form, or "
            "set SIGILL_KEYS.",
            keys, paste_path(&pasted, keys));
    buffer_free(&pasted);
}

/* What comes next. */
static void advise(struct app *app, const struct form_kind *kind, const struct edition *edition,
    const char *path, struct buffer *pasted)
{
    struct edition *known = NULL;
    kind->advise(app, path, paste_path(pasted, path));
    if (edition_builtin(edition->id, &known, NULL) != STATUS_OK)
        advise_edition(app, edition);
    edition_free(known);
}

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
        advise(app, kind, form.edition, path, &pasted);
    else if (path == NULL && console_is(fileno(app->out)))
        hint(app, "That is a form for programs. A workbook to fill in: `sigill template -o "
                  "svar.xlsx`; a page for a browser: `sigill template -o formular.html`.");
out:
    load_free(&form);
    buffer_free(&pasted);
    buffer_free(&result);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_OUTPUT, &OPTION_FORCE, &OPTION_FROM,
    &OPTION_PLAN, &OPTION_KEYS, &OPTION_EXAMPLE_KEYS, &OPTION_EDITIONS, &OPTION_NO_SANDBOX, NULL};

const struct command template_command = {
    .name = "template",
    .summary = N_("Makes a form to fill in: a workbook (.xlsx), a page (.html), or JSON."),
    .example = N_("-o answers.xlsx"),
    .options = {OPTIONS, "", 0, 0},
    .run = run,
    .forms = true,
    .writes_form = true,
};
