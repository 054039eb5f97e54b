/* The chain, and its rows against the tables. */
#include "register/fsck_parts.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- from the tables to a row of the audit ---- */

/* Every row of a table is looked for in the audit, which has no index that could be trusted: the
 * file's maker chose what an index of it holds. So a sorted copy is made once, in memory. */
static const char *const COPY[] = {
    "DROP TABLE IF EXISTS temp.audited",
    "CREATE TEMP TABLE audited(kind, subject, serial, time,"
    " PRIMARY KEY(kind, subject, serial)) WITHOUT ROWID",
    "INSERT INTO temp.audited SELECT kind, subject, serial, time FROM main.audit NOT INDEXED"
    " ORDER BY kind, subject, serial",
};

enum status fsck_sort_audit(const struct fsck_run *run, struct error *err)
{
    for (size_t i = 0; i < sizeof COPY / sizeof COPY[0]; i++) {
        sqlite3_stmt *step = NULL;
        TRY(store_prepare(run->fsck->store, COPY[i], &step, err));
        TRY(store_run(run->fsck->store, step, err));
    }
    return STATUS_OK;
}

void fsck_forget_audit(const struct fsck_run *run)
{
    (void)sqlite3_exec(run->fsck->store->db, COPY[0], NULL, NULL, NULL);
}

enum status fsck_find_audited(const struct fsck_run *run, enum audit_kind kind, const char *subject,
    int64_t time, int64_t *serial, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(run->fsck->store,
        "SELECT max(serial) FROM temp.audited WHERE kind = ?1 AND subject = ?2 AND time = ?3",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(kind));
    store_bind_text(select, 2, subject);
    store_bind_number(select, 3, time);
    return store_number(run->fsck->store, select, serial, err);
}

/* A key that is not known there is left out. */
static enum status note_former_key(void *context, sqlite3_stmt *select, struct error *err)
{
    struct fsck_run *run = context;
    struct audit_row row = {0};
    struct minisign_public key;
    char line[MINISIGN_PUBLIC_LINE_SIZE] = "";
    (void)err;
    if (store_column_text(select, 0, row.subject, sizeof row.subject) &&
        audit_value(&row, "signed", line, sizeof line) &&
        minisign_public_from_line(line, strlen(line), &key, NULL) == STATUS_OK)
        *(struct minisign_public *)list_add(&run->former) = key;
    return STATUS_OK;
}

enum status fsck_former_keys(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(run->fsck->store,
        "SELECT DISTINCT subject FROM temp.audited WHERE kind = ? ORDER BY subject", &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_REWRAP));
    return store_each(run->fsck->store, select, note_former_key, run, err);
}

/* ---- from a row of the audit to the tables ---- */

/* Whether a table has a row with the digest that the audit row names in this word; true if it names
 * none. */
static enum status has_digest(const struct fsck_run *run, const struct audit_row *row,
    const char *word, const char *sql, bool *found, struct error *err)
{
    uint8_t digest[FINGERPRINT_SIZE];
    sqlite3_stmt *select = NULL;
    *found = true;
    if (!audit_digest(row, word, digest))
        return STATUS_OK;
    TRY(store_prepare_once(run->fsck->store, sql, &select, err));
    store_bind_blob(select, 1, digest, sizeof digest);
    return store_found(run->fsck->store, select, found, err);
}

/* Whether the organisation has a card that was revoked at the time of the audit row. If somebody
 * took the revocation back by hand, it has none. The card may have been enrolled later by its own
 * time: by a clock that was ahead. */
static enum status has_revoked(
    const struct fsck_run *run, const struct audit_row *row, bool *found, struct error *err)
{
    sqlite3_stmt *select = NULL;
    char number[ORGANISATION_NUMBER_SIZE] = "";
    (void)audit_value(row, "number", number, sizeof number);
    TRY(store_prepare_once(
        run->fsck->store, "SELECT 1 FROM senders WHERE number = ? AND revoked = ?", &select, err));
    store_bind_text(select, 1, number);
    store_bind_number(select, 2, row->time);
    return store_found(run->fsck->store, select, found, err);
}

/* What was refused with a row among the refusals has it still, unless it was imported later. */
static enum status has_refused(
    const struct fsck_run *run, const struct audit_row *row, bool *found, struct error *err)
{
    char size[24];
    *found = true;
    if (!audit_value(row, "size", size, sizeof size))
        return STATUS_OK;
    return has_digest(run, row, "sealed",
        "SELECT 1 FROM refusals WHERE sealed_digest = ?1"
        " UNION ALL SELECT 1 FROM submissions WHERE sealed_digest = ?1",
        found, err);
}

static enum status find_row(
    const struct fsck_run *run, const struct audit_row *row, bool *found, struct error *err)
{
    *found = true;
    if (strcmp(row->kind, audit_kind_name(AUDIT_IMPORT)) == 0 ||
        strcmp(row->kind, audit_kind_name(AUDIT_AMEND)) == 0)
        return has_digest(
            run, row, "sealed", "SELECT 1 FROM submissions WHERE sealed_digest = ?", found, err);
    if (strcmp(row->kind, audit_kind_name(AUDIT_ENROL)) == 0)
        return has_digest(
            run, row, "card", "SELECT 1 FROM senders WHERE fingerprint = ?", found, err);
    if (strcmp(row->kind, audit_kind_name(AUDIT_REVOKE)) == 0)
        return has_revoked(run, row, found, err);
    if (strcmp(row->kind, audit_kind_name(AUDIT_REFUSE)) == 0)
        return has_refused(run, row, found, err);
    if (strcmp(row->kind, audit_kind_name(AUDIT_DEMO)) == 0)
        *found = run->fsck->store->demo;
    return STATUS_OK;
}

static enum status check_audit_row(void *context, const struct audit_row *row, struct error *err)
{
    struct fsck_run *run = context;
    bool found = true;
    char subject[128];
    run->counts->rows++;
    run->demo = run->demo || strcmp(row->kind, audit_kind_name(AUDIT_DEMO)) == 0;
    TRY(find_row(run, row, &found, err));
    if (found)
        return STATUS_OK;
    (void)snprintf(subject, sizeof subject, "%llu %s", (unsigned long long)row->serial, row->kind);
    return fsck_found(run, FSCK_ROW_MISSING, subject, err,
        "what this row of the audit tells of is not in the register: %s", row->subject);
}

enum status fsck_audit(struct fsck_run *run, struct error *err)
{
    struct error why;
    error_init(&why, err->catalog);
    enum status looked = audit_walk(run->fsck->audit, check_audit_row, run, &why);
    if (looked == STATUS_OK && run->fsck->store->demo && !run->demo && run->counts->rows > 0)
        TRY(fsck_found(run, FSCK_NOT_AUDITED, "demo", err,
            "the register is marked as a demonstration, but the audit has no row of that"));
    if (looked == STATUS_OK && !run->fsck->headless)
        looked = audit_check(run->fsck->audit, &why);
    return fsck_judge(run, FSCK_AUDIT, STORE_DATABASE, looked, &why, err);
}
