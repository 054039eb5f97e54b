/* What a worker says, as the process with the keys reads and judges it (S9). The genuine
 * conversation about one genuine bundle is changed by the input, and nothing but that bundle's own
 * answers may come out accepted.
 *
 * The input: see talk_change. */
#include "crypto/minisign.h"
#include "isolate/client.h"
#include "isolate/wire.h"
#include "register/judge.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/talk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum step { SPLIT, MANIFEST, ANSWERS, MEMBERS, STEPS };

static void add_buffer(struct talk *talk, enum step step, const struct buffer *bytes)
{
    talk_add(talk, step, WIRE_BYTES, bytes->data, bytes->length);
}

static struct talk genuine_talk(void)
{
    const struct fuzz_genuine *genuine = fuzz_genuine();
    struct talk talk = {0};
    uint64_t payload = genuine->payload.length;
    uint32_t place[] = {0, 1};
    talk_add_good(&talk, SPLIT);
    talk_add(&talk, SPLIT, WIRE_BYTES, &payload, sizeof payload);
    add_buffer(&talk, SPLIT, &genuine->manifest_json);
    add_buffer(&talk, SPLIT, &genuine->manifest_signature);
    talk_add_good(&talk, MANIFEST);
    talk_add(&talk, MANIFEST, WIRE_BYTES, genuine->manifest, sizeof *genuine->manifest);
    talk_add_good(&talk, ANSWERS);
    talk_add(&talk, ANSWERS, WIRE_BYTES, genuine->answers, sizeof *genuine->answers);
    add_buffer(&talk, ANSWERS, &genuine->signature);
    talk_add(&talk, MEMBERS, WIRE_MEMBER, &place[0], sizeof place[0]);
    add_buffer(&talk, MEMBERS, &genuine->json);
    talk_add(&talk, MEMBERS, WIRE_MEMBER, &place[1], sizeof place[1]);
    add_buffer(&talk, MEMBERS, &genuine->signature);
    talk_add(&talk, MEMBERS, WIRE_END, NULL, 0);
    talk_add_good(&talk, MEMBERS);
    return talk;
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
    struct client *worker, enum step step, struct heard *heard, struct error *err)
{
    struct payload_receiver receiver = {begin, count_bytes, heard};
    enum status status = STATUS_OK;
    if (step == SPLIT) {
        status = client_split(worker, &heard->front, err);
        return status == STATUS_OK ? judge_front(heard, err) : status;
    }
    if (step == MANIFEST) {
        status = client_manifest(worker, &heard->front, heard->manifest, err);
        return status == STATUS_OK ? judge_manifest(heard, err) : status;
    }
    if (step == MEMBERS)
        return client_members(worker, &heard->front, heard->manifest, &receiver, err);
    status = client_answers(
        worker, &heard->front, heard->manifest, 0, heard->answers, &heard->signature, err);
    if (status == STATUS_OK)
        judge_result(heard, err);
    return status;
}

static void listen_to(const struct talk *talk)
{
    struct error err;
    struct heard heard = {
        .manifest = calloc(1, sizeof *heard.manifest), .answers = calloc(1, sizeof *heard.answers)};
    fuzz_require(heard.manifest != NULL && heard.answers != NULL);
    error_init(&err, NULL);
    enum status status = STATUS_OK;
    for (enum step step = SPLIT; status == STATUS_OK && step < STEPS; step++) {
        int theirs;
        struct client worker = CLIENT_NONE;
        worker.socket = talk_open(talk, step, &theirs);
        worker.deadline = wire_clock() + TALK_PATIENCE;
        status = take_step(&worker, step, &heard, &err);
        fuzz_require(status == STATUS_OK || status == STATUS_REFUSED);
        client_end(&worker);
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
    struct talk talk = genuine_talk();
    talk_change(&talk, data, size);
    listen_to(&talk);
    talk_free(&talk);
    return 0;
}
