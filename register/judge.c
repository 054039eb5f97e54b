#include "register/judge.h"

#include "base/memory.h"
#include "format/signed_answers.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

static enum status judge_key(const struct sender *sender, int64_t now, struct error *err)
{
    if (sender->revoked)
        return error_set(err, STATUS_REFUSED, REASON_REVOKED_KEY,
            "%s: its key was revoked (%s); ask for a new card", sender->card.name, sender->reason);
    if (!card_valid_on(&sender->card, now)) {
        char from[DAY_SIZE];
        char until[DAY_SIZE];
        day_format(from, sender->card.valid_from);
        day_format(until, sender->card.valid_until);
        return error_set(err, STATUS_REFUSED, REASON_EXPIRED_KEY,
            "%s: its card is valid from %s to %s, by the clock of this machine not today; "
            "check the clock, or ask for a new card",
            sender->card.name, from, until);
    }
    return STATUS_OK;
}

enum status judge_signature(struct store *store, const struct bundle_front *front, int64_t now,
    struct sender *sender, struct minisign_claim *claim, struct error *err)
{
    *sender = (struct sender){0};
    enum status status =
        minisign_signature_peek(front->signature.data, front->signature.length, claim, err);
    if (status == STATUS_OK)
        status = senders_by_key(store, claim->number, sender, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(&sender->card.sign, front->manifest.data,
            front->manifest.length, claim->trusted, front->signature.data, front->signature.length,
            err);
    return status == STATUS_OK ? judge_key(sender, now, err) : status;
}

enum status judge_record(const struct bundle_front *front, const struct manifest *manifest,
    const struct minisign_claim *claim, struct error *err)
{
    struct buffer rebuilt = {0};
    char comment[MANIFEST_COMMENT_SIZE];
    enum status status = manifest_encode(manifest, &rebuilt, err);
    if (status == STATUS_REFUSED && err->reason != REASON_TOO_LARGE)
        err->reason = REASON_UNKNOWN_FORMAT;
    if (status == STATUS_OK && !same(&rebuilt, &front->manifest))
        status = error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the manifest as it was read is not the one that was signed; keep the bundle apart and ask "
            "the sender to seal anew");
    manifest_comment(comment, manifest);
    if (status == STATUS_OK && strcmp(comment, claim->trusted) != 0)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_SIGNATURE,
            "the signature was made for another document than this manifest");
    buffer_free(&rebuilt);
    return status;
}

static void note(struct judge_notes *notes, const struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void note(struct judge_notes *notes, const struct error *err, const char *format, ...)
{
    if (notes->count == JUDGE_NOTES_MAX)
        return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(notes->note[notes->count++], JUDGE_NOTE_SIZE,
        tr(err == NULL ? NULL : err->catalog, format), args);
    va_end(args);
}
#pragma GCC diagnostic pop

static enum status judge_sender(const struct manifest_sender *said, const struct sender *sender,
    struct judge_notes *notes, struct error *err)
{
    if (strcmp(said->number, sender->card.number) != 0 ||
        memcmp(said->fingerprint, sender->fingerprint.bytes, FINGERPRINT_SIZE) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "signed with the key of %s (%s), but it says to come from another organisation or card",
            sender->card.name, sender->card.number);
    if (strcmp(said->name, sender->card.name) != 0)
        note(notes, err, "the manifest calls the sender %s; the card's name %s is used", said->name,
            sender->card.name);
    if (strcmp(said->group, sender->card.group) != 0)
        note(notes, err, "the manifest puts the sender in group %s; the card's group %s is used",
            said->group, sender->card.group);
    return STATUS_OK;
}

enum status judge_sender_card(struct store *store, const struct manifest *manifest, int64_t now,
    struct sender *sender, struct error *err)
{
    if (memcmp(manifest->sender.fingerprint, sender->fingerprint.bytes, FINGERPRINT_SIZE) == 0)
        return STATUS_OK;
    struct sender *earlier = memory_new(1, sizeof *earlier);
    enum status status = senders_by_fingerprint(store, manifest->sender.fingerprint, earlier, err);
    if (status == STATUS_OK && minisign_public_equal(&earlier->card.sign, &sender->card.sign)) {
        *sender = *earlier;
        status = judge_key(sender, now, err);
    } else if (status == STATUS_REFUSED) {
        status = STATUS_OK;
    }
    free(earlier);
    return status;
}

enum status judge_named_card(const struct manifest *manifest, const struct keydir_trusted *history,
    size_t count, int64_t now, size_t *named, struct error *err)
{
    for (*named = 0; *named < count; ++*named) {
        const struct keydir_trusted *own = &history[*named];
        char until[DAY_SIZE];
        if (manifest->recipients != 1 ||
            memcmp(manifest->recipient[0], own->fingerprint.bytes, FINGERPRINT_SIZE) != 0)
            continue;
        if (card_valid_on(&own->card, now))
            return STATUS_OK;
        day_format(until, own->card.valid_until);
        return error_set(err, STATUS_REFUSED, REASON_WRONG_RECIPIENT,
            "sealed to an earlier card of this authority, number %u in its series, which was valid "
            "until %s; the sender must trust the present card and seal anew",
            (unsigned)own->card.series, until);
    }
    return STATUS_OK;
}

enum status judge_parties(const struct manifest *manifest, const struct bundle_envelope *envelope,
    const struct sender *sender, const struct card *own, const struct fingerprint *own_fingerprint,
    struct judge_notes *notes, struct error *err)
{
    enum status status = judge_sender(&manifest->sender, sender, notes, err);
    if (status != STATUS_OK)
        return status;
    if (manifest->recipients != 1 ||
        memcmp(manifest->recipient[0], own_fingerprint->bytes, FINGERPRINT_SIZE) != 0 ||
        envelope->stanzas != own->recipients)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_RECIPIENT,
            "not sealed to this authority's present card, and to it alone; the sender must trust that "
            "card and seal anew");
    if (manifest->type != MANIFEST_SUBMISSION)
        return error_set(err, STATUS_REFUSED, REASON_WRONG_TYPE,
            "this is a feedback to an organisation, which opens it with `sigill open`; there is nothing "
            "to receive");
    return STATUS_OK;
}

enum status judge_id(struct store *store, const struct manifest *manifest,
    const struct bundle_front *front, uint8_t manifest_digest[MANIFEST_DIGEST_SIZE],
    struct error *err)
{
    struct submission earlier;
    bool found = false;
    (void)crypto_generichash(manifest_digest, MANIFEST_DIGEST_SIZE, front->manifest.data,
        front->manifest.length, NULL, 0);
    enum status status =
        submissions_by_id(store, manifest->sender.number, manifest->id, &found, &earlier, err);
    if (status != STATUS_OK || !found)
        return status;
    if (memcmp(earlier.manifest_digest, manifest_digest, MANIFEST_DIGEST_SIZE) == 0)
        return error_set(err, STATUS_REFUSED, REASON_ALREADY_IMPORTED,
            "this submission is in the register already, sealed in another file");
    return error_set(err, STATUS_REFUSED, REASON_ID_REUSED,
        "its id is that of another submission of the same organisation; ask it to seal anew");
}

enum status judge_edition(
    const struct manifest *manifest, const struct edition *edition, struct error *err)
{
    if (strcmp(manifest->edition, edition->id) != 0 ||
        memcmp(manifest->edition_digest, edition->digest, EDITION_DIGEST_SIZE) != 0)
        return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
            "it answers the edition %s, which is not, or not exactly, one that is known here; get a "
            "newer version of this program, or name the edition's file with --edition",
            manifest->edition);
    return STATUS_OK;
}

static enum status verify_answers(const struct sender *sender, const struct buffer *json,
    const struct buffer *signature, struct error *err)
{
    char comment[SIGNED_ANSWERS_COMMENT_SIZE];
    signed_answers_comment(comment, sender->card.number);
    enum status status = minisign_document_verify(&sender->card.sign, json->data, json->length,
        comment, signature->data, signature->length, err);
    if (status == STATUS_REFUSED)
        error_prefix(err, "answers.json");
    return status;
}

static enum status compare_answers(const struct edition *edition, const struct manifest *manifest,
    const struct answers *answers, const struct sender *sender, const struct buffer *json,
    struct error *err)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    struct manifest_result result;
    if (strcmp(answers->organisation.number, sender->card.number) != 0)
        return error_set(err, STATUS_REFUSED, REASON_SENDER_MISMATCH,
            "the answers are those of %s, but %s sealed them", answers->organisation.number,
            sender->card.number);
    (void)crypto_generichash(digest, sizeof digest, json->data, json->length, NULL, 0);
    if (memcmp(digest, manifest->file[0].digest, sizeof digest) != 0 ||
        strcmp(answers->marking, manifest->marking) != 0)
        return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
            "the answers are not those that the signed manifest promises");
    signed_answers_result(edition, answers, &result);
    if (memcmp(&result, &manifest->result, sizeof result) != 0)
        return error_set(err, STATUS_REFUSED, REASON_RESULT_MISMATCH,
            "the result in the manifest is not the one that these answers give; ask the organisation "
            "to seal anew with the present version of sigill");
    return STATUS_OK;
}

enum status judge_answers(const struct edition *edition, const struct manifest *manifest,
    const struct sender *sender, const struct answers *answers, const struct buffer *signature,
    struct buffer *json, struct judge_notes *notes, struct error *err)
{
    enum status status = answers_encode(edition, answers, json, err);
    if (status == STATUS_OK)
        status = verify_answers(sender, json, signature, err);
    if (status == STATUS_OK)
        status = compare_answers(edition, manifest, answers, sender, json, err);
    if (status == STATUS_OK && strcmp(answers->organisation.name, sender->card.name) != 0)
        note(notes, err, "the answers call the organisation %s; the card's name %s is used",
            answers->organisation.name, sender->card.name);
    return status;
}
