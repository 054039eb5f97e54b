#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/directory.h"
#include "base/file.h"
#include "base/new_directory.h"
#include "fixture_age.h"
#include "fixture_directory.h"

static struct error err;

static int set_up(void **state)
{
    (void)state;
    error_init(&err, NULL);
    (void)fixture_directory_make();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

static void fill(const struct new_directory *directory)
{
    char *inner = path_join(directory->temporary, "inner");
    char *file = path_join(inner, "file");
    char *link = path_join(inner, "link");
    assert_int_equal(directory_make(inner, &err), STATUS_OK);
    assert_int_equal(file_write(file, "content", 7, 0600, false, &err), STATUS_OK);
    assert_int_equal(symlink(fixture_directory_path("outside"), link), 0);
    free(inner);
    free(file);
    free(link);
}

static void test_it_appears_whole(void **state)
{
    (void)state;
    struct new_directory directory;
    struct stat about;
    assert_int_equal(
        new_directory_create(&directory, fixture_directory_path("new//"), &err), STATUS_OK);
    fill(&directory);
    assert_false(file_exists(fixture_directory_path("new")));
    assert_true(file_is_temporary(path_name(directory.temporary)));
    assert_int_equal(new_directory_commit(&directory, &err), STATUS_OK);
    assert_null(directory.path);
    new_directory_abandon(&directory);
    assert_int_equal(stat(fixture_directory_path("new"), &about), 0);
    assert_int_equal(about.st_mode, S_IFDIR | 0700);
    struct buffer content = fixture_directory_read("new/inner/file");
    assert_string_equal(buffer_string(&content), "content");
    buffer_free(&content);
}

static void test_abandoned_it_leaves_nothing_and_follows_no_link(void **state)
{
    (void)state;
    struct new_directory directory;
    fixture_directory_write("outside", "stays", 5);
    assert_int_equal(
        new_directory_create(&directory, fixture_directory_path("new"), &err), STATUS_OK);
    fill(&directory);
    new_directory_abandon(&directory);
    assert_true(file_exists(fixture_directory_path("outside")));
    assert_int_equal(unlink(fixture_directory_path("outside")), 0);
    assert_int_equal(rmdir(fixture_directory_path("")), 0); /* nothing else is there */
    assert_int_equal(mkdir(fixture_directory_path(""), 0700), 0);
}

static void test_what_is_there_is_left(void **state)
{
    (void)state;
    struct new_directory directory;
    assert_int_equal(mkdir(fixture_directory_path("there"), 0700), 0);
    assert_int_equal(
        new_directory_create(&directory, fixture_directory_path("there/"), &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_null(directory.path);
    assert_int_equal(
        new_directory_create(&directory, fixture_directory_path("no/new"), &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
}

static void test_a_name_that_cannot_be_given_is_refused_at_once(void **state)
{
    (void)state;
    struct new_directory directory;
    char longest[300] = {0};
    memset(longest, 'x', sizeof longest - 1);
    const char *const names[] = {"", fixture_directory_path(longest)};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(new_directory_create(&directory, names[i], &err), STATUS_FAILED);
        assert_null(directory.path);
    }
}

static void test_what_came_meanwhile_is_left(void **state)
{
    (void)state;
    struct new_directory directory;
    assert_int_equal(
        new_directory_create(&directory, fixture_directory_path("new"), &err), STATUS_OK);
    fill(&directory);
    assert_int_equal(mkdir(fixture_directory_path("new"), 0700), 0);
    assert_int_equal(new_directory_commit(&directory, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(rmdir(fixture_directory_path("new")), 0);
    assert_int_equal(rmdir(fixture_directory_path("")), 0);
    assert_int_equal(mkdir(fixture_directory_path(""), 0700), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_it_appears_whole),
        TEST(test_abandoned_it_leaves_nothing_and_follows_no_link),
        TEST(test_what_is_there_is_left),
        TEST(test_a_name_that_cannot_be_given_is_refused_at_once),
        TEST(test_what_came_meanwhile_is_left),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
