#include "register/audit_parts.h"

#include "base/crew.h"
#include "base/memory.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- links ---- */

static uint8_t *put_bytes(uint8_t *place, const void *bytes, size_t length)
{
    memcpy(place, bytes, length);
    return place + length;
}

static uint8_t *put_number(uint8_t *place, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *place++ = (uint8_t)(number >> (8 * i));
    return place;
}

static uint8_t *put_text(uint8_t *place, const char *text)
{
    size_t length = strlen(text);
    return put_bytes(put_number(place, length, 4), text, length);
}

void audit_link_of(const struct audit *audit, const uint8_t before[HEAD_LINK_SIZE],
    const struct audit_row *row, uint8_t link[HEAD_LINK_SIZE])
{
    uint8_t bytes[HEAD_LINK_SIZE + STORE_ID_SIZE + 8 + 8 + 4 + AUDIT_KIND_SIZE + 4 +
                  AUDIT_SUBJECT_SIZE];
    uint8_t *end = put_bytes(bytes, before, HEAD_LINK_SIZE);
    end = put_bytes(end, audit->store->id, STORE_ID_SIZE);
    end = put_number(end, row->serial, 8);
    end = put_number(end, (uint64_t)row->time, 8);
    end = put_text(end, row->kind);
    end = put_text(end, row->subject);
    (void)crypto_generichash(link, HEAD_LINK_SIZE, bytes, (size_t)(end - bytes), audit->key,
        crypto_generichash_KEYBYTES);
}

_Static_assert(HEAD_LINK_SIZE == crypto_verify_32_BYTES, "compared at once");

/* In a time that does not depend on what they are. */
static bool is_link(const uint8_t link[HEAD_LINK_SIZE], const uint8_t kept[HEAD_LINK_SIZE])
{
    return crypto_verify_32(link, kept) == 0;
}

/* ---- rows ---- */

bool audit_row_read(sqlite3_stmt *select, struct audit_row *row)
{
    row->serial = (uint64_t)sqlite3_column_int64(select, 0);
    row->time = sqlite3_column_int64(select, 1);
    return store_column_text(select, 2, row->kind, sizeof row->kind) &&
           store_column_text(select, 3, row->subject, sizeof row->subject) &&
           store_column_blob(select, 4, row->link, HEAD_LINK_SIZE);
}

enum status audit_refuse_chain(enum status status, uint64_t serial, struct error *err)
{
    return error_set(err, status, REASON_BROKEN_CHAIN,
        "the audit is not whole: its row %llu is not the one that was appended; it, or one before "
        "it, was changed, taken away or put in; restore the register from a copy",
        (unsigned long long)serial);
}

/* ---- one after the other ---- */

struct audit_chain {
    struct audit *audit;
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err);
    void *context;
};

/* Of a row that holds. */
static enum status pass_row(
    const struct audit_chain *chain, const struct audit_row *row, struct error *err)
{
    struct head *last = &chain->audit->last;
    last->count = row->serial;
    last->time = row->time;
    memcpy(last->link, row->link, HEAD_LINK_SIZE);
    return chain->visit == NULL ? STATUS_OK : chain->visit(chain->context, row, err);
}

static enum status select_rows(const struct audit *audit, sqlite3_stmt **select, struct error *err)
{
    TRY(store_prepare(audit->store,
        "SELECT serial, time, kind, subject, link FROM audit WHERE serial > ? ORDER BY serial",
        select, err));
    store_bind_number(*select, 1, (int64_t)audit->last.count);
    return STATUS_OK;
}

static enum status follow_row(void *context, sqlite3_stmt *select, struct error *err)
{
    const struct audit_chain *chain = context;
    const struct audit *audit = chain->audit;
    struct audit_row row;
    uint8_t link[HEAD_LINK_SIZE];
    if (!audit_row_read(select, &row) || row.serial != audit->last.count + 1)
        return audit_refuse_chain(STATUS_REFUSED, audit->last.count + 1, err);
    audit_link_of(audit, audit->last.link, &row, link);
    if (!is_link(link, row.link))
        return audit_refuse_chain(STATUS_REFUSED, audit->last.count + 1, err);
    return pass_row(chain, &row, err);
}

enum status audit_follow(struct audit *audit,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    void *context, struct error *err)
{
    struct audit_chain chain = {audit, visit, context};
    sqlite3_stmt *select = NULL;
    TRY(select_rows(audit, &select, err));
    return store_each(audit->store, select, follow_row, &chain, err);
}

/* ---- on all cores ---- */

/* A piece is some rows. They are read one after the other; then, each hand for itself, compared
 * with their links; and visited in their order. A row is compared with the link that stands in the
 * one before it: where each row of a chain agrees with its neighbour, all agree with the first. */
enum { PIECE = 256, READING = 0, VISITING = 1 };

struct audit_piece {
    uint8_t before[HEAD_LINK_SIZE]; /* stands in the row before the first */
    struct audit_row row[PIECE];
    size_t count;
    bool broken; /* the row after these is none that was appended */
    size_t good; /* how many of them have their link */
    enum status status;
    struct error why; /* what reading came to, after these */
};

struct audit_division {
    struct audit_chain chain;
    enum status (*beside)(void *context, uint64_t serial, struct error *err);
    struct audit_piece *piece; /* owned; of each hand */
    /* While reading: */
    sqlite3_stmt *select;
    uint64_t serial;              /* of the row that was read last */
    uint8_t link[HEAD_LINK_SIZE]; /* that stands in it */
    bool ended;
};

static enum status read_row(
    struct audit_division *division, struct audit_piece *piece, struct error *err)
{
    struct audit_row *row = &piece->row[piece->count];
    bool found = false;
    TRY(store_step(division->chain.audit->store, division->select, &found, err));
    division->ended = !found;
    if (!found)
        return STATUS_OK;
    piece->broken = !audit_row_read(division->select, row) || row->serial != division->serial + 1;
    division->ended = piece->broken;
    if (piece->broken)
        return STATUS_OK;
    division->serial = row->serial;
    memcpy(division->link, row->link, HEAD_LINK_SIZE);
    piece->count++;
    return STATUS_OK;
}

static void read_piece(
    struct audit_division *division, struct audit_piece *piece, const struct catalog *catalog)
{
    piece->count = 0;
    piece->broken = false;
    piece->status = STATUS_OK;
    error_init(&piece->why, catalog);
    memcpy(piece->before, division->link, HEAD_LINK_SIZE);
    while (piece->status == STATUS_OK && !division->ended && piece->count < PIECE)
        piece->status = read_row(division, piece, &piece->why);
    if (piece->status == STATUS_OK && division->beside != NULL)
        piece->status = division->beside(division->chain.context, division->serial, &piece->why);
    division->ended = division->ended || piece->status != STATUS_OK;
}

static void compare_links(const struct audit *audit, struct audit_piece *piece)
{
    const uint8_t *before = piece->before;
    uint8_t link[HEAD_LINK_SIZE];
    for (piece->good = 0; piece->good < piece->count; piece->good++) {
        const struct audit_row *row = &piece->row[piece->good];
        audit_link_of(audit, before, row, link);
        if (!is_link(link, row->link))
            return;
        before = row->link;
    }
}

static enum status visit_piece(
    const struct audit_chain *chain, const struct audit_piece *piece, struct error *err)
{
    for (size_t i = 0; i < piece->good; i++)
        TRY(pass_row(chain, &piece->row[i], err));
    if (piece->broken || piece->good < piece->count)
        return audit_refuse_chain(STATUS_REFUSED, chain->audit->last.count + 1, err);
    if (piece->status != STATUS_OK)
        *err = piece->why;
    return piece->status;
}

static enum status follow_pieces(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct audit_division *division = context;
    struct audit_piece *piece = &division->piece[hand];
    for (;;) {
        uint64_t number = crew_piece(crew);
        TRY(crew_await(crew, READING, number, err));
        bool more = !division->ended;
        if (more)
            read_piece(division, piece, err->catalog);
        crew_pass(crew, READING);
        if (!more)
            return STATUS_OK;
        compare_links(division->chain.audit, piece);
        TRY(crew_await(crew, VISITING, number, err));
        TRY(visit_piece(&division->chain, piece, err));
        crew_pass(crew, VISITING);
    }
}

enum status audit_follow_divided(struct audit *audit, uint64_t known,
    enum status (*visit)(void *context, const struct audit_row *row, struct error *err),
    enum status (*beside)(void *context, uint64_t serial, struct error *err), void *context,
    struct error *err)
{
    size_t hands = known > PIECE ? crew_hands() : 1;
    struct audit_division division = {
        .chain = {audit, visit, context}, .beside = beside, .serial = audit->last.count};
    enum status status;
    memcpy(division.link, audit->last.link, HEAD_LINK_SIZE);
    TRY(select_rows(audit, &division.select, err));
    division.piece = memory_new(hands, sizeof *division.piece);
    status = crew_run(hands, follow_pieces, &division, err);
    free(division.piece);
    store_release(audit->store, division.select);
    return status;
}
