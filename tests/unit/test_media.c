/* Which files of a medium are received. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/authority/media.h"
#include "fixture_directory.h"

/* One whom the modes of files hinder, which they do not with root. */
enum { NO_ROOT = 65534 };

static void assert_file(const struct media *media, size_t place, const char *name)
{
    assert_true(place < media->files);
    assert_string_equal(media->file[place].path, fixture_directory_path(name));
}

static enum status find(const char *name, struct media *media)
{
    char path[4096];
    (void)strncpy(path, fixture_directory_path(name), sizeof path - 1);
    path[sizeof path - 1] = '\0';
    char *operands[] = {path};
    bool root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(NO_ROOT), 0);
    enum status status = media_find(operands, 1, media, NULL);
    if (root)
        assert_int_equal(seteuid(0), 0);
    return status;
}

static void test_a_folder_that_is_locked_hinders_nothing_beside_it(void **state)
{
    (void)state;
    struct media media;
    assert_int_equal(find("medium", &media), STATUS_OK);
    assert_int_equal(media.files, 4);
    assert_file(&media, 0, "medium/a.sigill");
    assert_file(&media, 1, "medium/b-locked");
    assert_non_null(media.file[1].failure);
    assert_file(&media, 2, "medium/c-unseen/d.sigill");
    assert_file(&media, 3, "medium/e.sigill");
    assert_int_equal(media.asides, 0);
    media_free(&media);
}

/* With those that are named it is as with those that are found: others may be named beside them. */
static void test_what_is_named_and_cannot_be_read_fails_by_itself(void **state)
{
    static const char *const names[] = {"medium/b-locked", "nowhere"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct media media;
        assert_int_equal(find(names[i], &media), STATUS_OK);
        assert_int_equal(media.files, 1);
        assert_file(&media, 0, names[i]);
        assert_non_null(media.file[0].failure);
        media_free(&media);
    }
}

static void make_folder(const char *name)
{
    assert_int_equal(mkdir(fixture_directory_path(name), 0755), 0);
}

/* Of one folder even the names cannot be read, of another nothing but those. */
static int make_all(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    make_folder("medium");
    make_folder("medium/b-locked");
    make_folder("medium/c-unseen");
    fixture_directory_write("medium/a.sigill", "a", 1);
    fixture_directory_write("medium/b-locked/b.sigill", "b", 1);
    fixture_directory_write("medium/c-unseen/d.sigill", "d", 1);
    fixture_directory_write("medium/e.sigill", "e", 1);
    return chmod(fixture_directory_path(""), 0755) +
           chmod(fixture_directory_path("medium/b-locked"), 0000) +
           chmod(fixture_directory_path("medium/c-unseen"), 0744);
}

static int remove_all(void **state)
{
    (void)state;
    int opened = chmod(fixture_directory_path("medium/b-locked"), 0755) +
                 chmod(fixture_directory_path("medium/c-unseen"), 0755);
    fixture_directory_remove();
    return opened;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_folder_that_is_locked_hinders_nothing_beside_it),
        cmocka_unit_test(test_what_is_named_and_cannot_be_read_fails_by_itself),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
