#include "register/judge.h"

#include "base/memory.h"
#include "format/signed_answers.h"
#include "register/submissions.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- whose key, whose card ---- */

static enum status refuse_revoked(const struct sender *sender, struct error *err)
{
    if (!sender->revoked)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_REVOKED_KEY,
        "%s: its key was revoked (%s); ask for a new card", sender->card.name, sender->reason);
}

static enum status find_enrolled_key(void *context, const uint8_t number[MINISIGN_NUMBER_SIZE],
    size_t place, struct keydir_trusted *signer, struct error *err)
{
    struct judge_senders *senders = context;
    TRY(senders_by_key(senders->store, number, place, &senders->sender, err));
    senders_signer(&senders->sender, signer);
    return STATUS_OK;
}

static enum status refuse_revoked_key(
    void *context, const struct bundle_front *front, struct error *err)
{
    const struct judge_senders *senders = context;
    (void)front;
    return refuse_revoked(&senders->sender, err);
}

/* A card that is not enrolled is no one's. */
static enum status find_enrolled_card(void *context, const uint8_t fingerprint[FINGERPRINT_SIZE],
    struct keydir_trusted *signer, struct error *err)
{
    struct judge_senders *senders = context;
    struct error why; /* that it is not enrolled is no failure */
    if (memcmp(senders->sender.fingerprint.bytes, fingerprint, FINGERPRINT_SIZE) == 0)
        return refuse_revoked(&senders->sender, err); /* the key's newest, which was just found */
    struct sender *named = memory_new(1, sizeof *named);
    error_init(&why, err == NULL ? NULL : err->catalog);
    enum status status = senders_by_fingerprint(senders->store, fingerprint, named, &why);
    bool same_key =
        status == STATUS_OK && minisign_public_equal(&named->card.sign, &signer->card.sign);
    if (same_key) {
        senders->sender = *named;
        senders_signer(named, signer);
    }
    free(named);
    if (same_key)
        return refuse_revoked(&senders->sender, err);
    if (status == STATUS_FAILED && err != NULL)
        *err = why;
    return status == STATUS_FAILED ? status : STATUS_OK;
}

struct opening_policy judge_policy(
    struct judge_senders *senders, const struct keydir_trusted *own, size_t owns, int64_t now)
{
    return (struct opening_policy){.context = senders,
        .whose_key = find_enrolled_key,
        .may_read = refuse_revoked_key,
        .whose_card = find_enrolled_card,
        .submissions = true,
        .own = own,
        .owns = owns,
        .workers = crew_hands(),
        .share = OPENING_SHARE,
        .now = now};
}

/* ---- beside what is here already ---- */

enum status judge_id(struct store *store, const struct manifest *manifest,
    const struct bundle_front *front, uint8_t digest[MANIFEST_DIGEST_SIZE], struct error *err)
{
    struct submission earlier;
    bool found = false;
    (void)crypto_generichash(
        digest, MANIFEST_DIGEST_SIZE, front->manifest.data, front->manifest.length, NULL, 0);
    TRY(submissions_by_id(store, manifest->sender.number, manifest->id, &found, &earlier, err));
    if (!found)
        return STATUS_OK;
    if (memcmp(earlier.manifest_digest, digest, MANIFEST_DIGEST_SIZE) == 0)
        return error_set(err, STATUS_REFUSED, REASON_ALREADY_IMPORTED,
            "this submission is in the register already, sealed in another file");
    return error_set(err, STATUS_REFUSED, REASON_ID_REUSED,
        "its id is that of another submission of the same organisation; ask it to seal anew");
}

enum status judge_edition(const struct editions *editions, const struct manifest *manifest,
    size_t *place, struct error *err)
{
    for (*place = 0; *place < editions->count; ++*place) {
        const struct edition *edition = editions->edition[*place];
        if (strcmp(manifest->edition, edition->id) == 0 &&
            memcmp(manifest->edition_digest, edition->digest, EDITION_DIGEST_SIZE) == 0)
            return STATUS_OK;
    }
    return error_set(err, STATUS_REFUSED, REASON_UNKNOWN_EDITION,
        "it answers the edition %s, which is not, or not exactly, one that is known here; add the "
        "edition's file to the register with `sigill-msb edition add`, and receive it again with "
        "--retry",
        manifest->edition);
}

enum status judge_result(const struct edition *edition, const struct manifest *manifest,
    const struct answers *answers, struct error *err)
{
    struct manifest_result result;
    signed_answers_result(edition, answers, &result);
    if (memcmp(&result, &manifest->result, sizeof result) != 0)
        return error_set(err, STATUS_REFUSED, REASON_RESULT_MISMATCH,
            "the result in the manifest is not the one that these answers give; ask the "
            "organisation to seal anew with the present version of sigill");
    return STATUS_OK;
}
