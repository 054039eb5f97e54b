#include "isolate/client.h"

#include "base/crew.h"
#include "base/system/channel.h"
#include "base/system/worker.h"
#include "base/text.h"
#include "isolate/client_parts.h"
#include "isolate/refusal.h"
#include "isolate/serve.h"
#include "isolate/sparse.h"
#include "isolate/wire.h"

#include <sodium.h>
#include <string.h>

/* Milliseconds more for each MiB of a bundle: 2.5 MiB a second. */
enum { PATIENCE_PER_MIB = 400 };

static enum status hand_over(
    const struct client *worker, const uint8_t *file_key, struct error *err)
{
    struct buffer message = {0};
    buffer_append(&message, &worker->envelope, sizeof worker->envelope);
    buffer_append(&message, file_key, AGE_FILE_KEY_SIZE);
    enum status status =
        wire_send(worker->socket, WIRE_BUNDLE, message.data, message.length, worker->deadline, err);
    buffer_wipe(&message);
    return status;
}

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
    worker->deadline = channel_clock() + spawner->patience +
                       PATIENCE_PER_MIB * (int64_t)(envelope->file_size >> 20);
    if (worker->inside)
        return STATUS_OK;
    TRY(spawner_worker(spawner, bundle, &worker->socket, &worker->process, err));
    return hand_over(worker, file_key, err);
}

void client_end(struct client *worker)
{
    if (worker->process != WORKER_NONE)
        worker_kill(worker->process);
    if (worker->socket >= 0)
        channel_close(worker->socket);
    buffer_wipe(&worker->inbox);
    worker->socket = -1;
    worker->process = WORKER_NONE;
}

/* ---- what is taken from a worker ---- */

/* Messages of a good reply. */
enum { OF_SPLIT = 4, OF_MANIFEST = 2, OF_HASH = 2, OF_SHARE = 1, OF_ANSWERS = 3 };

size_t client_messages_of(uint32_t kind)
{
    switch (kind) {
    case WIRE_SPLIT:
        return OF_SPLIT;
    case WIRE_MANIFEST:
        return OF_MANIFEST;
    case WIRE_HASH:
        return OF_HASH;
    case WIRE_SHARE:
        return OF_SHARE;
    default:
        return OF_ANSWERS;
    }
}

/* The time of what this process does meanwhile is not the worker's. */
static void call_pause(struct client *worker)
{
    int64_t since = channel_clock();
    worker->pause->call(worker->pause->context);
    worker->deadline += channel_clock() - since;
}

/* What of the reply is there is taken up, however late it is found: nobody can say when it came. */
void client_await(struct client *worker, size_t messages)
{
    const struct client_pause *pause = worker->pause;
    while (pause != NULL && pause->at < worker->deadline &&
           !wire_gather(worker->socket, messages, pause->at, &worker->inbox))
        call_pause(worker);
    (void)wire_gather(worker->socket, messages, 0, &worker->inbox);
}

static enum status expect_message(struct client *worker, enum wire_kind wanted, size_t limit,
    struct buffer *out, struct error *err)
{
    enum wire_kind kind = WIRE_END;
    TRY(wire_receive_kept(
        worker->socket, &worker->inbox, limit, worker->deadline, &kind, out, err));
    return kind == wanted ? STATUS_OK : wire_failed(err);
}

enum status client_take_bytes(
    struct client *worker, size_t limit, struct buffer *out, struct error *err)
{
    return expect_message(worker, WIRE_BYTES, limit, out, err);
}

/* The bytes of a message as they stand, which must be of exactly one size. */
static enum status copy_message(
    const struct buffer *message, void *record, size_t size, struct error *err)
{
    if (message->length != size)
        return wire_failed(err);
    memcpy(record, message->data, size);
    return STATUS_OK;
}

static enum status take_plain(
    struct client *worker, void *record, size_t size, struct buffer *message, struct error *err)
{
    TRY(client_take_bytes(worker, size, message, err));
    return copy_message(message, record, size, err);
}

static enum status take_record(
    struct client *worker, void *record, size_t size, struct buffer *message, struct error *err)
{
    TRY(expect_message(worker, WIRE_RECORD, SPARSE_MOST(size), message, err));
    return sparse_unpack(message->data, message->length, record, size) ? STATUS_OK
                                                                       : wire_failed(err);
}

static enum status receive_verdict(
    struct client *worker, struct wire_verdict *verdict, struct buffer *message, struct error *err)
{
    TRY(expect_message(worker, WIRE_VERDICT, sizeof *verdict, message, err));
    return copy_message(message, verdict, sizeof *verdict, err);
}

/* Only a verdict of "done" or a refusal is taken from a worker: that the surroundings failed is for
 * this process to see, and here it means that the worker did. */
static enum status take_verdict(struct client *worker, struct buffer *message, struct error *err)
{
    struct wire_verdict verdict;
    TRY(receive_verdict(worker, &verdict, message, err));
    if (verdict.status == STATUS_OK)
        return STATUS_OK;
    if (verdict.status != STATUS_REFUSED)
        return wire_failed(err);
    return refusal_of_worker(verdict.reason, err);
}

enum status client_send(
    struct client *worker, enum wire_kind kind, const void *bytes, size_t length, struct error *err)
{
    if (worker->inside || worker->asked == kind)
        return STATUS_OK;
    worker->asked = kind;
    return wire_send(worker->socket, kind, bytes, length, worker->deadline, err);
}

enum status client_ahead(struct client *worker, uint64_t written, struct error *err)
{
    if (worker->inside)
        return STATUS_OK;
    return wire_offer(worker->socket, WIRE_AHEAD, &written, sizeof written, worker->deadline, err);
}

enum status client_ask_split(struct client *worker, struct error *err)
{
    return client_send(worker, WIRE_SPLIT, NULL, 0, err);
}

enum status client_ask_manifest(struct client *worker, struct error *err)
{
    return client_send(worker, WIRE_MANIFEST, NULL, 0, err);
}

enum status client_ask_answers(struct client *worker, size_t edition, struct error *err)
{
    uint32_t place = (uint32_t)edition;
    return client_send(worker, WIRE_ANSWERS, &place, sizeof place, err);
}

/* What has come is taken up, and not waited for. */
bool client_is_ready(struct client *worker)
{
    return !worker->inside &&
           (worker->asked == 0 ||
               wire_gather(worker->socket, client_messages_of(worker->asked), 0, &worker->inbox));
}

bool client_has_reply(const struct client *worker)
{
    return !worker->inside && worker->asked != 0 &&
           wire_has_gathered(client_messages_of(worker->asked), &worker->inbox);
}

void client_leave(struct client *worker)
{
    worker->aside = channel_clock();
}

void client_return(struct client *worker)
{
    if (worker->aside != 0)
        worker->deadline += channel_clock() - worker->aside;
    worker->aside = 0;
}

/* ---- split, manifest, answers ---- */

enum status client_take_reply(struct client *worker, struct buffer *message, struct error *err)
{
    size_t messages = client_messages_of(worker->asked);
    worker->asked = 0;
    client_await(worker, messages);
    return take_verdict(worker, message, err);
}

static enum status take_front(
    struct client *worker, struct bundle_front *front, struct buffer *message, struct error *err)
{
    TRY(client_ask_split(worker, err));
    TRY(client_take_reply(worker, message, err));
    TRY(take_plain(worker, &front->payload_size, sizeof front->payload_size, message, err));
    if (front->payload_size > MANIFEST_PAYLOAD_MAX)
        return wire_failed(err);
    TRY(client_take_bytes(worker, FRAME_MANIFEST_MAX, &front->manifest, err));
    return client_take_bytes(worker, FRAME_SIGNATURE_MAX, &front->signature, err);
}

enum status client_split(struct client *worker, struct bundle_front *front, struct error *err)
{
    struct buffer message = {0};
    if (worker->inside)
        return refusal_in_our_words(
            serve_split(worker->bundle, &worker->envelope, worker->file_key, front, err), err);
    *front = (struct bundle_front){0};
    enum status status = take_front(worker, front, &message, err);
    buffer_free(&message);
    if (status != STATUS_OK)
        bundle_front_free(front);
    return status;
}

enum status client_manifest(struct client *worker, const struct bundle_front *front,
    struct manifest *manifest, struct error *err)
{
    struct buffer message = {0};
    enum status status = STATUS_OK;
    if (worker->inside)
        return refusal_in_our_words(serve_manifest(front, manifest, err), err);
    TRY_OUT(client_ask_manifest(worker, err));
    TRY_OUT(client_take_reply(worker, &message, err));
    TRY_OUT(take_record(worker, manifest, sizeof *manifest, &message, err));
out:
    buffer_free(&message);
    return status;
}

enum status client_answers(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, size_t edition, struct answers *answers,
    struct buffer *signature, struct error *err)
{
    struct buffer message = {0};
    enum status status = STATUS_OK;
    if (worker->inside)
        return refusal_in_our_words(
            serve_answers(worker->bundle, &worker->envelope, worker->file_key, front, manifest,
                NULL, worker->editions->edition[edition], answers, signature, err),
            err);
    TRY_OUT(client_ask_answers(worker, edition, err));
    TRY_OUT(client_take_reply(worker, &message, err));
    TRY_OUT(take_record(worker, answers, sizeof *answers, &message, err));
    TRY_OUT(client_take_bytes(worker, FRAME_SIGNATURE_MAX, signature, err));
out:
    buffer_wipe(&message);
    return status;
}

/* ---- members ---- */

/* The stages of a message (base/crew.h): it comes, is judged, which takes its digest, and is taken
 * by the receiver. So neither the worker nor these need wait for each other message by message. */
enum { COMING, JUDGING, TAKING };

/* Messages on their way at once, at most: so many MiB that inflate quickly even out as many that do
 * not. */
enum { MEMBERS_HANDS = CREW_HANDS_MAX };

/* One message. */
struct arriving_part {
    enum wire_kind kind;
    struct buffer message;
    size_t place;     /* of the member that it begins */
    int64_t held_for; /* milliseconds for the one before, not in the deadline yet */
};

/* The members as they come up, measured against the manifest. */
struct arriving {
    struct client *worker;           /* coming; so is */
    bool ended;                      /* no message is to come */
    const struct manifest *manifest; /* judging; so is all that follows */
    crypto_generichash_state hash;
    size_t begun;                            /* how many members have begun */
    uint64_t left;                           /* of the present one */
    const struct payload_receiver *receiver; /* taking */
    struct arriving_part part[MEMBERS_HANDS];
};

static enum status refuse_members(struct error *err)
{
    return refusal_of_worker(REASON_CONTENT_MISMATCH, err);
}

static enum status end_arriving(struct arriving *arriving, struct error *err)
{
    uint8_t digest[MANIFEST_DIGEST_SIZE];
    if (arriving->begun == 0)
        return STATUS_OK;
    (void)crypto_generichash_final(&arriving->hash, digest, sizeof digest);
    const struct manifest_file *file = &arriving->manifest->file[arriving->begun - 1];
    if (arriving->left != 0 || memcmp(digest, file->digest, sizeof digest) != 0)
        return refuse_members(err);
    return STATUS_OK;
}

static enum status judge_member(
    struct arriving *arriving, struct arriving_part *part, struct error *err)
{
    TRY(end_arriving(arriving, err));
    if (arriving->begun == arriving->manifest->files)
        return refuse_members(err);
    part->place = arriving->begun++;
    (void)crypto_generichash_init(&arriving->hash, NULL, 0, MANIFEST_DIGEST_SIZE);
    arriving->left = arriving->manifest->file[part->place].size;
    return STATUS_OK;
}

static enum status judge_bytes(
    struct arriving *arriving, const struct buffer *bytes, struct error *err)
{
    if (bytes->length == 0) /* there would be no end of them */
        return wire_failed(err);
    if (arriving->begun == 0 || bytes->length > arriving->left)
        return refuse_members(err);
    arriving->left -= bytes->length;
    (void)crypto_generichash_update(&arriving->hash, bytes->data, bytes->length);
    return STATUS_OK;
}

static enum status judge_message(
    struct arriving *arriving, struct arriving_part *part, struct error *err)
{
    switch (part->kind) {
    case WIRE_MEMBER:
        return judge_member(arriving, part, err);
    case WIRE_BYTES:
        return judge_bytes(arriving, &part->message, err);
    case WIRE_END:
        return STATUS_OK;
    default:
        return wire_failed(err);
    }
}

static enum status hand_on(
    const struct arriving *arriving, const struct arriving_part *part, struct error *err)
{
    const struct payload_receiver *receiver = arriving->receiver;
    if (part->kind == WIRE_MEMBER)
        return receiver->begin(
            receiver->context, part->place, &arriving->manifest->file[part->place], err);
    if (part->kind == WIRE_BYTES)
        return receiver->write(receiver->context, part->message.data, part->message.length, err);
    return STATUS_OK;
}

/* The time that the receiver takes, on a slow medium perhaps, is not the worker's, nor that of
 * judging; they are taken no more often than the manifest has members and bytes. */
static void pass_over_holding(struct client *worker, struct arriving_part *part)
{
    worker->deadline += part->held_for;
    part->held_for = 0;
}

static enum status await_message(
    struct arriving *arriving, struct arriving_part *part, struct error *err)
{
    struct client *worker = arriving->worker;
    pass_over_holding(worker, part);
    enum status status = wire_receive_kept(worker->socket, &worker->inbox, WIRE_MEMBER_PART,
        worker->deadline, &part->kind, &part->message, err);
    arriving->ended = status != STATUS_OK || part->kind == WIRE_END;
    return status;
}

/* What was refused of an earlier message, or went wrong with it, goes before that this one did not
 * come or is refused. */
static enum status take_message(struct crew *crew, struct arriving *arriving,
    struct arriving_part *part, uint64_t piece, struct error *err)
{
    enum status status = await_message(arriving, part, err);
    crew_pass(crew, COMING);
    TRY(crew_await(crew, JUDGING, piece, err));
    int64_t since = channel_clock();
    if (status == STATUS_OK)
        status = judge_message(arriving, part, err);
    part->held_for = channel_clock() - since;
    if (status == STATUS_OK)
        crew_pass(crew, JUDGING);
    TRY(crew_await(crew, TAKING, piece, err));
    TRY(status);
    since = channel_clock();
    TRY(hand_on(arriving, part, err));
    part->held_for += channel_clock() - since;
    crew_pass(crew, TAKING);
    return STATUS_OK;
}

static enum status take_messages(struct crew *crew, size_t hand, void *context, struct error *err)
{
    struct arriving *arriving = context;
    for (;;) {
        uint64_t piece = crew_piece(crew);
        TRY(crew_await(crew, COMING, piece, err));
        if (arriving->ended) {
            crew_pass(crew, COMING);
            return STATUS_OK;
        }
        TRY(take_message(crew, arriving, &arriving->part[hand], piece, err));
    }
}

/* As many as there are messages, by and large. */
static size_t hands_for(const struct manifest *manifest)
{
    uint64_t more = (payload_inflated_size(manifest) - 1) / WIRE_MEMBER_PART;
    return more < MEMBERS_HANDS ? (size_t)more + 1 : (size_t)MEMBERS_HANDS;
}

static enum status take_members(struct client *worker, const struct bundle_front *front,
    struct arriving *arriving, struct buffer *message, struct error *err)
{
    uint32_t hashed = front->hashed;
    TRY(wire_send(worker->socket, WIRE_MEMBERS, &hashed, sizeof hashed, worker->deadline, err));
    TRY(crew_run(hands_for(arriving->manifest), take_messages, arriving, err));
    for (size_t i = 0; i < MEMBERS_HANDS; i++)
        pass_over_holding(worker, &arriving->part[i]);
    TRY(take_verdict(worker, message, err));
    TRY(end_arriving(arriving, err));
    return arriving->begun == arriving->manifest->files ? STATUS_OK : refuse_members(err);
}

enum status client_members(struct client *worker, const struct bundle_front *front,
    const struct manifest *manifest, const struct payload_receiver *receiver, struct error *err)
{
    struct arriving arriving = {.worker = worker, .manifest = manifest, .receiver = receiver};
    struct buffer message = {0};
    if (worker->inside)
        return refusal_in_our_words(bundle_unpack(worker->bundle, &worker->envelope,
                                        worker->file_key, front, manifest, receiver, err),
            err);
    enum status status = take_members(worker, front, &arriving, &message, err);
    for (size_t i = 0; i < MEMBERS_HANDS; i++)
        buffer_wipe(&arriving.part[i].message);
    buffer_wipe(&message);
    return status;
}

/* ---- a card ---- */

/* A worker's refusal is shown in our own words: it is a stranger's card that it speaks of. */
static enum status take_card_verdict(
    struct client *worker, struct buffer *message, struct error *err)
{
    struct wire_verdict verdict;
    TRY(receive_verdict(worker, &verdict, message, err));
    return verdict.status == STATUS_OK ? STATUS_OK : serve_refuse_card(err);
}

enum status client_card(struct client *worker, struct card *card, struct error *err)
{
    struct buffer message = {0};
    enum status status = STATUS_OK;
    TRY_OUT(wire_send(worker->socket, WIRE_CARD, NULL, 0, worker->deadline, err));
    TRY_OUT(take_card_verdict(worker, &message, err));
    TRY_OUT(take_plain(worker, card, sizeof *card, &message, err));
out:
    buffer_free(&message);
    return status;
}
