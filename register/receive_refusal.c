/* What is done with a file that was refused. */
#include "base/text.h"
#include "crypto/age_header.h"
#include "register/changes.h"
#include "register/receive_parts.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

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
enum status passage_refuse(struct passage *passage, struct error *err)
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
    return passage_write_receipt(passage, verdict->reason, false, err);
}
