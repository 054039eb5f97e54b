/* Receipts of what was imported and refused. */
#include "base/system/descriptor.h"
#include "base/text.h"
#include "format/receipt.h"
#include "register/receive_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Whether the file there is our word that the bundle was imported; one that an earlier refusal left
 * is not. */
static bool is_receipt_of_import(const struct passage *passage, const char *path)
{
    struct error ignored;
    struct receipt receipt;
    struct buffer frame = {0};
    error_init(&ignored, NULL);
    bool stands = file_read(path, RECEIPT_FILE_MAX, &frame, &ignored) == STATUS_OK &&
                  receipt_open(frame.data, frame.length, &passage->receiver->own[0].card.sign,
                      &receipt, &ignored) == STATUS_OK &&
                  receipt.reason[0] == '\0' &&
                  strcmp(receipt.reference, passage->submission.reference) == 0 &&
                  fingerprint_equal(&receipt.sealed, &passage->verdict->sealed);
    buffer_free(&frame);
    return stands;
}

/* Who sent it reads its own reference in a receipt of an import, this run's in one of a refusal. */
static struct receipt fill_receipt(const struct passage *passage, enum reason reason)
{
    const struct receiver *receiver = passage->receiver;
    const struct verdict *verdict = passage->verdict;
    const struct submission *row = &passage->submission;
    bool imported = reason == REASON_NONE;
    struct receipt receipt = {
        .sealed = verdict->sealed,
        .id_known = verdict->id_known,
        .time = imported ? row->imported : receiver->now,
    };
    memcpy(receipt.id, verdict->id, sizeof receipt.id);
    if (!imported)
        text_copy(receipt.reason, sizeof receipt.reason, reason_code(reason));
    text_copy(receipt.reference, sizeof receipt.reference,
        imported ? row->reference : receiver->reference);
    return receipt;
}

enum status passage_prepare_receipt(
    const struct passage *passage, enum reason reason, struct new_file *file, struct error *err)
{
    const struct receiver *receiver = passage->receiver;
    struct buffer frame = {0};
    struct receipt receipt = fill_receipt(passage, reason);
    char *path =
        store_file(receiver->store, STORE_RECEIPTS, passage->verdict->sealed.bytes, RECEIPT_SUFFIX);
    enum status status = STATUS_OK;
    TRY_OUT(receipt_seal(&receipt, receiver->sign, &frame, err));
    TRY_OUT(new_file_prepare(file, path, frame.data, frame.length, S_IRUSR | S_IWUSR, true, err));
    descriptor_begin_sync(file->fd);
out:
    buffer_free(&frame);
    free(path);
    return status;
}

enum status passage_write_receipt(
    const struct passage *passage, enum reason reason, bool again, struct error *err)
{
    struct new_file file;
    char *path = store_file(
        passage->receiver->store, STORE_RECEIPTS, passage->verdict->sealed.bytes, RECEIPT_SUFFIX);
    bool stands = again && is_receipt_of_import(passage, path);
    free(path);
    if (stands)
        return STATUS_OK;
    TRY(passage_prepare_receipt(passage, reason, &file, err));
    return new_file_commit(&file, err);
}

void passage_leave_quarantine(const struct passage *passage)
{
    const struct receiver *receiver = passage->receiver;
    if (intake_remove(receiver->store, STORE_QUARANTINE, &passage->intake.sealed))
        receiver->room->quarantined -= passage->intake.size;
}
