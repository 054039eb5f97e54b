#include "register/record_blocks.h"

#include "base/memory.h"
#include "crypto/secret.h"
#include "register/store_parts.h"
#include "register/vault.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    LENGTH = 2, /* of a record, little-endian, before it */
    TABLE_SIZE = sizeof "answer_records",
    PLACE_SIZE = 8,
    BINDING_SIZE = STORE_ID_SIZE + TABLE_SIZE + PLACE_SIZE,
    SEALED_MIN = NONCE + TAG,
    SEALED_MAX = SEALED_MIN + RECORD_BLOCK_ROWS * (LENGTH + UINT16_MAX),
};

static const char SUBKEY[] = "sigrecrd";

static uint8_t *new_subkey(const uint8_t *register_key)
{
    uint8_t *subkey = secret_new(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    vault_subkey(register_key, SUBKEY, subkey);
    return subkey;
}

/* The additional data: register, table and place. */
static void bind_place(const struct store *store, int64_t block, uint8_t bytes[BINDING_SIZE])
{
    memcpy(bytes, store->id, STORE_ID_SIZE);
    memcpy(bytes + STORE_ID_SIZE, "answer_records", TABLE_SIZE);
    for (size_t i = 0; i < PLACE_SIZE; i++)
        bytes[STORE_ID_SIZE + TABLE_SIZE + i] = (uint8_t)((uint64_t)block >> (8 * i));
}

/* ---- writing ---- */

void record_block_put(struct buffer *content, const uint8_t *record, size_t length)
{
    const uint8_t before[LENGTH] = {(uint8_t)length, (uint8_t)(length >> 8)};
    buffer_append(content, before, sizeof before);
    buffer_append(content, record, length);
}

static void seal_block(const struct store *store, const uint8_t *register_key, int64_t block,
    const struct buffer *content, struct buffer *sealed)
{
    uint8_t binding[BINDING_SIZE];
    uint8_t *subkey = new_subkey(register_key);
    uint8_t *place = buffer_reserve(sealed, NONCE + content->length + TAG);
    bind_place(store, block, binding);
    randombytes_buf(place, NONCE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(place + NONCE, NULL, content->data,
        content->length, binding, sizeof binding, NULL, place, subkey);
    sealed->length += NONCE + content->length + TAG;
    secret_free(subkey);
}

enum status record_block_write(struct store *store, const uint8_t *register_key, int64_t block,
    const struct buffer *content, struct error *err)
{
    struct buffer sealed = {0};
    sqlite3_stmt *insert = NULL;
    enum status status;
    TRY_OUT(store_prepare_once(store,
        "INSERT INTO answer_records VALUES(?,?) ON CONFLICT(block)"
        " DO UPDATE SET sealed = excluded.sealed",
        &insert, err));
    seal_block(store, register_key, block, content, &sealed);
    store_bind_number(insert, 1, block);
    store_bind_blob(insert, 2, sealed.data, sealed.length);
    TRY_OUT(store_run(store, insert, err));
out:
    buffer_free(&sealed);
    return status;
}

/* ---- opening ---- */

static bool open_block(const struct store *store, const uint8_t *subkey, int64_t block,
    const uint8_t *sealed, size_t length, struct buffer *content)
{
    uint8_t binding[BINDING_SIZE];
    content->length = 0;
    if (length < SEALED_MIN || length > SEALED_MAX)
        return false;
    bind_place(store, block, binding);
    size_t size = length - SEALED_MIN;
    uint8_t *place = buffer_reserve(content, size + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(place, NULL, NULL, sealed + NONCE, size + TAG,
            binding, sizeof binding, sealed, subkey) != 0)
        return false;
    content->length = size;
    return true;
}

/* Moves on to the next record of a content; false at its end, or where it has no whole one. */
static bool next_record(
    const struct buffer *content, size_t *at, const uint8_t **bytes, size_t *length)
{
    if (content->length - *at < LENGTH)
        return false;
    *length = (size_t)content->data[*at] | (size_t)content->data[*at + 1] << 8;
    if (*length < ANSWER_RECORD_BINDING_SIZE || *length > content->length - *at - LENGTH)
        return false;
    *bytes = content->data + *at + LENGTH;
    *at += LENGTH + *length;
    return true;
}

/* How many records a content has; more than a block holds if it is not whole. */
static int64_t count_records(const struct buffer *content)
{
    const uint8_t *bytes;
    size_t length;
    size_t at = 0;
    int64_t count = 0;
    while (next_record(content, &at, &bytes, &length))
        count++;
    return at == content->length ? count : RECORD_BLOCK_ROWS + 1;
}

static enum status refuse_block(
    const struct store *store, enum status status, int64_t block, struct error *err)
{
    return error_set(err, status, REASON_DAMAGED,
        "%s: the block %lld of the answers' records is not what the register wrote there: somebody "
        "has edited the register; `sigill-msb fsck` shows what is amiss; restore it from a copy",
        store->path, (long long)block);
}

/* ---- one more ---- */

/* *content stays empty where the block is not there. refusal: what one is that does not open. */
static enum status load_block(struct store *store, const uint8_t *register_key, int64_t block,
    enum status refusal, struct buffer *content, struct error *err)
{
    uint8_t *subkey = NULL;
    sqlite3_stmt *select = NULL;
    bool found = false;
    enum status status;
    TRY_OUT(store_prepare_once(
        store, "SELECT sealed FROM answer_records WHERE block = ?", &select, err));
    store_bind_number(select, 1, block);
    TRY_OUT(store_step(store, select, &found, err));
    if (!found)
        goto out;
    subkey = new_subkey(register_key);
    if (!open_block(store, subkey, block, sqlite3_column_blob(select, 0),
            (size_t)sqlite3_column_bytes(select, 0), content))
        TRY_OUT(refuse_block(store, refusal, block, err));
out:
    secret_free(subkey);
    store_release(store, select);
    return status;
}

enum status record_block_add(struct store *store, const uint8_t *register_key, int64_t serial,
    const struct buffer *record, struct error *err)
{
    struct buffer content = {0};
    int64_t block = RECORD_BLOCK_OF(serial);
    int64_t place = serial - 1 - block * RECORD_BLOCK_ROWS;
    enum status status;
    TRY_OUT(load_block(store, register_key, block, STATUS_FAILED, &content, err));
    int64_t count = count_records(&content);
    if (count > place || (count > 0 && count < place))
        TRY_OUT(refuse_block(store, STATUS_FAILED, block, err));
    if (count < place)
        goto out;
    record_block_put(&content, record->data, record->length);
    TRY_OUT(record_block_write(store, register_key, block, &content, err));
out:
    buffer_wipe(&content);
    return status;
}

/* ---- one alone ---- */

enum status record_block_read(struct store *store, const uint8_t *register_key,
    const struct submission *row, struct buffer *record, struct error *err)
{
    struct buffer content = {0};
    int64_t block = RECORD_BLOCK_OF(row->serial);
    int64_t left = row->serial - block * RECORD_BLOCK_ROWS; /* up to it */
    uint8_t binding[ANSWER_RECORD_BINDING_SIZE];
    const uint8_t *bytes = NULL;
    size_t length = 0;
    size_t at = 0;
    bool found = true;
    enum status status = STATUS_OK;
    if (!store->records)
        return STATUS_OK;
    TRY_OUT(load_block(store, register_key, block, STATUS_REFUSED, &content, err));
    if (content.length == 0)
        goto out;
    for (; found && left > 0; left--)
        found = next_record(&content, &at, &bytes, &length);
    answer_record_bind(row, binding);
    if (!found || memcmp(binding, bytes, sizeof binding) != 0)
        TRY_OUT(refuse_block(store, STATUS_REFUSED, block, err));
    buffer_append(record, bytes, length);
out:
    buffer_wipe(&content);
    return status;
}

/* ---- reading in order ---- */

struct record_reader {
    struct store *store;
    uint8_t *subkey;           /* secret memory */
    sqlite3_stmt *select;      /* blocks in order; NULL where the register has none */
    bool waiting;              /* a block that was stepped to, and is not taken yet: */
    int64_t next;              /* which */
    struct record_block block; /* of record_reader_find */
};

void record_block_free(struct record_block *block)
{
    buffer_free(&block->sealed);
    buffer_wipe(&block->content);
    *block = (struct record_block){.number = -1};
}

static enum status step_reader(struct record_reader *reader, struct error *err)
{
    if (reader->select == NULL)
        return STATUS_OK;
    TRY(store_step(reader->store, reader->select, &reader->waiting, err));
    if (reader->waiting)
        reader->next = sqlite3_column_int64(reader->select, 0);
    return STATUS_OK;
}

enum status record_reader_new(struct store *store, const uint8_t *register_key,
    struct record_reader **reader, struct error *err)
{
    struct record_reader *made = memory_new(1, sizeof *made);
    enum status status = STATUS_OK;
    *made = (struct record_reader){.store = store, .block = {.number = -1}};
    made->subkey = new_subkey(register_key);
    if (store->records)
        TRY_OUT(store_prepare(
            store, "SELECT block, sealed FROM answer_records ORDER BY block", &made->select, err));
    TRY_OUT(step_reader(made, err));
    *reader = made;
    made = NULL;
out:
    record_reader_free(made);
    return status;
}

void record_reader_free(struct record_reader *reader)
{
    if (reader == NULL)
        return;
    secret_free(reader->subkey);
    (void)sqlite3_finalize(reader->select);
    record_block_free(&reader->block);
    free(reader);
}

/* Blocks before the first row's are none of any row. */
enum status record_reader_enter(
    struct record_reader *reader, int64_t number, struct record_block *block, struct error *err)
{
    block->number = number;
    block->at = 0;
    block->place = 0;
    block->sealed.length = 0;
    block->content.length = 0;
    block->broken = reader->waiting && reader->next < number;
    while (reader->waiting && reader->next < number)
        TRY(step_reader(reader, err));
    block->lacking = !reader->waiting || reader->next != number;
    if (block->lacking)
        return STATUS_OK;
    const void *sealed = sqlite3_column_blob(reader->select, 1);
    size_t length = (size_t)sqlite3_column_bytes(reader->select, 1);
    if (length <= SEALED_MAX)
        buffer_append(&block->sealed, sealed, length);
    return step_reader(reader, err);
}

void record_block_open(const struct record_reader *reader, struct record_block *block)
{
    if (block->lacking)
        return;
    bool opened = open_block(reader->store, reader->subkey, block->number, block->sealed.data,
        block->sealed.length, &block->content);
    block->broken = block->broken || !opened || count_records(&block->content) > RECORD_BLOCK_ROWS;
}

enum status record_block_find(const struct record_reader *reader, struct record_block *block,
    const struct submission *row, const uint8_t **bytes, size_t *length, struct error *err)
{
    uint8_t binding[ANSWER_RECORD_BINDING_SIZE];
    int64_t place = row->serial - 1 - block->number * RECORD_BLOCK_ROWS;
    bool found = true;
    *bytes = NULL;
    *length = 0;
    if (block->broken)
        return record_reader_refuse(reader, block->number, err);
    if (block->lacking)
        return STATUS_OK;
    while (found && block->place <= place) {
        found = next_record(&block->content, &block->at, bytes, length);
        block->place++;
    }
    answer_record_bind(row, binding);
    if (found && *bytes != NULL && memcmp(binding, *bytes, sizeof binding) == 0)
        return STATUS_OK;
    *bytes = NULL;
    return record_reader_refuse(reader, block->number, err);
}

bool record_block_is_done(const struct record_block *block)
{
    return block->number < 0 || block->broken || block->lacking ||
           block->at == block->content.length;
}

enum status record_reader_find(struct record_reader *reader, const struct submission *row,
    const uint8_t **bytes, size_t *length, struct error *err)
{
    struct record_block *block = &reader->block;
    *bytes = NULL;
    *length = 0;
    if (RECORD_BLOCK_OF(row->serial) != block->number) {
        TRY(record_reader_enter(reader, RECORD_BLOCK_OF(row->serial), block, err));
        record_block_open(reader, block);
    }
    return record_block_find(reader, block, row, bytes, length, err);
}

enum status record_reader_refuse(
    const struct record_reader *reader, int64_t block, struct error *err)
{
    return refuse_block(reader->store, STATUS_REFUSED, block, err);
}

enum status record_reader_end(struct record_reader *reader, struct error *err)
{
    if (!reader->waiting && record_block_is_done(&reader->block))
        return STATUS_OK;
    return record_reader_refuse(reader, reader->waiting ? reader->next : reader->block.number, err);
}
