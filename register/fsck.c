#include "register/fsck.h"

#include "base/text.h"
#include "register/fsck_parts.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <stdarg.h>
#include <stdio.h>
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

enum status fsck_report(struct fsck_run *run, enum fsck_code code, const char *subject,
    const struct error *why, struct error *err)
{
    struct fsck_finding finding = {
        .code = code, .harmless = code == FSCK_LEFTOVER, .message = why->text};
    text_copy(finding.subject, sizeof finding.subject, subject);
    run->counts->amiss += finding.harmless ? 0 : 1;
    return run->fsck->report(run->fsck->context, &finding, err);
}

enum status fsck_found(struct fsck_run *run, enum fsck_code code, const char *subject,
    struct error *err, const char *format, ...)
{
    struct error why;
    va_list args;
    error_init(&why, err->catalog);
    va_start(args, format);
    (void)error_set_list(&why, STATUS_REFUSED, REASON_DAMAGED, format, args);
    va_end(args);
    return fsck_report(run, code, subject, &why, err);
}

enum status fsck_judge(struct fsck_run *run, enum fsck_code code, const char *subject,
    enum status looked, const struct error *why, struct error *err)
{
    if (looked == STATUS_OK)
        return STATUS_OK;
    if (looked == STATUS_REFUSED || why->reason == REASON_DAMAGED)
        return fsck_report(run, code, subject, why, err);
    *err = *why;
    return looked;
}

/* ---- senders ---- */

/* A row as it is looked up by; what is not of its form is all zero, or "". */
struct sender_key {
    uint8_t fingerprint[FINGERPRINT_SIZE];
    char number[ORGANISATION_NUMBER_SIZE];
    struct minisign_public sign;
};

/* The columns beside the card, by which it is looked up, must be what the card says. */
static enum status compare_sender(const struct fsck_run *run, const struct sender_key *key,
    struct sender *sender, struct error *err)
{
    TRY(senders_by_fingerprint(run->fsck->store, key->fingerprint, sender, err));
    if (strcmp(key->number, sender->card.number) != 0 ||
        !minisign_public_equal(&key->sign, &sender->card.sign))
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
    fingerprint_hex(card, &sender->fingerprint);
    (void)snprintf(words, sizeof words, "number=%s card=%s", sender->card.number, card);
    TRY(fsck_is_audited(run, AUDIT_ENROL, words, false, sender->enrolled, &enrolled, err));
    (void)snprintf(words, sizeof words, "number=%s", sender->card.number);
    if (sender->revoked)
        TRY(fsck_is_audited(run, AUDIT_REVOKE, words, false, sender->revoked_at, &revoked, err));
    if (enrolled && revoked)
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, sender->card.number, err,
        "the audit does not tell that this card was enrolled, or revoked, as the register has it; "
        "do not receive from it");
}

static enum status check_sender(void *context, sqlite3_stmt *row, struct error *err)
{
    struct fsck_run *run = context;
    struct sender_key key = {0};
    struct sender sender;
    struct error why;
    error_init(&why, err->catalog);
    run->counts->senders++;
    (void)store_column_blob(row, 0, key.fingerprint, sizeof key.fingerprint);
    (void)store_column_text(row, 1, key.number, sizeof key.number);
    (void)store_column_blob(row, 2, key.sign.number, sizeof key.sign.number);
    (void)store_column_blob(row, 3, key.sign.key, sizeof key.sign.key);
    enum status looked = compare_sender(run, &key, &sender, &why);
    if (looked == STATUS_OK)
        return audited_sender(run, &sender, err);
    return fsck_judge(run, FSCK_SENDER, key.number, looked, &why, err);
}

static enum status check_senders(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(run->fsck->store,
        "SELECT fingerprint, number, key_number, sign_key FROM senders ORDER BY number, enrolled",
        &select, err));
    return store_each(run->fsck->store, select, check_sender, run, err);
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
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    submissions_words(words, submission);
    TRY(fsck_is_audited(run, AUDIT_IMPORT, words, false, submission->imported, &imported, err));
    (void)snprintf(words, sizeof words, "number=%s id=%s", submission->number, id);
    if (submission->chosen)
        TRY(fsck_is_audited(run, AUDIT_CHOOSE, words, false, -1, &chosen, err));
    TRY(fsck_is_suspect(run, submission, &suspect, err));
    if (imported && chosen && suspect == submission->suspect)
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, id, err,
        "the audit does not tell that this submission was imported, chosen or marked as suspect, as "
        "the register has it");
}

static enum status check_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct fsck_run *run = context;
    run->counts->submissions++;
    TRY(audited_submission(run, submission, err));
    TRY(fsck_original(run, submission, err));
    return fsck_receipt(run, &submission->sealed, submission, "", err);
}

enum status fsck_run(const struct fsck *fsck, struct fsck_counts *counts, struct error *err)
{
    struct fsck_run run = {.fsck = fsck, .counts = counts};
    enum status status;
    *counts = (struct fsck_counts){0};
    TRY_OUT(fsck_sort_audit(&run, err));
    TRY_OUT(fsck_audit(&run, err));
    TRY_OUT(check_senders(&run, err));
    TRY_OUT(submissions_each(fsck->store, check_submission, &run, err));
    TRY_OUT(fsck_rounds(&run, err));
    TRY_OUT(fsck_refusals(&run, err));
    TRY_OUT(fsck_leftovers(&run, err));
out:
    fsck_forget_audit(&run);
    return status;
}
