#include "register/receive.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "crypto/age_header.h"
#include "format/receipt.h"
#include "isolate/opening.h"
#include "register/answer_record.h"
#include "register/changes.h"
#include "register/current.h"
#include "register/intake.h"
#include "register/judge.h"
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
    struct judge_senders *senders; /* owned */
    struct opening_policy policy;
    struct opening *opening; /* owned */
    size_t edition;          /* its place among the receiver's */
    struct submission submission;
};

/* When these bytes were first here, by the audit: what lies in quarantine came before today, and
 * its sender's card may have ended since. 0 if they were not. */
static enum status find_arrival(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    int64_t first = 0;
    bool refused = false;
    passage->policy.arrived = receiver->arrived_at;
    TRY(submissions_is_refused(receiver->store, &passage->intake.sealed, &refused, err));
    if (refused)
        TRY(submissions_first_refused(receiver->store, &passage->intake.sealed, &first, err));
    if (first != 0 && (passage->policy.arrived == 0 || first < passage->policy.arrived))
        passage->policy.arrived = first;
    return STATUS_OK;
}

static void begin_passage(struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    passage->intake = INTAKE_NONE;
    passage->senders = memory_new(1, sizeof *passage->senders);
    passage->senders->store = receiver->store;
    passage->policy = judge_policy(passage->senders, receiver->own, receiver->owns, receiver->now);
    passage->opening = opening_new(&passage->policy);
}

static void end_passage(struct passage *passage)
{
    opening_free(passage->opening);
    intake_release(&passage->intake);
    free(passage->senders);
}

/* ---- the verdict ---- */

static void name_sender(struct verdict *verdict, const struct card *card)
{
    verdict->sender_known = true;
    text_copy(verdict->number, sizeof verdict->number, card->number);
    text_copy(verdict->name, sizeof verdict->name, card->name);
}

/* As far as the opening came: no name or id is shown before the signature over it held. */
static void show_opening(const struct passage *passage)
{
    const struct opening *opening = passage->opening;
    struct verdict *verdict = passage->verdict;
    verdict->notes = opening->notes;
    if (opening->signer_known)
        name_sender(verdict, &opening->signer.card);
    if (opening->step >= OPENING_REBUILT) {
        verdict->id_known = true;
        memcpy(verdict->id, opening->manifest.id, MANIFEST_ID_SIZE);
    }
    if (opening->claim_known && !opening->signer_known) {
        const struct bundle_front *front = &opening->front;
        struct bundle_front *copy = &verdict->unproven;
        buffer_append(&copy->manifest, front->manifest.data, front->manifest.length);
        buffer_append(&copy->signature, front->signature.data, front->signature.length);
    }
}

/* ---- the import ---- */

static void fill_submission(struct passage *passage)
{
    struct submission *row = &passage->submission;
    const struct manifest *manifest = &passage->opening->manifest;
    const struct receiver *receiver = passage->receiver;
    memcpy(row->number, manifest->sender.number, sizeof row->number);
    memcpy(row->id, manifest->id, sizeof row->id);
    row->sender = passage->opening->signer.fingerprint;
    memcpy(row->edition, manifest->edition, sizeof row->edition);
    memcpy(row->edition_digest, manifest->edition_digest, sizeof row->edition_digest);
    row->created = manifest->created;
    row->imported = receiver->now;
    row->supersedes = manifest->supersedes;
    row->sealed = passage->intake.sealed;
    text_copy(row->arrived, sizeof row->arrived, receiver->arrived);
    text_copy(row->reference, sizeof row->reference, receiver->reference);
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

static enum status commit_import(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    const struct opening *opening = passage->opening;
    struct buffer record = {0};
    fill_submission(passage);
    (void)answer_record_encode(&passage->submission, receiver->editions->edition[passage->edition],
        &opening->answers, opening->signer.card.name, opening->signer.card.group, &record);
    enum status status = changes_import(receiver->audit, receiver->key, &passage->submission,
        &opening->answers_json, &opening->answers_signature, &record, &passage->intake, err);
    buffer_wipe(&record);
    if (status != STATUS_OK)
        drop_original(passage);
    return status;
}

/* ---- receipts ---- */

/* Whether the file there is our word that the bundle was imported; one that an earlier refusal left
 * is not. */
static bool is_receipt_of_import(const struct passage *passage, const char *path)
{
    struct error ignored;
    struct receipt receipt;
    struct buffer frame = {0};
    error_init(&ignored, NULL);
    bool stands = file_read(path, RECEIPT_FILE_MAX, &frame, &ignored) == STATUS_OK &&
                  receipt_open(frame.data, frame.length, &passage->receiver->own[0].card.sign,
                      &receipt, &ignored) == STATUS_OK &&
                  receipt.reason[0] == '\0' &&
                  strcmp(receipt.reference, passage->submission.reference) == 0 &&
                  fingerprint_equal(&receipt.sealed, &passage->verdict->sealed);
    buffer_free(&frame);
    return stands;
}

/* Who sent it reads its own reference in a receipt of an import, this run's in one of a refusal. */
static struct receipt fill_receipt(const struct passage *passage, enum reason reason)
{
    const struct receiver *receiver = passage->receiver;
    const struct verdict *verdict = passage->verdict;
    const struct submission *row = &passage->submission;
    bool imported = reason == REASON_NONE;
    struct receipt receipt = {
        .sealed = verdict->sealed,
        .id_known = verdict->id_known,
        .time = imported ? row->imported : receiver->now,
    };
    memcpy(receipt.id, verdict->id, sizeof receipt.id);
    if (!imported)
        text_copy(receipt.reason, sizeof receipt.reason, reason_code(reason));
    text_copy(receipt.reference, sizeof receipt.reference,
        imported ? row->reference : receiver->reference);
    return receipt;
}

/* again: the bundle was imported before, and its receipt may be there. */
static enum status write_receipt(
    const struct passage *passage, enum reason reason, bool again, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    struct buffer frame = {0};
    struct receipt receipt = fill_receipt(passage, reason);
    char *path =
        store_file(receiver->store, STORE_RECEIPTS, passage->verdict->sealed.bytes, RECEIPT_SUFFIX);
    enum status status = STATUS_OK;
    if (again && is_receipt_of_import(passage, path))
        goto out;
    TRY_OUT(receipt_seal(&receipt, receiver->sign, &frame, err));
    TRY_OUT(file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err));
out:
    buffer_free(&frame);
    free(path);
    return status;
}

/* What was imported after all lies there no more. */
static void take_from_quarantine(const struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    if (intake_remove(receiver->store, STORE_QUARANTINE, &passage->intake.sealed))
        receiver->room->quarantined -= passage->intake.size;
}

/* ---- the same sealed bytes again ---- */

static bool has_original(const struct passage *passage)
{
    char *original = store_file(
        passage->receiver->store, STORE_ORIGINALS, passage->intake.sealed.bytes, BUNDLE_SUFFIX);
    bool found = file_exists(original);
    free(original);
    return found;
}

/* Does what a run that was killed after its commit had still to do. */
static enum status complete_import(struct passage *passage, struct error *err)
{
    if (!has_original(passage))
        TRY(intake_keep(passage->receiver->store, &passage->intake, err));
    TRY(write_receipt(passage, REASON_NONE, true, err));
    take_from_quarantine(passage);
    return STATUS_OK;
}

static enum status name_known_sender(struct passage *passage, struct error *err)
{
    struct sender *sender = &passage->senders->sender;
    const struct submission *row = &passage->submission;
    passage->verdict->id_known = true;
    memcpy(passage->verdict->id, row->id, sizeof row->id);
    TRY(senders_of_submission(passage->receiver->store, &row->sender, sender, err));
    name_sender(passage->verdict, &sender->card);
    return STATUS_OK;
}

/* Nothing new, but what is lacking of the import is completed. */
static enum status refuse_known(struct passage *passage, bool *known, struct error *err)
{
    TRY(submissions_by_sealed(
        passage->receiver->store, &passage->intake.sealed, known, &passage->submission, err));
    if (!*known)
        return STATUS_OK;
    TRY(name_known_sender(passage, err));
    TRY(complete_import(passage, err));
    return error_set(err, STATUS_REFUSED, REASON_ALREADY_IMPORTED,
        "this very file is in the register already; nothing was changed; `sigill-msb amend` corrects "
        "its day of arrival and its reference");
}

/* ---- refusals ---- */

static bool has_age_magic(int fd)
{
    char magic[sizeof AGE_MAGIC - 1];
    return pread(fd, magic, sizeof magic, 0) == (ssize_t)sizeof magic &&
           memcmp(magic, AGE_MAGIC, sizeof magic) == 0;
}

static enum status commit_refusal(struct passage *passage, bool bundle, struct error *err)
{
    const struct verdict *verdict = passage->verdict;
    struct refusal refusal = {
        .sealed = verdict->sealed,
        .reason = verdict->reason,
        .size = passage->intake.size,
        .bundle = bundle,
        .quarantined = verdict->quarantined,
    };
    text_copy(refusal.number, sizeof refusal.number, verdict->number);
    return changes_refuse(passage->receiver->audit, &refusal, passage->receiver->now, err);
}

/* Whether this run has recorded a refusal of that signed manifest as an organisation's own. */
static bool is_manifest_again(const struct passage *passage)
{
    const struct buffer *manifest = &passage->opening->front.manifest;
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash(digest, sizeof digest, manifest->data, manifest->length, NULL, 0);
    return !intake_note_manifest(passage->receiver->room, digest);
}

/* Whether the refusal is one of a stranger's. An organisation's own has its signature, and is new:
 * copies of a bundle are within anyone's reach, and so are copies in which all that lies before the
 * manifest was changed, which is found damaged, or not even read. */
static enum status is_of_stranger(const struct passage *passage, bool *stranger, struct error *err)
{
    *stranger = true;
    if (!passage->verdict->sender_known || passage->verdict->reason == REASON_DAMAGED)
        return STATUS_OK;
    TRY(submissions_is_refused(passage->receiver->store, &passage->intake.sealed, stranger, err));
    *stranger = *stranger || is_manifest_again(passage);
    return STATUS_OK;
}

/* Whether there is room for what no enrolled organisation has signed. */
static enum status take_room(struct passage *passage, struct error *err)
{
    struct intake_room *room = passage->receiver->room;
    bool stranger;
    TRY(is_of_stranger(passage, &stranger, err));
    passage->verdict->unrecorded = stranger && room->strangers >= INTAKE_STRANGERS_MAX;
    room->strangers += stranger && !passage->verdict->unrecorded ? 1 : 0;
    return STATUS_OK;
}

/* What looks like a bundle is kept for another look and gets a receipt; the rest is only reported.
 */
static enum status keep_refused(struct passage *passage, struct error *err)
{
    struct verdict *verdict = passage->verdict;
    if (passage->intake.fd < 0)
        return STATUS_OK;
    TRY(take_room(passage, err));
    if (verdict->unrecorded)
        return STATUS_OK;
    bool bundle = has_age_magic(passage->intake.fd);
    if (bundle && verdict->reason != REASON_ALREADY_IMPORTED)
        TRY(intake_quarantine(passage->receiver->store, &passage->intake, passage->receiver->room,
            &verdict->quarantined, err));
    TRY(commit_refusal(passage, bundle, err));
    /* Of a bundle that could not be read nothing is said to its sender yet. */
    if (!bundle || !reason_may(verdict->reason, REASON_JUDGED))
        return STATUS_OK;
    return write_receipt(passage, verdict->reason, false, err);
}

/* ---- the steps ---- */

/* Where a bundle comes from: a file, or if there is no path a source. */
struct origin {
    const char *path;
    const struct source *source;
};

static enum status copy_in(struct passage *passage, const struct origin *origin, struct error *err)
{
    const struct store *store = passage->receiver->store;
    if (origin->path != NULL)
        TRY(intake_copy(store, origin->path, &passage->intake, err));
    else
        TRY(intake_copy_from(store, origin->source, &passage->intake, err));
    passage->verdict->sealed_known = true;
    passage->verdict->sealed = passage->intake.sealed;
    return STATUS_OK;
}

static enum status judge_bundle(struct passage *passage, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    const struct editions *editions = receiver->editions;
    struct opening *opening = passage->opening;
    const struct manifest *manifest = &opening->manifest;
    TRY(opening_unwrap(
        opening, passage->intake.fd, passage->intake.size, receiver->identities, err));
    TRY(opening_verify(opening, receiver->spawner, editions, err));
    TRY(judge_id(
        receiver->store, manifest, &opening->front, passage->submission.manifest_digest, err));
    TRY(judge_edition(editions, manifest, &passage->edition, err));
    TRY(opening_answers(opening, passage->edition, err));
    return judge_result(editions->edition[passage->edition], manifest, &opening->answers, err);
}

/* The import stands whether or not this can be found out: another submission of the organisation
 * may answer an edition that is not known here. */
static void look_at_place(struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    const struct submission *row = &passage->submission;
    struct verdict_place *place = &passage->verdict->place;
    struct stored_answers stored = {
        .store = receiver->store, .key = receiver->key, .editions = receiver->editions};
    struct current_candidate *list = NULL;
    size_t count = 0;
    place->known = current_load(&stored, row->number, &list, &count, NULL) == STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        if (manifest_lists(&row->supersedes, list[i].submission.id))
            place->replaces++;
        if (list[i].submission.serial != row->serial)
            continue;
        place->current = list[i].current;
        place->unclear = current_is_unclear(&list[i]);
    }
    const struct current_candidate *chosen = current_lapsed(list, count, row);
    place->lapsed = chosen != NULL;
    if (chosen != NULL)
        memcpy(place->chosen, chosen->submission.id, MANIFEST_ID_SIZE);
    free(list);
    stored_answers_close(&stored);
}

static enum status import_bundle(struct passage *passage, struct error *err)
{
    TRY(commit_import(passage, err));
    look_at_place(passage);
    take_from_quarantine(passage);
    return write_receipt(passage, REASON_NONE, false, err);
}

static enum status receive_passage(
    struct passage *passage, const struct origin *origin, bool *known, struct error *err)
{
    TRY(copy_in(passage, origin, err));
    TRY(refuse_known(passage, known, err));
    TRY(find_arrival(passage, err));
    enum status status = judge_bundle(passage, err);
    show_opening(passage);
    return status == STATUS_OK ? import_bundle(passage, err) : status;
}

static enum status receive_origin(const struct receiver *receiver, const struct origin *origin,
    struct verdict *verdict, struct error *err)
{
    struct passage passage = {.receiver = receiver, .verdict = verdict};
    bool known = false;
    *verdict = (struct verdict){.reason = REASON_NONE};
    begin_passage(&passage);
    enum status status = receive_passage(&passage, origin, &known, err);
    if (status == STATUS_REFUSED) {
        verdict->reason = err->reason;
        text_copy(verdict->text, sizeof verdict->text, err->text);
        status = known ? STATUS_OK : keep_refused(&passage, err);
    }
    if (status == STATUS_FAILED) {
        verdict->reason = REASON_IO_ERROR;
        text_copy(verdict->text, sizeof verdict->text, err->text);
    }
    end_passage(&passage);
    return status;
}

enum status receive_file(
    const struct receiver *receiver, const char *path, struct verdict *verdict, struct error *err)
{
    struct origin origin = {.path = path};
    return receive_origin(receiver, &origin, verdict, err);
}

enum status receive_source(const struct receiver *receiver, const struct source *source,
    struct verdict *verdict, struct error *err)
{
    struct origin origin = {.source = source};
    return receive_origin(receiver, &origin, verdict, err);
}

void verdict_free(struct verdict *verdict)
{
    bundle_front_free(&verdict->unproven);
}

bool verdict_signed_with(const struct verdict *verdict, const struct minisign_public *key)
{
    struct minisign_claim claim;
    const struct buffer *manifest = &verdict->unproven.manifest;
    const struct buffer *signature = &verdict->unproven.signature;
    return minisign_signature_peek(signature->data, signature->length, &claim, NULL) == STATUS_OK &&
           minisign_document_verify(key, manifest->data, manifest->length, claim.trusted,
               signature->data, signature->length, NULL) == STATUS_OK;
}
