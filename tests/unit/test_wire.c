/* Messages between the process with the keys and a worker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "isolate/wire.h"

struct ends {
    int ours;
    int theirs;
    struct buffer message;
    struct error err;
};

static int open_ends(void **state)
{
    static struct ends ends;
    int pair[2];
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
    return wire_receive(ends->ours, limit, wire_clock() + 50, kind, &ends->message, &ends->err);
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
    assert_int_equal(wire_send(ends->theirs, WIRE_BYTES, "four", 4, NULL), STATUS_OK);
    assert_int_equal(wire_send(ends->theirs, WIRE_END, NULL, 0, NULL), STATUS_OK);
    assert_int_equal(hear(ends, 4, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_BYTES);
    assert_int_equal(ends->message.length, 4);
    assert_memory_equal(ends->message.data, "four", 4);
    assert_int_equal(hear(ends, 4, &kind), STATUS_OK);
    assert_int_equal(kind, WIRE_END);
    assert_int_equal(ends->message.length, 0);
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
    int64_t begun = wire_clock();
    assert_failed(ends, hear(ends, 10, &kind));
    say(ends, WIRE_BYTES, 10, "too few");
    assert_failed(ends, hear(ends, 10, &kind));
    assert_true(wire_clock() - begun >= 100);
    assert_true(wire_clock() - begun < 5000);
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
        wire_expect(ends->ours, WIRE_VERDICT, 10, wire_clock() + 50, &ends->message, &ends->err),
        STATUS_REFUSED);
    assert_int_equal(ends->err.reason, REASON_WORKER_FAILED);
}

static void test_sending_to_an_end_that_is_gone_is_a_failure(void **state)
{
    struct ends *ends = *state;
    assert_int_equal(shutdown(ends->theirs, SHUT_RDWR), 0);
    assert_failed(ends, wire_send(ends->ours, WIRE_SPLIT, NULL, 0, &ends->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_sent_arrives, open_ends, close_ends),
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
            test_sending_to_an_end_that_is_gone_is_a_failure, open_ends, close_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
