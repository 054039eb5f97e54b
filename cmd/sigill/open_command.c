/* sigill open: a bundle that was sealed to one's own keys, as files in a new directory. */
#include "cmd/commands.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/ui/cards.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/opened.h"
#include "cmd/ui/workers.h"
#include "crypto/secret.h"
#include "format/extract.h"
#include "format/json.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option_spec OPTION_SIGNER = {"signer", 0, N_("CARD"),
    N_("the sender's card, if it is not trusted here; --fingerprint goes with it"), false};

/* Everything that is open while the command works. */
struct opening {
    int fd;
    uint64_t size;
    struct bundle_envelope envelope;
    struct keydir dir;
    struct card own;
    struct fingerprint own_fingerprint;
    struct keydir_trusted *history; /* owned: all own cards */
    size_t history_count;
    struct keydir_trusted *signer; /* owned */
    size_t signers;
    uint8_t *file_key; /* secret memory */
    struct spawner spawner;
    struct client worker;
    struct opened opened;
};

/* ---- what is needed ---- */

/* A card that was given with its fingerprint counts as a trusted one, this time. */
static enum status load_signer(
    struct app *app, const char *path, struct opening *opening, struct error *err)
{
    struct fingerprint_given given;
    struct buffer frame = {0};
    enum status status = cards_fingerprint_given(app, &given, err);
    if (status != STATUS_OK)
        return status;
    opening->signer = memory_new(1, sizeof *opening->signer);
    opening->signers = 1;
    status = cards_read(path, &frame, err);
    if (status == STATUS_OK) {
        status = card_open(frame.data, frame.length, &given, &opening->signer->card,
            &opening->signer->fingerprint, err);
        if (status != STATUS_OK)
            error_prefix(err, path);
    }
    buffer_free(&frame);
    return status;
}

static enum status load_signers(struct app *app, struct opening *opening, struct error *err)
{
    const char *path = option_text(app->options, &OPTION_SIGNER);
    if (path != NULL)
        return load_signer(app, path, opening, err);
    if (option_given(app->options, &OPTION_FINGERPRINT))
        return error_set(err, STATUS_USAGE, REASON_BAD_VALUE,
            "--fingerprint: tells the fingerprint of the card that --signer names; give that too");
    return keydir_trusted_list(&opening->dir, &opening->signer, &opening->signers, err);
}

/* All that can be found wanting before a passphrase is asked for. */
static enum status prepare(
    struct app *app, const char *output, struct opening *opening, struct error *err)
{
    const char *path = app->options->operand[0];
    enum status status = file_open(path, true, &opening->fd, &opening->size, err);
    if (status == STATUS_OK) {
        status = bundle_look(opening->fd, opening->size, &opening->envelope, err);
        if (status != STATUS_OK)
            error_prefix(err, path);
    }
    if (status == STATUS_OK && file_exists(output))
        status = error_set(err, STATUS_FAILED, REASON_EXISTS,
            "%s: exists already and is left as it is; name a directory that is not there yet",
            output);
    if (status == STATUS_OK)
        status = keys_load(app, &opening->dir, err);
    if (status == STATUS_OK)
        status = keydir_own_card(&opening->dir, &opening->own, &opening->own_fingerprint, err);
    if (status == STATUS_OK)
        status = keydir_history(&opening->dir, &opening->history, &opening->history_count, err);
    if (status == STATUS_OK)
        status = load_signers(app, opening, err);
    return status;
}

/* ---- opening ---- */

static enum status unwrap(struct app *app, struct opening *opening, struct error *err)
{
    struct keydir_secrets secrets = {0};
    opening->file_key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status = keys_unlock(app, &opening->dir, &secrets, err);
    if (status == STATUS_OK) {
        status = bundle_unwrap(opening->fd, opening->size, &secrets.receive, &opening->envelope,
            opening->file_key, err);
        if (status != STATUS_OK)
            error_prefix(err, app->options->operand[0]);
    }
    keydir_lock(&secrets);
    return status;
}

static enum status verify(struct app *app, struct opening *opening, struct error *err)
{
    struct opened_reader reader = {&opening->own, &opening->own_fingerprint, opening->signer,
        opening->signers, clock_now(), opening->history, opening->history_count};
    enum status status = client_start(&opening->spawner, opening->fd, &opening->envelope,
        opening->file_key, NULL, &opening->worker, err);
    if (status == STATUS_OK)
        status = opened_verify(&opening->worker, &reader, &opening->opened, err);
    if (status != STATUS_OK) {
        error_prefix(err, app->options->operand[0]);
        return status;
    }
    return cards_judge(app, &opening->opened.signer->card, reader.now, err);
}

static enum status write_files(
    struct app *app, const char *output, struct opening *opening, struct error *err)
{
    struct extract extract;
    const struct bundle_front *front = &opening->opened.front;
    enum status status = extract_begin(output, &extract, err);
    if (status != STATUS_OK)
        return status;
    struct payload_receiver receiver = extract_receiver(&extract);
    status = opened_unpack(&opening->worker, &opening->opened, &receiver, err);
    if (status != STATUS_OK)
        error_prefix(err, app->options->operand[0]);
    if (status == STATUS_OK)
        status = extract_add(
            &extract, FRAME_MANIFEST, front->manifest.data, front->manifest.length, err);
    if (status == STATUS_OK)
        status = extract_add(&extract, FRAME_MANIFEST FRAME_SIGNATURE_SUFFIX, front->signature.data,
            front->signature.length, err);
    if (status == STATUS_OK)
        status = extract_commit(&extract, err);
    extract_abandon(&extract);
    return status;
}

/* ---- the result ---- */

static json_t *files_json(const struct manifest *manifest)
{
    json_t *files = json_array();
    int failed = files == NULL;
    for (size_t i = 0; i < manifest->files; i++) {
        char name[EXTRACT_NAME_SIZE];
        extract_name(name, &manifest->file[i], i);
        (void)json_array_append_new(
            files, json_pack("{s:s,s:s,s:I}", "file", name, "name", manifest->file[i].name, "size",
                       (json_int_t)manifest->file[i].size));
    }
    if (!failed)
        return files;
    json_decref(files);
    return NULL;
}

static json_t *result_json(const char *output, const struct opened *opened)
{
    char id[MANIFEST_ID_HEX];
    char created[MOMENT_SIZE];
    hex_encode(id, opened->manifest.id, MANIFEST_ID_SIZE);
    moment_format(created, opened->manifest.created);
    return json_pack("{s:o,s:s,s:s,s:s,s:b,s:o,s:o}", "directory", json_shown(output), "id", id,
        "type", opened->manifest.type == MANIFEST_FEEDBACK ? "feedback" : "submission", "created",
        created, "answers_verified", opened->signed_before ? 0 : 1, "sender",
        cards_json(&opened->signer->card, &opened->signer->fingerprint), "files",
        files_json(&opened->manifest));
}

/* What an authority answers: the result in short, and which file to look at. */
static void put_feedback(
    const struct app *app, const struct opened *opened, const char *output, struct buffer *text)
{
    const struct manifest_result *result = &opened->manifest.result;
    buffer_printf(text, text_of(app, "Your result as %s reads it: level %u, %u points\n"),
        opened->signer->card.name, (unsigned)result->level, (unsigned)result->points);
    for (size_t i = 2; i < opened->manifest.files; i++) {
        char name[EXTRACT_NAME_SIZE];
        extract_name(name, &opened->manifest.file[i], i);
        size_t length = strlen(name);
        if (length > 5 && strcmp(name + length - 5, ".html") == 0)
            buffer_printf(
                text, text_of(app, "The report, for a web browser: %s/%s\n"), output, name);
    }
}

static enum status print_text(
    struct app *app, const char *output, const struct opened *opened, struct error *err)
{
    const struct manifest *manifest = &opened->manifest;
    char id[MANIFEST_ID_HEX];
    char created[MOMENT_SIZE];
    struct buffer text = {0};
    hex_encode(id, manifest->id, MANIFEST_ID_SIZE);
    moment_format(created, manifest->created);
    buffer_printf(&text,
        manifest->type == MANIFEST_FEEDBACK
            ? text_of(app, "Verified: feedback %s, sealed %s by\n")
            : text_of(app, "Verified: submission %s, sealed %s by\n"),
        id, created);
    cards_describe(app, &opened->signer->card, &opened->signer->fingerprint, &text);
    if (manifest->type == MANIFEST_FEEDBACK)
        put_feedback(app, opened, output, &text);
    buffer_printf(&text, text_of(app, "Written into %s:\n"), output);
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

static void close_all(struct opening *opening)
{
    opened_free(&opening->opened);
    client_end(&opening->worker);
    spawner_stop(&opening->spawner);
    secret_free(opening->file_key);
    free(opening->signer);
    free(opening->history);
    keydir_free(&opening->dir);
    if (opening->fd >= 0)
        (void)close(opening->fd);
}

static enum status run(struct app *app, struct error *err)
{
    struct opening opening = {.fd = -1, .spawner = SPAWNER_NONE, .worker = CLIENT_NONE};
    const char *output = NULL;
    enum status status = option_require(app->options, &OPTION_OUTPUT_DIR, &output, err);
    if (status == STATUS_OK)
        status = prepare(app, output, &opening, err);
    if (status == STATUS_OK)
        status = workers_start(app, NULL, &opening.spawner, err);
    if (status == STATUS_OK)
        status = unwrap(app, &opening, err);
    if (status == STATUS_OK)
        status = verify(app, &opening, err);
    if (status == STATUS_OK)
        status = write_files(app, output, &opening, err);
    if (status == STATUS_OK && opening.opened.signed_before)
        warn(app,
            "%s: the answers in it were signed with another key than your present one; that "
            "signature was not verified",
            app->options->operand[0]);
    if (status == STATUS_OK)
        status = app->json ? app_print_json(app, result_json(output, &opening.opened), err)
                           : print_text(app, output, &opening.opened, err);
    close_all(&opening);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_OUTPUT_DIR,
    &OPTION_SIGNER, &OPTION_FINGERPRINT, &OPTION_NO_SANDBOX, &OPTION_PASSPHRASE_FILE,
    &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command open_command = {
    .name = "open",
    .summary = N_("Opens a bundle that was sealed to your own keys, into a new directory."),
    .options = {OPTIONS, N_("BUNDLE"), 1, 1},
    .run = run,
    .confined_later = true,
};
