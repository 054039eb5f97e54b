/* sigill-msb show: one submission, its score, all that was answered, and where it came from. */
#include "base/clock.h"
#include "base/file.h"
#include "base/local_time.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/authority/opened_register.h"
#include "cmd/authority/which.h"
#include "cmd/commands.h"
#include "cmd/ui/keys.h"
#include "format/bundle.h"
#include "format/json.h"
#include "register/current.h"
#include "register/originals.h"
#include "register/senders.h"
#include "report/field_tables.h"
#include "report/json_answers.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/text_score.h"
#include "report/text_submission.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    LABEL_WIDTH = 19,
    FIRST_ATTACHMENT = 2, /* behind the answers and their signature */
};

static const struct option_spec OPTION_ATTACHMENTS = {"attachments", 0, NULL,
    N_("name the attachments too, for which the original is opened"), false};

/* A submission with all that is shown of it. */
struct shown {
    struct submission submission;
    struct sender sender;
    struct stored_answers stored;
    struct score score;
    struct current_candidate place;
    bool attachments;         /* the next is filled in */
    struct manifest manifest; /* of the original */
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
    char moment[LOCAL_TIME_SIZE];
    local_time_format(moment, seconds);
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

static void put_replaces(
    const struct app *app, struct buffer *out, const struct submission *submission)
{
    for (size_t i = 0; i < submission->supersedes.count; i++) {
        char id[MANIFEST_ID_HEX];
        hex_encode(id, submission->supersedes.id[i], MANIFEST_ID_SIZE);
        if (i == 0)
            put(app, out, N_("Replaces"), id);
        else
            buffer_printf(out, "%*s %s\n", LABEL_WIDTH, "", id);
    }
}

/* Whether it counts, and by whose word. */
static const char *place_words(const struct app *app, const struct shown *shown)
{
    if (!shown->place.current)
        return text_of(app, "no");
    return shown->submission.chosen ? text_of(app, "yes, chosen") : text_of(app, "yes");
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
    put_replaces(app, out, submission);
    put(app, out, N_("Current"), place_words(app, shown));
    put_unclear(app, out, &shown->place);
    buffer_text(out, "\n");
}

static void put_attachments(const struct app *app, struct buffer *out, const struct shown *shown)
{
    buffer_printf(out, "\n%s:\n", text_of(app, "Attachments"));
    for (size_t i = FIRST_ATTACHMENT; shown->attachments && i < shown->manifest.files; i++)
        layout_say(out, "  - ", text_of(app, "%s, %llu bytes"), shown->manifest.file[i].name,
            (unsigned long long)shown->manifest.file[i].size);
    if (!shown->attachments)
        layout_paragraph(out, "  ",
            text_of(app,
                "not looked for; --attachments names them, and `sigill-msb extract` writes them out"));
    else if (shown->manifest.files <= FIRST_ATTACHMENT)
        layout_paragraph(out, "  ", text_of(app, "none"));
}

static enum status print_text(struct app *app, const struct opened_register *opened,
    const struct shown *shown, struct error *err)
{
    struct buffer out = {0};
    opened_register_mark(app, opened, &out);
    put_head(app, &out, shown);
    text_score(&out, app->catalog, shown->stored.edition, &shown->score);
    field_tables_text(&out, app->catalog, shown->stored.edition, &shown->stored.answers->set);
    text_submission(
        &out, app->catalog, shown->stored.edition, shown->stored.answers, &shown->score);
    put_attachments(app, &out, shown);
    enum status status = app_print(app, &out, err);
    buffer_free(&out);
    return status;
}

/* As the answers' file has them (docs/format.md, "Answers"). */
static enum status answers_as_json(const struct shown *shown, json_t **json, struct error *err)
{
    struct buffer text = {0};
    enum status status;
    TRY_OUT(answers_encode(shown->stored.edition, shown->stored.answers, &text, err));
    status = json_read_canonical(text.data, text.length, "answers", json, err);
out:
    buffer_wipe(&text);
    return status;
}

static json_t *attachments_json(const struct shown *shown)
{
    json_t *list = json_array();
    for (size_t i = FIRST_ATTACHMENT; i < shown->manifest.files; i++)
        json_parts_append(list, json_pack("{s:s, s:I}", "name", shown->manifest.file[i].name,
                                    "size", (json_int_t)shown->manifest.file[i].size));
    return list;
}

static enum status print_json(struct app *app, const struct shown *shown, struct error *err)
{
    json_t *answers = NULL;
    TRY(answers_as_json(shown, &answers, err));
    const struct submission *submission = &shown->submission;
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char created[MOMENT_SIZE];
    char imported[MOMENT_SIZE];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, &submission->sealed);
    moment_format(created, submission->created);
    moment_format(imported, submission->imported);
    json_t *json =
        json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:o,s:s,s:s,s:s,s:b,s:b,s:b,s:b,s:b,s:o}", "id", id,
            "organisation", shown->sender.card.name, "number", submission->number, "group",
            shown->sender.card.group, "created", created, "imported", imported, "sealed", sealed,
            "supersedes", manifest_supersedes_json(&submission->supersedes), "arrived",
            submission->arrived, "reference", submission->reference, "marking",
            shown->stored.answers->marking, "current", shown->place.current ? 1 : 0, "unclear",
            current_is_unclear(&shown->place) ? 1 : 0, "revoked", shown->sender.revoked ? 1 : 0,
            "chosen", submission->chosen ? 1 : 0, "suspect", submission->suspect ? 1 : 0, "score",
            json_score(shown->stored.edition, &shown->score));
    field_tables_json(
        json_object_get(json, "score"), shown->stored.edition, &shown->stored.answers->set);
    (void)json_object_set_new(json, "answers", answers);
    (void)json_object_set_new(
        json, "attachments", shown->attachments ? attachments_json(shown) : json_null());
    return app_print_json(app, json, err);
}

static enum status find(
    struct opened_register *opened, const char *typed, struct shown *shown, struct error *err)
{
    shown->stored = (struct stored_answers){
        .store = &opened->store, .key = opened->key, .editions = &opened->editions};
    TRY(which_submission(&shown->stored, typed, &shown->submission, err));
    TRY(senders_of_submission(&opened->store, &shown->submission.sender, &shown->sender, err));
    TRY(current_find(&shown->stored, &shown->submission, &shown->place, err));
    TRY(stored_answers_open(&shown->stored, &shown->submission, err));
    score_compute(&shown->stored.edition->model, &shown->stored.answers->set, &shown->score);
    return STATUS_OK;
}

/* The files of the original, which its digest in the row vouches for. */
static enum status look_at_original(
    struct opened_register *opened, struct shown *shown, struct error *err)
{
    const struct originals_reader reader = {
        .spawner = &opened->spawner, .identities = &opened->secrets.receive};
    struct keydir_trusted *signer = memory_new(1, sizeof *signer);
    char *path =
        store_file(&opened->store, STORE_ORIGINALS, shown->submission.sealed.bytes, BUNDLE_SUFFIX);
    uint64_t size = 0;
    int fd = -1;
    enum status status;
    senders_signer(&shown->sender, signer);
    TRY_OUT(file_open(path, false, &fd, &size, err));
    TRY_OUT(
        originals_manifest(&reader, fd, size, &shown->submission, signer, &shown->manifest, err));
    shown->attachments = true;
out:
    if (status == STATUS_REFUSED)
        error_prefix(err, path);
    if (fd >= 0)
        (void)close(fd);
    free(path);
    free(signer);
    return status;
}

/* With workers it is confined when they are started. */
static enum status open_to_show(struct app *app, struct opened_register *opened, struct error *err)
{
    if (option_given(app->options, &OPTION_ATTACHMENTS))
        return opened_register_open(app, OPENED_TO_UNPACK, opened, err);
    app_confine(app);
    return opened_register_open(app, OPENED_TO_READ, opened, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct opened_register opened;
    struct shown *shown = memory_new(1, sizeof *shown);
    enum status status;
    TRY_OUT(open_to_show(app, &opened, err));
    TRY_OUT(find(&opened, app->options->operand[0], shown, err));
    if (option_given(app->options, &OPTION_ATTACHMENTS))
        TRY_OUT(look_at_original(&opened, shown, err));
    TRY_OUT(app->json ? print_json(app, shown, err) : print_text(app, &opened, shown, err));
out:
    stored_answers_close(&shown->stored);
    opened_register_close(&opened);
    sodium_memzero(shown, sizeof *shown);
    free(shown);
    return status;
}

static const struct option_spec *const TAKES[] = {&OPTION_REGISTER, &OPTION_KEYS,
    &OPTION_ATTACHMENTS, &OPTION_EDITION, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command show_command = {
    .name = "show",
    .summary =
        N_("Shows one submission: where it came from, its score, and all that was answered."),
    .options = {TAKES, N_("ID|ORGANISATION"), 1, 1},
    .run = run,
    .confined_later = true,
};
