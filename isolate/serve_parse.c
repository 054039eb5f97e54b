#include "base/system/descriptor.h"
#include "isolate/serve.h"

#include "base/file.h"

enum status serve_split(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], struct bundle_front *front, struct error *err)
{
    return bundle_split(fd, envelope, file_key, front, err);
}

enum status serve_manifest(
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

static enum status collect_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    (void)err;
    struct collected *collected = context;
    collected->now = place == 0 ? &collected->answers : place == 1 ? collected->signature : NULL;
    return STATUS_OK;
}

static enum status collect_write(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)err;
    struct collected *collected = context;
    if (collected->now == NULL)
        return STATUS_OK;
    buffer_append(collected->now, bytes, length);
    return STATUS_OK;
}

enum status serve_answers(int fd, const struct bundle_envelope *envelope,
    const uint8_t file_key[AGE_FILE_KEY_SIZE], const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_share *share,
    const struct edition *edition, struct answers *answers, struct buffer *signature,
    struct error *err)
{
    struct collected collected = {.signature = signature};
    struct payload_receiver receiver = {collect_begin, collect_write, &collected};
    enum status status = STATUS_OK;
    if (share == NULL)
        TRY_OUT(bundle_unpack(fd, envelope, file_key, front, manifest, &receiver, err));
    else
        TRY_OUT(
            bundle_unpack_share(fd, envelope, file_key, front, manifest, share, &receiver, err));
    TRY_OUT(answers_parse_canonical(
        edition, collected.answers.data, collected.answers.length, answers, err));
out:
    buffer_wipe(&collected.answers);
    return status;
}

enum status serve_refuse_card(struct error *err)
{
    return error_set(
        err, STATUS_REFUSED, REASON_BAD_SYNTAX, "is not a card that this program can read");
}

/* By pread, which is what a worker may do. */
enum status serve_read_card(int fd, struct buffer *frame, struct error *err)
{
    size_t got;
    uint8_t *place = buffer_reserve(frame, CARD_FILE_MAX + 1);
    if (!descriptor_read_at(fd, place, CARD_FILE_MAX + 1, 0, &got))
        return error_system(err, "reading failed");
    frame->length += got;
    return got > CARD_FILE_MAX ? serve_refuse_card(err) : STATUS_OK;
}

enum status serve_card(
    int fd, struct card *card, struct fingerprint *fingerprint, struct error *err)
{
    struct buffer frame = {0};
    *card = (struct card){0};
    *fingerprint = (struct fingerprint){0};
    enum status status = STATUS_OK;
    TRY_OUT(serve_read_card(fd, &frame, err));
    TRY_OUT(card_open(frame.data, frame.length, NULL, card, fingerprint, err));
out:
    buffer_free(&frame);
    return status;
}
