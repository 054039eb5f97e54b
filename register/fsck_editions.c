/* The editions that the register keeps, against what the audit says of each last. */
#include "register/agreement_parts.h"
#include "register/fsck_parts.h"
#include "register/kept_editions.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was told last of an edition. */
static enum status last_of_edition(const struct fsck_run *run, const char *id, bool *found,
    struct audit_row *row, struct error *err)
{
    char first[EDITION_WORD_SIZE + 16];
    sqlite3_stmt *select = NULL;
    enum status status;
    *row = (struct audit_row){0};
    (void)snprintf(first, sizeof first, "edition=%s ", id);
    TRY(store_prepare(run->fsck->store,
        "SELECT subject FROM temp.audited WHERE kind = ?1 AND " FSCK_BEGINS_WITH(
            "?2") " ORDER BY serial DESC LIMIT 1",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_EDITION));
    store_bind_text(select, 2, first);
    TRY_OUT(store_step(run->fsck->store, select, found, err));
    if (*found)
        (void)store_column_text(select, 0, row->subject, sizeof row->subject);
out:
    (void)sqlite3_finalize(select);
    return status;
}

/* One that the audit vouches for was read by the program that added it. */
static enum status check_model(struct fsck_run *run, const char *id, const char *subject,
    const struct audit_row *row, const void *file, size_t length, struct error *err)
{
    struct edition *edition = NULL;
    uint8_t model[FINGERPRINT_SIZE];
    struct error why;
    error_init(&why, err->catalog);
    (void)audit_digest(row, "model", model);
    enum status status = edition_load(file, length, subject, &edition, &why);
    if (status != STATUS_OK)
        return fsck_judge(run, FSCK_ROW_BROKEN, subject, status, &why, err);
    if (strcmp(edition->id, id) != 0 || memcmp(edition->digest, model, EDITION_DIGEST_SIZE) != 0)
        status = fsck_found(run, FSCK_ROW_BROKEN, subject, err,
            "the edition in this row is not the one that its audit row names");
    edition_free(edition);
    return status;
}

static enum status check_edition(
    void *context, const char *id, const void *file, size_t length, struct error *err)
{
    struct fsck_run *run = context;
    struct audit_row row;
    struct fingerprint now;
    struct fingerprint told = {0};
    char subject[AUDIT_KIND_SIZE + EDITION_WORD_SIZE + 1];
    bool found = false;
    (void)snprintf(subject, sizeof subject, "%s %s", audit_kind_name(AUDIT_EDITION), id);
    TRY(last_of_edition(run, id, &found, &row, err));
    kept_editions_digest(&now, file, length);
    if (!found || !audit_digest(&row, "file", told.bytes) || !fingerprint_equal(&now, &told))
        return fsck_found(run, FSCK_NOT_AUDITED, subject, err,
            "the register keeps an edition that is not the one that its audit tells of");
    return check_model(run, id, subject, &row, file, length, err);
}

static enum status is_id(
    void *context, const char *id, const void *file, size_t length, struct error *err)
{
    const char **wanted = context;
    (void)file;
    (void)length;
    (void)err;
    if (*wanted != NULL && strcmp(*wanted, id) == 0)
        *wanted = NULL;
    return STATUS_OK;
}

/* Reports one that the audit tells of and the table lacks. */
static enum status check_told(void *context, sqlite3_stmt *select, struct error *err)
{
    struct fsck_run *run = context;
    struct audit_row row = {0};
    char id[EDITION_WORD_SIZE] = "";
    char subject[AUDIT_KIND_SIZE + EDITION_WORD_SIZE + 1];
    const char *wanted = id;
    (void)store_column_text(select, 0, row.subject, sizeof row.subject);
    (void)audit_value(&row, "edition", id, sizeof id);
    TRY(kept_editions_each(run->fsck->store, is_id, &wanted, err));
    if (wanted == NULL)
        return STATUS_OK;
    (void)snprintf(subject, sizeof subject, "%s %s", audit_kind_name(AUDIT_EDITION), id);
    return fsck_found(run, FSCK_ROW_MISSING, subject, err,
        "what the audit tells of is not in the register: %s", row.subject);
}

enum status fsck_editions(struct fsck_run *run, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(kept_editions_each(run->fsck->store, check_edition, run, err));
    TRY(store_prepare(run->fsck->store,
        "SELECT subject FROM temp.audited WHERE kind = ?"
        " GROUP BY substr(subject, 1, instr(subject, ' ')) ORDER BY subject",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_EDITION));
    return store_each(run->fsck->store, select, check_told, run, err);
}
