/* Sealing what was gathered: the bundle, and its line in the journal. */
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/text.h"
#include "cmd/ui/keys.h"
#include "cmd/ui/output.h"
#include "cmd/ui/progress.h"
#include "cmd/ui/sealing.h"
#include "crypto/minisign.h"
#include "format/seal.h"
#include "format/signed_answers.h"

#include <stdlib.h>
#include <string.h>

enum { ANSWERS_MEMBERS = 2 }; /* before the attachments: the answers and their signature */

/* What the payload holds. */
struct contents {
    struct buffer json;
    struct buffer signature;
    struct cursor json_cursor;
    struct cursor signature_cursor;
    struct payload_member *member; /* owned */
    size_t members;
    uint64_t size; /* of them all */
};

static enum status sign_answers(const struct sealing *sealing, const struct minisign_secret *sign,
    struct contents *contents, struct error *err)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    struct buffer *json = &contents->json;
    signed_answers_comment(comment, sealing->own.number);
    TRY(answers_encode(sealing->loaded.edition, sealing->loaded.answers, json, err));
    return minisign_sign(sign, json->data, json->length, comment, &contents->signature, err);
}

static void list_members(struct sealing *sealing, struct contents *contents)
{
    struct attachments *attachments = &sealing->attachments;
    const struct buffer *json = &contents->json;
    const struct buffer *signature = &contents->signature;
    contents->json_cursor = (struct cursor){json->data, json->length, 0};
    contents->signature_cursor = (struct cursor){signature->data, signature->length, 0};
    contents->members = ANSWERS_MEMBERS + attachments->count;
    contents->member = memory_new(contents->members, sizeof *contents->member);
    contents->member[0] = (struct payload_member){
        source_from_bytes(&contents->json_cursor), json->length, "answers.json"};
    contents->member[1] = (struct payload_member){source_from_bytes(&contents->signature_cursor),
        signature->length, "answers.json" FRAME_SIGNATURE_SUFFIX};
    for (size_t i = 0; i < attachments->count; i++) {
        struct attachment *attachment = &attachments->list[i];
        contents->member[ANSWERS_MEMBERS + i] = (struct payload_member){
            source_from_descriptor(&attachment->descriptor), attachment->size, attachment->name};
    }
    contents->size = json->length + signature->length + attachments->size;
}

/* A journal that cannot be written keeps no bundle from its name. */
static void prepare_journal(const struct sealing *sealing, struct sealed *sealed)
{
    const struct answers *answers = sealing->loaded.answers;
    const struct manifest *manifest = &sealing->manifest;
    struct journal_entry entry = {
        .sealed = sealed->digest,
        .created = manifest->created,
        .recipient = sealing->recipient.fingerprint,
        .authority = sealing->recipient.card.sign,
        .supersedes_any = sealing->given_any,
    };
    memcpy(entry.id, manifest->id, MANIFEST_ID_SIZE);
    memcpy(entry.supersedes, sealing->given, MANIFEST_ID_SIZE);
    text_copy(entry.edition, sizeof entry.edition, manifest->edition);
    text_copy(entry.from, sizeof entry.from, answers->period_from);
    text_copy(entry.to, sizeof entry.to, answers->period_to);
    sealed->noted = journal_prepare(sealing->dir.path, &entry, &sealed->addition, &sealed->unnoted);
}

static enum status write_sealed(struct app *app, struct sealing *sealing,
    const struct seal_request *request, struct sealed *sealed, struct error *err)
{
    struct new_file file;
    sealed->addition = JOURNAL_ADDITION_NONE;
    error_init(&sealed->unnoted, err->catalog);
    TRY(output_create(app, sealing->path, NULL, &file, err));
    enum status status;
    TRY_OUT(seal_bundle(request, &sealing->manifest, &file, &sealed->digest, err));
    if (!descriptor_size(file.fd, &sealed->size))
        TRY_OUT(error_system(err, "%s: cannot be examined", sealing->path));
    prepare_journal(sealing, sealed);
    TRY_OUT(new_file_commit(&file, err));
out:
    if (status != STATUS_OK)
        journal_abandon(&sealed->addition);
    new_file_abandon(&file);
    return status;
}

static enum status seal_members(struct app *app, struct sealing *sealing,
    const struct minisign_secret *sign, const struct contents *contents, struct sealed *sealed,
    struct error *err)
{
    struct progress bar;
    struct age_recipients recipients = {0};
    TRY(card_add_recipients(&sealing->recipient.card, &recipients, err));
    progress_start(&bar, app, text_of(app, "Sealing"), contents->size);
    struct stream_progress progress = progress_stream(&bar);
    struct seal_request request = {
        sign, &recipients, contents->member, contents->members, &progress, 0};
    enum status status = write_sealed(app, sealing, &request, sealed, err);
    progress_finish(&bar);
    age_recipients_free(&recipients);
    return status;
}

enum status sealing_bundle(
    struct app *app, struct sealing *sealing, struct sealed *sealed, struct error *err)
{
    struct minisign_secret *sign = NULL;
    struct contents contents = {0};
    enum status status;
    TRY_OUT(keys_unlock_sign(app, &sealing->dir, &sign, err));
    TRY_OUT(sign_answers(sealing, sign, &contents, err));
    list_members(sealing, &contents);
    TRY_OUT(seal_members(app, sealing, sign, &contents, sealed, err));
out:
    minisign_key_free(sign);
    free(contents.member);
    buffer_wipe(&contents.json);
    buffer_free(&contents.signature);
    return status;
}

enum status sealing_journal(const struct sealing *sealing, struct sealed *sealed, struct error *err)
{
    struct error *unnoted = &sealed->unnoted;
    if (sealed->noted == STATUS_OK && journal_commit(&sealed->addition, unnoted) == STATUS_OK)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "the bundle is whole and stands as %s, but it could not be noted in the journal (%s): "
        "its receipt will not be recognised, and the next bundle will not supersede it by "
        "itself",
        sealing->path, unnoted->text);
}
