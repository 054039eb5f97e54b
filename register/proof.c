#include "register/proof.h"

#include "base/file.h"

#include <stdlib.h>
#include <sys/stat.h>

enum status proof_write(const char *path, const struct head *head,
    const struct minisign_secret *sign, struct error *err)
{
    struct new_file proof = NEW_FILE_NONE;
    struct buffer frame = {0};
    char *file = path_join(path, PROOF_FILE);
    enum status status;
    TRY_OUT(head_seal(head, sign, &frame, err));
    TRY_OUT(new_file_create_anywhere(&proof, file, S_IRUSR | S_IWUSR, true, err));
    TRY_OUT(new_file_write(&proof, frame.data, frame.length, err));
    status = new_file_commit(&proof, err);
out:
    new_file_abandon(&proof);
    buffer_free(&frame);
    free(file);
    return status;
}

static enum status open_proof(
    const char *file, const struct minisign_public *authority, struct head *head, struct error *err)
{
    struct buffer frame = {0};
    enum status status;
    if (!file_exists(file))
        return error_set(err, STATUS_REFUSED, REASON_UNPROVEN_REGISTER,
            "%s: is missing, and nothing else proves that this is the register that it says to be; "
            "take a copy that sigill-msb backup made",
            file);
    TRY_OUT(file_read(file, HEAD_FILE_MAX, &frame, err));
    status = head_open(frame.data, frame.length, authority, head, err);
    if (status != STATUS_OK)
        error_prefix(err, file);
out:
    buffer_free(&frame);
    return status;
}

enum status proof_read(
    const char *path, const struct minisign_public *authority, struct head *head, struct error *err)
{
    char *file = path_join(path, PROOF_FILE);
    enum status status = open_proof(file, authority, head, err);
    free(file);
    return status;
}
