#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "fixture_card.h"
#include "fixture_directory.h"
#include "fixture_minisign.h"
#include "isolate/opening_card.h"
#include "isolate/serve.h"
#include "isolate/wire.h"

static struct buffer frame;
static struct card written;
static struct fingerprint fingerprint;

static enum status look(struct card *card, struct fingerprint *found, struct error *err)
{
    struct spawner none = SPAWNER_UNPROTECTED;
    error_init(err, NULL);
    return opening_card(&none, fixture_directory_path("card"), card, found, err);
}

static void test_a_card_is_opened_and_compared(void **state)
{
    (void)state;
    struct card card;
    struct fingerprint found;
    struct error err;
    fixture_directory_write("card", frame.data, frame.length);
    assert_int_equal(look(&card, &found, &err), STATUS_OK);
    assert_memory_equal(&card, &written, sizeof card);
    assert_true(fingerprint_equal(&found, &fingerprint));
}

static void test_what_is_no_card_is_refused(void **state)
{
    (void)state;
    static const struct card none;
    struct card card;
    struct fingerprint found;
    struct error err;
    for (size_t i = 0; i < frame.length; i += 97) {
        frame.data[i] ^= 1;
        fixture_directory_write("card", frame.data, frame.length);
        frame.data[i] ^= 1;
        assert_int_equal(look(&card, &found, &err), STATUS_REFUSED);
        assert_int_equal(err.reason, REASON_BAD_SYNTAX);
        assert_memory_equal(&card, &none, sizeof card);
    }
    fixture_directory_write("card", frame.data, frame.length - 1);
    assert_int_equal(look(&card, &found, &err), STATUS_REFUSED);
    fixture_directory_write("card", "", 0);
    assert_int_equal(look(&card, &found, &err), STATUS_REFUSED);
    assert_int_equal(unlink(fixture_directory_path("card")), 0);
    assert_int_equal(look(&card, &found, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

struct serving {
    int bundle;
    int socket;
};

static void *serve(void *context)
{
    const struct serving *serving = context;
    serve_requests(serving->bundle, serving->socket, &(const struct editions){0});
    (void)close(serving->socket);
    return NULL;
}

/* The worker's side: asked for the card it sends the record, then ends. */
static void test_S9_a_worker_serves_one_card(void **state)
{
    (void)state;
    int pair[2];
    uint64_t size = 0;
    pthread_t thread;
    struct serving serving;
    struct wire_verdict verdict;
    struct buffer message = {0};
    int64_t deadline = channel_clock() + 10000;
    fixture_directory_write("card", frame.data, frame.length);
    assert_int_equal(
        file_open(fixture_directory_path("card"), false, &serving.bundle, &size, NULL), STATUS_OK);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    serving.socket = pair[1];
    assert_int_equal(pthread_create(&thread, NULL, serve, &serving), 0);
    assert_int_equal(wire_send(pair[0], WIRE_CARD, NULL, 0, deadline, NULL), STATUS_OK);
    assert_int_equal(
        wire_expect(pair[0], WIRE_VERDICT, sizeof verdict, deadline, &message, NULL), STATUS_OK);
    memcpy(&verdict, message.data, sizeof verdict);
    assert_int_equal(verdict.status, STATUS_OK);
    assert_int_equal(
        wire_expect(pair[0], WIRE_BYTES, sizeof written, deadline, &message, NULL), STATUS_OK);
    assert_int_equal(message.length, sizeof written);
    assert_memory_equal(message.data, &written, sizeof written);
    assert_int_equal(wire_expect(pair[0], WIRE_BYTES, 1, deadline, &message, NULL), STATUS_REFUSED);
    assert_int_equal(pthread_join(thread, NULL), 0);
    (void)close(pair[0]);
    (void)close(serving.bundle);
    buffer_free(&message);
}

static int start(void **state)
{
    (void)state;
    if (secret_start(NULL) != STATUS_OK)
        return -1;
    struct minisign_secret *secret = fixture_secret();
    fixture_card(&written, 2);
    assert_int_equal(card_seal(&written, secret, &frame, &fingerprint, NULL), STATUS_OK);
    minisign_key_free(secret);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buffer_free(&frame);
    return 0;
}

static int enter(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    return 0;
}

static int leave(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(test_a_card_is_opened_and_compared),
        IN_DIRECTORY(test_what_is_no_card_is_refused),
        IN_DIRECTORY(test_S9_a_worker_serves_one_card),
    };
    return cmocka_run_group_tests(tests, start, end);
}
