/* sigill open: a bundle that was sealed to one's own keys, as files in a new directory. */
#include "base/clock.h"
#include "base/local_time.h"
#include "base/stream.h"
#include "cmd/commands.h"
#include "format/digest_sink.h"
#include "format/journal.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/shown.h"
#include "base/system/descriptor.h"
#include "base/text.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "cmd/ui/renewed_card.h"
#include "cmd/ui/workers.h"
#include "format/extract.h"
#include "format/json.h"
#include "isolate/opening_keydir.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>

static const struct option_spec OPTION_SIGNER = {"signer", 0, N_("CARD"),
    N_("the sender's card, if it is not trusted here; --fingerprint goes with it"), false};

/* Everything that is open while the command works. */
struct open_work {
    int fd;
    uint64_t size;
    struct keydir dir;
    struct keydir_trusted *trusted; /* owned: the cards that it may be signed by */
    struct keydir_trusted *own;     /* owned: all own cards */
    struct opening_keydir cards;
    struct opening_policy policy;
    struct spawner spawner;
    struct opening *opening; /* owned */
};

/* ---- what is needed ---- */

/* A card that was given with its fingerprint counts as a trusted one, this time. */
static enum status load_signer(
    struct app *app, const char *path, struct open_work *work, struct error *err)
{
    struct fingerprint_given given;
    struct buffer frame = {0};
    TRY(cards_fingerprint_given(app, &given, err));
    work->trusted = memory_new(1, sizeof *work->trusted);
    work->cards.count = 1;
    enum status status = STATUS_OK;
    TRY_OUT(cards_read(path, &frame, err));
    status = card_open(
        frame.data, frame.length, &given, &work->trusted->card, &work->trusted->fingerprint, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
out:
    buffer_free(&frame);
    return status;
}

static enum status load_signers(struct app *app, struct open_work *work, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_SIGNER);
    if (path != NULL)
        return load_signer(app, path, work, err);
    if (option_given(app->options, &OPTION_FINGERPRINT))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--fingerprint: tells the fingerprint of the card that --signer names; give that too");
    return keydir_trusted_list(&work->dir, &work->trusted, &work->cards.count, err);
}

/* The own card must carry the keys that lie beside it; bundles on the road may name an earlier one.
 */
static enum status load_own(struct open_work *work, struct error *err)
{
    struct card card;
    struct fingerprint fingerprint;
    TRY(keydir_own_card(&work->dir, &card, &fingerprint, err));
    return keydir_history(&work->dir, &work->own, &work->cards.owns, err);
}

static enum status look_at_bundle(struct app *app, struct open_work *work, struct error *err)
{
    const char *path = app->options->operand[0];
    struct bundle_envelope envelope;
    TRY(file_open(path, true, &work->fd, &work->size, err));
    enum status status = bundle_look(work->fd, work->size, &envelope, err);
    if (status != STATUS_OK)
        error_prefix(err, path);
    return status;
}

/* All that can be found wanting before a passphrase is asked for. */
static enum status prepare_opening(
    struct app *app, const char *output, struct open_work *work, struct error *err)
{
    TRY(look_at_bundle(app, work, err));
    if (file_exists(output))
        return error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: exists already and is left as it is; name a directory that is not there yet",
            output);
    TRY(keys_load(app, &work->dir, err));
    TRY(load_own(work, err));
    TRY(load_signers(app, work, err));
    work->cards.trusted = work->trusted;
    work->cards.own = work->own;
    work->policy = opening_keydir_policy(&work->cards, clock_now());
    work->opening = opening_new(&work->policy);
    return STATUS_OK;
}

/* ---- opening ---- */

/* The keys are put away again before anything of the content is read. */
/* Whoever sealed a bundle cannot open it again, and may not expect that. */
static enum status refuse_own_bundle(const struct open_work *work, struct error *err)
{
    struct journal journal = {0};
    struct fingerprint digest;
    struct descriptor descriptor = {work->fd, "bundle"};
    const struct source source = source_from_descriptor(&descriptor);
    char created[LOCAL_TIME_SIZE];
    if (!descriptor_rewind(work->fd) ||
        digest_sink_source(&source, NULL, NULL, &digest, NULL) != STATUS_OK ||
        journal_load(work->dir.path, &journal, NULL) != STATUS_OK)
        return STATUS_REFUSED;
    const struct journal_entry *entry = journal_by_digest(&journal, &digest);
    if (entry != NULL) {
        local_time_format(created, entry->created);
        (void)error_set(err, STATUS_REFUSED, REASON_NOT_FOR_US,
            "you sealed this bundle yourself, %s, to the authority: only the authority can open "
            "it; what you sealed are the answers' file and the attachments that you have",
            created);
    }
    journal_free(&journal);
    return STATUS_REFUSED;
}

static enum status unwrap_bundle(struct app *app, struct open_work *work, struct error *err)
{
    struct keydir_secrets secrets = {0};
    enum status status = STATUS_OK;
    TRY_OUT(keys_unlock(app, &work->dir, &secrets, err));
    status = opening_unwrap(work->opening, work->fd, work->size, &secrets.receive, err);
    if (status == STATUS_REFUSED && err->reason == REASON_NOT_FOR_US)
        status = refuse_own_bundle(work, err);
    if (status != STATUS_OK)
        error_prefix(err, app->options->operand[0]);
out:
    keydir_lock(&secrets);
    return status;
}

static enum status verify_bundle(struct app *app, struct open_work *work, struct error *err)
{
    const struct opening *opening = work->opening;
    enum status status = opening_verify(work->opening, &work->spawner, NULL, err);
    if (status == STATUS_REFUSED &&
        (err->reason == REASON_SENDER_MISMATCH || err->reason == REASON_EXPIRED_KEY))
        renewed_card_offer(app, app->options->operand[0], work->trusted, work->cards.count);
    if (status != STATUS_OK) {
        error_prefix(err, app->options->operand[0]);
        return status;
    }
    for (size_t i = 0; i < opening->notes.count; i++)
        warn(app, "%s: note: %s", app->options->operand[0], opening->notes.note[i]);
    return cards_judge(app, &opening->signer.card, work->policy.now, err);
}

static enum status write_files(
    struct app *app, const char *output, struct open_work *work, struct error *err)
{
    struct extract extract = EXTRACT_NONE;
    struct progress_members members;
    const struct bundle_front *front = &work->opening->front;
    enum status status = STATUS_OK;
    TRY_OUT(extract_begin(output, &extract, err));
    struct payload_receiver receiver = progress_receiver(&members, app, text_of(app, "Extracting"),
        work->opening->envelope.file_size, extract_receiver(&extract));
    status = opening_members(work->opening, &receiver, err);
    progress_finish(&members.progress);
    if (status != STATUS_OK) {
        error_prefix(err, app->options->operand[0]);
        goto out;
    }
    TRY_OUT(
        extract_add(&extract, FRAME_MANIFEST, front->manifest.data, front->manifest.length, err));
    TRY_OUT(extract_add(&extract, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, front->signature.data,
        front->signature.length, err));
    TRY_OUT(extract_commit(&extract, err));
out:
    extract_abandon(&extract);
    return status;
}

/* ---- the result ---- */

static json_t *opened_files_json(const struct manifest *manifest)
{
    json_t *files = json_array();
    for (size_t i = 0; i < manifest->files; i++) {
        char name[EXTRACT_NAME_SIZE];
        extract_name(name, &manifest->file[i], i);
        (void)json_array_append_new(
            files, json_pack("{s:s,s:s,s:I}", "file", name, "name", manifest->file[i].name, "size",
                       (json_int_t)manifest->file[i].size));
    }
    return files;
}

static json_t *opened_json(const char *output, const struct opening *opening)
{
    char id[MANIFEST_ID_HEX];
    char created[MOMENT_SIZE];
    hex_encode(id, opening->manifest.id, MANIFEST_ID_SIZE);
    moment_format(created, opening->manifest.created);
    return json_pack("{s:o,s:s,s:s,s:s,s:b,s:o,s:o}", "directory", json_shown(output), "id", id,
        "type", opening->manifest.type == MANIFEST_FEEDBACK ? "feedback" : "submission", "created",
        created, "answers_verified", opening->signed_before ? 0 : 1, "sender",
        cards_json(&opening->signer.card, &opening->signer.fingerprint), "files",
        opened_files_json(&opening->manifest));
}

/* What an authority answers: the result in short, and which file to look at. */
static void put_feedback(
    const struct app *app, const struct opening *opening, const char *output, struct buffer *text)
{
    const struct manifest_result *result = &opening->manifest.result;
    buffer_printf(text, text_of(app, "Your result as %s reads it: level %u, %u points\n"),
        opening->signer.card.name, (unsigned)result->level, (unsigned)result->points);
    for (size_t i = 2; i < opening->manifest.files; i++) {
        char name[EXTRACT_NAME_SIZE];
        extract_name(name, &opening->manifest.file[i], i);
        size_t length = strlen(name);
        if (length > 5 && strcmp(name + length - 5, ".html") == 0)
            shown_printf(
                text, text_of(app, "The report, for a web browser: %s/%s\n"), output, name);
    }
}

static enum status print_opened(
    struct app *app, const char *output, const struct opening *opening, struct error *err)
{
    const struct manifest *manifest = &opening->manifest;
    char id[MANIFEST_ID_HEX];
    char created[LOCAL_TIME_SIZE];
    struct buffer text = {0};
    hex_encode(id, manifest->id, MANIFEST_ID_SIZE);
    local_time_format(created, manifest->created);
    buffer_printf(&text,
        manifest->type == MANIFEST_FEEDBACK
            ? text_of(app, "Verified: feedback %s, sealed %s by\n")
            : text_of(app, "Verified: submission %s, sealed %s by\n"),
        id, created);
    cards_describe(app, &opening->signer.card, &opening->signer.fingerprint, &text);
    if (manifest->type == MANIFEST_FEEDBACK)
        put_feedback(app, opening, output, &text);
    shown_printf(&text, text_of(app, "Written into %s:\n"), output);
    for (size_t i = 0; i < manifest->files; i++) {
        char name[EXTRACT_NAME_SIZE];
        extract_name(name, &manifest->file[i], i);
        buffer_printf(&text, text_of(app, "  %s, %llu bytes\n"), name,
            (unsigned long long)manifest->file[i].size);
    }
    buffer_printf(&text, "  %s, %s%s\n", FRAME_MANIFEST, FRAME_MANIFEST, FRAME_SIGNATURE_SUFFIX);
    layout_paragraph(&text, "",
        text_of(app,
            "These files are no longer sealed: handle them as Begränsat hemlig (RESTRICTED)."));
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    return status;
}

static enum status work_through(
    struct app *app, const char *output, struct open_work *work, struct error *err)
{
    TRY(prepare_opening(app, output, work, err));
    TRY(workers_start(app, &work->spawner, err));
    TRY(unwrap_bundle(app, work, err));
    TRY(verify_bundle(app, work, err));
    TRY(write_files(app, output, work, err));
    if (work->opening->signed_before)
        warn(app,
            "%s: the answers in it were signed with another key than your present one; that "
            "signature was not verified",
            app->options->operand[0]);
    return app->json ? app_print_json(app, opened_json(output, work->opening), err)
                     : print_opened(app, output, work->opening, err);
}

static enum status run(struct app *app, struct error *err)
{
    struct open_work work = {.fd = -1, .spawner = SPAWNER_NONE};
    const char *output = NULL;
    TRY(option_require(app->options, &OPTION_OUTPUT_DIR, &output, err));
    enum status status = work_through(app, output, &work, err);
    opening_free(work.opening);
    spawner_stop(&work.spawner);
    free(work.trusted);
    free(work.own);
    keydir_free(&work.dir);
    if (work.fd >= 0)
        (void)descriptor_close(work.fd);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_OUTPUT_DIR,
    &OPTION_SIGNER, &OPTION_FINGERPRINT, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

static const struct option_spec *const NEEDS[] = {&OPTION_KEYS, &OPTION_OUTPUT_DIR, NULL};

const struct command open_command = {
    .name = "open",
    .summary = N_("Opens a bundle that was sealed to your own keys, into a new directory."),
    .example = N_("/media/usb/2021-10-01-12345678.sigill -k keys -o feedback"),
    .options = {OPTIONS, N_("BUNDLE"), 1, 1},
    .needs = NEEDS,
    .run = run,
    .confined_later = true,
};
