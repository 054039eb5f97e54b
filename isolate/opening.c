#include "isolate/opening.h"

#include "base/clock.h"
#include "base/memory.h"
#include "crypto/secret.h"
#include "format/document.h"
#include "format/signed_answers.h"
#include "isolate/opening_notes.h"
#include "isolate/opening_shares.h"
#include "isolate/refusal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- the order of steps ---- */

struct opening *opening_new(const struct opening_policy *policy)
{
    struct opening *opening = memory_new(1, sizeof *opening);
    opening->policy = policy;
    opening->fd = -1;
    opening->worker = CLIENT_NONE;
    return opening;
}

void opening_drop_file_key(struct opening *opening)
{
    secret_free(opening->file_key);
    opening->file_key = NULL;
}

static void end_opening(struct opening *opening)
{
    opening->over = true;
    client_end(&opening->worker);
    opening_shares_end(opening);
    opening_drop_file_key(opening);
}

void opening_free(struct opening *opening)
{
    if (opening == NULL)
        return;
    end_opening(opening);
    bundle_front_free(&opening->front);
    buffer_wipe(&opening->answers_json);
    buffer_free(&opening->answers_signature);
    sodium_memzero(opening, sizeof *opening);
    free(opening);
}

enum status opening_expect_step(
    struct opening *opening, enum opening_step before, struct error *err)
{
    if (opening->step == before && !opening->over)
        return STATUS_OK;
    end_opening(opening);
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR,
        "a step of opening a bundle was taken out of its order, which is a fault of this program; "
        "please report it");
}

/* What a step came to: the way on, or the end. */
enum status opening_end_step(struct opening *opening, enum opening_step reached, enum status status)
{
    if (status == STATUS_OK)
        opening->step = reached;
    else
        end_opening(opening);
    return status;
}

/* ---- unwrap, start, split ---- */

enum status opening_unwrap(struct opening *opening, int fd, uint64_t size,
    const struct age_identities *identities, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_NEW, err));
    opening->fd = fd;
    opening->file_key = secret_new(AGE_FILE_KEY_SIZE);
    enum status status =
        bundle_unwrap(fd, size, identities, &opening->envelope, opening->file_key, err);
    opening->envelope.settled = opening->policy->submissions || opening->policy->kept;
    return opening_end_step(opening, OPENING_UNWRAPPED, status);
}

/* A worker in a process of its own has the file key there: this process needs it no longer, unless
 * for others. */
enum status opening_start_ahead(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_UNWRAPPED, err));
    enum status status = client_start(spawner, opening->fd, &opening->envelope, opening->file_key,
        editions, &opening->worker, err);
    opening->worker.pause = opening->policy->pause;
    if (!opening->worker.inside && !opening_may_share(opening, opening->envelope.file_size))
        opening_drop_file_key(opening);
    return opening_end_step(opening, OPENING_STARTED, status);
}

enum status opening_ahead(struct opening *opening, uint64_t written, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_STARTED, err));
    return opening_end_step(opening, OPENING_STARTED, client_ahead(&opening->worker, written, err));
}

enum status opening_ask_split(struct opening *opening, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_STARTED, err));
    return opening_end_step(opening, OPENING_STARTED, client_ask_split(&opening->worker, err));
}

enum status opening_start(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err)
{
    TRY(opening_start_ahead(opening, spawner, editions, err));
    return opening_ask_split(opening, err);
}

enum status opening_split(struct opening *opening, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_STARTED, err));
    return opening_end_step(
        opening, OPENING_SPLIT, client_split(&opening->worker, &opening->front, err));
}

/* ---- the signature ---- */

/* Today, or when the bundle came: it may have lain on the way, or here, since then. */
static bool is_valid_card(const struct opening_policy *policy, const struct card *card)
{
    return card_valid_on(card, policy->now) ||
           (policy->arrived != 0 && card_valid_on(card, policy->arrived));
}

static enum status refuse_expired(const struct opening *opening, struct error *err)
{
    const struct card *card = &opening->signer.card;
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    if (opening->policy->kept || is_valid_card(opening->policy, card))
        return STATUS_OK;
    day_format(from, card->valid_from);
    day_format(until, card->valid_until);
    return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
        "%s: its card is valid from %s to %s, by the clock of this machine not today; check the "
        "clock, or ask for a new card",
        card->name, from, until);
}

/* Tries the key at a place among those that have the number. */
static enum status try_key(struct opening *opening, size_t place, struct error *err)
{
    const struct opening_policy *policy = opening->policy;
    const struct buffer *manifest = &opening->front.manifest;
    const struct buffer *signature = &opening->front.signature;
    TRY(policy->whose_key(policy->context, opening->claim.number, place, &opening->signer, err));
    return minisign_document_verify(&opening->signer.card.sign, manifest->data, manifest->length,
        opening->claim.trusted, signature->data, signature->length, err);
}

/* Where keys have the number and none holds, it is the signature that is refused. */
static enum status find_signer(struct opening *opening, struct error *err)
{
    struct error last;
    struct error why;
    enum status status;
    error_init(&why, err == NULL ? NULL : err->catalog);
    size_t place = 0;
    do {
        last = why;
        status = try_key(opening, place++, &why);
    } while (status == STATUS_REFUSED && why.reason == REASON_BAD_SIGNATURE);
    if (status == STATUS_REFUSED && last.reason == REASON_BAD_SIGNATURE)
        why = last;
    if (status != STATUS_OK && err != NULL)
        *err = why;
    return status;
}

static enum status verify_manifest(struct opening *opening, struct error *err)
{
    const struct opening_policy *policy = opening->policy;
    const struct buffer *signature = &opening->front.signature;
    TRY(minisign_signature_peek(signature->data, signature->length, &opening->claim, err));
    opening->claim_known = true;
    TRY(find_signer(opening, err));
    opening->signer_known = true;
    if (policy->may_read != NULL)
        TRY(policy->may_read(policy->context, &opening->front, err));
    TRY(refuse_expired(opening, err));
    return client_ask_manifest(&opening->worker, err);
}

enum status opening_signature(struct opening *opening, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_SPLIT, err));
    return opening_end_step(opening, OPENING_SIGNED, verify_manifest(opening, err));
}

/* ---- the manifest ---- */

/* A record out of bounds is no manifest of this version, whatever the bound is called; and what
 * stands in it is a stranger's or a worker's, and is not shown. */
static enum status confirm_record(const struct opening *opening, struct error *err)
{
    const struct buffer *json = &opening->front.manifest;
    const struct frame_view view = {json->data, json->length};
    enum status status = document_confirm(&manifest_document, &view, &opening->manifest, err);
    if (status == STATUS_REFUSED && err != NULL && err->reason != REASON_TOO_LARGE &&
        err->reason != REASON_CONTENT_MISMATCH)
        err->reason = REASON_UNKNOWN_FORMAT;
    return refusal_in_our_words(status, err);
}

/* The record must be the very manifest that was signed: its only form is the bytes under the
 * signature, and the signature's comment names it. */
static enum status rebuild_manifest(struct opening *opening, struct error *err)
{
    char comment[MANIFEST_COMMENT_SIZE];
    TRY(client_manifest(&opening->worker, &opening->front, &opening->manifest, err));
    TRY(confirm_record(opening, err));
    manifest_comment(comment, &opening->manifest);
    if (strcmp(comment, opening->claim.trusted) != 0)
        return error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature was made for another document than this manifest");
    return STATUS_OK;
}

enum status opening_manifest(struct opening *opening, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_SIGNED, err));
    return opening_end_step(opening, OPENING_REBUILT, rebuild_manifest(opening, err));
}

/* ---- the parties ---- */

/* The key is the sender's own, and so is what it signed: most often its card was renewed. */
static enum status refuse_unknown_card(
    const struct opening_policy *policy, const struct card *card, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
        policy->submissions
            ? N_("%s has sealed it with its own key and another card than those that are enrolled "
                 "here: the card was renewed; ask for the new card, `sigill-msb enrol CARD`, and "
                 "receive it again")
            : N_("%s has sealed it with its own key and another card than those that are trusted "
                 "here: the card was renewed; ask for the new card, `sigill trust CARD`, and open "
                 "it again"),
        card->name);
}

/* Cards that follow each other have the same key: the manifest names the one that was in force. */
static enum status judge_sender(struct opening *opening, struct error *err)
{
    const struct opening_policy *policy = opening->policy;
    const struct manifest_sender *said = &opening->manifest.sender;
    const struct card *card = &opening->signer.card;
    if (policy->whose_card != NULL)
        TRY(policy->whose_card(policy->context, said->fingerprint, &opening->signer, err));
    if (strcmp(said->number, card->number) == 0 &&
        memcmp(said->fingerprint, opening->signer.fingerprint.bytes, FINGERPRINT_SIZE) != 0)
        return refuse_unknown_card(policy, card, err);
    if (memcmp(said->fingerprint, opening->signer.fingerprint.bytes, FINGERPRINT_SIZE) != 0 ||
        strcmp(said->number, card->number) != 0 || strcmp(said->name, card->name) != 0 ||
        strcmp(said->group, card->group) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "signed with the key of %s, but it says to come from another organisation or card",
            card->name);
    return refuse_expired(opening, err);
}

static enum status refuse_own_card(const struct card *own, struct error *err)
{
    char from[DAY_SIZE];
    char until[DAY_SIZE];
    day_format(from, own->valid_from);
    day_format(until, own->valid_until);
    return error_set(err, STATUS_REFUSED, REASON_WRONG_RECIPIENT,
        "sealed to your card number %u in its series, which is valid from %s to %s, by the clock "
        "of this machine not today; check the clock, or let the sender trust your present card and "
        "seal anew",
        (unsigned)own->series, from, until);
}

/* Any own card is good from its first day to its last, for bundles on the road; and of a card's
 * keys none may be lacking and no other added (S3). */
static enum status judge_recipient(struct opening *opening, struct error *err)
{
    const struct opening_policy *policy = opening->policy;
    const struct manifest *manifest = &opening->manifest;
    const struct keydir_trusted *named = NULL;
    if (policy->kept)
        return STATUS_OK;
    for (size_t i = 0; manifest->recipients == 1 && i < policy->owns; i++) {
        if (memcmp(manifest->recipient[0], policy->own[i].fingerprint.bytes, FINGERPRINT_SIZE) == 0)
            named = &policy->own[i];
    }
    if (named != NULL && !is_valid_card(policy, &named->card))
        return refuse_own_card(&named->card, err);
    if (named == NULL || opening->envelope.stanzas != named->card.recipients)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_RECIPIENT,
            "sealed to, or naming, another recipient than your own card alone; ask the sender to "
            "seal it anew to your present card");
    opening->own = named;
    return STATUS_OK;
}

/* Who may seal what: neither can be taken for the other. */
static enum status judge_type(const struct opening *opening, struct error *err)
{
    const struct card *card = &opening->signer.card;
    bool feedback = opening->manifest.type == MANIFEST_FEEDBACK;
    bool authority = card->role == CARD_AUTHORITY;
    if (feedback && (opening->policy->submissions || opening->policy->kept))
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "this is a feedback to an organisation, which opens it with `sigill open`; there is "
            "nothing to receive");
    if (feedback && !authority)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "it says to be feedback, which only an authority gives, but %s sealed it", card->name);
    if (!feedback && authority)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "it says to be a submission, which only an organisation makes, but %s sealed it",
            card->name);
    return STATUS_OK;
}

static enum status judge_parties(struct opening *opening, struct error *err)
{
    TRY(judge_sender(opening, err));
    TRY(judge_recipient(opening, err));
    TRY(judge_type(opening, err));
    if (!opening->policy->kept)
        opening_note_times(opening, err);
    return STATUS_OK;
}

enum status opening_parties(struct opening *opening, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_REBUILT, err));
    return opening_end_step(opening, OPENING_JUDGED, judge_parties(opening, err));
}

enum status opening_verify(struct opening *opening, const struct spawner *spawner,
    const struct editions *editions, struct error *err)
{
    TRY(opening_start(opening, spawner, editions, err));
    TRY(opening_split(opening, err));
    TRY(opening_signature(opening, err));
    TRY(opening_manifest(opening, err));
    return opening_parties(opening, err);
}

/* ---- the answers ---- */

static bool has_promised_digest(const struct buffer *bytes, const struct manifest_file *file)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    (void)crypto_generichash(digest, sizeof digest, bytes->data, bytes->length, NULL, 0);
    return memcmp(digest, file->digest, sizeof digest) == 0;
}

static enum status compare_answers(struct opening *opening, struct error *err)
{
    const struct manifest *manifest = &opening->manifest;
    const struct answers *answers = &opening->answers;
    const struct card *card = &opening->signer.card;
    if (strcmp(answers->organisation.number, card->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "the answers are those of %s, but %s sealed them", answers->organisation.number,
            card->number);
    if (!has_promised_digest(&opening->answers_json, &manifest->file[0]) ||
        !has_promised_digest(&opening->answers_signature, &manifest->file[1]) ||
        strcmp(answers->marking, manifest->marking) != 0)
        return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the answers are not those that the signed manifest promises");
    if (strcmp(answers->organisation.name, card->name) != 0)
        opening_note(&opening->notes, err,
            "the answers call the organisation %s; the card's name %s is used",
            answers->organisation.name, card->name);
    return STATUS_OK;
}

static enum status open_answers(struct opening *opening, size_t edition, struct error *err)
{
    TRY(client_answers(&opening->worker, &opening->front, &opening->manifest, edition,
        &opening->answers, &opening->answers_signature, err));
    TRY(refusal_in_our_words(answers_encode(opening->worker.editions->edition[edition],
                                 &opening->answers, &opening->answers_json, err),
        err));
    const struct card *card = &opening->signer.card;
    enum status status = signed_answers_verify(
        &card->sign, card->number, &opening->answers_json, &opening->answers_signature, err);
    if (status != STATUS_OK) {
        error_prefix(err, "answers.json");
        return status;
    }
    return compare_answers(opening, err);
}

bool opening_asks_nobody(const struct opening *opening)
{
    bool of_reply = opening->step == OPENING_SIGNED || opening->step == OPENING_JUDGED;
    return !opening->over &&
           (opening->step == OPENING_NEW || (of_reply && client_has_reply(&opening->worker)));
}

enum status opening_answers(struct opening *opening, size_t edition, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_JUDGED, err));
    return opening_end_step(opening, OPENING_READ, open_answers(opening, edition, err));
}

/* ---- the members ---- */

/* Hands on what it is given, and keeps the first two members. */
struct keeper {
    const struct payload_receiver *receiver;
    struct buffer kept[2]; /* answers.json and its signature */
    size_t place;
};

static enum status keep_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct keeper *keeper = context;
    keeper->place = place;
    return keeper->receiver->begin(keeper->receiver->context, place, file, err);
}

static enum status keep_write(void *context, const void *bytes, size_t length, struct error *err)
{
    struct keeper *keeper = context;
    if (keeper->place < 2)
        buffer_append(&keeper->kept[keeper->place], bytes, length);
    return keeper->receiver->write(keeper->receiver->context, bytes, length, err);
}

/* Feedback holds the answers that it is about as the reader once signed them, perhaps with a key
 * that is gone since. */
static enum status verify_member_answers(
    struct opening *opening, const struct keeper *keeper, struct error *err)
{
    struct minisign_claim claim;
    const struct buffer *signature = &keeper->kept[1];
    bool feedback = opening->manifest.type == MANIFEST_FEEDBACK;
    const struct card *organisation = feedback ? &opening->own->card : &opening->signer.card;
    TRY(minisign_signature_peek(signature->data, signature->length, &claim, err));
    opening->signed_before =
        feedback && memcmp(claim.number, organisation->sign.number, MINISIGN_NUMBER_SIZE) != 0;
    if (opening->signed_before)
        return STATUS_OK;
    return signed_answers_verify(
        &organisation->sign, organisation->number, &keeper->kept[0], signature, err);
}

static enum status open_members(
    struct opening *opening, const struct payload_receiver *receiver, struct error *err)
{
    struct keeper keeper = {.receiver = receiver};
    struct payload_receiver keeping = {keep_begin, keep_write, &keeper};
    enum status status = STATUS_OK;
    TRY_OUT(client_members(&opening->worker, &opening->front, &opening->manifest, &keeping, err));
    status = verify_member_answers(opening, &keeper, err);
    if (status != STATUS_OK)
        error_prefix(err, "answers.json");
out:
    buffer_wipe(&keeper.kept[0]);
    buffer_free(&keeper.kept[1]);
    return status;
}

enum status opening_recognise(struct opening *opening, const struct file_mac *received,
    const struct stream_progress *progress, struct error *err)
{
    bool holds = false;
    TRY(opening_expect_step(opening, OPENING_JUDGED, err));
    client_leave(&opening->worker);
    enum status status =
        file_mac_check(opening->fd, opening->envelope.file_size, received, progress, &holds, err);
    client_return(&opening->worker);
    opening->front.hashed = holds && opening->policy->kept;
    return opening_end_step(opening, OPENING_JUDGED, status);
}

enum status opening_members(
    struct opening *opening, const struct payload_receiver *receiver, struct error *err)
{
    TRY(opening_expect_step(opening, OPENING_JUDGED, err));
    return opening_end_step(opening, OPENING_READ, open_members(opening, receiver, err));
}
