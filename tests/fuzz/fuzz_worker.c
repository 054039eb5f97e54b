/* What a worker says, as the process with the keys reads and judges it (S9). The genuine
 * conversation about one genuine bundle is changed by the input, and nothing but that bundle's own
 * answers may come out accepted.
 *
 * The input: changes of eight bytes each: the message, what is done to it, a place (four bytes), a
 * value (two bytes). A first byte of 0xFF: the rest is sent as it stands, in place of it all. */
#include "crypto/minisign.h"
#include "register/judge.h"
#include "register/wire.h"
#include "register/worker_process.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum step { SPLIT, MANIFEST, ANSWERS, MEMBERS, STEPS };
enum { MESSAGES = 24, CHANGE = 8, PATIENCE = 200 };

struct message {
    enum step step;
    uint32_t kind;
    uint32_t length; /* as the head says */
    struct buffer body;
};

struct conversation {
    struct message message[MESSAGES];
    size_t count;
};

static void add(struct conversation *talk, enum step step, enum wire_kind kind, const void *bytes,
    size_t length)
{
    struct message *message = &talk->message[talk->count++];
    fuzz_require(talk->count <= MESSAGES);
    *message = (struct message){.step = step, .kind = kind, .length = (uint32_t)length};
    buffer_append(&message->body, bytes, length);
}

static void add_buffer(struct conversation *talk, enum step step, const struct buffer *bytes)
{
    add(talk, step, WIRE_BYTES, bytes->data, bytes->length);
}

static struct conversation genuine_talk(void)
{
    static const struct wire_verdict good = {.status = STATUS_OK};
    const struct fuzz_genuine *genuine = fuzz_genuine();
    struct conversation talk = {0};
    uint64_t payload = genuine->payload.length;
    uint32_t place[] = {0, 1};
    add(&talk, SPLIT, WIRE_VERDICT, &good, sizeof good);
    add(&talk, SPLIT, WIRE_BYTES, &payload, sizeof payload);
    add_buffer(&talk, SPLIT, &genuine->manifest_json);
    add_buffer(&talk, SPLIT, &genuine->manifest_signature);
    add(&talk, MANIFEST, WIRE_VERDICT, &good, sizeof good);
    add(&talk, MANIFEST, WIRE_BYTES, genuine->manifest, sizeof *genuine->manifest);
    add(&talk, ANSWERS, WIRE_VERDICT, &good, sizeof good);
    add(&talk, ANSWERS, WIRE_BYTES, genuine->answers, sizeof *genuine->answers);
    add_buffer(&talk, ANSWERS, &genuine->signature);
    add(&talk, MEMBERS, WIRE_MEMBER, &place[0], sizeof place[0]);
    add_buffer(&talk, MEMBERS, &genuine->json);
    add(&talk, MEMBERS, WIRE_MEMBER, &place[1], sizeof place[1]);
    add_buffer(&talk, MEMBERS, &genuine->signature);
    add(&talk, MEMBERS, WIRE_END, NULL, 0);
    add(&talk, MEMBERS, WIRE_VERDICT, &good, sizeof good);
    return talk;
}

static void change_body(struct message *message, uint8_t what, uint32_t place, uint16_t value)
{
    struct buffer *body = &message->body;
    size_t at = body->length == 0 ? 0 : place % body->length;
    switch (what % 4) {
    case 0: /* another byte */
        if (body->length > 0)
            body->data[at] = (uint8_t)value;
        break;
    case 1: /* cut */
        body->length = at;
        message->length = (uint32_t)at;
        break;
    case 2: /* longer */
        for (size_t i = 0; i < value % 600U; i++)
            buffer_append(body, &value, 1);
        message->length = (uint32_t)body->length;
        break;
    default: /* bytes gone that were promised */
        body->length = at;
        break;
    }
}

static void change(struct conversation *talk, const uint8_t *data, size_t size)
{
    for (; size >= CHANGE; data += CHANGE, size -= CHANGE) {
        struct message *message = &talk->message[data[0] % talk->count];
        uint32_t place;
        uint16_t value;
        memcpy(&place, data + 2, sizeof place);
        memcpy(&value, data + 6, sizeof value);
        if (data[1] < 0x80)
            change_body(message, data[1], place, value);
        else if (data[1] < 0xC0)
            message->kind = data[1] < 0xA0 ? value % 12U : place;
        else
            message->length = place;
    }
}

static void say(int socket, const void *bytes, size_t length)
{
    if (length > 0)
        (void)send(socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* One step's messages wait in a socket of their own, which then ends. */
static int open_step(const struct conversation *talk, enum step step, int *theirs)
{
    int pair[2];
    fuzz_require(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    for (size_t i = 0; i < talk->count; i++) {
        const struct message *message = &talk->message[i];
        if (message->step != step)
            continue;
        uint32_t head[] = {message->kind, message->length};
        say(pair[1], head, sizeof head);
        say(pair[1], message->body.data, message->body.length);
    }
    (void)shutdown(pair[1], SHUT_WR);
    *theirs = pair[1];
    return pair[0];
}

struct heard {
    struct bundle_front front;
    struct manifest *manifest;
    struct answers *answers;
    struct buffer signature;
    struct buffer json;
    uint64_t bytes;
};

static enum status begin(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)context;
    (void)file;
    (void)err;
    fuzz_require(place < 2);
    return STATUS_OK;
}

static enum status count_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)bytes;
    (void)err;
    struct heard *heard = context;
    heard->bytes += length;
    fuzz_require(heard->bytes <= fuzz_genuine()->json.length + fuzz_genuine()->signature.length);
    return STATUS_OK;
}

static enum status judge_front(struct heard *heard, struct error *err)
{
    struct minisign_claim claim;
    enum status status = minisign_signature_peek(
        heard->front.signature.data, heard->front.signature.length, &claim, err);
    if (status == STATUS_OK)
        status = minisign_document_verify(&fuzz_municipality()->card.sign,
            heard->front.manifest.data, heard->front.manifest.length, claim.trusted,
            heard->front.signature.data, heard->front.signature.length, err);
    return status;
}

static enum status judge_manifest(struct heard *heard, struct error *err)
{
    const struct fuzz_party *authority = fuzz_authority();
    struct bundle_envelope envelope = {.stanzas = (uint16_t)authority->card.recipients};
    struct minisign_claim claim;
    struct judge_notes notes = {0};
    struct sender sender = {.fingerprint = fuzz_municipality()->fingerprint};
    sender.card = fuzz_municipality()->card;
    fuzz_require(minisign_signature_peek(heard->front.signature.data, heard->front.signature.length,
                     &claim, err) == STATUS_OK);
    enum status status = judge_record(&heard->front, heard->manifest, &claim, err);
    if (status != STATUS_OK)
        return status;
    fuzz_require(judge_parties(heard->manifest, &envelope, &sender, &authority->card,
                     &authority->fingerprint, &notes, err) == STATUS_OK);
    return judge_edition(heard->manifest, fuzz_edition(), err);
}

/* S9: whatever was said, what is accepted is what the municipality signed. */
static void judge_result(struct heard *heard, struct error *err)
{
    struct judge_notes notes = {0};
    struct sender sender = {.fingerprint = fuzz_municipality()->fingerprint};
    const struct fuzz_genuine *genuine = fuzz_genuine();
    sender.card = fuzz_municipality()->card;
    enum status status = judge_answers(fuzz_edition(), heard->manifest, &sender, heard->answers,
        &heard->signature, &heard->json, &notes, err);
    if (status == STATUS_OK)
        fuzz_require(fuzz_same(&heard->json, genuine->json.data, genuine->json.length));
}

static enum status take_step(
    struct worker *worker, enum step step, struct heard *heard, struct error *err)
{
    struct payload_receiver receiver = {begin, count_bytes, heard};
    enum status status = STATUS_OK;
    if (step == SPLIT) {
        status = worker_do_split(worker, &heard->front, err);
        return status == STATUS_OK ? judge_front(heard, err) : status;
    }
    if (step == MANIFEST) {
        status = worker_do_manifest(worker, &heard->front, heard->manifest, err);
        return status == STATUS_OK ? judge_manifest(heard, err) : status;
    }
    if (step == MEMBERS)
        return worker_do_members(worker, &heard->front, heard->manifest, &receiver, err);
    status = worker_do_answers(
        worker, &heard->front, heard->manifest, 0, heard->answers, &heard->signature, err);
    if (status == STATUS_OK)
        judge_result(heard, err);
    return status;
}

static void listen_to(const struct conversation *talk)
{
    struct error err;
    struct heard heard = {
        .manifest = calloc(1, sizeof *heard.manifest), .answers = calloc(1, sizeof *heard.answers)};
    fuzz_require(heard.manifest != NULL && heard.answers != NULL);
    error_init(&err, NULL);
    enum status status = STATUS_OK;
    for (enum step step = SPLIT; status == STATUS_OK && step < STEPS; step++) {
        int theirs;
        struct worker worker = WORKER_NONE;
        worker.socket = open_step(talk, step, &theirs);
        worker.deadline = wire_clock() + PATIENCE;
        status = take_step(&worker, step, &heard, &err);
        fuzz_require(status == STATUS_OK || status == STATUS_REFUSED);
        worker_end(&worker);
        (void)close(theirs);
    }
    bundle_front_free(&heard.front);
    buffer_free(&heard.signature);
    buffer_free(&heard.json);
    free(heard.manifest);
    free(heard.answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct conversation talk = genuine_talk();
    if (size > 0 && data[0] == 0xFF) {
        for (size_t i = 1; i < talk.count; i++)
            talk.message[i].step = STEPS;
        talk.message[0].body.length = 0;
        if (size >= 9)
            memcpy(&talk.message[0].kind, data + 1, 2 * sizeof(uint32_t));
        buffer_append(&talk.message[0].body, data + (size < 9 ? size : 9), size < 9 ? 0 : size - 9);
    } else {
        change(&talk, data, size);
    }
    listen_to(&talk);
    for (size_t i = 0; i < talk.count; i++)
        buffer_free(&talk.message[i].body);
    return 0;
}
