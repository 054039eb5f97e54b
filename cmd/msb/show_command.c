/* sigill-msb show: one submission, its score and where it came from. */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened_register.h"
#include "cmd/ui/whom.h"
#include "register/current.h"
#include "register/senders.h"
#include "report/json_answers.h"
#include "report/layout.h"
#include "report/text_score.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_WIDTH = 18 };

/* A submission with all that is shown of it. */
struct shown {
    struct submission submission;
    struct sender sender;
    struct stored_answers stored;
    struct score score;
    struct current_candidate place;
};

static void put(const struct app *app, struct buffer *out, const char *label, const char *value)
{
    if (value[0] == '\0')
        return;
    layout_cell(out, text_of(app, label), LABEL_WIDTH);
    buffer_printf(out, " %s\n", value);
}

static void put_moment(
    const struct app *app, struct buffer *out, const char *label, int64_t seconds)
{
    char moment[MOMENT_SIZE];
    moment_format(moment, seconds);
    put(app, out, label, moment);
}

static void put_revoked(const struct app *app, struct buffer *out, const struct sender *sender)
{
    if (!sender->revoked)
        return;
    put_moment(app, out, N_("Key revoked"), sender->revoked_at);
    put(app, out, N_("Because"), sender->reason);
}

static void put_suspect(
    const struct app *app, struct buffer *out, const struct submission *submission)
{
    if (submission->suspect)
        put(app, out, N_("Suspect"),
            text_of(app, "yes: its key was revoked as of before the import"));
}

static void put_unclear(
    const struct app *app, struct buffer *out, const struct current_candidate *place)
{
    struct buffer text = {0};
    if (!current_is_unclear(place))
        return;
    buffer_printf(&text,
        text_of(app, "one of %zu for this edition and period that do not replace each other; "
                     "see `sigill-msb list --unclear`"),
        place->ends);
    put(app, out, N_("Unclear"), buffer_string(&text));
    buffer_free(&text);
}

static void put_head(const struct app *app, struct buffer *out, const struct shown *shown)
{
    const struct submission *submission = &shown->submission;
    char id[MANIFEST_ID_HEX];
    char digest[FINGERPRINT_SHORT_SIZE];
    char period[2 * DAY_SIZE + 4];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    fingerprint_short(digest, &submission->sealed);
    (void)snprintf(period, sizeof period, "%.10s – %.10s", shown->stored.answers->period_from,
        shown->stored.answers->period_to);
    put(app, out, N_("Id"), id);
    put(app, out, N_("Organisation"), shown->sender.card.name);
    put(app, out, N_("Number"), submission->number);
    put(app, out, N_("Group"), shown->sender.card.group);
    put_revoked(app, out, &shown->sender);
    put_suspect(app, out, submission);
    put(app, out, N_("Marking"), shown->stored.answers->marking);
    put(app, out, N_("Edition"), submission->edition);
    put(app, out, N_("Period"), period);
    put(app, out, N_("Approved by"), shown->stored.answers->approval.by);
    put_moment(app, out, N_("Sealed"), submission->created);
    put(app, out, N_("Arrived"), submission->arrived);
    put_moment(app, out, N_("Imported"), submission->imported);
    put(app, out, N_("Reference"), submission->reference);
    put(app, out, N_("Short digest"), digest);
    put(app, out, N_("Current"), shown->place.current ? text_of(app, "yes") : text_of(app, "no"));
    put_unclear(app, out, &shown->place);
    buffer_text(out, "\n");
}

static enum status print_text(struct app *app, const struct opened_register *opened,
    const struct shown *shown, struct error *err)
{
    struct buffer out = {0};
    opened_register_mark(app, opened, &out);
    put_head(app, &out, shown);
    text_score(&out, app->catalog, shown->stored.edition, &shown->score);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

static enum status print_json(struct app *app, const struct shown *shown, struct error *err)
{
    const struct submission *submission = &shown->submission;
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char created[MOMENT_SIZE];
    char imported[MOMENT_SIZE];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &submission->sealed);
    moment_format(created, submission->created);
    moment_format(imported, submission->imported);
    json_t *json = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:o,s:s,s:s,s:s,s:b,s:b,s:b,s:b,s:o}",
        "id", id, "organisation", shown->sender.card.name, "number", submission->number, "group",
        shown->sender.card.group, "created", created, "imported", imported, "sealed", sealed,
        "supersedes", manifest_supersedes_json(&submission->supersedes), "arrived",
        submission->arrived, "reference", submission->reference, "marking",
        shown->stored.answers->marking, "current", shown->place.current ? 1 : 0, "unclear",
        current_is_unclear(&shown->place) ? 1 : 0, "revoked", shown->sender.revoked ? 1 : 0,
        "suspect", submission->suspect ? 1 : 0, "score",
        json_score(shown->stored.edition, &shown->score));
    return app_print_json(app, json, err);
}

/* Of an organisation that is named, the submission that counts; of several periods the latest. */
static enum status find_current_of(
    struct stored_answers *stored, const char *number, struct submission *found, struct error *err)
{
    struct current_candidate *list = NULL;
    const struct current_candidate *latest = NULL;
    size_t count = 0;
    TRY(current_load(stored, number, &list, &count, err));
    for (size_t i = 0; i < count; i++) {
        if (list[i].current && (latest == NULL || strcmp(list[i].to, latest->to) >= 0))
            latest = &list[i];
    }
    enum status status = STATUS_OK;
    if (latest != NULL)
        *found = latest->submission;
    else
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: the register holds no submission of this organisation that counts; "
            "`sigill-msb list` shows those that it holds",
            number);
    free(list);
    return status;
}

/* An id goes before a name; a whole number is no id. */
static enum status find_typed(
    struct stored_answers *stored, const char *typed, struct submission *found, struct error *err)
{
    char number[ORGANISATION_NUMBER_SIZE];
    bool named = organisation_number_typed(typed, strlen(typed), number);
    bool hex = strspn(typed, "0123456789abcdefABCDEF") == strlen(typed);
    if (!named && hex)
        return submissions_find(stored->store, typed, found, err);
    TRY(whom_number(stored->store, typed, number, err));
    return find_current_of(stored, number, found, err);
}

static enum status find(
    struct opened_register *opened, const char *typed, struct shown *shown, struct error *err)
{
    shown->stored = (struct stored_answers){
        .store = &opened->store, .key = opened->key, .editions = &opened->editions};
    TRY(find_typed(&shown->stored, typed, &shown->submission, err));
    TRY(senders_of_submission(&opened->store, &shown->submission.sender, &shown->sender, err));
    TRY(current_find(&shown->stored, &shown->submission, &shown->place, err));
    TRY(stored_answers_open(&shown->stored, &shown->submission, err));
    score_compute(&shown->stored.edition->model, &shown->stored.answers->set, &shown->score);
    return STATUS_OK;
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct shown *shown = memory_new(1, sizeof *shown);
    enum status status;
    TRY_OUT(opened_register_open(app, OPENED_TO_READ, &opened, err));
    TRY_OUT(find(&opened, app->options->operand[0], shown, err));
    TRY_OUT(app->json ? print_json(app, shown, err) : print_text(app, &opened, shown, err));
out:
    stored_answers_close(&shown->stored);
    opened_register_close(&opened);
    sodium_memzero(shown, sizeof *shown);
    free(shown);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command show_command = {
    .name = "show",
    .summary = N_("Shows one submission: where it came from, and its score."),
    .options = {TAKES, N_("ID|ORGANISATION"), 1, 1},
    .run = run,
};
