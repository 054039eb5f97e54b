/* Refusals with their files, and files that belong to nothing. */
#include "base/file.h"
#include "base/text.h"
#include "format/bundle.h"
#include "format/receipt.h"
#include "register/fsck_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUBJECT = 128 };

/* ---- refusals ---- */

struct refusal {
    struct fingerprint sealed;
    char hex[FINGERPRINT_HEX_SIZE];
    char reason[AUDIT_KIND_SIZE];
    int64_t refused;
};

static bool read_refusal(sqlite3_stmt *row, struct refusal *refusal)
{
    const char *reason = (const char *)sqlite3_column_text(row, 1);
    *refusal = (struct refusal){.refused = sqlite3_column_int64(row, 2)};
    if (sqlite3_column_bytes(row, 0) != FINGERPRINT_SIZE || reason == NULL)
        return false;
    memcpy(refusal->sealed.bytes, sqlite3_column_blob(row, 0), FINGERPRINT_SIZE);
    fingerprint_hex(refusal->hex, &refusal->sealed);
    (void)snprintf(refusal->reason, sizeof refusal->reason, "%s", reason);
    return true;
}

static enum status unaudited(struct fsck_run *run, const struct refusal *refusal, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
        "the audit does not tell that this file was refused as the register has it");
    return fsck_tell(run, FSCK_NOT_AUDITED, refusal->hex, &why, err);
}

static enum status check_quarantined(
    struct fsck_run *run, const struct refusal *refusal, struct error *err)
{
    char subject[SUBJECT];
    struct error why;
    error_init(&why, err->catalog);
    (void)snprintf(
        subject, sizeof subject, "%s/%s%s", STORE_QUARANTINE, refusal->hex, BUNDLE_SUFFIX);
    enum status looked =
        fsck_look_at_file(run, STORE_QUARANTINE, &refusal->sealed, &refusal->sealed, NULL, &why);
    return fsck_judge(run, FSCK_QUARANTINE, subject, looked, &why, err);
}

/* A bundle whose judging failed gets no receipt. */
static bool has_receipt(const struct refusal *refusal)
{
    return strcmp(refusal->reason, reason_code(REASON_WORKER_FAILED)) != 0 &&
           strcmp(refusal->reason, reason_code(REASON_IO_ERROR)) != 0;
}

static enum status check_refusal(
    struct fsck_run *run, const struct refusal *refusal, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    bool audited = false;
    bool kept = false;
    run->counts->refusals++;
    int length =
        snprintf(words, sizeof words, "sealed=%s reason=%s kept=", refusal->hex, refusal->reason);
    enum status status =
        fsck_is_audited(run, AUDIT_REFUSE, words, true, refusal->refused, &audited, err);
    if (status == STATUS_OK && !audited)
        return unaudited(run, refusal, err);
    (void)snprintf(words + length, sizeof words - (size_t)length, "1");
    if (status == STATUS_OK)
        status = fsck_is_audited(run, AUDIT_REFUSE, words, false, refusal->refused, &kept, err);
    if (status == STATUS_OK && kept)
        status = check_quarantined(run, refusal, err);
    if (status == STATUS_OK && has_receipt(refusal))
        status = fsck_receipt(run, &refusal->sealed, NULL, refusal->reason, err);
    return status;
}

enum status fsck_refusals(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct refusal refusal;
    enum status status = store_prepare(run->fsck->store,
        "SELECT sealed_digest, reason, refused FROM refusals ORDER BY refused, sealed_digest",
        &select, err);
    int step = SQLITE_DONE;
    while (status == STATUS_OK && (step = sqlite3_step(select)) == SQLITE_ROW)
        status = read_refusal(select, &refusal) ? check_refusal(run, &refusal, err)
                                                : unaudited(run, &refusal, err);
    if (status == STATUS_OK && step != SQLITE_DONE)
        status = store_failed(run->fsck->store, err);
    (void)sqlite3_finalize(select);
    return status;
}

/* ---- leftovers ---- */

/* Where files lie, and the rows that they may belong to. */
static const struct place {
    const char *directory;
    const char *suffix;
    const char *sql; /* NULL: none belongs there for long */
} PLACES[] = {
    {STORE_ORIGINALS, BUNDLE_SUFFIX, "SELECT 1 FROM submissions WHERE sealed_digest = ?1"},
    {STORE_QUARANTINE, BUNDLE_SUFFIX, "SELECT 1 FROM refusals WHERE sealed_digest = ?1"},
    {STORE_RECEIPTS, RECEIPT_SUFFIX,
        "SELECT 1 FROM submissions WHERE sealed_digest = ?1"
        " UNION ALL SELECT 1 FROM refusals WHERE sealed_digest = ?1"},
    {STORE_INCOMING, BUNDLE_SUFFIX, NULL},
};

static enum status belongs(const struct fsck_run *run, const struct place *place, const char *name,
    bool *found, struct error *err)
{
    uint8_t digest[FINGERPRINT_SIZE];
    size_t digits = FINGERPRINT_HEX_SIZE - 1;
    sqlite3_stmt *select = NULL;
    *found = false;
    if (place->sql == NULL || strlen(name) < digits || strcmp(name + digits, place->suffix) != 0 ||
        !hex_decode(digest, sizeof digest, name, digits))
        return STATUS_OK;
    enum status status = store_prepare(run->fsck->store, place->sql, &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(select, 1, digest, sizeof digest, SQLITE_TRANSIENT);
    int step = sqlite3_step(select);
    *found = step == SQLITE_ROW;
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        status = store_failed(run->fsck->store, err);
    (void)sqlite3_finalize(select);
    return status;
}

static enum status check_entry(
    struct fsck_run *run, const struct place *place, const char *name, struct error *err)
{
    char subject[SUBJECT];
    struct error why;
    bool found = false;
    enum status status = belongs(run, place, name, &found, err);
    if (status != STATUS_OK || found)
        return status;
    error_init(&why, err->catalog);
    (void)snprintf(subject, sizeof subject, "%s/%.100s", place->directory, name);
    text_mask(subject);
    (void)error_set(&why, STATUS_REFUSED, REASON_EXISTS,
        "the file belongs to nothing in the register; a run that was cut off may have left it, and "
        "it does no harm");
    return fsck_tell(run, FSCK_LEFTOVER, subject, &why, err);
}

static enum status check_place(struct fsck_run *run, const struct place *place, struct error *err)
{
    char *path = path_join(run->fsck->store->path, place->directory);
    enum status status = STATUS_OK;
    DIR *entries = opendir(path);
    if (entries == NULL)
        status = error_system(err, "%s: cannot be read", path);
    while (status == STATUS_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (entry == NULL && errno != 0)
            status = error_system(err, "%s: cannot be read", path);
        if (entry == NULL)
            break;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            status = check_entry(run, place, entry->d_name, err);
    }
    if (entries != NULL)
        (void)closedir(entries);
    free(path);
    return status;
}

enum status fsck_leftovers(struct fsck_run *run, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof PLACES / sizeof PLACES[0]; i++)
        status = check_place(run, &PLACES[i], err);
    return status;
}
