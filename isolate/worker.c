#include "isolate/worker.h"

enum status worker_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front, struct error *err)
{
    return bundle_split(fd, envelope, file_key, front, err);
}

enum status worker_manifest(
    const struct bundle_front *front, struct manifest *manifest, struct error *err)
{
    enum status status =
        manifest_parse(front->manifest.data, front->manifest.length, manifest, err);
    if (status == STATUS_REFUSED &&
        (err->reason == REASON_BAD_SYNTAX || err->reason == REASON_BAD_VALUE))
        err->reason = REASON_UNKNOWN_FORMAT;
    return status;
}

/* The first two members are kept; attachments pass by, hashed and no more. */
struct collected {
    struct buffer answers;
    struct buffer *signature;
    struct buffer *now; /* NULL for an attachment */
};

static enum status begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    (void)err;
    struct collected *collected = context;
    collected->now = place == 0 ? &collected->answers : place == 1 ? collected->signature : NULL;
    return STATUS_OK;
}

static enum status collect(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    struct collected *collected = context;
    if (collected->now == NULL)
        return STATUS_OK;
    buffer_append(collected->now, bytes, length);
    return STATUS_OK;
}

enum status worker_answers(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct edition *edition, struct answers *answers,
    struct buffer *signature, struct error *err)
{
    struct collected collected = {.signature = signature};
    struct payload_receiver receiver = {begin, collect, &collected};
    enum status status = bundle_unpack(fd, envelope, file_key, front, manifest, &receiver, err);
    if (status == STATUS_OK)
        status = answers_parse_canonical(
            edition, collected.answers.data, collected.answers.length, answers, err);
    buffer_wipe(&collected.answers);
    return status;
}
