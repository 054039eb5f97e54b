/* The worker's side of the wire, run here in a thread, without its sandbox: what comes over it is
 * what the same functions give when they are called directly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_age.h"
#include "fixture_bundle.h"
#include "fixture_directory.h"
#include "fixture_intake.h"
#include "isolate/client.h"
#include "isolate/serve.h"
#include "isolate/wire.h"

#define HONEST "honest.sigill"
#define ATTACHED "attached.sigill"
#define BROKEN "broken.sigill"
#define BETWEEN "between.sigill" /* has a byte where there must be none */

enum { ATTACHED_BYTES = 200000, DEADLINE = 60000 };

static struct fixture_intake fixture;

/* In place of libsodium's: how many buffers that held this key were wiped. The pages of secret
 * memory are larger. */
enum { PAGE = 4096 };
static const uint8_t *watched;
static _Atomic size_t wiped;

void sodium_memzero(void *const at, const size_t size)
{
    if (watched != NULL && size < PAGE && memmem(at, size, watched, AGE_FILE_KEY_SIZE) != NULL)
        wiped++;
    explicit_bzero(at, size);
}

struct session {
    pthread_t thread;
    int bundle;
    int theirs;
    struct client worker;
    uint8_t *file_key;
    struct bundle_front front;
    struct manifest *manifest;
    struct answers *answers;
    struct buffer signature;
    struct error err;
};

static void *serve(void *context)
{
    const struct session *session = context;
    serve_requests(session->bundle, session->theirs, &fixture.editions);
    (void)close(session->theirs);
    return NULL;
}

/* Opens a bundle and starts its worker: in a thread, or none at all. */
static void begin(struct session *session, const char *name, bool inside)
{
    uint64_t size;
    int pair[2] = {-1, -1};
    *session = (struct session){.manifest = calloc(1, sizeof *session->manifest),
        .answers = calloc(1, sizeof *session->answers),
        .file_key = secret_new(AGE_FILE_KEY_SIZE)};
    assert_non_null(session->manifest);
    assert_non_null(session->answers);
    error_init(&session->err, NULL);
    struct client *worker = &session->worker;
    *worker = (struct client){.socket = -1,
        .process = -1,
        .inside = inside,
        .deadline = channel_clock() + DEADLINE,
        .file_key = session->file_key,
        .editions = &fixture.editions};
    assert_int_equal(
        file_open(fixture_directory_path(name), false, &session->bundle, &size, NULL), STATUS_OK);
    assert_int_equal(bundle_unwrap(session->bundle, size, fixture.receiver.identities,
                         &worker->envelope, session->file_key, NULL),
        STATUS_OK);
    worker->bundle = session->bundle;
    if (inside)
        return;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    worker->socket = pair[0];
    session->theirs = pair[1];
    assert_int_equal(pthread_create(&session->thread, NULL, serve, session), 0);
}

static void hand_over(struct session *session)
{
    struct buffer message = {0};
    buffer_append(&message, &session->worker.envelope, sizeof session->worker.envelope);
    buffer_append(&message, session->file_key, AGE_FILE_KEY_SIZE);
    assert_int_equal(wire_send(session->worker.socket, WIRE_BUNDLE, message.data, message.length,
                         session->worker.deadline, NULL),
        STATUS_OK);
    buffer_wipe(&message);
}

static void finish(struct session *session)
{
    bool threaded = session->worker.socket >= 0;
    client_end(&session->worker);
    if (threaded)
        assert_int_equal(pthread_join(session->thread, NULL), 0);
    (void)close(session->bundle);
    bundle_front_free(&session->front);
    buffer_free(&session->signature);
    secret_free(session->file_key);
    free(session->manifest);
    free(session->answers);
}

static void seal_with_a_byte_between(void)
{
    static const struct fixture_member members[] = {
        {"{}", 2, "answers.json"}, {"signed", 6, "answers.json.minisig"}};
    struct age_recipient recipient;
    struct manifest *manifest = calloc(1, sizeof *manifest);
    assert_non_null(manifest);
    age_identity_recipient(&fixture.authority.identities.items[0], &recipient);
    const struct fixture_parties parties = {
        .sign = fixture.sender.sign, .recipients = {&recipient, 1}};
    fixture_manifest(manifest);
    struct fixture_parts parts = fixture_parts(&parties, members, 2, manifest);
    parts.frame.data[parts.frame.length - 1] = 1;
    fixture_age(&parties, &parts.frame, &parts.sealed);
    fixture_directory_write(BETWEEN, parts.sealed.data, parts.sealed.length);
    fixture_parts_free(&parts);
    free(manifest);
}

static int make_all(void **state)
{
    (void)state;
    fixture_intake_make(&fixture);
    fixture_intake_seal(&fixture, HONEST, true, 0);
    fixture_intake_seal(&fixture, ATTACHED, false, ATTACHED_BYTES);
    (void)fixture_intake_break(HONEST, BROKEN);
    seal_with_a_byte_between();
    return 0;
}

static int remove_all(void **state)
{
    (void)state;
    fixture_intake_free(&fixture);
    return 0;
}

static void take_all(struct session *session)
{
    struct client *worker = &session->worker;
    assert_int_equal(client_split(worker, &session->front, &session->err), STATUS_OK);
    assert_int_equal(
        client_manifest(worker, &session->front, session->manifest, &session->err), STATUS_OK);
    assert_int_equal(client_answers(worker, &session->front, session->manifest, 0, session->answers,
                         &session->signature, &session->err),
        STATUS_OK);
}

static void assert_same(const struct buffer *a, const struct buffer *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->data, b->data, a->length);
}

static void test_what_comes_over_the_wire_is_what_the_functions_give(void **state)
{
    struct session far;
    struct session near;
    (void)state;
    begin(&far, HONEST, false);
    begin(&near, HONEST, true);
    hand_over(&far);
    take_all(&far);
    take_all(&near);
    assert_same(&far.front.manifest, &near.front.manifest);
    assert_same(&far.front.signature, &near.front.signature);
    assert_int_equal(far.front.payload_size, near.front.payload_size);
    assert_memory_equal(far.manifest, near.manifest, sizeof *far.manifest);
    assert_memory_equal(far.answers, near.answers, sizeof *far.answers);
    assert_same(&far.signature, &near.signature);
    finish(&far);
    finish(&near);
}

static enum status count_member(
    void *context, size_t place, const struct manifest_file *file, struct error *err)
{
    (void)file;
    (void)err;
    assert_int_equal(place, ((const uint64_t *)context)[0]);
    ((uint64_t *)context)[0]++;
    return STATUS_OK;
}

static enum status count_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)bytes;
    (void)err;
    ((uint64_t *)context)[1] += length;
    return STATUS_OK;
}

static void test_members_come_up_whole(void **state)
{
    struct session session;
    uint64_t counted[2] = {0, 0};
    struct payload_receiver receiver = {count_member, count_bytes, counted};
    (void)state;
    begin(&session, ATTACHED, false);
    hand_over(&session);
    take_all(&session);
    assert_int_equal(
        client_members(&session.worker, &session.front, session.manifest, &receiver, &session.err),
        STATUS_OK);
    assert_int_equal(counted[0], 3);
    assert_int_equal(counted[1],
        session.manifest->file[0].size + session.manifest->file[1].size + ATTACHED_BYTES);
    finish(&session);
}

static enum status refuse_bytes(void *context, const void *bytes, size_t length, struct error *err)
{
    (void)context;
    (void)bytes;
    (void)length;
    return error_set(err, STATUS_FAILED, REASON_IO_ERROR, "the disk is full");
}

static void test_the_receivers_own_failure_is_passed_on(void **state)
{
    struct session session;
    uint64_t counted[2] = {0, 0};
    struct payload_receiver receiver = {count_member, refuse_bytes, counted};
    (void)state;
    begin(&session, ATTACHED, false);
    hand_over(&session);
    take_all(&session);
    assert_int_equal(
        client_members(&session.worker, &session.front, session.manifest, &receiver, &session.err),
        STATUS_FAILED);
    assert_string_equal(session.err.text, "the disk is full");
    finish(&session);
}

static void test_S2_a_worker_leaves_out_only_what_it_is_told_is_known(void **state)
{
    (void)state;
    for (int hashed = 0; hashed < 2; hashed++) {
        struct session session;
        struct fixture_received received = {0};
        struct payload_receiver receiver = fixture_receiver(&received);
        begin(&session, BETWEEN, false);
        hand_over(&session);
        struct client *worker = &session.worker;
        assert_int_equal(client_split(worker, &session.front, &session.err), STATUS_OK);
        assert_int_equal(
            client_manifest(worker, &session.front, session.manifest, &session.err), STATUS_OK);
        session.front.hashed = hashed != 0;
        enum status status = client_members(
            worker, &session.front, session.manifest, &receiver, &session.err);
        assert_int_equal(status, hashed ? STATUS_OK : STATUS_REFUSED);
        assert_int_equal(session.err.reason, hashed ? REASON_NONE : REASON_DAMAGED);
        assert_int_equal(received.begun, hashed ? 2 : 0);
        fixture_received_free(&received);
        finish(&session);
    }
}

static void test_a_refusal_comes_with_its_reason_and_words(void **state)
{
    struct session far;
    struct session near;
    (void)state;
    begin(&far, BROKEN, false);
    begin(&near, BROKEN, true);
    hand_over(&far);
    assert_int_equal(client_split(&far.worker, &far.front, &far.err), STATUS_REFUSED);
    assert_int_equal(client_split(&near.worker, &near.front, &near.err), STATUS_REFUSED);
    assert_int_equal(far.err.reason, REASON_DAMAGED);
    assert_int_equal(near.err.reason, REASON_DAMAGED);
    assert_string_equal(far.err.text, near.err.text);
    assert_null(far.front.manifest.data);
    finish(&far);
    finish(&near);
}

/* A worker that is asked for what is not of the protocol ends; of too long a message before all of
 * it was sent, or behind it. */
static void ask_in_vain(bool with_bundle, enum wire_kind kind, const void *bytes, size_t length)
{
    struct session session;
    struct buffer answer = {0};
    enum wire_kind got;
    begin(&session, HONEST, false);
    if (with_bundle)
        hand_over(&session);
    enum status status = wire_send(
        session.worker.socket, kind, bytes, length, session.worker.deadline, &session.err);
    assert_true(status == STATUS_OK || length > SERVE_REQUEST_MAX);
    if (status == STATUS_OK)
        status = wire_receive(
            session.worker.socket, 65536, session.worker.deadline, &got, &answer, &session.err);
    assert_int_equal(status, STATUS_REFUSED);
    assert_int_equal(session.err.reason, REASON_WORKER_FAILED);
    assert_true(channel_clock() < session.worker.deadline);
    buffer_free(&answer);
    finish(&session);
}

static void test_what_is_not_of_the_protocol_ends_a_worker(void **state)
{
    static const uint8_t zeros[SERVE_REQUEST_MAX + 1];
    (void)state;
    ask_in_vain(false, WIRE_SPLIT, NULL, 0);
    ask_in_vain(false, WIRE_BUNDLE, zeros, 10);
    ask_in_vain(false, WIRE_BUNDLE, zeros, sizeof zeros);
    ask_in_vain(true, WIRE_ANSWERS, zeros, sizeof(uint32_t)); /* no manifest yet */
    ask_in_vain(true, WIRE_MEMBERS, zeros, sizeof(uint32_t));
    ask_in_vain(true, WIRE_HASH, NULL, 0);
    ask_in_vain(true, WIRE_SHARE, zeros, sizeof(struct payload_share) - 1);
    ask_in_vain(true, WIRE_SHARE, zeros, sizeof(struct payload_share) + 7);
    ask_in_vain(true, WIRE_SHARE, zeros, sizeof zeros);
    ask_in_vain(true, WIRE_VERDICT, NULL, 0);
    ask_in_vain(true, (enum wire_kind)99, NULL, 0);
    ask_in_vain(true, WIRE_SPLIT, zeros, sizeof zeros);
}

static void test_an_edition_that_is_not_there_ends_a_worker(void **state)
{
    struct session session;
    (void)state;
    begin(&session, HONEST, false);
    hand_over(&session);
    assert_int_equal(client_split(&session.worker, &session.front, &session.err), STATUS_OK);
    assert_int_equal(
        client_manifest(&session.worker, &session.front, session.manifest, &session.err),
        STATUS_OK);
    assert_int_equal(client_answers(&session.worker, &session.front, session.manifest, 1,
                         session.answers, &session.signature, &session.err),
        STATUS_REFUSED);
    assert_int_equal(session.err.reason, REASON_WORKER_FAILED);
    finish(&session);
}

static void test_members_asked_for_in_other_words_end_a_worker(void **state)
{
    static const size_t lengths[] = {0, 3, 5};
    static const uint8_t zeros[5];
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct session session;
        struct buffer answer = {0};
        enum wire_kind got;
        begin(&session, ATTACHED, false);
        hand_over(&session);
        take_all(&session);
        int64_t deadline = session.worker.deadline;
        assert_int_equal(wire_send(session.worker.socket, WIRE_MEMBERS, zeros, lengths[i], deadline,
                             &session.err),
            STATUS_OK);
        assert_int_equal(
            wire_receive(session.worker.socket, 65536, deadline, &got, &answer, &session.err),
            STATUS_REFUSED);
        assert_int_equal(session.err.reason, REASON_WORKER_FAILED);
        buffer_free(&answer);
        finish(&session);
    }
}

/* The worker got it in its first message. */
static void test_S9_a_file_key_is_wiped_out_of_what_brought_it(void **state)
{
    struct session session;
    uint8_t key[AGE_FILE_KEY_SIZE];
    (void)state;
    begin(&session, HONEST, false);
    memcpy(key, session.file_key, sizeof key);
    wiped = 0;
    watched = key;
    hand_over(&session);
    assert_int_equal(wiped, 1);
    finish(&session);
    watched = NULL;
    assert_int_equal(wiped, 2);
}

static enum status read_card(size_t length, struct buffer *frame, struct error *err)
{
    static const uint8_t bytes[CARD_FILE_MAX + 2] = {1, 2, 3};
    uint64_t size;
    int fd = -1;
    fixture_directory_write("card", bytes, length);
    assert_int_equal(file_open(fixture_directory_path("card"), false, &fd, &size, NULL), STATUS_OK);
    enum status status = serve_read_card(fd, frame, err);
    (void)close(fd);
    assert_true(frame->capacity > CARD_FILE_MAX); /* a byte more shows that a file is too long */
    return status;
}

static void test_a_card_is_read_whole_or_refused(void **state)
{
    static const size_t lengths[] = {0, 1, CARD_FILE_MAX - 1, CARD_FILE_MAX};
    struct error err;
    struct buffer frame = {0};
    (void)state;
    error_init(&err, NULL);
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        frame = (struct buffer){0};
        assert_int_equal(read_card(lengths[i], &frame, &err), STATUS_OK);
        assert_int_equal(frame.length, lengths[i]);
        buffer_free(&frame);
    }
    for (size_t more = 1; more <= 2; more++) {
        frame = (struct buffer){0};
        assert_int_equal(read_card(CARD_FILE_MAX + more, &frame, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_SYNTAX);
        buffer_free(&frame);
    }
    frame = (struct buffer){0};
    assert_int_equal(serve_read_card(-1, &frame, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    buffer_free(&frame);
}

/* ---- the other end ---- */

static void test_a_larger_bundle_is_given_more_time(void **state)
{
    static const uint8_t key[AGE_FILE_KEY_SIZE];
    static const struct {
        uint64_t size;
        int64_t more;
    } cases[] = {{0, 0}, {(1 << 20) - 1, 0}, {1 << 20, 400}, {UINT64_C(100) << 20, 40000}};
    struct spawner spawner = SPAWNER_UNPROTECTED;
    struct client worker;
    (void)state;
    spawner.patience = 5000;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct bundle_envelope envelope = {.file_size = cases[i].size};
        int64_t before = channel_clock();
        assert_int_equal(
            client_start(&spawner, -1, &envelope, key, &fixture.editions, &worker, NULL),
            STATUS_OK);
        int64_t after = channel_clock();
        assert_true(worker.deadline >= before + spawner.patience + cases[i].more);
        assert_true(worker.deadline <= after + spawner.patience + cases[i].more);
        client_end(&worker);
    }
}

static void test_a_worker_may_be_ended_twice(void **state)
{
    int pair[2];
    int other[2];
    struct client worker = {.process = -1};
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    worker.socket = pair[0];
    worker.process = dup(pair[0]);
    int numbers[] = {worker.socket, worker.process};
    client_end(&worker);
    assert_int_equal(worker.socket, -1);
    assert_int_equal(worker.process, -1);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, other), 0); /* the same numbers again */
    assert_int_equal(other[0] + other[1], numbers[0] + numbers[1]);
    client_end(&worker);
    for (int i = 0; i < 2; i++)
        assert_int_equal(close(other[i]), 0);
    assert_int_equal(close(pair[1]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_comes_over_the_wire_is_what_the_functions_give),
        cmocka_unit_test(test_members_come_up_whole),
        cmocka_unit_test(test_the_receivers_own_failure_is_passed_on),
        cmocka_unit_test(test_S2_a_worker_leaves_out_only_what_it_is_told_is_known),
        cmocka_unit_test(test_a_refusal_comes_with_its_reason_and_words),
        cmocka_unit_test(test_what_is_not_of_the_protocol_ends_a_worker),
        cmocka_unit_test(test_an_edition_that_is_not_there_ends_a_worker),
        cmocka_unit_test(test_members_asked_for_in_other_words_end_a_worker),
        cmocka_unit_test(test_S9_a_file_key_is_wiped_out_of_what_brought_it),
        cmocka_unit_test(test_a_card_is_read_whole_or_refused),
        cmocka_unit_test(test_a_larger_bundle_is_given_more_time),
        cmocka_unit_test(test_a_worker_may_be_ended_twice),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
