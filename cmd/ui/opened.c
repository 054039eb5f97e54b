#include "cmd/ui/opened.h"

#include "crypto/minisign.h"
#include "format/signed_answers.h"

#include <string.h>

/* ---- the manifest ---- */

static enum status verify_signature(const struct bundle_front *front,
    const struct opened_reader *reader, struct minisign_claim *claim,
    const struct minisign_public **key, struct error *err)
{
    enum status status =
        minisign_signature_peek(front->signature.data, front->signature.length, claim, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < reader->signers; i++) {
        const struct minisign_public *public = &reader->signer[i].card.sign;
        if (memcmp(public->number, claim->number, MINISIGN_NUMBER_SIZE) != 0)
            continue;
        *key = public;
        return minisign_document_verify(public, front->manifest.data, front->manifest.length,
            claim->trusted, front->signature.data, front->signature.length, err);
    }
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_SENDER,
        "signed with a key that is on no trusted card; trust the sender's card, or name it with "
        "--signer and --fingerprint");
}

/* The manifest must be the only one that its record can give, and the signature's comment its own.
 */
static enum status compare_manifest(
    const struct opened *opened, const struct minisign_claim *claim, struct error *err)
{
    struct buffer again = {0};
    char comment[MANIFEST_COMMENT_SIZE];
    const struct buffer *manifest = &opened->front.manifest;
    manifest_comment(comment, &opened->manifest);
    enum status status = manifest_encode(&opened->manifest, &again, err);
    if (status == STATUS_OK &&
        (again.length != manifest->length || memcmp(again.data, manifest->data, again.length) != 0))
        status = error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the manifest is not in the one form that it may have");
    if (status == STATUS_OK && strcmp(comment, claim->trusted) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature was made for another document than this manifest");
    buffer_free(&again);
    return status;
}

/* Cards that follow each other have the same key: the manifest names the one that was in force. */
static enum status judge_sender(const struct opened_reader *reader,
    const struct minisign_public *key, struct opened *opened, struct error *err)
{
    const struct manifest_sender *sender = &opened->manifest.sender;
    for (size_t i = 0; i < reader->signers; i++) {
        const struct keydir_trusted *one = &reader->signer[i];
        if (minisign_public_equal(&one->card.sign, key) &&
            memcmp(one->fingerprint.bytes, sender->fingerprint, FINGERPRINT_SIZE) == 0)
            opened->signer = one;
    }
    if (opened->signer == NULL || strcmp(opened->signer->card.number, sender->number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "it says to come from another organisation or card than the one whose key signed it");
    const struct card *card = &opened->signer->card;
    if (!card_valid_on(card, reader->now)) {
        char from[DAY_SIZE];
        char until[DAY_SIZE];
        day_format(from, card->valid_from);
        day_format(until, card->valid_until);
        return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: its card is valid from %s to %s, by the clock of this machine not today; check "
            "the clock, or ask for a new card",
            card->name, from, until);
    }
    return STATUS_OK;
}

/* Who may seal what: neither can be taken for the other. */
static enum status judge_type(
    const struct opened_reader *reader, struct opened *opened, struct error *err)
{
    bool feedback = opened->manifest.type == MANIFEST_FEEDBACK;
    bool authority = opened->signer->card.role == CARD_AUTHORITY;
    if (feedback && !authority)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "it says to be feedback, which only an authority gives, but %s sealed it",
            opened->signer->card.name);
    if (!feedback && authority)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "it says to be a submission, which only an organisation makes, but %s sealed it",
            opened->signer->card.name);
    opened->answering = feedback ? reader->card : &opened->signer->card;
    return STATUS_OK;
}

static bool is_sealed_to(const struct bundle_envelope *envelope, const struct manifest *manifest,
    const struct card *card, const struct fingerprint *fingerprint)
{
    return manifest->recipients == 1 && envelope->stanzas == card->recipients &&
           memcmp(manifest->recipient[0], fingerprint->bytes, FINGERPRINT_SIZE) == 0;
}

static enum status judge_recipient(const struct bundle_envelope *envelope,
    const struct opened_reader *reader, const struct manifest *manifest, struct error *err)
{
    if (is_sealed_to(envelope, manifest, reader->card, reader->fingerprint))
        return STATUS_OK;
    for (size_t i = 0; i < reader->history_count; i++) {
        const struct keydir_trusted *own = &reader->history[i];
        if (card_valid_on(&own->card, reader->now) &&
            is_sealed_to(envelope, manifest, &own->card, &own->fingerprint))
            return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_WRONG_RECIPIENT,
        "sealed to, or naming, another recipient than your own card alone; ask the sender to seal "
        "it anew to your present card");
}

enum status opened_verify(struct client *worker, const struct opened_reader *reader,
    struct opened *opened, struct error *err)
{
    struct minisign_claim claim;
    const struct minisign_public *key = NULL;
    *opened = (struct opened){0};
    enum status status = client_split(worker, &opened->front, err);
    if (status == STATUS_OK)
        status = verify_signature(&opened->front, reader, &claim, &key, err);
    if (status == STATUS_OK)
        status = client_manifest(worker, &opened->front, &opened->manifest, err);
    if (status == STATUS_OK)
        status = compare_manifest(opened, &claim, err);
    if (status == STATUS_OK)
        status = judge_sender(reader, key, opened, err);
    if (status == STATUS_OK)
        status = judge_type(reader, opened, err);
    if (status == STATUS_OK)
        status = judge_recipient(&worker->envelope, reader, &opened->manifest, err);
    if (status != STATUS_OK)
        opened_free(opened);
    return status;
}

void opened_free(struct opened *opened)
{
    bundle_front_free(&opened->front);
    *opened = (struct opened){0};
}

/* ---- the payload ---- */

/* Hands on what it is given, and keeps the first two members. */
struct keeper {
    const struct payload_receiver *receiver;
    struct buffer kept[2]; /* answers.json and its signature */
    size_t place;
};

static enum status keeper_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    struct keeper *keeper = context;
    keeper->place = place;
    return keeper->receiver->begin(keeper->receiver->context, place, file, err);
}

static enum status keeper_write(void *context, const void *bytes, size_t length, struct error *err)
{
    struct keeper *keeper = context;
    if (keeper->place < 2)
        buffer_append(&keeper->kept[keeper->place], bytes, length);
    return keeper->receiver->write(keeper->receiver->context, bytes, length, err);
}

static enum status verify_answers(
    const struct keeper *keeper, struct opened *opened, struct error *err)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    struct minisign_claim claim;
    const struct buffer *answers = &keeper->kept[0];
    const struct buffer *signature = &keeper->kept[1];
    const struct minisign_public *key = &opened->answering->sign;
    signed_answers_comment(comment, opened->answering->number);
    enum status status = buffer_status(answers, err);
    if (status == STATUS_OK)
        status = minisign_signature_peek(signature->data, signature->length, &claim, err);
    opened->signed_before = status == STATUS_OK && opened->manifest.type == MANIFEST_FEEDBACK &&
                            memcmp(claim.number, key->number, MINISIGN_NUMBER_SIZE) != 0;
    if (status == STATUS_OK && !opened->signed_before)
        status = minisign_document_verify(
            key, answers->data, answers->length, comment, signature->data, signature->length, err);
    if (status != STATUS_OK)
        error_prefix(err, "answers.json");
    return status;
}

enum status opened_unpack(struct client *worker, struct opened *opened,
    const struct payload_receiver *receiver, struct error *err)
{
    struct keeper keeper = {.receiver = receiver};
    struct payload_receiver keeping = {keeper_begin, keeper_write, &keeper};
    enum status status = client_members(worker, &opened->front, &opened->manifest, &keeping, err);
    if (status == STATUS_OK)
        status = verify_answers(&keeper, opened, err);
    buffer_wipe(&keeper.kept[0]);
    buffer_free(&keeper.kept[1]);
    return status;
}
