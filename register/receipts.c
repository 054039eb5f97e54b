#include "register/receipts.h"

#include "register/store_parts.h"

struct receipts_walk {
    const struct store *store;
    enum status (*visit)(void *context, const struct receipt_owner *owner, struct error *err);
    void *context;
};

static enum status visit_owner(void *context, sqlite3_stmt *row, struct error *err)
{
    const struct receipts_walk *walk = context;
    struct receipt_owner owner;
    if (!store_column_text(row, 0, owner.number, sizeof owner.number) ||
        !store_column_blob(row, 1, owner.sealed.bytes, FINGERPRINT_SIZE))
        return error_set(err, STATUS_FAILED, REASON_DAMAGED,
            "%s: a row is not of its form; `sigill-msb fsck` shows what is amiss",
            walk->store->path);
    return walk->visit(walk->context, &owner, err);
}

enum status receipts_each(struct store *store,
    enum status (*visit)(void *context, const struct receipt_owner *owner, struct error *err),
    void *context, struct error *err)
{
    struct receipts_walk walk = {store, visit, context};
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "SELECT number, sealed_digest FROM submissions"
        " UNION SELECT number, sealed_digest FROM refusals ORDER BY 1, 2",
        &select, err));
    return store_each(store, select, visit_owner, &walk, err);
}
