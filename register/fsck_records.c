/* Records against the answers that they are made of. */
#include "base/memory.h"
#include "base/text.h"
#include "register/answer_record.h"
#include "register/fsck_parts.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static enum status report_record(struct fsck_run *run, const struct submission *submission,
    const struct error *why, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    return fsck_report(run, FSCK_RECORD, id, why, err);
}

/* Where something of that is amiss it is tried again by record_make, whose judgement it is. */
void fsck_make_record(const struct fsck_run *run, struct fsck_look *look)
{
    const struct submission *row = &look->submission;
    const struct card *card = &look->signer.card;
    const struct edition *edition =
        editions_find_exact(run->fsck->editions, row->edition, row->edition_digest);
    struct error why;
    if (!run->fsck->store->records || edition == NULL || look->answers.status != STATUS_OK ||
        look->card.status != STATUS_OK)
        return;
    error_init(&why, NULL);
    struct answers *answers = memory_new(1, sizeof *answers);
    if (answers_parse_kept(edition, look->json.data, look->json.length, answers, &why) == STATUS_OK)
        (void)answer_record_encode(row, edition, answers, card->name, card->group, &look->record);
    sodium_memzero(answers, sizeof *answers);
    free(answers);
}

/* What cannot be opened is found where answers and cards are looked at. */
static enum status compare_record(
    struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    const struct submission *submission = &look->submission;
    const struct buffer *record = &look->record;
    struct buffer made = {0};
    struct error why;
    enum status status = STATUS_OK;
    error_init(&why, err->catalog);
    if (record->length == 0) {
        status = record_make(&run->stored, submission, &made, &why);
        record = &made;
    }
    if (status == STATUS_REFUSED || (status == STATUS_FAILED && why.reason == REASON_DAMAGED)) {
        status = STATUS_OK;
    } else if (status != STATUS_OK) {
        *err = why;
    } else if (!answer_record_is_same(look->resting.data, look->resting.length, record)) {
        (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
            "the record of this submission is not what its sealed answers say; restore the "
            "register from a copy");
        status = report_record(run, submission, &why, err);
    }
    buffer_wipe(&made);
    return status;
}

enum status fsck_find_record(struct fsck_run *run, struct fsck_look *look, struct error *err)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    look->kept.status =
        record_reader_find(run->records, &look->submission, &bytes, &length, &look->kept.why);
    if (look->kept.status == STATUS_FAILED) {
        *err = look->kept.why;
        return STATUS_FAILED;
    }
    if (bytes != NULL)
        buffer_append(&look->resting, bytes, length);
    return STATUS_OK;
}

bool fsck_is_witnessed(const struct fsck_look *look)
{
    return look->confirmed.imported != 0 && look->kept.status == STATUS_OK &&
           answer_record_has_witness(look->resting.data, look->resting.length, &look->record,
               &look->json, &look->signature);
}

enum status fsck_record(struct fsck_run *run, const struct fsck_look *look, struct error *err)
{
    const struct submission *submission = &look->submission;
    bool lacking = look->kept.status == STATUS_OK && look->resting.length == 0;
    run->counts->unrecorded += lacking;
    if (run->row_amiss || lacking)
        return STATUS_OK;
    return look->kept.status == STATUS_OK ? compare_record(run, look, err)
                                          : report_record(run, submission, &look->kept.why, err);
}

enum status fsck_records_left(struct fsck_run *run, struct error *err)
{
    struct error why;
    if (run->row_lost)
        return STATUS_OK;
    error_init(&why, err->catalog);
    enum status left = record_reader_end(run->records, &why);
    return fsck_judge(run, FSCK_RECORD, STORE_DATABASE, left, &why, err);
}
