#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/stream.h"
#include "base/text.h"
#include "fixture_age.h"
#include "fixture_directory.h"

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    return 0;
}

static void count_bytes(void *context, uint64_t bytes)
{
    *(uint64_t *)context += bytes;
}

/* Of every length about a part, and from a source that gives little at a time. */
static void test_all_of_a_source_is_copied(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 65536, 262143, 262144, 262145, 600000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buffer bytes = {0};
        struct buffer copy = {0};
        uint64_t seen = 0;
        fixture_bytes(buffer_reserve(&bytes, sizes[i] + 1), sizes[i], 7);
        struct slow slow = {{bytes.data, sizes[i], 0}, 4099};
        struct source source = fixture_slow(&slow);
        struct sink sink = sink_to_buffer(&copy);
        struct stream_progress progress = {count_bytes, &seen};
        assert_int_equal(source_copy(&source, &sink, &progress, &err), STATUS_OK);
        assert_int_equal(copy.length, sizes[i]);
        if (sizes[i] > 0)
            assert_memory_equal(copy.data, bytes.data, sizes[i]);
        assert_int_equal(seen, sizes[i]);
        buffer_free(&bytes);
        buffer_free(&copy);
    }
}

static void test_failures_of_source_and_sink_are_passed_on(void **state)
{
    (void)state;
    struct failing gone = {300000};
    struct failing full = {300000};
    struct buffer zeros = {0};
    memset(buffer_reserve(&zeros, 600000), 0, 600000);
    struct cursor cursor = {zeros.data, 600000, 0};
    struct source failing = fixture_failing_source(&gone);
    struct source whole = source_from_bytes(&cursor);
    struct buffer copy = {0};
    struct sink sink = sink_to_buffer(&copy);
    struct sink filled = fixture_failing_sink(&full);
    assert_int_equal(source_copy(&failing, &sink, NULL, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    error_init(&err, NULL);
    assert_int_equal(source_copy(&whole, &filled, NULL, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    buffer_free(&zeros);
    buffer_free(&copy);
}

static void test_a_descriptor_takes_and_gives_bytes(void **state)
{
    (void)state;
    struct buffer back = {0};
    fixture_directory_make();
    int fd = open(fixture_directory_path("file"), O_RDWR | O_CREAT | O_EXCL, 0600);
    struct descriptor descriptor = {fd, "file"};
    struct sink writing = sink_to_descriptor(&descriptor);
    struct source reading = source_from_descriptor(&descriptor);
    struct sink sink = sink_to_buffer(&back);
    assert_int_equal(sink_write(&writing, "abc", 3, &err), STATUS_OK);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(source_copy(&reading, &sink, NULL, &err), STATUS_OK);
    assert_string_equal(buffer_string(&back), "abc");
    (void)close(fd);
    assert_int_equal(sink_write(&writing, "abc", 3, &err), STATUS_FAILED);
    assert_int_equal(source_copy(&reading, &sink, NULL, &err), STATUS_FAILED);
    buffer_free(&back);
    fixture_directory_remove();
}

static void test_a_text_is_cut_to_its_room_and_the_rest_zeroed(void **state)
{
    (void)state;
    char room[6];
    memset(room, 'x', sizeof room);
    text_copy(room, sizeof room, "ab");
    assert_memory_equal(room, "ab\0\0\0\0", sizeof room);
    text_copy(room, sizeof room, "abcdefgh");
    assert_string_equal(room, "abcde");
    text_copy(room, 1, "ab");
    assert_string_equal(room, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_all_of_a_source_is_copied, set_up),
        cmocka_unit_test_setup(test_failures_of_source_and_sink_are_passed_on, set_up),
        cmocka_unit_test_setup(test_a_descriptor_takes_and_gives_bytes, set_up),
        cmocka_unit_test_setup(test_a_text_is_cut_to_its_room_and_the_rest_zeroed, set_up),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
