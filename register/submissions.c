#include "register/submissions.h"

#include "base/text.h"
#include "register/audited.h"
#include "register/changes_parts.h"
#include "register/record_blocks.h"
#include "register/store_parts.h"
#include "register/vault.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS                                                                                    \
    "serial, number, id, sender, edition, edition_digest, created, imported, supersedes,"          \
    " manifest_digest, sealed_digest, arrived, reference, chosen, suspect, rewrapped, "            \
    "rewrapped_to"

enum { LENGTH = 4 }; /* of answers.json, little-endian, before it and its signature */

static struct vault_binding binding_of(const struct submission *submission)
{
    return (struct vault_binding){
        "submissions", submission->number, submission->edition, submission->manifest_digest};
}

static void put_content(
    struct buffer *content, const struct buffer *answers, const struct buffer *signature)
{
    uint8_t length[LENGTH];
    for (size_t i = 0; i < LENGTH; i++)
        length[i] = (uint8_t)(answers->length >> (8 * i));
    buffer_append(content, length, sizeof length);
    buffer_append(content, answers->data, answers->length);
    buffer_append(content, signature->data, signature->length);
}

static void bind_row(sqlite3_stmt *insert, const struct submission *row)
{
    store_bind_text(insert, 1, row->number);
    store_bind_blob(insert, 2, row->id, MANIFEST_ID_SIZE);
    store_bind_blob(insert, 3, row->sender.bytes, FINGERPRINT_SIZE);
    store_bind_text(insert, 4, row->edition);
    store_bind_blob(insert, 5, row->edition_digest, MANIFEST_DIGEST_SIZE);
    store_bind_number(insert, 6, row->created);
    store_bind_number(insert, 7, row->imported);
    store_bind_blob(
        insert, 8, row->supersedes.id, (size_t)row->supersedes.count * MANIFEST_ID_SIZE);
    store_bind_blob(insert, 9, row->manifest_digest, MANIFEST_DIGEST_SIZE);
    store_bind_blob(insert, 10, row->sealed.bytes, FINGERPRINT_SIZE);
    store_bind_text(insert, 11, row->arrived);
    store_bind_text(insert, 12, row->reference);
}

static enum status insert_row(struct store *store, struct submission *submission,
    const struct buffer *blob, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(store_prepare_once(store,
        "INSERT INTO submissions(number, id, sender, edition, edition_digest, created,"
        " imported, supersedes, manifest_digest, sealed_digest, arrived, reference, answers)"
        " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
        &insert, err));
    bind_row(insert, submission);
    store_bind_blob(insert, 13, blob->data, blob->length);
    TRY(store_run(store, insert, err));
    submission->serial = sqlite3_last_insert_rowid(store->db);
    return STATUS_OK;
}

enum status submissions_add(struct store *store, const uint8_t *key, struct submission *submission,
    const struct buffer *answers, const struct buffer *signature, const struct buffer *record,
    struct error *err)
{
    struct buffer content = {0};
    struct buffer blob = {0};
    struct vault_binding binding = binding_of(submission);
    enum status status;
    put_content(&content, answers, signature);
    TRY_OUT(vault_seal(store, key, &binding, content.data, content.length, &blob, err));
    TRY_OUT(insert_row(store, submission, &blob, err));
    if (store->records && record != NULL && record->length > 0)
        TRY_OUT(record_block_add(store, key, submission->serial, record, err));
out:
    buffer_wipe(&content);
    buffer_free(&blob);
    return status;
}

static enum status refuse_submission(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_FAILED, REASON_DAMAGED,
        "%s: a submission's row is broken; restore the register from a copy", store->path);
}

static bool read_supersedes(sqlite3_stmt *row, struct manifest_supersedes *supersedes)
{
    bool is_blob = sqlite3_column_type(row, 8) == SQLITE_BLOB;
    size_t length = (size_t)sqlite3_column_bytes(row, 8);
    if (!is_blob || length > sizeof supersedes->id || length % MANIFEST_ID_SIZE != 0)
        return false;
    supersedes->count = (uint16_t)(length / MANIFEST_ID_SIZE);
    return length == 0 || store_column_blob(row, 8, supersedes->id, length);
}

enum status submissions_row(
    const struct store *store, sqlite3_stmt *row, struct submission *out, struct error *err)
{
    *out = (struct submission){0};
    out->serial = sqlite3_column_int64(row, 0);
    out->created = sqlite3_column_int64(row, 6);
    out->imported = sqlite3_column_int64(row, 7);
    out->rewrapped_any = sqlite3_column_type(row, 15) != SQLITE_NULL;
    bool whole = out->serial > 0 && store_column_text(row, 1, out->number, sizeof out->number) &&
                 store_column_blob(row, 2, out->id, sizeof out->id) &&
                 store_column_blob(row, 3, out->sender.bytes, FINGERPRINT_SIZE) &&
                 store_column_text(row, 4, out->edition, sizeof out->edition) &&
                 store_column_blob(row, 5, out->edition_digest, sizeof out->edition_digest) &&
                 read_supersedes(row, &out->supersedes) &&
                 store_column_blob(row, 9, out->manifest_digest, sizeof out->manifest_digest) &&
                 store_column_blob(row, 10, out->sealed.bytes, FINGERPRINT_SIZE) &&
                 store_column_text(row, 11, out->arrived, sizeof out->arrived) &&
                 store_column_text(row, 12, out->reference, sizeof out->reference) &&
                 store_column_flag(row, 13, &out->chosen) &&
                 store_column_flag(row, 14, &out->suspect) &&
                 out->rewrapped_any == (sqlite3_column_type(row, 16) != SQLITE_NULL) &&
                 (!out->rewrapped_any ||
                     (store_column_blob(row, 15, out->rewrapped.bytes, FINGERPRINT_SIZE) &&
                         store_column_blob(row, 16, out->rewrapped_to, sizeof out->rewrapped_to)));
    return whole ? STATUS_OK : refuse_submission(store, err);
}

/* Takes one row or none, and finalises the statement. An index holds what the file's maker put into
 * it: it only finds a row, which is then read itself, and is judged by the caller. */
static enum status first_submission(struct store *store, sqlite3_stmt *select, bool *found,
    struct submission *submission, struct error *err)
{
    enum status status;
    TRY_OUT(store_step(store, select, found, err));
    if (*found)
        TRY_OUT(submissions_row(store, select, submission, err));
out:
    store_release(store, select);
    return status;
}

enum status submissions_by_sealed(struct store *store, const struct fingerprint *sealed,
    bool *found, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    *found = false;
    TRY(store_prepare_once(store,
        "SELECT " COLUMNS " FROM submissions NOT INDEXED WHERE serial ="
        " (SELECT serial FROM submissions WHERE sealed_digest = ?)",
        &select, err));
    store_bind_blob(select, 1, sealed->bytes, FINGERPRINT_SIZE);
    TRY(first_submission(store, select, found, submission, err));
    return *found && !fingerprint_equal(&submission->sealed, sealed) ? refuse_submission(store, err)
                                                                     : STATUS_OK;
}

enum status submissions_by_id(struct store *store, const char *number, const uint8_t *id,
    bool *found, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    *found = false;
    TRY(store_prepare_once(store,
        "SELECT " COLUMNS " FROM submissions NOT INDEXED WHERE serial ="
        " (SELECT serial FROM submissions WHERE number = ? AND id = ?)",
        &select, err));
    store_bind_text(select, 1, number);
    store_bind_blob(select, 2, id, MANIFEST_ID_SIZE);
    TRY(first_submission(store, select, found, submission, err));
    bool same = !*found || (strcmp(submission->number, number) == 0 &&
                               memcmp(submission->id, id, MANIFEST_ID_SIZE) == 0);
    return same ? STATUS_OK : refuse_submission(store, err);
}

enum status submissions_by_serial(
    struct store *store, int64_t serial, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    TRY(store_prepare(store, "SELECT " COLUMNS " FROM submissions WHERE serial = ?", &select, err));
    store_bind_number(select, 1, serial);
    TRY(first_submission(store, select, &found, submission, err));
    return found ? STATUS_OK : refuse_submission(store, err);
}

static enum status only_row(struct store *store, sqlite3_stmt *select, const char *typed,
    struct submission *submission, struct error *err)
{
    bool found = false;
    TRY(store_step(store, select, &found, err));
    if (!found)
        return error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: no submission has this id; see: sigill-msb list", typed);
    TRY(submissions_row(store, select, submission, err));
    TRY(store_step(store, select, &found, err));
    if (found)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: several submissions have an id that begins so; give more of it", typed);
    return STATUS_OK;
}

enum status submissions_find(
    struct store *store, const char *typed, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    size_t length = strlen(typed);
    if (length < 4 || length > 2 * MANIFEST_ID_SIZE || strspn(typed, "0123456789abcdef") != length)
        return error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: not an id; give at least the first 4 of its 32 digits 0-9 and a-f, in small "
            "letters, as list shows them",
            typed);
    TRY(store_prepare(store,
        "SELECT " COLUMNS " FROM submissions WHERE substr(lower(hex(id)), 1, ?) = ?"
        " ORDER BY serial LIMIT 2",
        &select, err));
    store_bind_number(select, 1, (int64_t)length);
    store_bind_text(select, 2, typed);
    enum status status = only_row(store, select, typed, submission, err);
    store_release(store, select);
    return status;
}

static bool has_number(sqlite3_stmt *row, const char *number)
{
    char text[MANIFEST_NUMBER_SIZE];
    return store_column_text(row, 1, text, sizeof text) && strcmp(text, number) == 0;
}

struct submission_walk {
    const struct store *store;
    enum status (*visit)(void *context, const struct submission *submission, struct error *err);
    void *context;
};

static enum status visit_row(void *context, sqlite3_stmt *row, struct error *err)
{
    const struct submission_walk *walk = context;
    struct submission submission;
    TRY(submissions_row(walk->store, row, &submission, err));
    return walk->visit(walk->context, &submission, err);
}

enum status submissions_select(
    const struct store *store, struct sqlite3_stmt **select, struct error *err)
{
    return store_prepare(store, "SELECT " COLUMNS " FROM submissions ORDER BY serial", select, err);
}

int64_t submissions_serial(struct sqlite3_stmt *select)
{
    return sqlite3_column_int64(select, 0);
}

enum status submissions_each(struct store *store,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    struct submission_walk walk = {store, visit, context};
    sqlite3_stmt *select = NULL;
    TRY(submissions_select(store, &select, err));
    return store_each(store, select, visit_row, &walk, err);
}

enum status submissions_each_of(struct store *store, const char *edition,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    struct submission_walk walk = {store, visit, context};
    sqlite3_stmt *select = NULL;
    TRY(store_prepare(store,
        "SELECT " COLUMNS " FROM submissions NOT INDEXED WHERE edition = ? ORDER BY number, serial",
        &select, err));
    store_bind_text(select, 1, edition);
    return store_each(store, select, visit_row, &walk, err);
}

enum status submissions_told(struct store *store, const struct audited_row *told,
    struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    enum status status;
    TRY(store_prepare_once(
        store, "SELECT " COLUMNS " FROM submissions NOT INDEXED WHERE serial = ?", &select, err));
    store_bind_number(select, 1, told->serial);
    TRY_OUT(store_step(store, select, &found, err));
    if (!found || !has_number(select, told->number))
        TRY_OUT(refuse_submission(store, err));
    TRY_OUT(submissions_row(store, select, submission, err));
out:
    store_release(store, select);
    return status;
}

/* By what the audit says of whose the rows are: as long as the lock is held, nobody adds others. */
static enum status visit_told(
    struct store *store, const char *number, const struct submission_walk *walk, struct error *err)
{
    struct submission submission;
    const struct audited_row *told = audited_first_row(store->audited, number);
    for (; told != NULL; told = audited_next_row(store->audited, told)) {
        TRY(submissions_told(store, told, &submission, err));
        TRY(walk->visit(walk->context, &submission, err));
    }
    return STATUS_OK;
}

bool submissions_are_told(const struct store *store)
{
    return store->audited != NULL && store->lock >= 0;
}

enum status submissions_each_from(struct store *store, const char *number,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    struct submission_walk walk = {store, visit, context};
    sqlite3_stmt *select = NULL;
    if (submissions_are_told(store))
        return visit_told(store, number, &walk, err);
    TRY(store_prepare_once(store,
        "SELECT " COLUMNS " FROM submissions NOT INDEXED WHERE number = ? ORDER BY serial", &select,
        err));
    store_bind_text(select, 1, number);
    return store_each(store, select, visit_row, &walk, err);
}

enum status submissions_count(struct store *store, uint64_t *count, struct error *err)
{
    return store_count(store, "SELECT count(*) FROM submissions", count, err);
}

static enum status split_content(const struct buffer *content, struct buffer *answers,
    struct buffer *signature, struct error *err)
{
    size_t length = 0;
    for (size_t i = 0; i < LENGTH && content->length >= LENGTH; i++)
        length |= (size_t)content->data[i] << (8 * i);
    if (content->length < LENGTH || length > content->length - LENGTH)
        return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
            "the register's answers are not what was put there; restore the register from a copy");
    buffer_append(answers, content->data + LENGTH, length);
    buffer_append(signature, content->data + LENGTH + length, content->length - LENGTH - length);
    return STATUS_OK;
}

enum status submissions_answers(struct store *store, const uint8_t *key,
    const struct submission *submission, struct buffer *answers, struct buffer *signature,
    struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct buffer content = {0};
    struct vault_binding binding = binding_of(submission);
    enum status status;
    TRY(store_prepare_once(
        store, "SELECT answers FROM submissions WHERE serial = ?", &select, err));
    store_bind_number(select, 1, submission->serial);
    if (sqlite3_step(select) != SQLITE_ROW)
        TRY_OUT(store_failed(store, err));
    TRY_OUT(vault_unseal(store, key, &binding, sqlite3_column_blob(select, 0),
        (size_t)sqlite3_column_bytes(select, 0), &content, err));
    TRY_OUT(split_content(&content, answers, signature, err));
out:
    store_release(store, select);
    buffer_wipe(&content);
    return status;
}

static enum status set_chosen(struct store *store, int64_t serial, bool chosen, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(store, "UPDATE submissions SET chosen = ? WHERE serial = ?", &update, err));
    store_bind_number(update, 1, chosen ? 1 : 0);
    store_bind_number(update, 2, serial);
    return store_run(store, update, err);
}

enum status submissions_choose(
    struct store *store, int64_t chosen, const int64_t *others, size_t count, struct error *err)
{
    for (size_t i = 0; i < count; i++)
        TRY(set_chosen(store, others[i], false, err));
    return set_chosen(store, chosen, true, err);
}

enum status submissions_refused(struct store *store, const struct fingerprint *sealed,
    enum reason reason, int64_t now, uint64_t size, const char *number, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(store_prepare_once(store,
        "INSERT INTO refusals VALUES(?,?,?,?,?) ON CONFLICT(sealed_digest) DO UPDATE SET"
        " reason = excluded.reason, refused = excluded.refused, number = excluded.number",
        &insert, err));
    store_bind_blob(insert, 1, sealed->bytes, FINGERPRINT_SIZE);
    store_bind_text(insert, 2, reason_code(reason));
    store_bind_number(insert, 3, now);
    store_bind_number(insert, 4, (int64_t)size);
    store_bind_text(insert, 5, number);
    return store_run(store, insert, err);
}

enum status submissions_is_refused(
    struct store *store, const struct fingerprint *sealed, bool *found, struct error *err)
{
    sqlite3_stmt *select = NULL;
    TRY(store_prepare_once(store, "SELECT 1 FROM refusals WHERE sealed_digest = ?", &select, err));
    store_bind_blob(select, 1, sealed->bytes, FINGERPRINT_SIZE);
    return store_found(store, select, found, err);
}

enum status submissions_accepted(
    struct store *store, const struct fingerprint *sealed, struct error *err)
{
    sqlite3_stmt *delete = NULL;
    TRY(store_prepare_once(store, "DELETE FROM refusals WHERE sealed_digest = ?", &delete, err));
    store_bind_blob(delete, 1, sealed->bytes, FINGERPRINT_SIZE);
    return store_run(store, delete, err);
}

enum status submissions_suspect(
    struct store *store, const char *number, int64_t since, size_t *count, struct error *err)
{
    sqlite3_stmt *update = NULL;
    *count = 0;
    TRY(store_prepare(store,
        "UPDATE submissions SET suspect = 1, chosen = 0"
        " WHERE number = ? AND imported >= ? AND suspect = 0",
        &update, err));
    store_bind_text(update, 1, number);
    store_bind_number(update, 2, since);
    TRY(store_run(store, update, err));
    *count = (size_t)sqlite3_changes(store->db);
    return STATUS_OK;
}

enum status submissions_rewrapped(struct store *store, int64_t serial,
    const struct fingerprint *rewrapped, const uint8_t *recipients, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(store,
        "UPDATE submissions SET rewrapped = ?, rewrapped_to = ? WHERE serial = ?", &update, err));
    store_bind_blob(update, 1, rewrapped->bytes, FINGERPRINT_SIZE);
    store_bind_blob(update, 2, recipients, FINGERPRINT_SIZE);
    store_bind_number(update, 3, serial);
    return store_run(store, update, err);
}

enum status submissions_first_refused(
    struct store *store, const struct fingerprint *sealed, int64_t *first, struct error *err)
{
    char hex[FINGERPRINT_HEX_SIZE];
    char word[sizeof "sealed= " + FINGERPRINT_HEX_SIZE];
    sqlite3_stmt *select = NULL;
    fingerprint_hex(hex, sealed);
    (void)snprintf(word, sizeof word, "sealed=%s ", hex);
    TRY(store_prepare(store,
        "SELECT time FROM audit NOT INDEXED WHERE kind = ?1 AND substr(subject, 1, length(?2)) = ?2"
        " ORDER BY serial LIMIT 1",
        &select, err));
    store_bind_text(select, 1, audit_kind_name(AUDIT_REFUSE));
    store_bind_text(select, 2, word);
    return store_number(store, select, first, err);
}

enum status submissions_amend(
    struct store *store, const struct submission *submission, struct error *err)
{
    sqlite3_stmt *update = NULL;
    TRY(store_prepare(
        store, "UPDATE submissions SET arrived = ?, reference = ? WHERE serial = ?", &update, err));
    store_bind_text(update, 1, submission->arrived);
    store_bind_text(update, 2, submission->reference);
    store_bind_number(update, 3, submission->serial);
    return store_run(store, update, err);
}
