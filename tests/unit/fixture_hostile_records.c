/* Bytes and records that are not those of the bundle. */
#include "fixture_hostile_plan.h"

#include <string.h>

/* ---- the signed bytes ---- */

static void change_manifest_bytes(struct served *served)
{
    served->front.manifest.data[served->front.manifest.length / 2] ^= 1;
}

static void change_signature_bytes(struct served *served)
{
    served->front.signature.data[served->front.signature.length / 2] ^= 1;
}

static void lose_signature(struct served *served)
{
    served->front.signature.length = 0;
}

static void lose_manifest(struct served *served)
{
    served->front.manifest.length = 0;
}

static void promise_huge_payload(struct served *served)
{
    served->front.payload_size = UINT64_MAX;
}

/* ---- the manifest's record ---- */

static void other_id(struct served *served)
{
    served->manifest.id[0] ^= 1;
}

static void other_recipient(struct served *served)
{
    served->manifest.recipient[0][31] ^= 1;
}

static void more_recipients(struct served *served)
{
    served->manifest.recipients = 0xFFFF;
}

static void other_sender(struct served *served)
{
    memcpy(served->manifest.sender.number, "212999-0004", sizeof "212999-0004");
}

static void other_card(struct served *served)
{
    served->manifest.sender.fingerprint[0] ^= 1;
}

static void other_result(struct served *served)
{
    served->manifest.result.points++;
}

static void other_type(struct served *served)
{
    served->manifest.type = MANIFEST_FEEDBACK;
}

static void strange_type(struct served *served)
{
    served->manifest.type = 0xFF;
}

static void other_payload(struct served *served)
{
    served->manifest.payload_digest[0] ^= 1;
}

static void strange_flag(struct served *served)
{
    served->manifest.supersedes.count = 0xFFFF;
}

static void more_files(struct served *served)
{
    served->manifest.files = 0xFFFF;
}

static void more_areas(struct served *served)
{
    served->manifest.result.areas = 0xFFFF;
}

static void endless_name(struct served *served)
{
    memset(served->manifest.sender.name, 'A', sizeof served->manifest.sender.name);
}

static void endless_everything(struct served *served)
{
    memset(&served->manifest, 0xFF, sizeof served->manifest);
}

/* ---- the answers' record ---- */

static void one_more_tick(struct served *served)
{
    served->answers.set.answer[0].options |= 2;
}

static void other_number(struct served *served)
{
    memcpy(served->answers.organisation.number, "212999-0004", sizeof "212999-0004");
}

static void strange_bool(struct served *served)
{
    memset(&served->answers.set.answer[3].yes, 0xFF, 1);
}

static void strange_other_bool(struct served *served)
{
    memset(&served->answers.set.answer[3].unknown_option, 2, 1);
}

static void strange_number(struct served *served)
{
    served->answers.set.answer[0].no = 0xFF;
}

static void strange_options(struct served *served)
{
    served->answers.set.answer[0].options = UINT32_MAX;
}

static void more_questions(struct served *served)
{
    served->answers.set.answer[MODEL_QUESTIONS_MAX - 1].yes = true;
}

static void more_covered(struct served *served)
{
    served->answers.organisation.covers = UINT32_MAX;
}

static void more_participants(struct served *served)
{
    served->answers.participants = UINT32_MAX;
}

static void endless_text(struct served *served)
{
    memset(served->answers.background, 'A', sizeof served->answers.background);
}

static void hidden_bytes(struct served *served)
{
    served->answers.approval.role[ANSWERS_NAME_SIZE - 1] = 'A';
}

static void other_signed_answers(struct served *served)
{
    served->answers = *served->other_answers;
    buffer_free(&served->signature);
    buffer_append(
        &served->signature, served->other_signature->data, served->other_signature->length);
}

static void no_answers_signature(struct served *served)
{
    served->signature.length = 0;
}

static void own_answers_signature(struct served *served)
{
    buffer_free(&served->signature);
    buffer_append(&served->signature, served->front.signature.data, served->front.signature.length);
}

const struct hostile_plan HOSTILE_RECORDS[] = {
    {.name = "manifest-bytes", .front = change_manifest_bytes},
    {.name = "signature-bytes", .front = change_signature_bytes},
    {.name = "no-signature", .front = lose_signature},
    {.name = "no-manifest", .front = lose_manifest},
    {.name = "huge-payload", .front = promise_huge_payload},
    {.name = "id", .manifest = other_id},
    {.name = "recipient", .manifest = other_recipient},
    {.name = "more-recipients", .manifest = more_recipients},
    {.name = "sender", .manifest = other_sender},
    {.name = "card", .manifest = other_card},
    {.name = "result", .manifest = other_result},
    {.name = "type", .manifest = other_type},
    {.name = "strange-type", .manifest = strange_type},
    {.name = "payload", .manifest = other_payload},
    {.name = "strange-flag", .manifest = strange_flag},
    {.name = "more-files", .manifest = more_files},
    {.name = "more-areas", .manifest = more_areas},
    {.name = "endless-name", .manifest = endless_name},
    {.name = "endless-everything", .manifest = endless_everything},
    {.name = "one-more-tick", .answers = one_more_tick},
    {.name = "number", .answers = other_number},
    {.name = "strange-bool", .answers = strange_bool},
    {.name = "strange-other-bool", .answers = strange_other_bool},
    {.name = "strange-number", .answers = strange_number},
    {.name = "strange-options", .answers = strange_options},
    {.name = "more-questions", .answers = more_questions},
    {.name = "more-covered", .answers = more_covered},
    {.name = "more-participants", .answers = more_participants},
    {.name = "endless-text", .answers = endless_text},
    {.name = "hidden-bytes", .answers = hidden_bytes},
    {.name = "other-answers", .answers = other_signed_answers},
    {.name = "no-answers-signature", .answers = no_answers_signature},
    {.name = "own-answers-signature", .answers = own_answers_signature},
    {.name = "size-byte-less", .size_by = -1},
    {.name = "size-byte-more", .size_by = 1},
    {.name = "manifest-byte-less", .manifest_by = -1},
    {.name = "manifest-byte-more", .manifest_by = 1},
    {.name = "answers-byte-less", .answers_by = -1},
    {.name = "answers-byte-more", .answers_by = 1},
    {0},
};
