#include "register/fsck.h"

#include "base/text.h"
#include "register/fsck_parts.h"
#include "register/store_parts.h"

#include <stdarg.h>
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
    [FSCK_DATABASE] = "database",
    [FSCK_LEFTOVER] = "leftover",
    [FSCK_ROW_BROKEN] = "row-broken",
    [FSCK_RECORD] = "record",
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
    run->counts->unreceipted += code == FSCK_RECEIPT_MISSING ? 1 : 0;
    run->row_lost = run->row_lost || code == FSCK_ROW_MISSING || code == FSCK_ROW_BROKEN;
    run->row_amiss = run->row_amiss || code == FSCK_NOT_AUDITED || code == FSCK_MANIFEST_MISMATCH ||
                     code == FSCK_ANSWERS;
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
    struct fsck_run run = {.fsck = fsck,
        .counts = counts,
        .stored = {.store = fsck->store, .key = fsck->key, .editions = fsck->editions},
        .cards = {.size = sizeof(struct fsck_card)},
        .former = {.size = sizeof(struct minisign_public)}};
    enum status status;
    *counts = (struct fsck_counts){0};
    TRY_OUT(check_indexes(&run, err));
    TRY_OUT(fsck_sort_audit(&run, err));
    TRY_OUT(fsck_former_keys(&run, err));
    TRY_OUT(fsck_audit(&run, err));
    TRY_OUT(fsck_senders(&run, err));
    TRY_OUT(record_reader_new(fsck->store, fsck->key, &run.records, err));
    TRY_OUT(fsck_submissions(&run, err));
    TRY_OUT(fsck_records_left(&run, err));
    TRY_OUT(fsck_rounds(&run, err));
    TRY_OUT(fsck_editions(&run, err));
    TRY_OUT(fsck_refusals(&run, err));
    TRY_OUT(fsck_leftovers(&run, err));
out:
    record_reader_free(run.records);
    stored_answers_close(&run.stored);
    fsck_forget_audit(&run);
    free(run.cards.items);
    free(run.former.items);
    return status;
}
