/* What a worker says, as the process with the keys reads and judges it (S9). The genuine
 * conversation about one genuine bundle is changed by the input, and nothing but that bundle's own
 * answers may come out accepted.
 *
 * The input: see talk_change. */
#include "isolate/opening_keydir.h"
#include "isolate/sparse.h"
#include "isolate/wire.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/talk.h"

#include <unistd.h>

enum step { SPLIT, MANIFEST, ANSWERS, MEMBERS, PLACES, STEPS };

static void add_buffer(struct talk *talk, enum step step, const struct buffer *bytes)
{
    talk_add(talk, step, WIRE_BYTES, bytes->data, bytes->length);
}

static void add_record(struct talk *talk, enum step step, const void *record, size_t size)
{
    struct buffer packed = {0};
    sparse_pack(&packed, record, size);
    talk_add(talk, step, WIRE_RECORD, packed.data, packed.length);
    buffer_free(&packed);
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
    add_record(&talk, MANIFEST, genuine->manifest, sizeof *genuine->manifest);
    talk_add_good(&talk, ANSWERS);
    add_record(&talk, ANSWERS, genuine->answers, sizeof *genuine->answers);
    add_buffer(&talk, ANSWERS, &genuine->signature);
    talk_add(&talk, MEMBERS, WIRE_MEMBER, &place[0], sizeof place[0]);
    add_buffer(&talk, MEMBERS, &genuine->json);
    talk_add(&talk, MEMBERS, WIRE_MEMBER, &place[1], sizeof place[1]);
    add_buffer(&talk, MEMBERS, &genuine->signature);
    talk_add(&talk, MEMBERS, WIRE_END, NULL, 0);
    talk_add_good(&talk, MEMBERS);
    talk_add_good(&talk, PLACES);
    talk_add(&talk, PLACES, WIRE_BYTES, &payload, sizeof payload);
    return talk;
}

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
    uint64_t *counted = context;
    *counted += length;
    fuzz_require(*counted <= fuzz_genuine()->json.length + fuzz_genuine()->signature.length);
    return STATUS_OK;
}

/* What one step of the talk is about. */
static enum status take_step(struct opening *opening, enum step step, struct error *err)
{
    uint64_t counted = 0;
    struct payload_receiver receiver = {begin, count_bytes, &counted};
    switch (step) {
    case SPLIT:
        TRY(opening_split(opening, err));
        return opening_signature(opening, err);
    case MANIFEST:
        TRY(opening_manifest(opening, err));
        fuzz_require(opening_parties(opening, err) == STATUS_OK);
        return STATUS_OK;
    case ANSWERS:
        return opening_answers(opening, 0, err);
    case PLACES: /* there is nobody to share with, whatever they are */
        TRY(opening_divide(opening, &SPAWNER_NONE, 0, err));
        fuzz_require(opening->step == OPENING_JUDGED && opening->others == 0);
        return STATUS_OK;
    default:
        return opening_members(opening, &receiver, err);
    }
}

/* S9: whatever was said, what is accepted is what the municipality signed. */
static void judge_result(const struct opening *opening, enum step step)
{
    const struct fuzz_genuine *genuine = fuzz_genuine();
    fuzz_require(fuzz_same(
        &opening->front.manifest, genuine->manifest_json.data, genuine->manifest_json.length));
    if (step != ANSWERS)
        return;
    fuzz_require(fuzz_same(&opening->answers_json, genuine->json.data, genuine->json.length));
    fuzz_require(
        fuzz_same(&opening->answers_signature, genuine->signature.data, genuine->signature.length));
}

/* The worker of one step; the opening kills it with its own. */
static enum status listen_once(
    const struct talk *talk, struct opening *opening, enum step step, struct error *err)
{
    int theirs;
    client_end(&opening->worker);
    opening->worker.socket = talk_open(talk, step, &theirs);
    opening->worker.deadline = channel_clock() + TALK_PATIENCE;
    enum status status = take_step(opening, step, err);
    fuzz_require(status == STATUS_OK || status == STATUS_REFUSED);
    (void)close(theirs);
    return status;
}

static void listen_to(const struct talk *talk)
{
    struct error err;
    struct keydir_trusted municipality = {
        fuzz_municipality()->fingerprint, fuzz_municipality()->card};
    struct keydir_trusted authority = {fuzz_authority()->fingerprint, fuzz_authority()->card};
    struct opening_keydir cards = {&municipality, 1, &authority, 1};
    struct opening_policy policy = opening_keydir_policy(&cards, municipality.card.valid_from);
    policy.workers = 2;
    policy.share = 1;
    struct edition *only[] = {(struct edition *)fuzz_edition()};
    struct editions editions = {.edition = only, .count = 1};
    struct opening *opening = opening_new(&policy);
    error_init(&err, NULL);
    opening->step = OPENING_STARTED;
    opening->envelope.stanzas = (uint16_t)authority.card.recipients;
    opening->worker.editions = &editions;
    enum status status = STATUS_OK;
    for (enum step step = SPLIT; status == STATUS_OK && step < STEPS; step++) {
        if (step >= MEMBERS) /* as if these had been asked for instead of answers */
            opening->step = step == MEMBERS ? OPENING_JUDGED : OPENING_HASHING;
        status = listen_once(talk, opening, step, &err);
        if (status == STATUS_OK)
            judge_result(opening, step);
    }
    opening_free(opening);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct talk talk = genuine_talk();
    talk_change(&talk, data, size);
    listen_to(&talk);
    talk_free(&talk);
    return 0;
}
