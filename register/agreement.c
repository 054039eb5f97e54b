#include "register/agreement.h"

#include "register/agreement_parts.h"
#include "register/record_walk.h"
#include "register/store_parts.h"

struct agreement {
    uint64_t rows;  /* of the audit, */
    uint64_t cards; /* and of senders, about so many */
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

/* Senders are read in step with the audit, for that takes one core as long as it takes the others
 * to compare the links. */
static enum status read_cards(void *context, uint64_t serial, struct error *err)
{
    struct agreement *agreement = context;
    if (agreement->rows == 0)
        return STATUS_OK;
    return enrolments_read(
        &agreement->enrolments, (size_t)(agreement->cards * serial / agreement->rows), err);
}

static void keep_audited(struct store *store, struct agreement *agreement)
{
    audited_free(store->audited);
    store->audited = agreement->audited;
    agreement->audited = NULL;
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
static uint64_t at_most_audited(const struct audit *audit, uint64_t rows)
{
    return rows < audit->last.count ? rows : audit->last.count;
}

static enum status expect_rows(const struct audit *audit, struct agreement *agreement,
    enum agreement_rows rows, struct error *err)
{
    uint64_t cards = 0;
    uint64_t imports = 0;
    TRY(store_count(audit->store, "SELECT max(rowid) FROM senders NOT INDEXED", &cards, err));
    TRY(record_walk_rows(audit->store, &imports, err));
    agreement->rows = audit->last.count;
    agreement->cards = at_most_audited(audit, cards);
    imports_expect(&agreement->imports, (size_t)at_most_audited(audit, imports));
    return enrolments_expect(
        &agreement->enrolments, rows == AGREEMENT_WALKED, (size_t)agreement->cards, err);
}

/* ---- and whether both agree ---- */

enum status agreement_check(struct audit *audit, enum agreement_rows rows, struct error *err)
{
    struct agreement agreement = {
        .enrolments = {.store = audit->store},
        .imports = {.store = audit->store},
        .declarations = {.store = audit->store},
        .audited = audited_new(),
    };
    bool reading = false;
    enum status status;
    agreement.enrolments.audited = agreement.audited;
    end_deferred(audit->store);
    TRY_OUT(store_begin_reading(audit->store, err));
    reading = true;
    TRY_OUT(expect_rows(audit, &agreement, rows, err));
    TRY_OUT(audit_walk_divided(audit, note_row, read_cards, &agreement, err));
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
    enrolments_free(&agreement.enrolments);
    if (reading)
        store_end_reading(audit->store);
    imports_free(&agreement.imports);
    declarations_free(&agreement.declarations);
    audited_free(agreement.audited);
    return status;
}
