#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/system/exposure.h"
#include "fixture_directory.h"

static int set_up(void **state)
{
    (void)state;
    (void)fixture_directory_make();
    assert_int_equal(mkdir(fixture_directory_path("outer"), 0700), 0);
    assert_int_equal(mkdir(fixture_directory_path("outer/inner"), 0700), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_directory_remove();
    return 0;
}

/* With this mode on one directory: the end of the path that is told for outer/inner; NULL for none.
 */
static void assert_told(const char *name, mode_t mode, const char *wanted)
{
    assert_int_equal(chmod(fixture_directory_path(name), mode), 0);
    char *told = exposure_of(fixture_directory_path("outer/inner"));
    if (wanted == NULL ? told != NULL : told == NULL)
        fail_msg("%s %o: %s", name, (unsigned)mode, told == NULL ? "nothing" : told);
    if (wanted != NULL && strcmp(told + strlen(told) - strlen(wanted), wanted) != 0)
        fail_msg("%s %o: %s", name, (unsigned)mode, told);
    free(told);
    assert_int_equal(chmod(fixture_directory_path(name), 0700), 0);
}

static void test_a_directory_that_others_write_is_told(void **state)
{
    (void)state;
    assert_told("outer/inner", 0700, NULL);
    assert_told("outer/inner", 0755, NULL);
    assert_told("outer/inner", 0720, "outer/inner");
    assert_told("outer/inner", 0702, "outer/inner");
    assert_told("outer/inner", 01777, "outer/inner");
}

/* Where it is sticky, as /tmp is, nobody else can rename what it holds. */
static void test_a_directory_above_is_told_unless_it_is_sticky(void **state)
{
    (void)state;
    assert_told("outer", 0755, NULL);
    assert_told("outer", 0770, "outer");
    assert_told("outer", 0707, "outer");
    assert_told("outer", 01777, NULL);
}

static void test_another_owner_is_told(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(fixture_directory_path("outer"), 12345, 0), 0);
    assert_told("outer", 01755, "outer");
    assert_int_equal(chown(fixture_directory_path("outer"), 0, 0), 0);
    assert_int_equal(chown(fixture_directory_path("outer/inner"), 12345, 0), 0);
    assert_told("outer/inner", 0700, "outer/inner");
}

static void test_a_link_is_followed(void **state)
{
    (void)state;
    char to[4096];
    (void)strncpy(to, fixture_directory_path("outer/inner"), sizeof to - 1);
    to[sizeof to - 1] = '\0';
    assert_int_equal(symlink(to, fixture_directory_path("link")), 0);
    assert_int_equal(chmod(fixture_directory_path("outer"), 0777), 0);
    char *told = exposure_of(fixture_directory_path("link"));
    assert_non_null(told);
    free(told);
    assert_null(exposure_of(fixture_directory_path("nowhere")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_a_directory_that_others_write_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_directory_above_is_told_unless_it_is_sticky, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_owner_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_link_is_followed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
