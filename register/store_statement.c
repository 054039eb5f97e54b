/* Statements on the register's database. */
#include "base/memory.h"
#include "register/store_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum status store_failed(const struct store *store, struct error *err)
{
    int code = store->db == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode(store->db);
    if (code == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM ||
        (store->db != NULL && sqlite3_system_errno(store->db) == ENOMEM))
        memory_exhausted();
    if ((code & 0xFF) == SQLITE_FULL) { /* of an extended code the lowest byte is the code */
        errno = ENOSPC;
        return error_system(err, "%s/%s: writing failed", store->path, STORE_DATABASE);
    }
    if ((code & 0xFF) == SQLITE_READONLY)
        return store_refuse_protected(store, err);
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "%s/%s: the database says: %s",
        store->path, STORE_DATABASE, sqlite3_errmsg(store->db));
}

enum status store_prepare(
    const struct store *store, const char *sql, sqlite3_stmt **statement, struct error *err)
{
    return sqlite3_prepare_v2(store->db, sql, -1, statement, NULL) == SQLITE_OK
               ? STATUS_OK
               : store_failed(store, err);
}

/* ---- statements that are used again ---- */

enum { KEPT_MAX = 32 };

struct store_kept {
    struct {
        const char *sql;
        sqlite3_stmt *statement;
        bool lent;
    } of[KEPT_MAX];
    size_t count;
};

void store_keep_statements(struct store *store)
{
    store->kept = memory_new(1, sizeof *store->kept);
}

void store_drop_statements(struct store *store)
{
    for (size_t i = 0; store->kept != NULL && i < store->kept->count; i++)
        (void)sqlite3_finalize(store->kept->of[i].statement);
    free(store->kept);
    store->kept = NULL;
}

/* One that is at work already, further up, is prepared once more, and so is one too many. */
enum status store_prepare_once(
    const struct store *store, const char *sql, sqlite3_stmt **statement, struct error *err)
{
    struct store_kept *kept = store->kept;
    size_t place = 0;
    while (kept != NULL && place < kept->count && kept->of[place].sql != sql)
        place++;
    if (kept == NULL || place == KEPT_MAX || (place < kept->count && kept->of[place].lent))
        return store_prepare(store, sql, statement, err);
    if (place == kept->count) {
        TRY(store_prepare(store, sql, &kept->of[place].statement, err));
        kept->of[kept->count++].sql = sql;
    }
    kept->of[place].lent = true;
    *statement = kept->of[place].statement;
    return STATUS_OK;
}

void store_release(const struct store *store, sqlite3_stmt *statement)
{
    struct store_kept *kept = store->kept;
    for (size_t i = 0; kept != NULL && statement != NULL && i < kept->count; i++) {
        if (kept->of[i].statement != statement)
            continue;
        (void)sqlite3_reset(statement);
        (void)sqlite3_clear_bindings(statement);
        kept->of[i].lent = false;
        return;
    }
    (void)sqlite3_finalize(statement);
}

/* ---- values ---- */

/* A value that could not be copied must not be taken for NULL. */
static void bound(int result)
{
    if (result == SQLITE_NOMEM)
        memory_exhausted();
}

void store_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    bound(sqlite3_bind_text(statement, place, text, -1, SQLITE_TRANSIENT));
}

void store_bind_blob(sqlite3_stmt *statement, int place, const void *bytes, size_t length)
{
    bound(sqlite3_bind_blob64(statement, place, bytes, length, SQLITE_TRANSIENT));
}

void store_bind_number(sqlite3_stmt *statement, int place, int64_t number)
{
    bound(sqlite3_bind_int64(statement, place, number));
}

/* ---- rows ---- */

enum status store_run(const struct store *store, sqlite3_stmt *statement, struct error *err)
{
    enum status status =
        sqlite3_step(statement) == SQLITE_DONE ? STATUS_OK : store_failed(store, err);
    store_release(store, statement);
    return status;
}

enum status store_step(
    const struct store *store, sqlite3_stmt *select, bool *found, struct error *err)
{
    int step = sqlite3_step(select);
    *found = step == SQLITE_ROW;
    return *found || step == SQLITE_DONE ? STATUS_OK : store_failed(store, err);
}

enum status store_each(const struct store *store, sqlite3_stmt *select,
    enum status (*take)(void *context, sqlite3_stmt *row, struct error *err), void *context,
    struct error *err)
{
    bool found = true;
    enum status status;
    for (;;) {
        TRY_OUT(store_step(store, select, &found, err));
        if (!found)
            break;
        TRY_OUT(take(context, select, err));
    }
out:
    store_release(store, select);
    return status;
}

enum status store_found(
    const struct store *store, sqlite3_stmt *select, bool *found, struct error *err)
{
    enum status status = store_step(store, select, found, err);
    store_release(store, select);
    return status;
}

enum status store_number(
    const struct store *store, sqlite3_stmt *select, int64_t *number, struct error *err)
{
    bool found = false;
    enum status status = store_step(store, select, &found, err);
    *number = found ? sqlite3_column_int64(select, 0) : 0;
    store_release(store, select);
    return status;
}

enum status store_count(
    const struct store *store, const char *sql, uint64_t *count, struct error *err)
{
    sqlite3_stmt *select = NULL;
    int64_t number = 0;
    TRY(store_prepare(store, sql, &select, err));
    TRY(store_number(store, select, &number, err));
    *count = number < 0 ? 0 : (uint64_t)number;
    return STATUS_OK;
}

/* The bytes of a text as they lie in the row: a text with a NUL behind it would be copied first.
 * And what a column holds is looked up once. */
bool store_column_text(sqlite3_stmt *row, int column, char *text, size_t size)
{
    sqlite3_value *value = sqlite3_column_value(row, column);
    const void *found = sqlite3_value_blob(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    text[0] = '\0';
    if (found == NULL && length > 0)
        memory_exhausted();
    if (found == NULL)
        return true;
    if (length >= size || memchr(found, '\0', length) != NULL)
        return false;
    memcpy(text, found, length);
    text[length] = '\0';
    return true;
}

bool store_column_blob(sqlite3_stmt *row, int column, void *bytes, size_t size)
{
    sqlite3_value *value = sqlite3_column_value(row, column);
    const void *found = sqlite3_value_blob(value);
    if (found == NULL || sqlite3_value_bytes(value) != (int)size)
        return false;
    memcpy(bytes, found, size);
    return true;
}

bool store_column_flag(sqlite3_stmt *row, int column, bool *flag)
{
    int64_t number = sqlite3_column_int64(row, column);
    *flag = number == 1;
    return number == 0 || number == 1;
}
