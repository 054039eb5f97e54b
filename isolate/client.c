#include "isolate/client.h"

#include "base/text.h"
#include "isolate/serve.h"
#include "isolate/wire.h"

#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Milliseconds more for each MiB of a bundle: 2.5 MiB a second. */
enum { PATIENCE_PER_MIB = 400 };

enum status client_start(const struct spawner *spawner, int bundle,
    const struct bundle_envelope *envelope, const uint8_t *file_key,
    const struct editions *editions, struct client *worker, struct error *err)
{
    *worker = (struct client){.socket = -1,
        .process = -1,
        .inside = spawner->inside,
        .bundle = bundle,
        .envelope = *envelope,
        .file_key = spawner->inside ? file_key : NULL,
        .editions = editions};
    worker->deadline =
        wire_clock() + spawner->patience + PATIENCE_PER_MIB * (int64_t)(envelope->file_size >> 20);
    if (worker->inside)
        return STATUS_OK;
    struct buffer message = {0};
    enum status status = spawner_worker(spawner, bundle, &worker->socket, &worker->process, err);
    if (status == STATUS_OK) {
        buffer_append(&message, envelope, sizeof *envelope);
        buffer_append(&message, file_key, AGE_FILE_KEY_SIZE);
        status = buffer_status(&message, err);
    }
    if (status == STATUS_OK)
        status = wire_send(worker->socket, WIRE_BUNDLE, message.data, message.length, err);
    buffer_wipe(&message);
    return status;
}

void client_end(struct client *worker)
{
    if (worker->process >= 0) {
        (void)syscall(SYS_pidfd_send_signal, worker->process, SIGKILL, NULL, 0);
        (void)close(worker->process);
    }
    if (worker->socket >= 0)
        (void)close(worker->socket);
    worker->socket = -1;
    worker->process = -1;
}

/* A worker may refuse for the reasons of what it does, and for no other. */
static bool may_say(uint32_t reason)
{
    static const enum reason allowed[] = {REASON_DAMAGED, REASON_TOO_LARGE, REASON_UNKNOWN_FORMAT,
        REASON_WRONG_TYPE, REASON_CONTENT_MISMATCH, REASON_INVALID_ANSWERS, REASON_UNKNOWN_EDITION};
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++) {
        if (reason == (uint32_t)allowed[i])
            return true;
    }
    return false;
}

/* Only a verdict of "done" or a refusal is taken from a worker: that the surroundings failed is for
 * this process to see, and here it means that the worker did. */
static enum status take_verdict(struct client *worker, struct buffer *message, struct error *err)
{
    struct wire_verdict verdict;
    enum status status =
        wire_expect(worker->socket, WIRE_VERDICT, sizeof verdict, worker->deadline, message, err);
    if (status != STATUS_OK)
        return status;
    if (message->length != sizeof verdict)
        return wire_failed(err);
    memcpy(&verdict, message->data, sizeof verdict);
    verdict.text[sizeof verdict.text - 1] = '\0';
    if (verdict.status == STATUS_OK)
        return STATUS_OK;
    if (verdict.status != STATUS_REFUSED || !may_say(verdict.reason))
        return wire_failed(err);
    return error_set(err, STATUS_REFUSED, (enum reason)verdict.reason, "%s", verdict.text);
}

static enum status ask(struct client *worker, enum wire_kind kind, const void *bytes, size_t length,
    struct buffer *message, struct error *err)
{
    enum status status = wire_send(worker->socket, kind, bytes, length, err);
    return status == STATUS_OK ? take_verdict(worker, message, err) : status;
}

static enum status take_bytes(
    struct client *worker, size_t limit, struct buffer *out, struct error *err)
{
    return wire_expect(worker->socket, WIRE_BYTES, limit, worker->deadline, out, err);
}

/* A record of exactly one size. */
static enum status take_record(
    struct client *worker, void *record, size_t size, struct buffer *message, struct error *err)
{
    enum status status = take_bytes(worker, size, message, err);
    if (status == STATUS_OK && message->length != size)
        status = wire_failed(err);
    if (status == STATUS_OK)
        memcpy(record, message->data, size);
    return status;
}

enum status client_split(struct client *worker, struct bundle_front *front, struct error *err)
{
    if (worker->inside)
        return serve_split(worker->bundle, &worker->envelope, worker->file_key, front, err);
    struct buffer message = {0};
    *front = (struct bundle_front){0};
    enum status status = ask(worker, WIRE_SPLIT, NULL, 0, &message, err);
    if (status == STATUS_OK)
        status =
            take_record(worker, &front->payload_size, sizeof front->payload_size, &message, err);
    if (status == STATUS_OK && front->payload_size > MANIFEST_PAYLOAD_MAX)
        status = wire_failed(err);
    if (status == STATUS_OK)
        status = take_bytes(worker, FRAME_MANIFEST_MAX, &front->manifest, err);
    if (status == STATUS_OK)
        status = take_bytes(worker, FRAME_SIGNATURE_MAX, &front->signature, err);
    buffer_free(&message);
    if (status != STATUS_OK)
        bundle_front_free(front);
    return status;
}

enum status client_manifest(struct client *worker, const struct bundle_front *front,
    struct manifest *manifest, struct error *err)
{
    if (worker->inside)
        return serve_manifest(front, manifest, err);
    struct buffer message = {0};
    enum status status = ask(worker, WIRE_MANIFEST, NULL, 0, &message, err);
    if (status == STATUS_OK)
        status = take_record(worker, manifest, sizeof *manifest, &message, err);
    buffer_free(&message);
    return status;
}

enum status client_answers(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, size_t edition, struct answers *answers,
    struct buffer *signature, struct error *err)
{
    if (worker->inside)
        return serve_answers(worker->bundle, &worker->envelope, worker->file_key, front, manifest,
            worker->editions->edition[edition], answers, signature, err);
    struct buffer message = {0};
    uint32_t place = (uint32_t)edition;
    enum status status = ask(worker, WIRE_ANSWERS, &place, sizeof place, &message, err);
    if (status == STATUS_OK)
        status = take_record(worker, answers, sizeof *answers, &message, err);
    if (status == STATUS_OK)
        status = take_bytes(worker, FRAME_SIGNATURE_MAX, signature, err);
    buffer_wipe(&message);
    return status;
}

/* The members as they come up, measured against the manifest. */
struct arriving {
    const struct manifest *manifest;
    const struct payload_receiver *receiver;
    crypto_generichash_state hash;
    size_t begun;  /* how many members have begun */
    uint64_t left; /* of the present one */
};

static enum status mismatch(struct error *err)
{
    return error_set(err, STATUS_REFUSED, REASON_CONTENT_MISMATCH,
        "what came out of the bundle is not what the signed manifest promises; keep the bundle "
        "apart and ask the sender to seal anew");
}

static enum status end_member(struct arriving *arriving, struct error *err)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    if (arriving->begun == 0)
        return STATUS_OK;
    (void)crypto_generichash_final(&arriving->hash, digest, sizeof digest);
    const struct manifest_file *file = &arriving->manifest->file[arriving->begun - 1];
    return arriving->left != 0 || memcmp(digest, file->digest, sizeof digest) != 0 ? mismatch(err)
                                                                                   : STATUS_OK;
}

static enum status begin_member(struct arriving *arriving, struct error *err)
{
    enum status status = end_member(arriving, err);
    if (status == STATUS_OK && arriving->begun == arriving->manifest->files)
        status = mismatch(err);
    if (status != STATUS_OK)
        return status;
    const struct manifest_file *file = &arriving->manifest->file[arriving->begun];
    (void)crypto_generichash_init(&arriving->hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    arriving->left = file->size;
    arriving->begun++;
    return arriving->receiver->begin(arriving->receiver->context, arriving->begun - 1, file, err);
}

static enum status take_part(
    struct arriving *arriving, const struct buffer *part, struct error *err)
{
    if (arriving->begun == 0 || part->length > arriving->left)
        return mismatch(err);
    arriving->left -= part->length;
    (void)crypto_generichash_update(&arriving->hash, part->data, part->length);
    return arriving->receiver->write(arriving->receiver->context, part->data, part->length, err);
}

static enum status take_members(
    struct client *worker, struct arriving *arriving, struct buffer *message, struct error *err)
{
    enum { PART = 65536 };
    enum wire_kind kind = WIRE_MEMBER;
    enum status status = wire_send(worker->socket, WIRE_MEMBERS, NULL, 0, err);
    while (status == STATUS_OK && kind != WIRE_END) {
        status = wire_receive(worker->socket, PART, worker->deadline, &kind, message, err);
        if (status == STATUS_OK && kind == WIRE_MEMBER)
            status = begin_member(arriving, err);
        else if (status == STATUS_OK && kind == WIRE_BYTES)
            status = take_part(arriving, message, err);
        else if (status == STATUS_OK && kind != WIRE_END)
            status = wire_failed(err);
    }
    if (status == STATUS_OK)
        status = take_verdict(worker, message, err);
    return status;
}

enum status client_members(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver, struct error *err)
{
    if (worker->inside)
        return bundle_unpack(
            worker->bundle, &worker->envelope, worker->file_key, front, manifest, receiver, err);
    struct arriving arriving = {.manifest = manifest, .receiver = receiver};
    struct buffer message = {0};
    enum status status = take_members(worker, &arriving, &message, err);
    if (status == STATUS_OK)
        status = end_member(&arriving, err);
    if (status == STATUS_OK && arriving.begun != manifest->files)
        status = mismatch(err);
    buffer_wipe(&message);
    return status;
}

/* A worker's refusal is put in our own words: its own may come from a stranger's card. */
enum status client_card(struct client *worker, struct card *card, struct error *err)
{
    struct wire_verdict verdict;
    struct buffer message = {0};
    enum status status = wire_send(worker->socket, WIRE_CARD, NULL, 0, err);
    if (status == STATUS_OK)
        status = wire_expect(
            worker->socket, WIRE_VERDICT, sizeof verdict, worker->deadline, &message, err);
    if (status == STATUS_OK && message.length != sizeof verdict)
        status = wire_failed(err);
    if (status != STATUS_OK)
        goto out;
    memcpy(&verdict, message.data, sizeof verdict);
    if (verdict.status != STATUS_OK) {
        status = serve_refuse_card(err);
        goto out;
    }
    status = wire_expect(worker->socket, WIRE_BYTES, sizeof *card, worker->deadline, &message, err);
    if (status == STATUS_OK && message.length != sizeof *card)
        status = wire_failed(err);
    if (status == STATUS_OK)
        memcpy(card, message.data, sizeof *card);
out:
    buffer_free(&message);
    return status;
}
