#include "register/record_walk.h"

#include "register/agreement_parts.h"
#include "register/record_blocks.h"
#include "register/senders.h"
#include "register/store_parts.h"

#include <sodium.h>
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

/* ---- the walk ---- */

struct record_walk {
    struct record_reader *reader;
    record_visit *visit;
    void *context;
    const struct submission *row; /* that is visited */
    const uint8_t *bytes;         /* of its record; NULL if that is lacking */
    size_t length;
    struct stored_answers stored;
    struct buffer made;            /* of a row that lacked one */
    const struct edition *edition; /* that the row before answered, most likely */
    struct answer_record record;
};

static const struct edition *edition_of(struct record_walk *walk)
{
    const struct submission *row = walk->row;
    if (walk->edition == NULL || strcmp(walk->edition->id, row->edition) != 0 ||
        memcmp(walk->edition->digest, row->edition_digest, sizeof row->edition_digest) != 0)
        walk->edition =
            editions_find_exact(walk->stored.editions, row->edition, row->edition_digest);
    return walk->edition;
}

enum status record_walk_read(
    struct record_walk *walk, const struct answer_record **record, struct error *err)
{
    const struct edition *edition = edition_of(walk);
    if (edition == NULL)
        return stored_answers_refuse(walk->row, err);
    if (walk->bytes == NULL) {
        buffer_wipe(&walk->made);
        TRY(record_make(&walk->stored, walk->row, &walk->made, err));
        walk->bytes = walk->made.data;
        walk->length = walk->made.length;
    }
    *record = &walk->record;
    if (answer_record_decode(edition, walk->bytes, walk->length, &walk->record))
        return STATUS_OK;
    return record_reader_refuse(walk->reader, err);
}

static enum status walk_row(void *context, const struct submission *row, struct error *err)
{
    struct record_walk *walk = context;
    walk->row = row;
    TRY(imports_judge(walk->stored.store, row, err));
    TRY(record_reader_find(walk->reader, row, &walk->bytes, &walk->length, err));
    return walk->visit(walk->context, row, walk, err);
}

enum status record_walk(struct store *store, const uint8_t *key, const struct editions *editions,
    record_visit *visit, void *context, struct error *err)
{
    struct record_walk walk = {
        .visit = visit,
        .context = context,
        .stored = {.store = store, .key = key, .editions = editions},
    };
    bool reading = store->imports != NULL;
    enum status status;
    if (!reading)
        TRY_OUT(store_begin_reading(store, err));
    reading = true;
    TRY_OUT(record_reader_new(store, key, &walk.reader, err));
    TRY_OUT(submissions_each(store, walk_row, &walk, err));
    TRY_OUT(imports_judge_end(store, err));
    TRY_OUT(record_reader_end(walk.reader, err));
out:
    record_reader_free(walk.reader);
    if (reading)
        store_end_reading(store);
    imports_forget(store);
    stored_answers_close(&walk.stored);
    buffer_wipe(&walk.made);
    sodium_memzero(&walk.record, sizeof walk.record);
    return status;
}
