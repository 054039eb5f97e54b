/* What is no regular file is not even opened: a medium may hold devices and FIFOs. And reading from
 * a place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/system/descriptor.h"
#include "base/system/sealed_memory.h"
#include "fixture_directory.h"

/* Whether file_open, which is given one name, opens what has the other. */
static bool opens(const char *name, const char *link, bool follow, enum status wanted)
{
    char event[sizeof(struct inotify_event) + 1];
    int fd = -1;
    uint64_t size = 0;
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    assert_true(watch >= 0);
    assert_true(inotify_add_watch(watch, fixture_directory_path(name), IN_OPEN) >= 0);
    assert_int_equal(file_open(fixture_directory_path(link), follow, &fd, &size, NULL), wanted);
    bool opened = read(watch, event, sizeof event) > 0;
    (void)close(watch);
    if (wanted == STATUS_OK)
        (void)close(fd);
    return opened;
}

static void test_a_regular_file_is_opened(void **state)
{
    (void)state;
    assert_true(opens("file", "file", false, STATUS_OK));
    assert_true(opens("file", "to-file", true, STATUS_OK));
    assert_false(opens("file", "to-file", false, STATUS_FAILED));
}

static void test_S5_a_fifo_is_not_opened(void **state)
{
    (void)state;
    assert_false(opens("fifo", "fifo", false, STATUS_FAILED));
    assert_false(opens("fifo", "to-fifo", false, STATUS_FAILED));
    assert_false(opens("fifo", "to-fifo", true, STATUS_FAILED));
}

static void test_a_file_is_read_from_a_place_up_to_its_end(void **state)
{
    (void)state;
    char bytes[8] = "-------";
    size_t got = 9;
    int fd = sealed_memory_begin("content");
    assert_int_equal(write(fd, "abcdef", 6), 6);
    assert_true(descriptor_read_at(fd, bytes, 3, 2, &got));
    assert_int_equal(got, 3);
    assert_memory_equal(bytes, "cde----", 8);
    assert_true(descriptor_read_at(fd, bytes, 7, 4, &got));
    assert_int_equal(got, 2);
    assert_memory_equal(bytes, "efe----", 8);
    assert_true(descriptor_read_at(fd, bytes, 7, 6, &got));
    assert_int_equal(got, 0);
    assert_int_equal(lseek(fd, 0, SEEK_CUR), 6);
    (void)close(fd);
    assert_false(descriptor_read_at(fd, bytes, 1, 0, &got));
}

static int make_all(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    fixture_directory_write("file", "x", 1);
    return mkfifo(fixture_directory_path("fifo"), 0600) +
           symlink("file", fixture_directory_path("to-file")) +
           symlink("fifo", fixture_directory_path("to-fifo"));
}

static int remove_all(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_regular_file_is_opened),
        cmocka_unit_test(test_S5_a_fifo_is_not_opened),
        cmocka_unit_test(test_a_file_is_read_from_a_place_up_to_its_end),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
