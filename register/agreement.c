#include "register/agreement.h"

#include "register/agreement_parts.h"
#include "register/store_parts.h"

struct agreement {
    struct enrolment_lists enrolments;
    struct import_list imports;
    struct declaration_list declarations;
    struct audited *audited; /* owned; what is kept of all this */
};

static enum status note_row(void *context, const struct audit_row *row, struct error *err)
{
    struct agreement *agreement = context;
    (void)err;
    if (imports_note(&agreement->imports, row) || enrolments_note(&agreement->enrolments, row))
        return STATUS_OK;
    declarations_note(&agreement->declarations, row);
    audited_note_edition(agreement->audited, row);
    return STATUS_OK;
}

static void keep_audited(struct store *store, struct agreement *agreement)
{
    audited_free(store->audited);
    store->audited = agreement->audited;
    agreement->audited = NULL;
    enrolments_keep(&agreement->enrolments, store->audited);
    if (store->lock >= 0) /* without it, somebody else may add rows */
        imports_keep(&agreement->imports, store->audited);
}

/* Of a walk before this one. */
static void end_deferred(struct store *store)
{
    if (store->imports != NULL)
        store_end_reading(store);
    imports_forget(store);
}

/* ---- what the audit says ---- */

/* No more than the audit has rows: these numbers are only expected. */
static enum status number_up_to(
    const struct audit *audit, const char *sql, size_t *number, struct error *err)
{
    sqlite3_stmt *select = NULL;
    int64_t found = 0;
    TRY(store_prepare(audit->store, sql, &select, err));
    TRY(store_number(audit->store, select, &found, err));
    *number = found < 0 ? 0 : (size_t)found;
    if (*number > audit->last.count)
        *number = (size_t)audit->last.count;
    return STATUS_OK;
}

static enum status expect_rows(
    const struct audit *audit, struct agreement *agreement, struct error *err)
{
    size_t cards = 0;
    size_t imports = 0;
    TRY(number_up_to(audit, "SELECT max(rowid) FROM senders NOT INDEXED", &cards, err));
    TRY(number_up_to(audit, "SELECT max(serial) FROM submissions", &imports, err));
    enrolments_expect(&agreement->enrolments, cards);
    imports_expect(&agreement->imports, imports);
    return STATUS_OK;
}

/* ---- and whether both agree ---- */

enum status agreement_check(struct audit *audit, enum agreement_rows rows, struct error *err)
{
    struct agreement agreement = {
        {.store = audit->store}, {.store = audit->store}, {.store = audit->store}, audited_new()};
    bool reading = false;
    enum status status;
    end_deferred(audit->store);
    TRY_OUT(store_begin_reading(audit->store, err));
    reading = true;
    TRY_OUT(expect_rows(audit, &agreement, err));
    TRY_OUT(audit_walk_divided(audit, note_row, &agreement, err));
    TRY_OUT(enrolments_compare(&agreement.enrolments, err));
    if (rows == AGREEMENT_NOW)
        TRY_OUT(imports_compare(&agreement.imports, err));
    TRY_OUT(declarations_compare(&agreement.declarations, err));
    TRY_OUT(kept_editions_compare(audit->store, agreement.audited, err));
    keep_audited(audit->store, &agreement);
    if (rows == AGREEMENT_WALKED) {
        imports_defer(&agreement.imports);
        reading = false;
    }
out:
    if (reading)
        store_end_reading(audit->store);
    enrolments_free(&agreement.enrolments);
    imports_free(&agreement.imports);
    declarations_free(&agreement.declarations);
    audited_free(agreement.audited);
    return status;
}
