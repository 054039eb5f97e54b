#include "register/fsck.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/fsck_parts.h"
#include "register/senders.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const NAMES[] = {
    [FSCK_AUDIT] = "audit",
    [FSCK_NOT_AUDITED] = "not-audited",
    [FSCK_ROW_MISSING] = "row-missing",
    [FSCK_SENDER] = "sender",
    [FSCK_ORIGINAL_MISSING] = "original-missing",
    [FSCK_ORIGINAL_CHANGED] = "original-changed",
    [FSCK_MANIFEST_MISMATCH] = "manifest-mismatch",
    [FSCK_ANSWERS] = "answers",
    [FSCK_RECEIPT_MISSING] = "receipt-missing",
    [FSCK_RECEIPT_WRONG] = "receipt-wrong",
    [FSCK_QUARANTINE] = "quarantine",
    [FSCK_LEFTOVER] = "leftover",
};

const char *fsck_code_name(enum fsck_code code)
{
    return NAMES[code];
}

enum status fsck_tell(struct fsck_run *run, enum fsck_code code, const char *subject,
    const struct error *why, struct error *err)
{
    struct fsck_finding finding = {
        .code = code, .harmless = code == FSCK_LEFTOVER, .message = why->text};
    (void)snprintf(finding.subject, sizeof finding.subject, "%s", subject);
    run->counts->amiss += finding.harmless ? 0 : 1;
    return run->fsck->report(run->fsck->context, &finding, err);
}

enum status fsck_judge(struct fsck_run *run, enum fsck_code code, const char *subject,
    enum status looked, const struct error *why, struct error *err)
{
    if (looked == STATUS_OK)
        return STATUS_OK;
    if (looked == STATUS_REFUSED || why->reason == REASON_DAMAGED)
        return fsck_tell(run, code, subject, why, err);
    *err = *why;
    return looked;
}

/* ---- senders ---- */

/* One row. The columns beside the card, by which it is looked up, must be what the card says. */
static enum status compare_sender(
    const struct fsck_run *run, sqlite3_stmt *row, struct sender *sender, struct error *err)
{
    const char *number = (const char *)sqlite3_column_text(row, 1);
    enum status status =
        sqlite3_column_bytes(row, 0) == FINGERPRINT_SIZE
            ? senders_by_fingerprint(run->fsck->store, sqlite3_column_blob(row, 0), sender, err)
            : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (sqlite3_column_bytes(row, 0) != FINGERPRINT_SIZE || number == NULL ||
        strcmp(number, sender->card.number) != 0 ||
        sqlite3_column_bytes(row, 2) != MINISIGN_NUMBER_SIZE ||
        memcmp(sqlite3_column_blob(row, 2), sender->card.sign.number, MINISIGN_NUMBER_SIZE) != 0)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the row of an enrolled card is not what the card says");
    return STATUS_OK;
}

static enum status audited_sender(
    struct fsck_run *run, const struct sender *sender, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    bool enrolled = false;
    bool revoked = true;
    struct error why;
    fingerprint_hex(card, &sender->fingerprint);
    (void)snprintf(words, sizeof words, "number=%s card=%s", sender->card.number, card);
    enum status status =
        fsck_is_audited(run, AUDIT_ENROL, words, false, sender->enrolled, &enrolled, err);
    (void)snprintf(words, sizeof words, "number=%s", sender->card.number);
    if (status == STATUS_OK && sender->revoked)
        status =
            fsck_is_audited(run, AUDIT_REVOKE, words, false, sender->revoked_at, &revoked, err);
    if (status != STATUS_OK || (enrolled && revoked))
        return status;
    error_init(&why, err->catalog);
    (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
        "the audit does not tell that this card was enrolled, or revoked, as the register has it; "
        "do not receive from it");
    return fsck_tell(run, FSCK_NOT_AUDITED, sender->card.number, &why, err);
}

static enum status check_sender(
    struct fsck_run *run, sqlite3_stmt *row, struct sender *sender, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    run->counts->senders++;
    enum status looked = compare_sender(run, row, sender, &why);
    if (looked == STATUS_OK)
        return audited_sender(run, sender, err);
    const char *number = (const char *)sqlite3_column_text(row, 1);
    return fsck_judge(run, FSCK_SENDER, number == NULL ? "" : number, looked, &why, err);
}

static enum status check_senders(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct sender *sender = memory_new(1, sizeof *sender);
    enum status status = store_prepare(run->fsck->store,
        "SELECT fingerprint, number, key_number FROM senders ORDER BY number, enrolled", &select,
        err);
    int step = SQLITE_DONE;
    while (status == STATUS_OK && (step = sqlite3_step(select)) == SQLITE_ROW)
        status = check_sender(run, select, sender, err);
    if (status == STATUS_OK && step != SQLITE_DONE)
        status = store_failed(run->fsck->store, err);
    (void)sqlite3_finalize(select);
    free(sender);
    return status;
}

/* ---- submissions ---- */

static enum status audited_submission(
    struct fsck_run *run, const struct submission *submission, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char id[MANIFEST_ID_HEX];
    bool imported = false;
    bool chosen = true;
    bool suspect = false;
    struct error why;
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    submissions_words(words, submission);
    enum status status =
        fsck_is_audited(run, AUDIT_IMPORT, words, false, submission->imported, &imported, err);
    (void)snprintf(words, sizeof words, "number=%s id=%s", submission->number, id);
    if (status == STATUS_OK && submission->chosen)
        status = fsck_is_audited(run, AUDIT_CHOOSE, words, false, -1, &chosen, err);
    if (status == STATUS_OK)
        status = fsck_is_suspect(run, submission, &suspect, err);
    if (status != STATUS_OK || (imported && chosen && suspect == submission->suspect))
        return status;
    error_init(&why, err->catalog);
    (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
        "the audit does not tell that this submission was imported, chosen or marked as suspect, as "
        "the register has it");
    return fsck_tell(run, FSCK_NOT_AUDITED, id, &why, err);
}

static enum status check_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct fsck_run *run = context;
    run->counts->submissions++;
    enum status status = audited_submission(run, submission, err);
    if (status == STATUS_OK)
        status = fsck_original(run, submission, err);
    if (status == STATUS_OK)
        status = fsck_receipt(run, &submission->sealed, submission, reason_code(REASON_NONE), err);
    return status;
}

enum status fsck_run(const struct fsck *fsck, struct fsck_counts *counts, struct error *err)
{
    struct fsck_run run = {.fsck = fsck, .counts = counts};
    *counts = (struct fsck_counts){0};
    enum status status = fsck_audit(&run, err);
    if (status == STATUS_OK)
        status = check_senders(&run, err);
    if (status == STATUS_OK)
        status = submissions_each(fsck->store, check_submission, &run, err);
    if (status == STATUS_OK)
        status = fsck_rounds(&run, err);
    if (status == STATUS_OK)
        status = fsck_refusals(&run, err);
    if (status == STATUS_OK)
        status = fsck_leftovers(&run, err);
    return status;
}
