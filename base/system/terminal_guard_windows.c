/* Keys are taken as the system reports them, and lines are put together here: what the system's own
 * lines give to programs is in the letters of old ones. Ctrl-C is a key then, which waits until the
 * terminal is set back. */
#include "base/system/terminal_guard.h"

#include "base/memory.h"
#include "base/system/console.h"
#include "base/system/failure_windows.h"
#include "base/undo.h"

#include <errno.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* As much as a line of other systems' terminals has (termios(3)). */
enum { TYPED_MOST = 4095, CTRL_C = 0x03, CTRL_D = 0x04, CTRL_Z = 0x1A };

struct terminal_guard {
    int fd;
    HANDLE terminal;
    DWORD saved;
    enum terminal_mode mode;
    struct undo *undo;
    wchar_t high; /* the first half of a letter that comes in two; 0: none */
    bool signal;
    bool end;     /* Ctrl-D, or Ctrl-Z as this system's users know it */
    size_t typed; /* bytes of what is typed, in UTF-8 */
    size_t ready; /* how many of them can be read */
    char text[TYPED_MOST + 1];
};

static void guard_set_back(void *context)
{
    const struct terminal_guard *guard = context;
    (void)SetConsoleMode(guard->terminal, guard->saved);
}

enum status terminal_guard_begin(
    struct terminal_guard **guard, int fd, enum terminal_mode mode, struct error *err)
{
    struct terminal_guard *made = memory_new(1, sizeof *made);
    enum status status = STATUS_OK;
    *guard = NULL;
    made->fd = fd;
    made->terminal = (HANDLE)_get_osfhandle(fd);
    made->mode = mode;
    if (GetConsoleMode(made->terminal, &made->saved) == 0) {
        (void)failure_last();
        TRY_OUT(error_system(err, "the terminal cannot be examined"));
    }
    made->undo = undo_add(guard_set_back, made);
    *guard = made;
    undo_hold();
    bool set = SetConsoleMode(made->terminal, ENABLE_EXTENDED_FLAGS | ENABLE_QUICK_EDIT_MODE) != 0;
    undo_release();
    if (!set) {
        (void)failure_last();
        TRY_OUT(error_system(err, "the terminal cannot be changed"));
    }
    (void)FlushConsoleInputBuffer(made->terminal);
out:
    if (status == STATUS_OK)
        return STATUS_OK;
    if (*guard != NULL)
        terminal_guard_end(made);
    else
        free(made);
    *guard = NULL;
    return status;
}

enum status terminal_guard_change(
    struct terminal_guard *guard, enum terminal_mode mode, struct error *err)
{
    (void)err;
    guard->mode = mode;
    return STATUS_OK;
}

/* ---- keys ---- */

static void show(const struct terminal_guard *guard, const char *text, size_t length)
{
    if (guard->mode == TERMINAL_LINES)
        (void)console_write(guard->fd, text, length);
}

/* What does not fit is lost, as it is on other systems' terminals; the end of a line fits behind
 * it, but for those that a key gives which is held down. */
static void take(struct terminal_guard *guard, const char *text, size_t length)
{
    if (guard->typed + length > TYPED_MOST)
        return;
    memcpy(guard->text + guard->typed, text, length);
    guard->typed += length;
    show(guard, text, length);
}

/* The last letter of a line that is not ended yet. */
static void erase(struct terminal_guard *guard)
{
    if (guard->typed == guard->ready)
        return;
    do
        guard->typed--;
    while (guard->typed > guard->ready && (guard->text[guard->typed] & 0xC0) == 0x80);
    show(guard, "\b \b", 3);
}

static void end_line(struct terminal_guard *guard)
{
    if (guard->typed > TYPED_MOST)
        return;
    guard->text[guard->typed++] = '\n';
    guard->ready = guard->typed;
    show(guard, "\r\n", 2);
}

static void take_letter(struct terminal_guard *guard, wchar_t unit)
{
    char text[8];
    wchar_t letter[2] = {guard->high, unit};
    bool first = unit >= 0xD800 && unit <= 0xDBFF;
    bool second = unit >= 0xDC00 && unit <= 0xDFFF;
    int units = second && guard->high != 0 ? 2 : 1;
    guard->high = first ? unit : 0;
    if (first)
        return;
    int length = WideCharToMultiByte(
        CP_UTF8, 0, units == 2 ? letter : letter + 1, units, text, sizeof text, NULL, NULL);
    take(guard, text, length < 0 ? 0 : (size_t)length);
}

static void take_in_line(struct terminal_guard *guard, wchar_t unit)
{
    if (unit == L'\r')
        end_line(guard);
    else if (unit == L'\b')
        erase(guard);
    else if (unit == CTRL_D || unit == CTRL_Z)
        guard->end = guard->typed == guard->ready;
    else if (unit >= 0x20 || unit == L'\t')
        take_letter(guard, unit);
}

/* What other systems' terminals send for keys without a letter (ECMA-48, CSI). */
static void take_named_key(struct terminal_guard *guard, WORD key)
{
    static const struct {
        WORD key;
        const char *sent;
    } keys[] = {{VK_UP, "\033[A"}, {VK_DOWN, "\033[B"}, {VK_RIGHT, "\033[C"}, {VK_LEFT, "\033[D"}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i].key == key)
            take(guard, keys[i].sent, strlen(keys[i].sent));
    }
}

static void take_key(struct terminal_guard *guard, const KEY_EVENT_RECORD *key)
{
    wchar_t unit = key->uChar.UnicodeChar;
    /* A letter given by its number comes when Alt is let go. */
    if (!key->bKeyDown && !(key->wVirtualKeyCode == VK_MENU && unit != 0))
        return;
    if (unit == CTRL_C) {
        guard->signal = true;
    } else if (guard->mode != TERMINAL_KEYS) {
        if (unit != 0)
            take_in_line(guard, unit);
    } else if (unit == 0) {
        take_named_key(guard, key->wVirtualKeyCode);
        guard->ready = guard->typed;
    } else {
        take_letter(guard, unit == CTRL_Z ? CTRL_D : unit);
        guard->ready = guard->typed;
    }
}

static bool take_events(struct terminal_guard *guard)
{
    INPUT_RECORD event;
    DWORD count = 0;
    if (ReadConsoleInputW(guard->terminal, &event, 1, &count) == 0)
        return failure_last();
    for (WORD i = 0;
         count == 1 && event.EventType == KEY_EVENT &&
         i < (event.Event.KeyEvent.wRepeatCount > 0 ? event.Event.KeyEvent.wRepeatCount : 1);
         i++)
        take_key(guard, &event.Event.KeyEvent);
    return true;
}

/* ---- waiting and reading ---- */

enum terminal_event terminal_guard_wait(struct terminal_guard *guard, int milliseconds)
{
    ULONGLONG begun = GetTickCount64();
    for (;;) {
        if (guard->signal)
            return TERMINAL_SIGNAL;
        if (guard->ready > 0 || guard->end)
            return TERMINAL_INPUT;
        ULONGLONG waited = GetTickCount64() - begun;
        DWORD left = milliseconds < 0                    ? INFINITE
                     : waited >= (ULONGLONG)milliseconds ? 0
                                                         : (DWORD)milliseconds - (DWORD)waited;
        DWORD came = WaitForSingleObject(guard->terminal, left);
        if (came == WAIT_TIMEOUT)
            return TERMINAL_NOTHING;
        if (came != WAIT_OBJECT_0 || !take_events(guard))
            return TERMINAL_FAILED;
    }
}

/* A line at most where lines are read. */
bool terminal_guard_read(struct terminal_guard *guard, void *bytes, size_t size, size_t *got)
{
    const char *end = memchr(guard->text, '\n', guard->ready);
    size_t most = end == NULL ? guard->ready : (size_t)(end - guard->text) + 1;
    *got = most < size ? most : size;
    if (*got == 0 && !guard->end) {
        errno = EAGAIN;
        return false;
    }
    guard->end = *got == 0 ? false : guard->end;
    memcpy(bytes, guard->text, *got);
    memmove(guard->text, guard->text + *got, guard->typed - *got);
    guard->typed -= *got;
    guard->ready -= *got;
    (void)SecureZeroMemory(guard->text + guard->typed, sizeof guard->text - guard->typed);
    return true;
}

/* Ctrl-C goes to all programs of the terminal, of which this one is ended by it: what ends it is a
 * thread of the system's. If none comes the same follows; one that is still at it is waited for. */
enum { ENDED_WITHIN = 5000 };

void terminal_guard_end(struct terminal_guard *guard)
{
    bool signalled = guard->signal;
    guard_set_back(guard);
    undo_drop(guard->undo);
    (void)SecureZeroMemory(guard, sizeof *guard);
    free(guard);
    if (!signalled)
        return;
    (void)GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    Sleep(ENDED_WITHIN);
    undo_all();
    (void)TerminateProcess(GetCurrentProcess(), (UINT)STATUS_CONTROL_C_EXIT);
}
