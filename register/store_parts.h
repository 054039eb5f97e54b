/* The register's database, for files of register/ only: statements, their values and rows, and
 * transactions. Where SQLite has no memory, the process ends (memory_exhausted); any other failure
 * is STATUS_FAILED, REASON_IO_ERROR, with what SQLite says. */
#ifndef REGISTER_STORE_PARTS_H
#define REGISTER_STORE_PARTS_H

#include "base/error.h"
#include "register/store.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens the database in the directory store->path, which may lie below a link but holds no link of
 * that name. flags: of sqlite3_open_v2. store->db is to be closed, also on failure. */
enum status store_connect(struct store *store, int flags, struct error *err) MUST_USE;

/* Of a register that nothing can be written into, which SQLite opens with no log (store_still.c):
 * whether it is one, and whether it can be read as it lies: STATUS_FAILED while another writes to
 * it, or where its last changes wait in the log. */
bool store_is_write_protected(const char *path);
enum status store_check_still(const struct store *store, struct error *err) MUST_USE;
enum status store_refuse_locked(const struct store *store, struct error *err) MUST_USE;
enum status store_refuse_protected(const struct store *store, struct error *err) MUST_USE;

/* The failure of what SQLite was asked last. */
enum status store_failed(const struct store *store, struct error *err);

enum status store_execute(const struct store *store, const char *sql, struct error *err) MUST_USE;

/* Makes the tables of a new register, whose id is set (store_schema.c); and whether one that was
 * opened has these and no others: STATUS_FAILED, REASON_DAMAGED. */
enum status store_fill_schema(struct store *store, bool demo, struct error *err) MUST_USE;
enum status store_check_schema(struct store *store, struct error *err) MUST_USE;

/* A transaction: all or nothing. store_end commits if status is STATUS_OK and rolls back otherwise;
 * it returns status, or the failure of the commit. Changes begin with audit_begin instead
 * (register/changes_parts.h). */
enum status store_begin(struct store *store, struct error *err) MUST_USE;
enum status store_end(struct store *store, enum status status, struct error *err) MUST_USE;

/* What is read between these is of one moment, whoever writes meanwhile. */
enum status store_begin_reading(const struct store *store, struct error *err) MUST_USE;
void store_end_reading(const struct store *store);

/* *statement is the caller's (store_release), unless it is handed to one of the functions below
 * that release it; NULL on failure. */
enum status store_prepare(const struct store *store, const char *sql, sqlite3_stmt **statement,
    struct error *err) MUST_USE;

/* The same for one that a run needs again and again: it is prepared once, and kept until the store
 * is closed. sql: a literal, which is known again by where it stands. */
enum status store_prepare_once(const struct store *store, const char *sql, sqlite3_stmt **statement,
    struct error *err) MUST_USE;

/* Gives a statement back: what it holds of its values goes, and unless it is kept, it too. It may
 * be NULL. */
void store_release(const struct store *store, sqlite3_stmt *statement);

/* Makes room for statements that are kept, and releases it with them. */
void store_keep_statements(struct store *store);
void store_drop_statements(struct store *store);

/* Gives the parameter at that place, from 1, a value, which is copied. */
void store_bind_text(sqlite3_stmt *statement, int place, const char *text);
void store_bind_blob(sqlite3_stmt *statement, int place, const void *bytes, size_t length);
void store_bind_number(sqlite3_stmt *statement, int place, int64_t number);

/* Runs a statement that gives no rows, and releases it. */
enum status store_run(
    const struct store *store, sqlite3_stmt *statement, struct error *err) MUST_USE;

/* Goes to the next row; *found: whether there is one. */
enum status store_step(
    const struct store *store, sqlite3_stmt *select, bool *found, struct error *err) MUST_USE;

/* Calls take for each row, until it fails, and releases the statement. */
enum status store_each(const struct store *store, sqlite3_stmt *select,
    enum status (*take)(void *context, sqlite3_stmt *row, struct error *err), void *context,
    struct error *err) MUST_USE;

/* Whether there is a row; releases the statement. */
enum status store_found(
    const struct store *store, sqlite3_stmt *select, bool *found, struct error *err) MUST_USE;

/* The number in the first column of the first row, 0 if there is no row; releases the statement.
 */
enum status store_number(
    const struct store *store, sqlite3_stmt *select, int64_t *number, struct error *err) MUST_USE;

/* The number that a statement without parameters gives; one below 0, which only somebody who edits
 * the register writes, as 0. */
enum status store_count(
    const struct store *store, const char *sql, uint64_t *count, struct error *err) MUST_USE;

/* Copies a column of the row, from 0, into a field: a text ("" for NULL; false if it does not fit,
 * or has a NUL within), or a blob of exactly that size. */
bool store_column_text(sqlite3_stmt *row, int column, char *text, size_t size);
bool store_column_blob(sqlite3_stmt *row, int column, void *bytes, size_t size);

/* The same for a number that is 0 or 1; false if it is another. */
bool store_column_flag(sqlite3_stmt *row, int column, bool *flag);

#endif
