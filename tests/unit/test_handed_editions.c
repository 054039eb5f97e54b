/* Editions that are handed to the spawner. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/system/sealed_memory.h"
#include "isolate/handed_editions.h"

#define SMALL "tests/data/small-edition.json"

static struct buffer file;
static struct editions editions;
static struct error err;

static int load(void **state)
{
    (void)state;
    error_init(&err, NULL);
    assert_int_equal(file_read(SMALL, 1 << 20, &file, NULL), STATUS_OK);
    assert_int_equal(editions_load(NULL, &editions, &err), STATUS_OK);
    return 0;
}

static int release(void **state)
{
    (void)state;
    editions_free(&editions);
    buffer_free(&file);
    return 0;
}

static void add(enum editions_origin origin)
{
    assert_int_equal(
        editions_add(&editions, origin, file.data, file.length, SMALL, 0, &err), STATUS_OK);
}

/* What a spawner knows after it was told of these. */
static enum status hand_on(int fd, struct editions *theirs)
{
    assert_int_equal(editions_load(NULL, theirs, NULL), STATUS_OK);
    return handed_editions_read(fd, theirs, &err);
}

static void test_nothing_is_handed_on_of_what_is_built_in(void **state)
{
    int fd = 0;
    (void)state;
    assert_int_equal(handed_editions_write(&editions, &fd, &err), STATUS_OK);
    assert_int_equal(fd, -1);
}

static void test_each_edition_has_its_place_on_both_sides(void **state)
{
    int fd = -1;
    struct editions theirs;
    (void)state;
    add(EDITIONS_GIVEN);
    add(EDITIONS_KEPT);
    assert_int_equal(handed_editions_write(&editions, &fd, &err), STATUS_OK);
    assert_int_equal(hand_on(fd, &theirs), STATUS_OK);
    assert_int_equal(theirs.count, editions.count);
    for (size_t i = 0; i < theirs.count; i++) {
        assert_string_equal(theirs.edition[i]->id, editions.edition[i]->id);
        assert_memory_equal(
            theirs.edition[i]->digest, editions.edition[i]->digest, EDITION_DIGEST_SIZE);
        assert_int_equal(theirs.source[i].origin, editions.source[i].origin);
    }
    editions_free(&theirs);
    (void)close(fd);
}

static void test_S9_nobody_changes_them_on_the_way(void **state)
{
    int fd = -1;
    (void)state;
    add(EDITIONS_KEPT);
    assert_int_equal(handed_editions_write(&editions, &fd, &err), STATUS_OK);
    assert_int_equal(write(fd, "x", 1), -1);
    assert_int_equal(errno, EPERM);
    assert_int_equal(ftruncate(fd, 3), -1);
    assert_ptr_equal(mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
    (void)close(fd);
}

/* Its bytes up to a length, with another one at a place; -1: none. */
static enum status read_other(const struct buffer *bytes, size_t length, int place)
{
    struct editions theirs;
    int fd = sealed_memory_begin("other");
    assert_int_equal(write(fd, bytes->data, length), length);
    if (place >= 0)
        assert_int_equal(pwrite(fd, "\xff", 1, place), 1);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    enum status status = hand_on(fd, &theirs);
    editions_free(&theirs);
    (void)close(fd);
    return status;
}

static void test_what_is_cut_or_changed_is_refused(void **state)
{
    static const int places[] = {3, 7, 8, 11, 16, 40};
    int fd = -1;
    struct buffer bytes = {0};
    (void)state;
    add(EDITIONS_KEPT);
    assert_int_equal(handed_editions_write(&editions, &fd, &err), STATUS_OK);
    size_t whole = (size_t)lseek(fd, 0, SEEK_END);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(read(fd, buffer_reserve(&bytes, whole), whole), whole);
    (void)close(fd);
    assert_int_equal(read_other(&bytes, whole, -1), STATUS_OK);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        assert_int_equal(read_other(&bytes, whole, places[i]), STATUS_REFUSED);
    for (size_t length = 1; length < whole; length += whole / 7)
        assert_int_equal(read_other(&bytes, length, -1), STATUS_REFUSED);
    buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_nothing_is_handed_on_of_what_is_built_in, load, release),
        cmocka_unit_test_setup_teardown(
            test_each_edition_has_its_place_on_both_sides, load, release),
        cmocka_unit_test_setup_teardown(test_S9_nobody_changes_them_on_the_way, load, release),
        cmocka_unit_test_setup_teardown(test_what_is_cut_or_changed_is_refused, load, release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
