/* A container's worker that was taken over, or that has more to hand up than is taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/system/channel.h"
#include "base/system/descriptor.h"
#include "isolate/container.h"
#include "isolate/wire.h"

enum { PATIENCE = 1000 }; /* milliseconds */

static struct container container;
static struct error err;
static int theirs; /* the worker's end */

static int open_container_ends(void **state)
{
    int pair[2];
    (void)state;
    error_init(&err, NULL);
    if (!channel_open(pair))
        return -1;
    container = (struct container){.worker = CLIENT_NONE};
    container.worker.socket = pair[0];
    container.worker.deadline = channel_clock() + PATIENCE;
    container.idle = channel_clock();
    theirs = pair[1];
    return 0;
}

static int close_container_ends(void **state)
{
    (void)state;
    container_close(&container);
    channel_close(theirs);
    return 0;
}

/* ---- what the worker says, before it is asked ---- */

static void say(enum wire_kind kind, const void *bytes, size_t length)
{
    assert_int_equal(wire_send(theirs, kind, bytes, length, CHANNEL_NO_DEADLINE, NULL), STATUS_OK);
}

static void say_verdict(enum status status, enum reason reason)
{
    struct wire_verdict verdict = {(uint32_t)status, (uint32_t)reason};
    say(WIRE_VERDICT, &verdict, sizeof verdict);
}

static void say_member(const char *name, size_t beginning)
{
    static uint8_t bytes[BEGINNING_SIZE + 1];
    struct buffer message = {0};
    struct wire_member member = {.named = 1};
    say_verdict(STATUS_OK, REASON_NONE);
    buffer_append(&message, &member, sizeof member);
    buffer_text(&message, name);
    say(WIRE_MEMBER, message.data, message.length);
    buffer_free(&message);
    say(WIRE_BYTES, bytes, beginning);
}

/* ---- what becomes of it ---- */

static enum status next(bool *found)
{
    return container_next(&container, found, &err);
}

static void assert_left(const char *words)
{
    assert_int_equal(err.reason, REASON_UNREAD_CONTAINER);
    assert_non_null(strstr(err.text, words));
}

static void assert_next_is_left(const char *words)
{
    bool found;
    assert_int_equal(next(&found), STATUS_REFUSED);
    assert_left(words);
}

static void assert_content_is_left(const char *words)
{
    uint8_t bytes[16];
    size_t got = 1;
    struct source source = container_source(&container);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && got > 0)
        status = source.read(source.context, bytes, sizeof bytes, &got, &err);
    assert_int_equal(status, STATUS_REFUSED);
    assert_left(words);
}

static void test_a_member_comes_with_its_content(void **state)
{
    static const char rest[] = "the rest";
    bool found = false;
    struct buffer content = {0};
    struct sink sink = sink_to_buffer(&content);
    (void)state;
    say_member("a/b.sigill", 5);
    say(WIRE_BYTES, rest, sizeof rest);
    say(WIRE_END, NULL, 0);
    say_verdict(STATUS_OK, REASON_NONE);
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_END, NULL, 0);
    assert_int_equal(next(&found), STATUS_OK);
    assert_true(found);
    assert_string_equal(buffer_string(&container.name), "a/b.sigill");
    struct source source = container_source(&container);
    assert_int_equal(source_copy(&source, &sink, NULL, &err), STATUS_OK);
    assert_int_equal(content.length, 5 + sizeof rest);
    assert_memory_equal(content.data + 5, rest, sizeof rest);
    buffer_free(&content);
    assert_int_equal(next(&found), STATUS_OK);
    assert_false(found);
    assert_int_equal(container.members, 1);
    assert_int_equal(container.bytes, 5 + sizeof rest);
}

static void test_S13_no_more_members_are_taken_than_allowed(void **state)
{
    bool found = false;
    (void)state;
    container.members = CONTAINER_MEMBERS_MAX - 1;
    say_member("last", 0);
    say_member("one more", 0);
    assert_int_equal(next(&found), STATUS_OK);
    assert_next_is_left("holds more than is allowed");
}

static void test_S13_no_more_bytes_are_taken_than_allowed(void **state)
{
    bool found = false;
    (void)state;
    container.bytes = CONTAINER_BYTES_MAX - 20;
    say_member("a", 10);
    say(WIRE_BYTES, "0123456789", 10);
    say(WIRE_BYTES, "0", 1);
    assert_int_equal(next(&found), STATUS_OK);
    assert_content_is_left("holds more than is allowed");
    assert_int_equal(container.bytes, CONTAINER_BYTES_MAX);
}

static void test_S13_the_beginnings_count_too(void **state)
{
    (void)state;
    container.bytes = CONTAINER_BYTES_MAX - 9;
    say_member("a", 10);
    assert_next_is_left("holds more than is allowed");
}

static void test_S13_what_a_container_s_worker_may_not_say_is_not_heard(void **state)
{
    static const char name[sizeof(struct wire_member) + WIRE_NAME_MAX + 1] = "";
    struct wire_member member = {.named = 1};
    bool found = false;
    (void)state;
    say(WIRE_MEMBER, &member, sizeof member); /* no verdict */
    assert_next_is_left("did not come to its end");
    (void)close_container_ends(NULL);
    assert_int_equal(open_container_ends(NULL), 0);
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_MEMBER, &member, sizeof member - 1); /* no whole record */
    assert_next_is_left("did not come to its end");
    (void)close_container_ends(NULL);
    assert_int_equal(open_container_ends(NULL), 0);
    say_verdict(STATUS_OK, REASON_NONE);
    say(WIRE_MEMBER, name, sizeof name); /* a name that is too long */
    assert_next_is_left("did not come to its end");
    (void)close_container_ends(NULL);
    assert_int_equal(open_container_ends(NULL), 0);
    say_member("a", BEGINNING_SIZE + 1); /* more than a beginning */
    assert_next_is_left("did not come to its end");
    (void)close_container_ends(NULL);
    assert_int_equal(open_container_ends(NULL), 0);
    say_member("a", 1);
    say(WIRE_BYTES, NULL, 0); /* nothing, of which there would be no end */
    assert_int_equal(next(&found), STATUS_OK);
    assert_content_is_left("did not come to its end");
}

static void test_S13_what_a_worker_refuses_is_said_in_our_words(void **state)
{
    static const struct {
        enum reason reason;
        const char *words;
    } said[] = {
        {REASON_NO_MATCH, "encrypted"},
        {REASON_TOO_LARGE, "more memory"},
        {REASON_BAD_SYNTAX, "damaged"},
        {REASON_COUNT, "damaged"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        say_verdict(STATUS_REFUSED, said[i].reason);
        assert_next_is_left(said[i].words);
        container.why = (uint32_t)said[i].reason;
        assert_int_equal(container_unread(&container, &err), STATUS_REFUSED);
        assert_left(said[i].words);
    }
}

static void test_a_medium_that_fails_is_no_refusal(void **state)
{
    bool found;
    (void)state;
    say_verdict(STATUS_REFUSED, REASON_IO_ERROR);
    assert_int_equal(next(&found), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

static void test_S13_want_of_memory_in_the_midst_is_heard(void **state)
{
    bool found = false;
    (void)state;
    say_member("a", 1);
    say_verdict(STATUS_REFUSED, REASON_TOO_LARGE);
    assert_int_equal(next(&found), STATUS_OK);
    assert_content_is_left("more memory");
}

static void test_S13_a_member_that_is_left_is_passed_to_its_end(void **state)
{
    uint8_t byte;
    size_t got;
    bool found = false;
    struct source source = container_source(&container);
    (void)state;
    say_member("a", 0);
    say(WIRE_BYTES, "01", 2);
    say(WIRE_BYTES, "23", 2);
    say(WIRE_END, NULL, 0);
    say_verdict(STATUS_REFUSED, REASON_BAD_SYNTAX);
    say_member("b", 0);
    assert_int_equal(next(&found), STATUS_OK);
    assert_int_equal(source.read(source.context, &byte, 1, &got, &err), STATUS_OK);
    assert_int_equal(next(&found), STATUS_OK);
    assert_true(found);
    assert_string_equal(buffer_string(&container.name), "b");
}

static void test_S13_a_container_s_worker_that_does_not_end_is_not_waited_for(void **state)
{
    (void)state;
    int64_t begun = channel_clock();
    assert_next_is_left("did not come to its end");
    assert_true(channel_clock() - begun >= PATIENCE / 2);
}

static void test_S13_no_container_is_read_in_this_process(void **state)
{
    struct spawner spawner = SPAWNER_UNPROTECTED;
    struct container none;
    (void)state;
    assert_int_equal(container_open(&spawner, DESCRIPTOR_INPUT, 100, BEGINNING_ZIP, &none, &err),
        STATUS_REFUSED);
    assert_left("without a confined process");
    container_close(&none);
    spawner = SPAWNER_NONE;
    assert_int_equal(
        container_open(&spawner, DESCRIPTOR_INPUT, 100, BEGINNING_ZIP, &none, &err), STATUS_FAILED);
    container_close(&none);
}

#define TEST(function)                                                                             \
    cmocka_unit_test_setup_teardown(function, open_container_ends, close_container_ends)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_member_comes_with_its_content),
        TEST(test_S13_no_more_members_are_taken_than_allowed),
        TEST(test_S13_no_more_bytes_are_taken_than_allowed),
        TEST(test_S13_the_beginnings_count_too),
        TEST(test_S13_what_a_container_s_worker_may_not_say_is_not_heard),
        TEST(test_S13_what_a_worker_refuses_is_said_in_our_words),
        TEST(test_a_medium_that_fails_is_no_refusal),
        TEST(test_S13_want_of_memory_in_the_midst_is_heard),
        TEST(test_S13_a_member_that_is_left_is_passed_to_its_end),
        TEST(test_S13_a_container_s_worker_that_does_not_end_is_not_waited_for),
        TEST(test_S13_no_container_is_read_in_this_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
