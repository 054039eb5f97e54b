#include "isolate/serve.h"

#include "base/memory.h"
#include "crypto/secret.h"
#include "format/bundle_ahead.h"
#include "isolate/wire.h"

#include <stdlib.h>
#include <string.h>

struct serving {
    int bundle;
    int socket;
    const struct editions *editions;
    struct bundle_envelope envelope;
    uint8_t *file_key;          /* secret memory */
    struct bundle_ahead *ahead; /* NULL unless the file was still growing */
    struct payload_places *places;
    struct bundle_front front;
    struct manifest *manifest;
    bool parsed; /* the manifest is there */
};

static bool send_bytes(
    const struct serving *serving, enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(serving->socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static bool send_record(const struct serving *serving, const void *record, size_t size)
{
    return wire_send_record(serving->socket, record, size, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static bool send_verdict(const struct serving *serving, enum status status, const struct error *err)
{
    struct wire_verdict verdict = {.status = (uint32_t)status};
    if (status != STATUS_OK)
        verdict.reason = (uint32_t)err->reason;
    return send_bytes(serving, WIRE_VERDICT, &verdict, sizeof verdict);
}

static bool take_bundle(struct serving *serving, const struct buffer *request)
{
    if (request->length != sizeof serving->envelope + AGE_FILE_KEY_SIZE)
        return false;
    memcpy(&serving->envelope, request->data, sizeof serving->envelope);
    memcpy(serving->file_key, request->data + sizeof serving->envelope, AGE_FILE_KEY_SIZE);
    return true;
}

static bool send_front(const struct serving *serving, const struct bundle_front *front)
{
    return send_bytes(serving, WIRE_BYTES, &front->payload_size, sizeof front->payload_size) &&
           send_bytes(serving, WIRE_BYTES, front->manifest.data, front->manifest.length) &&
           send_bytes(serving, WIRE_BYTES, front->signature.data, front->signature.length);
}

/* Nothing is answered. */
static bool go_ahead(struct serving *serving, const struct buffer *request)
{
    uint64_t written = 0;
    if (request->length != sizeof written)
        return false;
    memcpy(&written, request->data, sizeof written);
    if (serving->ahead == NULL)
        serving->ahead = bundle_ahead_new(
            serving->bundle, &serving->envelope, serving->file_key, serving->places);
    bundle_ahead_go(serving->ahead, written);
    return true;
}

static bool reply_split(struct serving *serving, struct error *err)
{
    bundle_front_free(&serving->front);
    enum status status =
        serve_split(serving->bundle, &serving->envelope, serving->file_key, &serving->front, err);
    if (status == STATUS_OK && serving->ahead != NULL)
        serving->front.begun = bundle_ahead_begun(serving->ahead);
    return send_verdict(serving, status, err) &&
           (status != STATUS_OK || send_front(serving, &serving->front));
}

static bool reply_manifest(struct serving *serving, struct error *err)
{
    enum status status = serve_manifest(&serving->front, serving->manifest, err);
    serving->parsed = status == STATUS_OK;
    return send_verdict(serving, status, err) &&
           (status != STATUS_OK ||
               send_record(serving, serving->manifest, sizeof *serving->manifest));
}

static bool reply_hash(struct serving *serving, struct error *err)
{
    const struct payload_places *places = serving->places;
    if (!serving->parsed)
        return false;
    enum status status = bundle_hash(serving->bundle, &serving->envelope, serving->file_key,
        &serving->front, serving->manifest, serving->places, err);
    return send_verdict(serving, status, err) &&
           (status != STATUS_OK || send_bytes(serving, WIRE_BYTES, places->place,
                                       places->count * sizeof places->place[0]));
}

/* Of a share more is asked than the edition; *share is NULL if it is not. */
static bool take_answers_request(const struct serving *serving, const struct buffer *request,
    uint32_t *place, struct payload_share *room, const struct payload_share **share)
{
    bool divided = request->length == sizeof *place + sizeof *room;
    if (!serving->parsed || (divided ? !serving->front.hashed : request->length != sizeof *place))
        return false;
    memcpy(place, request->data, sizeof *place);
    if (divided)
        memcpy(room, request->data + sizeof *place, sizeof *room);
    *share = divided ? room : NULL;
    return *place < serving->editions->count;
}

static bool reply_answers(struct serving *serving, const struct buffer *request, struct error *err)
{
    uint32_t place = 0;
    struct payload_share room = {0};
    const struct payload_share *share = NULL;
    if (!take_answers_request(serving, request, &place, &room, &share))
        return false;
    struct buffer signature = {0};
    struct answers *answers = memory_new(1, sizeof *answers);
    enum status status =
        serve_answers(serving->bundle, &serving->envelope, serving->file_key, &serving->front,
            serving->manifest, share, serving->editions->edition[place], answers, &signature, err);
    bool sent = send_verdict(serving, status, err) &&
                (status != STATUS_OK ||
                    (send_record(serving, answers, sizeof *answers) &&
                        send_bytes(serving, WIRE_BYTES, signature.data, signature.length)));
    free(answers);
    buffer_free(&signature);
    return sent;
}

/* The manifest comes from the process with the keys, which verified it. */
static bool take_share(
    struct serving *serving, const struct buffer *request, struct payload_share *share)
{
    if (serving->parsed || request->length < sizeof *share)
        return false;
    memcpy(share, request->data, sizeof *share);
    return sparse_unpack(request->data + sizeof *share, request->length - sizeof *share,
        serving->manifest, sizeof *serving->manifest);
}

static bool reply_share(struct serving *serving, const struct buffer *request, struct error *err)
{
    struct payload_share share;
    if (!take_share(serving, request, &share))
        return false;
    enum status status = bundle_unpack_share(serving->bundle, &serving->envelope, serving->file_key,
        &serving->front, serving->manifest, &share, NULL, err);
    return send_verdict(serving, status, err);
}

static enum status send_member_begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    const struct serving *serving = context;
    uint32_t number = (uint32_t)place;
    return wire_send(
        serving->socket, WIRE_MEMBER, &number, sizeof number, CHANNEL_NO_DEADLINE, err);
}

static enum status send_member_bytes(
    void *context, const void *bytes, size_t length, struct error *err)
{
    const struct serving *serving = context;
    return wire_send(serving->socket, WIRE_BYTES, bytes, length, CHANNEL_NO_DEADLINE, err);
}

static bool reply_members(struct serving *serving, const struct buffer *request, struct error *err)
{
    struct payload_receiver receiver = {send_member_begin, send_member_bytes, serving};
    uint32_t hashed = 0;
    if (!serving->parsed || request->length != sizeof hashed)
        return false;
    memcpy(&hashed, request->data, sizeof hashed);
    serving->front.hashed = hashed != 0;
    enum status status = bundle_hand_up(serving->bundle, &serving->envelope, serving->file_key,
        &serving->front, serving->manifest, &receiver, err);
    return send_bytes(serving, WIRE_END, NULL, 0) && send_verdict(serving, status, err);
}

static void reply_card(const struct serving *serving)
{
    struct error err;
    struct card card;
    struct fingerprint fingerprint;
    error_init(&err, NULL);
    enum status status = serve_card(serving->bundle, &card, &fingerprint, &err);
    if (send_verdict(serving, status, &err) && status == STATUS_OK)
        (void)send_bytes(serving, WIRE_BYTES, &card, sizeof card);
}

static bool reply(struct serving *serving, enum wire_kind kind, const struct buffer *request)
{
    struct error err;
    error_init(&err, NULL);
    switch (kind) {
    case WIRE_AHEAD:
        return go_ahead(serving, request);
    case WIRE_SPLIT:
        return reply_split(serving, &err);
    case WIRE_MANIFEST:
        return reply_manifest(serving, &err);
    case WIRE_ANSWERS:
        return reply_answers(serving, request, &err);
    case WIRE_HASH:
        return reply_hash(serving, &err);
    case WIRE_SHARE:
        return reply_share(serving, request, &err);
    case WIRE_MEMBERS:
        return reply_members(serving, request, &err);
    default:
        return false;
    }
}

static bool receive_request(
    const struct serving *serving, enum wire_kind *kind, struct buffer *request)
{
    return wire_receive(serving->socket, SERVE_REQUEST_MAX, CHANNEL_NO_DEADLINE, kind, request,
               NULL) == STATUS_OK;
}

static void reply_all(struct serving *serving, struct buffer *request)
{
    enum wire_kind kind;
    if (!receive_request(serving, &kind, request))
        return;
    if (kind == WIRE_CARD)
        reply_card(serving);
    if (kind != WIRE_BUNDLE || !take_bundle(serving, request))
        return;
    while (receive_request(serving, &kind, request) && reply(serving, kind, request))
        continue;
}

void serve_requests(int bundle, int socket, const struct editions *editions)
{
    struct serving serving = {.bundle = bundle, .socket = socket, .editions = editions};
    struct buffer request = {0};
    serving.manifest = memory_new(1, sizeof *serving.manifest);
    serving.places = memory_new(1, sizeof *serving.places);
    serving.file_key = secret_new(AGE_FILE_KEY_SIZE);
    reply_all(&serving, &request);
    buffer_wipe(&request);
    bundle_front_free(&serving.front);
    bundle_ahead_free(serving.ahead);
    secret_free(serving.file_key);
    free(serving.places);
    free(serving.manifest);
}
