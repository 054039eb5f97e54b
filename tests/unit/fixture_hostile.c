#include "fixture_hostile.h"

#include "base/text.h"
#include "crypto/secret.h"
#include "fixture_hostile_members.h"
#include "fixture_hostile_plan.h"
#include "fixture_program.h"
#include "isolate/opening_card.h"
#include "isolate/serve.h"
#include "isolate/sparse.h"
#include "isolate/spawner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool fixture_hostile_has_processes(void)
{
    const char *preloaded = getenv("LD_PRELOAD");
#ifdef SPAWNER_INSIDE
    return false;
#endif
    return preloaded == NULL || strstr(preloaded, "valgrind") == NULL;
}

static const struct hostile_plan HONEST = {.name = "honest"};

static const struct hostile_plan *chosen = &HONEST;
static struct served served = {.program = "/tmp/sigill-hostile-XXXXXX"};

static const struct hostile_plan *find(const struct hostile_plan *list, const char *name)
{
    while (list->name != NULL && strcmp(list->name, name) != 0)
        list++;
    return list->name == NULL ? NULL : list;
}

void fixture_hostile_is(const char *plan)
{
    const struct hostile_plan *const lists[] = {HOSTILE_CALLS, HOSTILE_FLAGS, HOSTILE_WORDS,
        HOSTILE_RECORDS, HOSTILE_CARDS, HOSTILE_MEMBERS, HOSTILE_SHARES};
    const struct hostile_plan *found = strcmp(plan, HONEST.name) == 0 ? &HONEST : NULL;
    for (size_t i = 0; found == NULL && i < sizeof lists / sizeof lists[0]; i++)
        found = find(lists[i], plan);
    if (found == NULL)
        exit(STATUS_USAGE);
    chosen = found;
}

/* For the plan "execute": a program that a worker could run, since it needs no loader. A spawner
 * has no environment; where /tmp is not to be written to, the directory that the tests run in is.
 */
static void make_program(void)
{
    int fd = mkstemp(served.program);
    if (fd < 0) {
        text_copy(served.program, sizeof served.program, "sigill-hostile-XXXXXX");
        fd = mkstemp(served.program);
    }
    if (fd < 0)
        exit(STATUS_FAILED);
    (void)fixture_program_write(fd); /* on another machine it is only a name */
    (void)close(fd);
}

void fixture_hostile_hands_up(const struct answers *answers, const struct buffer *signature)
{
    served.other_answers = answers;
    served.other_signature = signature;
}

static bool give(enum wire_kind kind, const void *bytes, size_t length)
{
    return wire_send(served.socket, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL) == STATUS_OK;
}

static size_t size_by(size_t size, int by)
{
    return by < 0 ? size - (size_t)-by : size + (size_t)by;
}

static bool give_record(const void *record, size_t size, int by)
{
    return wire_send_record(served.socket, record, size_by(size, by), CHANNEL_NO_DEADLINE, NULL) ==
           STATUS_OK;
}

static bool give_verdict(enum status status, const struct error *err)
{
    enum reason reason = status == STATUS_OK ? REASON_DAMAGED : err->reason;
    served.verdict = (struct wire_verdict){.status = (uint32_t)status, .reason = (uint32_t)reason};
    if (chosen->verdict != NULL)
        chosen->verdict(&served.verdict);
    return give(WIRE_VERDICT, &served.verdict, sizeof served.verdict);
}

static bool give_front(struct error *err)
{
    enum status status =
        serve_split(served.bundle, &served.envelope, served.file_key, &served.front, err);
    if (status == STATUS_OK && chosen->front != NULL)
        chosen->front(&served);
    return give_verdict(status, err) &&
           give(WIRE_BYTES, &served.front.payload_size,
               size_by(sizeof served.front.payload_size, chosen->size_by)) &&
           give(WIRE_BYTES, served.front.manifest.data, served.front.manifest.length) &&
           give(WIRE_BYTES, served.front.signature.data, served.front.signature.length);
}

static bool give_manifest(struct error *err)
{
    enum status status = serve_manifest(&served.front, &served.manifest, err);
    struct manifest honest = served.manifest;
    if (chosen->manifest != NULL)
        chosen->manifest(&served);
    bool given = give_verdict(status, err) &&
                 give_record(&served.manifest, sizeof served.manifest, chosen->manifest_by);
    served.manifest = honest;
    return given;
}

static bool give_places(struct error *err)
{
    struct payload_places places = {0};
    enum status status = bundle_hash(served.bundle, &served.envelope, served.file_key,
        &served.front, &served.manifest, &places, err);
    if (chosen->places != NULL)
        chosen->places(&places);
    return give_verdict(status, err) &&
           (status != STATUS_OK ||
               give(WIRE_BYTES, places.place,
                   size_by(places.count * sizeof places.place[0], chosen->places_by)));
}

static bool give_share(const struct buffer *request, struct error *err)
{
    struct payload_share share;
    if (chosen->share != NULL)
        chosen->share(&served);
    memcpy(&share, request->data, sizeof share);
    if (!sparse_unpack(request->data + sizeof share, request->length - sizeof share,
            &served.manifest, sizeof served.manifest))
        return false;
    enum status status = bundle_unpack_share(served.bundle, &served.envelope, served.file_key,
        &served.front, &served.manifest, &share, NULL, err);
    return give_verdict(status, err);
}

static bool give_answers(
    const struct editions *editions, const struct buffer *request, struct error *err)
{
    struct payload_share share;
    bool divided = request->length == sizeof(uint32_t) + sizeof share;
    if (divided)
        memcpy(&share, request->data + sizeof(uint32_t), sizeof share);
    buffer_free(&served.signature);
    enum status status = serve_answers(served.bundle, &served.envelope, served.file_key,
        &served.front, &served.manifest, divided ? &share : NULL, editions->edition[0],
        &served.answers, &served.signature, err);
    if (chosen->answers != NULL)
        chosen->answers(&served);
    return give_verdict(status, err) &&
           (status != STATUS_OK ||
               (give_record(&served.answers, sizeof served.answers, chosen->answers_by) &&
                   give(WIRE_BYTES, served.signature.data, served.signature.length)));
}

static bool serve(
    enum wire_kind kind, const struct editions *editions, const struct buffer *request)
{
    struct error err;
    error_init(&err, NULL);
    if (kind == WIRE_SPLIT)
        return give_front(&err);
    if (kind == WIRE_MANIFEST)
        return give_manifest(&err);
    if (kind == WIRE_MEMBERS)
        return hostile_members_give(&served, chosen);
    if (kind == WIRE_HASH)
        return give_places(&err);
    if (kind == WIRE_SHARE)
        return give_share(request, &err);
    return kind == WIRE_ANSWERS && give_answers(editions, request, &err);
}

int fixture_hostile_spawner(const char *plan)
{
    struct editions editions;
    if (secret_start(NULL) != STATUS_OK || editions_load(NULL, &editions, NULL) != STATUS_OK)
        return STATUS_FAILED;
    fixture_hostile_is(plan);
    make_program();
    enum status status = spawner_serve(&editions, NULL);
    (void)unlink(served.program);
    return (int)status;
}

static void give_card(void)
{
    struct error err;
    struct fingerprint fingerprint;
    error_init(&err, NULL);
    enum status status = serve_card(served.bundle, &served.card, &fingerprint, &err);
    if (served.card.series == FIXTURE_HOSTILE_SPARED_SERIES)
        chosen = &HONEST;
    if (chosen->at_once != NULL)
        chosen->at_once(&served);
    if (chosen->card != NULL)
        chosen->card(&served);
    (void)(give_verdict(status, &err) && give(WIRE_BYTES, &served.card, sizeof served.card));
}

static bool take_bundle(const struct buffer *request)
{
    if (request->length != sizeof served.envelope + AGE_FILE_KEY_SIZE)
        return false;
    memcpy(&served.envelope, request->data, sizeof served.envelope);
    memcpy(served.file_key, request->data + sizeof served.envelope, AGE_FILE_KEY_SIZE);
    if (served.envelope.file_size >= FIXTURE_HOSTILE_SPARES)
        chosen = &HONEST;
    if (chosen->at_once != NULL)
        chosen->at_once(&served);
    return true;
}

void fixture_hostile_serve(int bundle, int socket, const struct editions *editions)
{
    struct buffer request = {0};
    enum wire_kind kind;
    served.bundle = bundle;
    served.socket = socket;
    if (wire_receive(socket, WIRE_REQUEST_MAX, CHANNEL_NO_DEADLINE, &kind, &request, NULL) !=
        STATUS_OK)
        return;
    if (kind == WIRE_CARD)
        give_card();
    bool go_on = kind == WIRE_BUNDLE && take_bundle(&request);
    while (go_on)
        go_on = wire_receive(socket, SERVE_REQUEST_MAX, CHANNEL_NO_DEADLINE, &kind, &request,
                    NULL) == STATUS_OK &&
                serve(kind, editions, &request);
}
