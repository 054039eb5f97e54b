#include "register/receive.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/answer_record.h"
#include "register/receive_parts.h"

#include <stdlib.h>
#include <string.h>

void passage_begin(struct passage *passage, const struct receiver *receiver,
    const struct catalog *catalog, struct client_pause *pause, struct helpers *helpers,
    struct verdict *verdict)
{
    *passage = (struct passage){
        .receiver = receiver, .verdict = verdict, .intake = INTAKE_NONE, .helpers = helpers};
    error_init(&passage->why, catalog);
    *verdict = (struct verdict){.reason = REASON_NONE};
    passage->senders = memory_new(1, sizeof *passage->senders);
    passage->senders->store = receiver->store;
    passage->policy = judge_policy(passage->senders, receiver->own, receiver->owns, receiver->now);
    passage->policy.pause = pause;
    passage->opening = opening_new(&passage->policy);
}

static void end_opening(struct passage *passage)
{
    opening_free(passage->opening);
    free(passage->senders);
    passage->opening = NULL;
    passage->senders = NULL;
}

void passage_end(struct passage *passage)
{
    helpers_await(passage->helpers, &passage->task);
    end_opening(passage);
    intake_release(&passage->intake);
    buffer_wipe(&passage->answers);
    buffer_wipe(&passage->record);
    buffer_free(&passage->signature);
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

/* ---- the same sealed bytes again ---- */

static bool has_original(const struct passage *passage)
{
    char *original = store_file(
        passage->receiver->store, STORE_ORIGINALS, passage->intake.sealed.bytes, BUNDLE_SUFFIX);
    bool found = file_exists(original);
    free(original);
    return found;
}

static enum status keep_original(struct passage *passage, struct error *err)
{
    struct intake *intake = &passage->intake;
    TRY(intake_sync(intake, err));
    return intake_keep(passage->receiver->store, &intake, 1, err);
}

/* Does what a run that was killed after its commit had still to do. */
static enum status complete_import(struct passage *passage, struct error *err)
{
    if (!has_original(passage))
        TRY(keep_original(passage, err));
    TRY(passage_write_receipt(passage, REASON_NONE, true, err));
    passage_leave_quarantine(passage);
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

/* ---- judged good ---- */

/* That an id was used goes before all that is found behind the parties. */
static enum status judge_bundle(struct passage *passage, struct error *err)
{
    struct opening *opening = passage->opening;
    const struct editions *editions = passage->receiver->editions;
    opening_return(opening);
    while (passage->status == STATUS_OK && opening->step != OPENING_READ)
        passage->status = passage_take_step(passage, &passage->why);
    if (opening->step >= OPENING_JUDGED)
        TRY(passage_judge_again(passage, err));
    if (passage->status != STATUS_OK) {
        *err = passage->why;
        return passage->status;
    }
    return judge_result(
        editions->edition[passage->edition], &opening->manifest, &opening->answers, err);
}

enum status passage_judge(struct passage *passage, bool *known, struct error *err)
{
    helpers_await(passage->helpers, &passage->task);
    TRY(refuse_known(passage, known, err));
    enum status status = judge_bundle(passage, err);
    show_opening(passage);
    return status;
}

enum status passage_judge_again(struct passage *passage, struct error *err)
{
    return judge_id(passage->receiver->store, &passage->opening->manifest, &passage->opening->front,
        passage->submission.manifest_digest, err);
}

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

static void take_buffer(struct buffer *to, struct buffer *from)
{
    *to = *from;
    *from = (struct buffer){0};
}

void passage_make_ready(struct passage *passage)
{
    const struct opening *opening = passage->opening;
    const struct card *card = &opening->signer.card;
    fill_submission(passage);
    if (answer_record_encode(&passage->submission,
            passage->receiver->editions->edition[passage->edition], &opening->answers, card->name,
            card->group, &passage->record)) {
        answer_record_add_witness(
            &opening->answers_json, &opening->answers_signature, &passage->record);
        if (passage->intake.has_mac)
            answer_record_add_mac(&passage->intake.mac, &passage->record);
    }
    text_copy(passage->period_from, sizeof passage->period_from, opening->answers.period_from);
    text_copy(passage->period_to, sizeof passage->period_to, opening->answers.period_to);
    take_buffer(&passage->answers, &passage->opening->answers_json);
    take_buffer(&passage->signature, &passage->opening->answers_signature);
    end_opening(passage);
}

/* ---- what comes of it ---- */

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
