/* Blocks of records that are lacking, made anew from the sealed answers. */
#include "register/record_blocks.h"
#include "register/record_walk.h"
#include "register/store_parts.h"

struct renewal {
    struct stored_answers stored;
    const struct stream_progress *progress;
    int64_t block;         /* the one in hand; -1 for none */
    bool lacking;          /* is not there, */
    bool known;            /* and the editions of all its rows are known */
    struct buffer content; /* of it, so far */
    struct buffer record;
};

static enum status close_block(struct renewal *renewal, struct error *err)
{
    enum status status = STATUS_OK;
    if (renewal->lacking && renewal->known)
        status = record_block_write(
            renewal->stored.store, renewal->stored.key, renewal->block, &renewal->content, err);
    buffer_wipe(&renewal->content);
    return status;
}

static enum status is_lacking(
    struct renewal *renewal, int64_t block, bool *lacking, struct error *err)
{
    sqlite3_stmt *select = NULL;
    bool found = false;
    TRY(store_prepare(
        renewal->stored.store, "SELECT 1 FROM answer_records WHERE block = ?", &select, err));
    store_bind_number(select, 1, block);
    TRY(store_found(renewal->stored.store, select, &found, err));
    *lacking = !found;
    return STATUS_OK;
}

static enum status renew_row(void *context, const struct submission *row, struct error *err)
{
    struct renewal *renewal = context;
    const struct stored_answers *stored = &renewal->stored;
    if (RECORD_BLOCK_OF(row->serial) != renewal->block) {
        TRY(close_block(renewal, err));
        renewal->block = RECORD_BLOCK_OF(row->serial);
        renewal->known = true;
        TRY(is_lacking(renewal, renewal->block, &renewal->lacking, err));
    }
    if (renewal->progress != NULL)
        renewal->progress->advance(renewal->progress->context, 1);
    renewal->known = renewal->known && editions_find_exact(stored->editions, row->edition,
                                           row->edition_digest) != NULL;
    if (!renewal->lacking || !renewal->known)
        return STATUS_OK;
    buffer_wipe(&renewal->record);
    TRY(record_make(&renewal->stored, row, &renewal->record, err));
    record_block_put(&renewal->content, renewal->record.data, renewal->record.length);
    return STATUS_OK;
}

static enum status renew(struct renewal *renewal, struct error *err)
{
    TRY(submissions_each(renewal->stored.store, renew_row, renewal, err));
    return close_block(renewal, err);
}

enum status record_renewal(struct store *store, const uint8_t *key, const struct editions *editions,
    const struct stream_progress *progress, struct error *err)
{
    struct renewal renewal = {
        .stored = {.store = store, .key = key, .editions = editions},
        .progress = progress,
        .block = -1,
    };
    TRY(store_begin(store, err));
    enum status status = store_end(store, renew(&renewal, err), err);
    stored_answers_close(&renewal.stored);
    buffer_wipe(&renewal.content);
    buffer_wipe(&renewal.record);
    return status;
}

enum status record_renewal_rows(struct store *store, uint64_t *rows, struct error *err)
{
    uint64_t last = 0;
    uint64_t blocks = 0;
    *rows = 0;
    TRY(record_walk_rows(store, &last, err));
    TRY(store_count(store, "SELECT count(*) FROM answer_records", &blocks, err));
    if (blocks * RECORD_BLOCK_ROWS < last)
        *rows = last;
    return STATUS_OK;
}
