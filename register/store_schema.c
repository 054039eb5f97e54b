/* The tables of a register. */
#include "register/store_parts.h"

#include <string.h>

static const char SCHEMA[] =
    "CREATE TABLE meta(version INTEGER NOT NULL, id BLOB NOT NULL, demo INTEGER NOT NULL) STRICT;"
    "CREATE TABLE senders("
    " fingerprint BLOB PRIMARY KEY," /* of the card */
    " number TEXT NOT NULL,"
    " key_number BLOB NOT NULL," /* of the sign key; whoever makes a key is free to choose it */
    " sign_key BLOB NOT NULL,"   /* the public key itself, which all cards of a series share */
    " series INTEGER NOT NULL,"
    " card BLOB NOT NULL," /* the card's file */
    " enrolled INTEGER NOT NULL,"
    " revoked INTEGER,"
    " reason TEXT) STRICT;"
    "CREATE INDEX senders_by_number ON senders(number);"
    "CREATE INDEX senders_by_key_number ON senders(key_number);"
    "CREATE UNIQUE INDEX senders_by_sign_key ON senders(sign_key, series);"
    "CREATE TABLE submissions("
    " serial INTEGER PRIMARY KEY AUTOINCREMENT," /* the order of importing */
    " number TEXT NOT NULL,"
    " id BLOB NOT NULL,"
    " sender BLOB NOT NULL REFERENCES senders(fingerprint),"
    " edition TEXT NOT NULL,"
    " edition_digest BLOB NOT NULL,"
    " created INTEGER NOT NULL,"
    " imported INTEGER NOT NULL,"
    " supersedes BLOB NOT NULL," /* ids, one behind the other */
    " manifest_digest BLOB NOT NULL,"
    " sealed_digest BLOB NOT NULL UNIQUE,"
    " arrived TEXT NOT NULL,"
    " reference TEXT NOT NULL,"
    " chosen INTEGER NOT NULL DEFAULT 0,"
    " suspect INTEGER NOT NULL DEFAULT 0," /* imported when the key may have been a thief's */
    " rewrapped BLOB,"        /* digest of the original since its header was made anew, else NULL */
    " rewrapped_to BLOB,"     /* digest of the recipients that it was made for */
    " answers BLOB NOT NULL," /* register/vault.h */
    " UNIQUE(number, id)) STRICT;"
    "CREATE INDEX submissions_by_edition ON submissions(edition, number);"
    "CREATE TABLE rounds(" /* register/rounds.h */
    " id TEXT PRIMARY KEY,"
    " edition TEXT NOT NULL,"
    " opens TEXT NOT NULL,"
    " closes TEXT NOT NULL) STRICT;"
    "CREATE TABLE population(" /* register/population.h */
    " round TEXT NOT NULL,"    /* a round's id, or that of an edition without rounds */
    " number TEXT NOT NULL,"
    " name TEXT NOT NULL,"
    " \"group\" TEXT NOT NULL,"
    " tags TEXT NOT NULL," /* lines NAME=VALUE */
    " PRIMARY KEY(round, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE refusals("
    " sealed_digest BLOB PRIMARY KEY,"
    " reason TEXT NOT NULL,"
    " refused INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " number TEXT NOT NULL) STRICT;" /* of who signed it; "" where no signature has shown that */
    "CREATE TABLE audit("            /* register/audit.h */
    " serial INTEGER PRIMARY KEY,"
    " time INTEGER NOT NULL,"
    " kind TEXT NOT NULL,"
    " subject TEXT NOT NULL,"
    " link BLOB NOT NULL) STRICT;";

/* What follows SCHEMA in all but older registers. */
#define RECORDS_COLUMNS                                                                            \
    " block INTEGER PRIMARY KEY,"                                                                  \
    " sealed BLOB NOT NULL) STRICT;"
static const char RECORDS[] = "CREATE TABLE answer_records(" /* register/record_blocks.h */
    RECORDS_COLUMNS;

/* What follows it in a register whose records did not say yet who is answered for: they are not
 * read. */
static const char EARLIER_RECORDS[] = "CREATE TABLE records(" RECORDS_COLUMNS;

enum status store_make_records(const struct store *store, struct error *err)
{
    TRY(store_execute(store, "DROP TABLE IF EXISTS records;", err));
    return store_execute(store, RECORDS, err);
}

enum status store_fill_schema(struct store *store, bool demo, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(store_execute(store, SCHEMA, err));
    TRY(store_make_records(store, err));
    TRY(store_prepare(store, "INSERT INTO meta VALUES(?,?,?)", &insert, err));
    store_bind_number(insert, 1, STORE_VERSION);
    store_bind_blob(insert, 2, store->id, STORE_ID_SIZE);
    store_bind_number(insert, 3, demo ? 1 : 0);
    return store_run(store, insert, err);
}

/* What of SCHEMA, and then of RECORDS or EARLIER_RECORDS, has not been found yet. */
struct schema_walk {
    const char *rest;
    bool same;
    bool last; /* it is of one of these two */
    bool records;
};

/* The definition of a table that begins as the earlier one does must be that. */
static const char *records_of(const char *sql)
{
    static const size_t name = sizeof "CREATE TABLE records(" - 1;
    return sql != NULL && strncmp(sql, EARLIER_RECORDS, name) == 0 ? EARLIER_RECORDS : RECORDS;
}

static enum status compare_definition(void *context, sqlite3_stmt *row, struct error *err)
{
    struct schema_walk *walk = context;
    const char *sql = (const char *)sqlite3_column_text(row, 0);
    size_t length = (size_t)sqlite3_column_bytes(row, 0);
    (void)err;
    if (*walk->rest == '\0' && !walk->last) {
        walk->rest = records_of(sql);
        walk->last = true;
        walk->records = walk->rest == RECORDS;
    }
    walk->same = walk->same && sql != NULL && strlen(sql) == length &&
                 strncmp(walk->rest, sql, length) == 0 && walk->rest[length] == ';';
    walk->rest += walk->same ? length + 1 : 0;
    return STATUS_OK;
}

/* Whoever had the file can have added an index or a view, or given a column another order, and
 * queries would give what these say. SQLite keeps each definition as it was written. */
enum status store_check_schema(struct store *store, struct error *err)
{
    struct schema_walk walk = {SCHEMA, true, false, false};
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND sql <> 'CREATE TABLE sqlite_sequence(name,seq)' ORDER BY rowid",
        &select, err));
    TRY(store_each(store, select, compare_definition, &walk, err));
    store->records = walk.records;
    if (walk.same && *walk.rest == '\0')
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: has other tables or indexes than this program makes; restore the register from a copy",
        store->path);
}
