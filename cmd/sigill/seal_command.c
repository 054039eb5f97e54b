/* sigill seal: from an answers' file to a bundle for the authority. */
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/ui/confirm.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/progress.h"
#include "cmd/ui/recipient.h"
#include "cmd/ui/sealing.h"
#include "crypto/minisign.h"
#include "format/json.h"
#include "format/seal.h"
#include "format/signed_answers.h"
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- asking ---- */

static enum status ask(struct app *app, const struct sealing *sealing, struct error *err)
{
    struct buffer summary = {0};
    struct buffer question = {0};
    sealing_summary(app, sealing, &summary);
    buffer_text(&summary, "\n");
    buffer_printf(&question, text_of(app, "Seal this to %s?"), sealing->recipient.card.name);
    enum status status = buffer_status(&summary, err);
    if (status == STATUS_OK) {
        fputs(buffer_string(&summary), app->err);
        status = confirm(app, buffer_string(&question), err);
    }
    buffer_free(&summary);
    buffer_free(&question);
    return status;
}

/* ---- the work ---- */

/* The members of the payload in memory: answers.json and its signature. */
struct signed_answers {
    struct buffer json;
    struct buffer signature;
    struct cursor json_cursor;
    struct cursor signature_cursor;
};

static enum status sign_answers(const struct sealing *sealing, const struct minisign_secret *sign,
    struct signed_answers *made, struct error *err)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    signed_answers_comment(comment, sealing->own.number);
    enum status status =
        answers_encode(sealing->loaded.edition, sealing->loaded.answers, &made->json, err);
    if (status == STATUS_OK)
        status =
            minisign_sign(sign, made->json.data, made->json.length, comment, &made->signature, err);
    made->json_cursor = (struct cursor){made->json.data, made->json.length, 0};
    made->signature_cursor = (struct cursor){made->signature.data, made->signature.length, 0};
    return status;
}

/* *members is allocated. */
static enum status list_members(struct sealing *sealing, struct signed_answers *made,
    struct payload_member **members, struct error *err)
{
    (void)err;
    struct attachments *attachments = &sealing->attachments;
    struct payload_member *list = memory_new(2 + attachments->count, sizeof *list);
    list[0] = (struct payload_member){
        source_from_bytes(&made->json_cursor), made->json.length, "answers.json"};
    list[1] = (struct payload_member){source_from_bytes(&made->signature_cursor),
        made->signature.length, "answers.json" FRAME_SIGNATURE_SUFFIX};
    for (size_t i = 0; i < attachments->count; i++) {
        struct attachment *attachment = &attachments->list[i];
        list[2 + i] = (struct payload_member){
            source_from_descriptor(&attachment->descriptor), attachment->size, attachment->name};
    }
    *members = list;
    return STATUS_OK;
}

static enum status write_bundle(struct app *app, struct sealing *sealing,
    const struct seal_request *request, struct fingerprint *digest, uint64_t *size,
    struct error *err)
{
    struct new_file file;
    struct stat about = {0};
    bool replace = option_given(app->options, &OPTION_FORCE);
    enum status status = new_file_create(&file, sealing->path, S_IRUSR | S_IWUSR, replace, err);
    if (status != STATUS_OK)
        return status;
    status = seal_bundle(request, &sealing->manifest, &file, digest, err);
    if (status == STATUS_OK && fstat(file.fd, &about) != 0)
        status = error_system(err, "%s: cannot be examined", sealing->path);
    *size = (uint64_t)about.st_size;
    if (status == STATUS_OK)
        status = new_file_commit(&file, err);
    new_file_abandon(&file);
    return status;
}

static enum status seal_members(struct app *app, struct sealing *sealing,
    const struct minisign_secret *sign, const struct payload_member *members,
    struct fingerprint *digest, uint64_t *size, struct error *err)
{
    struct progress bar;
    struct age_recipients recipients = {0};
    size_t count = 2 + sealing->attachments.count;
    uint64_t total = members[0].size + members[1].size + sealing->attachments.size;
    enum status status = card_add_recipients(&sealing->recipient.card, &recipients, err);
    progress_start(&bar, app, text_of(app, "Sealing"), total);
    struct payload_progress progress = progress_payload(&bar);
    struct seal_request request = {sign, &recipients, members, count, &progress};
    if (status == STATUS_OK)
        status = write_bundle(app, sealing, &request, digest, size, err);
    progress_finish(&bar);
    age_recipients_free(&recipients);
    return status;
}

static enum status seal(struct app *app, struct sealing *sealing, struct fingerprint *digest,
    uint64_t *size, struct error *err)
{
    struct minisign_secret *sign = NULL;
    struct signed_answers made = {0};
    struct payload_member *members = NULL;
    enum status status = keys_unlock_sign(app, &sealing->dir, &sign, err);
    if (status == STATUS_OK)
        status = sign_answers(sealing, sign, &made, err);
    if (status == STATUS_OK)
        status = list_members(sealing, &made, &members, err);
    if (status == STATUS_OK)
        status = seal_members(app, sealing, sign, members, digest, size, err);
    minisign_key_free(sign);
    free(members);
    buffer_wipe(&made.json);
    buffer_free(&made.signature);
    return status;
}

/* ---- afterwards ---- */

/* The bundle is good without its line in the journal: that is missed later, and so is reported now.
 */
static enum status note_in_journal(
    const struct sealing *sealing, const struct fingerprint *digest, struct error *err)
{
    const struct answers *answers = sealing->loaded.answers;
    const struct manifest *manifest = &sealing->manifest;
    struct error late;
    struct journal_entry entry = {
        .sealed = *digest,
        .created = manifest->created,
        .recipient = sealing->recipient.fingerprint,
        .supersedes_any = manifest->supersedes_any != 0,
    };
    memcpy(entry.id, manifest->id, MANIFEST_ID_SIZE);
    memcpy(entry.supersedes, manifest->supersedes, MANIFEST_ID_SIZE);
    (void)snprintf(entry.edition, sizeof entry.edition, "%s", manifest->edition);
    (void)snprintf(entry.from, sizeof entry.from, "%.10s", answers->period_from);
    (void)snprintf(entry.to, sizeof entry.to, "%.10s", answers->period_to);
    error_init(&late, err->catalog);
    if (journal_append(sealing->dir.path, &entry, &late) == STATUS_OK)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the bundle is whole and stands as %s, but it could not be noted in the journal (%s): "
        "its receipt will not be recognised, and the next bundle will not supersede it by "
        "itself",
        sealing->path, late.text);
}

static json_t *result_json(
    const struct sealing *sealing, const struct fingerprint *digest, uint64_t size)
{
    char id[MANIFEST_ID_HEX];
    char supersedes[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char groups[FINGERPRINT_SHORT_SIZE];
    hex_encode(id, sealing->manifest.id, MANIFEST_ID_SIZE);
    hex_encode(supersedes, sealing->manifest.supersedes, MANIFEST_ID_SIZE);
    fingerprint_hex(sealed, digest);
    fingerprint_short(groups, digest);
    return json_pack("{s:o,s:s,s:s,s:s,s:I,s:s?}", "file", json_shown(sealing->path), "id", id,
        "sealed", sealed, "short", groups, "size", (json_int_t)size, "supersedes",
        sealing->manifest.supersedes_any ? supersedes : NULL);
}

static enum status print_text(struct app *app, const struct sealing *sealing,
    const struct fingerprint *digest, uint64_t size, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    char groups[FINGERPRINT_SHORT_SIZE];
    struct buffer text = {0};
    struct buffer next = {0};
    hex_encode(id, sealing->manifest.id, MANIFEST_ID_SIZE);
    fingerprint_short(groups, digest);
    buffer_printf(&text, text_of(app, "Sealed, read back and verified: %s\n"), sealing->path);
    buffer_printf(&text, text_of(app, "  Id             %s\n"), id);
    buffer_printf(&text, text_of(app, "  Short digest   %s\n"), groups);
    buffer_printf(&text, text_of(app, "  Size           %llu bytes\n\n"), (unsigned long long)size);
    buffer_printf(&next,
        text_of(app, "Write the short digest on the transfer slip, carry the file to %s, and keep "
                     "it until the receipt has come; `sigill receipt` reads that."),
        sealing->recipient.card.name);
    layout_paragraph(&text, "", buffer_string(&next));
    enum status status = app_print(app, &text, err);
    buffer_free(&text);
    buffer_free(&next);
    return status;
}

static enum status run(struct app *app, struct error *err)
{
    struct sealing sealing = {0};
    struct fingerprint digest;
    uint64_t size = 0;
    enum status status = sealing_gather(app, clock_now(), &sealing, err);
    if (status == STATUS_OK)
        status = ask(app, &sealing, err);
    if (status == STATUS_OK)
        status = seal(app, &sealing, &digest, &size, err);
    if (status == STATUS_OK) {
        enum status noted = note_in_journal(&sealing, &digest, err);
        status = app->json ? app_print_json(app, result_json(&sealing, &digest, size), err)
                           : print_text(app, &sealing, &digest, size, err);
        status = noted == STATUS_OK ? status : noted;
    }
    sealing_free(&sealing);
    return status;
}

static const struct option_spec *const OPTIONS[] = {&OPTION_KEYS, &OPTION_ATTACH,
    &OPTION_SUPERSEDES, &OPTION_TO, &OPTION_OUTPUT, &OPTION_FORCE, &OPTION_YES, &OPTION_EDITION,
    &OPTION_PASSPHRASE_FILE, &OPTION_EXAMPLE_KEYS, &OPTION_JSON, NULL};

const struct command seal_command = {
    .name = "seal",
    .summary = N_("Signs the answers and seals them to the authority as a bundle."),
    .options = {OPTIONS, N_("FILE"), 1, 1},
    .run = run,
};
