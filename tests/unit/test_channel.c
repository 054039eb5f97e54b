/* What base/system/ promises of channels, on whichever system this is built for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/system/channel.h"
#include "base/system/thread.h"

enum { SHORT = 60, LONG = 20000, MUCH = 3 << 20 }; /* milliseconds, milliseconds, bytes */

static int end[2];

static int open_channel(void **state)
{
    (void)state;
    return channel_open(end) ? 0 : -1;
}

static void close_end(int which)
{
    if (end[which] != -1)
        channel_close(end[which]);
    end[which] = -1;
}

static int close_channel(void **state)
{
    (void)state;
    close_end(0);
    close_end(1);
    return 0;
}

static int64_t in(int64_t milliseconds)
{
    return channel_clock() + milliseconds;
}

static void test_bytes_go_both_ways_in_their_order(void **state)
{
    char got[8] = {0};
    (void)state;
    for (int from = 0; from < 2; from++) {
        assert_true(channel_send(end[from], "abc", 3, in(LONG)));
        assert_true(channel_send(end[from], "defg", 4, CHANNEL_NO_DEADLINE));
        assert_true(channel_receive(end[1 - from], got, 1, in(LONG)));
        assert_true(channel_receive(end[1 - from], got + 1, 6, CHANNEL_NO_DEADLINE));
        assert_string_equal(got, "abcdefg");
        assert_true(channel_send(end[from], NULL, 0, in(LONG)));
        assert_true(channel_receive(end[1 - from], NULL, 0, in(LONG)));
    }
}

struct sending {
    const uint8_t *bytes;
    bool sent;
};

static void send_much(void *context)
{
    struct sending *sending = context;
    sending->sent = channel_send(end[0], sending->bytes, MUCH, in(LONG));
}

/* More than is on the way at once. */
static void test_much_goes_while_it_is_taken(void **state)
{
    uint8_t *sent = memory_new(MUCH, 1);
    uint8_t *got = memory_new(MUCH, 1);
    struct sending sending = {.bytes = sent};
    (void)state;
    for (size_t i = 0; i < MUCH; i++)
        sent[i] = (uint8_t)(i * 7 + i / 251);
    struct thread *thread = thread_start(send_much, &sending, 1 << 18);
    assert_non_null(thread);
    assert_true(channel_receive(end[1], got, MUCH, in(LONG)));
    thread_join(thread);
    assert_true(sending.sent);
    assert_memory_equal(got, sent, MUCH);
    free(sent);
    free(got);
}

static void test_S9_nothing_is_waited_for_beyond_the_deadline(void **state)
{
    char got[4];
    size_t count;
    int64_t begun = channel_clock();
    (void)state;
    assert_true(channel_send(end[1], "abc", 3, in(LONG)));
    assert_false(channel_receive(end[0], got, sizeof got, begun + SHORT));
    assert_true(channel_clock() - begun >= SHORT);
    assert_false(channel_take(end[0], got, sizeof got, begun + 2 * SHORT, &count));
    assert_true(channel_clock() - begun >= 2 * SHORT);
    assert_true(channel_clock() - begun < LONG);
}

static void test_S9_an_end_that_is_not_read_is_not_waited_for(void **state)
{
    uint8_t *much = memory_new(MUCH, 1);
    int64_t begun = channel_clock();
    (void)state;
    assert_false(channel_send(end[0], much, MUCH, begun + SHORT));
    assert_true(channel_clock() - begun >= SHORT);
    assert_true(channel_clock() - begun < LONG);
    free(much);
}

/* What comes is as good after a wait that was in vain. */
static void test_what_there_is_is_taken(void **state)
{
    char got[8] = {0};
    size_t count = 9;
    (void)state;
    assert_false(channel_take(end[0], got, sizeof got, 0, &count));
    assert_int_equal(count, 0);
    assert_true(channel_send(end[1], "abcde", 5, in(LONG)));
    assert_true(channel_take(end[0], got, 2, in(LONG), &count));
    assert_int_equal(count, 2);
    assert_true(channel_take(end[0], got + 2, sizeof got - 2, in(LONG), &count));
    assert_int_equal(count, 3);
    assert_string_equal(got, "abcde");
    assert_false(channel_take(end[0], got, sizeof got, in(SHORT), &count));
}

static void test_what_came_before_the_end_is_read(void **state)
{
    char got[4] = {0};
    size_t count = 9;
    (void)state;
    assert_true(channel_send(end[1], "abc", 3, in(LONG)));
    close_end(1);
    assert_true(channel_receive(end[0], got, 2, in(LONG)));
    assert_true(channel_take(end[0], got + 2, 2, in(LONG), &count));
    assert_int_equal(count, 1);
    assert_string_equal(got, "abc");
    assert_true(channel_take(end[0], got, 2, in(LONG), &count));
    assert_int_equal(count, 0);
    assert_false(channel_receive(end[0], got, 1, in(LONG)));
    assert_false(channel_send(end[0], "x", 1, in(LONG)));
}

/* The same of the end that was made first. */
static void test_an_end_is_heard_of_on_either_side(void **state)
{
    char got;
    bool sent = true;
    int64_t begun = channel_clock();
    (void)state;
    assert_true(channel_send(end[0], "a", 1, in(LONG)));
    close_end(0);
    assert_true(channel_receive(end[1], &got, 1, CHANNEL_NO_DEADLINE));
    assert_false(channel_receive(end[1], &got, 1, CHANNEL_NO_DEADLINE));
    assert_false(channel_send(end[1], "x", 1, CHANNEL_NO_DEADLINE));
    (void)!channel_offer(end[1], "x", 1, in(LONG), &sent);
    assert_false(sent);
    assert_true(channel_clock() - begun < LONG);
}

/* What is offered comes whole or not at all. */
static void test_an_offer_is_not_waited_with(void **state)
{
    char got[CHANNEL_OFFER_MAX];
    size_t count = 0;
    bool sent = false;
    (void)state;
    memset(got, 0, sizeof got);
    assert_true(channel_offer(end[0], "offer", 5, in(LONG), &sent));
    assert_int_equal(channel_take(end[1], got, sizeof got, in(SHORT), &count), sent);
    assert_int_equal(count, sent ? 5 : 0);
    assert_string_equal(got, sent ? "offer" : "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_bytes_go_both_ways_in_their_order, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_much_goes_while_it_is_taken, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_S9_nothing_is_waited_for_beyond_the_deadline, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_S9_an_end_that_is_not_read_is_not_waited_for, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(test_what_there_is_is_taken, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_what_came_before_the_end_is_read, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_an_end_is_heard_of_on_either_side, open_channel, close_channel),
        cmocka_unit_test_setup_teardown(
            test_an_offer_is_not_waited_with, open_channel, close_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
