/* The tables of a register. */
#include "register/store_parts.h"

#include <string.h>

#define SENDERS_BEGIN                                                                              \
    "CREATE TABLE senders("                                                                        \
    " fingerprint BLOB PRIMARY KEY," /* of the card */                                             \
    " number TEXT NOT NULL,"                                                                       \
    " key_number BLOB NOT NULL," /* of the sign key; whoever makes a key is free to choose it */   \
    " sign_key BLOB NOT NULL,"   /* the public key itself, which all cards of a series share */    \
    " series INTEGER NOT NULL,"
#define SENDERS_CARD " card BLOB NOT NULL" /* the card's file */
#define SENDERS_TIMES                                                                              \
    " enrolled INTEGER NOT NULL,"                                                                  \
    " revoked INTEGER,"                                                                            \
    " reason TEXT"

#define RECORDS_COLUMNS                                                                            \
    " block INTEGER PRIMARY KEY,"                                                                  \
    " sealed BLOB NOT NULL) STRICT"

/* In this order. A row's card is longer than a page, so what stands behind it is read from another
 * page: in an older register the times do. */
static const struct definition {
    const char *sql;
    const char *older; /* or NULL */
} DEFINITIONS[] = {
    {"CREATE TABLE meta(version INTEGER NOT NULL, id BLOB NOT NULL, demo INTEGER NOT NULL) STRICT",
        NULL},
    {SENDERS_BEGIN SENDERS_TIMES "," SENDERS_CARD ") STRICT",
        SENDERS_BEGIN SENDERS_CARD "," SENDERS_TIMES ") STRICT"},
    {"CREATE INDEX senders_by_number ON senders(number)", NULL},
    {"CREATE INDEX senders_by_key_number ON senders(key_number)", NULL},
    {"CREATE UNIQUE INDEX senders_by_sign_key ON senders(sign_key, series)", NULL},
    {"CREATE TABLE submissions("
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
     " rewrapped BLOB,"    /* digest of the original since its header was made anew, else NULL */
     " rewrapped_to BLOB," /* digest of the recipients that it was made for */
     " answers BLOB NOT NULL," /* register/vault.h */
     " UNIQUE(number, id)) STRICT",
        NULL},
    {"CREATE INDEX submissions_by_edition ON submissions(edition, number)", NULL},
    {"CREATE TABLE rounds(" /* register/rounds.h */
     " id TEXT PRIMARY KEY,"
     " edition TEXT NOT NULL,"
     " opens TEXT NOT NULL,"
     " closes TEXT NOT NULL) STRICT",
        NULL},
    {"CREATE TABLE population(" /* register/population.h */
     " round TEXT NOT NULL,"    /* a round's id, or that of an edition without rounds */
     " number TEXT NOT NULL,"
     " name TEXT NOT NULL,"
     " \"group\" TEXT NOT NULL,"
     " tags TEXT NOT NULL," /* lines NAME=VALUE */
     " PRIMARY KEY(round, number)) STRICT, WITHOUT ROWID",
        NULL},
    {"CREATE TABLE refusals("
     " sealed_digest BLOB PRIMARY KEY,"
     " reason TEXT NOT NULL,"
     " refused INTEGER NOT NULL,"
     " size INTEGER NOT NULL,"
     " number TEXT NOT NULL) STRICT", /* of who signed it; "" where no signature has shown that */
        NULL},
    {"CREATE TABLE audit(" /* register/audit.h */
     " serial INTEGER PRIMARY KEY,"
     " time INTEGER NOT NULL,"
     " kind TEXT NOT NULL,"
     " subject TEXT NOT NULL,"
     " link BLOB NOT NULL) STRICT",
        NULL},
    /* register/record_blocks.h. Older registers have none, or such as did not say yet who is
     * answered for and are not read. */
    {"CREATE TABLE answer_records(" RECORDS_COLUMNS, "CREATE TABLE records(" RECORDS_COLUMNS},
    {"CREATE TABLE editions(" /* register/kept_editions.h; older registers have none */
     " id TEXT PRIMARY KEY,"
     " file BLOB NOT NULL) STRICT",
        NULL},
    /* All of a card's row but what it is looked up by and the card itself, of which a page holds
     * three: register/enrolments.c. Older registers have none. */
    {"CREATE INDEX senders_by_enrolment ON senders(enrolled, number, fingerprint, revoked, reason)",
        NULL},
};
enum {
    DEFINITION_COUNT = sizeof DEFINITIONS / sizeof DEFINITIONS[0],
    RECORDS = DEFINITION_COUNT - 3, /* from here on in any order; an older register may have none */
    EDITIONS = DEFINITION_COUNT - 2,
    ENROLMENTS = DEFINITION_COUNT - 1,
};

static enum status write_version(const struct store *store, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(store, "UPDATE meta SET version = ?", &update, err));
    store_bind_number(update, 1, STORE_VERSION);
    return store_run(store, update, err);
}

static enum status make_what_is_new(const struct store *store, struct error *err)
{
    if (!store->records) {
        TRY(store_execute(store, "DROP TABLE IF EXISTS records;", err));
        TRY(store_execute(store, DEFINITIONS[RECORDS].sql, err));
    }
    if (!store->editions)
        TRY(store_execute(store, DEFINITIONS[EDITIONS].sql, err));
    if (!store->enrolments)
        TRY(store_execute(store, DEFINITIONS[ENROLMENTS].sql, err));
    return write_version(store, err);
}

enum status store_take_over(struct store *store, struct error *err)
{
    if (store->records && store->editions && store->enrolments && store->version == STORE_VERSION)
        return STATUS_OK;
    TRY(store_begin(store, err));
    TRY(store_end(store, make_what_is_new(store, err), err));
    store->records = store->editions = store->enrolments = true;
    store->version = STORE_VERSION;
    return STATUS_OK;
}

enum status store_fill_schema(struct store *store, bool demo, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    for (size_t i = 0; i < DEFINITION_COUNT; i++)
        TRY(store_execute(store, DEFINITIONS[i].sql, err));
    TRY(store_prepare(store, "INSERT INTO meta VALUES(?,?,?)", &insert, err));
    store_bind_number(insert, 1, STORE_VERSION);
    store_bind_blob(insert, 2, store->id, STORE_ID_SIZE);
    store_bind_number(insert, 3, demo ? 1 : 0);
    return store_run(store, insert, err);
}

/* Of each definition, whether it has been found. */
struct schema_walk {
    enum { LACKING, OLDER, FOUND } form[DEFINITION_COUNT];
    size_t found;
    bool same;
};

static bool take_form(struct schema_walk *walk, size_t place, const char *sql)
{
    const struct definition *made = &DEFINITIONS[place];
    if (walk->form[place] != LACKING)
        return false;
    if (strcmp(sql, made->sql) == 0)
        walk->form[place] = FOUND;
    else if (made->older != NULL && strcmp(sql, made->older) == 0)
        walk->form[place] = OLDER;
    return walk->form[place] != LACKING;
}

/* What every register has comes first. */
static bool take_definition(struct schema_walk *walk, const char *sql)
{
    if (walk->found < RECORDS)
        return take_form(walk, walk->found, sql);
    for (size_t place = RECORDS; place < DEFINITION_COUNT; place++) {
        if (take_form(walk, place, sql))
            return true;
    }
    return false;
}

static enum status compare_definition(void *context, sqlite3_stmt *row, struct error *err)
{
    struct schema_walk *walk = context;
    const char *sql = (const char *)sqlite3_column_text(row, 0);
    size_t length = (size_t)sqlite3_column_bytes(row, 0);
    (void)err;
    walk->same = walk->same && sql != NULL && strlen(sql) == length && take_definition(walk, sql);
    walk->found += walk->same;
    return STATUS_OK;
}

/* Whoever had the file can have added an index or a view, or given a column another order, and
 * queries would give what these say. SQLite keeps each definition as it was written. */
enum status store_check_schema(struct store *store, struct error *err)
{
    struct schema_walk walk = {.same = true};
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND sql <> 'CREATE TABLE sqlite_sequence(name,seq)' ORDER BY rowid",
        &select, err));
    TRY(store_each(store, select, compare_definition, &walk, err));
    store->records = walk.form[RECORDS] == FOUND;
    store->editions = walk.form[EDITIONS] == FOUND;
    store->enrolments = walk.form[ENROLMENTS] == FOUND;
    if (walk.same && walk.found >= RECORDS)
        return STATUS_OK;
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: has other tables or indexes than this program makes; restore the register from a copy",
        store->path);
}
