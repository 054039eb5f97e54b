#include "register/record_walk.h"

#include "base/crew.h"
#include "base/memory.h"
#include "register/agreement_parts.h"
#include "register/record_blocks.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- made anew ---- */

enum status record_make(struct stored_answers *stored, const struct submission *row,
    struct buffer *record, struct error *err)
{
    char name[CARD_NAME_MAX + 1];
    char group[CARD_GROUP_MAX + 1];
    TRY(stored_answers_open(stored, row, err));
    TRY(senders_label(stored->store, &row->sender, name, group, err));
    if (answer_record_encode(row, stored->edition, stored->answers, name, group, record))
        return STATUS_OK;
    return error_set(err, STATUS_REFUSED, REASON_DAMAGED,
        "the register's answers are not what was put there; restore the register from a copy");
}

/* ---- pieces ---- */

/* A piece is the rows of some blocks. Rows and blocks are read one after the other; then, each hand
 * for itself, blocks are opened and rows digested; and visited in their order. */
enum { ROWS = 8 * RECORD_BLOCK_ROWS, READING = 0, VISITING = 1 };

/* Of a row that lacks a record, which is made while rows are read: that reads the database, too. A
 * failure is that of who asks for it. */
struct made_record {
    struct buffer record;
    enum status status;
    struct error why;
};

struct walked_row {
    struct submission row;
    size_t block; /* its place in the piece */
    uint8_t digest[IMPORTS_DIGEST_SIZE];
    const uint8_t *bytes; /* of its record; NULL if that is lacking */
    size_t length;
    struct made_record *made; /* owned; then */
};

struct walked_piece {
    struct walked_row row[ROWS];
    size_t rows;
    struct record_block block[ROWS];
    size_t blocks;
    size_t good;        /* how many rows have what belongs to them; of the next, */
    enum status status; /* what is amiss, or after the last what reading came to */
    struct error why;
};

struct record_walk {
    struct record_reader *reader;
    record_visit *visit;
    void *context;
    struct walked_piece *piece; /* owned; of each hand */
    /* While reading: */
    sqlite3_stmt *select;
    bool waiting; /* a row was stepped to, and is not taken yet */
    bool ended;
    struct stored_answers stored;
    /* While visiting: */
    const struct walked_row *row;  /* that is visited */
    const struct edition *edition; /* that the row before answered, most likely */
    struct answer_record record;
    int64_t last; /* the block of the row before, */
    bool done;    /* and whether no record was left in it */
};

static void forget_records(struct walked_piece *piece)
{
    for (size_t i = 0; i < piece->rows; i++) {
        if (piece->row[i].made != NULL)
            buffer_wipe(&piece->row[i].made->record);
        free(piece->row[i].made);
    }
    piece->rows = 0;
}

/* ---- reading ---- */

static void make_lacking(
    struct record_walk *walk, struct walked_row *row, const struct catalog *catalog)
{
    struct made_record *made = memory_new(1, sizeof *made);
    error_init(&made->why, catalog);
    made->status = record_make(&walk->stored, &row->row, &made->record, &made->why);
    row->made = made;
}

static enum status take_row(struct record_walk *walk, struct walked_piece *piece, struct error *err)
{
    struct walked_row *row = &piece->row[piece->rows];
    row->block = piece->blocks - 1;
    row->made = NULL;
    TRY(submissions_row(walk->stored.store, walk->select, &row->row, err));
    int64_t number = RECORD_BLOCK_OF(row->row.serial);
    if (piece->blocks == 0 || piece->block[piece->blocks - 1].number != number) {
        TRY(record_reader_enter(walk->reader, number, &piece->block[piece->blocks], err));
        row->block = piece->blocks++;
    }
    piece->rows++;
    if (piece->block[row->block].lacking && !piece->block[row->block].broken)
        make_lacking(walk, row, err->catalog);
    return STATUS_OK;
}

/* A block is not divided, unless somebody gave it more rows than it can have. What follows a row
 * that was taken has a serial above 1. */
static bool is_full(const struct record_walk *walk, const struct walked_piece *piece)
{
    return piece->rows == ROWS || (piece->rows > ROWS - RECORD_BLOCK_ROWS &&
                                      RECORD_BLOCK_OF(submissions_serial(walk->select)) !=
                                          piece->block[piece->blocks - 1].number);
}

static enum status read_rows(
    struct record_walk *walk, struct walked_piece *piece, struct error *err)
{
    for (;;) {
        if (!walk->waiting)
            TRY(store_step(walk->stored.store, walk->select, &walk->waiting, err));
        walk->ended = !walk->waiting;
        if (walk->ended || is_full(walk, piece))
            return STATUS_OK;
        walk->waiting = false;
        TRY(take_row(walk, piece, err));
    }
}

static void read_piece(
    struct record_walk *walk, struct walked_piece *piece, const struct catalog *catalog)
{
    piece->blocks = 0;
    error_init(&piece->why, catalog);
    piece->status = read_rows(walk, piece, &piece->why);
    walk->ended = walk->ended || piece->status != STATUS_OK;
}

/* ---- each hand for itself ---- */

static enum status find_records(
    const struct record_walk *walk, struct walked_piece *piece, struct error *err)
{
    for (size_t i = 0; i < piece->blocks; i++)
        record_block_open(walk->reader, &piece->block[i]);
    for (piece->good = 0; piece->good < piece->rows; piece->good++) {
        struct walked_row *row = &piece->row[piece->good];
        imports_digest(walk->stored.store, &row->row, row->digest);
        TRY(record_block_find(
            walk->reader, &piece->block[row->block], &row->row, &row->bytes, &row->length, err));
    }
    return STATUS_OK;
}

static void open_piece(
    const struct record_walk *walk, struct walked_piece *piece, const struct catalog *catalog)
{
    struct error why;
    error_init(&why, catalog);
    enum status status = find_records(walk, piece, &why);
    if (status == STATUS_OK)
        return;
    piece->status = status;
    piece->why = why;
}

/* ---- visiting ---- */

static const struct edition *edition_of(struct record_walk *walk)
{
    const struct submission *row = &walk->row->row;
    if (walk->edition == NULL || strcmp(walk->edition->id, row->edition) != 0 ||
        memcmp(walk->edition->digest, row->edition_digest, sizeof row->edition_digest) != 0)
        walk->edition =
            editions_find_exact(walk->stored.editions, row->edition, row->edition_digest);
    return walk->edition;
}

enum status record_walk_read(
    struct record_walk *walk, const struct answer_record **record, struct error *err)
{
    const struct walked_row *row = walk->row;
    const struct made_record *made = row->made;
    const struct edition *edition = edition_of(walk);
    if (edition == NULL)
        return stored_answers_refuse(&row->row, err);
    if (made != NULL && made->status != STATUS_OK) {
        if (err != NULL)
            *err = made->why;
        return made->status;
    }
    *record = &walk->record;
    if (answer_record_decode(edition, made != NULL ? made->record.data : row->bytes,
            made != NULL ? made->record.length : row->length, &walk->record))
        return STATUS_OK;
    return record_reader_refuse(walk->reader, RECORD_BLOCK_OF(row->row.serial), err);
}

static enum status visit_row(
    struct record_walk *walk, const struct walked_row *row, bool good, struct error *err)
{
    walk->row = row;
    TRY(imports_judge(walk->stored.store, &row->row, row->digest, err));
    return good ? walk->visit(walk->context, &row->row, walk, err) : STATUS_OK;
}

/* Of a row that lacks what belongs to it, what the audit says of it goes before that. */
static enum status visit_piece(
    struct record_walk *walk, const struct walked_piece *piece, struct error *err)
{
    for (size_t i = 0; i < piece->rows && i <= piece->good; i++)
        TRY(visit_row(walk, &piece->row[i], i < piece->good, err));
    if (piece->status != STATUS_OK) {
        *err = piece->why;
        return piece->status;
    }
    if (piece->blocks > 0) {
        const struct record_block *block = &piece->block[piece->blocks - 1];
        walk->last = block->number;
        walk->done = record_block_is_done(block);
    }
    return STATUS_OK;
}

/* ---- the walk ---- */

static enum status walk_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct record_walk *walk = context;
    struct walked_piece *piece = &walk->piece[hand];
    for (;;) {
        uint64_t number = crew_piece(crew);
        TRY(crew_await(crew, READING, number, err));
        bool more = !walk->ended;
        if (more)
            read_piece(walk, piece, err->catalog);
        crew_pass(crew, READING);
        if (!more)
            return STATUS_OK;
        open_piece(walk, piece, err->catalog);
        TRY(crew_await(crew, VISITING, number, err));
        TRY(visit_piece(walk, piece, err));
        crew_pass(crew, VISITING);
        forget_records(piece);
    }
}

static enum status end_walk(struct record_walk *walk, struct error *err)
{
    TRY(imports_judge_end(walk->stored.store, err));
    TRY(record_reader_end(walk->reader, err));
    return walk->done ? STATUS_OK : record_reader_refuse(walk->reader, walk->last, err);
}

static void free_pieces(struct record_walk *walk, size_t hands)
{
    for (size_t i = 0; walk->piece != NULL && i < hands; i++) {
        forget_records(&walk->piece[i]);
        for (size_t k = 0; k < ROWS; k++)
            record_block_free(&walk->piece[i].block[k]);
    }
    free(walk->piece);
}

enum status record_walk_rows(const struct store *store, uint64_t *rows, struct error *err)
{
    return store_count(store, "SELECT max(serial) FROM submissions", rows, err);
}

size_t record_walk_audited(const struct store *store)
{
    return store->imports == NULL ? 0 : store->imports->imports.count;
}

/* A few rows are left to the caller's thread. */
static enum status divide_walk(struct record_walk *walk, struct error *err)
{
    uint64_t rows = 0;
    TRY(record_walk_rows(walk->stored.store, &rows, err));
    size_t hands = rows > ROWS ? crew_hands() : 1;
    walk->piece = memory_new(hands, sizeof *walk->piece);
    enum status status = crew_run(hands, walk_pieces, walk, err);
    free_pieces(walk, hands);
    return status;
}

enum status record_walk(struct store *store, const uint8_t *key, const struct editions *editions,
    record_visit *visit, void *context, struct error *err)
{
    struct record_walk walk = {
        .visit = visit,
        .context = context,
        .stored = {.store = store, .key = key, .editions = editions},
        .done = true,
    };
    bool reading = store->imports != NULL;
    enum status status;
    if (!reading)
        TRY_OUT(store_begin_reading(store, err));
    reading = true;
    TRY_OUT(record_reader_new(store, key, &walk.reader, err));
    TRY_OUT(submissions_select(store, &walk.select, err));
    TRY_OUT(divide_walk(&walk, err));
    TRY_OUT(end_walk(&walk, err));
out:
    record_reader_free(walk.reader);
    store_release(store, walk.select);
    if (reading)
        store_end_reading(store);
    imports_forget(store);
    stored_answers_close(&walk.stored);
    sodium_memzero(&walk.record, sizeof walk.record);
    return status;
}
