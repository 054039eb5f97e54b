#include "register/amendment.h"

#include "base/file.h"
#include "base/text.h"
#include "format/receipt.h"
#include "register/changes_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool differs(const char *wanted, const char *present)
{
    return wanted != NULL && strcmp(wanted, present) != 0;
}

static enum status change_row(struct audit *audit, const struct amendment *amendment, int64_t now,
    struct submission *submission, bool *changed, struct error *err)
{
    char words[AUDIT_SUBJECT_SIZE];
    enum status status;
    TRY(submissions_find(audit->store, amendment->typed, submission, err));
    *changed = differs(amendment->arrived, submission->arrived) ||
               differs(amendment->reference, submission->reference);
    if (!*changed)
        return STATUS_OK;
    TRY(audit_begin(audit, err));
    if (amendment->arrived != NULL)
        text_copy(submission->arrived, sizeof submission->arrived, amendment->arrived);
    if (amendment->reference != NULL)
        text_copy(submission->reference, sizeof submission->reference, amendment->reference);
    submissions_words(words, submission);
    TRY_OUT(submissions_amend(audit->store, submission, err));
    TRY_OUT(audit_append(audit, AUDIT_AMEND, now, err, "%s", words));
out:
    return audit_end(audit, status, err);
}

static enum status write_receipt_anew(
    const struct audit *audit, const struct submission *submission, struct error *err)
{
    struct buffer frame = {0};
    struct receipt receipt = {
        .sealed = submission->sealed,
        .id_known = true,
        .time = submission->imported,
    };
    char *path = store_file(audit->store, STORE_RECEIPTS, submission->sealed.bytes, RECEIPT_SUFFIX);
    enum status status;
    memcpy(receipt.id, submission->id, sizeof receipt.id);
    text_copy(receipt.reference, sizeof receipt.reference, submission->reference);
    TRY_OUT(receipt_seal(&receipt, audit->sign, &frame, err));
    TRY_OUT(file_write(path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err));
out:
    buffer_free(&frame);
    free(path);
    return status;
}

enum status amendment_make(struct audit *audit, const struct amendment *amendment, int64_t now,
    struct submission *submission, bool *changed, struct error *err)
{
    TRY(change_row(audit, amendment, now, submission, changed, err));
    return amendment->reference == NULL ? STATUS_OK : write_receipt_anew(audit, submission, err);
}
