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
    [FSCK_DATABASE] = "database",
    [FSCK_LEFTOVER] = "leftover",
    [FSCK_ROW_BROKEN] = "row-broken",
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
    int64_t row;
    uint8_t fingerprint[FINGERPRINT_SIZE];
    char number[ORGANISATION_NUMBER_SIZE];
    struct minisign_public sign;
    int64_t series;
};

/* The columns beside the card, by which it is looked up, must be what the card says; and only a
 * revocation has a reason. */
static enum status compare_sender(const struct fsck_run *run, const struct sender_key *key,
    struct sender *sender, struct error *err)
{
    TRY(senders_by_fingerprint(run->fsck->store, key->fingerprint, sender, err));
    if (strcmp(key->number, sender->card.number) != 0 ||
        !minisign_public_equal(&key->sign, &sender->card.sign) ||
        key->series != (int64_t)sender->card.series ||
        (!sender->revoked && sender->reason[0] != '\0'))
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the row of an enrolled card is not what the card says");
    return STATUS_OK;
}

static enum status audited_sender(
    struct fsck_run *run, const struct sender *sender, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    int64_t enrolled = 0;
    int64_t revoked = 0;
    fingerprint_hex(card, &sender->fingerprint);
    (void)snprintf(words, sizeof words, "number=%s card=%s", sender->card.number, card);
    TRY(fsck_find_audited(run, AUDIT_ENROL, words, sender->enrolled, &enrolled, err));
    senders_revoked_words(words, sender->card.number, sender->reason);
    if (sender->revoked)
        TRY(fsck_find_audited(run, AUDIT_REVOKE, words, sender->revoked_at, &revoked, err));
    if (enrolled > 0 && (revoked > enrolled || !sender->revoked))
        return STATUS_OK;
    return fsck_found(run, FSCK_NOT_AUDITED, sender->card.number, err,
        "the audit does not tell that this card was enrolled, or revoked, as the register has it; "
        "do not receive from it");
}

static struct sender_key read_sender_key(sqlite3_stmt *row)
{
    struct sender_key key = {
        .row = sqlite3_column_int64(row, 0), .series = sqlite3_column_int64(row, 5)};
    (void)store_column_blob(row, 1, key.fingerprint, sizeof key.fingerprint);
    (void)store_column_text(row, 2, key.number, sizeof key.number);
    (void)store_column_blob(row, 3, key.sign.number, sizeof key.sign.number);
    (void)store_column_blob(row, 4, key.sign.key, sizeof key.sign.key);
    return key;
}

static enum status check_sender(void *context, sqlite3_stmt *row, struct error *err)
{
    struct fsck_run *run = context;
    struct sender_key key = read_sender_key(row);
    struct sender sender;
    char subject[64];
    struct error why;
    error_init(&why, err->catalog);
    run->counts->senders++;
    enum status looked = compare_sender(run, &key, &sender, &why);
    if (looked == STATUS_OK)
        return audited_sender(run, &sender, err);
    (void)snprintf(subject, sizeof subject, "senders %lld %s", (long long)key.row, key.number);
    return fsck_judge(run, FSCK_SENDER, subject, looked, &why, err);
}

static enum status check_senders(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(run->fsck->store,
        "SELECT rowid, fingerprint, number, key_number, sign_key, series FROM senders"
        " ORDER BY number, enrolled",
        &select, err));
    return store_each(run->fsck->store, select, check_sender, run, err);
}

/* ---- submissions ---- */

static enum status check_submission(
    void *context, const struct submission *submission, struct error *err)
{
    struct fsck_run *run = context;
    run->counts->submissions++;
    TRY(fsck_marks(run, submission, err));
    TRY(fsck_original(run, submission, err));
    return fsck_receipt(run, &submission->sealed, submission, "", err);
}

static enum status report_broken(void *context, int64_t serial, struct error *err)
{
    struct fsck_run *run = context;
    char subject[64];
    run->counts->submissions++;
    run->serial = serial;
    (void)snprintf(subject, sizeof subject, "submissions %lld", (long long)serial);
    return fsck_found(run, FSCK_ROW_BROKEN, subject, err,
        "this row is not of the form that the program writes; restore the register from a copy");
}

/* Rows are found by indexes, whose answers are not looked up in the tables: a row that was taken
 * out of its table only would still be found. */
static enum status check_indexes(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *check = NULL;
    char said[128] = "";
    bool found = false;
    enum status status;
    TRY(store_prepare(run->fsck->store, "PRAGMA integrity_check(1)", &check, err));
    TRY_OUT(store_step(run->fsck->store, check, &found, err));
    text_copy(said, sizeof said, found ? (const char *)sqlite3_column_text(check, 0) : "");
    text_mask(said);
    if (strcmp(said, "ok") != 0)
        TRY_OUT(fsck_found(run, FSCK_DATABASE, STORE_DATABASE, err,
            "the database contradicts itself: %s; restore the register from a copy", said));
out:
    (void)sqlite3_finalize(check);
    return status;
}

enum status fsck_run(const struct fsck *fsck, struct fsck_counts *counts, struct error *err)
{
    struct fsck_run run = {.fsck = fsck, .counts = counts};
    enum status status;
    *counts = (struct fsck_counts){0};
    TRY_OUT(check_indexes(&run, err));
    TRY_OUT(fsck_sort_audit(&run, err));
    TRY_OUT(fsck_audit(&run, err));
    TRY_OUT(check_senders(&run, err));
    TRY_OUT(submissions_each_whole(fsck->store, check_submission, report_broken, &run, err));
    TRY_OUT(fsck_rounds(&run, err));
    TRY_OUT(fsck_refusals(&run, err));
    TRY_OUT(fsck_leftovers(&run, err));
out:
    fsck_forget_audit(&run);
    return status;
}
