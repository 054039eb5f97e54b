#include "register/receive.h"

#include "base/file.h"
#include "base/memory.h"
#include "crypto/age_header.h"
#include "crypto/secret.h"
#include "format/receipt.h"
#include "isolate/client.h"
#include "register/changes.h"
#include "register/intake.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One bundle on its way; what is owned is released in receive_file. */
struct passage {
    const struct receiver *receiver;
    struct verdict *verdict;
    struct intake intake;
    uint8_t *file_key; /* secret memory */
    struct bundle_envelope envelope;
    struct client worker;
    struct bundle_front front;
    struct sender *sender;
    struct minisign_claim claim;
    struct manifest *manifest;
    struct answers *answers;
    struct buffer signature; /* of the answers */
    struct buffer json;      /* the answers, built anew */
    size_t edition;          /* its place among the receiver's */
    struct submission submission;
};

static enum status prepare(struct passage *passage, struct error *err)
{
    (void)err;
    passage->intake = INTAKE_NONE;
    passage->worker = CLIENT_NONE;
    passage->file_key = secret_new(AGE_FILE_KEY_SIZE);
    passage->sender = memory_new(1, sizeof *passage->sender);
    passage->manifest = memory_new(1, sizeof *passage->manifest);
    passage->answers = memory_new(1, sizeof *passage->answers);
    return STATUS_OK;
}

static void release(struct passage *passage)
{
    client_end(&passage->worker);
    intake_release(&passage->intake);
    secret_free(passage->file_key);
    bundle_front_free(&passage->front);
    buffer_free(&passage->signature);
    buffer_wipe(&passage->json);
    free(passage->sender);
    free(passage->manifest);
    if (passage->answers != NULL)
        sodium_memzero(passage->answers, sizeof *passage->answers);
    free(passage->answers);
}

static void name_sender(struct passage *passage)
{
    struct verdict *verdict = passage->verdict;
    verdict->sender_known = true;
    (void)snprintf(verdict->number, sizeof verdict->number, "%s", passage->sender->card.number);
    (void)snprintf(verdict->name, sizeof verdict->name, "%s", passage->sender->card.name);
}

static void name_signer(struct passage *passage)
{
    struct verdict *verdict = passage->verdict;
    verdict->signer_known = true;
    memcpy(verdict->signer, passage->claim.number, sizeof verdict->signer);
}

/* Up to the manifest: what it says may be believed after this. */
static enum status open_manifest(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    enum status status = bundle_unwrap(passage->intake.fd, passage->intake.size,
        receiver->identities, &passage->envelope, passage->file_key, err);
    if (status == STATUS_OK)
        status = client_start(receiver->spawner, passage->intake.fd, &passage->envelope,
            passage->file_key, receiver->editions, &passage->worker, err);
    if (status == STATUS_OK)
        status = client_split(&passage->worker, &passage->front, err);
    if (status != STATUS_OK)
        return status;
    status = judge_signature(
        receiver->store, &passage->front, receiver->now, passage->sender, &passage->claim, err);
    if (status == STATUS_OK || (status == STATUS_REFUSED && (err->reason == REASON_REVOKED_KEY ||
                                                                err->reason == REASON_EXPIRED_KEY)))
        name_sender(passage);
    if (status == STATUS_REFUSED && err->reason == REASON_UNKNOWN_SENDER)
        name_signer(passage);
    if (status == STATUS_OK)
        status = client_manifest(&passage->worker, &passage->front, passage->manifest, err);
    if (status == STATUS_OK)
        status = judge_record(&passage->front, passage->manifest, &passage->claim, err);
    if (status == STATUS_OK) {
        passage->verdict->id_known = true;
        memcpy(passage->verdict->id, passage->manifest->id, MANIFEST_ID_SIZE);
    }
    return status;
}

static enum status find_edition(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    enum status status = STATUS_REFUSED;
    for (size_t i = 0; status == STATUS_REFUSED && i < receiver->editions->count; i++) {
        status = judge_edition(passage->manifest, receiver->editions->edition[i], err);
        if (status == STATUS_OK)
            passage->edition = i;
    }
    return status;
}

static enum status judge_cards(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    size_t named = 0;
    enum status status =
        judge_sender_card(receiver->store, passage->manifest, receiver->now, passage->sender, err);
    name_sender(passage);
    if (status == STATUS_OK)
        status = judge_named_card(passage->manifest, receiver->history, receiver->history_count,
            receiver->now, &named, err);
    if (status != STATUS_OK)
        return status;
    bool earlier = named < receiver->history_count;
    return judge_parties(passage->manifest, &passage->envelope, passage->sender,
        earlier ? &receiver->history[named].card : receiver->own,
        earlier ? &receiver->history[named].fingerprint : receiver->own_fingerprint,
        &passage->verdict->notes, err);
}

static enum status judge(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    struct judge_notes *notes = &passage->verdict->notes;
    enum status status = judge_cards(passage, err);
    if (status == STATUS_OK)
        status = judge_id(receiver->store, passage->manifest, &passage->front,
            passage->submission.manifest_digest, err);
    if (status == STATUS_OK)
        status = find_edition(passage, err);
    if (status == STATUS_OK)
        status = client_answers(&passage->worker, &passage->front, passage->manifest,
            passage->edition, passage->answers, &passage->signature, err);
    if (status == STATUS_OK)
        status = judge_answers(receiver->editions->edition[passage->edition], passage->manifest,
            passage->sender, passage->answers, &passage->signature, &passage->json, notes, err);
    return status;
}

static void fill_submission(struct passage *passage)
{
    struct submission *row = &passage->submission;
    const struct manifest *manifest = passage->manifest;
    const struct receiver *receiver = passage->receiver;
    memcpy(row->number, manifest->sender.number, sizeof row->number);
    memcpy(row->id, manifest->id, sizeof row->id);
    row->sender = passage->sender->fingerprint;
    memcpy(row->edition, manifest->edition, sizeof row->edition);
    memcpy(row->edition_digest, manifest->edition_digest, sizeof row->edition_digest);
    row->created = manifest->created;
    row->imported = receiver->now;
    row->supersedes_any = manifest->supersedes_any;
    memcpy(row->supersedes, manifest->supersedes, sizeof row->supersedes);
    row->sealed = passage->intake.sealed;
    (void)snprintf(row->arrived, sizeof row->arrived, "%s", receiver->arrived);
    (void)snprintf(row->reference, sizeof row->reference, "%s", receiver->reference);
}

/* After a failed commit no original is left (R2), unless its row is there after all. */
static void drop_original(const struct passage *passage)
{
    struct submission row;
    struct store *store = passage->receiver->store;
    bool found = false;
    if (submissions_by_sealed(store, &passage->intake.sealed, &found, &row, NULL) == STATUS_OK &&
        !found)
        (void)intake_remove(store, STORE_ORIGINALS, &passage->intake.sealed);
}

static enum status import(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    fill_submission(passage);
    enum status status = changes_import(receiver->audit, receiver->key, &passage->submission,
        &passage->json, &passage->signature, &passage->intake, err);
    if (status != STATUS_OK)
        drop_original(passage);
    return status;
}

/* Whether the file there is our word that the bundle was imported; one that an earlier refusal left
 * is not. */
static bool is_receipt_of_import(const struct passage *passage, const char *path)
{
    struct error ignored;
    struct receipt receipt;
    struct buffer frame = {0};
    error_init(&ignored, NULL);
    bool stands = file_read(path, RECEIPT_FILE_MAX, &frame, &ignored) == STATUS_OK &&
                  receipt_open(frame.data, frame.length, &passage->receiver->own->sign, &receipt,
                      &ignored) == STATUS_OK &&
                  receipt.reason == REASON_NONE &&
                  fingerprint_equal(&receipt.sealed, &passage->verdict->sealed);
    buffer_free(&frame);
    return stands;
}

/* again: the bundle was imported before, and its receipt may be there. */
static enum status write_receipt(
    const struct passage *passage, enum reason reason, bool again, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    const struct verdict *verdict = passage->verdict;
    const struct submission *row = &passage->submission;
    struct buffer frame = {0};
    struct receipt receipt = {
        .sealed = verdict->sealed,
        .id_known = verdict->id_known,
        .reason = reason,
        .time = reason == REASON_NONE ? row->imported : receiver->now,
    };
    memcpy(receipt.id, verdict->id, sizeof receipt.id);
    (void)snprintf(receipt.reference, sizeof receipt.reference, "%s",
        reason == REASON_NONE ? row->reference : receiver->reference);
    char *path = store_file(receiver->store, STORE_RECEIPTS, verdict->sealed.bytes, RECEIPT_SUFFIX);
    enum status status = STATUS_OK;
    if (status == STATUS_OK && !(again && is_receipt_of_import(passage, path))) {
        status = receipt_seal(&receipt, receiver->sign, &frame, err);
        if (status == STATUS_OK)
            status = file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err);
    }
    buffer_free(&frame);
    free(path);
    return status;
}

/* What was imported after all lies there no more. */
static void take_from_quarantine(const struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    if (intake_remove(receiver->store, STORE_QUARANTINE, &passage->intake.sealed))
        *receiver->quarantined -= passage->intake.size;
}

/* Does what a run that was killed after its commit had still to do. */
static enum status complete(struct passage *passage, struct error *err)
{
    const struct store *store = passage->receiver->store;
    char *original =
        store_file(store, STORE_ORIGINALS, passage->intake.sealed.bytes, BUNDLE_SUFFIX);
    enum status status = original == NULL ? error_memory(err) : STATUS_OK;
    if (status == STATUS_OK && !file_exists(original))
        status = intake_keep(store, &passage->intake, err);
    if (status == STATUS_OK)
        status = write_receipt(passage, REASON_NONE, true, err);
    take_from_quarantine(passage);
    free(original);
    return status;
}

/* The same sealed bytes again: nothing new, but what is lacking of the import is completed. */
static enum status known_already(struct passage *passage, bool *known, struct error *err)
{
    struct submission *row = &passage->submission;
    struct store *store = passage->receiver->store;
    enum status status = submissions_by_sealed(store, &passage->intake.sealed, known, row, err);
    if (status != STATUS_OK || !*known)
        return status;
    passage->verdict->id_known = true;
    memcpy(passage->verdict->id, row->id, sizeof row->id);
    status = senders_of_submission(store, &row->sender, passage->sender, err);
    if (status == STATUS_OK) {
        name_sender(passage);
        status = complete(passage, err);
    }
    if (status == STATUS_OK)
        (void)error_set(err, STATUS_REFUSED, REASON_ALREADY_IMPORTED,
            "this very file is in the register already; nothing was changed");
    return status;
}

static bool has_age_magic(int fd)
{
    char magic[sizeof AGE_MAGIC - 1];
    return pread(fd, magic, sizeof magic, 0) == (ssize_t)sizeof magic &&
           memcmp(magic, AGE_MAGIC, sizeof magic) == 0;
}

static enum status note_refusal(struct passage *passage, bool bundle, struct error *err)
{
    const struct verdict *verdict = passage->verdict;
    struct refusal refusal = {
        .sealed = verdict->sealed,
        .reason = verdict->reason,
        .size = passage->intake.size,
        .bundle = bundle,
        .quarantined = verdict->quarantined,
    };
    return changes_refuse(passage->receiver->audit, &refusal, passage->receiver->now, err);
}

/* What looks like a bundle is kept for another look and gets a receipt; the rest is only reported.
 */
static enum status keep_refused(struct passage *passage, struct error *err)
{
    struct verdict *verdict = passage->verdict;
    enum status status = STATUS_OK;
    if (passage->intake.fd < 0)
        return STATUS_OK;
    bool bundle = has_age_magic(passage->intake.fd);
    if (bundle && verdict->reason != REASON_ALREADY_IMPORTED)
        status = intake_quarantine(passage->receiver->store, &passage->intake,
            passage->receiver->quarantined, &verdict->quarantined, err);
    if (status == STATUS_OK)
        status = note_refusal(passage, bundle, err);
    /* A worker that failed has not read the bundle: nothing is said of it to its sender yet. */
    if (status == STATUS_OK && bundle && verdict->reason != REASON_WORKER_FAILED)
        status = write_receipt(passage, verdict->reason, false, err);
    return status;
}

static enum status pass(struct passage *passage, const char *path, struct error *err)
{
    bool known = false;
    enum status status = prepare(passage, err);
    if (status == STATUS_OK)
        status = intake_copy(passage->receiver->store, path, &passage->intake, err);
    if (status != STATUS_OK)
        return status;
    passage->verdict->sealed_known = true;
    passage->verdict->sealed = passage->intake.sealed;
    status = known_already(passage, &known, err);
    if (status != STATUS_OK)
        return status;
    if (known) {
        passage->verdict->reason = REASON_ALREADY_IMPORTED;
        return STATUS_OK;
    }
    status = open_manifest(passage, err);
    if (status == STATUS_OK)
        status = judge(passage, err);
    if (status == STATUS_OK)
        status = import(passage, err);
    if (status != STATUS_OK)
        return status;
    take_from_quarantine(passage);
    return write_receipt(passage, REASON_NONE, false, err);
}

enum status receive_file(
    const struct receiver *receiver, const char *path, struct verdict *verdict, struct error *err)
{
    struct passage passage = {.receiver = receiver, .verdict = verdict};
    *verdict = (struct verdict){.reason = REASON_NONE};
    enum status status = pass(&passage, path, err);
    if (status == STATUS_REFUSED)
        verdict->reason = err->reason;
    if (status == STATUS_REFUSED || verdict->reason == REASON_ALREADY_IMPORTED)
        (void)snprintf(verdict->text, sizeof verdict->text, "%s", err->text);
    if (status == STATUS_REFUSED)
        status = keep_refused(&passage, err);
    if (status == STATUS_FAILED) {
        verdict->reason = REASON_IO_ERROR;
        (void)snprintf(verdict->text, sizeof verdict->text, "%s", err->text);
    }
    release(&passage);
    return status;
}
