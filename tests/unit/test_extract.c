#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "fixture_age.h"
#include "fixture_directory.h"
#include "format/extract.h"

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

static struct manifest_file file_at(size_t place, const char *name)
{
    struct manifest_file file = {0};
    manifest_path(file.path, place);
    (void)snprintf(file.name, sizeof file.name, "%s", name);
    return file;
}

static size_t entries(const char *name)
{
    size_t count = 0;
    DIR *directory = opendir(fixture_directory_path(name));
    assert_non_null(directory);
    for (const struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    assert_int_equal(closedir(directory), 0);
    return count;
}

static void receive(struct extract *extract, size_t place, const char *name, const char *content)
{
    struct payload_receiver receiver = extract_receiver(extract);
    struct manifest_file file = file_at(place, name);
    assert_int_equal(receiver.begin(receiver.context, place, &file, &err), STATUS_OK);
    assert_int_equal(receiver.write(receiver.context, content, strlen(content), &err), STATUS_OK);
}

/* ---- names ---- */

static void test_S5_names_have_plain_letters_alone(void **state)
{
    (void)state;
    static const struct {
        size_t place;
        const char *name;
        const char *expected;
    } cases[] = {
        {0, "answers.json", "answers.json"},
        {1, "whatever", "answers.json.minisig"},
        {2, "rapport.pdf", "001-rapport.pdf"},
        {201, "A-b_9.txt", "200-A-b_9.txt"},
        {2, "Årsrapport för åtgärder.pdf", "001-Arsrapport_for_atgarder.pdf"},
        {2, "A\xcc\x8arsrapport.pdf", "001-Arsrapport.pdf"}, /* decomposed */
        {2, "..", "001-._"},
        {2, ".", "001-_"},
        {2, ".bashrc", "001-.bashrc"},
        {2, "-rf", "001--rf"},
        {2, "a b$(rm).sh", "001-a_b__rm_.sh"},
        {2, "naïve ×÷ ÿ", "001-naive____y"},
        {2, "日本.txt", "001-__.txt"},
        {2, "\xf0\x9f\x98\x80.png", "001-_.png"},
        {2, "\xcc\x81", "001-"},
        {2, "c:d*?<>|\"'", "001-c_d_______"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[EXTRACT_NAME_SIZE];
        struct manifest_file file = file_at(cases[i].place, cases[i].name);
        extract_name(name, &file, cases[i].place);
        assert_string_equal(name, cases[i].expected);
    }
}

static void test_S5_the_longest_name_fits(void **state)
{
    (void)state;
    char name[EXTRACT_NAME_SIZE];
    char longest[MANIFEST_NAME_SIZE] = {0};
    memset(longest, 'a', MANIFEST_NAME_SIZE - 1);
    struct manifest_file file = file_at(2, longest);
    extract_name(name, &file, 2);
    assert_int_equal(strlen(name), 4 + MANIFEST_NAME_SIZE - 1);
}

/* ---- the directory ---- */

static void test_members_appear_together(void **state)
{
    (void)state;
    struct extract extract;
    struct stat about;
    assert_int_equal(extract_begin(fixture_directory_path("new"), &extract, &err), STATUS_OK);
    receive(&extract, 0, "answers.json", "{}");
    receive(&extract, 1, "answers.json.minisig", "signature");
    receive(&extract, 2, "å.txt", "");
    assert_int_equal(extract_add(&extract, "manifest.json", "[]", 2, &err), STATUS_OK);
    assert_false(file_exists(fixture_directory_path("new")));
    assert_int_equal(extract_commit(&extract, &err), STATUS_OK);
    assert_int_equal(entries(""), 1);
    assert_int_equal(entries("new"), 4);
    struct buffer content = fixture_directory_read("new/answers.json");
    assert_string_equal(buffer_string(&content), "{}");
    buffer_free(&content);
    content = fixture_directory_read("new/manifest.json");
    assert_string_equal(buffer_string(&content), "[]");
    buffer_free(&content);
    content = fixture_directory_read("new/001-a.txt");
    assert_int_equal(content.length, 0);
    buffer_free(&content);
    assert_int_equal(stat(fixture_directory_path("new"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);
    assert_int_equal(stat(fixture_directory_path("new/answers.json"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    extract_abandon(&extract); /* does nothing any more */
    assert_int_equal(entries("new"), 4);
}

static void test_R2_what_is_abandoned_leaves_nothing(void **state)
{
    (void)state;
    struct extract extract;
    assert_int_equal(extract_begin(fixture_directory_path("new/"), &extract, &err), STATUS_OK);
    receive(&extract, 0, "answers.json", "{}");
    receive(&extract, 2, "a", "b");
    assert_int_equal(entries(""), 1);
    extract_abandon(&extract);
    assert_int_equal(entries(""), 0);
    struct extract none = EXTRACT_NONE;
    extract_abandon(&none);
}

static void test_what_exists_is_left_as_it_is(void **state)
{
    (void)state;
    struct extract extract;
    assert_int_equal(mkdir(fixture_directory_path("there"), 0700), 0);
    assert_int_equal(symlink("nowhere", fixture_directory_path("link")), 0);
    assert_int_equal(extract_begin(fixture_directory_path("there"), &extract, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(extract_begin(fixture_directory_path("link"), &extract, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(entries(""), 2);
    assert_int_equal(entries("there"), 0);
}

/* An empty directory would be taken by a plain rename. */
static void test_a_name_that_is_taken_meanwhile_is_left(void **state)
{
    (void)state;
    struct extract extract;
    assert_int_equal(extract_begin(fixture_directory_path("new"), &extract, &err), STATUS_OK);
    receive(&extract, 0, "answers.json", "{}");
    assert_int_equal(mkdir(fixture_directory_path("new"), 0700), 0);
    assert_int_equal(extract_commit(&extract, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(entries(""), 1);
    assert_int_equal(entries("new"), 0);
}

static void test_a_name_is_written_once(void **state)
{
    (void)state;
    struct extract extract;
    assert_int_equal(extract_begin(fixture_directory_path("new"), &extract, &err), STATUS_OK);
    receive(&extract, 0, "answers.json", "{}");
    assert_int_equal(extract_add(&extract, "answers.json", "[]", 2, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    extract_abandon(&extract);
    assert_int_equal(entries(""), 0);
}

static void test_a_parent_that_is_not_there_fails(void **state)
{
    (void)state;
    struct extract extract;
    assert_int_equal(
        extract_begin(fixture_directory_path("none/new"), &extract, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_int_equal(entries(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_S5_names_have_plain_letters_alone),
        cmocka_unit_test(test_S5_the_longest_name_fits),
        cmocka_unit_test_setup_teardown(test_members_appear_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_R2_what_is_abandoned_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_exists_is_left_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_name_that_is_taken_meanwhile_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_name_is_written_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_parent_that_is_not_there_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, fixture_start, NULL);
}
