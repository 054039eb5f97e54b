#include "register/submissions.h"

#include "base/text.h"
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
    (void)sqlite3_bind_text(insert, 1, row->number, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(insert, 2, row->id, MANIFEST_ID_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(insert, 3, row->sender.bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(insert, 4, row->edition, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(insert, 5, row->edition_digest, MANIFEST_DIGEST_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(insert, 6, row->created);
    (void)sqlite3_bind_int64(insert, 7, row->imported);
    if (row->supersedes_any)
        (void)sqlite3_bind_blob(insert, 8, row->supersedes, MANIFEST_ID_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(
        insert, 9, row->manifest_digest, MANIFEST_DIGEST_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(insert, 10, row->sealed.bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(insert, 11, row->arrived, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(insert, 12, row->reference, -1, SQLITE_TRANSIENT);
}

void submissions_words(char words[AUDIT_SUBJECT_SIZE], const struct submission *submission)
{
    char id[MANIFEST_ID_HEX];
    char sealed[FINGERPRINT_HEX_SIZE];
    char manifest[FINGERPRINT_HEX_SIZE];
    char card[FINGERPRINT_HEX_SIZE];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    hex_encode(sealed, submission->sealed.bytes, FINGERPRINT_SIZE);
    hex_encode(manifest, submission->manifest_digest, MANIFEST_DIGEST_SIZE);
    hex_encode(card, submission->sender.bytes, FINGERPRINT_SIZE);
    (void)snprintf(words, AUDIT_SUBJECT_SIZE, "number=%s id=%s sealed=%s manifest=%s card=%s",
        submission->number, id, sealed, manifest, card);
}

enum status submissions_add(struct store *store, const uint8_t *key, struct submission *submission,
    const struct buffer *answers, const struct buffer *signature, struct error *err)
{
    struct buffer content = {0};
    struct buffer blob = {0};
    sqlite3_stmt *insert = NULL;
    struct vault_binding binding = binding_of(submission);
    put_content(&content, answers, signature);
    enum status status = buffer_status(&content, err);
    if (status == STATUS_OK)
        status = vault_seal(store, key, &binding, content.data, content.length, &blob, err);
    if (status == STATUS_OK)
        status = store_prepare(store,
            "INSERT INTO submissions(number, id, sender, edition, edition_digest, created,"
            " imported, supersedes, manifest_digest, sealed_digest, arrived, reference, answers)"
            " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
            &insert, err);
    if (status == STATUS_OK) {
        bind_row(insert, submission);
        (void)sqlite3_bind_blob64(insert, 13, blob.data, blob.length, SQLITE_TRANSIENT);
        status = store_run(store, insert, err);
    }
    if (status == STATUS_OK)
        submission->serial = sqlite3_last_insert_rowid(store->db);
    buffer_wipe(&content);
    buffer_free(&blob);
    return status;
}

static bool copy_blob(sqlite3_stmt *row, int column, void *bytes, size_t size)
{
    if (sqlite3_column_bytes(row, column) != (int)size)
        return false;
    memcpy(bytes, sqlite3_column_blob(row, column), size);
    return true;
}

static bool copy_text(sqlite3_stmt *row, int column, char *text, size_t size)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    int length = snprintf(text, size, "%s", found == NULL ? "" : found);
    return length >= 0 && (size_t)length < size;
}

static enum status read_row(
    const struct store *store, sqlite3_stmt *row, struct submission *out, struct error *err)
{
    *out = (struct submission){0};
    out->serial = sqlite3_column_int64(row, 0);
    out->created = sqlite3_column_int64(row, 6);
    out->imported = sqlite3_column_int64(row, 7);
    out->supersedes_any = sqlite3_column_type(row, 8) != SQLITE_NULL;
    out->chosen = sqlite3_column_int(row, 13) != 0;
    out->suspect = sqlite3_column_int(row, 14) != 0;
    out->rewrapped_any = sqlite3_column_type(row, 15) != SQLITE_NULL;
    bool whole = copy_text(row, 1, out->number, sizeof out->number) &&
                 copy_blob(row, 2, out->id, sizeof out->id) &&
                 copy_blob(row, 3, out->sender.bytes, FINGERPRINT_SIZE) &&
                 copy_text(row, 4, out->edition, sizeof out->edition) &&
                 copy_blob(row, 5, out->edition_digest, sizeof out->edition_digest) &&
                 (!out->supersedes_any || copy_blob(row, 8, out->supersedes, MANIFEST_ID_SIZE)) &&
                 copy_blob(row, 9, out->manifest_digest, sizeof out->manifest_digest) &&
                 copy_blob(row, 10, out->sealed.bytes, FINGERPRINT_SIZE) &&
                 copy_text(row, 11, out->arrived, sizeof out->arrived) &&
                 copy_text(row, 12, out->reference, sizeof out->reference) &&
                 (!out->rewrapped_any ||
                     (copy_blob(row, 15, out->rewrapped.bytes, FINGERPRINT_SIZE) &&
                         copy_blob(row, 16, out->rewrapped_to, sizeof out->rewrapped_to)));
    if (!whole)
        return error_set(err, STATUS_FAILED, REASON_DAMAGED,
            "%s: a submission's row is broken; restore the register from a copy", store->path);
    return STATUS_OK;
}

/* Takes one row or none, and finalises the statement. */
static enum status one_row(struct store *store, sqlite3_stmt *select, bool *found,
    struct submission *submission, struct error *err)
{
    enum status status = STATUS_OK;
    int step = sqlite3_step(select);
    *found = step == SQLITE_ROW;
    if (*found)
        status = read_row(store, select, submission, err);
    else if (step != SQLITE_DONE)
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
}

enum status submissions_by_sealed(struct store *store, const struct fingerprint *sealed,
    bool *found, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    *found = false;
    enum status status = store_prepare(
        store, "SELECT " COLUMNS " FROM submissions WHERE sealed_digest = ?", &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(select, 1, sealed->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    return one_row(store, select, found, submission, err);
}

enum status submissions_by_id(struct store *store, const char *number, const uint8_t *id,
    bool *found, struct submission *submission, struct error *err)
{
    sqlite3_stmt *select = NULL;
    *found = false;
    enum status status = store_prepare(
        store, "SELECT " COLUMNS " FROM submissions WHERE number = ? AND id = ?", &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, number, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(select, 2, id, MANIFEST_ID_SIZE, SQLITE_TRANSIENT);
    return one_row(store, select, found, submission, err);
}

static enum status only_row(struct store *store, sqlite3_stmt *select, const char *typed,
    struct submission *submission, struct error *err)
{
    enum status status = STATUS_OK;
    int step = sqlite3_step(select);
    if (step == SQLITE_ROW)
        status = read_row(store, select, submission, err);
    else if (step == SQLITE_DONE)
        status = error_set(err, STATUS_REFUSED, REASON_NOT_FOUND,
            "%s: no submission has this id; see: sigill-msb list", typed);
    else
        status = store_failed(store, err);
    if (step == SQLITE_ROW && status == STATUS_OK && sqlite3_step(select) == SQLITE_ROW)
        status = error_set(err, STATUS_REFUSED, REASON_BAD_VALUE,
            "%s: several submissions have an id that begins so; give more of it", typed);
    (void)sqlite3_finalize(select);
    return status;
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
    enum status status = store_prepare(store,
        "SELECT " COLUMNS " FROM submissions WHERE substr(lower(hex(id)), 1, ?) = ?"
        " ORDER BY serial LIMIT 2",
        &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_int(select, 1, (int)length);
    (void)sqlite3_bind_text(select, 2, typed, -1, SQLITE_TRANSIENT);
    return only_row(store, select, typed, submission, err);
}

/* Calls visit for what the statement gives, and finalises it. */
static enum status visit_rows(struct store *store, sqlite3_stmt *select,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    struct submission submission;
    enum status status = STATUS_OK;
    int step = SQLITE_DONE;
    while (status == STATUS_OK && (step = sqlite3_step(select)) == SQLITE_ROW) {
        status = read_row(store, select, &submission, err);
        if (status == STATUS_OK)
            status = visit(context, &submission, err);
    }
    if (status == STATUS_OK && step != SQLITE_DONE)
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
}

enum status submissions_each(struct store *store,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status =
        store_prepare(store, "SELECT " COLUMNS " FROM submissions ORDER BY serial", &select, err);
    return status == STATUS_OK ? visit_rows(store, select, visit, context, err) : status;
}

enum status submissions_each_of(struct store *store, const char *edition,
    enum status (*visit)(void *context, const struct submission *submission, struct error *err),
    void *context, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(store,
        "SELECT " COLUMNS " FROM submissions WHERE edition = ? ORDER BY number, serial", &select,
        err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(select, 1, edition, -1, SQLITE_TRANSIENT);
    return visit_rows(store, select, visit, context, err);
}

enum status submissions_count(struct store *store, uint64_t *count, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status = store_prepare(store, "SELECT count(*) FROM submissions", &select, err);
    if (status != STATUS_OK)
        return status;
    if (sqlite3_step(select) == SQLITE_ROW)
        *count = (uint64_t)sqlite3_column_int64(select, 0);
    else
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    return status;
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
    enum status status = buffer_status(answers, err);
    return status == STATUS_OK ? buffer_status(signature, err) : status;
}

enum status submissions_answers(struct store *store, const uint8_t *key,
    const struct submission *submission, struct buffer *answers, struct buffer *signature,
    struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct buffer content = {0};
    struct vault_binding binding = binding_of(submission);
    enum status status =
        store_prepare(store, "SELECT answers FROM submissions WHERE serial = ?", &select, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_int64(select, 1, submission->serial);
    if (sqlite3_step(select) == SQLITE_ROW)
        status = vault_unseal(store, key, &binding, sqlite3_column_blob(select, 0),
            (size_t)sqlite3_column_bytes(select, 0), &content, err);
    else
        status = store_failed(store, err);
    (void)sqlite3_finalize(select);
    if (status == STATUS_OK)
        status = split_content(&content, answers, signature, err);
    buffer_wipe(&content);
    return status;
}

static enum status set_chosen(struct store *store, int64_t serial, bool chosen, struct error *err)
{
    sqlite3_stmt *update = NULL;
    enum status status =
        store_prepare(store, "UPDATE submissions SET chosen = ? WHERE serial = ?", &update, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_int(update, 1, chosen ? 1 : 0);
    (void)sqlite3_bind_int64(update, 2, serial);
    return store_run(store, update, err);
}

enum status submissions_choose(
    struct store *store, int64_t chosen, const int64_t *others, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = set_chosen(store, others[i], false, err);
    if (status == STATUS_OK)
        status = set_chosen(store, chosen, true, err);
    return status;
}

enum status submissions_refused(struct store *store, const struct fingerprint *sealed,
    enum reason reason, int64_t now, uint64_t size, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    enum status status = store_prepare(store,
        "INSERT INTO refusals VALUES(?,?,?,?) ON CONFLICT(sealed_digest) DO UPDATE SET"
        " reason = excluded.reason, refused = excluded.refused",
        &insert, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(insert, 1, sealed->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_text(insert, 2, reason_code(reason), -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(insert, 3, now);
    (void)sqlite3_bind_int64(insert, 4, (sqlite3_int64)size);
    return store_run(store, insert, err);
}

enum status submissions_accepted(
    struct store *store, const struct fingerprint *sealed, struct error *err)
{
    sqlite3_stmt *delete = NULL;
    enum status status =
        store_prepare(store, "DELETE FROM refusals WHERE sealed_digest = ?", &delete, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(delete, 1, sealed->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    return store_run(store, delete, err);
}

enum status submissions_suspect(
    struct store *store, const char *number, int64_t since, size_t *count, struct error *err)
{
    sqlite3_stmt *update = NULL;
    enum status status = store_prepare(store,
        "UPDATE submissions SET suspect = 1, chosen = 0"
        " WHERE number = ? AND imported >= ? AND suspect = 0",
        &update, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_text(update, 1, number, -1, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(update, 2, since);
    status = store_run(store, update, err);
    *count = status == STATUS_OK ? (size_t)sqlite3_changes(store->db) : 0;
    return status;
}

enum status submissions_rewrapped(struct store *store, int64_t serial,
    const struct fingerprint *rewrapped, const uint8_t *recipients, struct error *err)
{
    sqlite3_stmt *update = NULL;
    enum status status = store_prepare(store,
        "UPDATE submissions SET rewrapped = ?, rewrapped_to = ? WHERE serial = ?", &update, err);
    if (status != STATUS_OK)
        return status;
    (void)sqlite3_bind_blob(update, 1, rewrapped->bytes, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_blob(update, 2, recipients, FINGERPRINT_SIZE, SQLITE_TRANSIENT);
    (void)sqlite3_bind_int64(update, 3, serial);
    return store_run(store, update, err);
}
