/* The imports of bundles that were judged good, and their receipts. */
#include "base/directory.h"
#include "base/memory.h"
#include "register/changes.h"
#include "register/current.h"
#include "register/receive_parts.h"
#include "register/stored_answers.h"

#include <stdlib.h>
#include <string.h>

/* Several that are imported together, of at most CHANGES_IMPORT_MAX. */
struct batch {
    struct passage *const *passage;
    size_t count;
    enum status *status;
    struct error *why;
};

/* Of those that are well so far: a failure is that of each. */
static void fail_all(const struct batch *batch, const struct error *why)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->status[i] != STATUS_OK)
            continue;
        batch->status[i] = STATUS_FAILED;
        batch->why[i] = *why;
    }
}

static struct batch only(const struct batch *batch, size_t place)
{
    return (struct batch){&batch->passage[place], 1, &batch->status[place], &batch->why[place]};
}

/* ---- the rows ---- */

/* What a failed sync has lost stays lost, so that file is not tried again. */
static void await_originals(const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        batch->status[i] = intake_sync(&batch->passage[i]->intake, &batch->why[i]);
}

/* A head that was not kept for one is kept for the next. */
static void keep_head(const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->status[i] == STATUS_OK)
            batch->status[i] = changes_head(batch->passage[i]->receiver->audit, &batch->why[i]);
    }
}

static enum status import_together(const struct batch *batch, bool *stand, struct error *err)
{
    const struct receiver *receiver = batch->passage[0]->receiver;
    struct import list[CHANGES_IMPORT_MAX];
    size_t count = 0;
    *stand = true;
    for (size_t i = 0; i < batch->count; i++) {
        struct passage *passage = batch->passage[i];
        if (batch->status[i] == STATUS_OK)
            list[count++] = (struct import){&passage->submission, &passage->answers,
                &passage->signature, &passage->record, &passage->intake};
    }
    return count == 0 ? STATUS_OK
                      : changes_import(receiver->audit, receiver->key, list, count, stand, err);
}

/* One whose original could not be taken back has its row after all, or will never have. */
static void import_apart(const struct batch *batch, const struct error *together)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct batch one = only(batch, i);
        struct error *why = &batch->why[i];
        bool stand = false;
        if (batch->status[i] != STATUS_OK)
            continue;
        if (batch->passage[i]->intake.named)
            fail_all(&one, together);
        else
            batch->status[i] = import_together(&one, &stand, why);
    }
}

static void import_rows(const struct batch *batch)
{
    struct error together;
    bool stand = false;
    error_init(&together, batch->why[0].catalog);
    await_originals(batch);
    enum status status = import_together(batch, &stand, &together);
    if (status == STATUS_OK)
        return;
    if (stand && batch->count > 1)
        keep_head(batch);
    else if (!stand && batch->count > 1)
        import_apart(batch, &together);
    else
        fail_all(batch, &together);
}

/* ---- where they stand ---- */

/* It is what was just written, and need not be read again. */
static void note_row(const struct passage *passage)
{
    stored_rows_note(&passage->receiver->room->rows, &passage->submission, passage->period_from,
        passage->period_to);
}

/* The import stands whether or not this can be found out: another submission of the organisation
 * may answer an edition that is not known here. */
static void look_at_place(struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    const struct submission *row = &passage->submission;
    struct verdict_place *place = &passage->verdict->place;
    struct stored_answers stored = {.store = receiver->store,
        .key = receiver->key,
        .editions = receiver->editions,
        .rows = &receiver->room->rows};
    struct current_candidate *list = NULL;
    size_t count = 0;
    place->known = current_load(&stored, row->number, &list, &count, NULL) == STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        if (manifest_lists(&row->supersedes, list[i].submission.id))
            place->replaces++;
        if (list[i].submission.serial != row->serial)
            continue;
        place->current = list[i].current;
        place->unclear = current_is_unclear(&list[i]);
    }
    const struct current_candidate *chosen = current_lapsed(list, count, row);
    place->lapsed = chosen != NULL;
    if (chosen != NULL)
        memcpy(place->chosen, chosen->submission.id, MANIFEST_ID_SIZE);
    free(list);
    stored_answers_close(&stored);
}

/* ---- the receipts ---- */

/* Each by itself, with a sync of the directory of its own. */
static void write_again(const struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->status[i] == STATUS_OK)
            batch->status[i] =
                passage_write_receipt(batch->passage[i], REASON_NONE, false, &batch->why[i]);
    }
}

/* Each has its name when it is on the disk; then each is synced under its name, and all names with
 * their directory. */
static void write_receipts(const struct batch *batch)
{
    const struct receiver *receiver = batch->passage[0]->receiver;
    struct new_file file[CHANGES_IMPORT_MAX];
    struct error why;
    error_init(&why, batch->why[0].catalog);
    for (size_t i = 0; i < batch->count; i++) {
        file[i] = NEW_FILE_NONE;
        if (batch->status[i] == STATUS_OK)
            batch->status[i] =
                passage_prepare_receipt(batch->passage[i], REASON_NONE, &file[i], &batch->why[i]);
    }
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->status[i] == STATUS_OK)
            batch->status[i] = new_file_name(&file[i], &batch->why[i]);
    }
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->status[i] == STATUS_OK)
            batch->status[i] = new_file_sync_named(&file[i], &batch->why[i]);
        new_file_abandon(&file[i]);
    }
    char *directory = path_join(receiver->store->path, STORE_RECEIPTS);
    if (directory_sync(directory, &why) != STATUS_OK)
        write_again(batch);
    free(directory);
}

void passages_import(
    struct passage *const *passage, size_t count, enum status *status, struct error *why)
{
    const struct batch batch = {passage, count, status, why};
    import_rows(&batch);
    for (size_t i = 0; i < count; i++) {
        if (status[i] != STATUS_OK)
            continue;
        note_row(passage[i]);
        look_at_place(passage[i]);
        passage_leave_quarantine(passage[i]);
    }
    write_receipts(&batch);
}
