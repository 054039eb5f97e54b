/* A key that is held down: the system may tell of many presses at once. On a terminal alone, which
 * wine_keyboard.py gives it; passed over without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <io.h>
#include <string.h>

#include "base/system/console.h"
#include "base/system/descriptor.h"
#include "base/system/terminal_guard.h"

#include <windows.h>

enum { PRESSES = 6000, ROOM = 4096 }; /* base/system/terminal_guard_windows.c */

static struct error err;

static void press(int fd, wchar_t letter, WORD times)
{
    DWORD written = 0;
    INPUT_RECORD event = {.EventType = KEY_EVENT,
        .Event.KeyEvent = {
            .bKeyDown = TRUE, .wRepeatCount = times, .uChar = {.UnicodeChar = letter}}};
    assert_true(WriteConsoleInputW((HANDLE)_get_osfhandle(fd), &event, 1, &written));
    assert_int_equal(written, 1);
}

/* How many bytes are read of what was typed, all of them that letter but for the last so many. */
static size_t read_typed(struct terminal_guard *guard, char letter, size_t others)
{
    char typed[2 * PRESSES];
    size_t count = 0;
    size_t got = 1;
    assert_int_equal(terminal_guard_wait(guard, -1), TERMINAL_INPUT);
    while (got > 0 && count < sizeof typed) {
        got = 0;
        if (terminal_guard_read(guard, typed + count, sizeof typed - count, &got))
            count += got;
    }
    for (size_t i = 0; i + others < count; i++)
        assert_int_equal(typed[i], letter);
    return count;
}

static void test_what_has_no_room_is_lost(void **state)
{
    int fd = -1;
    struct terminal_guard *guard = NULL;
    (void)state;
    if (!console_open(&fd))
        skip();
    assert_int_equal(terminal_guard_begin(&guard, fd, TERMINAL_HIDDEN, &err), STATUS_OK);
    press(fd, L'\r', PRESSES);
    assert_int_equal(read_typed(guard, '\n', 0), ROOM);
    press(fd, L'a', PRESSES);
    press(fd, L'\r', PRESSES);
    assert_int_equal(read_typed(guard, 'a', 1), ROOM);
    terminal_guard_end(guard);
    assert_true(descriptor_close(fd));
}

int main(void)
{
    error_init(&err, NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_has_no_room_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
