#include "register/kept_editions.h"

#include "base/list.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/agreement_parts.h"
#include "register/changes_parts.h"
#include "register/store_parts.h"

#include <stdio.h>
#include <stdlib.h>

void kept_editions_digest(struct fingerprint *digest, const void *file, size_t length)
{
    fingerprint_of(digest, file, length);
}

void kept_editions_words(
    char words[AUDIT_SUBJECT_SIZE], const struct edition *edition, const void *file, size_t length)
{
    struct fingerprint digest;
    char model[2 * EDITION_DIGEST_SIZE + 1];
    char hex[FINGERPRINT_HEX_SIZE];
    hex_encode(model, edition->digest, EDITION_DIGEST_SIZE);
    kept_editions_digest(&digest, file, length);
    fingerprint_hex(hex, &digest);
    (void)snprintf(
        words, AUDIT_SUBJECT_SIZE, "edition=%s model=%s file=%s", edition->id, model, hex);
}

/* ---- the table ---- */

enum status kept_editions_put(struct store *store, const struct edition *edition, const void *file,
    size_t length, struct error *err)
{
    sqlite3_stmt *put = NULL;
    TRY(store_prepare(store,
        "INSERT INTO editions(id, file) VALUES(?1, ?2)"
        " ON CONFLICT(id) DO UPDATE SET file = excluded.file",
        &put, err));
    store_bind_text(put, 1, edition->id);
    store_bind_blob(put, 2, file, length);
    return store_run(store, put, err);
}

struct each_edition {
    enum status (*take)(
        void *context, const char *id, const void *file, size_t length, struct error *err);
    void *context;
};

static enum status take_row(void *context, sqlite3_stmt *row, struct error *err)
{
    const struct each_edition *each = context;
    char id[EDITION_WORD_SIZE];
    const void *file = sqlite3_column_blob(row, 1);
    size_t length = (size_t)sqlite3_column_bytes(row, 1);
    if (!store_column_text(row, 0, id, sizeof id))
        id[0] = '\0';
    return each->take(each->context, id, file == NULL ? "" : file, length, err);
}

enum status kept_editions_each(struct store *store,
    enum status (*take)(
        void *context, const char *id, const void *file, size_t length, struct error *err),
    void *context, struct error *err)
{
    struct each_edition each = {take, context};
    sqlite3_stmt *select = NULL;
    if (!store->editions)
        return STATUS_OK;
    TRY(store_prepare(store, "SELECT id, file FROM editions ORDER BY rowid", &select, err));
    return store_each(store, select, take_row, &each, err);
}

/* ---- what the audit says of them ---- */

static enum status refuse_kept(const struct store *store, const char *id, struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: the edition %s is not as the audit has it: somebody has edited the register; "
        "`sigill-msb fsck` shows what is amiss; restore it from a copy",
        store->path, id);
}

struct comparing {
    const struct store *store;
    const struct audited *audited;
    size_t found;
};

static enum status compare_one(
    void *context, const char *id, const void *file, size_t length, struct error *err)
{
    struct comparing *comparing = context;
    struct fingerprint digest;
    kept_editions_digest(&digest, file, length);
    if (audited_edition(comparing->audited, id, &digest) == NULL)
        return refuse_kept(comparing->store, id, err);
    comparing->found++;
    return STATUS_OK;
}

/* No id is there twice: one that is missing makes them fewer. */
enum status kept_editions_compare(
    struct store *store, const struct audited *audited, struct error *err)
{
    struct comparing comparing = {store, audited, 0};
    TRY(kept_editions_each(store, compare_one, &comparing, err));
    if (comparing.found == audited->editions.count)
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "%s: an edition that the audit tells of is not there: somebody has edited the register; "
        "`sigill-msb fsck` shows what is amiss; restore it from a copy",
        store->path);
}

/* ---- reading them ---- */

struct loading {
    struct store *store;
    const struct audited *audited; /* what vouches for them */
    struct editions *editions;
    bool examining; /* what is not vouched for, or not read by this program, is passed over */
};

static enum status load_one(
    void *context, const char *id, const void *file, size_t length, struct error *err)
{
    const struct loading *loading = context;
    struct fingerprint digest;
    kept_editions_digest(&digest, file, length);
    const struct audited_edition *vouched = audited_edition(loading->audited, id, &digest);
    if (vouched == NULL)
        return loading->examining ? STATUS_OK : refuse_kept(loading->store, id, err);
    char *name = memory_printf("%s, %s", loading->store->path, id);
    enum status status = editions_add(loading->editions, EDITIONS_KEPT, file, length, name,
        vouched->time, loading->examining ? NULL : err);
    free(name);
    return loading->examining ? STATUS_OK : status;
}

enum status kept_editions_load(struct store *store, struct editions *editions, struct error *err)
{
    struct loading loading = {.store = store, .audited = store->audited, .editions = editions};
    return kept_editions_each(store, load_one, &loading, err);
}

static enum status note_edition(void *context, const struct audit_row *row, struct error *err)
{
    (void)err;
    audited_note_edition(context, row);
    return STATUS_OK;
}

enum status kept_editions_examine(struct audit *audit, struct editions *editions, struct error *err)
{
    struct audited *audited = audited_new();
    struct loading loading = {
        .store = audit->store, .audited = audited, .editions = editions, .examining = true};
    struct error
        broken; /* is told by who looks for it; what comes after is vouched for by nothing */
    error_init(&broken, err == NULL ? NULL : err->catalog);
    enum status status = audit_walk(audit, note_edition, audited, &broken);
    if (status != STATUS_FAILED)
        status = kept_editions_each(audit->store, load_one, &loading, err);
    else if (err != NULL)
        *err = broken;
    audited_free(audited);
    return status;
}
