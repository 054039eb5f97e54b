#include "register/audit.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "register/audit_parts.h"
#include "register/changes_parts.h"
#include "register/replaced.h"
#include "register/store_parts.h"
#include "register/vault.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char CONTEXT[crypto_kdf_CONTEXTBYTES + 1] = "sigaudit";

static const char *const KINDS[] = {
    [AUDIT_ENROL] = "enrol",
    [AUDIT_REVOKE] = "revoke",
    [AUDIT_IMPORT] = "import",
    [AUDIT_REFUSE] = "refuse",
    [AUDIT_CHOOSE] = "choose",
    [AUDIT_DEMO] = "demo",
    [AUDIT_BACKUP] = "backup",
    [AUDIT_RESTORE] = "restore",
    [AUDIT_SUSPECT] = "suspect",
    [AUDIT_REWRAP] = "rewrap",
    [AUDIT_ROUND] = "round",
    [AUDIT_EXPORT] = "export",
    [AUDIT_PUBLISH] = "publish",
    [AUDIT_POPULATION] = "population",
    [AUDIT_FEEDBACK] = "feedback",
    [AUDIT_AMEND] = "amend",
    [AUDIT_CLOCK] = "clock",
    [AUDIT_EDITION] = "edition",
    [AUDIT_KIT] = "kit",
};

const char *audit_kind_name(enum audit_kind kind)
{
    return KINDS[kind];
}

bool audit_value(const struct audit_row *row, const char *key, char *value, size_t size)
{
    size_t length = strlen(key);
    const char *word = row->subject;
    while (strncmp(word, key, length) != 0 || word[length] != '=') {
        word = strchr(word, ' ');
        if (word == NULL)
            return false;
        word++;
    }
    word += length + 1;
    size_t end = strcspn(word, " ");
    if (end >= size)
        return false;
    memcpy(value, word, end);
    value[end] = '\0';
    return true;
}

bool audit_digest(const struct audit_row *row, const char *key, uint8_t digest[FINGERPRINT_SIZE])
{
    char hex[FINGERPRINT_HEX_SIZE];
    bool found = audit_value(row, key, hex, sizeof hex) &&
                 hex_decode(digest, FINGERPRINT_SIZE, hex, strlen(hex));
    if (!found)
        memset(digest, 0, FINGERPRINT_SIZE);
    return found;
}

void audit_open(struct audit *audit, struct store *store, const char *keys,
    const struct minisign_secret *sign, const uint8_t *register_key)
{
    *audit = (struct audit){.store = store, .keys = keys, .sign = sign};
    audit->key = secret_new(crypto_generichash_KEYBYTES);
    vault_subkey(register_key, CONTEXT, audit->key);
    memcpy(audit->last.id, store->id, HEAD_REGISTER_SIZE);
    vault_commitment(register_key, store->id, audit->last.key);
}

void audit_close(struct audit *audit)
{
    secret_free(audit->key);
    *audit = (struct audit){0};
}

/* ---- walking ---- */

/* Register and key stay those that were opened. */
static void rewind_to(struct audit *audit, const struct head *head)
{
    audit->last.count = head->count;
    audit->last.time = head->time;
    memcpy(audit->last.link, head->link, HEAD_LINK_SIZE);
}

/* A serial below 1 was never given; follow() would pass such a row over. */
static enum status refuse_strays(struct audit *audit, struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    TRY(store_prepare(audit->store, "SELECT 1 FROM audit WHERE serial < 1", &select, err));
    TRY(store_found(audit->store, select, &found, err));
    return found ? audit_refuse_chain(STATUS_REFUSED, 0, err) : STATUS_OK;
}

enum status audit_walk(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    void *context, struct error *err)
{
    static const struct head start = {0};
    rewind_to(audit, &start);
    TRY(refuse_strays(audit, err));
    return audit_follow(audit, visit, context, err);
}

enum status audit_walk_divided(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    enum status (*beside)(void *context, uint64_t serial, struct error *err), void *context,
    struct error *err)
{
    static const struct head start = {0};
    uint64_t known = audit->last.count;
    rewind_to(audit, &start);
    TRY(refuse_strays(audit, err));
    return audit_follow_divided(audit, known, visit, beside, context, err);
}

/* ---- the head ---- */

static enum status refuse_older(const struct audit *audit, struct error *err)
{
    char moment[MOMENT_SIZE];
    struct replaced replaced;
    if (replaced_find(audit->keys, audit->store->id, &replaced))
        return replaced_refuse(audit, &replaced, err);
    moment_format(moment, audit->head.time);
    return error_set(err, STATUS_REFUSED, REASON_OLDER_REGISTER,
        "%s: this register is an older one, or it was edited: it lacks the row %llu that its audit "
        "had at %s; restore the newest copy, or take this one knowingly with: sigill-msb restore "
        "--accept-older",
        audit->store->path, (unsigned long long)audit->head.count, moment);
}

static enum status read_row_at(
    struct audit *audit, uint64_t serial, struct audit_row *row, bool *found, struct error *err)
{
    sqlite3_stmt *select = NULL;
    enum status status;
    TRY(store_prepare(audit->store,
        "SELECT serial, time, kind, subject, link FROM audit WHERE serial = ?", &select, err));
    store_bind_number(select, 1, (int64_t)serial);
    TRY_OUT(store_step(audit->store, select, found, err));
    *found = *found && audit_row_read(select, row);
out:
    store_release(audit->store, select);
    return status;
}

/* The link of a row is that of all before it. It is computed here and not only read: a row that
 * stands there with the right link was appended under the key that was opened. */
static enum status compare_with_head(struct audit *audit, struct error *err)
{
    struct audit_row row = {0};
    struct audit_row before = {0};
    uint8_t link[HEAD_LINK_SIZE];
    bool found = false;
    bool preceded = true;
    if (audit->head.count == 0)
        return STATUS_OK;
    TRY(read_row_at(audit, audit->head.count, &row, &found, err));
    if (audit->head.count > 1)
        TRY(read_row_at(audit, audit->head.count - 1, &before, &preceded, err));
    audit_link_of(audit, before.link, &row, link);
    if (!found || !preceded || memcmp(row.link, audit->head.link, HEAD_LINK_SIZE) != 0 ||
        sodium_memcmp(link, audit->head.link, HEAD_LINK_SIZE) != 0)
        return refuse_older(audit, err);
    audit->last.time = row.time;
    return STATUS_OK;
}

enum status audit_time_noted(struct store *store, int64_t *time, struct error *err)
{
    sqlite3_stmt *select = NULL;
    *time = 0;
    TRY(store_prepare(store, "SELECT time FROM audit ORDER BY serial DESC LIMIT 1", &select, err));
    return store_number(store, select, time, err);
}

static enum status refuse_key(const struct audit *audit, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_REPLACED_KEY,
        "%s/%s: is not the key that this register was made with: somebody has put another one in "
        "its place; nothing was read with it; restore the register from a copy",
        audit->store->path, STORE_KEY);
}

enum status audit_find_head(struct audit *audit, struct error *err)
{
    TRY(head_load(audit->keys, audit->store->id, minisign_key_public(audit->sign),
        &audit->head_found, &audit->head, err));
    return audit->head_found ? audit_prove_by(audit, &audit->head, err) : STATUS_OK;
}

static enum status refuse_unproven(const struct audit *audit, struct error *err)
{
    char *path = head_path(audit->keys, audit->store->id);
    enum status status = error_set(err, STATUS_REFUSED, REASON_UNPROVEN_REGISTER,
        "%s: is missing, so nothing proves that the register in %s is this authority's own, and it "
        "is not read; put the key directory's heads/ back from its copy, or restore a copy of the "
        "register with `sigill-msb restore`; for a new key directory see `sigill-msb rewrap --help`",
        path, audit->store->path);
    free(path);
    return status;
}

enum status audit_prove(struct audit *audit, struct error *err)
{
    TRY(audit_find_head(audit, err));
    return audit->head_found ? STATUS_OK : refuse_unproven(audit, err);
}

/* From the head on, whose row and whose rows after it must hold. */
static enum status check_from_head(struct audit *audit, struct error *err)
{
    rewind_to(audit, &audit->head);
    TRY(compare_with_head(audit, err));
    return audit_follow(audit, NULL, NULL, err);
}

/* The head is read before the rows: whoever writes meanwhile puts the register ahead of it, which
 * is no fault. */
enum status audit_check(struct audit *audit, struct error *err)
{
    TRY(audit_prove(audit, err));
    return check_from_head(audit, err);
}

enum status audit_prove_by(const struct audit *audit, const struct head *head, struct error *err)
{
    if (memcmp(head->id, audit->last.id, HEAD_REGISTER_SIZE) != 0)
        return error_set(
            err, STATUS_REFUSED, REASON_BAD_VALUE, "head: it is that of another register");
    if (memcmp(head->key, audit->last.key, HEAD_KEY_SIZE) != 0)
        return refuse_key(audit, err);
    return STATUS_OK;
}

enum status audit_adopt(struct audit *audit, const struct head *head, struct error *err)
{
    TRY(audit_prove_by(audit, head, err));
    audit->head = *head;
    TRY(compare_with_head(audit, err));
    return audit_walk(audit, NULL, NULL, err);
}

enum status audit_check_clock(const struct audit *audit, int64_t now, struct error *err)
{
    char here[MOMENT_SIZE];
    char last[MOMENT_SIZE];
    if (audit->last.count == 0 || now >= audit->last.time)
        return STATUS_OK;
    moment_format(here, now);
    moment_format(last, audit->last.time);
    return error_set(err, STATUS_FAILED, REASON_CLOCK_BEHIND,
        "the clock of this machine says %s, but the register was last changed at %s; "
        "set the clock right, and try again; if it is right, it was wrong then: `sigill-msb clock "
        "--was-wrong` takes the register on",
        here, last);
}

enum status audit_keep_head(struct audit *audit, bool lower, struct error *err)
{
    struct head head = audit->last;
    head.time = clock_now();
    if (!lower && audit->head_found && audit->head.count >= head.count)
        return STATUS_OK;
    TRY(head_keep(audit->keys, &head, audit->sign, lower, err));
    audit->head_found = true;
    audit->head = head;
    return STATUS_OK;
}

/* ---- appending ---- */

static enum status read_last(struct audit *audit, struct error *err)
{
    sqlite3_stmt *select = NULL;
    struct audit_row row;
    bool found = false;
    static const struct head start = {0};
    enum status status;
    rewind_to(audit, &start);
    TRY(store_prepare_once(audit->store,
        "SELECT serial, time, kind, subject, link FROM audit ORDER BY serial DESC LIMIT 1", &select,
        err));
    TRY_OUT(store_step(audit->store, select, &found, err));
    if (!found)
        goto out;
    if (!audit_row_read(select, &row))
        TRY_OUT(audit_refuse_chain(STATUS_FAILED, row.serial, err));
    audit->last.count = row.serial;
    memcpy(audit->last.link, row.link, HEAD_LINK_SIZE);
out:
    store_release(audit->store, select);
    return status;
}

static enum status insert_row(struct audit *audit, const struct audit_row *row, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    TRY(store_prepare_once(audit->store, "INSERT INTO audit VALUES(?,?,?,?,?)", &insert, err));
    store_bind_number(insert, 1, (int64_t)row->serial);
    store_bind_number(insert, 2, row->time);
    store_bind_text(insert, 3, row->kind);
    store_bind_text(insert, 4, row->subject);
    store_bind_blob(insert, 5, row->link, HEAD_LINK_SIZE);
    return store_run(audit->store, insert, err);
}

enum status audit_append(struct audit *audit, enum audit_kind kind, int64_t now, struct error *err,
    const char *format, ...)
{
    struct audit_row row = {.time = now};
    va_list args;
    va_start(args, format);
    int length = vsnprintf(row.subject, sizeof row.subject, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof row.subject)
        return error_set(
            err, STATUS_FAILED, REASON_TOO_LARGE, "the audit row would be too long; report this");
    text_copy(row.kind, sizeof row.kind, audit_kind_name(kind));
    TRY(read_last(audit, err));
    row.serial = audit->last.count + 1;
    audit_link_of(audit, audit->last.link, &row, row.link);
    TRY(insert_row(audit, &row, err));
    audit->last.count = row.serial;
    audit->last.time = now;
    memcpy(audit->last.link, row.link, HEAD_LINK_SIZE);
    audit->appended = true;
    return STATUS_OK;
}

enum status audit_begin(struct audit *audit, struct error *err)
{
    audit->appended = false;
    return store_begin(audit->store, err);
}

enum status audit_commit(struct audit *audit, enum status status, struct error *err)
{
    if (status == STATUS_OK && !audit->appended)
        status = error_set(err, STATUS_FAILED, REASON_IO_ERROR,
            "a change of the register that its audit does not report was taken back; report this");
    return store_end(audit->store, status, err);
}

enum status audit_head(struct audit *audit, struct error *err)
{
    if (audit_keep_head(audit, false, err) == STATUS_OK)
        return STATUS_OK;
    error_prefix(err, tr(err == NULL ? NULL : err->catalog,
                          "the register was changed, but the head of its audit was not kept"));
    return STATUS_FAILED;
}

enum status audit_end(struct audit *audit, enum status status, struct error *err)
{
    TRY(audit_commit(audit, status, err));
    return audit_head(audit, err);
}
