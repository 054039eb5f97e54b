/* Records against the answers that they are made of. */
#include "base/text.h"
#include "register/fsck_parts.h"

#include <stdio.h>
#include <string.h>

static enum status report_record(struct fsck_run *run, const struct submission *submission,
    const struct error *why, struct error *err)
{
    char id[MANIFEST_ID_HEX];
    hex_encode(id, submission->id, MANIFEST_ID_SIZE);
    return fsck_report(run, FSCK_RECORD, id, why, err);
}

/* What cannot be opened is found where answers and cards are looked at. */
static enum status compare_record(struct fsck_run *run, const struct submission *submission,
    const uint8_t *bytes, size_t length, struct error *err)
{
    struct buffer made = {0};
    struct error why;
    error_init(&why, err->catalog);
    enum status status = record_make(&run->stored, submission, &made, &why);
    if (status == STATUS_REFUSED || (status == STATUS_FAILED && why.reason == REASON_DAMAGED)) {
        status = STATUS_OK;
    } else if (status != STATUS_OK) {
        *err = why;
    } else if (made.length != length || memcmp(made.data, bytes, length) != 0) {
        (void)error_set(&why, STATUS_REFUSED, REASON_DAMAGED,
            "the record of this submission is not what its sealed answers say; restore the "
            "register from a copy");
        status = report_record(run, submission, &why, err);
    }
    buffer_wipe(&made);
    return status;
}

enum status fsck_record(
    struct fsck_run *run, const struct submission *submission, struct error *err)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    struct error why;
    error_init(&why, err->catalog);
    enum status found = record_reader_find(run->records, submission, &bytes, &length, &why);
    if (found == STATUS_FAILED) {
        *err = why;
        return found;
    }
    run->counts->unrecorded += found == STATUS_OK && bytes == NULL;
    if (run->row_amiss || (found == STATUS_OK && bytes == NULL))
        return STATUS_OK;
    return found == STATUS_OK ? compare_record(run, submission, bytes, length, err)
                              : report_record(run, submission, &why, err);
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
