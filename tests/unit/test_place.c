/* What base/system/ promises of files and directories, on whichever system this is built for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/directory.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/system/descriptor.h"
#include "base/system/listing.h"
#include "base/system/lock.h"
#include "base/system/place.h"
#include "base/system/thread.h"
#include "base/system/zone.h"

static char *here; /* a directory of the test's own, with Swedish letters */
static struct error err;

static int set_up_place(void **state)
{
    const char *top = getenv("TMPDIR");
    char *within = path_join(top == NULL ? "/tmp" : top, "");
    char *made = file_temporary_name(within);
    (void)state;
    error_init(&err, NULL);
    here = memory_printf("%s åäö ÅÄÖ", made);
    free(within);
    free(made);
    return place_make_directory(here, 0700) ? 0 : -1;
}

static int tear_down_place(void **state)
{
    (void)state;
    place_remove_tree(here);
    bool gone = !file_exists(here);
    free(here);
    return gone ? 0 : -1;
}

static char *named(const char *name)
{
    return path_join(here, name);
}

static char *with_bytes(const char *name, const char *bytes)
{
    char *path = named(name);
    if (file_write(path, bytes, strlen(bytes), 0600, true, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    return path;
}

static void expect_bytes(const char *path, const char *bytes)
{
    struct buffer found = {0};
    if (file_read(path, 1000, &found, &err) != STATUS_OK)
        fail_msg("%s", err.text);
    assert_string_equal(buffer_string(&found), bytes);
    buffer_free(&found);
}

static void test_a_new_file_is_new_and_closed_to_others(void **state)
{
    (void)state;
    enum place_kind kind = PLACE_OTHER;
    int fd = -1;
    int second = -1;
    char *path = named("nyckel – hemlig.key");
    assert_true(place_create(path, 0600, &fd));
    assert_true(place_set_mode(fd, 0600));
    assert_true(place_is_closed(fd));
    assert_false(place_others(path).any);
    assert_false(place_others(path).change);
    assert_true(place_look_at(fd, &kind));
    assert_int_equal(kind, PLACE_FILE);
    errno = 0;
    assert_false(place_create(path, 0600, &second));
    assert_int_equal(errno, EEXIST);
    assert_int_equal(second, -1);
    assert_true(descriptor_close(fd));
    free(path);
}

static void test_kinds_are_told_apart(void **state)
{
    (void)state;
    enum place_kind kind = PLACE_OTHER;
    char *file = with_bytes("fil", "x");
    char *nothing = named("inget");
    assert_true(place_look(file, true, &kind));
    assert_int_equal(kind, PLACE_FILE);
    assert_true(place_look(here, false, &kind));
    assert_int_equal(kind, PLACE_DIRECTORY);
    errno = 0;
    assert_false(place_look(nothing, true, &kind));
    assert_int_equal(errno, ENOENT);
    free(file);
    free(nothing);
}

static void expect_parent(const char *path, const char *expected)
{
    char *parent = path_parent(path);
    assert_string_equal(parent, expected);
    free(parent);
}

static void test_a_path_is_in_a_directory_and_a_root_in_itself(void **state)
{
    (void)state;
    expect_parent("/a/b", "/a");
    expect_parent("/a//b//", "/a");
    expect_parent("a/b", "a");
    expect_parent("a", ".");
    expect_parent("a/", ".");
    expect_parent("", ".");
    expect_parent("/a", "/");
    expect_parent("/", "/");
    expect_parent("//", "/");
    bool drives = place_separates('\\');
    assert_int_equal(place_root("C:/a"), drives ? 3 : 0);
    expect_parent("C:/a", drives ? "C:/" : "C:");
    expect_parent("C:/a/b", "C:/a");
    expect_parent("C:\\a", drives ? "C:\\" : ".");
    expect_parent("C:a", drives ? "C:" : ".");
}

static void test_a_directory_is_no_file_and_a_file_no_directory(void **state)
{
    (void)state;
    struct buffer read = {0};
    int fd = -1;
    char *file = with_bytes("fil", "x");
    assert_int_equal(file_read(here, 10, &read, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_IO_ERROR);
    assert_non_null(strstr(err.text, "is a directory"));
    errno = 0;
    assert_false(place_open_directory(file, true, &fd));
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(fd, -1);
    buffer_free(&read);
    free(file);
}

/* Reading and writing at places leave the position where it is. */
static void test_places_and_the_position_are_apart(void **state)
{
    (void)state;
    char read[8] = {0};
    size_t got = 0;
    uint64_t size = 0;
    int fd = -1;
    char *path = named("platser");
    assert_true(place_create(path, 0600, &fd));
    assert_true(descriptor_write(fd, "abc", 3));
    assert_true(descriptor_write_at(fd, "X", 1, 0));
    assert_true(descriptor_read_at(fd, read, 2, 1, &got));
    assert_int_equal(got, 2);
    assert_string_equal(read, "bc");
    assert_true(descriptor_write(fd, "def", 3));
    assert_true(descriptor_read_at(fd, read, sizeof read, 0, &got));
    assert_int_equal(got, 6);
    assert_memory_equal(read, "Xbcdef", 6);
    assert_true(descriptor_read_at(fd, read, 1, 6, &got));
    assert_int_equal(got, 0);
    assert_true(descriptor_size(fd, &size));
    assert_int_equal(size, 6);
    assert_true(descriptor_sync(fd));
    assert_true(descriptor_close(fd));
    expect_bytes(path, "Xbcdef");
    free(path);
}

static void test_a_second_number_stays_open(void **state)
{
    (void)state;
    int fd = -1;
    int second = -1;
    char *path = named("dubbel");
    assert_true(place_create(path, 0600, &fd));
    assert_true(descriptor_duplicate(fd, &second));
    assert_true(descriptor_close(fd));
    assert_true(descriptor_write(second, "kvar", 4));
    assert_true(descriptor_sync(second));
    assert_true(descriptor_close(second));
    expect_bytes(path, "kvar");
    free(path);
}

static void test_a_name_is_taken_only_if_it_is_free(void **state)
{
    (void)state;
    char *first = with_bytes("först", "1");
    char *second = with_bytes("sedan", "2");
    char *free_name = named("ledigt");
    errno = 0;
    assert_false(place_rename_to_free(first, second));
    assert_int_equal(errno, EEXIST);
    expect_bytes(first, "1");
    expect_bytes(second, "2");
    assert_true(place_rename_to_free(first, free_name));
    assert_false(file_exists(first));
    expect_bytes(free_name, "1");
    free(first);
    free(second);
    free(free_name);
}

static void test_a_name_is_given_in_place_of_another(void **state)
{
    (void)state;
    char *before = with_bytes("före", "1");
    char *after = with_bytes("efter", "2");
    assert_true(place_rename(after, before));
    expect_bytes(before, "2");
    assert_false(file_exists(after));
    free(before);
    free(after);
}

/* Whoever reads what is to be replaced reads on, and either it is replaced or nothing has changed.
 */
static void test_a_reader_is_left_in_peace(void **state)
{
    (void)state;
    int fd = -1;
    size_t got = 0;
    char read[2] = {0};
    char *before = with_bytes("före", "1");
    char *after = with_bytes("efter", "2");
    assert_true(place_open(before, true, &fd));
    bool replaced = place_rename(after, before);
    int number = errno;
    assert_true(descriptor_read(fd, read, 1, &got));
    assert_true(descriptor_close(fd));
    assert_int_equal(got, 1);
    assert_string_equal(read, "1");
    assert_true(replaced || number == EBUSY);
    assert_int_equal(file_exists(after), !replaced);
    expect_bytes(before, replaced ? "2" : "1");
    free(before);
    free(after);
}

static void test_a_second_name_is_the_same_file(void **state)
{
    (void)state;
    char *first = with_bytes("ett", "samma");
    char *second = named("två");
    assert_true(place_link(first, second));
    errno = 0;
    assert_false(place_link(first, second));
    assert_int_equal(errno, EEXIST);
    assert_true(place_remove(first));
    expect_bytes(second, "samma");
    free(first);
    free(second);
}

static void test_a_file_in_the_making_gets_its_name_at_the_end(void **state)
{
    (void)state;
    struct new_file file = NEW_FILE_NONE;
    char *path = named("hel eller inte alls.sigill");
    assert_int_equal(new_file_create(&file, path, 0600, false, &err), STATUS_OK);
    assert_int_equal(new_file_write(&file, "helt", 4, &err), STATUS_OK);
    assert_false(file_exists(path));
    assert_int_equal(new_file_commit(&file, &err), STATUS_OK);
    expect_bytes(path, "helt");
    assert_int_equal(new_file_create(&file, path, 0600, false, &err), STATUS_FAILED);
    assert_int_equal(err.reason, REASON_EXISTS);
    assert_int_equal(new_file_create(&file, path, 0600, true, &err), STATUS_OK);
    assert_int_equal(new_file_write(&file, "nytt", 4, &err), STATUS_OK);
    new_file_keep_replaced(&file);
    assert_int_equal(new_file_commit(&file, &err), STATUS_OK);
    expect_bytes(path, "nytt");
    char *kept = file_kept_name(path);
    expect_bytes(kept, "helt");
    free(kept);
    free(path);
}

static void test_a_listing_has_the_names_as_they_were_given(void **state)
{
    (void)state;
    struct listing *listing = NULL;
    const char *name = NULL;
    size_t seen = 0;
    free(with_bytes("Ödeshög & Åmål", ""));
    free(with_bytes("日本.txt", ""));
    assert_true(listing_open(here, &listing));
    while (listing_next(listing, &name) && name != NULL) {
        if (strcmp(name, "Ödeshög & Åmål") == 0 || strcmp(name, "日本.txt") == 0)
            seen++;
        else
            assert_true(strcmp(name, ".") == 0 || strcmp(name, "..") == 0);
    }
    assert_null(name);
    listing_close(listing);
    assert_int_equal(seen, 2);
}

static void test_what_is_not_there_has_no_listing(void **state)
{
    (void)state;
    struct listing *listing = NULL;
    char *path = named("inget");
    errno = 0;
    assert_false(listing_open(path, &listing));
    assert_int_equal(errno, ENOENT);
    assert_null(listing);
    listing_close(listing);
    free(path);
}

/* Longer than the 260 that one system once allowed. */
static void test_paths_may_be_long(void **state)
{
    (void)state;
    char *path = memory_text(here);
    for (int i = 0; i < 12; i++) {
        char *below = path_join(path, "en mapp med ett långt namn för sig själv");
        assert_true(place_make_directory(below, 0700));
        free(path);
        path = below;
    }
    char *file = path_join(path, "fil");
    assert_true(strlen(file) > 400);
    assert_int_equal(file_write(file, "djupt", 5, 0600, false, &err), STATUS_OK);
    expect_bytes(file, "djupt");
    free(file);
    free(path);
}

static void test_directories_are_made_and_synced(void **state)
{
    (void)state;
    char *path = named("mapp");
    int fd = -1;
    int file = -1;
    assert_int_equal(directory_make(path, &err), STATUS_OK);
    assert_int_equal(directory_make(path, &err), STATUS_OK);
    errno = 0;
    assert_false(place_make_directory(path, 0700));
    assert_int_equal(errno, EEXIST);
    assert_int_equal(directory_sync(path, &err), STATUS_OK);
    assert_true(directory_keeps_modes(path));
    assert_true(place_open_directory(path, false, &fd));
    assert_true(place_create_in(fd, "i mappen", &file));
    assert_true(descriptor_write(file, "här", strlen("här")));
    assert_true(descriptor_close(file));
    assert_true(descriptor_close(fd));
    char *inner = path_join(path, "i mappen");
    expect_bytes(inner, "här");
    assert_false(place_remove_directory(path));
    assert_true(place_remove(inner));
    assert_true(place_remove_directory(path));
    free(inner);
    free(path);
}

struct waiting {
    struct meeting *meeting;
    atomic_bool tries;
    atomic_bool has;
};

static void lock_too(void *context)
{
    struct waiting *waiting = context;
    int fd = -1;
    waiting->tries = true;
    waiting->has = lock_directory(here, true, &fd);
    (void)descriptor_close(fd);
    meeting_enter(waiting->meeting);
    meeting_tell(waiting->meeting);
    meeting_leave(waiting->meeting);
}

static void test_a_lock_is_waited_for(void **state)
{
    (void)state;
    struct waiting waiting = {.meeting = meeting_new()};
    int fd = -1;
    assert_true(lock_directory(here, true, &fd));
    meeting_enter(waiting.meeting);
    struct thread *thread = thread_start(lock_too, &waiting, 1 << 18);
    assert_non_null(thread);
    for (int spin = 0; !waiting.tries || spin < 1000000; spin++) {
        assert_false(waiting.has);
    }
    assert_true(descriptor_close(fd));
    while (!waiting.has)
        meeting_wait(waiting.meeting);
    meeting_leave(waiting.meeting);
    thread_join(thread);
    meeting_free(waiting.meeting);
}

static void test_the_machine_has_processors_and_a_zone(void **state)
{
    (void)state;
    assert_true(thread_processors() >= 1);
    zone_prepare();
    int64_t ahead = zone_ahead(1638187200); /* 2021-11-29T12:00:00Z */
    assert_true(ahead >= -12 * 3600 && ahead <= 14 * 3600);
    assert_int_equal(ahead % 900, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_place, tear_down_place)
    const struct CMUnitTest tests[] = {
        TEST(test_a_new_file_is_new_and_closed_to_others),
        TEST(test_kinds_are_told_apart),
        TEST(test_a_path_is_in_a_directory_and_a_root_in_itself),
        TEST(test_a_directory_is_no_file_and_a_file_no_directory),
        TEST(test_places_and_the_position_are_apart),
        TEST(test_a_second_number_stays_open),
        TEST(test_a_name_is_taken_only_if_it_is_free),
        TEST(test_a_name_is_given_in_place_of_another),
        TEST(test_a_reader_is_left_in_peace),
        TEST(test_a_second_name_is_the_same_file),
        TEST(test_a_file_in_the_making_gets_its_name_at_the_end),
        TEST(test_a_listing_has_the_names_as_they_were_given),
        TEST(test_what_is_not_there_has_no_listing),
        TEST(test_paths_may_be_long),
        TEST(test_directories_are_made_and_synced),
        TEST(test_a_lock_is_waited_for),
        cmocka_unit_test(test_the_machine_has_processors_and_a_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
