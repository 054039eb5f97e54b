/* Refusals with their files, and files that belong to nothing. */
#include "base/file.h"
#include "base/text.h"
#include "format/bundle.h"
#include "format/receipt.h"
#include "register/fsck_parts.h"
#include "register/store_parts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUBJECT = 128 };

/* ---- refusals ---- */

struct refusal_row {
    struct fingerprint sealed;
    char hex[FINGERPRINT_HEX_SIZE];
    char reason[REASON_CODE_SIZE];
    int64_t refused;
    uint64_t size;
    char number[MANIFEST_NUMBER_SIZE];
};

static enum status refuse_unaudited(
    struct fsck_run *run, const struct refusal_row *refusal, struct error *err)
{
    return fsck_found(run, FSCK_NOT_AUDITED, refusal->hex, err,
        "the audit does not tell that this file was refused as the register has it");
}

static enum status check_quarantined(
    struct fsck_run *run, const struct refusal_row *refusal, struct error *err)
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

/* A bundle whose judging failed gets no receipt. Of a reason that a newer version noted it is not
 * known whether there is one. */
static bool has_receipt(const struct refusal_row *refusal)
{
    return reason_may(reason_from_code(refusal->reason), REASON_JUDGED);
}

static enum status find_refusal(const struct fsck_run *run, const struct refusal_row *refusal,
    bool kept, int64_t *serial, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    submissions_refused_words(
        words, &refusal->sealed, refusal->reason, kept, &refusal->size, refusal->number);
    return fsck_find_audited(run, AUDIT_REFUSE, words, refusal->refused, serial, err);
}

static enum status check_refusal(
    struct fsck_run *run, const struct refusal_row *refusal, struct error *err)
{
    int64_t audited = 0;
    int64_t kept = 0;
    run->counts->refusals++;
    TRY(find_refusal(run, refusal, true, &kept, err));
    if (kept == 0)
        TRY(find_refusal(run, refusal, false, &audited, err));
    if (kept == 0 && audited == 0)
        return refuse_unaudited(run, refusal, err);
    if (kept > 0)
        TRY(check_quarantined(run, refusal, err));
    return has_receipt(refusal)
               ? fsck_refusal_receipt(run, &refusal->sealed, refusal->reason, kept > 0, err)
               : STATUS_OK;
}

static enum status check_refusal_row(void *context, sqlite3_stmt *row, struct error *err)
{
    struct fsck_run *run = context;
    struct refusal_row refusal = {
        .refused = sqlite3_column_int64(row, 2), .size = (uint64_t)sqlite3_column_int64(row, 3)};
    (void)snprintf(
        refusal.hex, sizeof refusal.hex, "refusals %lld", (long long)sqlite3_column_int64(row, 4));
    if (!store_column_blob(row, 0, refusal.sealed.bytes, FINGERPRINT_SIZE))
        return refuse_unaudited(run, &refusal, err);
    fingerprint_hex(refusal.hex, &refusal.sealed);
    if (!store_column_text(row, 1, refusal.reason, sizeof refusal.reason) ||
        !store_column_text(row, 5, refusal.number, sizeof refusal.number))
        return refuse_unaudited(run, &refusal, err);
    return check_refusal(run, &refusal, err);
}

enum status fsck_refusals(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(run->fsck->store,
        "SELECT sealed_digest, reason, refused, size, rowid, number FROM refusals"
        " ORDER BY refused, sealed_digest",
        &select, err));
    return store_each(run->fsck->store, select, check_refusal_row, run, err);
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
    TRY(store_prepare(run->fsck->store, place->sql, &select, err));
    store_bind_blob(select, 1, digest, sizeof digest);
    return store_found(run->fsck->store, select, found, err);
}

static enum status check_file(
    struct fsck_run *run, const struct place *place, const char *name, struct error *err)
{
    char subject[SUBJECT];
    bool found = false;
    TRY(belongs(run, place, name, &found, err));
    if (found)
        return STATUS_OK;
    (void)snprintf(subject, sizeof subject, "%s/%.100s", place->directory, name);
    text_mask(subject);
    return fsck_found(run, FSCK_LEFTOVER, subject, err,
        "the file belongs to nothing in the register; a run that was cut off may have left it, and "
        "it does no harm");
}

static enum status check_place(struct fsck_run *run, const struct place *place, struct error *err)
{
    char *path = path_join(run->fsck->store->path, place->directory);
    const struct dirent *entry;
    enum status status = STATUS_OK;
    DIR *entries = opendir(path);
    if (entries == NULL)
        TRY_OUT(error_system(err, "%s: cannot be read", path));
    for (errno = 0; (entry = readdir(entries)) != NULL; errno = 0) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            TRY_OUT(check_file(run, place, entry->d_name, err));
    }
    if (errno != 0)
        TRY_OUT(error_system(err, "%s: cannot be read", path));
out:
    if (entries != NULL)
        (void)closedir(entries);
    free(path);
    return status;
}

enum status fsck_leftovers(struct fsck_run *run, struct error *err)
{
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++)
        TRY(check_place(run, &PLACES[i], err));
    return STATUS_OK;
}
