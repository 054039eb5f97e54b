/* Messages between the process with the keys and a worker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "isolate/wire.h"

struct ends {
    int ours;
    int theirs;
    struct buffer message;
    struct error err;
};

enum { PATIENCE = 50, TOO_LONG = 20 }; /* milliseconds; seconds, after which a test has hung */

static int open_ends(void **state)
{
    static struct ends ends;
    int pair[2];
    (void)alarm(TOO_LONG);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return -1;
    ends = (struct ends){.ours = pair[0], .theirs = pair[1]};
    error_init(&ends.err, NULL);
    *state = &ends;
    return 0;
}

static int close_ends(void **state)
{
    struct ends *ends = *state;
    (void)close(ends->ours);
    (void)close(ends->theirs);
    buffer_free(&ends->message);
    (void)alarm(0);
    return 0;
}

static void say(const struct ends *ends, uint32_t kind, uint32_t length, const char *bytes)
{
    uint32_t head[] = {kind, length};
    size_t size = strlen(bytes);
    assert_int_equal(send(ends->theirs, head, sizeof head, 0), sizeof head);
    assert_int_equal(send(ends->theirs, bytes, size, 0), size);
}

static enum status hear(struct ends *ends, size_t limit, enum wire_kind *kind)
{
    return wire_receive(
        ends->ours, limit, channel_clock() + PATIENCE, kind, &ends->message, &ends->err);
}

static void assert_failed(const struct ends *ends, enum status status)
{
    assert_int_equal(status, STATUS_REFUSED);
    assert_int_equal(ends->err.reason, REASON_WORKER_FAILED);
    assert_int_equal(ends->message.length, 0);
}

static void test_what_is_sent_arrives(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    assert_int_equal(
        wire_send(ends->theirs, WIRE_BYTES, "four", 4, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
    assert_int_equal(
        wire_send(ends->theirs, WIRE_END, NULL, 0, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
    assert_int_equal(hear(ends, 4, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_BYTES);
    assert_int_equal(ends->message.length, 4);
    assert_memory_equal(ends->message.data, "four", 4);
    assert_int_equal(hear(ends, 4, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_END);
    assert_int_equal(ends->message.length, 0);
}

/* Every length around the smallest that there can be, one byte alone among them. */
static void test_a_message_of_any_length_arrives(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    for (size_t length = 1; length <= 9; length++) {
        assert_int_equal(
            wire_send(ends->theirs, WIRE_BYTES, "123456789", length, CHANNEL_NO_DEADLINE, NULL),
            STATUS_OK);
        assert_int_equal(hear(ends, length, &kind), STATUS_OK);
        assert_int_equal(ends->message.length, length);
        assert_memory_equal(ends->message.data, "123456789", length);
    }
}

/* Milliseconds, whole ones, that never go back. */
static void test_the_clock_is_that_of_the_system(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        struct timespec before;
        struct timespec after;
        assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &before), 0);
        int64_t now = channel_clock();
        assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &after), 0);
        assert_in_range(now, (uint64_t)before.tv_sec * 1000 + (uint64_t)before.tv_nsec / 1000000,
            (uint64_t)after.tv_sec * 1000 + (uint64_t)after.tv_nsec / 1000000);
        (void)usleep(1000 * i);
    }
}

/* An error number that an earlier call has left says nothing of this one. */
static void test_an_end_is_an_end_whatever_failed_before(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    assert_int_equal(shutdown(ends->theirs, SHUT_WR), 0);
    errno = EAGAIN;
    assert_int_equal(
        wire_receive(ends->ours, 1, CHANNEL_NO_DEADLINE, &kind, &ends->message, &ends->err),
        STATUS_REFUSED);
}

/* Found by the harness "worker": no bytes were taken for no memory. */
static void test_a_first_message_of_no_bytes_is_a_message(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    say(ends, WIRE_MEMBER, 0, "");
    assert_int_equal(hear(ends, 10, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_MEMBER);
    assert_int_equal(ends->message.length, 0);
}

static void test_S9_a_message_over_its_limit_is_refused_before_memory_is_taken(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    say(ends, WIRE_BYTES, 11, "eleven bytes");
    assert_failed(ends, hear(ends, 10, &kind));
    assert_int_equal(ends->message.capacity, 0);
}

static void test_S9_a_message_that_does_not_come_is_not_waited_for(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    int64_t begun = channel_clock();
    assert_failed(ends, hear(ends, 10, &kind));
    say(ends, WIRE_BYTES, 10, "too few");
    assert_failed(ends, hear(ends, 10, &kind));
    assert_true(channel_clock() - begun >= 100);
    assert_true(channel_clock() - begun < 5000);
}

static void test_S9_an_end_in_the_middle_is_a_failure(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    say(ends, WIRE_BYTES, 10, "too few");
    assert_int_equal(shutdown(ends->theirs, SHUT_WR), 0);
    assert_failed(ends, hear(ends, 10, &kind));
    assert_failed(ends, hear(ends, 10, &kind));
}

static void test_S9_a_message_of_another_kind_is_refused(void **state)
{
    struct ends *ends = *state;
    say(ends, WIRE_BYTES, 2, "ab");
    assert_int_equal(
        wire_expect(ends->ours, WIRE_VERDICT, 10, channel_clock() + 50, &ends->message, &ends->err),
        STATUS_REFUSED);
    assert_int_equal(ends->err.reason, REASON_WORKER_FAILED);
}

static void test_sending_to_an_end_that_is_gone_is_a_failure(void **state)
{
    struct ends *ends = *state;
    assert_int_equal(shutdown(ends->theirs, SHUT_RDWR), 0);
    assert_failed(
        ends, wire_send(ends->ours, WIRE_SPLIT, NULL, 0, channel_clock() + 50, &ends->err));
}

/* ---- an end that was taken over ---- */

static void say_out_of_band(const struct ends *ends)
{
    assert_int_equal(send(ends->theirs, "x", 1, MSG_OOB), 1);
}

/* poll(2) says that there is something to read, and recv(2) waits behind it. */
static void test_S9_a_byte_out_of_band_is_not_waited_behind(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    int64_t begun = channel_clock();
    say_out_of_band(ends);
    assert_failed(ends, hear(ends, 10, &kind));
    assert_int_equal(send(ends->theirs, "\6\0\0", 3, 0), 3);
    say_out_of_band(ends);
    assert_failed(ends, hear(ends, 10, &kind));
    assert_true(channel_clock() - begun < 5000);
}

static void test_S9_nothing_is_sent_to_an_end_that_is_out_of_band(void **state)
{
    struct ends *ends = *state;
    say_out_of_band(ends);
    assert_failed(
        ends, wire_send(ends->ours, WIRE_SPLIT, NULL, 0, channel_clock() + PATIENCE, &ends->err));
}

static void test_S9_an_end_that_does_not_read_is_not_waited_for(void **state)
{
    static const uint8_t much[8 << 20];
    struct ends *ends = *state;
    int64_t begun = channel_clock();
    assert_failed(ends, wire_send(ends->ours, WIRE_BUNDLE, much, sizeof much,
                            channel_clock() + PATIENCE, &ends->err));
    assert_true(channel_clock() - begun >= PATIENCE);
    assert_true(channel_clock() - begun < 5000);
}

static void *say_byte_by_byte(void *context)
{
    const struct ends *ends = context;
    for (int i = 0; i < 400 && send(ends->theirs, "x", 1, MSG_NOSIGNAL) == 1; i++)
        (void)usleep(10000);
    return NULL;
}

/* Each byte comes in time; the message does not. */
static void test_S9_the_deadline_is_that_of_the_whole_message(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    pthread_t thread;
    int64_t begun = channel_clock();
    say(ends, WIRE_BYTES, 1000, "");
    assert_int_equal(pthread_create(&thread, NULL, say_byte_by_byte, ends), 0);
    assert_failed(ends, hear(ends, 1000, &kind));
    assert_true(channel_clock() - begun < 2000);
    assert_int_equal(shutdown(ends->ours, SHUT_RDWR), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static size_t open_descriptors(void)
{
    size_t count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

static void send_descriptor(const struct ends *ends, const void *bytes, size_t length)
{
    struct iovec part = {(void *)bytes, length};
    _Alignas(struct cmsghdr) char space[CMSG_SPACE(sizeof(int))] = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space};
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(control), &ends->theirs, sizeof ends->theirs);
    assert_int_equal(sendmsg(ends->theirs, &message, 0), length);
}

static void test_S9_a_descriptor_that_is_sent_along_is_not_taken(void **state)
{
    struct ends *ends = *state;
    enum wire_kind kind;
    uint32_t head[] = {WIRE_END, 0};
    size_t before = open_descriptors();
    send_descriptor(ends, head, sizeof head);
    assert_int_equal(hear(ends, 10, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_END);
    assert_int_equal(open_descriptors(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_sent_arrives, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_message_of_any_length_arrives, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_the_clock_is_that_of_the_system, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_an_end_is_an_end_whatever_failed_before, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_a_first_message_of_no_bytes_is_a_message, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_message_over_its_limit_is_refused_before_memory_is_taken, open_ends,
            close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_message_that_does_not_come_is_not_waited_for, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_an_end_in_the_middle_is_a_failure, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_message_of_another_kind_is_refused, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_byte_out_of_band_is_not_waited_behind, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_nothing_is_sent_to_an_end_that_is_out_of_band, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_an_end_that_does_not_read_is_not_waited_for, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_the_deadline_is_that_of_the_whole_message, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_S9_a_descriptor_that_is_sent_along_is_not_taken, open_ends, close_ends),
        cmocka_unit_test_setup_teardown(
            test_sending_to_an_end_that_is_gone_is_a_failure, open_ends, close_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
