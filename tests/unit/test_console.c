/* What is not written whole is told of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/system/console.h"

static const char TEXT[] = "sv\xC3\xA5r\n";

static void test_R2_what_cannot_be_written_is_told_of(void **state)
{
    int full = open("/dev/full", O_RDWR | O_CLOEXEC);
    FILE *stream = fopen("/dev/full", "we");
    (void)state;
    assert_true(full >= 0);
    assert_non_null(stream);
    errno = 0;
    assert_false(console_write(full, TEXT, strlen(TEXT)));
    assert_int_equal(errno, ENOSPC);
    assert_int_equal(setvbuf(stream, NULL, _IONBF, 0), 0);
    errno = 0;
    assert_false(console_print(stream, TEXT, strlen(TEXT)));
    assert_int_equal(errno, ENOSPC);
    (void)fclose(stream);
    (void)close(full);
}

static void test_what_is_written_is_written_whole(void **state)
{
    char read_back[sizeof TEXT] = "";
    FILE *stream = tmpfile();
    (void)state;
    assert_non_null(stream);
    assert_true(console_print(stream, TEXT, strlen(TEXT)));
    assert_int_equal(fflush(stream), 0);
    assert_true(console_write(fileno(stream), TEXT, strlen(TEXT)));
    rewind(stream);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fread(read_back, 1, strlen(TEXT), stream), strlen(TEXT));
        assert_string_equal(read_back, TEXT);
    }
    (void)fclose(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_R2_what_cannot_be_written_is_told_of),
        cmocka_unit_test(test_what_is_written_is_written_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
